import { formatNumber } from '../number-format.ts';
import type { Stroke } from '../palette.ts';
import { escapeXml } from '../xml.ts';
import { markPath } from './mark-path.ts';
import { emsOf, linesOf } from './print-theme.ts';

export interface ForestRow {
  label: string;
  value: number;
  interval: readonly [number, number] | null;
  /** The value with its interval, as text at the right. */
  text: string;
  stroke: Stroke;
  /**
   * The first one; those that cannot be told apart from it; those that can; those of which no test says so; those that
   * do not compete.
   */
  place: 'best' | 'tied' | 'apart' | 'untested' | 'frame';
}

export interface ForestPlot {
  title: string;
  /** Sample size, and whether the data is synthetic. */
  note: string;
  xTitle: string;
  /** From above. */
  rows: readonly ForestRow[];
  /** What stands beside the models: a ceiling, chance. Drawn as lines across. */
  lines: readonly { label: string; value: number }[];
  /** What the marks mean. */
  marks: { tied: string; apart: string };
  language: string;
}

/** Where it is drawn: sizes in the units of the picture, colours of the page or of paper. */
export interface ForestFrame {
  width: number;
  /** Of the text. */
  size: number;
  family: string;
  ink: string;
  dim: string;
  grid: string;
  paper: string;
  /** Title and note stand in the picture; a page has its own title. */
  titled: boolean;
  /** With a unit, for a picture of a given width. */
  writtenWidth?: string;
}

const TICKS = 4;
/** How much wider the name of the best is. */
const BOLD = 1.12;
/** From one line of a name to the next. */
const LABEL_LINE = 1.2;
/** A line farther away than the models are from one another would push them together: it is named at the edge. */
const FARTHEST = 1.5;
const LINE_DASHES = ['5 3', '2 2', '8 3 2 3', '1 3', '10 4'];

/** Dots with intervals, the best first, what frames them as lines across. */
export function forestPlot(plot: ForestPlot, frame: ForestFrame): string {
  const { width, size, ink, dim } = frame;
  const title = frame.titled ? linesOf(plot.title, (width - 2 * size) / (size * 1.15)) : [];
  const note = frame.titled ? linesOf(plot.note, (width - 2 * size) / size) : [];
  const head = size * 0.6 + title.length * size * 1.5 + note.length * size * 1.35 + (frame.titled ? size * 0.6 : 0);
  const labelWidth = Math.min(
    width * 0.34,
    Math.max(...plot.rows.map(({ label }) => emsOf(label))) * size * BOLD + size,
  );
  const textWidth = Math.max(...plot.rows.map(({ text }) => emsOf(text))) * size * 1.12 + size;
  const labels = plot.rows.map(({ label }) => linesOf(label, labelWidth / size / BOLD));
  const rowHeight = size * Math.max(2, LABEL_LINE * Math.max(...labels.map(({ length }) => length)) + 0.4);
  const [left, right] = [labelWidth + size, width - textWidth - size];
  const bottom = head + plot.rows.length * rowHeight;
  const scale = scaleOf(plot, left, right);
  const rows = plot.rows.map((row, i) =>
    drawRow(row, labels[i], head + (i + 0.5) * rowHeight, scale.at, labelWidth, right, frame),
  );
  const legend = legendOf(plot, scale, frame, bottom + size * 4.6);
  const height = legend.bottom + size * 0.6;
  const text = (x: number, y: number, content: string, more = '') =>
    `<text x="${n(x)}" y="${n(y)}" font-size="${n(size)}" fill="${ink}" ${more}>${escapeXml(content)}</text>`;
  const [w, h] = frame.writtenWidth
    ? [frame.writtenWidth, `${n((Number.parseFloat(frame.writtenWidth) * height) / width)}mm`]
    : [n(width), n(height)];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${w}" height="${h}" viewBox="0 0 ${n(width)} ${n(height)}" ` +
      `font-family="${escapeXml(frame.family)}" role="img" aria-label="${escapeXml(plot.title)}">`,
    `<rect width="100%" height="100%" fill="${frame.paper}"/>`,
    ...title.map((line, i) =>
      text(size, size * 1.7 + i * size * 1.5, line, `font-weight="bold" style="font-size:${n(size * 1.15)}px"`),
    ),
    ...note.map((line, i) =>
      text(size, size * 1.7 + title.length * size * 1.5 + i * size * 1.35, line).replace(ink, dim),
    ),
    ...scale.ticks.map(
      (tick) =>
        `<line x1="${n(scale.at(tick))}" x2="${n(scale.at(tick))}" y1="${n(head)}" y2="${n(bottom)}" ` +
        `stroke="${frame.grid}" stroke-width="1"/>` +
        text(scale.at(tick), bottom + size * 1.4, scale.write(tick), 'text-anchor="middle"'),
    ),
    ...scale.lines.map(
      ({ value, dash }) =>
        `<line x1="${n(scale.at(value))}" x2="${n(scale.at(value))}" y1="${n(head)}" y2="${n(bottom)}" ` +
        `stroke="${ink}" stroke-width="${n(size / 9)}" stroke-dasharray="${dash}"/>`,
    ),
    ...rows,
    text((left + right) / 2, bottom + size * 3, plot.xTitle, 'text-anchor="middle"'),
    legend.svg,
    '</svg>',
  ].join('');
}

interface Scale {
  at(value: number): number;
  write(tick: number): string;
  ticks: number[];
  /** Those near enough to be drawn. */
  lines: { label: string; value: number; dash: string }[];
}

function scaleOf({ rows, lines, language }: ForestPlot, left: number, right: number): Scale {
  const own = rows.flatMap(({ value, interval }) => [value, ...(interval ?? [])]);
  const [lowest, highest] = [Math.min(...own), Math.max(...own)];
  const span = highest - lowest || Math.abs(highest) || 1;
  const dashed = lines.map((line, i) => ({ ...line, dash: LINE_DASHES[i % LINE_DASHES.length] }));
  const near = dashed.filter(({ value }) => value > lowest - FARTHEST * span && value < highest + FARTHEST * span);
  const all = [...own, ...near.map(({ value }) => value)];
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const margin = (high - low || span) * 0.04;
  const [from, to] = [low - margin, high + margin];
  const rough = (to - from) / TICKS;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 2.5, 5, 10].find((one) => one * power >= rough) ?? 10);
  const decimals = Math.max(0, Math.ceil(-Math.log10(step) - 1e-9) + (step / power === 2.5 ? 1 : 0));
  const first = Math.ceil(from / step);
  const ticks = Array.from({ length: Math.floor(to / step) - first + 1 }, (_, i) => (first + i) * step);
  return {
    at: (value) => left + ((value - from) / (to - from)) * (right - left),
    write: (tick) => formatNumber(tick, language, decimals),
    ticks,
    lines: near,
  };
}

function drawRow(
  { value, interval, text, stroke, place }: ForestRow,
  label: readonly string[],
  y: number,
  at: Scale['at'],
  labelWidth: number,
  right: number,
  { size, ink, width, paper, dim }: ForestFrame,
): string {
  const x = at(value);
  const [low, high] = interval ?? [value, value];
  const words = (from: number, anchor: string, content: string, colour = ink, lower = 0) =>
    `<text x="${n(from)}" y="${n(y + size * (0.35 + lower))}" font-size="${n(size)}" fill="${colour}" ` +
    `text-anchor="${anchor}"${place === 'best' ? ' font-weight="bold"' : ''}>${escapeXml(content)}</text>`;
  const whisker =
    `<line x1="${n(at(low))}" x2="${n(at(high))}" y1="${n(y)}" y2="${n(y)}" stroke="${stroke.colour}" ` +
    `stroke-width="${n(size / 6)}"/>`;
  const open = place === 'tied';
  return [
    ...label.map((line, i) =>
      words(labelWidth, 'end', line, place === 'frame' ? dim : ink, (i - (label.length - 1) / 2) * LABEL_LINE),
    ),
    whisker,
    mark(x, y, size, stroke, open ? paper : stroke.colour),
    words(Math.min(width - size, right + size), 'start', text),
  ].join('');
}

function mark(x: number, y: number, size: number, { colour, mark }: Omit<Stroke, 'dash'>, fill: string): string {
  const drawn = `fill="${fill}" stroke="${colour}" stroke-width="${n(size / 7)}"/>`;
  return `<path d="${markPath(mark, x, y, size * 0.4)}" ${drawn}`;
}

/** Marks and lines with their names, as many in a row as there is room for. */
function legendOf(plot: ForestPlot, scale: Scale, frame: ForestFrame, top: number): { svg: string; bottom: number } {
  const { size, ink, width, paper } = frame;
  const key = size * 2.2;
  const marked = plot.rows.some(({ place }) => place === 'tied' || place === 'apart');
  const entries = [
    ...(marked
      ? [false, true].map((open) => ({
          label: open ? plot.marks.tied : plot.marks.apart,
          draw: (x: number, y: number) =>
            mark(x + key / 2, y - size * 0.35, size, { colour: ink, mark: 'circle' }, open ? paper : ink),
        }))
      : []),
    ...plot.lines.map(({ label }) => {
      const drawn = scale.lines.find((line) => line.label === label);
      return {
        label: drawn ? label : `→ ${label}`,
        draw: (x: number, y: number) =>
          drawn
            ? `<line x1="${n(x)}" x2="${n(x + key - size * 0.4)}" y1="${n(y - size * 0.35)}" ` +
              `y2="${n(y - size * 0.35)}" ` +
              `stroke="${ink}" stroke-width="${n(size / 9)}" stroke-dasharray="${drawn.dash}"/>`
            : '',
      };
    }),
  ];
  let [x, y] = [size, top];
  const svg = entries.map(({ label, draw }) => {
    const needed = key + emsOf(label) * size * 1.1 + size * 1.5;
    if (x > size && x + needed > width) [x, y] = [size, y + size * 1.6];
    const drawn =
      draw(x, y) +
      `<text x="${n(x + key)}" y="${n(y)}" font-size="${n(size)}" fill="${ink}">${escapeXml(label)}</text>`;
    x += needed;
    return drawn;
  });
  return { svg: svg.join(''), bottom: entries.length > 0 ? y : top - size * 1.6 };
}

function n(value: number): string {
  return value.toFixed(2).replace(/\.?0+$/, '');
}
