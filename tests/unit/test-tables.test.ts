import { describe, expect, it } from 'vitest';
import { coefficientTable } from '../../src/core/mobility/analysis/findings/coefficients.ts';
import { column } from '../../src/core/mobility/analysis/findings/finding.ts';
import { answerOf } from '../../src/core/mobility/analysis/comparisons/comparison.ts';
import { readerOf } from '../../src/core/report/reader.ts';
import { logistic } from '../../src/core/statistics/models/regression.ts';
import { mannWhitney } from '../../src/core/statistics/tests/ranks.ts';
import { coefficients, hasIntercept, testsTable } from '../../src/renderer/mobility/analysis/test-tables.ts';
import { say } from '../../src/shared/messages/say.ts';
import { wordsOf, writtenRows } from '../../src/shared/table.ts';

const regression = answerOf(
  'logistic',
  logistic({ y: [0, 1, 0, 1, 1, 0, 1, 0], x: { born: [1961, 1972, 1983, 1964, 1955, 1976, 1967, 1988] } }),
);

describe('tables of tests', () => {
  it('the ratio of an intercept, which is about a birth year of 0, is a dash', () => {
    const [intercept, born] = writtenRows(
      coefficients(
        regression,
        (term) => term,
        (name) => name,
      ),
      'en',
    );
    expect(intercept[0]).toBe('(Intercept)');
    expect(intercept.slice(4, 7)).toEqual(['—', '—', '—']);
    expect(Number(born[4])).toBeCloseTo(Math.exp((regression.estimate as { born: number }).born), 2);
    expect(hasIntercept(regression)).toBe(true);
    expect(hasIntercept(answerOf('mann-whitney', mannWhitney({ x: [1, 2], y: [3, 4] })))).toBe(false);
  });

  it('slopes keep their digits beside an intercept of hundreds, here and in a spreadsheet', () => {
    const small = { estimate: -0.1434, se: 0.0312, p: 0.01, ratio: 0.87, interval: [0.8, 0.93] as const };
    const large = { ...small, estimate: 282.123456, se: 61.7 };
    const ratio = column('odds ratio', say('finding.odds-ratio'), 'result');
    const table = coefficientTable('c', say('finding.coefficients'), ratio, { '(Intercept)': large, born: small }, {});
    expect(writtenRows(wordsOf(table, readerOf('en')), 'en').map((row) => row.slice(1, 3))).toEqual([
      ['282.123', '61.7000'],
      ['−0.143', '0.0312'],
    ]);
    expect(writtenRows(wordsOf({ ...table, rows: [table.rows[1]] }, readerOf('en')), 'en')[0][1]).toBe('−0.143');
  });

  it('a number that no row has is a dash too', () => {
    const [row] = writtenRows(testsTable([answerOf('mann-whitney', mannWhitney({ x: [1, 2], y: [3, 4] }))]), 'en');
    expect(row[2]).toBe('—');
  });

  it('findings say below a table why a ratio is missing', () => {
    const one = { estimate: 52.8, se: 3, p: 0.01, ratio: 8e22, interval: [1, 9e30] as const };
    const ratio = column('odds ratio', say('finding.odds-ratio'), 'result');
    const table = coefficientTable('c', say('finding.coefficients'), ratio, { '(Intercept)': one }, {});
    expect(table.note?.id).toBe('finding.no-intercept-ratio');
    expect(writtenRows(wordsOf(table, readerOf('en')), 'en')[0].slice(4)).toEqual(['—', '—', '—']);
    expect(coefficientTable('c', say('finding.coefficients'), ratio, { born: one }, {}).note).toBeUndefined();
  });
});
