import { Text } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Message } from '../../shared/messages/message.ts';
import { fieldWord } from './field-word.ts';
import { said } from './said.ts';
import type { Column } from './table/column.ts';
import { DataTable } from './table/data-table.tsx';

export interface Problem {
  row: number | null;
  field: string;
  problem: Message;
  fix?: Message;
  /** Whether the row was rejected, or imported with an open question. */
  refused: boolean;
}

/** The rows of a file that were rejected or need an answer, why, and what to do. */
export function ProblemTable({
  name,
  problems,
  title,
}: {
  name: string;
  problems: readonly Problem[];
  title?: string;
}) {
  const { t } = useTranslation();
  const columns = useMemo((): Column<Problem>[] => {
    const kind = ({ refused }: Problem) => t(refused ? 'problems.refused' : 'problems.question');
    const all: Column<Problem>[] = [
      {
        id: 'kind',
        head: t('problems.kind'),
        width: '96px',
        value: kind,
        cell: (one) => (
          <Text span size="sm" c={one.refused ? 'orange' : undefined}>
            {kind(one)}
          </Text>
        ),
      },
      {
        id: 'row',
        head: t('mobilityImport.row'),
        width: '76px',
        numeric: true,
        value: ({ row }) => row,
        text: ({ row }) => String(row ?? ''),
      },
      { id: 'field', head: t('mobilityImport.field'), value: ({ field }) => fieldWord(field) },
      {
        id: 'problem',
        head: t('mobilityImport.problem'),
        width: 'minmax(200px, 2fr)',
        wrap: true,
        value: ({ problem }) => said(problem),
      },
    ];
    if (problems.some(({ fix }) => fix))
      all.push({
        id: 'fix',
        head: t('mobilityImport.fix'),
        width: 'minmax(200px, 2fr)',
        wrap: true,
        value: ({ fix }) => (fix ? said(fix) : ''),
      });
    return all;
  }, [t, problems]);
  if (problems.length === 0) return null;
  return (
    <DataTable
      name={name}
      title={title}
      label={t('problems.title')}
      columns={columns}
      rows={problems}
      maxHeight={220}
    />
  );
}
