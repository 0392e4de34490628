import type { SplitAudit, SplitPart } from '../../../shared/contract/audit.ts';
import { giniOfSorted, sum } from '../../statistics/descriptive.ts';
import type { Interactions } from '../data/dataset.ts';
import { auditLibrary, share, spreadOf, timeOf, TOP_SONGS } from './library-audit.ts';

/** Rows of one part, by numbers that all parts share. */
export interface AuditedPart {
  part: SplitPart;
  listeners: ArrayLike<number>;
  songs: ArrayLike<number>;
  /** Plays, or ratings. */
  values: ArrayLike<number>;
  /** Since 1970; null where rows have no times. */
  seconds: ArrayLike<number> | null;
}

export interface AuditedSplit {
  parts: readonly AuditedPart[];
  listeners: number;
  songs: number;
  values: SplitAudit['values'];
  /** Whether the split says that its test listeners are in no training row. */
  holdsOutListeners: boolean;
  /** Songs that may be recommended; null where none are named. */
  catalogue: ((song: number) => boolean) | null;
}

/** What is known before the test: all parts but the test. */
const isLearned = ({ part }: AuditedPart) => part !== 'test';

/**
 * What a split is like, and what of it should not be: rows that are told twice, answers among what is learned, test
 * listeners that should be new, songs outside the catalogue, plays of the future.
 */
export function auditSplit(split: AuditedSplit): SplitAudit {
  const { parts, values } = split;
  const learned = parts.filter(isLearned);
  const tested = parts.filter(({ part }) => part === 'test');
  const inLearned = keysOf(learned, split.songs);
  const inTest = keysOf(tested, split.songs);
  const rows = interactionsOf(learned, split);
  const valueUnit = values === 'plays' ? 1 : 2;
  const within = (some: readonly AuditedPart[]) =>
    some.reduce((n, part) => n + repeatedIn(keysOf([part], split.songs)), 0);
  const own = rows.items.length > 0 ? auditLibrary({ interactions: rows, valueUnit }, 0) : null;
  return {
    values,
    parts: parts.map(({ part, listeners, songs }) => ({
      part,
      rows: songs.length,
      listeners: numberOf(among([listeners], split.listeners)),
      songs: numberOf(among([songs], split.songs)),
    })),
    learned: own && {
      density: own.density,
      songsPerListener: own.songsPerListener,
      listenersPerSong: own.listenersPerSong,
      longTail: own.longTail,
      repeats: own.repeats,
      cold: own.cold,
    },
    test: testOf(tested, split),
    cold: coldOf(rows, tested, split),
    drift: driftOf(rows, tested, split),
    duplicates: {
      within: within(parts),
      across: repeatedIn(inLearned) - within(learned),
      // A row of the test that is learned too is the answer in the question.
      answers: bothIn(inLearned, inTest),
    },
    leaks: {
      listeners: split.holdsOutListeners ? listenersIn(split, tested) : null,
      outsideCatalogue: outside(tested, split),
    },
    times: timesOf(learned, tested),
  };
}

/** Which of the numbers below `size` are in any of these. */
function among(lists: readonly ArrayLike<number>[], size: number): Uint8Array {
  const found = new Uint8Array(size);
  for (const list of lists) for (let i = 0; i < list.length; i++) found[list[i]] = 1;
  return found;
}

function numberOf(found: Uint8Array, passes: (one: number) => boolean = () => true): number {
  let n = 0;
  for (let one = 0; one < found.length; one++) if (found[one] === 1 && passes(one)) n++;
  return n;
}

/** Each row as one number, in order. */
function keysOf(parts: readonly AuditedPart[], songs: number): Float64Array {
  const keys = new Float64Array(parts.reduce((n, part) => n + part.songs.length, 0));
  let at = 0;
  for (const { listeners, songs: own } of parts)
    for (let i = 0; i < own.length; i++) keys[at++] = listeners[i] * songs + own[i];
  return keys.sort();
}

function repeatedIn(keys: Float64Array): number {
  let n = 0;
  for (let i = 1; i < keys.length; i++) if (keys[i] === keys[i - 1]) n++;
  return n;
}

/** Different rows that are in both. */
function bothIn(a: Float64Array, b: Float64Array): number {
  let n = 0;
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if (a[i] < b[j]) i++;
    else if (a[i] > b[j]) j++;
    else {
      const key = a[i];
      n++;
      while (a[i] === key) i++;
      while (b[j] === key) j++;
    }
  }
  return n;
}

/** Rows by listener; a row that is told twice stands twice. */
function interactionsOf(parts: readonly AuditedPart[], { listeners, songs }: AuditedSplit): Interactions {
  const offsets = new Uint32Array(listeners + 1);
  for (const part of parts) for (let i = 0; i < part.songs.length; i++) offsets[part.listeners[i] + 1]++;
  for (let u = 0; u < listeners; u++) offsets[u + 1] += offsets[u];
  const next = offsets.slice();
  const items = new Uint32Array(offsets[listeners]);
  const counts = new Uint32Array(items.length);
  for (const part of parts)
    for (let i = 0; i < part.songs.length; i++) {
      const at = next[part.listeners[i]]++;
      items[at] = part.songs[i];
      counts[at] = part.values[i];
    }
  return withoutEmpty({ listeners, songs, offsets, items, counts });
}

/** Listeners without a row of these parts are not of them. */
function withoutEmpty(rows: Interactions): Interactions {
  const offsets = rows.offsets.filter((offset, u) => u === 0 || offset > rows.offsets[u - 1]);
  return { ...rows, offsets, listeners: offsets.length - 1 };
}

/** Plays of each song, or its rows where values are ratings. */
function weightsOf(parts: readonly AuditedPart[], { songs, values }: AuditedSplit): Float64Array {
  const weights = new Float64Array(songs);
  for (const part of parts)
    for (let i = 0; i < part.songs.length; i++) weights[part.songs[i]] += values === 'plays' ? part.values[i] : 1;
  return weights;
}

function testOf(tested: readonly AuditedPart[], split: AuditedSplit): SplitAudit['test'] {
  const perListener = new Float64Array(split.listeners);
  for (const { listeners } of tested) for (let i = 0; i < listeners.length; i++) perListener[listeners[i]]++;
  const own = perListener.filter((n) => n > 0);
  const played = weightsOf(tested, split).filter((n) => n > 0);
  return own.length === 0 ? null : { songsPerListener: spreadOf(own), giniOfSongs: giniOfSorted(played.sort()) };
}

function coldOf(rows: Interactions, tested: readonly AuditedPart[], split: AuditedSplit): SplitAudit['cold'] {
  const learned = split.parts.filter(isLearned).map(({ listeners }) => listeners);
  const known = among([rows.items], split.songs);
  const heard = among(learned, split.listeners);
  const isNew = (song: number) => known[song] === 0;
  const songs = among(
    tested.map((part) => part.songs),
    split.songs,
  );
  const listeners = among(
    tested.map((part) => part.listeners),
    split.listeners,
  );
  let [all, cold] = [0, 0];
  for (const part of tested) {
    all += part.songs.length;
    for (let i = 0; i < part.songs.length; i++) if (isNew(part.songs[i])) cold++;
  }
  return {
    listeners: share(
      numberOf(listeners, (one) => heard[one] === 0),
      numberOf(listeners),
    ),
    songs: share(numberOf(songs, isNew), numberOf(songs)),
    rows: share(cold, all),
  };
}

/** Whether what is popular in the test was so before. */
function driftOf(rows: Interactions, tested: readonly AuditedPart[], split: AuditedSplit): SplitAudit['drift'] {
  const before = weightsOf(split.parts.filter(isLearned), split);
  const after = weightsOf(tested, split);
  if (rows.items.length === 0 || sum(after) === 0) return null;
  const tenth = membership(before, Math.ceil(before.filter((n) => n > 0).length / 10));
  const of = (weights: Float64Array) => weights.reduce((n, weight, song) => n + tenth[song] * weight, 0) / sum(weights);
  const [most, mostTested] = [membership(before, TOP_SONGS), membership(after, TOP_SONGS)];
  return {
    tenthLearned: of(before),
    tenthTested: of(after),
    topKept: share(
      most.reduce((n, one, song) => n + one * mostTested[song], 0),
      sum(most),
    ),
  };
}

/**
 * Which songs are the `size` heaviest: 1 or 0, or for those that share the last places, their chance of one, so that
 * nothing depends on the order of ids.
 */
function membership(weights: Float64Array, size: number): Float64Array {
  const sorted = weights.filter((weight) => weight > 0).sort();
  const least = sorted[Math.max(0, sorted.length - size)];
  const above = weights.reduce((n, weight) => n + (weight > least ? 1 : 0), 0);
  const alike = weights.reduce((n, weight) => n + (weight === least ? 1 : 0), 0);
  const chance = Math.min(1, (size - above) / alike);
  return weights.map((weight) => (weight > least ? 1 : weight === least ? chance : 0));
}

/** Test listeners with training rows. */
function listenersIn({ parts, listeners }: AuditedSplit, tested: readonly AuditedPart[]): number {
  const of = (some: readonly AuditedPart[]) =>
    among(
      some.map((part) => part.listeners),
      listeners,
    );
  const trained = of(parts.filter(({ part }) => part === 'training'));
  return numberOf(of(tested), (one) => trained[one] === 1);
}

function outside(tested: readonly AuditedPart[], { songs, catalogue }: AuditedSplit): number | null {
  const held = among(
    tested.map((part) => part.songs),
    songs,
  );
  return catalogue && numberOf(held, (song) => !catalogue(song));
}

function timesOf(learned: readonly AuditedPart[], tested: readonly AuditedPart[]): SplitAudit['times'] {
  if ([...learned, ...tested].some(({ seconds }) => seconds === null)) return null;
  const [before, after] = [rangeOf(learned), rangeOf(tested)];
  if (before.rows === 0 || after.rows === 0) return null;
  const lastOf = new Map<number, number>();
  let later = 0;
  eachTime(learned, (one, second) => {
    if (second > after.first) later++;
    lastOf.set(one, Math.max(lastOf.get(one) ?? Number.NEGATIVE_INFINITY, second));
  });
  let earlier = 0;
  eachTime(tested, (one, second) => {
    if (second < (lastOf.get(one) ?? -1)) earlier++;
  });
  return {
    learnedLast: timeOf(before.last),
    testFirst: timeOf(after.first),
    testLast: timeOf(after.last),
    learnedLater: share(later, before.rows),
    testEarlier: share(earlier, after.rows),
  };
}

function eachTime(parts: readonly AuditedPart[], visit: (listener: number, second: number) => void): void {
  for (const { listeners, seconds } of parts)
    for (let i = 0; i < listeners.length; i++) visit(listeners[i], seconds?.[i] as number);
}

function rangeOf(parts: readonly AuditedPart[]): { rows: number; first: number; last: number } {
  const range = { rows: 0, first: Number.POSITIVE_INFINITY, last: Number.NEGATIVE_INFINITY };
  eachTime(parts, (_, second) => {
    range.rows++;
    range.first = Math.min(range.first, second);
    range.last = Math.max(range.last, second);
  });
  return range;
}
