import type { Dataset } from '../data/dataset.ts';

/** Gets what an evaluation computed for single listeners; songs and listeners by the ids of the library. */
export interface EvaluationKeeper {
  /** The first songs of a ranking, as many as the longest list has. */
  list(at: Place, listener: number, songs: readonly number[], scores: readonly number[]): void;
  predictions(at: Place, listener: number, rows: Predictions): void;
  /** Measures by name, NaN where a listener has none. */
  values(at: Place, listener: number, measures: Readonly<Record<string, number>>): void;
}

export interface Place {
  model: string;
  /** From 0. */
  fold: number;
}

export interface Predictions {
  songs: readonly number[];
  ratings: readonly number[];
  predicted: readonly number[];
}

/** What one measurement hands on, by the indices of its data set. */
export interface CaseKeeper {
  list(who: number, ranked: Uint32Array, scores: Float64Array): void;
  predictions(who: number, items: ArrayLike<number>, truth: readonly number[], predicted: readonly number[]): void;
}

export function caseKeeper(
  keeper: EvaluationKeeper,
  at: Place,
  { listenerIds, songIds }: Pick<Dataset, 'listenerIds' | 'songIds'>,
): CaseKeeper {
  const idsOf = (songs: ArrayLike<number>) => Array.from(songs, (song) => songIds[song]);
  return {
    list: (who, ranked, scores) =>
      keeper.list(
        at,
        listenerIds[who],
        idsOf(ranked),
        Array.from(ranked, (song) => scores[song]),
      ),
    predictions: (who, items, ratings, predicted) =>
      keeper.predictions(at, listenerIds[who], { songs: idsOf(items), ratings, predicted }),
  };
}
