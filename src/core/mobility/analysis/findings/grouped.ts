import { say } from '../../../../shared/messages/say.ts';
import { transitionLabel } from '../../../../shared/mobility/words.ts';
import { byFrequency } from '../../../statistics/models/design.ts';
import { mixedLogistic } from '../../../statistics/models/mixed.ts';
import { unusable } from '../../../statistics/result.ts';
import { columnsOf, isComplete, termLabels } from '../covariates.ts';
import { coefficientsOf, coefficientTable, INTERCEPT, releveled, saidRatio, sumOf } from './coefficients.ts';
import {
  column,
  decade,
  type FindingDefinition,
  type FindingInput,
  type FindingMove,
  movesOf,
  printed,
  READ_NAMED_DATA,
  table,
} from './finding.ts';

/** Who moves upward, where scholars of one institution, cohort or country are alike. */
export const GROUPED: FindingDefinition = {
  name: 'grouped',
  question: say('finding.grouped'),
  inputs: ['transition', 'covariates', 'group'],
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
    const coefficients = coefficientsOf(result.coefficients, 'oddsRatio');
    const terms = termLabels(x, reference);
    const label = transitionLabel(input.book, transition);
    const groups = [...new Set(complete.map((i) => group[i]))];
    return {
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
        data: {
          head: ['upward', ...covariates, 'group'],
          rows: complete.map((i) => [
            success[i],
            ...covariates.map((name) => x[name][i] as string | number),
            `g${groups.indexOf(group[i]) + 1}`,
          ]),
        },
        packages: ['lme4'],
        script: [
          'suppressMessages(library(lme4))',
          READ_NAMED_DATA,
          ...releveled(reference),
          // Around their means: lme4 does not converge on years as they are.
          ...covariates
            .filter((name) => reference[name] === undefined)
            .map((name) => `data[["${name}"]] <- data[["${name}"]] - mean(data[["${name}"]])`),
          `fit <- glmer(upward ~ ${sumOf(covariates)} + (1 | group), data, binomial,`,
          '  control = glmerControl("bobyqa", tolPwrss = 1e-13, optCtrl = list(rhoend = 1e-9, maxfun = 1e5)))',
          'print(summary(fit))',
          printed('groupSd', 'attr(VarCorr(fit)$group, "stddev")'),
          printed('logLik', 'as.numeric(logLik(fit))'),
        ].join('\n'),
        values: { groupSd: result.groupSd as number, logLik: result.logLikelihood as number },
      },
    };
  },
};

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
