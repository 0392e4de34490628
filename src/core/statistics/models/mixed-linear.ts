import { z } from 'zod';
import { inverse, Matrix } from 'ml-matrix';
import { say } from '../../../shared/messages/say.ts';
import { mean, sum, variance } from '../descriptive.ts';
import { normalTwoSided, Z95 } from '../distributions.ts';
import { result, type TestResult, unusable } from '../result.ts';
import { cell, choice, numbers, reference, sameLengths, statistic } from '../statistic.ts';
import { type Cell, needsObservations, predictorsOf } from './design.ts';
import {
  byGrouping,
  type GroupData,
  groupingsOf,
  groupShape,
  levelsOf,
  namedColumns,
  namedGroupings,
  singularNote,
} from './groupings.ts';
import { lowestAt } from './lowest.ts';
import { RandomEffects } from './random-effects.ts';
import { inOwnUnits, standardErrors, standardised } from './scales.ts';

const ESTIMATORS = ['REML', 'ML'] as const;

interface MixedLinearData {
  y: (number | null)[];
  x?: Record<string, Cell[]>;
  group: GroupData;
  estimator?: (typeof ESTIMATORS)[number];
  reference?: Record<string, number | string>;
}

/** A ratio of the two standard deviations that is 0 but for rounding. */
const SINGULAR = 1e-4;
/** Beyond it nothing varies within the groups. */
const LARGEST_RATIO = 400;

/**
 * Linear regression with a normal intercept for each group, or for each level of two crossed groupings, as lme4's lmer:
 * the ratios of the groups' standard deviations to the residual one maximise the profiled (restricted) likelihood. p
 * values are those of z, since the degrees of freedom of t are not known.
 */
export function mixedLinear({ y, x = {}, group, estimator = 'REML', reference }: MixedLinearData): TestResult {
  const method = say('method.mixed-linear');
  const groupings = groupingsOf(group, method);
  sameLengths(y.length, { ...namedColumns('x', x), ...namedGroupings(group) });
  const rows = y.flatMap((value, i) =>
    value !== null && [...Object.values(groupings), ...Object.values(x)].every((values) => values[i] !== null)
      ? [i]
      : [],
  );
  const factors = levelsOf(groupings, rows, method, true);
  const { columns, references, notes: wordsNote } = predictorsOf(x, rows, method, reference);
  needsObservations(rows.length, columns, method);
  const outcome = rows.map((i) => y[i] as number);
  if (variance(outcome) === 0) throw unusable(say('statistics.constant-outcome', { method }));
  const { scales, scaled } = standardised(columns);
  const middle = mean(outcome);
  const effects = new RandomEffects(factors.map(({ levels }) => levels));
  const profile = profileOf({
    effects,
    columns: [new Float64Array(rows.length).fill(1), ...scaled.map((values) => Float64Array.from(values))],
    outcome: Float64Array.from(outcome, (value) => value - middle),
    restricted: estimator === 'REML',
  });
  const found = lowestAt((ratios) => profile(ratios).deviance, factors.length);
  const ratios = factors.map((_, i) => found[effects.order.indexOf(i)]);
  const whole = ratios.findIndex((ratio) => ratio > LARGEST_RATIO);
  if (whole >= 0)
    throw unusable(
      factors.length === 1
        ? say('statistics.groups-explain-all', { method })
        : say('statistics.groups-explain-all-in', { method, name: factors[whole].name }),
    );
  const singular = ratios.map((ratio) => ratio < SINGULAR);
  const used = found.map((ratio) => (ratio < SINGULAR ? 0 : ratio));
  const { deviance, slopes, covariance, residual } = profile(used);
  const own = inOwnUnits(slopes, scales);
  own[0] += middle;
  const se = standardErrors(covariance, scales);
  // The restricted likelihood depends on the units of the variables.
  const units = estimator === 'REML' ? 2 * sum(scales.map(({ spread }) => Math.log(spread))) : 0;
  const logLikelihood = -(deviance + units) / 2;
  const terms = ['(Intercept)', ...columns.map(({ name }) => name)];
  const spreads = ratios.map((ratio, i) => (singular[i] ? 0 : ratio * residual));
  const total = residual ** 2 + sum(spreads.map((spread) => spread ** 2));
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
    groupSd: byGrouping(group, spreads),
    residualSd: residual,
    logLikelihood,
    aic: 2 * (terms.length + factors.length + 1) - 2 * logLikelihood,
    intraclassCorrelation: byGrouping(
      group,
      spreads.map((spread) => spread ** 2 / total),
    ),
    groups: byGrouping(
      group,
      factors.map(({ count }) => count),
    ),
    singular: singular.includes(true),
    reference: references,
    n: rows.length,
    excluded: y.length - rows.length,
    notes: [...singularNote(groupings, singular), ...wordsNote],
  });
}

interface Observed {
  effects: RandomEffects;
  /** Of the design, the intercept's included. */
  columns: readonly Float64Array[];
  outcome: Float64Array;
  restricted: boolean;
}

/** −2 log-likelihood and the estimates at ratios of the groups' standard deviations to the residual one. */
function profileOf({ effects, columns, outcome, restricted }: Observed) {
  const width = columns.length;
  const n = outcome.length;
  const all = [...columns, outcome];
  const weights = new Float64Array(n).fill(1);
  const plain = all.map((a) => all.map((b) => product(a, b)));
  return (ratios: readonly number[]) => {
    const factorised = effects.factorise(weights, ratios);
    const gathered = all.map((values) => effects.gather(values, ratios));
    const solved = gathered.map((values) => factorised.solve(values));
    const left = plain.map((row, j) => row.map((value, k) => value - product(gathered[j], solved[k])));
    const inverted = inverse(new Matrix(left.slice(0, width).map((row) => row.slice(0, width))));
    const right = left.slice(0, width).map((row) => row[width]);
    const slopes = inverted.mmul(Matrix.columnVector(right)).to1DArray();
    // Where groups explain everything rounding alone is left.
    const error = Math.max(left[width][width] - sum(slopes.map((slope, j) => slope * right[j])), Number.MIN_VALUE);
    const degrees = restricted ? n - width : n;
    const residual = Math.sqrt(error / degrees);
    const determinant = restricted ? -logDeterminant(inverted) : 0;
    const deviance =
      factorised.logDeterminant + determinant + degrees * (1 + Math.log((2 * Math.PI * error) / degrees));
    return { deviance, slopes, covariance: inverted.mul(residual ** 2), residual };
  };
}

function product(a: Float64Array, b: Float64Array): number {
  let total = 0;
  for (let i = 0; i < a.length; i++) total += a[i] * b[i];
  return total;
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

export const MIXED_LINEAR = statistic({
  name: 'mixed-linear',
  summary: say('statistic.mixed-linear'),
  data: z.object({
    y: numbers,
    x: z.record(z.string(), z.array(cell)).default({}),
    group: groupShape,
    estimator: choice(ESTIMATORS),
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
