import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import type { Message } from '../../../shared/messages/message.ts';
import { say } from '../../../shared/messages/say.ts';
import type { Answers } from '../../../shared/questions.ts';
import { Questions, UnansweredQuestions } from '../../imports/questions.ts';
import type { ReadableDb } from '../../storage/sqlite.ts';
import { Growing } from '../audit/growing.ts';
import { eachPair, folderOfParts, noTestPart, partOf } from '../referee/split-files.ts';
import type { FilesReading } from '../referee/table.ts';
import type { GivenSplit } from '../splits/given-split.ts';
import { type Finder, listenerFinder, songFinder } from './library-ids.ts';

/** Files of a split of whole held-out listeners; one that is missing is named where the others are there. */
const OF_LISTENERS = ['test_target.tsv', 'test_fold_in.tsv', 'catalogue.txt'];

/**
 * How a folder holds a split: as ours of whole held-out listeners, or in a training and a test part.
 *
 * @throws not-found for a folder that holds neither, with what is to be done; bad-input if several could be a part
 */
export function formOfSplit(folder: string): 'listeners' | 'parts' {
  if (existsSync(join(folder, 'test_target.tsv')) || !existsSync(folder)) return 'listeners';
  if (partOf(folderOfParts(folder), 'test') !== null) return 'parts';
  if (!OF_LISTENERS.some((name) => existsSync(join(folder, name)))) throw noTestPart(folder);
  return 'listeners';
}

/**
 * Reads a split of which training and test are told row by row (`train.tsv` and `test.tsv`, `NAME.train.inter` and
 * `NAME.test.inter`, …), as `score --split` reads it. Rows of a validation part are learned too.
 *
 * @param tick called while files are read; may throw to end the work
 * @throws not-found or bad-input, naming the file and line
 */
export async function readSplitParts(
  db: ReadableDb,
  folder: string,
  answers: Answers,
  tick: () => void,
): Promise<GivenSplit> {
  const questions = new Questions(answers);
  try {
    return await read(db, folderOfParts(folder), { questions, report: { notes: [] }, tick, known: idsOf(db) });
  } catch (error) {
    if (!(error instanceof UnansweredQuestions)) throw error;
    const [{ id: _, choices: _choices, rows: _rows, ...question }] = questions.open;
    throw new AppError('bad-input', say('split-folder.open-question', { question: question as Message }));
  }
}

function idsOf(db: ReadableDb): FilesReading['known'] {
  const has = (sql: string) => ({ has: (id: string) => db.get(sql, id) !== undefined });
  return {
    listeners: has('SELECT 1 FROM listeners WHERE listener_key = ?'),
    songs: has('SELECT 1 FROM songs WHERE song_key = ?'),
  };
}

async function read(db: ReadableDb, folder: string, reading: FilesReading): Promise<GivenSplit> {
  const ids: Ids = { songs: songFinder(db), listeners: listenerFinder(db), catalogue: new Set() };
  const [training, test] = [requiredPart(folder, 'training'), requiredPart(folder, 'test')];
  const validation = partOf(folder, 'validation');
  const [learned, held] = [newRows(), newRows()];
  for (const file of validation === null ? [training] : [training, validation])
    await addRows(file, reading, ids, learned);
  await addRows(test, reading, ids, held);
  ids.songs.check();
  ids.listeners.check();
  if (held.songs.length === 0) throw new AppError('bad-input', say('split-folder.no-targets'));
  const targets = distinct(held);
  const known = pairsByListener(learned);
  refuseKnown(test, targets, { listeners: known.learnedListeners, songs: known.learnedSongs });
  return {
    catalogue: Uint32Array.from(ids.catalogue).sort(),
    trainingListeners: new Uint32Array(),
    foldInListeners: new Uint32Array(),
    foldInSongs: new Uint32Array(),
    targetListeners: targets.listeners,
    targetSongs: targets.songs,
    ...known,
    notes: validation === null ? [] : [say('split-folder.validation-learned', { file: basename(validation) })],
  };
}

function requiredPart(folder: string, part: 'training' | 'test'): string {
  const file = partOf(folder, part);
  if (file !== null) return file;
  const message = say('split-folder.lacks-part', { folder: basename(folder), part });
  throw new AppError('not-found', message, { file: folder });
}

interface Ids {
  songs: Finder;
  listeners: Finder;
  /** Every song of the split. */
  catalogue: Set<number>;
}

async function addRows(file: string, reading: FilesReading, ids: Ids, rows: Rows): Promise<void> {
  const { columns, headed } = await eachPair(file, reading, (listener, song, value, _time, line) => {
    const id = ids.songs(song, basename(file), line);
    ids.catalogue.add(id);
    rows.listeners.push(ids.listeners(listener, basename(file), line));
    rows.songs.push(id);
    rows.values.push(value);
  });
  rows.valued &&= headed && (columns.count !== undefined || columns.rating !== undefined);
  rows.rated ||= columns.rating !== undefined;
}

interface Rows {
  listeners: Growing<Uint32Array>;
  songs: Growing<Uint32Array>;
  values: Growing<Float64Array>;
  /** Whether the values are plays or ratings by the name of their column; one without a name may be anything. */
  valued: boolean;
  /** Whether they are ratings, of which the last counts; plays add up. */
  rated: boolean;
}

function newRows(): Rows {
  const ids = () => new Growing((length) => new Uint32Array(length));
  const values = new Growing((length) => new Float64Array(length));
  return { listeners: ids(), songs: ids(), values, valued: true, rated: false };
}

/** Pairs of a listener and a song, each once: a log of plays has a row for each play. */
function pairsByListener({ listeners, songs, values, valued, rated }: Rows) {
  const [who, what, value] = [listeners.numbers(), songs.numbers(), values.numbers()];
  const order = Uint32Array.from({ length: who.length }, (_, row) => row);
  order.sort((a, b) => who[a] - who[b] || what[a] - what[b] || a - b);
  const isSame = (a: number, b: number) => who[a] === who[b] && what[a] === what[b];
  const pairs = order.filter((row, i) => i === 0 || !isSame(row, order[i - 1]));
  const total = new Float64Array(pairs.length);
  let at = -1;
  for (const row of order) {
    if (at < 0 || !isSame(row, pairs[at])) at++;
    total[at] = rated ? value[row] : total[at] + value[row];
  }
  return {
    learnedListeners: pairs.map((row) => who[row]),
    learnedSongs: pairs.map((row) => what[row]),
    ...(valued ? { learnedValues: total } : {}),
  };
}

/** A song that is held out of a listener twice is held out once, as `score` counts it. */
function distinct({ listeners, songs }: Rows): { listeners: Uint32Array; songs: Uint32Array } {
  const [who, what] = [listeners.numbers(), songs.numbers()];
  const seen = new Set<string>();
  const first = who.map((listener, row) => {
    const pair = `${listener} ${what[row]}`;
    const isFirst = !seen.has(pair);
    seen.add(pair);
    return Number(isFirst);
  });
  return { listeners: who.filter((_, row) => first[row]), songs: what.filter((_, row) => first[row]) };
}

type Pairs = { listeners: ArrayLike<number>; songs: ArrayLike<number> };

/** A song that is learned would be the answer in the question. */
function refuseKnown(file: string, targets: Pairs, learned: Pairs): void {
  const pairs = ({ listeners, songs }: Pairs) => Array.from(listeners, (listener, row) => `${listener} ${songs[row]}`);
  const asked = new Set(pairs(targets));
  let both = 0;
  for (let row = 0; row < learned.songs.length; row++)
    if (asked.has(`${learned.listeners[row]} ${learned.songs[row]}`)) both++;
  if (both === 0) return;
  throw new AppError('bad-input', say('split-folder.targets-learned', { file: basename(file), rows: both }), { file });
}
