import { Button, Checkbox, Group, MultiSelect, SegmentedControl, Skeleton, Stack, Text } from '@mantine/core';
import { NETWORK_KINDS } from '../../../shared/mobility/analysis.ts';
import { IconShare } from '@tabler/icons-react';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { say } from '../../../shared/messages/say.ts';
import { studyFigureNote } from '../../../shared/mobility/words.ts';
import { freeLabels } from '../../../shared/figures/free-labels.ts';
import type { StudyInfo } from '../../../shared/mobility/study.ts';
import { call, useCall } from '../../api.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { usePageState } from '../../ui/page-state.ts';
import { Chart } from '../../ui/chart.tsx';
import { number, pair, sentences } from '../../ui/format.ts';
import { notifyErrors } from '../../ui/notify.tsx';
import { ResultTable } from '../../ui/table/result-table.tsx';
import { goToScholars, scholarsLink } from '../scholars/scholar-links.ts';
import { saveFile } from '../../ui/save.ts';
import { classColour } from '../../ui/theme.ts';
import { said } from '../../ui/said.ts';

/** Nodes whose names stand in the drawing: those with the most ties; the others are named under the pointer. */
const MOST_NAMED = 15;

/** Ties between scholars, or moves between institutions: drawn, measured, and as a file for Gephi and igraph. */
export function NetworkView({ study }: { study: StudyInfo }) {
  const { t } = useTranslation();
  const [kind, setKind] = usePageState<(typeof NETWORK_KINDS)[number]>(
    'network-kind',
    study.counts.edges > 0 ? 'people' : 'institutions',
  );
  const [edgeKinds, setEdgeKinds] = usePageState<string[] | null>('network-ties', null);
  const [coLocation, setCoLocation] = usePageState('network-co-location', false);
  const input = { kind, edgeKinds, coLocation };
  const { data, isLoading, error } = useCall('mobility/get-network', input, { keep: true });
  const chart = useMemo(() => {
    if (!data) return [];
    const named = new Set(
      freeLabels(
        [...data.nodes].sort((a, b) => b.degree - a.degree),
        MOST_NAMED,
      ).map(({ id }) => id),
    );
    const lines = { x: [] as (number | null)[], y: [] as (number | null)[] };
    for (const { source, target } of data.edges) {
      lines.x.push(data.nodes[source].x, data.nodes[target].x, null);
      lines.y.push(data.nodes[source].y, data.nodes[target].y, null);
    }
    return [
      {
        type: 'scatter',
        mode: 'lines',
        ...lines,
        line: { width: 0.6, color: 'rgba(128,128,128,0.35)' },
        hoverinfo: 'skip',
        showlegend: false,
      },
      {
        type: 'scatter',
        mode: 'markers+text',
        text: data.nodes.map(({ id, label }) => (named.has(id) ? label : '')),
        textposition: 'top center',
        textfont: { size: 10 },
        x: data.nodes.map(({ x }) => x),
        y: data.nodes.map(({ y }) => y),
        hovertext: data.nodes.map((node) =>
          [
            node.label,
            pair(t('analysis.degree'), node.degree),
            pair(t('analysis.betweenness'), number(node.betweenness, 4)),
            pair(t('analysis.community'), node.community + 1),
          ].join('\n'),
        ),
        hoverinfo: 'text',
        marker: {
          size: data.nodes.map(({ degree }) => 5 + 1.6 * Math.sqrt(degree)),
          color: data.nodes.map(({ community }) => classColour(community)),
          line: { width: 0.5, color: '#ffffff' },
        },
        showlegend: false,
      },
    ] as never[];
  }, [data, t]);
  const open = useCallback(
    (_trace: number, point: number) => {
      if (data?.kind === 'people') goToScholars({ keys: data.nodes[point].id });
    },
    [data],
  );
  const layout = useMemo(
    () =>
      ({
        xaxis: { visible: false },
        yaxis: { visible: false, scaleanchor: 'x' },
        dragmode: 'pan',
        margin: { l: 8, r: 8, t: 8, b: 8 },
      }) as never,
    [],
  );
  const measures = [
    t('fields.name'),
    t('analysis.degree'),
    t('analysis.weightedDegree'),
    t('analysis.betweenness'),
    t('analysis.eigenvector'),
    t('analysis.community'),
  ];
  const save = async (format: 'graphml' | 'gexf') => {
    const file = await notifyErrors(call('mobility/get-network-file', { ...input, format }));
    if (file) saveFile(`network-${kind}.${format}`, file.text, 'application/xml;charset=utf-8');
  };
  return (
    <Stack gap="sm" pr="sm">
      <Group>
        <SegmentedControl
          value={kind}
          onChange={(value) => setKind(value as typeof kind)}
          data={NETWORK_KINDS.map((value) => ({
            value,
            label: t(`analysis.networks.${value}`),
          }))}
        />
        {kind === 'people' ? (
          <>
            <MultiSelect
              placeholder={t('analysis.allTies')}
              aria-label={t('analysis.ties')}
              w={260}
              value={edgeKinds ?? []}
              data={['co-authorship', 'advisor']}
              onChange={(values) => setEdgeKinds(values.length > 0 ? values : null)}
              clearable
            />
            <Checkbox
              size="xs"
              label={t('analysis.coLocation')}
              checked={coLocation}
              onChange={(event) => setCoLocation(event.currentTarget.checked)}
            />
          </>
        ) : null}
        <Button variant="default" onClick={() => void save('graphml')}>
          GraphML
        </Button>
        <Button variant="default" onClick={() => void save('gexf')}>
          GEXF
        </Button>
      </Group>
      {error ? <Text c="orange">{said(error)}</Text> : null}
      {isLoading ? <Skeleton h={560} /> : null}
      {data && data.totals.nodes === 0 ? <EmptyState icon={IconShare}>{t('analysis.noTies')}</EmptyState> : null}
      {data && data.totals.nodes > 0 ? (
        <>
          <Text size="sm" c="dimmed">
            {t('analysis.networkFacts', {
              nodes: data.totals.nodes,
              edges: data.totals.edges,
              density: number(data.totals.density, 4),
              components: data.totals.components,
              communities: data.totals.communities,
              modularity: number(data.totals.modularity, 3),
            })}
          </Text>
          <Chart
            title={t('analysis.networkTitle', { kind })}
            note={said(
              studyFigureNote(say('study-figure.network', { nodes: data.totals.nodes, ties: data.totals.edges }), {
                whom: null,
                fictional: study.fictional,
              }),
            )}
            data={chart}
            layout={layout}
            height={560}
            onPoint={data.kind === 'people' ? open : undefined}
            table={{
              linkOf: (row, column) =>
                column < 2 && data.kind === 'people' ? scholarsLink({ keys: data.nodes[row].id }) : undefined,
              head: [t('analysis.columns.id'), ...measures],
              rows: data.nodes.map((node) => [
                node.id,
                node.label,
                node.degree,
                node.weightedDegree,
                node.betweenness,
                node.eigenvector,
                node.community + 1,
              ]),
            }}
          />
          <ResultTable
            table={{
              name: 'centrality',
              head: measures,
              rows: [...data.nodes]
                .sort((a, b) => b.betweenness - a.betweenness)
                .slice(0, 30)
                .map((node) => [
                  node.label,
                  node.degree,
                  node.weightedDegree,
                  node.betweenness,
                  node.eigenvector,
                  node.community + 1,
                ]),
            }}
            title={t('analysis.central')}
          />
          <Text size="xs" c="dimmed">
            {sentences(data.notes.map(said))}
          </Text>
        </>
      ) : null}
    </Stack>
  );
}
