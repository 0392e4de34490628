import { hannWindow, melFilters } from './mel.ts';
import { FFT_SIZE, FilteredSpectrum, type SparseFilter } from './spectrum.ts';

export const MUSICNN_SAMPLE_RATE_HZ = 16_000;
export const MUSICNN_BANDS = 96;
export const MUSICNN_FRAMES = 187;

const WINDOW_SAMPLES = 512;
const HOP_SAMPLES = 256;
const COMPRESSION = 10_000;
/** The kernel's transform has 2048 points: of a window of 512 behind which zeros stand, every fourth bin is a bin. */
const BIN_STEP = FFT_SIZE / WINDOW_SAMPLES;

/**
 * The input of MusiCNN: 187 frames × 96 bands, frame major, log10(1 + 10,000 · mel power) of 16 kHz sound with a
 * periodic Hann window of 512 and a hop of 256, centred in zeros, as librosa gives it. One instance serves one thread.
 */
export class MusicnnMel {
  readonly #spectrum = new FilteredSpectrum(
    (MUSICNN_FRAMES + 1) * HOP_SAMPLES + FFT_SIZE,
    MUSICNN_FRAMES + 1, // an even number
    paddedWindow(),
    melFilters(MUSICNN_BANDS, MUSICNN_SAMPLE_RATE_HZ, WINDOW_SAMPLES).map(spread),
  );

  /** @param samples mono at 16 kHz, full scale ±1; three seconds are used, shorter sound is padded with zeros */
  compute(samples: Float32Array): Float32Array {
    const { signal, output } = this.#spectrum;
    signal.fill(0);
    const at = WINDOW_SAMPLES / 2;
    const used = Math.min(samples.length, signal.length - at);
    for (let i = 0; i < used; i++) signal[at + i] = samples[i];
    this.#spectrum.run(HOP_SAMPLES);
    const out = new Float32Array(MUSICNN_FRAMES * MUSICNN_BANDS);
    for (let band = 0; band < MUSICNN_BANDS; band++) {
      const from = band * (MUSICNN_FRAMES + 1);
      for (let frame = 0; frame < MUSICNN_FRAMES; frame++)
        out[frame * MUSICNN_BANDS + band] = Math.log10(1 + COMPRESSION * output[from + frame]);
    }
    return out;
  }
}

function paddedWindow(): Float64Array {
  const window = new Float64Array(FFT_SIZE);
  window.set(hannWindow(WINDOW_SAMPLES));
  return window;
}

/** The same filter over the bins of the longer transform. */
function spread({ firstBin, weights }: SparseFilter): SparseFilter {
  const wide = new Array<number>(Math.max(0, (weights.length - 1) * BIN_STEP + 1)).fill(0);
  weights.forEach((weight, i) => {
    wide[i * BIN_STEP] = weight;
  });
  return { firstBin: firstBin * BIN_STEP, weights: wide };
}
