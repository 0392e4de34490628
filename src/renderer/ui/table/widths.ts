import type { RowData } from '@tanstack/react-table';
import { type Column, shownText } from './column.ts';

const LETTER_PX = 7.4;
const HEAD_LETTER_PX = 7;
/** Chinese, Japanese and Korean letters are as wide as the font is high. */
const WIDE_LETTER_PX = 14;
const FIRST_WIDE_LETTER = '\u2e80';
const PADDING_PX = 20;
/** For the arrow that shows how a column is sorted. */
const ARROW_PX = 16;
const NARROWEST_PX = 56;
const WIDEST_PX = 420;
/** A text column is cut before the table has to be scrolled sideways, but not below this. */
const CUT_PX = 120;

function widthOf(text: string, letter: number): number {
  let width = 0;
  for (const character of text) width += character >= FIRST_WIDE_LETTER ? WIDE_LETTER_PX : letter;
  return width;
}

/** CSS grid tracks for the columns: as their contents need, numbers fixed, texts sharing what is left. */
export function tracksOf<Row extends RowData>(columns: readonly Column<Row>[], sample: readonly Row[]): string[] {
  return columns.map((column) => {
    if (column.width) return column.width;
    const head = widthOf(column.head, HEAD_LETTER_PX) + (column.actions ? 0 : ARROW_PX);
    const widest = sample.reduce((most, row) => Math.max(most, widthOf(shownText(column, row), LETTER_PX)), head);
    const width = Math.round(Math.min(WIDEST_PX, Math.max(NARROWEST_PX, widest + PADDING_PX)));
    return column.numeric ? `${width}px` : `minmax(${Math.min(width, CUT_PX)}px, ${width}fr)`;
  });
}

/** Below this width the table is scrolled sideways. */
export function narrowest(tracks: readonly string[]): number {
  return tracks.reduce((sum, track) => sum + Number(/(\d+)px/.exec(track)?.[1] ?? NARROWEST_PX), 0);
}
