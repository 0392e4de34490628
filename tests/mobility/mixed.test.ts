import { describe, expect, it } from 'vitest';
import { statisticByName } from '../../src/core/statistics/catalogue/registry.ts';
import { Random } from '../../src/core/statistics/random.ts';
import { saying, telling } from '../support/messages.ts';

const run = (name: string, data: unknown) => statisticByName(name).run(data);
const success = [2, 3, 1, 4, 0, 2, 5, 1, 3, 2];
const trials = [6, 5, 7, 6, 4, 5, 6, 8, 5, 7];
const years = [1, 3, 2, 5, 1, 2, 6, 1, 3, 4];
const group = [...'ABCDEFGHIJ'];

describe('mixed logistic regression', () => {
  it.each([
    [{ group: group.map((one) => (one === 'J' ? 'A' : one)) }, telling('statistics.needs-groups', { groups: 9 })],
    [{ success: [9, ...success.slice(1)] }, telling('statistics.count-above-total', { count: 9, total: 6 })],
    [{ success: success.map(() => 0) }, telling('statistics.needs-two-outcomes')],
    [{ group: ['A'] }, telling('statistics.column-length', { name: 'group' })],
    [{ x: { years: [1] } }, telling('statistics.column-length', { name: 'x.years' })],
  ])('refuses what it cannot mean: %j', (change, refusal) => {
    expect(() => run('mixed-logistic', { success, trials, x: { years }, group, ...change })).toThrow(refusal);
  });

  const other = [...'KLMNOPQRST'];
  it.each([
    ['mixed-logistic', { origin: group }, null],
    ['mixed-logistic', { origin: group, destination: other, year: group }, ['statistics.groupings', { groupings: 3 }]],
    ['mixed-logistic', {}, ['statistics.groupings', { groupings: 0 }]],
    ['mixed-logistic', { origin: group, destination: other }, ['statistics.groupings-alike', { a: 'origin' }]],
    ['mixed-logistic', { origin: group, to: ['K'] }, ['statistics.column-length', { name: 'group.to' }]],
    [
      'mixed-logistic',
      { origin: group, to: other.map((one) => (one === 'K' ? 'L' : one)) },
      ['statistics.needs-groups-of', { name: 'to', groups: 9 }],
    ],
    ['mixed-linear', { origin: group, to: other }, ['statistics.groups-of-one-in', { name: 'origin' }]],
  ] as const)('%s takes one grouping or two that cross: %j', (name, groups, refusal) => {
    const data = name === 'mixed-linear' ? { y: success } : { success, trials };
    const asked = () => run(name, { ...data, x: { years }, group: groups });
    if (refusal) expect(asked).toThrow(telling(refusal[0], refusal[1]));
    else expect(asked()).toMatchObject({ groups: { origin: 10 }, singular: true });
  });

  it('of two groupings the one without differences is named, and those that leave nothing over', () => {
    const random = new Random(3);
    const from = Array.from({ length: 400 }, () => random.below(20));
    const to = from.map(() => random.below(15));
    const y = from.map((one) => (one % 5) + random.normal());
    const { notes, groupSd } = run('mixed-linear', { y, group: { from, to } });
    expect(notes).toEqual([saying('statistics.singular-grouping', { names: ['to'] })]);
    expect(groupSd).toMatchObject({ to: 0, from: expect.closeTo(1.4, 0) });
    expect(() => run('mixed-linear', { y: from, group: { to, from } })).toThrow(
      telling('statistics.groups-explain-all-in', { name: 'from' }),
    );
  });

  it('groups that differ no more than chance are a plain regression, and that is said', () => {
    const data = {
      success: Array.from({ length: 40 }, (_, i) => (i + (i >> 2)) % 2),
      x: { a: Array.from({ length: 40 }, (_, i) => (i * 7) % 11) },
      group: Array.from({ length: 40 }, (_, i) => `g${i >> 2}`),
    };
    const mixed = run('mixed-logistic', data) as unknown as {
      coefficients: Record<string, { estimate: number }>;
      logLikelihood: number;
    };
    expect(mixed).toMatchObject({ groupSd: 0, singular: true, notes: [saying('statistics.singular-fit')] });
    const plain = run('logistic', { y: data.success, x: data.x });
    for (const [term, { estimate }] of Object.entries(mixed.coefficients))
      expect(estimate).toBeCloseTo((plain.estimate as Record<string, number>)[term], 6);
    expect(-2 * mixed.logLikelihood).toBeCloseTo(plain.deviance as number, 8);
  });

  it('takes years in whatever unit', () => {
    const slope = (values: number[]) =>
      (
        run('mixed-logistic', { success, trials, x: { years: values }, group }) as unknown as {
          coefficients: Record<string, { estimate: number; se: number }>;
        }
      ).coefficients.years;
    const plain = slope(years);
    const late = slope(years.map((value) => value + 2000));
    expect(late.estimate).toBeCloseTo(plain.estimate, 5);
    expect(late.se).toBeCloseTo(plain.se, 4);
  });
});

describe('units to double-code', () => {
  it('two even classes: the variance of κ is 1 − κ²', () => {
    const even = run('kappa-sample-size', { margins: [10, 10], kappa: 0.8, halfWidth: 0.1 });
    expect(even.units).toBe(Math.ceil((1.959964 ** 2 * 0.36) / 0.01));
    expect(even.simulatedHalfWidth).toBeCloseTo(0.1, 2);
    expect(even.coverage).toBeGreaterThan(0.9);
    const uneven = run('kappa-sample-size', { margins: [70, 20, 10], kappa: 0.5, halfWidth: 0.1 });
    expect(Math.abs((uneven.simulatedHalfWidth as number) - 0.1)).toBeLessThan(0.002);
  });

  it('rare classes and narrow intervals take more; a class that nobody uses changes nothing', () => {
    const units = (margins: number[], halfWidth = 0.1) =>
      run('kappa-sample-size', { margins, kappa: 0.8, halfWidth }).units as number;
    expect(units([95, 5])).toBeGreaterThan(2 * units([50, 50]));
    expect(units([50, 50], 0.05)).toBeGreaterThan(3.9 * units([50, 50]));
    expect(units([0.5, 0.5, 0])).toBe(units([50, 50]));
    expect(() => run('kappa-sample-size', { margins: [1, 0], kappa: 0.8, halfWidth: 0.1 })).toThrow(
      telling('statistics.margins-need-two-classes'),
    );
    expect(run('kappa-sample-size', { margins: [1, 1], kappa: 0.9, halfWidth: 0.3 }).notes).toContainEqual(
      saying('statistics.few-units-for-agreement'),
    );
  });

  it.each(['kappa', 'alpha', 'ac1'])('%s: as wide as that coefficient’s own interval of such codes', (measure) => {
    const wish = { margins: [60, 30, 10], [measure]: 0.7, halfWidth: 0.08, least: 0.6 };
    const { units, standardError, agreement, power, coverage, simulatedHalfWidth } = run(
      `${measure}-sample-size`,
      wish,
    ) as unknown as Record<string, number>;
    const shares = [0.6, 0.3, 0.1];
    const chance = shares.reduce((total, share) => total + share * share, 0);
    const certain = (agreement - chance) / (1 - chance);
    const ratings = shares.flatMap((row, i) =>
      shares.flatMap((column, j) => {
        const count = Math.round(20_000 * (row * column * (1 - certain) + (i === j ? certain * row : 0)));
        return Array.from({ length: count }, () => [i, j]);
      }),
    );
    const { estimate, se } = run(measure === 'ac1' ? 'ac1' : 'fleiss', { ratings }) as unknown as Record<
      string,
      number
    >;
    expect(estimate).toBeCloseTo(0.7, 3);
    expect(standardError / (se * Math.sqrt(ratings.length / units))).toBeCloseTo(1, 2);
    expect(simulatedHalfWidth).toBeCloseTo(0.08, 2);
    expect(coverage).toBeGreaterThan(0.92);
    // The lower end has a normal distribution around .62, a quarter of a half width above .6.
    expect(power).toBeGreaterThan(0.6);
    expect(power).toBeLessThan(0.8);
    const sure = run(`${measure}-sample-size`, { ...wish, least: 0.5 });
    expect(sure.power).toBeGreaterThan(0.99);
    expect(() => run(`${measure}-sample-size`, { ...wish, least: 0.7 })).toThrow(
      telling('statistics.least-below-agreement'),
    );
  });

  it('AC1 below what chance gives is refused', () => {
    expect(() => run('ac1-sample-size', { margins: [50, 50], ac1: 0, halfWidth: 0.1 })).not.toThrow();
    expect(() => run('ac1-sample-size', { margins: [60, 30, 10], ac1: 0, halfWidth: 0.1 })).toThrow(
      telling('statistics.agreement-below-chance'),
    );
  });
});
