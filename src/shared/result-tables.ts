import type { ExperimentRow } from './contract/experiments.ts';
import type { EvaluationResult } from './contract/recommender.ts';
import type { Table } from './table.ts';

const RATING = ['mae', 'nmae', 'mse', 'rmse', 'msle'];
const RANKING = [
  'precision',
  'recall',
  'recall-capped',
  'f1',
  'ndcg',
  'map',
  'mrr-at',
  'hit-rate',
  'coverage',
  'gini',
  'novelty',
  'intra-list-diversity',
];

/** Every table of an experiment, in the order of a report. */
export function tablesOf({ result }: Pick<ExperimentRow, 'result'>): Table[] {
  return [
    ...gridTables(result.grid),
    ...searchTables(result.search),
    ...result.evaluations.flatMap((evaluation, i) =>
      evaluationTables(evaluation, result.evaluations.length > 1 ? `${i + 1}-` : ''),
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

function searchTables(search: ExperimentRow['result']['search']): Table[] {
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

export function evaluationTables(evaluation: EvaluationResult, prefix: string): Table[] {
  return [
    measuresTable(evaluation, prefix),
    ...cutoffTables(evaluation, prefix),
    ...testTables(evaluation, prefix),
    ...bandTables(evaluation, prefix),
    foldTable(evaluation, prefix),
  ].filter((table) => table.rows.length > 0);
}

/** Names of what was measured, rating errors first, with list lengths in order. */
export function measuresOf({ models }: Pick<EvaluationResult, 'models'>): string[] {
  const names = new Set(Object.values(models).flatMap((values) => Object.keys(values)));
  const rank = (name: string) => {
    const [base, n] = name.split('@');
    return (
      (RATING.includes(base) ? RATING.indexOf(base) : 100 + (RANKING.includes(base) ? RANKING.indexOf(base) : 50)) *
        1e5 +
      Number(n ?? 0)
    );
  };
  return [...names].sort((a, b) => rank(a) - rank(b));
}

function measuresTable(evaluation: EvaluationResult, prefix: string): Table {
  const primary = evaluation.statistics?.primary ?? 10;
  const names = measuresOf(evaluation).filter((name) => !name.includes('@') || name.endsWith(`@${primary}`));
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

function cutoffTables({ models, statistics }: EvaluationResult, prefix: string): Table[] {
  return ['precision', 'recall', 'f1', 'ndcg', 'recall-capped'].map((measure) => {
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
