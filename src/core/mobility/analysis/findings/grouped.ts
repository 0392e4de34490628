import type { Message } from '../../../../shared/messages/message.ts';
import { say } from '../../../../shared/messages/say.ts';
import { INTERCEPT } from '../../../../shared/mobility/intercept.ts';
import { CROSSED } from '../../../../shared/mobility/findings.ts';
import { transitionLabel } from '../../../../shared/mobility/words.ts';
import { byFrequency } from '../../../statistics/models/design.ts';
import { mixedLogistic } from '../../../statistics/models/mixed.ts';
import { chiSquareUpper } from '../../../statistics/distributions.ts';
import { type TestResult, unusable } from '../../../statistics/result.ts';
import { classesOf, columnsOf, isComplete, termLabels } from '../covariates.ts';
import { coefficientsOf, coefficientTable, isEstimated, saidRatio } from './coefficients.ts';
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
    const groupings = groupingsOf(input, moves);
    const names = Object.keys(groupings);
    const modelled = (rows: readonly number[]) => {
      const kept = Object.values(groupings).map((values) => rows.map((i) => values[i]));
      return kept.length === 1 ? kept[0] : Object.fromEntries(names.map((name, k) => [name, kept[k]]));
    };
    // The model reads these only, so its reference class is theirs.
    const complete = moves.flatMap((_, i) =>
      Object.values(groupings).every((values) => values[i] !== null) && isComplete(x, i) ? [i] : [],
    );
    const reference = Object.fromEntries(
      Object.entries(x)
        .filter(([, values]) => values.some((value) => typeof value === 'string'))
        .map(([name, values]) => [name, byFrequency(complete.map((row) => String(values[row])).sort())[0]]),
    );
    const labels = LABELS;
    const result = mixedLogistic({ success, x, group: modelled([...moves.keys()]), reference, labels });
    const test = likelihoodRatio(
      result,
      mixedLogistic({ success: complete.map((i) => success[i]), x: {}, group: modelled(complete), labels }),
    );
    const coefficients = coefficientsOf(result.coefficients, 'oddsRatio');
    const terms = termLabels(x, reference);
    const label = transitionLabel(input.book, transition);
    const between = betweenGroups(result, names);
    const columns = namesBeside(['upward', ...names], covariates);
    const numbered = Object.values(groupings).map((values) => numbers(complete.map((i) => values[i])));
    const data = {
      head: ['upward', ...Object.values(columns), ...names],
      rows: complete.map((i, row) => [
        success[i],
        ...covariates.map((name) => x[name][i]),
        ...numbered.map((values) => values[row]),
      ]),
    };
    const random = names.map((name) => `(1 | ${name})`).join(' + ');
    const numeric = covariates.filter((name) => reference[name] === undefined);
    return {
      p: test.p,
      title: say('finding.grouped-title', { transition: label }),
      tables: [
        coefficientTable(
          'coefficients',
          say('finding.coefficients'),
          column('odds ratio', say('finding.odds-ratio'), 'result'),
          coefficients,
          terms,
        ),
        table(
          'groups',
          say('finding.between-groups'),
          [
            ...(names.length > 1 ? [column('grouping', say('finding.grouping'))] : []),
            column('sd', say('finding.group-sd')),
            column('icc', say('finding.icc')),
            column('groups', say('finding.groups'), 'count'),
            column('n', 'n', 'count'),
            column('logLik', say('finding.log-likelihood')),
          ],
          between.map(({ name, sd, icc, groups }) => [
            ...(names.length > 1 ? [{ key: name, label: LABELS[name] }] : []),
            sd,
            icc,
            groups,
            result.n,
            result.logLikelihood as number,
          ]),
        ),
        chiSquareTable('test', say('finding.likelihood-ratio'), test),
      ],
      sentences: Object.entries(coefficients)
        .filter(([term]) => term !== INTERCEPT)
        .flatMap(([term, one]) => {
          if (!isEstimated(one)) return [];
          const { ratio: odds, ...rest } = saidRatio(one);
          return [say('finding.odds-sentence', { term: terms[term] ?? term, odds, ...rest })];
        }),
      methods: [
        names.length > 1
          ? say('finding.grouped-crossed-methods', { origins: between[0].groups, destinations: between[1].groups })
          : say('finding.grouped-methods', { groups: between[0].groups }),
      ],
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
          `fit <- glmer(upward ~ ${sumOf(Object.values(columns))} + ${random}, data, binomial,`,
          '  control = glmerControl("bobyqa", tolPwrss = 1e-13, optCtrl = list(rhoend = 1e-9, maxfun = 1e5)))',
          'print(summary(fit))',
          ...between.map(({ name, printedAs }) => printed(printedAs, `attr(VarCorr(fit)$${name}, "stddev")`)),
          printed('logLik', 'as.numeric(logLik(fit))'),
          `without <- update(fit, . ~ 1 + ${random})`,
          printed('statistic', 'as.numeric(2 * (logLik(fit) - logLik(without)))'),
        ].join('\n'),
        values: {
          ...Object.fromEntries(between.map(({ printedAs, sd }) => [printedAs, sd])),
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

const LABELS = { origin: say('finding.grouping-origin'), destination: say('finding.grouping-destination') } as Record<
  string,
  Message
>;

/** Of each grouping the group of each move. */
function groupingsOf(input: FindingInput, moves: readonly FindingMove[]): Record<string, (string | null)[]> {
  return input.options.group === CROSSED
    ? { origin: moves.map(({ from }) => from), destination: moves.map(({ to }) => to) }
    : { group: moves.map((move) => groupOf(input, move)) };
}

/** Names that tell nobody who they are. */
function numbers(groups: readonly (string | null)[]): string[] {
  const known = new Map([...new Set(groups)].map((group, i) => [group, `g${i + 1}`]));
  return groups.map((group) => known.get(group) as string);
}

/** What the model says of the differences between the groups of each grouping. */
function betweenGroups({ groupSd, intraclassCorrelation, groups }: TestResult, names: readonly string[]) {
  const of = (value: unknown, name: string) =>
    typeof value === 'number' ? value : (value as Record<string, number>)[name];
  return names.map((name) => ({
    name,
    printedAs: names.length > 1 ? `${name}Sd` : 'groupSd',
    sd: of(groupSd, name),
    icc: of(intraclassCorrelation, name),
    groups: of(groups, name),
  }));
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
