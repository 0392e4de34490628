import { Anchor } from '@mantine/core';
import { Fragment, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { CellValue, Column } from './column.ts';
import { DataTable } from './data-table.tsx';
import { numericColumns, type Table, writtenRows } from '../../../shared/table.ts';

/** Where a cell leads, by row and column of the table, if it leads anywhere. */
export type CellLink = (row: number, column: number) => string | undefined;

interface Props {
  table: Pick<Table, 'name' | 'head' | 'rows' | 'numbers' | 'notes'>;
  /** Title above the table; without one the table has no frame. */
  title?: string;
  label?: string;
  /** Highlighted cells, as "row column" of the table. */
  strong?: ReadonlySet<string>;
  hints?: readonly (string | undefined)[];
  linkOf?: CellLink;
  maxHeight?: number;
}

const LONGEST_FIXED = 32;

interface ResultRow {
  index: number;
  cells: readonly CellValue[];
}

/** A table of results: plain headers and rows, with the same decimals within a column. */
export function ResultTable({ table, title, label, strong, hints, linkOf, maxHeight = 460 }: Props) {
  const rows = useMemo(() => table.rows.map((cells, index): ResultRow => ({ index, cells })), [table]);
  const { i18n } = useTranslation();
  const columns = useMemo(() => {
    const written = writtenRows(table, i18n.language);
    const numeric = numericColumns(table);
    return table.head.map(
      (head, at): Column<ResultRow> => ({
        id: `${at} ${head}`,
        head,
        hint: hints?.[at],
        value: ({ cells }) => cells[at] ?? null,
        text: ({ index }) => written[index][at],
        numeric: numeric[at],
        numbers: table.numbers?.[at],
        ...(numeric[at] && written.some((cells) => partsOf(cells[at]).length > 1)
          ? {
              parts: ({ index }) => partsOf(written[index][at]),
              cell: ({ index }) => undivided(partsOf(written[index][at])),
              wrap: true,
            }
          : {}),
        ...(linkOf ? { cell: ({ index }) => linked(written[index][at], linkOf(index, at)) } : {}),
        // What a row is about is not cut for the sake of its numbers.
        fixed: at === 0 && written.every((cells) => cells[0].length <= LONGEST_FIXED),
      }),
    );
  }, [table, hints, linkOf, i18n.language]);
  return (
    <DataTable
      name={`result-${table.name}`}
      title={title}
      label={label}
      notes={table.notes}
      columns={columns}
      rows={rows}
      rowKey={({ index }) => String(index)}
      strong={strong ? ({ index }, column) => strong.has(`${index} ${column.split(' ', 1)[0]}`) : undefined}
      maxHeight={maxHeight}
    />
  );
}

/** A value and its interval: `0.712` and `[0.701, 0.724]`, `33 %` and `(28 – 38)`. */
function partsOf(text: string): readonly string[] {
  return /^(.+?) ([[(].+[\])])$/.exec(text)?.slice(1) ?? [text];
}

function undivided(parts: readonly string[]) {
  if (parts.length < 2) return null;
  return parts.map((part, i) => (
    <Fragment key={part}>
      {i > 0 ? ' ' : ''}
      <span className="undivided">{part}</span>
    </Fragment>
  ));
}

function linked(text: string, href: string | undefined) {
  if (href === undefined) return null;
  return (
    <Anchor href={href} inherit>
      {text}
    </Anchor>
  );
}
