import { describe, expect, it } from 'vitest';
import { MANY_POINTS, shownTraces } from '../../src/renderer/ui/chart-traces.ts';

const LAYOUT = { xaxis: { title: { text: 'Year' } }, yaxis: { title: { text: 'Scholars' } } };
const points = (count: number) => Array.from({ length: count }, (_, i) => i);

describe('what a chart says of the mark below the mouse', () => {
  it('is its name, and both values with what they are', () => {
    const [bars] = shownTraces([{ type: 'bar', name: 'Upward', x: [1998, 1999], y: [12, 0.5] }], LAYOUT, true);
    expect(bars).toMatchObject({
      hoverinfo: 'text',
      hovertext: ['Upward · Year 1998 · Scholars 12', 'Upward · Year 1999 · Scholars 0.500'],
    });
  });

  it.each([{ hoverinfo: 'skip' }, { hovertext: ['own'] }, { hovertemplate: '%{text}' }])(
    'stays what the chart says itself: %o',
    (own) => {
      const trace = { type: 'scatter', name: 'a', x: [1], y: [2], ...own };
      expect(shownTraces([trace], LAYOUT, true)).toEqual([trace]);
    },
  );
});

describe('many points', () => {
  const half = { type: 'scatter', mode: 'markers', x: points(MANY_POINTS / 2), y: points(MANY_POINTS / 2) };
  const star = { type: 'scatter', mode: 'markers+text', x: [1], y: [1] };
  const types = (paints: boolean, ...traces: object[]) =>
    shownTraces(traces as Record<string, unknown>[], LAYOUT, paints).map(({ type }) => type);

  it('are painted where that can be, with all traces together; names stay drawn', () => {
    expect(types(true, half, half, star)).toEqual(['scattergl', 'scattergl', 'scatter']);
    expect(types(true, half, star)).toEqual(['scatter', 'scatter']);
    expect(types(false, half, half, star)).toEqual(['scatter', 'scatter', 'scatter']);
  });
});
