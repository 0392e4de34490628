import { transitionLabel } from '../../../../shared/mobility/words.ts';
import type { Message } from '../../../../shared/messages/message.ts';
import type { Move } from '../../../../shared/mobility/results.ts';
import { say } from '../../../../shared/messages/say.ts';
import { T_TEST, tTest } from '../../../statistics/tests/means.ts';
import {
  BOWKER,
  bowker,
  MCNEMAR,
  mcnemar,
  STUART_MAXWELL,
  stuartMaxwell,
} from '../../../statistics/tests/paired-tables.ts';
import { SIGN, signTest, WILCOXON, wilcoxon } from '../../../statistics/tests/ranks.ts';
import type { TestResult } from '../../../statistics/result.ts';
import { printed, readData, wordsOf } from '../r-code.ts';
import { comparedLevels } from '../../quadrant/move.ts';
import {
  type CodeFor,
  type ComparisonDefinition,
  type ComparisonInput,
  type Computed,
  OUTCOMES,
  type Test,
} from './comparison.ts';

export const LEVEL_BEFORE_AFTER: ComparisonDefinition = {
  name: 'level-before-after',
  question: say('comparison.level-before-after'),
  inputs: [],
  cautions: ['paired', 'superpopulation', 'ceiling'],
  compute: (input) =>
    beforeAfter(
      input,
      say('analysis.level-before-and-after', { transition: transitionLabel(input.book, input.transition) }),
      (move) => comparedLevels(move, input.book) ?? [null, null],
    ),
};

export const TIER_BEFORE_AFTER: ComparisonDefinition = {
  name: 'tier-before-after',
  question: say('comparison.tier-before-after'),
  inputs: [],
  cautions: ['paired', 'superpopulation', 'ceiling'],
  compute: (input) =>
    beforeAfter(
      input,
      say('analysis.tier-before-after', { transition: transitionLabel(input.book, input.transition) }),
      ({ from, to }) => [from.tierRank, to.tierRank],
    ),
};

export const STAYED_BEFORE_AFTER: ComparisonDefinition = {
  name: 'stayed-before-after',
  question: say('comparison.stayed-before-after'),
  inputs: ['other-transition'],
  cautions: ['paired', 'superpopulation'],
  compute: ({ cases, transition, otherTransition, book }) => {
    const both = cases.filter(
      ({ move, other }) => move.outcome !== 'missing' && other !== null && other.outcome !== 'missing',
    );
    const cell = (a: string, b: string) =>
      both.filter(({ move, other }) => move.outcome === a && other?.outcome === b).length;
    const table = OUTCOMES.map((a) => OUTCOMES.map((b) => cell(a, b)));
    const data = {
      head: ['first', 'second'],
      rows: both.map(({ move, other }) => [move.outcome, other?.outcome ?? null]),
    };
    return {
      data,
      code: ([test]) => ({
        packages: [],
        script: [
          readData(data),
          `classes <- ${wordsOf(OUTCOMES)}`,
          'print(counts <- table(factor(data$first, classes), factor(data$second, classes)))',
          ...(test.statistic === null
            ? []
            : [
                'test <- mcnemar.test(counts)',
                printed('statistic', 'unname(test$statistic)'),
                printed('p', 'test$p.value'),
                printed('exact', 'binom.test(counts[1, 2], counts[1, 2] + counts[2, 1])$p.value'),
              ]),
        ].join('\n'),
        values: {
          ...(test.statistic === null
            ? {}
            : { statistic: test.statistic, p: test.p as number, exact: (test.exact as { p: number }).p }),
        },
      }),
      title: say('analysis.stayed-in-two-transitions', {
        transition: transitionLabel(book, transition),
        otherTransition: transitionLabel(book, otherTransition),
      }),
      groups: [],
      table: {
        head: [transition, ...OUTCOMES.map((name) => `${otherTransition}: ${name}`)],
        rows: OUTCOMES.map((name, i) => [name, ...table[i]]),
      },
      tests: [[MCNEMAR.name, () => ({ ...mcnemar({ table }), excluded: cases.length - both.length })]],
    };
  },
};

export const LEVELS_SYMMETRY: ComparisonDefinition = {
  name: 'levels-symmetry',
  question: say('comparison.levels-symmetry'),
  inputs: [],
  cautions: ['paired', 'superpopulation', 'ceiling'],
  compute: ({ cases, transition, book, levels: count }) => {
    const levels = Array.from({ length: count }, (_, i) => i + 1);
    const pairs = cases.flatMap(({ move }) => [comparedLevels(move, book)].filter((pair) => pair !== null));
    const table = levels.map((from) =>
      levels.map((to) => pairs.filter(([before, after]) => before === from && after === to).length),
    );
    const excluded = cases.length - pairs.length;
    const data = { head: ['before', 'after'], rows: pairs.map(([before, after]) => [before, after]) };
    return {
      data,
      code: ([symmetry, margins]) => ({
        packages: [],
        script: [readData(data), ...SYMMETRY].join('\n'),
        values: {
          bowker: symmetry.statistic as number,
          bowkerDf: symmetry.df as number,
          bowkerP: symmetry.p as number,
          stuartMaxwell: margins.statistic as number,
          stuartMaxwellDf: margins.df as number,
          stuartMaxwellP: margins.p as number,
        },
      }),
      title: say('analysis.level-before-by-after', { transition: transitionLabel(book, transition) }),
      groups: [],
      table: {
        head: ['before \\ after', ...levels.map(String)],
        rows: levels.map((level, i) => [String(level), ...table[i]]),
      },
      tests: [
        [BOWKER.name, () => ({ ...bowker({ table }), excluded })],
        [STUART_MAXWELL.name, () => ({ ...stuartMaxwell({ table }), excluded })],
      ],
    };
  },
};

/** Pairs of levels that nobody exchanged are left out, where mcnemar.test() would divide by nothing. */
const SYMMETRY = [
  'classes <- sort(unique(c(data$before, data$after)))',
  'print(counts <- unclass(table(factor(data$before, classes), factor(data$after, classes))))',
  'up <- counts[upper.tri(counts)]; down <- t(counts)[upper.tri(counts)]; both <- up + down > 0',
  printed('bowker', 'sum(((up - down)^2 / (up + down))[both])'),
  printed('bowkerDf', 'sum(both)'),
  printed(
    'bowkerP',
    'if (any(both)) pchisq(sum(((up - down)^2 / (up + down))[both]), sum(both), lower.tail = FALSE) else 1',
  ),
  'change <- rowSums(counts) - colSums(counts)',
  'spread <- eigen(diag(rowSums(counts) + colSums(counts)) - counts - t(counts), TRUE)',
  'kept <- spread$values > 1e-9 * max(spread$values, 1)',
  'margins <- sum(crossprod(spread$vectors[, kept, drop = FALSE], change)^2 / spread$values[kept])',
  // Equal margins are tested with as many degrees of freedom as there are classes but one.
  'df <- if (all(change == 0)) length(classes) - 1 else sum(kept)',
  printed('stuartMaxwell', 'margins'),
  printed('stuartMaxwellDf', 'df'),
  printed('stuartMaxwellP', 'pchisq(margins, df, lower.tail = FALSE)'),
];

function codeOfPairs(data: Computed['data'], [ranks, signs, means]: readonly TestResult[]): ReturnType<CodeFor> {
  const changed = ranks.estimate !== null;
  const varied = means.statistic !== null;
  return {
    packages: [],
    script: [
      readData(data),
      ...(changed
        ? [
            'ranks <- suppressWarnings(wilcox.test(data$before, data$after, paired = TRUE))',
            printed('statistic', 'unname(ranks$statistic)'),
            printed('p', 'ranks$p.value'),
            'sign <- binom.test(sum(data$before > data$after), sum(data$before != data$after))',
            printed('signP', 'sign$p.value'),
          ]
        : []),
      ...(varied
        ? [
            'means <- t.test(data$before, data$after, paired = TRUE)',
            printed('t', 'unname(means$statistic)'),
            printed('tP', 'means$p.value'),
          ]
        : []),
    ].join('\n'),
    values: {
      ...(changed ? { statistic: ranks.statistic as number, p: ranks.p as number, signP: signs.p as number } : {}),
      ...(varied ? { t: means.statistic as number, tP: means.p as number } : {}),
    },
  };
}

function beforeAfter(
  { cases }: ComparisonInput,
  title: Message,
  pick: (move: Move) => [before: number | null, after: number | null],
) {
  const pairs = cases.map(({ move }) => pick(move));
  const before = pairs.map(([value]) => value);
  const after = pairs.map(([, value]) => value);
  const both = before.flatMap((value, i) => (value !== null && after[i] !== null ? [[value, after[i] as number]] : []));
  const data = { head: ['before', 'after'], rows: both };
  const count = (sign: number) => both.filter(([a, b]) => Math.sign(a - b) === sign).length;
  return {
    data,
    code: (results: readonly TestResult[]) => codeOfPairs(data, results),
    title,
    groups: [],
    table: { head: ['better', 'same', 'worse', 'n'], rows: [[count(1), count(0), count(-1), both.length]] },
    // Smaller numbers are better levels, so before − after is positive for a rise.
    tests: [
      [WILCOXON.name, () => wilcoxon({ x: before, y: after })],
      [SIGN.name, () => signTest({ x: before, y: after })],
      [T_TEST.name, () => tTest({ x: before, y: after, paired: true })],
    ] as Test[],
  };
}
