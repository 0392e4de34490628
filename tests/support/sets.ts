import type { Dataset, Interactions, SongFeatures } from '../../src/core/recommender/data/dataset.ts';
import { fitRatings } from '../../src/core/recommender/data/ratings.ts';
import type { TrainingSet } from '../../src/core/recommender/data/training-set.ts';
import type { ConversionName } from '../../src/shared/contract/recommender.ts';

/** For work that nobody watches or cancels. */
export const UNWATCHED = { progress() {} };

/** Plays of every listener: song → how often. */
export type Plays = Record<number, number>[];

export function interactionsOf(plays: Plays, songs: number): Interactions {
  const rows = plays.map((own) => Object.entries(own).map(([song, count]) => [Number(song), count]));
  const offsets = [0];
  for (const row of rows) offsets.push(offsets[offsets.length - 1] + row.length);
  return {
    listeners: plays.length,
    songs,
    offsets: Uint32Array.from(offsets),
    items: Uint32Array.from(rows.flat(), ([song]) => song),
    counts: Uint32Array.from(rows.flat(), ([, count]) => count),
  };
}

/** Songs with tags, all of weight 1. */
export function featuresOf(tags: readonly (readonly number[])[], more: Partial<SongFeatures> = {}): SongFeatures {
  const offsets = [0];
  for (const own of tags) offsets.push(offsets[offsets.length - 1] + own.length);
  return {
    tagNames: Array.from({ length: 1 + Math.max(-1, ...tags.flat()) }, (_, tag) => `tag ${tag}`),
    tagOffsets: Uint32Array.from(offsets),
    tags: Uint32Array.from(tags.flat()),
    tagWeights: new Float32Array(tags.flat().length).fill(1),
    artists: new Int32Array(tags.length).fill(-1),
    artistCount: 0,
    years: new Uint16Array(tags.length),
    melTracks: new Uint32Array(tags.length),
    melFolder: '',
    ...more,
  };
}

export function trainingSetOf(
  interactions: Interactions,
  features = featuresOf(Array.from({ length: interactions.songs }, () => [])),
  conversion: ConversionName = 'log-count',
): TrainingSet {
  return { interactions, ...fitRatings({ conversion, unit: 1 }, interactions), features };
}

export function datasetOf(interactions: Interactions, features: SongFeatures): Dataset {
  return {
    interactions,
    features,
    listenerIds: Uint32Array.from({ length: interactions.listeners }, (_, listener) => listener + 1),
    songIds: Uint32Array.from({ length: interactions.songs }, (_, song) => song + 1),
    mismatchedSongs: 0,
    valueUnit: 1,
    libraryId: 'test',
  };
}
