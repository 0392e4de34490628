import { mkdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { MessageChannel } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { App } from '../../src/core/app/app.ts';
import { createFileChooser } from '../../src/core/app/file-chooser.ts';
import { SealedPaths } from '../../src/core/app/sealed-paths.ts';
import { createApp } from '../../src/core/app/create-app.ts';
import { spawnChildTrainer } from '../../src/core/recommender/training/spawn-child-trainer.ts';
import { createLibrary } from '../../src/core/storage/library.ts';
import { newToken, startServer } from '../../src/server/server.ts';
import { createClient } from '../../src/shared/rpc/client.ts';
import { type Port, portPair } from '../../src/shared/rpc/port.ts';
import { serve } from '../../src/shared/rpc/server.ts';
import { freshApp, onCleanup, suiteFolder, temporaryFolder } from '../support/fixtures.ts';
import { saying, telling } from '../support/messages.ts';

/** A page to serve, with files beside its folder that must not be served. */
const SITE = suiteFolder();
const PAGE = join(SITE, 'out', 'renderer');
for (const file of [
  'package.json',
  'out/package.json',
  'out/main/index.cjs',
  'out/main/backend.cjs',
  'out/renderer-x/a',
  'out/renderer/index.html',
]) {
  mkdirSync(join(SITE, file, '..'), { recursive: true });
  writeFileSync(join(SITE, file), file);
}

interface Connection {
  port: Port;
  /** Ends the connection from the server's side. */
  cut(): void;
}

const transports: Record<string, (app: App) => Promise<Connection>> = {
  'in process': async (app) => {
    const [near, far] = portPair();
    serve(far, app.handlers, app.events);
    return { port: near, cut: () => far.close() };
  },
  'message port': async (app) => {
    const { port1, port2 } = new MessageChannel();
    const wrap = (port: typeof port1): Port => ({
      send: (message) => port.postMessage(message),
      onMessage: (listener) => void port.on('message', listener),
      onClose: (listener) => void port.on('close', listener),
      close: () => port.close(),
    });
    serve(wrap(port2), app.handlers, app.events);
    onCleanup(() => port1.close());
    return { port: wrap(port1), cut: () => port2.close() };
  },
  loopback: async (app) => {
    const server = await startServer(app, PAGE);
    onCleanup(() => server.close());
    return { port: await socketPort(server.port, server.token), cut: () => void server.close() };
  },
};

function socketPort(port: number, token: string, headers: Record<string, string> = {}): Promise<Port> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/rpc`, ['quadrille', token], { headers });
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.once('open', () =>
      resolve({
        send: (message) => socket.send(JSON.stringify(message)),
        onMessage: (listener) => void socket.on('message', (data) => listener(JSON.parse(String(data)))),
        onClose: (listener) => void socket.on('close', listener),
        close: () => socket.close(),
      }),
    );
  });
}

describe.each(Object.keys(transports))('the contract over %s', (name) => {
  it('answers, refuses and tells events', async () => {
    const app = await freshApp();
    const { port } = await transports[name](app);
    const client = createClient(port);
    expect((await client.call('app/info', {})).counts.songs).toBe(0);
    await expect(client.call('constructor' as never, {} as never)).rejects.toMatchObject({ code: 'bad-request' });
    await expect(client.call('library/list-songs', { limit: -1 } as never)).rejects.toMatchObject({
      code: 'bad-request',
      told: saying('connection.bad-input', { path: 'limit' }),
    });
    await expect(client.call('library/get-song', { songId: 'none' })).rejects.toMatchObject({
      code: 'not-found',
      message: expect.stringMatching(/no song “none”/),
    });
    await expect(client.call('import/start', { grant: '/etc/passwd', kind: 'triplets' })).rejects.toMatchObject({
      code: 'bad-request',
      told: saying('app.file-not-chosen'),
    });

    const file = join(temporaryFolder(), 't.txt');
    writeFileSync(file, 'u\ts\t1\n');
    const states: string[] = [];
    const finished = new Promise<void>((resolve) =>
      client.on('jobs/changed', (job) => {
        states.push(job.state);
        if (job.state === 'done') resolve();
      }),
    );
    await client.call('import/start', { grant: app.grants.add(file), kind: 'triplets' });
    await finished;
    expect(states).toContain('running');
    expect((await client.call('library/list-songs', {})).rows.map(({ songId }) => songId)).toEqual(['s']);
  });

  it('rejects what is pending when the other side goes', async () => {
    const app = await freshApp();
    const { port, cut } = await transports[name](app);
    const client = createClient(port);
    await client.call('jobs/list', {});
    const pending = client.call('app/doctor', {});
    const gone = new Promise<void>((resolve) => client.onGone(resolve));
    cut();
    await expect(pending).rejects.toMatchObject({ code: 'process-gone' });
    await gone;
    await expect(client.call('jobs/list', {})).rejects.toMatchObject({ code: 'process-gone' });
  });
});

describe('the loopback server', () => {
  async function get(
    port: number,
    path: string,
    headers: Record<string, string> = {},
    method = 'GET',
  ): Promise<{ status: number; body: string; headers: Record<string, unknown> }> {
    return new Promise((resolve, reject) => {
      const sent = request(
        { host: '127.0.0.1', port, path, method, headers: { host: `127.0.0.1:${port}`, ...headers } },
        (response) => {
          let body = '';
          response.on('data', (data) => {
            body += data;
          });
          response.on('end', () => resolve({ status: response.statusCode ?? 0, body, headers: response.headers }));
        },
      );
      sent.on('error', reject);
      sent.end(method === 'POST' ? 'content' : undefined);
    });
  }

  it('serves its page with a policy, and no other file', async () => {
    const app = await freshApp();
    const server = await startServer(app, PAGE);
    onCleanup(() => server.close());
    const page = await get(server.port, '/');
    expect(page.status).toBe(200);
    expect(page.headers['content-security-policy']).toMatch(/default-src 'none'; script-src 'self'/);
    for (const path of [
      '/..%2fmain%2findex.cjs',
      '/..%2f..%2fpackage.json',
      '/../package.json',
      '/..%2fpackage.json',
      '/%2e%2e/main/index.cjs',
      '/assets/../../main/backend.cjs',
      '/../renderer-x/a',
      '/%00',
    ])
      expect((await get(server.port, path)).status, path).toBe(404);
    expect((await get(server.port, '/%zz')).status).toBe(400);
  });

  it('refuses a foreign host, a foreign origin and a missing token', async () => {
    const app = await freshApp();
    const server = await startServer(app, PAGE);
    onCleanup(() => server.close());
    for (const host of ['evil.example', 'localhost', '127.0.0.1', `127.0.0.1:${server.port + 1}`, 'null'])
      expect((await get(server.port, '/', { host })).status, host).toBe(403);
    expect((await get(server.port, '/', { host: `localhost:${server.port}` })).status).toBe(200);
    expect((await get(server.port, '/', { origin: 'http://evil.example' })).status).toBe(403);
    expect((await get(server.port, '/upload?name=x', {}, 'POST')).status).toBe(401);
    const { grant } = JSON.parse(
      (await get(server.port, '/upload?name=..%2f..%2fx', { 'x-quadrille-token': server.token }, 'POST')).body,
    );
    expect(app.grants.resolve(grant)).toMatch(/quadrille-upload-\w+[/\\]f-\w+[/\\]x$/);
    for (const name of ['a%00.csv', '..', 'x%2f..', '.', '%C3%A9'.repeat(128)]) {
      const refused = await get(server.port, `/upload?name=${name}`, { 'x-quadrille-token': server.token }, 'POST');
      expect(refused, name).toMatchObject({ status: 400, body: expect.stringMatching(/can have this name/) });
    }
    expect((await get(server.port, '//', {}, 'POST')).status).toBe(400);
    await expect(socketPort(server.port, '0'.repeat(48))).rejects.toThrow(/401/);
    await expect(socketPort(server.port, server.token, { origin: 'http://evil.example' })).rejects.toThrow(/401/);
  });

  it('listens on this machine only', async () => {
    const server = await startServer(await freshApp(), PAGE);
    onCleanup(() => server.close());
    const outside = Object.values(networkInterfaces())
      .flat()
      .filter((address) => address && !address.internal && address.family === 'IPv4');
    for (const own of outside) await expect(fetch(`http://${own?.address}:${server.port}/`)).rejects.toThrow();
    // On IPv6 too: a server without an address listens there as well.
    await expect(fetch(`http://[::1]:${server.port}/`)).rejects.toThrow();
    expect((await fetch(`http://127.0.0.1:${server.port}/`)).status).toBe(200);
  });

  it('takes the page of a dev server on this machine only, and still wants its token', async () => {
    const app = await freshApp();
    const token = newToken();
    for (const origin of ['http://example.org:5173', 'https://127.0.0.1:5173', 'http://127.0.0.1.example.org:5173'])
      await expect(startServer(app, PAGE, 0, { origin, token })).rejects.toThrow(/not on this machine/);
    const origin = 'http://127.0.0.1:5173';
    const server = await startServer(app, PAGE, 0, { origin, token });
    onCleanup(() => server.close());
    expect(server.url).toBe(`${origin}/#token=${token}`);
    const connect = (given: string, headers: Record<string, string>) => socketPort(server.port, given, headers);
    await connect(token, { host: '127.0.0.1:5173', origin });
    await expect(connect('0'.repeat(48), { host: '127.0.0.1:5173', origin })).rejects.toThrow(/401/);
    await expect(connect(token, { host: '127.0.0.1:5174', origin })).rejects.toThrow(/401/);
    await expect(connect(token, { host: '127.0.0.1:5173', origin: 'http://127.0.0.1:5174' })).rejects.toThrow(/401/);
  });

  it('lets files be chosen by entry, inside its roots only', async () => {
    const root = temporaryFolder();
    writeFileSync(join(root, 't.txt'), 'u\ts\t1\n');
    const app = createApp({
      library: await createLibrary(join(temporaryFolder(), 'library')),
      spawnTrainer: spawnChildTrainer,
      chooser: createFileChooser([root]),
    });
    onCleanup(() => app.close());
    const [top] = await app.call('files/list-roots', {});
    const [entry] = await app.call('files/list-entries', { entry: top.entry });
    expect(entry).toMatchObject({ name: 't.txt', folder: false, bytes: 6 });
    const { grant } = await app.call('files/grant-entry', { entry: entry.entry });
    expect(await app.call('import/sniff', { grant })).toMatchObject({ kind: 'triplets', format: 'taste-profile' });
    await expect(app.call('files/list-entries', { entry: root })).rejects.toMatchObject({ code: 'bad-request' });
  });

  it('lets no file be chosen through a link out of its roots, whenever the link was made', () => {
    const [root, outside] = [temporaryFolder(), temporaryFolder()];
    writeFileSync(join(outside, 'secret.txt'), 'x');
    mkdirSync(join(root, 'own'));
    writeFileSync(join(root, 'own', 'a.txt'), 'x');
    symlinkSync(outside, join(root, 'folder'));
    symlinkSync(join(outside, 'secret.txt'), join(root, 'file.txt'));
    symlinkSync(join(root, 'own'), join(root, 'within'));
    symlinkSync(join(root, 'nowhere'), join(root, 'broken'));
    const chooser = createFileChooser([root]);
    const [top] = chooser.roots();
    const listed = chooser.entries(top.entry);
    expect(listed.map(({ name }) => name)).toEqual(['own', 'within']);
    const [own, within] = listed;
    expect(chooser.entries(within.entry).map(({ name }) => name)).toEqual(['a.txt']);
    const [file] = chooser.entries(own.entry);
    rmSync(join(root, 'own'), { recursive: true });
    symlinkSync(outside, join(root, 'own'));
    writeFileSync(join(outside, 'a.txt'), 'x');
    for (const entry of [own, file]) {
      expect(() => chooser.resolve(entry.entry)).toThrow(telling('app.unknown-entry') as never);
      expect(() => chooser.entries(entry.entry)).toThrow(telling('app.unknown-entry') as never);
    }
  });

  it('takes a folder whose name begins with two dots, and no sibling of a root', () => {
    const parent = temporaryFolder();
    for (const name of ['..data', 'root', 'root-beside']) mkdirSync(join(parent, name));
    symlinkSync(join(parent, 'root-beside'), join(parent, 'root', 'link'));
    const all = createFileChooser([parent, join(parent, '..data')]);
    expect(all.roots().map(({ name }) => name)).toContain('..data');
    const one = createFileChooser([join(parent, 'root')]);
    expect(one.entries(one.roots()[0].entry)).toEqual([]);
  });

  it('takes no entry that it did not make, and remembers none of those that it did', () => {
    const root = temporaryFolder();
    for (let i = 0; i < 200; i++) writeFileSync(join(root, `file with a rather long name ${i}`), '');
    const chooser = createFileChooser([root]);
    const [top] = chooser.roots();
    const [first] = chooser.entries(top.entry);
    expect(chooser.resolve(first.entry)).toBe(realpathSync(join(root, first.name)));
    const [other] = createFileChooser([root]).roots();
    for (const entry of [other.entry, '', 'x', first.entry.slice(0, 30)])
      expect(() => chooser.resolve(entry), entry).toThrow(telling('app.unknown-entry') as never);
    const paths = new SealedPaths();
    const sealed = paths.seal('/a/path');
    expect(paths.open(sealed)).toBe('/a/path');
    expect(paths.seal('/a/path')).not.toBe(sealed);
    const bytes = Buffer.from(sealed, 'base64url');
    for (let i = 0; i < bytes.length; i++) {
      const other = Buffer.from(bytes);
      other[i] ^= 1;
      expect(paths.open(other.toString('base64url')), `byte ${i}`).toBeNull();
    }
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const list = (times: number) => {
      for (let i = 0; i < times; i++) chooser.entries(top.entry);
      collect();
      return process.memoryUsage().heapUsed;
    };
    const before = list(20);
    expect(list(150) - before, 'of 30,000 listed files').toBeLessThan(2 ** 20);
    expect(chooser.resolve(first.entry)).toBe(realpathSync(join(root, first.name)));
  });
});
