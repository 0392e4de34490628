import { instantiate, layOut } from '../../workers/instantiate.ts';
import { wasmBase64 } from '../kernels/sparse-ridge.wasm.ts';
import { giveWay } from './yielding.ts';

type Kernel = Record<'product' | 'addScaled' | 'subtractFrom' | 'dots' | 'step' | 'turn', (...args: number[]) => void>;

/** Rows of (column, value) pairs: row r's are at `offsets[r]` up to `offsets[r + 1]`. */
export interface SparseRows {
  offsets: Uint32Array;
  terms: Uint32Array;
  weights: Float32Array;
}

const MOST_STEPS = 2000;
/** Right sides in a block of 64 bytes. */
const BLOCK = 8;

/**
 * Ridge regression of k targets at once on sparse rows: B = (AᵀA + λI)⁻¹ Aᵀ Y. Conjugate gradients, one sequence per
 * target and all in step, on whichever of the two equivalent systems is smaller: (AᵀA + λI) B = AᵀY over columns, or
 * (AAᵀ + λI) Z = Y over rows with B = AᵀZ. Neither matrix is ever formed.
 */
export class SparseRidge {
  readonly #k: number;
  readonly #overRows: boolean;
  readonly #columns: number;
  readonly #unknowns: number;
  readonly #solution: Float64Array;
  readonly #right: Float64Array;
  readonly #memory: RidgeMemory;

  /** @param rows the rows of `a` to learn from @param y their targets, k per row of `rows` */
  constructor(a: SparseRows, rows: Uint32Array, columns: number, y: Float64Array, k: number) {
    this.#columns = columns;
    this.#k = k;
    this.#overRows = rows.length <= columns;
    this.#unknowns = this.#overRows ? rows.length : columns;
    this.#memory = new RidgeMemory(chosenRows(a, rows), columns, this.#unknowns, k);
    this.#right = this.#overRows ? y : this.#transposed(y, rows.length);
    this.#solution = new Float64Array(this.#right.length);
  }

  /**
   * Weights of the columns, k each. Starts from the last solution, so that a series of λ from large to small is cheap.
   *
   * @param tolerance of every target's residual, relative to its right side
   */
  async solve(lambda: number, tolerance: number, context: { progress(fraction: number): void }): Promise<Float64Array> {
    for (const [from, to] of this.#memory.blocks()) await this.#solveBlock(from, to, lambda, tolerance, context);
    return this.#overRows ? this.#transposed(this.#solution, this.#unknowns) : this.#solution.slice();
  }

  /** The targets `from` up to `to`. */
  async #solveBlock(
    from: number,
    to: number,
    lambda: number,
    tolerance: number,
    context: { progress(fraction: number): void },
  ): Promise<void> {
    const memory = this.#memory;
    const n = this.#unknowns;
    memory.put('x', this.#solution, n, this.#k, from, to);
    memory.put('right', this.#right, n, this.#k, from, to);
    this.#apply('x', 'residual', lambda);
    memory.subtractFromRight('residual');
    memory.copy('residual', 'direction');
    const norms = memory.dots('right', 'right');
    let squares = memory.dots('residual', 'residual');
    for (let step = 0; step < MOST_STEPS && !squares.every((s, f) => s <= tolerance ** 2 * norms[f]); step++) {
      this.#apply('direction', 'applied', lambda);
      const curvature = memory.dots('direction', 'applied');
      memory.step(squares.map((s, f) => (curvature[f] > 0 ? s / curvature[f] : 0)));
      const next = memory.dots('residual', 'residual');
      memory.turn(next.map((s, f) => (squares[f] > 0 ? s / squares[f] : 0)));
      squares = next;
      await giveWay(context, 1 - 1 / (2 + step));
    }
    memory.take('x', this.#solution, n, this.#k, from, to);
  }

  /** (M + λI) v, M being AAᵀ or AᵀA. */
  #apply(v: Area, out: Area, lambda: number): void {
    const memory = this.#memory;
    memory.product(this.#overRows ? 'across' : 'along', v, 'between');
    memory.product(this.#overRows ? 'along' : 'across', 'between', out);
    memory.addScaled(out, v, lambda);
  }

  /** Aᵀ v. */
  #transposed(v: Float64Array, rows: number): Float64Array {
    const memory = this.#memory;
    const out = new Float64Array(this.#columns * this.#k);
    // The area of the unknowns is as long as the smaller side.
    const [given, found]: [Area, Area] = rows === this.#unknowns ? ['direction', 'between'] : ['between', 'direction'];
    for (const [from, to] of memory.blocks()) {
      memory.put(given, v, rows, this.#k, from, to);
      memory.product('across', given, found);
      memory.take(found, out, this.#columns, this.#k, from, to);
    }
    return out;
  }
}

type Area = 'x' | 'right' | 'residual' | 'direction' | 'applied' | 'between';

/** The matrix and the vectors of one regression inside the kernel's memory: as many targets at once as fit into it. */
class RidgeMemory {
  readonly #kernel: Kernel;
  readonly #memory: WebAssembly.Memory;
  readonly #at: Record<string, number>;
  readonly #rows: Record<'along' | 'across', number>;
  readonly #k: number;
  readonly #stride: number;
  readonly #bytes: number;

  constructor(a: SparseRows, columns: number, unknowns: number, k: number) {
    const rows = a.offsets.length - 1;
    const across = transposedRows(a, columns);
    this.#rows = { along: rows, across: columns };
    this.#k = k;
    const entries = 4 * a.terms.length;
    const layout = (stride: number) => {
      const vector = 8 * stride * unknowns;
      return layOut({
        alongOffsets: 4 * (rows + 1),
        alongTerms: entries,
        alongWeights: entries,
        acrossOffsets: 4 * (columns + 1),
        acrossTerms: entries,
        acrossWeights: entries,
        numbers: 8 * stride,
        x: vector,
        right: vector,
        residual: vector,
        direction: vector,
        applied: vector,
        between: 8 * stride * Math.max(rows, columns),
      });
    };
    let stride = Math.ceil(k / BLOCK) * BLOCK;
    while (stride > BLOCK && !layout(stride).fits) stride = Math.ceil(stride / 2 / BLOCK) * BLOCK;
    const { at, pages } = layout(stride);
    this.#stride = stride;
    this.#bytes = 8 * stride * unknowns;
    this.#at = at;
    this.#memory = new WebAssembly.Memory({ initial: pages });
    this.#kernel = instantiate<Kernel>(wasmBase64, this.#memory);
    for (const side of ['along', 'across'] as const) {
      const matrix = side === 'along' ? a : across;
      new Uint32Array(this.#memory.buffer, at[`${side}Offsets`], matrix.offsets.length).set(matrix.offsets);
      new Uint32Array(this.#memory.buffer, at[`${side}Terms`], matrix.terms.length).set(matrix.terms);
      new Float32Array(this.#memory.buffer, at[`${side}Weights`], matrix.weights.length).set(matrix.weights);
    }
  }

  /** Targets that are in the memory together, from the first up to the last. */
  blocks(): [number, number][] {
    return Array.from({ length: Math.ceil(this.#k / this.#stride) }, (_, i) => [
      i * this.#stride,
      Math.min(this.#k, (i + 1) * this.#stride),
    ]);
  }

  put(area: Area, values: Float64Array, rows: number, k: number, from: number, to: number): void {
    const own = this.#area(area, rows);
    own.fill(0);
    for (let row = 0; row < rows; row++) own.set(values.subarray(row * k + from, row * k + to), row * this.#stride);
  }

  take(area: Area, values: Float64Array, rows: number, k: number, from: number, to: number): void {
    const own = this.#area(area, rows);
    for (let row = 0; row < rows; row++)
      values.set(own.subarray(row * this.#stride, row * this.#stride + to - from), row * k + from);
  }

  copy(from: Area, to: Area): void {
    new Uint8Array(this.#memory.buffer).copyWithin(this.#at[to], this.#at[from], this.#at[from] + this.#bytes);
  }

  product(side: 'along' | 'across', v: Area, out: Area): void {
    const at = this.#at;
    const matrix = [at[`${side}Offsets`], at[`${side}Terms`], at[`${side}Weights`]];
    this.#kernel.product(this.#rows[side], ...matrix, at[v], 8 * this.#stride, at[out]);
  }

  addScaled(out: Area, v: Area, factor: number): void {
    this.#kernel.addScaled(this.#at[out], this.#at[v], factor, this.#bytes);
  }

  subtractFromRight(out: Area): void {
    this.#kernel.subtractFrom(this.#at.right, this.#at[out], this.#bytes);
  }

  dots(a: Area, b: Area): Float64Array {
    this.#kernel.dots(this.#at[a], this.#at[b], this.#bytes, 8 * this.#stride, this.#at.numbers);
    return this.#numbers().slice();
  }

  step(lengths: Float64Array): void {
    const at = this.#at;
    this.#numbers().set(lengths);
    this.#kernel.step(at.x, at.residual, at.direction, at.applied, at.numbers, this.#bytes, 8 * this.#stride);
  }

  turn(shares: Float64Array): void {
    const at = this.#at;
    this.#numbers().set(shares);
    this.#kernel.turn(at.direction, at.residual, at.numbers, this.#bytes, 8 * this.#stride);
  }

  #numbers(): Float64Array {
    return new Float64Array(this.#memory.buffer, this.#at.numbers, this.#stride);
  }

  #area(area: Area, rows: number): Float64Array {
    return new Float64Array(this.#memory.buffer, this.#at[area], rows * this.#stride);
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
