import {
  type ColumnDef,
  columnFacetingFeature,
  columnFilteringFeature,
  columnVisibilityFeature,
  createFacetedRowModel,
  createFacetedUniqueValues,
  createFilteredRowModel,
  createSortedRowModel,
  globalFilteringFeature,
  type ReactTable,
  type Row as TableRow,
  type RowData,
  rowSelectionFeature,
  rowSortingFeature,
  tableFeatures,
} from '@tanstack/react-table';
import type { ColumnFilter } from '../../../shared/contract/listing.ts';
import { type Column, compareValues, passes } from './column.ts';

/** The TanStack Table features used; the same for every table. */
export const features = tableFeatures({
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
  columnFilteringFeature,
  globalFilteringFeature,
  filteredRowModel: createFilteredRowModel(),
  columnFacetingFeature,
  facetedRowModel: createFacetedRowModel(),
  facetedUniqueValues: createFacetedUniqueValues(),
  columnVisibilityFeature,
  rowSelectionFeature,
});

export type AppTable<Row extends RowData> = ReactTable<typeof features, Row>;
export type AppRow<Row extends RowData> = TableRow<typeof features, Row>;
/** A filter in the table's state, next to the column's name. */
export type FilterValue = Omit<ColumnFilter, 'column'>;

export function columnDefs<Row extends RowData>(
  columns: readonly Column<Row>[],
  locale: string,
): ColumnDef<typeof features, Row>[] {
  return columns.map((column) => ({
    id: column.id,
    accessorFn: (row: Row) => column.value(row) ?? undefined,
    enableSorting: column.sortable !== false && !column.actions,
    sortUndefined: 'last',
    sortDescFirst: column.numeric === true,
    sortFn: (a, b, id) => compareValues(a.getValue(id), b.getValue(id), locale),
    enableColumnFilter: column.filterable !== false && !column.actions,
    filterFn: (row, _id, filter: FilterValue) => passes(column, row.original, filter),
    enableGlobalFilter: !column.actions,
    enableHiding: !column.actions,
  }));
}
