import { Anchor, Skeleton, Text } from '@mantine/core';
import { kindLabel, levelLabel, tierLabel } from '../../../shared/mobility/words.ts';
import { useWord } from '../../ui/said.ts';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { InstitutionView } from '../../../shared/contract/mobility.ts';
import { useCall } from '../../api.ts';
import type { Column } from '../../ui/table/column.ts';
import { DataTable } from '../../ui/table/data-table.tsx';
import { InstitutionEditor } from './institution-editor.tsx';
import { ScholarCount } from '../scholars/scholar-count.tsx';

/** All institutions with their levels under the current codebook. */
export function InstitutionList() {
  const { t } = useTranslation();
  const word = useWord();
  const { data } = useCall('mobility/list-institutions', {});
  const [editing, setEditing] = useState<string | null>(null);
  const columns = useMemo((): Column<InstitutionView>[] => {
    const span = (from: number | null, to: number | null) => (from || to ? ` (${from ?? ''}–${to ?? ''})` : '');
    return [
      {
        id: 'name',
        head: t('institutions.name'),
        width: 'minmax(280px, 2fr)',
        value: (one) => one.name,
        cell: (one) => (
          <Anchor component="button" type="button" onClick={() => setEditing(one.key)} truncate maw="100%">
            {one.name}
          </Anchor>
        ),
      },
      { id: 'kind', head: t('fields.kind'), value: (one) => word(kindLabel(one.kind)) },
      { id: 'city', head: t('fields.city'), value: (one) => one.city },
      { id: 'tier', head: t('fields.tier'), value: (one) => (one.tier === null ? null : word(tierLabel(one.tier))) },
      {
        id: 'level',
        head: t('quadrants.level'),
        value: (one) =>
          one.level === null || one.reputationStatus === 'not-found'
            ? word(levelLabel(one.level, one.reputationStatus))
            : String(one.level),
      },
      {
        id: 'mean-rank',
        head: t('institutions.meanRank'),
        numeric: true,
        value: (one) => (one.meanRank === null ? null : Math.round(one.meanRank)),
      },
      {
        id: 'ranked-years',
        head: t('institutions.rankedYears'),
        numeric: true,
        value: (one) => one.rankedYears,
        text: (one) => `${one.rankedYears} / ${one.usableYears}`,
      },
      {
        id: 'lines',
        head: t('institutions.linesHead'),
        numeric: true,
        value: (one) => one.mentions,
        cell: (one) => (
          <ScholarCount count={one.mentions} filter={{ institution: one.key }} what={one.name} of="lines" />
        ),
      },
      {
        id: 'aliases',
        head: t('fields.aliases'),
        value: (one) => one.names.map(({ name, from, to }) => `${name}${span(from, to)}`).join('; '),
      },
      {
        id: 'relations',
        head: t('institutions.relationsHead'),
        value: (one) =>
          one.relations
            .map(
              ({ kind, otherName, year }) =>
                `${t(`institutions.relations.${kind}`)} ${otherName}${year ? ` (${year})` : ''}`,
            )
            .join('; '),
      },
    ];
  }, [t, word]);
  if (!data) return <Skeleton h={400} />;
  const edited = data.find(({ key }) => key === editing);
  return (
    <>
      <DataTable
        name="institutions"
        label={t('nav.institutions')}
        columns={columns}
        rows={data}
        rowKey={(one) => one.key}
        onOpen={({ key }) => setEditing(key)}
      />
      {edited ? <InstitutionEditor institution={edited} institutions={data} onClose={() => setEditing(null)} /> : null}
      <Text size="xs" c="dimmed" pt={6}>
        {t('institutions.rankNote')}
      </Text>
    </>
  );
}
