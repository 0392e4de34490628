import type { EvaluationResult, MeasureInfo } from './contract/recommender.ts';
import { intervalText } from './comparison-tables.ts';
import { figureNote, measureLabel, measureOf, modelLabel, protocolLabel, rowLabel } from './evaluation-words.ts';
import type { ForestPlot, ForestRow } from './figures/forest-plot.ts';
import { competitors, findingsOf, FRAMES } from './findings.ts';
import { labelIn, type Reader } from './messages/message.ts';
import { say } from './messages/say.ts';
import { decimalsFor, formatResult } from './number-format.ts';
import type { Stroke } from './palette.ts';
import { testedListeners } from './tested-listeners.ts';

interface Drawn {
  measures: readonly MeasureInfo[];
  synthetic: boolean;
  strokeOf(model: string): Stroke;
  reader: Reader;
}

/** A comparison by one measure, as a forest plot; null if no model has the measure. */
export function forestOf(evaluation: EvaluationResult, measure: string, drawn: Drawn): ForestPlot | null {
  const { measures, synthetic, strokeOf, reader } = drawn;
  const { models, statistics } = evaluation;
  const lowerIsBetter = measureOf(measure, measures)?.lowerIsBetter ?? false;
  const value = (model: string) => models[model][measure] as number;
  const competing = competitors(evaluation, measure);
  if (competing.length === 0) return null;
  const order = competing.sort((a, b) => (value(a) - value(b)) * (lowerIsBetter ? 1 : -1));
  const found = findingsOf(evaluation, { measure, lowerIsBetter });
  const column = order.map(value);
  const decimals = decimalsFor(column);
  const placeOf = (model: string): ForestRow['place'] => {
    if (model === order[0]) return 'best';
    if (!found) return 'untested';
    const other = found.others.find((one) => one.other === model);
    return other ? (other.shown ? 'apart' : 'tied') : 'frame';
  };
  const row = (model: string): ForestRow => {
    const interval = statistics?.intervals[model]?.[measure] ?? null;
    const text = interval
      ? reader.said(intervalText(value(model), interval, column))
      : formatResult(value(model), reader.language, decimals);
    return {
      label: labelIn(rowLabel(evaluation, model), reader),
      value: value(model),
      interval,
      text,
      stroke: strokeOf(model),
      place: placeOf(model),
    };
  };
  const apart = (evaluation.heard ?? []).filter((model) => typeof models[model]?.[measure] === 'number');
  const frames = FRAMES.filter((model) => typeof models[model]?.[measure] === 'number');
  const label = measureLabel(measure, measures);
  const listeners = testedListeners(evaluation);
  return {
    title: reader.said(say('figure.forest', { measure: label, protocol: protocolLabel(evaluation.protocol) })),
    note: reader.said(figureNote(say('figure.of-listeners-with-bars', listeners), synthetic)),
    xTitle: reader.said(say(lowerIsBetter ? 'figure.lower-is-better' : 'figure.higher-is-better', { measure: label })),
    rows: [...order, ...apart].map(row),
    lines: frames.map((model) => ({
      label: `${labelIn(modelLabel(model), reader)} ${formatResult(value(model), reader.language, decimals)}`,
      value: value(model),
    })),
    marks: {
      tied: reader.said(say('figure.tied')),
      apart: reader.said(say('figure.told-apart')),
    },
    language: reader.language,
  };
}
