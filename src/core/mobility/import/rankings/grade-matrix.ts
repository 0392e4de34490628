import { say } from '../../../../shared/messages/say.ts';
import { KNOWN_GRADES, gradeKey } from '../../quadrant/grades.ts';
import { guessedColumns } from '../cells/fields.ts';
import { headingLike } from '../table/heading-words.ts';
import type { ReadTable, TableRow } from '../table/table.ts';

/** Those of 学科评估; of classes of universities each has one. */
const KNOWN = new Set(KNOWN_GRADES[0].map(gradeKey));
/** Grades that are other things alone: A, B and C of a committee. */
const ALSO_OTHERS = new Set(['A', 'B', 'C']);
const LEAST_KNOWN = 0.8;
const ROWS_JUDGED = 200;
const DISCIPLINE = /^(?:一级学科(?:代码及)?(?:名称)?|学科(?:名称)?|discipline|subject)$/;
const SCHOOL =
  /^(?:学校|院校|高校|大学|单位|参评单位)(?:代码及)?(?:名称)?$|^(?:school|university|institution)(?: name)?$/;
/** Headings above grades that name no discipline: the result of a round, a class of the school. */
const NO_DISCIPLINE =
  /结果|等级|等次|档次|评级|层次|类型|类别|所在|城市|省|总分|第.{1,3}轮|[上本前末两首]轮|轮次|(?:19|20)\d\d|grade|rating|round|result|level|^tier/i;
/** How the columns of a table of grades are called here. */
const HEAD = { discipline: '一级学科', school: '学校名称', grade: '评估结果' };
const INSTITUTION = /大学|学院|学校|研究院|研究所|university|college|school|institut|academy/i;

const areGrades = (texts: readonly string[]) => {
  const filled = texts.map(gradeKey).filter((text) => text !== '');
  const known = filled.filter((text) => KNOWN.has(text));
  return known.length >= Math.max(1, filled.length * LEAST_KNOWN) && known.some((text) => !ALSO_OTHERS.has(text));
};

interface Matrix {
  /** A grade each, as HEAD says. */
  rows: TableRow[];
  /** The columns that it was made of. */
  used: ReadonlySet<number>;
}

type Entry = [discipline: string, school: string, grade: string];

/**
 * Grades that stand as a matrix, as a table with a row a grade: disciplines down and grades across with the schools in
 * the cells, schools down and disciplines across with the grades in the cells, or grades down and disciplines across.
 * Null for other tables.
 */
export function gradeMatrix(head: readonly string[], rows: readonly TableRow[]): Matrix | null {
  if (guessedColumns(head, ['rank']).has('rank')) return null;
  const judged = rows.slice(0, ROWS_JUDGED);
  const column = (at: number) => judged.map(({ cells }) => (cells[at] ?? '').trim());
  const all = head.flatMap((name, at) => (name === '' ? [] : [at]));
  const ofGrades = all.filter((at) => KNOWN.has(gradeKey(head[at])));
  const discipline = head.indexOf(headingLike(head, DISCIPLINE) ?? '');
  const school = head.indexOf(headingLike(head, SCHOOL) ?? '');
  const namesSchools = (at: number) => column(at).some((text) => INSTITUTION.test(text));
  if (
    discipline >= 0 &&
    ofGrades.length > 1 &&
    areGrades(ofGrades.map((at) => head[at])) &&
    ofGrades.some(namesSchools)
  )
    return melted(rows, [discipline], ofGrades, (cells, at) => [cells[discipline] ?? '', cells[at] ?? '', head[at]]);
  const shown = all.filter((at) => at !== school && areGrades(column(at)));
  // Beside columns that are grades beyond doubt, one with A, B and C alone is grades too.
  const isLetters = (at: number) => column(at).every((text) => text === '' || KNOWN.has(gradeKey(text)));
  const alike = (at: number) => at !== school && column(at).some((text) => text !== '') && isLetters(at);
  const graded = all.filter((at) => shown.includes(at) || (shown.length > 0 && alike(at)));
  const named = graded.filter((at) => !NO_DISCIPLINE.test(head[at]));
  const isOwnRow = discipline >= 0 || guessedColumns(head, ['grade']).has('grade');
  if (school >= 0 && !isOwnRow && named.length > 1)
    return melted(rows, [school], named, (cells, at) => [head[at], cells[school] ?? '', cells[at] ?? '']);
  const others = all.filter((at) => at !== graded[0]);
  if (graded.length === 1 && graded[0] === all[0] && school < 0 && others.length > 0 && others.every(namesSchools))
    return melted(rows, graded, others, (cells, at) => [head[at], cells[at] ?? '', cells[graded[0]] ?? '']);
  return null;
}

function melted(
  rows: readonly TableRow[],
  beside: readonly number[],
  columns: readonly number[],
  entryOf: (cells: readonly string[], at: number) => Entry,
): Matrix {
  let above: readonly string[] = [];
  const entries = rows.flatMap(({ line, cells }) => {
    // A discipline or a grade that is written once for its rows.
    const whole = cells.map((cell, at) => (cell === '' && !columns.includes(at) ? (above[at] ?? '') : cell));
    above = whole;
    return columns.flatMap((at) => {
      const entry = entryOf(whole, at).map((text) => text.trim());
      return entry.every((text) => text !== '') ? [{ line, cells: entry }] : [];
    });
  });
  return { rows: entries, used: new Set([...beside, ...columns]) };
}

/** A matrix of grades as a table with a row a grade; other tables as they are. */
export function withoutMatrix(table: ReadTable): ReadTable {
  const matrix = gradeMatrix(table.head, table.rows);
  if (matrix === null) return table;
  const { rows, used } = matrix;
  const unused = table.head.filter((name, at) => name !== '' && !used.has(at));
  const notes = [
    ...table.notes,
    say('study-import.grade-matrix', { cells: rows.length }),
    ...(unused.length > 0 ? [say('study-import.columns-not-used', { columns: unused })] : []),
  ];
  return { ...table, head: Object.values(HEAD), rows, notes };
}
