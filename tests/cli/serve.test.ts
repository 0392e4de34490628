import { type ChildProcess, spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { onCleanup, ROOT, suiteFolder, temporaryFolder } from '../support/fixtures.ts';

// The server as a process of its own: what ends it cannot be caught from inside.

interface Served {
  process: ChildProcess;
  port: number;
  token: string;
  /** Its temporary folder, which no other process uses. */
  temporary: string;
}

async function serve(folder: string, args: string[] = [], environment: Record<string, string> = {}): Promise<Served> {
  const temporary = join(folder, 'tmp');
  mkdirSync(temporary, { recursive: true });
  const child = spawn(process.execPath, [join(ROOT, 'src', 'cli', 'main.ts'), 'serve', '--json', ...args], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: {
      ...process.env,
      TMPDIR: temporary,
      QUADRILLE_DATA: join(folder, 'data'),
      QUADRILLE_NATIVE: 'off',
      ...environment,
    },
  });
  let said = '';
  child.stdout?.on('data', (data) => {
    said += data;
  });
  await vi.waitUntil(() => said.includes('\n') || ended(child), { timeout: 60_000 });
  const { port, hash } = new URL(JSON.parse(said).url);
  return { process: child, port: Number(port), token: hash.replace('#token=', ''), temporary };
}

function ended(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  child.kill(signal);
  await vi.waitUntil(() => ended(child), { timeout: 30_000 });
}

function uploadFolders(temporary: string): string[] {
  return readdirSync(temporary).filter((name) => name.startsWith('quadrille-upload-'));
}

async function upload({ port, token }: Served, text: string): Promise<void> {
  const answer = await fetch(`http://127.0.0.1:${port}/upload?name=cv.txt`, {
    method: 'POST',
    headers: { 'x-quadrille-token': token },
    body: text,
  });
  expect(answer.status).toBe(200);
}

describe('a served library', () => {
  let server: Served;
  beforeAll(async () => {
    server = await serve(suiteFolder());
  });
  afterAll(() => end(server.process, 'SIGKILL'));

  const upgrade = (protocol: string) =>
    `GET /rpc HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
    `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n` +
    `Sec-WebSocket-Protocol: ${protocol}\r\n\r\n`;

  const raw = (): Promise<Socket> =>
    new Promise((resolve, reject) => {
      const socket = connect(server.port, '127.0.0.1', () => resolve(socket));
      socket.once('error', reject);
      socket.on('error', () => {});
    });

  /** Sends bytes, waits for an answer or the end of the connection, and leaves. */
  async function sent(bytes: string | Buffer, then?: Buffer): Promise<string> {
    const socket = await raw();
    let answer = '';
    const over = new Promise<void>((resolve) => socket.on('close', () => resolve()));
    socket.on('data', (data) => {
      answer += data.toString('latin1');
      if (then) socket.write(then);
      else socket.destroy();
    });
    socket.write(bytes);
    await over;
    return answer;
  }

  async function opened(): Promise<WebSocket> {
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}/rpc`, ['quadrille', server.token]);
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    socket.on('error', () => {});
    return socket;
  }

  /** It still runs, serves its page and answers a new connection. */
  async function lives(): Promise<void> {
    const socket = await opened().catch(() => null);
    expect(socket, 'the server takes connections').not.toBeNull();
    if (!socket) return;
    const answer = new Promise<string>((resolve) => socket.once('message', (data) => resolve(String(data))));
    socket.send(JSON.stringify({ id: 1, method: 'jobs/list', input: {} }));
    expect(JSON.parse(await answer)).toEqual({ id: 1, result: [] });
    socket.terminate();
    expect((await fetch(`http://127.0.0.1:${server.port}/`)).status).toBe(200);
    expect(server.process.exitCode ?? server.process.signalCode).toBeNull();
  }

  it.each<[string, string]>([
    ['longer in bytes', 'é'.repeat(48)],
    ['shorter', 'x'],
    ['wrong', 'x'.repeat(48)],
  ])('refuses a token that is %s, in a socket and in an upload', async (_what, token) => {
    expect(await sent(Buffer.from(upgrade(token), 'latin1'))).toMatch(/^HTTP\/1\.1 401 /);
    const head = `POST /upload?name=x HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nx-quadrille-token: ${token}\r\n`;
    expect(await sent(Buffer.from(`${head}Content-Length: 0\r\n\r\n`, 'latin1'))).toMatch(/^HTTP\/1\.1 401 /);
    await lives();
  });

  it('outlives connections that are reset, refused or not', async () => {
    for (let i = 0; i < 300; i++) {
      const socket = await raw().catch(() => null);
      if (!socket) break;
      socket.write(upgrade(i % 2 ? 'x'.repeat(48) : `quadrille, ${server.token}`));
      if (i % 3 === 0) await new Promise((resolve) => setTimeout(resolve, 2));
      socket.resetAndDestroy();
    }
    await lives();
  });

  it('takes no more connections than leave files for the library, and answers those that it has', async () => {
    const socket = await opened();
    const held = await Promise.all(Array.from({ length: 300 }, raw));
    for (const one of held) one.write('GET / HTTP/1.1\r\nX: ');
    const refused = () => held.filter((one) => one.closed).length;
    await vi.waitUntil(() => refused() >= 45, { timeout: 10_000 }).catch(() => {});
    expect(refused()).toBeGreaterThanOrEqual(45);
    const answer = new Promise<string>((resolve) => socket.once('message', (data) => resolve(String(data))));
    socket.send(JSON.stringify({ id: 1, method: 'jobs/list', input: {} }));
    expect(JSON.parse(await answer)).toEqual({ id: 1, result: [] });
    for (const one of held) one.destroy();
    socket.terminate();
    await vi.waitUntil(async () => (await fetch(`http://127.0.0.1:${server.port}/`).catch(() => null))?.ok, 10_000);
    await lives();
  });

  it('closes a connection whose message is longer than a megabyte', async () => {
    const socket = await opened();
    const outcome = new Promise((resolve) => {
      socket.once('close', resolve);
      socket.once('message', () => resolve('was answered'));
    });
    socket.send(JSON.stringify({ id: 1, method: 'jobs/list', input: { x: 'a'.repeat(1.2 * 2 ** 20) } }));
    expect(await outcome).toBe(1009);
    await lives();
  });

  it('closes a connection with a broken frame', async () => {
    expect(await sent(upgrade(`quadrille, ${server.token}`), Buffer.from([0xff, 0xff, 0xff, 0xff]))).toMatch(
      /^HTTP\/1\.1 101 /,
    );
    await lives();
  });

  it('closes a connection whose message is no JSON', async () => {
    const socket = await opened();
    const code = new Promise((resolve) => socket.once('close', resolve));
    socket.send('{');
    expect(await code).toBe(1003);
    await lives();
  });

  it.each(['*', '//', 'http://[::', '/%', '//evil/x', '/../../etc/passwd'])(
    'outlives the target %s',
    async (target) => {
      expect(await sent(`GET ${target} HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\n\r\n`)).toMatch(
        /^HTTP\/1\.1 [45]/,
      );
      await lives();
    },
  );

  it('keeps nothing of an upload that was cut off', async () => {
    const [folder] = uploadFolders(server.temporary);
    const parts = () => readdirSync(join(server.temporary, folder)).filter((name) => name.startsWith('f-'));
    const socket = await raw();
    socket.write(
      `POST /upload?name=x HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nx-quadrille-token: ${server.token}\r\n` +
        'Content-Length: 1000000\r\n\r\nthe first part',
    );
    await vi.waitUntil(() => parts().length === 1, { timeout: 10_000 });
    socket.resetAndDestroy();
    await vi.waitUntil(() => parts().length === 0, { timeout: 10_000 });
    await lives();
  });
});

describe('what a served library leaves in the temporary folder', () => {
  it.each<NodeJS.Signals>(['SIGTERM', 'SIGINT'])('is nothing after %s', async (signal) => {
    const server = await serve(temporaryFolder());
    await upload(server, 'a résumé');
    expect(uploadFolders(server.temporary)).toHaveLength(1);
    await end(server.process, signal);
    expect(readdirSync(server.temporary)).toEqual([]);
  });

  it('is removed at the next start after a kill; that of a server that runs is not', async () => {
    const folder = temporaryFolder();
    const killed = await serve(folder);
    onCleanup(() => end(killed.process, 'SIGKILL'));
    await upload(killed, 'a résumé');
    const [left] = uploadFolders(killed.temporary);
    if (process.platform !== 'win32') expect(statSync(join(killed.temporary, left)).mode & 0o777).toBe(0o700);
    await end(killed.process, 'SIGKILL');
    expect(uploadFolders(killed.temporary)).toEqual([left]);
    // One that its server has just made, and one of an earlier version, from last week.
    for (const name of ['quadrille-upload-young', 'quadrille-upload-old']) mkdirSync(join(killed.temporary, name));
    const lastWeek = Date.now() / 1000 - 7 * 86_400;
    utimesSync(join(killed.temporary, 'quadrille-upload-old'), lastWeek, lastWeek);
    const next = await serve(folder);
    onCleanup(() => end(next.process, 'SIGKILL'));
    await upload(next, 'another résumé');
    const here = uploadFolders(next.temporary);
    expect(here).not.toContain(left);
    expect(here).not.toContain('quadrille-upload-old');
    expect(here).toContain('quadrille-upload-young');
    expect(here).toHaveLength(2);
    const beside = await serve(temporaryFolder(), [], { TMPDIR: next.temporary });
    onCleanup(() => end(beside.process, 'SIGKILL'));
    expect(uploadFolders(next.temporary)).toEqual(expect.arrayContaining(here));
    expect(uploadFolders(next.temporary)).toHaveLength(3);
  });
});

describe.skipIf(process.platform !== 'linux')('serve --open', () => {
  it('puts no token on a command line: a private file leads to the address, as long as the server runs', async () => {
    const folder = temporaryFolder();
    const said = join(folder, 'said');
    const opener = join(folder, 'bin', 'xdg-open');
    mkdirSync(join(folder, 'bin'));
    writeFileSync(opener, `#!/bin/sh\nprintf '%s' "$*" > ${said}.part && mv ${said}.part ${said}\n`);
    chmodSync(opener, 0o755);
    const server = await serve(folder, ['--open'], { PATH: `${join(folder, 'bin')}:${process.env.PATH}` });
    onCleanup(() => end(server.process, 'SIGKILL'));
    await vi.waitUntil(() => existsSync(said), { timeout: 20_000 });
    const file = readFileSync(said, 'utf8');
    expect(file).not.toContain(server.token);
    expect(file.startsWith(server.temporary)).toBe(true);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(join(file, '..')).mode & 0o777).toBe(0o700);
    expect(readFileSync(file, 'utf8')).toContain(
      `content="0; url=http://127.0.0.1:${server.port}/#token=${server.token}"`,
    );
    await end(server.process, 'SIGTERM');
    expect(readdirSync(server.temporary)).toEqual([]);
  });
});
