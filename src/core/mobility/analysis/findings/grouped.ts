import { say } from '../../../../shared/messages/say.ts';
import { attributeLabel, transitionLabel } from '../../../../shared/mobility/words.ts';
import type { Label } from '../../../../shared/messages/message.ts';
import { byFrequency } from '../../../statistics/models/design.ts';
import { mixedLogistic } from '../../../statistics/models/mixed.ts';
import { unusable } from '../../../statistics/result.ts';
import {
  column,
  decade,
  ESTIMATE,
  type FindingDefinition,
  type FindingInput,
  type FindingMove,
  HIGH,
  LOW,
  movesOf,
  P_VALUE,
  printed,
  READ_DATA,
  STANDARD_ERROR,
  table,
} from './finding.ts';

interface Coefficient {
  estimate: number;
  se: number;
  p: number;
  oddsRatio: number;
  oddsRatioInterval: [number, number];
}

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
    const x = Object.fromEntries(covariates.map((name) => [name, valuesOf(input, moves, name)]));
    const group = moves.map((move) => groupOf(input, move));
    const reference = Object.fromEntries(
      Object.entries(x)
        .filter(([, values]) => values.some((value) => typeof value === 'string'))
        .map(([name, values]) => [
          name,
          byFrequency(
            values
              .filter((value) => value !== null)
              .map(String)
              .sort(),
          )[0],
        ]),
    );
    const result = mixedLogistic({ success, x, group, reference });
    const coefficients = result.coefficients as Record<string, Coefficient>;
    const terms = termLabels(x, reference);
    const label = transitionLabel(input.book, transition);
    const complete = moves.flatMap((_, i) =>
      group[i] !== null && Object.values(x).every((values) => values[i] !== null) ? [i] : [],
    );
    const groups = [...new Set(complete.map((i) => group[i]))];
    return {
      title: say('finding.grouped-title', { transition: label }),
      tables: [
        table(
          'coefficients',
          say('finding.coefficients'),
          [
            column('term', say('finding.term')),
            ESTIMATE,
            STANDARD_ERROR,
            P_VALUE,
            column('odds ratio', say('finding.odds-ratio')),
            LOW,
            HIGH,
          ],
          Object.entries(coefficients).map(([term, one]) => [
            { key: term, label: terms[term] ?? term },
            one.estimate,
            one.se,
            one.p,
            // The odds at a birth year of 0 mean nothing.
            ...(term === '(Intercept)' ? [null, null, null] : [one.oddsRatio, ...one.oddsRatioInterval]),
          ]),
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
        .filter(([term]) => term !== '(Intercept)')
        .map(([term, one]) =>
          say('finding.odds-sentence', {
            term: terms[term] ?? term,
            odds: { number: one.oddsRatio, style: 'result', decimals: 2 },
            low: { number: one.oddsRatioInterval[0], style: 'result', decimals: 2 },
            high: { number: one.oddsRatioInterval[1], style: 'result', decimals: 2 },
            p: { number: one.p, style: 'p' },
          }),
        ),
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
          READ_DATA.replace(')', ', check.names = FALSE)'),
          ...Object.entries(reference).map(
            ([name, level]) =>
              `data[["${name}"]] <- relevel(factor(data[["${name}"]]), ref = ${JSON.stringify(level)})`,
          ),
          // Around their means: lme4 does not converge on years as they are.
          ...covariates
            .filter((name) => reference[name] === undefined)
            .map((name) => `data[["${name}"]] <- data[["${name}"]] - mean(data[["${name}"]])`),
          `fit <- glmer(upward ~ ${covariates.map((name) => `\`${name}\``).join(' + ')} + (1 | group), data, binomial,`,
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

/** Numbers where every value is one. */
export function valuesOf(
  { scholars }: FindingInput,
  moves: readonly Pick<FindingMove, 'scholar'>[],
  name: string,
): (number | string | null)[] {
  const texts = moves.map(({ scholar }) => scholars[scholar].attributes[name] ?? null);
  const numeric = texts.every((text) => text === null || (text.trim() !== '' && Number.isFinite(Number(text))));
  return texts.map((text) => (text === null || !numeric ? text : Number(text)));
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

/** What the terms of a regression mean, by their names as R writes them. */
export function termLabels(
  x: Readonly<Record<string, readonly (number | string | null)[]>>,
  reference: Readonly<Record<string, string>>,
): Record<string, Label> {
  const terms = Object.entries(x).flatMap(([name, values]): [string, Label][] => {
    const variable = attributeLabel(name);
    const against = reference[name];
    if (against === undefined) return [[name, say('term.number', { variable })]];
    return [...new Set(values.filter((value) => value !== null).map(String))]
      .filter((level) => level !== against)
      .map((level) => [`${name}${level}`, say('term.level', { variable, level, reference: against })]);
  });
  return { '(Intercept)': say('term.intercept'), ...Object.fromEntries(terms) };
}
