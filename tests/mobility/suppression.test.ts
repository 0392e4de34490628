import { describe, expect, it } from 'vitest';
import { type Count, withheldCounts } from '../../src/core/mobility/report/suppression.ts';
import { Random } from '../../src/core/statistics/random.ts';

const BELOW = 4;

/** A total of at most 14 with up to three parts on two levels, some of which stand in no table. */
function drawn(random: Random, name: string, depth: number): Count {
  if (depth === 0) return { name, count: random.below(3) === 0 ? 0 : random.below(6) };
  const parts = Array.from({ length: 2 + random.below(2) }, (_, i) =>
    drawn(random, `${name}.${i}`, random.below(3) === 0 ? depth - 1 : 0),
  );
  if (random.below(4) === 0) {
    const last = parts[parts.length - 1];
    if (!last.parts) last.unpublished = true;
  }
  return { name, count: parts.reduce((sum, part) => sum + part.count, 0), parts };
}

function leaves(count: Count): Count[] {
  return count.parts ? count.parts.flatMap(leaves) : [count];
}

function all(count: Count): Count[] {
  return [count, ...(count.parts ?? []).flatMap(all)];
}

function sumOf(count: Count, values: ReadonlyMap<string, number>): number {
  return count.parts
    ? count.parts.reduce((sum, part) => sum + sumOf(part, values), 0)
    : (values.get(count.name) as number);
}

/** Every count that each cell can have, by trying all numbers in all cells: what a reader of the table can find out. */
function possible(total: Count, withheld: ReadonlyMap<string, string>): Map<string, Set<number>> {
  const cells = all(total);
  const lowest = leaves(total);
  const found = new Map(cells.map(({ name }) => [name, new Set<number>()]));
  const fits = (cell: Count, value: number) => {
    const why = withheld.get(cell.name);
    if (cell.unpublished) return cell.count === 0 ? value === 0 : true;
    if (why === undefined) return value === cell.count;
    return why === 'small' ? value > 0 && value < BELOW : value === 0 || value >= BELOW;
  };
  const values = new Map<string, number>();
  const fill = (at: number, left: number): void => {
    if (at === lowest.length) {
      if (cells.every((cell) => fits(cell, sumOf(cell, values))))
        for (const cell of cells) found.get(cell.name)?.add(sumOf(cell, values));
      return;
    }
    for (let value = 0; value <= left; value++) {
      if (!fits(lowest[at], value)) continue;
      values.set(lowest[at].name, value);
      fill(at + 1, left - value);
    }
  };
  fill(0, withheld.has(total.name) ? total.count + BELOW : total.count);
  return found;
}

describe('counts that are withheld', () => {
  it('cannot be computed from the others, nor can small ones that stand in no table', () => {
    const random = new Random(17);
    let hidden = 0;
    for (let table = 0; table < 120; table++) {
      const total = drawn(random, 't', 2);
      if (total.count < BELOW || total.count > 14) continue;
      const withheld = withheldCounts(total, BELOW);
      const readers = possible(total, withheld);
      for (const cell of all(total)) {
        const small = cell.count > 0 && cell.count < BELOW;
        if (small && !cell.unpublished) expect(withheld.get(cell.name), cell.name).toBe('small');
        if (cell.count === 0 || (!withheld.has(cell.name) && !(small && cell.unpublished))) continue;
        hidden++;
        expect(readers.get(cell.name)?.size, `${cell.name} of ${JSON.stringify(total)}`).toBeGreaterThan(1);
      }
    }
    expect(hidden).toBeGreaterThan(150);
  });

  it('are as few as it takes: the smallest beside a small one, never the total', () => {
    const total = (...counts: number[]) => ({
      name: 'all',
      count: counts.reduce((a, b) => a + b, 0),
      parts: counts.map((count, i) => ({ name: `${i}`, count })),
    });
    expect([...withheldCounts(total(30, 9, 3), 5)]).toEqual([
      ['2', 'small'],
      ['1', 'complementary'],
    ]);
    expect(withheldCounts(total(30, 9, 0), 5).size).toBe(0);
    // 1 and 5 of 6: who knows that the second is not small knows both.
    expect([...withheldCounts(total(5, 1, 0, 40), 5).keys()]).toEqual(['1', '0', '3']);
    expect(withheldCounts(total(2, 1), 5).size).toBe(3);
  });
});
