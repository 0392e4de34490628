import { Alert, Group, SegmentedControl, Skeleton, Stack, Text } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { FLOW_COLOURS, OKABE_ITO } from '../../shared/palette.ts';
import { FLOW_UNITS, type FlowUnit } from '../../shared/mobility/analysis.ts';
import type { StudyInfo } from '../../shared/mobility/study.ts';
import { useCall } from '../api.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { Chart } from '../ui/chart.tsx';
import { bracketed, list, NOT_APPLICABLE, number, percent } from '../ui/format.ts';
import { ResultTable } from '../ui/table/result-table.tsx';
import { classColour } from '../ui/theme.ts';
import { TransitionSelect, useNames, useTransition } from './shared.tsx';
import { usePageState } from '../ui/page-state.ts';

const FLOWS = ['upward', 'parallel', 'downward', 'stayed'] as const;

/** Names of columns in the tables beside the charts. */
function useColumnNames() {
  const { t } = useTranslation();
  return (name: string) => t(`analysis.columns.${name}`);
}

export function FlowsView({ study }: { study: StudyInfo }) {
  const { t } = useTranslation();
  const column = useColumnNames();
  const names = useNames(study);
  const [unit, setUnit] = usePageState<FlowUnit>('flows-unit', 'level');
  const { data } = useCall('mobility/get-flows', { unit }, { keep: true });
  const chart = useMemo(() => {
    if (!data) return [];
    const labels = [...new Set(data.nodes.map(({ label }) => label))].sort();
    const colour = (label: string) => classColour(labels.length > 10 ? -1 : labels.indexOf(label));
    const stages = [...new Set(data.nodes.map(({ stage }) => stage))];
    return [
      {
        type: 'sankey',
        arrangement: 'snap',
        node: {
          label: data.nodes.map(({ label, count }) =>
            bracketed(
              unit === 'level' && /^\d+$/.test(label) ? t('coding.level', { level: label }) : label,
              number(count),
            ),
          ),
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
          pad: 10,
          thickness: 14,
        },
        link: {
          source: data.links.map(({ source }) => source),
          target: data.links.map(({ target }) => target),
          value: data.links.map(({ count }) => count),
          color: data.links.map(({ source }) => `${colour(data.nodes[source].label)}55`),
        },
      },
    ] as never[];
  }, [data, unit, t]);
  const layout = useMemo(() => {
    const stages = [...new Set((data?.nodes ?? []).map(({ stage }) => stage))];
    return {
      margin: { l: 10, r: 10, t: 28, b: 12 },
      annotations: stages.map((stage, i) => ({
        x: i / Math.max(1, stages.length - 1),
        y: 1.06,
        xref: 'paper',
        yref: 'paper',
        showarrow: false,
        text: `<b>${names.stage(stage)}</b>`,
        xanchor: i === 0 ? 'left' : i === stages.length - 1 ? 'right' : 'center',
      })),
    } as never;
  }, [data, names.stage]);
  if (!data) return <Skeleton h={500} />;
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
          data={chart}
          layout={layout}
          height={520}
          table={{
            head: [column('fromStage'), column('from'), column('toStage'), column('to'), t('quadrants.scholars')],
            rows: data.links.map(({ source, target, count }) => [
              names.stage(data.nodes[source].stage),
              data.nodes[source].label,
              names.stage(data.nodes[target].stage),
              data.nodes[target].label,
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
  const column = useColumnNames();
  const names = useNames(study);
  const [transition, setTransition] = useTransition(study);
  const [unit, setUnit] = usePageState<'level' | 'tier'>('transitions-unit', 'level');
  const { data } = useCall('mobility/get-transition-table', { transition, unit }, { keep: true });
  const chart = useMemo(
    () =>
      data
        ? ([
            {
              type: 'heatmap',
              x: data.labels,
              y: data.labels,
              z: data.probabilities,
              text: data.probabilities.map((row, i) =>
                row.map((p, j) => `${data.counts[i][j]}<br>${p === null ? NOT_APPLICABLE : percent(p)}`),
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
    [data],
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
      <Group>
        <TransitionSelect study={study} value={transition} onChange={setTransition} />
        <SegmentedControl
          value={unit}
          onChange={(value) => setUnit(value as 'level' | 'tier')}
          data={(['level', 'tier'] as const).map((value) => ({ value, label: t(`analysis.units.${value}`) }))}
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
        data={chart}
        layout={layout}
        height={400}
        table={{
          head: [
            t('analysis.before'),
            t('analysis.after'),
            ...['count', 'probability', 'low', 'high', 'residual'].map(column),
          ],
          rows: data.labels.flatMap((from, i) =>
            data.labels.map((to, j) => [
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
            rows: data.labels.map((label, i) => [label, data.stationary?.[i] ?? null]),
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

export function TimelineView({ study }: { study: StudyInfo }) {
  const { t } = useTranslation();
  const column = useColumnNames();
  const names = useNames(study);
  const { data } = useCall('mobility/get-timeline', {});
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
        name: t(`flow.${name}`),
        x: (data?.byYear ?? []).map(({ year }) => year),
        y: (data?.byYear ?? []).map((one) => one[name]),
        marker: { color: FLOW_COLOURS[name] },
      })) as never[],
    [data, t],
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
        data={durations}
        layout={layout}
        table={{
          head: [t('mobility.transition'), t('analysis.yearsBetween'), column('count')],
          rows: data.durations.map((one) => [names.transition(one.transition), one.years, one.count]),
        }}
      />
      <Chart
        title={t('analysis.byYearTitle')}
        data={years}
        layout={yearLayout}
        table={{
          head: [column('year'), ...FLOWS.map((name) => t(`flow.${name}`))],
          rows: data.byYear.map((one) => [one.year, ...FLOWS.map((name) => one[name])]),
        }}
      />
      <Text size="xs" c="dimmed">
        {t('analysis.excluded', { count: data.excluded })}
      </Text>
    </Stack>
  );
}

export function CityMapView({ study }: { study: StudyInfo }) {
  const { t } = useTranslation();
  const column = useColumnNames();
  const names = useNames(study);
  const [transition, setTransition] = useTransition(study);
  const { data } = useCall('mobility/get-city-map', { transition }, { keep: true });
  const to = transition.split(':')[1];
  const chart = useMemo(() => {
    if (!data) return [];
    const most = Math.max(1, ...data.flows.map(({ count }) => count));
    const lines = data.flows.slice(0, 120).map(({ from, to: end, count }) => {
      const [a, b] = [data.cities[from], data.cities[end]];
      return {
        type: 'scatter',
        mode: 'lines',
        x: [a.longitude, b.longitude],
        y: [a.latitude, b.latitude],
        line: { width: 0.5 + (5 * count) / most, color: 'rgba(0,114,178,0.35)' },
        hoverinfo: 'skip',
        showlegend: false,
      };
    });
    return [
      ...lines,
      {
        type: 'scatter',
        mode: 'markers+text',
        x: data.cities.map(({ longitude }) => longitude),
        y: data.cities.map(({ latitude }) => latitude),
        text: data.cities.map(({ city }) => city),
        textposition: 'top center',
        customdata: data.cities.map(({ stays }) => stays[to] ?? 0),
        hovertemplate: '%{text}: %{customdata}<extra></extra>',
        marker: { color: OKABE_ITO.vermilion, size: data.cities.map(({ stays }) => 6 + Math.sqrt(stays[to] ?? 0)) },
        showlegend: false,
      },
    ] as never[];
  }, [data, to]);
  const layout = useMemo(
    () =>
      ({
        xaxis: { title: { text: t('fields.longitude') } },
        yaxis: { title: { text: t('fields.latitude') }, scaleanchor: 'x', scaleratio: 1.2 },
      }) as never,
    [t],
  );
  if (!data) return <Skeleton h={500} />;
  return (
    <Stack gap="sm" pr="sm">
      <Group>
        <TransitionSelect study={study} value={transition} onChange={setTransition} />
      </Group>
      {data.cities.length === 0 ? <EmptyState>{t('analysis.noCoordinates')}</EmptyState> : null}
      {data.cities.length > 0 ? (
        <Chart
          title={t('analysis.mapTitle', { transition: names.transition(transition) })}
          data={chart}
          layout={layout}
          height={540}
          table={{
            head: [column('from'), column('to'), t('quadrants.scholars')],
            rows: data.flows.map(({ from, to: end, count }) => [data.cities[from].city, data.cities[end].city, count]),
          }}
        />
      ) : null}
      {data.withoutCoordinates.length > 0 ? (
        <Text size="xs" c="dimmed">
          {t('analysis.withoutCoordinates', {
            count: data.withoutCoordinates.length,
            list: list(data.withoutCoordinates.slice(0, 12)),
          })}
        </Text>
      ) : null}
    </Stack>
  );
}
