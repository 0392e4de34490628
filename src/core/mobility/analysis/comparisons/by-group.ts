import { attributeLabel, transitionLabel } from '../../../../shared/mobility/words.ts';
import type { Message } from '../../../../shared/messages/message.ts';
import { AppError } from '../../../../shared/errors.ts';
import type { Move } from '../../../../shared/mobility/results.ts';
import { say } from '../../../../shared/messages/say.ts';
import { mean, medianOfSorted } from '../../../statistics/descriptive.ts';
import { crossCells, crossTest } from '../findings/cross-table.ts';
import { yearsTaken } from '../../quadrant/move.ts';
import { factors, printed, readData } from '../r-code.ts';
import type { TestResult } from '../../../statistics/result.ts';
import { CHI_SQUARE, chiSquare } from '../../../statistics/tests/chi-square.ts';
import { FISHER, fisher } from '../../../statistics/tests/fisher.ts';
import { T_TEST, tTest } from '../../../statistics/tests/means.ts';
import { KRUSKAL, kruskal } from '../../../statistics/tests/kruskal.ts';
import { MANN_WHITNEY, mannWhitney } from '../../../statistics/tests/ranks.ts';
import {
  type Case,
  type CodeFor,
  type ComparisonDefinition,
  type ComparisonInput,
  type Computed,
  directionsOf,
  OUTCOMES,
  type Test,
} from './comparison.ts';

export const OUTCOME_BY_GROUP: ComparisonDefinition = {
  name: 'outcome-by-group',
  question: say('comparison.outcome-by-group'),
  inputs: ['attribute'],
  cautions: ['not-random', 'superpopulation'],
  compute: (input) =>
    crossTable(
      input,
      say('analysis.stayed-by-attribute', {
        attribute: attributeLabel(input.attribute),
        transition: transitionLabel(input.book, input.transition),
      }),
      OUTCOMES,
      ({ outcome }) => (outcome === 'missing' ? null : outcome),
    ),
};

export const DIRECTION_BY_GROUP: ComparisonDefinition = {
  name: 'direction-by-group',
  question: say('comparison.direction-by-group'),
  inputs: ['attribute'],
  cautions: ['not-random', 'superpopulation'],
  compute: (input) =>
    crossTable(
      input,
      say('analysis.direction-by-attribute', {
        attribute: attributeLabel(input.attribute),
        transition: transitionLabel(input.book, input.transition),
      }),
      directionsOf(input.book),
      ({ direction }) => direction,
    ),
};

export const LEVEL_BY_GROUP: ComparisonDefinition = {
  name: 'level-by-group',
  question: say('comparison.level-by-group'),
  inputs: ['attribute'],
  cautions: ['not-random', 'superpopulation', 'ceiling'],
  compute: (input) =>
    byGroup(
      input,
      say('analysis.level-by-attribute', {
        transition: transitionLabel(input.book, input.transition),
        attribute: attributeLabel(input.attribute),
      }),
      ({ to }) => to.level,
      false,
    ),
};

export const YEARS_BY_GROUP: ComparisonDefinition = {
  name: 'years-by-group',
  question: say('comparison.years-by-group'),
  inputs: ['attribute'],
  cautions: ['not-random', 'superpopulation'],
  compute: (input) =>
    byGroup(
      input,
      say('analysis.years-by-attribute', {
        transition: transitionLabel(input.book, input.transition),
        attribute: attributeLabel(input.attribute),
      }),
      yearsTaken,
      true,
    ),
};

const MOST_GROUPS = 12;

function grouped(cases: readonly Case[], attribute: string): Map<string, Case[]> {
  const groups = Map.groupBy(
    cases.filter(({ attributes }) => attributes[attribute] !== undefined),
    ({ attributes }) => attributes[attribute],
  );
  if (groups.size < 2) {
    const known = [...new Set(cases.flatMap(({ attributes }) => Object.keys(attributes)))].sort();
    throw new AppError(
      'bad-input',
      say('analysis.too-few-groups', { attribute, groups: groups.size, attributes: known.length, known }),
    );
  }
  if (groups.size > MOST_GROUPS)
    throw new AppError(
      'bad-input',
      say('analysis.too-many-groups', { attribute, groups: groups.size, mostGroups: MOST_GROUPS }),
    );
  return new Map([...groups].sort(([a], [b]) => a.localeCompare(b)));
}

function crossTable(
  input: ComparisonInput,
  title: Message,
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
  const data = {
    head: ['group', 'outcome'],
    rows: [...groups].flatMap(([group, cases]) =>
      cases.flatMap(({ move }) => {
        const outcome = classOf(move);
        return outcome === null || !classes.includes(outcome) ? [] : [[group, outcome]];
      }),
    ),
  };
  return {
    data,
    code: ([test, exact]: readonly TestResult[]) => ({
      packages: [],
      script: [
        readData(data),
        'print(counts <- table(data$group, data$outcome))',
        'test <- suppressWarnings(chisq.test(counts, correct = FALSE))',
        printed('statistic', 'unname(test$statistic)'),
        printed('p', 'test$p.value'),
        'print(round(test$stdres, 2))',
        ...(isSimulated(exact)
          ? ['print(fisher.test(counts, simulate.p.value = TRUE, B = 1e5)$p.value)']
          : [printed('exact', 'fisher.test(counts, workspace = 2e7)$p.value')]),
      ].join('\n'),
      values: {
        statistic: test.statistic as number,
        p: test.p as number,
        ...(isSimulated(exact) ? {} : { exact: exact.p as number }),
      },
    }),
    title,
    groups: [...groups.keys()],
    table: {
      head: [input.attribute, ...classes.flatMap((name) => [name, 'row %', 'residual']), 'n'],
      rows: [...groups.keys()].map((group, i) => [group, ...crossCells(counts, i, crossTest(counts))]),
    },
    tests: [
      [CHI_SQUARE.name, withExcluded(() => chiSquare({ table: counts }))],
      [FISHER.name, withExcluded(() => fisher({ table: counts }))],
    ] as Test[],
  };
}

function isSimulated({ pInterval }: TestResult): boolean {
  return pInterval !== undefined;
}

function byGroup(input: ComparisonInput, title: Message, pick: (move: Move) => number | null, means: boolean) {
  const groups = grouped(input.cases, input.attribute);
  const values = [...groups.values()].map((cases) => cases.map(({ move }) => pick(move)));
  const tests: Test[] =
    values.length === 2
      ? [
          [MANN_WHITNEY.name, () => mannWhitney({ x: values[0], y: values[1] })],
          ...(means ? [[T_TEST.name, () => tTest({ x: values[0], y: values[1] })] as Test] : []),
        ]
      : [[KRUSKAL.name, () => kruskal({ groups: values })]];
  const known = values.map((list) => list.filter((value): value is number => value !== null).sort((a, b) => a - b));
  const names = [...groups.keys()];
  const data = {
    head: ['group', 'value'],
    rows: values.flatMap((list, i) => list.flatMap((value) => (value === null ? [] : [[names[i], value]]))),
  };
  return {
    data,
    code: (results: readonly TestResult[]) => codeByGroup(data, names, values.length === 2, results),
    title,
    groups: names,
    table: {
      head: [input.attribute, 'n', 'median', 'mean', 'missing'],
      rows: names.map((group, i) => [
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

/** What cannot be told from values that are all alike, R's code leaves out too. */
function codeByGroup(
  data: Computed['data'],
  names: readonly string[],
  two: boolean,
  [ranks, means]: readonly TestResult[],
): ReturnType<CodeFor> {
  const ranked = ranks.estimate !== null || (!two && ranks.statistic !== 0);
  const compared = means !== undefined && means.statistic !== null;
  return {
    packages: [],
    script: [
      readData(data),
      ...factors({ group: names }),
      'print(aggregate(value ~ group, data, function(x) c(n = length(x), median = median(x), mean = mean(x))))',
      ...(ranked
        ? [
            `ranks <- suppressWarnings(${two ? 'wilcox' : 'kruskal'}.test(value ~ group, data))`,
            printed('statistic', 'unname(ranks$statistic)'),
            printed('p', 'ranks$p.value'),
          ]
        : []),
      ...(compared
        ? [
            'means <- t.test(value ~ group, data)',
            printed('t', 'unname(means$statistic)'),
            printed('tDf', 'unname(means$parameter)'),
            printed('tP', 'means$p.value'),
          ]
        : []),
    ].join('\n'),
    values: {
      ...(ranked ? { statistic: ranks.statistic as number, p: ranks.p as number } : {}),
      ...(compared ? { t: means.statistic as number, tDf: means.df as number, tP: means.p as number } : {}),
    },
  };
}
