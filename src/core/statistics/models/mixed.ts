import { z } from 'zod';
import { CholeskyDecomposition, inverse, Matrix, solve } from 'ml-matrix';
import type { Message } from '../../../shared/messages/message.ts';
import { say } from '../../../shared/messages/say.ts';
import { sum } from '../descriptive.ts';
import { logChoose, normalTwoSided, Z95 } from '../distributions.ts';
import { result, type TestResult, unusable } from '../result.ts';
import { cell, count, reference, sameLengths, statistic } from '../statistic.ts';
import { type Cell, needsObservations, predictorsOf } from './design.ts';
import { separates } from './newton.ts';
import { type Scale, standardErrors, standardised } from './scales.ts';

interface MixedData {
  success: (number | null)[];
  trials?: (number | null)[];
  x: Record<string, Cell[]>;
  group: Cell[];
  reference?: Record<string, number | string>;
}

/** With fewer groups the spread between them cannot be estimated. */
export const LEAST_GROUPS = 10;
/** A standard deviation between groups that is 0 but for rounding, as lme4's isSingular. */
const SINGULAR = 1e-4;
/** Groups this far apart (odds of e¹⁵) have one outcome each. */
const SEPARATED_GROUPS = 15;
const MOST_STEPS = 200;

interface Group {
  rows: number[][];
  success: number[];
  trials: number[];
}

/**
 * Binomial regression with a normal intercept for each group, by the Laplace approximation of the likelihood, as lme4's
 * glmer (nAGQ = 1); standard errors from the curvature of that likelihood in all parameters. Without `trials`, each
 * observation is one.
 */
export function mixedLogistic({ success, trials, x, group, reference }: MixedData): TestResult {
  const method = say('method.mixed-logistic');
  const of = trials ?? success.map((value) => (value === null ? null : 1));
  sameLengths(success.length, {
    trials: of,
    group,
    ...Object.fromEntries(Object.entries(x).map(([name, values]) => [`x.${name}`, values])),
  });
  const rows = success.flatMap((value, i) =>
    value !== null && of[i] !== null && of[i] !== 0 && group[i] !== null && Object.values(x).every((v) => v[i] !== null)
      ? [i]
      : [],
  );
  const above = rows.find((i) => (success[i] as number) > (of[i] as number));
  if (above !== undefined)
    throw unusable(
      say('statistics.count-above-total', { count: success[above] as number, total: of[above] as number }),
    );
  const names = [...new Set(rows.map((i) => String(group[i])))];
  if (names.length < LEAST_GROUPS)
    throw unusable(say('statistics.needs-groups', { method, groups: names.length, least: LEAST_GROUPS }));
  if (names.length === rows.length && rows.every((i) => of[i] === 1))
    throw unusable(say('statistics.groups-of-one', { method }));
  const totals = [sum(rows.map((i) => success[i] as number)), sum(rows.map((i) => of[i] as number))];
  if (totals[0] === 0 || totals[0] === totals[1])
    throw unusable(say('statistics.needs-two-outcomes', { method, classes: 1 }));
  const { columns, references, notes: wordsNote } = predictorsOf(x, rows, method, reference);
  needsObservations(rows.length, columns, method);
  const { scales, scaled } = standardised(columns);
  const members = Map.groupBy(rows.keys(), (at) => String(group[rows[at]]));
  const groups = names.map((name): Group => {
    const mine = members.get(name) as number[];
    return {
      rows: mine.map((at) => [1, ...scaled.map((values) => values[at])]),
      success: mine.map((at) => success[rows[at]] as number),
      trials: mine.map((at) => of[rows[at]] as number),
    };
  });
  const constant = sum(rows.map((i) => logChoose(of[i] as number, success[i] as number)));
  const fit = inOwnUnits(maximiseLaplace(groups, columns.length + 1, method), scales);
  const spread = Math.abs(fit.parameters[columns.length + 1]);
  const singular = spread < SINGULAR;
  const logLikelihood = fit.value + constant;
  const terms = ['(Intercept)', ...columns.map(({ name }) => name)];
  const notes: Message[] = [
    ...(singular ? [say('statistics.singular-fit')] : []),
    ...(fit.converged ? [] : [say('statistics.not-converged')]),
    ...(spread > SEPARATED_GROUPS ||
    columns.some((_, j) => separates(fit.parameters[j + 1], fit.se[j + 1], scales[j].spread))
      ? [say('statistics.separation')]
      : []),
    ...wordsNote,
  ];
  return result('Mixed logistic regression', {
    coefficients: Object.fromEntries(
      terms.map((term, j) => {
        const [estimate, se] = [fit.parameters[j], fit.se[j]];
        return [
          term,
          {
            estimate,
            se,
            p: normalTwoSided(estimate / se),
            oddsRatio: Math.exp(estimate),
            oddsRatioInterval: [Math.exp(estimate - Z95 * se), Math.exp(estimate + Z95 * se)],
          },
        ];
      }),
    ),
    groupSd: singular ? 0 : spread,
    logLikelihood,
    aic: 2 * (terms.length + 1) - 2 * logLikelihood,
    // Of the variance of a latent logistic variable.
    intraclassCorrelation: spread ** 2 / (spread ** 2 + Math.PI ** 2 / 3),
    groups: names.length,
    singular,
    reference: references,
    converged: fit.converged,
    n: rows.length,
    excluded: success.length - rows.length,
    notes,
  });
}

/** What was fitted to variables around their means, in the variables' own units. */
function inOwnUnits(fit: LaplaceFit, scales: readonly Scale[]): LaplaceFit & { se: number[] } {
  const slopes = scales.map(({ spread }, j) => fit.parameters[j + 1] / spread);
  const intercept = fit.parameters[0] - sum(slopes.map((slope, j) => slope * scales[j].centre));
  return {
    ...fit,
    parameters: [intercept, ...slopes, fit.parameters.at(-1) as number],
    se: standardErrors(fit.covariance, scales),
  };
}

interface LaplaceFit {
  /** Intercept, slopes and the spread between groups. */
  parameters: number[];
  /** Of intercept and slopes. */
  covariance: Matrix;
  value: number;
  converged: boolean;
}

/** A group's part of the log-likelihood, and its derivatives by the slopes and the spread. */
function laplace({ rows, success, trials }: Group, parameters: readonly number[], gradient: number[]): number {
  const width = rows[0].length;
  const spread = parameters[width];
  const fixed = rows.map((row) => row.reduce((total, value, j) => total + value * parameters[j], 0));
  const chance = (u: number) => fixed.map((value) => 1 / (1 + Math.exp(-(value + spread * u))));
  let u = 0;
  const height = (at: number) =>
    fixed.reduce(
      (total, value, i) => {
        const eta = value + spread * at;
        return total + success[i] * eta - trials[i] * (Math.max(eta, 0) + Math.log1p(Math.exp(-Math.abs(eta))));
      },
      -(at * at) / 2,
    );
  for (let step = 0; step < MOST_STEPS; step++) {
    const p = chance(u);
    const slope = spread * sum(p.map((value, i) => success[i] - trials[i] * value)) - u;
    const curve = 1 + spread ** 2 * sum(p.map((value, i) => trials[i] * value * (1 - value)));
    let move = slope / curve;
    while (Math.abs(move) > 1e-12 && height(u + move) < height(u) - 1e-13) move /= 2;
    u += move;
    if (Math.abs(move) < 1e-13 * (1 + Math.abs(u))) break;
  }
  const p = chance(u);
  const weight = p.map((value, i) => trials[i] * value * (1 - value));
  const slopeOfWeight = weight.map((value, i) => value * (1 - 2 * p[i]));
  const total = sum(weight);
  const curve = 1 + spread ** 2 * total;
  const error = p.map((value, i) => success[i] - trials[i] * value);
  const bent = sum(slopeOfWeight);
  for (let j = 0; j <= width; j++) {
    const direct = j < width ? rows.map((row) => row[j]) : rows.map(() => u);
    // How the mode moves with the parameter: the derivative of the score of u, divided by its curvature.
    const pull = spread * sum(weight.map((value, i) => value * direct[i]));
    const modeMoves = ((j < width ? 0 : sum(error)) - pull) / curve;
    const weightMoves = sum(slopeOfWeight.map((value, i) => value * direct[i])) + spread * bent * modeMoves;
    const curveMoves = spread ** 2 * weightMoves + (j < width ? 0 : 2 * spread * total);
    gradient[j] += sum(error.map((value, i) => value * direct[i])) - curveMoves / (2 * curve);
  }
  return height(u) - Math.log(curve) / 2;
}

/** Newton's method on the exact gradient; its derivatives by central differences. */
function maximiseLaplace(groups: readonly Group[], width: number, method: Message): LaplaceFit {
  const at = (parameters: readonly number[]) => {
    const gradient = new Array<number>(width + 1).fill(0);
    const value = sum(groups.map((group) => laplace(group, parameters, gradient)));
    return { value, gradient };
  };
  const scale = Array.from({ length: width + 1 }, (_, j) =>
    j < width ? Math.max(1e-300, ...groups.flatMap(({ rows }) => rows.map((row) => Math.abs(row[j])))) : 1,
  );
  const curvature = (parameters: readonly number[]) => {
    const columns = parameters.map((_, j) => {
      const reach = 1e-5 / scale[j];
      const shifted = (by: number) => at(parameters.map((value, k) => (k === j ? value + by : value))).gradient;
      const [more, less] = [shifted(reach), shifted(-reach)];
      return more.map((value, k) => (value - less[k]) / (2 * reach));
    });
    return columns.map((column, j) => column.map((value, k) => -(value + columns[k][j]) / 2));
  };
  let parameters = [...new Array<number>(width).fill(0), 1];
  let here = at(parameters);
  let converged = false;
  for (let step = 0; step < MOST_STEPS && !converged; step++) {
    const move = ascent(curvature(parameters), here.gradient, scale);
    let length = 1;
    let next = here;
    let candidate = parameters;
    for (; length > 1e-10; length /= 2) {
      candidate = parameters.map((value, j) => value + length * move[j]);
      next = at(candidate);
      if (next.value >= here.value - 1e-11) break;
    }
    const gain = next.value - here.value;
    parameters = candidate;
    here = next;
    converged =
      Math.abs(gain) < 1e-9 && here.gradient.every((value, j) => Math.abs(value / scale[j]) < 1e-6 || length <= 1e-9);
  }
  try {
    const flat = Math.abs(parameters[width]) < SINGULAR;
    const information = curvature(parameters);
    // At a spread of 0 the likelihood is flat in it to first order: the slopes stand alone.
    const used = flat ? information.slice(0, width).map((row) => row.slice(0, width)) : information;
    const covariance = inverse(new Matrix(used)).subMatrix(0, width - 1, 0, width - 1);
    return { parameters, covariance, value: here.value, converged };
  } catch {
    throw unusable(say('statistics.not-fitted', { method }));
  }
}

/** Newton's step where the likelihood is concave; else the information is raised until the step goes up. */
function ascent(information: number[][], gradient: readonly number[], scale: readonly number[]): number[] {
  for (let ridge = 0; ridge < 1e12; ridge = ridge === 0 ? 1e-3 : ridge * 10) {
    const raised = new Matrix(information);
    scale.forEach((size, j) => void raised.set(j, j, raised.get(j, j) + ridge * size ** 2));
    const move = solve(raised, Matrix.columnVector([...gradient]), true).to1DArray();
    if (move.every(Number.isFinite) && new CholeskyDecomposition(raised).isPositiveDefinite()) return move;
  }
  return gradient.map((value, j) => value / scale[j] ** 2);
}

export const MIXED_LOGISTIC = statistic({
  name: 'mixed-logistic',
  summary: say('statistic.mixed-logistic'),
  data: z.object({
    success: z.array(count.nullable()),
    trials: z.array(count.nullable()).optional(),
    x: z.record(z.string(), z.array(cell)).default({}),
    group: z.array(cell),
    reference: reference.optional(),
  }),
  example: {
    success: [2, 3, 1, 4, 0, 2, 5, 1, 3, 2],
    trials: [6, 5, 7, 6, 4, 5, 6, 8, 5, 7],
    x: { years: [1, 3, 2, 5, 1, 2, 6, 1, 3, 4] },
    group: ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I', 'J'],
  },
  run: mixedLogistic,
});
