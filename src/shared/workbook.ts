import { decimalsOfColumn } from './number-format.ts';
import type { Table, Value } from './table.ts';

const LONGEST_SHEET_NAME = 31;
const FORBIDDEN = /[[\]:*?/\\]/g;

interface SheetCell {
  value: string | number;
  fontWeight?: 'bold';
  /** As Excel writes number formats. */
  format?: string;
}

export interface Sheet {
  sheet: string;
  data: (SheetCell | null)[][];
}

/** One sheet a table, in the form that write-excel-file takes; numbers in full, shown with sensible digits. */
export function sheetsOf(tables: readonly Table[]): Sheet[] {
  const taken = new Set<string>();
  return tables.flatMap((table) => {
    const formats = table.head.map((_, column) => formatOf(table, column));
    const cell = (value: Value, column: number): SheetCell | null => {
      if (value === null) return null;
      const format = typeof value === 'number' ? formats[column] : undefined;
      return format ? { value, format } : { value };
    };
    const sheet = {
      sheet: freeName(table.sheet ?? table.name, taken),
      data: [
        table.head.map((value) => ({ value, fontWeight: 'bold' as const })),
        ...table.rows.map((row) => row.map(cell)),
      ],
    };
    const { notes } = table;
    // Not below the rows, which programs read.
    return notes ? [sheet, { sheet: freeName(notes.label, taken), data: [[{ value: notes.text }]] }] : [sheet];
  });
}

function formatOf({ rows, numbers }: Table, column: number): string | undefined {
  switch (numbers?.[column]) {
    case 'percent':
      return '0.0%';
    case 'count':
      return '#,##0';
    case 'year':
      return '0';
    case 'p':
      return '[<0.001]"< 0.001";0.000';
    default: {
      const values = rows.map((row) => row[column]).filter((value) => typeof value === 'number');
      const decimals = decimalsOfColumn(values, numbers?.[column] ?? 'result');
      return decimals === 0 ? undefined : `0.${'0'.repeat(decimals)}`;
    }
  }
}

function freeName(wanted: string, taken: Set<string>): string {
  const plain = wanted.replaceAll(FORBIDDEN, ' ').trim() || 'table';
  for (let number = 1; ; number++) {
    const end = number === 1 ? '' : ` ${number}`;
    const name = `${plain.slice(0, LONGEST_SHEET_NAME - end.length)}${end}`;
    if (taken.has(name.toLowerCase())) continue;
    taken.add(name.toLowerCase());
    return name;
  }
}
