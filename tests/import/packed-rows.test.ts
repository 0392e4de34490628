import { describe, expect, it } from 'vitest';
import { PackedRows } from '../../src/core/recommender/import/plays/packed-rows.ts';

describe('packed rows', () => {
  it('come back as they were, through the first block, larger ones and rows larger than a block', () => {
    const lengths = [1, 40_000, 30_000, 90_000, 200, 500_000, 3, 0, 70_000];
    const rows = new PackedRows(lengths.length);
    const written = lengths.map((length, i) => Buffer.from(Uint8Array.from({ length }, (_, at) => at * (i + 3))));
    written.forEach((data, i) => {
      rows.add(i, i, 2 * i, data);
    });
    expect(written.map((_, i) => Buffer.from(rows.read(i)).equals(written[i]))).toEqual(lengths.map(() => true));
    expect(lengths.map((_, i) => rows.has(i))).toEqual(lengths.map((length) => length > 0));
  });
});
