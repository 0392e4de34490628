import { describe, expect, it } from 'vitest';
import { tQuantile, tTwoSided } from '../../src/core/statistics/distributions.ts';
import { statisticByName } from '../../src/core/statistics/catalogue/registry.ts';
import { Random } from '../../src/core/statistics/random.ts';
import { saying, telling } from '../support/messages.ts';

const run = (name: string, data: unknown) => statisticByName(name).run(data);
const ZEROS = {
  table: [
    [0, 0],
    [0, 0],
  ],
};

describe('data that mean nothing are refused, by name and position', () => {
  it.each([
    ['kaplan-meier', { time: [6, 7], event: ['1', 0] }, /event, 1: must be a number, without quotation marks: 1\./],
    ['kaplan-meier', { time: [6, 7], event: ['yes', 0] }, /event, 1: must be one of: a number, true or false, null/],
    ['t-test', { x: ['1', 2, 3] }, /x, 1: must be a number, without quotation marks: 1\./],
    ['t-test', { x: ['one', 2, 3] }, /x, 1: must be a number\./],
    ['springrank', { edges: [['a', 'b', '3']] }, /edges, 1, 3: must be a number/],
    ['springrank', { edges: [['a', 'b', 0]] }, /edges, 1, 3: must be above 0/],
    ['kappa-sample-size', { margins: [1, 1], kappa: 1, halfWidth: 0.1 }, /kappa: must be below 1/],
    ['null-model', { moves: [['a', 'b', null]], levels: {} }, /moves, 1, 3: must be one of: a text, a number/],
  ])('%s %j', (name, data, message) => {
    expect(() => run(name, data)).toThrow(message);
  });

  it('groups that leave nothing over, units of other classes than the first one', () => {
    const group = Array.from({ length: 40 }, (_, i) => i % 10);
    const method = saying('method.mixed-linear');
    expect(() => run('mixed-linear', { y: group, group })).toThrow(
      telling('statistics.groups-explain-all', { method }),
    );
    const success = group.map((one) => one % 2);
    expect(() => run('mixed-logistic', { success, group: success.map((_, i) => i) })).toThrow(
      telling('statistics.groups-of-one', { method: saying('method.mixed-logistic') }),
    );
    expect(run('mixed-logistic', { success, group }).notes).toContainEqual(saying('statistics.separation'));
    expect(() => run('fleiss', { counts: [[2, 0], [0, 2], [1]] })).toThrow(
      telling('statistics.ragged-counts', { unit: 3, classes: 1, first: 2 }),
    );
  });

  it('tables and groups that are empty are counted; states that an alphabet lacks are named', () => {
    const table = [
      [3, 1],
      [0, 0],
    ];
    const counted = { rows: 1, columns: 2 };
    expect(() => run('fisher', { table })).toThrow(telling('statistics.fisher-needs-table', counted));
    expect(() => run('chi-square', { table })).toThrow(telling('statistics.independence-needs-table', counted));
    expect(() => run('kruskal', { groups: [[1, 2], []] })).toThrow(
      telling('statistics.kruskal-needs-groups', { groups: 1 }),
    );
    const sequences = [
      ['a', 'b'],
      ['a', 'a'],
    ];
    expect(() => run('sequence-description', { sequences, states: ['a'] })).toThrow(
      telling('statistics.state-outside-alphabet', { state: 'b' }),
    );
    expect(() => run('fleiss', {})).toThrow(telling('statistics.ratings-or-counts'));
    expect(run('sequence-description', { sequences: [['a', 'b', 'b']] })).toMatchObject({
      meanTimes: { a: 1, b: 2 },
      notes: [],
    });
    expect(() => run('sequence-cluster-number', { sequences, least: 3 })).toThrow(
      telling('statistics.too-many-clusters', { clusters: 3, distinct: 2 }),
    );
    expect(() => run('sequence-cluster-number', { sequences, least: 3, most: 2 })).toThrow(
      telling('statistics.most-below-least', { least: 3, most: 2 }),
    );
  });

  it('times before 0, unless they are counted from another origin; tables without counts', () => {
    const negative = telling('statistics.negative-time', { position: 2, time: '-1' });
    expect(() => run('kaplan-meier', { time: [3, -1], event: [1, 1] })).toThrow(negative);
    expect(() => run('competing-risks', { time: [3, -1], cause: [1, 2] })).toThrow(negative);
    expect(run('kaplan-meier', { start: [-5, -4], stop: [-1, 2], event: [1, 1] }).n).toBe(2);
    for (const name of ['mcnemar', 'bowker', 'stuart-maxwell', 'transition'])
      expect(() => run(name, ZEROS), name).toThrow(telling('statistics.nothing-counted'));
  });
});

describe('what a result does not show is said', () => {
  it('nothing happened; numbers that were given as text', () => {
    const censored = run('kaplan-meier', { time: [6, 7, 8], event: [0, 0, 0], group: ['a', 'b', 'a'] });
    expect(censored.notes).toEqual([saying('statistics.nothing-happened')]);
    const age = ['41', '38', '41', '38', '41', '38', '35', '35'];
    const of = (values: unknown[]) => run('logistic', { y: [0, 1, 1, 0, 1, 0, 0, 1], x: { age: values } }).notes;
    expect(of(age)).toContainEqual(saying('statistics.numbers-as-words', { names: ['age'], n: 1 }));
    expect(of(age.map((value) => `${value} years`))).not.toContainEqual(saying('statistics.numbers-as-words'));
    expect(of(age.map(Number))).not.toContainEqual(saying('statistics.numbers-as-words'));
  });

  it('a baseline hazard without a finite shape, though the variables have coefficients', () => {
    // glm(event ~ time + time2 + x, binomial('cloglog')) of the nine intervals: time -374 (4.9e6), deviance of x 0.
    const same = { time: [3, 3, 3, 3, 3, 3], event: [1, 1, 0, 1, 0, 1], x: { a: [1, 2, 3, 5, 2, 2] } };
    const { notes, statistic } = run('discrete-time', same);
    expect(notes).toContainEqual(saying('statistics.baseline-separates'));
    expect(statistic).toBeGreaterThanOrEqual(0);
    expect(run('discrete-time', statisticByName('discrete-time').example).notes).not.toContainEqual(
      saying('statistics.baseline-separates'),
    );
  });

  it("groups in which nobody was left when a cause struck do not count in Gray's test", () => {
    const data = {
      time: [9, 10, 11, 12, 9, 10, 11, 13, 2, 3],
      cause: [1, 1, 0, 1, 0, 1, 0, 0, 2, 0],
      group: [...'aaaabbbbcc'],
    };
    const { tests, notes } = run('competing-risks', data);
    // cmprsk's cuminc of a and b alone, in R 4.2; of all three it prints -1.
    expect(tests).toMatchObject({ 1: { df: 1, statistic: expect.closeTo(1.13048103856, 9) } });
    const values = { cause: '1', groups: 2, all: 3, df: 1 };
    expect(notes).toContainEqual(saying('statistics.gray-fewer-groups', values));
  });

  it('a class that is never observed with an outcome has no information, beside years as much as alone', () => {
    const random = new Random(1);
    const year = Array.from({ length: 30 }, () => 1975 + random.below(30));
    const share = year.map(() => random.uniform());
    const kind = year.map(() => ['art', 'law', 'law', 'music', 'music'][random.below(5)]);
    const y = kind.map((value) => (value === 'art' ? 1 : random.below(2)));
    for (const [name, outcome] of [
      ['logistic', y],
      ['multinomial', y.map((value, i) => (value === 1 ? 1 : 2 + (i % 2)))],
    ] as const) {
      const { notes, pByCoefficient } = run(name, { y: outcome, x: { kind, year, share } });
      expect(notes, name).toContainEqual(saying('statistics.separation'));
      const p = (name === 'logistic' ? pByCoefficient : (pByCoefficient as Record<string, unknown>)['2']) as object;
      expect((p as Record<string, number>).kindart, name).toBeGreaterThan(0.9);
    }
  });

  it('fields that a statistic does not know; very large counts answer', () => {
    expect(
      run('kappa', {
        table: [
          [20, 5],
          [10, 15],
        ],
        coder: 'linear',
      }).notes,
    ).toEqual([saying('statistics.unused-fields', { names: ['coder'], n: 1 })]);
    const { effect } = run('chi-square', {
      table: [
        [4e14, 1e14],
        [1e14, 4e14],
      ],
    });
    expect(effect.cramersV).toBeCloseTo(0.6, 12);
    expect((effect.cramersVInterval as number[])[0]).toBeCloseTo(0.6, 6);
    const { estimate } = run('fisher', {
      table: [
        [90_000, 60_000],
        [60_000, 70_000],
      ],
    });
    expect(estimate).toBeCloseTo(1.75, 4);
  });

  it('billions of observations: Fisher answers for four cells and says when it is too much', () => {
    const four = run('fisher', {
      table: [
        [1000, 1e9],
        [1300, 1e9],
      ],
    });
    // R: binom.test(1000, 2300), to which so rare a class leads; 1000/1300 and exp(log ± 1.96 √(1/1000 + 1/1300)).
    expect(four.p).toBeCloseTo(4.287e-10, 12);
    expect(four.estimate).toBeCloseTo(1000 / 1300, 6);
    expect((four.interval as number[])[0]).toBeCloseTo(0.7077, 3);
    const n = 1e9 + 15;
    const large = [
      [1e9, 1, 2],
      [3, 4, 5],
    ];
    expect(() => run('fisher', { table: large })).toThrow(
      telling('statistics.too-many-for-fisher', { n, most: 1_000_000 }),
    );
  });

  it('random tables have the margins of the one that was observed', () => {
    const table = [
      [310, 290, 270, 330],
      [280, 320, 310, 300],
      [330, 300, 290, 270],
    ];
    const { p, pInterval } = run('fisher', { table });
    expect(pInterval).toBeDefined();
    // R's fisher.test(simulate.p.value = TRUE, B = 2e5): 0.02723; its own error and ours.
    expect(Math.abs((p as number) - 0.02723)).toBeLessThan(0.002);
  });

  it('a table without movers between two classes has its limit, not the hundredth part of the way to it', () => {
    // glm of the cells off the diagonal, poisson: deviance 9e-15.
    const { models, notes } = run('mobility-table', {
      table: [
        [9, 0, 3],
        [0, 12, 1],
        [2, 5, 20],
      ],
    });
    const { statistic } = (models as Record<string, { statistic: number }>).quasiIndependence;
    expect(statistic).toBeLessThan(1e-9);
    // Every cell is as observed: nothing is left to test, though no class is without movers.
    expect(models).toMatchObject({ quasiIndependence: { df: 0, p: null } });
    expect(notes).toContainEqual(saying('statistics.quasi-independence-df', { df: 0, full: 1 }));
  });

  it('a class that nobody comes into: neither its cells nor its effect count, and where R counts them is said', () => {
    const rows = [
      [5, 2, 1, 0],
      [3, 6, 2, 0],
      [1, 4, 8, 0],
    ];
    const quasi = (last: number[]) => {
      const { models, notes } = run('mobility-table', { table: [...rows, last] });
      return { ...(models as Record<string, { statistic: number; df: number }>).quasiIndependence, notes };
    };
    // glm(n ~ i + j + diagonal, poisson) in R 4.2.2: deviance 0.62098 on 5; over the cells that are not fitted as 0, 3.
    const entered = quasi([2, 3, 1, 0]);
    expect(entered.statistic).toBeCloseTo(0.62098, 5);
    expect(entered.df).toBe(3);
    expect(entered.notes).toContainEqual(saying('statistics.quasi-independence-df', { df: 3, full: 5 }));
    for (const last of [
      [0, 0, 0, 0],
      [2, 3, 1, 4],
    ])
      expect([last, quasi(last).df]).toEqual([last, last[3] === 0 ? 1 : 3]);
    expect(quasi([0, 0, 0, 0]).notes).not.toContainEqual(saying('statistics.quasi-independence-df'));
  });

  it('moves one way only without a way round: quasi-symmetry fits them whatever else is true', () => {
    const three = [
      [5, 2, 1],
      [3, 6, 2],
      [1, 4, 8],
    ];
    const fitted = (last: number[]) => {
      const { models, notes } = run('mobility-table', { table: [...three.map((row) => [...row, 0]), last] });
      return { ...(models as Record<string, { statistic: number; df: number }>).quasiSymmetry, notes };
    };
    const alone = run('mobility-table', { table: three }).models as Record<string, { statistic: number; df: number }>;
    // glm(n ~ i + j + pair, poisson) in R 4.2.2: deviance 0.336493 of both tables, on 1 and on 3.
    const left = fitted([2, 3, 1, 5]);
    expect(alone.quasiSymmetry.statistic).toBeCloseTo(0.336493, 6);
    expect(left.statistic).toBeCloseTo(0.336493, 6);
    expect([left.df, alone.quasiSymmetry.df]).toEqual([1, 1]);
    expect(left.notes).toContainEqual(saying('statistics.quasi-symmetry-df', { df: 1, full: 3 }));
    expect(fitted([0, 0, 0, 9]).notes).not.toContainEqual(saying('statistics.quasi-symmetry-df'));
    // A ring of moves one way only can be turned: all of its cells count.
    const ring = [
      [5, 4, 0],
      [0, 6, 3],
      [2, 0, 8],
    ];
    expect(run('mobility-table', { table: ring }).models).toMatchObject({ quasiSymmetry: { df: 1 } });
  });

  it('a class that a variable predicts without fail, in a mixed regression', () => {
    const success = Array.from({ length: 40 }, (_, i) => (i % 3 === 0 ? 1 : 0));
    const group = success.map((_, i) => i % 10);
    const { notes } = run('mixed-logistic', { success, x: { same: success }, group });
    expect(notes).toContainEqual(saying('statistics.separation'));
    expect(run('mixed-logistic', { success, group }).notes).not.toContainEqual(saying('statistics.separation'));
  });
});

describe("Student's t", () => {
  // 2 * pt(-t, df) and qt(.975, df) in R 4.2, 16 digits.
  it.each([
    [0.7, 1, 0.6111997755715706, 12.7062047361747],
    [9, 2.3, 0.007684429964416818, 3.807163208232],
    [40, 7, 1.590217998485043e-9, 2.36462425159278],
    [9, 1000, 1.112907717187146e-18, 1.96233908082641],
  ])('t %d, df %d to nine digits', (t, df, p, quantile) => {
    expect(tTwoSided(t, df) / p).toBeCloseTo(1, 9);
    expect(tQuantile(0.975, df) / quantile).toBeCloseTo(1, 9);
  });

  it('what differs by rounding alone is constant', () => {
    expect(run('t-test', { x: [0.1 + 0.2, 0.3, 0.3] }).notes).toEqual([saying('statistics.no-variation')]);
  });
});

it('many units are simulated fewer times, within seconds, and that is said', () => {
  const { simulations, notes } = run('kappa-sample-size', { margins: [0.99, 0.01], kappa: 0.8, halfWidth: 0.02 });
  expect(simulations).toBeLessThan(1000);
  expect(notes).toContainEqual(saying('statistics.fewer-simulations', { simulations }));
});

it('does not simulate what would take minutes, and says so', () => {
  const asked = { margins: [0.99999, 0.00001], halfWidth: 0.01 };
  for (const [name, wish] of [
    ['kappa-sample-size', { kappa: 0.8 }],
    ['alpha-sample-size', { alpha: 0.8 }],
  ] as const) {
    const { simulations, coverage, units, notes } = run(name, { ...asked, ...wish });
    expect([simulations, coverage]).toEqual([0, null]);
    expect(notes).toContainEqual(saying('statistics.no-simulations', { units }));
  }
});
