import { headingOf } from './sections.ts';

/** Signs of a text as its lines, each with where it begins. */
interface Row {
  text: string;
  from: number;
}

/** A stretch of the signs, the end exclusive. */
export type Stretch = readonly [number, number];

const HEADS = /^ *(\S(?:[^\n]*?\S)?) {4,}(\S[^\n]*?) *$/;
/** By so many columns the second part of a line may stand beside its heading. */
const NEAR = 3;
/** Lines that have something in both columns, from which the page is one of two. */
const LEAST_ROWS = 2;

const widthOf = (text: string) => [...text].reduce((sum, sign) => sum + (sign > '\u2E80' ? 2 : 1), 0);

/** The column at which the second of two headings on a line begins, or null. */
function columnOf({ text }: Row): number | null {
  const [, left, right] = HEADS.exec(text) ?? [];
  if (left === undefined || headingOf(left) === null || headingOf(right) === null) return null;
  return widthOf(text.slice(0, text.lastIndexOf(right)));
}

/** Where the second part of a line begins: its length where it has none, null where text goes across. */
function partedAt({ text }: Row, column: number): number | null {
  if (widthOf(text.trimEnd()) <= column - 2) return text.length;
  for (const { index, 0: gap } of text.matchAll(/^ +| {2,}/g)) {
    const at = index + gap.length;
    if (Math.abs(widthOf(text.slice(0, at)) - column) <= NEAR) return at;
  }
  return null;
}

/**
 * The stretches of a text in the order in which they are read, where parts of it stand in two columns under two
 * headings on one line: the left column, then the right one. Null where none does.
 */
export function readingOrder(text: string): Stretch[] | null {
  let from = 0;
  const rows = text.split('\n').map((line): Row => {
    const row = { text: line, from };
    from += line.length + 1;
    return row;
  });
  const order: Stretch[] = [];
  let done = 0;
  for (let i = 0; i < rows.length; i++) {
    const column = columnOf(rows[i]);
    if (column === null) continue;
    const parted: { row: Row; at: number }[] = [];
    for (let next = i; next < rows.length; next++) {
      const at = next > i && columnOf(rows[next]) !== null ? null : partedAt(rows[next], column);
      if (at === null) break;
      parted.push({ row: rows[next], at });
    }
    if (parted.filter(({ row, at }) => at > 0 && at < row.text.length).length <= LEAST_ROWS) continue;
    const last = parted[parted.length - 1].row;
    const end = Math.min(last.from + last.text.length + 1, text.length);
    order.push([done, rows[i].from]);
    for (const { row, at } of parted) order.push([row.from, row.from + at], breakOf(row, text));
    for (const { row, at } of parted) order.push([row.from + at, row.from + row.text.length], breakOf(row, text));
    done = end;
    i += parted.length - 1;
  }
  return order.length === 0 ? null : [...order, [done, text.length]];
}

function breakOf({ text, from }: Row, whole: string): Stretch {
  const end = from + text.length;
  return [end, Math.min(end + 1, whole.length)];
}
