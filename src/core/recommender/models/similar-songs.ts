import { type SongWeights, sumOfRows, valueAt } from '../numeric/sparse-rows.ts';
import { playedReasons } from './explain.ts';
import type { FittedModel } from './model.ts';

/** A model whose score of a song is the sum of what each played song gives to it. */
export function fittedSimilarities(type: string, weights: SongWeights): FittedModel {
  const { offsets, songs, similarities } = weights;
  return {
    type,
    noEvidence: 0,
    scores: (history, out) => sumOfRows(weights, similarities, history.items, out),
    ratings: null,
    save: () => ({ meta: {}, arrays: { offsets, songs, similarities } }),
    explain: (history, song) =>
      playedReasons(
        history.items,
        Float64Array.from(history.items, (played) => valueAt(weights, similarities, played, song)),
      ),
  };
}
