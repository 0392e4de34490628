import type { RowData } from '@tanstack/react-table';
import { type Column, shownText } from './column.ts';

const CELL_FONT = '13px';
const PART_FONT = '12px';
const HEAD_FONT = '600 12px';
/** Tables with highlighted cells are measured as if bold. */
const BOLD_FACTOR = 1.12;
const PADDING_PX = 22;
/** For the arrow that shows how a column is sorted. */
const ARROW_PX = 18;
const NARROWEST_PX = 56;
const WIDEST_PX = 420;
/** One `fr` of a column with a track of its own, such as `minmax(200px, 2fr)`. */
const FRACTION_PX = 200;
/** Text columns shrink to this width before the table scrolls horizontally. */
const CUT_PX = 120;

let context: CanvasRenderingContext2D | null = null;

function widthOf(text: string, font: string): number {
  context ??= document.createElement('canvas').getContext('2d');
  if (!context) return text.length * 8;
  context.font = `${font} ${getComputedStyle(document.body).fontFamily}`;
  return context.measureText(text).width;
}

/** Of the wider of its two lines, divided between words where it is shortest. */
function headWidth(head: string): number {
  const words = head.split(' ');
  const widths = words.map((_, at) =>
    Math.max(...[words.slice(0, at), words.slice(at)].map((line) => widthOf(line.join(' '), HEAD_FONT))),
  );
  return Math.min(...widths);
}

/** CSS grid tracks for the columns: sized by their contents; numbers are fixed, texts share the rest. */
export function tracksOf<Row extends RowData>(
  columns: readonly Column<Row>[],
  sample: readonly Row[],
  bold: boolean,
): string[] {
  return columns.map((column) => {
    if (column.width) return column.width;
    const head = headWidth(column.head) + (column.actions ? 0 : ARROW_PX);
    const factor = bold ? BOLD_FACTOR : 1;
    const widthOfAll = (widths: readonly number[]) =>
      Math.ceil(Math.min(WIDEST_PX, Math.max(NARROWEST_PX, Math.max(head, ...widths) + PADDING_PX)));
    const whole = (row: Row) => factor * widthOf(shownText(column, row), CELL_FONT);
    const width = widthOfAll(sample.map(whole));
    const { parts } = column;
    // Only the first part can be bold; the others are small.
    const widest = (row: Row) =>
      Math.max(
        ...(parts?.(row) ?? []).map((one, i) => (i === 0 ? factor : 1) * widthOf(one, i ? PART_FONT : CELL_FONT)),
      );
    if (parts) return `minmax(${widthOfAll(sample.map(widest))}px, ${width}px)`;
    return column.numeric || column.fixed
      ? `${width}px`
      : `minmax(${Math.min(width, CUT_PX)}px, ${width / FRACTION_PX}fr)`;
  });
}

const IN_PARTS = /^minmax\((\d+)px, (\d+)px\)$/;

/** With values and their intervals below one another, which leaves the room to the texts. */
export function stacked(tracks: readonly string[]): string[] {
  return tracks.map((track) => track.replace(IN_PARTS, '$1px'));
}

/** From this width on, everything stands in one line beside texts that are cut as far as they may be. */
export function widest(tracks: readonly string[]): number {
  return narrowest(tracks.map((track) => track.replace(IN_PARTS, '$2px')));
}

/** Below this width the table scrolls horizontally. */
export function narrowest(tracks: readonly string[]): number {
  return tracks.reduce((sum, track) => sum + Number(/(\d+)px/.exec(track)?.[1] ?? NARROWEST_PX), 0);
}
