import { mean, variance } from './descriptive.ts';

/**
 * How far two groups differ in a share, in standard deviations: Austin (2009). Null where both shares are 0, or both 1.
 */
export function shareDifferenceInDeviations(first: number, second: number): number | null {
  const spread = Math.sqrt((first * (1 - first) + second * (1 - second)) / 2);
  return spread === 0 ? (first === second ? 0 : null) : (first - second) / spread;
}

/** The same for means: Cohen's d with the mean of both variances. */
export function meanDifferenceInDeviations(first: readonly number[], second: readonly number[]): number | null {
  if (first.length < 2 || second.length < 2) return null;
  const spread = Math.sqrt((variance([...first]) + variance([...second])) / 2);
  return spread === 0 ? null : (mean([...first]) - mean([...second])) / spread;
}
