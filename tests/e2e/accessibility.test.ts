import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../../src/core/app/app.ts';
import { type RunningServer, startServer } from '../../src/server/server.ts';
import { axeViolations } from '../support/axe.ts';
import { bothHalves } from '../support/both-halves.ts';
import { ROOT, suiteFolder } from '../support/fixtures.ts';
import { CHROMIUM, FLAGS } from '../support/browser.ts';
import { Settling } from '../support/settled.ts';
import { openPage } from '../support/open-page.ts';

const PAGES = [
  'overview',
  'library',
  'recommend',
  'training',
  'experiments',
  'referee',
  'map',
  'study',
  'population',
  'institutions',
  'codebook',
  'scholars',
  'career/1',
  'work',
  'coding',
  'agreement',
  'trail',
  'quadrants',
  'analysis',
  'export',
  'jobs',
  'guide',
  'settings',
] as const;

/** Tabs that show something else; the page's first is there without a click. */
const TABS: Partial<Record<(typeof PAGES)[number], string[]>> = {
  library: ['Listeners'],
  population: ['People', 'Ethics and personal information'],
  agreement: ['Settle', 'Coders'],
  analysis: ['Transitions', 'Time', 'Network', 'Cities', 'Tests', 'Whole study'],
};

const WAIT_MS = 20_000;

const COLOUR_RULES = ['color-contrast', 'link-in-text-block'];

describe.skipIf(!existsSync(CHROMIUM))('every page, without a violation that axe knows', { timeout: 120_000 }, () => {
  let browser: Browser;
  let app: App;
  let server: RunningServer;
  let page: Page;
  let settling: Settling;

  beforeAll(async () => {
    app = await bothHalves(suiteFolder());
    server = await startServer(app, join(ROOT, 'out', 'renderer'));
    // Scrollbars that take room, as on Windows and Linux.
    browser = await chromium.launch({
      executablePath: CHROMIUM,
      args: FLAGS,
      ignoreDefaultArgs: ['--hide-scrollbars'],
    });
    page = await browser.newPage({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' });
    page.setDefaultTimeout(WAIT_MS);
    settling = new Settling(page);
    await page.addInitScript(() => window.localStorage.setItem('mobility-coder', JSON.stringify('Ana')));
    await page.goto(server.url);
    await page.getByRole('link', { name: 'Library', exact: true }).waitFor();
  });

  afterAll(async () => {
    await browser?.close();
    await server?.close();
    await app?.close();
  });

  const violations = (rules?: readonly string[]) => axeViolations(page, settling, rules);

  /** Tables whose heads do not end where the cells below them do. */
  async function crookedTables(): Promise<string[]> {
    return page.locator('table').evaluateAll((tables) =>
      tables.flatMap((table) => {
        const edges = (row: Element | null) =>
          [...(row?.children ?? [])].map((cell) => Math.round(cell.getBoundingClientRect().right));
        const [heads, cells] = [edges(table.querySelector('thead tr')), edges(table.querySelector('tbody tr'))];
        const isStraight = cells.length === 0 || heads.length === 0 || heads.join() === cells.join();
        return isStraight ? [] : [`${table.getAttribute('aria-label')}: ${heads.join()} over ${cells.join()}`];
      }),
    );
  }

  it('fits at twice the size: panes go under one another, and only tables scroll sideways', async () => {
    await page.setViewportSize({ width: 640, height: 400 });
    for (const name of PAGES) {
      await openPage(page, name);
      await settling.settled();
      const excess = await page.evaluate(() => {
        const main = document.querySelector('.mantine-AppShell-main') as HTMLElement;
        return {
          page: document.documentElement.scrollWidth - window.innerWidth,
          main: main.querySelector('[role="grid"]') ? 0 : main.scrollWidth - main.clientWidth,
        };
      });
      expect(excess, name).toEqual({ page: 0, main: 0 });
    }
    await page.getByRole('button', { name: 'Pages' }).click();
    await page.getByRole('link', { name: 'Music', exact: true }).click();
    await page.getByRole('button', { name: 'Pages' }).click();
    await page.getByRole('link', { name: 'Models', exact: true }).click();
    await page.getByRole('heading', { name: 'Models', exact: true }).waitFor();
    expect(await violations()).toEqual([]);
    await page.setViewportSize({ width: 1280, height: 800 });
  });

  it('a comparison is edited in a form without a violation, and a wrong list is told', async () => {
    await openPage(page, 'experiments');
    await page.getByRole('button', { name: 'Edit and run again…' }).click();
    const form = page.getByRole('dialog', { name: 'Compare models' });
    const lengths = form.getByRole('textbox', { name: 'Lengths of the lists' });
    expect(await lengths.inputValue()).toBe('5, 10');
    await lengths.fill('5, ten');
    await lengths.blur();
    await form.getByText('Give numbers with commas between them').waitFor();
    expect(await violations()).toEqual([]);
    await page.keyboard.press('Escape');
    await form.waitFor({ state: 'detached' });
  });

  it('a model is trained without a mouse', async () => {
    await page.keyboard.press('Control+k');
    await page.getByPlaceholder('Find a command').fill('training');
    await page.keyboard.press('Enter');
    const open = page.getByRole('button', { name: 'New model…' });
    await open.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'New model' }).getByText('Popularity').waitFor();
    expect(await violations()).toEqual([]);
    const focused = () => page.evaluate(() => document.activeElement?.textContent ?? '');
    const leadTo = async (key: 'Tab' | 'ArrowDown', name: string) => {
      for (let i = 0; i < 40 && !(await focused()).startsWith(name); i++) await page.keyboard.press(key);
      expect(await focused()).toMatch(new RegExp(`^${name}`));
      await page.keyboard.press('Enter');
    };
    // The types are one stop; arrows lead through them.
    while (!(await page.evaluate(() => document.activeElement?.matches('.choice')))) await page.keyboard.press('Tab');
    await leadTo('ArrowDown', 'Popularity');
    await page.getByRole('button', { name: 'Train and check' }).waitFor();
    expect(await violations()).toEqual([]);
    await leadTo('Tab', 'Train only');
    await page.getByRole('gridcell', { name: 'popularity' }).first().waitFor();
    // What is read aloud begins with what is seen: the button's word and the number on its badge.
    const jobs = page.getByRole('button', { name: 'Jobs 1 new outcome', exact: true });
    await jobs.waitFor();
    expect(await jobs.innerText()).toMatch(/^Jobs\s+1\b/);
    expect(await violations(['label-content-name-mismatch'])).toEqual([]);
    // There is no audio: the page says so, and offers no second try that would fail as well.
    await app.call('models/train', { type: 'cnn', name: 'cnn' });
    await page.getByRole('button', { name: 'Copy for a report' }).waitFor();
    expect(await page.getByRole('button', { name: 'Resume' }).count()).toBe(0);
    expect(await violations()).toEqual([]);
  });

  // In the dark only colours are others; what is named, ordered and reached stays as it is.
  describe.each([
    ['light', undefined],
    ['dark', COLOUR_RULES],
  ] as const)('in %s', (theme, rules) => {
    beforeAll(async () => {
      await app.call('settings/set', { theme });
      await page.reload();
      await page.getByRole('link', { name: 'Music', exact: true }).waitFor();
    });

    it.each(PAGES)('%s', async (name) => {
      await openPage(page, name);
      expect(await violations(rules)).toEqual([]);
      expect(await crookedTables()).toEqual([]);
      for (const tab of TABS[name] ?? []) {
        await page
          .getByRole('tab', { name: new RegExp(tab) })
          .first()
          .click();
        expect(await violations(rules), `${name}, ${tab}`).toEqual([]);
        expect(await crookedTables(), `${name}, ${tab}`).toEqual([]);
      }
    });

    it.each([
      ['About Quadrille', 'About Quadrille'],
      ['Show the log', 'Log'],
      ['Keyboard shortcuts', 'Keyboard shortcuts'],
      ['Export the library', 'The whole library as one file'],
      ['Import a library', 'A library from an archive'],
    ])('the palette, and by it the dialog %s', async (command, title) => {
      await page.keyboard.press('Control+k');
      await page.getByPlaceholder('Find a command').fill(command);
      expect(await violations(rules), 'the palette').toEqual([]);
      await page.keyboard.press('Enter');
      const dialog = page.getByRole('dialog', { name: title, exact: true });
      await dialog.waitFor();
      await page.getByPlaceholder('Find a command').waitFor({ state: 'detached' });
      expect(await violations(rules)).toEqual([]);
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
    });
  });
});
