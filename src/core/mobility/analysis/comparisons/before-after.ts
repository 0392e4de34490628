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
import { comparedLevels } from '../../quadrant/move.ts';
import { type ComparisonDefinition, type ComparisonInput, OUTCOMES, type Test } from './comparison.ts';

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
    return {
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
    return {
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

function beforeAfter(
  { cases }: ComparisonInput,
  title: Message,
  pick: (move: Move) => [before: number | null, after: number | null],
) {
  const pairs = cases.map(({ move }) => pick(move));
  const before = pairs.map(([value]) => value);
  const after = pairs.map(([, value]) => value);
  const both = before.flatMap((value, i) => (value !== null && after[i] !== null ? [[value, after[i] as number]] : []));
  const count = (sign: number) => both.filter(([a, b]) => Math.sign(a - b) === sign).length;
  return {
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
