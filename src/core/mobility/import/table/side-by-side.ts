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
  ['ranked', 'grade'],
  ['ranked', 'tier'],
  ['source', 'target'],
] as const;
/** Two or three rows of cities and their classes may as well be those of the posts left of them. */
const FEWEST_OF_LIST = 3;

const KEYS_OF: Record<string, Set<string>> = Object.fromEntries(
  [...SUBJECT_PAIRS.flat(), 'institution'].map((field) => [field, new Set((HEADER_WORDS[field] ?? []).map(nameKey))]),
);
const isOf = (heading: string, keys: ReadonlySet<string>) =>
  headingKeys(asWritten(heading)).some((key) => keys.has(key));
/** Whom or what rows are about, in tables of any kind. */
const ROWS_ABOUT = new Set([...SUBJECTS, ...[HEADER_WORDS.scholar, HEADER_WORDS.source].flat().map(nameKey)]);

const isGap = (name: string) => name === '' || /^\([A-Z]+\)$/.test(name);

/**
 * The left of two different tables beside each other, with an empty column between them: what stands right of it is not
 * of the left one's rows. Where that is likely but not certain, the table as it is with a note. Null where the empty
 * column only parts the columns of one table.
 */
export function leftTable(
  head: readonly string[],
  rows: readonly Row[],
): { head: string[]; rows: Row[]; note: Message } | null {
  const cell = (row: Row, at: number) => row.cells[at] ?? '';
  const gap = head.findIndex((name, at) => at > 1 && isGap(name) && rows.every((row) => cell(row, at) === ''));
  const from = gap < 0 ? -1 : head.findIndex((name, at) => at > gap && !isGap(name));
  const about = head.findIndex((name) => isOf(name, ROWS_ABOUT) && !ROW_NUMBERS.has(nameKey(name)));
  // What tells nothing of whom or what it is about is no table without the columns right of it.
  if (from < 0 || about < 0 || about > gap) return null;
  const right = head.slice(from).filter((name) => !isGap(name));
  const depth = (first: number, last: number) =>
    rows.findLastIndex((row) => row.cells.slice(first, last).some((text) => text !== '')) + 1;
  const [left, beside] = [depth(0, gap), depth(from, head.length)];
  const list = rows.slice(0, beside).map((row) => row.cells.slice(from));
  const isFull = list.every(([first]) => (first ?? '') !== '');
  const has = (field: string) => right.some((name) => isOf(name, KEYS_OF[field]));
  // A name with several posts below each other has them on more rows than its own.
  const goesOn = has('institution') && !head.slice(0, gap).some((name) => isOf(name, KEYS_OF.institution));
  const isLonger = beside > left && isFull && right.length > 1 && !goesOn;
  const isOther = SUBJECT_PAIRS.some((pair) => pair.every(has));
  const isList = list.length >= FEWEST_OF_LIST && new Set(list.map((one) => one.join('\t'))).size === list.length;
  const isOwnShort = beside < left && isFull && isOther && isList;
  const again = head.findIndex((name, at) => at >= from && asWritten(name) === head[about]);
  const isNamedAgain = again >= 0 && rows.some((row) => cell(row, again) !== cell(row, about));
  const columns = right.map(asWritten);
  if (isLonger || isOwnShort || isNamedAgain) {
    const own = rows
      .map(({ line, cells }) => ({ line, cells: cells.slice(0, gap) }))
      .filter(({ cells }) => cells.some((text) => text !== ''));
    return { head: head.slice(0, gap), rows: own, note: say('study-import.table-beside', { columns }) };
  }
  if (!isOther) return null;
  return { head: [...head], rows: [...rows], note: say('study-import.columns-behind-gap', { columns }) };
}
