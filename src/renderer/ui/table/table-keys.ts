import type { RowData } from '@tanstack/react-table';
import { type KeyboardEvent, type MouseEvent, useRef } from 'react';
import { usePageState } from '../page-state.ts';
import type { AppRow, AppTable } from './features.ts';
import { followRow, moveInRow } from './row-controls.ts';

/** Rows moved by Page Up and Page Down. */
const PAGE_ROWS = 15;

const STEPS: Readonly<Record<string, number>> = {
  ArrowDown: 1,
  ArrowUp: -1,
  PageDown: PAGE_ROWS,
  PageUp: -PAGE_ROWS,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
};

interface Options<Row extends RowData> {
  name: string;
  table: AppTable<Row>;
  count: number;
  rowAt(index: number): AppRow<Row> | undefined;
  scrollTo(index: number): void;
  onActive?(row: Row): void;
  onOpen?(row: Row): void;
  onSelectAll(): void;
  /** @param pointed the row that is copied if none is selected */
  onCopy(pointed: Row | undefined): void;
}

/**
 * The row that keys and clicks act on, and which rows are selected: arrows move, to the right into a row's links and
 * buttons; Shift extends, Ctrl adds, Space toggles, Enter opens, Ctrl+A takes all, Ctrl+C copies.
 */
export function useTableKeys<Row extends RowData>(options: Options<Row>) {
  const { table, count, rowAt } = options;
  const [remembered, setRemembered] = usePageState<{ index: number; id: string } | null>(`row-${options.name}`, null);
  const anchor = useRef<number | null>(null);
  const active = remembered && rowAt(remembered.index)?.id === remembered.id ? remembered.index : null;

  const activate = (index: number) => {
    const row = rowAt(index);
    if (!row) return;
    setRemembered({ index, id: row.id });
    options.onActive?.(row.original);
  };
  const selectOnly = (from: number, to: number) => {
    const chosen: Record<string, true> = {};
    for (let index = Math.min(from, to); index <= Math.max(from, to); index++) {
      const row = rowAt(index);
      if (row) chosen[row.id] = true;
    }
    table.setRowSelection(chosen);
  };
  const go = (index: number, extend: boolean) => {
    activate(index);
    if (!extend || anchor.current === null) anchor.current = index;
    if (extend) selectOnly(anchor.current, index);
    else table.setRowSelection({});
  };
  const toggle = (index: number) => {
    const row = rowAt(index);
    if (!row) return;
    // Includes the active row, which was not selected before.
    if (Object.keys(table.state.rowSelection).length === 0 && active !== null && active !== index)
      rowAt(active)?.toggleSelected(true);
    row.toggleSelected();
    anchor.current = index;
    activate(index);
  };

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const target = event.target as HTMLElement;
    // A field in a cell keeps its keys.
    if (target.closest('input, select, textarea')) return;
    const inControl = target.closest('button, a') !== null;
    const command = event.ctrlKey || event.metaKey;
    const step = STEPS[event.key];
    if (step !== undefined && !event.altKey && count > 0) {
      const from = active ?? (step > 0 ? -1 : count);
      const index = Math.min(count - 1, Math.max(0, from + step));
      options.scrollTo(index);
      go(index, event.shiftKey);
      followRow(event.currentTarget, target);
    } else if (!command && !event.altKey && moveInRow(event.currentTarget, target, event.key)) {
      // The focus has moved.
    } else if (event.key === 'Enter' && !inControl && active !== null) {
      const row = rowAt(active);
      if (row) options.onOpen?.(row.original);
    } else if (event.key === ' ' && !inControl && active !== null) toggle(active);
    else if (command && event.key.toLowerCase() === 'a') options.onSelectAll();
    else if (command && event.key.toLowerCase() === 'c' && window.getSelection()?.toString() === '')
      options.onCopy(active === null ? undefined : rowAt(active)?.original);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const onClick = (event: MouseEvent, index: number) => {
    if (event.ctrlKey || event.metaKey) return toggle(index);
    go(index, event.shiftKey);
    if (event.shiftKey) window.getSelection()?.removeAllRanges();
  };

  return { active, onKeyDown, onClick };
}
