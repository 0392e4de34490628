import { attributeLabel, transitionLabel } from '../../../../shared/mobility/words.ts';
import { AppError } from '../../../../shared/errors.ts';
import type { Comparison } from '../../../../shared/mobility/analysis.ts';
import type { Move } from '../../../../shared/mobility/results.ts';
import type { Message } from '../../../../shared/messages/message.ts';
import { say } from '../../../../shared/messages/say.ts';
import { byFrequency } from '../../../statistics/models/design.ts';
import {
  LOGISTIC,
  logistic,
  MULTINOMIAL,
  multinomial,
  ORDINAL,
  ordinal,
} from '../../../statistics/models/regression.ts';
import { type Columns, columnsOf, isComplete, termLabels } from '../covariates.ts';
import { type Case, type ComparisonDefinition, type ComparisonInput, directionsOf } from './comparison.ts';

export const UPWARD_LOGISTIC: ComparisonDefinition = {
  name: 'upward-logistic',
  question: say('comparison.upward-logistic'),
  inputs: ['covariates'],
  cautions: ['not-random', 'superpopulation'],
  compute: (input) => {
    const { used, x, reference, references, notes } = predictors(input, ({ comparable }) => comparable);
    return {
      title: say('analysis.upward-or-not', { transition: transitionLabel(input.book, input.transition) }),
      groups: [...input.covariates],
      terms: termLabels(x, reference),
      references,
      notes,
      table: regressionTable(used, ({ direction }) => (direction === 'upward' ? 'upward' : 'other')),
      tests: [
        [
          LOGISTIC.name,
          () => logistic({ y: used.map(({ move }) => (move.direction === 'upward' ? 1 : 0)), x, reference }),
        ],
      ],
    };
  },
};

export const LEVEL_ORDINAL: ComparisonDefinition = {
  name: 'level-ordinal',
  question: say('comparison.level-ordinal'),
  inputs: ['covariates'],
  cautions: ['not-random', 'superpopulation', 'ceiling'],
  compute: (input) => {
    const { used, x, reference, references, notes } = predictors(input, ({ to }) => to.level !== null);
    return {
      title: say('analysis.level-reached', { transition: transitionLabel(input.book, input.transition) }),
      groups: [...input.covariates],
      terms: termLabels(x, reference),
      references,
      notes,
      table: regressionTable(used, ({ to }) => String(to.level)),
      tests: [[ORDINAL.name, () => ordinal({ y: used.map(({ move }) => move.to.level), x, reference })]],
    };
  },
};

export const DIRECTION_MULTINOMIAL: ComparisonDefinition = {
  name: 'direction-multinomial',
  question: say('comparison.direction-multinomial'),
  inputs: ['covariates'],
  cautions: ['not-random', 'superpopulation'],
  compute: (input) => {
    const { used, x, reference, references, notes } = predictors(
      input,
      ({ direction }) => direction !== null && directionsOf(input.book).includes(direction),
    );
    return {
      title: say('analysis.direction-against-parallel', { transition: transitionLabel(input.book, input.transition) }),
      groups: [...input.covariates],
      terms: termLabels(x, reference),
      references,
      notes,
      table: regressionTable(used, ({ direction }) => direction ?? ''),
      tests: [
        [
          MULTINOMIAL.name,
          () =>
            multinomial({
              y: used.map(({ move }) => move.direction),
              x,
              reference,
              levels: ['parallel', ...directionsOf(input.book).filter((one) => one !== 'parallel')],
            }),
        ],
      ],
    };
  },
};

interface Predictors {
  used: Case[];
  x: Columns;
  /** Of each covariate of words, the reference class. */
  reference: Record<string, string>;
  references: NonNullable<Comparison['references']>;
  /** Chosen classes that none of these scholars has. */
  notes: Message[];
}

function predictors({ cases, covariates, references }: ComparisonInput, keep: (move: Move) => boolean): Predictors {
  if (covariates.length === 0) throw new AppError('bad-input', say('analysis.no-attribute-chosen'));
  const used = cases.filter(({ move }) => keep(move));
  const x = columnsOf(
    covariates,
    used.map(({ attributes }) => attributes),
  );
  const classes = Object.fromEntries(
    Object.entries(x)
      .map(([name, values]) => [name, values.filter((_, row) => isComplete(x, row))] as const)
      .filter(([, values]) => values.some((value) => typeof value === 'string'))
      // Of equally frequent classes the first by name, whatever the order of the scholars.
      .map(([name, values]) => [name, byFrequency(values.map(String).sort())]),
  );
  const reference = Object.fromEntries(
    Object.entries(classes).map(([name, list]) => [name, list.find((one) => one === references[name]) ?? list[0]]),
  );
  return {
    used,
    x,
    reference,
    notes: Object.entries(references)
      .filter(([name, level]) => covariates.includes(name) && reference[name] !== level)
      .map(([name, level]) => say('analysis.reference-unused', { variable: attributeLabel(name), level })),
    references: Object.fromEntries(
      Object.entries(classes).map(([name, list]) => [name, { chosen: reference[name], classes: list }]),
    ),
  };
}

function regressionTable(used: readonly Case[], outcomeOf: (move: Move) => string): Comparison['table'] {
  const counts = Map.groupBy(used, ({ move }) => outcomeOf(move));
  return {
    head: ['outcome', 'n'],
    rows: [...counts].sort(([a], [b]) => a.localeCompare(b)).map(([outcome, list]) => [outcome, list.length]),
  };
}
