import { placeOf } from './choice-words.ts';
import type { Choice, ExperimentRow } from './contract/experiments.ts';
import type { EvaluationResult, MeasureInfo } from './contract/recommender.ts';
import {
  bandLabel,
  conversionLabel,
  measureLabel,
  modelLabel,
  protocolLabel,
  type RowNames,
  rowLabel,
} from './evaluation-words.ts';
import { hybridTables } from './hybrid-tables.ts';
import type { Label, Message } from './messages/message.ts';
import { type MessageId, say } from './messages/say.ts';
import { commonOptionLabel } from './option-words.ts';
import type { Column, KeyedTable, Term } from './table.ts';
import { testedListeners } from './tested-listeners.ts';

type Measures = readonly MeasureInfo[];

/** Every table of an experiment, in the order of a report. `measures`: their descriptions, in order. */
export function tablesOf({ result }: Pick<ExperimentRow, 'result'>, measures: Measures): KeyedTable[] {
  return [
    ...gridTables(result.grid),
    ...searchTables(result.search, measures),
    ...choiceTables(result.choices ?? []),
    ...result.evaluations.flatMap((evaluation, i) =>
      evaluationTables(evaluation, result.evaluations.length > 1 ? i + 1 : null, measures),
    ),
  ];
}

function gridTables(grid: ExperimentRow['result']['grid']): KeyedTable[] {
  if (!grid) return [];
  const failed = grid.rows.some(({ error }) => error);
  return [
    {
      name: 'grid',
      title: gridTitle(grid),
      sheet: say('sheet.grid'),
      columns: [
        { key: 'K', label: 'K' },
        ...grid.epochs.map((epoch) => ({ key: `epoch ${epoch}`, label: say('column.epoch', { epoch }) })),
        ...(failed ? [{ key: 'failed', label: say('column.trial-failed') }] : []),
      ],
      rows: grid.rows.map(({ k, rmse, error }) => [
        k,
        ...rmse,
        ...(failed ? [error ? { key: error.id, label: error } : null] : []),
      ]),
    },
  ];
}

/** The rows of the grid that did not fail. */
export function fittedRows({ rows }: NonNullable<ExperimentRow['result']['grid']>): { k: number; rmse: number[] }[] {
  return rows.flatMap(({ k, rmse }) => {
    const known = rmse.filter((value) => value !== null);
    return known.length === rmse.length ? [{ k, rmse: known }] : [];
  });
}

export function gridTitle({ model }: { model: string }): Message {
  return say('table.grid', { model: modelLabel(model) });
}

export function searchTables(search: ExperimentRow['result']['search'], measures: Measures): KeyedTable[] {
  if (!search) return [];
  const measure = measureLabel(search.measure, measures);
  const placed = search.trials.some(({ evaluation }) => evaluation !== undefined);
  const failed = search.trials.some(({ error }) => error);
  return [
    {
      name: 'search',
      title: say('table.search', { measure }),
      sheet: say('sheet.search'),
      columns: [
        ...(placed ? PLACE : []),
        MODEL,
        OPTIONS,
        { key: search.measure, label: measure },
        ...(failed ? [{ key: 'failed', label: say('column.trial-failed') }] : []),
      ],
      rows: search.trials.map(({ model, options, score, error, ...place }) => [
        ...(placed ? placeOf(place) : []),
        modelTerm({}, model),
        optionsTerm(options),
        score,
        ...(failed ? [error ? { key: error.id, label: error } : null] : []),
      ]),
    },
  ];
}

/** What was chosen for each fold of each comparison. */
export function choiceTables(choices: readonly Choice[]): KeyedTable[] {
  if (choices.length === 0) return [];
  return [
    {
      name: 'choices',
      title: say('table.choices'),
      sheet: say('sheet.choices'),
      columns: [...PLACE, MODEL, OPTIONS, { key: 'validation', label: say('column.validation') }],
      rows: choices.map(({ model, options, score, ...place }) => [
        ...placeOf(place),
        modelTerm({}, model),
        optionsTerm(options),
        score,
      ]),
    },
  ];
}

function optionsTerm(options: Readonly<Record<string, string | number>>): Term {
  return { key: JSON.stringify(options), label: optionsLabel(options) };
}

/** Settings, by what people call them. */
export function optionsLabel(options: Readonly<Record<string, string | number>>): Message {
  return say('report.listed', {
    items: Object.entries(options).map(([name, value]) =>
      say('report.option', { option: commonOptionLabel(name), value: String(value) }),
    ),
  });
}

/** @param part which one of several comparisons, from 1 */
export function evaluationTables(evaluation: EvaluationResult, part: number | null, measures: Measures): KeyedTable[] {
  return [
    measuresTable(evaluation, measures),
    ...cutoffTables(evaluation, measures),
    ...testTables(evaluation, measures),
    ...hybridTables(evaluation, measures),
    ...bandTables(evaluation, measures),
    foldTable(evaluation, measures),
  ]
    .filter((table) => table.rows.length > 0)
    .map((table) =>
      part === null
        ? table
        : { ...table, name: `${part}-${table.name}`, sheet: say('sheet.of-part', { part, sheet: table.sheet }) },
    );
}

/** Measures shown by list length, in a figure or in a table only. */
export function curvesOf(measures: Measures, kind: MeasureInfo['curve']): MeasureInfo[] {
  return measures.filter(({ curve }) => curve !== undefined && curve === kind);
}

/** Names of what was measured, in the order of the measures, with list lengths in order. */
export function columnsOf({ models }: Pick<EvaluationResult, 'models'>, measures: Measures): string[] {
  const names = new Set(Object.values(models).flatMap((values) => Object.keys(values)));
  const places = new Map(measures.map(({ name }, place) => [name, place]));
  const rank = (column: string) => {
    const [name, n] = column.split('@');
    return (places.get(name) ?? measures.length) * 1e5 + Number(n ?? 0);
  };
  return [...names].sort((a, b) => rank(a) - rank(b));
}

const PLACE: Column[] = [count('comparison', 'column.comparison'), count('fold', 'column.fold-number')];
const OPTIONS: Column = { key: 'options', label: say('column.options') };
const MODEL: Column = { key: 'model', label: say('column.model') };

export function modelTerm(result: RowNames, model: string): Term {
  return { key: model, label: rowLabel(result, model) };
}

function count(key: string, id: MessageId): Column {
  return { key, label: say(id), numbers: 'count' };
}

function measuresTable(evaluation: EvaluationResult, measures: Measures): KeyedTable {
  const primary = evaluation.statistics?.primary ?? 10;
  const names = columnsOf(evaluation, measures).filter((name) => !name.includes('@') || name.endsWith(`@${primary}`));
  const intervals = evaluation.statistics?.intervals ?? {};
  const seeds = evaluation.statistics?.seeds ?? {};
  const withInterval = names.filter((name) => Object.values(intervals).some((own) => own[name]));
  const withSeeds = names.filter((name) => Object.values(seeds).some((own) => name in own));
  const labelled = (name: string, key: string, id?: MessageId): Column => {
    const measure = measureLabel(name, measures);
    return { key, label: id ? say(id, { measure }) : measure };
  };
  return {
    name: 'measures',
    title: say('table.measures', {
      protocol: protocolLabel(evaluation.protocol),
      conversion: conversionLabel(evaluation.conversion),
    }),
    sheet: say('sheet.measures'),
    columns: [
      MODEL,
      ...names.map((name) => labelled(name, name)),
      ...withInterval.flatMap((name) => [
        labelled(name, `${name} lower`, 'column.lower-of'),
        labelled(name, `${name} upper`, 'column.upper-of'),
      ]),
      ...withSeeds.map((name) => labelled(name, `${name} SD over seeds`, 'column.seeds-of')),
    ],
    rows: Object.entries(evaluation.models).map(([model, values]) => [
      modelTerm(evaluation, model),
      ...names.map((name) => values[name] ?? null),
      ...withInterval.flatMap((name) => intervals[model]?.[name] ?? [null, null]),
      ...withSeeds.map((name) => seeds[model]?.[name] ?? null),
    ]),
  };
}

function cutoffTables(result: EvaluationResult, measures: Measures): KeyedTable[] {
  const { models, statistics, protocol } = result;
  const curves = [...curvesOf(measures, 'figure'), ...curvesOf(measures, 'table')];
  return curves.map(({ name }) => ({
    name: `${name}-by-n`,
    title: say('table.by-length', { measure: measureLabel(name, measures), protocol: protocolLabel(protocol) }),
    sheet: say('sheet.by-length', { measure: measureLabel(name, measures) }),
    columns: [
      { key: 'N', label: 'N' },
      ...Object.keys(models).flatMap((model): Column[] => [
        modelTerm(result, model),
        { key: `${model} SE`, label: say('column.standard-error-of', { model: rowLabel(result, model) }) },
      ]),
    ],
    rows: cutoffsOf(models, name).map((n) => [
      n,
      ...Object.keys(models).flatMap((model) => [
        models[model][`${name}@${n}`] ?? null,
        statistics?.standardErrors[model]?.[`${name}@${n}`] ?? null,
      ]),
    ]),
  }));
}

export function cutoffsOf(models: EvaluationResult['models'], measure: string): number[] {
  const found = new Set(
    Object.values(models).flatMap((values) =>
      Object.keys(values).flatMap((name) => (name.startsWith(`${measure}@`) ? [Number(name.split('@')[1])] : [])),
    ),
  );
  return [...found].sort((a, b) => a - b);
}

function testTables(result: EvaluationResult, measures: Measures): KeyedTable[] {
  const { statistics, protocol } = result;
  if (!statistics) return [];
  const together = statistics.tests.some(({ simultaneous }) => simultaneous);
  return [
    {
      name: 'tests',
      title: say('table.tests', {
        protocol: protocolLabel(protocol),
        over: statistics.differencesOver ?? 'listeners',
      }),
      sheet: say('sheet.tests'),
      columns: [
        { key: 'measure', label: say('column.measure') },
        { key: 'a', label: say('column.model-a') },
        { key: 'b', label: say('column.model-b') },
        { key: 'a − b', label: 'A − B' },
        { key: 'lower', label: say('column.lower') },
        { key: 'upper', label: say('column.upper') },
        { key: 'p', label: 'p', numbers: 'p' },
        { key: 'p (Holm)', label: 'p (Holm)', numbers: 'p' },
        count('listeners', 'column.listeners'),
        ...(together
          ? [
              { key: 'lower, all pairs', label: say('column.lower-together') },
              { key: 'upper, all pairs', label: say('column.upper-together') },
            ]
          : []),
      ],
      rows: statistics.tests.map(({ measure, a, b, difference, lower, upper, p, pHolm, n, simultaneous }) => [
        { key: measure, label: measureLabel(measure, measures) },
        modelTerm(result, a),
        modelTerm(result, b),
        difference,
        lower,
        upper,
        p,
        pHolm,
        n,
        ...(together ? (simultaneous ?? [null, null]) : []),
      ]),
    },
  ];
}

function bandTables(result: EvaluationResult, measures: Measures): KeyedTable[] {
  const { statistics, models, protocol: name } = result;
  if (!statistics) return [];
  const names = Object.keys(models);
  const { popularity, history } = statistics.bands;
  const protocol = protocolLabel(name);
  const at = (measure: string): Label => measureLabel(`${measure}@${statistics.primary}`, measures);
  // In each fold a listener may be in another band, so that they are counted there.
  const { n, summed } = testedListeners(result);
  const isPerFold = summed === 'yes' || history.reduce((sum, { listeners }) => sum + listeners, 0) > n;
  return [
    {
      name: 'by-popularity',
      title: say('table.by-popularity', { measure: at('recall'), protocol }),
      sheet: say('sheet.by-popularity'),
      columns: [
        { key: 'band', label: say('column.band') },
        count('songs', 'column.songs'),
        count('test rows', 'column.test-rows'),
        ...names.map((model) => modelTerm(result, model)),
      ],
      rows: popularity.map(({ label, songs, relevant, recall }) => [
        { key: label, label: bandLabel(label) },
        songs,
        relevant,
        ...names.map((model) => recall[model] ?? null),
      ]),
    },
    {
      name: 'by-history',
      title: say('table.by-history', { measure: at('ndcg'), protocol }),
      sheet: say('sheet.by-history'),
      columns: [
        { key: 'songs', label: say('column.songs') },
        count('listeners', isPerFold ? 'column.listeners-of-folds' : 'column.listeners'),
        ...names.map((model) => modelTerm(result, model)),
      ],
      rows: history.map(({ from, to, listeners, value }) => [
        `${from}–${to}`,
        listeners,
        ...names.map((model) => value[model] ?? null),
      ]),
    },
  ];
}

function foldTable(result: EvaluationResult, measures: Measures): KeyedTable {
  const { folds, protocol } = result;
  const rows = Object.entries(folds ?? {}).flatMap(([model, values]) =>
    Object.entries(values).map(([measure, own]) => [
      modelTerm(result, model),
      { key: measure, label: measureLabel(measure, measures) },
      ...own,
    ]),
  );
  const width = rows.reduce((most, row) => Math.max(most, row.length - 2), 0);
  return {
    name: 'folds',
    title: say('table.folds', { protocol: protocolLabel(protocol) }),
    sheet: say('sheet.folds'),
    columns: [
      MODEL,
      { key: 'measure', label: say('column.measure') },
      ...Array.from({ length: width }, (_, fold) => ({
        key: `fold ${fold + 1}`,
        label: say('column.fold', { fold: fold + 1 }),
      })),
    ],
    rows,
  };
}
