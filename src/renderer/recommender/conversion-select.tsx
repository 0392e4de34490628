import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { CONVERSIONS, type ConversionName } from '../../shared/contract/recommender.ts';

/** How ratings are made from play counts. */
export function ConversionSelect({
  value,
  onChange,
}: {
  value: ConversionName | 'auto';
  onChange(value: ConversionName | 'auto'): void;
}) {
  const { t } = useTranslation();
  return (
    <Select
      label={t('training.conversion')}
      value={value}
      allowDeselect={false}
      data={(['auto', ...CONVERSIONS] as const).map((name) => ({ value: name, label: t(`conversions.${name}`) }))}
      onChange={(name) => onChange((name ?? 'auto') as ConversionName | 'auto')}
    />
  );
}
