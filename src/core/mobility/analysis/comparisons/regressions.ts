import { classLabels } from '../../../../shared/mobility/class-words.ts';
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
import { classesOf, type Columns, columnsOf, isComplete, termLabels } from '../covariates.ts';
import { centred, factors, namesBeside, printed, quoted, readData, sumOf } from '../r-code.ts';
import {
  type Case,
  type ComparisonDefinition,
  type ComparisonInput,
  type Computed,
  directionsOf,
} from './comparison.ts';

export const UPWARD_LOGISTIC: ComparisonDefinition = {
  name: 'upward-logistic',
  question: say('comparison.upward-logistic'),
  inputs: ['covariates'],
  cautions: ['not-random', 'superpopulation'],
  compute: (input) => {
    const chosen = predictors(input, ({ comparable }) => comparable);
    const { used, x, reference, references, notes } = chosen;
    const classOf = ({ direction }: Move) => (direction === 'upward' ? 'upward' : 'other');
    return {
      ...regressionCode(chosen, classOf, ['other', 'upward'], GLM),
      title: say('analysis.upward-or-not', { transition: transitionLabel(input.book, input.transition) }),
      groups: [...input.covariates],
      terms: termLabels(x, reference),
      references,
      notes,
      table: regressionTable(used, classOf),
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
    const chosen = predictors(input, ({ to }) => to.level !== null);
    const { used, x, reference, references, notes } = chosen;
    const levels = [...new Set(used.map(({ move }) => move.to.level as number))].sort((a, b) => a - b).map(String);
    return {
      ...regressionCode(chosen, ({ to }) => String(to.level), levels, POLR),
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
    const directions = directionsOf(input.book);
    const chosen = predictors(input, ({ direction }) => direction !== null && directions.includes(direction));
    const { used, x, reference, references, notes } = chosen;
    const levels = ['parallel', ...directions.filter((one) => one !== 'parallel')];
    return {
      ...regressionCode(chosen, ({ direction }) => direction ?? '', levels, MULTINOM),
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
              levels,
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
      .map(([name, level]) =>
        say('analysis.reference-unused', {
          variable: attributeLabel(name),
          level: classLabels(name, [level, ...(classes[name] ?? [])])(level),
        }),
      ),
    references: Object.fromEntries(
      Object.entries(classes).map(([name, list]) => [name, { chosen: reference[name], classes: list }]),
    ),
  };
}

interface Model {
  packages: string[];
  /** @param terms the right side of the formula */
  fit(terms: string): string[];
  /** A vector of the slopes; of a multinomial regression class by class. */
  slopes: string;
  probabilities: string;
}

const GLM: Model = {
  packages: [],
  fit: (terms) => [`fit <- glm(outcome ~ ${terms}, binomial, data, control = glm.control(1e-12, 100))`],
  slopes: 'coef(fit)[-1]',
  probabilities: 'predict(fit, new, "response")',
};

const POLR: Model = {
  packages: ['MASS'],
  fit: (terms) => [
    'suppressMessages(library(MASS))',
    `fit <- polr(outcome ~ ${terms}, data, Hess = TRUE, control = list(reltol = 1e-14, maxit = 1000))`,
  ],
  slopes: 'coef(fit)',
  probabilities: 'predict(fit, new, "probs")',
};

const MULTINOM: Model = {
  packages: ['nnet'],
  fit: (terms) => [
    'suppressMessages(library(nnet))',
    `fit <- multinom(outcome ~ ${terms}, data, Hess = TRUE, trace = FALSE, maxit = 5000, reltol = 1e-14,`,
    '  abstol = 1e-10)',
  ],
  slopes: 'c(t(rbind(coef(fit))[, -1]))',
  probabilities: '{ p <- predict(fit, new, "probs"); if (is.matrix(p)) p else cbind(1 - p, p) }',
};

/** Classes apart by a variable have slopes without end: only the likelihood is the same everywhere. */
const WITHOUT_END = ['statistics.separation', 'statistics.not-converged'];

/** The data of complete rows, and the model as R fits it. */
function regressionCode(
  { used, x, reference }: Predictors,
  outcomeOf: (move: Move) => string,
  levels: readonly string[],
  model: Model,
): Pick<Computed, 'data' | 'code'> {
  const names = namesBeside(['outcome'], Object.keys(x));
  const complete = used.flatMap((_, i) => (isComplete(x, i) ? [i] : []));
  const rows = complete.map((i) => [outcomeOf(used[i].move), ...Object.values(x).map((values) => values[i])]);
  const data = { head: ['outcome', ...Object.values(names)], rows };
  const outcomes = levels.filter((level) => rows.some(([outcome]) => outcome === level));
  const classes = classesOf(x, complete, reference, names);
  const numeric = Object.keys(x).filter((name) => reference[name] === undefined);
  return {
    data,
    code: ([test]) => {
      const ends = !test.notes.some(({ id }) => WITHOUT_END.includes(id));
      const slopes = ends ? slopesOf(test.estimate as Nested) : [];
      const [first] = numeric;
      const effects = ends && first !== undefined ? effectsIn(test.marginalEffects as Nested<Effect>, first) : [];
      return {
        packages: model.packages,
        script: [
          readData(data),
          ...factors({ outcome: outcomes, ...classes }),
          ...centred(numeric.map((name) => names[name])),
          ...model.fit(sumOf(Object.values(names))),
          'print(summary(fit))',
          'logLik <- as.numeric(logLik(fit)); shares <- table(data$outcome)',
          printed('logLik', 'logLik'),
          printed('statistic', '2 * (logLik - sum(shares * log(shares / sum(shares))))'),
          ...slopes.map((_, i) => printed(`slope${i + 1}`, `(${model.slopes})[${i + 1}]`)),
          ...(effects.length > 0
            ? [
                `# The average marginal effect of ${JSON.stringify(first)} on the probability of each class.`,
                `at <- function(step) { new <- data; column <- ${quoted(names[first])}`,
                `  new[[column]] <- new[[column]] + step; colMeans(cbind(${model.probabilities})) }`,
                `step <- 1e-4 * sd(data[[${quoted(names[first])}]])`,
                'effect <- (at(step) - at(-step)) / (2 * step)',
                ...effects.map((_, i) => printed(`effect${i + 1}`, `effect[${i + 1}]`)),
              ]
            : []),
        ].join('\n'),
        values: {
          logLik: -(test.deviance as number) / 2,
          statistic: test.statistic as number,
          ...Object.fromEntries(slopes.map((slope, i) => [`slope${i + 1}`, slope])),
          ...Object.fromEntries(effects.map((effect, i) => [`effect${i + 1}`, effect])),
        },
      };
    },
  };
}

type Nested<T = number> = Record<string, T> | Record<string, Record<string, T>>;
type Effect = { estimate: number };

/** Without intercepts, class by class. */
function slopesOf(estimate: Nested): number[] {
  return Object.entries(estimate).flatMap(([name, value]) =>
    typeof value === 'number' ? (name === '(Intercept)' ? [] : [value]) : slopesOf(value),
  );
}

/** Of one term, by class; of a logistic regression there is one class. */
function effectsIn(effects: Nested<Effect>, term: string): number[] {
  const own = effects[term] as Effect | undefined;
  if (typeof own?.estimate === 'number') return [own.estimate];
  return Object.values(effects).flatMap((ofClass) => effectsIn(ofClass as Nested<Effect>, term));
}

function regressionTable(used: readonly Case[], outcomeOf: (move: Move) => string): Comparison['table'] {
  const counts = Map.groupBy(used, ({ move }) => outcomeOf(move));
  return {
    head: ['outcome', 'n'],
    rows: [...counts].sort(([a], [b]) => a.localeCompare(b)).map(([outcome, list]) => [outcome, list.length]),
  };
}
