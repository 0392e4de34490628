import { describe, expect, it } from 'vitest';
import { testedListeners } from '../../src/shared/tested-listeners.ts';

describe('the listeners that a result is about', () => {
  it('are told once, in however many folds each is tested', () => {
    const statistics = { tests: [{ n: 1881 }, { n: 1870 }] } as never;
    const over = (folds: number) => ({ als: { ndcg: Array.from({ length: folds }, () => 0.1) } });
    const counts = { testListeners: 9289 };
    expect(testedListeners({ counts, folds: over(5), statistics })).toBe(1881);
    expect(testedListeners({ counts, folds: over(1), statistics })).toBe(9289);
    expect(testedListeners({ counts, folds: over(5) })).toBe(9289);
    expect(testedListeners({ counts: {} })).toBe(0);
  });
});
