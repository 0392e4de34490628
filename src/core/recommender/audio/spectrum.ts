import { instantiate, layOut } from '../../workers/instantiate.ts';
import { wasmBase64 } from '../kernels/mel.wasm.ts';

interface Kernel {
  load(first: number, second: number, window: number, re: number, im: number): void;
  transform(xr: number, xi: number, yr: number, yi: number, twiddles: number): void;
  power(zr: number, zi: number, split: number, out: number): void;
  filter(powers: number, runs: number, weights: number, bands: number, out: number, bandBytes: number): void;
  largest(values: number, n: number): number;
  decibels(
    ...[values, n, smallest, scale, reference, least, out]: [number, number, number, number, number, number, number]
  ): void;
}

/** A filter as the run of FFT bins where it is not zero. */
export interface SparseFilter {
  firstBin: number;
  weights: readonly number[];
}

export const FFT_SIZE = 2048;
const HALF = FFT_SIZE / 2;

/**
 * Filtered power spectra of windowed frames of 2048 samples, two frames at a time, in the SIMD kernel
 * `kernels/mel.as.ts`.
 */
export class FilteredSpectrum {
  /** The signal to cut frames from, written by the caller. */
  readonly signal: Float64Array;
  /** filters × frames, filter major. */
  readonly output: Float64Array;
  readonly #kernel: Kernel;
  readonly #decibels: Float32Array;
  readonly #at: Record<
    | 'signal'
    | 'window'
    | 'xr'
    | 'xi'
    | 'yr'
    | 'yi'
    | 'twiddles'
    | 'split'
    | 'power'
    | 'runs'
    | 'weights'
    | 'output'
    | 'decibels',
    number
  >;
  readonly #filters: number;
  readonly #frames: number;

  constructor(signalLength: number, frames: number, window: Float64Array, filters: readonly SparseFilter[]) {
    const twiddles = makeTwiddles();
    const weights = filters.flatMap((filter) => filter.weights);
    const sizes = {
      signal: signalLength * 8,
      window: FFT_SIZE * 8,
      xr: HALF * 16,
      xi: HALF * 16,
      yr: HALF * 16,
      yi: HALF * 16,
      twiddles: twiddles.length * 8,
      split: HALF * 16,
      power: (HALF + 1) * 16,
      runs: filters.length * 8,
      weights: weights.length * 8,
      output: filters.length * frames * 8,
      decibels: filters.length * frames * 4,
    };
    const { at, pages } = layOut(sizes);
    const memory = new WebAssembly.Memory({ initial: pages });
    const view = (name: keyof typeof sizes) => new Float64Array(memory.buffer, at[name], sizes[name] / 8);
    view('window').set(window);
    view('twiddles').set(twiddles);
    view('split').set(
      Array.from({ length: HALF }, (_, k) => [Math.cos((Math.PI * k) / HALF), Math.sin((Math.PI * k) / HALF)]).flat(),
    );
    view('weights').set(weights);
    new Int32Array(memory.buffer, at.runs, filters.length * 2).set(
      filters.flatMap((filter) => [filter.firstBin, filter.weights.length]),
    );
    this.signal = view('signal');
    this.output = view('output');
    this.#decibels = new Float32Array(memory.buffer, at.decibels, this.output.length);
    this.#at = at;
    this.#filters = filters.length;
    this.#frames = frames;
    this.#kernel = instantiate<Kernel>(wasmBase64, memory);
  }

  /** Fills `output` from frames that start every `hop` samples; the number of frames must be even. */
  run(hop: number): void {
    const at = this.#at;
    const kernel = this.#kernel;
    for (let frame = 0; frame < this.#frames; frame += 2) {
      const first = at.signal + frame * hop * 8;
      kernel.load(first, first + hop * 8, at.window, at.xr, at.xi);
      kernel.transform(at.xr, at.xi, at.yr, at.yi, at.twiddles);
      kernel.power(at.yr, at.yi, at.split, at.power); // five passes: the result is in the second pair of buffers
      kernel.filter(at.power, at.runs, at.weights, this.#filters, at.output + frame * 8, this.#frames * 8);
    }
  }

  /** The largest value in `output`. */
  largest(): number {
    return this.#kernel.largest(this.#at.output, this.output.length);
  }

  /**
   * `scale` · ln value − `reference` of every value in `output`, both bounded below; their number a multiple of
   * four. What is returned is overwritten by the next call.
   */
  decibels(bounds: { smallest: number; least: number }, scale: number, reference: number): Float32Array {
    const { output, decibels } = this.#at;
    const { smallest, least } = bounds;
    this.#kernel.decibels(output, this.output.length, smallest, scale, reference, least, decibels);
    return this.#decibels;
  }
}

/** Per radix-4 pass and group: cos and sin of one, two and three steps of −2π p / length. */
function makeTwiddles(): Float64Array {
  const values: number[] = [];
  for (let length = HALF; length > 1; length /= 4) {
    for (let p = 0; p < length / 4; p++) {
      for (let k = 1; k < 4; k++) {
        const angle = (-2 * Math.PI * p * k) / length;
        values.push(Math.cos(angle), Math.sin(angle));
      }
    }
  }
  return Float64Array.from(values);
}
