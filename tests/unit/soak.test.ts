import { describe, expect, it } from 'vitest';
import { judge, type Sample } from '../soak/measure.ts';

const growing = (samples: readonly Sample[]) =>
  judge(samples)
    .filter(({ flat }) => !flat)
    .map(({ name }) => name);
const run = (value: (cycle: number) => Sample) => Array.from({ length: 60 }, (_, cycle) => value(cycle));

describe('whether a long run stays flat', () => {
  it('forgives warming up and noise', () => {
    expect(
      growing(run((i) => ({ 'Tab: MiB': (i < 15 ? 40 + 2 * i : 70) + (i % 5), 'Tab: open files': 38 + (i % 2) }))),
    ).toEqual([]);
  });

  it('finds memory, files, nodes and processes that become more', () => {
    const leaks = run((i) => ({
      'Quadrille backend: MiB': 60 + i,
      'Browser: open files': 100 + i / 4,
      'page: page nodes': 300 + 50 * i,
      'page: heap MiB': 6 + i / 4,
      'Quadrille trainer: processes': i < 45 ? 1 : 2,
      'work/: KiB on disk': 40 * i,
    }));
    expect(growing(leaks)).toEqual(Object.keys(leaks[0]).sort());
  });

  it('lets the write-ahead log and the log fill up to their size, and no further', () => {
    const filling = (most: number) =>
      run((i) => ({ 'library.sqlite-wal: KiB on disk': Math.min(most, 600 * i), 'logs/: KiB on disk': most / 8 }));
    expect(growing(filling(16 * 1024))).toEqual([]);
    expect(growing(filling(30 * 1024))).toEqual(['library.sqlite-wal: KiB on disk', 'logs/: KiB on disk']);
  });

  it('judges a library that grows in steps by its mean: the same growth is as much wherever the steps fall', () => {
    const steps = (kibibytes: number, first: number) =>
      run((i) => ({ 'library.sqlite: KiB on disk': 6000 + kibibytes * Math.floor((i + first) / 14) }));
    for (let first = 0; first < 14; first++) {
      expect(growing(steps(350, first)), `from ${first}`).toEqual([]);
      expect(growing(steps(600, first)), `from ${first}`).toEqual(['library.sqlite: KiB on disk']);
    }
  });

  it('refuses a number that it cannot judge', () => {
    expect(() => judge(run(() => ({ 'Tab: handles': 1 })))).toThrow(/no allowance/);
  });
});
