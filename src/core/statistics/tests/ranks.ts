import { z } from 'zod';
import type { Message } from '../../../shared/messages/message.ts';
import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import { type Interval, wilsonInterval } from '../intervals.ts';
import { midranks, sum } from '../descriptive.ts';
import { signTwoSided, signUpper } from '../binomial.ts';
import { normalQuantile, normalTwoSided, normalUpper, Z95 } from '../distributions.ts';
import { present, result, type TestResult, unusable } from '../result.ts';
import { alternative, onOneSide } from './sides.ts';
import { flag } from '../foreign-options.ts';
import { confidence, numbers, PAIRS, statistic } from '../statistic.ts';

export type Values = (number | null)[];
/** R's own limit for exact p values, and how many values take no more than seconds where one is asked for. */
const EXACT_BELOW = 50;
const MOST_EXACT = 200;
export const ALL_TIED = say('statistics.all-tied');

interface Pairs {
  x: Values;
  y?: Values;
  /** What the difference, or x, is compared with. */
  mu?: number;
  /** Of the interval. */
  confidence?: number;
}

/** How a p of ranks is found, as R's wilcox.test has it. */
interface HowExact {
  /** Unless given: exact where there are few values and no ties. */
  exact?: boolean;
  /** Continuity correction of the normal approximation, unless false. */
  correct?: boolean;
}

/** Two groups. */
interface Groups {
  x: Values;
  y: Values;
  mu?: number;
  confidence?: number;
}

/** x before, y after; pairs with a missing side are left out and counted. */
function differences({ x, y, mu = 0 }: Pairs, method: Message): { values: number[]; excluded: number } {
  if (y && y.length !== x.length)
    throw unusable(say('statistics.paired-lengths-of', { method, x: x.length, y: y.length }));
  const { values, excluded } = present(
    x.map((value, i) => (value === null || (y && y[i] === null) ? null : (y ? value - (y[i] as number) : value) - mu)),
  );
  // Of one pair nothing follows: R says so too, by p = 1.
  if (values.length === 0) throw unusable(say('statistics.needs-a-pair', { method, paired: y ? 'yes' : 'no' }));
  return { values, excluded };
}

/** The sign test of x − y (or of x against 0), exact. Effect: share of positive differences. */
export function signTest(data: Pairs): TestResult {
  const { values, excluded } = differences(data, say('method.sign'));
  const positive = values.filter((value) => value > 0).length;
  const negative = values.filter((value) => value < 0).length;
  const used = positive + negative;
  const interval = wilsonInterval(positive, used, zOf(data.confidence));
  return result('Sign test', {
    statistic: positive,
    p: used === 0 ? 1 : signTwoSided(positive, used),
    greater: signUpper(positive, used),
    less: signUpper(negative, used),
    estimate: used === 0 ? null : positive / used,
    interval,
    effect: { sharePositive: used === 0 ? null : positive / used, sharePositiveInterval: interval },
    positive,
    negative,
    ties: values.length - used,
    n: values.length,
    excluded,
    notes: used === 0 ? [ALL_TIED] : [],
  });
}

/**
 * Wilcoxon's signed-rank test (1945) as R's wilcox.test(x, y, paired = TRUE): exact without ties and zeros below 50,
 * else normal with continuity correction; the exact p of the tied ranks is given too.
 */
export function wilcoxon(data: Pairs & HowExact): TestResult {
  const { values, excluded } = differences(data, say('method.wilcoxon'));
  const used = values.filter((value) => value !== 0);
  const zeros = values.length - used.length;
  const n = used.length;
  if (n === 0)
    return result('Wilcoxon signed-rank test', {
      statistic: 0,
      p: 1,
      n: values.length,
      excluded,
      effect: { rankBiserial: null },
      notes: [ALL_TIED],
    });
  const { ranks, ties } = midranks(used.map(Math.abs));
  const statistic = sum(ranks.filter((_, i) => used[i] > 0));
  const centre = (n * (n + 1)) / 4;
  const deviation = Math.sqrt((n * (n + 1) * (2 * n + 1)) / 24 - ties / 48);
  const z = statistic - centre;
  const by = data.correct === false ? 0 : 0.5;
  const normal = normalTwoSided(Math.max(0, Math.abs(z) - by) / deviation);
  const isExact = ties === 0 && zeros === 0;
  const tails = n < mostExact(data, isExact, n) ? exactTails(ranks, statistic, null) : null;
  const exact = tails && twoSided(tails);
  const useExact = exact !== null && isExact && data.exact !== false;
  const most = (n * n + n) / 2;
  const { greater, less } = tails && useExact ? tails : normalTails(z, deviation, by);
  const biserial = (2 * statistic) / ((n * (n + 1)) / 2) - 1;
  const spread = Math.sqrt((2 * n ** 3 + 3 * n * n + n) / 6) / most;
  const interval = fisherZ(biserial, spread, zOf(data.confidence));
  return result('Wilcoxon signed-rank test', {
    statistic,
    p: useExact ? exact : normal,
    greater,
    less,
    method: `Wilcoxon signed-rank test, ${variantOf(useExact, by)}`,
    exact,
    estimate: biserial,
    interval,
    effect: { rankBiserial: biserial, rankBiserialInterval: interval },
    zeros,
    n: values.length,
    excluded,
    notes: zeros > 0 ? [say('statistics.pairs-without-difference', { zeros })] : [],
  });
}

/** The Mann–Whitney test (1947) as R's wilcox.test(x, y); statistic W counts pairs with x above y. */
export function mannWhitney({ x, y, mu = 0, confidence, ...how }: Groups & HowExact): TestResult {
  const a = present(x.map((value) => (value === null ? null : value - mu)));
  const b = present(y);
  const [m, n] = [a.values.length, b.values.length];
  if (m === 0 || n === 0) throw unusable(say('statistics.mann-whitney-needs-values', { m, n }));
  const { ranks, ties } = midranks([...a.values, ...b.values]);
  const statistic = sum(ranks.slice(0, m)) - (m * (m + 1)) / 2;
  const total = m + n;
  const excluded = a.excluded + b.excluded;
  if (ties === total ** 3 - total)
    return result('Mann–Whitney test', {
      statistic,
      p: 1,
      n: total,
      excluded,
      effect: { rankBiserial: 0 },
      notes: [ALL_TIED],
    });
  const deviation = Math.sqrt(((m * n) / 12) * (total + 1 - ties / (total * (total - 1))));
  const z = statistic - (m * n) / 2;
  const by = how.correct === false ? 0 : 0.5;
  const tails =
    Math.max(m, n) < mostExact(how, ties === 0, total) ? exactTails(ranks, sum(ranks.slice(0, m)), m) : null;
  const exact = tails && twoSided(tails);
  const useExact = exact !== null && ties === 0 && how.exact !== false;
  const { greater, less } = tails && useExact ? tails : normalTails(z, deviation, by);
  const biserial = (2 * statistic) / (m * n) - 1;
  const interval = fisherZ(biserial, Math.sqrt((total + 1) / (3 * m * n)), zOf(confidence));
  return result('Mann–Whitney test', {
    method: `Mann–Whitney test, ${variantOf(useExact, by)}`,
    statistic,
    p: useExact ? exact : normalTwoSided(Math.max(0, Math.abs(z) - by) / deviation),
    greater,
    less,
    exact,
    estimate: biserial,
    interval,
    effect: {
      rankBiserial: biserial,
      rankBiserialInterval: interval,
      probabilityXAboveY: statistic / (m * n),
    },
    n: total,
    excluded,
    notes: m < 5 || n < 5 ? [say('statistics.rough-interval', { m: Math.min(m, n) })] : [],
  });
}

/** An interval for a rank-biserial correlation by Fisher's z (as effectsize in R). At ±1 it has no width. */
function fisherZ(r: number, spread: number, z: number): Interval {
  if (Math.abs(r) >= 1) return [r, r];
  return [Math.tanh(Math.atanh(r) - z * spread), Math.tanh(Math.atanh(r) + z * spread)];
}

/**
 * Counts of subsets of (doubled, so whole) ranks by their sum: of any size for signed ranks, of a given size for two
 * groups.
 */
function subsetCounts(ranks: readonly number[], size: number | null): Float64Array {
  const doubled = ranks.map((rank) => Math.round(2 * rank));
  const width = sum(doubled) + 1;
  if (size === null) {
    const counts = new Float64Array(width);
    counts[0] = 1;
    for (const rank of doubled)
      for (let total = width - 1; total >= rank; total--) counts[total] += counts[total - rank];
    return counts;
  }
  const layers = Array.from({ length: size + 1 }, () => new Float64Array(width));
  layers[0][0] = 1;
  for (const rank of doubled)
    for (let k = size; k >= 1; k--)
      for (let total = width - 1; total >= rank; total--) layers[k][total] += layers[k - 1][total - rank];
  return layers[size];
}

/** The one-sided p values. */
interface Tails {
  greater: number;
  less: number;
}

function exactTails(ranks: readonly number[], observed: number, size: number | null): Tails {
  const counts = subsetCounts(ranks, size);
  const at = Math.round(2 * observed);
  const all = sum([...counts]);
  return { greater: sum([...counts.subarray(at)]) / all, less: sum([...counts.subarray(0, at + 1)]) / all };
}

/** Twice the smaller one. */
function twoSided({ greater, less }: Tails): number {
  return Math.min(1, 2 * Math.min(greater, less));
}

/** @param by the continuity correction */
function normalTails(distance: number, deviation: number, by: number): Tails {
  return { greater: normalUpper((distance - by) / deviation), less: normalUpper((-distance - by) / deviation) };
}

function variantOf(isExact: boolean, by: number): string {
  if (isExact) return 'exact';
  return `normal approximation ${by === 0 ? 'without' : 'with'} continuity correction`;
}

/**
 * Below how many values p is exact.
 *
 * @throws where an exact p is asked for that there is none of, or that would take minutes
 */
function mostExact({ exact }: HowExact, untied: boolean, n: number): number {
  if (!exact) return EXACT_BELOW;
  if (!untied) throw new AppError('bad-input', say('statistics.no-exact-ranks'), { field: 'exact' });
  if (n <= MOST_EXACT) return MOST_EXACT + 1;
  throw new AppError('bad-input', say('statistics.too-many-for-exact', { n, most: MOST_EXACT }), { field: 'exact' });
}

/** Of an interval of this confidence. */
function zOf(confidence = 0.95): number {
  return confidence === 0.95 ? Z95 : -normalQuantile((1 - confidence) / 2);
}

const how = { exact: flag.optional(), correct: flag.optional() };

const pairs = z.object({
  x: numbers,
  y: numbers.optional(),
  paired: flag.optional(),
  mu: z.number().optional(),
  alternative,
  confidence,
});

export const SIGN = statistic({
  name: 'sign',
  summary: say('statistic.sign'),
  data: pairs,
  example: PAIRS,
  run: ({ alternative: side, ...data }) => onOneSide(signTest(data), side),
});

export const WILCOXON = statistic({
  name: 'wilcoxon',
  summary: say('statistic.wilcoxon'),
  data: pairs.extend(how),
  example: PAIRS,
  run: ({ alternative: side, ...data }) => onOneSide(wilcoxon(data), side),
});

export const MANN_WHITNEY = statistic({
  name: 'mann-whitney',
  summary: say('statistic.mann-whitney'),
  data: z.object({ x: numbers, y: numbers, mu: z.number().optional(), alternative, confidence, ...how }),
  example: { x: [0.8, 0.83, 1.89, 1.04], y: [1.15, 0.88, 0.9] },
  run: ({ alternative: side, ...data }) => onOneSide(mannWhitney(data), side),
});
