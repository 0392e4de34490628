import { wasmBase64 } from '../kernels/als.wasm.ts';
import { instantiate, layOut, sharedMemory } from '../../workers/instantiate.ts';
import { dotAt, type Factors } from '../numeric/vectors.ts';

interface Kernel {
  score(from: number, to: number, q: number, rowBytes: number, p: number, out: number): void;
}

/**
 * Scores of all songs for one listener: q_i · p, single precision, by a SIMD kernel. The songs' factors are copied into
 * its memory at the first use.
 */
export class FactorScorer {
  readonly #q: Factors;
  readonly #k: number;
  readonly #songs: number;
  #ready: { kernel: Kernel; p: Float32Array; out: Float64Array; at: Record<string, number>; rowBytes: number } | null =
    null;

  constructor(q: Factors, k: number) {
    this.#q = q;
    this.#k = k;
    this.#songs = q.length / k;
  }

  /** @param p k values @param out one for each song */
  score(p: Factors, out: Float64Array): void {
    const ready = this.#ready ?? this.#prepare();
    if (!ready) {
      for (let song = 0; song < out.length; song++) out[song] = dotAt(p, 0, this.#q, song * this.#k, this.#k);
      return;
    }
    ready.p.set(p);
    ready.kernel.score(0, this.#songs, ready.at.q, ready.rowBytes, ready.at.p, ready.at.out);
    out.set(ready.out);
  }

  /** Null if it would not fit into 4 GiB. */
  #prepare() {
    const stride = Math.ceil(this.#k / 8) * 8;
    const { at, pages, fits } = layOut({ q: 4 * stride * this.#songs, p: 4 * stride, out: 8 * this.#songs });
    if (!fits) return null;
    const memory = sharedMemory(pages);
    const q = new Float32Array(memory.buffer, at.q, stride * this.#songs);
    for (let song = 0; song < this.#songs; song++)
      q.set(this.#q.subarray(song * this.#k, (song + 1) * this.#k), song * stride);
    this.#ready = {
      kernel: instantiate<Kernel>(wasmBase64, memory),
      p: new Float32Array(memory.buffer, at.p, this.#k),
      out: new Float64Array(memory.buffer, at.out, this.#songs),
      at,
      rowBytes: 4 * stride,
    };
    return this.#ready;
  }
}
