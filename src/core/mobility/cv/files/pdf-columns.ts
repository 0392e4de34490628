import { headingOf } from '../sections.ts';

/** Words of one line that stand together: where they begin and end, from the left edge of the page. */
export interface Cell {
  text: string;
  x: number;
  end: number;
}

/** By so many points the lines of a column may begin beside its heading. */
const NEAR = 6;
/** Lines that each of two columns has at least. */
const LEAST = 4;

const beginsAt = (cells: readonly Cell[], x: number) => cells.some((cell) => Math.abs(cell.x - x) <= NEAR);
const crosses = (cells: readonly Cell[], x: number) => cells.some((cell) => cell.x < x - NEAR && cell.end > x - 1);
const isHead = (cell: Cell | undefined) => cell !== undefined && headingOf(cell.text) !== null;

/** The lines that are two columns beside each other from a heading at x on: from, and to behind the last. */
function stretchOf(lines: readonly (readonly Cell[])[], at: number, x: number): [number, number] | null {
  let [from, to] = [at, at];
  while (from > 0 && !crosses(lines[from - 1], x) && lines[from - 1].every((cell) => cell.x < x - NEAR)) from--;
  while (to < lines.length && !crosses(lines[to], x)) to++;
  // What stands over the first heading of the left column goes before both.
  while (from < at && !isHead(lines[from][0])) from++;
  const inside = lines.slice(from, to);
  const left = inside.filter((cells) => cells[0].x < x - NEAR);
  const right = inside.filter((cells) => beginsAt(cells, x));
  const isBeside = left.some((cells) => isHead(cells[0]) && cells[0].end < x) && left.length >= LEAST;
  return isBeside && right.length >= LEAST ? [from, to] : null;
}

/**
 * The lines of a page in the order in which they are read: where two columns stand beside each other, each with
 * headings of its own, the left one goes before the right one. A table, whose right cells are no headings, stays.
 */
export function inReadingOrder(lines: readonly Cell[][]): Cell[][] {
  for (let at = 0; at < lines.length; at++) {
    const head = lines[at].slice(lines[at].length > 1 ? 1 : 0).find(isHead);
    if (!head || lines[at].at(-1) !== head) continue;
    const found = stretchOf(lines, at, head.x);
    if (found === null) continue;
    const [from, to] = found;
    const part = (isLeft: boolean) =>
      lines
        .slice(from, to)
        .map((cells) => cells.filter((cell) => cell.x < head.x - NEAR === isLeft))
        .filter(({ length }) => length > 0);
    return [...lines.slice(0, from), ...part(true), ...part(false), ...inReadingOrder(lines.slice(to))];
  }
  return [...lines];
}
