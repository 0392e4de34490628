import type { Message } from '../../../../shared/messages/message.ts';
import type { Comparison, ComparisonInfo, TestAnswer } from '../../../../shared/mobility/analysis.ts';
import type { FindingCode } from '../../../../shared/mobility/findings.ts';
import type { Codebook } from '../../../../shared/mobility/codebook.ts';
import type { Direction, Move } from '../../../../shared/mobility/results.ts';
import type { TestResult } from '../../../statistics/result.ts';

/** One scholar's moves in two transitions, with the attributes that serve as groups. */
export interface Case {
  move: Move;
  /** In the transition before or after, for comparisons that need it. */
  other: Move | null;
  attributes: Record<string, string>;
}

export interface ComparisonInput {
  cases: readonly Case[];
  attribute: string;
  covariates: readonly string[];
  /** The reference class chosen for a covariate of words. */
  references: Readonly<Record<string, string>>;
  transition: string;
  otherTransition: string;
  book: Codebook;
  /** How many reputation levels there are. */
  levels: number;
  /** Whom the cases are, where they are not all who are coded. */
  sample: Message | null;
}

/** A statistic's name and its run on these data. */
export type Test = [name: string, run: () => TestResult];

/** R code that prints the numbers of the tests, which were run in their order. */
export type CodeFor = (results: readonly TestResult[]) => Omit<FindingCode, 'data'>;

export interface Computed {
  title: Message;
  groups: string[];
  table: Comparison['table'];
  tests: Test[];
  /** What the tests read, without names. */
  data: FindingCode['data'];
  code: CodeFor;
  terms?: Comparison['terms'];
  references?: Comparison['references'];
  notes?: Message[];
}

/** A comparison on a study: its inputs, its caveats, and how its table and tests are computed. */
export interface ComparisonDefinition extends ComparisonInfo {
  compute(input: ComparisonInput): Computed;
}

export const OUTCOMES = ['stayed', 'moved'];
/** The directions of a codebook: those that it keeps apart from the parallel one are classes of their own. */
export function directionsOf({ quadrant }: Pick<Codebook, 'quadrant'>): Direction[] {
  return [
    'upward',
    'parallel',
    'downward',
    ...(quadrant.mixed === 'apart' ? (['mixed'] as const) : []),
    ...(quadrant.same === 'apart' ? (['same'] as const) : []),
  ];
}

/** The parts of a test's result that tables and sentences show. */
export function answerOf(
  name: string,
  { method, statistic, df, p, estimate, se, pByCoefficient, marginalEffects, effect, n, excluded, notes }: TestResult,
): TestAnswer {
  return {
    name,
    method,
    statistic,
    df,
    p: typeof p === 'number' ? p : null,
    estimate,
    se,
    pByCoefficient,
    ...(marginalEffects === undefined ? {} : { marginalEffects: marginalEffects as TestAnswer['marginalEffects'] }),
    effect,
    n,
    excluded,
    notes,
  };
}
