import { fileWriter, ParquetWriter } from 'hyparquet-writer';
import type { ColumnKind, DataCell, DataColumn, DataTable, RowsWritten } from './data-table.ts';

type SchemaElement = ConstructorParameters<typeof ParquetWriter>[0]['schema'][number];

/** What is in memory at a time. */
export const ROWS_A_GROUP = 1 << 16;

const TYPES: Readonly<Record<ColumnKind, Pick<SchemaElement, 'type' | 'converted_type'>>> = {
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  whole: { type: 'INT64' },
  real: { type: 'DOUBLE' },
  time: { type: 'INT64', converted_type: 'TIMESTAMP_MILLIS' },
};

/**
 * Writes a new Parquet file, a row group at a time, so that memory does not grow with the rows.
 *
 * @returns the number of rows
 */
export function writeParquet(file: string, { columns, rows }: DataTable, written: RowsWritten): number {
  const writer = new ParquetWriter({ writer: fileWriter(file), schema: schemaOf(columns), createdBy: 'Quadrille' });
  let group: DataCell[][] = columns.map(() => []);
  let total = 0;
  const flush = () => {
    if (group[0].length === 0) return;
    writer.write({
      columnData: columns.map(({ name, kind }, c) => ({
        name,
        data: kind === 'whole' || kind === 'time' ? integers(group[c], kind) : group[c],
        // The least and the greatest of a group's texts would take longer to find than the group to write.
        statistics: kind !== 'text',
      })),
      rowGroupSize: ROWS_A_GROUP,
    });
    group = columns.map(() => []);
    written(total);
  };
  for (const row of rows()) {
    for (let c = 0; c < columns.length; c++) group[c].push(row[c]);
    total++;
    if (group[0].length === ROWS_A_GROUP) flush();
  }
  flush();
  writer.finish();
  return total;
}

function schemaOf(columns: readonly DataColumn[]): SchemaElement[] {
  return [
    { name: 'root', num_children: columns.length },
    ...columns.map(({ name, kind, optional }): SchemaElement => {
      return { name, ...TYPES[kind], repetition_type: optional ? 'OPTIONAL' : 'REQUIRED' };
    }),
  ];
}

function integers(cells: readonly DataCell[], kind: ColumnKind): (bigint | null)[] {
  const unit = kind === 'time' ? 1000 : 1;
  return cells.map((cell) => (cell === null ? null : BigInt((cell as number) * unit)));
}
