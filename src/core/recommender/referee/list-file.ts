import { basename } from 'node:path';
import type { READ_FORMATS } from '../../../shared/contract/referee.ts';
import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import { type FileHead, inspect, textLines } from '../import/source.ts';
import { type FilesReading, openPairsTable } from './table.ts';

/** Songs recommended to each listener, the best first. */
export type Lists = Map<string, string[]>;

export type ListFormat = (typeof READ_FORMATS)[number];

const TREC_FIELDS = 6;
const LISTENER_KEYS = ['listener', 'user', 'user_id', 'userId', 'uid', 'user_key', 'qid', 'query'];
const SONGS_KEYS = [
  'songs',
  'items',
  'recommendations',
  'recs',
  'item_ids',
  'list',
  'tracks',
  'results',
  'predictions',
];
const SONG_KEYS = ['song', 'item', 'id', 'song_id', 'item_id', 'track', 'track_id', 'doc'];
const SCORE_KEYS = ['score', 'prediction', 'rating', 'value'];

interface Entry {
  song: string;
  /** Higher is better; null where only the order of the file counts. */
  score: number | null;
  rank: number | null;
}

/**
 * Reads recommendation lists: delimited text (listener, song and perhaps a rank or a score), a TREC run, or JSON lines
 * (`{"listener": "u", "songs": ["a", …]}`, songs as ids, `[id, score]` or `{"song", "score"}`). Scores order a list;
 * equal ones stay in the order of the file.
 *
 * @throws bad-input or not-found, naming the file and line; UnansweredQuestions
 */
export async function readLists(file: string, format: ListFormat | 'auto', reading: FilesReading): Promise<Lists> {
  const found = await inspect(file);
  const chosen = format === 'auto' ? formatOf(found) : format;
  if (chosen === 'tsv') return readTable(file, reading);
  const entries = new Map<string, Entry[]>();
  for await (const { line, text } of textLines(file, found, reading.tick)) {
    if (text.trim() === '') continue;
    if (chosen === 'trec') addTrec(entries, file, line, text);
    else addJson(entries, file, line, text);
  }
  if (entries.size === 0) throw new AppError('bad-input', say('referee.no-lists', { file: basename(file) }), { file });
  reading.report.notes.push(say(chosen === 'trec' ? 'referee.read-as-trec' : 'referee.read-as-json'));
  return ordered(entries, reading);
}

function formatOf({ kind, head }: FileHead): ListFormat {
  if (kind !== 'text') return 'tsv';
  const [first = ''] = head.toString('utf8').split('\n', 1);
  if (first.trimStart().startsWith('{')) return 'jsonl';
  const fields = first.trim().split(/\s+/);
  const isTrec = fields.length === TREC_FIELDS && /^Q?\d+$/i.test(fields[1]) && isNumber(fields[3], fields[4]);
  return isTrec ? 'trec' : 'tsv';
}

function isNumber(...texts: string[]): boolean {
  return texts.every((text) => text !== undefined && text.trim() !== '' && Number.isFinite(Number(text)));
}

async function readTable(file: string, reading: FilesReading): Promise<Lists> {
  const table = await openPairsTable(file, reading, ['rank', 'score'], ['listener', 'song', 'score']);
  const { listener = 0, song = 1, rank, score } = table.columns;
  const entries = new Map<string, Entry[]>();
  for await (const { line, fields } of table.rows()) {
    const value = (column: number | undefined) =>
      column === undefined || fields[column] === '' ? null : Number(fields[column]);
    const entry = { song: fields[song], score: value(score), rank: value(rank) };
    const isWhole = fields[listener] !== '' && entry.song !== '';
    if (!isWhole || [entry.score, entry.rank].some((number) => number !== null && !Number.isFinite(number)))
      throw badEntry(file, line);
    add(entries, fields[listener], entry);
  }
  if (entries.size === 0) throw new AppError('bad-input', say('referee.no-lists', { file: basename(file) }), { file });
  if (!table.headed && score !== undefined) settleThird(entries, reading);
  return ordered(entries, reading);
}

/** A third column without a name: ranks if it counts up from 0 or 1 in every list, else scores; asked where unclear. */
function settleThird(entries: Map<string, Entry[]>, { questions, report }: FilesReading): void {
  const lists = [...entries.values()];
  const counts = lists.every((list) => isCount(list.map(({ score }) => score as number)));
  const longest = Math.max(...lists.map((list) => list.length));
  if (!counts || longest === 1) return void report.notes.push(say('referee.third-is-score'));
  const rises = lists.every((list) =>
    list.every((entry, i) => i === 0 || (entry.score ?? 0) > (list[i - 1].score ?? 0)),
  );
  const choices = [
    { id: 'rank', label: say('referee.choice-rank') },
    { id: 'score', label: say('referee.choice-score') },
  ];
  const answer = rises ? 'rank' : questions.ask(say('ask.rank-or-score'), choices);
  questions.stopIfOpen();
  report.notes.push(say(answer === 'rank' ? 'referee.third-is-rank' : 'referee.third-is-score'));
  if (answer !== 'rank') return;
  for (const list of lists) for (const entry of list) Object.assign(entry, { rank: entry.score, score: null });
}

/** Whether these are the numbers from 0 or 1 on, each once. */
function isCount(values: readonly number[]): boolean {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[0] === 0 || sorted[0] === 1) && sorted.every((value, i) => value === sorted[0] + i);
}

function addTrec(entries: Map<string, Entry[]>, file: string, line: number, text: string): void {
  const fields = text.trim().split(/\s+/);
  if (fields.length !== TREC_FIELDS || !isNumber(fields[3], fields[4])) throw badEntry(file, line);
  add(entries, fields[0], { song: fields[2], rank: Number(fields[3]), score: Number(fields[4]) });
}

function addJson(entries: Map<string, Entry[]>, file: string, line: number, text: string): void {
  const row = parsed(file, line, text);
  const keyOf = (keys: readonly string[]) => keys.find((key) => row[key] !== undefined);
  const [listener, songs] = [keyOf(LISTENER_KEYS), keyOf(SONGS_KEYS)];
  if (listener !== undefined && songs !== undefined) {
    const list = row[songs];
    if (!Array.isArray(list)) throw badEntry(file, line);
    entries.set(String(row[listener]), entries.get(String(row[listener])) ?? []);
    for (const one of list) add(entries, String(row[listener]), jsonEntry(one) ?? fail(badEntry(file, line)));
    return;
  }
  // A run as ranx and ir-measures save it: an object of listeners, each with the scores of its songs.
  for (const [who, scores] of Object.entries(row)) {
    if (typeof scores !== 'object' || scores === null || Array.isArray(scores)) throw badEntry(file, line);
    for (const [song, score] of Object.entries(scores)) {
      if (typeof score !== 'number') throw badEntry(file, line);
      add(entries, who, { song, score, rank: null });
    }
  }
}

function parsed(file: string, line: number, text: string): Record<string, unknown> {
  try {
    const row: unknown = JSON.parse(text);
    if (typeof row === 'object' && row !== null && !Array.isArray(row)) return row as Record<string, unknown>;
  } catch {
    // said below
  }
  throw badEntry(file, line);
}

function jsonEntry(one: unknown): Entry | null {
  if (typeof one === 'string' || typeof one === 'number') return { song: String(one), score: null, rank: null };
  if (Array.isArray(one) && one.length === 2 && typeof one[1] === 'number')
    return { song: String(one[0]), score: one[1], rank: null };
  if (typeof one !== 'object' || one === null) return null;
  const row = one as Record<string, unknown>;
  const song = SONG_KEYS.find((key) => row[key] !== undefined);
  const score = SCORE_KEYS.find((key) => typeof row[key] === 'number');
  const rank = typeof row.rank === 'number' ? row.rank : null;
  if (song === undefined) return null;
  return { song: String(row[song]), score: score === undefined ? null : (row[score] as number), rank };
}

function add(entries: Map<string, Entry[]>, listener: string, entry: Entry): void {
  const list = entries.get(listener);
  if (list) list.push(entry);
  else entries.set(listener, [entry]);
}

/** Every list with its best song first; says where ranks and scores of a file do not agree, and that scores count. */
function ordered(entries: ReadonlyMap<string, readonly Entry[]>, { report }: FilesReading): Lists {
  const lists: Lists = new Map();
  let disagree = 0;
  let tied = 0;
  for (const [listener, list] of entries) {
    const scored = list.every(({ score }) => score !== null);
    const ranked = list.every(({ rank }) => rank !== null);
    const byRank = ranked ? [...list].sort((a, b) => (a.rank as number) - (b.rank as number)) : [...list];
    const best = scored ? [...byRank].sort((a, b) => (b.score as number) - (a.score as number)) : byRank;
    if (scored && ranked && best.some((entry, i) => entry !== byRank[i])) disagree++;
    if (scored && !ranked && best.some((entry, i) => i > 0 && entry.score === best[i - 1].score)) tied++;
    lists.set(
      listener,
      best.map(({ song }) => song),
    );
  }
  if (disagree > 0) report.notes.push(say('referee.ranks-disagree', { listeners: disagree }));
  if (tied > 0) report.notes.push(say('referee.ties-by-file', { listeners: tied }));
  return lists;
}

function badEntry(file: string, line: number): AppError {
  return new AppError('bad-input', say('referee.bad-entry', { file: basename(file), line }), { file, line });
}

function fail(error: Error): never {
  throw error;
}
