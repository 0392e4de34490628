import type { ModelTypeInfo } from '../../../shared/contract/recommender.ts';
import type { Arrays } from '../data/arrays-file.ts';
import type { DataSize, SongFeatures } from '../data/dataset.ts';
import type { History, TrainingSet } from '../data/training-set.ts';
import type { SavedNetwork } from '../networks/saved.ts';
import type { NetworkTrainer } from '../networks/task.ts';
import type { Reporting } from '../numeric/yielding.ts';

/** One source of a score, for the interface. `share` is its part of the score, null if the model does not give it. */
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
   * Writes a preference for every song into `out` (higher is better); NaN if the model knows nothing of the song.
   */
  scores(history: History, out: Float64Array): void;
  /**
   * A score that means "no evidence for this song": such songs are ranked in an evaluation, but never recommended.
   */
  readonly noEvidence?: number;
  /** Ratings of some songs for one listener, inside the scale; null for models that only rank. */
  readonly ratings: ((history: History, songs: Uint32Array, out: Float64Array) => void) | null;
  save(): SavedModel;
  explain?(history: History, song: number, features: SongFeatures): ScorePart[];
  /** Details of the fit: hybrid weights, loss curves. */
  readonly facts?: FitFacts;
  /**
   * Vectors of songs (close for similar songs) and of listeners in the same space: for the map and for new
   * recordings.
   */
  readonly songSpace?: Space & { known: Uint8Array };
  readonly listenerSpace?: Space;
  /** The trained network, if any; one that hears can place a new recording. */
  readonly network?: SavedNetwork;
  readonly certainty?: Certainty;
  /** Of a model built from others: the part with the best lists, alone, on the rows that were set aside. */
  readonly bestAlone?: FittedModel;
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

export interface FitFacts {
  loss?: number[];
  validationLoss?: number[];
  engine?: string;
  chosen?: Record<string, unknown>;
}

export type Options = Record<string, string | number>;

export interface FitContext extends Reporting {
  seed: number;
  /** For inner splits: the same for all models of a run, so that they share the split and the fits on it. */
  splitSeed: number;
  /** For numeric kernels; results do not depend on it. */
  threads: number;
  /** Trains networks; absent if no engine is available; neural models then refuse by name. */
  network: NetworkTrainer | null;
  /** Definitions of other models, for a model built from them. */
  definition: ModelLookup;
  /** Fits another model on a set, sharing the result with other requests for the same fit. */
  fit(type: string, set: TrainingSet, options: Options, progress: FitContext['progress']): Promise<FittedModel>;
}

/**
 * Finds the definition of a model type. The registry's lookup is passed to code that fits or loads models, so that no
 * model imports the registry that lists it.
 *
 * @throws not-found for a type that does not exist
 */
export type ModelLookup = (type: string) => ModelDefinition;

/** A model type: one file that exports this, and one line in the registry. */
export interface ModelDefinition extends ModelTypeInfo {
  /**
   * Whether it knows songs by more than their plays, so that those of the set's `catalogue` get a score: `fit` then
   * gives every array of songs as many rows as the catalogue has. For others see `within-trained.ts`.
   */
  placesUnplayed?: true;
  /** Whether it has an answer also for somebody of whom no play is known, such as what is played most. */
  answersAnybody?: true;
  /** Rejects, before any work, options that cannot be fitted on data of this size on any machine. */
  assertFits?(options: Options, size: DataSize): void;
  /** Bytes that a fit takes beside the data; left out where that is little. */
  memory?(options: Options, size: DataSize): number;
  fit(set: TrainingSet, options: Options, context: FitContext): Promise<FittedModel>;
  /** `definition` finds the types of a model's parts. */
  load(saved: SavedModel, definition: ModelLookup): FittedModel;
}

export function numberOption(options: Options, name: string): number {
  return Number(options[name]);
}
