import { useTranslation } from 'react-i18next';
import { conversionLabel, protocolLabel } from '../../shared/evaluation-words.ts';
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

/** Experiments and comparisons, the latest first; null until both are known. */
export function useEntries(): ResultEntry[] | null {
  const { t } = useTranslation();
  const results = useCall('evaluation/list-results', {});
  const experiments = useCall('experiments/list', {});
  if (!results.data || !experiments.data) return null;
  return [
    ...experiments.data.map((row) => ({
      key: `e${row.id}`,
      title: row.title,
      subtitle: `${dateTime(row.createdAt)} · ${t('experiments.kind')}`,
      createdAt: row.createdAt,
    })),
    ...results.data.map((row) => ({
      key: `r${row.id}`,
      title: `${labelled(protocolLabel(row.spec.protocol))} · ${labelled(conversionLabel(row.spec.conversion))}`,
      subtitle: `${dateTime(row.createdAt)} · ${t('experiments.modelCount', { count: row.spec.models.length })}`,
      createdAt: row.createdAt,
    })),
  ].sort((a, b) => b.createdAt.localeCompare(a.createdAt));
}
