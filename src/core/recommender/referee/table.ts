import { say } from '../../../shared/messages/say.ts';
import {
  candidates,
  type ColumnsContext,
  columnWords,
  noteColumns,
  type RoleName,
  takeColumns,
} from '../import/columns.ts';
import { type DelimitedHead, hasHeader, NO_TABLE, readDelimitedHead, tableRows } from '../import/delimited.ts';
import { noteAbove } from '../import/named-table.ts';
import { inspect, textLines } from '../import/source.ts';
import { AppError } from '../../../shared/errors.ts';
import { basename } from 'node:path';

/** Who asks and is told about the files of one judgement. */
export interface FilesReading extends ColumnsContext {
  /** Called while a file is read; throws when that was cancelled. */
  tick(): void;
}

/** A table of listeners and songs whose columns are known. */
export interface PairsTable {
  columns: Partial<Record<RoleName, number>>;
  headed: boolean;
  rows(): AsyncGenerator<{ line: number; fields: string[] }>;
}

/**
 * Opens delimited text or Parquet, packed or not: columns by their names, or by their places without a header.
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
  const found = await inspect(file);
  if (found.kind !== 'text') throw notATable(file);
  const head = readDelimitedHead(found) ?? NO_TABLE;
  const [first] = head.rows;
  if (first.length < 2) throw notATable(file);
  const headed = namesColumns(head);
  const columns: PairsTable['columns'] = {};
  if (headed) Object.assign(columns, takeColumns(reading, first, ['listener', 'song'], optional));
  else {
    for (const [place, role] of places.entries()) if (place < first.length) columns[role] = place;
    reading.report.notes.push(say('import.no-header-row'));
    noteColumns(reading, columns, (place) => say('import.nth-column', { place: place + 1 }));
  }
  noteAbove(reading, head);
  const width = first.length;
  return {
    columns,
    headed,
    async *rows() {
      let isHeader = headed;
      for await (const { line, text, fields } of tableRows(textLines(file, found, reading.tick), head)) {
        if (isHeader || text.trim() === '') {
          isHeader = false;
          continue;
        }
        if (fields?.length !== width) throw badLine(file, line, fields?.length ?? 0, width);
        yield { line, fields };
      }
    },
  };
}

/** Ids may all be words, so that a header is told by its names too: a column's name does not come again below it. */
function namesColumns(head: DelimitedHead): boolean {
  const [first, ...rest] = head.rows;
  if (rest.length > 0 && hasHeader(head)) return true;
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
