import { readFileSync } from 'node:fs';
import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import { melFile } from '../audio/mel-file.ts';
import { FLOOR_DB, MEL_BANDS, MEL_FRAMES } from '../audio/mel.ts';
import { giveWay, heldLong, type Reporting } from '../numeric/yielding.ts';
import type { MelInputs, NetworkInputs } from './task.ts';

const VALUES = MEL_BANDS * MEL_FRAMES;
const STEP_DB = -FLOOR_DB / 65_535;

/** Reads a clip's spectrogram from the cache, still quantised: band major, 0 = −80 dB, 65,535 = 0 dB. */
export function readMel(folder: string, track: number): Uint16Array {
  const bytes = readFileSync(melFile(folder, track));
  if (bytes.length !== VALUES * 2) throw new AppError('bad-input', say('recommender.spectrogram-damaged', { track }));
  return new Uint16Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
}

/**
 * Standardised spectrograms that a WASM worker keeps between epochs, up to this size; beyond it they are read
 * again.
 */
const MOST_KEPT = Math.floor((256 * 2 ** 20) / (4 * VALUES));
const kept = new WeakMap<NetworkInputs, Map<number, Float32Array>>();
let keeps = false;

/**
 * For threads that read the same rows in every epoch. Native TensorFlow holds its inputs itself and needs no second
 * copy.
 */
export function keepSpectrograms(): void {
  keeps = true;
}

/** A batch of spectrograms, standardised per band, band major: [rows, bands, frames]. */
export function loadMelBatch(inputs: NetworkInputs, rows: Uint32Array): Float32Array {
  if (inputs.kind !== 'mel') throw new TypeError('a convolutional network takes spectrograms');
  const known = kept.get(inputs) ?? new Map<number, Float32Array>();
  kept.set(inputs, known);
  const out = new Float32Array(rows.length * VALUES);
  rows.forEach((row, r) => {
    const own = known.get(row) ?? standardised(inputs, row);
    if (keeps && known.size < MOST_KEPT) known.set(row, own);
    out.set(own, r * VALUES);
  });
  return out;
}

function standardised({ folder, tracks, mean, deviation }: MelInputs, row: number): Float32Array {
  const mel = readMel(folder, tracks[row]);
  const out = new Float32Array(VALUES);
  for (let band = 0, at = 0; band < MEL_BANDS; band++) {
    const scale = STEP_DB / deviation[band];
    const shift = (FLOOR_DB - mean[band]) / deviation[band];
    for (const end = at + MEL_FRAMES; at < end; at++) out[at] = mel[at] * scale + shift;
  }
  return out;
}

/** Mean and standard deviation of each band in dB, over the clips of some rows only (the training rows). */
export async function bandStatistics(
  folder: string,
  tracks: Uint32Array,
  rows: Uint32Array,
  context: Reporting,
): Promise<{ mean: Float32Array; deviation: Float32Array }> {
  const sum = new Float64Array(MEL_BANDS);
  const squares = new Float64Array(MEL_BANDS);
  for (const row of rows) {
    if (heldLong()) await giveWay(context, 0);
    const mel = readMel(folder, tracks[row]);
    for (let band = 0; band < MEL_BANDS; band++) {
      for (let frame = 0; frame < MEL_FRAMES; frame++) {
        const db = mel[band * MEL_FRAMES + frame] * STEP_DB + FLOOR_DB;
        sum[band] += db;
        squares[band] += db * db;
      }
    }
  }
  const n = Math.max(1, rows.length * MEL_FRAMES);
  const mean = Float32Array.from(sum, (value) => value / n);
  const deviation = Float32Array.from(squares, (value, band) =>
    Math.max(1, Math.sqrt(Math.max(0, value / n - (sum[band] / n) ** 2))),
  );
  return { mean, deviation };
}
