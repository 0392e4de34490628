import { useMemo } from 'react';
import type { ExperimentRow } from '../../shared/contract/experiments.ts';
import type { EvaluationResult, EvaluationSpec, ModelRow, ResultRow } from '../../shared/contract/recommender.ts';
import { useCall } from '../api.ts';
import { completed, sameOptions } from './model-settings.ts';
import { useModelTypes } from './model-types.ts';

/** How well the settings of a model did when they were last compared, and where. */
interface LastCheck {
  /** Key of the result. */
  result: string;
  ndcg: number | null;
  rmse: number | null;
}

interface Checked {
  key: string;
  createdAt: string;
  evaluation: EvaluationResult;
  options: EvaluationSpec['options'];
}

function checksIn(results: readonly ResultRow[] = [], experiments: readonly ExperimentRow[] = []): Checked[] {
  return [
    ...results.map(({ id, createdAt, result, spec }) => ({
      key: `r${id}`,
      createdAt,
      evaluation: result,
      options: spec.options,
    })),
    ...experiments.flatMap(({ id, createdAt, result, spec }) =>
      result.evaluations.map((evaluation, i) => ({
        key: `e${id}`,
        createdAt,
        evaluation,
        options: { ...spec.evaluations[i].options, ...result.chosen },
      })),
    ),
  ].sort((a, b) => b.createdAt.localeCompare(a.createdAt));
}

/** Of each trained model; null if its settings were never compared. */
export function useLastChecks(): (model: ModelRow) => LastCheck | null {
  const { all } = useModelTypes();
  const { data: results } = useCall('evaluation/list-results', {});
  const { data: experiments } = useCall('experiments/list', {});
  return useMemo(() => {
    const checks = checksIn(results, experiments);
    return ({ type, options }) => {
      const info = all?.find((candidate) => candidate.type === type);
      const own = completed(info, options);
      const found = checks.find(
        (check) => check.evaluation.models[type] && sameOptions(completed(info, check.options[type] ?? {}), own),
      );
      if (!found) return null;
      const values = found.evaluation.models[type];
      const primary = found.evaluation.statistics?.primary ?? 10;
      return { result: found.key, ndcg: values[`ndcg@${primary}`] ?? null, rmse: values.rmse ?? null };
    };
  }, [all, results, experiments]);
}
