import { FFT_SIZE, FilteredSpectrum, type SparseFilter } from './spectrum.ts';

export const SAMPLE_RATE_HZ = 22_050;
export const CLIP_SAMPLES = 66_150;
export const CLIP_SECONDS = CLIP_SAMPLES / SAMPLE_RATE_HZ;
export const MEL_BANDS = 256;
export const MEL_FRAMES = 256;
export const FLOOR_DB = -80;

const HOP_SAMPLES = 259;
const PRE_EMPHASIS = 0.97;
const SMALLEST_POWER = 1e-10;
const DB_PER_NEPER = 10 / Math.LN10;

/**
 * The mel spectrogram of the paper's front end, equal to librosa within 1e-3 dB: pre-emphasis 0.97, periodic Hann
 * window of 2048, hop 259, 256 Slaney
 * bands up to 11,025 Hz, power to dB against the clip's maximum, floored at −80 dB. One instance serves one thread and
 * may be used again.
 */
export class MelSpectrogram {
  readonly #spectrum = new FilteredSpectrum(
    CLIP_SAMPLES + FFT_SIZE,
    MEL_FRAMES,
    hannWindow(FFT_SIZE),
    melFilters(MEL_BANDS, SAMPLE_RATE_HZ, FFT_SIZE),
  );

  /**
   * @param samples mono at 22,050 Hz, full scale ±1; up to 3 s are used, shorter clips are padded with zeros at the
   *   right
   * @returns 256 × 256 values in dB, mel band major (index = band · 256 + frame), −80 to 0
   */
  compute(samples: Float32Array): Float32Array {
    return this.computeInPlace(samples).slice();
  }

  /** The same without a copy: the next clip overwrites it. */
  computeInPlace(samples: Float32Array): Float32Array {
    this.#preEmphasise(samples);
    this.#spectrum.run(HOP_SAMPLES);
    return this.#toDecibels();
  }

  /**
   * e[n] = x[n] − 0.97 x[n − 1], centred in zeros. librosa starts its filter from 2x[0] − x[1], as if the signal
   * arrived on a straight line.
   */
  #preEmphasise(x: Float32Array): void {
    const { signal } = this.#spectrum;
    signal.fill(0);
    const at = FFT_SIZE / 2;
    const n = Math.min(x.length, CLIP_SAMPLES);
    let previous = n > 0 ? (finite(n > 1 ? x[1] : 0) - 2 * finite(x[0])) / PRE_EMPHASIS : 0;
    for (let i = 0; i <= n && i < CLIP_SAMPLES; i++) {
      const value = i < n ? finite(x[i]) : 0;
      signal[at + i] = value - PRE_EMPHASIS * previous;
      previous = value;
    }
  }

  #toDecibels(): Float32Array {
    const largest = this.#spectrum.largest();
    // librosa returns 0 dB ("loudest") for silence; as model input that is wrong, so silence is the floor.
    if (largest <= SMALLEST_POWER) return new Float32Array(MEL_BANDS * MEL_FRAMES).fill(FLOOR_DB);
    const reference = DB_PER_NEPER * Math.log(largest);
    const smallest = Math.max(SMALLEST_POWER, largest * 10 ** (FLOOR_DB / 10));
    const least = Math.max(FLOOR_DB, DB_PER_NEPER * Math.log(SMALLEST_POWER) - reference);
    return this.#spectrum.decibels({ smallest, least }, DB_PER_NEPER, reference);
  }
}

function finite(value: number): number {
  return Number.isFinite(value) ? value : 0;
}

/** A periodic Hann window. */
export function hannWindow(length: number): Float64Array {
  return Float64Array.from({ length }, (_, n) => 0.5 - 0.5 * Math.cos((2 * Math.PI * n) / length));
}

/** Slaney's mel scale: linear below 1000 Hz, logarithmic above. */
export function hzToMel(hz: number): number {
  return hz < 1000 ? (3 * hz) / 200 : 15 + (27 * Math.log(hz / 1000)) / Math.log(6.4);
}

export function melToHz(mel: number): number {
  return mel < 15 ? (200 * mel) / 3 : 1000 * Math.exp(((mel - 15) * Math.log(6.4)) / 27);
}

/**
 * librosa's triangular filters with unit area (Slaney's), from 0 Hz to half the sample rate, over the bins of an FFT.
 * librosa keeps the weights in single precision.
 */
export function melFilters(bands: number, sampleRateHz: number, fftSize: number): SparseFilter[] {
  const top = hzToMel(sampleRateHz / 2);
  const edges = Array.from({ length: bands + 2 }, (_, i) => melToHz((top * i) / (bands + 1)));
  return Array.from({ length: bands }, (_, band) => {
    const [low, centre, high] = edges.slice(band, band + 3);
    const all = Array.from({ length: fftSize / 2 + 1 }, (_, bin) => {
      const hz = (bin * sampleRateHz) / fftSize;
      const triangle = Math.max(0, Math.min((hz - low) / (centre - low), (high - hz) / (high - centre)));
      return Math.fround((triangle * 2) / (high - low));
    });
    const firstBin = all.findIndex((weight) => weight > 0);
    return firstBin < 0
      ? { firstBin: 0, weights: [] }
      : { firstBin, weights: all.slice(firstBin, all.findLastIndex((weight) => weight > 0) + 1) };
  });
}

/**
 * Mel values as 16-bit integers for the cache: steps of 80 / 65,535 dB, so an error of at most 0.0006 dB at half the
 * size of float32.
 */
export function quantise(db: Float32Array, out = new Uint16Array(db.length)): Uint16Array {
  for (let i = 0; i < out.length; i++) out[i] = ((db[i] - FLOOR_DB) / -FLOOR_DB) * 65_535 + 0.5;
  return out;
}

export function dequantise(values: Uint16Array): Float32Array {
  return Float32Array.from(values, (value) => (value / 65_535) * -FLOOR_DB + FLOOR_DB);
}
