import type { TableFormat } from '../../../shared/contract/exports.ts';
import {
  type DataSetAbout,
  type DescribedField,
  type DescribedFile,
  describeDataSet,
} from '../../storage/data-package.ts';
import type { ColumnKind, DataTable, RowsWritten } from '../../report/data-table.ts';
import { writeDelimited, writeLines } from '../../report/delimited-file.ts';
import { writeParquet } from '../../report/parquet-file.ts';
import type { OutputFolder } from '../../storage/output.ts';

const FIELD_TYPES: Readonly<Record<ColumnKind, DescribedField['type']>> = {
  text: 'string',
  whole: 'integer',
  real: 'number',
  time: 'datetime',
};

/** Tables in one format and, at the end, the description of them all. */
export class TableFolder {
  readonly #output: OutputFolder;
  readonly #format: TableFormat;
  readonly #files: DescribedFile[] = [];

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
    const { about, columns, key } = table;
    const fields = columns.map(({ name, kind, optional, about: own }) => ({
      name,
      type: FIELD_TYPES[kind],
      about: own,
      required: !optional,
    }));
    this.#files.push({ path, about, table: { format, header: true, quoted: true, marked: false, fields, rows, key } });
    return rows;
  }

  /** What is no table. */
  writeLines(path: string, lines: Iterable<string>, tick: () => void, about: string): void {
    writeLines(this.#output.fileFor(path), lines, tick);
    this.#files.push({ path, about });
  }

  describe(about: DataSetAbout): void {
    describeDataSet(this.#output, about, this.#files);
  }
}
