import { tTwoSided } from '../distributions.ts';

export interface PairedTest {
  n: number;
  /** Mean of a − b. */
  difference: number;
  /**
   * Two-sided p of Student's paired t test; null if undefined (fewer than two pairs); 1 where all differences
   * are 0.
   */
  p: number | null;
}

/**
 * Paired t test (Student 1908) over listeners, as Smucker, Allan & Carterette (2007) recommend for comparing rankings.
 * Equal to SciPy's ttest_rel.
 */
export function pairedTest(a: ArrayLike<number>, b: ArrayLike<number>): PairedTest {
  const n = a.length;
  let difference = 0;
  for (let i = 0; i < n; i++) difference += a[i] - b[i];
  difference /= n || 1;
  let squares = 0;
  for (let i = 0; i < n; i++) squares += (a[i] - b[i] - difference) ** 2;
  if (n < 2) return { n, difference, p: null };
  if (squares === 0) return { n, difference, p: difference === 0 ? 1 : 0 };
  const t = difference / Math.sqrt(squares / (n - 1) / n);
  return { n, difference, p: tTwoSided(t, n - 1) };
}
