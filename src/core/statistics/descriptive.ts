export function sum(values: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i];
  return total;
}

export function mean(values: ArrayLike<number>): number {
  return sum(values) / values.length;
}

/** Of sorted values; null of none. */
export function medianOfSorted(sorted: ArrayLike<number>): number | null {
  if (sorted.length === 0) return null;
  return (sorted[Math.floor((sorted.length - 1) / 2)] + sorted[Math.ceil((sorted.length - 1) / 2)]) / 2;
}

/** Of values in ascending order: 0 where all are alike, towards 1 where few have all; null where there is nothing. */
export function giniOfSorted(sorted: ArrayLike<number>): number | null {
  const n = sorted.length;
  let [total, weighted] = [0, 0];
  for (let i = 0; i < n; i++) {
    total += sorted[i];
    weighted += (2 * (i + 1) - n - 1) * sorted[i];
  }
  return total === 0 ? null : weighted / (n * total);
}

/** Σ (value − mean)². */
export function squaredDeviations(values: ArrayLike<number>): number {
  const average = mean(values);
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += (values[i] - average) ** 2;
  return squares;
}

/** Sample variance, n − 1. */
export function variance(values: ArrayLike<number>): number {
  return squaredDeviations(values) / (values.length - 1);
}

/** Of a mean: standard deviation / √n. */
export function standardError(values: ArrayLike<number>): number {
  return values.length < 2 ? Number.NaN : Math.sqrt(variance(values) / values.length);
}

/** Ranks from 1, ties sharing their mean; and Σ(t³ − t) over ties. */
export function midranks(values: readonly number[]): { ranks: number[]; ties: number } {
  const order = values.map((_, i) => i).sort((a, b) => values[a] - values[b]);
  const ranks = new Array<number>(values.length);
  let ties = 0;
  for (let start = 0; start < order.length; ) {
    let end = start + 1;
    while (end < order.length && values[order[end]] === values[order[start]]) end++;
    for (let i = start; i < end; i++) ranks[order[i]] = (start + end + 1) / 2;
    ties += (end - start) ** 3 - (end - start);
    start = end;
  }
  return { ranks, ties };
}
