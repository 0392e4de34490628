import type { Data, Layout } from 'plotly.js';
import { tracesAsShown } from './chart-texts.ts';
import { resultNumber } from './format.ts';

/** With more points than these, marks that are elements of the page take longer than a reader waits for a click. */
export const MANY_POINTS = 1500;

type Trace = Record<string, unknown> & { type?: string; mode?: string; name?: string; x?: unknown; y?: unknown };

let canPaint: boolean | null = null;

/** Whether this machine draws by WebGL; a browser without it shows an error where such a picture would be. */
export function paintsPoints(): boolean {
  canPaint ??= document.createElement('canvas').getContext('webgl') !== null;
  return canPaint;
}

/**
 * The traces as the screen shows them: every mark says what it is, and many points are painted, not built of elements.
 * A saved picture has the traces as they were given.
 */
export function shownTraces(data: readonly Data[], layout: Partial<Layout>, paints: boolean): Data[] {
  const traces = data as readonly Trace[];
  const isMany = traces.reduce((sum, { x }) => sum + lengthOf(x), 0) > MANY_POINTS;
  return tracesAsShown(traces.map((trace) => withHover(trace, layout))).map((told, i) => {
    const trace = traces[i];
    return isMany && paints && trace.type === 'scatter' && trace.mode === 'markers'
      ? { ...told, type: 'scattergl' }
      : told;
  });
}

const lengthOf = (values: unknown) => (Array.isArray(values) ? values.length : 0);

const HOVERS = ['hoverinfo', 'hovertext', 'hovertemplate'];

/** “Upward · Year 1998 · Scholars 12”, where Plotly would show “(1998, 12)” and as much of the name as fits. */
function withHover(trace: Trace, layout: Partial<Layout>): Trace {
  const { x, y, name } = trace;
  if (!Array.isArray(x) || !Array.isArray(y) || HOVERS.some((key) => key in trace)) return trace;
  const value = (axis: unknown, one: unknown) => {
    const { text = '' } = (axis as { title?: { text?: string } } | undefined)?.title ?? {};
    return `${text} ${typeof one === 'number' ? resultNumber(one) : String(one ?? '')}`.trim();
  };
  const hovertext = x.map((at, i) =>
    [name, value(layout.xaxis, at), value(layout.yaxis, y[i])].filter((part) => part).join(' · '),
  );
  return { ...trace, hovertext, hoverinfo: 'text' };
}
