import { type ChildProcess, spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ElectronApplication, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  electronEnvironment,
  electronThere,
  executable,
  processesOf,
  quit,
  type Started,
  startElectron,
  startScreen,
  utilityProcesses,
} from '../support/electron.ts';
import { suiteFolder } from '../support/fixtures.ts';

const DISPLAY = ':97';

describe.skipIf(!electronThere)('the app in a real Electron', () => {
  let screen: ChildProcess | null = null;
  let app: ElectronApplication;
  let started: Started | undefined;
  let page: Page;
  let folder = '';

  beforeAll(async () => {
    folder = suiteFolder();
    screen = await startScreen(DISPLAY);
    started = await startElectron(DISPLAY, join(folder, 'config'), ['--library', join(folder, 'library')]);
    ({ app, page } = started);
  });

  afterAll(async () => {
    if (started) await quit(started);
    screen?.kill();
  });

  it('shows its page on its own scheme, with the backend behind it', async () => {
    await page.getByText('This library is empty.').waitFor();
    expect(page.url()).toMatch(/^app:\/\/quadrille\/index\.html/);
    expect(existsSync(join(folder, 'library', 'library.sqlite'))).toBe(true);
  });

  it.skipIf(!utilityProcesses)('runs its backend in a utility process, as the shipped app does', async () => {
    const utilities = (await processesOf(started as Started)).filter(({ type }) => type === 'Utility');
    expect(utilities.map(({ name }) => name)).toContain('Quadrille backend');
  });

  it('keeps the page in its sandbox', async () => {
    expect(
      await page.evaluate(() => [
        typeof (globalThis as Record<string, unknown>).require,
        typeof (globalThis as Record<string, unknown>).process,
        Object.keys((globalThis as Record<string, unknown>).quadrilleBridge as object).sort(),
      ]),
    ).toEqual([
      'undefined',
      'undefined',
      [
        'chooseFiles',
        'connect',
        'grantDropped',
        'onCommand',
        'openFolder',
        'openGranted',
        'openRecent',
        'platform',
        'ready',
        'recentLibraries',
        'run',
        'unsaved',
      ],
    ]);
    const preferences = await app.evaluate(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0].webContents as unknown as {
        getLastWebPreferences(): Record<string, unknown>;
      };
      const { sandbox, contextIsolation, nodeIntegration } = contents.getLastWebPreferences();
      return { sandbox, contextIsolation, nodeIntegration };
    });
    expect(preferences).toEqual({ sandbox: true, contextIsolation: true, nodeIntegration: false });
  });

  it('imports what the system dialog chose, and shows it', async () => {
    const file = join(folder, 'plays.tsv');
    writeFileSync(
      file,
      Array.from({ length: 90 }, (_, i) => `listener${i % 8}\tsong${(i * 7) % 30}\t${1 + (i % 4)}\n`).join(''),
    );
    await app.evaluate(({ dialog }, chosen) => {
      dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [chosen] });
    }, file);
    await page.getByRole('button', { name: 'Import…' }).first().click();
    await page.getByRole('dialog').getByRole('button', { name: 'Choose files…' }).click();
    await page.getByText('plays.tsv').waitFor();
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await page.getByText('30 rows').waitFor();
  });

  it('trains in the process that main starts for the backend, and recommends', async () => {
    await page.getByRole('link', { name: 'Models', exact: true }).click();
    await page.getByRole('button', { name: 'New model…' }).click();
    await page.getByRole('button', { name: 'user-cf' }).click();
    await page.getByRole('button', { name: 'Train only' }).click();
    await page.getByRole('gridcell', { name: 'user-cf' }).first().waitFor();
    await page.getByRole('link', { name: 'Recommend', exact: true }).click();
    await page.getByRole('list', { name: 'Recommended songs' }).getByRole('listitem').first().waitFor();
    await page.getByText(/listeners? like this one played it/).waitFor();
    await page.screenshot({ path: process.env.QUADRILLE_TEST_SCREENSHOT ?? join(folder, 'recommend.png') });
  });

  it('makes the fictional study, and a career is coded from the keyboard', async () => {
    await page.getByRole('link', { name: 'Careers', exact: true }).click();
    await page.getByRole('button', { name: 'Make the fictional study' }).click();
    await page.getByText('Fictional reputation table').first().waitFor();
    await page.getByRole('link', { name: 'Coding' }).click();
    await page.getByLabel('Coder', { exact: true }).fill('Ana');
    await page.keyboard.press('Enter');
    await page.getByText('Fictional Scholar 001', { exact: true }).waitFor();
    await page.keyboard.press('m');
    await page.keyboard.press('m');
    await page.getByRole('img', { name: 'missing', exact: true }).nth(1).waitFor();
    await page.keyboard.press('z');
    await page.keyboard.press('n');
    await page.getByText('Fictional Scholar 002', { exact: true }).waitFor();
    await page.getByRole('link', { name: 'Quadrants' }).click();
    await page.getByText('Every comparable move').waitFor();
    await page.getByRole('gridcell', { name: 'Upward' }).first().waitFor();
    await page.screenshot({ path: process.env.QUADRILLE_TEST_SCREENSHOT_STUDY ?? join(folder, 'quadrants.png') });
  });

  it('asks about an unsaved codebook before the window closes or another library is shown', async () => {
    await page.getByRole('link', { name: 'Codebook' }).click();
    await page.getByRole('switch', { name: 'Whole, as JSON' }).check();
    await page.getByRole('textbox', { name: 'Whole, as JSON' }).fill('{}');
    await page.getByText('There are unsaved changes.').waitFor();
    await app.evaluate(({ BrowserWindow, dialog }) => {
      const asked: string[] = [];
      Object.assign(globalThis, { asked });
      dialog.showMessageBox = (async (_window: unknown, { message }: { message: string }) => {
        asked.push(message);
        return { response: 0, checkboxChecked: false };
      }) as unknown as typeof dialog.showMessageBox;
      BrowserWindow.getAllWindows()[0].close();
    });
    const asked = () => app.evaluate(() => (globalThis as unknown as { asked: string[] }).asked);
    const question = 'The codebook has unsaved changes. Leave them?';
    await expect.poll(asked).toEqual([question]);
    await page.evaluate(() =>
      (globalThis as unknown as { quadrilleBridge: { openRecent(index: number): void } }).quadrilleBridge.openRecent(0),
    );
    await expect.poll(asked).toEqual([question, question]);
    await page.getByText('There are unsaved changes.').waitFor();
    await page.getByRole('button', { name: 'Discard' }).click();
    await page.getByText('There are unsaved changes.').waitFor({ state: 'hidden' });
  });

  it('lets no other page in', async () => {
    const status = await page.evaluate(async () => (await fetch('app://quadrille/../../package.json')).status);
    expect(status).toBe(404);
    expect(await page.evaluate(() => window.open('https://example.org') === null)).toBe(true);
    await page.evaluate(() => {
      window.location.href = 'https://example.org/';
    });
    await page.waitForTimeout(300);
    expect(page.url()).toMatch(/^app:\/\/quadrille/);
  });

  it('closes its library when it quits', async () => {
    if (started) await quit(started);
    const { openLibrary } = await import('../../src/core/storage/library.ts');
    const deadline = Date.now() + 10_000;
    for (;;) {
      try {
        (await openLibrary(join(folder, 'library'))).close();
        break;
      } catch (error) {
        if (Date.now() > deadline) throw error;
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
    }
  });

  it('is also the command line: --cli beside the open window', () => {
    const run = (...args: string[]) =>
      spawnSync(executable, ['--no-sandbox', '--disable-gpu', '--cli', ...args], {
        encoding: 'utf8',
        timeout: 60_000,
        env: electronEnvironment(DISPLAY, join(folder, 'config')),
      });
    const doctor = run('doctor', '--json');
    expect(doctor.status, doctor.stderr).toBe(0);
    expect(JSON.parse(doctor.stdout.trim().split('\n').pop() as string)).toMatchObject({ engines: expect.any(Array) });
    expect(run('nonsense').status).toBe(2);
  });
});
