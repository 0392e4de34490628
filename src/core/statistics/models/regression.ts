import type { Message } from '../../../shared/messages/message.ts';
import { z } from 'zod';
import { say } from '../../../shared/messages/say.ts';
import { chiSquareUpper, normalTwoSided, Z95 } from '../distributions.ts';
import { type Design, designOf, type RegressionData } from './design.ts';
import { type Fit, type Likelihood, maximiseSafely, separates } from './newton.ts';
import { result, type TestResult, unusable } from '../result.ts';
import { cell, reference, statistic } from '../statistic.ts';
import { sum, variance } from '../descriptive.ts';
import { logisticEffects, multinomialEffects, ordinalEffects } from './marginal-effects.ts';

type Named<T> = Record<string, T>;

/**
 * Binary logistic regression by maximum likelihood, as R's glm(family = binomial). Effect: odds ratios with Wald
 * intervals, McFadden's R².
 */
export function logistic(data: RegressionData): TestResult {
  const method = say('method.logistic');
  const design = designOf(data, method);
  if (design.levels.length !== 2)
    throw unusable(
      say('statistics.logistic-needs-two-classes', {
        levels: design.levels.length,
        classes: design.levels,
      }),
    );
  const { fit, ...rest } = multinomialFit(design, method, (list) => list[0]);
  return { ...rest, marginalEffects: logisticEffects(design, fit) };
}

/** Multinomial logistic regression against the first level, or the most frequent class of words, as nnet::multinom. */
export function multinomial(data: RegressionData): TestResult {
  const method = say('method.multinomial');
  const design = designOf(data, method);
  const { fit, ...rest } = multinomialFit(design, method, (list) =>
    Object.fromEntries(list.map((values, i) => [design.levels[i + 1], values])),
  );
  return { ...rest, marginalEffects: multinomialEffects(design, fit) };
}

function multinomialFit(
  design: Design,
  method: Message,
  shape: <T>(perClass: Named<T>[]) => unknown,
): TestResult & { fit: Fit } {
  const names = ['(Intercept)', ...design.names];
  const classes = design.levels.length - 1;
  const width = names.length;
  const rows = design.rows.map((row) => [1, ...row]);
  const fit = fitted(
    maximiseSafely(
      new Array<number>(classes * width).fill(0),
      (parameters) => multinomialLikelihood(parameters, rows, design, classes),
      method,
    ),
    design,
    nullOf(design),
    Array.from({ length: classes }, (_, k) =>
      design.names.map((_, column) => ({ at: k * width + column + 1, column })),
    ).flat(),
  );
  const named = <T>(pick: (at: number) => T) =>
    shape(
      Array.from({ length: classes }, (_, k) =>
        Object.fromEntries(names.map((name, j) => [name, pick(k * width + j)])),
      ),
    );
  return { ...report(method, design, fit, classes * design.names.length, named, classes * width), fit };
}

function multinomialLikelihood(
  parameters: number[],
  rows: number[][],
  { outcome, weights }: Design,
  classes: number,
): Likelihood {
  const width = rows[0].length;
  const size = classes * width;
  const gradient = new Array<number>(size).fill(0);
  const hessian = Array.from({ length: size }, () => new Array<number>(size).fill(0));
  let value = 0;
  rows.forEach((row, i) => {
    const scores = Array.from({ length: classes }, (_, k) => sum(row.map((x, j) => x * parameters[k * width + j])));
    const most = Math.max(0, ...scores);
    const raw = scores.map((score) => Math.exp(score - most));
    const total = Math.exp(-most) + sum(raw);
    const p = raw.map((score) => score / total);
    const chosen = outcome[i] - 1;
    value += weights[i] * ((chosen >= 0 ? scores[chosen] : 0) - most - Math.log(total));
    for (let k = 0; k < classes; k++) {
      const error = weights[i] * ((chosen === k ? 1 : 0) - p[k]);
      for (let j = 0; j < width; j++) gradient[k * width + j] += error * row[j];
      for (let l = 0; l < classes; l++) {
        const curve = weights[i] * p[k] * ((k === l ? 1 : 0) - p[l]);
        for (let j = 0; j < width; j++)
          for (let m = 0; m < width; m++) hessian[k * width + j][l * width + m] -= curve * row[j] * row[m];
      }
    }
  });
  return { value, gradient, hessian };
}

/** Proportional-odds (cumulative logit) regression, as MASS::polr: logit P(Y ≤ k) = cut_k − x·β. */
export function ordinal(data: RegressionData): TestResult {
  const method = say('method.ordinal');
  const design = designOf(data, method, { ordered: true });
  if (design.levels.length < 3) throw unusable(say('statistics.ordinal-needs-classes'));
  const cuts = design.levels.length - 1;
  const shares = design.levels.map((_, k) => sum(design.weights.filter((_, i) => design.outcome[i] <= k)) / design.n);
  const start = [...shares.slice(0, cuts).map((share) => Math.log(share / (1 - share))), ...design.names.map(() => 0)];
  const fit = fitted(
    maximiseSafely(start, (parameters) => ordinalLikelihood(parameters, design, cuts), method),
    design,
    nullOf(design),
    design.names.map((_, column) => ({ at: cuts + column, column })),
  );
  const named = <T>(pick: (at: number) => T) =>
    Object.fromEntries(design.names.map((name, j) => [name, pick(cuts + j)]));
  const cutNames = design.levels.slice(0, cuts).map((level, k) => `${level}|${design.levels[k + 1]}`);
  return {
    ...report(method, design, fit, design.names.length, named, cuts + design.names.length),
    cuts: Object.fromEntries(cutNames.map((name, k) => [name, fit.estimate[k]])),
    cutsSe: Object.fromEntries(cutNames.map((name, k) => [name, fit.se[k]])),
    marginalEffects: ordinalEffects(design, fit),
    assumption: say('statistics.proportional-odds'),
  };
}

function ordinalLikelihood(parameters: number[], { rows, outcome, weights, names }: Design, cuts: number): Likelihood {
  const size = cuts + names.length;
  const gradient = new Array<number>(size).fill(0);
  const hessian = Array.from({ length: size }, () => new Array<number>(size).fill(0));
  for (let k = 1; k < cuts; k++)
    if (parameters[k] <= parameters[k - 1]) return { value: Number.NEGATIVE_INFINITY, gradient, hessian };
  let value = 0;
  const logit = (z: number) => 1 / (1 + Math.exp(-z));
  rows.forEach((row, i) => {
    const score = sum(row.map((x, j) => x * parameters[cuts + j]));
    const side = (k: number) => {
      if (k < 0 || k >= cuts) return { f: k < 0 ? 0 : 1, d: 0, c: 0, at: [] as [number, number][] };
      const f = logit(parameters[k] - score);
      const d = f * (1 - f);
      return {
        f,
        d,
        c: d * (1 - 2 * f),
        at: [[k, 1] as [number, number], ...row.map((x, j) => [cuts + j, -x] as [number, number])],
      };
    };
    const upper = side(outcome[i]);
    const lower = side(outcome[i] - 1);
    const p = Math.max(1e-300, upper.f - lower.f);
    value += weights[i] * Math.log(p);
    const slope = new Array<number>(size).fill(0);
    for (const [a, x] of upper.at) slope[a] += (upper.d * x) / p;
    for (const [a, x] of lower.at) slope[a] -= (lower.d * x) / p;
    for (let a = 0; a < size; a++) gradient[a] += weights[i] * slope[a];
    for (const [a, x] of upper.at) for (const [b, z] of upper.at) hessian[a][b] += (weights[i] * upper.c * x * z) / p;
    for (const [a, x] of lower.at) for (const [b, z] of lower.at) hessian[a][b] -= (weights[i] * lower.c * x * z) / p;
    for (let a = 0; a < size; a++) for (let b = 0; b < size; b++) hessian[a][b] -= weights[i] * slope[a] * slope[b];
  });
  return { value, gradient, hessian };
}

interface Fitted extends Fit {
  nullLogLikelihood: number;
  notes: Message[];
}

/** Log-likelihood of the shares alone. */
function nullOf({ outcome, weights, levels, n }: Design): number {
  const totals = levels.map((_, k) => sum(weights.filter((_, i) => outcome[i] === k)));
  return sum(totals.map((total) => (total === 0 ? 0 : total * Math.log(total / n))));
}

/** Where in the estimate each variable's slope is. */
type Slopes = { at: number; column: number }[];

function fitted(fit: Fit, design: Design, nullLogLikelihood: number, slopes: Slopes): Fitted {
  const notes = [...design.notes];
  if (!fit.converged) notes.push(say('statistics.not-converged'));
  if (separated(fit, design, slopes)) notes.push(say('statistics.separation'));
  return { ...fit, nullLogLikelihood, notes };
}

/**
 * Slopes only, of standardised variables: an intercept or a cut-point is as large as the distance of the data from 0,
 * for years some two thousand.
 */
function separated(fit: Fit, { rows, names }: Design, slopes: Slopes): boolean {
  const spread = names.map((_, j) => Math.sqrt(variance(rows.map((row) => row[j]))));
  return slopes.some(({ at, column }) => separates(fit.estimate[at], fit.se[at], spread[column]));
}

function report(
  method: Message,
  design: Design,
  fit: Fitted,
  df: number,
  named: <T>(pick: (at: number) => T) => unknown,
  parameters: number,
): TestResult {
  const statistic = 2 * (fit.logLikelihood - fit.nullLogLikelihood);
  const bounds = (at: number): [number, number] => [
    fit.estimate[at] - Z95 * fit.se[at],
    fit.estimate[at] + Z95 * fit.se[at],
  ];
  return result(method.text, {
    statistic,
    df,
    p: chiSquareUpper(statistic, df),
    estimate: named((at) => fit.estimate[at]),
    se: named((at) => fit.se[at]),
    interval: named(bounds),
    pByCoefficient: named((at) => normalTwoSided(fit.estimate[at] / fit.se[at])),
    effect: {
      oddsRatio: named((at) => Math.exp(fit.estimate[at])),
      oddsRatioInterval: named((at) => bounds(at).map(Math.exp)),
      mcFaddenR2: 1 - fit.logLikelihood / fit.nullLogLikelihood,
    },
    logLikelihood: fit.logLikelihood,
    deviance: -2 * fit.logLikelihood,
    nullDeviance: -2 * fit.nullLogLikelihood,
    aic: -2 * fit.logLikelihood + 2 * parameters,
    converged: fit.converged,
    levels: design.levels,
    reference: design.references,
    n: design.n,
    excluded: design.excluded,
    notes: fit.notes,
  });
}

const variables = z.object({
  y: z.array(cell),
  x: z.record(z.string(), z.array(cell)),
  weights: z.array(z.number().min(0)).optional(),
  levels: z.array(z.union([z.number(), z.string()])).optional(),
  reference: reference.optional(),
});

export const LOGISTIC = statistic({
  name: 'logistic',
  summary: say('statistic.logistic'),
  data: variables,
  example: { y: [0, 0, 1, 1, 0, 1, 0, 1], x: { age: [20, 25, 30, 41, 38, 44, 29, 27] } },
  run: logistic,
});

export const ORDINAL = statistic({
  name: 'ordinal',
  summary: say('statistic.ordinal'),
  data: variables,
  example: { y: [1, 2, 3, 1, 2, 3, 2, 1], x: { age: [20, 25, 30, 41, 38, 44, 29, 27] } },
  run: ordinal,
});

export const MULTINOMIAL = statistic({
  name: 'multinomial',
  summary: say('statistic.multinomial'),
  data: variables,
  example: {
    y: ['up', 'down', 'same', 'up', 'down', 'same', 'up', 'same'],
    x: { age: [20, 25, 30, 41, 38, 44, 29, 27] },
  },
  run: multinomial,
});
