import { FLOW_COLOURS } from '../../../shared/palette.ts';
import type { Summary } from '../../../shared/mobility/results.ts';
import { escapeXml } from '../../report/svg-chart.ts';
import type { Words } from './words.ts';

const SIZE = 420;
const LEFT = 96;
const TOP = 40;
const CELL = 92;

/** The plane of flow quadrants as nine cells: school change upwards, city change to the right. */
export function planeSvg({ cells, comparableMoves }: Summary, title: string, words: Words): string {
  const most = Math.max(1, ...cells.flat());
  const drawn = cells
    .flatMap((row, school) =>
      row.map((count, city) => {
        const [dy, dx] = [school - 1, city - 1];
        const fill =
          dx * dy < 0 || (dx === 0 && dy === 0)
            ? FLOW_COLOURS.parallel
            : dx + dy > 0
              ? FLOW_COLOURS.upward
              : FLOW_COLOURS.downward;
        const [x, y] = [LEFT + city * CELL, TOP + (2 - school) * CELL];
        const share = comparableMoves === 0 ? 0 : (100 * count) / comparableMoves;
        return `<rect x="${x}" y="${y}" width="${CELL - 3}" height="${CELL - 3}" fill="${fill}" fill-opacity="${(0.12 + (0.78 * count) / most).toFixed(3)}"/><text x="${x + CELL / 2}" y="${y + CELL / 2}" font-size="17" text-anchor="middle">${count}</text><text x="${x + CELL / 2}" y="${y + CELL / 2 + 17}" font-size="11" text-anchor="middle">${share.toFixed(1)} %</text>`;
      }),
    )
    .join('');
  const ticks = [words.falls, '=', words.rises];
  const columns = ticks
    .map(
      (tick, i) =>
        `<text x="${LEFT + i * CELL + CELL / 2}" y="${TOP + 3 * CELL + 14}" font-size="11" text-anchor="middle">${escapeXml(tick)}</text>`,
    )
    .join('');
  const rows = ticks
    .map(
      (tick, i) =>
        `<text x="${LEFT - 8}" y="${TOP + (2 - i) * CELL + CELL / 2}" font-size="11" text-anchor="end">${escapeXml(tick)}</text>`,
    )
    .join('');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${SIZE} ${SIZE - 40}" font-family="system-ui, Segoe UI, Noto Sans, Noto Sans CJK SC, sans-serif" fill="#111"><rect width="${SIZE}" height="${SIZE - 40}" fill="white"/><text x="${SIZE / 2}" y="22" font-size="14" font-weight="600" text-anchor="middle">${escapeXml(title)} (n = ${comparableMoves})</text>${drawn}${columns}${rows}<text x="${LEFT + 1.5 * CELL}" y="${TOP + 3 * CELL + 34}" font-size="12" text-anchor="middle">${escapeXml(words.city)}</text><text x="24" y="${TOP + 1.5 * CELL}" font-size="12" text-anchor="middle" transform="rotate(-90 24 ${TOP + 1.5 * CELL})">${escapeXml(words.school)}</text></svg>`;
}
