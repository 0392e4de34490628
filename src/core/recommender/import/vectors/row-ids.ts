import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { AppError } from '../../../../shared/errors.ts';
import { say } from '../../../../shared/messages/say.ts';
import { npyTexts } from '../files/npy.ts';
import { inspect, textLines } from '../files/source.ts';
import { candidates } from '../text/columns.ts';
import type { ImportContext } from '../importer.ts';
import { plainFile } from '../../../storage/plain-file.ts';

const ENDINGS = /(\.(npy|gz|bz2|zst))+$/i;
const OWN_ENDINGS = ['txt', 'csv', 'tsv', 'json', 'npy'].flatMap((kind) => [`.ids.${kind}`, `_ids.${kind}`]);
const SEPARATORS = ['\t', ',', ';', / +/];
const HEADING = /^(song|track|item)?[\s_]?(id|key)s?$/i;
const OF_SONGS = ['song', 'songs', 'item', 'items', 'track', 'tracks', 'movie', 'movies'];
const OF_IDS = [
  'id',
  'ids',
  'iid',
  'iids',
  'key',
  'keys',
  'index',
  'indices',
  'idx',
  'map',
  'maps',
  'mapping',
  'mappings',
];
const OF_LISTS = ['list', 'lookup', 'dict', 'vocab', 'classes', 'encoder', 'labels', 'order', 'token', 'tokens'];
const BETWEEN = ['to', 'of', 'raw', 'inner', 'org', 'remap', 'row', 'rows'];
const WORDS = new Set([...OF_SONGS, ...OF_IDS, ...OF_LISTS, ...BETWEEN]);
const TELLING = new Set([...OF_IDS, ...OF_LISTS]);

/** What columns and files are called that tell the row of each id. */
const OF_ROWS = /\b(idx|index|indices|rows?|remap|inner|codes?|encoded|maps?|mappings?|lookup|dict|encoder)\b/;

/** JSON.parse puts numbers in order, so that the order of keys tells nothing. */
const KEYS_AND_VALUES = ['keys', 'values'];

/** Ids by the number of their row, or in its order. */
type Named = { ids: readonly string[] } | { places: ReadonlyMap<number, string>; told: string };

/** `song_ids.txt` and `items.txt` hold them rather than `item2idx.json` beside it. */
export function isPlainIdsName(name: string): boolean {
  return /^((songs?|items?|tracks?)|((songs?|items?|tracks?)[_-]?)?(ids?|keys?|index))\.(txt|csv|tsv)$/i.test(name);
}

/** Whether a file is called as programs call the ids of a matrix of songs: `item_ids.txt`, `id2item.json`. */
export function isIdsName(name: string): boolean {
  const [, stem, ending] = /^(.+)\.(txt|csv|tsv|json|npy)$/i.exec(name) ?? [];
  if (stem === undefined) return false;
  const words = wordsOf(stem);
  if (words.length === 0 || !words.every((word) => WORDS.has(word))) return false;
  // `items.json` may be anything, and `items.npy` holds the matrix itself.
  return /^(npy|json)$/i.test(ending) ? words.some((word) => TELLING.has(word)) : true;
}

function wordsOf(name: string): string[] {
  return name
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter(Boolean);
}

/** The file of ids that is called after a numpy file. */
export function ownIdsFile(file: string): string | undefined {
  const endings = ['.ids', ...OWN_ENDINGS];
  return endings.map((ending) => file.replace(ENDINGS, ending)).find((own) => own !== file && existsSync(own));
}

/**
 * The id of each row of a matrix: a text of one id a line, a table of ids and numbers of rows, JSON of either, or a
 * numpy array of texts or whole numbers. Null for a row that the numbers leave out, as that of padding.
 *
 * @throws bad-input where it is not known which ids and rows belong together
 */
export async function rowIds(file: string, rows: number, context: ImportContext): Promise<(string | null)[]> {
  const head = await inspect(file);
  const start = head.head.toString('utf8', 0, 100).trimStart();
  const name = basename(file);
  let named: Named;
  if (head.kind === 'npy') named = { ids: npyTexts(file) };
  else if (head.kind === 'text' && /^[[{]/.test(start)) named = ofJson(file, rows, context);
  else {
    const lines: string[] = [];
    for await (const { text } of textLines(file, head, () => {})) lines.push(text.trim());
    while (lines.length > rows && lines[lines.length - 1] === '') lines.pop();
    named = ofTable(name, lines, rows, context) ?? { ids: ofLines(lines, rows) };
  }
  if ('ids' in named) {
    if (named.ids.length !== rows)
      throw new AppError('bad-input', say('vectors.ids-and-rows', { file: name, ids: named.ids.length, rows }), {
        file,
      });
    return [...named.ids];
  }
  const { places, told } = named;
  context.report.notes.push(say('vectors.rows-by-number', { file: name, column: told, unnamed: rows - places.size }));
  return Array.from({ length: rows }, (_, row) => places.get(row) ?? null);
}

/** One id a line; a line above them that names the column is left out. */
function ofLines(lines: readonly string[], rows: number): string[] {
  const ids = lines.map((line) => line.split('\t', 1)[0].trim());
  return ids.length === rows + 1 && HEADING.test(ids[0]) ? ids.slice(1) : ids;
}

/** A table with a column of numbers of rows; null where no column is one. */
function ofTable(name: string, lines: readonly string[], rows: number, context: ImportContext): Named | null {
  for (const separator of SEPARATORS) {
    const table = lines.map((line) => line.split(separator).map((field) => field.trim().replace(/^"(.*)"$/, '$1')));
    const width = table[0]?.length ?? 0;
    if (width < 2 || table.some((fields) => fields.length !== width)) continue;
    const isHeaded = !table[0].some((_, column) => placesIn(columnOf(table, column), rows));
    const [header, body] = isHeaded ? [table[0], table.slice(1)] : [null, table];
    const found = ofColumns(body, header, rows, context);
    if (found) return isOfLines(name, body, header, rows, context) ? null : found;
  }
  return null;
}

/**
 * Whether the lines are in the order of the rows, though a column has every number of a row in another order: a rank,
 * say. Asked where neither the column nor the file is called after rows.
 */
function isOfLines(
  name: string,
  table: readonly string[][],
  header: readonly string[] | null,
  rows: number,
  { questions }: ImportContext,
): boolean {
  const numbered = (table[0] ?? []).flatMap((_, column) => {
    const places = placesIn(columnOf(table, column), rows);
    return places ? [{ places, called: header?.[column] ?? '', column }] : [];
  });
  const [{ places, called, column }] = numbered;
  const isTold = [called, name].some((one) => OF_ROWS.test(wordsOf(one).join(' ')));
  if (numbered.length > 1 || isTold || table.length < rows || places.every((row, line) => row === line)) return false;
  const about = { file: name, column: called || `${column + 1}` };
  const answer = questions.ask(say('ask.rows-by-number', about), [
    { id: 'numbers', label: say('ask.rows-of-numbers') },
    { id: 'lines', label: say('ask.rows-of-lines') },
  ]);
  questions.stopIfOpen();
  return answer === 'lines';
}

const columnOf = (table: readonly string[][], column: number) => table.map((fields) => fields[column]);

function ofColumns(
  table: readonly string[][],
  header: readonly string[] | null,
  rows: number,
  context: ImportContext,
): Named | null {
  const columns = (table[0] ?? []).map((_, column) => columnOf(table, column));
  const places = columns.flatMap((cells, column) => (placesIn(cells, rows) ? [column] : []));
  if (places.length === 0) return null;
  const nameOf = (column: number) => header?.[column] || `${column + 1}`;
  const counted = header === KEYS_AND_VALUES ? null : theCounted(columns, places);
  const place = places.length === 1 ? places[0] : (counted ?? whichCounts(places, nameOf, context));
  const id = (header ? candidates('song', header) : []).find((column) => column !== place) ?? (place === 0 ? 1 : 0);
  const numbers = placesIn(columns[place], rows) as number[];
  const ids = new Map(numbers.map((row, i) => [row, columns[id][i]]));
  return new Set(ids.values()).size === ids.size ? { places: ids, told: nameOf(place) } : null;
}

/** Of several columns of numbers the one that counts the lines, as pandas writes it. */
function theCounted(cells: readonly string[][], places: readonly number[]): number | null {
  const counted = places.filter((column) => cells[column].every((text, line) => Number(text) === line));
  return counted.length > 0 ? counted[0] : null;
}

function whichCounts(
  places: readonly number[],
  nameOf: (column: number) => string,
  { questions }: ImportContext,
): number {
  const answer = questions.ask(
    say('ask.rows-of-ids'),
    places.map((column) => ({ id: nameOf(column), label: say('ask.column', { column: nameOf(column) }) })),
  );
  questions.stopIfOpen();
  return places.find((column) => nameOf(column) === answer) ?? places[0];
}

/** Numbers of rows from 0, each once; of rows that are counted from 1, one less. Null for other texts. */
function placesIn(texts: readonly string[], rows: number): number[] | null {
  if (texts.length === 0 || texts.length > rows || !texts.every((text) => /^\d+$/.test(text))) return null;
  const numbers = texts.map(Number);
  const taken = new Set(numbers);
  if (taken.size !== numbers.length) return null;
  if (taken.size === rows && taken.has(rows) && !taken.has(0)) return numbers.map((number) => number - 1);
  return numbers.every((number) => number < rows) ? numbers : null;
}

/** A list of ids, or an object of ids and numbers of rows, either way about. */
function ofJson(file: string, rows: number, context: ImportContext): Named {
  const refused = new AppError('bad-input', say('vectors.ids-of-json', { file: basename(file) }), { file });
  plainFile(file);
  let read: unknown;
  try {
    read = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    throw refused;
  }
  const isId = (one: unknown) => typeof one === 'string' || Number.isInteger(one);
  if (Array.isArray(read) && read.every(isId)) return { ids: read.map(String) };
  const entries = Object.entries((read ?? {}) as Record<string, unknown>);
  if (Array.isArray(read) || entries.length === 0 || !entries.every(([, value]) => isId(value))) throw refused;
  const table = entries.map(([key, value]) => [key, String(value)]);
  const named = ofColumns(table, KEYS_AND_VALUES, rows, context);
  if (!named) throw refused;
  return named;
}
