import { z } from 'zod';
import { AppError } from '../../shared/errors.ts';
import { say } from '../../shared/say.ts';
import { ADJUSTMENTS, adjustP } from './adjust.ts';
import { ac1, alpha, fleiss, kappa } from './agreement.ts';
import { chiSquare } from './contingency.ts';
import { fisher } from './fisher.ts';
import { tTest } from './means.ts';
import { bowker, mcnemar, stuartMaxwell } from './paired-tables.ts';
import { goodnessOfFit, wilson } from './proportions.ts';
import { kruskal, mannWhitney, signTest, wilcoxon } from './ranks.ts';
import { logistic, multinomial, ordinal } from './regression.ts';
import { result, type TestResult } from './result.ts';
import { transition } from './transition.ts';

export interface Statistic {
  name: string;
  summary: string;
  /** Data as the command line takes them. */
  example: unknown;
  run(data: unknown): TestResult;
}

const count = z.number().int().min(0);
const table = z.object({ table: z.array(z.array(count).min(1)).min(1) });
const values = z.array(z.number().nullable());
const cell = z.union([z.number(), z.string(), z.null(), z.boolean().transform(Number)]);
const ratings = z.array(z.array(z.number().nullable()).min(2)).min(1);
const regression = z.object({
  y: z.array(cell),
  x: z.record(z.string(), z.array(cell)),
  weights: z.array(z.number().min(0)).optional(),
  levels: z.array(z.union([z.number(), z.string()])).optional(),
});
const coded = z
  .object({
    ratings: ratings.optional(),
    counts: z.array(z.array(count).min(1)).min(1).optional(),
    level: z.string().optional(),
  })
  .refine((data) => data.ratings !== undefined || data.counts !== undefined, {
    message: 'give ratings (units × coders), or counts (units × classes)',
    path: ['ratings'],
  });

function statistic<S extends z.ZodType>(
  name: string,
  summary: string,
  schema: S,
  example: z.input<S>,
  run: (data: z.output<S>) => TestResult,
): Statistic {
  return {
    name,
    summary,
    example,
    run: (data) => {
      const parsed = schema.safeParse(data);
      if (!parsed.success) {
        const [issue] = parsed.error.issues;
        const where = issue.path.map((part) => (typeof part === 'number' ? part + 1 : part)).join(', ');
        throw new AppError(
          'bad-input',
          say`${name}: ${where || 'data'}: ${issue.message}. An example: ${JSON.stringify(example)}`,
          { field: issue.path.join('.') },
        );
      }
      return run(parsed.data);
    },
  };
}

const PAIRS = { x: [1, 2, 2, 3, 4], y: [2, 2, 3, 3, 5] };

/** Every test; a new one is a function and a line here. */
export const STATISTICS: readonly Statistic[] = [
  statistic(
    'chi-square',
    'independence of rows and columns; Cramér’s V, standardised residuals',
    table,
    {
      table: [
        [762, 327, 468],
        [484, 239, 477],
      ],
    },
    chiSquare,
  ),
  statistic(
    'goodness-of-fit',
    'counts against expected shares (equal ones by default)',
    z.object({ observed: z.array(count), expected: z.array(z.number()).optional() }),
    { observed: [89, 37, 30, 28, 2], expected: [40, 20, 20, 15, 5] },
    goodnessOfFit,
  ),
  statistic(
    'fisher',
    'exact independence, 2 × 2 and larger',
    table,
    {
      table: [
        [3, 1],
        [1, 3],
      ],
    },
    fisher,
  ),
  statistic(
    'mcnemar',
    'change between two paired yes/no answers',
    table,
    {
      table: [
        [794, 86],
        [150, 570],
      ],
    },
    mcnemar,
  ),
  statistic(
    'bowker',
    'symmetry of a square table of paired classes',
    table,
    {
      table: [
        [53, 5, 2],
        [11, 14, 5],
        [1, 6, 3],
      ],
    },
    bowker,
  ),
  statistic(
    'stuart-maxwell',
    'equal margins of a square table of paired classes',
    table,
    {
      table: [
        [53, 5, 2],
        [11, 14, 5],
        [1, 6, 3],
      ],
    },
    stuartMaxwell,
  ),
  statistic(
    'sign',
    'direction of paired differences',
    z.object({ x: values, y: values.optional(), paired: z.boolean().optional() }),
    PAIRS,
    signTest,
  ),
  statistic(
    'wilcoxon',
    'signed ranks of paired differences',
    z.object({ x: values, y: values.optional(), paired: z.boolean().optional() }),
    PAIRS,
    wilcoxon,
  ),
  statistic(
    'mann-whitney',
    'ranks of two groups',
    z.object({ x: values, y: values }),
    { x: [0.8, 0.83, 1.89, 1.04], y: [1.15, 0.88, 0.9] },
    mannWhitney,
  ),
  statistic(
    'kruskal',
    'ranks of several groups, with pairs',
    z.object({ groups: z.array(values) }),
    {
      groups: [
        [1, 2, 3],
        [2, 4, 6],
        [5, 7, 9],
      ],
    },
    kruskal,
  ),
  statistic(
    't-test',
    'means: one sample, paired or Welch',
    z.object({ x: values, y: values.optional(), paired: z.boolean().optional(), mu: z.number().optional() }),
    { ...PAIRS, paired: true },
    tTest,
  ),
  statistic('wilson', 'interval of a share', z.object({ count, total: count }), { count: 81, total: 263 }, wilson),
  statistic(
    'adjust',
    'p values of a family of tests',
    z.object({ p: z.array(z.number().min(0).max(1).nullable()).min(1), method: z.enum(ADJUSTMENTS).default('holm') }),
    { p: [0.01, 0.02, 0.03], method: 'holm' },
    ({ p, method }) =>
      result(`Adjusted p values (${method})`, {
        p: null,
        estimate: adjustP(p, method),
        adjusted: adjustP(p, method),
        n: p.length,
      }),
  ),
  statistic(
    'kappa',
    'two coders, a square table',
    table.extend({ weights: z.enum(['none', 'linear', 'quadratic']).default('none') }),
    {
      table: [
        [20, 5],
        [10, 15],
      ],
      weights: 'none',
    },
    kappa,
  ),
  statistic(
    'fleiss',
    'several coders, nominal',
    coded,
    {
      ratings: [
        [1, 1, 2],
        [2, 2, 2],
        [1, 1, 1],
      ],
    },
    fleiss,
  ),
  statistic(
    'alpha',
    'any number of coders, gaps, nominal, ordinal or interval',
    z.object({ ratings, level: z.enum(['nominal', 'ordinal', 'interval']).default('nominal') }),
    {
      ratings: [
        [1, 1, null],
        [2, 2, 3],
        [3, 3, 3],
      ],
      level: 'ordinal',
    },
    alpha,
  ),
  statistic(
    'ac1',
    'Gwet’s coefficient, steady where a class is rare',
    coded,
    {
      ratings: [
        [1, 1, 2],
        [2, 2, 2],
        [1, 1, 1],
      ],
    },
    ac1,
  ),
  statistic(
    'transition',
    'transition probabilities and the stationary distribution',
    table,
    {
      table: [
        [8, 2],
        [3, 7],
      ],
    },
    transition,
  ),
  statistic(
    'logistic',
    'two classes on variables',
    regression,
    { y: [0, 0, 1, 1, 0, 1, 0, 1], x: { age: [20, 25, 30, 41, 38, 44, 29, 27] } },
    logistic,
  ),
  statistic(
    'ordinal',
    'ordered classes on variables (proportional odds)',
    regression,
    { y: [1, 2, 3, 1, 2, 3, 2, 1], x: { age: [20, 25, 30, 41, 38, 44, 29, 27] } },
    ordinal,
  ),
  statistic(
    'multinomial',
    'classes without order on variables',
    regression,
    { y: ['up', 'down', 'same', 'up', 'down', 'same', 'up', 'same'], x: { age: [20, 25, 30, 41, 38, 44, 29, 27] } },
    multinomial,
  ),
];

export function statisticByName(name: string): Statistic {
  const found = STATISTICS.find((one) => one.name === name);
  if (!found)
    throw new AppError(
      'bad-request',
      say`There is no statistic ${JSON.stringify(name)}. Known: ${STATISTICS.map((one) => one.name).join(', ')}.`,
    );
  return found;
}
