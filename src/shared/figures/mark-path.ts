import type { Mark } from '../palette.ts';

/** Of an area much like a circle's of the same radius. */
const SQUARE = 0.9;
const DIAMOND = 1.25;
const TRIANGLE = 1.2;

/** The outline of a mark, as an SVG path writes it. @param radius half of its width, in the units of the drawing */
export function markPath(mark: Mark, x: number, y: number, radius: number): string {
  const at = (right: number, down: number) => `${(x + right * radius).toFixed(1)},${(y + down * radius).toFixed(1)}`;
  const closed = (points: readonly (readonly [number, number])[]) =>
    `M${points.map(([right, down]) => at(right, down)).join('L')}Z`;
  const square = [
    [-SQUARE, -SQUARE],
    [SQUARE, -SQUARE],
    [SQUARE, SQUARE],
    [-SQUARE, SQUARE],
  ] as const;
  const diamond = [
    [0, -DIAMOND],
    [DIAMOND, 0],
    [0, DIAMOND],
    [-DIAMOND, 0],
  ] as const;
  const triangle = (up: number) =>
    closed([
      [0, -TRIANGLE * up],
      [TRIANGLE, TRIANGLE * 0.8 * up],
      [-TRIANGLE, TRIANGLE * 0.8 * up],
    ]);
  if (mark === 'square') return closed(square);
  if (mark === 'diamond') return closed(diamond);
  if (mark === 'triangle-up') return triangle(1);
  if (mark === 'triangle-down') return triangle(-1);
  const arc = `A${radius.toFixed(1)} ${radius.toFixed(1)} 0 1 0`;
  return `M${at(-1, 0)}${arc} ${at(1, 0)}${arc} ${at(-1, 0)}Z`;
}
