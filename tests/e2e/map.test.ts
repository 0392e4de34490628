import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../../src/core/app/app.ts';
import { MANY_POINTS } from '../../src/renderer/ui/chart-traces.ts';
import { type RunningServer, startServer } from '../../src/server/server.ts';
import { CHROMIUM, FLAGS } from '../support/browser.ts';
import { finish, importFile, ROOT, suiteApp, suiteFolder } from '../support/fixtures.ts';
import { fileOf } from '../support/mobility.ts';
import { openPage } from '../support/open-page.ts';
import { Settling } from '../support/settled.ts';
import { LAPTOP } from '../support/stage.ts';

const SONGS = MANY_POINTS + 100;
const LISTENERS = 80;

interface Plot extends HTMLElement {
  on(event: string, heard: () => void): void;
  data: { x: number[]; y: number[]; text: string[] }[];
  _fullLayout: Record<'xaxis' | 'yaxis', { _offset: number; d2p(value: number): number }>;
}

/** Each song by two listeners, and by a third where that makes it another song’s neighbour. */
function plays(): string {
  const rows = Array.from({ length: SONGS }, (_, song) =>
    [song, 7 * song + 1, song % 5].map((by, at) => `u${by % LISTENERS},Tune ${song},${1 + ((song + at) % 4)}\n`),
  );
  return `user,song,count\n${rows.flat().join('')}`;
}

describe.skipIf(!existsSync(CHROMIUM))('the map of many songs', { timeout: 120_000 }, () => {
  let browser: Browser;
  let app: App;
  let server: RunningServer;
  let page: Page;
  let settling: Settling;

  beforeAll(async () => {
    const folder = suiteFolder();
    app = await suiteApp(folder);
    await importFile(app, 'triplets', fileOf('plays.csv', plays(), folder));
    const options = { k: 4, iterations: 2 };
    await finish(app, (await app.call('models/train', { type: 'als', name: 'als', options })).jobId);
    server = await startServer(app, join(ROOT, 'out', 'renderer'));
    browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
    page = await (await browser.newContext({ viewport: LAPTOP, reducedMotion: 'reduce' })).newPage();
    settling = new Settling(page);
    await page.goto(server.url);
    await openPage(page, 'map');
    await page.locator('.js-plotly-plot .main-svg').first().waitFor();
    await settling.settled();
    await page.locator('.js-plotly-plot').evaluate((plot) => {
      const told = { drawn: 0, marked: 0 };
      (plot as Plot).on('plotly_afterplot', () => told.drawn++);
      (plot as Plot).on('plotly_relayout', () => told.marked++);
      (window as unknown as { told: typeof told }).told = told;
    });
  });

  afterAll(async () => {
    await browser?.close();
    await server?.close();
    await app?.close();
  });

  /** How often the whole chart, and how often something on it was drawn since the last time. */
  const counted = () =>
    page.evaluate(() => {
      const { told } = window as unknown as { told: { drawn: number; marked: number } };
      const counts = { ...told };
      Object.assign(told, { drawn: 0, marked: 0 });
      return counts;
    });

  const choose = async (colouring: string) => {
    await page.getByRole('combobox', { name: 'Colour' }).click();
    await page.getByRole('option', { name: colouring }).click();
    await settling.settled();
  };

  it('a search draws its halos, and no song again', async () => {
    await counted();
    await page.getByRole('textbox', { name: 'Find a song or artist' }).fill('tune 15');
    await page.getByText('Tune 150').first().waitFor();
    await settling.settled();
    const { drawn, marked } = await counted();
    expect(drawn).toBe(0);
    expect(marked).toBeGreaterThan(0);
    expect(await page.locator('.js-plotly-plot .shapelayer path').count()).toBe(100);
    await choose('Colour: artist');
    expect((await counted()).drawn).toBeGreaterThan(0);
  });

  it('paints songs where it can, and each says its name and can be clicked', async () => {
    await choose('Colour: listeners');
    const paints = await page.evaluate(() => document.createElement('canvas').getContext('webgl') !== null);
    const drawing = page.locator('.js-plotly-plot');
    expect(await drawing.locator('.scatterlayer .point').count()).toBe(paints ? 0 : SONGS);
    expect((await drawing.locator('.gl-container canvas').count()) > 0).toBe(paints);
    // The outermost: nothing else lies on it.
    const spot = await drawing.evaluate((plot) => {
      const { data, _fullLayout: axes } = plot as Plot;
      const [{ x, y, text }] = data.toSorted((a, b) => b.x.length - a.x.length);
      const at = x.indexOf(Math.max(...x));
      const { left, top } = plot.getBoundingClientRect();
      const [across, down] = [axes.xaxis, axes.yaxis].map((axis, i) => axis._offset + axis.d2p([x, y][i][at]));
      return { x: left + across, y: top + down, name: text[at] };
    });
    await page.mouse.move(spot.x, spot.y, { steps: 4 });
    await drawing.locator('.hoverlayer').getByText(spot.name).waitFor();
    await page.mouse.down();
    await page.mouse.up();
    await page.getByRole('link', { name: spot.name }).waitFor();
  });
});
