import type { MeasureInfo } from '../../../shared/contract/recommender.ts';

/** A mean over ratings of an error, which is then put into the measure's unit. */
export interface RatingMeasure extends MeasureInfo {
  kind: 'rating';
  error(truth: number, predicted: number): number;
  of(meanError: number, scale: { minimum: number; maximum: number }): number;
}

/** The first `n` songs of one listener's ranking, and which of them were held out. */
export interface JudgedList {
  n: number;
  /** Held-out songs, whether or not they are in the list; at least one. */
  relevant: number;
  /** Ranks of the held-out songs that are in the list, from 1, ascending. */
  hitRanks: readonly number[];
}

export interface ListMeasure extends MeasureInfo {
  kind: 'list';
  of(list: JudgedList): number;
}

/** One listener's scores of all candidates. */
export interface JudgedRanking {
  /** NaN for songs the model cannot score. */
  scores: Float64Array;
  /** OTHER, EXCLUDED or RELEVANT for each song. */
  states: Uint8Array;
  relevant: Uint32Array;
  /** Results of one pass over all candidates, computed once for all measures. */
  readonly pass: { auc: number | null; mrr: number | null };
}

export interface RankingMeasure extends MeasureInfo {
  kind: 'ranking';
  /** Null if it has no meaning. */
  of(ranking: JudgedRanking): number | null;
}

/** Data for measures over all lists together. */
export interface Catalogue {
  songs: number;
  /** Training listeners of each song, and how many there are in all. */
  listenersOf: ArrayLike<number>;
  listeners: number;
  /** Of two songs' features, 0 if one has none; null if there are no features. */
  cosine: ((a: number, b: number) => number) | null;
}

/** Takes lists one by one; memory grows with the catalogue, not with the lists. */
export interface Tally {
  add(list: ArrayLike<number>): void;
  value(): number | null;
}

export interface CatalogueMeasure extends MeasureInfo {
  kind: 'catalogue';
  start(catalogue: Catalogue): Tally;
}

/** A measure is one file that exports this, and one line in the registry. */
export type MeasureDefinition = RatingMeasure | ListMeasure | RankingMeasure | CatalogueMeasure;

/** The name of a measure's values, including the list length for list measures. */
export function columnOf({ name, kind }: MeasureInfo, length: number): string {
  return kind === 'list' || kind === 'catalogue' ? `${name}@${length}` : name;
}
