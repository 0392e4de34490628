import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import type { Message } from '../../../shared/messages/message.ts';
import { say } from '../../../shared/messages/say.ts';
import { inspect, textLines } from '../import/files/source.ts';
import type { RoleName } from '../import/text/columns.ts';
import { eachBlockPair, isInBlocks } from './block-part.ts';
import { isJson, jsonPairs } from './json-part.ts';
import { type FilesReading, jsonTable, openPairsTable, type PairsTable } from './table.ts';
import { eachWidePair, isWidePart } from './wide-part.ts';

/** One tested listener: what the models knew, and what was held out with its weight (a count or rating; else 1). */
export interface TestedListener {
  known: Set<string>;
  targets: Map<string, number>;
}

/** A split that lists are judged against, by the ids of its files. */
export interface SplitFiles {
  form: 'quadrille' | 'parts';
  listeners: Map<string, TestedListener>;
  /** Songs that may be recommended. */
  catalogue: Set<string>;
  /** Training listeners of each song, and how many listeners have training rows; null if the split has no such file. */
  training: { listenersOf: Map<string, number>; listeners: number } | null;
  /** Of the ratings or counts of the training part, else of those held out; null if none are held out. */
  scale: { minimum: number; maximum: number } | null;
}

const ENDING = /\.(tsv|csv|txt|dat|data|inter|ratings?|parquet|pq|jsonl?|ndjson)(\.(gz|bz2|zst))?$/i;
const JSON_ENDING = /\.(jsonl?|ndjson)(\.(gz|bz2|zst))?$/i;
/** MovieLens’ `u1.base` and `u1.test` end so; a `knowledge-base.tsv` beside them is no part. */
const TRAINING_ENDING = /\.base$/i;
const NAMED_ENDING = /\.(train|test|valid|val|dev)$/i;
/** Names of parts as RecBole (`name.test.inter`), Elliot (`test.tsv`), LensKit (`test-0.csv`) and others write them. */
const MORE = '([._-]?(set|data|df|full|part|rows|interactions|ratings|\\d+))*';
const WORDS = { test: 'test(ing)?', training: 'train(ing)?', validation: '(valid|validation|val|dev)' } as const;
type Part = keyof typeof WORDS;
const PARTS = { test: named('test', MORE), training: named('training', MORE), validation: named('validation', MORE) };
/** `test.csv` is the part, whatever `test_full.csv` beside it may be. */
const PLAIN = { test: named('test'), training: named('training'), validation: named('validation') };
/** Of whole held-out listeners, as Mult-VAE’s code writes them: what was known of them, and what is to be found. */
const OF_LISTENERS = { known: /^test[_-]tr\./i, targets: /^test[_-]te\./i };

/**
 * Reads a split: a folder with `test_target.tsv` and, if it has them, `test_fold_in.tsv` and `catalogue.txt`; or one
 * with a test, a training and perhaps a validation part. Songs of the training and validation parts are known to
 * their listeners. Without a catalogue, all songs of the split may be recommended.
 *
 * @throws not-found or bad-input, naming the file and line
 */
export async function readSplitFiles(folder: string, reading: FilesReading): Promise<SplitFiles> {
  if (!existsSync(folder) || !statSync(folder).isDirectory())
    throw new AppError('not-found', say('split-folder.no-such-folder', { folder }));
  const own = existsSync(join(folder, 'test_target.tsv'));
  const split = own ? await readOwn(folder, reading) : await readParts(folder, reading);
  if (split.listeners.size === 0) throw new AppError('bad-input', say('split-folder.no-targets'));
  return split;
}

async function readOwn(folder: string, reading: FilesReading): Promise<SplitFiles> {
  const targetFile = join(folder, 'test_target.tsv');
  const listeners = new Map<string, TestedListener>();
  const songs = new Set<string>();
  const range = new Range();
  const target = await eachPair(targetFile, reading, (listener, song, weight) => {
    testedIn(listeners, listener).targets.set(song, weight);
    range.add(weight);
    songs.add(song);
  });
  const foldIn = join(folder, 'test_fold_in.tsv');
  if (existsSync(foldIn))
    await eachPair(foldIn, reading, (listener, song) => {
      const tested = listeners.get(listener);
      tested?.known.add(song);
      songs.add(song);
    });
  else reading.report.notes.push(say('referee.nothing-known', { file: 'test_fold_in.tsv' }));
  refuseOverlap(targetFile, listeners);
  reading.report.notes.push(...unusedParts(folder));
  const named = join(folder, 'catalogue.txt');
  if (!existsSync(named)) reading.report.notes.push(say('referee.no-catalogue', { songs: songs.size }));
  const catalogue = existsSync(named) ? await readIds(named, reading) : songs;
  for (const { targets } of listeners.values())
    for (const song of targets.keys())
      if (!catalogue.has(song))
        throw new AppError('bad-input', say('referee.target-outside-catalogue', { song }), { file: targetFile });
  return { form: 'quadrille', listeners, catalogue, training: null, scale: isWeighted(target) ? range.scale : null };
}

async function readParts(given: string, reading: FilesReading): Promise<SplitFiles> {
  const folder = folderOfParts(given);
  const test = partOf(folder, 'test');
  if (test === null) throw noTestPart(folder);
  const listeners = new Map<string, TestedListener>();
  const catalogue = new Set<string>();
  const [held, learned] = [new Range(), new Range()];
  const table = await eachPair(test, reading, (listener, song, weight) => {
    testedIn(listeners, listener).targets.set(song, weight);
    held.add(weight);
    catalogue.add(song);
  });
  const listenersOf = new Map<string, number>();
  const trained = new Set<string>();
  const parts = [partOf(folder, 'training'), partOf(folder, 'validation')];
  for (const [index, file] of parts.entries()) {
    if (file === null) continue;
    const known = new Range();
    const part = await eachPair(file, reading, (listener, song, weight) => {
      listeners.get(listener)?.known.add(song);
      catalogue.add(song);
      known.add(weight);
      if (index > 0) return;
      trained.add(listener);
      listenersOf.set(song, (listenersOf.get(song) ?? 0) + 1);
    });
    if (isWeighted(part)) learned.add(known.minimum, known.maximum);
  }
  if (parts[0] === null) reading.report.notes.push(say('referee.no-training-part'));
  refuseOverlap(test, listeners);
  const training = parts[0] === null ? null : { listenersOf, listeners: trained.size };
  const scale = isWeighted(table) ? (learned.scale ?? held.scale) : null;
  return { form: 'parts', listeners, catalogue, training, scale };
}

/** The folder, or the only one in it with a test part if it has none: RecBole's files lie in one of their own. */
export function folderOfParts(folder: string): string {
  if (partOf(folder, 'test') !== null) return folder;
  const inner = readdirSync(folder, { withFileTypes: true })
    .filter((one) => one.isDirectory() && partOf(join(folder, one.name), 'test') !== null)
    .map(({ name }) => join(folder, name));
  return inner.length === 1 ? inner[0] : folder;
}

function named(part: Part, more = ''): RegExp {
  return new RegExp(`(^|[._-])${WORDS[part]}${more}$`, 'i');
}

function isPart(name: string, part: Part): boolean {
  if (part === 'training' && TRAINING_ENDING.test(name)) return true;
  return (ENDING.test(name) || NAMED_ENDING.test(name)) && PARTS[part].test(name.replace(ENDING, ''));
}

/**
 * Parts of rows that lie beside a split of whole listeners: nothing is learned or held out by them. Where training
 * listeners are named, as in our own splits, a training part has their rows for other programs.
 */
export function unusedParts(folder: string): Message[] {
  const isNamed = existsSync(join(folder, 'tuning_users.txt'));
  const parts = (Object.keys(PARTS) as Part[]).filter((part) => part !== 'training' || !isNamed);
  const files = readdirSync(folder).filter((name) => parts.some((part) => isPart(name, part)));
  return files.length === 0 ? [] : [say('split-folder.parts-unused', { files: files.sort(), count: files.length })];
}

/** What is to be done with a folder that has no test part: folds in folders of their own, or whole listeners. */
export function noTestPart(folder: string): AppError {
  const names = readdirSync(folder, { withFileTypes: true });
  const inner = names.filter((one) => one.isDirectory() && partOf(join(folder, one.name), 'test') !== null);
  const [known, targets] = [OF_LISTENERS.known, OF_LISTENERS.targets].map(
    (pattern) => names.find(({ name }) => pattern.test(name))?.name,
  );
  const refused = (message: Message) => new AppError('not-found', message, { file: folder });
  if (inner.length > 1)
    return refused(say('referee.several-splits', { folder: basename(folder), folders: inner.map(({ name }) => name) }));
  if (known && targets) return refused(say('referee.of-whole-listeners', { known, targets }));
  return refused(say('referee.no-test-part', { folder: basename(folder) }));
}

/** @throws bad-input if several files could be this part */
export function partOf(folder: string, part: Part): string | null {
  const named = readdirSync(folder).filter((name) => isPart(name, part));
  const tables = named.filter((name) => !JSON_ENDING.test(name));
  const all = tables.length > 0 ? tables : named;
  const plain = all.filter((name) => PLAIN[part].test(name.replace(ENDING, '')));
  const found = plain.length > 0 ? plain : all;
  if (found.length > 1)
    throw new AppError('bad-input', say('referee.several-parts', { folder: basename(folder), files: found }));
  return found.length === 0 ? null : join(folder, found[0]);
}

export async function eachPair(
  file: string,
  reading: FilesReading,
  take: (listener: string, song: string, weight: number, time: string | null, line: number) => void,
  withTimes = false,
): Promise<PairsTable> {
  reading.report.notes.push(say('referee.file', { file: basename(file) }));
  const head = await inspect(file);
  if (isInBlocks(head)) {
    const weighted = await eachBlockPair(file, head, reading, take);
    return { columns: { listener: 0, song: 1, ...(weighted ? { rating: 2 } : {}) }, headed: false, rows: NO_ROWS };
  }
  const isOther = (name: string) => (Object.keys(PARTS) as Part[]).some((part) => isPart(name, part));
  if (!isJson(head) && (await isWidePart(file, isOther))) {
    await eachWidePair(file, reading, (listener, song, line) => take(listener, song, 1, null, line));
    return { columns: { listener: 0, song: 1 }, headed: false, rows: NO_ROWS };
  }
  const optional: RoleName[] = withTimes ? ['rating', 'count', 'time'] : ['rating', 'count'];
  const places: RoleName[] = ['listener', 'song', 'rating'];
  const json = isJson(head) ? await jsonPairs(file) : null;
  const table = json
    ? jsonTable(json, reading, optional, places)
    : await openPairsTable(file, reading, optional, places);
  const weighted = table.columns.rating ?? table.columns.count;
  // Other tools mark so what was not heard or is not to be found.
  let notPositive = 0;
  for await (const { line, fields } of table.rows()) {
    const weight = weighted === undefined ? 1 : Number(fields[weighted]);
    const [listener, song] = [fields[table.columns.listener ?? 0], fields[table.columns.song ?? 1]];
    if (listener === '' || song === '' || !Number.isFinite(weight))
      throw new AppError('bad-input', say('referee.bad-pair', { file: basename(file), line }), { file, line });
    if (weight <= 0) notPositive++;
    take(listener, song, weight, table.columns.time === undefined ? null : fields[table.columns.time], line);
  }
  if (notPositive > 0)
    reading.report.notes.push(say('referee.not-positive', { rows: notPositive, file: basename(file) }));
  return table;
}

/** Its rows come by `eachPair` alone. */
async function* NO_ROWS() {}

export async function readIds(file: string, reading: FilesReading): Promise<Set<string>> {
  const ids = new Set<string>();
  const head = await inspect(file);
  for await (const { text } of textLines(file, head, reading.tick)) if (text.trim() !== '') ids.add(text.trim());
  return ids;
}

class Range {
  minimum = Number.POSITIVE_INFINITY;
  maximum = Number.NEGATIVE_INFINITY;

  add(...values: readonly number[]): void {
    for (const value of values) {
      this.minimum = Math.min(this.minimum, value);
      this.maximum = Math.max(this.maximum, value);
    }
  }

  get scale(): SplitFiles['scale'] {
    return this.minimum > this.maximum ? null : { minimum: this.minimum, maximum: this.maximum };
  }
}

function isWeighted({ columns }: PairsTable): boolean {
  return columns.rating !== undefined || columns.count !== undefined;
}

function testedIn(listeners: Map<string, TestedListener>, listener: string): TestedListener {
  let tested = listeners.get(listener);
  if (!tested) {
    tested = { known: new Set(), targets: new Map() };
    listeners.set(listener, tested);
  }
  return tested;
}

/** A song that is known to the models would be the answer in the question. */
function refuseOverlap(file: string, listeners: ReadonlyMap<string, TestedListener>): void {
  for (const [listener, { known, targets }] of listeners)
    for (const song of targets.keys())
      if (known.has(song))
        throw new AppError('bad-input', say('referee.target-is-known', { listener, song }), { file, field: 'song' });
}
