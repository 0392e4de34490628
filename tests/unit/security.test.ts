import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { onCleanup, temporaryFolder } from '../support/fixtures.ts';
import { pathsOfDropped } from '../../src/preload/dropped-files.ts';
import {
  developmentHeaders,
  developmentServer,
  fromOwnPage,
  isDroppedPath,
  isOwnPage,
  mayOpenFolder,
  mayOpenOutside,
  PAGE_HEADERS,
  pageFile,
  permissionGranted,
  printPreferences,
  webPreferences,
} from '../../src/main/security.ts';
import { openForeign, openScratch } from '../../src/core/storage/sqlite.ts';
import { dispatch } from '../../src/shared/rpc/server.ts';
import { CONTENT_SECURITY_POLICY } from '../../src/shared/security-policy.ts';

describe('the shell', () => {
  it('opens folders only, and nothing that may run', () => {
    const folder = temporaryFolder();
    const app = join(folder, 'Evil.app');
    mkdirSync(app);
    writeFileSync(join(folder, 'evil'), '');
    for (const platform of ['linux', 'darwin', 'win32']) {
      expect(mayOpenFolder(folder, platform), platform).toBe(true);
      expect(mayOpenFolder(app, platform), platform).toBe(platform !== 'darwin');
      for (const other of ['evil', 'gone']) expect(mayOpenFolder(join(folder, other), platform), other).toBe(false);
    }
  });

  it('keeps every window in the sandbox', () => {
    expect(webPreferences('/p.cjs')).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
    });
  });

  it('lets nothing run or load but its own', () => {
    expect(CONTENT_SECURITY_POLICY).toContain("default-src 'none'");
    expect(CONTENT_SECURITY_POLICY).toMatch(/script-src 'self'(;|$)/);
    expect(CONTENT_SECURITY_POLICY).not.toMatch(/unsafe-eval|https?:/);
  });

  it.each<[string, boolean]>([
    ['app://quadrille/index.html', true],
    ['app://quadrille.evil/index.html', false],
    ['app://other/index.html', false],
    ['https://quadrille/index.html', false],
    ['file:///index.html', false],
    ['nonsense', false],
  ])('knows its own page: %s', (url, own) => {
    expect(isOwnPage(url)).toBe(own);
  });

  it.each<[boolean, string | undefined, boolean]>([
    [false, 'http://127.0.0.1:5173', true],
    [true, 'http://127.0.0.1:5173', false],
    [false, undefined, false],
    [false, 'http://127.0.0.1.example.org:5173', false],
    [false, 'http://example.org:5173', false],
    [false, 'https://127.0.0.1:5173', false],
    [false, 'nonsense', false],
  ])(
    'takes its page from a dev server on this machine when it is not packaged: packaged %s, %s',
    (packaged, address, taken) => {
      const server = developmentServer(packaged, { ELECTRON_RENDERER_URL: address });
      expect(server?.href ?? null).toBe(taken ? `${address}/` : null);
    },
  );

  it('loosens nothing in development but the socket of the dev server', () => {
    const headers = developmentHeaders(new URL('http://127.0.0.1:5173'));
    const policy = CONTENT_SECURITY_POLICY.replace("connect-src 'self'", "connect-src 'self' ws://127.0.0.1:5173");
    expect(policy).not.toBe(CONTENT_SECURITY_POLICY);
    expect(headers).toEqual({ ...PAGE_HEADERS, 'content-security-policy': policy });
  });

  it.each<[string, string | null]>([
    ['app://quadrille/', 'index.html'],
    ['app://quadrille/assets/a.js', join('assets', 'a.js')],
    ['app://quadrille/%2e%2e/%2e%2e/package.json', 'package.json'],
    ['app://quadrille/..%2f..%2fpackage.json', null],
    ['app://quadrille/..%2frenderer-evil/x', null],
    ['app://quadrille/%00', null],
    ['app://other/index.html', null],
  ])('serves files of its folder only: %s', (url, file) => {
    expect(pageFile('/app/renderer', url)).toBe(file === null ? null : join('/app/renderer', file));
  });

  it.each<[string, boolean]>([
    ['https://example.org', true],
    ['http://example.org', true],
    ['file:///etc/passwd', false],
    ['smb://host/share', false],
    ['javascript:alert(1)', false],
    ['quadrille:x', false],
    ['', false],
  ])('hands on web addresses only: %s', (url, allowed) => {
    expect(mayOpenOutside(url)).toBe(allowed);
  });

  it('gives no permission but to copy text', () => {
    expect(permissionGranted('clipboard-sanitized-write')).toBe(true);
    for (const permission of ['media', 'geolocation', 'notifications', 'clipboard-read', 'fullscreen'])
      expect(permissionGranted(permission)).toBe(false);
  });

  it('listens to the main frame of its own page only', () => {
    const frame = (url: string, parent: unknown = null) => ({ senderFrame: { url, parent } });
    expect(fromOwnPage(frame('app://quadrille/index.html'))).toBe(true);
    expect(fromOwnPage(frame('app://quadrille/index.html', {}))).toBe(false);
    expect(fromOwnPage(frame('app://report/1'))).toBe(false);
    expect(fromOwnPage(frame('https://quadrille/index.html'))).toBe(false);
    expect(fromOwnPage({ senderFrame: null })).toBe(false);
  });

  it('prints in a window where nothing runs', () => {
    expect(printPreferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      javascript: false,
      webviewTag: false,
    });
    expect(printPreferences.preload).toBeUndefined();
  });
});

describe('dropped files', () => {
  const file = new File(['x'], 'a.txt');
  const pathForFile = (given: File) => (given === file ? '/home/user/a.txt' : '');

  it('count by the path that the browser knows, not by one that the page made up', () => {
    const withPath = Object.assign(new File(['x'], 'b.txt'), { path: '/etc/passwd' });
    const climbing = { map: () => ({ filter: () => ['/etc/passwd'] }), length: 1, 0: '/etc/passwd' };
    for (const lookup of [pathForFile, undefined])
      for (const given of [[{ path: '/etc/passwd' }], ['/etc/passwd'], [withPath], [null], climbing, null, undefined])
        expect(pathsOfDropped(given, lookup), JSON.stringify(given)).toEqual([]);
    expect(pathsOfDropped([withPath, file, {}], pathForFile)).toEqual(['/home/user/a.txt']);
  });

  it('are, for main, absolute paths of files that exist', () => {
    const folder = temporaryFolder();
    const there = join(folder, 'a.txt');
    writeFileSync(there, 'x');
    expect(isDroppedPath(there)).toBe(true);
    expect(isDroppedPath(folder)).toBe(true);
    for (const other of ['package.json', join(folder, 'b.txt'), `${there}\0`, 7, null, { path: there }, [there]])
      expect(isDroppedPath(other), String(other)).toBe(false);
  });

  it('have their path on the class before Electron 32', () => {
    Object.defineProperty(File.prototype, 'path', {
      configurable: true,
      get: function (this: File) {
        return `/home/user/${this.name}`;
      },
    });
    onCleanup(() => Reflect.deleteProperty(File.prototype, 'path'));
    const withPath = Object.defineProperty(new File(['x'], 'b.txt'), 'path', { value: '/etc/passwd' });
    expect(pathsOfDropped([file, withPath], undefined)).toEqual(['/home/user/a.txt', '/home/user/b.txt']);
  });
});

describe('the edge', () => {
  it('runs methods of the contract only, whatever else a table of handlers holds', async () => {
    const handlers = new Map([['evil', () => 'ran']]) as never;
    for (const method of ['evil', 'constructor', '__proto__', 'toString', '', null, 7])
      await expect(dispatch(handlers, method, {})).rejects.toMatchObject({ code: 'bad-request' });
  });
});

describe("somebody else's database", () => {
  it('is read and cannot write, nor run what its schema holds', () => {
    const file = join(temporaryFolder(), 'foreign.sqlite');
    const made = openScratch(file);
    made.exec(
      'CREATE TABLE t (a); INSERT INTO t VALUES (1); CREATE VIEW harmless AS SELECT a FROM t; CREATE VIEW evil ' +
        'AS SELECT file AS a FROM pragma_database_list',
    );
    made.close();
    const db = openForeign(file);
    expect(db.all('SELECT a FROM harmless')).toEqual([{ a: 1 }]);
    expect(() => db.all('SELECT a FROM evil')).toThrow(/unsafe use of/);
    expect(() => db.all('DELETE FROM t RETURNING a')).toThrow(/readonly|read-only|attempt to write/i);
    db.close();
  });
});
