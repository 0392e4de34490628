import { type ChildProcess, spawn } from 'node:child_process';
import { appendFileSync, cpSync, existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { get, request } from 'node:http';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { CHROMIUM, FLAGS } from '../support/browser.ts';
import { electronThere, startScreen } from '../support/electron.ts';
import { ROOT, suiteFolder } from '../support/fixtures.ts';

// `npm run dev` in a copy of the tree, whose files are edited while it runs.
const DISPLAY = ':92';
const PARTS = ['src', 'resources', 'scripts', 'package.json', 'electron.vite.config.ts', 'tsconfig.json'];
const EDITED = join('src', 'renderer', 'app', 'status-bar.tsx');
const [BEFORE, AFTER] = ["{info ? sizeOf(t, info.counts) : '…'}", '◆'];

interface Running {
  tree: string;
  process: ChildProcess;
  /** What it has printed. */
  said(): string;
}

function copyOfTree(): string {
  const tree = join(suiteFolder(), 'tree');
  for (const part of PARTS) cpSync(join(ROOT, part), join(tree, part), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(tree, 'node_modules'));
  return tree;
}

function startDev(tree: string, args: string[], environment: Record<string, string> = {}): Running {
  const started = spawn(process.execPath, [join(tree, 'scripts', 'dev.ts'), '--no-open', ...args], {
    cwd: tree,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, QUADRILLE_NATIVE: 'off', ...environment },
    detached: true, // a process group of its own, as in a terminal
  });
  let said = '';
  for (const stream of [started.stdout, started.stderr]) stream.on('data', (text) => (said += String(text)));
  return { tree, process: started, said: () => said };
}

async function stopDev({ process }: Running): Promise<number | null> {
  if (process.exitCode !== null || process.signalCode !== null) return process.exitCode;
  const ended = new Promise<number | null>((resolve) => process.once('exit', resolve));
  process.kill('SIGTERM');
  return ended;
}

function edit({ tree }: Running, from: string, to: string): void {
  const file = join(tree, EDITED);
  const whole = readFileSync(file, 'utf8');
  expect(whole).toContain(from);
  writeFileSync(file, whole.replace(from, to));
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}

describe.skipIf(!existsSync(CHROMIUM))('npm run dev in a browser', () => {
  let running: Running;
  let url = '';

  beforeAll(async () => {
    running = startDev(copyOfTree(), ['--browser', '--port', String(await freePort())]);
    url = await vi.waitFor(
      () => /open at (http:\S+)/.exec(running.said())?.[1] ?? Promise.reject(new Error(running.said())),
      60_000,
    );
  });

  afterAll(async () => {
    if (running) await stopDev(running);
  });

  it('shows a changed file at once, a changed backend after it started anew, under the policy of the app', async () => {
    const browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
    try {
      const page = await browser.newPage();
      const complaints: string[] = [];
      page.on('console', (message) => void (message.type() === 'error' && complaints.push(message.text())));
      const answer = await page.goto(url);
      expect(answer?.headers()['content-security-policy']).toMatch(/script-src 'self';.*connect-src 'self';/);
      await page.getByText('This library is empty.').waitFor();
      expect(complaints).toEqual([]);
      await page.evaluate(() => Object.assign(globalThis, { notLoadedAgain: true }));
      edit(running, BEFORE, AFTER);
      const shown = page.getByText('◆');
      // A watcher that is still reading the tree beside a busy machine misses a save; the next one is seen.
      await shown.waitFor({ timeout: 10_000 }).catch(() => edit(running, AFTER, AFTER));
      await shown.waitFor();
      expect(await page.evaluate(() => 'notLoadedAgain' in globalThis)).toBe(true);
      appendFileSync(join(running.tree, 'src', 'core', 'app', 'create-app.ts'), '\n');
      await expect.poll(() => page.evaluate(() => 'notLoadedAgain' in globalThis).catch(() => true)).toBe(false);
      await page.getByText('This library is empty.').waitFor();
    } finally {
      await browser.close();
    }
  });

  it('passes on what its own page asks, and nothing without Host, Origin and token', async () => {
    const { port, hash } = new URL(url);
    const token = hash.replace('#token=', '');
    const upload = (headers: Record<string, string>) =>
      new Promise<number | undefined>((resolve, reject) => {
        const options = { host: '127.0.0.1', port, path: '/upload?name=a.tsv', method: 'POST', headers };
        request(options, (response) => resolve(response.resume().statusCode))
          .on('error', reject)
          .end('x');
      });
    expect(await upload({ 'x-quadrille-token': token })).toBe(200);
    expect(await upload({})).toBe(401);
    expect(await upload({ 'x-quadrille-token': token, origin: 'http://127.0.0.1:1' })).toBe(403);
    expect(await upload({ 'x-quadrille-token': token, host: `evil.example:${port}` })).toBe(403);
  });

  it('ends its backend with it', async () => {
    expect(await stopDev(running)).toBe(0);
    const { port } = new URL(url);
    await expect(
      new Promise((resolve, reject) => get({ port, host: '127.0.0.1' }, resolve).on('error', reject)),
    ).rejects.toThrow(/ECONNREFUSED/);
    expect(existsSync(join(running.tree, '.dev', 'library', 'library.sqlite-wal'))).toBe(false);
  });
});

// Each starts Vite and Electron anew and again after a change: `npm run nightly -- dev`.
describe.skipIf(!electronThere || process.env.QUADRILLE_DEV !== 'on')('npm run dev in a real Electron', () => {
  let screen: ChildProcess | null = null;
  let running: Running;
  let debugPort = 0;

  /** Evaluates in the page; this Electron's browser-wide debugging is too old for Playwright. */
  async function evaluate<T>(expression: string): Promise<T> {
    const targets = await (await fetch(`http://127.0.0.1:${debugPort}/json`)).json();
    const { webSocketDebuggerUrl } = (targets as { type: string; webSocketDebuggerUrl: string }[]).find(
      ({ type }) => type === 'page',
    ) as { webSocketDebuggerUrl: string };
    const socket = new WebSocket(webSocketDebuggerUrl);
    await new Promise((resolve, reject) => {
      socket.onopen = resolve;
      socket.onerror = reject;
    });
    const answer = new Promise<T>((resolve, reject) => {
      socket.onmessage = ({ data }) => resolve(JSON.parse(String(data)).result?.result?.value);
      socket.onclose = reject;
    });
    const params = { expression, awaitPromise: true, returnByValue: true };
    socket.send(JSON.stringify({ id: 1, method: 'Runtime.evaluate', params }));
    return answer.finally(() => socket.close());
  }

  const text = () => evaluate<string>('document.body.innerText').catch(() => '');

  beforeAll(async () => {
    screen = await startScreen(DISPLAY);
    debugPort = await freePort();
    running = startDev(
      copyOfTree(),
      ['--port', String(await freePort()), `--remote-debugging-port=${debugPort}`, '--disable-gpu'],
      { DISPLAY, LANG: 'C.UTF-8', LANGUAGE: 'en' },
    );
  });

  afterAll(async () => {
    if (running) await stopDev(running);
    screen?.kill();
  });

  it('shows the page of the dev server in the window, on our scheme, with no inline script allowed', async () => {
    await expect.poll(text, { timeout: 120_000 }).toContain('This library is empty.');
    expect(await evaluate('location.href')).toMatch(/^app:\/\/quadrille\//);
    const policy = await evaluate<string>(
      `fetch('/index.html').then((answer) => answer.headers.get('content-security-policy'))`,
    );
    expect(policy).toMatch(/script-src 'self';.*connect-src 'self' ws:\/\/127\.0\.0\.1:\d+;/);
    // An address within an address stays with the dev server, which answers with the page.
    const answer = await evaluate<string>(`fetch('app://quadrille//127.0.0.1:1/x').then((answer) => answer.text())`);
    expect(answer).toContain('<title>Quadrille</title>');
  });

  it('shows a changed file at once, and starts anew when main changed', async () => {
    await evaluate('globalThis.notLoadedAgain = true');
    edit(running, BEFORE, AFTER);
    // As above: a save that the watcher missed is saved once more.
    const again = setTimeout(() => edit(running, AFTER, AFTER), 20_000);
    await expect.poll(text, { timeout: 60_000 }).toContain('◆');
    clearTimeout(again);
    expect(await evaluate('globalThis.notLoadedAgain')).toBe(true);
    appendFileSync(join(running.tree, 'src', 'main', 'window.ts'), "\nprocess.stderr.write('main is new\\n');\n");
    await expect.poll(() => running.said(), { timeout: 60_000 }).toContain('main is new');
    await expect.poll(text, { timeout: 60_000 }).toContain('This library is empty.');
    expect(await evaluate('globalThis.notLoadedAgain ?? false')).toBe(false);
  });

  it('closes the library on Ctrl+C, which reaches every process of the terminal', async () => {
    const ended = new Promise((resolve) => running.process.once('exit', resolve));
    process.kill(-(running.process.pid as number), 'SIGINT');
    await ended;
    const log = readFileSync(join(running.tree, '.dev', 'library', 'logs', 'quadrille.log'), 'utf8');
    const what = log
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).what);
    expect(what.slice(-2)).toEqual(['library opened', 'library closed']);
  });
});
