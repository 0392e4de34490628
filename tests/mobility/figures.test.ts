import { describe, expect, it } from 'vitest';
import { careerPlotOf } from '../../src/core/mobility/analysis/findings/careers.ts';
import { findingOf } from '../../src/core/mobility/analysis/findings/registry.ts';
import { readerOf } from '../../src/core/report/reader.ts';
import { CAREER_FIGURES, careerFigure, mostFrequent } from '../../src/shared/figures/career-figure.ts';
import { careerTexts } from '../../src/shared/figures/career-texts.ts';
import { bytesOfDataUrl, withDensity } from '../../src/shared/figures/png-density.ts';
import { pdfOfPixels } from '../../src/shared/figures/pdf-figure.ts';
import { freeLabels } from '../../src/shared/figures/free-labels.ts';
import { fillOf, hatches, linesOf, PRINT_THEME, type PrintTheme } from '../../src/shared/figures/print-theme.ts';
import type { CareerPlot } from '../../src/shared/mobility/findings.ts';
import { greySafe, printedChart } from '../../src/renderer/ui/chart-layout.ts';
import { madeStudy } from '../support/findings.ts';

const plot = careerPlotOf(madeStudy(160, { name: 'careers' })) as CareerPlot;
const ALONE: CareerPlot = {
  states: ['post & <doc>', 'job'],
  years: [1, 2, 3, 4],
  shares: [
    [1, 0],
    [0.5, 0.5],
    [0.25, 0.75],
    [0, 1],
  ],
  entropy: [0, 1, 0.811, 0],
  meanTimes: [1.75, 2.25],
  careers: [
    { states: [0, 0, 0, 1], count: 1 },
    { states: [0, 0, 1, 1], count: 1 },
    { states: [0, 1, 1, 1], count: 2 },
  ],
  n: 4,
  whom: null,
};
const draw = (kind: (typeof CAREER_FIGURES)[number], theme: Partial<PrintTheme> = {}, fictional = true) =>
  careerFigure(kind, ALONE, careerTexts(kind, ALONE, fictional, readerOf('en')), { ...PRINT_THEME, ...theme });

describe('figures of careers', () => {
  it('show the careers that the analysis clusters, each once, with how many have it', () => {
    const finding = findingOf(madeStudy(160, { name: 'careers', clusters: 2 }), () => undefined);
    expect(finding.plot).toEqual(plot);
    expect(plot.careers.reduce((total, { count }) => total + count, 0)).toBe(plot.n);
    const years = plot.careers.reduce((total, { states, count }) => total + states.length * count, 0);
    expect(plot.meanTimes.reduce((total, time) => total + time, 0)).toBeCloseTo(years / plot.n, 9);
    expect(mostFrequent(plot)[0].count).toBe(Math.max(...plot.careers.map(({ count }) => count)));
  });

  it.each(CAREER_FIGURES)('%s: title, n and the fictional mark inside, in both languages and widths', (kind) => {
    for (const language of ['en', 'zh-CN'] as const)
      for (const widthMm of [85, 170] as const) {
        const texts = careerTexts(kind, plot, true, readerOf(language));
        const svg = careerFigure(kind, plot, texts, { ...PRINT_THEME, widthMm });
        expect(svg).toContain(`width="${widthMm}mm"`);
        expect(svg).toContain('fill="#fff"');
        expect(svg).not.toMatch(/NaN|undefined|Infinity/);
        const written = [...svg.matchAll(/<text[^>]*>([^<]*)</g)].map(([, text]) => text).join(' ');
        expect(written).toMatch(language === 'en' ? /n = 160 scholars.*Fictional study/ : /n = 160 位学者.*虚构/);
        expect(written.replaceAll(' ', '')).toContain(texts.title.replaceAll(' ', ''));
        // Nothing is written beyond the edge.
        const right = Number(/viewBox="0 0 ([\d.]+)/.exec(svg)?.[1]);
        for (const [, x] of svg.matchAll(/<text x="([\d.]+)"/g)) expect(Number(x)).toBeLessThanOrEqual(right);
      }
  });

  it('bars are as high as shares, rows as frequent careers; names are escaped', () => {
    const heights = [...draw('states').matchAll(/width="[\d.]+" height="([\d.]+)" fill="(#0072B2|url)/g)].map(([, h]) =>
      Number(h),
    );
    // The legend's two squares last.
    expect(heights).toEqual([190, 95, 95, 47.5, 142.5, 190, 7, 7]);
    expect(draw('states')).toContain('fill="url(#class-1)"');
    const rows = [...draw('index', { greySafe: false }).matchAll(/height="([\d.]+)" fill="#0072B2"\/>/g)];
    expect(rows.map(([, h]) => Number(h))).toEqual([47.5, 47.5, 95]);
    expect(draw('states')).toContain('post &amp; &lt;doc&gt;');
    expect(draw('states', {}, false)).not.toContain('Fictional');
  });

  it.each([true, false])('no two of many states look alike (patterns from the first on: %s)', (safe) => {
    const theme = { ...PRINT_THEME, greySafe: safe };
    const patterns = new Map(
      [...hatches(40, theme).matchAll(/<pattern id="(class-\d+)".*?fill="(#\w+)".*?d="([^"]+)"/g)].map(
        ([, id, colour, lines]) => [`url(#${id})`, `${colour} ${lines}`],
      ),
    );
    const looks = Array.from({ length: 40 }, (_, i) => patterns.get(fillOf(i, theme)) ?? fillOf(i, theme));
    expect(looks.filter((look) => look.startsWith('url'))).toEqual([]);
    expect(new Set(looks).size).toBe(40);
  });

  it('tiers of cities are words in the language of the reader', () => {
    const study = madeStudy(160, { name: 'careers', states: ['tier'] });
    for (const { spells } of study.scholars) for (const spell of spells) spell.tier = 'tier 1';
    const tiered = careerPlotOf(study) as CareerPlot;
    const tiers = careerTexts('states', tiered, false, readerOf('zh-CN')).states;
    expect(tiers).toContain('一线');
    expect(tiers.join()).not.toMatch(/tier/);
  });

  it('classes differ without colours where that is asked for', () => {
    expect(draw('states')).toMatch(/<pattern id="class-1"/);
    expect(draw('states', { greySafe: false })).not.toContain('pattern');
    expect(draw('states', { font: 'serif' })).toContain('宋体');
    expect(draw('states', { font: 'sans' })).toContain('Arial');
  });
});

describe('charts in print', () => {
  it('on white, as wide as a column, the title broken into lines, patterns and dashes as well as colours', () => {
    const layout = { annotations: [{ text: '12', font: { size: 30 } }] } as never;
    const data = [
      { type: 'bar', name: 'a', x: [1], y: [2] },
      { type: 'bar', name: 'b', x: [1], y: [2] },
      { type: 'scatter', mode: 'lines+markers', name: 'c' },
      { type: 'scatter', mode: 'lines', showlegend: false },
    ] as never[];
    const figure = {
      title: 'A title that is far longer than one line of a narrow column',
      note: 'n = 3',
      data,
      layout,
    };
    const narrow = printedChart(figure, { ...PRINT_THEME, widthMm: 85 });
    expect(narrow.width).toBe(321);
    expect(printedChart(figure, PRINT_THEME).width).toBe(643);
    expect(narrow.layout).toMatchObject({ paper_bgcolor: '#ffffff', font: { color: '#000000' } });
    expect(JSON.stringify(narrow.layout)).toMatch(/A title[^"]*<br>/);
    const [a, b, c, d] = greySafe(data) as unknown as Record<string, never>[];
    expect([a.marker, b.marker]).toMatchObject([{ pattern: { shape: '' } }, { pattern: { shape: '/' } }]);
    expect(c).toMatchObject({ line: { dash: 'dot' }, marker: { symbol: 'diamond' } });
    expect(d).toEqual(data[3]);
    expect(printedChart(figure, { ...PRINT_THEME, greySafe: false }).data).toEqual(data);
  });

  it('the legend stands below the title of the axis, whatever the width', () => {
    for (const widthMm of [85, 170] as const) {
      const data = ['a', 'b', 'c'].map((name) => ({ type: 'bar', name, x: [1], y: [2] })) as never;
      const xaxis = { title: { text: 'Years' } };
      const { height, layout } = printedChart(
        { title: 'T', note: 'n', data, layout: { xaxis } },
        { ...PRINT_THEME, widthMm },
      );
      const { t, b } = layout.margin as { t: number; b: number };
      const below = -(layout.legend as { y: number }).y * (height - t - b);
      const { standoff } = (layout.xaxis as { title: { standoff: number } }).title;
      const font = (layout.font as { size: number }).size;
      // The numbers of the axis, the gap, the title; then one row of the legend.
      expect(below).toBeGreaterThan(1.5 * font + standoff + 1.5 * font);
      expect(b).toBeGreaterThan(below + 1.2 * font);
    }
  });

  it('texts above the drawing, such as stages, have room below the title and the sample', () => {
    const top = (annotations: object[]) =>
      (
        printedChart({ title: 'T', note: 'n', data: [], layout: { annotations } as never }, PRINT_THEME).layout
          .margin as {
          t: number;
        }
      ).t;
    expect(top([{ yref: 'paper', y: 1.06, text: 'PhD' }])).toBeGreaterThanOrEqual(top([]) + 20);
    expect(top([{ y: 1.06, text: '12' }])).toBe(top([]));
  });

  it('labels that would lie on others are not written, the most important first', () => {
    const at = (x: number, y: number, label: string) => ({ x, y, label });
    const points = [
      at(0, 0, 'Alpha'),
      at(1, 0.5, 'hidden'),
      at(100, 0, 'Beta'),
      at(0, 60, 'Gamma'),
      at(50, 30, 'Delta'),
    ];
    expect(freeLabels(points, 3).map(({ label }) => label)).toEqual(['Alpha', 'Beta', 'Gamma']);
    expect(freeLabels([at(1, 1, 'one alone')], 5)).toHaveLength(1);
    expect(freeLabels([at(1, 1, 'a'), at(1, 1, 'b')], 5)).toHaveLength(1);
  });

  it('lines break at spaces, and anywhere in Chinese', () => {
    expect(linesOf('one two three', 4)).toEqual(['one two', 'three']);
    expect(linesOf('学者之间的关系', 4)).toEqual(['学者之间', '的关系']);
  });

  it('a PDF is one page of the size in print, with every pixel on white', async () => {
    // 170 × 85 mm at 30 dpi; the left half red, the right one transparent.
    const [width, height] = [201, 100];
    const pixels = new Uint8ClampedArray(4 * width * height);
    for (let at = 0; at < width * height; at++) if (at % width < 100) pixels.set([255, 0, 0, 255], 4 * at);
    const { getDocument, OPS } = await import('pdfjs-dist/legacy/build/pdf.mjs');
    const bytes = pdfOfPixels(pixels, width, height, 30);
    const loading = getDocument({ data: new Uint8Array(bytes), verbosity: 0 });
    const document = await loading.promise;
    expect(document.numPages).toBe(1);
    const page = await document.getPage(1);
    expect(page.view.map((points: number) => Math.round((points / 72) * 25.4))).toEqual([0, 0, 170, 85]);
    const { fnArray, argsArray } = await page.getOperatorList();
    const [name] = argsArray[fnArray.indexOf(OPS.paintImageXObject)] as [string];
    const image = await new Promise<{ data: Uint8Array; width: number; height: number }>((resolve) => {
      page.objs.get(name, resolve);
    });
    expect([image.width, image.height]).toEqual([width, height]);
    const channels = image.data.length / (width * height);
    const colour = (at: number) => [...image.data.subarray(channels * at, channels * at + 3)];
    expect([colour(0), colour(width * height - 1)]).toEqual([
      [255, 0, 0],
      [255, 255, 255],
    ]);
    await loading.destroy();
  });

  it('a PNG says its resolution', () => {
    const png = bytesOfDataUrl(
      'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6' +
        'fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==',
    );
    const once = Buffer.from(withDensity(png, 300));
    const at = once.indexOf('pHYs');
    expect(once.length).toBe(png.length + 21);
    expect([once.readUInt32BE(at + 4), once[at + 12]]).toEqual([11811, 1]);
    // The checksum that libpng computes for 300 dpi.
    expect(once.readUInt32BE(at + 13).toString(16)).toBe('78a53f76');
    expect(Buffer.from(withDensity(once, 600)).indexOf('pHYs')).toBe(at);
    expect(Buffer.from(withDensity(once, 600)).length).toBe(once.length);
  });
});
