import type { Message } from '../../../../shared/messages/message.ts';
import { say } from '../../../../shared/messages/say.ts';
import type { Questions } from '../../../imports/questions.ts';
import { LEAVE_OUT, WITHOUT_YEARS } from '../choices.ts';
import type { Columns } from './fields.ts';
import { type PeriodRead, readPeriod } from './periods.ts';
import type { TableRow } from '../table/table.ts';
import { asSchoolYear, provesMonths, secondNumbers } from './school-years.ts';
import { unusualYears, type Readings, YEAR_READINGS, type YearForm, type YearReading } from './unusual-years.ts';

const NO_YEARS = { startYear: null, endYear: null, isCurrent: false, isRange: false };

const CELLS_NAMED = 8;
const EXAMPLES = 3;

/** Null for a row that waits for an answer, or that the answer leaves out. */
export type YearsRead = PeriodRead | null;

/** A column whose cells hold years. */
export interface YearColumn {
  header: string;
  cell(row: TableRow): string;
  /** Whether a cell holds one year only, so that two have to be asked about. */
  isSingle?: boolean;
  /** Whether a row needs no year. */
  isOptional?: boolean;
  /** Whether the cells say only when something begins, since another column has the end. */
  isBegin?: boolean;
}

/** The column of a field. */
export function yearColumnOf(
  columns: Columns,
  field: string,
  kind: Pick<YearColumn, 'isSingle' | 'isOptional' | 'isBegin'>,
): YearColumn {
  return { header: columns.header(field) ?? '', cell: (row) => columns.get(row, field), ...kind };
}

/**
 * Reads the years of a table's rows. Cells that write them in an unusual way ('90, 民國79年, c. 1990, 199009, days of a
 * spreadsheet) are asked about once for the column and way of writing.
 */
export class YearCells {
  readonly #rows: readonly TableRow[];
  readonly #missing: readonly string[];
  readonly #questions: Questions;
  readonly #asked = new Map<string, string | null>();
  /** What two digits behind a year are in each column that was read. */
  readonly #seconds = new Map<string, ReturnType<typeof secondNumbers>>();
  /** Rows that are not read before a question about their years is answered, or that the answer leaves out. */
  readonly held = new Set<number>();

  constructor(rows: readonly TableRow[], missing: readonly string[], questions: Questions) {
    this.#rows = rows;
    this.#missing = missing;
    this.#questions = questions;
  }

  /** The columns whose cells were read as school years. */
  notes(): Message[] {
    const columns = [...this.#seconds].flatMap(([header, read]) => (read === 'school-years' ? [header] : []));
    return columns.length === 0 ? [] : [say('study-import.school-years', { columns })];
  }

  read(row: TableRow, column: YearColumn): YearsRead {
    const text = column.cell(row);
    const { plain, unusual } = this.#look(text, column);
    if (unusual === null) return plain;
    const { form, readings } = unusual;
    const answer = this.#ask(column, form);
    if (answer === null || answer === LEAVE_OUT.id) {
      this.held.add(row.line);
      return null;
    }
    if (answer === WITHOUT_YEARS.id) return NO_YEARS;
    const reading = readings[answer as YearReading];
    return reading === undefined ? notAYear(text) : readPeriod(reading, this.#missing);
  }

  /** A year that is kept as text: as written where that is plain, otherwise as the answer reads it. */
  readText(row: TableRow, column: YearColumn): string | null {
    const text = column.cell(row);
    if (this.#look(text, column).unusual === null) return text;
    const read = this.read(row, column);
    if (read === null) return null;
    return 'problem' in read ? text : String(read.startYear ?? '');
  }

  #plain(text: string, column: YearColumn): PeriodRead {
    const { isSingle = false, isBegin = false } = column;
    const school = isSingle ? null : asSchoolYear(text);
    if (school !== null && this.#seconds.get(column.header) === 'school-years') {
      const { first, last } = school;
      return { ...NO_YEARS, startYear: first, ...(isBegin ? {} : { endYear: last, isRange: true }) };
    }
    const read = readPeriod(text, this.#missing);
    if (!isSingle || 'problem' in read || !read.isRange) return read;
    if (read.startYear !== null && read.endYear !== null) return read;
    return { ...NO_YEARS, startYear: read.startYear ?? read.endYear };
  }

  /** A column that could be either is of months where another column of the table writes months like it. */
  #secondsOf(column: YearColumn): ReturnType<typeof secondNumbers> {
    const own = secondNumbers(this.#rows.map((row) => column.cell(row)));
    if (own !== 'open') return own;
    const width = this.#rows.reduce((most, { cells }) => Math.max(most, cells.length), 0);
    const columns = Array.from({ length: width }, (_, at) => this.#rows.map(({ cells }) => cells[at] ?? ''));
    return columns.some(provesMonths) ? 'months' : 'open';
  }

  #look(text: string, column: YearColumn) {
    if (!this.#seconds.has(column.header)) this.#seconds.set(column.header, this.#secondsOf(column));
    const plain = this.#plain(text, column);
    // 99 may be what a table writes for unknown.
    const unusual = this.#missing.includes(text.trim()) ? null : this.#unusual(text, plain, column);
    return { plain, unusual };
  }

  #unusual(text: string, plain: PeriodRead, { header, isSingle = false, isBegin = false }: YearColumn) {
    const school = isSingle || isBegin || this.#seconds.get(header) !== 'open' ? null : asSchoolYear(text);
    if (school !== null) {
      const readings: Readings = {
        'year-and-month': `${school.first}年`,
        'first-to-last': `${school.first}-${school.last}`,
      };
      return { form: 'schoolYear' as const, readings };
    }
    const unusual = unusualYears(text, (one) => saysYears(readPeriod(one, this.#missing)));
    if (unusual !== null || 'problem' in plain) return unusual;
    if (!isSingle || plain.startYear === null || plain.endYear === null) return null;
    const readings: Readings = { 'first-year': String(plain.startYear), 'last-year': String(plain.endYear) };
    return { form: 'several' as const, readings };
  }

  #ask(column: YearColumn, form: YearForm): string | null {
    const subject = `${column.header}:${form}`;
    const known = this.#asked.get(subject);
    if (known !== undefined) return known;
    const found = this.#rows.flatMap((row) => {
      const text = column.cell(row);
      const { unusual } = this.#look(text, column);
      return unusual?.form === form ? [{ text, readings: unusual.readings }] : [];
    });
    const different = [...new Map(found.map((one) => [one.text, one])).values()];
    const message = say('ask.unusual-years', {
      column: column.header,
      form,
      rows: found.length,
      cells: different.slice(0, CELLS_NAMED).map(({ text }) => text),
    });
    const choices = [
      ...readingsOf(different.map(({ readings }) => readings)).map((reading) => ({
        id: reading,
        label: this.#label(reading, different),
      })),
      ...(column.isOptional ? [WITHOUT_YEARS] : []),
      LEAVE_OUT,
    ];
    const answer = this.#questions.ask(message, choices, found.length, subject);
    this.#asked.set(subject, answer);
    return answer;
  }

  #label(reading: YearReading, cells: readonly { text: string; readings: Readings }[]): Message {
    const examples = cells.flatMap(({ text, readings }) => {
      const plain = readings[reading];
      const years = plain === undefined ? '' : inFigures(readPeriod(plain, this.#missing));
      return years === '' ? [] : [`${text} → ${years}`];
    });
    return say('study-import-choice.years-as', {
      reading: reading.replaceAll('-', '_'),
      examples: examples.slice(0, EXAMPLES),
    });
  }
}

/** The readings that all cells have, otherwise those that any has. */
function readingsOf(cells: readonly Readings[]): YearReading[] {
  const common = YEAR_READINGS.filter((reading) => cells.every((one) => one[reading] !== undefined));
  return common.length > 0
    ? common
    : YEAR_READINGS.filter((reading) => cells.some((one) => one[reading] !== undefined));
}

function saysYears(read: PeriodRead): boolean {
  return !('problem' in read) && (read.startYear !== null || read.endYear !== null);
}

function inFigures(read: PeriodRead): string {
  if ('problem' in read) return '';
  const { startYear, endYear, isRange } = read;
  return isRange ? `${startYear ?? ''}–${endYear ?? ''}` : String(startYear ?? '');
}

function notAYear(text: string): PeriodRead {
  return {
    problem: say('study-import.not-a-year', { given: text.trim() }),
    fix: say('study-import.write-four-digits'),
  };
}
