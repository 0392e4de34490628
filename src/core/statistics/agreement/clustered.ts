import { clustersOf, type Interval, intervalHolding } from '../intervals.ts';
import { resamples, weightedSum } from '../resamples.ts';
import { variance } from '../descriptive.ts';
import type { Weights } from './units.ts';

const RESAMPLES = 2000;

export interface Resampled {
  se: number;
  interval: Interval;
}

/** Units in clusters of their own need no resampling. */
export function isClustered(clusters: readonly number[] | undefined): clusters is readonly number[] {
  return clusters !== undefined && new Set(clusters).size < clusters.length;
}

/** What of a coefficient is a sum over units, so that a resample of clusters needs no more than the clusters' sums. */
interface Sums {
  /** One number per cluster, each. */
  totals: Float64Array[];
  /** Class → its share of each cluster; sparse, so that many classes cost nothing. */
  classes: { at: number[]; value: number[] }[][];
}

/**
 * The interval of a coefficient whose units come in clusters, such as the stages of one scholar: clusters are
 * resampled (seed 1), 95 % of the values are in it. A resample of one class counts as perfect agreement.
 */
function resampled(
  { totals, classes }: Sums,
  sizes: readonly number[],
  estimate: number,
  of: (totals: number[], classes: Float64Array[]) => number | null,
): Resampled {
  const values = new Float64Array(RESAMPLES);
  const kept = sizes.map((size) => new Float64Array(size));
  let run = 0;
  for (const weights of resamples(new Array<number>(totals[0].length).fill(0), RESAMPLES, 1)) {
    kept.forEach((shares, side) => {
      shares.fill(0);
      classes[side].forEach(({ at, value }, cluster) => {
        const weight = weights[cluster];
        if (weight > 0) for (let i = 0; i < at.length; i++) shares[at[i]] += weight * value[i];
      });
    });
    values[run++] =
      of(
        totals.map((one) => weightedSum(one, weights)),
        kept,
      ) ?? 1;
  }
  return { se: Math.sqrt(variance(values)), interval: intervalHolding(estimate, values) };
}

/** Cohen's κ of two coders' codes, plain or weighted. */
export function clusteredKappa(
  pairs: readonly (readonly [number, number])[],
  clusters: readonly number[],
  classes: number,
  weights: Weights,
  estimate: number,
): Resampled {
  const far = (i: number, j: number) => Math.abs(i - j) / (classes - 1 || 1);
  const weight = (i: number, j: number) => {
    if (weights === 'none') return i === j ? 1 : 0;
    return weights === 'linear' ? 1 - far(i, j) : 1 - far(i, j) ** 2;
  };
  const groups = clustersOf(clusters);
  const counted = (side: 0 | 1) =>
    groups.map((members) => ({ at: members.map((i) => pairs[i][side]), value: members.map(() => 1) }));
  const sums: Sums = {
    totals: [
      Float64Array.from(groups, (members) => members.length),
      Float64Array.from(groups, (members) => members.reduce((total, i) => total + weight(...pairs[i]), 0)),
    ],
    classes: [counted(0), counted(1)],
  };
  return resampled(sums, [classes, classes], estimate, ([n, agreed], [rows, columns]) => {
    let byChance = 0;
    if (weights === 'none') for (let i = 0; i < classes; i++) byChance += rows[i] * columns[i];
    else
      for (let i = 0; i < classes; i++)
        for (let j = 0; j < classes; j++) byChance += rows[i] * columns[j] * weight(i, j);
    const expected = byChance / (n * n);
    return expected >= 1 ? null : (agreed / n - expected) / (1 - expected);
  });
}

/**
 * Fleiss' κ or Gwet's AC1, for any number of coders.
 *
 * @param counts of every unit, how many coders gave each class
 * @param expectedOf what agreement chance makes, from the classes' shares
 */
export function clusteredChanceCorrected(
  counts: readonly (readonly number[])[],
  clusters: readonly number[],
  expectedOf: (shares: Float64Array) => number,
  estimate: number,
): Resampled {
  const sizes = counts.map((unit) => unit.reduce((total, n) => total + n, 0));
  const agreed = counts.map((unit, i) =>
    sizes[i] < 2 ? 0 : unit.reduce((total, n) => total + n * (n - 1), 0) / (sizes[i] * (sizes[i] - 1)),
  );
  const groups = clustersOf(clusters);
  const total = (of: (unit: number) => number) =>
    Float64Array.from(groups, (members) => members.reduce((sum, i) => sum + of(i), 0));
  const shares = groups.map((members) => {
    const at: number[] = [];
    const value: number[] = [];
    for (const i of members)
      counts[i].forEach((n, q) => {
        if (n > 0) {
          at.push(q);
          value.push(n / sizes[i]);
        }
      });
    return { at, value };
  });
  const sums: Sums = {
    totals: [total((i) => (sizes[i] >= 2 ? 1 : 0)), total((i) => agreed[i]), total(() => 1)],
    classes: [shares],
  };
  const classes = counts[0]?.length ?? 0;
  return resampled(sums, [classes], estimate, ([several, agreement, all], [used]) => {
    if (several === 0) return null;
    const expected = expectedOf(used.map((share) => share / all));
    return expected >= 1 ? null : (agreement / several - expected) / (1 - expected);
  });
}
