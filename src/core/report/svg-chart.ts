import { markPath } from '../../shared/figures/mark-path.ts';
import { emsOf } from '../../shared/figures/print-theme.ts';
import { escapeXml } from '../../shared/xml.ts';
import type { Language } from '../../shared/messages/message.ts';
import { decimalsFor, formatNumber, formatResult } from '../../shared/number-format.ts';
import { DASH_ARRAYS, OKABE_ITO, type Stroke, strokeOf, viridis } from '../../shared/palette.ts';

const WIDTH = 640;
const HEIGHT = 398;
const MARGIN = { left: 64, right: 16, top: 54, bottom: 48 };
const LEGEND_LEFT = 24;
const LEGEND_SIZE = 11;
const LEGEND_ROW = 16;
const KEY_WIDTH = 28;
const MARK = 3;
/** Of figures that are drawn without a browser. */
export const FONT_FAMILY = 'system-ui, Segoe UI, Noto Sans, Noto Sans CJK SC, sans-serif';
const FONT = `font-family="${FONT_FAMILY}"`;

export interface Line {
  name: string;
  x: number[];
  y: (number | null)[];
  /** Half-widths of a band around the line. */
  band?: (number | null)[];
  /** How it is drawn; by its place in the list if not given. */
  stroke?: Stroke;
}

/** Text around the drawing. */
interface Frame {
  title: string;
  /** Subtitle: sample size, and whether the data is synthetic. */
  note: string;
  xTitle: string;
  yTitle: string;
  language: Language;
}

export interface LineChart extends Frame {
  lines: Line[];
}

/** A chart for reports, drawn without a browser. Lines with bands, a legend below. */
export function lineChart({ lines, ...around }: LineChart): string {
  const points = lines.flatMap(({ x, y, band }) =>
    y.flatMap((value, i) =>
      value === null ? [] : [{ x: x[i], low: value - (band?.[i] ?? 0), high: value + (band?.[i] ?? 0) }],
    ),
  );
  const xs = scale(
    points.flatMap((point) => [point.x]),
    MARGIN.left,
    WIDTH - MARGIN.right,
    false,
  );
  const ys = scale(
    points.flatMap((point) => [point.low, point.high]),
    HEIGHT - MARGIN.bottom,
    MARGIN.top,
    true,
  );
  const strokes = lines.map(({ stroke }, i) => stroke ?? strokeOf(i));
  const drawn = lines.map((line, i) => drawLine(line, xs.at, ys.at, strokes[i])).join('');
  const legend = legendOf(lines, strokes);
  return frame(around, xs, ys, HEIGHT + 4 + legend.rows * LEGEND_ROW, drawn + legend.svg);
}

/** Names in full, in as many columns as the longest leaves room for. */
function legendOf(lines: readonly Line[], strokes: readonly Stroke[]): { svg: string; rows: number } {
  const widest = Math.max(...lines.map(({ name }) => emsOf(name))) * LEGEND_SIZE * 1.1 + KEY_WIDTH + 16;
  const columns = Math.max(1, Math.floor((WIDTH - MARGIN.right - LEGEND_LEFT) / widest));
  const svg = lines.map(({ name }, i) => {
    const [left, top] = [LEGEND_LEFT + (i % columns) * widest, HEIGHT + 12 + Math.floor(i / columns) * LEGEND_ROW];
    return (
      `<line x1="${left.toFixed(1)}" x2="${(left + KEY_WIDTH).toFixed(1)}" y1="${top - 4}" y2="${top - 4}" ` +
      `stroke="${strokes[i].colour}" stroke-width="2" stroke-dasharray="${DASH_ARRAYS[strokes[i].dash]}"/>` +
      `<path d="${markPath(strokes[i].mark, left + KEY_WIDTH / 2, top - 4, MARK)}" ` +
      `fill="${strokes[i].colour}"/><text ` +
      `x="${(left + KEY_WIDTH + 6).toFixed(1)}" y="${top}" font-size="${LEGEND_SIZE}">${escapeXml(name)}</text>`
    );
  });
  return { svg: svg.join(''), rows: Math.ceil(lines.length / columns) };
}

export interface HeatMap extends Frame {
  x: number[];
  y: number[];
  /** Rows along y. */
  values: number[][];
  best: { x: number; y: number };
}

export function heatMap({ x, y, values, best, ...around }: HeatMap): string {
  const all = values.flat();
  const decimals = decimalsFor(all);
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const [width, height] = [
    (WIDTH - MARGIN.left - MARGIN.right) / x.length,
    (HEIGHT - MARGIN.top - MARGIN.bottom) / y.length,
  ];
  const cells = values
    .flatMap((row, r) =>
      row.map((value, c) => {
        const share = high > low ? (value - low) / (high - low) : 0;
        const [left, top] = [MARGIN.left + c * width, HEIGHT - MARGIN.bottom - (r + 1) * height];
        const marked = x[c] === best.x && y[r] === best.y;
        return (
          `<rect x="${left.toFixed(1)}" y="${top.toFixed(1)}" width="${width.toFixed(1)}" ` +
          `height="${height.toFixed(1)}" fill="rgb(${viridis(1 - share).join()})"` +
          `${marked ? ` stroke="${OKABE_ITO.vermilion}" stroke-width="3"` : ''}/><text x="` +
          `${(left + width / 2).toFixed(1)}" y="${(top + height / 2 + 3).toFixed(1)}" font-size="9" ` +
          `text-anchor="middle" fill="${share > 0.5 ? '#fff' : '#000'}">` +
          `${formatResult(value, around.language, decimals)}</text>`
        );
      }),
    )
    .join('');
  const labels =
    x
      .map(
        (value, c) =>
          `<text x="${MARGIN.left + (c + 0.5) * width}" y="${HEIGHT - MARGIN.bottom + 15}" font-size="11" ` +
          `text-anchor="middle">${value}</text>`,
      )
      .join('') +
    y
      .map(
        (value, r) =>
          `<text x="${MARGIN.left - 6}" y="${HEIGHT - MARGIN.bottom - (r + 0.5) * height + 4}" font-size="11" ` +
          `text-anchor="end">${value}</text>`,
      )
      .join('');
  return document(around, HEIGHT, axisTitles(around) + cells + labels);
}

interface Scale {
  at(value: number): number;
  ticks: number[];
  /** Formats a tick with as many decimals as the step needs. */
  write(tick: number, language: Language): string;
}

function scale(values: number[], from: number, to: number, fromZero: boolean): Scale {
  const finite = values.filter(Number.isFinite);
  let low = Math.min(...finite);
  let high = Math.max(...finite);
  if (finite.length === 0) [low, high] = [0, 1];
  // Starts the axis at zero unless that would hide the differences.
  if (fromZero && low > 0 && low < 0.5 * high) low = 0;
  if (high === low) high = low + (Math.abs(low) || 1) * 0.1;
  const whole = finite.every(Number.isInteger);
  const step = whole ? Math.max(1, niceStep((high - low) / 6)) : niceStep((high - low) / 6);
  const [first, last] = [Math.floor(low / step), Math.ceil(high / step)];
  const ticks = Array.from({ length: last - first + 1 }, (_, i) => (first + i) * step);
  const [start, end] = fromZero ? [ticks[0], ticks[ticks.length - 1]] : [low, high];
  return {
    at: (value) => from + ((value - start) / (end - start)) * (to - from),
    write: (tick, language) =>
      formatNumber(tick, language, Math.max(0, Math.ceil(-Math.log10(step) - 1e-9)), tick >= 1e4),
    ticks: ticks.filter((tick) => tick >= start - step * 1e-9 && tick <= end + step * 1e-9),
  };
}

function niceStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  return power * (([1, 2, 5, 10] as const).find((multiple) => multiple * power >= rough) ?? 10);
}

function drawLine({ x, y, band }: Line, xAt: Scale['at'], yAt: Scale['at'], { colour, dash, mark }: Stroke): string {
  const known = x.flatMap((value, i) =>
    y[i] === null
      ? []
      : [
          {
            x: xAt(value),
            y: yAt(y[i] as number),
            low: yAt((y[i] as number) - (band?.[i] ?? 0)),
            high: yAt((y[i] as number) + (band?.[i] ?? 0)),
          },
        ],
  );
  if (known.length === 0) return '';
  const path = (points: [number, number][]) => points.map(([px, py]) => `${px.toFixed(1)},${py.toFixed(1)}`).join(' ');
  const outline = [
    ...known.map((p): [number, number] => [p.x, p.high]),
    ...known.toReversed().map((p): [number, number] => [p.x, p.low]),
  ];
  const area = band ? `<polygon points="${path(outline)}" fill="${colour}" opacity="0.13"/>` : '';
  return (
    `${area}<polyline points="${path(known.map((p) => [p.x, p.y]))}" fill="none" stroke="${colour}" ` +
    `stroke-width="1.8" stroke-dasharray="${DASH_ARRAYS[dash]}"/>` +
    `<path d="${known.map((p) => markPath(mark, p.x, p.y, MARK)).join('')}" fill="${colour}"/>`
  );
}

function frame(around: Frame, xs: Scale, ys: Scale, height: number, inside: string): string {
  const grid =
    ys.ticks
      .map(
        (tick) =>
          `<line x1="${MARGIN.left}" x2="${WIDTH - MARGIN.right}" y1="${ys.at(tick).toFixed(1)}" ` +
          `y2="${ys.at(tick).toFixed(1)}" stroke="#ddd"/><text x="${MARGIN.left - 6}" ` +
          `y="${(ys.at(tick) + 4).toFixed(1)}" ` +
          `font-size="11" text-anchor="end">${ys.write(tick, around.language)}</text>`,
      )
      .join('') +
    xs.ticks
      .map(
        (tick) =>
          `<text x="${xs.at(tick).toFixed(1)}" y="${HEIGHT - MARGIN.bottom + 16}" font-size="11" ` +
          `text-anchor="middle">${xs.write(tick, around.language)}</text>`,
      )
      .join('');
  return document(around, height, axisTitles(around) + grid + inside);
}

function axisTitles({ xTitle, yTitle }: Frame): string {
  return (
    `<text x="${(MARGIN.left + WIDTH - MARGIN.right) / 2}" y="${HEIGHT - 10}" font-size="12" ` +
    `text-anchor="middle">${escapeXml(xTitle)}</text><text transform="translate(16 ` +
    `${(MARGIN.top + HEIGHT - MARGIN.bottom) / 2}) rotate(-90)" font-size="12" ` +
    `text-anchor="middle">${escapeXml(yTitle)}</text>`
  );
}

function document({ title, note }: Frame, height: number, inside: string): string {
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" ` +
    `height="${height}" ${FONT} role="img" aria-label="${escapeXml(title)}"><rect width="100%" height="100%" ` +
    `fill="#fff"/><text x="${MARGIN.left}" y="20" font-size="14" font-weight="600">${escapeXml(title)}</text><text ` +
    `x="${MARGIN.left}" y="38" font-size="11" fill="#555">${escapeXml(note)}</text>${inside}</svg>`
  );
}
