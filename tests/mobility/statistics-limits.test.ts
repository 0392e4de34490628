import { describe, expect, it } from 'vitest';
import { statisticByName } from '../../src/core/statistics/catalogue/registry.ts';
import { Random } from '../../src/core/statistics/random.ts';
import { saying, telling } from '../support/messages.ts';

const run = (name: string, data: unknown) => statisticByName(name).run(data);

describe('intervals of effect sizes', () => {
  it('reach beyond χ² = 1490, where e^(−χ²/2) underflows', () => {
    const large = [
      [900, 30, 10],
      [25, 800, 40],
      [5, 35, 700],
    ];
    // R 4.2's pchisq(ncp = ), inverted by uniroot.
    const [low, high] = run('chi-square', { table: large }).effect.cramersVInterval as number[];
    expect(low).toBeCloseTo(0.886324, 5);
    expect(high).toBeCloseTo(0.941278, 5);
    const [from, to] = run('goodness-of-fit', { observed: [2000, 10, 10] }).effect.cohensWInterval as number[];
    expect(from).toBeCloseTo(1.349421, 5);
    expect(to).toBeCloseTo(1.436644, 5);
    const millions = run('chi-square', {
      table: [
        [1e6, 2e6],
        [3e6, 1e6],
      ],
    }).effect.cramersVInterval as number[];
    expect(millions[0]).toBeCloseTo(0.415926, 5);
    expect(millions[1]).toBeCloseTo(0.417407, 5);
  });

  it('hold their estimate: V of a table flatter than chance, ε² of groups that do not differ', () => {
    const flat = run('chi-square', {
      table: [
        [10, 11, 9],
        [10, 9, 11],
        [11, 10, 10],
      ],
    }).effect;
    expect((flat.cramersVInterval as number[])[1]).toBeGreaterThanOrEqual(flat.cramersV as number);
    const random = new Random(7);
    let withNone = 0;
    for (let study = 0; study < 40; study++) {
      const groups = [0, 1, 2, 3].map(() => Array.from({ length: 10 + study }, () => 1 + random.below(4)));
      const { epsilonSquared, epsilonSquaredInterval } = run('kruskal', { groups }).effect;
      const [low, high] = epsilonSquaredInterval as number[];
      expect(low).toBeLessThanOrEqual(epsilonSquared as number);
      expect(high).toBeGreaterThanOrEqual(epsilonSquared as number);
      if (low === 0) withNone++;
    }
    expect(withNone, 'intervals that hold ε² = 0').toBeGreaterThanOrEqual(37);
  });
});

describe('complete agreement', () => {
  const units = (n: number) => Array.from({ length: n }, (_, i) => [i % 2, i % 2]);

  it.each([
    [
      'kappa',
      {
        table: [
          [2, 0],
          [0, 1],
        ],
      },
    ],
    ['alpha', { ratings: units(3), level: 'nominal' }],
    ['alpha', { ratings: units(3), level: 'interval' }],
    ['fleiss', { ratings: units(3) }],
    ['ac1', { ratings: units(3) }],
  ])('on three units has a wide interval: %s', (name, data) => {
    const { estimate, interval, notes } = run(name, data);
    expect(estimate).toBe(1);
    const [low, high] = interval as number[];
    expect(high).toBe(1);
    expect(low).toBeLessThan(0.3);
    expect(notes).toContainEqual(saying('statistics.agreement-without-spread', { n: 3 }));
  });

  it('on many units has a narrow one', () => {
    expect((run('alpha', { ratings: units(400) }).interval as number[])[0]).toBeGreaterThan(0.97);
    expect(
      run('kappa', {
        table: [
          [5, 1],
          [0, 5],
        ],
      }).notes,
    ).toEqual([]);
  });
});

describe('regressions', () => {
  const years = [1960, 1961, 1962, 1963, 1964, 1965, 1966, 1967];

  it('take a large intercept or cut-point for no separation', () => {
    const logistic = run('logistic', { y: [0, 1, 0, 1, 0, 1, 1, 0], x: { year: years } });
    expect(Math.abs((logistic.estimate as Record<string, number>)['(Intercept)'])).toBeGreaterThan(100);
    expect(logistic.notes).toEqual([]);
    const ordinal = run('ordinal', { y: [1, 2, 3, 1, 2, 3, 2, 1], x: { year: years } });
    expect(ordinal.notes).toEqual([]);
  });

  it('tell a separation in whatever unit', () => {
    const y = [0, 0, 0, 0, 1, 1, 1, 1, 0, 1];
    const group = ['a', 'a', 'a', 'a', 'b', 'b', 'b', 'b', 'b', 'b'];
    const separated = saying('statistics.separation');
    expect(run('logistic', { y, x: { group } }).notes).toContainEqual(separated);
    const sales = [0, 0, 0, 1, 1, 1];
    for (const unit of [1, 1e-6, 1e6])
      expect(run('logistic', { y: sales, x: { a: [-9, -7, -6, 6, 7, 9].map((v) => v * unit) } }).notes).toContainEqual(
        separated,
      );
  });

  it('leave a class out that nobody has, with its degrees of freedom', () => {
    const y = ['u', 'p', 'u', 'p', 'p', 'u', 'p', 'p', 'u', 'p'];
    const x = { a: [1, 2, 3, 4, 5, 6, 7, 9, 8, 10] };
    const three = run('multinomial', { y, x, levels: ['p', 'u', 'd'] });
    const two = run('multinomial', { y, x, levels: ['p', 'u'] });
    expect(three).toMatchObject({ df: 1, p: two.p, aic: two.aic, estimate: two.estimate });
    expect(three.notes).toEqual([saying('statistics.level-absent', { levels: ['d'] })]);
    expect(run('ordinal', { y: [1, 2, 3, 1, 2, 3, 2, 1], x: { a: years }, levels: [1, 2, 3, 4] })).toMatchObject({
      levels: ['1', '2', '3'],
    });
  });

  it('compare with the most frequent class, whatever comes first, or with the one that is chosen', () => {
    const y = [0, 1, 1, 0, 1, 0, 1, 1, 0, 0];
    const city = ['b', 'a', 'a', 'c', 'a', 'a', 'b', 'c', 'b', 'a'];
    const at = [3, 9, 0, 5, 1, 7, 2, 8, 4, 6];
    const plain = run('logistic', { y, x: { city } });
    const turned = run('logistic', { y: at.map((i) => y[i]), x: { city: at.map((i) => city[i]) } });
    expect(plain.reference).toEqual({ city: 'a' });
    expect(turned.reference).toEqual({ city: 'a' });
    for (const [term, value] of Object.entries(plain.estimate as Record<string, number>))
      expect((turned.estimate as Record<string, number>)[term]).toBeCloseTo(value, 9);
    const chosen = run('logistic', { y, x: { city }, reference: { city: 'c' } });
    expect(Object.keys(chosen.estimate as object)).toEqual(
      ['(Intercept)', 'citya', 'cityb'].sort((a, b) =>
        a === '(Intercept)' ? -1 : b === '(Intercept)' ? 1 : city.indexOf(a.slice(4)) - city.indexOf(b.slice(4)),
      ),
    );
    expect(chosen.deviance).toBeCloseTo(plain.deviance as number, 9);
    expect(() => run('logistic', { y, x: { city }, reference: { city: 'd' } })).toThrow(
      telling('statistics.reference-unused', { name: 'city', level: 'd' }),
    );
    expect(() => run('logistic', { y, x: { city }, reference: { town: 'a' } })).toThrow(
      telling('statistics.reference-of-nothing', { name: 'town' }),
    );
  });

  it('say that the order of words was taken from the rows', () => {
    const y = ['low', 'mid', 'high', 'low', 'mid', 'high', 'mid', 'low'];
    expect(run('ordinal', { y, x: { a: years } }).notes).toEqual([
      saying('statistics.order-as-given', { levels: ['low', 'mid', 'high'] }),
    ]);
    expect(run('ordinal', { y, x: { a: years }, levels: ['low', 'mid', 'high'] }).notes).toEqual([]);
  });
});

describe('a log-linear model that fits every cell', () => {
  it('leaves nothing, not what rounding leaves', () => {
    const table = [
      [107, 30, 0, 0],
      [17, 130, 21, 0],
      [0, 32, 146, 18],
      [0, 0, 34, 86],
    ];
    const { models } = statisticByName('mobility-table').run({ table }) as unknown as {
      models: Record<string, { statistic: number; df: number }>;
    };
    expect(models.quasiSymmetry).toMatchObject({ statistic: 0, df: 0 });
    expect(models.symmetry.statistic).toBeGreaterThan(1);
  });
});
