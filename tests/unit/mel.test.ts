import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  dequantise,
  FLOOR_DB,
  MelSpectrogram,
  quantise,
  SAMPLE_RATE_HZ,
} from '../../src/core/recommender/audio/mel.ts';
import { resample } from '../../src/core/recommender/audio/resample.ts';
import { readWavExcerpt, toMono } from '../../src/core/recommender/audio/wav.ts';
import { ROOT, shared } from '../support/fixtures.ts';
import { compileKernel, generatedFile, kernelFiles } from '../../scripts/build-kernels.ts';

const TOLERANCE_DB = 1e-3;
const own = join(ROOT, 'tests', 'golden', 'mel');
const outside = shared('golden', 'mel');

function largestDifference(folder: string, clip: string): number {
  const got = new MelSpectrogram().compute(toMono(readWavExcerpt(join(folder, `${clip}.wav`), 0, 3).channels));
  const want = new Float32Array(new Uint8Array(readFileSync(join(folder, `${clip}.f32`))).buffer);
  expect(got.length).toBe(want.length);
  return got.reduce((worst, value, i) => Math.max(worst, Math.abs(value - want[i])), 0);
}

function clips(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.wav') && name !== 'silence.wav')
    .map((name) => name.replace('.wav', ''));
}

describe('mel spectrogram', () => {
  it.each(clips(own))('equals librosa on %s', (clip) => {
    expect(largestDifference(own, clip)).toBeLessThan(TOLERANCE_DB);
  });

  it.skipIf(!outside)('equals librosa on the shared golden clips', () => {
    const all = clips(outside as string);
    expect(all.length).toBe(5);
    for (const clip of all) expect(largestDifference(outside as string, clip), clip).toBeLessThan(TOLERANCE_DB);
  });

  it('gives silence the floor, and so does an empty or damaged clip', () => {
    const mel = new MelSpectrogram();
    expect(new Set(mel.compute(new Float32Array(66_150)))).toEqual(new Set([FLOOR_DB]));
    expect(new Set(mel.compute(new Float32Array(0)))).toEqual(new Set([FLOOR_DB]));
    expect(new Set(mel.compute(new Float32Array(100).fill(Number.NaN)))).toEqual(new Set([FLOOR_DB]));
  });

  it('does not remember the clip before', () => {
    const mel = new MelSpectrogram();
    const tone = Float32Array.from({ length: 66_150 }, (_, i) => Math.sin((2 * Math.PI * 440 * i) / SAMPLE_RATE_HZ));
    const first = mel.compute(tone);
    mel.compute(Float32Array.from(tone, (value) => 0.3 - value));
    expect(mel.compute(tone)).toEqual(first);
  });

  it('keeps the cache within its rounding', () => {
    const tone = new MelSpectrogram().compute(Float32Array.from({ length: 66_150 }, (_, i) => Math.sin(i / 9)));
    const back = dequantise(quantise(tone));
    expect(tone.every((value, i) => Math.abs(value - back[i]) < 0.0007)).toBe(true);
  });

  it('runs the kernel that its source gives', async () => {
    for (const kernel of kernelFiles())
      expect(readFileSync(generatedFile(kernel), 'utf8')).toBe(await compileKernel(kernel));
  });
});

describe('resampling', () => {
  it.each([
    [44_100, 1000],
    [48_000, 5000],
    [16_000, 3000],
  ])('keeps a tone from %i Hz and its level', (rate, hz) => {
    const from = Float32Array.from({ length: rate }, (_, i) => 0.5 * Math.sin((2 * Math.PI * hz * i) / rate));
    const to = resample(from, rate, SAMPLE_RATE_HZ);
    const middle = to.subarray(4000, 18_000);
    let worst = 0;
    middle.forEach((value, i) => {
      worst = Math.max(worst, Math.abs(value - 0.5 * Math.sin((2 * Math.PI * hz * (i + 4000)) / SAMPLE_RATE_HZ)));
    });
    expect(worst).toBeLessThan(2e-4);
  });

  it('removes what the new rate cannot hold', () => {
    const from = Float32Array.from({ length: 44_100 }, (_, i) => Math.sin((2 * Math.PI * 15_000 * i) / 44_100));
    const to = resample(from, 44_100, SAMPLE_RATE_HZ).subarray(2000, 20_000);
    expect(Math.max(...to.map(Math.abs))).toBeLessThan(1e-3);
  });
});
