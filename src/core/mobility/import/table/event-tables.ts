import type { Message } from '../../../../shared/messages/message.ts';
import { say } from '../../../../shared/messages/say.ts';
import type { Mapping } from '../../../../shared/mobility/imports.ts';
import { scholarKeyOf } from '../../names/full-name.ts';
import { nameKey } from '../../names/name-key.ts';
import { HEADER_WORDS, headingKeys } from './heading-words.ts';

const keysOf = (words: readonly string[] = []) => new Set(words.map(nameKey));
const WHOSE = ['scholar', 'name'].map((field) => keysOf(HEADER_WORDS[field]));
const WHEN = keysOf([
  ...['时间', '日期', '年份', '年', '年月', '年代', '起止时间', '起止年月', '起止年份'],
  ...['date', 'dates', 'year', 'years', 'time', 'when', 'period'],
]);
const WHAT = keysOf([
  ...['事件', '大事', '事项', '事件内容', '事件描述', '经历内容', '人生事件', '生平事件', '事迹', '重要事件'],
  ...['event', 'events', 'life event', 'event description', 'what happened', 'milestone'],
]);
const WHERE = keysOf([...(HEADER_WORDS.city ?? []), '地点', '地方', '地区', '发生地', 'place', 'location', 'where']);
const INSTITUTIONS = keysOf(HEADER_WORDS.institution);
/** The column that the events of a scholar become. */
const CAREER = '经历';

interface Table {
  head: string[];
  rows: { line: number; cells: string[] }[];
  notes: Message[];
}

/** What is told of an event, not its code: 1, 0, f. */
const isTold = (text: string) => /\p{Script=Han}{2}|\p{L}{3}/u.test(text);
/** A year or a date, not a time that was measured. */
const isDated = (text: string) => /(?<!\d)(?:1[5-9]|20)\d\d(?!\d)|[年月]/.test(text);

/**
 * A chronicle, with a row an event told in words (学者, 时间, 事件, 地点), becomes a CV a scholar, a line an event, unless the
 * mapping says otherwise of the table or its columns. Changes the table in place; returns the columns that were put
 * together.
 */
export function joinEvents(table: Table, { kind, columns: mapped, attributes, stages }: Partial<Mapping>): string[] {
  if (kind !== undefined && kind !== 'cv') return [];
  const { head, rows, notes } = table;
  const find = (words: ReadonlySet<string>) =>
    head.findIndex((name) => headingKeys(name).some((key) => words.has(key)));
  const [id, name] = WHOSE.map(find);
  const [when, what, where] = [WHEN, WHAT, WHERE].map(find);
  const whose = [id, name].filter((at) => at >= 0);
  if (whose.length === 0 || when < 0 || what < 0 || find(INSTITUTIONS) >= 0 || head.includes(CAREER)) return [];
  const parts = [when, what, where].filter((at) => at >= 0);
  const chosen = [mapped, attributes, ...Object.values(stages ?? {})].flatMap((fields) => Object.values(fields ?? {}));
  if (parts.some((at) => chosen.some((name) => nameKey(name) === nameKey(head[at])))) return [];
  const cell = (row: Table['rows'][number], at: number) => (at < 0 ? '' : (row.cells[at] ?? '').trim());
  const mostly = (at: number, fits: (text: string) => boolean) => {
    const filled = rows.map((row) => cell(row, at)).filter((text) => text !== '');
    return filled.filter(fits).length * 2 > filled.length;
  };
  if (!(mostly(what, isTold) && mostly(when, isDated))) return [];
  const careers = new Map<string, { row: Table['rows'][number]; lines: string[] }>();
  let last = '';
  for (const row of rows) {
    // Below a name, rows without one go on with that scholar.
    last = scholarKeyOf(whose.map((at) => cell(row, at)).find((text) => text !== '') ?? '') || last;
    const known = careers.get(last) ?? { row: { ...row, cells: [...row.cells] }, lines: [] };
    const place = cell(row, where);
    const event = cell(row, what);
    const sign = /\p{Script=Han}/u.test(event) ? '，' : ', ';
    known.lines.push([cell(row, when), event.includes(place) ? event : event + sign + place].join(' ').trim());
    careers.set(last, known);
  }
  const found = [...careers.values()];
  if (found.length === rows.length) return [];
  table.rows = found.map(({ row, lines }) => {
    const cells = head.map((_, at) => (parts.includes(at) ? '' : (row.cells[at] ?? '')));
    return { line: row.line, cells: [...cells, lines.join('\n')] };
  });
  const columns = parts.map((at) => head[at]);
  head.push(CAREER);
  notes.push(say('study-import.events-put-together', { columns, rows: rows.length, scholars: found.length }));
  return columns;
}
