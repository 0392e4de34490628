import { NOISE_CEILING } from '../../../shared/findings.ts';
import { readArrays, writeArrays } from '../data/arrays-file.ts';
import type { Dataset } from '../data/dataset.ts';

/**
 * The truth behind a synthetic library: each listener's expected plays of each song, without the noise that the written
 * counts have.
 */
export interface Truth {
  listenerKeys: string[];
  songKeys: string[];
  /** listeners × songs. */
  expected: Float32Array;
}

export function writeTruth(file: string, truth: Truth): void {
  writeArrays(file, { listenerKeys: truth.listenerKeys, songKeys: truth.songKeys }, { expected: truth.expected });
}

/**
 * The noise ceiling: a ranking by the truth itself. No model can be expected to do better. Both the truth and a dataset
 * order listeners and songs by key, and a
 * synthetic library holds every one of them, so indices agree; a library that was changed since has no ceiling.
 */
export function readOracle(
  file: string,
  data: Dataset,
): { name: string; scores(listener: number, out: Float64Array): void } | undefined {
  const { meta, arrays } = readArrays<{ listenerKeys: string[]; songKeys: string[] }>(file);
  const songs = meta.songKeys.length;
  if (data.songIds.length !== songs || data.listenerIds.length !== meta.listenerKeys.length) return undefined;
  const expected = arrays.expected as Float32Array;
  return {
    name: NOISE_CEILING,
    scores: (listener, out) => out.set(expected.subarray(listener * songs, (listener + 1) * songs)),
  };
}
