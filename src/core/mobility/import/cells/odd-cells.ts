import type { Message } from '../../../../shared/messages/message.ts';
import { say } from '../../../../shared/messages/say.ts';

/** What spreadsheets save for a formula that failed, and formulas saved as text. */
const FAILED =
  /^#(?:N\/A|REF!|NAME\?|VALUE!|DIV\/0!|NUM!|NULL!|SPILL!|CALC!|FIELD!|GETTING_DATA)$|^=[A-Z][A-Z.]*\(.*\)$/i;
/** A link saved as a formula: the cell says what the link is called. */
const LINK = /^=HYPERLINK\([^,;]*[,;]\s*"((?:[^"]|"")*)"\s*\)$/i;
/** Ditto marks, in words and signs. */
const DITTO = /^(?:[同如][上前](?:[行格])?|[〃″〞]|''|"|ditto|do\.|idem)$/i;
const CELLS_NAMED = 20;

/**
 * Cells that say something else than what is written in them: those of failed formulas are empty, and ditto marks are
 * the cell above. The rows are changed.
 */
export function settleOddCells(rows: readonly { line: number; cells: string[] }[], head: readonly string[]): Message[] {
  const failed: string[] = [];
  let repeated = 0;
  for (const [i, { line, cells }] of rows.entries())
    for (const [at, cell] of cells.entries()) {
      const [, called] = LINK.exec(cell) ?? [];
      if (called !== undefined) cells[at] = called.replaceAll('""', '"').trim();
      else if (FAILED.test(cell)) {
        failed.push(`${head[at] ?? at + 1} (${line})`);
        cells[at] = '';
      } else if (i > 0 && DITTO.test(cell)) {
        cells[at] = rows[i - 1].cells[at] ?? '';
        repeated++;
      }
    }
  return [
    ...(failed.length > 0 ? [say('study-import.cells-without-value', { cells: failed.slice(0, CELLS_NAMED) })] : []),
    ...(repeated > 0 ? [say('study-import.cells-ditto', { cells: repeated })] : []),
  ];
}
