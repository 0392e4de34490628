import { describe, expect, it } from 'vitest';
import { PRINT_THEME } from '../../src/shared/figures/print-theme.ts';
import { fullLayout, printedChart } from '../../src/renderer/ui/chart-layout.ts';
import { tracesAsShown } from '../../src/renderer/ui/chart-texts.ts';
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

describe('the texts of a chart', () => {
  const evil = '<a href="https://x.example">Me</a> &amp;\nYou';
  const shown = '&lt;a href="https://x.example"&gt;Me&lt;/a&gt; &amp;amp;<br>You';
  const ones = { text: [evil], hovertext: [[evil]], name: evil, customdata: [evil], x: [evil, null], y: [1] };
  const node = { label: [evil], color: ['#fff'] };
  const trace = {
    type: 'scatter',
    ...ones,
    node,
    link: { customdata: [evil] },
    hovertemplate: '%{text}<extra></extra>',
  };
  const drawn = { text: [shown], hovertext: [[shown]], name: shown, customdata: [shown], x: [shown, null], y: [1] };
  const layout = {
    xaxis: { title: { text: evil }, ticktext: [evil] },
    annotations: [{ text: evil, x: 0, font: { weight: 'bold', color: 'red' } }],
  };

  it('are shown as they are, not taken for markup, on the screen and in saved pictures', () => {
    const wanted = { ...drawn, node: { label: [shown], color: ['#fff'] }, link: { customdata: [shown] } };
    const [own] = shownTraces([trace], layout, true);
    expect(own).toMatchObject({ ...wanted, hovertemplate: '%{text}<extra></extra>' });
    const picture = printedChart({ title: evil, note: evil, data: [trace], layout }, PRINT_THEME);
    expect(picture.data[0]).toMatchObject(wanted);
    for (const made of [picture.layout, fullLayout(layout, false, 300)]) {
      expect(made).toMatchObject({ xaxis: { title: { text: shown }, ticktext: [shown] } });
      expect(made.annotations).toMatchObject([{ text: shown, font: { weight: 'bold' } }]);
    }
    const { text, subtitle } = picture.layout.title as { text: string; subtitle: { text: string } };
    expect([text, subtitle.text].join()).not.toMatch(/<(?!\/?b>|br>)|&amp;(?!amp;)/);
  });

  it('that are numbers stay the same arrays', () => {
    const x = points(3);
    expect(tracesAsShown([{ x, y: [1, null], z: evil }])[0]).toEqual({ x, y: [1, null], z: evil });
    expect(tracesAsShown([{ x }])[0].x).toBe(x);
  });
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
