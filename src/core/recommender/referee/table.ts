import { say } from '../../../shared/messages/say.ts';
import {
  candidates,
  type ColumnsContext,
  columnWords,
  noteColumns,
  type RoleName,
  takeColumns,
} from '../import/text/columns.ts';
import { type DelimitedHead, hasHeader, NO_TABLE, readDelimitedHead, tableRows } from '../import/text/delimited.ts';
import { noteAbove } from '../import/text/named-table.ts';
import { type FileHead, inspect, textLines } from '../import/files/source.ts';
import { AppError } from '../../../shared/errors.ts';
import { basename } from 'node:path';

/** Who asks and is told about the files of one judgement. */
export interface FilesReading extends ColumnsContext {
  /** Called while a file is read; throws when that was cancelled. */
  tick(): void;
}

/** Delimited text or Parquet, packed or not. */
export interface Table {
  /** Names of the columns; null if the first row is one like the others. */
  header: string[] | null;
  separator: string;
  /** The first rows below the header. */
  sample: string[][];
  /** @throws bad-input, naming the file and line, for a row that is not as wide as the first */
  rows(): AsyncGenerator<{ line: number; fields: string[] }>;
}

/** A table of listeners and songs whose columns are known. */
export interface PairsTable extends Pick<Table, 'rows'> {
  columns: Partial<Record<RoleName, number>>;
  headed: boolean;
}

/**
 * @param isData tells that a field is an id that a row has, so that the first row is no header
 * @throws bad-input or not-found, naming the file
 */
export async function openTable(
  file: string,
  reading: FilesReading,
  isData: (field: string) => boolean = () => false,
): Promise<Table> {
  const found = await inspect(file);
  if (found.kind !== 'text') throw notATable(file);
  const head = readDelimitedHead(found) ?? NO_TABLE;
  const [first, ...rest] = head.rows;
  if (first.length < 2) throw notATable(file);
  const header = found.parquet || (!first.some(isData) && namesColumns(head, isData)) ? first : null;
  noteAbove(reading, head);
  return {
    header,
    separator: head.separator,
    sample: (header ? rest : head.rows).filter((row) => row.length === first.length),
    rows: () => rowsOf(file, found, head, header !== null, reading),
  };
}

async function* rowsOf(file: string, found: FileHead, head: DelimitedHead, headed: boolean, { tick }: FilesReading) {
  const width = head.rows[0].length;
  let isHeader = headed;
  for await (const { line, text, fields } of tableRows(textLines(file, found, tick), head)) {
    if (isHeader || text.trim() === '') {
      isHeader = false;
      continue;
    }
    if (fields?.length !== width) throw badLine(file, line, fields?.length ?? 0, width);
    yield { line, fields };
  }
}

/**
 * Opens a table of pairs: columns by their names, or by their places without a header.
 *
 * @param places the roles of a file without a header, in order; columns after them are not read
 * @throws bad-input or not-found, naming the file; UnansweredQuestions
 */
export async function openPairsTable(
  file: string,
  reading: FilesReading,
  optional: readonly RoleName[],
  places: readonly RoleName[],
): Promise<PairsTable> {
  const { header, sample, rows } = await openTable(file, reading);
  const columns: PairsTable['columns'] = {};
  if (header) Object.assign(columns, takeColumns(reading, header, ['listener', 'song'], optional));
  else {
    for (const [place, role] of places.entries()) if (place < sample[0].length) columns[role] = place;
    notePlaces(reading, columns);
  }
  return { columns, headed: header !== null, rows };
}

export function notePlaces(reading: FilesReading, columns: PairsTable['columns']): void {
  reading.report.notes.push(say('import.no-header-row'));
  noteColumns(reading, columns, (place) => say('import.nth-column', { place: place + 1 }));
}

/** Ids may all be words, so that a header is told by its names too: a column's name does not come again below it. */
function namesColumns(head: DelimitedHead, isId: (field: string) => boolean): boolean {
  const [first, ...rest] = head.rows;
  if (rest.length > 0 && hasHeader(head)) return true;
  if (rest.length > 0 && rest.every((row) => row.some(isId))) return true;
  const named = (fields: readonly string[], role: RoleName) => candidates(role, fields);
  const [[listener], [song]] = [named(first, 'listener'), named(first, 'song')];
  if (listener === undefined || song === undefined || listener === song) return false;
  const isData = (fields: readonly string[]) => columnWords(fields[listener] ?? '') !== columnWords(first[listener]);
  return !/\d/.test(first[listener] + first[song]) && rest.every(isData);
}

function notATable(file: string): AppError {
  return new AppError('bad-input', say('referee.not-a-table', { file: basename(file) }), { file });
}

function badLine(file: string, line: number, fields: number, expected: number): AppError {
  const message = say('referee.bad-line', { file: basename(file), line, fields, expected });
  return new AppError('bad-input', message, { file, line });
}
