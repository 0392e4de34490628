import { describe, expect, it } from 'vitest';
import { statisticByName } from '../../src/core/statistics/catalogue/registry.ts';
import { concordance } from '../../src/core/statistics/survival/concordance.ts';
import { observationsOf } from '../../src/core/statistics/survival/observations.ts';
import { saying, telling } from '../support/messages.ts';

const run = (name: string, data: unknown) => statisticByName(name).run(data);
const KAPPA = {
  table: [
    [20, 5, 1],
    [4, 15, 2],
    [3, 6, 9],
  ],
};
const CAREERS = {
  sequences: [
    ['a', 'b', 'b'],
    ['a', 'a', 'c'],
    ['b', 'c', 'c'],
    ['a', 'c', 'b'],
  ],
};

describe('options as other programs write them', () => {
  it.each([
    ['kappa', KAPPA, { weights: 'LINEAR' }, { weights: 'linear' }],
    ['kappa', KAPPA, { weights: 'squared' }, { weights: 'quadratic' }],
    ['adjust', { p: [0.01, 0.02, 0.04] }, { method: 'Benjamini-Hochberg' }, { method: 'bh' }],
    ['fisher', { table: KAPPA.table.slice(0, 2).map((row) => row.slice(0, 2)) }, { alternative: 'Two.Sided' }, {}],
    ['sequence-distances', CAREERS, { method: 'om', costs: 'TRATE' }, { method: 'OM', costs: 'transition-rates' }],
    ['sequence-distances', CAREERS, { method: 'hamming', costs: 'CONSTANT' }, { method: 'HAM' }],
    ['sequence-clusters', { ...CAREERS, clusters: 2 }, { linkage: 'ward.D2' }, { linkage: 'ward' }],
  ])('%s %j %j', (name, data, given, own) => {
    expect(() => run(name, { ...data, ...given })).not.toThrow();
    expect(run(name, { ...data, ...given })).toEqual(run(name, { ...data, ...own }));
  });

  it('are refused with those that there are', () => {
    expect(() => run('kappa', { ...KAPPA, weights: 'cubic' })).toThrow(/weights: must be one of: none, linear, quad/);
  });
});

describe('NA among values', () => {
  it('is missing, as in R, and counted', () => {
    const x = { age: [20, 25, 30, 41, 38, 44, 29, 'NA'] };
    const y = [0, 0, 1, 1, 0, 1, 0, 1];
    expect(() => run('logistic', { y, x })).not.toThrow();
    const { notes, ...answer } = run('logistic', { y, x });
    expect(answer).toEqual({ ...run('logistic', { y, x: { age: x.age.with(7, null as never) } }), notes: undefined });
    expect(answer.excluded).toBe(1);
    expect(notes).toContainEqual(saying('statistics.na-missing', { n: 1, classes: 'levels' }));
    const ratings = [
      [1, 1, 'NA'],
      [2, 2, 3],
      [3, 3, 3],
    ];
    expect(run('alpha', { ratings, level: 'ordinal' }).estimate).toBeCloseTo(0.78125, 12);
  });

  it('is a class where the classes name it, and a name where names stand', () => {
    const y = ['NA', 2, 3, 'NA', 3, 2, 'NA', 3, 'NA'];
    const x = { age: [20, 25, 30, 41, 38, 44, 29, 27, 31] };
    expect(() => run('ordinal', { y, x, levels: ['NA', 2, 3] })).not.toThrow();
    expect(run('ordinal', { y, x, levels: ['NA', 2, 3] }).excluded).toBe(0);
    expect(run('springrank', { edges: [['NA', 'B', 1]] }).scores).toHaveProperty('NA');
  });

  it('is one of the words where there are words: Namibia, North America', () => {
    const places = ['NA', 'EU', 'NA', 'EU', 'EU', 'NA', 'EU', 'NA'];
    const rows = places.map((one, i) => [one, places[(i * 3) % 8]]);
    const [time, event] = [[1, 2, 3, 4, 5, 6, 7, 8], places.map(() => 1)];
    const of: [string, (places: string[], rows: string[][]) => unknown][] = [
      ['kaplan-meier', (group) => ({ time, event, group })],
      ['multinomial', (y) => ({ y, x: { age: [3, 1, 4, 1, 5, 9, 2, 6] } })],
      ['alpha', (_, ratings) => ({ ratings })],
      ['fleiss', (_, ratings) => ({ ratings })],
      ['sequence-distances', (_, sequences) => ({ sequences, method: 'HAM' })],
    ];
    for (const [name, data] of of) {
      const american = (one: string) => (one === 'NA' ? 'XA' : one);
      const answer = run(name, data(places, rows));
      const renamed = run(
        name,
        data(
          places.map(american),
          rows.map((row) => row.map(american)),
        ),
      );
      expect(JSON.stringify(answer).replaceAll('"NA"', '"XA"')).toBe(JSON.stringify(renamed));
    }
    const { excluded, notes } = run('cox', { time, event, x: { place: places, age: [3, 'NA', 4, 1, 5, 9, 2, 6] } });
    expect(excluded).toBe(1);
    expect(notes).toContainEqual(saying('statistics.na-missing', { n: 1, classes: 'none' }));
  });

  it('is said beside what is wrong, too', () => {
    const note = saying('statistics.na-missing', { n: 2 });
    const given = (y: unknown[]) => run('logistic', { y, x: { age: ['NA', 2, 'NA'] } });
    expect(() => given([1, 0, 1])).toThrow(telling('statistics.na-beside', { note }));
    expect(() => given(['yes', {}, 'no'])).toThrow(
      telling('statistics.na-beside', { note, problem: saying('statistics.example') }),
    );
    expect(() => run('t-test', { x: ['NA'], y: [1, 2] })).toThrow(telling('statistics.example'));
  });
});

describe('what has no value says why', () => {
  it('a concordance of events that are all at one time', () => {
    const answer = run('cox', { time: [5, 5, 5, 5], event: [1, 1, 1, 1], x: { age: [41, 38, 35, 44] } });
    expect(answer.concordance).toBeNull();
    expect(answer.notes).toContainEqual(saying('statistics.no-concordance'));
  });

  it('a concordance of rows of which no two are at risk together, whatever their weights leave in rounding', () => {
    const answer = run('cox', {
      start: [0, 0, 2, 2, 4, 4],
      stop: [1, 1, 3, 3, 5, 5],
      event: [1, 1, 1, 1, 1, 1],
      x: { a: [1, 2, 3, 1, 2, 5] },
      weights: [4.8, 4.1, 10, 7.1, 9.2, 6.3999999999999995],
    });
    expect(answer.concordance).toBeNull();
    expect(answer.notes).toContainEqual(saying('statistics.no-concordance'));
    expect(answer.notes).toContainEqual(saying('statistics.robust-errors', { model: 'cox' }));
  });

  it('a concordance of hazards that are not numbers', () => {
    const rows = observationsOf({ time: [1, 2, 3], event: [1, 1, 0] }, {}, saying('method.cox') as never);
    expect(concordance(rows, [2, 1, 0])).toBe(1);
    expect(concordance(rows, [2, Number.NaN, 0])).toBeNull();
  });

  it('a variable that is the same for all who are at risk', () => {
    const times = { start: [0, 0, 6, 6], stop: [5, 6, 9, 10], event: [1, 1, 1, 1] };
    const old = [1, 1, 2, 2];
    const { coefficients, df, notes } = run('cox', { ...times, x: { old, age: [3, 1, 2, 5] } });
    expect(coefficients).toHaveProperty('old.estimate', null);
    expect(df).toBe(1);
    expect(notes).toContainEqual(saying('statistics.alike-at-risk', { names: ['old'], n: 1 }));
    expect(() => run('cox', { ...times, x: { old } })).toThrow(
      telling('statistics.alike-at-risk-all', { names: ['old'], n: 1 }),
    );
  });

  it('clusters of careers that are all alike, alike in each cluster, or one', () => {
    const ids = (sequences: string[][], clusters: number) =>
      run('sequence-clusters', { sequences, clusters }).notes.map(({ id }) => id);
    const alike = ['a', 'b', 'b'].map(() => ['a', 'b']);
    expect(ids(alike, 1)).toEqual(['statistics.sequences-all-alike', 'statistics.one-cluster']);
    expect(ids(CAREERS.sequences, 4)).toEqual(['statistics.clusters-of-equals']);
  });

  it('a log-rank test of weights that are no frequencies, Gray’s test of late entries', () => {
    const group = ['a', 'b', 'a', 'b'];
    const km = run('kaplan-meier', { time: [6, 7, 9, 8], event: [1, 1, 1, 1], weights: [1.5, 1, 2, 1], group });
    expect(km.logRank).toBeNull();
    expect(km.notes).toContainEqual(saying('statistics.survival-weights', { groups: 2 }));
    const late = run('competing-risks', { start: [0, 1, 0, 2], stop: [6, 7, 9, 8], cause: [1, 2, 1, 0], group });
    expect(late.tests).toEqual({});
    expect(late.notes).toContainEqual(saying('statistics.gray-without-delayed-entry'));
  });

  it('mixed models of nothing; yes and no are outcomes', () => {
    for (const name of ['mixed-logistic', 'mixed-linear'])
      expect(() => run(name, { success: [], y: [], x: {}, group: [] })).toThrow(
        telling('statistics.no-complete-row', { method: saying(`method.${name}` as 'method.mixed-logistic') }),
      );
    const group = [...'ABCDEFGHIJAA'];
    const success = group.map((_, i) => i % 2);
    expect(run('mixed-logistic', { success: success.map((one) => one === 1), group })).toEqual(
      run('mixed-logistic', { success, group }),
    );
  });
});
