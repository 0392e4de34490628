import type { SplitAudit, SplitPart } from '../../../shared/contract/audit.ts';
import { giniOfSorted, sum } from '../../statistics/descriptive.ts';
import type { Interactions } from '../data/dataset.ts';
import { auditLibrary, share, spreadOf, timeOf, topOf } from './library-audit.ts';

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
      listeners: new Set(Array.from(listeners)).size,
      songs: new Set(Array.from(songs)).size,
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
      listeners: split.holdsOutListeners ? listenersIn(parts, tested) : null,
      outsideCatalogue: split.catalogue ? outside(tested, split.catalogue) : null,
    },
    times: timesOf(learned, tested),
  };
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
  const known = new Uint8Array(split.songs);
  for (const song of rows.items) known[song] = 1;
  const listened = new Set<number>();
  for (const { listeners } of split.parts.filter(isLearned))
    for (let i = 0; i < listeners.length; i++) listened.add(listeners[i]);
  const songs = new Set(tested.flatMap((part) => Array.from(part.songs)));
  const listeners = new Set(tested.flatMap((part) => Array.from(part.listeners)));
  const all = tested.reduce((n, part) => n + part.songs.length, 0);
  const cold = tested.reduce((n, part) => n + Array.from(part.songs).filter((song) => !known[song]).length, 0);
  return {
    listeners: share([...listeners].filter((one) => !listened.has(one)).length, listeners.size),
    songs: share([...songs].filter((one) => !known[one]).length, songs.size),
    rows: share(cold, all),
  };
}

/** Whether what is popular in the test was so before. */
function driftOf(rows: Interactions, tested: readonly AuditedPart[], split: AuditedSplit): SplitAudit['drift'] {
  const before = weightsOf(split.parts.filter(isLearned), split);
  const after = weightsOf(tested, split);
  if (rows.items.length === 0 || sum(after) === 0) return null;
  const played = Array.from(before.keys()).filter((song) => before[song] > 0);
  const order = played.sort((a, b) => before[b] - before[a] || a - b);
  const tenth = order.slice(0, Math.ceil(order.length / 10));
  const of = (weights: Float64Array) => tenth.reduce((n, song) => n + weights[song], 0) / sum(weights);
  const [first, second] = [topOf(before), new Set(topOf(after))];
  return {
    tenthLearned: of(before),
    tenthTested: of(after),
    topKept: share(first.filter((one) => second.has(one)).length, first.length),
  };
}

/** Test listeners with training rows. */
function listenersIn(parts: readonly AuditedPart[], tested: readonly AuditedPart[]): number {
  const trained = new Set(parts.filter(({ part }) => part === 'training').flatMap((one) => Array.from(one.listeners)));
  const own = new Set(tested.flatMap((one) => Array.from(one.listeners)));
  return [...own].filter((one) => trained.has(one)).length;
}

function outside(tested: readonly AuditedPart[], catalogue: (song: number) => boolean): number {
  return new Set(tested.flatMap(({ songs }) => Array.from(songs)).filter((song) => !catalogue(song))).size;
}

function timesOf(learned: readonly AuditedPart[], tested: readonly AuditedPart[]): SplitAudit['times'] {
  if (tested.length === 0 || learned.length === 0) return null;
  if ([...learned, ...tested].some(({ seconds }) => seconds === null)) return null;
  const all = (parts: readonly AuditedPart[]) => parts.flatMap(({ seconds }) => Array.from(seconds ?? []));
  const [before, after] = [all(learned), all(tested)];
  if (before.length === 0 || after.length === 0) return null;
  const first = after.reduce((a, b) => Math.min(a, b));
  const lastOf = new Map<number, number>();
  for (const { listeners, seconds } of learned)
    for (let i = 0; i < listeners.length; i++)
      lastOf.set(listeners[i], Math.max(lastOf.get(listeners[i]) ?? Number.NEGATIVE_INFINITY, (seconds ?? [])[i]));
  const past = tested.reduce(
    (n, { listeners, seconds }) =>
      n + Array.from(listeners).filter((one, i) => (seconds ?? [])[i] < (lastOf.get(one) ?? -1)).length,
    0,
  );
  return {
    learnedLast: timeOf(before.reduce((a, b) => Math.max(a, b))),
    testFirst: timeOf(first),
    testLast: timeOf(after.reduce((a, b) => Math.max(a, b))),
    learnedLater: share(before.filter((one) => one > first).length, before.length),
    testEarlier: share(past, after.length),
  };
}
