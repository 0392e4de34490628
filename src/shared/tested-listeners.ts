import type { EvaluationResult } from './contract/recommender.ts';

/**
 * How many listeners a result is about. Counts add up the folds, where most listeners are tested in every one. Results
 * of earlier versions do not say how many different ones there were: then the paired tests have each listener once, and
 * without tests the sum is told as one.
 */
export function testedListeners({
  counts,
  folds = {},
  statistics,
  testedListeners: own,
}: Pick<EvaluationResult, 'counts' | 'folds' | 'statistics' | 'testedListeners'>): { n: number; summed: 'yes' | 'no' } {
  const all = counts.testListeners ?? 0;
  const isOverFolds = Object.values(folds).some((values) => Object.values(values).some(({ length }) => length > 1));
  if (own !== undefined || !isOverFolds) return { n: own ?? all, summed: 'no' };
  const paired = (statistics?.tests ?? []).map(({ n }) => n);
  return paired.length > 0 ? { n: Math.max(...paired), summed: 'no' } : { n: all, summed: 'yes' };
}
