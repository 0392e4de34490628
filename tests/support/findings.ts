import type { FindingInput, FindingMove, FindingScholar } from '../../src/core/mobility/analysis/findings/finding.ts';
import type { ComparisonInput } from '../../src/core/mobility/analysis/comparisons/comparison.ts';
import { Random } from '../../src/core/statistics/random.ts';
import { DEFAULT_CODEBOOK } from '../../src/shared/mobility/codebook.ts';
import { findingOptions } from '../../src/shared/mobility/findings.ts';
import type { Change, Move, Place } from '../../src/shared/mobility/results.ts';

const TRANSITION = 'doctorate:first-job';
const NAMES = Array.from({ length: 14 }, (_, i) => `University ${String.fromCharCode(65 + i)}`);
const levelOf = (name: string) => 1 + Math.floor(NAMES.indexOf(name) / 4);

/** A study without any hierarchy: destinations are drawn whatever the origin. */
export function madeStudy(scholars = 160, options: object = {}): FindingInput {
  const random = new Random(11);
  const people = Array.from({ length: scholars }, (_, i): FindingScholar => {
    const doctorate = 1980 + random.below(30);
    const postdoc = random.uniform() < 0.4;
    const written = { gender: i % 3 === 0 ? 'woman' : 'man', birthYear: String(doctorate - 28 - random.below(4)) };
    return {
      attributes: written,
      written,
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
    optionalMoves: 0,
    book: DEFAULT_CODEBOOK,
    levels: 4,
    lastYear: 2020,
    sample: null,
    whom: null,
  };
}

const OTHER = 'first-job:elected';

/** Names of attributes and classes that a reader of CSV files or R can mistake. */
export const HOSTILE = {
  gender: 'outcome',
  birthYear: '`born` "in"',
  classes: { man: '=F', woman: 'NA' },
};

function placeAt(stage: string, name: string, year: number | null): Place {
  const level = levelOf(name);
  return {
    stage,
    state: 'known',
    missing: null,
    institutionId: NAMES.indexOf(name) + 1,
    institution: name,
    kind: 'university',
    city: `City ${level}`,
    country: 'CN',
    tier: `tier ${level}`,
    tierRank: 1 + ((NAMES.indexOf(name) * 5) % 7),
    level,
    meanRank: null,
    rankedYears: 1,
    usableYears: 1,
    reputationStatus: 'ranked',
    year,
    role: null,
    uncertain: false,
  };
}

/** The same study as comparisons read it, with a second move of each scholar; every tenth is not coded. */
export function madeComparison(scholars = 160, named: Partial<typeof HOSTILE> = {}): ComparisonInput {
  const random = new Random(12);
  const { scholars: people, moves } = madeStudy(scholars);
  const moveOf = (transition: string, i: number, from: string, to: string, years: [number, number]): Move => {
    const change = Math.sign(levelOf(from) - levelOf(to)) as Change;
    const [before, after] = transition.split(':');
    return {
      scholarId: i,
      scholar: `s${i}`,
      name: `Scholar ${i}`,
      from: placeAt(before, from, years[0]),
      to: placeAt(after, to, years[1]),
      outcome: i % 10 === 9 ? 'missing' : from === to ? 'stayed' : 'moved',
      missing: i % 10 === 9 ? 'not-coded' : null,
      cityChangedInside: false,
      comparable: from !== to && i % 10 !== 9,
      reason: null,
      school: change,
      cityChange: change,
      direction: i % 10 === 9 || from === to ? null : change > 0 ? 'upward' : change < 0 ? 'downward' : 'parallel',
      subtype: null,
    };
  };
  const classes: Record<string, string> = named.classes ?? {};
  const attributesOf = ({ gender, birthYear }: Record<string, string>, i: number): Record<string, string> => ({
    [named.gender ?? 'gender']: classes[gender] ?? gender,
    ...(i % 17 === 16 ? {} : { [named.birthYear ?? 'birthYear']: birthYear }),
  });
  return {
    cases: people.map(({ attributes, stageYears }, i) => {
      const { from, to } = moves[i];
      const next = random.uniform() < 0.5 ? to : NAMES[random.below(NAMES.length)];
      const first = stageYears.doctorate + 1 + random.below(4);
      return {
        move: moveOf(TRANSITION, i, from, to, [stageYears.doctorate, first]),
        other: moveOf(OTHER, i, to, next, [first, stageYears.elected]),
        attributes: attributesOf(attributes, i),
      };
    }),
    attribute: named.gender ?? 'gender',
    covariates: [named.gender ?? 'gender', named.birthYear ?? 'birthYear'],
    references: {},
    transition: TRANSITION,
    otherTransition: OTHER,
    book: DEFAULT_CODEBOOK,
    levels: 4,
    sample: null,
  };
}
