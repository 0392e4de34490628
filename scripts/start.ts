// `npm start`, `npm run demo`, `npm run serve`: builds the app when its sources are newer than the build, then opens it
// in Electron, or in a browser if Electron's runtime is not available.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { callerPath } from '../src/cli/command.ts';
import { defaultDemoFolder } from '../src/cli/commands/demo.ts';
import { electronRuntime, hasDisplay, ROOT as root, say } from './electron-runtime.ts';

const args = process.argv.slice(2);
const flag = (name: string) => {
  const at = args.indexOf(name);
  if (at >= 0) args.splice(at, 1);
  return at >= 0;
};
const demo = flag('--demo');
const browser = flag('--browser');
const cli = join(root, 'src', 'cli', 'main.ts');

function newest(folder: string): number {
  let time = 0;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true }))
    if (entry.isFile()) time = Math.max(time, statSync(join(entry.parentPath, entry.name)).mtimeMs);
  return time;
}

function build(): void {
  const built = join(root, 'out', 'renderer', 'index.html');
  const sources = Math.max(
    newest(join(root, 'src')),
    newest(join(root, 'resources')),
    statSync(join(root, 'electron.vite.config.ts')).mtimeMs,
  );
  if (existsSync(built) && statSync(built).mtimeMs > sources) return;
  say('building the app …');
  const done = spawnSync(
    process.execPath,
    [join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js'), 'build', '--logLevel', 'warn'],
    {
      cwd: root,
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  );
  if (done.status !== 0) process.exit(done.status ?? 1);
}

function run(command: string, words: string[], env: NodeJS.ProcessEnv = process.env): void {
  const child = spawn(command, words, { cwd: root, stdio: 'inherit', env });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(code ?? (signal ? 130 : 1)));
}

function openApp(words: string[]): void {
  build();
  const electron = browser || !hasDisplay() ? null : electronRuntime();
  if (electron) return run(electron, [root, ...words], { ...process.env, QUADRILLE_NODE: process.execPath });
  if (!browser)
    say(
      hasDisplay()
        ? "Electron's runtime cannot be had here; the app opens in a browser instead."
        : 'there is no display; open the address below in a browser on this machine.',
    );
  run(process.execPath, [cli, 'serve', ...words, ...(hasDisplay() ? ['--open'] : [])]);
}

/** Folder of the demo that `quadrille demo` has just finished. */
function demoLibrary(): string {
  const at = args.indexOf('--dir');
  return join(at >= 0 ? callerPath(args[at + 1]) : defaultDemoFolder(), 'library');
}

if (demo) {
  const done = spawnSync(process.execPath, [cli, 'demo', ...args], { cwd: root, stdio: 'inherit' });
  if (done.status !== 0) process.exit(done.status ?? 1);
  if (hasDisplay() && !args.includes('--headless') && !args.includes('--json')) openApp(['--library', demoLibrary()]);
} else openApp(args);
