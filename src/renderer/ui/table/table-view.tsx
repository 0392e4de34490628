import { Tooltip, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { IconArrowNarrowDown, IconArrowNarrowUp } from '@tabler/icons-react';
import type { RowData } from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type CSSProperties, type RefObject, useEffect, useId, useLayoutEffect, useMemo, useRef } from 'react';
import { useDebouncedCallback, useElementSize, useMergedRef } from '@mantine/hooks';
import { usePageState } from '../page-state.ts';
import { type Column, shownText } from './column.ts';
import { ColumnFilterButton } from './column-filter.tsx';
import type { AppRow, AppTable } from './features.ts';
import { useOneRowOfStops } from './row-controls.ts';
import { useTableKeys } from './table-keys.ts';
import { narrowest, stacked, tracksOf, widest } from './widths.ts';

export const ROW_PX = 32;
const HEAD_PX = 36;
/**
 * Small tables are rendered completely and laid out by the browser, which can print and search them; a page with many
 * of them opens faster, since none has to be measured first.
 */
const DRAWN_WHOLE = 60;
const SAMPLE_ROWS = 60;

interface Props<Row extends RowData> {
  name: string;
  label: string;
  table: AppTable<Row>;
  columns: readonly Column<Row>[];
  count: number;
  rowAt(index: number): AppRow<Row> | undefined;
  onRange?(first: number, last: number): void;
  onActive?(row: Row): void;
  onOpen?(row: Row): void;
  onSelectAll(): void;
  onCopy(pointed: Row | undefined): void;
  strong?(row: Row, column: string): boolean;
  /** By default the table fills its container. */
  maxHeight?: number;
  /** Stands below the heads where there is no row. */
  nothing: string;
}

/** A row that is rendered; without a start the browser places it. */
interface DrawnRow {
  index: number;
  start?: number;
}

const wholeOf = (count: number): DrawnRow[] => Array.from({ length: count }, (_, index) => ({ index }));

/** The view of every table: header and rows in one scroll container, with only visible rows rendered. */
export function TableView<Row extends RowData>(props: Props<Row>) {
  const { table, count, rowAt, maxHeight, onRange } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const { ref: measured, width } = useElementSize();
  const box = useMergedRef(scroller, measured);
  const id = useId();
  const { columnVisibility } = table.state;
  const columns = useMemo(
    () => props.columns.filter((column) => columnVisibility[column.id] !== false),
    [props.columns, columnVisibility],
  );
  const bold = props.strong !== undefined;
  const wraps = columns.some(({ wrap }) => wrap);
  const breaks = columns.some(({ parts }) => parts !== undefined);
  const keepOffset = useKeptOffset(props.name, scroller, count);
  const isWhole = count <= DRAWN_WHOLE;
  const virtualizer = useVirtualizer({
    count: isWhole ? 0 : count,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 12,
    // The header is in the same scroll container, so that columns line up whatever the scrollbar's width.
    scrollMargin: HEAD_PX,
    scrollPaddingStart: HEAD_PX,
  });
  const drawn = isWhole ? wholeOf(count) : virtualizer.getVirtualItems();
  const [first, last] = [drawn[0]?.index ?? 0, drawn[drawn.length - 1]?.index ?? 0];
  useEffect(() => onRange?.(first, last), [onRange, first, last]);
  const keys = useTableKeys({
    ...props,
    scrollTo: (index) => {
      if (isWhole) document.getElementById(`${id}${index}`)?.scrollIntoView({ block: 'nearest' });
      else virtualizer.scrollToIndex(index);
    },
  });
  const sample = useMemo(() => {
    const rows = Array.from({ length: Math.min(count, SAMPLE_ROWS) }, (_, index) => rowAt(index)?.original);
    return rows.filter((row) => row !== undefined);
  }, [count, rowAt]);
  const unbroken = useMemo(() => tracksOf(columns, sample, bold), [columns, sample, bold]);
  // Where not all values stand beside their intervals, none does: every row is broken in the same place.
  const stacks = width > 0 && width < widest(unbroken);
  const tracks = stacks ? stacked(unbroken) : unbroken;
  const anySelected = Object.keys(table.state.rowSelection).length > 0;
  const active = keys.active;
  const isActiveDrawn = active !== null && active >= first && active <= last;
  useOneRowOfStops(scroller, isActiveDrawn ? active : first);
  const placeOf = ({ start }: DrawnRow): CSSProperties =>
    start === undefined ? {} : { position: 'absolute', transform: `translateY(${start - HEAD_PX}px)` };
  return (
    <div
      ref={breaks ? box : scroller}
      className="table-scroller"
      style={maxHeight === undefined ? { flex: 1 } : { maxHeight }}
      onScroll={keepOffset}
    >
      <table
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a data grid is a table with this role
        role="grid"
        tabIndex={0}
        className={stacks ? 'table stacks' : 'table'}
        aria-label={props.label}
        aria-rowcount={count + 1}
        aria-multiselectable
        aria-activedescendant={isActiveDrawn ? `${id}${active}` : undefined}
        style={{ '--tracks': tracks.join(' '), minWidth: narrowest(tracks) } as CSSProperties}
        onKeyDown={keys.onKeyDown}
      >
        <thead>
          <tr aria-rowindex={1}>
            {columns.map((column) => (
              <HeadCell key={column.id} table={table} column={column} />
            ))}
          </tr>
        </thead>
        <tbody style={isWhole ? undefined : { height: virtualizer.getTotalSize() }}>
          {drawn.map((item) => {
            const row = rowAt(item.index);
            const selected = row?.getIsSelected() || (!anySelected && item.index === active);
            return (
              <tr
                key={row?.id ?? `waiting ${item.index}`}
                id={`${id}${item.index}`}
                ref={wraps && !isWhole ? virtualizer.measureElement : undefined}
                data-index={item.index}
                data-active={item.index === active}
                aria-rowindex={item.index + 2}
                aria-selected={selected}
                className="table-row"
                style={{ ...placeOf(item), ...(wraps ? { minHeight: ROW_PX } : { height: ROW_PX }) }}
                onClick={(event) => keys.onClick(event, item.index)}
                onDoubleClick={() => row && props.onOpen?.(row.original)}
              >
                {columns.map((column) => (
                  <td
                    key={column.id}
                    className={`${column.numeric ? 'number' : ''}${column.wrap ? ' wraps' : ''}`}
                    style={row && props.strong?.(row.original, column.id) ? { fontWeight: 700 } : undefined}
                  >
                    {row ? (column.cell?.(row.original) ?? shownText(column, row.original)) : '…'}
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
      {count === 0 && props.nothing ? <p className="table-nothing">{props.nothing}</p> : null}
    </div>
  );
}

function HeadCell<Row extends RowData>({ table, column }: { table: AppTable<Row>; column: Column<Row> }) {
  const own = table.getColumn(column.id);
  const sorted = own?.getIsSorted() ?? false;
  if (column.actions || !own)
    return (
      <th scope="col">
        <VisuallyHidden>{column.head}</VisuallyHidden>
      </th>
    );
  const Arrow = sorted === 'desc' ? IconArrowNarrowDown : IconArrowNarrowUp;
  const head = (
    <UnstyledButton
      className={column.numeric ? 'table-sort number' : 'table-sort'}
      disabled={!own.getCanSort()}
      onClick={own.getToggleSortingHandler()}
    >
      <span>{column.head}</span>
      {sorted ? <Arrow size={14} stroke={1.8} aria-hidden /> : null}
    </UnstyledButton>
  );
  return (
    <th scope="col" aria-sort={sorted === false ? undefined : sorted === 'desc' ? 'descending' : 'ascending'}>
      {column.hint ? (
        <Tooltip label={column.hint} multiline maw={280} withArrow openDelay={400}>
          {head}
        </Tooltip>
      ) : (
        head
      )}
      {own.getCanFilter() ? <ColumnFilterButton table={table} column={column} /> : null}
    </th>
  );
}

/** Restores the scroll position when the user returns to the table. */
function useKeptOffset(name: string, scroller: RefObject<HTMLDivElement | null>, count: number): () => void {
  const [offset, setOffset] = usePageState(`scroll-${name}`, 0);
  const restored = useRef(false);
  useLayoutEffect(() => {
    if (restored.current || count === 0 || !scroller.current) return;
    restored.current = true;
    // Setting it makes the browser lay the page out, once for each table of a page.
    if (offset > 0) scroller.current.scrollTop = offset;
  }, [count, offset, scroller]);
  return useDebouncedCallback(() => setOffset(scroller.current?.scrollTop ?? 0), 200);
}
