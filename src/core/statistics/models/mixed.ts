import { z } from 'zod';
import type { Label, Message } from '../../../shared/messages/message.ts';
import { say } from '../../../shared/messages/say.ts';
import { sum } from '../descriptive.ts';
import { logChoose, normalTwoSided, Z95 } from '../distributions.ts';
import { result, type TestResult, unusable } from '../result.ts';
import { cell, count, reference, sameLengths, statistic } from '../statistic.ts';
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
import { maximiseLaplace, SINGULAR } from './laplace.ts';
import { separates } from './newton.ts';
import { RandomEffects } from './random-effects.ts';
import { inOwnUnits, standardErrors, standardised } from './scales.ts';

interface MixedData {
  success: (number | null)[];
  trials?: (number | null)[];
  x: Record<string, Cell[]>;
  group: GroupData;
  reference?: Record<string, number | string>;
  /** What a reader calls two groupings; by default their names. */
  labels?: Record<string, Label>;
}

/** Groups this far apart (odds of e¹⁵) have one outcome each. */
const SEPARATED_GROUPS = 15;

/**
 * Binomial regression with a normal intercept for each group, or for each level of two crossed groupings, by the
 * Laplace approximation of the likelihood, as lme4's glmer (nAGQ = 1); standard errors from the curvature of that
 * likelihood in all parameters. Without `trials`, each observation is one.
 */
export function mixedLogistic({ success, trials, x, group, reference, labels }: MixedData): TestResult {
  const method = say('method.mixed-logistic');
  const of = trials ?? success.map((value) => (value === null ? null : 1));
  const groupings = groupingsOf(group, method);
  sameLengths(success.length, { trials: of, ...namedColumns('x', x), ...namedGroupings(group) });
  const rows = success.flatMap((value, i) =>
    value !== null &&
    of[i] !== null &&
    of[i] !== 0 &&
    [...Object.values(groupings), ...Object.values(x)].every((values) => values[i] !== null)
      ? [i]
      : [],
  );
  const above = rows.find((i) => (success[i] as number) > (of[i] as number));
  if (above !== undefined)
    throw unusable(
      say('statistics.count-above-total', { count: success[above] as number, total: of[above] as number }),
    );
  const factors = levelsOf(
    groupings,
    rows,
    method,
    rows.every((i) => of[i] === 1),
    labels,
  );
  const totals = [sum(rows.map((i) => success[i] as number)), sum(rows.map((i) => of[i] as number))];
  if (totals[0] === 0 || totals[0] === totals[1])
    throw unusable(say('statistics.needs-two-outcomes', { method, classes: 1 }));
  const { columns, references, notes: wordsNote } = predictorsOf(x, rows, method, reference);
  needsObservations(rows.length, columns, method);
  const { scales, scaled } = standardised(columns);
  const effects = new RandomEffects(factors.map(({ levels }) => levels));
  const fit = maximiseLaplace(
    {
      columns: [new Float64Array(rows.length).fill(1), ...scaled.map((values) => Float64Array.from(values))],
      success: Float64Array.from(rows, (i) => success[i] as number),
      trials: Float64Array.from(rows, (i) => of[i] as number),
      effects,
    },
    method,
  );
  const slopes = inOwnUnits(fit.slopes, scales);
  const errors = standardErrors(fit.covariance, scales);
  const spreads = factors.map((_, i) => fit.spreads[effects.order.indexOf(i)]);
  const singular = spreads.map((spread) => spread < SINGULAR);
  const variances = spreads.map((spread, i) => (singular[i] ? 0 : spread ** 2));
  const constant = sum(rows.map((i) => logChoose(of[i] as number, success[i] as number)));
  const logLikelihood = fit.value + constant;
  const terms = ['(Intercept)', ...columns.map(({ name }) => name)];
  const notes: Message[] = [
    ...singularNote(groupings, singular, labels),
    ...(fit.converged ? [] : [say('statistics.not-converged')]),
    ...(spreads.some((spread) => spread > SEPARATED_GROUPS) ||
    columns.some((_, j) => separates(slopes[j + 1], errors[j + 1], scales[j].spread))
      ? [say('statistics.separation')]
      : []),
    ...wordsNote,
  ];
  return result('Mixed logistic regression', {
    coefficients: Object.fromEntries(terms.map((term, j) => [term, oddsOf(slopes[j], errors[j])])),
    groupSd: byGrouping(group, variances.map(Math.sqrt)),
    logLikelihood,
    aic: 2 * (terms.length + factors.length) - 2 * logLikelihood,
    // Of the variance of a latent logistic variable.
    intraclassCorrelation: byGrouping(
      group,
      variances.map((variance) => variance / (sum(variances) + Math.PI ** 2 / 3)),
    ),
    groups: byGrouping(
      group,
      factors.map(({ count }) => count),
    ),
    singular: singular.includes(true),
    reference: references,
    converged: fit.converged,
    n: rows.length,
    excluded: success.length - rows.length,
    notes,
  });
}

function oddsOf(estimate: number, se: number) {
  return {
    estimate,
    se,
    p: normalTwoSided(estimate / se),
    oddsRatio: Math.exp(estimate),
    oddsRatioInterval: [Math.exp(estimate - Z95 * se), Math.exp(estimate + Z95 * se)],
  };
}

export const MIXED_LOGISTIC = statistic({
  name: 'mixed-logistic',
  summary: say('statistic.mixed-logistic'),
  data: z.object({
    success: z.array(z.union([count, z.boolean().transform(Number), z.null()])),
    trials: z.array(count.nullable()).optional(),
    x: z.record(z.string(), z.array(cell)).default({}),
    group: groupShape,
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
