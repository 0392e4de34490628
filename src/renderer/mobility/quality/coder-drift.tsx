import { Stack, Text } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { CoderDrift, DriftPart } from '../../../shared/mobility/agreement.ts';
import { useCall } from '../../api.ts';
import { number, pair, pValue, sentences } from '../../ui/format.ts';
import type { Column } from '../../ui/table/column.ts';
import { DataTable } from '../../ui/table/data-table.tsx';
import { shareText } from '../shared.tsx';

type Row = DriftPart & { coder: string; whole: boolean };

/** Whether coders change while they code: by quarters of their codes. */
export function CoderDriftTable() {
  const { t } = useTranslation();
  const { data } = useCall('mobility/get-coder-drift', {}, { keep: true });
  const rows = useMemo(
    () =>
      (data ?? []).flatMap(({ coder, parts }) =>
        parts.map((part): Row => ({ coder, whole: parts.length === 1, ...part })),
      ),
    [data],
  );
  const columns = useMemo((): Column<Row>[] => {
    const share = (id: 'agreement' | 'unsure' | 'missing'): Column<Row> => ({
      id,
      head: t(`agreement.drift.${id}`),
      numeric: true,
      value: (row) => row[id].share,
      text: (row) => shareText(row[id]),
    });
    return [
      { id: 'coder', head: t('coding.coder'), width: 'minmax(120px, 1fr)', value: ({ coder }) => coder },
      {
        id: 'part',
        head: t('agreement.drift.quarter'),
        value: ({ whole, part }) => (whole ? t('agreement.all') : part),
        text: ({ whole, part }) => (whole ? t('agreement.all') : number(part)),
      },
      {
        id: 'from',
        head: t('agreement.drift.from'),
        fixed: true,
        value: ({ from }) => from,
        text: (row) => row.from.slice(0, 10),
      },
      { id: 'codes', head: t('agreement.codes'), numeric: true, decimals: 0, value: ({ codes }) => codes },
      { id: 'compared', head: t('agreement.drift.compared'), numeric: true, decimals: 0, value: (row) => row.compared },
      share('agreement'),
      share('unsure'),
      share('missing'),
    ];
  }, [t]);
  if (rows.length === 0) return null;
  return (
    <Stack gap={4}>
      <DataTable<Row>
        name="coder-drift"
        title={t('agreement.drift.title')}
        columns={columns}
        rows={rows}
        rowKey={({ coder, part }) => `${coder} ${part}`}
        maxHeight={340}
      />
      {(data ?? []).map((one) => (
        <Alike key={one.coder} {...one} />
      ))}
      <Text size="xs" c="dimmed">
        {t('agreement.drift.method')}
      </Text>
    </Stack>
  );
}

function Alike({ coder, parts, agreementP, unsureP }: CoderDrift) {
  const { t } = useTranslation();
  if (parts.length === 1) return null;
  const told = [
    ...(agreementP === null ? [] : [t('agreement.drift.agreementP', { p: pValue(agreementP) })]),
    ...(unsureP === null ? [] : [t('agreement.drift.unsureP', { p: pValue(unsureP) })]),
  ];
  return told.length === 0 ? null : <Text size="sm">{pair(coder, sentences(told))}</Text>;
}
