import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type ElementHandle, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../../src/core/app/app.ts';
import { type RunningServer, startServer } from '../../src/server/server.ts';
import { LISTED_PAGES } from '../../src/shared/pages.ts';
import { axeViolations } from '../support/axe.ts';
import { bothHalves } from '../support/both-halves.ts';
import { CHROMIUM, FLAGS } from '../support/browser.ts';
import { importFile, ROOT, suiteFolder } from '../support/fixtures.ts';
import { fileOf, importStudyFile, resumes } from '../support/mobility.ts';
import { Settling } from '../support/settled.ts';
import { openPage } from '../support/open-page.ts';

const RENDERER = join(ROOT, 'src', 'renderer');
const CODER = 'Ana';

/** Every page but that of a song, which needs one. */
const PAGES = LISTED_PAGES.map(({ id }) => id);
/** More than the longest form takes; a list whose every row is a stop takes hundreds. */
const MOST_STOPS = 130;

interface Case {
  /** The file with the dialog, below src/renderer. */
  file: string;
  /** What is opened, for the name of the test. */
  what: string;
  page: string;
  tab?: RegExp | string;
  /** What has to be done on the page first. */
  before?(page: Page): Promise<unknown>;
  /** A button that gets the focus and Enter, an entry of the palette, or a key of the page. */
  by: { button: string | RegExp } | { entry: string; of: string } | { command: string } | { key: string };
}

async function choose(page: Page): Promise<void> {
  await page.getByRole('grid', { name: 'Scholars' }).focus();
  for (const key of ['ArrowDown', 'Space']) await page.keyboard.press(key);
}

async function changeCodebook(page: Page): Promise<void> {
  await page.getByRole('textbox', { name: 'Rank cap' }).first().fill('777');
}

const CASES: readonly Case[] = [
  { file: 'app/dialogs', what: 'About', page: 'library', by: { command: 'About Quadrille' } },
  { file: 'app/dialogs', what: 'the keys', page: 'library', by: { command: 'Keyboard shortcuts' } },
  { file: 'app/log-viewer', what: 'the log', page: 'library', by: { command: 'Show the log' } },
  { file: 'app/archive-dialogs', what: 'export', page: 'settings', by: { button: 'Export the library as one file…' } },
  { file: 'app/archive-dialogs', what: 'import', page: 'settings', by: { button: 'Import a library from a file…' } },
  { file: 'app/backups-panel', what: 'restoring', page: 'settings', by: { button: /^Restore/ } },
  { file: 'recommender/import-dialog', what: 'an import', page: 'library', by: { button: 'Import…' } },
  { file: 'recommender/export-dialog', what: 'an export', page: 'library', by: { button: 'Export data…' } },
  { file: 'recommender/training-page', what: 'a new model', page: 'training', by: { button: 'New model…' } },
  {
    file: 'recommender/hand-over',
    what: 'a hand-over',
    page: 'training',
    by: { entry: 'Factors by Spark…', of: 'Other machines' },
  },
  { file: 'recommender/model-table', what: 'deleting a model', page: 'training', by: { button: /^Delete/ } },
  {
    file: 'recommender/comparison-drawer',
    what: 'a comparison',
    page: 'experiments',
    by: { button: 'New comparison…' },
  },
  {
    file: 'recommender/vectors-tab',
    what: 'deleting vectors',
    page: 'library',
    tab: /Vectors/,
    by: { button: /^Delete the vectors/ },
  },
  { file: 'recommender/split-dialog', what: 'a split', page: 'referee', by: { button: 'Export a split…' } },
  { file: 'mobility/imports/import-dialog', what: 'an import', page: 'study', by: { button: 'Import…' } },
  {
    file: 'mobility/codebook/codebook-editor',
    what: 'leaving changes',
    page: 'codebook',
    before: changeCodebook,
    by: { button: 'Institutions' },
  },
  {
    file: 'app/unsaved-dialog',
    what: 'another library',
    page: 'codebook',
    before: changeCodebook,
    by: { command: 'Open the synthetic demo' },
  },
  {
    file: 'mobility/institutions/clear-matches',
    what: 'sure matches',
    page: 'institutions',
    by: { button: /^One candidate only/ },
  },
  {
    file: 'mobility/institutions/institution-editor',
    what: 'an institution',
    page: 'institutions',
    tab: /Institutions/,
    by: { button: /^Fictional/ },
  },
  ...(['Assign…', 'Memo', 'Mark missing…', 'Delete…'] as const).map(
    (button): Case => ({
      file: 'mobility/scholars/scholar-actions',
      what: button,
      page: 'scholars',
      before: choose,
      by: { button },
    }),
  ),
  { file: 'mobility/work-page', what: 'taking work back', page: 'work', by: { button: /^Take back/ } },
  { file: 'mobility/coding/find-dialog', what: 'finding by its button', page: 'coding', by: { button: /^find/ } },
  { file: 'mobility/coding/find-dialog', what: 'finding by its key', page: 'coding', by: { key: 'f' } },
  { file: 'mobility/coding/coding-memo', what: 'a memo', page: 'coding', by: { button: /^memo/ } },
  { file: 'mobility/coding/keys-dialog', what: 'keys', page: 'coding', by: { button: /^keys/ } },
  { file: 'mobility/work/rename-coder', what: 'a name', page: 'agreement', tab: /Coders/, by: { button: 'Rename…' } },
  {
    file: 'mobility/work/coders',
    what: 'opening blind codes',
    page: 'agreement',
    tab: /Coders/,
    by: { button: /^Open/ },
  },
  {
    file: 'mobility/analysis/ledger-notes',
    what: 'families',
    page: 'analysis',
    tab: 'Tests',
    by: { button: /^Families/ },
  },
];

describe.skipIf(!existsSync(CHROMIUM))('the focus', { timeout: 60_000 }, () => {
  let browser: Browser;
  let app: App;
  let server: RunningServer;
  let page: Page;
  let settling: Settling;

  beforeAll(async () => {
    const folder = suiteFolder();
    app = await bothHalves(folder);
    await app.call('backups/create', {});
    const [song] = (await app.call('library/list-songs', { limit: 1 })).rows;
    await importFile(app, 'vectors', fileOf('vectors.csv', `song,v0,v1\n${song.songId},0.5,1\n`, folder));
    // Close to one institution only.
    const spelt = resumes('x,Scholar X,f,PhD,Fictional Aldmere Polytecnic University,,1990,1995,');
    await importStudyFile(app, fileOf('resumes.csv', spelt, folder));
    server = await startServer(app, join(ROOT, 'out', 'renderer'));
    browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
    page = await browser.newPage({ viewport: { width: 1366, height: 768 }, reducedMotion: 'reduce' });
    page.setDefaultTimeout(15_000);
    settling = new Settling(page);
    await page.addInitScript((coder) => window.localStorage.setItem('mobility-coder', JSON.stringify(coder)), CODER);
    await page.goto(server.url);
    await page.getByRole('link', { name: 'Library', exact: true }).waitFor();
  });

  afterAll(async () => {
    await browser?.close();
    await server?.close();
    await app?.close();
  });

  async function show({ page: id, tab, before }: Pick<Case, 'page' | 'tab' | 'before'>): Promise<void> {
    await openPage(page, id);
    await settling.settled();
    if (tab) await page.getByRole('tab', { name: tab, exact: typeof tab === 'string' }).click();
    await before?.(page);
    await settling.settled();
  }

  const focused = () => page.evaluateHandle(() => document.activeElement as HTMLElement);
  const nameOf = (element: ElementHandle) => element.evaluate((one) => (one as HTMLElement).outerHTML.slice(0, 200));

  /** Opens it by keys alone. @returns what has to have the focus again */
  async function open({ by }: Case): Promise<ElementHandle<HTMLElement>> {
    if ('key' in by) {
      await page.evaluate(() => (document.activeElement as HTMLElement).blur());
      const before = await focused();
      await page.keyboard.press(by.key);
      return before;
    }
    if ('command' in by) {
      await page.getByRole('button', { name: 'Light or dark' }).focus();
      const before = await focused();
      await page.keyboard.press('Control+k');
      await page.getByPlaceholder('Find a command').fill(by.command);
      await page.keyboard.press('Enter');
      return before;
    }
    const name = 'entry' in by ? by.of : by.button;
    const exact = typeof name === 'string';
    const opener = page.getByRole('button', { name, exact }).or(page.getByRole('link', { name, exact })).first();
    await opener.focus();
    const before = await focused();
    await page.keyboard.press('Enter');
    if ('entry' in by) {
      await page.getByRole('menuitem', { name: by.entry }).focus();
      await page.keyboard.press('Enter');
    }
    return before;
  }

  it.each(CASES)('comes back from $file, $what, to what opened it', async (one) => {
    await show(one);
    const before = await open(one);
    const dialog = page.locator('[role="dialog"][aria-modal="true"]');
    await dialog.first().waitFor();
    // It is in the dialog, or what is typed next would go to the page below.
    await expect.poll(() => dialog.first().evaluate((box) => box.contains(document.activeElement))).toBe(true);
    expect(await axeViolations(page, settling)).toEqual([]);
    // A list that a field has opened closes first.
    await page.keyboard.press('Escape');
    if (await page.locator('[role="listbox"]').count()) await page.keyboard.press('Escape');
    await dialog.first().waitFor({ state: 'detached' });
    await expect.poll(async () => nameOf(await focused())).toBe(await nameOf(before));
    expect(await before.evaluate((opener) => opener === document.activeElement)).toBe(true);
    if (one.page === 'codebook') await page.getByRole('button', { name: 'Discard' }).first().click();
  });

  /** The first stop is the skip link again, whatever had the focus. */
  const startAtTop = () =>
    page.evaluate(() => {
      const top = document.createElement('span');
      top.tabIndex = -1;
      document.body.prepend(top);
      top.focus();
      top.remove();
      (window as unknown as { reached: Set<Element> }).reached = new Set();
    });

  /** Presses Tab until it comes round. @returns how many places it stops at */
  async function tabRound(): Promise<number> {
    await startAtTop();
    for (let stops = 0; stops < MOST_STOPS; stops++) {
      await page.keyboard.press('Tab');
      const isNew = await page.evaluate(() => {
        const { reached } = window as unknown as { reached: Set<Element> };
        const here = document.activeElement as Element;
        if (here === document.body || reached.has(here)) return false;
        reached.add(here);
        return true;
      });
      if (!isNew) return stops;
    }
    return MOST_STOPS;
  }

  /** What can be used with a mouse on the page and was not reached, unless arrow keys lead on from what was. */
  const unreached = () =>
    page.evaluate(() => {
      const { reached } = window as unknown as { reached: Set<Element> };
      const acts =
        'a[href], button, input, select, textarea, summary, [role="button"], [role="switch"], [role="slider"]';
      // One stop each; their arrows are tried where they are made.
      const groups = '[role="tablist"], [role="radiogroup"], [role="listbox"], [role="grid"] tbody, [data-roving]';
      const isReached = (one: Element) => {
        const group = one.closest(groups);
        const whole = group?.closest('[role="grid"]') ?? group;
        return reached.has(one) || (whole && [...reached].some((other) => whole.contains(other)));
      };
      const clickable = (one: Element) => {
        const key = Object.keys(one).find((name) => name.startsWith('__reactProps$'));
        const { onClick, className } = (key ? (one as never)[key] : {}) as { onClick?: unknown; className?: string };
        return (
          onClick !== undefined &&
          !one.querySelector('input') &&
          !className?.includes('ScrollArea') &&
          !one.closest(`${acts}, label, [role="grid"]`)
        );
      };
      const all = [...document.querySelectorAll('#root *')];
      return (
        all
          .filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.matches(':disabled'))
          // Steppers of a number field and crosses of its entries: there the arrow keys and Backspace do it.
          .filter((one) => !one.closest('[role="option"], .mantine-NumberInput-controls, .mantine-Pill-remove'))
          .filter((one) => (one.matches(acts) ? !isReached(one) : clickable(one)))
          .map((one) =>
            `${one.tagName} ${one.getAttribute('aria-label') ?? one.textContent} .${one.className}`.slice(0, 120),
          )
      );
    });

  it.each(PAGES)('comes round every act of %s by Tab and arrows, in few steps', { timeout: 180_000 }, async (id) => {
    await show({ page: id });
    const tabs = await page.getByRole('tab').count();
    for (let at = 0; at < Math.max(1, tabs); at++) {
      if (at > 0) await page.getByRole('tab').nth(at).click();
      await settling.settled();
      const where = `${id}, tab ${at}`;
      // Again, should something have come meanwhile.
      const look = async () => {
        expect(await tabRound(), where).toBeLessThan(MOST_STOPS);
        return unreached();
      };
      await expect.poll(look, { message: where, interval: 500 }).toEqual([]);
    }
  });

  it('comes to the first song in few steps, and by arrows to what its row and the next have', async () => {
    await show({ page: 'library', tab: 'Songs' });
    await startAtTop();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    const grid = page.getByRole('grid', { name: 'Songs' });
    const isOnGrid = () => grid.evaluate((table) => table === document.activeElement);
    let steps = 2;
    for (; steps < 20 && !(await isOnGrid()); steps++) await page.keyboard.press('Tab');
    expect(await isOnGrid()).toBe(true);
    const titleOf = (row: number) => grid.locator('tbody tr').nth(row).locator('a').first();
    const focusedText = () => page.evaluate(() => document.activeElement?.textContent);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowRight');
    expect(await focusedText()).toBe(await titleOf(0).textContent());
    await page.keyboard.press('ArrowDown');
    await expect.poll(focusedText).toBe(await titleOf(1).textContent());
    await page.keyboard.press('ArrowLeft');
    expect(await isOnGrid()).toBe(true);
    // Past its heads, only the active row has stops.
    const place = () =>
      grid.evaluate((table: HTMLTableElement) =>
        [table, table.tBodies[0]].map((part) => part?.contains(document.activeElement)),
      );
    let inside = 0;
    for (let [isIn, isInRow] = await place(); isIn; [isIn, isInRow] = await place()) {
      if (isInRow && ++inside === 5) break;
      await page.keyboard.press('Tab');
    }
    expect(inside).toBeLessThan(5);
  });

  it('stops once among the types of a new model, and arrows lead through them', async () => {
    await show({ page: 'training' });
    await page.getByRole('button', { name: 'New model…' }).click();
    const types = page.getByRole('dialog', { name: 'New model' }).locator('.choice');
    await types.first().waitFor();
    expect(await types.count()).toBeGreaterThan(15);
    expect(await types.evaluateAll((all) => all.filter((one) => (one as HTMLElement).tabIndex === 0).length)).toBe(1);
    await types.first().focus();
    await page.keyboard.press('ArrowDown');
    expect(await types.nth(1).evaluate((one) => one === document.activeElement)).toBe(true);
    await page.keyboard.press('End');
    expect(await types.last().evaluate((one) => one === document.activeElement)).toBe(true);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Train only' }).waitFor();
    await page.keyboard.press('Escape');
  });

  it('is tried with every dialog that there is', () => {
    const files = readdirSync(RENDERER, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.tsx'));
    const withDialog = files.filter((file) =>
      /<(Modal|Drawer)\b|\buseConfirm\(\)/.test(readFileSync(join(RENDERER, file), 'utf8')),
    );
    // The last is what those that ask before they delete are made of.
    const tried = [...CASES.map(({ file }) => `${file}.tsx`), 'ui/confirm.tsx'];
    expect(withDialog.filter((file) => !tried.includes(file.replaceAll('\\', '/')))).toEqual([]);
  });
});
