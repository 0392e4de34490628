import type { LibraryAudit } from '../../../shared/contract/audit.ts';
import { giniOfSorted, mean, medianOfSorted, sum } from '../../statistics/descriptive.ts';
import { type Dataset, type Interactions, type Listens, songListeners } from '../data/dataset.ts';

/** Below it, collaborative models know little of a song or a listener. */
const FEW = 5;
export const TOP_SONGS = 100;
const QUARTERS = 4;

type Audited = Pick<Dataset, 'interactions' | 'listens' | 'valueUnit'>;

/** @param doubles songs that share artist and title with another */
export function auditLibrary({ interactions, listens, valueUnit }: Audited, doubles: number): LibraryAudit {
  const { listeners, offsets, items, counts } = interactions;
  const isRated = valueUnit !== 1;
  const weight = (pair: number) => (isRated ? 1 : counts[pair]);
  const ofSong = songListeners(interactions);
  const played = ofSong.filter((n) => n > 0);
  const playsOfSong = new Float64Array(ofSong.length);
  const playsOfListener = new Float64Array(listeners);
  const songsOfListener = new Float64Array(listeners);
  let repeated = 0;
  for (let u = 0; u < listeners; u++) {
    songsOfListener[u] = offsets[u + 1] - offsets[u];
    for (let pair = offsets[u]; pair < offsets[u + 1]; pair++) {
      playsOfSong[items[pair]] += weight(pair);
      playsOfListener[u] += weight(pair);
      if (weight(pair) > 1) repeated++;
    }
  }
  const pairs = items.length;
  const plays = sum(playsOfListener);
  const perSong = playsOfSong.filter((n) => n > 0).sort();
  const top = (part: number) => {
    const songs = Math.ceil(perSong.length * part);
    return share(sum(perSong.subarray(perSong.length - songs)), plays);
  };
  return {
    values: isRated ? 'ratings' : 'plays',
    listeners,
    songs: played.length,
    pairs,
    plays,
    density: share(pairs, listeners * played.length),
    songsPerListener: spreadOf(songsOfListener),
    listenersPerSong: spreadOf(played),
    longTail: {
      giniOfSongs: giniOfSorted(perSong),
      giniOfListeners: giniOfSorted(playsOfListener.slice().sort()),
      topHundredth: top(0.01),
      topTenth: top(0.1),
    },
    repeats: isRated
      ? { plays: null, pairs: null }
      : { plays: share(plays - pairs, plays), pairs: share(repeated, pairs) },
    cold: {
      songsOfOne: share(
        count(played, (n) => n === 1),
        played.length,
      ),
      songsOfFew: share(
        count(played, (n) => n < FEW),
        played.length,
      ),
      listenersOfFew: share(
        count(songsOfListener, (n) => n < FEW),
        listeners,
      ),
    },
    doubles,
    drift: listens ? driftOf(interactions, listens, isRated) : null,
  };
}

export function share(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}

function count(values: Float64Array, wanted: (value: number) => boolean): number {
  return values.reduce((n, value) => n + (wanted(value) ? 1 : 0), 0);
}

export function spreadOf(values: Float64Array): LibraryAudit['songsPerListener'] {
  const sorted = values.slice().sort();
  return {
    least: sorted[0],
    median: medianOfSorted(sorted) as number,
    mean: mean(sorted),
    most: sorted[sorted.length - 1],
  };
}

/** Listens in the order of time, cut into four parts of (nearly) as many; several of one moment are never parted. */
function driftOf(
  { listeners, songs, offsets: rows, items }: Interactions,
  { offsets, seconds, counts }: Listens,
  isRated: boolean,
): LibraryAudit['drift'] {
  const n = seconds.length;
  if (n === 0) return null;
  const song = new Uint32Array(n);
  const listener = new Uint32Array(n);
  for (let u = 0; u < listeners; u++)
    for (let pair = rows[u]; pair < rows[u + 1]; pair++)
      for (let i = offsets[pair]; i < offsets[pair + 1]; i++) {
        song[i] = items[pair];
        listener[i] = u;
      }
  const weight = (i: number) => (isRated ? 1 : counts[i]);
  const order = Uint32Array.from(seconds.keys()).sort((a, b) => seconds[a] - seconds[b]);
  const total = isRated ? n : sum(counts);
  const seenSongs = new Uint8Array(songs);
  const seenListeners = new Uint8Array(listeners);
  const halves = [new Float64Array(songs), new Float64Array(songs)];
  const quarters: NonNullable<LibraryAudit['drift']>['quarters'] = [];
  let before = 0;
  for (let at = 0; at < n; ) {
    const quarter = Math.min(QUARTERS - 1, Math.floor((QUARTERS * before) / total));
    const ofQuarter = {
      songs: new Set<number>(),
      listeners: new Set<number>(),
      listens: 0,
      newSongs: 0,
      newListeners: 0,
    };
    const from = seconds[order[at]];
    const limit = quarter === QUARTERS - 1 ? Number.POSITIVE_INFINITY : (total * (quarter + 1)) / QUARTERS;
    let moment = from;
    for (; at < n; at++) {
      const i = order[at];
      if (before >= limit && seconds[i] !== moment) break;
      moment = seconds[i];
      const plays = weight(i);
      before += plays;
      ofQuarter.listens += plays;
      ofQuarter.songs.add(song[i]);
      ofQuarter.listeners.add(listener[i]);
      if (!seenSongs[song[i]]) ofQuarter.newSongs += plays;
      if (!seenListeners[listener[i]]) ofQuarter.newListeners += plays;
      halves[quarter < QUARTERS / 2 ? 0 : 1][song[i]] += plays;
    }
    for (const one of ofQuarter.songs) seenSongs[one] = 1;
    for (const one of ofQuarter.listeners) seenListeners[one] = 1;
    quarters.push({
      from: timeOf(from),
      listens: ofQuarter.listens,
      listeners: ofQuarter.listeners.size,
      songs: ofQuarter.songs.size,
      ofNewListeners: share(ofQuarter.newListeners, ofQuarter.listens),
      ofNewSongs: share(ofQuarter.newSongs, ofQuarter.listens),
    });
  }
  const [first, second] = halves.map(topOf);
  return {
    listens: total,
    first: timeOf(seconds[order[0]]),
    last: timeOf(seconds[order[n - 1]]),
    quarters,
    topKept: share(first.filter((one) => second.includes(one)).length, first.length),
  };
}

/** The most heard songs; of as often heard ones those with the smaller id. */
function topOf(plays: Float64Array): number[] {
  return Array.from(plays.keys())
    .filter((song) => plays[song] > 0)
    .sort((a, b) => plays[b] - plays[a] || a - b)
    .slice(0, TOP_SONGS);
}

export function timeOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
}
