import { isObject, type JsonObject, parsedJson } from '../../../imports/json-values.ts';
import { unpackedText } from '../../import/plays/packing.ts';
import { type FileHead, textLines } from '../../import/files/source.ts';
import type { Entries, ListsReading } from './entries.ts';

const LISTENER_KEYS = [
  'listener',
  'user',
  'user_id',
  'userId',
  'uid',
  'user_key',
  'user_idx',
  'qid',
  'query',
  'query_id',
  'q_id',
];
const SONGS_KEYS = [
  'songs',
  'items',
  'recommendations',
  'recs',
  'item_ids',
  'song_ids',
  'rec_items',
  'list',
  'tracks',
  'results',
  'predictions',
];
const SONG_KEYS = [
  'song',
  'item',
  'id',
  'song_id',
  'item_id',
  'itemId',
  'item_idx',
  'iid',
  'track',
  'track_id',
  'doc',
  'doc_id',
  'docno',
];
const SCORE_KEYS = ['score', 'prediction', 'est', 'relevance', 'rating', 'value'];
const SCORES_KEYS = ['scores', 'predictions', 'rec_predictions', 'ratings', 'values'];
const MODEL_KEYS = ['model', 'algorithm', 'Algorithm', 'recommender'];
/** What programs of Python write where JSON has no numbers. */
const NO_JSON_NUMBER = /"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity)\b/g;
const BIGGEST = '1e999';

/** What cannot be read, by its line or by its place in a list. */
export class NoEntry extends Error {
  readonly at: number;

  constructor(at: number) {
    super(`no entry at ${at}`);
    this.at = at;
  }
}

/**
 * Adds what a JSON text recommends: a listener with songs, or a listener with one song, in each line or item of a list;
 * one object of listeners, each with the scores of its songs or a list of them; a table as pandas writes it.
 *
 * @throws NoEntry
 */
export async function addJsonLists(file: string, head: FileHead, entries: Entries, { tick }: ListsReading) {
  const first = head.head.toString('utf8').split('\n', 1)[0];
  const isByLine = first.trimStart().startsWith('{') && jsonIn(first) !== undefined;
  const root = isByLine ? undefined : jsonIn(await unpackedText(file, head));
  if (root !== undefined) {
    for (const [i, row] of rowsIn(root).entries()) addRow(entries, row, i + 1);
    return;
  }
  for await (const { line, text } of textLines(file, head, tick)) {
    if (text.trim() === '') continue;
    const value = jsonIn(text);
    if (value === undefined) throw new NoEntry(line);
    for (const row of rowsIn(value)) addRow(entries, row, line);
  }
}

function jsonIn(text: string): unknown {
  for (const attempt of [(given: string) => given, asJson])
    try {
      return parsedJson(attempt(text));
    } catch {
      // the second attempt, or undefined
    }
  return undefined;
}

function asJson(text: string): string {
  return text.replace(NO_JSON_NUMBER, (found) => {
    if (found.startsWith('"')) return found;
    return found === 'NaN' || found === '-NaN' ? 'null' : found.replace('Infinity', BIGGEST);
  });
}

/** The rows of a list, or of a table that pandas wrote by columns, split or with its schema. */
function rowsIn(root: unknown): unknown[] {
  if (Array.isArray(root)) return root;
  if (!isObject(root)) return [root];
  const { data, columns } = root;
  if (Array.isArray(data) && Array.isArray(columns))
    return data.map((row: unknown[]) => Object.fromEntries(columns.map((name, i) => [String(name), row[i]])));
  if (Array.isArray(data) && 'schema' in root) return data;
  const names = [keyOf(root, LISTENER_KEYS), keyOf(root, SONG_KEYS)];
  if (names.some((name) => name === undefined || !isObject(root[name]))) return [root];
  const rows = Object.keys(root[names[0] as string] as JsonObject);
  return rows.map((row) =>
    Object.fromEntries(Object.entries(root).map(([name, values]) => [name, isObject(values) ? values[row] : values])),
  );
}

function addRow(entries: Entries, row: unknown, at: number): void {
  if (!isObject(row)) throw new NoEntry(at);
  const [listener, songs, song] = [LISTENER_KEYS, SONGS_KEYS, SONG_KEYS].map((keys) => keyOf(row, keys));
  const model = String(row[keyOf(row, MODEL_KEYS) ?? ''] ?? '');
  if (listener !== undefined && songs !== undefined && Array.isArray(row[songs])) {
    const scores = row[keyOf(row, SCORES_KEYS) ?? ''];
    addList(entries, String(row[listener]), row[songs], at, scores === row[songs] ? undefined : scores, model);
  } else if (listener !== undefined && song !== undefined) {
    const entry = entryOf(row) ?? fail(at);
    entries.add(String(row[listener]), entry, model);
  } else for (const [who, list] of Object.entries(row)) addListener(entries, who, list, at);
}

/** Of a run as ranx and ir-measures save it, the scores of a listener's songs; or a list of them. */
function addListener(entries: Entries, who: string, list: unknown, at: number): void {
  if (Array.isArray(list)) return addList(entries, who, list, at);
  if (!isObject(list)) throw new NoEntry(at);
  entries.listOf(who);
  for (const [song, score] of Object.entries(list)) {
    if (typeof score !== 'number' && score !== null) throw new NoEntry(at);
    entries.add(who, { song, score: score ?? Number.NaN, rank: null });
  }
}

/** @param scores of the songs, where they stand in a list of their own */
function addList(entries: Entries, who: string, list: unknown[], at: number, scores?: unknown, model = ''): void {
  entries.listOf(who, model);
  const beside = Array.isArray(scores) && scores.length === list.length ? scores : null;
  for (const [i, one] of list.entries()) {
    const entry = entryOf(one) ?? fail(at);
    entries.add(who, beside === null ? entry : { ...entry, score: scoreOf(beside[i]) }, model);
  }
}

function entryOf(one: unknown): { song: string; score: number | null; rank: number | null } | null {
  if (typeof one === 'string' || typeof one === 'number') return { song: String(one), score: null, rank: null };
  if (Array.isArray(one))
    return one.length === 2 && (typeof one[1] === 'number' || one[1] === null) && one[0] !== null
      ? { song: String(one[0]), score: scoreOf(one[1]), rank: null }
      : null;
  if (!isObject(one)) return null;
  const [song, score] = [keyOf(one, SONG_KEYS), keyOf(one, SCORE_KEYS)];
  if (song === undefined || one[song] === null || typeof one[song] === 'object') return null;
  const rank = typeof one.rank === 'number' ? one.rank : null;
  return { song: String(one[song]), score: score === undefined ? null : scoreOf(one[score]), rank };
}

function scoreOf(value: unknown): number {
  return typeof value === 'number' ? value : Number.NaN;
}

function keyOf(row: JsonObject, keys: readonly string[]): string | undefined {
  return keys.find((key) => row[key] !== undefined);
}

function fail(at: number): never {
  throw new NoEntry(at);
}
