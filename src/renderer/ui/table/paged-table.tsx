import { Stack, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query';
import { type RowData, type RowSelectionState, useTable } from '@tanstack/react-table';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ColumnFilter } from '../../../shared/contract/listing.ts';
import type { Table } from '../../../shared/table.ts';
import { copyRows } from '../save.ts';
import { said } from '../said.ts';
import type { TableProps } from './data-table.tsx';
import { savedHead } from './column.ts';
import { type AppRow, columnDefs, type FilterValue, features } from './features.ts';
import { useTableState } from './table-state.ts';
import { TableToolbar } from './table-toolbar.tsx';
import { TableView } from './table-view.tsx';

const PAGE_ROWS = 100;
/** Maximum number of rows per request. */
const REQUEST_ROWS = 1000;
/** With more rows than this, export all instead of a selection. */
const MOST_SELECTED = 20_000;

export interface PageRequest {
  offset: number;
  limit: number;
  sort: string;
  descending: boolean;
  filter: string;
  filters: ColumnFilter[];
}

interface Answer<Row> {
  total: number;
  rows: Row[];
}

interface Props<Row> extends TableProps<Row> {
  /** The method that provides rows; data is reloaded when it is invalidated. */
  queryKey: string;
  load(page: PageRequest): Promise<Answer<Row>>;
  rowKey(row: Row): string;
  initialSort: { id: string; desc: boolean };
}

/** A table over any number of rows, read page by page: the backend sorts and filters. */
export function PagedTable<Row extends RowData>(props: Props<Row>) {
  const { name, columns, queryKey, load, rowKey, label = name } = props;
  const { t, i18n } = useTranslation();
  const kept = useTableState(name, props.initialSort);
  const [chosen, setChosen] = useState<ReadonlyMap<string, Row>>(new Map());
  const [pages, setPages] = useState<readonly number[]>([]);
  const { sorting, columnFilters, globalFilter } = kept.state;
  const [request] = useDebouncedValue(
    useMemo(() => {
      const sort = sorting[0] ?? props.initialSort;
      const filters = columnFilters.map(({ id, value }) => ({ column: id, ...(value as FilterValue) }));
      return { sort: sort.id, descending: sort.desc, filter: globalFilter, filters };
    }, [sorting, columnFilters, globalFilter, props.initialSort]),
    150,
  );
  const query = (page: number) => ({
    queryKey: [queryKey, { page, ...request }],
    queryFn: () => load({ offset: page * PAGE_ROWS, limit: PAGE_ROWS, ...request }),
  });
  // The first page also gives the row count; until a new sorting has loaded, the old rows stay visible.
  const first = useQuery({ ...query(0), placeholderData: keepPreviousData });
  const further = pages.filter((page) => page > 0);
  const others = useQueries({ queries: further.map(query), combine: answersOf }) as (Answer<Row> | undefined)[];
  const total = first.data?.total ?? 0;
  const rows = useMemo(() => [first.data, ...others].flatMap((answer) => answer?.rows ?? []), [first.data, others]);
  const defs = useMemo(() => columnDefs(columns, i18n.language), [columns, i18n.language]);
  const table = useTable({
    features,
    columns: defs,
    data: rows,
    getRowId: rowKey,
    manualSorting: true,
    manualFiltering: true,
    enableMultiSort: false,
    enableSortingRemoval: false,
    state: { ...kept.state, rowSelection: selectionOf(chosen) },
    onSortingChange: kept.setSorting,
    onColumnFiltersChange: kept.setColumnFilters,
    onGlobalFilterChange: kept.setGlobalFilter,
    onColumnVisibilityChange: kept.setColumnVisibility,
    onRowSelectionChange: (next) => {
      const ids = typeof next === 'function' ? next(selectionOf(chosen)) : next;
      setChosen(
        new Map(
          Object.keys(ids).flatMap((id) => {
            const row = chosen.get(id) ?? rows.find((one) => rowKey(one) === id);
            return row ? [[id, row] as const] : [];
          }),
        ),
      );
    },
  });
  const loaded = table.getRowModel().rowsById;
  const rowAt = (index: number): AppRow<Row> | undefined => {
    const page = Math.floor(index / PAGE_ROWS);
    const answer = page === 0 ? first.data : others[further.indexOf(page)];
    const row = answer?.rows[index % PAGE_ROWS];
    return row ? loaded[rowKey(row)] : undefined;
  };
  const onRange = useCallback((from: number, to: number) => {
    const wanted = [Math.floor(from / PAGE_ROWS), Math.floor(to / PAGE_ROWS)];
    setPages((before) => (before.join() === wanted.join() ? before : [...new Set(wanted)]));
  }, []);
  const visible = columns.filter(({ id, actions }) => !actions && table.getColumn(id)?.getIsVisible());
  const valuesOf = (list: readonly Row[]) => list.map((row) => visible.map((column) => column.value(row)));
  const all = async (): Promise<Row[]> => {
    const found: Row[] = [];
    while (found.length < total) {
      const { rows: more } = await load({ offset: found.length, limit: REQUEST_ROWS, ...request });
      if (more.length === 0) break;
      found.push(...more);
    }
    return found;
  };
  const contents = async (): Promise<Table> => ({
    ...savedHead(name, label, visible, props.notes),
    rows: valuesOf(await all()),
  });
  const untouched = globalFilter === '' && columnFilters.length === 0;
  if (first.data && total === 0 && untouched && props.empty) return props.empty;
  return (
    <Stack gap={4} style={{ minHeight: 0, flex: 1 }}>
      <TableToolbar table={table} columns={columns} count={total} search contents={contents}>
        {props.toolbar}
      </TableToolbar>
      {first.error ? (
        <Text c="orange" size="sm">
          {said(first.error)}
        </Text>
      ) : null}
      <TableView
        {...props}
        nothing={first.data ? t(untouched ? 'table.noRows' : 'table.nothing') : ''}
        label={label}
        table={table}
        count={total}
        rowAt={rowAt}
        onRange={onRange}
        onSelectAll={() => {
          if (total <= MOST_SELECTED)
            void all().then((found) => setChosen(new Map(found.map((row) => [rowKey(row), row]))));
        }}
        onCopy={(pointed) => void copyRows(valuesOf(chosen.size > 0 ? [...chosen.values()] : pointed ? [pointed] : []))}
      />
    </Stack>
  );
}

function answersOf<T>(results: readonly { data?: T }[]): (T | undefined)[] {
  return results.map(({ data }) => data);
}

function selectionOf(chosen: ReadonlyMap<string, unknown>): RowSelectionState {
  return Object.fromEntries([...chosen.keys()].map((id) => [id, true as const]));
}
