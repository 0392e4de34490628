import { Alert, Button, Group, Paper, SegmentedControl, SimpleGrid, Stack, Tabs, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useTranslation } from 'react-i18next';
import { edgeMessages } from '../../shared/choice-words.ts';
import type { ExperimentResult, ExperimentRow } from '../../shared/contract/experiments.ts';
import type { MeasureInfo } from '../../shared/contract/recommender.ts';
import { figureNote, protocolLabel } from '../../shared/evaluation-words.ts';
import { say } from '../../shared/messages/say.ts';
import { choiceTables, gridTitle, searchTables } from '../../shared/result-tables.ts';
import { wordsOf } from '../../shared/table.ts';
import { call, type Granted, useCall } from '../api.ts';
import { Chart } from '../ui/chart.tsx';
import { dateTime, NOT_APPLICABLE, number, resultNumber } from '../ui/format.ts';
import { notifyErrors } from '../ui/notify.tsx';
import { ResultTable } from '../ui/table/result-table.tsx';
import { classColour } from '../ui/theme.ts';
import { EvaluationView } from './evaluation-view.tsx';
import { useFilePicker } from '../ui/file-picker.tsx';
import { usePageState } from '../ui/page-state.ts';
import { labelled, READER, said } from '../ui/said.ts';

/** A whole experiment: grid, loss, search, then its comparisons. */
export function ExperimentView({ row }: { row: ExperimentRow }) {
  const { t } = useTranslation();
  const { result, spec } = row;
  return (
    <Stack>
      {row.synthetic ? (
        <Alert color="orange" variant="light" p="xs">
          {t('experiments.synthetic')}
        </Alert>
      ) : null}
      <Paper withBorder p="sm">
        <Group justify="space-between" wrap="nowrap">
          <div>
            <Text fw={600}>{row.title}</Text>
            <Text size="xs" c="dimmed">
              {dateTime(row.createdAt)} · {t('experiments.took', { n: number(result.seconds) })} ·{' '}
              {row.engine ?? NOT_APPLICABLE} · {row.hash}
            </Text>
            {spec.description ? <Text size="sm">{spec.description}</Text> : null}
          </div>
          <ExportButton id={row.id} />
        </Group>
      </Paper>
      {result.grid ? <GridCharts row={row} grid={result.grid} /> : null}
      {result.search || result.choices?.length ? <SearchTables row={row} /> : null}
      <Comparisons row={row} />
    </Stack>
  );
}

function Comparisons({ row: { result, synthetic } }: { row: ExperimentRow }) {
  if (result.evaluations.length === 1) return <EvaluationView result={result.evaluations[0]} synthetic={synthetic} />;
  const parts = result.evaluations.map((evaluation) => ({
    evaluation,
    key: `${evaluation.protocol} ${Object.keys(evaluation.models).join()}`,
  }));
  return (
    <Tabs defaultValue={parts[0].key} keepMounted={false}>
      <Tabs.List mb="sm">
        {parts.map(({ key, evaluation }) => (
          <Tabs.Tab key={key} value={key}>
            {labelled(protocolLabel(evaluation.protocol))}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {parts.map(({ key, evaluation }) => (
        <Tabs.Panel key={key} value={key}>
          <EvaluationView result={evaluation} synthetic={synthetic} />
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}

/** Figure 4 in three views, and the loss at the chosen K. */
function GridCharts({ row, grid }: { row: ExperimentRow; grid: NonNullable<ExperimentResult['grid']> }) {
  const { t } = useTranslation();
  const n = row.result.evaluations[0]?.counts.trainingRows ?? 0;
  const note = said(figureNote(say('figure.of-rows', { n }), row.synthetic));
  const [view, setView] = usePageState<'surface' | 'heat-map' | 'lines'>('grid-view', 'heat-map');
  const ks = grid.rows.map(({ k }) => k);
  const z = grid.rows.map(({ rmse }) => rmse);
  const best = grid.rows.find(({ k }) => k === grid.best.k);
  const data =
    view === 'lines'
      ? grid.rows.map(({ k, rmse }, i) => ({
          type: 'scatter',
          mode: 'lines+markers',
          name: `K = ${k}`,
          x: grid.epochs,
          y: rmse,
          line: { color: classColour(i), dash: i < 10 ? 'solid' : 'dash' },
        }))
      : [
          {
            type: view === 'surface' ? 'surface' : 'heatmap',
            x: grid.epochs,
            y: ks,
            z,
            colorscale: 'Viridis',
            reversescale: true,
            colorbar: { title: { text: 'RMSE' } },
          },
        ];
  // All heat map cells have the same size, whatever the distances between K or epochs.
  const cells = view === 'heat-map' ? { type: 'category' } : {};
  const axes = {
    x: { title: { text: t('training.epoch') }, ...cells },
    y: { title: { text: said(say('figure.factors')) }, ...cells },
  };
  const layout =
    view === 'surface'
      ? { scene: { xaxis: axes.x, yaxis: axes.y, zaxis: { title: { text: 'RMSE' } } } }
      : { xaxis: axes.x, yaxis: view === 'lines' ? { title: { text: 'RMSE' } } : axes.y };
  const epochs = (best?.loss ?? []).map((_, i) => i + 1);
  return (
    <Stack gap="xs">
      <Group justify="space-between">
        <Text size="sm">
          {t('experiments.gridBest', {
            k: grid.best.k,
            epochs: grid.best.epochs,
            rmse: resultNumber(grid.best.rmse),
            mean: resultNumber(grid.globalMeanRmse),
          })}
        </Text>
        <SegmentedControl
          value={view}
          onChange={(value) => setView(value as typeof view)}
          data={(['surface', 'heat-map', 'lines'] as const).map((value) => ({
            value,
            label: t(`experiments.views.${value}`),
          }))}
        />
      </Group>
      <SimpleGrid cols={{ base: 1, lg: epochs.length > 0 ? 2 : 1 }}>
        <Chart
          key={view}
          title={said(gridTitle(grid))}
          note={note}
          data={data}
          layout={layout}
          table={{ head: ['K', ...grid.epochs.map(String)], rows: grid.rows.map(({ k, rmse }) => [k, ...rmse]) }}
          height={400}
        />
        {best && epochs.length > 0 ? (
          <Chart
            title={said(say('figure.loss', { name: `${grid.model} (K = ${best.k})` }))}
            note={note}
            data={[
              { type: 'scatter', mode: 'lines', name: t('training.trainingLoss'), x: epochs, y: best.loss },
              {
                type: 'scatter',
                mode: 'lines',
                name: t('training.validationLoss'),
                x: epochs,
                y: best.validationLoss,
                line: { dash: 'dash' },
              },
            ]}
            layout={{ xaxis: { title: { text: t('training.epoch') } }, yaxis: { title: { text: t('training.mse') } } }}
            table={{
              head: [t('training.epoch'), t('training.trainingLoss'), t('training.validationLoss')],
              rows: epochs.map((epoch, i) => [epoch, best.loss[i], best.validationLoss[i] ?? null]),
            }}
            height={400}
          />
        ) : null}
      </SimpleGrid>
    </Stack>
  );
}

const NO_MEASURES: readonly MeasureInfo[] = [];

/** The trials, what was chosen in each fold, and which winners lie on the edge of what was tried. */
function SearchTables({ row: { result } }: { row: ExperimentRow }) {
  const { data: measures = NO_MEASURES } = useCall('evaluation/list-measures', {});
  const tables = [...searchTables(result.search, measures), ...choiceTables(result.choices ?? [])];
  return (
    <>
      {edgeMessages(result.choices).map((message) => (
        <Alert key={message.text} color="yellow">
          {said(message)}
        </Alert>
      ))}
      {tables.map((found) => {
        const table = wordsOf(found, READER);
        return <ResultTable key={found.name} table={table} title={table.title} maxHeight={260} />;
      })}
    </>
  );
}

/** Report, tables and research bundle into a folder chosen by the user. */
function ExportButton({ id }: { id: number }) {
  const { t } = useTranslation();
  const start = async ({ grant }: Granted) => {
    if (await notifyErrors(call('experiments/export', { id, grant, language: READER.language })))
      notifications.show({ message: t('experiments.exporting') });
  };
  const { choose, chooser } = useFilePicker(([granted]) => granted && void start(granted));
  return (
    <Stack gap="xs">
      <Button variant="default" onClick={() => choose(true)} title={t('experiments.exportHint')}>
        {t('experiments.export')}
      </Button>
      {chooser}
    </Stack>
  );
}
