import type { Join, Shape } from './line-shape.ts';
import { headingOf } from './sections.ts';

/** The least that a second column stands to the right. */
const LEAST_COLUMN = 8;
/** Lines that one entry may have before its years. */
const MOST_LINES = 4;
/** Columns that a broken row may have less than the widest, and that its rest has at most. */
const NEARLY_FULL = 4;
const LONGEST_REST = 24;
/** Nothing that was not broken ends with these. */
const UNFINISHED = /[,;:(/&-]$|\b(?:of|and|the|at|in|for|to|a|by|from|with|de|für|und|zu|van|di|du|des)$/i;

/**
 * Entries of two columns whose text was broken inside its column: for each line how it goes on, or undefined where no
 * column says so. What had room on its line and was broken all the same is parted from it by a comma.
 */
export function hangingJoins(lines: readonly Shape[]): (Join | undefined)[] {
  const joins: (Join | undefined)[] = lines.map(() => undefined);
  const width = lines.reduce((most, { blank, width: own }) => (blank ? most : Math.max(most, own)), 0);
  const filled = lines.reduce((most, line) => (isDatedRow(line) ? Math.max(most, line.width) : most), 0) - NEARLY_FULL;
  lines.forEach((row, i) => {
    if (isDatedRow(row) && row.width >= filled && isRest(lines[i + 1])) joins[i] = row.endsChinese ? '' : ' ';
    if (row.table && row.isEntry && row.column >= LEAST_COLUMN) underRow(lines, i, width, joins);
    else if (!row.table && !row.blank) beforeYears(lines, i, joins);
  });
  return joins;
}

/** "2009.1-2009.12    某大学医院    访问" and below it, at the margin, 学者. */
function isDatedRow({ table, isEntry, endsInYears }: Shape): boolean {
  return table && isEntry && !endsInYears;
}

/** The rest of a row: Chinese signs at the margin, short, and no heading. */
export function isRest(next: Shape | undefined, longest = LONGEST_REST): next is Shape {
  if (next === undefined || next.blank || next.table || next.isEntry || next.begins || next.indent > 0) return false;
  return next.beginsChinese && next.width <= longest && headingOf(next.text.trim()) === null;
}

/** "10/2005 - 03/2007   Professor, Hochschule für Musik" and below, under Professor, "Hamburg". */
function underRow(lines: readonly Shape[], from: number, width: number, joins: (Join | undefined)[]): void {
  const { column } = lines[from];
  for (let at = from; ; at++) {
    const [line, next] = [lines[at], lines[at + 1]];
    if (!next || next.blank || next.table || next.begins || Math.abs(next.indent - column) > 1) return;
    const full = line.width + 1 + next.first > width - 2;
    joins[at] = full || UNFINISHED.test(line.text) ? ' ' : ', ';
  }
}

/** "Professor of Italian, Department of Romance" and below, deeper, "Languages, Example University    1996-2001". */
function beforeYears(lines: readonly Shape[], from: number, joins: (Join | undefined)[]): void {
  let to = from + 1;
  while (to < from + MOST_LINES && isInside(lines[to]) && lines[to].indent === lines[from + 1].indent) to++;
  const last = lines[to];
  if (!last || last.blank || !last.table || !last.endsInYears || last.indent !== lines[from + 1].indent) return;
  if (last.indent < lines[from].indent + 2) return;
  // Below an employer each of its posts has years.
  if (lines[to + 1]?.table && lines[to + 1].indent === last.indent) return;
  for (let at = from; at < to; at++) {
    const { width } = lines[at];
    if (width >= last.column || width + 1 + lines[at + 1].first <= last.column - 2) return;
  }
  for (let at = from; at < to; at++) joins[at] = ' ';
}

function isInside(line: Shape | undefined): boolean {
  return line !== undefined && !line.blank && !line.table;
}
