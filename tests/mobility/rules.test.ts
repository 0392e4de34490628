import { randomInt } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { nameKey } from '../../src/core/mobility/names/name-key.ts';
import { cityClassOf } from '../../src/core/mobility/quadrant/city.ts';
import { moveOf, quadrantOf } from '../../src/core/mobility/quadrant/move.ts';
import { Placer } from '../../src/core/mobility/quadrant/place.ts';
import { entityOf, type Institution, type Reference } from '../../src/core/mobility/quadrant/reference.ts';
import { levelOf, reputationOf } from '../../src/core/mobility/quadrant/reputation.ts';
import { summarise } from '../../src/core/mobility/quadrant/summary.ts';
import { pseudonymise } from '../../src/core/mobility/report/pseudonymise.ts';
import { saying } from '../support/messages.ts';
import { suppressedSummary } from '../../src/core/mobility/report/suppressed-summary.ts';
import { suggest } from '../../src/core/mobility/stages/suggest.ts';
import { finalCode, sameJudgement } from '../../src/core/mobility/study/final-code.ts';
import { changedRules } from '../../src/core/mobility/codebook/diff.ts';
import { type Codebook, DEFAULT_CODEBOOK, type Stage } from '../../src/shared/mobility/codebook.ts';
import { type CodeValue, EMPTY_CODE, type Position } from '../../src/shared/mobility/coding.ts';
import type { Change, Move, Place } from '../../src/shared/mobility/results.ts';
import { Random } from '../../src/core/statistics/random.ts';

vi.mock('node:crypto', async (original) => {
  const crypto = await original<typeof import('node:crypto')>();
  return { ...crypto, randomInt: vi.fn(crypto.randomInt) };
});

const stage = (rule: Stage['rule']): Stage => ({ key: rule, label: { en: rule, zh: rule }, rule, optional: false });

let positions = 0;
function position(
  role: Position['role'],
  startYear: number | null,
  endYear: number | null,
  more: Partial<Position> = {},
) {
  const id = ++positions;
  return {
    id,
    evidence: { id, file: 'r.csv', line: id, text: '' },
    stage: null,
    role,
    title: null,
    mention: `place ${id}`,
    mentionKey: `place ${id}`,
    city: null,
    country: 'CN',
    startYear,
    endYear,
    isCurrent: false,
    isPrimary: false,
    institution: `i${id}`,
    ...more,
  } satisfies Position;
}

describe('what the rules suggest', () => {
  const yearOf = (rule: Stage['rule'], career: Position[], book: Codebook = DEFAULT_CODEBOOK) =>
    suggest(stage(rule), career, book).value?.year ?? null;

  it('a degree counts from its end, a job from its beginning; of several degrees the last', () => {
    const career = [
      position('doctorate', 1985, 1990),
      position('doctorate', 1988, 1995),
      position('job', 1996, 2001),
      position('job', 2001, null, { isCurrent: true }),
    ];
    expect(yearOf('doctorate', career)).toBe(1995);
    expect(yearOf('first-job', career)).toBe(1996);
    expect(yearOf('current', career)).toBe(2001);
    expect(yearOf('doctorate', [position('doctorate', 1990, null)])).toBe(1990);
  });

  it('the first award counts, and the post held in its year where the line names none', () => {
    const awards = [
      position('award', 2010, 2010, { institution: 'late' }),
      position('award', 2003, 2003, { institution: 'early' }),
      position('award', null, null, { institution: 'undated' }),
    ];
    expect(suggest(stage('award'), awards, DEFAULT_CODEBOOK).value).toMatchObject({ year: 2003, institution: 'early' });
    const silent = position('award', 2005, 2005, { mention: '', mentionKey: '', institution: null });
    const jobs = [
      position('job', 1996, 2004, { institution: 'before' }),
      position('job', 2004, 2009, { institution: 'then' }),
      position('job', 2006, null, { institution: 'after' }),
    ];
    expect(suggest(stage('award'), [...jobs, silent], DEFAULT_CODEBOOK).value?.institution).toBe('then');
  });

  it('a first job begins in the year of the degree or later, or is the post that was held through it', () => {
    const through = position('job', 1990, 2000);
    const career = [position('doctorate', 1991, 1995), through];
    expect(suggest(stage('first-job'), career, DEFAULT_CODEBOOK)).toMatchObject({
      value: { institution: through.institution },
      reasons: [{ code: 'held-through-degree' }],
    });
    const later = [position('job', 1995, 1996), position('job', 1999, null)];
    expect(yearOf('first-job', [career[0], ...later])).toBe(1995);
    // Taken in service: the next post is not the first.
    expect(yearOf('first-job', [...career, ...later])).toBe(1990);
    expect(yearOf('first-job', [career[0], position('job', 1988, 1992), ...later])).toBe(1995);
    expect(suggest(stage('first-job'), [position('doctorate', 1991, 1995)], DEFAULT_CODEBOOK).question?.code).toBe(
      'none-found',
    );
  });

  it('a promotion at the same institution goes on with the post, a leave for the degree ends it', () => {
    const at = (start: number, end: number | null, institution: string) => position('job', start, end, { institution });
    const degree = position('doctorate', 1997, 2000);
    const promoted = [at(1990, 2000, 'a'), at(2000, 2008, 'a'), at(2008, null, 'b')];
    expect(yearOf('first-job', [degree, ...promoted])).toBe(1990);
    expect(yearOf('first-job', [degree, at(1990, 1996, 'a'), at(2000, 2008, 'a')])).toBe(2000);
    expect(yearOf('first-job', [degree, at(1990, 2000, 'a'), at(2000, 2008, 'b')])).toBe(2000);
    const assistant = position('part-time', 1998, 2002, { institution: 'a' });
    expect(yearOf('first-job', [degree, assistant, at(2001, 2008, 'b')])).toBe(2001);
  });
});

/** Two universities, one that merged into the first in 1998, and a list of ranks. */
function world(years: [year: number, deepest: number][], ranks: [string, number, number, number][]) {
  const institution = (id: number, key: string, more: Partial<Institution> = {}): Institution => ({
    id,
    key,
    name: key,
    kind: 'university',
    city: key === 'b' ? 'Beta' : 'Alpha',
    country: 'CN',
    latitude: null,
    longitude: null,
    nameKeys: [nameKey(key)],
    relations: [],
    ...more,
  });
  const reference: Reference = {
    institutions: new Map(
      [
        institution(1, 'a'),
        institution(2, 'b'),
        institution(3, 'old', { relations: [{ kind: 'merged-into', other: 1, year: 1998 }] }),
        institution(4, 'campus', { relations: [{ kind: 'campus', other: 2, year: null }] }),
        institution(5, 'c', { kind: 'conservatory' }),
      ].map((one) => [one.id, one]),
    ),
    rankings: new Map([
      [
        'ARWU',
        {
          graded: false,
          years: new Map(years.map(([year, deepest]) => [year, { deepest, rows: 1 }])),
          entries: Map.groupBy(
            ranks.map(([name, year, low, high]) => ({ name, year, low, high, country: 'CN', grade: null })),
            ({ name }) => name,
          ),
        },
      ],
    ]),
    tiers: new Map([
      ['alpha|CN', { city: 'Alpha', country: 'CN', tier: 'tier 1', latitude: null, longitude: null }],
      ['beta|CN', { city: 'Beta', country: 'CN', tier: 'tier 2', latitude: null, longitude: null }],
    ]),
    edition: '2020',
  };
  const of = (id: number) => reference.institutions.get(id) as Institution;
  return { reference, of };
}

const withReputation = (change: Partial<Codebook['reputation']>): Codebook => ({
  ...DEFAULT_CODEBOOK,
  reputation: { ...DEFAULT_CODEBOOK.reputation, ...change },
});

describe('levels', () => {
  it('a mean that is a cut-point belongs to the better level', () => {
    const points = [100, 200, 400];
    expect([1, 99.9, 100, 100.1, 200, 200.5, 400, 400.1, 501].map((mean) => levelOf(mean, points))).toEqual([
      1, 1, 1, 2, 2, 3, 3, 4, 4,
    ]);
  });

  it('a rank deeper than the cap counts as the cap; so does absence from a whole list, and not from a cut one', () => {
    const { reference, of } = world(
      [
        [2003, 1000],
        [2004, 1000],
        [2005, 300],
      ],
      [
        ['b', 2003, 701, 800],
        ['a', 2003, 100, 200],
        ['a', 2004, 301, 400],
      ],
    );
    const mean = (id: number, book = DEFAULT_CODEBOOK) => {
      const { mean: value, ranked, usable } = reputationOf(of(id), null, book, reference);
      return [value, ranked, usable];
    };
    expect(mean(2)).toEqual([501, 1, 2]);
    expect(mean(2, withReputation({ cap: 900 }))).toEqual([(750.5 + 900) / 2, 1, 2]);
    expect(mean(2, withReputation({ cap: 900, unranked: 'leave-out' }))).toEqual([750.5, 1, 1]);
    expect(mean(1)).toEqual([(150 + 350.5) / 2, 2, 2]);
    expect(mean(1, withReputation({ band: 'lower' }))).toEqual([200.5, 2, 2]);
    expect(mean(1, withReputation({ band: 'upper' }))).toEqual([300, 2, 2]);
    expect(reputationOf(of(5), null, DEFAULT_CODEBOOK, reference).status).toBe('specialist');
    expect(mean(1, withReputation({ fromYear: 2004 }))).toEqual([350.5, 1, 1]);
  });

  it('near the move, only lists around its year count; two ranks in one year count for neither', () => {
    const { reference, of } = world(
      [2003, 2006, 2010].map((year) => [year, 500]),
      [
        ['a', 2003, 10, 10],
        ['a', 2006, 30, 30],
        ['a', 2010, 100, 100],
        ['b', 2003, 10, 10],
        ['b', 2003, 20, 20],
        ['b', 2006, 300, 300],
        ['b', 2010, 300, 300],
      ],
    );
    const near = withReputation({ rule: 'near-move', nearYears: 2 });
    expect(reputationOf(of(1), 2006, near, reference).mean).toBe(30);
    expect(reputationOf(of(1), 2008, near, reference).mean).toBe(65);
    expect(reputationOf(of(1), null, near, reference).mean).toBe(140 / 3);
    expect(reputationOf(of(2), null, DEFAULT_CODEBOOK, reference)).toMatchObject({ mean: 300, usable: 2 });
    const placed = (book: Codebook, year: number | null) =>
      new Placer(book, reference).place('first-job', { ...EMPTY_CODE, institution: 'a', year }, null);
    expect(placed(near, 2006)).toMatchObject({ meanRank: 30 });
    expect(placed(near, null)).toMatchObject({ level: null, meanRank: null, reputationStatus: 'no-year' });
    expect(placed(DEFAULT_CODEBOOK, null)).toMatchObject({ meanRank: 140 / 3 });
  });

  it('a part without a rank has that of what it merged into', () => {
    const { reference, of } = world([[2003, 500]], [['a', 2003, 10, 10]]);
    expect(reputationOf(of(3), 1990, DEFAULT_CODEBOOK, reference).mean).toBe(10);
  });
});

describe('moves', () => {
  it('a merger counts from its year on, a campus always, as the codebook says', () => {
    const { reference } = world([], []);
    const { identity } = DEFAULT_CODEBOOK;
    expect([1997, 1998, 1999].map((year) => entityOf(3, year, reference, identity))).toEqual([3, 1, 1]);
    expect(entityOf(3, 2000, reference, { ...identity, mergers: false })).toBe(3);
    expect(entityOf(4, 1900, reference, identity)).toBe(2);
    expect(entityOf(4, 1900, reference, { ...identity, campuses: false })).toBe(4);
  });

  it('nine cells of change, four directions', () => {
    const table = ([-1, 0, 1] as Change[]).map((school) =>
      ([-1, 0, 1] as Change[]).map((city) => {
        const { direction, subtype } = quadrantOf(school, city, DEFAULT_CODEBOOK);
        return subtype ?? direction;
      }),
    );
    expect(table).toEqual([
      ['downward', 'downward', 'upgradeCityDowngradeSchool'],
      ['downward', 'doubleSame', 'upward'],
      ['downgradeCityUpgradeSchool', 'upward', 'upward'],
    ]);
    const apart: Codebook = { ...DEFAULT_CODEBOOK, quadrant: { ...DEFAULT_CODEBOOK.quadrant, mixed: 'apart' } };
    expect(quadrantOf(1, -1, DEFAULT_CODEBOOK).direction).toBe('parallel');
    expect(quadrantOf(1, -1, apart).direction).toBe('mixed');
  });

  it('to a better rank and a better city is upward, and what the city or kind forbids is not compared', () => {
    const { reference } = world(
      [[2003, 500]],
      [
        ['a', 2003, 50, 50],
        ['b', 2003, 350, 350],
      ],
    );
    const placer = new Placer(DEFAULT_CODEBOOK, reference);
    const at = (institution: string, more: Partial<CodeValue> = {}) =>
      placer.place('any', { ...EMPTY_CODE, institution, year: 2000, ...more }, null);
    const move = (from: Place, to: Place) =>
      moveOf({ id: 1, key: 's', name: 'S' }, from, to, DEFAULT_CODEBOOK, reference);
    expect(move(at('b'), at('a'))).toMatchObject({ outcome: 'moved', school: 1, cityChange: 1, direction: 'upward' });
    expect(move(at('a'), at('b'))).toMatchObject({ direction: 'downward' });
    expect(move(at('b'), at('a', { city: 'Gamma' }))).toMatchObject({ comparable: false, reason: 'unknown-city' });
    expect(move(at('b'), at('c'))).toMatchObject({ reason: 'specialist' });
    expect(move(at('old'), at('a'))).toMatchObject({ outcome: 'stayed', cityChangedInside: false });
    expect(move(at('a'), at('a', { city: 'Beta' }))).toMatchObject({ outcome: 'stayed', cityChangedInside: true });
    const hongKong = cityClassOf('Hong Kong', 'HK', DEFAULT_CODEBOOK, reference);
    expect(hongKong).toEqual({ name: 'Hong Kong', rank: null });
    expect(cityClassOf('Boston', 'US', DEFAULT_CODEBOOK, reference)).toEqual({ name: 'abroad', rank: null });
    expect(cityClassOf('Alpha City', null, DEFAULT_CODEBOOK, reference)).toEqual({ name: 'tier 1', rank: 0 });
  });

  it('are counted by the level of their origin; shares are of comparable moves', () => {
    const move = (from: number, to: number, direction: Move['direction']) =>
      ({
        outcome: 'moved',
        comparable: true,
        direction,
        subtype: null,
        missing: null,
        reason: null,
        school: Math.sign(from - to),
        cityChange: 0,
        from: { level: from, kind: 'university', uncertain: false },
        to: { level: to, kind: 'university', uncertain: from === 2 },
      }) as unknown as Move;
    const moves = [move(1, 3, 'downward'), move(1, 4, 'downward'), move(2, 1, 'upward'), move(4, 1, 'upward')];
    const stayed = { ...move(1, 1, null), outcome: 'stayed', comparable: false } as Move;
    const summary = summarise('a:b', [...moves, stayed], [], DEFAULT_CODEBOOK, 1, false);
    expect(
      summary.byOriginLevel.map(({ level, moves: n, upward, downward }) => [level, n, upward.count, downward.count]),
    ).toEqual([
      [1, 2, 0, 2],
      [2, 1, 1, 0],
      [3, 0, 0, 0],
      [4, 1, 1, 0],
    ]);
    expect(summary).toMatchObject({ scholars: 5, stayed: 1, moved: 4, comparableMoves: 4, uncertain: 1 });
    expect(summary.upward).toMatchObject({ count: 2, share: 0.5 });
    expect(summary.cells).toEqual([
      [0, 2, 0],
      [0, 0, 0],
      [0, 2, 0],
    ]);
  });
});

describe('what counts of several codes', () => {
  const code = (change: Partial<CodeValue> = {}): CodeValue => ({
    ...EMPTY_CODE,
    institution: 'a',
    city: 'X',
    year: 1990,
    role: 'job',
    ...change,
  });
  const nowhere = () => undefined;
  const rows = (...values: CodeValue[]) =>
    values.map((value) => ({ value })) as unknown as Parameters<typeof finalCode>[1];

  it.each<[string, Partial<CodeValue>, boolean]>([
    ['institution', { institution: 'b' }, false],
    ['city', { city: 'Y' }, false],
    ['year', { year: 1991 }, false],
    ['role', { role: 'postdoc' }, false],
    ['state', { state: 'missing' }, false],
    ['note', { note: 'seen twice' }, true],
    ['doubt', { uncertain: true }, true],
    ['evidence', { evidence: { file: 'f', line: 1, snippet: '' } }, true],
  ])('two that differ in %s', (_field, change, same) => {
    expect(sameJudgement(code(), code(change), nowhere)).toBe(same);
    const final = finalCode(undefined, rows(code(), code(change)), nowhere);
    expect(final.value === null).toBe(!same);
    if (!same) expect(final.why).toBe('disagreement');
  });

  it('a decision settles it, skipping is no judgement, a doubt of one is kept', () => {
    expect(finalCode(code({ year: 2001 }), rows(code(), code({ year: 1991 })), nowhere).value?.year).toBe(2001);
    expect(finalCode(undefined, rows(code({ state: 'skipped' }), code()), nowhere).value).toMatchObject({
      state: 'coded',
    });
    expect(finalCode(undefined, rows(code(), code({ uncertain: true })), nowhere).value?.uncertain).toBe(true);
  });
});

describe('a copy that names nobody', () => {
  const HEAD = ['transition', 'measure', 'count', 'share_of', 'share', 'wilson_low', 'wilson_high', 'codebook_version'];
  const summary = (...rows: (string | number | null)[][]) => ({ name: 'summary', title: '', head: HEAD, rows });
  const careers = {
    name: 'careers',
    title: '',
    head: ['scholar', 'name', 'institution', 'year', 'evidence'],
    rows: [
      ['s1', 'Ann', 'a', 1994, 'Ann was here'],
      ['s2', 'Bob', 'a', 1995, ''],
      ['s3', 'Cyd', 'b', 1995, ''],
      ['s4', 'Dan', 'b', 1999, ''],
    ],
  };
  const copy = (seed = 3) => {
    const random = new Random(seed);
    return pseudonymise({ careers, moves: careers }, { bandYears: true }, (n) => random.below(n));
  };
  const shown = (counts: readonly (readonly [measure: string, count: number, of?: string])[], below = 5) =>
    suppressedSummary(
      summary(...counts.map(([measure, count, of = '']) => ['t', measure, count, of, of ? 0.5 : null, 0, 1, 1])),
      below,
    ).rows;
  const MOVES = 'comparable moves';

  it('a small count goes, and with it the next smallest of its sum, from which it could be computed', () => {
    const rows = shown([
      ['scholars', 40],
      ['stayed', 10],
      ['moved', 30],
      ['missing', 0],
      ['comparable moves', 30],
      ['upward', 3, MOVES],
      ['downward', 7, MOVES],
      ['parallel', 20, MOVES],
    ]);
    expect(rows.map((row) => row[2])).toEqual([40, 10, 30, 0, 30, '<5', '<withheld>', 20]);
    expect(rows[5].slice(4)).toEqual([null, null, null, 1]);
    expect(rows[6].slice(4)).toEqual([null, null, null, 1]);
    expect(rows[7].slice(4)).toEqual([0.5, 0, 1, 1]);
  });

  it('a small rest that stands in no table is not left to be computed, nor a total from a share of it', () => {
    // 40 comparable moves, of which 2 are of the class that the codebook keeps apart.
    const rows = shown([
      ['scholars', 100],
      ['stayed', 57],
      ['moved', 43],
      ['not comparable', 3, 'moved'],
      ['comparable moves', 40],
      ['upward', 8, MOVES],
      ['downward', 10, MOVES],
      ['parallel', 20, MOVES],
    ]);
    expect(rows.map((row) => row[2])).toEqual([100, 57, 43, '<5', '<withheld>', 8, 10, 20]);
    for (const row of rows.slice(3)) expect(row.slice(4, 7)).toEqual([null, null, null]);
  });

  it('no zero is hidden, and nothing where nothing is to be', () => {
    const zero = [
      ['scholars', 9],
      ['stayed', 0],
      ['moved', 9],
      ['comparable moves', 9],
    ] as const;
    expect(shown(zero).map((row) => row[2])).toEqual([9, 0, 9, 9]);
    expect(
      shown(
        [
          ['scholars', 9],
          ['stayed', 1],
          ['moved', 8],
        ],
        0,
      ).map((row) => row[2]),
    ).toEqual([9, 1, 8]);
  });

  it('births are bands even where years of careers are not; attributes that hold texts go, and that is said', () => {
    const head = ['scholar', 'name', 'birthYear', '备注', 'gender', 'stage', 'institution', 'year'];
    const rows = [1, 2, 3].map((i) => [`s${i}`, 'Ann', 1960 + i, 'x'.repeat(41), 'f', 'first-job', 'a', 1994]);
    const table = { name: 'careers', title: '', head, rows };
    const { careers: people, warnings } = pseudonymise({ careers: table, moves: table }, { bandYears: false });
    expect(people.head).toEqual(['scholar', 'birthYear', 'gender', 'stage', 'institution', 'year']);
    expect(people.rows[0].slice(1)).toEqual(['1960-1964', 'f', 'first-job', 'a', 1994]);
    expect(warnings).toContainEqual(saying('study-report.attributes-left-out', { names: ['备注'], n: 1 }));
  });

  it('names and texts go, years become bands, and the key leads back', () => {
    const { careers: people, key } = copy();
    expect(people.head).toEqual(['scholar', 'institution', 'year']);
    expect(JSON.stringify(people.rows)).not.toMatch(/s[1-4]|Ann|Bob|Cyd|Dan/);
    const back = new Map(key.rows.map(([pseudonym, scholar]) => [pseudonym, scholar]));
    const years = new Map(people.rows.map(([pseudonym, , year]) => [back.get(pseudonym), year]));
    expect(Object.fromEntries(years)).toEqual({ s1: '1990-1994', s2: '1995-1999', s3: '1995-1999', s4: '1995-1999' });
  });

  it('pseudonyms tell nothing of the order of scholars', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e6 }), (seed) => {
        const { key } = copy(seed);
        expect(key.rows.map(([pseudonym]) => pseudonym)).toEqual(['P1', 'P2', 'P3', 'P4']);
      }),
    );
    const orders = Array.from({ length: 30 }, (_, seed) =>
      copy(seed)
        .key.rows.map((row) => row[1])
        .join(),
    );
    expect(new Set(orders).size).toBeGreaterThan(8);
  });

  it('pseudonyms come from the cryptographic source: their order does not follow from the time of the files', () => {
    vi.useFakeTimers({ toFake: ['Date'], now: 1_790_000_000_000 });
    try {
      vi.mocked(randomInt).mockClear();
      const orders = Array.from({ length: 60 }, () => {
        const { key } = pseudonymise({ careers, moves: careers }, { bandYears: true });
        return key.rows.map((row) => row[1]).join();
      });
      expect(new Set(orders).size).toBeGreaterThan(8);
      expect(vi.mocked(randomInt).mock.calls.slice(0, 3)).toEqual([[4], [3], [2]]);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('the report of a codebook of version 0.1', () => {
  it('does not tell a stage that was called otherwise as another rule', () => {
    const [doctorate, ...others] = DEFAULT_CODEBOOK.stages;
    const called = others.map((stage) => ({ ...stage, label: { en: 'Elected', zh: '入选' } }));
    const old: Codebook = { ...DEFAULT_CODEBOOK, stages: [doctorate, ...called] };
    expect(changedRules(DEFAULT_CODEBOOK, old)).toEqual([]);
    const other: Codebook = { ...old, stages: [{ ...doctorate, optional: true }, ...called] };
    expect(changedRules(DEFAULT_CODEBOOK, other)).toEqual([
      { path: 'stages.0.optional', before: 'false', after: 'true' },
    ]);
  });
});
