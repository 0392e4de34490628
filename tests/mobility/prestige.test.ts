import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { statisticByName } from '../../src/core/statistics/catalogue/registry.ts';
import { shared } from '../support/fixtures.ts';
import { saying, telling } from '../support/messages.ts';

const run = (name: string, data: unknown) => statisticByName(name).run(data);

describe('SpringRank', () => {
  it('a chain is a ladder; parts without a move between them have the least norm; moves within are left out', () => {
    const { scores, notes } = run('springrank', {
      edges: [
        ['a', 'b', 3],
        ['b', 'c'],
        ['a', 'a', 9],
        ['x', 'y', 2],
      ],
    });
    const near = (value: number) => expect.closeTo(value, 10);
    expect(scores).toEqual({ a: near(2), b: near(1), c: near(0), x: near(1.5), y: near(0.5) });
    expect(notes).toContainEqual(saying('statistics.springrank-unconnected', { parts: 2 }));
    expect(notes).toContainEqual(saying('statistics.self-moves-left-out', { n: 9 }));
    expect(() => run('springrank', { edges: [['a', 'a', 9]] })).toThrow(telling('statistics.springrank-needs-moves'));
    expect(() => run('springrank', { edges: [['a', 'b', -1]] })).toThrow(/edges/);
  });

  it('solves its equations: out less in = Σ ties × difference', () => {
    const edges = [
      ['a', 'b', 5],
      ['b', 'a', 2],
      ['b', 'c', 4],
      ['c', 'a', 1],
      ['d', 'c', 3],
      ['a', 'd', 2],
    ] as const;
    const scores = run('springrank', { edges }).scores as Record<string, number>;
    for (const node of 'abcd') {
      const pulls = edges.reduce((total, [from, to, n]) => {
        const strain = n * (scores[from] - scores[to] - 1);
        return total + (from === node ? strain : 0) - (to === node ? strain : 0);
      }, 0);
      expect(pulls, node).toBeCloseTo(0, 10);
    }
    expect(Math.min(...Object.values(scores))).toBe(0);
  });

  const file = (name: string) => shared('golden', 'careers', 'springrank-cs', name);
  const adjacency = file('US_CS_adjacency.dat');
  const theirs = file('US_CS_SpringRank_a0.0_l0_1.0_l1_1.0.dat');
  it.skipIf(!adjacency || !theirs)("the authors' scores of 205 departments of computer science", () => {
    const lines = (path: string) =>
      readFileSync(path, 'utf8')
        .trim()
        .split('\n')
        .map((line) => line.split(' '));
    const edges = lines(adjacency as string).map(([from, to, n]) => [from, to, Number(n)]);
    const scores = run('springrank', { edges }).scores as Record<string, number>;
    const rows = lines(theirs as string);
    expect(rows.length).toBe(205);
    for (const [node, score] of rows) expect(Math.abs(scores[node] - Number(score)), node).toBeLessThan(0.0025);
  });
});

const MOVES = [
  ['A', 'B'],
  ['A', 'C'],
  ['B', 'C'],
  ['C', 'D'],
  ['D', 'A'],
  ['B', 'D'],
];
const LEVELS: Record<string, number> = { A: 1, B: 2, C: 2, D: 3 };

function permutations(list: readonly string[]): string[][] {
  if (list.length < 2) return [[...list]];
  return list.flatMap((first, i) => permutations(list.toSpliced(i, 1)).map((rest) => [first, ...rest]));
}

describe('degree-preserving null model', () => {
  it('draws all permutations without a move to oneself alike', () => {
    const allowed = permutations(MOVES.map(([, to]) => to)).filter((to) => to.every((one, i) => one !== MOVES[i][0]));
    const downOf = (to: readonly string[]) => to.filter((one, i) => LEVELS[one] > LEVELS[MOVES[i][0]]).length;
    const downs = allowed.map(downOf);
    const seen = downOf(MOVES.map(([, to]) => to));
    const { observed, expected, p } = run('null-model', {
      moves: MOVES,
      levels: LEVELS,
      draws: 20_000,
    }) as unknown as Record<string, Record<string, number>>;
    expect(observed).toEqual({ up: 1, down: 4, same: 1 });
    expect(expected.down).toBeCloseTo(downs.reduce((a, b) => a + b) / downs.length, 1);
    expect(p.down).toBeCloseTo(downs.filter((count) => count >= seen).length / downs.length, 1);
    expect(expected.up + expected.down + expected.same).toBeCloseTo(6, 9);
  });

  it('turns a ring, which exchanges of pairs cannot', () => {
    const ring = {
      moves: [
        ['A', 'B'],
        ['B', 'C'],
        ['C', 'A'],
      ],
      levels: { A: 1, B: 2, C: 3 },
    };
    expect((run('null-model', ring).expected as Record<string, number>).up).toBeCloseTo(1.5, 0);
  });

  it('keeps strata apart, leaves out who stayed and who has no level, and counts the observed draw', () => {
    const apart = run('null-model', {
      moves: [
        ['A', 'B', '1'],
        ['B', 'A', '2'],
        ['A', 'A', '1'],
        ['A', 'Z', '1'],
      ],
      levels: { A: 1, B: 2 },
      draws: 99,
    });
    expect(apart).toMatchObject({ n: 2, excluded: 2, strata: 2, p: { up: 1, down: 1, same: 1 } });
    expect(apart.notes).toContainEqual(saying('statistics.null-model-fixed'));
    expect(apart.notes).toContainEqual(saying('statistics.moves-without-level', { n: 1 }));
    expect(apart.notes).toContainEqual(saying('statistics.few-draws', { draws: 99 }));
    const down = Array.from({ length: 30 }, (_, i) => [`t${i}`, `b${i}`]);
    const up = Array.from({ length: 30 }, (_, i) => [`b${i}`, `c${i}`]);
    const sure = run('null-model', {
      moves: [...down, ...up],
      levels: Object.fromEntries(
        [...down, ...up].flat().map((name) => [name, { t: 1, b: 2, c: 1 }[name[0]] as number]),
      ),
    });
    expect((sure.p as unknown as Record<string, number>).down).toBe(1 / 1001);
    expect(() => run('null-model', { moves: [['A', 'B']], levels: {} })).toThrow(
      telling('statistics.null-model-needs-moves', { n: 0 }),
    );
  });
});
