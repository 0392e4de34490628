import { describe, expect, it } from 'vitest';
import { say } from '../../src/shared/messages/say.ts';
import { evaluationTables } from '../../src/shared/result-tables.ts';
import { testedListeners } from '../../src/shared/tested-listeners.ts';

describe('the listeners that a result is about', () => {
  it('are told once, in however many folds each is tested', () => {
    const statistics = { tests: [{ n: 1881 }, { n: 1870 }] } as never;
    const over = (folds: number) => ({ als: { ndcg: Array.from({ length: folds }, () => 0.1) } });
    const counts = { testListeners: 9289 };
    const once = (n: number) => ({ n, summed: 'no' });
    expect(testedListeners({ counts, folds: over(5), statistics, testedListeners: 1885 })).toEqual(once(1885));
    expect(testedListeners({ counts, folds: over(5), statistics })).toEqual(once(1881));
    expect(testedListeners({ counts, folds: over(1), statistics })).toEqual(once(9289));
    expect(testedListeners({ counts: {} })).toEqual(once(0));
  });

  it('are told as counted in each fold where the bands of their histories add up to more than there are', () => {
    const bands = { popularity: [], history: [{ from: 5, to: 9, listeners: 180, value: { als: 0.2 } }] };
    const statistics = { primary: 10, tests: [], bands };
    const head = (testedListeners: number) =>
      evaluationTables(
        { protocol: 'ranking', models: { als: {} }, fits: {}, counts: {}, statistics, testedListeners } as never,
        null,
        [],
      )
        .find(({ name }) => name === 'by-history')
        ?.columns.map(({ label }) => (label as { text: string }).text);
    expect(head(90)).toContain('listeners (each once per fold)');
    expect(head(180)).toContain('listeners');
  });

  it('are told as a sum over folds where nothing says how many there were', () => {
    const folds = { als: { ndcg: [0.1, 0.2] } };
    const told = testedListeners({ counts: { testListeners: 180 }, folds });
    expect(told).toEqual({ n: 180, summed: 'yes' });
    expect(say('figure.of-listeners', told).text).toContain('180 listeners, counted once per fold');
    expect(say('figure.of-listeners', { ...told, summed: 'no' }).text).not.toContain('fold');
  });
});
