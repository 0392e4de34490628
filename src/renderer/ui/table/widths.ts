import type { RowData } from '@tanstack/react-table';
import { type Column, shownText } from './column.ts';

const CELL_FONT = '14px';
const HEAD_FONT = '600 12px';
/** Tables with highlighted cells are measured as if bold. */
const BOLD_FACTOR = 1.12;
const PADDING_PX = 22;
/** For the arrow that shows how a column is sorted. */
const ARROW_PX = 18;
const NARROWEST_PX = 56;
const WIDEST_PX = 420;
/** Text columns shrink to this width before the table scrolls horizontally. */
const CUT_PX = 120;

let context: CanvasRenderingContext2D | null = null;

function widthOf(text: string, font: string): number {
  context ??= document.createElement('canvas').getContext('2d');
  if (!context) return text.length * 8;
  context.font = `${font} ${getComputedStyle(document.body).fontFamily}`;
  return context.measureText(text).width;
}

/** CSS grid tracks for the columns: sized by their contents; numbers are fixed, texts share the rest. */
export function tracksOf<Row extends RowData>(
  columns: readonly Column<Row>[],
  sample: readonly Row[],
  bold: boolean,
): string[] {
  return columns.map((column) => {
    if (column.width) return column.width;
    const head = widthOf(column.head, HEAD_FONT) + (column.actions ? 0 : ARROW_PX);
    const factor = bold ? BOLD_FACTOR : 1;
    const widest = sample.reduce(
      (most, row) => Math.max(most, factor * widthOf(shownText(column, row), CELL_FONT)),
      head,
    );
    const width = Math.ceil(Math.min(WIDEST_PX, Math.max(NARROWEST_PX, widest + PADDING_PX)));
    return column.numeric || column.fixed ? `${width}px` : `minmax(${Math.min(width, CUT_PX)}px, ${width}fr)`;
  });
}

/** Below this width the table scrolls horizontally. */
export function narrowest(tracks: readonly string[]): number {
  return tracks.reduce((sum, track) => sum + Number(/(\d+)px/.exec(track)?.[1] ?? NARROWEST_PX), 0);
}
