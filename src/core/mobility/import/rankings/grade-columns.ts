import { gradeKey, KNOWN_GRADES } from '../../quadrant/grades.ts';
import { HEADER_WORDS } from '../table/heading-words.ts';
import { Columns } from '../cells/fields.ts';
import type { TableRow } from '../table/table.ts';

const ROWS_JUDGED = 200;
const LEAST_KNOWN = 0.8;
const KNOWN = new Set(KNOWN_GRADES.flat().map(gradeKey));
/** Words of grades that also stand in columns of other things, and tell nothing alone. */
const ALSO_OTHERS = new Set(['其他', 'A', 'B', 'C'].map(gradeKey));

/** A heading whose cells are grades that are known, whatever it is called: 层次 over 985 and 211, 类别 over A类, B类. */
export function gradeColumnByCells(head: readonly string[], rows: readonly TableRow[]): string | null {
  return (
    head.find((_name, at) => {
      const cells = rows.slice(0, ROWS_JUDGED).map((row) => gradeKey((row.cells[at] ?? '').trim()));
      const filled = cells.filter((cell) => cell !== '');
      const known = filled.filter((cell) => KNOWN.has(cell));
      return known.length >= filled.length * LEAST_KNOWN && known.some((cell) => !ALSO_OTHERS.has(cell));
    }) ?? null
  );
}

/** Words for the columns of a table of grades, that which its cells show among them. */
export function gradeWords(head: readonly string[], rows: readonly TableRow[]): Record<string, string[]> {
  const named = new Columns({ file: '', head: [...head] }, { columns: {} }, ['grade']).has('grade');
  const shown = named ? null : gradeColumnByCells(head, rows);
  return shown === null ? HEADER_WORDS : { ...HEADER_WORDS, grade: [...HEADER_WORDS.grade, shown] };
}
