import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../../src/core/app/app.ts';
import { createApp } from '../../src/core/app/create-app.ts';
import { spawnChildTrainer } from '../../src/core/recommender/training/spawn-child-trainer.ts';
import { createLibrary } from '../../src/core/storage/library.ts';
import { type RunningServer, startServer } from '../../src/server/server.ts';
import { CHROMIUM, FLAGS } from '../support/browser.ts';
import { importFile, ROOT, suiteFolder } from '../support/fixtures.ts';

const SONGS = 900;

describe.skipIf(!existsSync(CHROMIUM))('the table', () => {
  let browser: Browser;
  let app: App;
  let server: RunningServer;
  let page: Page;
  const grid = () => page.getByRole('grid', { name: 'Songs' });
  const selected = () => grid().locator('tbody tr[aria-selected="true"]');
  const clipboard = () => page.evaluate(() => navigator.clipboard.readText());

  beforeAll(async () => {
    app = createApp({ library: await createLibrary(join(suiteFolder(), 'library')), spawnTrainer: spawnChildTrainer });
    const file = join(suiteFolder(), 'plays.tsv');
    // Song s has s + 1 plays, so that its place by plays is known.
    const rows = Array.from({ length: SONGS }, (_, s) => `listener${s % 30}\tsong${1000 + s}\t${s + 1}\n`);
    writeFileSync(file, rows.join(''));
    await importFile(app, 'triplets', file);
    server = await startServer(app, join(ROOT, 'out', 'renderer'));
    // Scrollbars that take room, as on Windows and Linux.
    browser = await chromium.launch({
      executablePath: CHROMIUM,
      args: FLAGS,
      ignoreDefaultArgs: ['--hide-scrollbars'],
    });
    const context = await browser.newContext({
      viewport: { width: 1280, height: 800 },
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    page = await context.newPage();
    await page.goto(server.url);
    await page.getByRole('link', { name: 'Library', exact: true }).click();
    await page.getByText('900 rows').waitFor();
  });

  afterAll(async () => {
    await browser?.close();
    await server?.close();
    await app?.close();
  });

  it('draws only rows in sight, and its heads line up with them', async () => {
    expect(await grid().locator('tbody tr').count()).toBeLessThan(120);
    expect(await grid().getAttribute('aria-rowcount')).toBe(String(SONGS + 1));
    const scrollbar = await page.evaluate(() => {
      const scroller = document.querySelector('.table-scroller') as HTMLElement;
      return scroller.offsetWidth - scroller.clientWidth;
    });
    expect(scrollbar).toBeGreaterThan(5);
    const edges = (part: string) =>
      grid()
        .locator(part)
        .evaluateAll((cells) => cells.map((cell) => Math.round(cell.getBoundingClientRect().right)));
    expect(await edges('tbody tr:first-child td')).toEqual(await edges('thead th'));
  });

  it('keeps what a row is about in sight when it is scrolled aside, and is framed when it has the focus', async () => {
    await grid().evaluate((table) => {
      table.style.minWidth = '2400px';
      (table.parentElement as HTMLElement).scrollLeft = 1200;
    });
    const lefts = (cell: string) =>
      grid()
        .locator(`tbody tr:first-child ${cell}, thead ${cell.replace('td', 'th')}`)
        .evaluateAll((cells) => {
          const from = document.querySelector('.table-scroller')?.getBoundingClientRect().left ?? 0;
          return cells.map((one) => Math.round(one.getBoundingClientRect().left - from));
        });
    await expect.poll(() => lefts('td:nth-child(2)').then((all) => Math.max(...all))).toBeLessThan(0);
    expect(await lefts('td:first-child')).toEqual([0, 0]);
    expect(
      await grid()
        .locator('tbody tr:first-child td:first-child')
        .evaluate((cell) => getComputedStyle(cell).backgroundColor),
    ).not.toBe('rgba(0, 0, 0, 0)');
    await grid().focus();
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Tab');
    expect(await grid().evaluate((table) => getComputedStyle(table.parentElement as Element).outlineWidth)).toBe('2px');
    await grid().evaluate((table) => {
      table.style.minWidth = '';
    });
  });

  it('is sorted by its heads and moved through by keys', async () => {
    await grid().getByRole('button', { name: 'Plays', exact: true }).click();
    await expect
      .poll(() => page.getByRole('columnheader', { name: /^Plays/ }).getAttribute('aria-sort'))
      .toBe('descending');
    await grid().getByRole('link', { name: 'song1899' }).waitFor();
    await grid().focus();
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => selected().textContent()).toContain('song1899');
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => selected().textContent()).toContain('song1898');
    await page.keyboard.press('End');
    await grid().getByRole('link', { name: 'song1000' }).waitFor();
    await page.keyboard.press('Home');
    await expect.poll(() => selected().textContent()).toContain('song1899');
  });

  it('selects several rows and copies them for a spreadsheet', async () => {
    await page.keyboard.press('Shift+ArrowDown');
    await page.keyboard.press('Shift+ArrowDown');
    await expect.poll(() => selected().count()).toBe(3);
    await page.keyboard.press('Control+c');
    await page.getByText('3 rows are on the clipboard.').waitFor();
    const rows = (await clipboard()).split('\n').map((line) => line.split('\t'));
    expect(rows.map((cells) => cells[cells.length - 1])).toEqual(['song1899', 'song1898', 'song1897']);
  });

  it('is filtered by a column, in the backend', async () => {
    await grid()
      .getByRole('columnheader', { name: /^Plays/ })
      .hover();
    await page.getByRole('button', { name: 'Filter by Plays' }).click();
    await page.getByLabel('From', { exact: true }).fill('890');
    await page.getByText('11 rows').waitFor();
    await page.getByLabel('To', { exact: true }).fill('892');
    await page.getByText(/^3 rows/).waitFor();
    await page.keyboard.press('Escape');
    await page.reload();
    await page.getByText(/^3 rows/).waitFor();
    await page.getByRole('button', { name: 'Clear all filters' }).click();
    await page.getByText('900 rows').waitFor();
  });

  it('keeps the choice of columns', async () => {
    await page.getByRole('button', { name: 'Columns' }).click();
    await page.getByRole('menuitemcheckbox', { name: 'Artist' }).click();
    await page.getByRole('columnheader', { name: /^Artist/ }).waitFor({ state: 'detached' });
    await page.reload();
    await page.getByText('900 rows').waitFor();
    expect(await page.getByRole('columnheader', { name: /^Artist/ }).count()).toBe(0);
  });

  it('opens a row with Enter', async () => {
    await grid().focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.url()).toContain('#/song/song1899');
  });

  it('with few rows is drawn whole, and keys bring a row into sight below the heads', async () => {
    await page.goto(`${page.url().split('#')[0]}#/library`);
    await page.getByRole('tab', { name: /^Listeners/ }).click();
    const few = page.getByRole('grid', { name: 'Listeners' });
    await few.getByText('listener29', { exact: true }).waitFor();
    expect(await few.locator('tbody tr').count()).toBe(30);
    const inSight = (row: 'first' | 'last') =>
      few.locator(`tbody tr:${row}-child`).evaluate((element) => {
        const scroller = element.closest('.table-scroller') as HTMLElement;
        const { top, bottom } = element.getBoundingClientRect();
        const head = scroller.querySelector('thead')?.getBoundingClientRect().bottom ?? 0;
        return top >= head - 1 && bottom <= scroller.getBoundingClientRect().bottom + 1;
      });
    expect(await inSight('last')).toBe(false);
    await few.focus();
    await page.keyboard.press('End');
    await expect.poll(() => inSight('last')).toBe(true);
    expect(await inSight('first')).toBe(false);
    await page.keyboard.press('Home');
    await expect.poll(() => inSight('first')).toBe(true);
  });
});
