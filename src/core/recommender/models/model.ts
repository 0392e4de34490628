import type { ModelTypeInfo } from '../../../shared/contract/recommender.ts';
import type { Arrays } from '../data/arrays-file.ts';
import type { Interactions, SongFeatures } from '../data/dataset.ts';
import type { NetworkKind, NetworkTrainer } from '../networks/task.ts';
import type { RatingScale } from '../data/ratings.ts';

/**
 * What a model may learn from: training rows with the ratings that the conversion gave them, and what is known of the
 * songs.
 */
export interface TrainingSet {
  interactions: Interactions;
  ratings: Float32Array;
  scale: RatingScale;
  features: SongFeatures;
}

/**
 * A listener as a model sees one: what was played, and the row in the training set (−1 for a listener that the model
 * was not trained on).
 */
export interface History {
  listener: number;
  items: Uint32Array;
  counts: Uint32Array;
  ratings: Float32Array;
}

/** A training listener as a model sees one. */
export function historyOf(set: Pick<TrainingSet, 'interactions' | 'ratings'>, listener: number): History {
  const { offsets, items, counts } = set.interactions;
  const [from, to] = [offsets[listener], offsets[listener + 1]];
  return {
    listener,
    items: items.subarray(from, to),
    counts: counts.subarray(from, to),
    ratings: set.ratings.subarray(from, to),
  };
}

/** Remembers the answer for the last listener: scoring and then explaining some songs asks for the same many times. */
export function forLast<Rest extends unknown[], Answer>(
  compute: (history: History, ...rest: Rest) => Answer,
): (history: History, ...rest: Rest) => Answer {
  let last: { history: History; answer: Answer } | null = null;
  return (history, ...rest) => {
    if (last?.history !== history) last = { history, answer: compute(history, ...rest) };
    return last.answer;
  };
}

/** One source of a score, for the interface. `share` is its part of the score, null where the model cannot tell. */
export interface ScorePart {
  kind: 'similar-played' | 'shared-tags' | 'popularity' | 'component' | 'neighbours';
  label: string;
  song?: number;
  value: number;
  share: number | null;
}

export interface SavedModel {
  meta: Record<string, unknown>;
  arrays: Arrays;
}

export interface FittedModel {
  readonly type: string;
  /**
   * Writes a preference for every song into `out` (higher is better); NaN where the model knows nothing of the song.
   */
  scores(history: History, out: Float64Array): void;
  /**
   * A score that means "nothing speaks for this song": such songs are ranked in an evaluation, but never recommended.
   */
  readonly noEvidence?: number;
  /** Ratings of some songs for one listener, inside the scale; null for models that only rank. */
  readonly ratings: ((history: History, songs: Uint32Array, out: Float64Array) => void) | null;
  save(): SavedModel;
  explain?(history: History, song: number, features: SongFeatures): ScorePart[];
  /** What was chosen or learned on the way: hybrid weights, loss curves. */
  readonly facts?: FitFacts;
  /**
   * Vectors of songs, near where songs are alike, and of listeners in the same space: for the map and for new
   * recordings.
   */
  readonly songSpace?: Space & { known: Uint8Array };
  readonly listenerSpace?: Space;
  /** The trained network of a model that hears recordings, so that a new one can be placed. */
  readonly network?: SavedNetwork;
  readonly certainty?: Certainty;
}

/**
 * Quartiles, over songs that were held back in training, of the share of (listener, non-listener) pairs ordered
 * rightly; ½ is chance.
 */
export interface Certainty {
  songs: number;
  lower: number | null;
  median: number | null;
  upper: number | null;
}

/** Rows of k values. */
export interface Space {
  vectors: Float32Array | Float64Array;
  k: number;
}

export interface SavedNetwork {
  kind: NetworkKind;
  outputs: number;
  weights: Float32Array;
  mean: Float32Array;
  deviation: Float32Array;
  /** By which the targets were divided: rating factors, preference factors. */
  scales: [number, number];
}

export interface FitFacts {
  loss?: number[];
  validationLoss?: number[];
  engine?: string;
  chosen?: Record<string, unknown>;
}

export type Options = Record<string, string | number>;

export interface FitContext {
  seed: number;
  /** For numeric kernels; results do not depend on it. */
  threads: number;
  /** 0 to 1; throws when the run was cancelled. */
  progress(fraction: number, live?: Record<string, unknown>): void;
  /** Trains networks; absent where no engine runs, which neural models refuse by name. */
  network: NetworkTrainer | null;
  /** Fits another model on a set, sharing the result with whoever asks for the same fit. */
  fit(type: string, set: TrainingSet, options: Options, progress: FitContext['progress']): Promise<FittedModel>;
}

/** A model type: one file that exports this, and one line in the registry. */
export interface ModelDefinition extends ModelTypeInfo {
  /** False where two fits with different seeds are the same. */
  stochastic: boolean;
  fit(set: TrainingSet, options: Options, context: FitContext): Promise<FittedModel>;
  load(saved: SavedModel): FittedModel;
}

export function numberOption(options: Options, name: string): number {
  return Number(options[name]);
}
