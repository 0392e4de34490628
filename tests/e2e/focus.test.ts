import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type ElementHandle, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../../src/core/app/app.ts';
import { type RunningServer, startServer } from '../../src/server/server.ts';
import { bothHalves } from '../support/both-halves.ts';
import { CHROMIUM, FLAGS } from '../support/browser.ts';
import { importFile, ROOT, suiteFolder } from '../support/fixtures.ts';
import { fileOf, importStudyFile, resumes } from '../support/mobility.ts';
import { Settling } from '../support/settled.ts';

const RENDERER = join(ROOT, 'src', 'renderer');
const CODER = 'Ana';

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
  { file: 'mobility/import-dialog', what: 'an import', page: 'study', by: { button: 'Import…' } },
  {
    file: 'mobility/codebook-editor',
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
  { file: 'mobility/clear-matches', what: 'sure matches', page: 'institutions', by: { button: /^One candidate only/ } },
  {
    file: 'mobility/institution-editor',
    what: 'an institution',
    page: 'institutions',
    tab: /Institutions/,
    by: { button: /^Fictional/ },
  },
  ...(['Assign…', 'Memo', 'Mark missing…', 'Delete…'] as const).map(
    (button): Case => ({
      file: 'mobility/scholar-actions',
      what: button,
      page: 'scholars',
      before: choose,
      by: { button },
    }),
  ),
  { file: 'mobility/work-page', what: 'taking work back', page: 'work', by: { button: /^Take back/ } },
  { file: 'mobility/find-dialog', what: 'finding by its button', page: 'coding', by: { button: /^find/ } },
  { file: 'mobility/find-dialog', what: 'finding by its key', page: 'coding', by: { key: 'f' } },
  { file: 'mobility/coding-memo', what: 'a memo', page: 'coding', by: { button: /^memo/ } },
  { file: 'mobility/keys-dialog', what: 'keys', page: 'coding', by: { button: /^keys/ } },
  { file: 'mobility/rename-coder', what: 'a name', page: 'agreement', tab: /Coders/, by: { button: 'Rename…' } },
  { file: 'mobility/coders', what: 'opening blind codes', page: 'agreement', tab: /Coders/, by: { button: /^Open/ } },
  { file: 'mobility/ledger-notes', what: 'families', page: 'analysis', tab: 'Tests', by: { button: /^Families/ } },
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
    await page.evaluate((hash) => {
      window.location.hash = hash;
    }, `#/${id}`);
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
    // A list that a field has opened closes first.
    await page.keyboard.press('Escape');
    if (await page.locator('[role="listbox"]').count()) await page.keyboard.press('Escape');
    await dialog.first().waitFor({ state: 'detached' });
    await expect.poll(async () => nameOf(await focused())).toBe(await nameOf(before));
    expect(await before.evaluate((opener) => opener === document.activeElement)).toBe(true);
    if (one.page === 'codebook') await page.getByRole('button', { name: 'Discard' }).first().click();
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
