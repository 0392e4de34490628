import { Alert, Stack, Text } from '@mantine/core';
import { flowLabel } from '../../../shared/mobility/words.ts';
import { useWord } from '../../ui/said.ts';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { CodebookPreview } from '../../../shared/mobility/study.ts';
import { NOT_APPLICABLE, number } from '../../ui/format.ts';
import type { Column } from '../../ui/table/column.ts';
import { DataTable } from '../../ui/table/data-table.tsx';

type TransitionChange = CodebookPreview['transitions'][number];

/** The effects of a codebook change: on the rules, the codes, and the flows before and after. */
export function PreviewOfChange({
  preview,
  transition,
}: {
  preview: CodebookPreview;
  transition(name: string): string;
}) {
  const { t } = useTranslation();
  const word = useWord();
  const columns = useMemo(
    (): Column<TransitionChange>[] => [
      { id: 'transition', head: t('mobility.transition'), value: (one) => transition(one.transition) },
      { id: 'changed', head: t('codebook.changed'), numeric: true, value: (one) => one.changed },
      ...(['upward', 'downward', 'parallel', 'notComparable'] as const).map(
        (name): Column<TransitionChange> => ({
          id: name,
          head: word(flowLabel(name)),
          numeric: true,
          value: (one) => one.after[name],
          text: (one) => `${number(one.before[name])} → ${number(one.after[name])}`,
        }),
      ),
    ],
    [t, transition, word],
  );
  if (preview.differences.length === 0) return <Text size="sm">{t('codebook.nothing')}</Text>;
  const { codes, levels, tiers, suggestions, orphaned } = preview.affected;
  return (
    <Stack gap={6} mt="xs">
      {preview.differences.map(({ path, before, after }) => (
        <Text key={path} size="xs" style={{ overflowWrap: 'anywhere' }}>
          <b>{path}</b>: {before || NOT_APPLICABLE} → {after || NOT_APPLICABLE}
        </Text>
      ))}
      <Alert color={codes > 0 || orphaned > 0 ? 'orange' : 'gray'} p="xs">
        <Text size="sm">
          {t('codebook.affected', {
            codes,
            levels,
            tiers,
            suggestions,
          })}
        </Text>
        {orphaned > 0 ? <Text size="sm">{t('codebook.orphaned', { count: orphaned })}</Text> : null}
      </Alert>
      <DataTable
        name="codebook-preview"
        label={t('codebook.changeTitle')}
        columns={columns}
        rows={preview.transitions}
        rowKey={(one) => one.transition}
        maxHeight={260}
      />
    </Stack>
  );
}
