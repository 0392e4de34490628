import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import type { App } from '../../src/core/app/app.ts';
import { createFileChooser } from '../../src/core/app/file-chooser.ts';
import { LibraryHost } from '../../src/core/app/library-host.ts';
import { spawnChildTrainer } from '../../src/core/recommender/training/spawn-child-trainer.ts';
import { startServer } from '../../src/server/server.ts';
import type { Input, Method, Output } from '../../src/shared/contract/index.ts';
import type { JobSummary } from '../../src/shared/contract/jobs.ts';
import type { Language } from '../../src/shared/messages/message.ts';
import { CHROMIUM, FLAGS } from './browser.ts';
import { quit, startElectron, startScreen } from './electron.ts';
import { PageClient } from './page-client.ts';
import { ROOT } from './root.ts';

export const LAPTOP = { width: 1366, height: 768 };

/** The app on a laptop's screen, in a browser or as it is installed: the same journeys are made in both. */
export interface Stage {
  page: Page;
  call<M extends Method>(method: M, input: Input<M>): Promise<Output<M>>;
  grant(path: string): Promise<string>;
  ended(jobId: number): Promise<JobSummary>;
  clipboard(): Promise<string>;
  /**
   * Chooses a folder where the page asks for one.
   *
   * @param press what makes it ask
   * @param use the button of the browser's chooser
   */
  chooseFolder(folder: string, press: () => Promise<void>, use: string): Promise<void>;
  /** Chooses a file in the same way. */
  chooseFile(file: string, press: () => Promise<void>): Promise<void>;
  close(): Promise<void>;
}

export const STAGES = { Chromium: inChromium, Electron: inElectron } as const;

/** @param folder for the libraries; also what the file chooser shows */
async function inChromium(folder: string, language: Language, colorScheme: 'dark' | 'light'): Promise<Stage> {
  const places = { own: join(folder, 'own'), demo: join(folder, 'demo', 'library') };
  const host = await LibraryHost.open({
    folder: places.own,
    create: true,
    spawnTrainer: spawnChildTrainer,
    chooser: createFileChooser([folder]),
    places,
  });
  const server = await startServer(host, join(ROOT, 'out', 'renderer'));
  host.onReplaced(() => server.disconnect());
  const browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: FLAGS,
    // Scrollbars that take room, as on Windows and Linux.
    ignoreDefaultArgs: ['--hide-scrollbars'],
  });
  const context = await browser.newContext({ viewport: LAPTOP, locale: language, colorScheme });
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const page = await context.newPage();
  await page.goto(server.url);
  const app = () => host.app as App;
  // The chooser begins with the folder of the libraries.
  const stepsTo = (chosen: string) => [
    basename(folder),
    ...relative(folder, chosen)
      .split(sep)
      .filter((name) => name !== ''),
  ];
  return {
    page,
    call: (method, input) => app().call(method, input),
    grant: async (path) => app().grants.add(path),
    ended: (jobId) => app().jobs.wait(jobId),
    clipboard: () => page.evaluate(() => navigator.clipboard.readText()),
    chooseFolder: async (chosen, press, use) => {
      await press();
      for (const name of stepsTo(chosen)) await page.getByRole('button', { name, exact: true }).click();
      await page.getByRole('button', { name: use }).click();
    },
    chooseFile: async (chosen, press) => {
      await press();
      for (const name of stepsTo(dirname(chosen))) await page.getByRole('button', { name, exact: true }).click();
      // Its size stands beside its name.
      await page.getByRole('button', { name: basename(chosen) }).click();
    },
    close: async () => {
      await browser.close();
      await server.close();
      await host.close();
    },
  };
}

const DISPLAY = ':94';

async function inElectron(folder: string, language: Language, colorScheme: 'dark' | 'light'): Promise<Stage> {
  const screen = await startScreen(DISPLAY, '1440x900');
  // On Linux this variable, not `--lang`, is the language of the system.
  const environment = { LANGUAGE: language.replace('-', '_') };
  const library = ['--library', join(folder, 'own')];
  const started = await startElectron(DISPLAY, join(folder, 'config'), library, environment);
  const { app, page } = started;
  await app.evaluate(
    ({ BrowserWindow, nativeTheme }, given) => {
      nativeTheme.themeSource = given.colorScheme;
      BrowserWindow.getAllWindows()[0].setContentSize(given.width, given.height);
    },
    { colorScheme, ...LAPTOP },
  );
  // Another library comes with a reload, after which the connection is a new one.
  let client: Promise<PageClient> | null = null;
  page.on('load', () => {
    client = null;
  });
  const chooseHere = async (chosen: string, press: () => Promise<void>) => {
    await app.evaluate(({ dialog }, only) => {
      dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [only] });
    }, chosen);
    await press();
  };
  const connected = () => {
    client ??= PageClient.connect(started);
    return client;
  };
  return {
    page,
    call: async (method, input) => (await connected()).call(method, input),
    grant: async (path) => (await connected()).grant(path),
    ended: async (jobId) => (await connected()).ended(jobId),
    clipboard: () => app.evaluate(({ clipboard }) => clipboard.readText()),
    chooseFolder: chooseHere,
    chooseFile: chooseHere,
    close: async () => {
      await quit(started);
      screen?.kill();
    },
  };
}

/** Drops files on an element, as from the system's file manager: they lie on the disk. */
export async function dropFiles(page: Page, on: string, folder: string, files: Record<string, Buffer>): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const paths = Object.entries(files).map(([name, content]) => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  });
  const box = await page.locator(on).first().boundingBox();
  if (!box) throw new Error(`${on} is not on the page`);
  const devtools = await page.context().newCDPSession(page);
  const data = { items: [], files: paths, dragOperationsMask: 1 };
  const [x, y] = [box.x + box.width / 2, box.y + Math.min(box.height / 2, 200)];
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await devtools.send('Input.dispatchDragEvent', { type, x, y, data });
  await devtools.detach();
}
