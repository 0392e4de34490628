import { z } from 'zod';
import type { Message } from '../../../shared/messages/message.ts';
import { say } from '../../../shared/messages/say.ts';
import { sum } from '../descriptive.ts';
import { clustersOf, type Interval, intervalHolding } from '../intervals.ts';
import { Random } from '../random.ts';
import { result, type TestResult } from '../result.ts';
import { ratingsShape, statistic } from '../statistic.ts';
import { intervalOfShare, NO_SPREAD, type Ratings, unitsOf } from './units.ts';

const LEVELS = ['nominal', 'ordinal', 'interval'] as const;
export type Level = (typeof LEVELS)[number];
const BOOTSTRAPS = 2000;

interface Given {
  ratings: Ratings;
  level?: Level;
  /** Of each unit. */
  clusters?: readonly number[];
}

/**
 * Krippendorff's α (2011 computation) for nominal, ordinal and interval codes; interval by bootstrap (seed
 * 1) over units, or over the clusters that units belong to, such as the stages of one scholar.
 */
export function alpha({ ratings, level = 'nominal', clusters }: Given): TestResult {
  const { counts: all, classes, excluded } = unitsOf({ ratings });
  const counts = all.filter((unit) => sum(unit) >= 2);
  const units = counts.map(sparse);
  const rated = [...ratings.keys()].filter((i) => ratings[i].filter((code) => code !== null).length >= 2);
  const groups = clustersOf(rated.map((i) => clusters?.[i] ?? i)).map((members) => members.map((i) => units[i]));
  const estimate = alphaOf(units, classes, level);
  return result(`Krippendorff's alpha (${level})`, {
    estimate,
    n: counts.length,
    excluded,
    effect: {},
    ...(estimate === null
      ? { interval: null, notes: [say('statistics.alpha-of-one-class')] }
      : intervalOf(counts, groups.length, bootstrapAlpha(groups, classes, level, estimate))),
  });
}

/** Units that all agree, or all differ, resample to themselves. */
function intervalOf(
  counts: number[][],
  independent: number,
  resampled: Interval,
): { interval: Interval | null; notes?: Message[] } {
  if (resampled[1] - resampled[0] >= NO_SPREAD) return { interval: resampled };
  const agreeing = counts.filter((unit) => Math.max(...unit) === sum(unit)).length;
  return intervalOfShare(agreeing / counts.length, chanceAgreement(counts), counts.length, independent);
}

/** How often two codes, whosever, are the same. */
function chanceAgreement(counts: readonly (readonly number[])[]): number {
  const totals = counts[0].map((_, i) => sum(counts.map((unit) => unit[i])));
  const n = sum(totals);
  return sum(totals.map((total) => total * (total - 1))) / (n * (n - 1));
}

/** A unit's occurring classes only, so that many classes cost nothing. */
interface Sparse {
  classes: number[];
  counts: number[];
  size: number;
}

function sparse(unit: readonly number[]): Sparse {
  const classes = unit.flatMap((count, i) => (count > 0 ? [i] : []));
  const counts = classes.map((i) => unit[i]);
  return { classes, counts, size: sum(counts) };
}

function alphaOf(units: readonly Sparse[], values: readonly number[], level: Level): number | null {
  const totals = new Float64Array(values.length);
  for (const { classes, counts } of units) for (let k = 0; k < classes.length; k++) totals[classes[k]] += counts[k];
  const below = new Float64Array(values.length + 1);
  for (let i = 0; i < values.length; i++) below[i + 1] = below[i] + totals[i];
  const n = below[values.length];
  const distance = (i: number, j: number) => {
    if (level === 'nominal') return i === j ? 0 : 1;
    if (level === 'interval') return (values[i] - values[j]) ** 2;
    const [low, high] = i < j ? [i, j] : [j, i];
    return (below[high + 1] - below[low] - (totals[low] + totals[high]) / 2) ** 2;
  };
  let observed = 0;
  for (const { classes, counts, size } of units) {
    for (let a = 0; a < classes.length; a++)
      for (let b = a + 1; b < classes.length; b++)
        observed += (2 * counts[a] * counts[b] * distance(classes[a], classes[b])) / (size - 1);
  }
  const expected = expectedDisagreement(totals, values, n, level, distance);
  return expected === 0 ? null : 1 - observed / expected;
}

function expectedDisagreement(
  totals: Float64Array,
  values: readonly number[],
  n: number,
  level: Level,
  distance: (i: number, j: number) => number,
): number {
  if (level === 'nominal') return (n * n - totals.reduce((a, t) => a + t * t, 0)) / (n - 1);
  if (level === 'interval') {
    // Around the mean, so that years do not lose digits.
    const mean = totals.reduce((a, t, i) => a + t * values[i], 0) / n;
    return (2 * n * totals.reduce((a, t, i) => a + t * (values[i] - mean) ** 2, 0)) / (n - 1);
  }
  let total = 0;
  for (let i = 0; i < values.length; i++)
    for (let j = i + 1; j < values.length; j++) total += (2 * totals[i] * totals[j] * distance(i, j)) / (n - 1);
  return total;
}

function bootstrapAlpha(
  groups: readonly (readonly Sparse[])[],
  classes: readonly number[],
  level: Level,
  estimate: number,
): Interval {
  const random = new Random(1);
  const values = new Float64Array(BOOTSTRAPS);
  for (let run = 0; run < BOOTSTRAPS; run++) {
    const value = alphaOf(
      groups.flatMap(() => groups[random.below(groups.length)]),
      classes,
      level,
    );
    // A resample with only one class has perfect agreement.
    values[run] = value ?? 1;
  }
  return intervalHolding(estimate, values);
}

export const ALPHA = statistic({
  name: 'alpha',
  summary: say('statistic.alpha'),
  data: z.object({ ratings: ratingsShape, level: z.enum(LEVELS).default('nominal') }),
  example: {
    ratings: [
      [1, 1, null],
      [2, 2, 3],
      [3, 3, 3],
    ],
    level: 'ordinal',
  },
  run: alpha,
});
