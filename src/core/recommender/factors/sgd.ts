import { wasmBase64 } from '../kernels/funk-svd.wasm.ts';
import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import { instantiate, layOut } from '../../workers/instantiate.ts';

interface Kernel {
  descend(
    listener: number,
    end: number,
    offsets: number,
    items: number,
    ratings: number,
    p: number,
    q: number,
    listenerBias: number,
    songBias: number,
    rowBytes: number,
    mean: number,
    rate: number,
    reg: number,
  ): void;
}

/** Doubles in a block of the kernel. */
const BLOCK = 8;

/**
 * The arrays of a factorisation inside one WASM memory, and the SIMD kernel that works on them. Factor rows are
 * `stride` doubles apart.
 */
export class GradientDescent {
  readonly stride: number;
  readonly p: Float64Array;
  readonly q: Float64Array;
  readonly listenerBias: Float64Array;
  readonly songBias: Float64Array;
  readonly #kernel: Kernel;
  readonly #at: Record<string, number>;

  constructor(
    rows: { listeners: number; songs: number; offsets: Uint32Array; items: Uint32Array },
    ratings: Float32Array,
    k: number,
  ) {
    this.stride = Math.ceil(k / BLOCK) * BLOCK;
    const bytes = {
      offsets: rows.offsets.byteLength,
      items: rows.items.byteLength,
      ratings: ratings.byteLength,
      p: rows.listeners * this.stride * 8,
      q: rows.songs * this.stride * 8,
      listenerBias: rows.listeners * 8,
      songBias: rows.songs * 8,
    };
    const { at, pages, fits } = layOut(bytes);
    if (!fits)
      throw new AppError(
        'bad-input',
        say('recommender.factorisation-too-large', { size: (pages / 16_384).toFixed(1) }),
      );
    const memory = new WebAssembly.Memory({ initial: pages });
    new Uint32Array(memory.buffer, at.offsets, rows.offsets.length).set(rows.offsets);
    new Uint32Array(memory.buffer, at.items, rows.items.length).set(rows.items);
    new Float32Array(memory.buffer, at.ratings, ratings.length).set(ratings);
    this.p = new Float64Array(memory.buffer, at.p, rows.listeners * this.stride);
    this.q = new Float64Array(memory.buffer, at.q, rows.songs * this.stride);
    this.listenerBias = new Float64Array(memory.buffer, at.listenerBias, rows.listeners);
    this.songBias = new Float64Array(memory.buffer, at.songBias, rows.songs);
    this.#at = at;
    this.#kernel = instantiate<Kernel>(wasmBase64, memory);
  }

  /** One pass over the ratings of listeners `from` up to, not including, `to`. */
  descend(from: number, to: number, mean: number, rate: number, reg: number): void {
    const at = this.#at;
    this.#kernel.descend(
      from,
      to,
      at.offsets,
      at.items,
      at.ratings,
      at.p,
      at.q,
      at.listenerBias,
      at.songBias,
      this.stride * 8,
      mean,
      rate,
      reg,
    );
  }

  /** Factor rows without their padding. */
  unpadded(padded: Float64Array, k: number): Float64Array {
    const rows = padded.length / this.stride;
    const out = new Float64Array(rows * k);
    for (let row = 0; row < rows; row++) out.set(padded.subarray(row * this.stride, row * this.stride + k), row * k);
    return out;
  }
}
