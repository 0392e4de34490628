import { describe, expect, it } from 'vitest';
import { statisticByName } from '../../src/core/statistics/catalogue/registry.ts';
import { resamplesFor } from '../../src/core/statistics/tests/kruskal.ts';
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

  it('have the order in which the categories name them, whether all occur or not', () => {
    const grades = [
      ['low', 'low', 'middle'],
      ['high', 'middle', null],
      ['low', 'low', 'low'],
    ];
    const as = [
      [1, 1, 2],
      [3, 2, null],
      [1, 1, 1],
    ];
    for (const name of ['ac2', 'fleiss']) {
      const named = run(name, { ratings: grades, weights: 'linear', categories: ['low', 'middle', 'high', 'top'] });
      const numbered = run(name, { ratings: as, weights: 'linear', categ_labels: [4, 3, 2, 1] });
      expect(named.estimate).toBeCloseTo(numbered.estimate as number, 12);
      if (name === 'ac2')
        expect(run(name, { ratings: as, weights: 'linear' }).estimate).not.toBeCloseTo(named.estimate as number, 6);
    }
    const refused = [
      [{ ratings: grades }, saying('statistics.words-need-categories', { weights: 'quadratic' })],
      [
        { ratings: grades, categories: ['low', 'middle'] },
        saying('statistics.no-such-category', { unit: 2, coder: 1, code: 'high' }),
      ],
      [{ ratings: as, categories: [1, 2, 3, 3] }, saying('statistics.categories-twice', {})],
      [
        {
          counts: [
            [1, 1, 0],
            [0, 2, 0],
          ],
          categories: [1, 2],
        },
        saying('statistics.categories-of-counts', { categories: 2, classes: 3 }),
      ],
    ] as const;
    for (const [data, told] of refused)
      expect(() => run('ac2', data)).toThrow(expect.objectContaining({ told }) as never);
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
  expect(run('adjust', { p: [null, 0.25], method: 'Hommel' }).adjusted).toEqual([null, 0.25]);
  expect(() => run('adjust', { p, method: 'sidak' })).toThrow(/method: must be one of/);
  // R 4.2: p.adjust(c(.01, NA, .02), 'BH', n = 4); with n = 1 R stops, too.
  expect(run('adjust', { p: [0.01, null, 0.02], method: 'BH', n: 4 })).toMatchObject({
    adjusted: [0.04, null, 0.04],
    n: 4,
  });
  expect(() => run('adjust', { p, n: 2 })).toThrow(/at least the 3 whose p are given; it is 2/);
});

it('one pair proves nothing, as in R', () => {
  // R 4.2: wilcox.test(5, 7, paired = TRUE) gives V = 0, p = 1; wilcox.test(7, 5, paired = TRUE, alternative =
  // 'greater') gives V = 1, p = .5; binom.test(0, 1) gives p = 1.
  expect(run('wilcoxon', { x: [5], y: [7] })).toMatchObject({ statistic: 0, p: 1, n: 1 });
  expect(run('wilcoxon', { x: [7], y: [5], alternative: 'greater' })).toMatchObject({ statistic: 1, p: 0.5 });
  expect(run('sign', { x: [5], y: [7] })).toMatchObject({ statistic: 0, p: 1, n: 1 });
});

describe('options of R that change numbers', () => {
  const four = [
    [12, 5],
    [7, 18],
  ];
  const changes = [
    [794, 86],
    [150, 570],
  ];
  const waves = (n: number, of: (i: number) => number) => Array.from({ length: n }, (_, i) => of(i + 1));
  const close = (mine: unknown, theirs: readonly number[], digits: number) =>
    theirs.forEach((value, i) => {
      const own = (Array.isArray(mine) ? mine : [mine])[i] as number;
      expect(Math.abs(own - value)).toBeLessThanOrEqual(10 ** -digits * Math.abs(value));
    });

  // R 4.2: chisq.test, mcnemar.test, binom.test, t.test, wilcox.test, chisq.test(p = …) with the same options.
  it.each([
    ['chi-square', { table: four, correct: true }, 5.78920446897, 0.0161248845429],
    ['chi-square', { table: four, yates: 'TRUE' }, 5.78920446897, 0.0161248845429],
    ['mcnemar', { table: changes, correct: false }, 17.3559322034, 3.09929344105e-5],
    ['mcnemar', { table: changes, exact: true }, 86, 3.71593613957e-5],
    ['t-test', { ...SLEEP, 'var.equal': true }, -1.86081346749, 0.0791867142159],
    ['mann-whitney', { ...PERMEABLE, exact: false }, 35, 0.244623605127],
    ['mann-whitney', { ...PERMEABLE, exact: false, correct: false }, 35, 0.22067136192],
    ['mann-whitney', { ...PERMEABLE, exact: false, correct: false, alternative: 'greater' }, 35, 0.11033568096],
    ['wilcoxon', { ...SLEEP, correct: false }, 0, 0.00763244164821],
    ['wilcoxon', { x: waves(60, (i) => Math.sin(i) * 3 + 0.4), exact: true }, null, 0.0627489990756],
    [
      'mann-whitney',
      { x: waves(60, (i) => Math.sin(i) + 0.2), y: waves(55, Math.cos), exact: true },
      null,
      0.0332449882093,
    ],
    ['goodness-of-fit', { x: [89, 37, 30, 28, 2], p: [0.4, 0.2, 0.2, 0.15, 0.05] }, 9.99014336918, 0.0405940433448],
  ] as const)('%s %j', (name, data, value, p) => {
    const answer = run(name, data);
    if (value !== null && value !== 0) close(answer.statistic, [value], 10);
    close(answer.p, [p], 10);
  });

  it.each([
    ['t-test', { ...SLEEP, equal_var: true, 'conf.level': 0.9 }, [-3.0523778317, -0.1076221683], 9],
    ['wilson', { x: 81, n: 263, correct: true }, [0.253508682295, 0.368176201043], 10],
    ['wilson', { count: 1, total: 2, correct: true }, [0.0945312057342, 0.905468794266], 10],
    ['wilson', { count: 0, total: 9, correct: true }, [0, 0.371190263417], 10],
    // R's own search for these bounds is coarse.
    ['fisher', { table: four, conf_level: 0.9 }, [1.62089944666, 23.8164356691], 3],
  ] as const)('the interval of %s %j', (name, data, interval, digits) => {
    close(run(name, data).interval, interval, digits);
  });

  it('a difference that is no more than the correction; larger tables are not corrected, and say so', () => {
    const even = [
      [5, 5],
      [6, 6],
    ];
    expect(run('chi-square', { table: even, correct: true }).p).toBe(1);
    const table = [...four, [3, 4]];
    const { notes, ...answer } = run('chi-square', { table, correct: true });
    expect(notes).toContainEqual(saying('statistics.yates', { four: 'no' }));
    expect(answer.statistic).toBe(run('chi-square', { table }).statistic);
  });

  it('irr’s measure of α', () => {
    const ratings = [
      [1, 1, 2],
      [2, 2, 3],
      [3, 1, 3],
    ];
    expect(run('alpha', { ratings, method: 'ordinal' })).toEqual(run('alpha', { ratings, level: 'ordinal' }));
  });

  it.each([
    [
      'kruskal',
      {
        groups: [
          [1, 2, 3],
          [2, 4, 6],
        ],
      },
      { 'conf.level': 0.9 },
    ],
    ['chi-square', { table: four }, { 'simulate.p.value': true }],
    ['chi-square', { table: four }, { confidence_level: 0.9 }],
    ['stuart-maxwell', { table: changes }, { yates: true }],
    ['logistic', { y: [0, 1, 0, 1, 1, 0], x: { a: [1, 2, 3, 4, 5, 6] } }, { link: 'probit' }],
    ['stuart-maxwell', { table: changes }, { correct: true }],
  ] as const)('are refused by %s, which has them not', (name, data, option) => {
    expect(() => run(name, { ...data, ...option })).toThrow(telling('statistics.option-not-taken') as never);
  });

  it('that change nothing here are only told as not used', () => {
    const answer = run('kruskal', {
      groups: [
        [1, 2, 3],
        [2, 4, 6],
      ],
      'conf.level': 0.95,
      constructor: 1,
    });
    const unused = { names: ['conf.level', 'constructor'], n: 2 };
    expect(answer.notes).toContainEqual(saying('statistics.unused-fields', unused));
  });

  it('an exact p that there is none of, or that would take minutes', () => {
    expect(() => run('mann-whitney', { x: [1, 2, 2], y: [2, 3, 4], exact: true })).toThrow(/^exact: values are tied/);
    const x = waves(150, Math.sin);
    expect(() => run('mann-whitney', { x, y: waves(150, Math.cos), exact: true })).toThrow(/300 values would take/);
  });
});

it('Kruskal–Wallis tells how many resamples its interval is from, and why there are fewer', () => {
  const groups = [0, 1].map((g) => Array.from({ length: 20 }, (_, i) => (i * 7 + g) % 11));
  expect(run('kruskal', { groups }).resamples).toBe(2000);
  const told = [saying('statistics.fewer-resamples', { resamples: 400, usual: 2000, n: 1_000_000 })];
  expect(resamplesFor(1_000_000)).toEqual({ resamples: 400, told });
});
