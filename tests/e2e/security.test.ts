import type { ChildProcess } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PAGE_COMMANDS } from '../../src/shared/commands.ts';
import { electronThere, quit, type Started, startElectron, startScreen } from '../support/electron.ts';
import { ROOT, suiteFolder } from '../support/fixtures.ts';
import { openPage } from '../support/open-page.ts';

const DISPLAY = ':99';

/**
 * Each test stands for a line of the list in docs/security.md and fails when its guard is taken away (`npm run
 * guards`).
 */
describe.skipIf(!electronThere)('the window, attacked from inside', { timeout: 120_000 }, () => {
  let screen: ChildProcess | null = null;
  let started: Started;
  const folder = suiteFolder;

  beforeAll(async () => {
    screen = await startScreen(DISPLAY);
    const home = folder();
    started = await startElectron(DISPLAY, join(home, 'config'), ['--library', join(home, 'library')]);
    await started.page.getByText('This library is empty.').waitFor();
    await started.app.evaluate(({ session, shell, dialog }) => {
      const seen = globalThis as unknown as { requested: string[]; opened: string[]; asked: string[]; answer: number };
      Object.assign(seen, { requested: [], opened: [], asked: [], answer: 1 });
      session.defaultSession.webRequest.onBeforeRequest((details, done) => {
        seen.requested.push(details.url);
        done({});
      });
      shell.openExternal = async (url) => void seen.opened.push(url);
      dialog.showMessageBox = (async (options: { detail?: string }) => {
        seen.asked.push(options.detail ?? '');
        return { response: seen.answer, checkboxChecked: false };
      }) as never;
    });
  });

  afterAll(async () => {
    if (started) await quit(started);
    screen?.kill();
  });

  it('runs with the sandbox, isolated, without Node', async () => {
    const preferences = await started.app.evaluate(({ BrowserWindow, session }) => {
      const contents = BrowserWindow.getAllWindows()[0].webContents as unknown as {
        getLastWebPreferences(): Record<string, unknown>;
      };
      const { sandbox, contextIsolation, nodeIntegration, webviewTag } = contents.getLastWebPreferences();
      // Chromium would fetch dictionaries for a spell checker.
      return {
        sandbox,
        contextIsolation,
        nodeIntegration,
        webviewTag,
        spellChecker: session.defaultSession.isSpellCheckerEnabled(),
      };
    });
    expect(preferences).toEqual({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellChecker: false,
    });
    expect(
      await started.page.evaluate(() => [
        typeof (globalThis as { require?: unknown }).require,
        typeof (globalThis as { process?: unknown }).process,
      ]),
    ).toEqual(['undefined', 'undefined']);
  });

  it('blocks inline script, eval, and script from elsewhere', async () => {
    const outcome = await started.page.evaluate(async () => {
      const violations: string[] = [];
      document.addEventListener('securitypolicyviolation', (event) => violations.push(event.effectiveDirective));
      const inline = document.createElement('script');
      inline.textContent = 'window.inlineRan = true';
      document.head.append(inline);
      const foreign = document.createElement('script');
      foreign.src = 'data:text/javascript,window.foreignRan=true';
      document.head.append(foreign);
      // from here on in a task of the page's own, which the test's debugger does not excuse
      await new Promise((resolve) => setTimeout(resolve, 300));
      let evaluated = true;
      try {
        new Function('return 1')();
      } catch {
        evaluated = false;
      }
      const page = window as unknown as { inlineRan?: boolean; foreignRan?: boolean };
      return { inline: page.inlineRan === true, foreign: page.foreignRan === true, evaluated, violations };
    });
    expect(outcome).toMatchObject({ inline: false, foreign: false, evaluated: false });
    expect(outcome.violations.some((directive) => directive.startsWith('script-src'))).toBe(true);
  });

  it('sends its policy with the page', async () => {
    const policy = await started.page.evaluate(async () =>
      (await fetch('app://quadrille/index.html')).headers.get('content-security-policy'),
    );
    expect(policy).toMatch(
      new RegExp(
        "^default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; " +
          "media-src 'self' blob:; font-src 'self'; connect-src 'self'",
      ),
    );
  });

  it('serves nothing outside its folder', async () => {
    const statuses = await started.page.evaluate(() =>
      Promise.all(
        [
          'app://quadrille/../main/index.cjs',
          'app://quadrille/..%2fmain%2findex.cjs',
          'app://quadrille/..%2frenderer-evil%2fx',
          'app://quadrille/%00',
        ].map(async (url) => (await fetch(url).catch(() => ({ status: 0 }))).status),
      ),
    );
    for (const status of statuses) expect([0, 404]).toContain(status);
  });

  it('denies permissions', async () => {
    const answers = await started.page.evaluate(async () => {
      const states = await Promise.all(
        ['geolocation', 'notifications', 'midi'].map(
          async (name) => (await navigator.permissions.query({ name: name as PermissionName })).state,
        ),
      );
      const camera = await navigator.mediaDevices?.getUserMedia({ audio: true }).then(
        () => 'granted',
        (error: Error) => error.name,
      );
      const asked = await Notification.requestPermission();
      return { states, camera, asked };
    });
    expect(answers.states).toEqual(['denied', 'denied', 'denied']);
    expect(['NotAllowedError', 'NotFoundError', undefined]).toContain(answers.camera);
    expect(answers.asked).toBe('denied');
  });

  it('stays on its page: no navigation, no new window, no webview', async () => {
    const { page, app } = started;
    const url = page.url();
    await page.evaluate(() => {
      window.location.href = 'https://example.org/';
    });
    await page.waitForTimeout(200);
    await page.evaluate(() => {
      const link = Object.assign(document.createElement('a'), { href: 'file:///etc/passwd' });
      document.body.append(link);
      link.click();
      const form = Object.assign(document.createElement('form'), { action: 'https://example.org/', method: 'post' });
      document.body.append(form);
      form.submit();
      document.body.append(Object.assign(document.createElement('webview'), { src: 'https://example.org' }));
    });
    await page.waitForTimeout(300);
    expect(page.url()).toBe(url);
    expect(await page.evaluate(() => window.open('app://quadrille/index.html') === null)).toBe(true);
    expect(
      await app.evaluate(({ BrowserWindow, webContents }) => [
        BrowserWindow.getAllWindows().length,
        webContents.getAllWebContents().length,
      ]),
    ).toEqual([1, 1]);
  });

  it('opens web addresses in the browser only after the person agreed, and nothing else ever', async () => {
    const { page, app } = started;
    const state = () =>
      app.evaluate(() => ({
        opened: (globalThis as never as { opened: string[] }).opened,
        asked: (globalThis as never as { asked: string[] }).asked,
      }));
    const open = (url: string) => page.evaluate((address) => window.open(address) === null, url);
    for (const url of ['file:///etc/passwd', 'smb://host/share', 'javascript:alert(1)', 'quadrille:x', 'ms-msdt:/x'])
      await open(url);
    await page.waitForTimeout(200);
    expect(await state()).toEqual({ opened: [], asked: [] });
    await open('https://example.org/refused');
    await expect.poll(async () => (await state()).asked).toEqual(['https://example.org/refused']);
    expect((await state()).opened).toEqual([]);
    await app.evaluate(() => void ((globalThis as never as { answer: number }).answer = 0));
    await open('https://example.org/agreed');
    await expect.poll(async () => (await state()).opened).toEqual(['https://example.org/agreed']);
  });

  it('answers its own page only: another page with the same preload gets nothing', async () => {
    const answers = await started.app.evaluate(
      async ({ BrowserWindow }, preload) => {
        const window = new BrowserWindow({
          show: false,
          webPreferences: { preload, sandbox: true, contextIsolation: true },
        });
        await window.loadURL('data:text/html,<p>elsewhere</p>');
        const result = await window.webContents.executeJavaScript(`(async () => {
          const bridge = window.quadrilleBridge;
          let port = false;
          window.addEventListener('message', (event) => { if (event.data === 'quadrille-port') port = true; });
          bridge.connect();
          const recent = await bridge.recentLibraries();
          const chosen = await bridge.chooseFiles({ folder: false });
          await new Promise((resolve) => setTimeout(resolve, 300));
          return { port, recent, chosen };
        })()`);
        window.destroy();
        return result;
      },
      join(ROOT, 'out', 'preload', 'index.cjs'),
    );
    expect(answers).toEqual({ port: false, recent: [], chosen: [] });
  });

  it('takes the path of a file that the user dropped, not one that the page makes up', async () => {
    const secret = join(folder(), 'secret.txt');
    writeFileSync(secret, 'x');
    const granted = await started.page.evaluate(async (path) => {
      type Grant = (files: unknown) => Promise<unknown[]>;
      const { grantDropped } = (globalThis as unknown as { quadrilleBridge: { grantDropped: Grant } }).quadrilleBridge;
      const withPath = new File(['x'], 'secret.txt');
      Object.defineProperty(withPath, 'path', { value: path });
      const forged: Record<string, unknown> = {
        object: [{ path }],
        file: [withPath],
        class: [Object.assign(Object.create(File.prototype), { own: path })],
        array: { length: 1, 0: { path }, map: () => [path] },
        mapped: { map: () => ({ filter: () => [path] }) },
        text: [path],
      };
      Object.defineProperty(File.prototype, 'path', { get: () => path, configurable: true });
      const answers: [string, number | string][] = [];
      for (const [name, files] of Object.entries(forged))
        answers.push([
          name,
          await grantDropped(files).then(
            (given) => given.length,
            () => 'refused',
          ),
        ]);
      return answers;
    }, secret);
    for (const [name, given] of granted) expect([0, 'refused'], name).toContain(given);
    expect(granted).toHaveLength(6);
  });

  it('prints reports in a window where nothing runs', async () => {
    const html = join(folder(), 'evil.html');
    writeFileSync(
      html,
      '<script>document.title = "ran"</script><img src="https://example.org/beacon.png"><p>report</p>',
    );
    const { page, app } = started;
    const titles = await app.evaluate(async ({ BrowserWindow, app: electronApp }) => {
      const seen: Record<string, unknown>[] = [];
      electronApp.on('browser-window-created', (_event, window) => {
        const { javascript, sandbox, contextIsolation } = (
          window.webContents as unknown as { getLastWebPreferences(): Record<string, unknown> }
        ).getLastWebPreferences();
        seen.push({ javascript, sandbox, contextIsolation });
      });
      (globalThis as unknown as { printWindows: unknown }).printWindows = seen;
      return BrowserWindow.getAllWindows().length;
    });
    expect(titles).toBe(1);
    await openPage(page, 'study');
    await page.getByRole('button', { name: 'Make the fictional study' }).click();
    await page.getByText('Fictional reputation table').first().waitFor();
    const out = folder();
    await app.evaluate(({ dialog }, chosen) => {
      dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [chosen] });
    }, out);
    await openPage(page, 'export');
    await page
      .getByRole('button', { name: /folder/i })
      .first()
      .click();
    await expect
      .poll(() => app.evaluate(() => (globalThis as unknown as { printWindows: unknown }).printWindows), {
        timeout: 60_000,
      })
      .toEqual([{ javascript: false, sandbox: true, contextIsolation: true }]);
  });

  it('asks for nothing outside itself on any page', async () => {
    const { page, app } = started;
    for (const { id } of PAGE_COMMANDS) {
      await openPage(page, id);
      await page.waitForTimeout(400);
    }
    const requested = await app.evaluate(() => (globalThis as never as { requested: string[] }).requested);
    expect(requested.length).toBeGreaterThan(5);
    expect(
      requested.filter(
        (url) => !/^(app:\/\/(quadrille|report)\/|data:|blob:|devtools:)/.test(url) && !url.includes('example.org'),
      ),
    ).toEqual([]);
    expect(requested.filter((url) => url.includes('beacon'))).toEqual([]);
  });
});
