import type { Line } from './lines.ts';
import { isInstitution, place, type PlaceToken } from './place.ts';
import { overlapping, type Span, within } from './spans.ts';

interface Cell extends Span {
  text: string;
}

/** A name in its cell, without the town behind it. */
const NOWHERE =
  /\b(?:leave|sabbatical|break|unemployed|freelance|retired|none|various|parental)\b|待业|自由职业|休假|病休|退休|自学/i;
const NAME = /^(?:\p{Lu}[^\t,;()\d]{2,60}|\p{Script=Han}[\p{Script=Han}A-Za-z()]{2,24})(?=$|,|;| ?\()/u;
const LEAST_ROWS = 3;

function cellsOf(text: string, { from, to }: Line): Cell[] {
  const cells: Cell[] = [];
  let at = from;
  for (const raw of text.slice(from, to).split('\t')) {
    const start = at + raw.length - raw.trimStart().length;
    cells.push({ from: start, to: start + raw.trim().length, text: raw.trim() });
    at += raw.length + 1;
  }
  return cells;
}

/** Rows of one table: lines below each other of as many cells. */
function tables(text: string, lines: readonly Line[]): Cell[][][] {
  const found: Cell[][][] = [];
  let last: Line | null = null;
  for (const line of lines) {
    const cells = cellsOf(text, line);
    const goesOn =
      last !== null && !line.gap && last.to + 1 >= line.from - 4 && found.at(-1)![0].length === cells.length;
    const isRow = cells.length >= 3 && /^(?:education|work|other)$/.test(line.section);
    if (isRow && goesOn) found.at(-1)!.push(cells);
    else if (isRow) found.push([cells]);
    last = isRow ? line : null;
  }
  return found.filter(({ length }) => length >= LEAST_ROWS);
}

/** Names that no list knows: what stands in a table's column where the other rows name their institutions. */
export function placesOfColumns(
  text: string,
  lines: readonly Line[],
  { dates, places, roles }: { dates: readonly Span[]; places: readonly PlaceToken[]; roles: readonly Span[] },
): PlaceToken[] {
  const found: PlaceToken[] = [];
  /** The cell begins with an institution: what holds the post before it is no column of names. */
  const isNamed = ({ from, to }: Cell) =>
    within(places, from, to).some((one) => isInstitution(one) && one.from - from <= 'The '.length);
  for (const rows of tables(text, lines)) {
    const dated = rows.filter((cells) => within(dates, cells[0].from, cells.at(-1)!.to).length > 0);
    const column = rows[0].findIndex((_, i) => {
      const named = dated.filter((cells) => isNamed(cells[i]));
      return named.length >= 2 && named.length * 2 >= dated.length;
    });
    for (const cells of column < 0 ? [] : dated) {
      if (overlapping(places, cells[0].from, cells.at(-1)!.to) !== null) continue;
      const { from, to, text: said } = cells[column];
      if ([dates, roles].some((tokens) => overlapping(tokens, from, to) !== null)) continue;
      const name = NAME.exec(said)?.[0].trim();
      if (name !== undefined && !NOWHERE.test(said)) found.push(place(from, from + name.length, name));
    }
  }
  return found;
}
