import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { statisticByName } from '../../src/core/statistics/catalogue/registry.ts';
import { Random } from '../../src/core/statistics/random.ts';
import { optimalMatching } from '../../src/core/statistics/sequences/optimal-matching.ts';
import { shared } from '../support/fixtures.ts';
import { saying, telling } from '../support/messages.ts';

const run = (name: string, data: unknown) => statisticByName(name).run(data);
const mean = (data: unknown) => run('sequence-distances', data).mean;

describe('careers as sequences', () => {
  it('distances by hand: indels of 1, a constant of 2 (OM) or 1 (HAM)', () => {
    const sequences = [
      ['a', 'b', 'c'],
      ['b', 'c', 'd'],
    ];
    expect(mean({ sequences })).toBe(2);
    expect(mean({ sequences, indel: 3 })).toBe(6);
    expect(mean({ sequences, method: 'HAM' })).toBe(3);
    expect(mean({ sequences, method: 'LCS' })).toBe(2);
    // a → b and b → c in the first, b → c and c → d in the second: all rates are 1, so b and c differ by 2 − 1 − 0.
    expect(run('sequence-distances', { sequences, costs: 'transition-rates' }).substitutionCosts).toEqual([
      [0, 1, 2, 2],
      [1, 0, 1, 2],
      [2, 1, 0, 1],
      [2, 2, 1, 0],
    ]);
  });

  it.each([
    [{ sequences: [['a', null, 'b'], ['a']] }, telling('statistics.sequence-gap', { sequence: 1, position: 2 })],
    [{ sequences: [['a'], [null, null]] }, telling('statistics.sequence-empty', { sequence: 2 })],
    [{ sequences: [['a', 'b']] }, telling('statistics.needs-two-sequences')],
    [
      { sequences: [['a', 'b'], ['a']], method: 'HAM' },
      telling('statistics.hamming-unequal', { short: 1, longest: 2 }),
    ],
  ])('refuses %j', (data, refusal) => {
    expect(() => run('sequence-distances', data)).toThrow(refusal);
  });

  it('missing values at the end are the end; different lengths are said', () => {
    const { mean: difference, notes } = run('sequence-distances', { sequences: [['a', 'b', null], ['a']] });
    expect(difference).toBe(1);
    expect(notes).toEqual([saying('statistics.sequences-end-early', { n: 1 }), saying('statistics.sequences-unequal')]);
  });

  it.each(['ward', 'pam'])('clusters by %s do not depend on the order of the rows, and ties are said', (linkage) => {
    const random = new Random(3);
    const sequences = Array.from({ length: 60 }, () => Array.from({ length: 5 }, () => 'abc'[random.below(3)]));
    const plain = run('sequence-clusters', { sequences, clusters: 4, linkage });
    expect(plain.unique).toBe(false);
    expect(plain.notes).toContainEqual(saying('statistics.clusters-not-unique', { clusters: 4 }));
    for (let turn = 0; turn < 5; turn++) {
      const order = [...random.shuffle(Int32Array.from(sequences, (_, i) => i))];
      const turned = run('sequence-clusters', { sequences: order.map((i) => sequences[i]), clusters: 4, linkage });
      expect(turned.sizes).toEqual(plain.sizes);
      expect(turned.asw).toBeCloseTo(plain.asw as number, 12);
      expect(turned.assignment).toEqual(order.map((i) => (plain.assignment as number[])[i]));
    }
  });

  it('as many clusters as different sequences, or one; not more', () => {
    const sequences = [['a'], ['a'], ['b'], ['c']];
    expect(run('sequence-clusters', { sequences, clusters: 3 })).toMatchObject({ sizes: [2, 1, 1], asw: 0.5 });
    expect(run('sequence-clusters', { sequences, clusters: 1 })).toMatchObject({ sizes: [4], asw: null });
    expect(() => run('sequence-clusters', { sequences, clusters: 4 })).toThrow(
      telling('statistics.too-many-clusters', { clusters: 4, distinct: 3 }),
    );
    expect(() => run('sequence-clusters', { sequences })).toThrow(telling('statistics.clusters-or-labels'));
    expect(() => run('sequence-clusters', { sequences, labels: ['x'] })).toThrow(
      telling('statistics.column-length', { name: 'labels' }),
    );
  });

  it('groups that differ explain more than groups that do not', () => {
    const sequences = [...'aaaaabbbbb'].map((state, i) => [state, state, i % 2 ? state : 'c']);
    const p = (labels: string) => run('sequence-clusters', { sequences, labels: [...labels] }).p as number;
    expect(p('mmmmmfffff')).toBeLessThan(0.05);
    expect(p('mfmfmfmfmf')).toBeGreaterThan(0.1);
  });
});

const golden = shared('golden', 'careers', 'mvad-golden.json');
const data = shared('golden', 'careers', 'mvad.csv');

/** The table of Needleman & Wunsch as it is defined: the cheapest of a deletion, an insertion and a substitution. */
function cheapest(a: ArrayLike<number>, b: ArrayLike<number>, costs: number[][], indel: number): number {
  const cell = Array.from({ length: a.length + 1 }, (_, y) =>
    Array.from({ length: b.length + 1 }, (_, x) => (x + y) * indel),
  );
  for (let y = 1; y <= a.length; y++)
    for (let x = 1; x <= b.length; x++)
      cell[y][x] = Math.min(
        cell[y - 1][x] + indel,
        cell[y][x - 1] + indel,
        cell[y - 1][x - 1] + costs[a[y - 1]][b[x - 1]],
      );
  return cell[a.length][b.length];
}

it.each([0.4, 1, 3])('optimal matching with indels of %d: each pair the cheapest way, in any order', (indel) => {
  const random = new Random(5);
  const costs = [0, 1, 2, 3].map((i) => [0, 1, 2, 3].map((j) => (i === j ? 0 : 0.7 + Math.abs(i - j) / 3 + i / 10)));
  const drawn = Array.from({ length: 60 }, (_, i) =>
    Int32Array.from({ length: 1 + random.below(12) }, (_, at) => (at < i % 5 ? 1 : random.below(4))),
  );
  const sorted = [...drawn].sort((a, b) => (a.join() < b.join() ? -1 : 1));
  for (const sequences of [drawn, sorted]) {
    const distances = optimalMatching(sequences, costs, indel);
    for (let i = 1, at = 0; i < sequences.length; i++)
      for (let j = 0; j < i; j++, at++)
        expect(distances[at]).toBeCloseTo(cheapest(sequences[j], sequences[i], costs, indel), 10);
  }
});

describe('mvad, as TraMineR prints it', () => {
  it.skipIf(!golden || !data)(
    'means of OM, HAM and LCS, the discrepancy between the sexes',
    () => {
      const values = JSON.parse(readFileSync(golden as string, 'utf8'));
      const rows = readFileSync(data as string, 'utf8')
        .trim()
        .split('\n')
        .slice(1)
        .map((line) => line.replaceAll('"', '').split(','));
      const sequences = rows.map((row) => row.slice(16));
      const rates = { sequences, method: 'OM', costs: 'transition-rates' };
      expect(mean(rates)).toBeCloseTo(values.omMean, 9);
      expect(mean({ sequences, method: 'OM' })).toBeCloseTo(values.omConstMean, 9);
      expect(mean({ sequences, method: 'HAM' })).toBeCloseTo(values.hamMean, 9);
      expect(mean({ sequences, method: 'LCS' })).toBeCloseTo(values.lcsMean, 9);
      const sexes = run('sequence-clusters', { ...rates, labels: rows.map((row) => row[2]) });
      expect(sexes.effect.pseudoR2).toBeCloseTo(values.dissassocMale[2], 9);
    },
    120_000,
  );
});
