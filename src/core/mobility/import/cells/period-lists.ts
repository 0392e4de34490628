import type { Message } from '../../../../shared/messages/message.ts';
import { say } from '../../../../shared/messages/say.ts';
import type { Columns } from './fields.ts';
import { readPeriod } from './periods.ts';
import type { ReadTable, TableRow } from '../table/table.ts';

const BETWEEN = /\s*[,，;；、]\s*|\s+(?:and|和|及)\s+|\n/;

/** 2004–2006, 2008– as two periods; null for a cell that does not hold several. */
function periodsIn(text: string, missing: readonly string[]): string[] | null {
  const parts = text.split(BETWEEN).filter((part) => part !== '');
  if (parts.length < 2) return null;
  const arePeriods = parts.every((part) => {
    const read = readPeriod(part, missing);
    return !('problem' in read) && read.isRange;
  });
  return arePeriods ? parts : null;
}

/** Rows whose cell of both years holds several periods, as a row for each of them. */
export function withPeriodsApart(
  table: ReadTable,
  columns: Columns,
  missing: readonly string[],
): { rows: TableRow[]; notes: Message[] } {
  const field = ['period', 'start'].find((one) => columns.has(one));
  if (field === undefined || columns.has('end')) return { rows: table.rows, notes: [] };
  const at = table.head.indexOf(columns.header(field) ?? '');
  const lines: number[] = [];
  const rows = table.rows.flatMap((row) => {
    const periods = periodsIn(columns.get(row, field), missing);
    if (periods === null) return [row];
    lines.push(row.line);
    return periods.map((period) => ({ line: row.line, cells: row.cells.with(at, period) }));
  });
  return { rows, notes: lines.length > 0 ? [say('study-import.periods-apart', { rows: lines.slice(0, 20) })] : [] };
}
