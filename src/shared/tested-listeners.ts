import type { EvaluationResult } from './contract/recommender.ts';

/**
 * How many listeners a result is about. Counts add up the folds, where most listeners are tested in every one; the
 * paired tests have each listener once.
 */
export function testedListeners({
  counts,
  folds = {},
  statistics,
}: Pick<EvaluationResult, 'counts' | 'folds' | 'statistics'>): number {
  const all = counts.testListeners ?? 0;
  const isOverFolds = Object.values(folds).some((own) => Object.values(own).some(({ length }) => length > 1));
  const paired = (statistics?.tests ?? []).map(({ n }) => n);
  return isOverFolds && paired.length > 0 ? Math.max(...paired) : all;
}
