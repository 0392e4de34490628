import type { Factors } from './vectors.ts';

/** Solves A x = b in place for a symmetric positive definite A (k × k), of which only the lower triangle is read. */
export function solveCholesky(a: Float64Array, b: Float64Array, k: number): void {
  for (let i = 0; i < k; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = a[i * k + j];
      for (let f = 0; f < j; f++) sum -= a[i * k + f] * a[j * k + f];
      a[i * k + j] = i === j ? Math.sqrt(Math.max(sum, 1e-12)) : sum / a[j * k + j];
    }
  }
  for (let i = 0; i < k; i++) {
    for (let f = 0; f < i; f++) b[i] -= a[i * k + f] * b[f];
    b[i] /= a[i * k + i];
  }
  for (let i = k - 1; i >= 0; i--) {
    for (let f = i + 1; f < k; f++) b[i] -= a[f * k + i] * b[f];
    b[i] /= a[i * k + i];
  }
}

/** Lower triangle of MᵀM, rows of length k. */
export function gramMatrix(m: Factors, k: number): Float64Array {
  const gram = new Float64Array(k * k);
  for (let base = 0; base < m.length; base += k) {
    for (let i = 0; i < k; i++) for (let j = 0; j <= i; j++) gram[i * k + j] += m[base + i] * m[base + j];
  }
  return gram;
}

/** Adds w · v vᵀ (lower triangle) and b += c · v for row `at` of `m`. */
export function addOuter(
  a: Float64Array,
  b: Float64Array,
  m: Factors,
  at: number,
  k: number,
  weight: number,
  target: number,
): void {
  for (let i = 0; i < k; i++) {
    const value = m[at + i];
    b[i] += target * value;
    const weighted = weight * value;
    for (let j = 0; j <= i; j++) a[i * k + j] += weighted * m[at + j];
  }
}
