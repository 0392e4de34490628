import writeExcelFile from 'write-excel-file/node';
import type { Table } from '../../shared/table.ts';
import { sheetsOf } from '../../shared/workbook.ts';

export async function writeWorkbook(file: string, tables: readonly Table[]): Promise<void> {
  await writeExcelFile(sheetsOf(tables) as never).toFile(file);
}
