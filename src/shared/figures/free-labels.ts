import { emsOf } from './print-theme.ts';

export interface Labelled {
  x: number;
  y: number;
  label: string;
}

/** Pixels of the drawing in a figure one column wide, and of its letters. */
const DRAWING = { width: 300, height: 190 };
const LETTER = 11;
const LINE = 13;

/**
 * Which labels can be written above their points in a figure one column wide without lying on one another: as many as
 * wanted, the first that have room.
 *
 * @param points the most important first; both axes have one scale
 */
export function freeLabels<T extends Labelled>(points: readonly T[], most: number): T[] {
  const range = (values: readonly number[]) =>
    values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY) -
    values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const unit = Math.max(
    range(points.map(({ x }) => x)) / DRAWING.width,
    range(points.map(({ y }) => y)) / DRAWING.height,
    Number.MIN_VALUE,
  );
  const halfWidth = ({ label }: T) => (emsOf(label) * LETTER * unit) / 2;
  const written: T[] = [];
  for (const point of points) {
    if (written.length === most) break;
    const lies = (on: T) =>
      Math.abs(on.x - point.x) < halfWidth(on) + halfWidth(point) && Math.abs(on.y - point.y) < LINE * unit;
    if (!written.some(lies)) written.push(point);
  }
  return written;
}
