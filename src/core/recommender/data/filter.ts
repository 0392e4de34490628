import type { DataFilter } from '../../../shared/contract/recommender.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Message } from '../../../shared/messages/message.ts';
import { say } from '../../../shared/messages/say.ts';
import { Random } from '../../statistics/random.ts';
import { type Dataset, type Interactions, type Listens, tagsOfSongs } from './dataset.ts';
import { vectorsOfSongs } from './song-vectors.ts';

/**
 * A part of the library, as a new dataset; the library itself is not changed. First songs by tag and year, then a
 * random share of the plays, then one pass of the usual
 * counts: songs with enough listeners, then listeners with enough of those songs. Listeners and songs that lose all
 * their plays are left out.
 *
 * @throws bad-input when nothing is left
 */
export function filterDataset(data: Dataset, filter: DataFilter): Dataset {
  const { interactions: rows, features } = data;
  const wanted = songsWanted(data, filter);
  const { keepRow, left, listenersOf } = rowsThatPass(rows, filter, wanted);
  if (left === 0) throw nothingPasses(filter);
  const played = new Uint8Array(rows.songs);
  keepRow.forEach((keep, row) => {
    if (keep) played[rows.items[row]] = 1;
  });
  return compact(
    data,
    keepRow,
    left,
    Uint32Array.from(
      Array.from(played.keys()).filter(
        (song) =>
          played[song] ||
          (wanted[song] && filter.minListeners <= 1 && features.melTracks[song] !== 0 && listenersOf[song] === 0),
      ),
    ),
  );
}

export function nothingPasses(filter: DataFilter): AppError {
  return new AppError('bad-input', say('evaluation.nothing-passes-filter', { filter: filterParts(filter) }));
}

/** The plays of the wanted songs that a filter keeps, and how many listeners each song had among them. */
export function rowsThatPass(
  rows: Interactions,
  filter: DataFilter,
  wanted: Uint8Array,
): { keepRow: Uint8Array; left: number; listenersOf: Uint32Array } {
  const keepRow = new Uint8Array(rows.items.length).fill(1);
  const random = new Random(filter.seed);
  for (let row = 0; row < keepRow.length; row++) {
    if (!wanted[rows.items[row]]) keepRow[row] = 0;
    if (filter.density < 1 && random.uniform() >= filter.density) keepRow[row] = 0;
  }
  const listenersOf = new Uint32Array(rows.songs);
  for (let row = 0; row < keepRow.length; row++) if (keepRow[row]) listenersOf[rows.items[row]]++;
  for (let row = 0; row < keepRow.length; row++)
    if (listenersOf[rows.items[row]] < filter.minListeners) keepRow[row] = 0;
  for (let u = 0; u < rows.listeners; u++) {
    let songs = 0;
    for (let row = rows.offsets[u]; row < rows.offsets[u + 1]; row++) songs += keepRow[row];
    if (songs < filter.minSongs) keepRow.fill(0, rows.offsets[u], rows.offsets[u + 1]);
  }
  return { keepRow, left: keepRow.reduce((sum, keep) => sum + keep, 0), listenersOf };
}

/** What a filter lets through, condition by condition. */
export function filterParts({ minListeners, minSongs, density, seed, tag, yearFrom, yearTo }: DataFilter): Message[] {
  return [
    ...(minListeners > 0 ? [say('report.filter-min-listeners', { n: minListeners })] : []),
    ...(minSongs > 0 ? [say('report.filter-min-songs', { n: minSongs })] : []),
    ...(density < 1 ? [say('report.filter-density', { share: { number: density, style: 'percent' }, seed })] : []),
    ...(tag === '' ? [] : [say('report.filter-tag', { tag })]),
    ...(yearFrom === null && yearTo === null
      ? []
      : [say('report.filter-years', { from: yearFrom ?? '…', to: yearTo ?? '…' })]),
  ];
}

/** Songs by tag and year. */
export function songsWanted({ interactions, features }: Dataset, { tag, yearFrom, yearTo }: DataFilter): Uint8Array {
  const number = tag === '' ? -1 : features.tagNames.indexOf(tag);
  if (tag !== '' && number < 0) throw new AppError('bad-input', say('evaluation.no-song-with-tag', { tag }));
  return Uint8Array.from({ length: interactions.songs }, (_, song) => {
    if (
      number >= 0 &&
      !features.tags.subarray(features.tagOffsets[song], features.tagOffsets[song + 1]).includes(number)
    )
      return 0;
    const year = features.years[song];
    if ((yearFrom !== null || yearTo !== null) && year === 0) return 0;
    return (yearFrom === null || year >= yearFrom) && (yearTo === null || year <= yearTo) ? 1 : 0;
  });
}

/** The same arrays without the excluded rows. */
export function compact(data: Dataset, keepRow: Uint8Array, left: number, songs: Uint32Array): Dataset {
  const { interactions: rows, features, listens } = data;
  const index = new Int32Array(rows.songs).fill(-1);
  songs.forEach((song, i) => {
    index[song] = i;
  });
  const items = new Uint32Array(left);
  const counts = new Uint32Array(left);
  const offsets = [0];
  const listenerIds: number[] = [];
  let at = 0;
  for (let u = 0; u < rows.listeners; u++) {
    for (let row = rows.offsets[u]; row < rows.offsets[u + 1]; row++) {
      if (!keepRow[row]) continue;
      items[at] = index[rows.items[row]];
      counts[at] = rows.counts[row];
      at++;
    }
    if (at === offsets[offsets.length - 1]) continue;
    offsets.push(at);
    listenerIds.push(data.listenerIds[u]);
  }
  return {
    ...data,
    interactions: {
      listeners: listenerIds.length,
      songs: songs.length,
      offsets: Uint32Array.from(offsets),
      items,
      counts,
    },
    ...(listens ? { listens: listensOfRows(listens, keepRow, left) } : {}),
    listenerIds: Uint32Array.from(listenerIds),
    songIds: Uint32Array.from(songs, (song) => data.songIds[song]),
    features: {
      ...features,
      ...tagsOfSongs(features, songs),
      artists: Int32Array.from(songs, (song) => features.artists[song]),
      years: Uint16Array.from(songs, (song) => features.years[song]),
      melTracks: Uint32Array.from(songs, (song) => features.melTracks[song]),
      ...(features.vectorSets ? { vectorSets: vectorsOfSongs(features.vectorSets, songs) } : {}),
    },
  };
}

/** The times of the rows that are kept. */
export function listensOfRows(listens: Listens, keepRow: Uint8Array, left: number): Listens {
  const offsets = new Uint32Array(left + 1);
  let kept = 0;
  keepRow.forEach((keep, row) => {
    if (keep) offsets[++kept] = offsets[kept - 1] + listens.offsets[row + 1] - listens.offsets[row];
  });
  const seconds = new Uint32Array(offsets[left]);
  const counts = new Uint32Array(offsets[left]);
  kept = 0;
  keepRow.forEach((keep, row) => {
    if (!keep) return;
    const [from, to] = [listens.offsets[row], listens.offsets[row + 1]];
    seconds.set(listens.seconds.subarray(from, to), offsets[kept]);
    counts.set(listens.counts.subarray(from, to), offsets[kept++]);
  });
  return { offsets, seconds, counts };
}
