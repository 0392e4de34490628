import { type Label, labelIn, type Message, type Reader } from './messages/message.ts';
import { type NumberStyle, writeColumn } from './number-format.ts';

export type Value = string | number | null;

export interface TableNotes {
  label: string;
  text: string;
}

/** A table as it is exported: the same rows, whatever the format. */
export interface Table {
  /** File name without extension. */
  name: string;
  title: string;
  head: string[];
  rows: Value[][];
  /** Number format of each column; `result` by default. */
  numbers?: readonly (NumberStyle | undefined)[];
  /** In a few words: the name of a sheet. */
  sheet?: string;
  /** What stands below it where it is printed: whom it is about, what was tested. */
  notes?: TableNotes;
}

/** A stable name for scripts, with the label that people read. */
export interface Term {
  key: string;
  label: Label;
}

export interface Column extends Term {
  numbers?: NumberStyle;
}

/** A cell whose value is one of a fixed set with translations. */
export interface Word {
  key: Value;
  label: Label;
}

/** A table in every language at once: keys for machines, labels for people. */
export interface KeyedTable {
  name: string;
  title: Message;
  sheet: Label;
  columns: readonly Column[];
  rows: readonly (readonly (Value | Word)[])[];
  /** Why numbers are missing that somebody would look for. */
  note?: Message;
}

/** As scripts read it: keys, which stay the same in every language and version. */
export function keysOf({ name, title, columns, rows }: KeyedTable): Table {
  return {
    name,
    title: title.text,
    head: columns.map(({ key }) => key),
    rows: rows.map((row) => row.map((cell) => (isWord(cell) ? cell.key : cell))),
  };
}

/** As people read it, in their language. */
export function wordsOf({ name, title, sheet, columns, rows }: KeyedTable, reader: Reader): Table {
  return {
    name,
    title: reader.said(title),
    sheet: labelIn(sheet, reader),
    head: columns.map(({ label }) => labelIn(label, reader)),
    rows: rows.map((row) => row.map((cell) => (isWord(cell) ? labelIn(cell.label, reader) : cell))),
    numbers: columns.map(({ numbers }) => numbers),
  };
}

export function isWord(cell: Value | Word): cell is Word {
  return cell !== null && typeof cell === 'object';
}

/** Which columns hold numbers, plain or written with their intervals. */
export function numericColumns({ head, rows, numbers }: Pick<Table, 'head' | 'rows' | 'numbers'>): boolean[] {
  return head.map(
    (_, column) => numbers?.[column] !== undefined || rows.some((row) => typeof row[column] === 'number'),
  );
}

/** Every cell as text, numbers as people write them; what is missing is empty in a column of texts. */
export function writtenRows(
  { head, rows, numbers }: Pick<Table, 'head' | 'rows' | 'numbers'>,
  locale: string,
): string[][] {
  const numeric = numericColumns({ head, rows, numbers });
  const columns = head.map((_, column) => {
    const values = rows.map((row) => row[column] ?? null);
    if (!numeric[column]) return values.map((value) => String(value ?? ''));
    const written = writeColumn(
      values.map((value) => (typeof value === 'number' ? value : null)),
      numbers?.[column] ?? 'result',
      locale,
    );
    return values.map((value, row) => (typeof value === 'string' ? value : written[row]));
  });
  return rows.map((_, row) => columns.map((column) => column[row]));
}

/** A leading = + - @ would be run as a formula. */
export function safeCell(text: string): string {
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}

/** The same for what is copied and pasted: people read it as well, and a number with its sign is no formula. */
export function copiedCell(text: string): string {
  return /^[+-]?[\d.,\s%]*$/.test(text) ? text : safeCell(text);
}

/** RFC 4180, UTF-8 with a byte order mark, so that spreadsheets read Chinese; numbers in full, missing values empty. */
export function toCsv({ head, rows }: Pick<Table, 'head' | 'rows'>): string {
  const cell = (value: Value) => {
    const text = value === null ? '' : String(value);
    const safe = typeof value === 'string' ? safeCell(text) : text;
    return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  return `\uFEFF${[head, ...rows].map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;
}

export function toTsv({ head, rows }: { head?: string[]; rows: Table['rows'] }): string {
  return [...(head ? [head] : []), ...rows]
    .map((row) => row.map((value) => copiedCell(String(value ?? '').replaceAll(/[\t\n\r]/g, ' '))).join('\t'))
    .join('\n');
}

/** With what parts it from the note: a Chinese colon is as wide as a space. */
export function noteLabel({ label }: TableNotes): string {
  return CHINESE.test(label) ? label : `${label} `;
}

/** Symbols of statistics, which are set in italics wherever they stand alone in a text. */
const LETTER = /(?<![\p{L}\p{N}’'_-])(G²|χ²|R²|df|SE|SD|p|n|N|t|z|F|M|r|W|U|H|Q|κ|α)(?![\p{L}\p{N}’'_-])/u;

/** A text in parts, of which symbols of statistics are italic: a head of one capital letter is a class of the data. */
export function letters(text: string): { text: string; italic: boolean }[] {
  if (/^[A-Z]$/.test(text)) return [{ text, italic: false }];
  return text
    .split(new RegExp(LETTER.source, 'u'))
    .map((part, i) => ({ text: part, italic: i % 2 === 1 }))
    .filter((part) => part.text !== '');
}

export const CHINESE = /\p{Script=Han}/u;
