import type { ModelTypeInfo } from '../../../shared/contract/recommender.ts';

/** A network takes minutes where a count of plays takes a moment: otherwise a fast beginning promises too much. */
const NETWORK_COST = 30;
const ITERATED_COST = 5;
/** Measuring the lists, beside fitting the model. */
const MEASURING_SECONDS = 0.5;

/**
 * Where each run begins and ends as a share of a fold: by what its model took in an earlier fold, or before that by
 * what models of its kind take beside each other.
 *
 * @param seconds of fitting, by model, as far as they are known
 */
export function sharesOfRuns(
  runs: readonly Pick<ModelTypeInfo, 'type' | 'neural' | 'stochastic'>[],
  seconds: Readonly<Record<string, number>>,
): { from: number; to: number }[] {
  const isMeasured = runs.every(({ type }) => type in seconds);
  const costs = runs.map(({ type, neural, stochastic }) => {
    if (isMeasured) return MEASURING_SECONDS + seconds[type];
    return neural ? NETWORK_COST : stochastic ? ITERATED_COST : 1;
  });
  const all = costs.reduce((sum, cost) => sum + cost, 0);
  let before = 0;
  return costs.map((cost) => {
    const from = before / all;
    before += cost;
    return { from, to: before / all };
  });
}
