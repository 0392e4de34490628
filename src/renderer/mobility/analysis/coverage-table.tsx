import { Stack, Text } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Label } from '../../../shared/messages/message.ts';
import type { Coverage } from '../../../shared/mobility/population.ts';
import { sentenceOf } from '../../../shared/mobility/sentences.ts';
import { classLabels } from '../../../shared/mobility/class-words.ts';
import { attributeLabel } from '../../../shared/mobility/words.ts';
import { number, pair, percent, sentences } from '../../ui/format.ts';
import { said, useWord } from '../../ui/said.ts';
import type { Column } from '../../ui/table/column.ts';
import { DataTable } from '../../ui/table/data-table.tsx';
import { shareText } from '../shared.tsx';

type Row = Coverage['classes'][number] & { attribute: string; label: Label };
/** Differences above this are usually called more than small (Austin 2009). */
const LARGE_DIFFERENCE = 0.1;

/** By attribute: how many were found, and whether they are like those who are missing. */
export function CoverageTable({ coverage }: { coverage: readonly Coverage[] }) {
  const { t } = useTranslation();
  const word = useWord();
  const rows = useMemo(
    () =>
      coverage.flatMap(({ attribute, classes }) => {
        const label = classLabels(
          attribute,
          classes.map(({ value }) => value),
        );
        return classes.map((one): Row => ({ attribute, label: label(one.value), ...one }));
      }),
    [coverage],
  );
  const columns = useMemo(
    (): Column<Row>[] => [
      { id: 'attribute', head: t('population.heads.attribute'), value: (row) => word(attributeLabel(row.attribute)) },
      { id: 'value', head: t('population.heads.value'), width: 'minmax(140px, 1fr)', value: (row) => word(row.label) },
      { id: 'members', head: t('population.heads.members'), numeric: true, decimals: 0, value: (row) => row.members },
      {
        id: 'coverage',
        head: t('population.heads.coverage'),
        numeric: true,
        value: (row) => row.coverage.share,
        text: (row) => shareText(row.coverage),
      },
      {
        id: 'found',
        head: t('population.heads.shareOfFound'),
        numeric: true,
        value: (row) => row.shareOfFound,
        text: (row) => percent(row.shareOfFound),
      },
      {
        id: 'missing',
        head: t('population.heads.shareOfMissing'),
        numeric: true,
        value: (row) => row.shareOfMissing,
        text: (row) => percent(row.shareOfMissing),
      },
      {
        id: 'difference',
        head: t('population.heads.difference'),
        hint: t('population.heads.differenceHint'),
        numeric: true,
        decimals: 2,
        value: (row) => row.difference,
        cell: ({ difference }) =>
          difference === null ? null : (
            <Text span inherit c={Math.abs(difference) > LARGE_DIFFERENCE ? 'orange' : undefined}>
              {number(difference, 2)}
            </Text>
          ),
      },
    ],
    [t, word],
  );
  if (coverage.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {t('population.noAttributes')}
      </Text>
    );
  return (
    <Stack gap="xs">
      <DataTable
        name="coverage"
        title={t('population.coverage')}
        columns={columns}
        rows={rows}
        rowKey={({ attribute, value }) => `${attribute} ${value}`}
        maxHeight={360}
      />
      {coverage.map((one) => (
        <AttributeTest key={one.attribute} {...one} />
      ))}
    </Stack>
  );
}

function AttributeTest({ attribute, means, test, notes, unknown }: Coverage) {
  const { t } = useTranslation();
  const word = useWord();
  const told = [
    ...(means
      ? [
          t('population.means', {
            found: number(means.found, 1),
            missing: number(means.missing, 1),
            difference: number(means.difference, 2),
          }),
        ]
      : []),
    ...(test ? [said(sentenceOf(test))] : []),
    ...notes.map(said),
    ...(unknown > 0 ? [t('population.unknown', { count: unknown })] : []),
  ];
  return <Text size="sm">{pair(word(attributeLabel(attribute)), sentences(told))}</Text>;
}
