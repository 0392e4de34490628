import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import { type Arrays, readArrays, writeArrays } from '../data/arrays-file.ts';
import type { Dataset } from '../data/dataset.ts';
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
}

export function writeGivenSplit(file: string, split: GivenSplit): void {
  writeArrays(file, {}, split as unknown as Arrays);
}

export function readGivenSplit(file: string): GivenSplit {
  return readArrays(file).arrays as unknown as GivenSplit;
}

/**
 * Trains on the rows of the split's training listeners inside its catalogue; ranks the catalogue for its test
 * listeners.
 */
export function givenFold({ interactions, listenerIds, songIds }: Dataset, split: GivenSplit): Fold {
  const songIndex = new Map(Array.from(songIds, (id, index) => [id, index]));
  const listenerIndex = new Map(Array.from(listenerIds, (id, index) => [id, index]));
  const index = (map: Map<number, number>, id: number, what: string) => {
    const found = map.get(id);
    if (found === undefined) throw new AppError('bad-input', say('evaluation.split-without-plays', { side: what }));
    return found;
  };
  const candidates = new Uint8Array(interactions.songs);
  for (const id of split.catalogue) candidates[index(songIndex, id, 'song')] = 1;
  const trains = new Uint8Array(interactions.listeners);
  for (const id of split.trainingListeners) trains[index(listenerIndex, id, 'listener')] = 1;
  const { training } = splitBy(interactions, (row, u) => !trains[u] || !candidates[interactions.items[row]]);
  const foldIn = bySide(split.foldInListeners, split.foldInSongs);
  const cases = Array.from(bySide(split.targetListeners, split.targetSongs), ([listener, songs]) => {
    const who = index(listenerIndex, listener, 'listener');
    const counts = new Map(
      Array.from(interactions.items.subarray(interactions.offsets[who], interactions.offsets[who + 1]), (item, i) => [
        item,
        interactions.counts[interactions.offsets[who] + i],
      ]),
    );
    const pairs = (ids: readonly number[]) => {
      const items = Uint32Array.from(ids, (id) => index(songIndex, id, 'song')).sort();
      return { items, counts: Uint32Array.from(items, (item) => counts.get(item) ?? 1) };
    };
    return { who, foldIn: pairs(foldIn.get(listener) ?? []), ...pairs(songs) };
  });
  const tested = new Set(split.targetListeners);
  const untested = new Set(split.foldInListeners.filter((listener) => !tested.has(listener))).size;
  const notes = untested > 0 ? [say('evaluation.listeners-without-target', { listeners: untested })] : [];
  return { training, cases, candidates, untested, notes };
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
