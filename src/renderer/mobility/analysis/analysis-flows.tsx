import { Alert, Group, SegmentedControl, Skeleton, Stack, Text } from '@mantine/core';
import { flowLabel, placeLabel, tierLabel } from '../../../shared/mobility/words.ts';
import { useWord } from '../../ui/said.ts';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { FLOW_COLOURS } from '../../../shared/palette.ts';
import { FLOW_UNITS, type FlowUnit, TABLE_UNITS, type TableUnit } from '../../../shared/mobility/analysis.ts';
import type { ScholarFilter } from '../../../shared/mobility/scholars.ts';
import type { StudyInfo } from '../../../shared/mobility/study.ts';
import { useCall } from '../../api.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Chart } from '../../ui/chart.tsx';
import { bracketed, NOT_APPLICABLE, number, percent } from '../../ui/format.ts';
import { ResultTable } from '../../ui/table/result-table.tsx';
import { classColour } from '../../ui/theme.ts';
import { useFocus } from '../focus-bar.tsx';
import { countsBetween } from './counts-between.ts';
import { goToScholars, scholarsLink } from '../scholars/scholar-links.ts';
import { SampleNotice } from '../quality/sample-notice.tsx';
import { TransitionSelect, useColumnNames, useNames, useNote, useTransition } from '../shared.tsx';
import { usePageState } from '../../ui/page-state.ts';

const FLOWS = ['upward', 'parallel', 'downward', 'stayed'] as const;

export function FlowsView({ study }: { study: StudyInfo }) {
  const { t } = useTranslation();
  const word = useWord();
  const column = useColumnNames();
  const names = useNames(study);
  const note = useNote(study);
  const [unit, setUnit] = usePageState<FlowUnit>('flows-unit', 'level');
  const { focus, counted } = useFocus();
  const { data } = useCall('mobility/get-flows', { unit, focus }, { keep: true });
  const stages = useMemo(() => [...new Set((data?.nodes ?? []).map(({ stage }) => stage))], [data]);
  const chart = useMemo(() => {
    if (!data) return [];
    const labels = [...new Set(data.nodes.map(({ label }) => label))].sort();
    const colour = (label: string) => classColour(labels.length > 10 ? -1 : labels.indexOf(label));
    return [
      {
        type: 'sankey',
        arrangement: 'snap',
        node: {
          label: data.nodes.map(({ label, count }) => bracketed(word(placeLabel(unit, label)), number(count))),
          color: data.nodes.map(({ label }) => colour(label)),
          x: data.nodes.map(({ stage }) => 0.001 + (0.998 * stages.indexOf(stage)) / Math.max(1, stages.length - 1)),
          y: data.nodes.map((node) => {
            const own = data.nodes
              .filter(({ stage }) => stage === node.stage)
              .sort((a, b) => a.label.localeCompare(b.label, undefined, { numeric: true }));
            const before = own.slice(0, own.indexOf(node)).reduce((sum, one) => sum + one.count, 0);
            const all = own.reduce((sum, one) => sum + one.count, 0);
            return Math.min(0.999, Math.max(0.001, (before + node.count / 2) / all));
          }),
          hovertemplate: '%{label}<extra></extra>',
          pad: 10,
          thickness: 14,
        },
        link: {
          source: data.links.map(({ source }) => source),
          target: data.links.map(({ target }) => target),
          value: data.links.map(({ count }) => count),
          color: data.links.map(({ source }) => `${colour(data.nodes[source].label)}55`),
          customdata: data.links.map(({ source, target, count }) => {
            const [from, to] = [source, target].map((at) => word(placeLabel(unit, data.nodes[at].label)));
            return bracketed(`${from} → ${to}`, number(count));
          }),
          hovertemplate: '%{customdata}<extra></extra>',
        },
      },
    ] as never[];
  }, [data, stages, unit, word]);
  const narrow = useMemo(() => countsBetween(chart, data?.nodes ?? []), [chart, data]);
  const layout = useMemo(() => {
    return {
      margin: { l: 10, r: 10, t: 28, b: 12 },
      annotations: stages.map((stage, i) => ({
        x: i / Math.max(1, stages.length - 1),
        y: 1.06,
        xref: 'paper',
        yref: 'paper',
        showarrow: false,
        ...{ text: names.stage(stage), font: { weight: 'bold' } },
        xanchor: i === 0 ? 'left' : i === stages.length - 1 ? 'right' : 'center',
      })),
    } as never;
  }, [stages, names.stage]);
  const filterOf = useCallback(
    (point: number, isRibbon: boolean): ScholarFilter => {
      const at = (index: number) => `${data?.nodes[index].stage} ${data?.nodes[index].label}`;
      const link = data?.links[point];
      if (!isRibbon || !link) return { ...counted, flow: unit, source: at(point) };
      return { ...counted, flow: unit, source: at(link.source), target: at(link.target) };
    },
    [data, unit, counted],
  );
  const open = useCallback(
    (_trace: number, point: number, isRibbon: boolean) => goToScholars(filterOf(point, isRibbon)),
    [filterOf],
  );
  if (!data) return <Skeleton h={500} />;
  const nodesAtFirstStage = data.nodes.filter(({ stage }) => stage === data.nodes[0].stage);
  return (
    <Stack gap="sm" pr="sm">
      <Group>
        <SegmentedControl
          value={unit}
          onChange={(value) => setUnit(value as FlowUnit)}
          data={FLOW_UNITS.map((value) => ({ value, label: t(`analysis.units.${value}`) }))}
        />
        <Text size="sm" c="dimmed">
          {t('analysis.incomplete', { count: data.incomplete })}
        </Text>
      </Group>
      {data.nodes.length === 0 ? (
        <EmptyState>{t('analysis.noFlows')}</EmptyState>
      ) : (
        <Chart
          title={t('analysis.flowTitle', { unit: t(`analysis.units.${unit}`) })}
          note={note(
            'scholars',
            nodesAtFirstStage.map(({ count }) => count),
            data,
          )}
          data={chart}
          narrow={narrow}
          layout={layout}
          height={520}
          onPoint={open}
          table={{
            linkOf: (row, column) => (column === 4 ? scholarsLink(filterOf(row, true)) : undefined),
            head: [column('fromStage'), column('from'), column('toStage'), column('to'), t('quadrants.scholars')],
            rows: data.links.map(({ source, target, count }) => [
              names.stage(data.nodes[source].stage),
              word(placeLabel(unit, data.nodes[source].label)),
              names.stage(data.nodes[target].stage),
              word(placeLabel(unit, data.nodes[target].label)),
              count,
            ]),
          }}
        />
      )}
    </Stack>
  );
}

export function TransitionsView({ study }: { study: StudyInfo }) {
  const { t } = useTranslation();
  const word = useWord();
  const column = useColumnNames();
  const names = useNames(study);
  const note = useNote(study);
  const [transition, setTransition] = useTransition(study);
  const [unit, setUnit] = usePageState<TableUnit>('transitions-unit', 'level');
  const { focus, counted } = useFocus();
  const { data } = useCall('mobility/get-transition-table', { transition, unit, focus }, { keep: true });
  const labels = useMemo(
    () => (data?.labels ?? []).map((label) => (data?.unit === 'tier' ? word(tierLabel(label)) : label)),
    [data, word],
  );
  const chart = useMemo(
    () =>
      data
        ? ([
            {
              type: 'heatmap',
              x: labels,
              y: labels,
              z: data.probabilities,
              text: data.probabilities.map((row, i) =>
                row.map((p, j) => `${data.counts[i][j]}\n${p === null ? NOT_APPLICABLE : percent(p)}`),
              ),
              texttemplate: '%{text}',
              colorscale: 'Cividis',
              reversescale: true,
              zmin: 0,
              zmax: 1,
              hovertemplate: '%{y} → %{x}: %{text}<extra></extra>',
            },
          ] as never[])
        : [],
    [data, labels],
  );
  const filterOf = useCallback(
    (row: number, column: number): ScholarFilter => ({
      ...counted,
      move: transition,
      table: unit,
      before: data?.labels[row],
      after: data?.labels[column],
    }),
    [data, transition, unit, counted],
  );
  const open = useCallback(
    (row: number, column: number) => {
      if (data?.counts[row]?.[column]) goToScholars(filterOf(row, column));
    },
    [data, filterOf],
  );
  const layout = useMemo(
    () =>
      ({
        xaxis: { title: { text: t('analysis.after') }, type: 'category' },
        yaxis: { title: { text: t('analysis.before') }, autorange: 'reversed', type: 'category' },
      }) as never,
    [t],
  );
  if (!data) return <Skeleton h={500} />;
  const interval = (i: number, j: number) => data.intervals[i][j];
  return (
    <Stack gap="sm" pr="sm">
      <SampleNotice transition={transition} />
      <Group>
        <TransitionSelect study={study} value={transition} onChange={setTransition} />
        <SegmentedControl
          value={unit}
          onChange={(value) => setUnit(value as TableUnit)}
          data={TABLE_UNITS.map((value) => ({ value, label: t(`analysis.units.${value}`) }))}
        />
        <Text size="sm" c="dimmed">
          {t('analysis.excluded', { count: data.excluded })}
        </Text>
      </Group>
      <Chart
        title={t('analysis.matrixTitle', {
          unit: t(`analysis.units.${unit}`),
          transition: names.transition(transition),
        })}
        note={note('scholars', data.counts.flat(), data)}
        data={chart}
        layout={layout}
        height={400}
        onCell={open}
        table={{
          linkOf: (at, column) => {
            const [row, cell] = [Math.floor(at / labels.length), at % labels.length];
            return column === 2 && data.counts[row][cell] > 0 ? scholarsLink(filterOf(row, cell)) : undefined;
          },
          head: [
            t('analysis.before'),
            t('analysis.after'),
            ...['count', 'probability', 'low', 'high', 'residual'].map(column),
          ],
          rows: labels.flatMap((from, i) =>
            labels.map((to, j) => [
              from,
              to,
              data.counts[i][j],
              data.probabilities[i][j],
              interval(i, j)?.[0] ?? null,
              interval(i, j)?.[1] ?? null,
              data.residuals?.[i][j] ?? null,
            ]),
          ),
        }}
      />
      {data.stationary ? (
        <ResultTable
          table={{
            name: 'stationary',
            head: [t(`analysis.units.${unit}`), t('quadrants.shareHead')],
            rows: labels.map((label, i) => [label, data.stationary?.[i] ?? null]),
          }}
          title={t('analysis.stationary')}
        />
      ) : (
        <Alert color="gray" p="xs">
          {t('analysis.noStationary')}
        </Alert>
      )}
      <Text size="xs" c="dimmed">
        {t('analysis.stationaryNote')}
      </Text>
    </Stack>
  );
}

function arrivalFilter(name: (typeof FLOWS)[number], arrival: number): ScholarFilter {
  return name === 'stayed' ? { arrival, outcome: 'stayed' } : { arrival, direction: name };
}

export function TimelineView({ study }: { study: StudyInfo }) {
  const { t } = useTranslation();
  const word = useWord();
  const column = useColumnNames();
  const names = useNames(study);
  const note = useNote(study);
  const { focus, counted } = useFocus();
  const { data } = useCall('mobility/get-timeline', { focus });
  const durations = useMemo(
    () =>
      study.transitions.map((transition, i) => {
        const own = (data?.durations ?? []).filter((one) => one.transition === transition);
        return {
          type: 'bar',
          name: names.transition(transition),
          x: own.map(({ years }) => years),
          y: own.map(({ count }) => count),
          marker: { color: classColour(i) },
        };
      }) as never[],
    [data, study.transitions, names.transition],
  );
  const years = useMemo(
    () =>
      FLOWS.map((name) => ({
        type: 'bar',
        name: word(flowLabel(name)),
        x: (data?.byYear ?? []).map(({ year }) => year),
        y: (data?.byYear ?? []).map((one) => one[name]),
        marker: { color: FLOW_COLOURS[name] },
      })) as never[],
    [data, word],
  );
  const openDuration = useCallback(
    (trace: number, point: number) => {
      const transition = study.transitions[trace];
      const own = (data?.durations ?? []).filter((one) => one.transition === transition);
      goToScholars({ ...counted, move: transition, years: own[point].years });
    },
    [data, study.transitions, counted],
  );
  const openYear = useCallback(
    (trace: number, point: number) => {
      if (data) goToScholars({ ...counted, ...arrivalFilter(FLOWS[trace], data.byYear[point].year) });
    },
    [data, counted],
  );
  const layout = useMemo(
    () =>
      ({
        barmode: 'group',
        xaxis: { title: { text: t('analysis.yearsBetween') } },
        yaxis: { title: { text: t('quadrants.scholars') } },
      }) as never,
    [t],
  );
  const yearLayout = useMemo(
    () =>
      ({
        barmode: 'stack',
        xaxis: { title: { text: t('analysis.yearOfArrival') } },
        yaxis: { title: { text: t('quadrants.scholars') } },
      }) as never,
    [t],
  );
  if (!data) return <Skeleton h={500} />;
  return (
    <Stack gap="sm" pr="sm">
      <Chart
        title={t('analysis.durationTitle')}
        note={note(
          'moves',
          data.durations.map(({ count }) => count),
          data,
        )}
        data={durations}
        layout={layout}
        onPoint={openDuration}
        table={{
          linkOf: (row, column) => {
            const { transition, years: took } = data.durations[row];
            return column === 2 ? scholarsLink({ ...counted, move: transition, years: took }) : undefined;
          },
          head: [t('mobility.transition'), t('analysis.yearsBetween'), column('count')],
          rows: data.durations.map((one) => [names.transition(one.transition), one.years, one.count]),
        }}
      />
      <Chart
        title={t('analysis.byYearTitle')}
        note={note(
          'moves',
          data.byYear.flatMap((year) => FLOWS.map((name) => year[name])),
          data,
        )}
        data={years}
        layout={yearLayout}
        onPoint={openYear}
        table={{
          linkOf: (row, column) => {
            const [name, { year }] = [FLOWS[column - 1], data.byYear[row]];
            if (!name || data.byYear[row][name] === 0) return undefined;
            return scholarsLink({ ...counted, ...arrivalFilter(name, year) });
          },
          head: [column('year'), ...FLOWS.map((name) => word(flowLabel(name)))],
          rows: data.byYear.map((one) => [one.year, ...FLOWS.map((name) => one[name])]),
        }}
      />
      <Text size="xs" c="dimmed">
        {t('analysis.excluded', { count: data.excluded })}
      </Text>
      {data.inOnePost > 0 ? (
        <Text size="xs" c="dimmed">
          {t('analysis.inOnePost', { count: data.inOnePost })}
        </Text>
      ) : null}
    </Stack>
  );
}
