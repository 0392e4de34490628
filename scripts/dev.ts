// `npm run dev [-- --browser] [--library FOLDER] [--port N] [--no-open] [ELECTRON'S OPTIONS]`: the app with live
// reload. A changed file of the page shows at once (Vite's dev server); a changed file of main, preload or backend
// restarts the app. With --browser the page opens in a browser and talks to a backend that runs from source. The
// library is a separate one, in .dev, so that trying a migration cannot touch real work.
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { watch } from 'node:fs';
import { createServer as createSocketServer } from 'node:net';
import { join } from 'node:path';
import { resolveConfig } from 'electron-vite';
import { build, createServer, type InlineConfig, mergeConfig, type ViteDevServer } from 'vite';
import { callerPath } from '../src/cli/command.ts';
import { openBrowser } from '../src/cli/open-browser.ts';
import { privateFolder } from '../src/server/private-folder.ts';
import { newToken } from '../src/server/server.ts';
import { CONTENT_SECURITY_POLICY } from '../src/shared/security-policy.ts';
import { electronRuntime, hasDisplay, ROOT, say, testRuntime } from './electron-runtime.ts';

const HOST = '127.0.0.1';
const USUAL_PORT = 5173;
/** Time for a process to exit after it was asked to; the backend takes up to four seconds to close its library. */
const END_GRACE_MS = 8000;
/** Editors write several files at once. */
const SETTLE_MS = 150;

const args = process.argv.slice(2);
const flag = (name: string) => {
  const at = args.indexOf(name);
  return at >= 0 && args.splice(at, 1).length > 0;
};
const option = (name: string) => {
  const at = args.indexOf(name);
  return at >= 0 ? args.splice(at, 2)[1] : undefined;
};
const inBrowser = flag('--browser');
const open = !flag('--no-open') && hasDisplay();
const given = option('--library');
const wantedPort = Number(option('--port') ?? USUAL_PORT);
const library = given ? callerPath(given) : join(ROOT, '.dev', 'library');

/** The wanted port if it is free, otherwise any. */
function freePort(wanted: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createSocketServer();
    probe.once('error', () => (wanted === 0 ? reject(new Error('no port is free')) : resolve(freePort(0))));
    probe.listen(wanted, HOST, () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}

/** One process at a time, restarted on request: the old one releases the library before the next one opens it. */
class Restarted {
  readonly #start: () => ChildProcess;
  readonly #ended: (code: number) => void;
  #child: ChildProcess | null = null;
  #wanted = false;
  #turn: Promise<void> = Promise.resolve();

  /** @param ended called when the process exits by itself */
  constructor(start: () => ChildProcess, ended: (code: number) => void) {
    this.#start = start;
    this.#ended = ended;
  }

  restart(): Promise<void> {
    this.#turn = this.#turn.then(async () => {
      await this.#end();
      this.#wanted = true;
      const child = this.#start();
      this.#child = child;
      child.once('exit', (code, signal) => {
        if (this.#child !== child) return;
        this.#child = null;
        if (this.#wanted) this.#ended(code ?? (signal ? 1 : 0));
      });
    });
    return this.#turn;
  }

  stop(): Promise<void> {
    this.#turn = this.#turn.then(() => this.#end());
    return this.#turn;
  }

  async #end(): Promise<void> {
    this.#wanted = false;
    const child = this.#child;
    if (!child) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), END_GRACE_MS);
    await ended;
    clearTimeout(timer);
  }
}

const port = await freePort(wantedPort);
const origin = `http://${HOST}:${port}`;
const { config } = await resolveConfig(
  { root: ROOT, configFile: join(ROOT, 'electron.vite.config.ts'), logLevel: 'info' },
  'serve',
  'development',
);
if (!config?.main || !config.preload || !config.renderer) throw new Error('electron.vite.config.ts lacks a part');

async function servePage(settings: InlineConfig['server'] = {}): Promise<ViteDevServer> {
  const server = await createServer(
    mergeConfig(config?.renderer as InlineConfig, {
      clearScreen: false,
      cacheDir: join(ROOT, '.dev', 'vite'),
      server: {
        host: HOST,
        port,
        strictPort: true,
        // The window's page comes over app://, so the address of this server has to be given.
        ws: { protocol: 'ws', host: HOST, clientPort: port },
        ...settings,
      },
    }),
  );
  await server.listen();
  // Vite's own handler would exit before the backend has closed its library.
  process.removeAllListeners('SIGTERM');
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void end(0));
  return server;
}

let stop: () => Promise<void> = async () => {};
let stopping = false;
async function end(code: number): Promise<void> {
  if (stopping) return;
  stopping = true;
  await stop().catch(() => {});
  process.exit(code);
}

/** Calls back after files in these folders have changed, once changes have stopped for a moment. */
function onChange(folders: readonly string[], changed: () => void): void {
  let timer: NodeJS.Timeout | undefined;
  for (const folder of folders)
    watch(join(ROOT, folder), { recursive: true }, () => {
      clearTimeout(timer);
      timer = setTimeout(changed, SETTLE_MS);
    });
}

async function developInBrowser(): Promise<void> {
  const token = newToken();
  const backendPort = await freePort(0);
  const proxy = { target: `http://${HOST}:${backendPort}` };
  const page = await servePage({
    headers: { 'content-security-policy': CONTENT_SECURITY_POLICY, 'x-content-type-options': 'nosniff' },
    // Host and Origin stay as the browser sent them: the backend checks both, and the token.
    proxy: { '/rpc': { ...proxy, ws: true }, '/upload': proxy },
  });
  let first = true;
  const backend = new Restarted(
    () => {
      const settings = { folder: library, create: true, port: backendPort, origin, token };
      const child = fork(join(import.meta.dirname, 'dev-backend.ts'), [], {
        cwd: ROOT,
        env: { ...process.env, QUADRILLE_DEV_BACKEND: JSON.stringify(settings) },
      });
      child.once('message', () => {
        const url = `${origin}/#token=${token}`;
        if (first) process.stdout.write(`Quadrille is open at ${url}\nCtrl+C stops it.\n`);
        if (first && open) openBrowser(url, privateFolder().path);
        else page.ws.send({ type: 'full-reload' });
        first = false;
      });
      return child;
    },
    (code) => say(`the backend ended (${code}); it starts again when a file changes`),
  );
  stop = async () => {
    await backend.stop();
    await page.close();
  };
  await backend.restart();
  onChange(
    ['core', 'shared', 'backend', 'server', 'cli', 'trainer'].map((name) => join('src', name)),
    () => {
      say('the backend starts anew');
      void backend.restart();
    },
  );
}

/** Builds, and rebuilds whenever a source changes; resolves after the first build. */
function buildAndWatch(settings: InlineConfig, rebuilt: () => void): Promise<{ close(): Promise<void> }> {
  return new Promise((resolve, reject) => {
    let first = true;
    const watching = build(
      mergeConfig(settings, { logLevel: 'warn', build: { watch: {}, sourcemap: true, minify: false } }),
    );
    watching.then((watcher) => {
      if (!('on' in watcher)) throw new Error('Vite did not watch');
      watcher.on('event', (event) => {
        if (event.code === 'ERROR') say(`the build failed: ${event.error.message}`);
        if (event.code !== 'END') return;
        if (first) resolve(watcher);
        else rebuilt();
        first = false;
      });
    }, reject);
  });
}

async function developInElectron(electron: string): Promise<void> {
  const page = await servePage();
  // Chromium refuses to run as root with its sandbox.
  const asRoot = process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const app = new Restarted(
    () =>
      spawn(
        electron,
        [ROOT, `--user-data-dir=${join(ROOT, '.dev', 'user')}`, '--library', library, ...asRoot, ...args],
        {
          cwd: ROOT,
          stdio: 'inherit',
          env: { ...process.env, ELECTRON_RENDERER_URL: origin, QUADRILLE_NODE: process.execPath },
        },
      ),
    (code) => void end(code),
  );
  say('building main, preload and backend …');
  const rebuilt = () => {
    say('the app starts anew');
    void app.restart();
  };
  const watchers = [
    await buildAndWatch(config?.main as InlineConfig, rebuilt),
    await buildAndWatch(config?.preload as InlineConfig, rebuilt),
  ];
  stop = async () => {
    await app.stop();
    await page.close();
    for (const watcher of watchers) await watcher.close();
  };
  await app.restart();
  say(`the app is open; its page comes from ${origin} (Ctrl+C ends both)`);
}

const electron = inBrowser || !hasDisplay() ? null : (testRuntime() ?? electronRuntime());
if (electron) await developInElectron(electron);
else {
  if (!inBrowser)
    say(
      hasDisplay()
        ? "Electron's runtime cannot be had here; the page opens in a browser instead."
        : 'there is no display; open the address below in a browser on this machine.',
    );
  await developInBrowser();
}
