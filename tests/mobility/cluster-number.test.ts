import { describe, expect, it } from 'vitest';
import { statisticByName } from '../../src/core/statistics/catalogue/registry.ts';
import { Random } from '../../src/core/statistics/random.ts';
import { saying, telling } from '../support/messages.ts';

const run = (name: string, data: unknown) => statisticByName(name).run(data);
const STATES = ['postdoc', 'lecturer', 'professor'];

/** Careers that each stay in the same states for about the same time as the others of their type. */
function typed(random: Random): string[][] {
  return Array.from({ length: 45 }, (_, i) =>
    Array.from({ length: 12 }, (_, year) =>
      random.uniform() < 0.06
        ? STATES[random.below(3)]
        : STATES[(i % 3) + (year > 5 ? 1 : 0) > 2 ? 0 : (i % 3) + (year > 5 ? 1 : 0)],
    ),
  );
}

/** One chain for everybody. */
function untyped(random: Random): string[][] {
  return Array.from({ length: 45 }, () => {
    const states = [STATES[random.below(3)]];
    while (states.length < 12)
      states.push(random.uniform() < 0.7 ? (states.at(-1) as string) : STATES[random.below(3)]);
    return states;
  });
}

describe('the number of clusters', () => {
  it.each(['ward', 'pam'])(
    'three types stand out from drawn careers, %s; one chain for everybody does not',
    (linkage) => {
      const ask = (sequences: string[][], structure: string) =>
        run('sequence-cluster-number', { sequences, linkage, structure, draws: 40, most: 5 });
      const planted = ask(typed(new Random(3)), 'spells');
      expect(planted.best).toBe(3);
      expect(planted.p).toBeLessThan(0.05);
      expect(planted.notes).not.toContainEqual(saying('statistics.no-typology'));
      const chain = ask(untyped(new Random(4)), 'markov');
      expect(chain.p).toBeGreaterThan(0.05);
      expect(chain.notes).toContainEqual(saying('statistics.no-typology'));
    },
  );

  it('the same seed gives the same answer; fewer different careers than clusters are left out', () => {
    const data = { sequences: typed(new Random(5)), draws: 20, most: 3, seed: 9 };
    expect(run('sequence-cluster-number', data)).toEqual(run('sequence-cluster-number', data));
    const few = run('sequence-cluster-number', {
      sequences: [
        ['a', 'b'],
        ['b', 'b'],
        ['a', 'a'],
      ],
      draws: 20,
    });
    expect((few.byNumber as { clusters: number }[]).map(({ clusters }) => clusters)).toEqual([2, 3]);
  });
});

describe('new statistics refuse what they cannot mean', () => {
  const groups = [...'ABCDEFGHIJ'];
  it.each([
    ['mixed-linear', { y: [1, 2, 3], group: ['a', 'b', 'c'] }, 'statistics.needs-groups'],
    ['mixed-linear', { y: groups.map((_, i) => i), group: groups }, 'statistics.groups-of-one'],
    [
      'mixed-linear',
      { y: [...groups, ...groups].map(() => 5), group: [...groups, ...groups] },
      'statistics.constant-outcome',
    ],
    [
      'mobility-table',
      {
        table: [
          [1, 2],
          [3, 4],
        ],
      },
      'statistics.mobility-table-needs-classes',
    ],
    [
      'mobility-table',
      {
        table: [
          [1, 2, 0],
          [3, 4, 0],
          [0, 0, 0],
        ],
      },
      'statistics.mobility-table-needs-classes',
    ],
    ['share-difference', { first: 0.3, second: 0.3 }, 'statistics.shares-equal'],
  ] as const)('%s %j', (name, data, id) => {
    expect(() => run(name, data)).toThrow(telling(id));
  });

  it('a state that is not named; groups that do not differ are said to be singular', () => {
    expect(() => run('sequence-description', { sequences: [['a'], ['b']], states: ['a'] })).toThrow(/states/);
    const y = Array.from({ length: 40 }, (_, i) => i % 4);
    const result = run('mixed-linear', { y, group: y.map((_, i) => `g${Math.floor(i / 4)}`) });
    expect(result).toMatchObject({ groupSd: 0, singular: true });
    expect(result.notes).toContainEqual(saying('statistics.singular-fit'));
  });
});
