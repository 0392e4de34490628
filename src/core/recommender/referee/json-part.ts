import { basename } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import { type FileHead, inspect } from '../import/files/source.ts';
import { unpackedText } from '../import/plays/packing.ts';
import { candidates } from '../import/text/columns.ts';
import { BrokenLiteral, isText, literalIn, readLiteral, textOf, type Value } from './lists/literal.ts';

type Fields = Map<string, Value>;

const SONG = 'song';

/** Pairs of a listener and a song as a JSON text has them, before it is known which columns hold what. */
export interface JsonPairs {
  /** Null where no names are given: then a listener, a song and perhaps a weight. */
  header: string[] | null;
  rows: string[][];
  /** Whether the names of an object are the listeners. */
  keyed: boolean;
}

export function isJson({ kind, head, parquet }: FileHead): boolean {
  return kind === 'text' && !parquet && /^\s*[{[]/.test(head.toString('utf8'));
}

/**
 * Reads a part of a split that is JSON: records or rows, in one list or a line each; a table as pandas writes it;
 * listeners with their songs, or with songs and weights. Held in memory.
 *
 * @throws bad-input, naming the file and what it may hold
 */
export async function jsonPairs(file: string): Promise<JsonPairs> {
  const text = await unpackedText(file, await inspect(file));
  const found = pairsIn(parsed(text, file));
  if (found !== null && found.rows.length > 0) return found;
  throw new AppError('bad-input', say('referee.bad-json-part', { file: basename(file) }), { file });
}

/** One text, or a value a line as a list. */
function parsed(text: string, file: string): Value {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  if (lines.length > 1 && literalIn(lines[0]) !== undefined)
    return lines.map((line, at) => literalIn(line) ?? broken(file, at + 1));
  try {
    return readLiteral(text);
  } catch (error) {
    if (!(error instanceof BrokenLiteral)) throw error;
    return broken(file, text.slice(0, error.offset).split('\n').length);
  }
}

function broken(file: string, line: number): never {
  throw new AppError('bad-input', say('referee.broken-json', { file: basename(file), line }), { file, line });
}

function pairsIn(root: Value): JsonPairs | null {
  if (Array.isArray(root)) return ofList(root);
  if (!(root instanceof Map)) return null;
  return ofTable(root) ?? ofColumns(root) ?? ofIndex(root) ?? ofListeners(root);
}

function ofList(list: readonly Value[]): JsonPairs | null {
  if (list.length === 0) return null;
  if (list.every((one) => one instanceof Map)) {
    if (list.every((one) => isRecord(one))) return ofRecords(list as Fields[]);
    // A listener and their songs a line.
    const each = list.map((one) => ofListeners(one as Fields));
    return each.every((one) => one !== null) ? { ...each[0], rows: each.flatMap(({ rows }) => rows) } : null;
  }
  const isRow = (one: Value) => Array.isArray(one) && one.length > 1 && one.every(isText);
  return list.every(isRow)
    ? { header: null, rows: (list as Value[][]).map((row) => row.map(textOf)), keyed: false }
    : null;
}

function isRecord(value: Value): value is Fields {
  return value instanceof Map && candidates('listener', [...value.keys()]).length > 0;
}

/** A song each; or a list of them, each then a row of its own. */
function ofRecords(records: readonly Fields[]): JsonPairs | null {
  const header = [...new Set(records.flatMap((record) => [...record.keys()]))];
  const lists = header.findIndex((name) => records.some((record) => Array.isArray(record.get(name))));
  const rows = records.flatMap((record) => {
    const fields: Value[] = header.map((name) => record.get(name) ?? '');
    const songs = fields[lists];
    return Array.isArray(songs) ? songs.map((song) => fields.with(lists, song)) : [fields];
  });
  if (!rows.every((row) => row.every(isText))) return null;
  // `items`, `history`: a list beside a listener is of songs.
  if (lists >= 0) header[lists] = SONG;
  return { header, rows: rows.map((row) => row.map(textOf)), keyed: false };
}

/** pandas' `split` and `table`. */
function ofTable(root: Fields): JsonPairs | null {
  const [data, columns] = [root.get('data'), root.get('columns')];
  if (!Array.isArray(data)) return null;
  if (root.has('schema')) return data.every(isRecord) ? ofRecords(data) : null;
  if (!Array.isArray(columns) || !data.every(Array.isArray)) return null;
  return { header: columns.map(textOf), rows: (data as Value[][]).map((row) => row.map(textOf)), keyed: false };
}

/** pandas' `columns`: each column by itself, as a list or by the numbers of rows. */
function ofColumns(root: Fields): JsonPairs | null {
  const header = [...root.keys()];
  if (candidates('listener', header).length === 0 || candidates('song', header).length === 0) return null;
  const columns = [...root.values()].map((values) =>
    typeof values === 'object' && values !== null ? [...values.values()] : [],
  );
  const [{ length }] = columns;
  if (length === 0 || columns.some((one) => one.length !== length)) return null;
  return { header, rows: columns[0].map((_, row) => columns.map((one) => textOf(one[row]))), keyed: false };
}

/** pandas' `index`: records by their numbers. */
function ofIndex(root: Fields): JsonPairs | null {
  const records = [...root.values()];
  return records.length > 0 && records.every(isRecord) ? ofRecords(records) : null;
}

/** Songs of each listener: a list, a list of pairs with their weights, or an object of weights. */
function ofListeners(root: Fields): JsonPairs | null {
  const rows: string[][] = [];
  for (const [who, songs] of root) {
    if (typeof songs !== 'object' || songs === null) return null;
    for (const one of songs instanceof Map ? songs : songs) {
      const pair = isText(one) ? [one] : one;
      if (!Array.isArray(pair) || pair.length === 0 || pair.length > 3 || !pair.every(isText)) return null;
      rows.push([who, ...(pair as Value[]).map(textOf)]);
    }
  }
  const [{ length }] = rows.length > 0 ? rows : [[]];
  return rows.every((row) => row.length === length) ? { header: null, rows, keyed: true } : null;
}
