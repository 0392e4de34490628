import { useMemo } from 'react';
import type { CellValue, Column } from './column.ts';
import { DataTable } from './data-table.tsx';
import { decimalsFor } from '../../../shared/number-format.ts';
import type { Table } from '../../../shared/table.ts';

interface Props {
  table: Pick<Table, 'name' | 'head' | 'rows'>;
  /** Stands above it; without one the table has no frame. */
  title?: string;
  label?: string;
  /** Cells that stand out, as "row column" of the table. */
  strong?: ReadonlySet<string>;
  hints?: readonly (string | undefined)[];
  maxHeight?: number;
}

interface ResultRow {
  index: number;
  cells: readonly CellValue[];
}

/** A table of results: heads and rows as they come, the numbers of a column with the same decimals. */
export function ResultTable({ table, title, label, strong, hints, maxHeight = 460 }: Props) {
  const rows = useMemo(() => table.rows.map((cells, index): ResultRow => ({ index, cells })), [table]);
  const columns = useMemo(
    () =>
      table.head.map((head, at): Column<ResultRow> => {
        const values = table.rows.map((row) => row[at]);
        const numbers = values.filter((value) => typeof value === 'number');
        return {
          id: `${at} ${head}`,
          head,
          hint: hints?.[at],
          value: ({ cells }) => cells[at] ?? null,
          numeric: numbers.length > 0,
          decimals: decimalsFor(numbers),
        };
      }),
    [table, hints],
  );
  return (
    <DataTable
      name={`result-${table.name}`}
      title={title}
      label={label}
      columns={columns}
      rows={rows}
      rowKey={({ index }) => String(index)}
      strong={strong ? ({ index }, column) => strong.has(`${index} ${column.split(' ', 1)[0]}`) : undefined}
      maxHeight={maxHeight}
    />
  );
}
