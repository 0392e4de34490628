import { readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { app, BrowserWindow, dialog, ipcMain, MessageChannelMain, type MessagePortMain, protocol, session } from 'electron';
import type { FromBackend } from '../shared/backend-protocol.ts';
import { type BackendProcess, type PageAnswer, serveScheme, startBackend, startCommandLine, startTrainer, type TrainerProcess } from './processes.ts';
import { APP_ORIGIN, isOwnPage, PAGE_HEADERS, pageFile, permissionGranted, webPreferences } from './security.ts';

const PAGE_FOLDER = join(__dirname, '..', 'renderer');
const PRELOAD = join(__dirname, '..', 'preload', 'index.cjs');
const CLOSE_GRACE_MS = 4000;
const MIME: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.json': 'application/json' };

protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } }]);

let backend: BackendProcess | null = null;
let nextPage = 1;
let nextRequest = 1;
const ports = new Map<number, MessagePortMain>();
const trainers = new Map<number, TrainerProcess>();
const grantRequests = new Map<number, (granted: unknown) => void>();

function libraryFolder(): string {
  const at = process.argv.indexOf('--library');
  return at >= 0 && process.argv[at + 1] ? process.argv[at + 1] : (process.env.QUADRILLE_LIBRARY ?? join(app.getPath('userData'), 'library'));
}

/** Starts the process that owns the library, and resolves once the library is open. */
function openBackend(): Promise<void> {
  return new Promise((resolve, reject) => {
    const started = startBackend(__dirname);
    backend = started;
    started.onMessage((message) => {
      if (message.type === 'opened') resolve();
      else if (message.type === 'failed') reject(new Error(message.message));
      else deliver(message);
    });
    started.onExit((why) => {
      backend = null;
      for (const trainer of trainers.values()) trainer.kill();
      for (const port of ports.values()) port.postMessage('quadrille-gone');
      ports.clear();
      reject(new Error(`The background process stopped (${why}).`));
    });
    started.send({ type: 'open', libraryFolder: libraryFolder() });
  });
}

function deliver(message: Exclude<FromBackend, { type: 'opened' | 'failed' }>): void {
  switch (message.type) {
    case 'page':
      ports.get(message.page)?.postMessage(message.message);
      break;
    case 'granted':
      grantRequests.get(message.request)?.(message.granted);
      grantRequests.delete(message.request);
      break;
    case 'trainer-start':
      relayTrainer(message.trainer);
      break;
    case 'trainer':
      trainers.get(message.trainer)?.send(message.message);
      break;
    case 'trainer-kill':
      trainers.get(message.trainer)?.kill();
      break;
  }
}

/** Starts a trainer for the backend and carries messages between the two. */
function relayTrainer(id: number): void {
  const trainer = startTrainer(__dirname);
  trainers.set(id, trainer);
  trainer.onMessage((message) => backend?.send({ type: 'trainer', trainer: id, message }));
  trainer.onExit((why) => {
    trainers.delete(id);
    backend?.send({ type: 'trainer-exit', trainer: id, why });
  });
}

function grant(files: string[]): Promise<unknown> {
  const request = nextRequest++;
  return new Promise((resolve) => {
    grantRequests.set(request, resolve);
    backend?.send({ type: 'grant', request, files });
  });
}

/** Only our own page, in its main frame, may speak. */
function fromOwnPage(event: { senderFrame: Electron.WebFrameMain | null }): boolean {
  const frame = event.senderFrame;
  return frame !== null && frame.parent === null && isOwnPage(frame.url);
}

function installHandlers(): void {
  ipcMain.on('quadrille-connect', (event) => {
    if (!fromOwnPage(event)) return;
    const page = nextPage++;
    const { port1, port2 } = new MessageChannelMain();
    ports.set(page, port2);
    port2.on('message', ({ data }) => backend?.send({ type: 'page', page, message: data }));
    port2.on('close', () => {
      ports.delete(page);
      backend?.send({ type: 'page-closed', page });
    });
    backend?.send({ type: 'page-open', page });
    port2.start();
    event.sender.postMessage('quadrille-port', null, [port1]);
    if (!backend) port2.postMessage('quadrille-gone');
  });
  ipcMain.handle('quadrille-choose', async (event, options: { folder?: unknown }) => {
    if (!fromOwnPage(event)) return [];
    const window = BrowserWindow.fromWebContents(event.sender);
    const properties: Electron.OpenDialogOptions['properties'] = options?.folder === true ? ['openDirectory'] : ['openFile', 'multiSelections'];
    const answer = window ? await dialog.showOpenDialog(window, { properties }) : await dialog.showOpenDialog({ properties });
    return grant(answer.filePaths);
  });
  ipcMain.handle('quadrille-grant', (event, files: unknown) => {
    if (!fromOwnPage(event) || !Array.isArray(files)) return [];
    return grant(files.filter((file): file is string => typeof file === 'string'));
  });
}

/** Serves the page's own files and nothing else. */
function answerPage(url: string): PageAnswer {
  const file = pageFile(PAGE_FOLDER, url);
  try {
    if (!file) throw new Error('outside');
    return { status: 200, data: readFileSync(file), headers: { ...PAGE_HEADERS, 'content-type': MIME[extname(file)] ?? 'application/octet-stream' } };
  } catch {
    return { status: 404, data: Buffer.from('Not found'), headers: { 'content-type': 'text/plain' } };
  }
}

function installGuards(): void {
  const { defaultSession } = session;
  defaultSession.setPermissionRequestHandler((_contents, permission, answer) => answer(permissionGranted(permission)));
  defaultSession.setPermissionCheckHandler((_contents, permission) => permissionGranted(permission));
  app.on('web-contents-created', (_event, contents) => {
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
    for (const event of ['will-navigate', 'will-redirect'] as const)
      contents.on(event as 'will-navigate', (details, url) => {
        if (!isOwnPage(url)) details.preventDefault();
      });
    contents.on('will-attach-webview', (event) => event.preventDefault());
  });
}

async function createWindow(): Promise<void> {
  const window = new BrowserWindow({ width: 1280, height: 800, minWidth: 900, minHeight: 560, show: false, title: 'Quadrille', webPreferences: webPreferences(PRELOAD) });
  window.once('ready-to-show', () => window.show());
  await window.loadURL(`${APP_ORIGIN}/index.html`);
}

async function start(): Promise<void> {
  await app.whenReady();
  serveScheme('app', answerPage);
  installGuards();
  installHandlers();
  try {
    await openBackend();
  } catch (error) {
    dialog.showErrorBox('Quadrille', (error as Error).message);
    app.exit(1);
    return;
  }
  await createWindow();
}

/** `quadrille --cli COMMAND …`: the command line in the installed app, without a window and beside one that is open. */
async function runCommandLine(args: string[]): Promise<void> {
  await app.whenReady();
  const started = startCommandLine(__dirname, args);
  backend = started;
  started.onMessage((message) => {
    if (message.type !== 'opened' && message.type !== 'failed') deliver(message);
  });
  started.onExit((_why, code) => {
    for (const trainer of trainers.values()) trainer.kill();
    app.exit(code ?? 1);
  });
}

const commandLine = process.argv.indexOf('--cli');
if (commandLine >= 0) {
  // No display is needed to print numbers.
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) app.commandLine.appendSwitch('ozone-platform', 'headless');
  void runCommandLine(process.argv.slice(commandLine + 1));
} else if (app.requestSingleInstanceLock()) {
  app.on('second-instance', () => {
    const [window] = BrowserWindow.getAllWindows();
    if (window?.isMinimized()) window.restore();
    window?.focus();
  });
  app.on('window-all-closed', () => app.quit());
  // The backend closes the library; it gets a few seconds, then the app goes anyway.
  app.on('will-quit', (event) => {
    if (!backend) return;
    event.preventDefault();
    const closing = backend;
    const timer = setTimeout(() => closing.kill(), CLOSE_GRACE_MS);
    closing.onExit(() => {
      clearTimeout(timer);
      app.quit();
    });
    closing.send({ type: 'close' });
  });
  void start();
} else app.quit();
