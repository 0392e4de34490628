/** Rows of numbers, one after another: latent factors of songs or listeners. */
export type Factors = Float64Array | Float32Array;

/** a · b of k values each, from `aAt` and `bAt` on. */
export function dotAt(a: Factors, aAt: number, b: Factors, bAt: number, k: number): number {
  let sum = 0;
  for (let f = 0; f < k; f++) sum += a[aAt + f] * b[bAt + f];
  return sum;
}

/** Cosine of two rows of k values; 0 if one of them is all zero. */
export function cosineAt(a: Factors, aAt: number, b: Factors, bAt: number, k: number): number {
  const norm = Math.sqrt(dotAt(a, aAt, a, aAt, k) * dotAt(b, bAt, b, bAt, k));
  return norm === 0 ? 0 : dotAt(a, aAt, b, bAt, k) / norm;
}

/** 1 for rows that are not all zero: songs played in training. */
export function knownRows(m: Factors, k: number): Uint8Array {
  return Uint8Array.from({ length: m.length / k }, (_, row) => {
    for (let f = 0; f < k; f++) if (m[row * k + f] !== 0) return 1;
    return 0;
  });
}
