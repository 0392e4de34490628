import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import type { ReadableDb } from '../../storage/sqlite.ts';
import { textOfBytes } from '../import/plays/packing.ts';
import { unusedParts } from '../referee/split-files.ts';
import type { GivenSplit } from '../splits/given-split.ts';
import { type Finder, listenerFinder, songFinder } from './library-ids.ts';
import { plainFile } from '../../storage/plain-file.ts';

/**
 * Reads a folder with `catalogue.txt` (the songs that compete, in index order), `test_fold_in.tsv` and
 * `test_target.tsv` (listener TAB song) and the training listeners in
 * `tuning_users.txt` and `validation_users.txt`; without these two, all other listeners are used for training.
 *
 * @throws not-found or bad-input, naming the file and line
 */
export function readSplitFolder(db: ReadableDb, folder: string): GivenSplit {
  if (!existsSync(folder) || !statSync(folder).isDirectory())
    throw new AppError('not-found', say('split-folder.no-such-folder', { folder }));
  const [songs, listeners] = [songFinder(db), listenerFinder(db)];
  const catalogue = readLines(folder, 'catalogue.txt').map((line, i) => songs(line, 'catalogue.txt', i + 1));
  const foldIn = readPairs(folder, 'test_fold_in.tsv', listeners, songs);
  const target = readPairs(folder, 'test_target.tsv', listeners, songs);
  const tested = new Set([...foldIn.listeners, ...target.listeners]);
  const named = ['tuning_users.txt', 'validation_users.txt'].filter((name) => existsSync(join(folder, name)));
  const training = named.flatMap((file) =>
    readLines(folder, file).map((line, i) => ({ listener: listeners(line, file, i + 1), file, line: i + 1 })),
  );
  songs.check();
  listeners.check();
  const both = training.find(({ listener }) => tested.has(listener));
  if (both !== undefined)
    throw new AppError('bad-input', say('split-folder.listener-on-both-sides', { file: both.file, line: both.line }), {
      file: join(folder, both.file),
      line: both.line,
    });
  const inCatalogue = new Set(catalogue);
  const outside = target.songs.findIndex((song) => !inCatalogue.has(song));
  if (outside >= 0)
    throw new AppError('bad-input', say('split-folder.target-outside-catalogue', { line: outside + 1 }), {
      line: outside + 1,
    });
  refuseTwice(folder, target);
  refuseOverlap(folder, foldIn, target);
  if (target.songs.length === 0) throw new AppError('bad-input', say('split-folder.no-targets'));
  return {
    catalogue: Uint32Array.from(catalogue),
    trainingListeners: Uint32Array.from(
      named.length > 0 ? training.map(({ listener }) => listener) : othersOf(db, tested),
    ),
    foldInListeners: Uint32Array.from(foldIn.listeners),
    foldInSongs: Uint32Array.from(foldIn.songs),
    targetListeners: Uint32Array.from(target.listeners),
    targetSongs: Uint32Array.from(target.songs),
    notes: unusedParts(folder),
  };
}

type Pairs = { listeners: number[]; songs: number[] };

const pair = ({ listeners, songs }: Pairs, i: number) => `${listeners[i]} ${songs[i]}`;

/** A target that is told twice would count as two held-out songs. */
function refuseTwice(folder: string, target: Pairs): void {
  const seen = new Map<string, number>();
  target.songs.forEach((_, i) => {
    const key = pair(target, i);
    const first = seen.get(key);
    if (first === undefined) return seen.set(key, i + 1);
    const details = { file: join(folder, 'test_target.tsv'), line: i + 1 };
    throw new AppError('bad-input', say('split-folder.target-twice', { line: i + 1, first }), details);
  });
}

/** A song that is folded in is known to the model; as a target, it would be the answer in the question. */
function refuseOverlap(folder: string, foldIn: Pairs, target: Pairs): void {
  const known = new Map<string, number>();
  foldIn.songs.forEach((_, i) => known.set(pair(foldIn, i), i + 1));
  const both = target.songs.findIndex((_, i) => known.has(pair(target, i)));
  if (both < 0) return;
  const details = { file: join(folder, 'test_target.tsv'), line: both + 1 };
  const foldInLine = known.get(pair(target, both)) as number;
  throw new AppError('bad-input', say('split-folder.target-is-folded-in', { line: both + 1, foldInLine }), details);
}

function othersOf(db: ReadableDb, tested: Set<number>): number[] {
  return db
    .all<{ id: number }>('SELECT id FROM listeners WHERE songs > 0')
    .flatMap(({ id }) => (tested.has(id) ? [] : [id]));
}

function readLines(folder: string, name: string): string[] {
  const file = join(folder, name);
  if (!existsSync(file))
    throw new AppError('not-found', say('split-folder.lacks-file', { folder: basename(folder), file: name }), {
      file,
    });
  const lines = textOfBytes(readFileSync(plainFile(file))).split('\n');
  if (lines[lines.length - 1] === '') lines.pop();
  return lines.map((line) => line.replace(/\r$/, ''));
}

function readPairs(folder: string, name: string, listeners: Finder, songs: Finder) {
  const pairs = { listeners: [] as number[], songs: [] as number[] };
  readLines(folder, name).forEach((text, i) => {
    const [listener, song, ...more] = text.split('\t');
    if (song === undefined || more.length > 0)
      throw new AppError('bad-input', say('split-folder.bad-line', { file: name, line: i + 1 }), {
        file: join(folder, name),
        line: i + 1,
      });
    pairs.listeners.push(listeners(listener, name, i + 1));
    pairs.songs.push(songs(song, name, i + 1));
  });
  return pairs;
}
