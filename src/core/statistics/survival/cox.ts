import { z } from 'zod';
import { say } from '../../../shared/messages/say.ts';
import { Matrix, solve } from 'ml-matrix';
import { mean, sum, variance } from '../descriptive.ts';
import { chiSquareUpper, normalTwoSided, Z95 } from '../distributions.ts';
import { type Likelihood, maximiseSafely, separates } from '../models/newton.ts';
import { result, type TestResult, unusable } from '../result.ts';
import { cell, reference, statistic } from '../statistic.ts';
import { type HazardData, hazardDesign, type Observations, survivalShape } from './observations.ts';

const TIES = ['efron', 'breslow'] as const;
type Ties = (typeof TIES)[number];

interface CoxData extends HazardData {
  ties?: Ties;
}

/**
 * The proportional-hazards model of Cox (1972) by partial likelihood, tied events as Efron (1977) or Breslow (1974),
 * with Harrell's concordance, as R's coxph. With `start` and `stop`, a person may have several rows (covariates that
 * change) and is at risk in each only between the two.
 */
export function cox({ ties = 'efron', ...data }: CoxData): TestResult {
  const method = say('method.cox');
  if (Object.keys(data.x).length === 0) throw unusable(say('statistics.needs-variable', { method }));
  const { observed, events, columns, references, notes } = hazardDesign(data, method);
  // Around their means, so that years do not overflow the exponential.
  const rows = observed.rows.map((_, row) => columns.map(({ values }) => values[row]));
  const centre = columns.map(({ values }) => mean(values));
  const centred = rows.map((row) => row.map((value, j) => value - centre[j]));
  const likelihood = partialLikelihood(observed, centred, ties);
  const start = columns.map(() => 0);
  const none = likelihood(start);
  const fit = maximiseSafely(start, likelihood, method);
  const score = solve(new Matrix(none.hessian).neg(), Matrix.columnVector(none.gradient), true).to1DArray();
  const statistic = 2 * (fit.logLikelihood - none.value);
  const df = columns.length;
  const scoreStatistic = sum(score.map((value, j) => value * none.gradient[j]));
  const spread = columns.map(({ values }) => Math.sqrt(variance(values)));
  const bounds = (j: number) => [fit.estimate[j] - Z95 * fit.se[j], fit.estimate[j] + Z95 * fit.se[j]];
  const named = <T>(pick: (j: number) => T) => Object.fromEntries(columns.map(({ name }, j) => [name, pick(j)]));
  return result(`Cox regression (${ties})`, {
    statistic,
    df,
    p: chiSquareUpper(statistic, df),
    coefficients: named((j) => ({
      estimate: fit.estimate[j],
      se: fit.se[j],
      p: normalTwoSided(fit.estimate[j] / fit.se[j]),
      hazardRatio: Math.exp(fit.estimate[j]),
      hazardRatioInterval: bounds(j).map(Math.exp),
    })),
    logLikelihood: fit.logLikelihood,
    nullLogLikelihood: none.value,
    concordance: concordance(
      observed,
      centred.map((row) => linear(row, fit.estimate)),
    ),
    scoreTest: { statistic: scoreStatistic, df, p: chiSquareUpper(scoreStatistic, df) },
    aic: 2 * df - 2 * fit.logLikelihood,
    reference: references,
    converged: fit.converged,
    events,
    n: observed.rows.length,
    excluded: observed.excluded,
    notes: [
      ...observed.notes,
      ...notes,
      ...(fit.converged ? [] : [say('statistics.not-converged')]),
      ...(columns.some((_, j) => separates(fit.estimate[j], fit.se[j], spread[j]))
        ? [say('statistics.separation')]
        : []),
      ...(events < 10 * df ? [say('statistics.few-events', { events, variables: df })] : []),
    ],
  });
}

function linear(row: readonly number[], slopes: readonly number[]): number {
  let total = 0;
  for (let j = 0; j < row.length; j++) total += row[j] * slopes[j];
  return total;
}

/** Sums over those at risk: of the hazard, of hazard × x, of hazard × x × x. */
class RiskSums {
  readonly first: Float64Array;
  readonly second: Float64Array;
  total = 0;
  readonly #width: number;

  constructor(width: number) {
    this.#width = width;
    this.first = new Float64Array(width);
    this.second = new Float64Array(width * width);
  }

  add(hazard: number, row: readonly number[]): void {
    this.total += hazard;
    for (let j = 0; j < this.#width; j++) {
      const share = hazard * row[j];
      this.first[j] += share;
      for (let k = 0; k <= j; k++) this.second[j * this.#width + k] += share * row[k];
    }
  }
}

function partialLikelihood(
  { start, stop, event }: Observations,
  rows: readonly (readonly number[])[],
  ties: Ties,
): (slopes: number[]) => Likelihood {
  const width = rows[0].length;
  const latest = stop.map((_, i) => i).sort((a, b) => stop[b] - stop[a]);
  const entered = start.map((_, i) => i).sort((a, b) => start[b] - start[a]);
  return (slopes) => {
    const hazards = rows.map((row) => Math.exp(linear(row, slopes)));
    const gradient = new Array<number>(width).fill(0);
    const hessian = Array.from({ length: width }, () => new Array<number>(width).fill(0));
    const risk = new RiskSums(width);
    let value = 0;
    let gone = 0;
    for (let at = 0; at < latest.length; ) {
      const time = stop[latest[at]];
      const dying = new RiskSums(width);
      let deaths = 0;
      for (; at < latest.length && stop[latest[at]] === time; at++) {
        const i = latest[at];
        risk.add(hazards[i], rows[i]);
        if (event[i] !== 1) continue;
        deaths++;
        dying.add(hazards[i], rows[i]);
        value += linear(rows[i], slopes);
        for (let j = 0; j < width; j++) gradient[j] += rows[i][j];
      }
      if (deaths === 0) continue;
      for (; gone < entered.length && start[entered[gone]] >= time; gone++)
        risk.add(-hazards[entered[gone]], rows[entered[gone]]);
      for (let death = 0; death < deaths; death++) {
        const share = ties === 'efron' ? death / deaths : 0;
        const total = risk.total - share * dying.total;
        value -= Math.log(total);
        const average = Array.from(risk.first, (sum, j) => (sum - share * dying.first[j]) / total);
        for (let j = 0; j < width; j++) {
          gradient[j] -= average[j];
          for (let k = 0; k <= j; k++) {
            const product = (risk.second[j * width + k] - share * dying.second[j * width + k]) / total;
            hessian[j][k] -= product - average[j] * average[k];
          }
        }
      }
    }
    for (let j = 0; j < width; j++) for (let k = 0; k < j; k++) hessian[k][j] = hessian[j][k];
    return { value, gradient, hessian };
  };
}

/**
 * Of the pairs in which one is known to have had the event first, how often that one's predicted hazard is larger; a
 * tie counts half. Null without such a pair.
 */
function concordance({ start, stop, event }: Observations, score: readonly number[]): number | null {
  let right = 0;
  let pairs = 0;
  for (let i = 0; i < stop.length; i++) {
    if (event[i] !== 1) continue;
    for (let j = 0; j < stop.length; j++) {
      const later = stop[j] > stop[i] || (stop[j] === stop[i] && event[j] === 0);
      if (!later || start[j] >= stop[i]) continue;
      pairs++;
      if (score[i] > score[j]) right++;
      else if (score[i] === score[j]) right += 0.5;
    }
  }
  return pairs === 0 ? null : right / pairs;
}

export const COX = statistic({
  name: 'cox',
  summary: say('statistic.cox'),
  data: z.object({
    ...survivalShape,
    x: z.record(z.string(), z.array(cell)),
    ties: z.enum(TIES).default('efron'),
    reference: reference.optional(),
  }),
  example: {
    time: [6, 7, 10, 15, 19, 25, 5, 8],
    event: [1, 0, 1, 1, 0, 1, 1, 1],
    x: { age: [41, 38, 35, 44, 30, 29, 47, 40] },
    ties: 'efron',
  },
  run: cox,
});
