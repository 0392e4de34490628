import type { CareerPlot } from '../mobility/findings.ts';
import { formatNumber, formatPercent } from '../number-format.ts';
import { escapeXml } from '../xml.ts';
import {
  colourOf,
  emsOf,
  fillOf,
  FONT_FAMILIES,
  hatches,
  linesOf,
  POINTS_PER_MM,
  type PrintTheme,
} from './print-theme.ts';

/** Figures of careers: TraMineR's seqdplot, seqIplot, seqfplot, seqmtplot and seqHtplot. */
export const CAREER_FIGURES = ['states', 'index', 'frequent', 'times', 'entropy'] as const;
export type CareerFigure = (typeof CAREER_FIGURES)[number];

/** The most frequent careers that are drawn. */
export const MOST_FREQUENT = 10;

export interface FigureTexts {
  title: string;
  /** Sample size, and whether the study is fictional. */
  note: string;
  xTitle: string;
  yTitle: string;
  /** Of the states, in their order. */
  states: string[];
  language: string;
}

/** In points. */
const SIZE = 8;
const SMALL = 7;
const LINE = 10;
/** Of a state in the figure of mean times, whose number stands behind the bar. */
const ROW = 14;
const NUMBER_WIDTH = 24;

interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** A figure of careers for print, as SVG: on white, its width in millimetres, title, n and mark inside. */
export function careerFigure(kind: CareerFigure, plot: CareerPlot, texts: FigureTexts, theme: PrintTheme): string {
  const width = theme.widthMm * POINTS_PER_MM;
  const title = linesOf(texts.title, (width - 12) / (SIZE + 1) / 1.05);
  const note = linesOf(texts.note, (width - 12) / SMALL);
  const head = 6 + title.length * (LINE + 1) + note.length * (LINE - 1) + 8;
  const yTicks = kind === 'times' ? timesTicks(texts.states) : yTicksOf(kind, plot, texts.language);
  const left = 18 + Math.max(...yTicks.map(({ text }) => emsOf(text))) * SMALL;
  const height = kind === 'times' ? plot.states.length * ROW : theme.widthMm === 85 ? 120 : 190;
  const box: Box = { left, top: head, width: width - left - (kind === 'times' ? NUMBER_WIDTH : 10), height };
  const withLegend = kind !== 'entropy' && kind !== 'times';
  const legend = withLegend ? legendOf(texts.states, theme, width, head + height + 30) : { svg: '', height: 0 };
  const whole = head + height + 32 + legend.height;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${theme.widthMm}mm" ` +
      `height="${fixed(whole / POINTS_PER_MM)}mm" viewBox="0 0 ${fixed(width)} ${fixed(whole)}" ` +
      `font-family="${escapeXml(FONT_FAMILIES[theme.font])}" fill="#000" role="img" ` +
      `aria-label="${escapeXml(texts.title)}">`,
    hatches(plot.states.length, theme),
    `<rect width="${fixed(width)}" height="${fixed(whole)}" fill="#fff"/>`,
    ...title.map((line, i) => text(6, 14 + i * (LINE + 1), line, SIZE + 1, 'font-weight="bold"')),
    ...note.map((line, i) => text(6, 14 + title.length * (LINE + 1) + i * (LINE - 1), line, SMALL, 'fill="#444"')),
    DRAWINGS[kind](plot, box, theme, texts),
    axes(kind, plot, box, yTicks, texts),
    legend.svg,
    '</svg>',
  ].join('');
}

type Drawing = (plot: CareerPlot, box: Box, theme: PrintTheme, texts: FigureTexts) => string;

const DRAWINGS: Record<CareerFigure, Drawing> = {
  states: ({ shares }, box, theme) =>
    shares
      .map((row, year) => {
        const x = box.left + (year * box.width) / shares.length;
        let below = 0;
        return row
          .map((share, state) => {
            const y = box.top + box.height * (1 - below - share);
            below += share;
            return share === 0 ? '' : bar(x, y, box.width / shares.length - 0.6, box.height * share, state, theme);
          })
          .join('');
      })
      .join(''),
  index: (plot, box, theme) => rows(plot.careers, plot, box, theme, 0),
  frequent: (plot, box, theme) => rows(mostFrequent(plot), plot, box, theme, 1),
  times: ({ meanTimes, years }, box, theme, { language }) =>
    meanTimes
      .map((time, state) => {
        const [y, width] = [box.top + state * ROW + 2, (box.width * time) / years.length];
        const value = text(box.left + width + 3, y + 8, formatNumber(time, language, 2), SMALL);
        return bar(box.left, y, width, ROW - 4, state, theme) + value;
      })
      .join(''),
  entropy: ({ entropy }, box) => {
    const step = box.width / entropy.length;
    const points = entropy.map(
      (value, year) => `${fixed(box.left + (year + 0.5) * step)},${fixed(box.top + box.height * (1 - value))}`,
    );
    const marks = points.map((point) => {
      const [x, y] = point.split(',');
      return `<circle cx="${x}" cy="${y}" r="1.8" fill="#000"/>`;
    });
    return `<polyline points="${points.join(' ')}" fill="none" stroke="#000" stroke-width="1"/>${marks.join('')}`;
  },
};

/** Those that occur most often, the most frequent one below, as TraMineR draws them. */
export function mostFrequent({ careers }: CareerPlot): CareerPlot['careers'] {
  return [...careers]
    .sort((a, b) => b.count - a.count || (a.states.join() < b.states.join() ? -1 : 1))
    .slice(0, MOST_FREQUENT);
}

/** Careers as rows of states, each as high as it is frequent, the first below. */
function rows(careers: CareerPlot['careers'], plot: CareerPlot, box: Box, theme: PrintTheme, gap: number): string {
  const all = careers.reduce((total, { count }) => total + count, 0);
  const year = box.width / plot.years.length;
  let below = 0;
  return careers
    .map(({ states, count }) => {
      const height = (box.height * count) / all;
      below += height;
      const y = box.top + box.height - below;
      let start = 0;
      return states
        .map((state, at) => {
          if (states[at + 1] === state) return '';
          const drawn = bar(
            box.left + start * year,
            y,
            (at + 1 - start) * year,
            height - (height > 3 * gap ? gap : 0),
            state,
            theme,
          );
          start = at + 1;
          return drawn;
        })
        .join('');
    })
    .join('');
}

interface Tick {
  /** From 0, below, to 1. */
  at: number;
  text: string;
}

function yTicksOf(kind: CareerFigure, plot: CareerPlot, language: string): Tick[] {
  const all = plot.careers.reduce((total, { count }) => total + count, 0);
  if (kind === 'frequent') {
    const most = mostFrequent(plot);
    const shown = most.reduce((total, { count }) => total + count, 0);
    let below = 0;
    return most.flatMap(({ count }) => {
      const at = (below + count / 2) / shown;
      below += count;
      // Of narrow rows only those that leave room for their number.
      return count / shown < 0.05 ? [] : [{ at, text: formatPercent(count / all, language) }];
    });
  }
  if (kind === 'index')
    return [0, 0.25, 0.5, 0.75, 1].map((at) => ({ at, text: formatNumber(Math.round(at * all), language) }));
  return [0, 0.25, 0.5, 0.75, 1].map((at) => ({
    at,
    text: kind === 'entropy' ? formatNumber(at, language, 2) : formatPercent(at, language, 0),
  }));
}

function axes(kind: CareerFigure, plot: CareerPlot, box: Box, yTicks: readonly Tick[], texts: FigureTexts): string {
  const { left, top, width, height } = box;
  const bottom = top + height;
  const every = Math.max(1, Math.ceil((plot.years.length * 14) / width));
  const steps = kind === 'times' ? [0, ...plot.years] : plot.years;
  const x = (year: number) =>
    kind === 'times' ? left + (year * width) / plot.years.length : left + ((year - 0.5) * width) / plot.years.length;
  const names = yTicks.map(({ at, text: tick }) =>
    text(left - 4, bottom - at * height + 2.5, tick, SMALL, 'text-anchor="end"'),
  );
  return [
    `<path d="M${fixed(left)} ${fixed(top)}V${fixed(bottom)}H${fixed(left + width)}" fill="none" stroke="#000" ` +
      'stroke-width=".6"/>',
    ...names,
    ...steps
      .filter((year) => (year - steps[0]) % every === 0)
      .map((year) => text(x(year), bottom + 10, String(year), SMALL, 'text-anchor="middle"')),
    text(left + width / 2, bottom + 22, texts.xTitle, SIZE, 'text-anchor="middle"'),
    kind === 'times'
      ? ''
      : `<text transform="translate(9 ${fixed(top + height / 2)}) rotate(-90)" font-size="${SIZE}" ` +
        `text-anchor="middle">${escapeXml(texts.yTitle)}</text>`,
  ].join('');
}

/** The names of the states, from above. */
function timesTicks(states: readonly string[]): Tick[] {
  return states.map((name, state) => ({ at: 1 - (state + 0.5) / states.length, text: name }));
}

function legendOf(states: readonly string[], theme: PrintTheme, width: number, top: number) {
  let [x, y] = [6, top + 4];
  const entries = states.map((name, state) => {
    const needed = 14 + emsOf(name) * SMALL * 1.1 + 8;
    if (x > 6 && x + needed > width - 6) [x, y] = [6, y + 12];
    const entry =
      `<rect x="${fixed(x)}" y="${fixed(y)}" width="10" height="7" fill="${fillOf(state, theme)}" stroke="#000" ` +
      `stroke-width=".3"/>${text(x + 13, y + 6.5, name, SMALL)}`;
    x += needed;
    return entry;
  });
  return { svg: entries.join(''), height: y + 12 - top };
}

function bar(x: number, y: number, width: number, height: number, state: number, theme: PrintTheme): string {
  const fill = fillOf(state, theme);
  const edge = fill === colourOf(state) ? '' : ` stroke="${colourOf(state)}" stroke-width=".2"`;
  return (
    `<rect x="${fixed(x)}" y="${fixed(y)}" width="${fixed(width)}" height="${Math.max(0.05, height).toFixed(3)}" ` +
    `fill="${fill}"${edge}/>`
  );
}

function text(x: number, y: number, content: string, size: number, more = ''): string {
  return `<text x="${fixed(x)}" y="${fixed(y)}" font-size="${size}" ${more}>${escapeXml(content)}</text>`;
}

function fixed(value: number): string {
  return value.toFixed(2).replace(/\.?0+$/, '');
}
