import { closeSync, openSync, writeSync } from 'node:fs';
import type { ColumnKind, DataCell, DataTable, RowsWritten } from './data-table.ts';

const PART_CHARACTERS = 1 << 20;

/**
 * Writes a new text file with a header. Fields with separators, quotes or line breaks are quoted; numbers have all
 * their digits, times are in ISO 8601.
 *
 * @returns the number of rows
 */
export function writeDelimited(
  file: string,
  separator: ',' | '\t',
  { columns, rows }: DataTable,
  written: RowsWritten,
): number {
  const needsQuotes = separator === ',' ? /[",\r\n]/ : /["\t\r\n]/;
  const field = (cell: DataCell, kind: ColumnKind) => {
    const text = kind === 'time' && cell !== null ? timeOf(cell as number) : String(cell ?? '');
    return needsQuotes.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const kinds = columns.map(({ kind }) => kind);
  let total = 0;
  function* lines(): Generator<string> {
    yield columns.map(({ name }) => name).join(separator);
    for (const row of rows()) {
      total++;
      yield row.map((cell, c) => field(cell, kinds[c])).join(separator);
    }
  }
  writeLines(file, lines(), () => written(total));
  return total;
}

/** Writes a new text file of these lines, in parts, since a text of all can be longer than a string may be. */
export function writeLines(file: string, lines: Iterable<string>, tick: () => void): void {
  const handle = openSync(file, 'wx');
  try {
    let text = '';
    for (const line of lines) {
      text += `${line}\n`;
      if (text.length < PART_CHARACTERS) continue;
      writeSync(handle, text);
      text = '';
      tick();
    }
    writeSync(handle, text);
  } finally {
    closeSync(handle);
  }
}

function timeOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
}
