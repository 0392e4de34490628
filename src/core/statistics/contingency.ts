import { say } from '../../shared/say.ts';
import { chiSquareUpper, noncentralityInterval } from './distributions.ts';
import { result, sum, type TestResult, unusable } from './result.ts';

export type Counts = number[][];

/** Rows and columns without any observation say nothing; they are left out and named. */
export function withoutEmpty(table: Counts): { table: Counts; notes: string[]; rows: number[]; columns: number[] } {
  const ragged = table.findIndex((row) => row.length !== table[0].length);
  if (ragged >= 0)
    throw unusable(say`table, row ${ragged + 1}: it has ${table[ragged].length} cells, row 1 has ${table[0].length}.`);
  const rows = table.flatMap((row, i) => (sum(row) > 0 ? [i] : []));
  const columns = (table[0] ?? []).flatMap((_, j) => (table.some((row) => row[j] > 0) ? [j] : []));
  const notes = [
    ...table.flatMap((_, i) => (rows.includes(i) ? [] : [say`Row ${i + 1} of the table is empty and was left out.`])),
    ...(table[0] ?? []).flatMap((_, j) =>
      columns.includes(j) ? [] : [say`Column ${j + 1} of the table is empty and was left out.`],
    ),
  ];
  return { table: rows.map((i) => columns.map((j) => table[i][j])), notes, rows, columns };
}

export function assertSquare(table: Counts): void {
  const wrong = table.findIndex((row) => row.length !== table.length);
  if (wrong >= 0)
    throw unusable(
      say`table, row ${wrong + 1}: it has ${table[wrong].length} cells; a square table of ${table.length} classes is needed.`,
    );
}

export function margins(table: Counts): { rows: number[]; columns: number[]; n: number } {
  const rows = table.map(sum);
  return { rows, columns: table[0].map((_, j) => sum(table.map((row) => row[j]))), n: sum(rows) };
}

/**
 * Pearson's χ² test of independence without correction. Effect: Cramér's V (1946); residuals are adjusted (Haberman
 * 1973), as R's chisq.test()$stdres.
 */
export function chiSquare({ table: given }: { table: Counts }): TestResult {
  const { table, notes } = withoutEmpty(given);
  if (table.length < 2 || table[0].length < 2)
    throw unusable(
      say`A test of independence needs at least two rows and two columns with observations. ${notes.join(' ')}`.trim(),
    );
  const { rows, columns, n } = margins(table);
  const expected = rows.map((row) => columns.map((column) => (row * column) / n));
  const statistic = sum(
    table.flatMap((row, i) => row.map((count, j) => (count - expected[i][j]) ** 2 / expected[i][j])),
  );
  const df = (rows.length - 1) * (columns.length - 1);
  const most = n * (Math.min(rows.length, columns.length) - 1);
  const [low, high] = noncentralityInterval(statistic, df);
  const small = expected.flat().filter((value) => value < 5).length;
  if (small > 0)
    notes.push(
      say`${small} of ${rows.length * columns.length} expected counts are below 5: prefer Fisher's exact test.`,
    );
  return result("Pearson's chi-square test of independence", {
    statistic,
    df,
    p: chiSquareUpper(statistic, df),
    effect: {
      cramersV: Math.sqrt(statistic / most),
      cramersVInterval: [Math.sqrt(low / most), Math.min(1, Math.sqrt(high / most))],
    },
    expected,
    standardisedResiduals: table.map((row, i) =>
      row.map(
        (count, j) => (count - expected[i][j]) / Math.sqrt(expected[i][j] * (1 - rows[i] / n) * (1 - columns[j] / n)),
      ),
    ),
    n,
    notes,
  });
}
