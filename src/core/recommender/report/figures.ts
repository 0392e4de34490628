import type { ExperimentRow } from '../../../shared/contract/experiments.ts';
import type { EvaluationResult } from '../../../shared/contract/recommender.ts';
import { MEASURES } from '../measures/registry.ts';
import { heatMap, lineChart } from '../../report/svg-chart.ts';
import { curvesOf, cutoffsOf } from '../../../shared/result-tables.ts';

export interface Figure {
  name: string;
  title: string;
  svg: string;
}

const NORMAL_95 = 1.96;

export function figuresOf({ result }: Pick<ExperimentRow, 'result'>): Figure[] {
  return [
    ...gridFigures(result.grid),
    ...lossFigures(result),
    ...result.evaluations.flatMap((evaluation, i) =>
      cutoffFigures(evaluation, result.evaluations.length > 1 ? `${i + 1}-` : ''),
    ),
  ];
}

function gridFigures(grid: ExperimentRow['result']['grid']): Figure[] {
  if (!grid) return [];
  const title = `Validation RMSE of ${grid.model} by K and epoch`;
  const shared = { xTitle: 'epoch', x: grid.epochs };
  const map = heatMap({
    title,
    ...shared,
    yTitle: 'K (number of factors)',
    y: grid.rows.map(({ k }) => k),
    values: grid.rows.map(({ rmse }) => rmse),
    best: { x: grid.best.epochs, y: grid.best.k },
  });
  const lines = lineChart({
    title,
    xTitle: 'epoch',
    yTitle: 'RMSE',
    lines: grid.rows.map(({ k, rmse }) => ({ name: `K = ${k}`, x: grid.epochs, y: rmse })),
  });
  return [
    { name: 'grid-heat-map', title, svg: map },
    { name: 'grid-lines', title, svg: lines },
  ];
}

/** Of the grid's best K, else of the first model that was trained in epochs. */
function lossFigures(result: ExperimentRow['result']): Figure[] {
  const best = result.grid?.rows.find(({ k }) => k === result.grid?.best.k);
  const fit = Object.entries(result.evaluations[0]?.fits ?? {}).find(([, { loss }]) => loss.length > 0);
  const source =
    best && best.loss.length > 0
      ? { name: `${result.grid?.model}, K = ${best.k}`, loss: best.loss, validationLoss: best.validationLoss }
      : fit && { name: fit[0], loss: fit[1].loss, validationLoss: fit[1].validationLoss ?? [] };
  if (!source) return [];
  const title = `Loss of ${source.name}`;
  const epochs = source.loss.map((_, i) => i + 1);
  const svg = lineChart({
    title,
    xTitle: 'epoch',
    yTitle: 'mean squared error',
    lines: [
      { name: 'training', x: epochs, y: source.loss },
      { name: 'validation', x: epochs, y: source.validationLoss },
    ],
  });
  return [{ name: 'loss', title, svg }];
}

function cutoffFigures({ models, statistics, protocol }: EvaluationResult, prefix: string): Figure[] {
  return curvesOf(MEASURES, 'figure').flatMap(({ name: measure }) => {
    const cutoffs = cutoffsOf(models, measure);
    if (cutoffs.length < 2) return [];
    const title = `${measure} by length of the list (${protocol}; bands: 95 %)`;
    const lines = Object.keys(models).map((model) => ({
      name: model,
      x: cutoffs,
      y: cutoffs.map((n) => models[model][`${measure}@${n}`] ?? null),
      band: cutoffs.map((n) => NORMAL_95 * (statistics?.standardErrors[model]?.[`${measure}@${n}`] ?? 0)),
    }));
    return [
      {
        name: `${prefix}${measure}-by-n`,
        title,
        svg: lineChart({ title, xTitle: 'N (length of the list)', yTitle: measure, lines }),
      },
    ];
  });
}
