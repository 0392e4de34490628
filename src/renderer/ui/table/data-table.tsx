import { Stack } from '@mantine/core';
import { type RowData, useTable } from '@tanstack/react-table';
import { type ReactNode, useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Table, TableNotes } from '../../../shared/table.ts';
import { Panel } from '../panel.tsx';
import { copyRows } from '../save.ts';
import { type Column, savedHead, textOf } from './column.ts';
import { columnDefs, features } from './features.ts';
import { type InitialSort, useTableState } from './table-state.ts';
import { TableToolbar } from './table-toolbar.tsx';
import { TableView } from './table-view.tsx';

/** Tables with fewer rows need no search field. */
const SEARCHED_FROM_ROWS = 15;

export interface TableProps<Row> {
  /** The table's state is stored under this name. */
  name: string;
  /** Title above the table, which then gets a frame. */
  title?: string;
  /** False if the table with its title is already in a frame. */
  frame?: boolean;
  /** Accessible name, if there is no title. */
  label?: string;
  columns: readonly Column<Row>[];
  initialSort?: InitialSort;
  onActive?(row: Row): void;
  onOpen?(row: Row): void;
  toolbar?: ReactNode;
  /** What stands below the table where it is saved. */
  notes?: TableNotes;
  /** Shown instead of the table if there are no rows. */
  empty?: ReactNode;
  /** Maximum height before it scrolls; by default it fills its container. */
  maxHeight?: number;
}

interface Props<Row> extends TableProps<Row> {
  rows: readonly Row[];
  rowKey?(row: Row): string;
  strong?(row: Row, column: string): boolean;
  /** What can be done with the selected rows, in the toolbar. */
  selectionActions?(selected: readonly Row[]): ReactNode;
}

/** A table over in-memory rows. */
export function DataTable<Row extends RowData>(props: Props<Row>) {
  const { name, columns, rows, rowKey, title, label = title ?? name } = props;
  const { t, i18n } = useTranslation();
  const kept = useTableState(name, props.initialSort);
  const defs = useMemo(() => columnDefs(columns, i18n.language), [columns, i18n.language]);
  const byId = useMemo(() => new Map(columns.map((column) => [column.id, column])), [columns]);
  const table = useTable({
    features,
    columns: defs,
    data: rows as Row[],
    state: kept.state,
    onSortingChange: kept.setSorting,
    onColumnFiltersChange: kept.setColumnFilters,
    onGlobalFilterChange: kept.setGlobalFilter,
    onColumnVisibilityChange: kept.setColumnVisibility,
    globalFilterFn: (row, id, typed: string) => {
      const column = byId.get(id);
      return column !== undefined && textOf(column, row.original).toLowerCase().includes(typed.toLowerCase());
    },
    ...(rowKey ? { getRowId: rowKey } : {}),
  });
  const shown = table.getRowModel().rows;
  const rowAt = useCallback((index: number) => shown[index], [shown]);
  const visible = columns.filter(({ id, actions }) => !actions && table.getColumn(id)?.getIsVisible());
  const contentsOf = (list: readonly { original: Row }[]): Table => ({
    ...savedHead(name, label, visible, props.notes),
    rows: list.map(({ original }) => visible.map((column) => column.value(original))),
  });
  const copy = (pointed: Row | undefined) => {
    const chosen = shown.filter((row) => row.getIsSelected());
    void copyRows(contentsOf(chosen.length > 0 || !pointed ? chosen : [{ original: pointed }]).rows);
  };
  if (rows.length === 0 && props.empty) return props.empty;
  const content = (
    <Stack gap={4} style={{ minHeight: 0, flex: props.maxHeight === undefined ? 1 : undefined }}>
      <TableToolbar
        title={title}
        table={table}
        columns={columns}
        count={shown.length}
        search={rows.length > SEARCHED_FROM_ROWS}
        contents={async () => contentsOf(shown)}
      >
        {props.toolbar}
        {props.selectionActions?.(shown.filter((row) => row.getIsSelected()).map(({ original }) => original))}
      </TableToolbar>
      {rows.length === 0 ? (
        <p className="table-nothing">{t('table.noRows')}</p>
      ) : (
        <TableView
          {...props}
          nothing={t('table.nothing')}
          label={label}
          table={table}
          count={shown.length}
          rowAt={rowAt}
          onSelectAll={() => table.toggleAllRowsSelected(true)}
          onCopy={copy}
        />
      )}
    </Stack>
  );
  return title && props.frame !== false ? <Panel>{content}</Panel> : content;
}
