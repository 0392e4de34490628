import type { Interactions } from '../data/dataset.ts';
import { Random } from '../random.ts';

export interface PreferenceFactors {
  k: number;
  /** listeners × k and songs × k. */
  p: Float64Array;
  q: Float64Array;
}

export interface AlsOptions {
  k: number;
  iterations: number;
  /** Confidence of a play: 1 + alpha · ln(1 + count). */
  alpha: number;
  reg: number;
}

/**
 * Weighted matrix factorisation by alternating least squares (Hu, Koren & Volinsky 2008): preference 1 for every played song, 0 for the others, with confidence 1 + α ln(1 + plays) against 1.
 * Each row solves (QᵀQ + Σ (c − 1) q qᵀ + λI) p = Σ c q exactly, by Cholesky.
 */
export function fitAls(rows: Interactions, { k, iterations, alpha, reg }: AlsOptions, seed: number, progress: (fraction: number) => void): PreferenceFactors {
  const random = new Random(seed);
  const draw = (n: number) => Float64Array.from({ length: n * k }, () => (0.1 / Math.sqrt(k)) * random.normal());
  const p = draw(rows.listeners);
  const q = draw(rows.songs);
  const columns = transpose(rows);
  for (let iteration = 0; iteration < iterations; iteration++) {
    solveRows(rows.offsets, rows.items, rows.counts, q, p, k, alpha, reg);
    solveRows(columns.offsets, columns.items, columns.counts, p, q, k, alpha, reg);
    progress((iteration + 1) / iterations);
  }
  return { k, p, q };
}

function solveRows(offsets: Uint32Array, items: Uint32Array, counts: Uint32Array, fixed: Float64Array, out: Float64Array, k: number, alpha: number, reg: number): void {
  const gram = gramMatrix(fixed, k);
  const a = new Float64Array(k * k);
  const b = new Float64Array(k);
  for (let row = 0; row + 1 < offsets.length; row++) {
    a.set(gram);
    b.fill(0);
    for (let f = 0; f < k; f++) a[f * k + f] += reg;
    for (let at = offsets[row]; at < offsets[row + 1]; at++) {
      const extra = alpha * Math.log1p(counts[at]);
      const base = items[at] * k;
      for (let i = 0; i < k; i++) {
        const weighted = extra * fixed[base + i];
        b[i] += (1 + extra) * fixed[base + i];
        for (let j = 0; j <= i; j++) a[i * k + j] += weighted * fixed[base + j];
      }
    }
    solveCholesky(a, b, k);
    out.set(b, row * k);
  }
}

/** Lower triangle of MᵀM. */
function gramMatrix(m: Float64Array, k: number): Float64Array {
  const gram = new Float64Array(k * k);
  for (let base = 0; base < m.length; base += k) {
    for (let i = 0; i < k; i++) for (let j = 0; j <= i; j++) gram[i * k + j] += m[base + i] * m[base + j];
  }
  return gram;
}

/** Solves A x = b in place for a symmetric positive definite A, of which only the lower triangle is read. */
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

/** Songs × listeners. */
export function transpose(rows: Interactions): { offsets: Uint32Array; items: Uint32Array; counts: Uint32Array } {
  const offsets = new Uint32Array(rows.songs + 1);
  for (const song of rows.items) offsets[song + 1]++;
  for (let i = 0; i < rows.songs; i++) offsets[i + 1] += offsets[i];
  const next = offsets.slice();
  const items = new Uint32Array(rows.items.length);
  const counts = new Uint32Array(rows.items.length);
  for (let u = 0; u < rows.listeners; u++) {
    for (let row = rows.offsets[u]; row < rows.offsets[u + 1]; row++) {
      const at = next[rows.items[row]]++;
      items[at] = u;
      counts[at] = rows.counts[row];
    }
  }
  return { offsets, items, counts };
}
