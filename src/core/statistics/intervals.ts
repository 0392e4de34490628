import { Z95 } from './distributions.ts';

export type Interval = [number, number];

/**
 * Wilson's (1927) score interval for a share, 95 %. Equal to R's prop.test(correct = FALSE)$conf.int. Null if
 * nothing was counted.
 */
export function wilsonInterval(count: number, total: number): Interval | null {
  if (total === 0) return null;
  const share = count / total;
  const z2 = Z95 * Z95;
  const centre = (share + z2 / (2 * total)) / (1 + z2 / total);
  const half = (Z95 / (1 + z2 / total)) * Math.sqrt((share * (1 - share)) / total + z2 / (4 * total * total));
  return [count === 0 ? 0 : centre - half, count === total ? 1 : centre + half];
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
