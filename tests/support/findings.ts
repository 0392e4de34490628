import type { FindingInput, FindingMove, FindingScholar } from '../../src/core/mobility/analysis/findings/finding.ts';
import { Random } from '../../src/core/statistics/random.ts';
import { DEFAULT_CODEBOOK } from '../../src/shared/mobility/codebook.ts';
import { findingOptions } from '../../src/shared/mobility/findings.ts';

const TRANSITION = 'doctorate:first-job';
const NAMES = Array.from({ length: 14 }, (_, i) => `University ${String.fromCharCode(65 + i)}`);
const levelOf = (name: string) => 1 + Math.floor(NAMES.indexOf(name) / 4);

/** A study without any hierarchy: destinations are drawn whatever the origin. */
export function madeStudy(scholars = 160, options: object = {}): FindingInput {
  const random = new Random(11);
  const people = Array.from({ length: scholars }, (_, i): FindingScholar => {
    const doctorate = 1980 + random.below(30);
    const postdoc = random.uniform() < 0.4;
    return {
      attributes: { gender: i % 3 === 0 ? 'woman' : 'man', birthYear: String(doctorate - 28 - random.below(4)) },
      spells: [
        { from: doctorate - 3, until: doctorate, role: 'doctorate', kind: 'university', level: 1, tier: null },
        ...(postdoc
          ? [
              {
                from: doctorate + 1,
                until: doctorate + 3,
                role: 'postdoc' as const,
                kind: 'university',
                level: 2,
                tier: null,
              },
            ]
          : []),
        { from: doctorate + (postdoc ? 4 : 1), until: 2020, role: 'job', kind: 'university', level: 2, tier: null },
      ],
      didPostdoc: postdoc,
      stageYears: { doctorate, elected: doctorate + 8 + random.below(12) },
    };
  });
  const moves = people.flatMap(({ stageYears: { doctorate } }, scholar): FindingMove[] => {
    const stays = random.uniform() < 0.3;
    const from = NAMES[random.below(NAMES.length)];
    const to = stays ? from : NAMES[random.below(NAMES.length)];
    const change = Math.sign(levelOf(from) - levelOf(to));
    return [
      {
        scholar,
        transition: TRANSITION,
        outcome: from === to ? 'stayed' : 'moved',
        from,
        to,
        fromLevel: levelOf(from),
        toLevel: levelOf(to),
        direction: from === to ? null : change > 0 ? 'upward' : change < 0 ? 'downward' : 'parallel',
        fromYear: doctorate,
        toYear: doctorate + 1,
      },
    ];
  });
  return {
    options: findingOptions.parse({ name: 'staying', transition: TRANSITION, ...options }),
    scholars: people,
    moves,
    book: DEFAULT_CODEBOOK,
    levels: 4,
    lastYear: 2020,
    sample: null,
  };
}
