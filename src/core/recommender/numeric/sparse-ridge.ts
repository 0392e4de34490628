import { giveWay } from './yielding.ts';

/** Rows of (column, value) pairs: row r's are at `offsets[r]` up to `offsets[r + 1]`. */
export interface SparseRows {
  offsets: Uint32Array;
  terms: Uint32Array;
  weights: Float32Array;
}

const MOST_STEPS = 2000;
/** Columns that `product` sums at once. */
const STRIP = 8;

/**
 * Ridge regression of k targets at once on sparse rows: B = (AᵀA + λI)⁻¹ Aᵀ Y. Conjugate gradients, one sequence per
 * target and all in step, on whichever of the two equivalent systems is smaller: (AᵀA + λI) B = AᵀY over columns, or
 * (AAᵀ + λI) Z = Y over rows with B = AᵀZ. Neither matrix is ever formed.
 */
export class SparseRidge {
  readonly #a: SparseRows;
  readonly #across: SparseRows;
  readonly #columns: number;
  readonly #k: number;
  readonly #overRows: boolean;
  readonly #solution: Float64Array;
  readonly #right: Float64Array;

  /** @param rows the rows of `a` to learn from @param y their targets, k per row of `rows` */
  constructor(a: SparseRows, rows: Uint32Array, columns: number, y: Float64Array, k: number) {
    this.#a = chosenRows(a, rows);
    this.#across = transposedRows(this.#a, columns);
    this.#columns = columns;
    this.#k = k;
    this.#overRows = rows.length <= columns;
    this.#right = this.#overRows ? y : this.#transposed(y);
    this.#solution = new Float64Array(this.#right.length);
  }

  /**
   * Weights of the columns, k each. Starts from the last solution, so that a series of λ from large to small is cheap.
   *
   * @param tolerance of every target's residual, relative to its right side
   */
  async solve(lambda: number, tolerance: number, context: { progress(fraction: number): void }): Promise<Float64Array> {
    const k = this.#k;
    const x = this.#solution;
    const residual = this.#apply(x, lambda);
    for (let i = 0; i < x.length; i++) residual[i] = this.#right[i] - residual[i];
    const direction = residual.slice();
    const norms = dots(this.#right, this.#right, k);
    let squares = dots(residual, residual, k);
    for (let step = 0; step < MOST_STEPS && !squares.every((s, f) => s <= tolerance ** 2 * norms[f]); step++) {
      const applied = this.#apply(direction, lambda);
      const curvature = dots(direction, applied, k);
      const alpha = squares.map((s, f) => (curvature[f] > 0 ? s / curvature[f] : 0));
      for (let base = 0; base < x.length; base += k)
        for (let f = 0; f < k; f++) {
          x[base + f] += alpha[f] * direction[base + f];
          residual[base + f] -= alpha[f] * applied[base + f];
        }
      const next = dots(residual, residual, k);
      for (let base = 0; base < x.length; base += k)
        for (let f = 0; f < k; f++) {
          const beta = squares[f] > 0 ? next[f] / squares[f] : 0;
          direction[base + f] = residual[base + f] + beta * direction[base + f];
        }
      squares = next;
      await giveWay(context, 1 - 1 / (2 + step));
    }
    return this.#overRows ? this.#transposed(x) : x.slice();
  }

  /** (M + λI) v, M being AAᵀ or AᵀA. */
  #apply(v: Float64Array, lambda: number): Float64Array {
    const out = this.#overRows ? this.#times(this.#transposed(v)) : this.#transposed(this.#times(v));
    for (let i = 0; i < v.length; i++) out[i] += lambda * v[i];
    return out;
  }

  /** A v over the chosen rows. */
  #times(v: Float64Array): Float64Array {
    return product(this.#a, v, this.#k, new Float64Array((this.#a.offsets.length - 1) * this.#k));
  }

  /** Aᵀ v. */
  #transposed(v: Float64Array): Float64Array {
    return product(this.#across, v, this.#k, new Float64Array(this.#columns * this.#k));
  }
}

/** The chosen rows alone. */
function chosenRows({ offsets, terms, weights }: SparseRows, rows: Uint32Array): SparseRows {
  const chosen = new Uint32Array(rows.length + 1);
  rows.forEach((row, r) => {
    chosen[r + 1] = chosen[r] + offsets[row + 1] - offsets[row];
  });
  const [ownTerms, ownWeights] = [new Uint32Array(chosen[rows.length]), new Float32Array(chosen[rows.length])];
  rows.forEach((row, r) => {
    ownTerms.set(terms.subarray(offsets[row], offsets[row + 1]), chosen[r]);
    ownWeights.set(weights.subarray(offsets[row], offsets[row + 1]), chosen[r]);
  });
  return { offsets: chosen, terms: ownTerms, weights: ownWeights };
}

function transposedRows({ offsets, terms, weights }: SparseRows, columns: number): SparseRows {
  const across = new Uint32Array(columns + 1);
  for (const term of terms) across[term + 1]++;
  for (let column = 0; column < columns; column++) across[column + 1] += across[column];
  const next = across.slice();
  const [rows, values] = [new Uint32Array(terms.length), new Float32Array(terms.length)];
  for (let row = 0; row < offsets.length - 1; row++)
    for (let at = offsets[row]; at < offsets[row + 1]; at++) {
      const to = next[terms[at]]++;
      rows[to] = row;
      values[to] = weights[at];
    }
  return { offsets: across, terms: rows, weights: values };
}

/** Sums a strip of columns in local variables, which is several times as fast as adding row after row to `out`. */
function product({ offsets, terms, weights }: SparseRows, v: Float64Array, k: number, out: Float64Array): Float64Array {
  const rows = offsets.length - 1;
  for (let row = 0; row < rows; row++) {
    const [from, to] = [offsets[row], offsets[row + 1]];
    if (from === to) continue;
    const whole = k - (k % STRIP);
    for (let f = 0; f < whole; f += STRIP) {
      let [a, b, c, d, e, g, h, i] = [0, 0, 0, 0, 0, 0, 0, 0];
      for (let at = from; at < to; at++) {
        const base = terms[at] * k + f;
        const weight = weights[at];
        a += weight * v[base];
        b += weight * v[base + 1];
        c += weight * v[base + 2];
        d += weight * v[base + 3];
        e += weight * v[base + 4];
        g += weight * v[base + 5];
        h += weight * v[base + 6];
        i += weight * v[base + 7];
      }
      const base = row * k + f;
      out[base] = a;
      out[base + 1] = b;
      out[base + 2] = c;
      out[base + 3] = d;
      out[base + 4] = e;
      out[base + 5] = g;
      out[base + 6] = h;
      out[base + 7] = i;
    }
    for (let f = whole; f < k; f++) {
      let sum = 0;
      for (let at = from; at < to; at++) sum += weights[at] * v[terms[at] * k + f];
      out[row * k + f] = sum;
    }
  }
  return out;
}

/** Adds a sparse row times a matrix of `k` columns to `out`. */
export function addRow(
  { offsets, terms, weights }: SparseRows,
  row: number,
  matrix: Float64Array | Float32Array,
  k: number,
  out: Float64Array | Float32Array,
  to: number,
): void {
  for (let at = offsets[row]; at < offsets[row + 1]; at++) {
    const from = terms[at] * k;
    const weight = weights[at];
    for (let f = 0; f < k; f++) out[to + f] += weight * matrix[from + f];
  }
}

/** Column by column: Σ a b. */
function dots(a: Float64Array, b: Float64Array, k: number): Float64Array {
  const sums = new Float64Array(k);
  for (let base = 0; base < a.length; base += k) for (let f = 0; f < k; f++) sums[f] += a[base + f] * b[base + f];
  return sums;
}
