import { parse } from 'csv-parse/sync';
import { AppError } from '../../../../shared/errors.ts';
import { say } from '../../../../shared/messages/say.ts';

interface Row {
  line: number;
  cells: string[];
}

const DELIMITERS = ['\t', ';', ',', '，', '|'];
const LINES_JUDGED = 30;
/** More lines than these with quotes out of place are no slips of a few cells. */
const MOST_MENDED = 200;
/** The text is read again for each; so much is read in a second or two. */
const MOST_READ_AGAIN = 64 * 2 ** 20;
const UNDOUBLED = ['CSV_INVALID_CLOSING_QUOTE', 'CSV_NON_TRIMABLE_CHAR_AFTER_CLOSING_QUOTE'];

/**
 * The rows of a text, and the lines in which quotes stood for themselves: inside a cell that has none around it, or
 * undoubled inside one that has.
 *
 * @throws AppError `bad-input` where quotes are not closed, where a cell with such quotes ends cannot be known, or its
 * line has another number of cells.
 */
export function parseDelimited(text: string, name: string): { rows: Row[]; quoted: number[] } {
  const quoted: number[] = [];
  const undoubled = new Map<number, unknown>();
  let source = withPlainBreaks(text);
  let relaxed = false;
  for (;;) {
    try {
      const rows = recordsOf(source, name, relaxed);
      assertSameWidth(rows, undoubled, name);
      return { rows, quoted: [...new Set(quoted)] };
    } catch (error) {
      const { code = '', lines } = error as Error & { code?: string; lines?: number };
      const isTooMuch = quoted.length >= MOST_MENDED || quoted.length * text.length > MOST_READ_AGAIN;
      if (lines === undefined || isTooMuch) throw unreadable(error, name);
      if (code === 'INVALID_OPENING_QUOTE' && !relaxed) relaxed = true;
      else if (UNDOUBLED.includes(code) && !undoubled.has(lines)) {
        const mended = withQuotesDoubled(source, lines);
        if (mended === null) throw unreadable(error, name);
        source = mended;
        undoubled.set(lines, error);
      } else throw unreadable(error, name);
      quoted.push(lines);
    }
  }
}

/** A line ends in one sign: csv-parse counts a break of two signs inside quotes as two lines. */
function withPlainBreaks(text: string): string {
  return text.includes('\n') ? text.replaceAll('\r\n', '\n') : text.replaceAll('\r', '\n');
}

/**
 * The text with each quote of one line doubled that stands inside a cell with quotes around it. Null where such a cell
 * has an odd number of them and quotes stand outside, too: where the cell ends cannot be known then.
 */
function withQuotesDoubled(text: string, line: number): string | null {
  const sign = escaped(delimiterIn(text));
  const quotedCell = new RegExp(`(?<=^\\s*|${sign}\\s*)"(.*?)"(?=\\s*$|\\s*${sign})`, 'g');
  const lines = text.split('\n');
  const at = line - 1;
  const given = lines[at] ?? '';
  let isOdd = false;
  lines[at] = given.replace(quotedCell, (_cell, inside: string) => {
    const own = inside.replaceAll('""', '"');
    isOdd ||= own.split('"').length % 2 === 0;
    return `"${own.replaceAll('"', '""')}"`;
  });
  return isOdd && given.replace(quotedCell, '').includes('"') ? null : lines.join('\n');
}

const escaped = (sign: string) => sign.replace(/[|\\^$.*+?()[\]{}]/g, '\\$&');

/** A line whose quotes were taken for text must have the cells of the others, or its columns would have shifted. */
function assertSameWidth(rows: readonly Row[], undoubled: ReadonlyMap<number, unknown>, name: string): void {
  if (undoubled.size === 0) return;
  const widths = Map.groupBy(rows, ({ cells }) => cells.length);
  const [usual] = [...widths].reduce((a, b) => (b[1].length > a[1].length ? b : a));
  const of = new Map(rows.map(({ line, cells }) => [line, cells.length]));
  for (const [line, error] of undoubled) if (of.get(line) !== usual) throw unreadable(error, name);
}

/** The sign that parts the cells: as the file says in its first line (`sep=;`), or as most lines have it. */
const delimiterIn = (text: string) => toldSign(text)?.[1] ?? delimiterOf(text);
const toldSign = (text: string) => /^sep=(.)\r?\n/i.exec(text);

/** The sign by which most of the first lines have as many cells as each other. */
function delimiterOf(text: string): string {
  const lines = text.split(/\r\n|\r|\n/, LINES_JUDGED).filter((line) => line.trim() !== '');
  const judged = DELIMITERS.map((sign) => {
    const counts = lines.map((line) => line.replace(/"[^"]*"/g, '').split(sign).length);
    const often = Map.groupBy(
      counts.filter((count) => count > 1),
      (count) => count,
    );
    const [most = []] = [...often.values()].sort((a, b) => b.length * b[0] - a.length * a[0]);
    return { sign, fit: most.length * (most[0] ?? 0) };
  });
  return judged.reduce((a, b) => (b.fit > a.fit ? b : a)).sign;
}

function recordsOf(text: string, name: string, relaxQuotes: boolean): Row[] {
  const records = parse(text, {
    delimiter: delimiterIn(text),
    from_line: toldSign(text) ? 2 : 1,
    relax_column_count: true,
    relax_quotes: relaxQuotes,
    skip_empty_lines: true,
    info: true,
    trim: true,
    bom: true,
  }) as unknown as { record: string[]; info: { lines: number } }[];
  if (records.length === 0) throw new AppError('bad-input', say('study-import.has-no-rows', { name }));
  // csv-parse gives the line on which a record ends.
  return records.map(({ record, info }) => ({
    line: info.lines - record.reduce((n, cell) => n + (cell.match(/\n/g)?.length ?? 0), 0),
    cells: record,
  }));
}

function unreadable(error: unknown, name: string): AppError {
  if (error instanceof AppError) return error;
  const { message, lines } = error as Error & { lines?: number };
  const told = say('study-import.bad-quotes', { name, lines, message, lineKnown: lines ? 'yes' : 'no' });
  return new AppError('bad-input', told, { file: name, line: lines ?? null });
}
