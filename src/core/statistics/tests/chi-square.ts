import { say } from '../../../shared/messages/say.ts';
import { chiSquareUpper, effectInterval } from '../distributions.ts';
import { result, type TestResult, unusable } from '../result.ts';
import { flag } from '../foreign-options.ts';
import { statistic } from '../statistic.ts';
import { sum } from '../descriptive.ts';
import { type Counts, countTable, margins, usedOf, withoutEmpty } from '../count-tables.ts';

/**
 * Pearson's χ² test of independence, as R's chisq.test(correct = FALSE) unless Yates' (1934) correction of 2 × 2 tables
 * is asked for. Effect: Cramér's V (1946), of the uncorrected χ²; residuals are adjusted (Haberman 1973), as R's
 * chisq.test()$stdres.
 */
export function chiSquare({ table: given, correct }: { table: Counts; correct?: boolean }): TestResult {
  const { table, notes } = withoutEmpty(given);
  if (table.length < 2 || table[0].length < 2)
    throw unusable(say('statistics.independence-needs-table', usedOf(given)));
  const { rows, columns, n } = margins(table);
  const expected = rows.map((row) => columns.map((column) => (row * column) / n));
  const off = table.flatMap((row, i) => row.map((count, j) => Math.abs(count - expected[i][j])));
  const cells = expected.flat();
  const squares = (less: number) => sum(off.map((value, cell) => (value - less) ** 2 / cells[cell]));
  const statistic = squares(0);
  const df = (rows.length - 1) * (columns.length - 1);
  const most = n * (Math.min(rows.length, columns.length) - 1);
  const [low, high] = effectInterval(statistic, df, most);
  const small = cells.filter((value) => value < 5).length;
  if (small > 0) notes.push(say('statistics.prefer-fisher', { small, cells: rows.length * columns.length }));
  if (correct) notes.push(say('statistics.yates', { four: off.length === 4 ? 'yes' : 'no' }));
  const told = correct && off.length === 4 ? squares(Math.min(0.5, ...off)) : statistic;
  return result("Pearson's chi-square test of independence", {
    statistic: told,
    df,
    p: chiSquareUpper(told, df),
    effect: {
      cramersV: Math.sqrt(statistic / most),
      cramersVInterval: [low, Math.min(1, high)],
    },
    expected,
    rowPercentages: table.map((row, i) => row.map((count) => (100 * count) / rows[i])),
    standardisedResiduals: table.map((row, i) =>
      row.map(
        (count, j) => (count - expected[i][j]) / Math.sqrt(expected[i][j] * (1 - rows[i] / n) * (1 - columns[j] / n)),
      ),
    ),
    n,
    notes,
  });
}

export const CHI_SQUARE = statistic({
  name: 'chi-square',
  summary: say('statistic.chi-square'),
  data: countTable.extend({ correct: flag.optional() }),
  example: {
    table: [
      [762, 327, 468],
      [484, 239, 477],
    ],
  },
  run: chiSquare,
});
