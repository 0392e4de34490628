import { useTranslation } from 'react-i18next';
import type { EvaluationSpec, ModelTypeInfo } from '../../shared/contract/recommender.ts';
import { useCall } from '../api.ts';
import { useModelTypes } from './model-types.ts';
import { experimentTitle } from './result-entries.ts';

type Options = EvaluationSpec['options'][string];

/** Settings that a model can be compared with. */
export interface Settings {
  label: string;
  options: Options;
}

export function sameOptions(a: Options, b: Options): boolean {
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...names].every((name) => String(a[name]) === String(b[name]));
}

/** With the defaults where nothing is given. */
export function completed(info: ModelTypeInfo | undefined, options: Options): Options {
  return {
    ...Object.fromEntries(info?.options.map(({ name, defaultValue }) => [name, defaultValue]) ?? []),
    ...options,
  };
}

/** Per model type: the defaults, those of trained models, and those that a search or a grid chose. */
export function useModelSettings(): (type: string, current: Options) => Settings[] {
  const { t } = useTranslation();
  const { all } = useModelTypes();
  const { data: models = [] } = useCall('models/list', {});
  const { data: experiments = [] } = useCall('experiments/list', {});
  return (type, current) => {
    const info = all?.find((candidate) => candidate.type === type);
    const found: Settings[] = [
      { label: t('experiments.settingsDefault'), options: {} },
      ...models
        .filter((model) => model.type === type)
        .map(({ name, options }) => ({ label: t('experiments.settingsTrained', { name }), options })),
      ...experiments.flatMap((row) =>
        row.result.chosen[type]
          ? [
              {
                label: t('experiments.settingsTuned', { name: experimentTitle(row) }),
                options: row.result.chosen[type],
              },
            ]
          : [],
      ),
      { label: t('experiments.settingsOwn'), options: current },
    ];
    return found.filter(
      ({ options }, i) =>
        found.findIndex((other) => sameOptions(completed(info, other.options), completed(info, options))) === i,
    );
  };
}
