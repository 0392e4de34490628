import { say } from '../../../../shared/messages/say.ts';
import type { Question } from '../../../../shared/questions.ts';
import type { Questions } from '../../../imports/questions.ts';
import type { Columns } from '../cells/fields.ts';
import type { ReadTable } from './table.ts';

const CHOICES: Question['choices'] = [
  { id: 'above', label: say('study-import-choice.value-above') },
  { id: 'as-written', label: say('study-import-choice.leave-empty') },
];

/**
 * Cells that are empty below a filled one, as merged cells become when a sheet is saved as CSV, or as people type who
 * write a name once: whether they mean the value above is asked, once a column. Returns the lines that wait for it.
 *
 * @param groups fields that are filled together; a row whose cells of a group are all empty is concerned
 */
export function fillDown(
  { rows, head }: ReadTable,
  columns: Columns,
  groups: readonly (readonly string[])[],
  questions: Questions,
): Set<number> {
  const held = new Set<number>();
  for (const group of groups) {
    const headers = group.flatMap((field) => columns.header(field) ?? []);
    if (headers.length === 0) continue;
    const places = headers.map((header) => head.indexOf(header));
    const isEmpty = (cells: readonly string[]) => places.every((at) => (cells[at] ?? '') === '');
    const first = rows.findIndex(({ cells }) => !isEmpty(cells));
    // A remark below the table has one cell, unless the table has only one column beside these.
    const fewest = head.filter((name) => name !== '').length > places.length + 1 ? 2 : 1;
    const concerned = new Set(
      rows.filter(
        ({ cells }, i) =>
          first >= 0 && i > first && isEmpty(cells) && cells.filter((cell) => cell !== '').length >= fewest,
      ),
    );
    if (concerned.size === 0) continue;
    const message = say('ask.cells-below', { columns: headers, rows: concerned.size });
    const answer = questions.ask(message, CHOICES, concerned.size, headers[0]);
    if (answer === null) for (const { line } of concerned) held.add(line);
    if (answer !== 'above') continue;
    let last: string[] = [];
    for (const row of rows) {
      if (!isEmpty(row.cells)) last = row.cells;
      else if (concerned.has(row)) for (const at of places) row.cells[at] = last[at] ?? '';
    }
  }
  return held;
}
