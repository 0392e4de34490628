import { variance } from '../descriptive.ts';
import { clustersOf, type Interval, intervalHolding } from '../intervals.ts';
import { type Draws, weightedSum } from '../resamples.ts';
import type { UnitCounts, Weights } from './units.ts';

const RESAMPLES = 2000;

export interface Resampled {
  se: number;
  interval: Interval;
}

/** Units in clusters of their own need no resampling. */
export function isClustered(clusters: readonly number[] | undefined): clusters is readonly number[] {
  return clusters !== undefined && new Set(clusters).size < clusters.length;
}

/** Sums per cluster and class without zeros: those of cluster i lie from starts[i] to starts[i + 1]. */
interface ClassSums {
  classes: number;
  starts: Int32Array;
  at: Int32Array;
  values: Float64Array;
}

/** What of a coefficient is a sum over units, so that a resample of clusters needs no more than the clusters' sums. */
interface Sums {
  /** One number per cluster, each. */
  totals: Float64Array[];
  byClass: ClassSums[];
}

/** @param entriesOf a unit's classes, each with what the unit adds to it */
export function classSums(
  groups: readonly (readonly number[])[],
  classes: number,
  entriesOf: (unit: number) => Iterable<readonly [number, number]>,
): ClassSums {
  const starts = new Int32Array(groups.length + 1);
  const at: number[] = [];
  const values: number[] = [];
  groups.forEach((members, cluster) => {
    const sums = new Map<number, number>();
    for (const unit of members) for (const [q, value] of entriesOf(unit)) sums.set(q, (sums.get(q) ?? 0) + value);
    for (const [q, value] of sums) {
      at.push(q);
      values.push(value);
    }
    starts[cluster + 1] = at.length;
  });
  return { classes, starts, at: Int32Array.from(at), values: Float64Array.from(values) };
}

export function totalsOf(groups: readonly (readonly number[])[], of: (unit: number) => number): Float64Array {
  return Float64Array.from(groups, (members) => members.reduce((total, unit) => total + of(unit), 0));
}

function weightedClassSums({ starts, at, values }: ClassSums, weights: Uint16Array, into: Float64Array): void {
  into.fill(0);
  for (let cluster = 0; cluster < weights.length; cluster++) {
    const weight = weights[cluster];
    if (weight === 0) continue;
    for (let i = starts[cluster]; i < starts[cluster + 1]; i++) into[at[i]] += weight * values[i];
  }
}

/**
 * The interval of a coefficient whose units come in clusters, such as the stages of one scholar: clusters are
 * resampled (seed 1), 95 % of the values are in it. A resample of one class counts as perfect agreement.
 */
export function resampled(
  { totals, byClass }: Sums,
  estimate: number,
  draws: Draws,
  of: (totals: number[], byClass: Float64Array[]) => number | null,
): Resampled {
  const values = new Float64Array(RESAMPLES);
  const kept = byClass.map(({ classes }) => new Float64Array(classes));
  let run = 0;
  for (const weights of draws.of(totals[0].length, RESAMPLES, 1)) {
    byClass.forEach((sums, side) => weightedClassSums(sums, weights, kept[side]));
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
  draws: Draws,
): Resampled {
  const far = (i: number, j: number) => Math.abs(i - j) / (classes - 1 || 1);
  const weight = (i: number, j: number) => {
    if (weights === 'none') return i === j ? 1 : 0;
    return weights === 'linear' ? 1 - far(i, j) : 1 - far(i, j) ** 2;
  };
  const groups = clustersOf(clusters);
  const counted = (side: 0 | 1) => classSums(groups, classes, (i) => [[pairs[i][side], 1]]);
  const sums: Sums = {
    totals: [totalsOf(groups, () => 1), totalsOf(groups, (i) => weight(...pairs[i]))],
    byClass: [counted(0), counted(1)],
  };
  return resampled(sums, estimate, draws, ([n, agreed], [rows, columns]) => {
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
 * Fleiss' κ or Gwet's AC1, plain or weighted, for any number of coders.
 *
 * @param agreementOf how much the codes of a unit agree
 * @param expectedOf what agreement chance makes, from the classes' shares
 */
export function clusteredChanceCorrected(
  units: readonly UnitCounts[],
  classes: number,
  clusters: readonly number[],
  agreementOf: (unit: UnitCounts) => number,
  expectedOf: (shares: Float64Array) => number,
  estimate: number,
  draws: Draws,
): Resampled {
  const groups = clustersOf(clusters);
  const sums: Sums = {
    totals: [
      totalsOf(groups, (i) => (units[i].size >= 2 ? 1 : 0)),
      totalsOf(groups, (i) => agreementOf(units[i])),
      totalsOf(groups, () => 1),
    ],
    byClass: [
      classSums(groups, classes, (i) => {
        const { at, counts, size } = units[i];
        return at.map((q, k) => [q, counts[k] / size] as const);
      }),
    ],
  };
  return resampled(sums, estimate, draws, ([several, agreement, all], [used]) => {
    if (several === 0) return null;
    for (let q = 0; q < used.length; q++) used[q] /= all;
    const expected = expectedOf(used);
    return expected >= 1 ? null : (agreement / several - expected) / (1 - expected);
  });
}
