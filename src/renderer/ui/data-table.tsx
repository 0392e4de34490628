import { ActionIcon, Checkbox, Group, Menu, Text, TextInput } from '@mantine/core';
import { useDebouncedValue, useLocalStorage } from '@mantine/hooks';
import { useQueries } from '@tanstack/react-query';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type ReactNode, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { number } from './format.ts';
import { usePageState } from './page-state.ts';
import { said } from './said.ts';

const ROW_HEIGHT_PX = 30;
const PAGE_ROWS = 100;

export interface Column<Row> {
  key: string;
  label: string;
  /** CSS grid track. */
  width: string;
  numeric?: boolean;
  sortable?: boolean;
  text(row: Row): string;
  cell?(row: Row): ReactNode;
}

interface PageRequest {
  offset: number;
  limit: number;
  sort: string;
  descending: boolean;
  filter: string;
}

interface Props<Row> {
  name: string;
  queryKey: string;
  columns: Column<Row>[];
  initialSort: { key: string; descending: boolean };
  load(page: PageRequest): Promise<{ total: number; rows: Row[] }>;
  rowKey(row: Row): string;
  selected?: string | null;
  onSelect?(row: Row): void;
  onOpen?(row: Row): void;
  empty: ReactNode;
  toolbar?: ReactNode;
}

/**
 * A virtual table over any number of rows, read page by page: sorting and filtering happen in the backend. Arrow keys
 * move, Enter opens, Ctrl+C copies.
 */
export function DataTable<Row>(props: Props<Row>) {
  const { t } = useTranslation();
  const scroller = useRef<HTMLDivElement>(null);
  const [sort, setSort] = usePageState(`sort-${props.name}`, props.initialSort);
  const [filter, setFilter] = usePageState(`filter-${props.name}`, '');
  const [applied] = useDebouncedValue(filter, 150);
  const [hidden, setHidden] = useLocalStorage<string[]>({ key: `columns-${props.name}`, defaultValue: [] });
  const [known, setKnown] = useState(0);
  const columns = props.columns.filter((column) => !hidden.includes(column.key));
  const rows = useVirtualizer({
    count: known,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT_PX,
    overscan: 12,
  });
  const visible = rows.getVirtualItems();
  const wanted = new Set([0, ...visible.map((item) => Math.floor(item.index / PAGE_ROWS))]);
  const pages = useQueries({
    queries: [...wanted].map((page) => ({
      queryKey: [props.queryKey, { page, sort, applied }],
      queryFn: async () => {
        const answer = await props.load({
          offset: page * PAGE_ROWS,
          limit: PAGE_ROWS,
          sort: sort.key,
          descending: sort.descending,
          filter: applied,
        });
        setKnown(answer.total);
        return { page, ...answer };
      },
    })),
  });
  const byPage = new Map(pages.flatMap(({ data }) => (data ? [[data.page, data.rows] as const] : [])));
  const total = pages.find(({ data }) => data)?.data?.total;
  if (total !== undefined && total !== known) setKnown(total);
  const rowAt = (index: number) => byPage.get(Math.floor(index / PAGE_ROWS))?.[index % PAGE_ROWS];
  const grid = { gridTemplateColumns: columns.map((column) => column.width).join(' ') };
  const loadedKeys = [...byPage].flatMap(([page, list]) =>
    list.map((row, i) => ({ index: page * PAGE_ROWS + i, row, key: props.rowKey(row) })),
  );

  const move = (event: KeyboardEvent) => {
    const current = loadedKeys.find(({ key }) => key === props.selected);
    const steps: Record<string, number> = {
      ArrowDown: 1,
      ArrowUp: -1,
      PageDown: 20,
      PageUp: -20,
      Home: Number.NEGATIVE_INFINITY,
      End: Number.POSITIVE_INFINITY,
    };
    if (event.key in steps) {
      event.preventDefault();
      const index = Math.min(known - 1, Math.max(0, (current?.index ?? -1) + steps[event.key]));
      rows.scrollToIndex(index);
      const row = rowAt(index);
      if (row) props.onSelect?.(row);
    } else if (event.key === 'Enter' && current) props.onOpen?.(current.row);
    else if ((event.ctrlKey || event.metaKey) && event.key === 'c' && current)
      void navigator.clipboard.writeText(columns.map((column) => column.text(current.row)).join('\t'));
  };

  const error = pages.find((page) => page.error)?.error;
  return (
    <div style={{ display: 'flex', flexDirection: 'column', height: '100%', minHeight: 0 }}>
      <Group gap="xs" pb={8} wrap="nowrap">
        <TextInput
          placeholder={t('table.filter')}
          aria-label={t('table.filter')}
          value={filter}
          onChange={(event) => setFilter(event.currentTarget.value)}
          w={240}
        />
        <Text size="sm" c="dimmed">
          {t('table.rows', { count: known, n: number(known) })}
        </Text>
        <div style={{ flex: 1 }} />
        {props.toolbar}
        <Menu closeOnItemClick={false}>
          <Menu.Target>
            <ActionIcon variant="default" aria-label={t('table.columns')} title={t('table.columns')}>
              ⋮
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {props.columns.map((column) => (
              <Menu.Item
                key={column.key}
                onClick={() =>
                  setHidden(
                    hidden.includes(column.key) ? hidden.filter((key) => key !== column.key) : [...hidden, column.key],
                  )
                }
              >
                <Checkbox
                  size="xs"
                  readOnly
                  tabIndex={-1}
                  checked={!hidden.includes(column.key)}
                  label={column.label}
                />
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      </Group>
      {error ? (
        <Text c="orange" p="md">
          {said(error)}
        </Text>
      ) : null}
      {total === 0 ? <div style={{ padding: 24 }}>{applied ? t('table.nothing') : props.empty}</div> : null}
      <div
        role="grid"
        aria-label={props.name}
        aria-rowcount={known + 1}
        style={{ flex: 1, minHeight: 0, display: total === 0 ? 'none' : 'flex', flexDirection: 'column' }}
      >
        <div className="table-head" style={grid} role="row" aria-rowindex={1}>
          {columns.map((column) => (
            <div
              key={column.key}
              role="columnheader"
              tabIndex={-1}
              aria-sort={sort.key === column.key ? (sort.descending ? 'descending' : 'ascending') : undefined}
            >
              <button
                type="button"
                className={column.numeric ? 'number' : ''}
                disabled={!column.sortable}
                onClick={() =>
                  setSort({
                    key: column.key,
                    descending: sort.key === column.key ? !sort.descending : column.numeric === true,
                  })
                }
              >
                {column.label}
                {sort.key === column.key ? (sort.descending ? ' ↓' : ' ↑') : ''}
              </button>
            </div>
          ))}
        </div>
        <div
          className="table-body"
          ref={scroller}
          tabIndex={0}
          role="rowgroup"
          onKeyDown={move}
          style={{ flex: 1, overflow: 'auto', minHeight: 0 }}
        >
          <div style={{ height: rows.getTotalSize(), position: 'relative' }}>
            {visible.map((item) => {
              const row = rowAt(item.index);
              const key = row ? props.rowKey(row) : undefined;
              return (
                <div
                  key={item.key}
                  role="row"
                  aria-rowindex={item.index + 2}
                  aria-selected={key !== undefined && key === props.selected}
                  className="table-row"
                  style={{ ...grid, height: ROW_HEIGHT_PX, transform: `translateY(${item.start}px)` }}
                  onClick={() => row && props.onSelect?.(row)}
                  onDoubleClick={() => row && props.onOpen?.(row)}
                  onKeyDown={() => {}}
                  tabIndex={-1}
                >
                  {columns.map((column) => (
                    <div
                      key={column.key}
                      role="gridcell"
                      tabIndex={-1}
                      className={column.numeric ? 'number' : ''}
                      title={row ? column.text(row) : ''}
                    >
                      {row ? (column.cell?.(row) ?? column.text(row)) : '…'}
                    </div>
                  ))}
                </div>
              );
            })}
          </div>
        </div>
      </div>
    </div>
  );
}
