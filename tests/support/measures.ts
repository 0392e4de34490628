import { judgeList } from '../../src/core/recommender/measures/lists.ts';
import { LIST_MEASURES } from '../../src/core/recommender/measures/registry.ts';

/** Every measure of the first `n` of a ranking, by name; null if nothing is relevant. */
export function listMeasures(
  ranked: ArrayLike<number>,
  relevant: ReadonlySet<number>,
  n: number,
): Record<string, number> | null {
  const list = judgeList(ranked, relevant, n);
  return list && Object.fromEntries(LIST_MEASURES.map((measure) => [measure.name, measure.of(list)]));
}
