import { statSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { TableFormat } from '../../shared/contract/exports.ts';
import type { Table, Value } from '../../shared/table.ts';
import { sha256OfFile } from './file-hash.ts';
import type { OutputFolder } from './output.ts';

export const DESCRIPTION = 'datapackage.json';

export interface DescribedField {
  name: string;
  /** Of Table Schema. */
  type: 'string' | 'integer' | 'number' | 'datetime' | 'any';
  about?: string;
  required: boolean;
}

export interface DescribedTable {
  format: TableFormat;
  /** Whether the first line names the columns. */
  header: boolean;
  /** Of text: whether fields may be quoted, and whether it begins with a byte order mark. */
  quoted: boolean;
  marked: boolean;
  fields: readonly DescribedField[];
  rows: number;
  /** The columns that identify a row, if any do. */
  key?: readonly string[];
}

/** A file of a data set and, if it is one, the table that it holds. */
export interface DescribedFile {
  /** Relative to the folder of the description, with `/` between folders. */
  path: string;
  about?: string;
  table?: DescribedTable;
}

export interface DataSetAbout {
  /** In lower case, without blanks. */
  name: string;
  title: string;
  description: string;
  /** Left out where the same data are to give the same bytes. */
  createdAt?: string;
}

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  csv: 'text/csv',
  tsv: 'text/tab-separated-values',
  txt: 'text/plain',
  trec: 'text/plain',
  json: 'application/json',
  jsonl: 'application/jsonl',
  parquet: 'application/vnd.apache.parquet',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

/**
 * Writes the description of a data set, datapackage.json (Frictionless Data Package 1.0,
 * https://specs.frictionlessdata.io/data-package/), beside files that are written already.
 *
 * @param folder within the output, with a `/` at its end; '' for the output itself. Paths are relative to it
 */
export function describeDataSet(
  output: OutputFolder,
  { createdAt, ...about }: DataSetAbout,
  files: readonly DescribedFile[],
  folder = '',
): void {
  const names = new Set<string>();
  const described = {
    profile: 'data-package',
    ...about,
    ...(createdAt === undefined ? {} : { created: createdAt }),
    resources: files.map((file) => ({
      name: nameOf(file.path, names),
      ...(file.about === undefined ? {} : { description: file.about }),
      path: file.path,
      ...resourceOf(join(output.path, ...`${folder}${file.path}`.split('/')), file),
    })),
  };
  output.write(folder + DESCRIPTION, `${JSON.stringify(described, null, 1)}\n`);
}

/** The description of what `toCsv` wrote of a table. */
export function describedCsv(path: string, { head, rows, title }: Table): DescribedFile {
  const fields = head.map((name, column): DescribedField => {
    const values = rows.map((row) => row[column] ?? null);
    return { name, type: typeOf(values), required: values.length > 0 && values.every(isFilled) };
  });
  const table: DescribedTable = { format: 'csv', header: true, quoted: true, marked: true, fields, rows: rows.length };
  return { path, about: title, table };
}

function isFilled(value: Value): boolean {
  return value !== null && value !== '';
}

function typeOf(values: readonly Value[]): DescribedField['type'] {
  const filled = values.filter(isFilled);
  if (filled.length === 0) return 'any';
  if (filled.every((value) => typeof value === 'string')) return 'string';
  if (!filled.every((value) => Number.isFinite(value))) return 'any';
  return filled.every((value) => Number.isSafeInteger(value)) ? 'integer' : 'number';
}

/** Names are unique, in lower case, and without slashes. */
function nameOf(path: string, taken: Set<string>): string {
  const whole = path.toLowerCase().replaceAll(/[^a-z0-9._-]+/g, '-');
  const bare = whole.slice(0, whole.length - extname(whole).length);
  const name = taken.has(bare) ? whole : bare;
  taken.add(name);
  return name;
}

function resourceOf(file: string, { path, table }: DescribedFile): object {
  const format = table?.format ?? extname(path).slice(1).toLowerCase();
  const isText = table !== undefined && table.format !== 'parquet';
  return {
    // As a file: the frictionless library checks its hash, and takes empty whole numbers of Parquet for NaN.
    ...(isText ? { profile: 'tabular-data-resource' } : { type: 'file', profile: 'data-resource' }),
    format,
    ...(MEDIA_TYPES[format] ? { mediatype: MEDIA_TYPES[format] } : {}),
    ...(isText ? textOf(table) : {}),
    bytes: statSync(file).size,
    hash: `sha256:${sha256OfFile(file)}`,
    ...(isText ? { rows: table.rows } : {}),
    ...(table ? { schema: schemaOf(table) } : {}),
  };
}

function textOf({ format, header, quoted, marked }: DescribedTable): object {
  const delimiter = format === 'csv' ? ',' : '\t';
  return {
    encoding: marked ? 'utf-8-sig' : 'utf-8',
    dialect: { delimiter, header, ...(quoted ? {} : { quoteChar: '\0' }) },
  };
}

function schemaOf({ fields, key }: DescribedTable): object {
  return {
    fields: fields.map(({ name, type, about, required }) => ({
      name,
      type,
      ...(about === undefined ? {} : { description: about }),
      ...(required ? { constraints: { required: true } } : {}),
    })),
    missingValues: [''],
    ...(key ? { primaryKey: key } : {}),
  };
}
