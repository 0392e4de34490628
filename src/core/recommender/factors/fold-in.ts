import type { History } from '../data/training-set.ts';
import { type Confidence, confidenceBeyondOne, type Penalty } from './als.ts';
import { addOuter, gramMatrix, solveCholesky } from '../numeric/linear-solve.ts';
import type { Factors } from '../numeric/vectors.ts';

/**
 * What weighted matrix factorisation needs to fold in a new listener: the songs' factors and how they were learned.
 */
export interface PreferenceSpace {
  q: Factors;
  /**
   * 1 for songs with a training play, if others have factors too: only of these does a listener say by not playing them
   * that they are less liked.
   */
  taught?: Uint8Array;
  k: number;
  alpha: number;
  confidence: Confidence;
  reg: number;
  /** Absent in models from before there was a choice: equal. */
  penalty?: Penalty;
}

/** The system (QᵀQ + Σ (c − 1) q qᵀ + λI) p = Σ c q of one listener, solved exactly. QᵀQ is computed once. */
export class PreferenceFoldIn {
  readonly #space: PreferenceSpace;
  #gram: Float64Array | null = null;

  constructor(space: PreferenceSpace) {
    this.#space = space;
  }

  listener(history: History): Float64Array {
    const b = new Float64Array(this.#space.k);
    solveCholesky(this.#system(history, b), b, this.#space.k);
    return b;
  }

  /**
   * How much each played song adds to the score of another (Hu, Koren & Volinsky 2008, section 5): score = Σ q_i · A⁻¹
   * q_j c_j, an exact decomposition of the folded-in listener's score.
   */
  contributions(history: History, song: number): Float64Array {
    return this.contributionsTo(history, this.#space.q, song);
  }

  /** The same for a song whose factors are a row of another matrix. */
  contributionsTo(history: History, factors: Factors, song: number): Float64Array {
    const { q, k, alpha, confidence } = this.#space;
    const target = Float64Array.from(factors.subarray(song * k, (song + 1) * k));
    solveCholesky(this.#system(history, new Float64Array(k)), target, k);
    return Float64Array.from(history.items, (item, i) => {
      let sum = 0;
      for (let f = 0; f < k; f++) sum += target[f] * q[item * k + f];
      return sum * (1 + confidenceBeyondOne(confidence, alpha, history.counts[i]));
    });
  }

  #system(history: History, b: Float64Array): Float64Array {
    const { q, k, taught, alpha, confidence } = this.#space;
    const reg = this.#space.reg * (this.#space.penalty === 'plays' ? Math.max(1, history.items.length) : 1);
    this.#gram ??= gramMatrix(taught ? rowsOf(q, k, taught) : q, k);
    const a = this.#gram.slice();
    for (let f = 0; f < k; f++) a[f * k + f] += reg;
    for (let i = 0; i < history.items.length; i++) {
      const extra = confidenceBeyondOne(confidence, alpha, history.counts[i]);
      addOuter(a, b, q, history.items[i] * k, k, extra, 1 + extra);
    }
    return a;
  }
}

function rowsOf(q: Factors, k: number, wanted: Uint8Array): Factors {
  const rows = q.slice();
  for (let song = 0; song < wanted.length; song++) if (!wanted[song]) rows.fill(0, song * k, (song + 1) * k);
  return rows;
}

/**
 * Bias and factors of a new listener from their ratings, with the songs' biases and factors fixed: ridge regression of
 * r − μ − b_i on (1, q_i), the penalty growing with the number of
 * ratings as it does in stochastic gradient descent.
 */
export function foldInRatings(
  history: History,
  mean: number,
  songBias: Factors,
  q: Factors,
  k: number,
  reg: number,
): { bias: number; p: Float64Array } {
  const size = k + 1;
  const a = new Float64Array(size * size);
  const b = new Float64Array(size);
  const row = new Float64Array(size);
  row[0] = 1;
  for (let i = 0; i < history.items.length; i++) {
    const song = history.items[i];
    row.set(q.subarray(song * k, (song + 1) * k), 1);
    addOuter(a, b, row, 0, size, 1, history.ratings[i] - mean - songBias[song]);
  }
  for (let f = 0; f < size; f++) a[f * size + f] += Math.max(1e-6, reg * history.items.length);
  solveCholesky(a, b, size);
  return { bias: b[0], p: b.subarray(1) };
}
