import { createHash } from 'node:crypto';
import { AppError } from '../../../shared/errors.ts';
import type { Message } from '../../../shared/messages/message.ts';
import { say } from '../../../shared/messages/say.ts';
import { type Arrays, readArrays, writeArrays } from '../data/arrays-file.ts';
import type { Dataset, Interactions } from '../data/dataset.ts';
import type { Fold } from './fold.ts';
import { splitBy } from './split.ts';

/** A user-supplied split, by the library's ids; pairs are parallel arrays. */
export interface GivenSplit {
  catalogue: Uint32Array;
  trainingListeners: Uint32Array;
  foldInListeners: Uint32Array;
  foldInSongs: Uint32Array;
  targetListeners: Uint32Array;
  targetSongs: Uint32Array;
  /** Where test listeners are in training too: the rows that are learned. Then nothing is folded in. */
  learnedListeners?: Uint32Array;
  learnedSongs?: Uint32Array;
  /** What the split says of these rows: plays or ratings; absent if it says nothing. */
  learnedValues?: Float64Array;
  /** What a reader of results has to know. */
  notes?: Message[];
}

/** Whether rows are told, and not whole listeners: then the catalogue has no order that ties could follow. */
export function isInParts({ learnedSongs }: GivenSplit): boolean {
  return learnedSongs !== undefined;
}

export function writeGivenSplit(file: string, { notes = [], ...split }: GivenSplit): void {
  writeArrays(file, { notes }, split as unknown as Arrays);
}

export function readGivenSplit(file: string): GivenSplit {
  const { meta, arrays } = readArrays<{ notes?: Message[] }>(file);
  return { ...(arrays as unknown as GivenSplit), notes: meta.notes ?? [] };
}

/**
 * The same for the same pairs in the same library, whatever the folder is called, however its rows are ordered and
 * whatever numbers stand beside them: models learn from the library's.
 */
export function printOfSplit(split: GivenSplit): string {
  const { catalogue, trainingListeners, learnedListeners, learnedSongs } = split;
  const hash = createHash('sha256');
  const add = (name: string, values: Uint32Array) =>
    void hash
      .update(`${name} ${values.length} `)
      .update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  add('catalogue', sortedDistinct(catalogue));
  add('training', sortedDistinct(trainingListeners));
  add('known', sortedPairs(split.foldInListeners, split.foldInSongs));
  add('held out', sortedPairs(split.targetListeners, split.targetSongs));
  if (learnedListeners && learnedSongs) add('learned', sortedPairs(learnedListeners, learnedSongs));
  return hash.digest('hex').slice(0, 16);
}

const sortedDistinct = (ids: Uint32Array) => ids.toSorted().filter((id, i, all) => i === 0 || id !== all[i - 1]);

/** Each pair once, as two numbers, in one order of all pairs. */
function sortedPairs(listeners: Uint32Array, songs: Uint32Array): Uint32Array {
  const words = new Uint32Array(listeners.length * 2);
  listeners.forEach((listener, i) => {
    words[2 * i] = songs[i];
    words[2 * i + 1] = listener;
  });
  const pairs = new BigUint64Array(words.buffer).sort();
  return new Uint32Array(pairs.filter((pair, i) => i === 0 || pair !== pairs[i - 1]).buffer);
}

/**
 * Trains on the rows of the split's training listeners inside its catalogue; ranks the catalogue for its test
 * listeners.
 */
export function givenFold(data: Dataset, split: GivenSplit): Fold {
  const { interactions } = data;
  const { songOf, listenerOf } = indicesIn(data);
  const candidates = candidatesOf(split, interactions.songs, songOf);
  const trains = new Uint8Array(interactions.listeners);
  for (const id of split.trainingListeners) trains[listenerOf(id)] = 1;
  const { training } = splitBy(interactions, (row, u) => !trains[u] || !candidates[interactions.items[row]]);
  const foldIn = bySide(split.foldInListeners, split.foldInSongs);
  const cases = Array.from(bySide(split.targetListeners, split.targetSongs), ([listener, songs]) => {
    const who = listenerOf(listener);
    const pairs = pairsOf(interactions, who, songOf);
    return { who, foldIn: pairs(foldIn.get(listener) ?? []), ...pairs(songs) };
  });
  const tested = new Set(split.targetListeners);
  const untested = new Set(split.foldInListeners.filter((listener) => !tested.has(listener))).size;
  const notes = untested > 0 ? [say('evaluation.listeners-without-target', { listeners: untested })] : [];
  return { training, cases, candidates, untested, notes: [...(split.notes ?? []), ...notes] };
}

/**
 * Trains on the rows that the split tells, with the library's plays or ratings; ranks all songs of the split for
 * listeners whose other songs are in training.
 *
 * @param rated whether the held-out rows have to be in the data, too: their ratings are to be predicted
 * @throws bad-input where such rows are not in the data
 */
export function partsFold(data: Dataset, split: GivenSplit, rated = false): Fold {
  const { interactions, valueUnit } = data;
  const { songOf, listenerOf } = indicesIn(data);
  const { learnedListeners, learnedSongs, learnedValues } = split as Required<GivenSplit>;
  const rowOf = rowFinder(interactions);
  const learned = new Uint8Array(interactions.items.length);
  let [absent, differing] = [0, 0];
  learnedSongs.forEach((song, i) => {
    const row = rowOf(listenerOf(learnedListeners[i]), songOf(song));
    if (row < 0) return void absent++;
    learned[row] = 1;
    if (learnedValues && learnedValues[i] !== interactions.counts[row] * valueUnit) differing++;
  });
  if (absent > 0)
    throw new AppError('bad-input', say('evaluation.split-rows-absent', { rows: absent, all: learnedSongs.length }));
  if (rated) refuseUnrated(split, (listener, song) => rowOf(listenerOf(listener), songOf(song)));
  const { training } = splitBy(interactions, (row) => learned[row] === 0);
  const cases = Array.from(bySide(split.targetListeners, split.targetSongs), ([listener, songs]) => {
    const who = listenerOf(listener);
    return { who, foldIn: null, ...pairsOf(interactions, who, songOf)(songs) };
  });
  const notes = [...(split.notes ?? [])];
  if (differing > 0) notes.push(say('evaluation.split-values-differ', { rows: differing, all: learnedSongs.length }));
  return { training, cases, candidates: candidatesOf(split, interactions.songs, songOf), notes };
}

/** What is held out and not in the library has no rating there. */
function refuseUnrated({ targetListeners, targetSongs }: GivenSplit, rowOf: (who: number, what: number) => number) {
  const absent = targetSongs.filter((song, i) => rowOf(targetListeners[i], song) < 0).length;
  if (absent === 0) return;
  throw new AppError('bad-input', say('evaluation.split-ratings-absent', { rows: absent, all: targetSongs.length }));
}

/** @returns how the library's ids stand in a data set; both throw bad-input for one that is not in it */
function indicesIn({ listenerIds, songIds }: Dataset) {
  const finder = (ids: Uint32Array, side: 'song' | 'listener') => {
    const indices = new Map(Array.from(ids, (id, index) => [id, index]));
    return (id: number) => {
      const found = indices.get(id);
      if (found === undefined) throw new AppError('bad-input', say('evaluation.split-without-plays', { side }));
      return found;
    };
  };
  return { songOf: finder(songIds, 'song'), listenerOf: finder(listenerIds, 'listener') };
}

function candidatesOf({ catalogue }: GivenSplit, songs: number, songOf: (id: number) => number): Uint8Array {
  const candidates = new Uint8Array(songs);
  for (const id of catalogue) candidates[songOf(id)] = 1;
  return candidates;
}

/** Songs of one listener in order, with the counts that the data have of them, or 1. */
function pairsOf({ items, counts, offsets }: Interactions, who: number, songOf: (id: number) => number) {
  const own = new Map<number, number>();
  for (let row = offsets[who]; row < offsets[who + 1]; row++) own.set(items[row], counts[row]);
  return (ids: readonly number[]) => {
    const songs = Uint32Array.from(ids, songOf).sort();
    return { items: songs, counts: Uint32Array.from(songs, (song) => own.get(song) ?? 1) };
  };
}

/** Rows by listener and song, or −1. Rows of one listener come together, so that one map is enough. */
function rowFinder({ items, offsets }: Interactions): (listener: number, song: number) => number {
  let known = -1;
  const rows = new Map<number, number>();
  return (listener, song) => {
    if (listener !== known) {
      known = listener;
      rows.clear();
      for (let row = offsets[listener]; row < offsets[listener + 1]; row++) rows.set(items[row], row);
    }
    return rows.get(song) ?? -1;
  };
}

function bySide(listeners: Uint32Array, songs: Uint32Array): Map<number, number[]> {
  const map = new Map<number, number[]>();
  listeners.forEach((listener, i) => {
    const list = map.get(listener);
    if (list) list.push(songs[i]);
    else map.set(listener, [songs[i]]);
  });
  return map;
}
