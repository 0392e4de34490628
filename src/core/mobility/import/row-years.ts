import { say } from '../../../shared/messages/say.ts';
import type { Problem } from '../../../shared/mobility/imports.ts';
import { readPeriod } from './periods.ts';
import type { StagedPosition } from './staged.ts';

export type StagedYears = Pick<StagedPosition, 'startYear' | 'endYear' | 'isCurrent'>;

/** From begin and end, or one cell that holds both. A degree's only year is its end. */
export function yearsOfRow(
  cell: (field: string) => string,
  missing: readonly string[],
  { isDegree, hasEnds }: { isDegree: boolean; hasEnds: boolean },
): StagedYears | Omit<Problem, 'row'> {
  const both = missing.includes(cell('start')) ? 'period' : 'start';
  const start = readPeriod(cell(both), missing);
  if ('problem' in start) return { field: both, value: cell(both), ...start };
  const end = readPeriod(cell('end'), missing);
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
