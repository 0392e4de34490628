import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { parse } from 'csv-parse/sync';
import readXlsxFile from 'read-excel-file/universal';
import { strFromU8, unzipSync } from 'fflate';
import { AppError } from '../../../shared/errors.ts';
import type { Message } from '../../../shared/messages/message.ts';
import { say } from '../../../shared/messages/say.ts';
import type { Mapping } from '../../../shared/mobility/imports.ts';
import { withoutEntities } from './entities.ts';

export interface TableRow {
  /** Line of the text file or row of the sheet, from 1. */
  line: number;
  cells: string[];
}

export interface ReadTable {
  file: string;
  encoding: string;
  head: string[];
  rows: TableRow[];
  /** How it was read, where that was not plain. */
  notes: Message[];
}

/** A file, or the files of a folder with this extension, by name. */
export function filesOf(path: string, ending: RegExp): string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .filter((name) => ending.test(name))
    .sort()
    .map((name) => join(path, name));
}

const MOST_BYTES = 200e6;
/** How a workbook begins that has a password, or the format before 2007. */
const COMPOUND_FILE = 0xd0cf11e0;

/** Reads CSV (any usual separator and encoding) or the cells of a workbook's sheet, as texts. */
export async function readTable(
  file: string,
  { encoding, sheet }: Pick<Mapping, 'encoding' | 'sheet'>,
): Promise<ReadTable> {
  const bytes = readFileSync(file);
  if (bytes.length === 0)
    throw new AppError('bad-input', say('study-import.is-empty', { file: basename(file) }), { file });
  if (bytes.length > MOST_BYTES)
    throw new AppError(
      'bad-input',
      say('study-import.too-large', { file: basename(file), size: Math.round(bytes.length / 1e6) }),
      { file },
    );
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) return readWorkbook(file, bytes, sheet);
  if (bytes.length >= 4 && bytes.readUInt32BE(0) === COMPOUND_FILE)
    throw new AppError('bad-input', say('study-import.protected-or-old', { file: basename(file) }), { file });
  if (extname(file).toLowerCase() === '.xls')
    throw new AppError('bad-input', say('study-import.old-excel', { file: basename(file) }), {
      file,
    });
  const decoded = decodeText(bytes, encoding);
  const { head, rows } = parseDelimited(decoded.text, basename(file));
  const damaged = rows.filter(({ cells }) => cells.some((cell) => cell.includes('\uFFFD'))).map(({ line }) => line);
  const notes: Message[] = [];
  if (decoded.encoding !== 'utf-8') notes.push(say('study-import.read-as-encoding', { encoding: decoded.encoding }));
  if (decoded.text.includes('\uFFFD'))
    notes.push(say('study-import.damaged-characters', { encoding: decoded.encoding, lines: damaged.slice(0, 20) }));
  return { file: basename(file), encoding: decoded.encoding, head, rows, notes };
}

function parseDelimited(text: string, name: string): { head: string[]; rows: TableRow[] } {
  const firstLine = text.slice(0, text.search(/\r|\n|$/));
  const delimiter = ['\t', ';', ',', '，']
    .map((sign) => ({ sign, count: firstLine.split(sign).length }))
    .reduce((a, b) => (b.count > a.count ? b : a)).sign;
  try {
    const records = parse(text, {
      delimiter,
      relax_column_count: true,
      skip_empty_lines: true,
      info: true,
      trim: true,
      bom: true,
    }) as unknown as { record: string[]; info: { lines: number } }[];
    if (records.length === 0) throw new AppError('bad-input', say('study-import.has-no-rows', { name }));
    // csv-parse gives the line on which a record ends.
    const rows = records.map(({ record, info }) => ({
      line: info.lines - record.reduce((n, cell) => n + (cell.match(/\n/g)?.length ?? 0), 0),
      cells: record,
    }));
    return { head: rows[0].cells, rows: rows.slice(1).filter(({ cells }) => cells.some((cell) => cell !== '')) };
  } catch (error) {
    if (error instanceof AppError) throw error;
    const { message, lines } = error as Error & { lines?: number };
    throw new AppError(
      'bad-input',
      say('study-import.bad-quotes', { name, lines, message, lineKnown: lines ? 'yes' : 'no' }),
      { file: name, line: lines ?? null },
    );
  }
}

async function readWorkbook(file: string, bytes: Buffer, sheet: string | undefined): Promise<ReadTable> {
  const name = basename(file);
  try {
    // The package's Node version unzips as a stream, which never ends on some damaged files.
    const sheets = await readXlsxFile(Uint8Array.from(bytes).buffer);
    const names = sheets.map((one) => one.sheet);
    const hidden = hiddenSheets(bytes);
    const chosen = sheet ?? names.find((one) => !hidden.has(one)) ?? names[0];
    const cells = sheets.find((one) => one.sheet === chosen)?.data as unknown[][] | undefined;
    if (!cells)
      throw new AppError('bad-input', say('study-import.no-such-sheet', { name, chosen, names }), { file: name });
    const rows = cells
      .map((row, i) => ({ line: i + 1, cells: row.map(cellText) }))
      .filter((row) => row.cells.some((cell) => cell !== ''));
    if (rows.length === 0)
      throw new AppError('bad-input', say('study-import.empty-sheet', { name, chosen }), { file: name });
    const others = sheets.filter((one) => one.sheet !== chosen && one.data.length > 1).map((one) => one.sheet);
    const notes = others.length > 0 ? [say('study-import.sheets-not-read', { chosen, others })] : [];
    return { file: name, encoding: 'xlsx', head: rows[0].cells, rows: rows.slice(1), notes };
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError('bad-input', say('study-import.not-a-workbook', { name, message: (error as Error).message }), {
      file: name,
    });
  }
}

/** Sheets that Excel does not show: a draft behind the data is not the data. */
function hiddenSheets(bytes: Buffer): Set<string> {
  const entry = 'xl/workbook.xml';
  const file = unzipSync(bytes, { filter: ({ name }) => name === entry })[entry];
  const found = new Set<string>();
  for (const [tag] of (file ? strFromU8(file) : '').matchAll(/<sheet\b[^>]*>/g))
    if (/\bstate="(?:hidden|veryHidden)"/.test(tag))
      found.add(withoutEntities(/\bname="([^"]*)"/.exec(tag)?.[1] ?? ''));
  return found;
}

function cellText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  return String(value).trim();
}

/** Damaged characters, as a share of all that are not ASCII, up to which a text still is in an encoding. */
const MOST_DAMAGED = 0.3;

/**
 * UTF-8 with or without a BOM, UTF-16 with a BOM, otherwise GB18030 or Latin-1, whichever fits the bytes better. A text
 * in UTF-8 or GB18030 but for a few damaged characters stays one: they become U+FFFD.
 */
export function decodeText(bytes: Buffer, wanted: Mapping['encoding']): { text: string; encoding: string } {
  const decode = (encoding: string, fatal = encoding !== 'latin1') => ({
    text: new TextDecoder(encoding, { fatal }).decode(bytes).replace(/^\uFEFF/, ''),
    encoding,
  });
  try {
    if (wanted !== 'auto') return decode(wanted);
    if (bytes[0] === 0xff && bytes[1] === 0xfe) return decode('utf-16le');
    if (bytes[0] === 0xfe && bytes[1] === 0xff) return decode('utf-16be');
    return decode('utf-8');
  } catch {
    if (wanted !== 'auto') throw new AppError('bad-input', say('study-import.wrong-encoding', { wanted }));
  }
  const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const utf8 = decode('utf-8', false);
  if (hasMark || damagedShare(utf8.text) <= MOST_DAMAGED) return utf8;
  if (!pairedHighBytes(bytes)) return decode('latin1');
  const chinese = decode('gb18030', false);
  return damagedShare(chinese.text) <= MOST_DAMAGED ? chinese : decode('latin1');
}

function damagedShare(text: string): number {
  let [damaged, wide] = [0, 0];
  for (const sign of text) {
    if (sign === '\uFFFD') damaged++;
    if (sign > '\u007F') wide++;
  }
  return wide === 0 ? 0 : damaged / wide;
}

/** Chinese in GB18030 comes as pairs of high bytes; accented letters in Latin-1 are single. */
function pairedHighBytes(bytes: Buffer): boolean {
  let paired = 0;
  let alone = 0;
  for (let i = 0; i < bytes.length; ) {
    let run = 0;
    while (i + run < bytes.length && bytes[i + run] >= 0x80) run++;
    if (run === 1) alone++;
    else if (run > 1) paired += run;
    i += Math.max(1, run);
  }
  return paired > alone;
}
