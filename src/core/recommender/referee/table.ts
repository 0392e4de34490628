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
import { delimitedRows, fieldsOfLine } from '../import/text/quoted-lines.ts';
import { noteAbove } from '../import/text/named-table.ts';
import { type FileHead, inspect, textLines } from '../import/files/source.ts';
import type { JsonPairs } from './json-part.ts';
import { AppError } from '../../../shared/errors.ts';
import { basename } from 'node:path';

/** A comment, or the line with which submissions to the RecSys Challenge of 2018 begin. */
const ABOVE = /^(#|team_info,)/;
const MOSTLY = 0.5;

/** Who asks and is told about the files of one judgement. */
export interface FilesReading extends ColumnsContext {
  /** What ids are known, by a library, before the files of a split are read. */
  known?: Record<'listeners' | 'songs', { has(id: string): boolean }>;
  /** Called while a file is read; throws when that was cancelled. */
  tick(): void;
}

/** Delimited text or Parquet, packed or not. */
export interface Table {
  /** Names of the columns; null if the first row is one like the others. */
  header: readonly string[] | null;
  separator: string;
  /** The first rows below the header. */
  sample: readonly (readonly string[])[];
  /** @throws bad-input, naming the file and line, for a row that is not as wide as the first */
  rows(): AsyncGenerator<{ line: number; fields: string[] }>;
}

/** A table of listeners and songs whose columns are known. */
export interface PairsTable extends Pick<Table, 'rows'> {
  columns: Partial<Record<RoleName, number>>;
  headed: boolean;
}

interface OpenAs {
  /** Tells that a field is an id that a row has, so that the first row is no header. */
  isData?: (field: string) => boolean;
  /** Tells that a first row of ids is a header all the same. */
  isHeader?: (first: readonly string[], rest: readonly (readonly string[])[]) => boolean;
  /** Rows of another width than the first are the caller's. */
  isRagged?: boolean;
}

/** @throws bad-input or not-found, naming the file */
export async function openTable(
  file: string,
  reading: FilesReading,
  { isData = () => false, isHeader = () => false, isRagged = false }: OpenAs = {},
): Promise<Table> {
  const found = await inspect(file);
  if (found.kind !== 'text') throw notATable(file, found.kind === 'zip' && !/\.xlsx$/i.test(file));
  const { head, named } = await belowComments(found, isData);
  const [first, ...rest] = head.rows;
  if (first.length < 2) throw notATable(file);
  const isNamed = areNames(head.rows, isData) || namesColumns(head, isData);
  const isHeaded = found.parquet || isNamed || isHeader(first, rest);
  const header = named ?? (isHeaded ? first : null);
  noteAbove(reading, head);
  return {
    header,
    separator: head.separator,
    sample: (isHeaded && !named ? rest : head.rows).filter((row) => row.length === first.length),
    rows: () => rowsOf(file, found, head, { isHeaded: header !== null && !named, isRagged }, reading),
  };
}

async function* rowsOf(
  file: string,
  found: FileHead,
  head: DelimitedHead,
  { isHeaded, isRagged }: { isHeaded: boolean; isRagged: boolean },
  { tick }: FilesReading,
) {
  const width = head.rows[0].length;
  let isHeader = isHeaded;
  for await (const { line, text, fields } of tableRows(textLines(file, found, tick), head)) {
    if (isHeader || text.trim() === '') {
      isHeader = false;
      continue;
    }
    const own = fields && withoutEnd(fields, width);
    if (!own || (own.length !== width && !isRagged)) throw badLine(file, line, own?.length ?? 0, width);
    yield { line, fields: own };
  }
}

/** Separators at the end of a line part no field from the others. */
function withoutEnd(fields: string[], width: number): string[] {
  let end = fields.length;
  while (end > width && fields[end - 1] === '') end--;
  return end < fields.length ? fields.slice(0, end) : fields;
}

/** Comments stand above a table; the last of them may name its columns, as numpy writes it. */
async function belowComments(found: FileHead, isData: (field: string) => boolean) {
  const lines = found.head.toString('utf8').split('\n');
  const isComment = (line: string) => ABOVE.test(line) && !isData(line.split(/[\s,;|]/, 1)[0]);
  const end = lines.findIndex((line) => !isComment(line));
  if (end <= 0) return { head: await wholeRows(readDelimitedHead(found), lines), named: null };
  const below = { ...found, head: Buffer.from(lines.slice(end).join('\n')) };
  const head = await wholeRows(readDelimitedHead(below), lines.slice(end));
  const above = [...lines.slice(0, end), ...head.above];
  const names = fieldsOfLine(lines[end - 1].replace(/^#\s*/, '').trim(), head.separator) ?? [];
  const isHeader = names.length === head.rows[0].length && candidates('listener', names).length > 0;
  return { head: { ...head, above }, named: isHeader && !hasHeader(head) ? names : null };
}

/** Fields may go on over several lines, as numpy's long arrays do: then the rows are not the first lines. */
async function wholeRows(head: DelimitedHead | null, lines: readonly string[]): Promise<DelimitedHead> {
  if (!head || head.alike === 1 || head.above.length > 0) return head ?? NO_TABLE;
  async function* whole() {
    for (const [i, text] of lines.slice(0, -1).entries()) yield { line: i + 1, text: text.replace(/\r$/, '') };
  }
  const rows: string[][] = [];
  for await (const { fields, text } of delimitedRows(whole(), head.separator, head.quoting))
    if (fields && text.trim() !== '') rows.push(fields);
  return rows.length > 1 ? { ...head, rows } : head;
}

/** Columns are named by places where nobody named them, or by songs: numbers that are ids below, too. */
function areNames(
  [[who, ...names], ...rows]: readonly (readonly string[])[],
  isData: (field: string) => boolean,
): boolean {
  const isTold = who === '' || candidates('listener', [who]).length > 0;
  if (names.length < 2 || isData(who) || !isTold || new Set(names).size < names.length) return false;
  const areCounted = ['0', '1'].includes(names[0]) && names.every((name, i) => Number(name) === Number(names[0]) + i);
  return areCounted || (names.every(isData) && rows.some(([id]) => isData(id)));
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
  return pairsTable(header, sample, rows, reading, optional, places);
}

/** The same of what a JSON text holds. */
export function jsonTable(
  { header, rows, keyed }: JsonPairs,
  reading: FilesReading,
  optional: readonly RoleName[],
  places: readonly RoleName[],
): PairsTable {
  reading.report.notes.push(say('referee.json-part', { keyed: keyed ? 'yes' : 'no' }));
  async function* each() {
    for (const [at, fields] of rows.entries()) yield { line: at + 1, fields };
  }
  return pairsTable(header, rows, each, reading, optional, places);
}

function pairsTable(
  header: readonly string[] | null,
  sample: Table['sample'],
  rows: Table['rows'],
  reading: FilesReading,
  optional: readonly RoleName[],
  places: readonly RoleName[],
): PairsTable {
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
  if (first.some(isId)) return false;
  if (rest.length > 0 && hasHeader(head)) return true;
  if (rest.length > 0 && rest.every((row) => row.some(isId))) return true;
  const named = (fields: readonly string[], role: RoleName) => candidates(role, fields);
  const [[listener], [song]] = [named(first, 'listener'), named(first, 'song')];
  // A list of a listener who is not tested has perhaps no id that is known.
  const known = rest.filter((row) => row.some(isId));
  if (listener !== undefined && known.length > rest.length * MOSTLY) return true;
  if (listener === undefined || song === undefined || listener === song) return false;
  const isData = (fields: readonly string[]) => columnWords(fields[listener] ?? '') !== columnWords(first[listener]);
  return !/\d/.test(first[listener] + first[song]) && rest.every(isData);
}

function notATable(file: string, isPacked = false): AppError {
  const numpy = /\.np[yz]$/i.test(file) ? say('referee.is-numpy', { file: basename(file) }) : null;
  const what = numpy ?? (isPacked ? say('referee.is-a-zip', { file: basename(file) }) : null);
  return new AppError('bad-input', what ?? say('referee.not-a-table', { file: basename(file) }), { file });
}

function badLine(file: string, line: number, fields: number, expected: number): AppError {
  const message = say('referee.bad-line', { file: basename(file), line, fields, expected });
  return new AppError('bad-input', message, { file, line });
}
