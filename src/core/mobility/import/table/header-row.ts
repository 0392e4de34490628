import { nameKey } from '../../names/name-key.ts';
import { STAGE_KINDS } from '../../stages/registry.ts';
import { isHeaderWord } from './heading-words.ts';
import type { MergedCells } from '../../../imports/workbook.ts';

/** Titles and notes above a table take fewer rows than these. */
const ROWS_LOOKED_AT = 15;

function isHeading(cell: string): boolean {
  if (cell === '') return false;
  const key = nameKey(cell);
  return isHeaderWord(cell) || STAGE_KINDS.some(({ headerWords }) => headerWords.some((word) => key.startsWith(word)));
}

const filled = (cells: readonly string[]) => cells.filter((cell) => cell !== '').length;

/**
 * Index of the row that names the columns: the first, unless it holds a title or a note and a later one names several
 * columns in known words, or is the first with more than one cell.
 */
export function headerRowOf(rows: readonly string[][], merged: readonly MergedCells[]): number {
  const top = rows.slice(0, ROWS_LOOKED_AT);
  const first = top.findIndex((cells) => filled(cells) > 0);
  if (first < 0) return 0;
  const known = top.map((cells) => new Set(cells.filter(isHeading)).size);
  const best = known.indexOf(Math.max(...known));
  const later = top.findIndex((cells, i) => i > first && filled(cells) > 1);
  let found = first;
  if (known[first] < 2 && known[best] >= 2 && !isDataBelow(top[best], top[first])) found = best;
  else if (filled(top[first]) === 1 && later > 0) found = later;
  // 博士 over 院校 and 年份: the lower row names the columns.
  return isGroupRow(rows, found, merged) ? found + 1 : found;
}

/** Whether a row holds numbers below a row that is as full and holds none: PhD may be a value of a column, too. */
function isDataBelow(cells: readonly string[], first: readonly string[]): boolean {
  const hasNumbers = (row: readonly string[]) => row.some((cell) => NUMERIC.test(cell));
  return filled(first) >= filled(cells) && hasNumbers(cells) && !hasNumbers(first);
}

/** Whether all cells name columns, such as the second of two rows of headings, in another language. */
export function isHeadings(cells: readonly string[]): boolean {
  return filled(cells) > 1 && cells.every((cell) => cell === '' || isHeaderWord(cell));
}

const NUMERIC = /^[=#<>≥≤~]?\s*\d[\d\s.,%=+\-–—]*$/;
const ROWS_COMPARED = 30;

/** Whether the first row below the headings names the columns again, where those below it hold numbers. */
export function isSecondHeading(cells: readonly string[], below: readonly (readonly string[])[]): boolean {
  if (cells.filter((cell) => cell !== '' && isHeaderWord(cell)).length < 2) return false;
  const compared = below.slice(0, ROWS_COMPARED);
  const numeric = cells.flatMap((_cell, i) => {
    const values = compared.map((row) => row[i] ?? '').filter((value) => value !== '');
    return values.length > 1 && values.every((value) => NUMERIC.test(value)) ? [i] : [];
  });
  return numeric.length > 0 && numeric.every((i) => cells[i] !== '' && !NUMERIC.test(cells[i]));
}

/**
 * The merged cells of two rows of headings (博士 over 院校 and 年份) as a file without merged cells holds them: the
 * group in the first of its columns, and the names of the columns that belong to no group in the upper row.
 */
export function impliedMerges(rows: readonly string[][]): MergedCells[] {
  for (let top = 0; top < Math.min(rows.length - 1, ROWS_LOOKED_AT); top++) {
    const [upper, lower] = [rows[top], rows[top + 1]];
    if (filled(upper) < 2 || !isHeadings(lower)) continue;
    const width = Math.max(lastFilled(upper), lastFilled(lower)) + 1;
    const starts = Array.from({ length: width }, (_, i) => i).filter((i) => (upper[i] ?? '') !== '');
    const spans = starts.map((left, i) => ({ left, right: (starts[i + 1] ?? width) - 1 }));
    const groups = spans.filter(({ left, right }) => right > left && (lower[left] ?? '') !== '');
    if (groups.length === 0 || starts[0] !== 0) continue;
    const alone = spans.filter(({ left, right }) => left === right && (lower[left] ?? '') === '');
    return [
      ...groups.map((span) => ({ ...span, top, bottom: top })),
      ...alone.map((span) => ({ ...span, top, bottom: top + 1 })),
    ];
  }
  return [];
}

/** Headings over several columns. A cell that stands alone over most of them is a title, however far it is merged. */
function groupsIn(rows: readonly string[][], row: number, merged: readonly MergedCells[]): MergedCells[] {
  const own = merged.filter(({ top, bottom, left, right }) => top === row && bottom > row && left === right);
  const width = filled(rows[row + 1] ?? []) + own.filter(({ left }) => (rows[row]?.[left] ?? '') !== '').length;
  const alone = filled(rows[row] ?? []) === 1;
  return merged.filter(
    ({ top, bottom, left, right }) =>
      top === row &&
      bottom === row &&
      right > left &&
      right - left + 1 < (alone ? width / 2 : width) &&
      !(alone && left === 0) &&
      rows[row]?.[left] !== '',
  );
}

/** Whether the row above the headings groups them. */
export function hasGroups(rows: readonly string[][], row: number, merged: readonly MergedCells[]): boolean {
  return row > 0 && groupsIn(rows, row - 1, merged).length > 0;
}

function isGroupRow(rows: readonly string[][], row: number, merged: readonly MergedCells[]): boolean {
  return groupsIn(rows, row, merged).some(({ left, right }) =>
    (rows[row + 1] ?? []).slice(left, right + 1).every((cell) => cell !== ''),
  );
}

const STAGE =
  /博士|硕士|本科|学士|初职|首职|现职|现任|入选|当选|\b(?:doctor|ph\.?d|master|bachelor|first|current|elect|award)/i;

/** Above the columns of a position (起, 止, 单位) it says nothing of its own; alone it would be a column of CVs. */
const OF_CAREERS = /经历|履历|简历|experience|career|history/i;

/** Whether the names below groups say all by themselves, as 编号 and 姓名 do below 学者; not where a stage groups them. */
function namesSuffice(rows: readonly string[][], row: number, groups: readonly MergedCells[]): boolean {
  const names = rows[row].filter((cell) => cell !== '');
  const isStage = groups.some(({ left }) => {
    const group = rows[row - 1][left];
    return STAGE.test(group) || (isHeading(group) && !OF_CAREERS.test(group));
  });
  return !isStage && new Set(names).size === names.length && names.every(isHeaderWord);
}

/** Location over Code is Location Code, over Location that alone. */
function ofGroup(group: string, name: string): string {
  return [group, name].filter((part, i) => part !== '' && (i === 1 || nameKey(part) !== nameKey(name))).join(' ');
}

/** Names of the columns, each once: with the group above where one spans several, by a letter where there is none. */
export function headOf(rows: readonly string[][], row: number, merged: readonly MergedCells[]): string[] {
  const width = Math.max(0, ...rows.slice(row).map((cells) => lastFilled(cells) + 1));
  const above = row > 0 ? groupsIn(rows, row - 1, merged) : [];
  const groups = namesSuffice(rows, row, above) ? [] : above;
  const names = Array.from({ length: width }, (_, column) => {
    const name = rows[row][column] ?? '';
    const group = groups.find(({ left, right }) => left <= column && column <= right);
    if (group) return ofGroup(rows[row - 1][group.left], name);
    const upper = merged.find(
      ({ left, right, top, bottom }) => left === column && right === column && top < row && bottom >= row,
    );
    return name || (upper ? (rows[upper.top][column] ?? '') : '');
  });
  const taken = new Map<string, number>();
  return names.map((name, column) => {
    if (name === '') return rows.slice(row).some((cells) => (cells[column] ?? '') !== '') ? `(${letters(column)})` : '';
    const times = (taken.get(name) ?? 0) + 1;
    taken.set(name, times);
    return times === 1 ? name : `${name} (${times})`;
  });
}

function lastFilled(cells: readonly string[]): number {
  return cells.findLastIndex((cell) => cell !== '');
}

/** A column as spreadsheets count: A, B … Z, AA. */
function letters(column: number): string {
  const last = String.fromCharCode(65 + (column % 26));
  return column < 26 ? last : letters(Math.floor(column / 26) - 1) + last;
}

/** Cells that are merged over several rows hold their value in each; fills in place and counts the cells filled. */
export function fillMerged(rows: string[][], from: number, merged: readonly MergedCells[]): number {
  let count = 0;
  for (const { top, bottom, left } of merged) {
    if (top < from || bottom === top) continue;
    const value = rows[top]?.[left] ?? '';
    if (value === '') continue;
    for (let row = top + 1; row <= Math.min(bottom, rows.length - 1); row++) {
      while (rows[row].length <= left) rows[row].push('');
      rows[row][left] = value;
      count++;
    }
  }
  return count;
}
