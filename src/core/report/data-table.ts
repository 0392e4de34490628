/** `whole` has 64 bits; `time` is in seconds since 1970, UTC. */
export type ColumnKind = 'text' | 'whole' | 'real' | 'time';

export type DataCell = string | number | null;

export interface DataColumn {
  name: string;
  kind: ColumnKind;
  /** Some cells are empty. */
  optional?: boolean;
  /** For the description of the data set, which is in English. */
  about: string;
}

/** A table of any length as other programs read it; its rows are made while they are written. */
export interface DataTable {
  /** In lower case: its file is called so. */
  name: string;
  about: string;
  columns: readonly DataColumn[];
  /** The columns that identify a row, if any do. */
  key?: readonly string[];
  rows(): Iterable<readonly DataCell[]>;
}

/** Called with the number of rows written, now and then; may throw to end the work. */
export type RowsWritten = (rows: number) => void;
