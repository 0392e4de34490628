import type { ReactNode } from 'react';
import type { ColumnFilter } from '../../../shared/contract/listing.ts';
import type { NumberStyle } from '../../../shared/number-format.ts';
import type { Table, TableNotes } from '../../../shared/table.ts';
import { NOT_APPLICABLE, number, resultNumber } from '../format.ts';

export type CellValue = string | number | null;

/** Of a table as it is saved: what every format needs beside its rows. */
export function savedHead<Row>(
  name: string,
  title: string,
  columns: readonly Column<Row>[],
  notes?: TableNotes,
): Omit<Table, 'rows'> {
  return {
    name,
    title,
    head: columns.map(({ head }) => head),
    numbers: columns.map(({ numbers }) => numbers),
    ...(notes ? { notes } : {}),
  };
}

/** One column of a table: the value of its cells and, if different, how they are displayed. */
export interface Column<Row> {
  id: string;
  head: string;
  /** A description of the column, shown with its name. */
  hint?: string;
  /** A cell's value: used for sorting, filtering and export. */
  value(row: Row): CellValue;
  /** The value's display text, if not the plain number or text. */
  text?(row: Row): string;
  /** A rich cell: a link, a badge, a button. */
  cell?(row: Row): ReactNode;
  numeric?: boolean;
  /** How the numbers are written where the table is saved; by default as results. */
  numbers?: NumberStyle;
  /** Of all numbers of the column; none: they are counts, which have separators. */
  decimals?: number;
  /** A CSS grid track, to override the width computed from the contents. */
  width?: string;
  /** As wide as its widest cell, as for numbers; used for dates. */
  fixed?: boolean;
  sortable?: boolean;
  filterable?: boolean;
  /** Contains only buttons: cannot be sorted, hidden or exported. */
  actions?: boolean;
  /** Long text wraps instead of being truncated. */
  wrap?: boolean;
  /** Parts of the text that stand under each other where the table is narrow, none of which is divided. */
  parts?(row: Row): readonly string[];
}

export function textOf<Row>(column: Column<Row>, row: Row): string {
  if (column.text) return column.text(row);
  const value = column.value(row);
  if (typeof value !== 'number') return value ?? '';
  return column.decimals === 0 ? number(value) : resultNumber(value, column.decimals);
}

/** Without a custom text, a missing number is shown as a dash. */
export function shownText<Row>(column: Column<Row>, row: Row): string {
  const text = textOf(column, row);
  return text === '' && column.numeric ? NOT_APPLICABLE : text;
}

/** Whether a row matches the filter of one column. */
export function passes<Row>(column: Column<Row>, row: Row, filter: Omit<ColumnFilter, 'column'>): boolean {
  const { contains, minimum, maximum, oneOf } = filter;
  if (contains !== undefined && !textOf(column, row).toLowerCase().includes(contains.toLowerCase())) return false;
  if (oneOf !== undefined && !oneOf.includes(textOf(column, row))) return false;
  if (minimum === undefined && maximum === undefined) return true;
  const value = column.value(row);
  return (
    typeof value === 'number' &&
    value >= (minimum ?? Number.NEGATIVE_INFINITY) &&
    value <= (maximum ?? Number.POSITIVE_INFINITY)
  );
}

const collators = new Map<string, Intl.Collator>();

/** Ascending: numbers by size, texts as the language orders them, digits inside them by size. */
export function compareValues(a: CellValue | undefined, b: CellValue | undefined, locale: string): number {
  // Most columns of words have few different ones, and comparing words of a language takes long.
  if (a === b) return 0;
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  let collator = collators.get(locale);
  if (!collator) {
    collator = new Intl.Collator(locale, { numeric: true });
    collators.set(locale, collator);
  }
  return collator.compare(String(a ?? ''), String(b ?? ''));
}
