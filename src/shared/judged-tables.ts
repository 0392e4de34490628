import { againstBest, measureCells } from './comparison-tables.ts';
import type { EvaluationResult, MeasureInfo } from './contract/recommender.ts';
import type { JudgedLists } from './contract/referee.ts';
import { measureLabel, modelLabel, type RowNames } from './evaluation-words.ts';
import type { Message } from './messages/message.ts';
import { type MessageId, say } from './messages/say.ts';
import { columnsOf, modelTerm } from './result-tables.ts';
import type { Column, KeyedTable, Term } from './table.ts';

type Measures = readonly MeasureInfo[];
type Counts = JudgedLists['lists'][string]['counts'];
type PredictionCounts = NonNullable<JudgedLists['lists'][string]['predictions']>;

const LISTS: Column = { key: 'lists', label: say('column.lists') };
const COUNTS: readonly [keyof Counts, MessageId][] = [
  ['listeners', 'column.tested-listeners'],
  ['withoutList', 'column.without-list'],
  ['untestedListeners', 'column.untested-listeners'],
  ['shortLists', 'column.short-lists'],
  ['unknownSongs', 'column.unknown-songs'],
  ['alreadyHeard', 'column.already-heard'],
  ['repeated', 'column.repeated-songs'],
];
const PREDICTION_COUNTS: readonly [keyof PredictionCounts, MessageId][] = [
  ['pairs', 'column.held-out-ratings'],
  ['missing', 'column.without-prediction'],
  ['notHeldOut', 'column.not-held-out'],
  ['unknownSongs', 'column.unknown-songs'],
  ['outside', 'column.outside-scale'],
  ['otherTruth', 'column.other-ratings'],
];

/**
 * Judged lists as a comparison whose rows are files: what draws, tests and describes a comparison does the same with
 * them.
 */
export function asComparison({ lists, scale, targets, statistics, notes }: JudgedLists): EvaluationResult & RowNames {
  const all = Object.entries(lists);
  return {
    protocol: 'given-lists',
    conversion: '',
    seed: 0,
    models: Object.fromEntries(all.map(([name, { measures }]) => [name, measures])),
    // A file that is called as a model of ours is not that model.
    labels: Object.fromEntries(
      all.map(([name, { model }]) => [name, model ? say('referee.our-model', { model: modelLabel(model) }) : name]),
    ),
    counts: { testListeners: all[0]?.[1].counts.listeners ?? 0, testRows: targets },
    range: scale ?? { minimum: 0, maximum: 1 },
    engine: null,
    dataHash: '',
    seconds: 0,
    notes,
    fits: {},
    statistics: { ...statistics, seeds: {}, bands: { popularity: [], history: [] } },
  };
}

/** What was counted, the measures with their intervals, the best lists against each other ones, other conventions. */
export function judgedTables(judged: JudgedLists, measures: Measures): KeyedTable[] {
  const comparison = asComparison(judged);
  const { primary, intervals } = judged.statistics;
  const names = columnsOf(comparison, measures).filter((name) => judged.kind || name.endsWith(`@${primary}`));
  const known = (name: string) => Object.values(intervals).some((own) => own[name] !== undefined);
  const cells = (name: string, title: Message, columns: readonly string[]): KeyedTable =>
    named(measureCells(name, title, columns, comparison, measures));
  return [
    countsTable(judged, comparison),
    cells('judged-lists', say(judged.kind ? 'table.judged-predictions' : 'table.judged-lists'), names.filter(known)),
    cells(
      'judged-further',
      say('table.judged-further'),
      names.filter((name) => !known(name)),
    ),
    ofListedTable(judged, comparison, measures, names),
    ...againstBest(comparison, measures),
    ...conventionTables(judged, comparison, measures),
  ].filter(({ rows, columns }) => rows.length > 0 && columns.length > 1);
}

/** Rows are lists, not models. */
function named(table: KeyedTable): KeyedTable {
  const [, ...columns] = table.columns;
  return { ...table, columns: [LISTS, ...columns] };
}

function countsTable({ lists, kind }: JudgedLists, names: RowNames): KeyedTable {
  const all = Object.entries(lists);
  const columns: readonly [string, MessageId][] = kind ? PREDICTION_COUNTS : COUNTS;
  return {
    name: 'judged-counts',
    title: say(kind ? 'table.predictions-counted' : 'table.judged-counts'),
    sheet: say(kind ? 'table.predictions-counted' : 'table.judged-counts'),
    columns: [LISTS, ...columns.map(([key, id]): Column => ({ key, label: say(id), numbers: 'count' }))],
    rows: all.map(([name, { counts, predictions }]) => [
      modelTerm(names, name),
      ...(predictions ? PREDICTION_COUNTS.map(([key]) => predictions[key]) : COUNTS.map(([key]) => counts[key])),
    ]),
  };
}

/** Means over the listeners with a list, as some tools take them; nothing to tell where all have one. */
function ofListedTable(
  { lists }: JudgedLists,
  names: RowNames,
  measures: Measures,
  columns: readonly string[],
): KeyedTable {
  const all = Object.entries(lists);
  const shown = columns.filter((column) => all.some(([, { ofListed }]) => typeof ofListed[column] === 'number'));
  const lacks = all.some(([, { counts }]) => counts.withoutList > 0);
  return {
    name: 'judged-of-listed',
    title: say('table.judged-of-listed'),
    sheet: say('table.judged-of-listed'),
    columns: [LISTS, ...shown.map((key): Column => ({ key, label: measureLabel(key, measures), numbers: 'result' }))],
    rows: lacks
      ? all.map(([name, { ofListed }]) => [modelTerm(names, name), ...shown.map((one) => ofListed[one])])
      : [],
  };
}

/** The same lists by each tool's formula, beside ours; a table a measure of ours. */
function conventionTables({ lists, statistics }: JudgedLists, names: RowNames, measures: Measures): KeyedTable[] {
  const all = Object.entries(lists);
  const own = (all[0]?.[1].conventions ?? []).filter(({ meant }) => meant.endsWith(`@${statistics.primary}`));
  return [...new Set(own.map(({ meant }) => meant))].map((column) => {
    const measure = measureLabel(column, measures);
    const terms = own.filter(({ meant }) => meant === column).map(termOf);
    const ours: Column = { key: column, label: say('referee.our-measure', { measure }), numbers: 'result' };
    return {
      name: `judged-${column.split('@')[0]}-elsewhere`,
      title: say('table.judged-conventions', { measure }),
      sheet: say('table.judged-conventions', { measure }),
      columns: [LISTS, ours, ...terms.map((term): Column => ({ ...term, numbers: 'result' }))],
      rows: all.map(([name, { measures: values, conventions }]) => [
        modelTerm(names, name),
        values[column] ?? null,
        ...terms.map(({ key }) => conventions.find((one) => termOf(one).key === key)?.value ?? null),
      ]),
    };
  });
}

type Convention = JudgedLists['lists'][string]['conventions'][number];

function termOf({ tool, measure }: Convention): Term {
  return { key: `${tool} ${measure}`, label: `${tool} ${measure}` };
}

/** How each tool's measure is defined, where ours is defined otherwise; a sentence each. */
export function conventionNotes({ lists, statistics }: JudgedLists): Message[] {
  const [first] = Object.values(lists);
  return (first?.conventions ?? [])
    .filter(({ meant }) => meant.endsWith(`@${statistics.primary}`))
    .map(({ tool, measure, definition }) => say('referee.defined', { tool, measure, definition }));
}
