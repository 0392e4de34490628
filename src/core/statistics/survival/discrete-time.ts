import { z } from 'zod';
import { say } from '../../../shared/messages/say.ts';
import { sum, variance } from '../descriptive.ts';
import { chiSquareUpper, normalTwoSided, Z95 } from '../distributions.ts';
import { covarianceOf, type Likelihood, maximiseSafely, separates } from '../models/newton.ts';
import { result, type TestResult, unusable } from '../result.ts';
import { cell, reference, statistic } from '../statistic.ts';
import { areFrequencies, type HazardData, hazardDesign, type Observations, survivalShape } from './observations.ts';
import { robustCovariance, waldStatistic } from './robust.ts';

/** Intervals at risk that are alike in everything. */
interface Stratum {
  row: readonly number[];
  event: number;
  count: number;
}

/** The baseline hazard bends at most so often (Carter & Signorino 2010). */
const BASELINE_TERMS = ['time', 'time2', 'time3'];
/** So that the third power of a time is no larger than what the variables are. */
const BASELINE_UNIT = 10;
/** Beyond them somebody counts days as years. */
const MOST_INTERVALS = 5_000_000;

/**
 * Hazards of events that are known by the interval (year) only: every interval at risk is one observation of a binomial
 * model with complementary log-log link, so that exponentiated coefficients are the hazard ratios of the proportional
 * hazards that the intervals group (Prentice & Gloeckler 1978). The baseline is a cubic in time / 10, where time is the
 * number of the interval; as R's glm(event ~ …, binomial('cloglog')) of the split data. An event at time t lies in the
 * interval that ends at ⌈t⌉; who comes under observation at `start` is at risk from the next interval on. Weights that
 * are no whole numbers give robust standard errors, each row's intervals taken together, and Wald's test with them.
 */
export function discreteTime(data: HazardData): TestResult {
  const method = say('method.discrete-time');
  const { observed, events, columns, references, notes } = hazardDesign(data, method);
  const spans = observed.rows.map((_, i) => intervalsOf(observed, i));
  const intervals = sum(spans.map(([first, last]) => last - first + 1));
  if (intervals > MOST_INTERVALS) throw unusable(say('statistics.too-many-intervals', { intervals }));
  const atRisk = new Set<number>();
  for (const [first, last] of spans) for (let k = first; k <= last; k++) atRisk.add(k);
  const baseline = BASELINE_TERMS.slice(0, Math.max(0, Math.min(BASELINE_TERMS.length, atRisk.size - 1)));
  const variables = observed.rows.map((_, i) => columns.map(({ values }) => values[i]));
  const strata = strataOf(observed, spans, variables, baseline.length);
  const names = ['(Intercept)', ...baseline, ...columns.map(({ name }) => name)];
  const share = Math.min(events / intervals, 0.99);
  const start = names.map((_, j) => (j === 0 ? Math.log(-Math.log(1 - share)) : 0));
  const fit = maximiseSafely(start, complementaryLogLog(strata, names.length), method);
  const none = maximiseSafely(
    start.slice(0, 1 + baseline.length),
    complementaryLogLog(strata, 1 + baseline.length),
    method,
  );
  // R's glm takes its standard errors from the expected information.
  const information = complementaryLogLog(strata, names.length, 'expected')(fit.estimate).hessian;
  const naive = covarianceOf(information);
  const robust = areFrequencies(observed.weights)
    ? null
    : robustCovariance(scoresOf(observed, spans, variables, baseline.length, fit.estimate), naive.covariance);
  const { se } = robust ?? naive;
  const df = columns.length;
  const statistic = robust
    ? waldStatistic(
        fit.estimate.slice(-df),
        robust.covariance.slice(-df).map((row) => row.slice(-df)),
      )
    : Math.max(0, 2 * (fit.logLikelihood - none.logLikelihood));
  const bounds = (j: number) => [fit.estimate[j] - Z95 * se[j], fit.estimate[j] + Z95 * se[j]];
  const first = 1 + baseline.length;
  return result('Discrete-time hazards (cloglog)', {
    statistic: df > 0 ? statistic : null,
    df: df > 0 ? df : null,
    p: df > 0 && statistic !== null ? chiSquareUpper(statistic, df) : null,
    coefficients: Object.fromEntries(
      names.map((name, j) => [
        name,
        {
          estimate: fit.estimate[j],
          se: se[j],
          p: normalTwoSided(fit.estimate[j] / se[j]),
          hazardRatio: Math.exp(fit.estimate[j]),
          hazardRatioInterval: bounds(j).map(Math.exp),
        },
      ]),
    ),
    logLikelihood: fit.logLikelihood,
    nullLogLikelihood: none.logLikelihood,
    aic: 2 * names.length - 2 * fit.logLikelihood,
    baseline,
    intervals,
    events,
    reference: references,
    converged: fit.converged,
    n: observed.rows.length,
    excluded: observed.excluded,
    notes: [
      ...observed.notes,
      ...notes,
      ...(robust ? [say('statistics.robust-errors', { model: 'discrete-time' })] : []),
      ...(fit.converged ? [] : [say('statistics.not-converged')]),
      ...(columns.some(({ values }, j) =>
        separates(fit.estimate[first + j], se[first + j], Math.sqrt(variance(values))),
      )
        ? [say('statistics.separation')]
        : []),
      ...(baseline.some((_, k) => separates(0, se[1 + k], spreadOf(strata, 1 + k)))
        ? [say('statistics.baseline-separates')]
        : []),
      ...(events < 10 * df ? [say('statistics.few-events', { events, variables: df })] : []),
    ],
  });
}

/** The standard deviation of a column over all intervals at risk. */
function spreadOf(strata: readonly Stratum[], column: number): number {
  const n = sum(strata.map(({ count }) => count));
  const centre = sum(strata.map(({ row, count }) => count * row[column])) / n;
  return Math.sqrt(sum(strata.map(({ row, count }) => count * (row[column] - centre) ** 2)) / n);
}

/** The first and the last interval at risk; interval k ends at time k. */
function intervalsOf({ start, stop }: Observations, row: number): [number, number] {
  const last = Math.max(1, Math.ceil(stop[row]));
  const first = start[row] === Number.NEGATIVE_INFINITY ? 1 : Math.floor(start[row]) + 1;
  return [Math.min(first, last), last];
}

function strataOf(
  { event, weights }: Observations,
  spans: readonly (readonly [number, number])[],
  variables: readonly (readonly number[])[],
  baseline: number,
): Stratum[] {
  const strata = new Map<string, Stratum>();
  spans.forEach(([first, last], i) => {
    const own = JSON.stringify(variables[i]);
    for (let interval = first; interval <= last; interval++) {
      const happened = interval === last ? event[i] : 0;
      const key = `${interval} ${happened} ${own}`;
      const known = strata.get(key);
      if (known) {
        known.count += weights[i];
        continue;
      }
      strata.set(key, { row: rowOf(interval, variables[i], baseline), event: happened, count: weights[i] });
    }
  });
  return [...strata.values()];
}

function rowOf(interval: number, variables: readonly number[], baseline: number): number[] {
  const powers = Array.from({ length: baseline }, (_, k) => (interval / BASELINE_UNIT) ** (k + 1));
  return [1, ...powers, ...variables];
}

/** How much each row of the data moves the score, all its intervals at risk together. */
function scoresOf(
  { event, weights }: Observations,
  spans: readonly (readonly [number, number])[],
  variables: readonly (readonly number[])[],
  baseline: number,
  estimate: number[],
): number[][] {
  return spans.map(([first, last], i) => {
    const strata = Array.from({ length: Math.max(0, last - first + 1) }, (_, k) => ({
      row: rowOf(first + k, variables[i], baseline),
      event: first + k === last ? event[i] : 0,
      count: weights[i],
    }));
    return complementaryLogLog(strata, estimate.length)(estimate).gradient;
  });
}

/** Of the first `width` columns; with the curvature of these events, or as the model expects it. */
function complementaryLogLog(
  strata: readonly Stratum[],
  width: number,
  curvature: 'observed' | 'expected' = 'observed',
): (parameters: number[]) => Likelihood {
  return (parameters) => {
    const gradient = new Array<number>(width).fill(0);
    const hessian = Array.from({ length: width }, () => new Array<number>(width).fill(0));
    let value = 0;
    for (const { row, event, count } of strata) {
      let score = 0;
      for (let j = 0; j < width; j++) score += row[j] * parameters[j];
      const hazard = Math.exp(Math.min(score, 700));
      // −expm1 keeps the digits of a small hazard.
      const p = -Math.expm1(-hazard);
      value += count * (event === 1 ? Math.log(Math.max(p, Number.MIN_VALUE)) : -hazard);
      const slope = p === 0 ? 1 : (hazard * Math.exp(-hazard)) / p;
      const error = count * (event === 1 ? slope : -hazard);
      const ofThis = event === 1 ? -slope * (1 - hazard - slope) : hazard;
      const curve = count * (curvature === 'expected' ? hazard * slope : ofThis);
      for (let j = 0; j < width; j++) {
        gradient[j] += error * row[j];
        for (let k = 0; k <= j; k++) hessian[j][k] -= curve * row[j] * row[k];
      }
    }
    for (let j = 0; j < width; j++) for (let k = j + 1; k < width; k++) hessian[j][k] = hessian[k][j];
    return { value, gradient, hessian };
  };
}

export const DISCRETE_TIME = statistic({
  name: 'discrete-time',
  summary: say('statistic.discrete-time'),
  data: z.object({
    ...survivalShape,
    x: z.record(z.string(), z.array(cell)).default({}),
    reference: reference.optional(),
  }),
  example: {
    time: [3, 5, 6, 8, 8, 10, 11, 12, 14, 15],
    event: [1, 1, 0, 1, 1, 1, 0, 1, 1, 0],
    x: { age: [31, 35, 29, 40, 33, 36, 30, 28, 37, 32] },
  },
  run: discreteTime,
});
