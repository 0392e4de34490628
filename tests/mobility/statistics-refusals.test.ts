import { describe, expect, it } from 'vitest';
import { tQuantile, tTwoSided } from '../../src/core/statistics/distributions.ts';
import { statisticByName } from '../../src/core/statistics/catalogue/registry.ts';
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
    ['kaplan-meier', { time: [6, 7], event: ['1', 0] }, /event, 1: must be one of: a number, true or false, null/],
    ['springrank', { edges: [['a', 'b', '3']] }, /edges, 1, 3: must be a number/],
    ['springrank', { edges: [['a', 'b', 0]] }, /edges, 1, 3: must be above 0/],
    ['kappa-sample-size', { margins: [1, 1], kappa: 1, halfWidth: 0.1 }, /kappa: must be below 1/],
    ['null-model', { moves: [['a', 'b', null]], levels: {} }, /moves, 1, 3: must be one of: a text, a number/],
  ])('%s %j', (name, data, message) => {
    expect(() => run(name, data)).toThrow(message);
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
