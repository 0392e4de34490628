import type { Label } from '../../../../shared/messages/message.ts';
import { say } from '../../../../shared/messages/say.ts';
import type { Column } from '../../../../shared/table.ts';
import { withoutEmpty } from '../../../statistics/count-tables.ts';
import { sum } from '../../../statistics/descriptive.ts';
import { chiSquare } from '../../../statistics/tests/chi-square.ts';
import { column, COUNT } from './finding.ts';

/** Null where there is only one row or column that anything was counted in. */
export function crossTest(counts: number[][]) {
  const { rows, columns } = withoutEmpty(counts);
  if (rows.length < 2 || columns.length < 2) return null;
  const { statistic, df, p, standardisedResiduals, notes } = chiSquare({ table: counts });
  const residuals = standardisedResiduals as number[][];
  return {
    statistic: statistic as number,
    df: df as number,
    p: p as number,
    notes: notes.filter(({ id }) => id !== 'statistics.row-empty' && id !== 'statistics.column-empty'),
    residual: (i: number, j: number) => residuals[rows.indexOf(i)]?.[columns.indexOf(j)] ?? null,
  };
}

/** Of each class the count, its share of the row and its residual; then the row's total. */
export function crossColumns(classes: readonly { key: string; label: Label }[]): Column[] {
  return [
    ...classes.flatMap(({ key, label }) => [
      column(key, label, 'count'),
      column(`${key} %`, say('finding.row-percent')),
      column(`${key} residual`, say('finding.residual')),
    ]),
    COUNT,
  ];
}

/** The cells of a row under those columns. */
export function crossCells(
  counts: readonly number[][],
  row: number,
  test: ReturnType<typeof crossTest>,
): (number | null)[] {
  const total = sum(counts[row]);
  return [
    ...counts[row].flatMap((count, j) => [
      count,
      total === 0 ? null : (100 * count) / total,
      test?.residual(row, j) ?? null,
    ]),
    total,
  ];
}
