import { describe, expect, it } from 'vitest';
import { compare } from '../../src/core/mobility/analysis/comparisons/registry.ts';
import { timelineOf } from '../../src/core/mobility/analysis/flows.ts';
import { chiSquare } from '../../src/core/statistics/tests/chi-square.ts';
import type { Move } from '../../src/shared/mobility/results.ts';
import { madeComparison } from '../support/findings.ts';
import { saying } from '../support/messages.ts';

function between(from: number | null, to: number | null, outcome: Move['outcome'] = 'moved'): Move {
  return { outcome, direction: outcome === 'moved' ? 'upward' : null, from: { year: from }, to: { year: to } } as Move;
}

describe('years between stages', () => {
  it('are none where somebody stayed in a post that began before the earlier stage', () => {
    const moves = [
      between(2010, 1995, 'stayed'),
      between(2010, 2012, 'stayed'),
      between(2010, 2010, 'stayed'),
      between(2012, 2010),
      between(null, 2010),
      between(2010, 2011, 'missing'),
    ];
    expect(timelineOf([{ transition: 'elected:current', moves }])).toEqual({
      durations: [
        { transition: 'elected:current', years: -2, count: 1 },
        { transition: 'elected:current', years: 0, count: 1 },
        { transition: 'elected:current', years: 2, count: 1 },
      ],
      byYear: [
        { year: 2010, upward: 1, downward: 0, parallel: 0, stayed: 1 },
        { year: 2012, upward: 0, downward: 0, parallel: 0, stayed: 1 },
      ],
      excluded: 2,
      inOnePost: 1,
    });
  });

  it('are compared between groups without such cases', () => {
    const input = madeComparison(60);
    const [first, ...others] = input.cases;
    const { from, to } = first.move;
    const stayed = {
      ...first.move,
      outcome: 'stayed',
      from: { ...from, year: 2010 },
      to: { ...to, year: 1995 },
    } as Move;
    const rows = (cases: typeof input.cases) => compare('years-by-group', { ...input, cases }).code.data.rows.length;
    expect(rows([{ ...first, move: stayed }, ...others])).toBe(rows(others));
  });
});

describe('a table of groups and outcomes', () => {
  it.each(['direction-by-group', 'outcome-by-group'])('has shares of the row and adjusted residuals: %s', (name) => {
    const { table } = compare(name, madeComparison(160));
    const classes = (table.head.length - 2) / 3;
    const counts = table.rows.map((row) => Array.from({ length: classes }, (_, j) => Number(row[1 + 3 * j])));
    expect(classes).toBeGreaterThan(1);
    const residuals = chiSquare({ table: counts }).standardisedResiduals as number[][];
    table.rows.forEach((row, i) => {
      const n = counts[i].reduce((a, b) => a + b, 0);
      expect(row.at(-1)).toBe(n);
      counts[i].forEach((count, j) => {
        expect(row[2 + 3 * j]).toBeCloseTo((100 * count) / n, 10);
        expect(row[3 + 3 * j]).toBeCloseTo(residuals[i][j], 10);
      });
    });
  });
});

describe('the methods paragraph of a comparison', () => {
  const told = (name: string) => compare(name, madeComparison(160)).methods;

  it('names the tests, the pairs and the reference classes', () => {
    const group = told('direction-by-group');
    expect(group.map(({ id }) => id)).toEqual(['comparison-methods.tests', 'comparison-methods.intervals']);
    expect(group[0].text).toMatch(/chi-square.*Fisher/);
    expect(told('level-before-after')).toContainEqual(saying('comparison-methods.paired'));
    const model = told('upward-logistic').find(({ id }) => id === 'comparison-methods.references');
    expect(model?.text).toBe('Reference classes: man for gender.');
  });
});
