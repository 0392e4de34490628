import type { Message } from '../../../../shared/messages/message.ts';
import { say } from '../../../../shared/messages/say.ts';
import { nameKey } from '../../names/name-key.ts';
import { HEADER_WORDS, headingKeys } from './heading-words.ts';

const SUBJECTS = new Set([HEADER_WORDS.name, HEADER_WORDS.ranked, HEADER_WORDS.city].flat().map(nameKey));
const ROW_NUMBERS = new Set(['序号', '编号', 'no', '#'].map(nameKey));
interface Row {
  line: number;
  cells: string[];
}

/** A heading without the number that it got because another column is called the same. */
const asWritten = (heading: string) => heading.replace(/ \(\d+\)$/, '');

/** Whether a column that says whom or what a row is about stands there twice. */
export function namesTwice(head: readonly string[]): boolean {
  const names = head.filter((heading) => headingKeys(asWritten(heading)).some((key) => SUBJECTS.has(key)));
  return new Set(names.map(asWritten)).size < names.length;
}

/**
 * Tables with the same headings that stand side by side on a sheet, to save paper: 姓名, 单位, 姓名, 单位. The second is
 * read below the first. Null for other tables.
 */
export function oneBelowTheOther(
  head: readonly string[],
  rows: readonly Row[],
): { head: string[]; rows: Row[]; note: Message } | null {
  if (!namesTwice(head)) return null;
  const names = head.map(asWritten);
  const first = names.findIndex((name, at) => name !== '' && names.indexOf(name, at + 1) > 0);
  const before = names.slice(0, first).filter((name) => name !== '');
  if (!before.every((name) => ROW_NUMBERS.has(nameKey(name)))) return null;
  const starts = names.flatMap((name, at) => (name === names[first] ? [at] : []));
  const blocks = starts.map((from, i) => names.slice(from, starts[i + 1] ?? names.length));
  const own = blocks.map((block) => block.slice(0, block.findLastIndex((name) => name !== '') + 1));
  if (own[0].length < 2 || !own.every((block) => JSON.stringify(block) === JSON.stringify(own[0]))) return null;
  const width = own[0].length;
  const below = starts.flatMap((from) =>
    rows
      .map(({ line, cells }) => ({ line, cells: cells.slice(from, from + width) }))
      .filter(({ cells }) => cells.some((cell) => cell !== '')),
  );
  return { head: own[0], rows: below, note: say('study-import.side-by-side', { tables: starts.length }) };
}

/** What makes columns a table about something else than the one left of them, by the fields of their headings. */
const SUBJECT_PAIRS = [
  ['city', 'tier'],
  ['ranked', 'rank'],
  ['source', 'target'],
] as const;

const isGap = (name: string) => name === '' || /^\([A-Z]+\)$/.test(name);

/**
 * The left of two different tables beside each other, with an empty column between them: what stands right of it is not
 * of the left one's rows. Null where the empty column only parts the columns of one table.
 */
export function leftTable(
  head: readonly string[],
  rows: readonly Row[],
): { head: string[]; rows: Row[]; note: Message } | null {
  const cell = (row: Row, at: number) => row.cells[at] ?? '';
  const gap = head.findIndex((name, at) => at > 1 && isGap(name) && rows.every((row) => cell(row, at) === ''));
  const from = gap < 0 ? -1 : head.findIndex((name, at) => at > gap && !isGap(name));
  if (from < 0) return null;
  const right = head.slice(from).filter((name) => !isGap(name));
  const depth = (first: number, last: number) =>
    rows.findLastIndex((row) => row.cells.slice(first, last).some((text) => text !== '')) + 1;
  const [left, beside] = [depth(0, gap), depth(from, head.length)];
  const isFull = rows.slice(0, beside).every((row) => cell(row, from) !== '');
  const has = (fields: readonly string[]) =>
    fields.every((field) => right.some((name) => headingKeys(name).some((key) => KEYS_OF[field].has(key))));
  const isLonger = beside > left && isFull && right.length > 1;
  const isOwnShort = beside < left && isFull && has(['ranked']) && right.length > 1;
  const namedAgain = right.some((name) => asWritten(name) !== name && SUBJECTS.has(nameKey(asWritten(name))));
  if (!isLonger && !isOwnShort && !namedAgain && !SUBJECT_PAIRS.some(has)) return null;
  const own = rows
    .map(({ line, cells }) => ({ line, cells: cells.slice(0, gap) }))
    .filter(({ cells }) => cells.some((text) => text !== ''));
  return {
    head: head.slice(0, gap),
    rows: own,
    note: say('study-import.table-beside', { columns: right.map(asWritten) }),
  };
}

const KEYS_OF: Record<string, Set<string>> = Object.fromEntries(
  SUBJECT_PAIRS.flat().map((field) => [field, new Set((HEADER_WORDS[field] ?? []).map(nameKey))]),
);
