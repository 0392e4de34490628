import { attributeLabel, transitionLabel } from '../../../../shared/mobility/words.ts';
import { AppError } from '../../../../shared/errors.ts';
import type { Comparison } from '../../../../shared/mobility/analysis.ts';
import type { Move } from '../../../../shared/mobility/results.ts';
import type { Message } from '../../../../shared/messages/message.ts';
import { say } from '../../../../shared/messages/say.ts';
import {
  LOGISTIC,
  logistic,
  MULTINOMIAL,
  multinomial,
  ORDINAL,
  ordinal,
} from '../../../statistics/models/regression.ts';
import { type Case, type ComparisonDefinition, type ComparisonInput, DIRECTIONS } from './comparison.ts';

export const UPWARD_LOGISTIC: ComparisonDefinition = {
  name: 'upward-logistic',
  question: say('comparison.upward-logistic'),
  inputs: ['covariates'],
  cautions: ['not-random', 'superpopulation'],
  compute: (input) => {
    const { used, x } = predictors(input, ({ comparable }) => comparable);
    return {
      title: say('analysis.upward-or-not', { transition: transitionLabel(input.book, input.transition) }),
      groups: [...input.covariates],
      terms: termsOf(x),
      table: regressionTable(used, ({ direction }) => (direction === 'upward' ? 'upward' : 'other')),
      tests: [[LOGISTIC.name, () => logistic({ y: used.map(({ move }) => (move.direction === 'upward' ? 1 : 0)), x })]],
    };
  },
};

export const LEVEL_ORDINAL: ComparisonDefinition = {
  name: 'level-ordinal',
  question: say('comparison.level-ordinal'),
  inputs: ['covariates'],
  cautions: ['not-random', 'superpopulation', 'ceiling'],
  compute: (input) => {
    const { used, x } = predictors(input, ({ to }) => to.level !== null);
    return {
      title: say('analysis.level-reached', { transition: transitionLabel(input.book, input.transition) }),
      groups: [...input.covariates],
      terms: termsOf(x),
      table: regressionTable(used, ({ to }) => String(to.level)),
      tests: [[ORDINAL.name, () => ordinal({ y: used.map(({ move }) => move.to.level), x })]],
    };
  },
};

export const DIRECTION_MULTINOMIAL: ComparisonDefinition = {
  name: 'direction-multinomial',
  question: say('comparison.direction-multinomial'),
  inputs: ['covariates'],
  cautions: ['not-random', 'superpopulation'],
  compute: (input) => {
    const { used, x } = predictors(input, ({ direction }) => direction !== null && DIRECTIONS.includes(direction));
    return {
      title: say('analysis.direction-against-parallel', { transition: transitionLabel(input.book, input.transition) }),
      groups: [...input.covariates],
      terms: termsOf(x),
      table: regressionTable(used, ({ direction }) => direction ?? ''),
      tests: [
        [
          MULTINOMIAL.name,
          () =>
            multinomial({ y: used.map(({ move }) => move.direction), x, levels: ['parallel', 'upward', 'downward'] }),
        ],
      ],
    };
  },
};

function predictors(
  { cases, covariates }: ComparisonInput,
  keep: (move: Move) => boolean,
): { used: Case[]; x: Record<string, (number | string | null)[]> } {
  if (covariates.length === 0) throw new AppError('bad-input', say('analysis.no-attribute-chosen'));
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

/** The first class among complete rows is the reference class. */
function termsOf(x: Record<string, (number | string | null)[]>): Comparison['terms'] {
  const variables = Object.entries(x);
  const complete = (_: unknown, row: number) => variables.every(([, values]) => values[row] !== null);
  const terms = variables.flatMap(([name, values]): [string, Message][] => {
    const classes = [...new Set(values.filter(complete))];
    const variable = attributeLabel(name);
    if (classes.every((value) => typeof value === 'number')) return [[name, say('term.number', { variable })]];
    const [reference, ...others] = classes;
    return others.map((level) => [`${name}${level}`, say('term.level', { variable, level, reference })]);
  });
  return Object.fromEntries([['(Intercept)', say('term.intercept')], ...terms]);
}
