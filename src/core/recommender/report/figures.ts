import type { ExperimentRow } from '../../../shared/contract/experiments.ts';
import type { EvaluationResult } from '../../../shared/contract/recommender.ts';
import { figureNote, measureLabel, modelLabel, protocolLabel, rowLabel } from '../../../shared/evaluation-words.ts';
import { labelIn, type Reader } from '../../../shared/messages/message.ts';
import { say } from '../../../shared/messages/say.ts';
import { curvesOf, cutoffsOf, fittedRows, gridTitle } from '../../../shared/result-tables.ts';
import { FONT_FAMILY, heatMap, lineChart } from '../../report/svg-chart.ts';
import { forestOf } from '../../../shared/comparison-forest.ts';
import { type ForestFrame, forestPlot } from '../../../shared/figures/forest-plot.ts';
import { findingsOf, FRAMES } from '../../../shared/findings.ts';
import { type Stroke, strokeOf } from '../../../shared/palette.ts';
import { testedListeners } from '../../../shared/tested-listeners.ts';
import { modelTypes } from '../models/registry.ts';
import { MEASURES } from '../measures/registry.ts';

export interface Figure {
  name: string;
  title: string;
  svg: string;
}

type Drawn = Pick<ExperimentRow, 'result' | 'synthetic'>;
const NORMAL_95 = 1.96;

/** Every figure of an experiment, in the reader's language. */
export function figuresOf(row: Drawn, reader: Reader): Figure[] {
  const { result } = row;
  return [
    ...gridFigures(row, reader),
    ...lossFigures(row, reader),
    ...result.evaluations.flatMap((evaluation, i) => {
      const prefix = result.evaluations.length > 1 ? `${i + 1}-` : '';
      return [...forestFigures(evaluation, prefix, row, reader), ...cutoffFigures(evaluation, prefix, row, reader)];
    }),
  ];
}

function ofTrainingRows(row: Drawn, reader: Reader): string {
  const n = row.result.evaluations[0]?.counts.trainingRows ?? 0;
  return reader.said(figureNote(say('figure.of-rows', { n }), row.synthetic));
}

function gridFigures(row: Drawn, reader: Reader): Figure[] {
  const { grid } = row.result;
  if (!grid) return [];
  const { said, language } = reader;
  const rows = fittedRows(grid);
  const around = {
    title: said(gridTitle(grid)),
    note: ofTrainingRows(row, reader),
    xTitle: said(say('figure.epoch')),
    language,
  };
  const map = heatMap({
    ...around,
    yTitle: said(say('figure.factors')),
    x: grid.epochs,
    y: rows.map(({ k }) => k),
    values: rows.map(({ rmse }) => rmse),
    best: { x: grid.best.epochs, y: grid.best.k },
  });
  const lines = lineChart({
    ...around,
    yTitle: 'RMSE',
    lines: rows.map(({ k, rmse }) => ({ name: `K = ${k}`, x: grid.epochs, y: rmse })),
  });
  return [
    { name: 'grid-heat-map', title: around.title, svg: map },
    { name: 'grid-lines', title: around.title, svg: lines },
  ];
}

/** For the grid's best K, otherwise for the first model trained in epochs. */
function lossFigures(row: Drawn, reader: Reader): Figure[] {
  const { grid, evaluations } = row.result;
  const best = grid?.rows.find(({ k }) => k === grid.best.k);
  const fit = Object.entries(evaluations[0]?.fits ?? {}).find(([, { loss }]) => loss.length > 0);
  const source =
    best && best.loss.length > 0
      ? {
          name: say('figure.model-at', { model: modelLabel(grid?.model ?? ''), k: best.k }),
          loss: best.loss,
          validationLoss: best.validationLoss,
        }
      : fit && { name: modelLabel(fit[0]), loss: fit[1].loss, validationLoss: fit[1].validationLoss ?? [] };
  if (!source) return [];
  const { said, language } = reader;
  const title = said(say('figure.loss', { name: source.name }));
  const epochs = source.loss.map((_, i) => i + 1);
  const svg = lineChart({
    title,
    note: ofTrainingRows(row, reader),
    xTitle: said(say('figure.epoch')),
    yTitle: said(say('figure.squared-error')),
    language,
    lines: [
      { name: said(say('figure.training')), x: epochs, y: source.loss },
      { name: said(say('figure.validation')), x: epochs, y: source.validationLoss },
    ],
  });
  return [{ name: 'loss', title, svg }];
}

/** Rating errors and lists: the main measure, and RMSE where ratings were predicted too. */
function forestFigures(evaluation: EvaluationResult, prefix: string, { synthetic }: Drawn, reader: Reader): Figure[] {
  const main = findingsOf(evaluation)?.measure;
  return [...new Set([...(main ? [main] : []), 'rmse'])].flatMap((measure) => {
    const plot = forestOf(evaluation, measure, { measures: MEASURES, synthetic, strokeOf: strokeOfModel, reader });
    if (!plot) return [];
    const svg = forestPlot(plot, FOREST);
    return [{ name: `${prefix}${measure.replace('@', '-at-')}-forest`, title: plot.title, svg }];
  });
}

function strokeOfModel(model: string): Stroke {
  return strokeOf(modelTypes().find(({ type }) => type === model)?.colour, FRAMES.indexOf(model));
}

const FOREST: ForestFrame = {
  width: 640,
  size: 12,
  family: FONT_FAMILY,
  ink: '#000000',
  dim: '#555555',
  grid: '#dddddd',
  paper: '#ffffff',
  titled: true,
};

function cutoffFigures(evaluation: EvaluationResult, prefix: string, row: Drawn, reader: Reader): Figure[] {
  const { models, statistics, protocol } = evaluation;
  const { said, language } = reader;
  return curvesOf(MEASURES, 'figure').flatMap(({ name }) => {
    const cutoffs = cutoffsOf(models, name);
    if (cutoffs.length < 2) return [];
    const measure = measureLabel(name, MEASURES);
    const title = said(say('figure.by-length', { measure, protocol: protocolLabel(protocol) }));
    const svg = lineChart({
      title,
      note: said(figureNote(say('figure.of-listeners', testedListeners(evaluation)), row.synthetic)),
      xTitle: said(say('figure.length')),
      yTitle: labelIn(measure, reader),
      language,
      lines: Object.keys(models).map((model) => ({
        name: labelIn(rowLabel(evaluation, model), reader),
        stroke: strokeOfModel(model),
        x: cutoffs,
        y: cutoffs.map((n) => models[model][`${name}@${n}`] ?? null),
        band: cutoffs.map((n) => NORMAL_95 * (statistics?.standardErrors[model]?.[`${name}@${n}`] ?? 0)),
      })),
    });
    return [{ name: `${prefix}${name}-by-n`, title, svg }];
  });
}
