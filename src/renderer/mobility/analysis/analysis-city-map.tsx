import { Group, Skeleton, Stack, Text } from '@mantine/core';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { OKABE_ITO } from '../../../shared/palette.ts';
import type { StudyInfo } from '../../../shared/mobility/study.ts';
import { useCall } from '../../api.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Chart } from '../../ui/chart.tsx';
import { list } from '../../ui/format.ts';
import { useFocus } from '../focus-bar.tsx';
import { goToScholars, scholarsLink } from '../scholars/scholar-links.ts';
import { TransitionSelect, useColumnNames, useNames, useNote, useTransition } from '../shared.tsx';

const LINES_DRAWN = 120;

/** Where scholars were, and the moves between cities. */
export function CityMapView({ study }: { study: StudyInfo }) {
  const { t } = useTranslation();
  const column = useColumnNames();
  const names = useNames(study);
  const note = useNote(study);
  const [transition, setTransition] = useTransition(study);
  const { focus, counted } = useFocus();
  const { data } = useCall('mobility/get-city-map', { transition, focus }, { keep: true });
  const to = transition.split(':')[1];
  const chart = useMemo(() => {
    if (!data) return [];
    const most = Math.max(1, ...data.flows.map(({ count }) => count));
    const lines = data.flows.slice(0, LINES_DRAWN).map(({ from, to: end, count }) => {
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
  const open = useCallback(
    (_trace: number, point: number) => {
      if (data) goToScholars({ ...counted, city: data.cities[point].key, stage: to });
    },
    [data, to, counted],
  );
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
          note={note(
            'moves',
            data.flows.map(({ count }) => count),
            data,
          )}
          data={chart}
          layout={layout}
          height={540}
          onPoint={open}
          table={{
            linkOf: (row, column) => {
              const { from, to: end } = data.flows[row];
              const [fromCity, toCity] = [data.cities[from].key, data.cities[end].key];
              return column === 2 ? scholarsLink({ ...counted, move: transition, fromCity, toCity }) : undefined;
            },
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
