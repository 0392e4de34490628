import type { EvaluationResult, MeasureInfo } from './contract/recommender.ts';
import { conversionLabel, measureLabel, measureOf, protocolLabel } from './evaluation-words.ts';
import { findingsOf, FRAMES } from './findings.ts';
import type { Message } from './messages/message.ts';
import { say } from './messages/say.ts';
import { alike } from './number-format.ts';
import { columnsOf, modelTerm } from './result-tables.ts';
import { type Column, type KeyedTable, keysOf, type Value, type Word } from './table.ts';

type Measures = readonly MeasureInfo[];
type Interval = readonly [number, number] | undefined;

const MODEL: Column = { key: 'model', label: say('column.model') };

/**
 * Tables to be read: the five errors, then what lists are measured by, each value with its interval in its cell; then
 * measures that have none, and the best model against each other one. Files have every number in a column of its own.
 */
export function comparisonTables(evaluation: EvaluationResult, measures: Measures): KeyedTable[] {
  const primary = evaluation.statistics?.primary ?? 10;
  const names = columnsOf(evaluation, measures).filter((name) => !name.includes('@') || name.endsWith(`@${primary}`));
  const intervals = Object.values(evaluation.statistics?.intervals ?? {});
  const isError = (name: string) => measureOf(name, measures)?.kind === 'rating';
  const known = (name: string) => intervals.some((own) => own[name] !== undefined);
  const errors = names.filter(isError);
  const lists = names.filter((name) => !isError(name) && known(name));
  const further = names.filter((name) => !isError(name) && !known(name));
  const about = { protocol: protocolLabel(evaluation.protocol), conversion: conversionLabel(evaluation.conversion) };
  return [
    measureCells('errors', say('table.errors', about), errors, evaluation, measures),
    measureCells('lists', say('table.lists', about), lists, evaluation, measures),
    measureCells('further', say('table.further', about), further, evaluation, measures),
    ...againstBest(evaluation, measures),
  ].filter(({ rows, columns }) => rows.length > 0 && columns.length > 1);
}

/** The best value of each column, as "row column"; rows that frame the models or stand apart do not compete. */
export function bestCells(table: KeyedTable, measures: Measures, apart: readonly string[]): Set<string> {
  const best = new Set<string>();
  const { head, rows } = keysOf(table);
  head.forEach((name, column) => {
    const measure = measureOf(name, measures);
    if (!measure) return;
    const competing = rows.flatMap((row, at) => {
      const [model, value] = [row[0], row[column]];
      return typeof value === 'number' && ![...FRAMES, ...apart].includes(String(model)) ? [{ at, value }] : [];
    });
    const sign = measure.lowerIsBetter ? 1 : -1;
    const [first] = competing.sort((a, b) => sign * (a.value - b.value));
    if (first) best.add(`${first.at} ${column}`);
  });
  return best;
}

/** A row a model and a column a measure, each value with its interval in its cell. */
export function measureCells(
  name: string,
  title: Message,
  names: readonly string[],
  evaluation: EvaluationResult,
  measures: Measures,
): KeyedTable {
  const { models, statistics } = evaluation;
  const column = (measure: string) => Object.values(models).flatMap((own) => own[measure] ?? []);
  const shown = Object.keys(models).filter((model) =>
    names.some((measure) => typeof models[model][measure] === 'number'),
  );
  return {
    name,
    title,
    sheet: title,
    columns: [MODEL, ...names.map((key): Column => ({ key, label: measureLabel(key, measures), numbers: 'result' }))],
    rows: shown.map((model) => [
      modelTerm(evaluation, model),
      ...names.map((measure) =>
        withInterval(models[model][measure], statistics?.intervals[model]?.[measure], column(measure)),
      ),
    ]),
  };
}

/** As in `0.712 [0.701, 0.724]`; the plain value where there is no interval. */
function withInterval(value: number | null | undefined, interval: Interval, column: readonly number[]): Value | Word {
  if (value === null || value === undefined) return null;
  return interval ? { key: value, label: intervalText(value, interval, column) } : value;
}

export function intervalText(
  value: number,
  [lower, upper]: readonly [number, number],
  column: readonly number[],
): Message {
  const result = alike(column);
  return say('report.value-with-interval', { value: result(value), lower: result(lower), upper: result(upper) });
}

/** Names of the measures on which models were compared with tests, the main one first. */
export function testedMeasures(evaluation: EvaluationResult): string[] {
  const all = [...new Set(evaluation.statistics?.tests.map(({ measure }) => measure) ?? [])];
  const main = findingsOf(evaluation)?.measure;
  return main ? [main, ...all.filter((measure) => measure !== main)] : all;
}

/** One row a tested measure and other model: the difference with both of its intervals beside both of its p. */
export function againstBest(evaluation: EvaluationResult, measures: Measures): KeyedTable[] {
  const rows = testedMeasures(evaluation).flatMap((measure) => {
    const lowerIsBetter = measureOf(measure, measures)?.lowerIsBetter ?? false;
    const found = findingsOf(evaluation, { measure, lowerIsBetter });
    if (!found) return [];
    const column = found.others.flatMap(({ lower, upper }) => [lower, upper]);
    return found.others.map(({ other, difference, lower, upper, simultaneous, pHolm, shown }) => [
      { key: measure, label: measureLabel(measure, measures) },
      modelTerm(evaluation, found.best),
      modelTerm(evaluation, other),
      { key: difference, label: intervalText(difference, [lower, upper], column) },
      simultaneous ? { key: simultaneous.join(' '), label: boundsText(simultaneous, column) } : null,
      pHolm,
      { key: shown ? 'yes' : 'no', label: say('report.told-apart', { shown: shown ? 'yes' : 'no' }) },
    ]);
  });
  const title = say('table.against-best', { over: evaluation.statistics?.differencesOver ?? 'listeners' });
  return [
    {
      name: 'against-best',
      title,
      sheet: title,
      columns: [
        { key: 'measure', label: say('column.measure') },
        { key: 'best', label: say('column.best') },
        { key: 'other', label: say('column.other') },
        { key: 'difference', label: say('column.difference-with-interval'), numbers: 'result' },
        { key: 'simultaneous', label: say('column.bounds-together'), numbers: 'result' },
        { key: 'p (Holm)', label: 'p (Holm)', numbers: 'p' },
        { key: 'told apart', label: say('column.told-apart') },
      ],
      rows,
    },
  ];
}

function boundsText([lower, upper]: readonly [number, number], column: readonly number[]): Message {
  const result = alike(column);
  return say('report.bounds', { lower: result(lower), upper: result(upper) });
}
