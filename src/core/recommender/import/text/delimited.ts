import { say } from '../../../../shared/messages/say.ts';
import { isHeading, type RoleName } from './columns.ts';
import type { ImportContext } from '../importer.ts';
import { type DelimitedRow, delimitedRows, fieldsOfLine } from './quoted-lines.ts';
import { type Quoting, quotingOf } from './quoting.ts';
import { type Answer, READING_SHARE, stageEach } from '../row-staging.ts';
import { type FileHead, SNIFFED_BYTES } from '../files/source.ts';

/** The usual ones first: of those that split a file alike, the first is taken. Hive writes the byte 1. */
const SEPARATORS = ['\t', '::', ';', '|', ',', '<SEP>', '\u0001', '^', '~', '，', '；', ' '] as const;
/** What may separate fields at all. */
const OTHER_SIGNS = /[^\p{L}\p{N}\s_"'.()-]+/gu;
const SAMPLE_LINES = 50;
/** A beginning so short, in whatever encoding, is all of its file: its last line is a row. */
const SURELY_WHOLE_BYTES = SNIFFED_BYTES / 4;
/** The line by which Excel is told the separator of a CSV file. */
const TOLD_SEPARATOR = /^"?sep=(.)"?$/i;
const OPEN_LIST = /^"?tags"?$/i;
const MOST_HEADER_ROWS = 4;
const LEAST_LEVELED_COLUMNS = 3;
const FEWEST_HEADINGS = 2;
/** Titles and comments that stand above a table. */
const MOST_LINES_ABOVE = 10;

/** The beginning of delimited text, in the one separator that the file has. */
export interface DelimitedHead {
  separator: string;
  /** The fields of the first lines, the header among them if there is one. */
  rows: readonly (readonly string[])[];
  /** The share of these lines that have as many fields as the first. */
  alike: number;
  /** Lines above the table that are no rows of it: a separator told to Excel, a title, comments. */
  above: readonly string[];
  /** Where fields are not quoted as RFC 4180 has it. */
  quoting?: Quoting;
  /** The header has several rows, whose names are joined: all but the last of them stand in `above`. */
  isJoined?: boolean;
}

/**
 * Recognises delimited text by its first lines: the separator is the one that splits most of them into as many fields
 * as the first. A space separates only if nothing else does.
 *
 * @returns null if no separator splits the lines alike
 */
export function readDelimitedHead({ kind, head }: Pick<FileHead, 'kind' | 'head'>): DelimitedHead | null {
  if (kind !== 'text') return null;
  const known = READ.get(head);
  if (known !== undefined) return known;
  const read = readLines(sampleLines(head));
  READ.set(head, read);
  return read;
}

/** Every importer asks about the same beginning of a file, which is read once for all of them. */
const READ = new WeakMap<Buffer, DelimitedHead | null>();

function readLines(all: readonly string[]): DelimitedHead | null {
  const first = all.findIndex((line) => line.trim() !== '');
  const told = TOLD_SEPARATOR.exec(all[first] ?? '');
  if (told) return bestSplit(all.slice(first + 1), [told[1]], all.slice(0, first + 1));
  const best = bestSplit(all.slice(first), SEPARATORS, all.slice(0, first)) ?? splitByHeadings(all, first);
  const joined = best === null ? null : joinedHeader(best, all.slice(first));
  if (joined) return joined;
  const isTitle = best === null || best.alike <= 0.5 || filledFields(best.rows[0]) < 2;
  return isTitle ? (belowTitle(all) ?? best) : best;
}

/** Any other sign separates too, if it stands between names that columns have. */
function splitByHeadings(lines: readonly string[], first: number): DelimitedHead | null {
  const signs = new Set((lines[first] ?? '').match(OTHER_SIGNS) ?? []);
  const between = [...signs].filter((sign) => namedColumns(lines[first].split(sign)) >= FEWEST_HEADINGS);
  return bestSplit(lines.slice(first), between, lines.slice(0, first));
}

function namedColumns(names: readonly string[]): number {
  return new Set(names.filter(isHeading)).size;
}

/** The split of lines into fields that most of them have; a space needs to be better than all others. */
function bestSplit(
  given: readonly string[],
  separators: readonly string[],
  above: readonly string[],
): DelimitedHead | null {
  const lines = given.filter((line) => line.trim() !== '');
  let best: (DelimitedHead & { score: number }) | null = null;
  for (const separator of separators) {
    const quoting = quotingOf(lines, separator, (line) => fieldsOfLine(line, separator));
    const split = lines.map((line) => fieldsOfLine(line, separator, quoting)).filter((fields) => fields !== null);
    if ((split[0]?.length ?? 0) < 2) continue;
    const rows = belowOwnHeader(split);
    const width = rows[0].length;
    // Lists of tags may go on to the end of the row (MTG-Jamendo).
    const isOpen = separator === '\t' && OPEN_LIST.test(rows[0][width - 1]);
    const isAlike = ({ length }: readonly string[]) => length === width || (isOpen && length > width);
    const alike = rows.filter(isAlike).length / lines.length;
    const score = alike - (separator === ' ' ? 0.5 : 0);
    if (!best || score > best.score + 1e-9) best = { separator, rows, alike, score, quoting, above: [...above] };
  }
  return best;
}

/**
 * Rows with an end that a separator closes get the width of the header without it. R writes no name above the names of
 * rows, which it numbers or, of a part of a table, leaves as they were: an empty one is put there.
 */
function belowOwnHeader([first, ...rest]: string[][]): string[][] {
  if (hasRowNames(first, rest)) return [['', ...first], ...rest];
  return [first, ...rest.map((fields) => ofWidth(fields, first.length))];
}

/** Each row has one field more than the header; the first of them are of no two rows. */
function hasRowNames(first: readonly string[], rest: readonly (readonly string[])[]): boolean {
  const width = first.length + 1;
  const isWider = rest.length > 0 && rest.every((fields) => fields.length === width && fields[0] !== '');
  if (!isWider || new Set(rest.map(([name]) => name)).size < rest.length) return false;
  const isNumbered = rest.every(([name], row) => Number(rest[0][0]) <= 1 && name === String(Number(rest[0][0]) + row));
  const isPart = rest.length > 1 && rest.every(([name]) => /^\d+$/.test(name)) && first.some(isHeading);
  return isNumbered || (isPart && rest.every((fields) => fields[width - 1] !== ''));
}

/** A row without the empty field behind a separator at its end, if that gives it the width of the others. */
function ofWidth(fields: string[], width: number): string[] {
  return fields.length === width + 1 && fields[width] === '' ? fields.slice(0, width) : fields;
}

/** A table with a header below a title, comments or empty lines: all lines of it are alike, those above are not. */
function belowTitle(lines: readonly string[]): DelimitedHead | null {
  for (let above = 1; above <= Math.min(MOST_LINES_ABOVE, lines.length - 2); above++) {
    if (lines[above].trim() === '') continue;
    const found = bestSplit(
      lines.slice(above),
      SEPARATORS.filter((separator) => separator !== ' '),
      lines.slice(0, above),
    );
    const width = found?.rows[0].length ?? 0;
    const isApart = (line: string) => filledFields(fieldsOfLine(line, found?.separator ?? '') ?? []) < 2;
    if (found?.alike === 1 && width > 1 && hasHeader(found) && found.above.every(isApart)) return found;
  }
  return null;
}

/**
 * A header of several rows, as pandas writes columns with levels: a name stands above several columns, the rows below
 * it say which, and the name of the index stands in a row of its own.
 */
function joinedHeader(head: DelimitedHead, lines: readonly string[]): DelimitedHead | null {
  const [first] = head.rows;
  const names = first.filter((name) => name !== '');
  if (head.alike < 1 || first.length < LEAST_LEVELED_COLUMNS || new Set(names).size === names.length) return null;
  const isNumber = (field: string) => field !== '' && !Number.isNaN(Number(field));
  const data = head.rows.findIndex((fields, row) => row > 0 && fields.some(isNumber) && isNumber(fields[0]));
  if (data < 2 || data > MOST_HEADER_ROWS) return null;
  const headings = head.rows.slice(0, data);
  const [index] = headings.map((fields) => filledFields(fields.slice(1)) === 0 && fields[0]).filter(Boolean);
  const joined = first.map((_, column) => {
    if (column === 0 && index) return index;
    return [...new Set(headings.map((fields) => fields[column]).filter((name) => name !== ''))].join('.');
  });
  const above = [...head.above, ...lines.slice(0, data - 1)];
  return { ...head, rows: [joined, ...head.rows.slice(data)], above, isJoined: true };
}

function filledFields(fields: readonly string[]): number {
  return fields.filter((field) => field !== '').length;
}

/**
 * Whether the first row names columns: nothing in it is a number or a time, though the rows below have numbers or
 * times; or what it holds are names that columns have, whatever stands below.
 */
export function hasHeader({ rows: [first, ...rest] }: DelimitedHead): boolean {
  const isNumeric = (field: string) =>
    /^[\d.,:+\-/ ]*\d[\d.,:+\-/ ]*$/.test(field) || /\b\d{1,2}:\d{2}(?!\d)/.test(field) || /^\d{8}T\d{4}/.test(field);
  if (first.some(isNumeric)) return false;
  if (isUntimed(first, rest)) return false;
  return namedColumns(first) >= FEWEST_HEADINGS || rest.length === 0 || rest.some((fields) => fields.some(isNumeric));
}

/** A first row that is like the others but for its last field: a song that played while the history was made. */
function isUntimed(first: readonly string[], rest: readonly (readonly string[])[]): boolean {
  const isOpen = first.length > 2 && first.at(-1) === '' && !first.some(isHeading);
  return isOpen && rest.length > 0 && rest.every((fields) => (fields.at(-1) ?? '') !== '');
}

/** Whether a file has a table whose columns can be asked about: a header and rows of one width. */
export function isTable(file: FileHead): boolean {
  const head = readDelimitedHead(file);
  return head !== null && head.separator !== ' ' && head.alike === 1 && head.rows.length > 1 && hasHeader(head);
}

/** What is read if no separator was found: every row is rejected for its fields. */
export const NO_TABLE: DelimitedHead = { separator: ',', rows: [[]], alike: 0, above: [] };

function sampleLines(head: Buffer): string[] {
  const lines = head.toString('utf8').split('\n');
  const isCutOff = lines.length > 1 && head.length >= SURELY_WHOLE_BYTES;
  const whole = isCutOff ? lines.slice(0, -1) : lines;
  return whole.slice(0, SAMPLE_LINES).map((line) => line.replace(/\r$/, ''));
}

/**
 * Runs `take` on the fields of every row. Rows of another width than the first, or than the columns need, are rejected.
 *
 * @param columns those that are read
 * @param skipFirst the first row is a header
 * @param isOpen the last column goes on to the end of the row, as in MTG-Jamendo's lists of tags
 */
export async function stageDelimited(
  context: ImportContext,
  head: DelimitedHead,
  columns: Partial<Record<RoleName, number>>,
  skipFirst: boolean,
  take: (fields: string[]) => Answer,
  isOpen = false,
): Promise<void> {
  const width = Math.max(head.rows[0].length, ...Object.values(columns).map((column) => column + 1));
  await stageEach(
    context,
    (lines) => (skipFirst ? belowFirst(tableRows(lines, head)) : tableRows(lines, head)),
    (row) => {
      if (row.fields === null) return ['line', say('import.quote-is-not-closed')];
      const fields = ofWidth(row.fields, width);
      if (fields.length !== width && !(isOpen && fields.length > width))
        return ['line', say('import.wrong-fields', { fields: fields.length, expected: width })];
      return take(fields);
    },
    READING_SHARE,
  );
}

/** The rows of a table, without what stands above it. */
export function tableRows(
  lines: AsyncIterable<{ line: number; text: string }>,
  { separator, above, quoting }: Pick<DelimitedHead, 'separator' | 'above' | 'quoting'>,
): AsyncGenerator<DelimitedRow> {
  return delimitedRows(above.length > 0 ? linesBelow(lines, above.length) : lines, separator, quoting);
}

async function* linesBelow<Line extends { line: number }>(lines: AsyncIterable<Line>, above: number) {
  for await (const line of lines) if (line.line > above) yield line;
}

async function* belowFirst<Row>(rows: AsyncIterable<Row>): AsyncGenerator<Row> {
  let isFirst = true;
  for await (const row of rows) {
    if (!isFirst) yield row;
    isFirst = false;
  }
}
