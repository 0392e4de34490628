import { Select, type SelectProps } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { CONVERSIONS } from '../../shared/contract/recommender.ts';
import { conversionLabel } from '../../shared/evaluation-words.ts';
import { labelled } from '../ui/said.ts';

/** How ratings are made from play counts. */
export function ConversionSelect(field: Omit<SelectProps, 'data' | 'label'>) {
  const { t } = useTranslation();
  return (
    <Select
      label={t('training.conversion')}
      allowDeselect={false}
      data={(['auto', ...CONVERSIONS] as const).map((name) => ({
        value: name,
        label: labelled(conversionLabel(name)),
      }))}
      {...field}
    />
  );
}
