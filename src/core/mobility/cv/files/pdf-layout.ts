import { type Cell, inReadingOrder } from './pdf-columns.ts';
import { withAccents } from './tex-accents.ts';

/** A piece of text on a page, as pdfjs gives it. */
export interface PageItem {
  str: string;
  width: number;
  height: number;
  /** The last two are where it begins. */
  transform: readonly number[];
}

interface Piece {
  text: string;
  x: number;
  y: number;
  width: number;
  size: number;
}

/** The share of the letters' height by which pieces of one line may differ in height. */
const SAME_LINE = 0.5;
/** Gaps in letters' heights: from here it is a space, and from here another column. */
const SPACE = 0.18;
const COLUMN = 1.6;

/** The text of a page, line by line from the top; columns of a table are parted by tabs. */
export function pageText(items: readonly PageItem[]): string {
  const pieces = items
    .filter(({ str, transform }) => str !== undefined && str.trim() !== '' && transform.every(Number.isFinite))
    .map(({ str, width, height, transform }) => ({
      text: str,
      x: transform[4],
      y: transform[5],
      width,
      size: height || Math.hypot(transform[2], transform[3]) || 10,
    }));
  const lines: Piece[][] = [];
  for (const piece of [...pieces].sort((a, b) => b.y - a.y || a.x - b.x)) {
    const line = lines.at(-1);
    if (line && Math.abs(line[0].y - piece.y) < SAME_LINE * Math.min(line[0].size, piece.size)) line.push(piece);
    else lines.push([piece]);
  }
  const shown = inReadingOrder(lines.map(cellsOf)).map((cells) => cells.map(({ text }) => text).join('\t'));
  return withAccents(shown.join('\n'));
}

/** The words of a line, put together where no column parts them. */
function cellsOf(pieces: Piece[]): Cell[] {
  const cells: Cell[] = [];
  for (const { text, x, width, size } of pieces.sort((a, b) => a.x - b.x)) {
    const last = cells.at(-1);
    const gap = last ? (x - last.end) / size : Number.POSITIVE_INFINITY;
    if (!last || gap > COLUMN) cells.push({ text, x, end: x + width });
    else {
      if (gap > SPACE && !/\s$/.test(last.text) && !/^\s/.test(text)) last.text += ' ';
      last.text += text;
      last.end = x + width;
    }
  }
  for (const cell of cells) cell.text = cell.text.trimEnd();
  return cells;
}
