import type { ExperimentRow } from './contract/experiments.ts';
import type { EvaluationResult, MeasureInfo } from './contract/recommender.ts';
import type { Table } from './table.ts';

/** Every table of an experiment, in the order of a report. `measures`: what is told of them, in their order. */
export function tablesOf({ result }: Pick<ExperimentRow, 'result'>, measures: readonly MeasureInfo[]): Table[] {
  return [
    ...gridTables(result.grid),
    ...searchTables(result.search),
    ...result.evaluations.flatMap((evaluation, i) =>
      evaluationTables(evaluation, result.evaluations.length > 1 ? `${i + 1}-` : '', measures),
    ),
  ];
}

function gridTables(grid: ExperimentRow['result']['grid']): Table[] {
  if (!grid) return [];
  return [
    {
      name: 'grid',
      title: `Validation RMSE of ${grid.model} by K and epoch`,
      head: ['K', ...grid.epochs.map((epoch) => `epoch ${epoch}`)],
      rows: grid.rows.map(({ k, rmse }) => [k, ...rmse]),
    },
  ];
}

export function searchTables(search: ExperimentRow['result']['search']): Table[] {
  if (!search) return [];
  return [
    {
      name: 'search',
      title: `Trials of the search, by ${search.measure} on a part of the training rows`,
      head: ['model', 'options', search.measure],
      rows: search.trials.map(({ model, options, score }) => [model, JSON.stringify(options), score]),
    },
  ];
}

export function evaluationTables(
  evaluation: EvaluationResult,
  prefix: string,
  measures: readonly MeasureInfo[],
): Table[] {
  return [
    measuresTable(evaluation, prefix, measures),
    ...cutoffTables(evaluation, prefix, measures),
    ...testTables(evaluation, prefix),
    ...bandTables(evaluation, prefix),
    foldTable(evaluation, prefix),
  ].filter((table) => table.rows.length > 0);
}

/** The measure that a column such as `ndcg@10` is of. */
export function measureOf(column: string, measures: readonly MeasureInfo[]): MeasureInfo | undefined {
  const [name] = column.split(/[@ ]/);
  return measures.find((measure) => measure.name === name);
}

/** Measures that are told by the length of the list, in a figure or in a table only. */
export function curvesOf(measures: readonly MeasureInfo[], kind: MeasureInfo['curve']): MeasureInfo[] {
  return measures.filter(({ curve }) => curve !== undefined && curve === kind);
}

/** Names of what was measured, in the order of the measures, with list lengths in order. */
export function columnsOf({ models }: Pick<EvaluationResult, 'models'>, measures: readonly MeasureInfo[]): string[] {
  const names = new Set(Object.values(models).flatMap((values) => Object.keys(values)));
  const places = new Map(measures.map(({ name }, place) => [name, place]));
  const rank = (column: string) => {
    const [name, n] = column.split('@');
    return (places.get(name) ?? measures.length) * 1e5 + Number(n ?? 0);
  };
  return [...names].sort((a, b) => rank(a) - rank(b));
}

function measuresTable(evaluation: EvaluationResult, prefix: string, measures: readonly MeasureInfo[]): Table {
  const primary = evaluation.statistics?.primary ?? 10;
  const names = columnsOf(evaluation, measures).filter((name) => !name.includes('@') || name.endsWith(`@${primary}`));
  const intervals = evaluation.statistics?.intervals ?? {};
  const seeds = evaluation.statistics?.seeds ?? {};
  const withInterval = names.filter((name) => Object.values(intervals).some((own) => own[name]));
  const withSeeds = names.filter((name) => Object.values(seeds).some((own) => name in own));
  return {
    name: `${prefix}measures`,
    title: `${evaluation.protocol}, ${evaluation.conversion}: measures (95 % bootstrap intervals over listeners)`,
    head: [
      'model',
      ...names,
      ...withInterval.flatMap((name) => [`${name} lower`, `${name} upper`]),
      ...withSeeds.map((name) => `${name} SD over seeds`),
    ],
    rows: Object.entries(evaluation.models).map(([model, values]) => [
      model,
      ...names.map((name) => values[name] ?? null),
      ...withInterval.flatMap((name) => intervals[model]?.[name] ?? [null, null]),
      ...withSeeds.map((name) => seeds[model]?.[name] ?? null),
    ]),
  };
}

function cutoffTables(
  { models, statistics }: EvaluationResult,
  prefix: string,
  measures: readonly MeasureInfo[],
): Table[] {
  const curves = [...curvesOf(measures, 'figure'), ...curvesOf(measures, 'table')];
  return curves.map(({ name: measure }) => {
    const cutoffs = cutoffsOf(models, measure);
    return {
      name: `${prefix}${measure}-by-n`,
      title: `${measure} by length of the list N (standard error over listeners)`,
      head: ['N', ...Object.keys(models).flatMap((model) => [model, `${model} SE`])],
      rows: cutoffs.map((n) => [
        n,
        ...Object.keys(models).flatMap((model) => [
          models[model][`${measure}@${n}`] ?? null,
          statistics?.standardErrors[model]?.[`${measure}@${n}`] ?? null,
        ]),
      ]),
    };
  });
}

export function cutoffsOf(models: EvaluationResult['models'], measure: string): number[] {
  const found = new Set(
    Object.values(models).flatMap((values) =>
      Object.keys(values).flatMap((name) => (name.startsWith(`${measure}@`) ? [Number(name.split('@')[1])] : [])),
    ),
  );
  return [...found].sort((a, b) => a - b);
}

function testTables({ statistics }: EvaluationResult, prefix: string): Table[] {
  if (!statistics) return [];
  return [
    {
      name: `${prefix}tests`,
      title:
        'Paired t tests over listeners, Holm-adjusted within a measure; bounds: 95 % bootstrap of the mean difference',
      head: ['measure', 'a', 'b', 'a − b', 'lower', 'upper', 'p', 'p (Holm)', 'listeners'],
      rows: statistics.tests.map(({ measure, a, b, difference, lower, upper, p, pHolm, n }) => [
        measure,
        a,
        b,
        difference,
        lower,
        upper,
        p,
        pHolm,
        n,
      ]),
    },
  ];
}

function bandTables({ statistics, models }: EvaluationResult, prefix: string): Table[] {
  if (!statistics) return [];
  const names = Object.keys(models);
  const { popularity, history } = statistics.bands;
  return [
    {
      name: `${prefix}by-popularity`,
      title: `Recall@${statistics.primary} by popularity of the song (thirds of the training plays; new: none)`,
      head: ['band', 'songs', 'test rows', ...names],
      rows: popularity.map(({ label, songs, relevant, recall }) => [
        label,
        songs,
        relevant,
        ...names.map((name) => recall[name] ?? null),
      ]),
    },
    {
      name: `${prefix}by-history`,
      title: `NDCG@${statistics.primary} by how many songs a model sees of the listener`,
      head: ['songs', 'listeners', ...names],
      rows: history.map(({ from, to, listeners, value }) => [
        `${from}–${to}`,
        listeners,
        ...names.map((name) => value[name] ?? null),
      ]),
    },
  ];
}

function foldTable({ folds }: EvaluationResult, prefix: string): Table {
  const rows = Object.entries(folds ?? {}).flatMap(([model, values]) =>
    Object.entries(values).map(([measure, own]) => [model, measure, ...own]),
  );
  const width = rows.reduce((most, row) => Math.max(most, row.length - 2), 0);
  return {
    name: `${prefix}folds`,
    title: 'Values by fold',
    head: ['model', 'measure', ...Array.from({ length: width }, (_, fold) => `fold ${fold + 1}`)],
    rows,
  };
}
