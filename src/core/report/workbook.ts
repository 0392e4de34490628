import writeExcelFile from 'write-excel-file/node';
import type { Table } from '../../shared/table.ts';

const LONGEST_SHEET_NAME = 31;

/** One sheet a table. */
export async function writeWorkbook(file: string, tables: readonly Table[]): Promise<void> {
  const sheets = tables.map(({ name, head, rows }) => ({
    sheet: name.slice(0, LONGEST_SHEET_NAME),
    data: [
      head.map((value) => ({ value, fontWeight: 'bold' as const })),
      ...rows.map((row) => row.map((value) => (value === null ? null : { value }))),
    ],
  }));
  await writeExcelFile(sheets as never).toFile(file);
}
