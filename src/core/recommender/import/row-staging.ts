import type { Message } from '../../../shared/messages/message.ts';
import { say } from '../../../shared/messages/say.ts';
import type { ImportContext } from './importer.ts';
import { delimitedRows } from './text/quoted-lines.ts';
import { textLines } from './files/source.ts';

/**
 * What becomes of a row: null if it was taken, the field and reason of a rejection, `skip` for one without data,
 * `left-out` for one that is read and counted elsewhere.
 */
export type Answer = [string, Message] | 'skip' | 'left-out' | null;

/** Of an import of plays; the rest is sorting and packing them. */
export const READING_SHARE = 0.6;

/** Runs `take` on every line. */
export async function stageLines(
  context: ImportContext,
  take: (text: string) => Answer,
  share?: number,
): Promise<void> {
  await stageEach(
    context,
    (lines) => lines,
    ({ text }) => take(text),
    share,
  );
}

/**
 * The same for rows of fields between tabs, which may be quoted. A quote that is never closed is a character like any
 * other: names in files without quoting have some.
 */
export async function stageTabRows(context: ImportContext, take: (fields: string[]) => Answer): Promise<void> {
  await stageEach(
    context,
    (lines) => delimitedRows(lines, '\t'),
    ({ text, fields }) => take(fields ?? text.split('\t').map((field) => field.trim())),
  );
}

/**
 * Runs `take` on every row that is not blank and is UTF-8, in one transaction, and counts what became of it.
 *
 * @param share of the whole import that reading is
 */
export async function stageEach<Row extends { line: number; text: string }>(
  context: ImportContext,
  rowsOf: (lines: ReturnType<typeof textLines>) => AsyncIterable<Row>,
  take: (row: Row) => Answer,
  share = 1,
): Promise<void> {
  const { report, staging, head } = context;
  let fraction = 0;
  const lines = textLines(context.file, context.head, (bytes) => {
    fraction = bytes / Math.max(1, context.head.bytes);
  });
  staging.exec('BEGIN');
  for await (const row of rowsOf(lines)) {
    report.read++;
    if ((row.line & 0xfff) === 0) context.checkpoint(share * fraction, 'reading');
    const answer: Answer =
      row.text.trim() === ''
        ? ['line', say('import.is-blank')]
        : row.text.includes('\uFFFD')
          ? ['line', say('import.not-utf-8')]
          : take(row);
    if (answer === 'skip') report.read--;
    else if (answer === 'left-out') continue;
    else if (answer) {
      const [field, reason] = answer;
      const named = head.fileOf ? `${head.fileOf(row.line)}: ${field}` : field;
      report.reject(head.lineOf?.(row.line) ?? row.line, named, reason);
    } else report.imported++;
  }
  staging.exec('COMMIT');
}
