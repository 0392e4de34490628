import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import { lowerBound } from '../numeric/sorted.ts';

export interface RatingErrors {
  mae: number;
  nmae: number;
  mse: number;
  rmse: number;
  msle: number;
}

/**
 * The five error measures, per rating. NMAE = MAE / (maximum − minimum); MSLE clips predictions at 0 and uses ln(1 +
 * x), the others take predictions as they are.
 *
 * @throws bad-input when there is no rating, or a prediction is not a number
 */
export function ratingErrors(
  truth: ArrayLike<number>,
  predicted: ArrayLike<number>,
  minimum: number,
  maximum: number,
): RatingErrors {
  if (truth.length === 0 || truth.length !== predicted.length)
    throw new AppError(
      'bad-input',
      say('evaluation.rating-errors-need-as-many-predictions', { truth: truth.length, predicted: predicted.length }),
    );
  let absolute = 0;
  let squared = 0;
  let logarithmic = 0;
  for (let i = 0; i < truth.length; i++) {
    const error = truth[i] - predicted[i];
    if (Number.isNaN(error))
      throw new AppError('bad-input', say('evaluation.rating-or-its-prediction-is-not', { i: i + 1 }));
    absolute += Math.abs(error);
    squared += error * error;
    logarithmic += (Math.log1p(truth[i]) - Math.log1p(Math.max(0, predicted[i]))) ** 2;
  }
  const n = truth.length;
  const mae = absolute / n;
  return {
    mae,
    nmae: mae / (maximum - minimum),
    mse: squared / n,
    rmse: Math.sqrt(squared / n),
    msle: logarithmic / n,
  };
}

export interface RankingMeasures {
  precision: number;
  recall: number;
  'recall-capped': number;
  f1: number;
  ndcg: number;
  map: number;
  'mrr-at': number;
  'hit-rate': number;
}

export const RANKING_MEASURES = [
  'precision',
  'recall',
  'recall-capped',
  'f1',
  'ndcg',
  'map',
  'mrr-at',
  'hit-rate',
] as const satisfies readonly (keyof RankingMeasures)[];

/**
 * Measures of one listener's ranked list at length `n`. Precision divides by n even where fewer songs were candidates;
 * recall by |relevant|;
 * `recall-capped` and MAP by min(n, |relevant|); NDCG has binary gain and discount 1 / log2(rank + 1). Null when
 * nothing is relevant.
 */
export function rankingMeasures(
  ranked: ArrayLike<number>,
  relevant: ReadonlySet<number>,
  n: number,
): RankingMeasures | null {
  if (relevant.size === 0) return null;
  const ideal = Math.min(n, relevant.size);
  let hits = 0;
  let dcg = 0;
  let precisionSum = 0;
  let firstHit = 0;
  for (let rank = 1; rank <= Math.min(n, ranked.length); rank++) {
    if (!relevant.has(ranked[rank - 1])) continue;
    hits++;
    dcg += 1 / Math.log2(rank + 1);
    precisionSum += hits / rank;
    if (firstHit === 0) firstHit = rank;
  }
  let idealDcg = 0;
  for (let rank = 1; rank <= ideal; rank++) idealDcg += 1 / Math.log2(rank + 1);
  const precision = hits / n;
  const recall = hits / relevant.size;
  return {
    precision,
    recall,
    'recall-capped': hits / ideal,
    f1: hits === 0 ? 0 : (2 * precision * recall) / (precision + recall),
    ndcg: dcg / idealDcg,
    map: precisionSum / ideal,
    'mrr-at': firstHit === 0 ? 0 : 1 / firstHit,
    'hit-rate': hits > 0 ? 1 : 0,
  };
}

/** 1 / rank of the first relevant item in the whole ranking, 0 when none is ranked, null when nothing is relevant. */
export function reciprocalRank(ranked: ArrayLike<number>, relevant: ReadonlySet<number>): number | null {
  if (relevant.size === 0) return null;
  for (let i = 0; i < ranked.length; i++) if (relevant.has(ranked[i])) return 1 / (i + 1);
  return 0;
}

/** What a song is to one listener's ranking. */
export const OTHER = 0;
export const EXCLUDED = 1;
export const RELEVANT = 2;

/**
 * Two measures of the whole ranking, in one pass and without sorting it. `auc`: the share of pairs of a relevant and
 * another candidate that are ordered rightly, ties counting ½; a candidate without
 * a score (NaN) stands below all that have one; null when one of the two kinds is missing. `mrr`: 1 / rank of the best
 * relevant song, ties to the lower index; 0 when none has a score.
 */
export function wholeRanking(
  scores: Float64Array,
  states: Uint8Array,
  relevant: Uint32Array,
): { auc: number | null; mrr: number | null } {
  if (relevant.length === 0) return { auc: null, mrr: null };
  const sorted = Float64Array.from(relevant, (item) =>
    Number.isNaN(scores[item]) ? Number.NEGATIVE_INFINITY : scores[item],
  ).sort();
  const [lowest, highest] = [sorted[0], sorted[sorted.length - 1]];
  let best = -1;
  for (let i = 0; i < relevant.length; i++)
    if (scores[relevant[i]] === highest && (best < 0 || relevant[i] < best)) best = relevant[i];
  let others = 0;
  let right = 0;
  let above = 0;
  for (let item = 0; item < scores.length; item++) {
    if (states[item] === EXCLUDED) continue;
    const score = scores[item];
    if (score > highest || (score === highest && item < best)) above++;
    if (states[item] === RELEVANT) continue;
    others++;
    if (score > highest) continue;
    if (score < lowest) {
      right += sorted.length;
      continue;
    }
    const own = Number.isNaN(score) ? Number.NEGATIVE_INFINITY : score;
    const below = lowerBound(sorted, own);
    right += sorted.length - below;
    for (let at = below; at < sorted.length && sorted[at] === own; at++) right -= 0.5;
  }
  return { auc: others === 0 ? null : right / (others * sorted.length), mrr: best < 0 ? 0 : 1 / (1 + above) };
}
