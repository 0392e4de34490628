import { Paper, SimpleGrid, Stack, Text } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { EvaluationResult, MeasureInfo } from '../../shared/contract/recommender.ts';
import { conversionLabel, figureNote, measureOf, modelLabel, protocolLabel } from '../../shared/evaluation-words.ts';
import { findingMessages } from '../../shared/finding-messages.ts';
import { FRAMES } from '../../shared/findings.ts';
import { PARTS_TABLE } from '../../shared/hybrid-tables.ts';
import { say } from '../../shared/messages/say.ts';
import { curvesOf, cutoffsOf, evaluationTables } from '../../shared/result-tables.ts';
import { keysOf, type KeyedTable, wordsOf } from '../../shared/table.ts';
import { useCall } from '../api.ts';
import { Chart } from '../ui/chart.tsx';
import { NOT_APPLICABLE, resultNumber } from '../ui/format.ts';
import { ResultTable } from '../ui/table/result-table.tsx';
import { useModelTypes } from './model-types.ts';
import { labelled, READER, said } from '../ui/said.ts';

const NONE_YET: readonly MeasureInfo[] = [];
const NORMAL_95 = 1.96;
const OTHER_TABLES = ['tests', 'over-best-part', 'by-popularity', 'by-history', 'folds'];

/** One comparison: the findings, the measures, P/R/F1 against N with bands, tests and bands as tables. */
export function EvaluationView({
  result,
  synthetic,
  hash,
  engine,
}: {
  result: EvaluationResult;
  synthetic: boolean;
  hash?: string;
  engine?: string | null;
}) {
  const { t } = useTranslation();
  const { data: measures = NONE_YET } = useCall('evaluation/list-measures', {});
  const tables = useMemo(
    () => new Map(evaluationTables(result, null, measures).map((table) => [table.name, table])),
    [result, measures],
  );
  const findings = findingMessages(result, measures);
  const cutoffs = cutoffsOf(result.models, 'f1');
  const note = said(figureNote(say('figure.of-listeners', { n: result.counts.testListeners }), synthetic));
  const others = [...tables.values()]
    .filter(({ name }) => OTHER_TABLES.includes(name) || name.startsWith(PARTS_TABLE))
    .map((table) => wordsOf(table, READER));
  return (
    <Stack>
      <Paper withBorder p="sm">
        <Text fw={600} size="sm">
          {labelled(protocolLabel(result.protocol))} · {labelled(conversionLabel(result.conversion))}
        </Text>
        <Text size="xs" c="dimmed">
          {t('experiments.counts', {
            training: result.counts.trainingRows,
            test: result.counts.testRows,
            listeners: result.counts.testListeners,
            skipped: result.counts.listenersSkipped,
            seed: result.seed,
            hash: hash ?? result.dataHash,
            engine: engine ?? result.engine ?? NOT_APPLICABLE,
          })}
        </Text>
        {findings.length > 0 ? (
          <Stack gap={0} my={6}>
            {findings.map((finding, i) => (
              <Text size="sm" fw={i === 0 ? 600 : undefined} key={finding.text}>
                {said(finding)}
              </Text>
            ))}
          </Stack>
        ) : null}
        {result.notes.map((note) => (
          <Text size="xs" c="dimmed" key={note.text}>
            {said(note)}
          </Text>
        ))}
      </Paper>
      <MeasuresTable table={tables.get('measures')} measures={measures} apart={result.heard ?? []} />
      <SimpleGrid cols={{ base: 1, lg: 2 }}>
        {Object.values(result.models).some((values) => typeof values.rmse === 'number') ? (
          <ErrorChart result={result} note={note} />
        ) : null}
        {cutoffs.length > 1
          ? curvesOf(measures, 'figure').map((measure) => (
              <CutoffChart key={measure.name} result={result} measure={measure} cutoffs={cutoffs} note={note} />
            ))
          : null}
      </SimpleGrid>
      {others.map((table) => (
        <ResultTable key={table.name} table={table} title={table.title} maxHeight={300} />
      ))}
    </Stack>
  );
}

/**
 * Every measure at the primary length with its interval; the best model of each column in bold, rows that stand apart
 * aside.
 */
function MeasuresTable({
  table,
  measures,
  apart,
}: {
  table: KeyedTable | undefined;
  measures: readonly MeasureInfo[];
  apart: readonly string[];
}) {
  if (!table) return null;
  const strong = new Set<string>();
  const { head, rows } = keysOf(table);
  head.forEach((name, column) => {
    if (column === 0 || name.includes(' ')) return;
    const competing = rows.flatMap((row, r) =>
      typeof row[column] === 'number' && ![...FRAMES, ...apart].includes(String(row[0]))
        ? [{ r, value: row[column] }]
        : [],
    );
    const sign = measureOf(name, measures)?.lowerIsBetter ? 1 : -1;
    const best = competing.sort((a, b) => sign * (a.value - b.value))[0];
    if (best) strong.add(`${best.r} ${column}`);
  });
  const words = wordsOf(table, READER);
  return (
    <ResultTable
      table={words}
      title={words.title}
      strong={strong}
      hints={head.map((name) => {
        const measure = measureOf(name.split(' ')[0], measures);
        return measure && said(measure.summary);
      })}
    />
  );
}

const modelName = (model: string) => labelled(modelLabel(model));

/** As in "als · N 10 · 0.048 [0.046, 0.050]". */
function hoverText(name: string, value: number | null, [low, high]: readonly [number, number]): string {
  return `${name} · ${resultNumber(value)} [${resultNumber(low)}, ${resultNumber(high)}]`;
}

function ErrorChart({ result, note }: { result: EvaluationResult; note: string }) {
  const { t } = useTranslation();
  const types = useModelTypes();
  const rated = Object.entries(result.models).filter(([, values]) => typeof values.rmse === 'number');
  const models = rated.map(([model]) => model);
  const names = models.map(modelName);
  const bar = (name: 'rmse' | 'mae', opacity: number) => {
    const y = rated.map(([, values]) => values[name] as number);
    const intervals = models.map((model, i) => result.statistics?.intervals[model]?.[name] ?? ([y[i], y[i]] as const));
    return {
      type: 'bar',
      name: name.toUpperCase(),
      x: names,
      y,
      hovertext: names.map((model, i) => hoverText(`${model} · ${name.toUpperCase()}`, y[i], intervals[i])),
      hoverinfo: 'text',
      marker: { color: models.map(types.colour), opacity },
      error_y: {
        type: 'data',
        symmetric: false,
        array: intervals.map(([, high], i) => high - y[i]),
        arrayminus: intervals.map(([low], i) => y[i] - low),
        thickness: 1,
      },
    };
  };
  return (
    <Chart
      title={t('experiments.errorChart')}
      note={note}
      data={[bar('rmse', 1), bar('mae', 0.45)]}
      layout={{
        barmode: 'group',
        showlegend: false,
        yaxis: { title: { text: t('experiments.errorAxis') }, rangemode: 'tozero' },
      }}
      table={{
        head: [t('training.model'), 'RMSE', 'MAE'],
        rows: rated.map(([, values], i) => [names[i], values.rmse ?? null, values.mae ?? null]),
      }}
      height={400}
    />
  );
}

/** One measure by list length, every model with a 95 % band over listeners. */
function CutoffChart({
  result,
  measure,
  cutoffs,
  note,
}: {
  result: EvaluationResult;
  measure: MeasureInfo;
  cutoffs: number[];
  note: string;
}) {
  const types = useModelTypes();
  const models = Object.keys(result.models);
  const name = labelled(measure.heading);
  const at = (model: string, n: number) => result.models[model][`${measure.name}@${n}`] ?? null;
  const error = (model: string, n: number) =>
    NORMAL_95 * (result.statistics?.standardErrors[model]?.[`${measure.name}@${n}`] ?? 0);
  const data = models.flatMap((model) => {
    const colour = types.colour(model);
    const values = cutoffs.map((n) => at(model, n) ?? Number.NaN);
    const [low, high] = [-1, 1].map((sign) => cutoffs.map((n, i) => values[i] + sign * error(model, n)));
    const band = {
      type: 'scatter',
      x: [...cutoffs, ...cutoffs.toReversed()],
      y: [...high, ...low.toReversed()],
      mode: 'lines',
      fill: 'toself',
      fillcolor: `${colour}22`,
      line: { width: 0 },
      hoverinfo: 'skip',
      showlegend: false,
      legendgroup: model,
    };
    const line = {
      type: 'scatter',
      mode: 'lines+markers',
      x: cutoffs,
      y: values,
      name: modelName(model),
      hovertext: cutoffs.map((n, i) => hoverText(`${modelName(model)} · N ${n}`, values[i], [low[i], high[i]])),
      hoverinfo: 'text',
      legendgroup: model,
      line: { color: colour, dash: types.dash(model), width: 1.6 },
      marker: { size: 4 },
    };
    return [band, line];
  });
  return (
    <Chart
      title={said(say('figure.by-length', { measure: measure.heading, protocol: protocolLabel(result.protocol) }))}
      note={note}
      data={data}
      layout={{
        xaxis: { title: { text: said(say('figure.length')) } },
        yaxis: { title: { text: name }, rangemode: 'tozero' },
      }}
      table={{
        head: ['N', ...models.flatMap((model) => [modelName(model), `${modelName(model)} ±`])],
        rows: cutoffs.map((n) => [n, ...models.flatMap((model) => [at(model, n), error(model, n)])]),
      }}
      height={430}
    />
  );
}
