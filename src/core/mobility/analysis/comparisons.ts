import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/say.ts';
import {
  COMPARISONS,
  type Comparison,
  type ComparisonCaution,
  type ComparisonName,
} from '../../../shared/mobility/analysis.ts';
import type { Codebook } from '../../../shared/mobility/codebook.ts';
import type { Move } from '../../../shared/mobility/results.ts';
import { sentenceOf } from '../../../shared/mobility/sentences.ts';
import { levelCount } from '../quadrant/reputation.ts';
import { mean, medianOfSorted } from '../../statistics/descriptive.ts';
import { chiSquare } from '../../statistics/tests/chi-square.ts';
import { fisher } from '../../statistics/tests/fisher.ts';
import { tTest } from '../../statistics/tests/means.ts';
import { bowker, mcnemar, stuartMaxwell } from '../../statistics/tests/paired-tables.ts';
import { kruskal, mannWhitney, signTest, wilcoxon } from '../../statistics/tests/ranks.ts';
import { logistic, multinomial, ordinal } from '../../statistics/models/regression.ts';
import type { TestResult } from '../../statistics/result.ts';

/** One scholar's moves in two transitions, with the attributes that serve as groups. */
export interface Case {
  move: Move;
  /** In the transition before or after, where a comparison needs one. */
  other: Move | null;
  attributes: Record<string, string>;
}

export interface ComparisonInput {
  cases: readonly Case[];
  attribute: string;
  covariates: readonly string[];
  transition: string;
  otherTransition: string;
  book: Codebook;
}

type Compute = (input: ComparisonInput) => {
  title: string;
  groups: string[];
  table: Comparison['table'];
  tests: [string, () => TestResult][];
};

/**
 * Runs one comparison: its table, its tests (alternatives for one question, so not adjusted for one another), a
 * sentence for each, and what to beware of.
 */
export function compare(name: ComparisonName, input: ComparisonInput): Comparison {
  if (!COMPARISONS.includes(name))
    throw new AppError(
      'bad-request',
      say`There is no comparison ${JSON.stringify(name)}. Known: ${COMPARISONS.join(', ')}.`,
    );
  const { title, groups, table, tests } = COMPUTE[name](input);
  const results = tests.map(([test, run]) => ({ test, result: run() }));
  const told = results.map(({ test, result: { method, statistic, df, p, estimate, effect, n, excluded, notes } }) => ({
    name: test,
    method,
    statistic,
    df,
    p,
    estimate,
    effect,
    n,
    excluded,
    notes,
  }));
  return {
    name,
    title,
    groups,
    table,
    tests: told,
    sentences: told.map((one) => sentenceOf(one, 'en')),
    cautions: cautionsOf(name, told.length),
    notes: [...new Set(told.flatMap((one) => one.notes))],
  };
}

function cautionsOf(name: ComparisonName, tests: number): ComparisonCaution[] {
  const paired = name.includes('before-after') || name === 'levels-symmetry';
  return [
    ...(tests > 1 ? ['alternatives' as const] : []),
    paired ? 'paired' : 'not-random',
    'superpopulation',
    ...(name.startsWith('level') || name.startsWith('tier') ? ['ceiling' as const] : []),
  ];
}

function grouped(cases: readonly Case[], attribute: string): Map<string, Case[]> {
  const groups = Map.groupBy(
    cases.filter(({ attributes }) => attributes[attribute] !== undefined),
    ({ attributes }) => attributes[attribute],
  );
  if (groups.size < 2) {
    const known = [...new Set(cases.flatMap(({ attributes }) => Object.keys(attributes)))].sort();
    throw new AppError(
      'bad-input',
      say`${JSON.stringify(attribute)} makes ${groups.size === 1 ? 'one group' : 'no groups'} of these scholars; two at least are needed. Attributes of this study: ${known.join(', ') || 'none'}.`,
    );
  }
  if (groups.size > 12)
    throw new AppError(
      'bad-input',
      say`${JSON.stringify(attribute)} makes ${groups.size} groups; choose one with 12 at most, or use it as a number in a regression.`,
    );
  return new Map([...groups].sort(([a], [b]) => a.localeCompare(b)));
}

function crossTable(
  input: ComparisonInput,
  title: string,
  classes: readonly string[],
  classOf: (move: Move) => string | null,
) {
  const groups = grouped(input.cases, input.attribute);
  const counts = [...groups.values()].map((cases) =>
    classes.map((name) => cases.filter(({ move }) => classOf(move) === name).length),
  );
  const excluded = input.cases.filter(
    ({ move, attributes }) => attributes[input.attribute] === undefined || classOf(move) === null,
  ).length;
  const withExcluded = (run: () => TestResult) => () => ({ ...run(), excluded });
  return {
    title,
    groups: [...groups.keys()],
    table: {
      head: [input.attribute, ...classes, 'n'],
      rows: [...groups.keys()].map((group, i) => [group, ...counts[i], counts[i].reduce((a, b) => a + b, 0)]),
    },
    tests: [
      ['chi-square', withExcluded(() => chiSquare({ table: counts }))],
      ['fisher', withExcluded(() => fisher({ table: counts }))],
    ] as [string, () => TestResult][],
  };
}

function byGroup(input: ComparisonInput, title: string, pick: (move: Move) => number | null, means: boolean) {
  const groups = grouped(input.cases, input.attribute);
  const values = [...groups.values()].map((cases) => cases.map(({ move }) => pick(move)));
  const tests: [string, () => TestResult][] =
    values.length === 2
      ? [
          ['mann-whitney', () => mannWhitney({ x: values[0], y: values[1] })],
          ...(means ? [['t-test', () => tTest({ x: values[0], y: values[1] })] as [string, () => TestResult]] : []),
        ]
      : [['kruskal', () => kruskal({ groups: values })]];
  const known = values.map((list) => list.filter((value): value is number => value !== null).sort((a, b) => a - b));
  return {
    title,
    groups: [...groups.keys()],
    table: {
      head: [input.attribute, 'n', 'median', 'mean', 'missing'],
      rows: [...groups.keys()].map((group, i) => [
        group,
        known[i].length,
        medianOfSorted(known[i]),
        known[i].length === 0 ? null : mean(known[i]),
        values[i].length - known[i].length,
      ]),
    },
    tests,
  };
}

function beforeAfter({ cases }: ComparisonInput, title: string, pick: (place: Move['from']) => number | null) {
  const before = cases.map(({ move }) => pick(move.from));
  const after = cases.map(({ move }) => pick(move.to));
  const both = before.flatMap((value, i) => (value !== null && after[i] !== null ? [[value, after[i] as number]] : []));
  const count = (sign: number) => both.filter(([a, b]) => Math.sign(a - b) === sign).length;
  return {
    title,
    groups: [],
    table: { head: ['better', 'same', 'worse', 'n'], rows: [[count(1), count(0), count(-1), both.length]] },
    // A better level is a smaller number, so before − after is positive where it rose.
    tests: [
      ['wilcoxon', () => wilcoxon({ x: before, y: after })],
      ['sign', () => signTest({ x: before, y: after })],
      ['t-test', () => tTest({ x: before, y: after, paired: true })],
    ] as [string, () => TestResult][],
  };
}

function predictors(
  { cases, covariates }: ComparisonInput,
  keep: (move: Move) => boolean,
): { used: Case[]; x: Record<string, (number | string | null)[]> } {
  if (covariates.length === 0)
    throw new AppError('bad-input', say`Choose at least one attribute to explain the outcome with.`);
  const used = cases.filter(({ move }) => keep(move));
  const x = Object.fromEntries(
    covariates.map((name) => {
      const texts = used.map(({ attributes }) => attributes[name] ?? null);
      const numeric = texts.every((text) => text === null || (text.trim() !== '' && Number.isFinite(Number(text))));
      return [name, texts.map((text) => (text === null ? null : numeric ? Number(text) : text))];
    }),
  );
  return { used, x };
}

function regressionTable(used: readonly Case[], outcomeOf: (move: Move) => string): Comparison['table'] {
  const counts = Map.groupBy(used, ({ move }) => outcomeOf(move));
  return {
    head: ['outcome', 'n'],
    rows: [...counts].sort(([a], [b]) => a.localeCompare(b)).map(([outcome, list]) => [outcome, list.length]),
  };
}

const OUTCOMES = ['stayed', 'moved'];
const DIRECTIONS = ['upward', 'parallel', 'downward'];

const COMPUTE: Record<ComparisonName, Compute> = {
  'outcome-by-group': (input) =>
    crossTable(input, say`Stayed or moved by ${input.attribute}, ${input.transition}`, OUTCOMES, ({ outcome }) =>
      outcome === 'missing' ? null : outcome,
    ),
  'direction-by-group': (input) =>
    crossTable(
      input,
      say`Direction of comparable moves by ${input.attribute}, ${input.transition}`,
      DIRECTIONS,
      ({ direction }) => direction,
    ),
  'level-by-group': (input) =>
    byGroup(
      input,
      say`Reputation level after ${input.transition} by ${input.attribute} (1 is best)`,
      ({ to }) => to.level,
      false,
    ),
  'years-by-group': (input) =>
    byGroup(
      input,
      say`Years between the stages of ${input.transition} by ${input.attribute}`,
      ({ from, to }) => (from.year === null || to.year === null ? null : to.year - from.year),
      true,
    ),
  'level-before-after': (input) =>
    beforeAfter(input, say`Reputation level before and after, ${input.transition}`, ({ level }) => level),
  'tier-before-after': (input) =>
    beforeAfter(input, say`City tier before and after, ${input.transition}`, ({ tierRank }) => tierRank),
  'stayed-before-after': ({ cases, transition, otherTransition }) => {
    const both = cases.filter(
      ({ move, other }) => move.outcome !== 'missing' && other !== null && other.outcome !== 'missing',
    );
    const cell = (a: string, b: string) =>
      both.filter(({ move, other }) => move.outcome === a && other?.outcome === b).length;
    const table = OUTCOMES.map((a) => OUTCOMES.map((b) => cell(a, b)));
    return {
      title: say`Stayed or moved: ${transition} against ${otherTransition}, same scholars`,
      groups: [],
      table: {
        head: [transition, ...OUTCOMES.map((name) => `${otherTransition}: ${name}`)],
        rows: OUTCOMES.map((name, i) => [name, ...table[i]]),
      },
      tests: [['mcnemar', () => ({ ...mcnemar({ table }), excluded: cases.length - both.length })]],
    };
  },
  'levels-symmetry': ({ cases, transition, book }) => {
    const levels = Array.from({ length: levelCount(book) }, (_, i) => i + 1);
    const table = levels.map((from) =>
      levels.map((to) => cases.filter(({ move }) => move.from.level === from && move.to.level === to).length),
    );
    const excluded = cases.filter(({ move }) => move.from.level === null || move.to.level === null).length;
    return {
      title: say`Level before × after, ${transition}`,
      groups: [],
      table: {
        head: ['before \\ after', ...levels.map(String)],
        rows: levels.map((level, i) => [String(level), ...table[i]]),
      },
      tests: [
        ['bowker', () => ({ ...bowker({ table }), excluded })],
        ['stuart-maxwell', () => ({ ...stuartMaxwell({ table }), excluded })],
      ],
    };
  },
  'upward-logistic': (input) => {
    const { used, x } = predictors(input, ({ comparable }) => comparable);
    return {
      title: say`Upward or not, of comparable moves, ${input.transition}`,
      groups: [...input.covariates],
      table: regressionTable(used, ({ direction }) => (direction === 'upward' ? 'upward' : 'other')),
      tests: [['logistic', () => logistic({ y: used.map(({ move }) => (move.direction === 'upward' ? 1 : 0)), x })]],
    };
  },
  'level-ordinal': (input) => {
    const { used, x } = predictors(input, ({ to }) => to.level !== null);
    return {
      title: say`Reputation level after ${input.transition} (higher = worse)`,
      groups: [...input.covariates],
      table: regressionTable(used, ({ to }) => String(to.level)),
      tests: [['ordinal', () => ordinal({ y: used.map(({ move }) => move.to.level), x })]],
    };
  },
  'direction-multinomial': (input) => {
    const { used, x } = predictors(input, ({ direction }) => direction !== null && DIRECTIONS.includes(direction));
    return {
      title: say`Direction of comparable moves, ${input.transition} (against parallel)`,
      groups: [...input.covariates],
      table: regressionTable(used, ({ direction }) => direction ?? ''),
      tests: [
        [
          'multinomial',
          () =>
            multinomial({ y: used.map(({ move }) => move.direction), x, levels: ['parallel', 'upward', 'downward'] }),
        ],
      ],
    };
  },
};
