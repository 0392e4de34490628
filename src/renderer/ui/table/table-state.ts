import type { ColumnFiltersState, ColumnVisibilityState, SortingState } from '@tanstack/react-table';
import { useMemo } from 'react';
import { usePageState, usePreference } from '../page-state.ts';

export interface InitialSort {
  id: string;
  desc: boolean;
}

/** A table's view state: sorting and filters until the window closes, the choice of columns permanently. */
export function useTableState(name: string, initialSort: InitialSort | undefined) {
  const [sorting, setSorting] = usePageState<SortingState>(`sort-${name}`, initialSort ? [initialSort] : []);
  const [columnFilters, setColumnFilters] = usePageState<ColumnFiltersState>(`filters-${name}`, []);
  const [globalFilter, setGlobalFilter] = usePageState<string>(`filter-${name}`, '');
  const [hidden, setHidden] = usePreference<string[]>(`columns-${name}`, []);
  const columnVisibility = useMemo<ColumnVisibilityState>(
    () => Object.fromEntries(hidden.map((id) => [id, false])),
    [hidden],
  );
  return {
    state: { sorting, columnFilters, globalFilter, columnVisibility },
    setSorting,
    setColumnFilters,
    setGlobalFilter,
    setColumnVisibility: (next: ColumnVisibilityState | ((before: ColumnVisibilityState) => ColumnVisibilityState)) => {
      const visibility = typeof next === 'function' ? next(columnVisibility) : next;
      setHidden(Object.keys(visibility).filter((id) => visibility[id] === false));
    },
  };
}

export type TableStateOf = ReturnType<typeof useTableState>;
