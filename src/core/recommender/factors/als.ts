import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import type { DataSize, Interactions } from '../data/dataset.ts';
import { wasmBase64 } from '../kernels/als.wasm.ts';
import { layOut, sharedMemory } from '../../workers/instantiate.ts';
import { KernelPool, pieces } from '../kernels/kernel-pool.ts';
import { transposeInto } from '../numeric/sparse-rows.ts';
import { Random } from '../../statistics/random.ts';

export interface PreferenceFactors {
  k: number;
  /** listeners × k and songs × k. */
  p: Float32Array;
  q: Float32Array;
}

/** How a play's confidence grows: 1 + α, 1 + α · ln(1 + plays), or 1 + α · plays. */
export const CONFIDENCES = ['binary', 'log-count', 'linear'] as const;
export type Confidence = (typeof CONFIDENCES)[number];

/**
 * What the penalty of a listener or song is: λ (Hu, Koren & Volinsky 2008), or λ for each of its plays' rows, as Spark
 * has it (Zhou et al. 2008).
 */
export const PENALTIES = ['equal', 'plays'] as const;
export type Penalty = (typeof PENALTIES)[number];

export interface AlsOptions {
  k: number;
  iterations: number;
  alpha: number;
  confidence: Confidence;
  reg: number;
  penalty?: Penalty;
  threads: number;
}

/** Steps of conjugate gradients a row and iteration, each starting from the last iteration's values. */
const GRADIENT_STEPS = 3;
/**
 * The Gram matrix is summed in this many parts, whatever the number of threads, so that its rounding does not depend on
 * them.
 */
const GRAM_PARTS = 16;
const ROWS_A_CALL = 512;
/** Below this, starting threads takes longer than it saves. */
const PAIRS_WORTH_THREADS = 100_000;

export function confidenceBeyondOne(confidence: Confidence, alpha: number, plays: number): number {
  if (confidence === 'binary') return alpha;
  return alpha * (confidence === 'log-count' ? Math.log1p(plays) : plays);
}

/**
 * Weighted matrix factorisation by alternating least squares (Hu, Koren & Volinsky 2008): preference 1 for every played
 * song, 0 for the others, with the confidence of a
 * play against 1. Each row solves (QᵀQ + Σ (c − 1) q qᵀ + λI) p = Σ c q by conjugate gradients; λ
 * is multiplied with the number of its entries where the penalty grows with plays. The result does not
 * depend on the number of threads.
 *
 * @throws bad-input if it would not fit into 4 GiB
 */
export async function fitAls(
  rows: Interactions,
  options: AlsOptions,
  seed: number,
  progress: (fraction: number) => void,
): Promise<PreferenceFactors> {
  const fit = new AlsMemory(rows, options);
  fit.initialise(new Random(seed), options.k);
  let done = 0;
  const report = () => progress(done / options.iterations);
  const pool = new KernelPool(
    { wasmBase64, memory: fit.memory },
    rows.items.length < PAIRS_WORTH_THREADS ? 1 : options.threads,
    report,
  );
  try {
    while (done < options.iterations) {
      for (const side of ['songs', 'listeners'] as const) {
        await fit.solve(pool, side);
        done += 0.5;
        report();
      }
    }
  } finally {
    await pool.close();
  }
  return { k: options.k, p: fit.factors('listeners', options.k), q: fit.factors('songs', options.k) };
}

type Side = 'listeners' | 'songs';

const strideOf = (k: number) => Math.ceil(k / 8) * 8;

function layoutOf({ listeners, songs, plays }: DataSize, { k, confidence }: Pick<AlsOptions, 'k' | 'confidence'>) {
  const stride = strideOf(k);
  const rowBytes = 4 * stride;
  const weights = confidence === 'binary' ? 0 : 4 * plays;
  return layOut({
    listenersOffsets: 4 * (listeners + 1),
    listenersItems: 4 * plays,
    listenersWeights: weights,
    songsOffsets: 4 * (songs + 1),
    songsItems: 4 * plays,
    songsWeights: weights,
    listeners: listeners * rowBytes,
    songs: songs * rowBytes,
    gramParts: GRAM_PARTS * stride * rowBytes,
    gram: stride * rowBytes,
    scratch: Math.ceil(Math.max(listeners, songs) / ROWS_A_CALL) * 3 * rowBytes,
  });
}

function beyondKernel(pages: number): AppError {
  return new AppError('bad-input', say('recommender.factorisation-too-large', { size: (pages / 16_384).toFixed(1) }));
}

/** @throws bad-input if a fit would not fit into the 4 GiB that its kernel can address */
export function assertAlsFits(size: DataSize, options: Pick<AlsOptions, 'k' | 'confidence'>): void {
  const { pages, fits } = layoutOf(size, options);
  if (!fits) throw beyondKernel(pages);
}

/** Bytes of a fit: its own memory, and the factors that are taken out of it. */
export function alsBytes(size: DataSize, options: Pick<AlsOptions, 'k' | 'confidence'>): number {
  const { end } = layoutOf(size, options);
  return end + 4 * options.k * (size.listeners + size.songs);
}

/** The arrays of one fit inside one shared memory. */
class AlsMemory {
  readonly memory: WebAssembly.Memory;
  readonly #at: Record<string, number>;
  readonly #size: Record<Side, number>;
  readonly #stride: number;
  readonly #reg: Record<Penalty, number>;
  readonly #alpha: number;
  readonly #binary: boolean;

  constructor(rows: Interactions, { k, alpha, confidence, reg, penalty = 'equal' }: AlsOptions) {
    this.#stride = strideOf(k);
    this.#size = { listeners: rows.listeners, songs: rows.songs };
    this.#reg = { equal: 0, plays: 0, [penalty]: reg };
    this.#alpha = alpha;
    this.#binary = confidence === 'binary';
    const pairs = rows.items.length;
    const { at, pages, fits } = layoutOf({ ...rows, plays: pairs }, { k, confidence });
    if (!fits) throw beyondKernel(pages);
    this.memory = sharedMemory(pages);
    this.#at = at;
    this.#u32(at.listenersOffsets, rows.listeners + 1).set(rows.offsets);
    this.#u32(at.listenersItems, pairs).set(rows.items);
    const order = transposeInto(rows, this.#u32(at.songsOffsets, rows.songs + 1), this.#u32(at.songsItems, pairs));
    if (this.#binary) return;
    const [own, other] = [this.#f32(at.listenersWeights, pairs), this.#f32(at.songsWeights, pairs)];
    for (let i = 0; i < pairs; i++) own[i] = confidenceBeyondOne(confidence, alpha, rows.counts[i]);
    order((row, to) => {
      other[to] = own[row];
    });
  }

  initialise(random: Random, k: number): void {
    for (const side of ['listeners', 'songs'] as const) {
      const factors = this.#f32(this.#at[side], this.#size[side] * this.#stride);
      for (let row = 0; row < factors.length; row += this.#stride)
        for (let f = 0; f < k; f++) factors[row + f] = (0.1 / Math.sqrt(k)) * random.normal();
    }
  }

  async solve(pool: KernelPool, side: Side): Promise<void> {
    const fixed: Side = side === 'songs' ? 'listeners' : 'songs';
    const rowBytes = this.#stride * 4;
    const at = this.#at;
    const gramBytes = this.#stride * rowBytes;
    this.#f32(at.gramParts, (GRAM_PARTS * gramBytes) / 4).fill(0);
    const parts = pieces(this.#size[fixed], Math.max(1, Math.ceil(this.#size[fixed] / GRAM_PARTS)));
    await pool.run(
      parts.map(([from, to], part) => ({
        name: 'gram',
        args: [from, to, at[fixed], rowBytes, at.gramParts + part * gramBytes],
      })),
    );
    this.#sumGram();
    const weights = this.#binary ? 0 : at[`${side}Weights`];
    await pool.run(
      pieces(this.#size[side], ROWS_A_CALL).map(([from, to], call) => ({
        name: 'solve',
        args: [
          from,
          to,
          at[`${side}Offsets`],
          at[`${side}Items`],
          weights,
          this.#alpha,
          at[fixed],
          at[side],
          at.gram,
          rowBytes,
          at.scratch + call * 3 * rowBytes,
          GRADIENT_STEPS,
          this.#reg.plays,
        ],
      })),
    );
  }

  /** Factor rows without their padding. */
  factors(side: Side, k: number): Float32Array {
    const padded = this.#f32(this.#at[side], this.#size[side] * this.#stride);
    const out = new Float32Array(this.#size[side] * k);
    for (let row = 0; row < this.#size[side]; row++)
      out.set(padded.subarray(row * this.#stride, row * this.#stride + k), row * k);
    return out;
  }

  #sumGram(): void {
    const n = this.#stride ** 2;
    const sums = new Float64Array(n);
    const parts = this.#f32(this.#at.gramParts, GRAM_PARTS * n);
    for (let part = 0; part < GRAM_PARTS; part++) for (let i = 0; i < n; i++) sums[i] += parts[part * n + i];
    for (let f = 0; f < this.#stride; f++) sums[f * this.#stride + f] += this.#reg.equal;
    this.#f32(this.#at.gram, n).set(sums);
  }

  #u32(at: number, length: number): Uint32Array {
    return new Uint32Array(this.memory.buffer, at, length);
  }

  #f32(at: number, length: number): Float32Array {
    return new Float32Array(this.memory.buffer, at, length);
  }
}
