import { readFileSync } from 'node:fs';
import { basename, extname } from 'node:path';
import { AppError } from '../../../../shared/errors.ts';
import type { Message } from '../../../../shared/messages/message.ts';
import { say } from '../../../../shared/messages/say.ts';
import type { Correction, Mapping, SheetInfo } from '../../../../shared/mobility/imports.ts';
import { parseDelimited } from './delimited.ts';
import { decodeText } from './decode-text.ts';
import {
  fillMerged,
  headerRowOf,
  headOf,
  hasGroups,
  impliedMerges,
  isHeadings,
  isSecondHeading,
} from './header-row.ts';
import { type MergedCells, otherSpreadsheet, readWorkbook, type WorkbookSheet } from '../../../imports/workbook.ts';
import { joinEvents } from './event-tables.ts';
import { footerRows } from './footer-rows.ts';
import { settleOddCells } from '../cells/odd-cells.ts';
import { joinNames } from './name-columns.ts';
import { jsonRows, looksLikeJson } from './json-table.ts';
import { joinNumbered } from './numbered-columns.ts';
import { leftTable, oneBelowTheOther } from './side-by-side.ts';
import { isOpenAlex, OPENALEX_HEAD, openAlexRows } from './openalex.ts';
import { labelsOfSheets, type ValueLabels, writeOutLabels } from './value-labels.ts';
import { plainFile } from '../../../storage/plain-file.ts';

export interface TableRow {
  /** Line of the text file or row of the sheet, from 1. */
  line: number;
  cells: string[];
}

export interface ReadTable {
  file: string;
  /** Where lines of it are said to stand: the file, with the sheet if it is not the one that is read by default. */
  source: string;
  encoding: string;
  /** The sheets of a workbook, hidden ones last, and the one that was read. */
  sheets: SheetInfo[];
  sheet: string | null;
  /** The line of the column headings. */
  headerRow: number;
  /** The first lines as they are, headings and what stands above them included. */
  top: TableRow[];
  head: string[];
  /** What stands above the headings. */
  title: string;
  rows: TableRow[];
  /** How it was read, where that was not plain. */
  notes: Message[];
  /** Columns that are used as parts of another. */
  joined?: string[];
}

type ReadingSettings = Pick<Mapping, 'encoding' | 'sheet'> & Partial<Mapping>;

const MOST_BYTES = 200e6;
/** How a workbook begins that has a password, or the format before 2007. */
const COMPOUND_FILE = 0xd0cf11e0;
const TOP_ROWS = 12;

/** Cells of a file before any of its rows is taken for the headings. */
interface Grid {
  source: string;
  encoding: string;
  sheets: SheetInfo[];
  sheet: string | null;
  rows: TableRow[];
  merged: MergedCells[];
  notes: Message[];
  /** What other sheets say that codes stand for. */
  labels: ValueLabels;
}

/** Reads CSV (any usual separator and encoding) or the cells of a workbook's sheet, as texts. */
export async function readTable(file: string, settings: ReadingSettings): Promise<ReadTable> {
  const bytes = readFileSync(plainFile(file));
  const name = basename(file);
  if (bytes.length === 0) throw new AppError('bad-input', say('study-import.is-empty', { file: name }), { file });
  if (bytes.length > MOST_BYTES)
    throw new AppError(
      'bad-input',
      say('study-import.too-large', { file: name, size: Math.round(bytes.length / 1e6) }),
      { file },
    );
  refuseOtherSpreadsheet(file, bytes);
  if (bytes[0] === 0x50 && bytes[1] === 0x4b)
    return tableOf(name, await workbookGrid(name, bytes, settings.sheet), settings);
  if (bytes.length >= 4 && bytes.readUInt32BE(0) === COMPOUND_FILE)
    throw new AppError('bad-input', say('study-import.protected-or-old', { file: name }), { file });
  if (extname(file).toLowerCase() === '.xls')
    throw new AppError('bad-input', say('study-import.old-excel', { file: name }), { file });
  return tableOf(name, textGrid(name, bytes, settings.encoding), settings);
}

export function refuseOtherSpreadsheet(file: string, bytes: Buffer): void {
  const name = basename(file);
  const format = otherSpreadsheet(name, bytes);
  if (format) throw new AppError('bad-input', say('study-import.other-spreadsheet', { file: name, format }), { file });
}

function tableOf(file: string, grid: Grid, settings: ReadingSettings): ReadTable {
  const { headerRow, corrections } = settings;
  const { encoding, sheets, sheet, rows } = grid;
  const cells = rows.map((row) => row.cells);
  const merged = grid.merged.length > 0 ? grid.merged : impliedMerges(cells);
  const at = headerRow === undefined ? headerRowOf(cells, merged) : rows.findIndex(({ line }) => line === headerRow);
  if (at < 0) throw new AppError('bad-input', say('study-import.no-such-row', { file, row: headerRow ?? 0 }), { file });
  const top = rows.slice(0, Math.max(TOP_ROWS, at + 4)).map(({ line, cells: row }) => ({ line, cells: [...row] }));
  const head = headOf(cells, at, merged);
  const filled = fillMerged(cells, at + 1, merged);
  const above = rows
    .slice(0, hasGroups(cells, at, merged) ? at - 1 : at)
    .filter((row) => row.cells.some((cell) => cell !== ''));
  const heading = JSON.stringify(cells[at]);
  const body = rows.slice(at + 1).filter((row) => row.cells.some((cell) => cell !== ''));
  const bodyCells = body.map((row) => row.cells);
  const again = body.filter(
    (row, i) =>
      JSON.stringify(row.cells) === heading ||
      (i === 0 && (isHeadings(row.cells) || isSecondHeading(row.cells, bodyCells.slice(1)))),
  );
  const kept = body.filter((row) => !again.includes(row));
  const footers = footerRows(kept, head);
  const whole = kept.filter((row) => !footers.includes(row));
  const notes = [
    ...grid.notes,
    ...(above.length > 0 ? [aboveNote(above, rows[at].line)] : []),
    ...(filled > 0 ? [say('study-import.merged-cells', { cells: filled })] : []),
    ...(footers.length > 0
      ? [say('study-import.footer-rows', { rows: footers.map(({ line }) => line), text: textOf(footers) })]
      : []),
    ...(again.length > 0 ? [say('study-import.headings-again', { rows: again.map(({ line }) => line) })] : []),
    ...settleOddCells(whole, head),
    ...writeOutLabels(head, whole, grid.labels),
  ];
  const table = {
    file,
    source: grid.source,
    encoding,
    sheets,
    sheet,
    headerRow: rows[at].line,
    top,
    head,
    title: textOf(above, Number.POSITIVE_INFINITY),
    rows: whole,
    notes,
  };
  correct(table, corrections ?? []);
  const told = oneBelowTheOther(head, whole) ?? leftTable(head, whole);
  if (told !== null) Object.assign(table, { head: told.head, rows: told.rows, notes: [...notes, told.note] });
  const joined = [...joinNames(table), ...joinNumbered(table), ...joinEvents(table, settings)];
  return { ...table, joined };
}

function aboveNote(above: readonly TableRow[], headerRow: number): Message {
  return say('study-import.rows-above-headings', { headerRow, text: textOf(above) });
}

const TEXT_SHOWN = 120;
const textOf = (rows: readonly TableRow[], most = TEXT_SHOWN) =>
  rows
    .flatMap(({ cells }) => cells.filter((cell) => cell !== ''))
    .join(' · ')
    .slice(0, most);

/** Puts what a person corrected into the cells; the file itself is never written. */
function correct({ head, rows, notes }: ReadTable, corrections: readonly Correction[]): void {
  let changed = 0;
  const byLine = new Map(rows.map((row) => [row.line, row]));
  for (const { row, column, from, to } of corrections) {
    const at = head.indexOf(column);
    const concerned = row === null ? rows : [byLine.get(row)];
    const fitting = concerned.filter((one): one is TableRow => one !== undefined && (one.cells[at] ?? '') === from);
    // The file may have changed since.
    if (at < 0 || fitting.length === 0) notes.push(say('study-import.correction-not-used', { column, from }));
    else
      for (const { cells } of fitting) {
        while (cells.length <= at) cells.push('');
        cells[at] = to;
        changed++;
      }
  }
  if (changed > 0) notes.push(say('study-import.cells-corrected', { cells: changed }));
}

function textGrid(name: string, bytes: Buffer, wanted: Mapping['encoding']): Grid {
  const { text, encoding } = decodeText(bytes, wanted);
  const isAuthors = isOpenAlex(text);
  const { rows, quoted } = isAuthors
    ? { rows: authorRows(text, name), quoted: [] }
    : looksLikeJson(text)
      ? { rows: recordRows(text, name), quoted: [] }
      : parseDelimited(text, name);
  const damaged = rows.filter(({ cells }) => cells.some((cell) => cell.includes('\uFFFD'))).map(({ line }) => line);
  const notes: Message[] = isAuthors ? [say('study-import.openalex-years')] : [];
  if (quoted.length > 0) notes.push(say('study-import.quotes-inside', { lines: quoted }));
  if (encoding !== 'utf-8') notes.push(say('study-import.read-as-encoding', { encoding }));
  if (text.includes('\uFFFD'))
    notes.push(say('study-import.damaged-characters', { encoding, lines: damaged.slice(0, 20) }));
  return { source: name, encoding, sheets: [], sheet: null, rows, merged: [], notes, labels: labelsOfSheets([]) };
}

function authorRows(text: string, name: string): TableRow[] {
  try {
    return [OPENALEX_HEAD, ...openAlexRows(text)].map((cells, i) => ({ line: i + 1, cells }));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new AppError('bad-input', say('study-import.not-json', { name, message: error.message }), { file: name });
  }
}

/** A list of records in JSON as rows. */
function recordRows(text: string, name: string): TableRow[] {
  const rows = jsonRows(text);
  if (rows === null) throw new AppError('bad-input', say('study-import.json-without-list', { name }), { file: name });
  return rows.map((cells, i) => ({ line: i + 1, cells }));
}

const isTable = (cells: readonly string[][]) =>
  cells.filter((row) => row.filter((cell) => cell !== '').length > 1).length > 1;

/** Every sheet of a workbook that is shown and holds a table. */
export async function readSheets(file: string, settings: ReadingSettings): Promise<ReadTable[]> {
  const name = basename(file);
  const sheets = await readWorkbook(readFileSync(plainFile(file)));
  const shown = sheets.filter(({ hidden, cells }) => !hidden && isTable(cells));
  return shown.map((one) => tableOf(name, gridOf(name, sheets, one.name), settings));
}

async function workbookGrid(name: string, bytes: Buffer, wanted: string | undefined): Promise<Grid> {
  try {
    return gridOf(name, await readWorkbook(bytes), wanted);
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError('bad-input', say('study-import.not-a-workbook', { name, message: (error as Error).message }), {
      file: name,
    });
  }
}

function gridOf(name: string, sheets: readonly WorkbookSheet[], wanted: string | undefined): Grid {
  const names = sheets.map((one) => one.name);
  const shown = sheets.filter(({ hidden }) => !hidden);
  const [usual] = [...shown.filter(({ cells }) => isTable(cells)), ...shown, ...sheets];
  const found = wanted === undefined ? usual : sheets.find((one) => one.name === wanted);
  if (!found)
    throw new AppError('bad-input', say('study-import.no-such-sheet', { name, chosen: wanted ?? '', names }), {
      file: name,
    });
  const rows = found.cells.map((cells, i) => ({ line: i + 1, cells }));
  if (!rows.some(({ cells }) => cells.some((cell) => cell !== '')))
    throw new AppError('bad-input', say('study-import.empty-sheet', { name, chosen: found.name }), { file: name });
  const labels = labelsOfSheets(sheets.filter((one) => one !== found));
  const others = sheets
    .filter((one) => one !== found && one.cells.length > 1 && !labels.sheets.includes(one.name))
    .map((one) => one.name);
  const { broken, hiddenRows, coloured } = found;
  const notes = [
    ...(others.length > 0 ? [say('study-import.sheets-not-read', { chosen: found.name, others })] : []),
    ...(broken.length > 0 ? [say('study-import.cells-without-value', { cells: broken.slice(0, 20) })] : []),
    ...(hiddenRows > 0 ? [say('study-import.hidden-rows', { rows: hiddenRows })] : []),
    ...(coloured > 0 ? [say('study-import.coloured-cells', { cells: coloured })] : []),
  ];
  const infos = sheets.map(({ name: sheet, hidden, cells }) => ({
    name: sheet,
    hidden,
    rows: cells.length,
    isTable: isTable(cells),
  }));
  const source = found === usual ? name : `${name} · ${found.name}`;
  return { source, encoding: 'xlsx', sheets: infos, sheet: found.name, rows, merged: found.merged, notes, labels };
}
