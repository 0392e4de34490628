import { AUDIBLE_CEILING, NOISE_CEILING } from '../../../shared/findings.ts';
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
  /** listeners × songs: what of it can be heard. Files of before do not have it. */
  audible: Float32Array;
}

export function writeTruth(file: string, truth: Truth): void {
  writeArrays(
    file,
    { listenerKeys: truth.listenerKeys, songKeys: truth.songKeys },
    {
      expected: truth.expected,
      audible: truth.audible,
    },
  );
}

/**
 * The noise ceiling: a ranking by the truth itself. No model can be expected to do better. Where new songs compete, the
 * audible ceiling: a ranking by what of it can be heard. Both the truth and a dataset
 * order listeners and songs by key, and a
 * synthetic library holds every one of them, so indices agree; a library that was changed since has no ceiling.
 */
export function readOracle(
  file: string,
  data: Dataset,
  newSongs: boolean,
): { name: string; scores(listener: number, out: Float64Array): void } | undefined {
  const { meta, arrays } = readArrays<{ listenerKeys: string[]; songKeys: string[] }>(file);
  const songs = meta.songKeys.length;
  if (data.songIds.length !== songs || data.listenerIds.length !== meta.listenerKeys.length) return undefined;
  const truth = (newSongs ? arrays.audible : arrays.expected) as Float32Array | undefined;
  if (!truth) return undefined;
  return {
    name: newSongs ? AUDIBLE_CEILING : NOISE_CEILING,
    scores: (listener, out) => out.set(truth.subarray(listener * songs, (listener + 1) * songs)),
  };
}
