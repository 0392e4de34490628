import type { Mapping } from '../../../../shared/mobility/imports.ts';
import type { StageContext } from '../staged.ts';
import { type ReadTable, readTable } from './table.ts';

/** The file's table: as it was read when the file was recognised by its headings, otherwise read now. */
export async function givenTable(file: string, mapping: Mapping, { table }: StageContext): Promise<ReadTable> {
  return table ?? (await readTable(file, mapping));
}
