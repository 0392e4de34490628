import { describe, expect, it } from 'vitest';
import { optimalMatching } from '../../src/core/statistics/sequences/optimal-matching.ts';
import { Random } from '../../src/core/statistics/random.ts';

/** The table of Needleman & Wunsch as it is defined, a cell at a time. */
function defined(a: Int32Array, b: Int32Array, between: number[][], indel: number): number {
  let row = Array.from({ length: a.length + 1 }, (_, x) => x * indel);
  for (const [y, state] of b.entries()) {
    const next = [(y + 1) * indel];
    for (const [x, own] of a.entries())
      next.push(Math.min(row[x] + between[own][state], row[x + 1] + indel, next[x] + indel));
    row = next;
  }
  return row[a.length];
}

describe('optimal matching', () => {
  it.each([1, 2, 3, 4, 5, 9, 26])('of %i sequences of many lengths, some of which begin alike', (n) => {
    const random = new Random(n);
    const upTo = (most: number) => Math.floor((random.uint32() / 2 ** 32) * most);
    const begun = Array.from({ length: 4 }, () => Array.from({ length: 12 }, () => upTo(5)));
    const sequences = Array.from({ length: n }, () => [
      ...begun[upTo(4)].slice(0, upTo(13)),
      ...Array.from({ length: 1 + upTo(40) }, () => upTo(5)),
    ])
      .sort((a, b) => (a.join() < b.join() ? -1 : 1))
      .map((states) => Int32Array.from(states));
    const between = Array.from({ length: 5 }, () => new Array<number>(5).fill(0));
    // Some of them dearer than two indels.
    for (let i = 0; i < 5; i++) for (let j = 0; j < i; j++) between[i][j] = between[j][i] = upTo(300) / 100;
    const found = [...optimalMatching(sequences, between, 1.1)];
    const expected = sequences.flatMap((a, i) => sequences.slice(0, i).map((b) => defined(a, b, between, 1.1)));
    expect(found).toEqual(expected.map((value) => expect.closeTo(value, 10)));
  });

  it('of long sequences that begin alike, and of equal ones', () => {
    const long = (last: number) => Int32Array.from([...new Array<number>(700).fill(0), last]);
    const costs = [
      [0, 0.5],
      [0.5, 0],
    ];
    expect([...optimalMatching([long(0), long(0), long(1)], costs, 1)]).toEqual([0, 0.5, 0.5]);
  });
});
