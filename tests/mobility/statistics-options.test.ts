import { describe, expect, it } from 'vitest';
import { statisticByName } from '../../src/core/statistics/catalogue/registry.ts';
import { saying, telling } from '../support/messages.ts';

const run = (name: string, data: object) => statisticByName(name).run(data);
const SLEEP = {
  x: [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2],
  y: [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4],
};
// R's permeability example, without ties.
const PERMEABLE = { x: [0.8, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46], y: [1.15, 0.88, 0.9, 0.74, 1.21] };

describe('one-sided tests', () => {
  // R 4.2: t.test, wilcox.test, binom.test and fisher.test with the same alternative.
  it.each([
    ['t-test', SLEEP, 'less', 0.03969707009],
    ['t-test', SLEEP, 'greater', 0.9603029299],
    ['t-test', { ...SLEEP, paired: true }, 'less', 0.001416445099],
    ['wilcoxon', SLEEP, 'less', 0.004545349008],
    ['wilcoxon', SLEEP, 'greater', 0.9968062667],
    ['wilcoxon', { x: [1.83, 0.5, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.3], mu: 1 }, 'greater', 0.005859375],
    ['mann-whitney', PERMEABLE, 'greater', 0.1272061272],
    ['mann-whitney', PERMEABLE, 'less', 0.8967698968],
    ['mann-whitney', SLEEP, 'less', 0.03466378772],
    ['sign', SLEEP, 'less', 0.001953125],
    ['sign', { x: [1, 2, -1, 3, -2, 4] }, 'greater', 0.34375],
    ['sign', { x: [1, -1, 2, -2] }, 'less', 0.6875],
    [
      'fisher',
      {
        table: [
          [3, 1],
          [1, 3],
        ],
      },
      'greater',
      0.2428571,
    ],
  ] as const)('%s of %j, %s', (name, data, alternative, p) => {
    const one = run(name, { ...data, alternative });
    expect(Math.abs((one.p as number) - p)).toBeLessThan(1e-6 * p);
    expect(one.notes).toContainEqual(saying('statistics.one-sided', { side: alternative }));
    const both = run(name, data);
    expect(one.interval).toEqual(both.interval);
    expect(both.notes).not.toContainEqual(saying('statistics.one-sided'));
  });

  it('are refused where a table has no sides', () => {
    const table = [
      [3, 1, 2],
      [1, 3, 4],
    ];
    expect(() => run('fisher', { table, alternative: 'less' })).toThrow(/^alternative: /);
  });
});

it('the confidence of an interval', () => {
  // R 4.2: t.test(…, conf.level = .9), prop.test(81, 263, conf.level = .9, correct = FALSE).
  const t = run('t-test', { ...SLEEP, confidence: 0.9 }).interval as number[];
  const share = run('wilson', { count: 81, total: 263, confidence: 0.9 }).interval as number[];
  for (const [i, bound] of [-3.0533814973, -0.1066185027].entries()) expect(t[i]).toBeCloseTo(bound, 6);
  for (const [i, bound] of [0.2633136172, 0.3565663496].entries()) expect(share[i]).toBeCloseTo(bound, 6);
});

describe('words', () => {
  const words = [
    ['up', 'up', 'down'],
    ['up', 'down', 'down'],
    ['same', 'same', 'same'],
    [null, 'up', 'up'],
  ];
  const numbers = [
    [1, 1, 2],
    [1, 2, 2],
    [3, 3, 3],
    [null, 1, 1],
  ];

  it.each(['alpha', 'fleiss', 'ac1'])('are classes of codes: %s', (name) => {
    expect(run(name, { ratings: words }).estimate).toBeCloseTo(run(name, { ratings: numbers }).estimate as number, 12);
  });

  it('have no order', () => {
    expect(() => run('alpha', { ratings: words, level: 'ordinal' })).toThrow(/^ratings, 1, 1: /);
  });

  it('that are numbers are named where there are too few observations', () => {
    const age = ['41', '38', '35', '44', '30', '29', '47', '40'];
    const data = { time: [6, 7, 10, 15, 19, 25, 5, 8], event: [1, 0, 1, 1, 0, 1, 1, 1], x: { age } };
    expect(() => run('cox', data)).toThrow(
      expect.objectContaining({ told: saying('statistics.needs-observations-not-words') }) as never,
    );
    try {
      run('cox', data);
    } catch (error) {
      expect((error as Error).message).toContain('age holds numbers written as text');
      expect(error).toEqual(telling('statistics.needs-observations-not-words'));
    }
  });
});

it('methods of adjustment by the names that R has for them', () => {
  const p = [0.01, 0.02, 0.03];
  for (const method of ['BH', 'fdr', 'bh']) expect(run('adjust', { p, method }).adjusted).toEqual([0.03, 0.03, 0.03]);
  expect(() => run('adjust', { p, method: 'hochberg' })).toThrow(/method: must be one of/);
});
