import { useTranslation } from 'react-i18next';
import type { ExperimentRow } from '../../shared/contract/experiments.ts';
import type { ResultRow } from '../../shared/contract/recommender.ts';
import { comparisonName } from '../../shared/result-names.ts';
import { useCall } from '../api.ts';
import { dateTime } from '../ui/format.ts';
import { labelled } from '../ui/said.ts';

export interface ResultEntry {
  /** `e` and the id of an experiment, or `r` and the id of a comparison. */
  key: string;
  title: string;
  subtitle: string;
  createdAt: string;
}

export function experimentTitle({ title, spec }: Pick<ExperimentRow, 'title' | 'spec'>): string {
  return title === '' ? spec.name : title;
}

export function comparisonTitle(row: Pick<ResultRow, 'title' | 'spec'>): string {
  return labelled(comparisonName(row));
}

/** Experiments and comparisons, the latest first; null until both are known. */
export function useEntries(): ResultEntry[] | null {
  const { t } = useTranslation();
  const results = useCall('evaluation/list-results', {});
  const experiments = useCall('experiments/list', {});
  if (!results.data || !experiments.data) return null;
  return [
    ...experiments.data.map((row) => ({
      key: `e${row.id}`,
      title: experimentTitle(row),
      subtitle: `${dateTime(row.createdAt, 'short')} · ${t('experiments.kind')}`,
      createdAt: row.createdAt,
    })),
    ...results.data.map((row) => ({
      key: `r${row.id}`,
      title: comparisonTitle(row),
      subtitle: dateTime(row.createdAt, 'short'),
      createdAt: row.createdAt,
    })),
  ].sort((a, b) => b.createdAt.localeCompare(a.createdAt));
}
