import type { TableFormat } from '../../shared/contract/exports.ts';
import type { ColumnKind, DataTable } from './data-table.ts';

const FIELD_TYPES: Readonly<Record<ColumnKind, string>> = {
  text: 'string',
  whole: 'integer',
  real: 'number',
  time: 'datetime',
};

const TABULAR = 'tabular-data-resource';

const FORMATS: Readonly<Record<TableFormat, object>> = {
  // As a file: the frictionless library checks its hash, and takes empty whole numbers of Parquet for NaN.
  parquet: { type: 'file', profile: 'data-resource', format: 'parquet', mediatype: 'application/vnd.apache.parquet' },
  csv: { profile: TABULAR, format: 'csv', mediatype: 'text/csv', encoding: 'utf-8', dialect: { delimiter: ',' } },
  tsv: {
    profile: TABULAR,
    format: 'tsv',
    mediatype: 'text/tab-separated-values',
    encoding: 'utf-8',
    dialect: { delimiter: '\t' },
  },
};

/** A file of a data set and what it holds. */
export interface DataResource {
  table: Pick<DataTable, 'name' | 'about' | 'columns' | 'key'>;
  /** Relative to the folder of the description. */
  path: string;
  format: TableFormat;
  rows: number;
  bytes: number;
  sha256: string;
}

export interface DataSetAbout {
  /** In lower case, without blanks. */
  name: string;
  title: string;
  description: string;
  createdAt: string;
}

/** The description of a data set as a Frictionless Data Package 1.0 (datapackage.json). */
export function dataPackage({ createdAt, ...about }: DataSetAbout, resources: readonly DataResource[]): string {
  const described = {
    profile: 'data-package',
    ...about,
    created: createdAt,
    resources: resources.map(({ table, path, format, rows, bytes, sha256 }) => ({
      name: table.name,
      description: table.about,
      path,
      ...FORMATS[format],
      bytes,
      hash: `sha256:${sha256}`,
      ...(format === 'parquet' ? {} : { rows }),
      schema: {
        fields: table.columns.map(({ name, kind, optional, about: description }) => ({
          name,
          type: FIELD_TYPES[kind],
          description,
          ...(optional ? {} : { constraints: { required: true } }),
        })),
        missingValues: [''],
        ...(table.key ? { primaryKey: table.key } : {}),
      },
    })),
  };
  return `${JSON.stringify(described, null, 1)}\n`;
}
