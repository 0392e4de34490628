import { statSync } from 'node:fs';
import type { TableFormat } from '../../../shared/contract/exports.ts';
import { type DataResource, type DataSetAbout, dataPackage } from '../../report/data-package.ts';
import type { DataTable, RowsWritten } from '../../report/data-table.ts';
import { writeDelimited } from '../../report/delimited-file.ts';
import { writeParquet } from '../../report/parquet-file.ts';
import { sha256OfFile } from '../../storage/file-hash.ts';
import type { OutputFolder } from '../../storage/output.ts';

const DESCRIPTION = 'datapackage.json';

/** Tables in one format and, at the end, the description of them all. */
export class TableFolder {
  readonly #output: OutputFolder;
  readonly #format: TableFormat;
  readonly #resources: DataResource[] = [];

  constructor(output: OutputFolder, format: TableFormat) {
    this.#output = output;
    this.#format = format;
  }

  /** @returns the number of rows */
  write(table: DataTable, written: RowsWritten): number {
    const format = this.#format;
    const path = `${table.name}.${format}`;
    const file = this.#output.fileFor(path);
    const rows =
      format === 'parquet'
        ? writeParquet(file, table, written)
        : writeDelimited(file, format === 'csv' ? ',' : '\t', table, written);
    this.#resources.push({ table, path, format, rows, bytes: statSync(file).size, sha256: sha256OfFile(file) });
    return rows;
  }

  describe(about: DataSetAbout): void {
    this.#output.write(DESCRIPTION, dataPackage(about, this.#resources));
  }
}
