export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum / values.length;
}

/** The middle 95 % of what the resamples gave. */
export function percentileInterval(values: Float64Array): [number, number] {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.max(0, Math.round(share * (sorted.length - 1))))];
  return [at(0.025), at(0.975)];
}
