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
