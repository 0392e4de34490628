import { say } from '../../../../shared/messages/say.ts';
import { transitionLabel } from '../../../../shared/mobility/words.ts';
import { byFrequency } from '../../../statistics/models/design.ts';
import { mixedLogistic } from '../../../statistics/models/mixed.ts';
import { chiSquareUpper } from '../../../statistics/distributions.ts';
import { type TestResult, unusable } from '../../../statistics/result.ts';
import { classesOf, columnsOf, isComplete, termLabels } from '../covariates.ts';
import { coefficientsOf, coefficientTable, INTERCEPT, saidRatio } from './coefficients.ts';
import { centred, factors, namesBeside, printed, readData, sumOf } from '../r-code.ts';
import {
  chiSquareTable,
  column,
  decade,
  type FindingDefinition,
  type FindingInput,
  type FindingMove,
  movesOf,
  table,
} from './finding.ts';

/** Who moves upward, where scholars of one institution, cohort or country are alike. */
export const GROUPED: FindingDefinition = {
  name: 'grouped',
  question: say('finding.grouped'),
  inputs: ['transition', 'covariates', 'group'],
  reads: { moves: 'chosen', scholars: [] },
  compute(input) {
    const { covariates, transition } = input.options;
    const moves = movesOf(input).filter(({ direction }) => direction !== null);
    if (covariates.length === 0) throw unusable(say('analysis.no-attribute-chosen'));
    const success = moves.map(({ direction }) => (direction === 'upward' ? 1 : 0));
    const x = columnsOf(
      covariates,
      moves.map(({ scholar }) => input.scholars[scholar].attributes),
    );
    const group = moves.map((move) => groupOf(input, move));
    // The model reads these only, so its reference class is theirs.
    const complete = moves.flatMap((_, i) => (group[i] !== null && isComplete(x, i) ? [i] : []));
    const reference = Object.fromEntries(
      Object.entries(x)
        .filter(([, values]) => values.some((value) => typeof value === 'string'))
        .map(([name, values]) => [name, byFrequency(complete.map((row) => String(values[row])).sort())[0]]),
    );
    const result = mixedLogistic({ success, x, group, reference });
    const test = likelihoodRatio(
      result,
      mixedLogistic({ success: complete.map((i) => success[i]), x: {}, group: complete.map((i) => group[i]) }),
    );
    const coefficients = coefficientsOf(result.coefficients, 'oddsRatio');
    const terms = termLabels(x, reference);
    const label = transitionLabel(input.book, transition);
    const groups = [...new Set(complete.map((i) => group[i]))];
    const columns = namesBeside(['upward', 'group'], covariates);
    const data = {
      head: ['upward', ...Object.values(columns), 'group'],
      rows: complete.map((i) => [
        success[i],
        ...covariates.map((name) => x[name][i]),
        `g${groups.indexOf(group[i]) + 1}`,
      ]),
    };
    const numeric = covariates.filter((name) => reference[name] === undefined);
    return {
      p: test.p,
      title: say('finding.grouped-title', { transition: label }),
      tables: [
        coefficientTable(
          'coefficients',
          say('finding.coefficients'),
          column('odds ratio', say('finding.odds-ratio')),
          coefficients,
          terms,
        ),
        table(
          'groups',
          say('finding.between-groups'),
          [
            column('sd', say('finding.group-sd')),
            column('icc', say('finding.icc')),
            column('groups', say('finding.groups'), 'count'),
            column('n', 'n', 'count'),
            column('logLik', say('finding.log-likelihood')),
          ],
          [
            [
              result.groupSd as number,
              result.intraclassCorrelation as number,
              result.groups as number,
              result.n,
              result.logLikelihood as number,
            ],
          ],
        ),
        chiSquareTable('test', say('finding.likelihood-ratio'), test),
      ],
      sentences: Object.entries(coefficients)
        .filter(([term]) => term !== INTERCEPT)
        .map(([term, one]) => {
          const { ratio: odds, ...rest } = saidRatio(one);
          return say('finding.odds-sentence', { term: terms[term] ?? term, odds, ...rest });
        }),
      methods: [say('finding.grouped-methods', { groups: result.groups as number })],
      notes: [...(result.excluded > 0 ? [say('finding.incomplete', { n: result.excluded })] : []), ...result.notes],
      plot: null,
      code: {
        data,
        packages: ['lme4'],
        script: [
          'suppressMessages(library(lme4))',
          readData(data),
          ...factors(classesOf(x, complete, reference, columns)),
          ...centred(numeric.map((name) => columns[name])),
          `fit <- glmer(upward ~ ${sumOf(Object.values(columns))} + (1 | group), data, binomial,`,
          '  control = glmerControl("bobyqa", tolPwrss = 1e-13, optCtrl = list(rhoend = 1e-9, maxfun = 1e5)))',
          'print(summary(fit))',
          printed('groupSd', 'attr(VarCorr(fit)$group, "stddev")'),
          printed('logLik', 'as.numeric(logLik(fit))'),
          'without <- update(fit, . ~ 1 + (1 | group))',
          printed('statistic', 'as.numeric(2 * (logLik(fit) - logLik(without)))'),
        ].join('\n'),
        values: {
          groupSd: result.groupSd as number,
          logLik: result.logLikelihood as number,
          statistic: test.statistic,
        },
      },
    };
  },
};

/** Against the model of the groups alone. */
function likelihoodRatio(full: TestResult, groupsAlone: TestResult): { statistic: number; df: number; p: number } {
  const statistic = Math.max(0, 2 * ((full.logLikelihood as number) - (groupsAlone.logLikelihood as number)));
  const df = Object.keys(full.coefficients as object).length - 1;
  return { statistic, df, p: chiSquareUpper(statistic, df) };
}

function groupOf({ options: { group }, scholars }: FindingInput, move: FindingMove): string | null {
  if (group === 'origin') return move.from;
  if (group === 'destination') return move.to;
  if (group === 'cohort') return move.fromYear === null ? null : decadeHalf(move.fromYear);
  return scholars[move.scholar].attributes[group] ?? null;
}

/** Cohorts of two years: decades would be too few groups. */
function decadeHalf(year: number): string {
  return `${decade(year)} ${Math.floor((year % 10) / 2)}`;
}
