import type { ReactNode } from 'react';
import type { ColumnFilter } from '../../../shared/contract/listing.ts';
import { NOT_APPLICABLE, resultNumber } from '../format.ts';

export type CellValue = string | number | null;

/** One column of the table: what its cells are worth, and how they look where that is something else. */
export interface Column<Row> {
  id: string;
  head: string;
  /** A sentence about the column, shown with its name. */
  hint?: string;
  /** What a cell is worth: sorted and filtered by, and written into files. */
  value(row: Row): CellValue;
  /** How the value reads, where a number or a text as it stands would not do. */
  text?(row: Row): string;
  /** More than text: a link, a badge, a button. */
  cell?(row: Row): ReactNode;
  numeric?: boolean;
  /** Of all numbers of the column. */
  decimals?: number;
  /** A CSS grid track, where it should not follow from the contents. */
  width?: string;
  /** As wide as its widest cell, like a number; dates are. */
  fixed?: boolean;
  sortable?: boolean;
  filterable?: boolean;
  /** Holds nothing but buttons: cannot be sorted, hidden or exported. */
  actions?: boolean;
  /** Long sentences are shown in several lines instead of being cut. */
  wrap?: boolean;
}

export function textOf<Row>(column: Column<Row>, row: Row): string {
  if (column.text) return column.text(row);
  const value = column.value(row);
  return typeof value === 'number' ? resultNumber(value, column.decimals) : (value ?? '');
}

/** Without a text of its own a missing number reads as a dash. */
export function shownText<Row>(column: Column<Row>, row: Row): string {
  const text = textOf(column, row);
  return text === '' && column.numeric ? NOT_APPLICABLE : text;
}

/** Whether a row stays under a filter of one column. */
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
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  let collator = collators.get(locale);
  if (!collator) {
    collator = new Intl.Collator(locale, { numeric: true });
    collators.set(locale, collator);
  }
  return collator.compare(String(a ?? ''), String(b ?? ''));
}
