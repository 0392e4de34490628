import { z } from 'zod';
import { inverse, Matrix } from 'ml-matrix';
import type { Message } from '../../../shared/messages/message.ts';
import { say } from '../../../shared/messages/say.ts';
import { mean, sum, variance } from '../descriptive.ts';
import { normalTwoSided, Z95 } from '../distributions.ts';
import { result, type TestResult, unusable } from '../result.ts';
import { cell, numbers, reference, sameLengths, statistic } from '../statistic.ts';
import { type Cell, needsObservations, predictorsOf } from './design.ts';
import { LEAST_GROUPS } from './mixed.ts';
import { standardErrors, standardised } from './scales.ts';

const ESTIMATORS = ['REML', 'ML'] as const;

interface MixedLinearData {
  y: (number | null)[];
  x?: Record<string, Cell[]>;
  group: Cell[];
  estimator?: (typeof ESTIMATORS)[number];
  reference?: Record<string, number | string>;
}

/** What the likelihood needs of a group: sums of the design and the outcome. */
interface Group {
  n: number;
  x: number[];
  y: number;
}

/** A ratio of the two standard deviations that is 0 but for rounding. */
const SINGULAR = 1e-4;
/** Beyond it nothing varies within the groups. */
const LARGEST_RATIO = 400;
/** (√5 − 1) / 2 */
const GOLDEN = 0.6180339887498949;

/**
 * Linear regression with a normal intercept for each group, as lme4's lmer: the ratio of the two standard deviations
 * maximises the profiled (restricted) likelihood. p values are those of z, since the degrees of freedom of t are not
 * known.
 */
export function mixedLinear({ y, x = {}, group, estimator = 'REML', reference }: MixedLinearData): TestResult {
  const method = say('method.mixed-linear');
  sameLengths(y.length, {
    group,
    ...Object.fromEntries(Object.entries(x).map(([name, values]) => [`x.${name}`, values])),
  });
  const rows = y.flatMap((value, i) =>
    value !== null && group[i] !== null && Object.values(x).every((values) => values[i] !== null) ? [i] : [],
  );
  const members = Map.groupBy(rows.keys(), (at) => String(group[rows[at]]));
  if (members.size < LEAST_GROUPS)
    throw unusable(say('statistics.needs-groups', { method, groups: members.size, least: LEAST_GROUPS }));
  if (members.size === rows.length) throw unusable(say('statistics.groups-of-one', { method }));
  const { columns, references, notes: wordsNote } = predictorsOf(x, rows, method, reference);
  needsObservations(rows.length, columns, method);
  const outcome = rows.map((i) => y[i] as number);
  if (variance(outcome) === 0) throw unusable(say('statistics.constant-outcome', { method }));
  const { scales, scaled } = standardised(columns);
  const middle = mean(outcome);
  const lines = rows.map((_, at) => [1, ...scaled.map((values) => values[at])]);
  const groups = [...members.values()].map(
    (mine): Group => ({
      n: mine.length,
      x: lines[0].map((_, j) => sum(mine.map((at) => lines[at][j]))),
      y: sum(mine.map((at) => outcome[at] - middle)),
    }),
  );
  const cross = new Matrix(lines[0].map((_, j) => lines[0].map((_, k) => sum(lines.map((row) => row[j] * row[k])))));
  const moments = Matrix.columnVector(
    lines[0].map((_, j) => sum(lines.map((row, at) => row[j] * (outcome[at] - middle)))),
  );
  const squares = sum(outcome.map((value) => (value - middle) ** 2));
  const profile = profileOf({ groups, cross, moments, squares, n: rows.length, restricted: estimator === 'REML' });
  const ratio = lowest((at) => profile(at).deviance);
  if (ratio > LARGEST_RATIO) throw unusable(say('statistics.groups-explain-all', { method }));
  const singular = ratio < SINGULAR;
  const { deviance, slopes, covariance, residual } = profile(singular ? 0 : ratio);
  const own = slopes.map((slope, j) => (j === 0 ? slope : slope / scales[j - 1].spread));
  own[0] += middle - sum(scales.map(({ centre }, j) => own[j + 1] * centre));
  const se = standardErrors(covariance, scales);
  // The restricted likelihood depends on the units of the variables.
  const units = estimator === 'REML' ? 2 * sum(scales.map(({ spread }) => Math.log(spread))) : 0;
  const logLikelihood = -(deviance + units) / 2;
  const terms = ['(Intercept)', ...columns.map(({ name }) => name)];
  const groupSd = singular ? 0 : ratio * residual;
  const notes: Message[] = [...(singular ? [say('statistics.singular-fit')] : []), ...wordsNote];
  return result(`Mixed linear regression (${estimator})`, {
    coefficients: Object.fromEntries(
      terms.map((term, j) => [
        term,
        {
          estimate: own[j],
          se: se[j],
          t: own[j] / se[j],
          p: normalTwoSided(own[j] / se[j]),
          interval: [own[j] - Z95 * se[j], own[j] + Z95 * se[j]],
        },
      ]),
    ),
    groupSd,
    residualSd: residual,
    logLikelihood,
    aic: 2 * (terms.length + 2) - 2 * logLikelihood,
    intraclassCorrelation: groupSd ** 2 / (groupSd ** 2 + residual ** 2),
    groups: members.size,
    singular,
    reference: references,
    n: rows.length,
    excluded: y.length - rows.length,
    notes,
  });
}

interface Sums {
  groups: readonly Group[];
  cross: Matrix;
  moments: Matrix;
  squares: number;
  n: number;
  restricted: boolean;
}

/** −2 log-likelihood and the estimates at a ratio of the groups' standard deviation to the residual one. */
function profileOf({ groups, cross, moments, squares, n, restricted }: Sums) {
  const width = cross.rows;
  return (ratio: number) => {
    const left = cross.clone();
    const right = moments.clone();
    let square = squares;
    let logs = 0;
    for (const group of groups) {
      const shrink = ratio ** 2 / (1 + group.n * ratio ** 2);
      logs += Math.log1p(group.n * ratio ** 2);
      square -= shrink * group.y ** 2;
      for (let j = 0; j < width; j++) {
        right.set(j, 0, right.get(j, 0) - shrink * group.x[j] * group.y);
        for (let k = 0; k < width; k++) left.set(j, k, left.get(j, k) - shrink * group.x[j] * group.x[k]);
      }
    }
    const inverted = inverse(left);
    const slopes = inverted.mmul(right).to1DArray();
    const error = square - sum(slopes.map((slope, j) => slope * right.get(j, 0)));
    const degrees = restricted ? n - width : n;
    const residual = Math.sqrt(error / degrees);
    const determinant = restricted ? -logDeterminant(inverted) : 0;
    const deviance = logs + determinant + degrees * (1 + Math.log((2 * Math.PI * error) / degrees));
    return { deviance, slopes, covariance: inverted.mul(residual ** 2), residual };
  };
}

/** Of a positive definite matrix, by elimination. */
function logDeterminant(matrix: Matrix): number {
  const rows = matrix.to2DArray();
  let total = 0;
  rows.forEach((row, i) => {
    total += Math.log(row[i]);
    for (const below of rows.slice(i + 1)) {
      const factor = below[i] / row[i];
      for (let j = i; j < row.length; j++) below[j] -= factor * row[j];
    }
  });
  return total;
}

/** Where a function of a number from 0 is least: among points a factor apart, then between its neighbours. */
function lowest(of: (at: number) => number): number {
  const points = [0, ...Array.from({ length: 60 }, (_, i) => 1e-4 * 1.3 ** i)];
  const values = points.map(of);
  const best = values.indexOf(Math.min(...values));
  let [low, high] = [points[Math.max(0, best - 1)], points[Math.min(points.length - 1, best + 1)]];
  for (let step = 0; step < 90; step++) {
    const [a, b] = [high - GOLDEN * (high - low), low + GOLDEN * (high - low)];
    if (of(a) <= of(b)) high = b;
    else low = a;
  }
  return (low + high) / 2;
}

export const MIXED_LINEAR = statistic({
  name: 'mixed-linear',
  summary: say('statistic.mixed-linear'),
  data: z.object({
    y: numbers,
    x: z.record(z.string(), z.array(cell)).default({}),
    group: z.array(cell),
    estimator: z.enum(ESTIMATORS).default('REML'),
    reference: reference.optional(),
  }),
  example: {
    y: [3, 5, 4, 7, 6, 8, 2, 4, 5, 6, 9, 7, 3, 4, 6, 8, 5, 7, 4, 6],
    x: { years: [1, 3, 2, 5, 1, 2, 6, 1, 3, 4, 5, 2, 3, 1, 4, 6, 2, 3, 1, 5] },
    group: [...'ABCDEFGHIJABCDEFGHIJ'],
    estimator: 'REML',
  },
  run: mixedLinear,
});
