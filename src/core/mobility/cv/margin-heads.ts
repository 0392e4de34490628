import { headingOf } from './sections.ts';
import type { Stretch } from './side-by-side.ts';

/** A word of a heading in capitals at the margin, and what stands beside it in another column. */
const BESIDE = /^([A-Z][A-Z&,:/ -]{2,24}?)(?:\t| {2,})(?=\S)/;

interface Row {
  from: number;
  to: number;
  /** Where the heading's word ends and what stands beside it begins. */
  word: number;
  rest: number;
}

function rowAt(text: string, from: number): Row | null {
  const end = text.indexOf('\n', from);
  const to = end < 0 ? text.length : end;
  const found = BESIDE.exec(text.slice(from, to));
  return found && { from, to, word: from + found[1].length, rest: from + found[0].length };
}

/** The rows beside each of which the next word of one heading stands, from a line on. */
function headingAt(text: string, from: number): Row[] {
  const rows: Row[] = [];
  for (let row = rowAt(text, from); row !== null; row = rowAt(text, row.to + 1)) {
    rows.push(row);
    if (row.to >= text.length) break;
  }
  const words = rows.map((row) => text.slice(row.from, row.word));
  // "ACADEMIC" over "APPOINTMENTS": together a heading, which the first word alone is not.
  for (let count = rows.length; count > 1; count--) {
    const section = headingOf(words.slice(0, count).join(' '));
    if (section !== null && section !== 'other' && (headingOf(words[0]) ?? 'other') === 'other')
      return rows.slice(0, count);
  }
  return [];
}

/**
 * A heading at the margin that takes several lines, beside the first lines of what it heads: the heading first. Null
 * where none does.
 */
export function marginHeads(text: string): Stretch[] | null {
  const order: Stretch[] = [];
  let done = 0;
  for (let from = 0; from < text.length; ) {
    const rows = headingAt(text, from);
    const end = text.indexOf('\n', rows.at(-1)?.from ?? from);
    if (rows.length > 0) {
      order.push([done, from]);
      for (const row of rows) order.push([row.from, row.word], breakBehind(text, rows[0]));
      for (const row of rows) order.push([row.rest, row.to], breakBehind(text, row));
      done = Math.min(text.length, rows[rows.length - 1].to + 1);
    }
    if (end < 0) break;
    from = end + 1;
  }
  return order.length === 0 ? null : [...order, [done, text.length]];
}

function breakBehind(text: string, { to }: Row): Stretch {
  return [to, Math.min(to + 1, text.length)];
}
