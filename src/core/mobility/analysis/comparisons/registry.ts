import { distinct, type Message } from '../../../../shared/messages/message.ts';
import { AppError } from '../../../../shared/errors.ts';
import type { Comparison, TestAnswer } from '../../../../shared/mobility/analysis.ts';
import { methodLabel, sentenceOf } from '../../../../shared/mobility/sentences.ts';
import { classLabels } from '../../../../shared/mobility/class-words.ts';
import { attributeLabel } from '../../../../shared/mobility/words.ts';
import { say } from '../../../../shared/messages/say.ts';
import { LEVEL_BEFORE_AFTER, LEVELS_SYMMETRY, STAYED_BEFORE_AFTER, TIER_BEFORE_AFTER } from './before-after.ts';
import { DIRECTION_BY_GROUP, LEVEL_BY_GROUP, OUTCOME_BY_GROUP, YEARS_BY_GROUP } from './by-group.ts';
import { answerOf, type ComparisonDefinition, type ComparisonInput } from './comparison.ts';
import { DIRECTION_MULTINOMIAL, LEVEL_ORDINAL, UPWARD_LOGISTIC } from './regressions.ts';

/** Every comparison; a new one is a file that defines it and a line here. */
export const COMPARISONS: readonly ComparisonDefinition[] = [
  OUTCOME_BY_GROUP,
  DIRECTION_BY_GROUP,
  LEVEL_BY_GROUP,
  LEVEL_BEFORE_AFTER,
  TIER_BEFORE_AFTER,
  STAYED_BEFORE_AFTER,
  LEVELS_SYMMETRY,
  YEARS_BY_GROUP,
  UPWARD_LOGISTIC,
  LEVEL_ORDINAL,
  DIRECTION_MULTINOMIAL,
];

/**
 * Runs one comparison: its table, its tests (alternatives for one question, so not adjusted for each other), a
 * sentence for each, and its caveats.
 */
export function compare(name: string, input: ComparisonInput): Comparison {
  const definition = comparisonByName(name);
  const {
    title,
    groups,
    table,
    tests,
    data,
    code,
    terms = {},
    references = {},
    notes = [],
  } = definition.compute(input);
  const results = tests.map(([test, run]) => [test, run()] as const);
  const told = results.map(([test, result]) => answerOf(test, result));
  const about = input.sample ? [input.sample] : [];
  return {
    name,
    title,
    groups,
    table,
    tests: told,
    sentences: [...told.map(sentenceOf), ...about],
    methods: [...about, ...methodsOf(definition, told, references)],
    terms,
    references,
    cautions: [...(told.length > 1 ? (['alternatives'] as const) : []), ...definition.cautions],
    notes: distinct([...about, ...notes, ...told.flatMap((one) => one.notes)]),
    code: { data, ...code(results.map(([, result]) => result)) },
  };
}

/** A paragraph for the methods section. */
function methodsOf(
  { cautions }: ComparisonDefinition,
  tests: readonly TestAnswer[],
  references: Comparison['references'],
): Message[] {
  const chosen = Object.entries(references).map(([name, { chosen: reference, classes }]) =>
    say('comparison-methods.reference', {
      variable: attributeLabel(name),
      reference: classLabels(name, classes)(reference),
    }),
  );
  return [
    say('comparison-methods.tests', { tests: tests.map(({ method }) => methodLabel(method)) }),
    ...(cautions.includes('paired') ? [say('comparison-methods.paired')] : []),
    ...(chosen.length > 0 ? [say('comparison-methods.references', { references: chosen })] : []),
    say('comparison-methods.intervals'),
  ];
}

export function comparisonByName(name: string): ComparisonDefinition {
  const definition = COMPARISONS.find((one) => one.name === name);
  if (definition) return definition;
  throw new AppError(
    'bad-request',
    say('analysis.no-such-comparison', { name, comparisons: COMPARISONS.map((one) => one.name) }),
  );
}
