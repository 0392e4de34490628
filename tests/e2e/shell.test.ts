import { type ChildProcess, spawnSync } from 'node:child_process';
import { existsSync, globSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApp } from '../../src/core/app/create-app.ts';
import { spawnChildTrainer } from '../../src/core/recommender/training/spawn-child-trainer.ts';
import { createLibrary, openLibrary } from '../../src/core/storage/library.ts';
import {
  electronEnvironment,
  electronThere,
  executable,
  killProcess,
  notedEnd,
  processNamed,
  quit,
  type Started,
  startElectron,
  startScreen,
  utilityProcesses,
} from '../support/electron.ts';
import en from '../../resources/translations/en.json' with { type: 'json' };
import { importFile, suiteFolder } from '../support/fixtures.ts';

const DISPLAY = ':98';

/** Runs something in main once and keeps what the stubbed dialogs answer. */
async function answerDialogs(
  { app }: Started,
  answers: { save?: string; open?: string; message?: number },
): Promise<void> {
  await app.evaluate(({ dialog }, given) => {
    dialog.showSaveDialog = async () => ({ canceled: !given.save, filePath: given.save ?? '' }) as never;
    dialog.showOpenDialog = async () => ({ canceled: !given.open, filePaths: given.open ? [given.open] : [] });
    dialog.showMessageBox = async (...told: unknown[]) => {
      (dialog as unknown as Told).told = told.pop() as Told['told'];
      return { response: given.message ?? 0, checkboxChecked: false };
    };
  }, answers);
}

interface Told {
  told?: { message: string; detail?: string };
}

const lastMessage = ({ app }: Started) => app.evaluate(({ dialog }) => (dialog as unknown as Told).told);

const menuLabels = ({ app }: Started) =>
  app.evaluate(({ Menu }) =>
    (Menu.getApplicationMenu()?.items ?? []).map((item) => ({
      label: item.label,
      items: (item.submenu?.items ?? []).map(({ label }) => label),
    })),
  );

async function clickMenu({ app }: Started, id: string): Promise<void> {
  await app.evaluate(({ Menu }, wanted) => Menu.getApplicationMenu()?.getMenuItemById(wanted)?.click(), id);
}

async function sampleLibrary(folder: string, listeners: number): Promise<void> {
  const app = createApp({ library: await createLibrary(folder), spawnTrainer: spawnChildTrainer });
  const file = join(suiteFolder(), 't.txt');
  writeFileSync(
    file,
    Array.from({ length: listeners * 5 }, (_, i) => `u${i % listeners}\ts${(i * 7) % 40}\t${1 + (i % 5)}\n`).join(''),
  );
  await importFile(app, 'triplets', file);
  await app.call('backups/create', {});
  await app.close();
}

describe.skipIf(!electronThere)('the desktop shell', { timeout: 180_000 }, () => {
  let screen: ChildProcess | null = null;
  let folder = '';
  let config = '';
  let it1: Started;
  const library = () => join(folder, 'first');
  const other = () => join(folder, 'second');

  beforeAll(async () => {
    folder = suiteFolder();
    config = join(folder, 'config');
    await sampleLibrary(library(), 30);
    await sampleLibrary(other(), 12);
    screen = await startScreen(DISPLAY);
    it1 = await startElectron(DISPLAY, config, ['--library', library()]);
    await it1.page.getByText('40 songs · 30 listeners').waitFor();
  });

  afterAll(async () => {
    if (it1) await quit(it1);
    screen?.kill();
  });

  it('has menus by the conventions, in the language of the page', async () => {
    expect((await menuLabels(it1)).map(({ label }) => label)).toEqual(['File', 'Edit', 'View', 'Help']);
    await it1.page.getByRole('button', { name: 'Language' }).click();
    await expect
      .poll(async () => (await menuLabels(it1)).map(({ label }) => label))
      .toEqual(['文件', '编辑', '视图', '帮助']);
    const file = (await menuLabels(it1))[0].items;
    expect(file).toContain('打开资料库…');
    expect(file[file.length - 1]).toBe('退出');
    await it1.page.getByRole('button', { name: '语言' }).click();
    await expect.poll(async () => (await menuLabels(it1))[0].label).toBe('File');
  });

  it('a menu entry does what the same key and the palette do', async () => {
    await clickMenu(it1, 'training');
    await expect.poll(() => it1.page.url()).toMatch(/#\/training$/);
    await it1.page.keyboard.press('Control+1');
    await expect.poll(() => it1.page.url()).toMatch(/#\/library$/);
    await it1.page.keyboard.press('Control+k');
    await it1.page.getByPlaceholder('Find a command').fill('quadr');
    await it1.page.getByRole('button', { name: /^Quadrants/ }).waitFor();
    await it1.page.keyboard.press('Enter');
    await expect.poll(() => it1.page.url()).toMatch(/#\/quadrants$/);
    await clickMenu(it1, 'about');
    await it1.page.getByText('Nothing that you do here leaves this machine').waitFor();
    await it1.page.getByText('Electron', { exact: true }).waitFor();
    await it1.page.keyboard.press('Escape');
  });

  it('comes back after a reload with the page, tab, sorting and filter that were there', async () => {
    const { page } = it1;
    await page.keyboard.press('Control+1');
    await page.getByRole('tab', { name: 'Listeners' }).click();
    await page.getByLabel('Filter', { exact: true }).fill('u1');
    await page.getByText('11 rows').waitFor();
    await page.getByRole('button', { name: 'Plays', exact: true }).click();
    await page.reload();
    await page.getByText('11 rows').waitFor();
    expect(await page.getByLabel('Filter', { exact: true }).inputValue()).toBe('u1');
    expect(await page.getByRole('tab', { name: 'Listeners' }).getAttribute('aria-selected')).toBe('true');
    expect(await page.getByRole('columnheader', { name: /^Plays/ }).getAttribute('aria-sort')).toBe('descending');
  });

  it('takes files that are dropped from the system, as grants', async () => {
    const file = join(folder, 'dropped.tsv');
    writeFileSync(file, 'u1\ts1\t2\n');
    const devtools = await it1.page.context().newCDPSession(it1.page);
    const data = { items: [], files: [file], dragOperationsMask: 1 };
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
      await devtools.send('Input.dispatchDragEvent', { type, x: 600, y: 400, data });
    await it1.page.getByRole('dialog', { name: 'Import files' }).getByText('dropped.tsv').waitFor();
    await it1.page.keyboard.press('Escape');
  });

  it('zooms and remembers it', async () => {
    const zoom = () =>
      it1.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0].webContents.getZoomFactor());
    await clickMenu(it1, 'zoom-in');
    await clickMenu(it1, 'zoom-in');
    await expect.poll(zoom).toBeCloseTo(1.2, 5);
    await it1.page.reload();
    await it1.page.getByText('11 rows').waitFor();
    await expect.poll(zoom).toBeCloseTo(1.2, 5);
    await clickMenu(it1, 'zoom-reset');
    await expect.poll(zoom).toBe(1);
  });

  it('makes a library, opens another, and lists the recent ones', async () => {
    await answerDialogs(it1, { save: join(folder, 'third') });
    await clickMenu(it1, 'new-library');
    await it1.page.getByText('This library is empty.').waitFor();
    expect(readdirSync(join(folder, 'third'))).toContain('third.quadrille');
    await answerDialogs(it1, { open: other() });
    await clickMenu(it1, 'open-library');
    await it1.page.getByText('12 listeners').waitFor();
    await expect
      .poll(async () =>
        it1.app.evaluate(({ Menu }) =>
          Menu.getApplicationMenu()
            ?.getMenuItemById('recent')
            ?.submenu?.items.map(({ label }) => label),
        ),
      )
      .toEqual(['second', 'third', 'first']);
    await it1.page.keyboard.press('Control+k');
    await it1.page.getByText('Open library third').waitFor();
    await it1.page.keyboard.press('Escape');
  });

  it('is one app: a second start with a marker file opens that library in the first', async () => {
    const marker = join(library(), readdirSync(library()).find((name) => name.endsWith('.quadrille')) as string);
    const second = spawnSync(executable, ['--no-sandbox', '--disable-gpu', marker], {
      env: electronEnvironment(DISPLAY, config),
      timeout: 60_000,
    });
    expect(second.status).toBe(0);
    await it1.page.getByText('40 songs · 30 listeners').waitFor();
  });

  it('exports an archive; a second start with it offers the import, which makes and opens a new library', async () => {
    const out = join(folder, 'out');
    mkdirSync(out);
    await answerDialogs(it1, { open: out });
    await clickMenu(it1, 'export-archive');
    await it1.page.getByRole('button', { name: 'Choose a folder…' }).click();
    await it1.page.getByText('Goes into out').waitFor();
    await it1.page.getByRole('button', { name: 'Export', exact: true }).click();
    await it1.page
      .getByText(/^Written to .*\.quadrille-archive$/)
      .first()
      .waitFor();
    const archive = join(out, readdirSync(out)[0]);
    spawnSync(executable, ['--no-sandbox', '--disable-gpu', archive], {
      env: electronEnvironment(DISPLAY, config),
      timeout: 60_000,
    });
    const dialog = it1.page.getByRole('dialog', { name: 'A library from an archive' });
    await dialog.waitFor();
    await dialog.getByRole('button', { name: 'Choose where it goes…' }).click();
    await dialog.getByLabel('Name of the new library').fill('Copy');
    await dialog.getByRole('button', { name: 'Import', exact: true }).click();
    await it1.page.getByRole('button', { name: 'Open it' }).click();
    await it1.page.getByText('40 songs · 30 listeners').waitFor();
    expect(existsSync(join(out, 'Copy', 'library.sqlite'))).toBe(true);
  });

  it('prints reports to PDF with its own window, where no Chromium is installed', async () => {
    const pdf = join(folder, 'page.pdf');
    const nowhere = join(folder, 'nowhere', 'page.pdf');
    await answerDialogs(it1, { save: nowhere });
    await clickMenu(it1, 'save-pdf');
    await expect.poll(() => lastMessage(it1)).toMatchObject({ message: en.shell.pdfNotSaved });
    expect((await lastMessage(it1))?.detail).toMatch(/nowhere.page\.pdf\nENOENT/);
    await answerDialogs(it1, { save: pdf });
    await clickMenu(it1, 'save-pdf');
    await expect
      .poll(() => existsSync(pdf) && readFileSync(pdf).subarray(0, 5).toString(), { timeout: 60_000 })
      .toBe('%PDF-');
    await quit(it1);
    it1 = await startElectron(DISPLAY, config, ['--library', join(folder, 'study')], { PATH: '/nowhere' });
    await it1.page.getByRole('link', { name: 'Careers', exact: true }).click();
    await it1.page.getByRole('button', { name: 'Make the fictional study' }).click();
    await it1.page.getByText('Fictional reputation table').first().waitFor();
    await it1.page.getByRole('link', { name: 'Export', exact: true }).click();
    const results = join(folder, 'results');
    mkdirSync(results);
    await answerDialogs(it1, { open: results });
    await it1.page
      .getByRole('button', { name: /folder/i })
      .first()
      .click();
    const printed = (name: string) =>
      globSync(join(results, '*', name)).map((file) => readFileSync(file))[0] ?? Buffer.alloc(0);
    for (const name of ['report.pdf', 'figures.pdf']) {
      await expect.poll(() => printed(name).length, { timeout: 60_000 }).toBeGreaterThan(20_000);
      expect(printed(name).subarray(0, 5).toString()).toBe('%PDF-');
    }
    const windows = () => it1.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);
    await expect.poll(windows).toBe(1);
  });

  it('goes on after an error of its own that nobody handles, and the log has the reason', async () => {
    await it1.app.evaluate(() => {
      void Promise.reject(new Error('nobody waits for this'));
      setTimeout(() => {
        throw new Error('nobody catches this');
      });
    });
    const log = () => readFileSync(join(folder, 'study', 'logs', 'quadrille.log'), 'utf8');
    await expect.poll(log).toMatch(/nobody waits for this/);
    await expect.poll(log).toMatch(/nobody catches this/);
    expect(await it1.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  });

  it.skipIf(!utilityProcesses)(
    'tells a page that its backend died and why, and the page comes back by itself',
    async () => {
      const backend = await processNamed(it1, 'Quadrille backend');
      const told = await notedEnd(it1);
      killProcess(backend);
      await told(/Reason: .*(exit code 9|SIGKILL)/);
      await it1.page.getByText(/621 scholars/).waitFor();
      await it1.page.getByText(/had stopped \(.*(exit code 9|SIGKILL).*was started again/).waitFor();
      const log = readFileSync(join(folder, 'study', 'logs', 'quadrille.log'), 'utf8');
      expect(log).toMatch(/the backend before this one ended unexpectedly.*(exit code 9|SIGKILL)/);
    },
  );

  it('killed as a whole, opens again where it was, with the window where it was', async () => {
    await it1.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0].setBounds({ x: 40, y: 30, width: 1100, height: 700 }),
    );
    await quit(it1);
    it1 = await startElectron(DISPLAY, config);
    await it1.page.getByText(/621 scholars/).waitFor();
    const bounds = () => it1.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0].getBounds());
    expect(await bounds()).toMatchObject({ width: 1100, height: 700 });
    it1.main.kill('SIGKILL');
    await new Promise((resolve) => it1.main.once('exit', resolve));
    it1 = await startElectron(DISPLAY, config);
    await it1.page.getByText(/621 scholars/).waitFor();
    await quit(it1);
    const opened = await openLibrary(join(folder, 'study'));
    expect(opened.db.pragma('integrity_check')).toBe('ok');
    opened.close();
  });

  it('shows a damaged library with its backups, and restores one', async () => {
    writeFileSync(join(other(), 'library.sqlite'), Buffer.alloc(40_960, 9));
    it1 = await startElectron(DISPLAY, config, ['--library', other()]);
    await it1.page.getByText('second is damaged', { exact: true }).waitFor();
    await it1.page.screenshot({ path: process.env.QUADRILLE_TEST_SCREENSHOT_RESCUE ?? join(folder, 'rescue.png') });
    await it1.page
      .getByRole('button', { name: /^Restore/ })
      .first()
      .click();
    await it1.page.getByText('12 listeners').waitFor();
    expect(readdirSync(join(other(), 'set-aside')).length).toBe(1);
  });

  it('tells when the last library is gone, and opens it when it is back', async () => {
    await quit(it1);
    renameSync(other(), `${other()}-away`);
    it1 = await startElectron(DISPLAY, config);
    await it1.page.getByText('second cannot be opened').waitFor();
    await it1.page.getByText(/on a disk that was removed/).waitFor();
    await it1.page.screenshot({ path: process.env.QUADRILLE_TEST_SCREENSHOT_GONE ?? join(folder, 'gone.png') });
    renameSync(`${other()}-away`, other());
    await it1.page.getByRole('button', { name: 'Try again' }).click();
    await it1.page.getByText('12 listeners').waitFor();
  });
});
