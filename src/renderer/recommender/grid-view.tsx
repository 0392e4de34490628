import { Alert, Group, SegmentedControl, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { gridEdges } from '../../shared/choice-words.ts';
import type { ExperimentResult, ExperimentRow } from '../../shared/contract/experiments.ts';
import { figureNote, modelLabel } from '../../shared/evaluation-words.ts';
import { say } from '../../shared/messages/say.ts';
import { decimalsFor } from '../../shared/number-format.ts';
import { OKABE_ITO, strokeOf } from '../../shared/palette.ts';
import { fittedRows, gridTitle } from '../../shared/result-tables.ts';
import { Chart } from '../ui/chart.tsx';
import { resultNumber } from '../ui/format.ts';
import { usePageState } from '../ui/page-state.ts';
import { said } from '../ui/said.ts';
import { LossChart } from './loss-chart.tsx';

type Grid = NonNullable<ExperimentResult['grid']>;

/** K × epoch, with the best cell marked, and whether it lies on the edge of what was tried. */
export function GridView({ row, grid }: { row: ExperimentRow; grid: Grid }) {
  const { t } = useTranslation();
  const n = row.result.evaluations[0]?.counts.trainingRows ?? 0;
  const note = said(figureNote(say('figure.of-rows', { n }), row.synthetic));
  const [view, setView] = usePageState<'surface' | 'heat-map' | 'lines'>('grid-view', 'heat-map');
  const best = grid.rows.find(({ k }) => k === grid.best.k);
  const edges = gridEdges(grid, row.result.choices);
  return (
    <Stack gap="xs">
      <Group justify="space-between">
        <Text size="sm" flex={1}>
          {t('experiments.gridBest', {
            k: grid.best.k,
            epochs: grid.best.epochs,
            rmse: resultNumber(grid.best.rmse),
            mean: resultNumber(grid.globalMeanRmse),
          })}
        </Text>
        <SegmentedControl
          aria-label={t('experiments.grid')}
          value={view}
          onChange={(value) => setView(value as typeof view)}
          data={(['surface', 'heat-map', 'lines'] as const).map((value) => ({
            value,
            label: t(`experiments.views.${value}`),
          }))}
        />
      </Group>
      {edges.map((message) => (
        <Alert key={message.text} color="yellow" p="xs">
          {said(message)}
        </Alert>
      ))}
      {grid.rows.map(({ k, error }) =>
        error ? (
          <Alert key={k} color="red" p="xs">
            {said(say('experiment.k-failed', { k, reason: error }))}
          </Alert>
        ) : null,
      )}
      <GridChart key={view} grid={grid} note={note} view={view} />
      {best && best.loss.length > 0 ? (
        <LossChart
          title={said(
            say('figure.loss', { name: say('figure.model-at', { model: modelLabel(grid.model), k: best.k }) }),
          )}
          note={note}
          loss={best.loss}
          validation={best.validationLoss}
        />
      ) : null}
    </Stack>
  );
}

function GridChart({ grid, note, view }: { grid: Grid; note: string; view: 'surface' | 'heat-map' | 'lines' }) {
  const { t } = useTranslation();
  const rows = fittedRows(grid);
  const ks = rows.map(({ k }) => k);
  const z = rows.map(({ rmse }) => rmse);
  const decimals = decimalsFor(z.flat());
  const hover = (k: number, epoch: number, rmse: number) =>
    t('experiments.cell', { k, epoch, rmse: resultNumber(rmse, decimals) });
  const hovers = rows.map(({ k, rmse }) => rmse.map((value, i) => hover(k, grid.epochs[i], value)));
  const epoch = { title: { text: t('training.epoch') } };
  const factors = { title: { text: said(say('figure.factors')) } };
  // All heat map cells have the same size, whatever the distances between K or epochs.
  const cells = { type: 'category' };
  const drawn = {
    lines: {
      data: rows.map(({ k, rmse }, i) => ({
        ...{ type: 'scatter', mode: 'lines+markers', name: `K = ${k}`, x: grid.epochs, y: rmse },
        ...{ hovertext: hovers[i], hoverinfo: 'text' },
        line: { color: strokeOf(i).colour, dash: strokeOf(i).dash },
        marker: { symbol: strokeOf(i).mark },
      })),
      layout: { xaxis: epoch, yaxis: { title: { text: 'RMSE' } } },
    },
    'heat-map': {
      data: [
        {
          ...{ type: 'heatmap', x: grid.epochs, y: ks, z, text: hovers, hoverinfo: 'text' },
          ...{ colorscale: 'Viridis', reversescale: true, colorbar: { title: { text: 'RMSE' } } },
        },
      ],
      layout: { xaxis: { ...epoch, ...cells }, yaxis: { ...factors, ...cells }, ...marked(grid, rows, decimals) },
    },
    surface: {
      data: [
        {
          ...{ type: 'surface', x: grid.epochs, y: ks, z, text: hovers, hoverinfo: 'text' },
          ...{ colorscale: 'Viridis', reversescale: true, colorbar: { title: { text: 'RMSE' } } },
        },
      ],
      layout: { scene: { xaxis: epoch, yaxis: factors, zaxis: { title: { text: 'RMSE' } } } },
    },
  }[view];
  return (
    <Chart
      title={said(gridTitle(grid))}
      note={note}
      data={drawn.data as never}
      layout={drawn.layout as never}
      table={{
        head: ['K', ...grid.epochs.map((value) => said(say('column.epoch', { epoch: value })))],
        rows: rows.map(({ k, rmse }) => [k, ...rmse]),
        numbers: ['count'],
      }}
      height={360}
    />
  );
}

/** The value in each cell, and a frame around the best one. */
function marked({ epochs, best }: Grid, rows: ReturnType<typeof fittedRows>, decimals: number) {
  const all = rows.flatMap(({ rmse }) => rmse);
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const [column, row] = [epochs.indexOf(best.epochs), rows.findIndex(({ k }) => k === best.k)];
  return {
    // By their places: numbers would be taken for places too.
    annotations: rows.flatMap(({ rmse }, at) =>
      rmse.map((value, i) => ({
        x: i,
        y: at,
        text: resultNumber(value, decimals),
        showarrow: false,
        font: { size: 11, color: value - low > (high - low) / 2 ? '#ffffff' : '#000000' },
      })),
    ),
    shapes: [
      {
        type: 'rect',
        ...{ x0: column - 0.5, x1: column + 0.5, y0: row - 0.5, y1: row + 0.5 },
        line: { color: OKABE_ITO.vermilion, width: 3 },
      },
    ],
  };
}
