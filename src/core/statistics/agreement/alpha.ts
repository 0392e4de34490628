import { z } from 'zod';
import type { Message } from '../../../shared/messages/message.ts';
import { say } from '../../../shared/messages/say.ts';
import { sum } from '../descriptive.ts';
import { clustersOf, type Interval } from '../intervals.ts';
import { Draws } from '../resamples.ts';
import { result, type TestResult } from '../result.ts';
import { choice, statistic } from '../statistic.ts';
import { classSums, resampled, totalsOf } from './clustered.ts';
import { classRatings, intervalOfShare, NO_SPREAD, numbered, type Ratings, type UnitCounts, unitsOf } from './units.ts';

const LEVELS = ['nominal', 'ordinal', 'interval'] as const;
export type Level = (typeof LEVELS)[number];

interface Given {
  ratings: Ratings;
  level?: Level;
  /** Of each unit. */
  clusters?: readonly number[];
  draws?: Draws;
}

/**
 * Krippendorff's α (2011 computation) for nominal, ordinal and interval codes; interval by bootstrap (seed
 * 1) over units, or over the clusters that units belong to, such as the stages of one scholar.
 */
export function alpha({ ratings, level = 'nominal', clusters, draws = new Draws() }: Given): TestResult {
  const { units: all, classes, excluded } = unitsOf({ ratings });
  const units = all.filter(({ size }) => size >= 2);
  const rated = [...ratings.keys()].filter((i) => ratings[i].filter((code) => code !== null).length >= 2);
  const groups = clustersOf(rated.map((i) => clusters?.[i] ?? i));
  const estimate = alphaOf(units, classes, level);
  return result(`Krippendorff's alpha (${level})`, {
    estimate,
    n: units.length,
    excluded,
    effect: {},
    ...(estimate === null
      ? { interval: null, notes: [say('statistics.alpha-of-one-class')] }
      : intervalOf(
          units,
          classes.length,
          groups.length,
          bootstrapAlpha(units, groups, classes, level, estimate, draws),
        )),
  });
}

/** Units that all agree, or all differ, resample to themselves. */
function intervalOf(
  units: readonly UnitCounts[],
  classes: number,
  independent: number,
  drawn: Interval,
): { interval: Interval | null; notes?: Message[] } {
  if (drawn[1] - drawn[0] >= NO_SPREAD) return { interval: drawn };
  const agreeing = units.filter(({ at }) => at.length === 1).length;
  return intervalOfShare(agreeing / units.length, chanceAgreement(units, classes), units.length, independent);
}

/** How often two codes, whosever, are the same. */
function chanceAgreement(units: readonly UnitCounts[], classes: number): number {
  const totals = [...classTotals(units, classes)];
  const n = sum(totals);
  return sum(totals.map((total) => total * (total - 1))) / (n * (n - 1));
}

function classTotals(units: readonly UnitCounts[], classes: number): Float64Array {
  const totals = new Float64Array(classes);
  for (const { at, counts } of units) for (let k = 0; k < at.length; k++) totals[at[k]] += counts[k];
  return totals;
}

/** How far apart two classes are, given how often each is used. */
type Distance = (i: number, j: number) => number;

function distanceOf(totals: Float64Array, values: readonly number[], level: Level): Distance {
  if (level === 'nominal') return (i, j) => (i === j ? 0 : 1);
  if (level === 'interval') return (i, j) => (values[i] - values[j]) ** 2;
  const below = new Float64Array(totals.length + 1);
  for (let i = 0; i < totals.length; i++) below[i + 1] = below[i] + totals[i];
  return (i, j) => {
    const [low, high] = i < j ? [i, j] : [j, i];
    return (below[high + 1] - below[low] - (totals[low] + totals[high]) / 2) ** 2;
  };
}

/** Of a unit: its pairs of classes that differ, and how much each pair counts. */
function differingPairs({ at, counts, size }: UnitCounts): { i: number; j: number; weight: number }[] {
  return at.flatMap((i, a) =>
    at.slice(a + 1).map((j, b) => ({ i, j, weight: (2 * counts[a] * counts[a + 1 + b]) / (size - 1) })),
  );
}

function observedIn(unit: UnitCounts, distance: Distance): number {
  return sum(differingPairs(unit).map(({ i, j, weight }) => weight * distance(i, j)));
}

function alphaOf(units: readonly UnitCounts[], values: readonly number[], level: Level): number | null {
  const totals = classTotals(units, values.length);
  const distance = distanceOf(totals, values, level);
  const observed = sum(units.map((unit) => observedIn(unit, distance)));
  return corrected(observed, totals, values, level, distance);
}

function corrected(
  observed: number,
  totals: Float64Array,
  values: readonly number[],
  level: Level,
  distance: Distance,
): number | null {
  const expected = expectedDisagreement(totals, values, level, distance);
  return expected === 0 ? null : 1 - observed / expected;
}

function expectedDisagreement(
  totals: Float64Array,
  values: readonly number[],
  level: Level,
  distance: Distance,
): number {
  const n = sum(totals);
  let total = 0;
  if (level === 'nominal') {
    for (let i = 0; i < totals.length; i++) total += totals[i] * totals[i];
    return (n * n - total) / (n - 1);
  }
  if (level === 'interval') {
    // Around the mean, so that years do not lose digits.
    let mean = 0;
    for (let i = 0; i < totals.length; i++) mean += totals[i] * values[i];
    mean /= n;
    for (let i = 0; i < totals.length; i++) total += totals[i] * (values[i] - mean) ** 2;
    return (2 * n * total) / (n - 1);
  }
  for (let i = 0; i < values.length; i++) {
    if (totals[i] === 0) continue;
    for (let j = i + 1; j < values.length; j++) total += (2 * totals[i] * totals[j] * distance(i, j)) / (n - 1);
  }
  return total;
}

/** Clusters are drawn, each with the sums of its units: an ordinal distance alone depends on what was drawn. */
function bootstrapAlpha(
  units: readonly UnitCounts[],
  groups: readonly (readonly number[])[],
  classes: readonly number[],
  level: Level,
  estimate: number,
  draws: Draws,
): Interval {
  const places = new Map<string, number>();
  const pairs: { i: number; j: number }[] = [];
  const placeOf = (i: number, j: number) => {
    const key = `${i} ${j}`;
    const place = places.get(key) ?? pairs.length;
    if (place === pairs.length) {
      places.set(key, place);
      pairs.push({ i, j });
    }
    return place;
  };
  const isOrdinal = level === 'ordinal';
  const fixed = distanceOf(new Float64Array(classes.length), classes, isOrdinal ? 'nominal' : level);
  const used = classSums(groups, classes.length, (unit) =>
    units[unit].at.map((q, k) => [q, units[unit].counts[k]] as const),
  );
  const differing = isOrdinal
    ? classSums(groups, 0, (unit) =>
        differingPairs(units[unit]).map(({ i, j, weight }) => [placeOf(i, j), weight] as const),
      )
    : null;
  const sums = {
    totals: [totalsOf(groups, (unit) => observedIn(units[unit], fixed))],
    byClass: differing ? [used, { ...differing, classes: pairs.length }] : [used],
  };
  return resampled(sums, estimate, draws, ([observed], [totals, byPair]) => {
    if (!isOrdinal) return corrected(observed, totals, classes, level, fixed);
    const distance = distanceOf(totals, classes, level);
    let all = 0;
    for (let p = 0; p < byPair.length; p++) all += byPair[p] * distance(pairs[p].i, pairs[p].j);
    return corrected(all, totals, classes, level, distance);
  }).interval;
}

export const ALPHA = statistic({
  name: 'alpha',
  otherNames: { method: 'level', metric: 'level', levelofmeasurement: 'level', valuedomain: 'level', data: 'ratings' },
  summary: say('statistic.alpha'),
  data: z.object({ ratings: classRatings, level: choice(LEVELS) }),
  example: {
    ratings: [
      [1, 1, null],
      [2, 2, 3],
      [3, 3, 3],
    ],
    level: 'ordinal',
  },
  run: ({ ratings, level }) => alpha({ ratings: numbered(ratings, level), level }),
});
