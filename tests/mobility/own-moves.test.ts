import { describe, expect, it } from 'vitest';
import { Placer } from '../../src/core/mobility/quadrant/place.ts';
import { comparedLevels, moveOf } from '../../src/core/mobility/quadrant/move.ts';
import type { Institution, Reference } from '../../src/core/mobility/quadrant/reference.ts';
import { summarise } from '../../src/core/mobility/quadrant/summary.ts';
import { Random } from '../../src/core/statistics/random.ts';
import { type OwnedEdge, ScoresWithout } from '../../src/core/statistics/networks/scores-without.ts';
import { DEFAULT_CODEBOOK, OWN_MOVES } from '../../src/shared/mobility/codebook.ts';
import { EMPTY_CODE } from '../../src/shared/mobility/coding.ts';
import { fileOf, idOf, importStudyFile, resumes, smallStudy } from '../support/mobility.ts';
import { saying } from '../support/messages.ts';
import fromR from '../golden/statistics/own-moves.json' with { type: 'json' };

interface Network {
  edges: number[][];
  all: (number | null)[];
  owners: Record<string, (number | null)[]>;
}

const edgesOf = (rows: number[][]): OwnedEdge[] => rows.map(([owner, from, to]) => ({ owner, from, to }));

describe('scores without one owner’s moves', () => {
  it('are what R solves anew without them; what nothing else holds together has none', () => {
    let alone = 0;
    for (const { edges, all, owners } of fromR as unknown as Network[]) {
      const scores = new ScoresWithout(edgesOf(edges));
      const raised = (owner: number | null) => {
        const found = [...scores.scores(owner)].filter((one): one is [number, number] => one[1] !== null);
        const lowest = Math.min(...found.map(([, score]) => score));
        return new Map(found.map(([node, score]) => [node, score - lowest]));
      };
      for (const [owner, theirs] of [[null, all] as const, ...Object.entries(owners)]) {
        const ours = raised(owner === null ? null : Number(owner));
        const known = theirs.flatMap((score, i) => (score === null ? [] : [i + 1]));
        // Of two parts of one size, either may be the largest.
        if (known.length * 2 > scores.size) expect([...ours.keys()].sort((a, b) => a - b)).toEqual(known);
        for (const [node, score] of ours)
          if (known.length * 2 > scores.size)
            expect(Math.abs(score - (theirs[node - 1] as number)), `${owner} ${node}`).toBeLessThan(1e-5);
        if (ours.size < scores.size) alone++;
      }
    }
    expect(alone).toBeGreaterThan(20);
  });

  it('equal scores share a rank', () => {
    const star = new ScoresWithout(edgesOf([2, 3, 4].map((to) => [to, 1, to])));
    expect([1, 2, 3].map((node) => star.rank(node, null))).toEqual([
      { rank: 1, of: 4 },
      { rank: 2, of: 4 },
      { rank: 2, of: 4 },
    ]);
    expect(star.rank(2, 2)).toBeNull();
    expect(star.rank(3, 2)).toEqual({ rank: 2, of: 3 });
    expect(star.rank(99, null)).toBeUndefined();
  });

  it('ranks that overlap when owners are drawn again are ties, over draws without the owner', () => {
    const ladder = (n: number) =>
      Array.from({ length: n }, (_, owner) => [
        [2 * owner, 1, 2],
        [2 * owner + 1, 2, 3],
      ]).flat();
    const clear = new ScoresWithout(edgesOf(ladder(20)));
    expect(clear.tied(1, 3, null)).toBe(false);
    expect(clear.tied(1, 3, 4)).toBe(false);
    const random = new Random(3);
    const drawn = Array.from({ length: 60 }, (_, owner) => [owner, 1 + random.below(4), 1 + random.below(4)]);
    const noise = new ScoresWithout(edgesOf(drawn));
    expect([1, 2, 3].every((node) => noise.tied(node, node + 1, null))).toBe(true);
    // One owner's moves contradict everybody else's: without them the order is clear.
    const against = [
      ...Array.from({ length: 100 }, () => [0, 3, 1]),
      ...Array.from({ length: 40 }, (_, i) => [i + 1, 1, 3]),
    ];
    const contradicted = new ScoresWithout(edgesOf(against));
    expect([contradicted.tied(1, 3, null), contradicted.tied(1, 3, 0)]).toEqual([true, false]);
  });
});

const BOOK = { ...DEFAULT_CODEBOOK, reputation: { ...DEFAULT_CODEBOOK.reputation, table: OWN_MOVES } };

/** A ladder of eight institutions in one city, many scholars on each step; the last two are conservatories. */
function ladder() {
  const institutions = Array.from({ length: 9 }, (_, i): [number, Institution] => [
    i + 1,
    {
      id: i + 1,
      key: `u${i + 1}`,
      name: `U${i + 1}`,
      kind: i > 5 ? 'conservatory' : 'university',
      city: 'Alpha',
      country: 'CN',
      latitude: null,
      longitude: null,
      nameKeys: [],
      relations: [],
    },
  ]);
  const edges = Array.from({ length: 140 }, (_, owner) => ({ owner, from: 1 + (owner % 7), to: 2 + (owner % 7) }));
  const scores = new ScoresWithout([...edges, { owner: 500, from: 2, to: 1 }]);
  const reference: Reference = {
    institutions: new Map(institutions),
    rankings: new Map(),
    tiers: new Map([['alpha|CN', { city: 'Alpha', country: 'CN', tier: 'tier 1', latitude: null, longitude: null }]]),
    edition: '2020',
    ownMoves: () => scores,
  };
  const placer = new Placer(BOOK, reference);
  const move = (scholar: number, from: number, to: number) => {
    const [before, after] = [from, to].map((id) =>
      placer.place('any', { ...EMPTY_CODE, institution: `u${id}`, year: 2000 }, scholar),
    );
    return moveOf({ id: scholar, key: 's', name: 'S' }, before, after, BOOK, reference);
  };
  return { placer, move };
}

describe('levels from the study’s own moves', () => {
  it('levels of equally many ranks, conservatories among them; apart from the largest part there is none', () => {
    const { move, placer } = ladder();
    const levels = placer.book.reputation.levels;
    expect(levels).toBe('four');
    expect([1, 2, 3, 8].map((id) => move(900, id, 9).from.level)).toEqual([1, 1, 2, 4]);
    expect(move(900, 1, 8)).toMatchObject({ outcome: 'moved', comparable: true, school: -1, direction: 'downward' });
    expect(move(900, 1, 9)).toMatchObject({ reason: 'no-reputation', to: { reputationStatus: 'not-connected' } });
    expect(move(900, 1, 8).tied).toBeUndefined();
  });

  it('ties are no change of the school, and no change of level in tables of levels', () => {
    const edges = Array.from({ length: 60 }, (_, owner) => [
      { owner, from: 1 + (owner % 8), to: 1 + ((owner * 5 + 3) % 8) },
    ]).flat();
    const scores = new ScoresWithout(edges);
    const { placer } = ladder();
    const reference = { ...placer.reference, ownMoves: () => scores };
    const again = new Placer(BOOK, reference);
    const at = (id: number) => again.place('any', { ...EMPTY_CODE, institution: `u${id}`, year: 2000 }, 900);
    const [high, low] = [1, 2, 3, 4, 5, 6, 7, 8]
      .map(at)
      .sort((a, b) => (a.level as number) - (b.level as number))
      .flatMap((one, i, all) => (i === 0 || i === all.length - 1 ? [one] : []));
    expect(high.level).not.toBe(low.level);
    const move = moveOf({ id: 900, key: 's', name: 'S' }, high, low, BOOK, reference);
    expect(move).toMatchObject({ tied: true, school: 0, direction: 'parallel' });
    expect(comparedLevels(move, BOOK)).toEqual([high.level, high.level]);
    expect(summarise('a:b', [move], [], BOOK, 1, true).notes).toContainEqual(saying('analysis.own-moves'));
  });

  it('a codebook with this table: each scholar’s levels follow the codes of the others', async () => {
    const app = await smallStudy();
    const reputation = { ...DEFAULT_CODEBOOK.reputation, table: OWN_MOVES };
    await app.call('mobility/apply-codebook', {
      codebook: { ...DEFAULT_CODEBOOK, reputation },
      note: '',
      author: 'Ana',
    });
    const coded = async (key: string, stage: string, institution: string) =>
      app.call('mobility/code', {
        coder: 'Ana',
        scholarId: await idOf(app, key),
        stage,
        value: { state: 'coded', institution, year: 2000 },
      });
    const rows = ['s1', 's2', 's3'].map((key) => `${key},${key},,doctorate,Alpha University,,1990,1995,`);
    await importStudyFile(app, fileOf('resumes.csv', resumes(...rows)));
    const levelsNow = async () => {
      const { moves, summary } = await app.call('mobility/get-moves', { transition: 'doctorate:first-job' });
      expect(summary.notes).toContainEqual(saying('analysis.own-moves'));
      return moves.map(({ from, to }) => [from.level, to.level, to.reputationStatus]);
    };
    await coded('s1', 'doctorate', 'a');
    await coded('s1', 'first-job', 'b');
    expect((await levelsNow())[0]).toEqual([null, null, 'only-link']);
    await coded('s2', 'doctorate', 'b');
    await coded('s2', 'first-job', 'a');
    // s1 is judged by the move of s2, and the other way round.
    expect((await levelsNow()).slice(0, 2)).toEqual([
      [3, 1, 'ranked'],
      [3, 1, 'ranked'],
    ]);
    const list = await app.call('mobility/list-institutions', {});
    expect(list.find(({ key }) => key === 'con')?.reputationStatus).toBe('not-connected');
  });
});
