import { z } from 'zod';
import { say } from '../../../shared/messages/say.ts';
import { Matrix, solve } from 'ml-matrix';
import { mean, sum, variance } from '../descriptive.ts';
import { chiSquareUpper, normalTwoSided, Z95 } from '../distributions.ts';
import { type Likelihood, maximiseSafely, separates } from '../models/newton.ts';
import { result, type TestResult, unusable } from '../result.ts';
import { cell, choice, reference, statistic } from '../statistic.ts';
import { concordance } from './concordance.ts';
import {
  areFrequencies,
  type HazardData,
  hazardDesign,
  latestFirst,
  type Observations,
  survivalShape,
} from './observations.ts';
import { type Moment, robustCovariance, scoresOfRows, waldStatistic } from './robust.ts';

const TIES = ['efron', 'breslow'] as const;
type Ties = (typeof TIES)[number];

interface CoxData extends HazardData {
  ties?: Ties;
}

/**
 * The proportional-hazards model of Cox (1972) by partial likelihood, tied events as Efron (1977) or Breslow (1974),
 * with Harrell's concordance, as R's coxph. With `start` and `stop`, a person may have several rows (covariates that
 * change) and is at risk in each only between the two. Weights that are no whole numbers give robust standard errors,
 * and Wald's test with them in place of the likelihood ratio's.
 */
export function cox({ ties = 'efron', ...data }: CoxData): TestResult {
  const method = say('method.cox');
  if (Object.keys(data.x).length === 0) throw unusable(say('statistics.needs-variable', { method }));
  const { observed, events, columns: all, references, notes } = hazardDesign(data, method);
  const differs = differsAmongThoseAtRisk(observed);
  const columns = all.filter(({ values }) => differs(values));
  const alike = all.filter((column) => !columns.includes(column)).map(({ name }) => name);
  if (columns.length === 0) throw unusable(say('statistics.alike-at-risk-all', { names: alike, n: alike.length }));
  // Around their means, so that years do not overflow the exponential.
  const rows = observed.rows.map((_, row) => columns.map(({ values }) => values[row]));
  const centre = columns.map(({ values }) => mean(values));
  const centred = rows.map((row) => row.map((value, j) => value - centre[j]));
  const likelihood = partialLikelihood(observed, centred, ties);
  const start = columns.map(() => 0);
  const none = likelihood(start);
  const fit = maximiseSafely(start, likelihood, method);
  const scores = centred.map((row) => linear(row, fit.estimate));
  const weighed = !areFrequencies(observed.weights);
  const moments: Moment[] = [];
  if (weighed) likelihood(fit.estimate, moments);
  moments.reverse();
  const robust = weighed
    ? robustCovariance(scoresOfRows(observed, centred, scores.map(Math.exp), moments), fit.covariance)
    : null;
  const { se } = robust ?? fit;
  const concordant = concordance(observed, scores);
  const score = solve(new Matrix(none.hessian).neg(), Matrix.columnVector(none.gradient), true).to1DArray();
  const statistic = robust ? waldStatistic(fit.estimate, robust.covariance) : 2 * (fit.logLikelihood - none.value);
  const df = columns.length;
  const scoreStatistic = sum(score.map((value, j) => value * none.gradient[j]));
  const spread = columns.map(({ values }) => Math.sqrt(variance(values)));
  const bounds = (j: number) => [fit.estimate[j] - Z95 * se[j], fit.estimate[j] + Z95 * se[j]];
  const named = <T>(pick: (j: number) => T) => Object.fromEntries(columns.map(({ name }, j) => [name, pick(j)]));
  return result(`Cox regression (${ties})`, {
    statistic,
    df,
    p: statistic === null ? null : chiSquareUpper(statistic, df),
    coefficients: {
      ...named((j) => ({
        estimate: fit.estimate[j],
        se: se[j],
        p: normalTwoSided(fit.estimate[j] / se[j]),
        hazardRatio: Math.exp(fit.estimate[j]),
        hazardRatioInterval: bounds(j).map(Math.exp),
      })),
      ...Object.fromEntries(alike.map((name) => [name, NO_ESTIMATE])),
    },
    logLikelihood: fit.logLikelihood,
    nullLogLikelihood: none.value,
    concordance: concordant,
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
      ...(alike.length > 0 ? [say('statistics.alike-at-risk', { names: alike, n: alike.length })] : []),
      ...(weighed ? [say('statistics.robust-errors', { model: 'cox' })] : []),
      ...(concordant === null && scores.every(Number.isFinite) ? [say('statistics.no-concordance')] : []),
      ...(fit.converged ? [] : [say('statistics.not-converged')]),
      ...(columns.some((_, j) => separates(fit.estimate[j], fit.se[j], spread[j]))
        ? [say('statistics.separation')]
        : []),
      ...(events < 10 * df ? [say('statistics.few-events', { events, variables: df })] : []),
    ],
  });
}

const NO_ESTIMATE = { estimate: null, se: null, p: null, hazardRatio: null, hazardRatioInterval: null };

/** Whether at some event not all at risk have the same value: nothing else speaks of its coefficient. */
function differsAmongThoseAtRisk({ start, stop, event }: Observations): (values: readonly number[]) => boolean {
  const latest = latestFirst(stop);
  const entered = latestFirst(start);
  return (values) => {
    const atRisk = new Map<number, number>();
    const count = (value: number, by: number) => {
      const now = (atRisk.get(value) ?? 0) + by;
      if (now === 0) atRisk.delete(value);
      else atRisk.set(value, now);
    };
    let gone = 0;
    for (let at = 0; at < latest.length; ) {
      const time = stop[latest[at]];
      let happened = false;
      for (; at < latest.length && stop[latest[at]] === time; at++) {
        count(values[latest[at]], 1);
        happened ||= event[latest[at]] === 1;
      }
      if (!happened) continue;
      for (; gone < entered.length && start[entered[gone]] >= time; gone++) count(values[entered[gone]], -1);
      if (atRisk.size > 1) return true;
    }
    return false;
  };
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
  { start, stop, event, weights }: Observations,
  rows: readonly (readonly number[])[],
  ties: Ties,
): (slopes: number[], moments?: Moment[]) => Likelihood {
  const width = rows[0].length;
  const latest = latestFirst(stop);
  const entered = latestFirst(start);
  return (slopes, moments) => {
    const hazards = rows.map((row, i) => weights[i] * Math.exp(linear(row, slopes)));
    const gradient = new Array<number>(width).fill(0);
    const hessian = Array.from({ length: width }, () => new Array<number>(width).fill(0));
    const risk = new RiskSums(width);
    let value = 0;
    let gone = 0;
    for (let at = 0; at < latest.length; ) {
      const time = stop[latest[at]];
      const dying = new RiskSums(width);
      let deaths = 0;
      let weight = 0;
      for (; at < latest.length && stop[latest[at]] === time; at++) {
        const i = latest[at];
        risk.add(hazards[i], rows[i]);
        if (event[i] !== 1) continue;
        deaths++;
        weight += weights[i];
        dying.add(hazards[i], rows[i]);
        value += weights[i] * linear(rows[i], slopes);
        for (let j = 0; j < width; j++) gradient[j] += weights[i] * rows[i][j];
      }
      if (deaths === 0) continue;
      for (; gone < entered.length && start[entered[gone]] >= time; gone++)
        risk.add(-hazards[entered[gone]], rows[entered[gone]]);
      // Of tied events each has their mean weight.
      const each = weight / deaths;
      const zeros = () => new Array<number>(width).fill(0);
      const moment: Moment | null = moments
        ? { time, hazard: 0, mean: zeros(), leftOut: 0, meanLeftOut: zeros(), average: zeros() }
        : null;
      if (moment) moments?.push(moment);
      for (let death = 0; death < deaths; death++) {
        const share = ties === 'efron' ? death / deaths : 0;
        const total = risk.total - share * dying.total;
        value -= each * Math.log(total);
        const average = Array.from(risk.first, (sum, j) => (sum - share * dying.first[j]) / total);
        if (moment) {
          moment.hazard += each / total;
          moment.leftOut += (share * each) / total;
        }
        for (let j = 0; j < width; j++) {
          if (moment) {
            moment.mean[j] += (each * average[j]) / total;
            moment.meanLeftOut[j] += (share * each * average[j]) / total;
            moment.average[j] += average[j] / deaths;
          }
          gradient[j] -= each * average[j];
          for (let k = 0; k <= j; k++) {
            const product = (risk.second[j * width + k] - share * dying.second[j * width + k]) / total;
            hessian[j][k] -= each * (product - average[j] * average[k]);
          }
        }
      }
    }
    for (let j = 0; j < width; j++) for (let k = 0; k < j; k++) hessian[k][j] = hessian[j][k];
    return { value, gradient, hessian };
  };
}

export const COX = statistic({
  name: 'cox',
  otherNames: { method: 'ties' },
  summary: say('statistic.cox'),
  data: z.object({
    ...survivalShape,
    x: z.record(z.string(), z.array(cell)),
    ties: choice(TIES),
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
