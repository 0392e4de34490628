import { z } from 'zod';
import type { Message } from '../../../shared/messages/message.ts';
import { say } from '../../../shared/messages/say.ts';
import { Random } from '../random.ts';
import { adjustP } from './adjust.ts';
import { type Interval, intervalHolding, wilsonInterval } from '../intervals.ts';
import { midranks, sum } from '../descriptive.ts';
import { signTwoSided, signUpper } from '../binomial.ts';
import { chiSquareUpper, normalTwoSided, normalUpper, Z95 } from '../distributions.ts';
import { present, result, type TestResult, unusable } from '../result.ts';
import { alternative, onOneSide } from './sides.ts';
import { numbers, PAIRS, statistic } from '../statistic.ts';

type Values = (number | null)[];
/** R's own limit for exact p values. */
const EXACT_BELOW = 50;
const BOOTSTRAPS = 2000;
/** Of so many values that all resamples would take minutes, fewer are drawn: values drawn together. */
const MOST_DRAWN = 4e8;
const LEAST_BOOTSTRAPS = 200;
const ALL_TIED = say('statistics.all-tied');

interface Pairs {
  x: Values;
  y?: Values;
  /** What the difference, or x, is compared with. */
  mu?: number;
}

/** x before, y after; pairs with a missing side are left out and counted. */
function differences({ x, y, mu = 0 }: Pairs, method: Message): { values: number[]; excluded: number } {
  if (y && y.length !== x.length)
    throw unusable(say('statistics.paired-lengths-of', { method, x: x.length, y: y.length }));
  const { values, excluded } = present(
    x.map((value, i) => (value === null || (y && y[i] === null) ? null : (y ? value - (y[i] as number) : value) - mu)),
  );
  if (values.length < 2)
    throw unusable(say('statistics.needs-two-values', { method, n: values.length, paired: y ? 'yes' : 'no' }));
  return { values, excluded };
}

/** The sign test of x − y (or of x against 0), exact. Effect: share of positive differences. */
export function signTest(data: Pairs): TestResult {
  const { values, excluded } = differences(data, say('method.sign'));
  const positive = values.filter((value) => value > 0).length;
  const negative = values.filter((value) => value < 0).length;
  const used = positive + negative;
  const interval = wilsonInterval(positive, used);
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
export function wilcoxon(data: Pairs): TestResult {
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
  const normal = normalTwoSided(Math.max(0, Math.abs(z) - 0.5) / deviation);
  const tails = n < EXACT_BELOW ? exactTails(ranks, statistic, null) : null;
  const exact = tails && twoSided(tails);
  const isExact = ties === 0 && zeros === 0;
  const useExact = exact !== null && isExact;
  const most = (n * n + n) / 2;
  const { greater, less } = tails && isExact ? tails : normalTails(z, deviation);
  const biserial = (2 * statistic) / ((n * (n + 1)) / 2) - 1;
  const spread = Math.sqrt((2 * n ** 3 + 3 * n * n + n) / 6) / most;
  return result('Wilcoxon signed-rank test', {
    statistic,
    p: useExact ? exact : normal,
    greater,
    less,
    method: `Wilcoxon signed-rank test, ${useExact ? 'exact' : 'normal approximation with continuity correction'}`,
    exact,
    estimate: biserial,
    interval: fisherZ(biserial, spread),
    effect: { rankBiserial: biserial, rankBiserialInterval: fisherZ(biserial, spread) },
    zeros,
    n: values.length,
    excluded,
    notes: zeros > 0 ? [say('statistics.pairs-without-difference', { zeros })] : [],
  });
}

/** The Mann–Whitney test (1947) as R's wilcox.test(x, y); statistic W counts pairs with x above y. */
export function mannWhitney({ x, y }: { x: Values; y: Values }): TestResult {
  const a = present(x);
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
  const tails = m < EXACT_BELOW && n < EXACT_BELOW ? exactTails(ranks, sum(ranks.slice(0, m)), m) : null;
  const exact = tails && twoSided(tails);
  const useExact = exact !== null && ties === 0;
  const { greater, less } = tails && ties === 0 ? tails : normalTails(z, deviation);
  const biserial = (2 * statistic) / (m * n) - 1;
  const spread = Math.sqrt((total + 1) / (3 * m * n));
  return result('Mann–Whitney test', {
    method: `Mann–Whitney test, ${useExact ? 'exact' : 'normal approximation with continuity correction'}`,
    statistic,
    p: useExact ? exact : normalTwoSided(Math.max(0, Math.abs(z) - 0.5) / deviation),
    greater,
    less,
    exact,
    estimate: biserial,
    interval: fisherZ(biserial, spread),
    effect: {
      rankBiserial: biserial,
      rankBiserialInterval: fisherZ(biserial, spread),
      probabilityXAboveY: statistic / (m * n),
    },
    n: total,
    excluded,
    notes: m < 5 || n < 5 ? [say('statistics.rough-interval', { m: Math.min(m, n) })] : [],
  });
}

/**
 * Kruskal & Wallis (1952) with correction for ties. Effect: ε² (Tomczak & Tomczak 2014), interval by bootstrap within
 * groups (seed 1); pairs by Mann–Whitney with Holm's adjustment.
 */
export function kruskal({ groups: given }: { groups: Values[] }): TestResult {
  const all = given.map(present);
  const excluded = sum(all.map((group) => group.excluded));
  const kept = all.flatMap((group, i) => (group.values.length > 0 ? [i] : []));
  const notes = all.flatMap((group, i) =>
    group.values.length > 0 ? [] : [say('statistics.group-empty', { i: i + 1 })],
  );
  const groups = kept.map((i) => all[i].values);
  if (groups.length < 2) throw unusable(say('statistics.kruskal-needs-groups', { groups: groups.length }));
  const n = sum(groups.map((group) => group.length));
  if (n < 3) throw unusable(say('statistics.kruskal-needs-values', { n }));
  const statistic = kruskalStatistic(groups);
  const df = groups.length - 1;
  if (statistic === null)
    return result('Kruskal–Wallis test', {
      statistic: 0,
      df,
      p: 1,
      n,
      excluded,
      effect: { epsilonSquared: 0 },
      notes: [...notes, ALL_TIED],
    });
  const pairs = kept.flatMap((i, a) =>
    kept.slice(a + 1).map((j) => ({ i, j, test: mannWhitney({ x: all[i].values, y: all[j].values }) })),
  );
  const adjusted = adjustP(
    pairs.map(({ test }) => test.p as number | null),
    'holm',
  );
  if (groups.some((group) => group.length < 5)) notes.push(say('statistics.small-group'));
  return result('Kruskal–Wallis test', {
    statistic,
    df,
    p: chiSquareUpper(statistic, df),
    effect: {
      epsilonSquared: statistic / (n - 1),
      epsilonSquaredInterval: bootstrapEpsilon(groups, statistic / (n - 1)),
    },
    pairwise: pairs.map(({ i, j, test }, at) => ({
      groups: [i + 1, j + 1],
      statistic: test.statistic,
      p: test.p,
      pHolm: adjusted[at],
      rankBiserial: test.effect.rankBiserial,
    })),
    n,
    excluded,
    notes,
  });
}

function kruskalStatistic(groups: readonly (readonly number[])[]): number | null {
  const { ranks, ties } = midranks(groups.flat());
  const n = ranks.length;
  if (ties === n ** 3 - n) return null;
  let position = 0;
  let total = 0;
  for (const group of groups) {
    const rankSum = sum(ranks.slice(position, position + group.length));
    total += rankSum ** 2 / group.length;
    position += group.length;
  }
  return statisticOf(total, n, ties);
}

/** H from Σ rank sum² / size, corrected for ties. */
function statisticOf(total: number, n: number, ties: number): number {
  return ((12 * total) / (n * (n + 1)) - 3 * (n + 1)) / (1 - ties / (n ** 3 - n));
}

/** As `kruskalStatistic`, of how often each group has each of the distinct values, which are in ascending order. */
function kruskalOfCounts(counts: readonly Int32Array[]): number | null {
  const sizes = counts.map(() => 0);
  const rankSums = counts.map(() => 0);
  let before = 0;
  let ties = 0;
  for (let at = 0; at < counts[0].length; at++) {
    let tied = 0;
    for (const own of counts) tied += own[at];
    if (tied === 0) continue;
    const rank = before + (tied + 1) / 2;
    for (let g = 0; g < counts.length; g++) {
      sizes[g] += counts[g][at];
      rankSums[g] += counts[g][at] * rank;
    }
    ties += tied ** 3 - tied;
    before += tied;
  }
  const n = before;
  if (ties === n ** 3 - n) return null;
  const total = sum(rankSums.map((rankSum, g) => rankSum ** 2 / sizes[g]));
  return statisticOf(total, n, ties);
}

/**
 * A resample repeats the sample's chance differences and adds its own, df of them on average; they are taken off again,
 * since otherwise the interval of groups that do not differ lies above their ε².
 */
function bootstrapEpsilon(groups: readonly (readonly number[])[], epsilonSquared: number): Interval {
  const random = new Random(1);
  const n = sum(groups.map((group) => group.length));
  const distinct = Float64Array.from(new Set(groups.flat())).sort();
  const place = new Map([...distinct].map((value, at) => [value, at]));
  const places = groups.map((group) => Int32Array.from(group, (value) => place.get(value) as number));
  const counts = groups.map(() => new Int32Array(distinct.length));
  const runs = Math.max(LEAST_BOOTSTRAPS, Math.min(BOOTSTRAPS, Math.floor(MOST_DRAWN / n)));
  const values = new Float64Array(runs);
  for (let run = 0; run < runs; run++) {
    places.forEach((group, g) => {
      counts[g].fill(0);
      for (let i = 0; i < group.length; i++) counts[g][group[random.below(group.length)]]++;
    });
    const resampled = kruskalOfCounts(counts);
    values[run] = Math.max(0, (resampled ?? 0) - (groups.length - 1)) / (n - 1);
  }
  return intervalHolding(epsilonSquared, values);
}

/** An interval for a rank-biserial correlation by Fisher's z (as effectsize in R). At ±1 it has no width. */
function fisherZ(r: number, spread: number): Interval {
  if (Math.abs(r) >= 1) return [r, r];
  return [Math.tanh(Math.atanh(r) - Z95 * spread), Math.tanh(Math.atanh(r) + Z95 * spread)];
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

/** With continuity correction. */
function normalTails(distance: number, deviation: number): Tails {
  return { greater: normalUpper((distance - 0.5) / deviation), less: normalUpper((-distance - 0.5) / deviation) };
}

const pairs = z.object({
  x: numbers,
  y: numbers.optional(),
  paired: z.boolean().optional(),
  mu: z.number().optional(),
  alternative,
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
  data: pairs,
  example: PAIRS,
  run: ({ alternative: side, ...data }) => onOneSide(wilcoxon(data), side),
});

export const MANN_WHITNEY = statistic({
  name: 'mann-whitney',
  summary: say('statistic.mann-whitney'),
  data: z.object({ x: numbers, y: numbers, alternative }),
  example: { x: [0.8, 0.83, 1.89, 1.04], y: [1.15, 0.88, 0.9] },
  run: ({ alternative: side, ...data }) => onOneSide(mannWhitney(data), side),
});

export const KRUSKAL = statistic({
  name: 'kruskal',
  summary: say('statistic.kruskal'),
  data: z.object({ groups: z.array(numbers) }),
  example: {
    groups: [
      [1, 2, 3],
      [2, 4, 6],
      [5, 7, 9],
    ],
  },
  run: kruskal,
});
