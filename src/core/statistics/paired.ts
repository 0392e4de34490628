import { Random } from './random.ts';
import { mean } from './descriptive.ts';
import { tTwoSided } from './distributions.ts';

export interface PairedTest {
  /** Pairs. */
  n: number;
  /** Mean of a − b. */
  difference: number;
  /**
   * Two-sided p of Student's paired t test; null where it has no answer (fewer than two pairs); 1 where all differences
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

/** Of a mean: standard deviation / √n. */
export function standardError(values: ArrayLike<number>): number {
  const average = mean(values);
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += (values[i] - average) ** 2;
  return values.length < 2 ? Number.NaN : Math.sqrt(squares / (values.length - 1) / values.length);
}

/**
 * Percentile bootstrap (Efron 1979): how often each unit is drawn, for every resample. Units are clusters (listeners,
 * or song splits and the listeners in them), so whatever is
 * summed with these weights is resampled as a whole.
 *
 * @param groups the unit's group; with more than one group, groups are drawn first and then units inside them
 */
export function* resamples(groups: readonly number[], times: number, seed: number): Generator<Uint16Array> {
  const random = new Random(seed);
  const members = new Map<number, number[]>();
  groups.forEach((group, unit) => {
    const list = members.get(group);
    if (list) list.push(unit);
    else members.set(group, [unit]);
  });
  const clusters = [...members.values()];
  for (let sample = 0; sample < times; sample++) {
    const weights = new Uint16Array(groups.length);
    for (let drawn = 0; drawn < clusters.length; drawn++) {
      const cluster = clusters.length === 1 ? clusters[0] : clusters[random.below(clusters.length)];
      for (let i = 0; i < cluster.length; i++) weights[cluster[random.below(cluster.length)]]++;
    }
    yield weights;
  }
}
