import { AppError } from '../../../shared/errors.ts';

export interface RatingErrors {
  mae: number;
  nmae: number;
  mse: number;
  rmse: number;
  msle: number;
}

/**
 * The five error measures, per rating. NMAE = MAE / (maximum − minimum); MSLE clips predictions at 0 and uses ln(1 + x), the others take predictions as they are.
 *
 * @throws bad-input when there is no rating, or a prediction is not a number
 */
export function ratingErrors(truth: ArrayLike<number>, predicted: ArrayLike<number>, minimum: number, maximum: number): RatingErrors {
  if (truth.length === 0 || truth.length !== predicted.length)
    throw new AppError('bad-input', `Rating errors need as many predictions as ratings, and at least one (${truth.length} and ${predicted.length} given).`);
  let absolute = 0;
  let squared = 0;
  let logarithmic = 0;
  for (let i = 0; i < truth.length; i++) {
    const error = truth[i] - predicted[i];
    if (Number.isNaN(error)) throw new AppError('bad-input', `Rating ${i + 1} or its prediction is not a number.`);
    absolute += Math.abs(error);
    squared += error * error;
    logarithmic += (Math.log1p(truth[i]) - Math.log1p(Math.max(0, predicted[i]))) ** 2;
  }
  const n = truth.length;
  const mae = absolute / n;
  return { mae, nmae: mae / (maximum - minimum), mse: squared / n, rmse: Math.sqrt(squared / n), msle: logarithmic / n };
}

/**
 * The first `n` candidates: higher score first, ties to the lower index. NaN means "no candidate"; so do excluded items.
 */
export function topN(scores: ArrayLike<number>, excluded: (item: number) => boolean, n: number): Uint32Array {
  const heap = new Uint32Array(n);
  let size = 0;
  const worse = (a: number, b: number) => scores[a] < scores[b] || (scores[a] === scores[b] && a > b);
  for (let item = 0; item < scores.length; item++) {
    if (Number.isNaN(scores[item]) || excluded(item)) continue;
    if (size < n) {
      let at = size++;
      while (at > 0 && worse(item, heap[(at - 1) >> 1])) {
        heap[at] = heap[(at - 1) >> 1];
        at = (at - 1) >> 1;
      }
      heap[at] = item;
    } else if (n > 0 && worse(heap[0], item)) sink(heap, size, item, worse);
  }
  return heap.slice(0, size).sort((a, b) => scores[b] - scores[a] || a - b);
}

function sink(heap: Uint32Array, size: number, item: number, worse: (a: number, b: number) => boolean): void {
  let at = 0;
  for (;;) {
    let child = 2 * at + 1;
    if (child >= size) break;
    if (child + 1 < size && worse(heap[child + 1], heap[child])) child++;
    if (!worse(heap[child], item)) break;
    heap[at] = heap[child];
    at = child;
  }
  heap[at] = item;
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

export const RANKING_MEASURES = ['precision', 'recall', 'recall-capped', 'f1', 'ndcg', 'map', 'mrr-at', 'hit-rate'] as const satisfies readonly (keyof RankingMeasures)[];

/**
 * Measures of one listener's ranked list at length `n`. Precision divides by n even where fewer songs were candidates; recall by |relevant|;
 * `recall-capped` and MAP by min(n, |relevant|); NDCG has binary gain and discount 1 / log2(rank + 1). Null when nothing is relevant.
 */
export function rankingMeasures(ranked: ArrayLike<number>, relevant: ReadonlySet<number>, n: number): RankingMeasures | null {
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

/** The same without sorting the whole ranking: 1 / (1 + candidates above the best relevant one, ties to the lower index). */
export function reciprocalRankOf(scores: ArrayLike<number>, relevant: readonly number[] | Uint32Array, excluded: (item: number) => boolean): number | null {
  if (relevant.length === 0) return null;
  let best = -1;
  for (const item of relevant) if (!Number.isNaN(scores[item]) && !excluded(item) && (best < 0 || scores[item] > scores[best] || (scores[item] === scores[best] && item < best))) best = item;
  if (best < 0) return 0;
  let above = 0;
  for (let item = 0; item < scores.length; item++) if ((scores[item] > scores[best] || (scores[item] === scores[best] && item < best)) && !excluded(item)) above++;
  return 1 / (1 + above);
}

/**
 * Area under the ROC curve: the share of pairs of a relevant and another candidate that are ordered rightly, ties counting ½. A candidate without a score (NaN) stands below all that have one.
 * Null when one of the two kinds is missing.
 */
export function areaUnderCurve(scores: ArrayLike<number>, relevant: readonly number[] | Uint32Array, excluded: (item: number) => boolean): number | null {
  const value = (item: number) => (Number.isNaN(scores[item]) ? Number.NEGATIVE_INFINITY : scores[item]);
  const sorted = Float64Array.from(relevant, value).sort();
  const isRelevant = new Set(relevant);
  let others = 0;
  let right = 0;
  for (let item = 0; item < scores.length; item++) {
    if (isRelevant.has(item) || excluded(item)) continue;
    others++;
    const own = value(item);
    right += sorted.length - (bound(sorted, own, false) + bound(sorted, own, true)) / 2;
  }
  return others === 0 || sorted.length === 0 ? null : right / (others * sorted.length);
}

/** How many values are below `value`, or with `orEqual` not above it. */
function bound(sorted: Float64Array, value: number, orEqual: boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle] < value || (orEqual && sorted[middle] === value)) low = middle + 1;
    else high = middle;
  }
  return low;
}
