import { Anchor, Skeleton, Text } from '@mantine/core';
import { IconFlagFilled } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { attributeLabel } from '../../shared/mobility/words.ts';
import type { ScholarSummary } from '../../shared/mobility/scholars.ts';
import type { StudyInfo } from '../../shared/mobility/study.ts';
import { useCall } from '../api.ts';
import type { PageProps } from '../app/page-view.tsx';
import { go, linkTo } from '../app/router.ts';
import { list } from '../ui/format.ts';
import { PageLayout } from '../ui/page-layout.tsx';
import { said, useWord } from '../ui/said.ts';
import type { Column } from '../ui/table/column.ts';
import { DataTable } from '../ui/table/data-table.tsx';
import { ScholarActions } from './scholars/scholar-actions.tsx';
import { ScholarFilterBar } from './scholars/scholar-filter-bar.tsx';
import { filterFrom } from './scholars/scholar-links.ts';
import { Fictional, NoStudy, useNames, useStudy } from './shared.tsx';
import { SignLegend, SignMark } from './coding/stage-signs.tsx';

/** Every scholar with how far each stage is; what is done with several at once. */
export function Page({ id }: PageProps) {
  const { data: study } = useStudy();
  return (
    <PageLayout page="scholars" badges={<Fictional study={study} />}>
      {study ? null : <Skeleton h={400} />}
      {study?.counts.scholars === 0 ? <NoStudy /> : null}
      {study && study.counts.scholars > 0 ? <Scholars study={study} filterText={id} /> : null}
    </PageLayout>
  );
}

function Scholars({ study, filterText }: { study: StudyInfo; filterText: string | null }) {
  const { t } = useTranslation();
  const filter = useMemo(() => filterFrom(filterText), [filterText]);
  const { data, error } = useCall('mobility/list-scholar-summaries', { filter }, { keep: true });
  const columns = useColumns(study);
  const [pointed, setPointed] = useState<ScholarSummary | null>(null);
  return (
    <>
      <ScholarFilterBar study={study} filter={filter} rows={data} />
      {error ? <Text c="orange">{said(error)}</Text> : null}
      {!data && !error ? <Skeleton h={400} mt="xs" /> : null}
      {data ? (
        <DataTable<ScholarSummary>
          name="scholars"
          label={t('nav.scholars')}
          columns={columns}
          rows={data}
          rowKey={({ id }) => String(id)}
          onActive={setPointed}
          onOpen={({ id }) => go('career', String(id))}
          selectionActions={(selected) => (
            <ScholarActions
              study={study}
              chosen={selected.length > 0 ? selected : data.filter(({ id }) => id === pointed?.id)}
            />
          )}
        />
      ) : null}
      <SignLegend />
    </>
  );
}

function useColumns(study: StudyInfo): Column<ScholarSummary>[] {
  const { t } = useTranslation();
  const word = useWord();
  const names = useNames(study);
  const { stages, attributes } = study.codebook.codebook;
  return useMemo((): Column<ScholarSummary>[] => {
    const sign = (row: ScholarSummary, i: number) => t(`scholars.signs.${row.stages[i]}`);
    return [
      {
        id: 'name',
        head: t('fields.name'),
        width: 'minmax(168px, 1.4fr)',
        value: ({ name }) => name,
        cell: ({ id, name }) => <Anchor href={linkTo('career', String(id))}>{name}</Anchor>,
      },
      { id: 'key', head: t('fields.scholar'), value: ({ key }) => key },
      ...stages.map(
        (stage, i): Column<ScholarSummary> => ({
          id: `stage-${stage.key}`,
          head: names.stage(stage.key),
          width: '88px',
          value: (row) => sign(row, i),
          cell: (row) => <SignMark sign={row.stages[i]} label={sign(row, i)} />,
        }),
      ),
      { id: 'state', head: t('scholars.state'), value: ({ state }) => t(`scholars.states.${state}`) },
      {
        id: 'coders',
        head: t('agreement.codersTab'),
        width: 'minmax(120px, 1fr)',
        value: ({ coders }) => list(coders),
      },
      {
        id: 'flag',
        head: t('scholars.flag'),
        width: '72px',
        value: ({ flagged }) => (flagged ? t('scholars.flagged') : ''),
        cell: ({ flagged }) =>
          flagged ? (
            <IconFlagFilled
              size={14}
              color="var(--mantine-color-orange-6)"
              role="img"
              aria-label={t('scholars.flagged')}
            />
          ) : null,
      },
      { id: 'memo', head: t('scholars.memo'), width: 'minmax(120px, 1fr)', value: ({ memo }) => memo },
      { id: 'lines', head: t('scholars.lines'), numeric: true, decimals: 0, value: ({ lines }) => lines },
      ...attributes.map(
        (name): Column<ScholarSummary> => ({
          id: `attribute-${name}`,
          head: word(attributeLabel(name)),
          value: (row) => row.attributes[name] ?? '',
        }),
      ),
    ];
  }, [t, word, names, stages, attributes]);
}
