import { numericColumns, type Table, writtenRows } from '../../shared/table.ts';

/** All lengths in twentieths of a point, for A4 with margins of 2.54 cm. */
const PORTRAIT = 9026;
const LANDSCAPE = 13_958;
/** Of a cell at either side. */
const MARGINS = { wide: 80, narrow: 40 };
/** Half points: what a text is set in, and what tables that are too wide for it may be set in. */
const SIZES = [21, 18, 15];
const HAN = /[\u2E80-\u9FFF\uF900-\uFAFF\uFF00-\uFF60]/u;

/** Chinese characters that stay on one line. */
const SHORT = 4;

export interface TableLayout {
  landscape: boolean;
  size: number;
  margin: number;
  widths: number[];
}

/**
 * How a table is set so that no number and no word is broken: as wide as its columns need, in smaller letters or
 * across where the page is too narrow; and whatever is left goes to the columns whose texts are longest.
 */
export function layoutOf(table: Table, locale: string): TableLayout {
  const numeric = numericColumns(table);
  const rows = writtenRows(table, locale);
  const columns = table.head.map((head, column) => {
    const cells = rows.map((row) => row[column]);
    const unbroken = [...head.split(/\s+/), ...(numeric[column] ? cells : cells.flatMap((text) => text.split(/\s+/)))];
    return { least: widest(unbroken.map(unbreakable)), whole: widest([head, ...cells]) };
  });
  for (const landscape of [false, true])
    for (const size of SIZES) {
      const margin = size === SIZES[0] ? MARGINS.wide : MARGINS.narrow;
      const available = landscape ? LANDSCAPE : PORTRAIT;
      const widthOf = (ems: number) => Math.ceil(ems * size * 10 + 2 * margin + 20);
      const least = columns.map((column) => widthOf(column.least));
      const isLast = landscape && size === SIZES.at(-1);
      if (sum(least) > available && !isLast) continue;
      return {
        landscape,
        size,
        margin,
        widths: shared(
          least,
          columns.map(({ whole }) => widthOf(whole)),
          available,
        ),
      };
    }
  throw new Error('unreachable');
}

/** Every column has what it needs at least; the rest is given by what each of them would like to have more. */
function shared(least: readonly number[], whole: readonly number[], available: number): number[] {
  const left = available - sum(least);
  const more = whole.map((width, i) => Math.max(0, width - least[i]));
  const wanted = sum(more);
  if (left <= 0) return least.map((width) => Math.floor((width * available) / sum(least)));
  if (wanted > left) return least.map((width, i) => Math.floor(width + (left * more[i]) / wanted));
  return whole.map((width, i) => Math.floor(Math.max(width, least[i]) + (left - wanted) / whole.length));
}

/** A line may break between any two Chinese characters, but a column of single ones is hard to read. */
function unbreakable(word: string): string {
  if (!HAN.test(word)) return word;
  const parts = word.split(new RegExp(`(?=${HAN.source})`, 'u'));
  return parts.length <= SHORT ? word : parts.slice(0, SHORT).join('');
}

const widest = (texts: readonly string[]) => Math.max(0.5, ...texts.map(ems));

/** Of Times: digits half an em, Chinese a whole one, capitals two thirds; a little more, for bold and wide letters. */
function ems(text: string): number {
  return sum([...text].map((letter) => (HAN.test(letter) ? 1 : /[A-Zmw%×−—→]/.test(letter) ? 0.74 : 0.52)));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
