// Finds an Electron to open the app with, for `npm start` and `npm run dev`.
import { spawnSync } from 'node:child_process';
import { existsSync, linkSync, lstatSync, readlinkSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';

export const ROOT = join(import.meta.dirname, '..');

export function say(text: string): void {
  process.stderr.write(`quadrille: ${text}\n`);
}

/** The runtime's executable: from disk, otherwise downloaded with a time limit. Null if it is not available. */
export function electronRuntime(): string | null {
  const name =
    process.platform === 'win32'
      ? 'electron.exe'
      : process.platform === 'darwin'
        ? 'Electron.app/Contents/MacOS/Electron'
        : 'electron';
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (override) return [join(override, name)].find(existsSync) ?? null;
  const own = join(ROOT, 'node_modules', 'electron', 'dist', name);
  if (existsSync(own)) return own;
  const installer = join(ROOT, 'node_modules', 'electron', 'install.js');
  if (!existsSync(installer)) return null;
  say("fetching Electron's runtime …");
  spawnSync(process.execPath, [installer], { cwd: ROOT, stdio: 'ignore', timeout: 180_000 });
  return existsSync(own) ? own : null;
}

export function hasDisplay(): boolean {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

/**
 * The Electron that tests use, as QUADRILLE_TEST_ELECTRON names it, or null. Electron treats an app as packaged unless
 * its executable is called "electron", so it gets that second name.
 */
export function testRuntime(): string | null {
  const folder = process.env.QUADRILLE_TEST_ELECTRON;
  if (!folder || !existsSync(join(folder, 'fiftyone'))) return null;
  const executable = join(folder, 'electron');
  if (!existsSync(executable)) linkSync(join(folder, 'fiftyone'), executable);
  linkApp(folder);
  return executable;
}

/** The test runtime has no default app: it starts the app at `resources/app` beside it. */
export function linkApp(folder: string): void {
  const link = join(folder, 'resources', 'app');
  const there = lstatSync(link, { throwIfNoEntry: false });
  if (there?.isSymbolicLink() && readlinkSync(link) === ROOT) return;
  const fresh = `${link}.${process.pid}`;
  symlinkSync(ROOT, fresh);
  if (there) rmSync(link, { force: true, recursive: true });
  renameSync(fresh, link);
}
