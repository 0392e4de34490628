import { Paper, SimpleGrid, Stack, Text } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { EvaluationResult, MeasureInfo } from '../../shared/contract/recommender.ts';
import { type Findings, findingsOf, FRAMES } from '../../shared/findings.ts';
import { curvesOf, cutoffsOf, evaluationTables, measureOf } from '../../shared/result-tables.ts';
import type { Table } from '../../shared/table.ts';
import { useCall } from '../api.ts';
import { Chart } from '../ui/chart.tsx';
import { interval, NOT_APPLICABLE, number, pValue, resultNumber } from '../ui/format.ts';
import { ResultTable } from '../ui/table/result-table.tsx';
import { useModelTypes } from './model-types.ts';
import { said } from '../ui/said.ts';

const NONE_YET: readonly MeasureInfo[] = [];
const NORMAL_95 = 1.96;

/** One comparison: what the tests say, the measures, P/R/F1 against N with bands, tests and bands as tables. */
export function EvaluationView({
  result,
  hash,
  engine,
}: {
  result: EvaluationResult;
  hash?: string;
  engine?: string | null;
}) {
  const { t } = useTranslation();
  const { data: measures = NONE_YET } = useCall('evaluation/list-measures', {});
  const tables = useMemo(
    () => new Map(evaluationTables(result, '', measures).map((table) => [table.name, table])),
    [result, measures],
  );
  const findings = findingsOf(result);
  const cutoffs = cutoffsOf(result.models, 'f1');
  const other = (name: string, title: string, height: number) => {
    const table = tables.get(name);
    return table ? <ResultTable table={table} title={title} maxHeight={height} /> : null;
  };
  return (
    <Stack>
      <Paper withBorder p="sm">
        <Text fw={600} size="sm">
          {t(`protocols.${result.protocol}`, result.protocol)} · {t(`conversions.${result.conversion}`)}
        </Text>
        <Text size="xs" c="dimmed">
          {t('experiments.counts', {
            training: number(result.counts.trainingRows),
            test: number(result.counts.testRows),
            listeners: number(result.counts.testListeners),
            skipped: number(result.counts.listenersSkipped),
            seed: result.seed,
            hash: hash ?? result.dataHash,
            engine: engine ?? result.engine ?? NOT_APPLICABLE,
          })}
        </Text>
        {findings ? <FindingsText findings={findings} measures={measures} /> : null}
        {result.notes.map((note) => (
          <Text size="xs" c="dimmed" key={note.text}>
            {said(note)}
          </Text>
        ))}
      </Paper>
      <MeasuresTable result={result} table={tables.get('measures')} measures={measures} />
      <SimpleGrid cols={{ base: 1, lg: 2 }}>
        {Object.values(result.models).some((values) => typeof values.rmse === 'number') ? (
          <ErrorChart result={result} />
        ) : null}
        {cutoffs.length > 1
          ? curvesOf(measures, 'figure').map((measure) => (
              <CutoffChart key={measure.name} result={result} measure={measure} cutoffs={cutoffs} />
            ))
          : null}
      </SimpleGrid>
      {other('tests', t('experiments.tests'), 300)}
      {other('by-popularity', t('experiments.byPopularity', { n: result.statistics?.primary ?? 10 }), 300)}
      {other('by-history', t('experiments.byHistory', { n: result.statistics?.primary ?? 10 }), 300)}
      {other('folds', t('experiments.byFold'), 300)}
    </Stack>
  );
}

function FindingsText({
  findings: { best, measure, value, listeners, others, lowerIsBetter },
  measures,
}: {
  findings: Findings;
  measures: readonly MeasureInfo[];
}) {
  const { t } = useTranslation();
  return (
    <Stack gap={0} my={6}>
      <Text size="sm" fw={600}>
        {t('experiments.best', {
          model: best,
          measure: headingOf(measure, measures),
          value: resultNumber(value),
          n: number(listeners),
        })}
      </Text>
      {others.map(({ other, difference, lower, upper, pHolm, shown }) => (
        <Text size="sm" key={other}>
          {t(
            shown
              ? difference > 0 === !lowerIsBetter
                ? 'experiments.better'
                : 'experiments.worse'
              : 'experiments.noDifference',
            {
              model: best,
              other: nameOf(t, other),
              difference: resultNumber(Math.abs(difference)),
              interval: interval([lower, upper]),
              p: pValue(pHolm),
            },
          )}
        </Text>
      ))}
    </Stack>
  );
}

/** Every measure at the primary length with its interval; the best model of each column in bold. */
function MeasuresTable({
  result,
  table,
  measures,
}: {
  result: EvaluationResult;
  table: Table | undefined;
  measures: readonly MeasureInfo[];
}) {
  const { t } = useTranslation();
  if (!table) return null;
  const strong = new Set<string>();
  table.head.forEach((name, column) => {
    if (column === 0 || name.includes(' ')) return;
    const competing = table.rows.flatMap((row, r) =>
      typeof row[column] === 'number' && !FRAMES.includes(String(row[0])) ? [{ r, value: row[column] as number }] : [],
    );
    const sign = measureOf(name, measures)?.lowerIsBetter ? 1 : -1;
    const best = competing.sort((a, b) => sign * (a.value - b.value))[0];
    if (best) strong.add(`${best.r} ${column}`);
  });
  const shown = {
    name: table.name,
    head: table.head.map((name) => (name === 'model' ? t('training.model') : headingOf(name, measures))),
    rows: table.rows.map((row) => row.map((value, column) => (column === 0 ? nameOf(t, String(value)) : value))),
  };
  return (
    <ResultTable
      table={shown}
      title={t('experiments.measures', { n: result.statistics?.primary ?? 10 })}
      strong={strong}
      hints={table.head.map((name) => {
        const measure = measureOf(name, measures);
        return measure && t(`measures.${measure.name}`, measure.summary);
      })}
    />
  );
}

export function nameOf(t: (key: string) => string, model: string): string {
  return FRAMES.includes(model) ? t(`experiments.frames.${model}`) : model;
}

/** As papers head their columns, such as `NDCG@10 lower`; the full name is the heading's title. */
function headingOf(column: string, measures: readonly MeasureInfo[]): string {
  const [, name, rest] = /^([^@ ]*)(.*)$/.exec(column) as unknown as [string, string, string];
  return `${measureOf(column, measures)?.heading ?? name}${rest}`;
}

function ErrorChart({ result }: { result: EvaluationResult }) {
  const { t } = useTranslation();
  const types = useModelTypes();
  const rated = Object.entries(result.models).filter(([, values]) => typeof values.rmse === 'number');
  const models = rated.map(([model]) => model);
  const interval = (model: string, name: string) =>
    result.statistics?.intervals[model]?.[name] as [number, number] | undefined;
  const bar = (name: 'rmse' | 'mae', opacity: number) => {
    const y = rated.map(([, values]) => values[name] as number);
    return {
      type: 'bar',
      name: name.toUpperCase(),
      x: models,
      y,
      marker: { color: models.map(types.colour), opacity },
      error_y: {
        type: 'data',
        symmetric: false,
        array: models.map((model, i) => (interval(model, name)?.[1] ?? y[i]) - y[i]),
        arrayminus: models.map((model, i) => y[i] - (interval(model, name)?.[0] ?? y[i])),
        thickness: 1,
      },
    };
  };
  return (
    <Chart
      title={t('experiments.errorChart')}
      data={[bar('rmse', 1), bar('mae', 0.45)]}
      layout={{
        barmode: 'group',
        showlegend: false,
        yaxis: { title: { text: t('experiments.errorAxis') }, rangemode: 'tozero' },
      }}
      table={{
        head: [t('training.model'), 'RMSE', 'MAE'],
        rows: rated.map(([model, values]) => [model, values.rmse ?? null, values.mae ?? null]),
      }}
      height={400}
    />
  );
}

/** One measure against the length of the list, every model with a 95 % band over listeners. */
function CutoffChart({
  result,
  measure,
  cutoffs,
}: {
  result: EvaluationResult;
  measure: MeasureInfo;
  cutoffs: number[];
}) {
  const { t } = useTranslation();
  const types = useModelTypes();
  const models = Object.keys(result.models);
  const name = t(`measures.${measure.name}`, measure.summary);
  const at = (model: string, n: number) => result.models[model][`${measure.name}@${n}`] ?? null;
  const error = (model: string, n: number) =>
    NORMAL_95 * (result.statistics?.standardErrors[model]?.[`${measure.name}@${n}`] ?? 0);
  const data = models.flatMap((model) => {
    const colour = types.colour(model);
    const values = cutoffs.map((n) => at(model, n) ?? Number.NaN);
    const band = {
      type: 'scatter',
      x: [...cutoffs, ...[...cutoffs].reverse()],
      y: [
        ...cutoffs.map((n, i) => values[i] + error(model, n)),
        ...cutoffs.map((n, i) => values[i] - error(model, n)).reverse(),
      ],
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
      name: nameOf(t, model),
      legendgroup: model,
      line: { color: colour, dash: types.dash(model), width: 1.6 },
      marker: { size: 4 },
    };
    return [band, line];
  });
  return (
    <Chart
      title={t('experiments.cutoffChart', { measure: name })}
      data={data}
      layout={{
        xaxis: { title: { text: t('experiments.listLength') } },
        yaxis: { title: { text: name }, rangemode: 'tozero' },
      }}
      table={{
        head: ['N', ...models.flatMap((model) => [model, `${model} ±`])],
        rows: cutoffs.map((n) => [n, ...models.flatMap((model) => [at(model, n), error(model, n)])]),
      }}
      height={430}
    />
  );
}
