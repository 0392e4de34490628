import { Alert, Badge, Group, Select, Skeleton, Stack, Text } from '@mantine/core';
import { say } from '../../shared/messages/say.ts';
import { weightedSentence } from '../../shared/mobility/sentences.ts';
import { flowLabel, kindLabel, transitionLabel } from '../../shared/mobility/words.ts';
import { useWord } from '../ui/said.ts';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useCall } from '../api.ts';
import { bracketed, number } from '../ui/format.ts';
import { PageLayout } from '../ui/page-layout.tsx';
import { usePageState } from '../ui/page-state.ts';
import { said } from '../ui/said.ts';
import { ResultTable } from '../ui/table/result-table.tsx';
import { Counts, type CountsProps } from './analysis/quadrant-counts.tsx';
import { Plane } from './analysis/quadrant-plane.tsx';
import { FocusBar, useFocus } from './focus-bar.tsx';
import { SampleNotice } from './quality/sample-notice.tsx';
import { scholarsLink } from './scholars/scholar-links.ts';
import { Sensitivity } from './analysis/quadrant-sensitivity.tsx';
import { Fictional, NoCodes, NoStudy, TransitionSelect, useNames, useStudy, useTransition } from './shared.tsx';

const CAUTIONS = ['superpopulation', 'fixed-mean', 'ceiling', 'selected', 'no-prediction'] as const;

/**
 * The plane with every move, the counts beside it with their intervals, and the same shares under each codebook choice.
 */
export function Page() {
  const { t } = useTranslation();
  const word = useWord();
  const { data: study } = useStudy();
  const [transition, setTransition] = useTransition(study);
  const [kinds, setKinds] = usePageState('quadrants-kinds', 'all');
  const { focus, counted } = useFocus();
  const enabled = transition !== '' && (study?.counts.codes ?? 0) > 0;
  const { data, error } = useCall(
    'mobility/get-plane',
    { transition, kinds: kinds === 'all' ? null : kinds, focus },
    { enabled, keep: true },
  );
  const sensitivity = useCall('mobility/get-sensitivity', { transition, focus }, { enabled, keep: true });
  const names = useNames(study);
  const among = useMemo(
    () => ({ move: transition, ...(kinds === 'all' ? {} : { kinds }), ...counted }),
    [transition, kinds, counted],
  );
  const title = names.transition(transition);
  const chooser = study ? (
    <Group wrap="nowrap" gap="xs">
      <TransitionSelect study={study} value={transition} onChange={setTransition} />
      <Select
        aria-label={t('quadrants.kinds')}
        w={250}
        allowDeselect={false}
        value={kinds}
        data={[
          { value: 'all', label: t('quadrants.allKinds') },
          ...(data?.byKind ?? []).map(({ from, to, moves: n }) => ({
            value: `${from}>${to}`,
            label: bracketed(`${word(kindLabel(from))} → ${word(kindLabel(to))}`, number(n)),
          })),
        ]}
        onChange={(value) => value && setKinds(value)}
      />
    </Group>
  ) : null;
  return (
    <PageLayout
      page="quadrants"
      badges={
        <>
          <Fictional study={study} />
          {study ? (
            <Badge variant="default" tt="none">
              {t('quadrants.codebook', { version: study.codebook.version })}
            </Badge>
          ) : null}
        </>
      }
      actions={enabled ? chooser : null}
      scrolls
    >
      {study ? null : <Skeleton h={500} />}
      {study?.counts.scholars === 0 ? <NoStudy /> : null}
      {study && study.counts.scholars > 0 && study.counts.codes === 0 ? <NoCodes /> : null}
      {enabled ? <FocusBar /> : null}
      {error ? <Text c="orange">{said(error)}</Text> : null}
      {enabled && !data && !error ? <Skeleton h={460} /> : null}
      {enabled && data ? (
        <Stack gap="sm" pr="sm">
          {data.weighted && study ? (
            <Alert color="orange" p="xs">
              {said(weightedSentence(transitionLabel(study.codebook.codebook, transition), data.weighted))}
            </Alert>
          ) : null}
          <div className="side-by-side">
            <Plane
              moves={data.moves}
              places={data.places}
              title={t('quadrants.planeTitle', { transition: title })}
              fictional={data.summary.fictional}
              whom={data.whom}
              among={among}
            />
            <Counts summary={data.summary} title={t('quadrants.countsTitle', { transition: title })} among={among} />
          </div>
          <SampleNotice transition={transition} />
          <Sensitivity rows={sensitivity.data} title={t('quadrants.sensitivityTitle', { transition: title })} />
          <ByLevel summary={data.summary} among={among} title={t('quadrants.byLevelTitle', { transition: title })} />
          <Alert color="gray" p="xs">
            <ul className="list">
              {CAUTIONS.map((caution) => (
                <li key={caution}>{said(say(`study-report.caution-${caution}`))}</li>
              ))}
            </ul>
          </Alert>
        </Stack>
      ) : null}
    </PageLayout>
  );
}

const BY_LEVEL = [null, undefined, 'upward', null, 'downward', null, 'parallel', null] as const;

function ByLevel({ summary, title, among }: CountsProps) {
  const { t } = useTranslation();
  const word = useWord();
  const share = (name: string) => t('quadrants.shareOf', { direction: word(flowLabel(name)) });
  const table = {
    name: 'by-level',
    head: [
      t('quadrants.level'),
      word(flowLabel('moved')),
      word(flowLabel('upward')),
      share('upward'),
      word(flowLabel('downward')),
      share('downward'),
      word(flowLabel('parallel')),
      share('parallel'),
    ],
    numbers: [undefined, undefined, undefined, 'percent', undefined, 'percent', undefined, 'percent'] as const,
    rows: summary.byOriginLevel.map(({ level, moves, upward, downward, parallel }) => [
      level,
      moves,
      upward.count,
      upward.share,
      downward.count,
      downward.share,
      parallel.count,
      parallel.share,
    ]),
  };
  const linkOf = (row: number, column: number) => {
    const direction = BY_LEVEL[column];
    if (direction === null || table.rows[row][column] === 0) return undefined;
    return scholarsLink({ ...among, level: summary.byOriginLevel[row].level, direction });
  };
  return <ResultTable table={table} title={title} linkOf={linkOf} />;
}
