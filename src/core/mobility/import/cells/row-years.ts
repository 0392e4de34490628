import { say } from '../../../../shared/messages/say.ts';
import type { Problem } from '../../../../shared/mobility/imports.ts';
import { type Columns, problem } from './fields.ts';
import type { StagedPosition } from '../staged.ts';
import type { TableRow } from '../table/table.ts';
import { type YearCells, yearColumnOf, type YearsRead } from './year-cells.ts';

export type StagedYears = Pick<StagedPosition, 'startYear' | 'endYear' | 'isCurrent'>;

/** From begin and end, or one cell that holds both. A degree's only year is its end; null for a row that is held. */
export function yearsOfRow(
  cell: (field: string) => string,
  read: (field: string) => YearsRead,
  missing: readonly string[],
  { isDegree, hasEnds }: { isDegree: boolean; hasEnds: boolean },
): StagedYears | Omit<Problem, 'row'> | null {
  const both = missing.includes(cell('start')) ? 'period' : 'start';
  const [start, end] = [read(both), read('end')];
  if (start === null || end === null) return null;
  if ('problem' in start) return { field: both, value: cell(both), ...start };
  if ('problem' in end) return { field: 'end', value: cell('end'), ...end };
  if (start.isCurrent && !start.isRange)
    return {
      field: both,
      value: cell(both),
      problem: say('study-import.begins-at-present'),
      fix: say('study-import.write-start-year'),
    };
  const last = end.isRange ? end.endYear : end.startYear;
  const years = {
    startYear: start.startYear ?? (end.isRange ? end.startYear : null),
    endYear: missing.includes(cell('end')) ? start.endYear : last,
    isCurrent: end.isCurrent || start.isCurrent,
  };
  if (years.startYear !== null && years.endYear !== null && years.endYear < years.startYear)
    return {
      field: 'end',
      value: String(years.endYear),
      problem: say('study-import.end-before-start', { end: years.endYear, start: years.startYear }),
      fix: say('study-import.exchange-years'),
    };
  const alone = !start.isRange && !hasEnds && isDegree;
  return alone ? { ...years, startYear: null, endYear: years.startYear } : years;
}

/** The year of a table's row, from its cell or that of the whole table; what has none is rejected. */
export function rowYear(
  row: TableRow,
  columns: Columns,
  tableYear: number | undefined,
  { cells, rejections }: { cells: YearCells; rejections: Problem[] },
): number | null {
  const read = columns.has('year')
    ? cells.read(row, yearColumnOf(columns, 'year', { isSingle: true }))
    : { startYear: tableYear ?? null };
  if (read === null) return null;
  if ('startYear' in read && read.startYear !== null) return read.startYear;
  const { problem: what, fix } =
    'problem' in read ? read : { problem: say('study-import.no-year'), fix: say('study-import.give-year-in-mapping') };
  rejections.push(problem(row.line, 'year', columns.get(row, 'year'), what, fix));
  return null;
}
