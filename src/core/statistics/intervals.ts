import { Z95 } from './distributions.ts';
import { Draws, weightedSum } from './resamples.ts';

export type Interval = [number, number];

/**
 * Wilson's (1927) score interval for a share, 95 %. Equal to R's prop.test(correct = FALSE)$conf.int. Null if
 * nothing was counted.
 */
export function wilsonInterval(count: number, total: number, z = Z95): Interval | null {
  if (total === 0) return null;
  const share = count / total;
  const z2 = z * z;
  const centre = (share + z2 / (2 * total)) / (1 + z2 / total);
  const half = (z / (1 + z2 / total)) * Math.sqrt((share * (1 - share)) / total + z2 / (4 * total * total));
  return [count === 0 ? 0 : centre - half, count === total ? 1 : centre + half];
}

const CLUSTER_RESAMPLES = 2000;

/**
 * A 95 % interval for the share of hits among units that come in clusters, such as the stages of one scholar: clusters
 * are resampled (seed 1). Wilson's where each unit is a cluster of its own; where resampling shows no spread, Wilson's
 * for as many units as there are clusters.
 */
export function clusteredShareInterval(
  hits: readonly boolean[],
  clusters: readonly number[],
  draws = new Draws(),
): Interval | null {
  const units = clustersOf(clusters);
  const count = hits.filter(Boolean).length;
  if (units.length === hits.length) return wilsonInterval(count, hits.length);
  const sizes = Float64Array.from(units, (members) => members.length);
  const hitsOf = Float64Array.from(units, (members) => members.filter((i) => hits[i]).length);
  const shares = Float64Array.from(
    draws.of(units.length, CLUSTER_RESAMPLES, 1),
    (weights) => weightedSum(hitsOf, weights) / weightedSum(sizes, weights),
  );
  const share = count / hits.length;
  const [low, high] = intervalHolding(share, shares);
  return high > low ? [low, high] : wilsonInterval(share * units.length, units.length);
}

/** The indices of each cluster's members, in order of appearance. */
export function clustersOf(clusters: readonly number[]): number[][] {
  return [...Map.groupBy(clusters.keys(), (i) => clusters[i]).values()];
}

/** The middle 95 % of the resampled values, widened where it does not hold the estimate. */
export function intervalHolding(estimate: number, values: Float64Array): Interval {
  const [low, high] = percentileInterval(values);
  return [Math.min(low, estimate), Math.max(high, estimate)];
}

/** The middle 95 % of the resampled values. */
export function percentileInterval(values: Float64Array): [number, number] {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.max(0, Math.round(share * (sorted.length - 1))))];
  return [at(0.025), at(0.975)];
}
