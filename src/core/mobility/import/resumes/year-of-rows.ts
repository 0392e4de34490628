import { say } from '../../../../shared/messages/say.ts';
import type { Message } from '../../../../shared/messages/message.ts';
import { isDegree } from '../../../../shared/mobility/codebook.ts';
import type { Mapping } from '../../../../shared/mobility/imports.ts';
import type { Questions } from '../../../imports/questions.ts';
import { Columns } from '../cells/fields.ts';
import { readRole } from '../roles/roles.ts';
import { headingLike } from '../table/heading-words.ts';
import type { ReadTable } from '../table/table.ts';

const OF_ROWS = { id: 'rows', label: say('study-import-choice.year-of-rows') };
const OF_DATA = { id: 'data', label: say('study-import-choice.year-of-data') };

/**
 * The mapping with the year beside titles as that of the rows, if somebody answers so: where people stand in the table
 * with several years, as the members of committees or the staff of each year do. Null while it is asked.
 */
export function withYearOfPanel(
  table: ReadTable,
  mapping: Mapping,
  fields: readonly string[],
  questions: Questions,
): Mapping | null {
  const columns = new Columns(table, mapping, fields);
  const year = headingLike(table.head, YEAR_OF_ROWS);
  if (year === null || saysWhen(columns, mapping) || withYearOfStage(table, mapping, fields) !== mapping)
    return mapping;
  if (!haveSeveralYears(table, columns, table.head.indexOf(year))) return mapping;
  const answer = questions.ask(say('ask.year-of-rows', { file: table.file, year }), [OF_ROWS, OF_DATA]);
  if (answer === null) return null;
  return answer === OF_DATA.id ? mapping : { ...mapping, columns: { ...mapping.columns, period: year } };
}

function haveSeveralYears(table: ReadTable, columns: Columns, at: number): boolean {
  const years = new Map<string, Set<string>>();
  for (const row of table.rows) {
    const [whose, year] = [columns.get(row, columns.whose), (row.cells[at] ?? '').trim()];
    if (whose !== '' && year !== '') years.set(whose, (years.get(whose) ?? new Set()).add(year));
  }
  return [...years.values()].some((own) => own.size > 1);
}

function saysWhen(columns: Columns, mapping: Mapping): boolean {
  return ['start', 'end', 'period'].some((field) => columns.has(field) || mapping.columns[field] !== undefined);
}

/** 年份 beside 阶段 or 类型 is when that was, where no other column says it. */
export function withYearOfStage(table: ReadTable, mapping: Mapping, fields: readonly string[]): Mapping {
  const columns = new Columns(table, mapping, fields);
  const isDated = saysWhen(columns, mapping);
  const year = headingLike(table.head, YEAR_OF_ROWS);
  const isOfRows = columns.has('stage') || columns.has('role') || areYearsOfRows(table, columns, mapping, year);
  if (isDated || year === null || !isOfRows) return mapping;
  return { ...mapping, columns: { ...mapping.columns, period: year } };
}

const YEAR_OF_ROWS = /^(?:year|年份|年|年度)$/;

/**
 * Whether years beside titles alone are those of the rows, not that of the data: every row is a degree, or one of
 * several of a person with a year each, and no one year fills the column.
 */
function areYearsOfRows(table: ReadTable, columns: Columns, mapping: Mapping, year: string | null): boolean {
  if (year === null || !columns.has('title')) return false;
  const at = table.head.indexOf(year);
  let whose = '';
  const rows = table.rows.map((row) => {
    whose = columns.get(row, columns.whose) || whose;
    const degree = isDegree(readRole(columns.get(row, 'title'), mapping));
    return { whose, degree, year: (row.cells[at] ?? '').trim() };
  });
  const different = (some: typeof rows) => new Set(some.map((row) => row.year)).size;
  if (!rows.some(({ degree }) => degree) || (rows.length > 1 && different(rows) === 1)) return false;
  return [...Map.groupBy(rows, (row) => row.whose).values()].every(
    (own) => own.every(({ degree }) => degree) || (own.length > 1 && different(own) === own.length),
  );
}

/** That the years beside titles were read as those of the rows. */
export function noteOfYears(given: Mapping, columns: Columns): Message[] {
  const header = columns.header('period');
  const isTold = given.columns.period !== undefined || columns.has('stage') || columns.has('role');
  if (header === null || isTold || headingLike([header], YEAR_OF_ROWS) === null) return [];
  return [say('study-import.years-of-rows', { column: header })];
}
