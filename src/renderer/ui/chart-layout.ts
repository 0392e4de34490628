import type { Data, Layout } from 'plotly.js';
import { asShown, layoutAsShown, tracesAsShown } from './chart-texts.ts';
import { FONT_FAMILIES, linesOf, type PrintTheme } from '../../shared/figures/print-theme.ts';

/** Pixels of a screen, in which Plotly measures. */
export const SCREEN_DPI = 96;
const FONT_PX = (8 / 72) * SCREEN_DPI;
const TITLE_PX = (9 / 72) * SCREEN_DPI;
const LINE = 1.3;
/** Room below the drawing for the numbers of the axis and its title; the legend stands below. */
const BELOW_AXIS = 48;
const NEAR_TICKS = 6;
/** Room below the drawing for each row of the legend. */
const LEGEND_ROW = 16;

const DASHES = ['solid', 'dash', 'dot', 'dashdot', 'longdash', 'longdashdot'];
const SYMBOLS = ['circle', 'square', 'diamond', 'triangle-up', 'cross', 'x', 'triangle-down', 'star'];
const PATTERNS = ['', '/', '\\', '-', '|', 'x', '+', '.'];

interface Figure {
  title: string;
  note: string;
  data: Data[];
  layout: Partial<Layout>;
  /** The layout on the screen, whose range and view are kept. */
  shown?: Partial<Layout>;
}

/** The picture for a paper, whatever the screen: on white, as wide as a column, title and sample size inside. */
export function printedChart({ title, note, data, layout, shown = {} }: Figure, theme: PrintTheme) {
  const width = Math.round((theme.widthMm / 25.4) * SCREEN_DPI);
  const font = { color: '#000000', size: FONT_PX, family: FONT_FAMILIES[theme.font] };
  const titles = linesOf(title, (width - 16) / TITLE_PX / 1.05);
  const notes = linesOf(note, (width - 16) / FONT_PX);
  const heads = hasHeads(layout) ? FONT_PX * 2 * LINE : 0;
  const top = 10 + titles.length * TITLE_PX * LINE + notes.length * FONT_PX * LINE + 8 + heads;
  const legend = legendRows(data, { width, letter: FONT_PX * 0.6, entry: 44 });
  const bottom = BELOW_AXIS + (named(data).length > 1 ? legend * LEGEND_ROW + 4 : 0);
  const margin = { l: 48, r: 12, ...(layout.margin as object), t: top, b: bottom };
  const plain = withoutFonts({ ...layout, margin });
  const full = fullLayout(plain, false, 0);
  const height = Math.round(width * (theme.widthMm === 85 ? 0.75 : 0.55) + top + bottom - 60);
  const { camera } = (shown.scene ?? {}) as { camera?: unknown };
  const heading = {
    text: `<b>${asShown(titles.join('\n'))}</b>`,
    subtitle: { text: asShown(notes.join('\n')), font: { ...font, color: '#444444' } },
    x: 8 / width,
    xanchor: 'left',
    y: 1 - 8 / height,
    yanchor: 'top',
    font: { ...font, size: TITLE_PX },
  };
  return {
    width,
    height,
    data: tracesAsShown(theme.greySafe ? greySafe(data) : data),
    layout: {
      ...full,
      height,
      font,
      title: heading,
      paper_bgcolor: '#ffffff',
      plot_bgcolor: '#ffffff',
      legend: { ...full.legend, font, orientation: 'h', y: -BELOW_AXIS / (height - top - bottom), yanchor: 'top' },
      xaxis: { ...full.xaxis, ...titleNearTicks(full.xaxis), linecolor: '#000000', range: shown.xaxis?.range },
      yaxis: { ...full.yaxis, linecolor: '#000000', range: shown.yaxis?.range },
      ...(full.scene ? { scene: { ...full.scene, camera } } : {}),
    } as Partial<Layout>,
  };
}

/** Whether texts stand above the drawing, such as the stages of flow paths. */
function hasHeads(layout: Partial<Layout>): boolean {
  const { annotations = [] } = layout as { annotations?: { yref?: string; y?: number }[] };
  return annotations.some(({ yref, y }) => yref === 'paper' && Number(y) > 1);
}

/** A title that Plotly places by the room it finds would lie on the legend. */
function titleNearTicks(axis: Partial<Layout['xaxis']> | undefined): Partial<Layout['xaxis']> {
  const title = axis?.title;
  return title ? { title: { ...title, standoff: NEAR_TICKS } } : {};
}

type Trace = Record<string, unknown> & { marker?: Record<string, unknown>; line?: Record<string, unknown> };

function named(data: readonly Data[]): string[] {
  return (data as unknown as Trace[]).flatMap(({ name, showlegend }) =>
    showlegend === false || name === undefined ? [] : [String(name)],
  );
}

/** Numbers in the drawing are as large as its other texts. */
function withoutFonts(layout: Partial<Layout>): Partial<Layout> {
  const { annotations } = layout as { annotations?: Record<string, unknown>[] };
  return annotations
    ? ({ ...layout, annotations: annotations.map((one) => ({ ...one, font: fontOf(one) })) } as never)
    : layout;
}

function fontOf({ font }: Record<string, unknown>) {
  const { weight } = (font ?? {}) as { weight?: unknown };
  return { size: FONT_PX + 1, ...(weight === undefined ? {} : { weight }) };
}

/**
 * Traces that stand in the legend get a pattern, a dash or a symbol of their own; a dash or a symbol that a trace has
 * already means something, and stays.
 */
export function greySafe(data: readonly Data[]): Data[] {
  let at = -1;
  return (data as unknown as Trace[]).map((trace) => {
    if (trace.showlegend === false || trace.name === undefined) return trace;
    at++;
    if (trace.type === 'bar' || trace.type === 'histogram')
      return { ...trace, marker: { ...trace.marker, pattern: patternOf(at) } };
    if (trace.type !== 'scatter') return trace;
    const mode = String(trace.mode ?? 'lines');
    return {
      ...trace,
      ...(mode.includes('lines') ? { line: { dash: DASHES[at % DASHES.length], ...trace.line } } : {}),
      ...(mode.includes('markers') ? { marker: { symbol: SYMBOLS[at % SYMBOLS.length], ...trace.marker } } : {}),
    };
  }) as unknown as Data[];
}

function patternOf(at: number) {
  return { shape: PATTERNS[at % PATTERNS.length], fillmode: 'overlay', fgcolor: '#ffffff', size: 6, solidity: 0.25 };
}

/** @param data for the legend, which stands below the axis title whatever room its rows leave to the drawing */
export function fullLayout(
  layout: Partial<Layout>,
  dark: boolean,
  height: number,
  data: readonly Data[] = [],
): Partial<Layout> {
  const shown = layoutAsShown(layout);
  const ink = dark ? '#c9c9c9' : '#333333';
  const grid = dark ? '#3a3a3a' : '#e3e3e3';
  const axis = { gridcolor: grid, zerolinecolor: grid, linecolor: grid, automargin: true };
  return {
    height,
    margin: { l: 56, r: 16, t: 8, b: 44 },
    paper_bgcolor: 'rgba(0,0,0,0)',
    plot_bgcolor: 'rgba(0,0,0,0)',
    font: { color: ink, size: 12, family: 'system-ui, sans-serif' },
    legend: { orientation: 'h', y: -LEGEND_FROM / drawnHeight(height, data), yanchor: 'top', font: { size: 12 } },
    hovermode: 'closest',
    ...shown,
    xaxis: { ...axis, ...shown.xaxis },
    yaxis: { ...axis, ...shown.yaxis },
  };
}

/** From the drawing to the legend on the screen, where Plotly gives the axis title the room that it finds. */
const LEGEND_FROM = 60;
/** Of a screen that is narrow: with fewer rows in the legend the drawing is higher, and the legend a little lower. */
const ON_SCREEN = { width: 560, letter: 7, entry: 48 };
const LOWEST = 80;

/** How many rows the legend takes. @param entry the line of each, with what is left beside it; all in pixels */
function legendRows(data: readonly Data[], of: { width: number; letter: number; entry: number }): number {
  const names = named(data);
  return Math.ceil((names.join('').length * of.letter + names.length * of.entry) / of.width);
}

/** What the axis title and the legend leave of the height. */
function drawnHeight(height: number, data: readonly Data[]): number {
  return Math.max(LOWEST, height - LEGEND_FROM - (legendRows(data, ON_SCREEN) + 1) * LEGEND_ROW);
}
