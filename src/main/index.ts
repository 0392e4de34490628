import { app, BrowserWindow, dialog, ipcMain, MessageChannelMain, protocol, session, shell as system } from 'electron';
import type { ShellError } from '../shared/backend-protocol.ts';
import { isShellCommand } from '../shared/commands.ts';
import { BackendLink } from './backend-link.ts';
import { dataFolder } from '../shared/data-folder.ts';
import { keepOwnErrors } from './own-errors.ts';
import { askedByFile, askedFor, firstLibrary } from './opening.ts';
import { answerPage } from './page.ts';
import { printReport } from './print.ts';
import { serveScheme, startCommandLine } from './processes.ts';
import { fromOwnPage, isDroppedPath, mayOpenFolder, permissionGranted } from './security.ts';
import { Shell } from './shell.ts';
import { recentEntries, withRecent } from './state.ts';
import { createWindow, guardContents } from './window.ts';

protocol.registerSchemesAsPrivileged([
  { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
]);

/** What the page may ask of main: a channel, dialogs that end in grants, commands of the closed list. */
function installHandlers(shell: Shell): void {
  ipcMain.on('quadrille-connect', (event) => {
    if (!fromOwnPage(event)) return;
    const { port1, port2 } = new MessageChannelMain();
    shell.link.connect(port2);
    event.sender.postMessage('quadrille-port', null, [port1]);
  });
  ipcMain.on('quadrille-ready', (event, language: unknown) => {
    if (fromOwnPage(event)) shell.pageReady(language === 'zh-CN' ? 'zh-CN' : 'en');
  });
  ipcMain.on('quadrille-unsaved', (event, isUnsaved: unknown) => {
    if (fromOwnPage(event)) shell.hasUnsaved = isUnsaved === true;
  });
  ipcMain.on('quadrille-run', (event, command: unknown) => {
    if (fromOwnPage(event) && isShellCommand(command)) void shell.runOwn(command);
  });
  ipcMain.handle('quadrille-recent', (event) =>
    fromOwnPage(event) ? recentEntries(shell.remembered.recent).map(({ label }) => label) : [],
  );
  ipcMain.on('quadrille-open-recent', (event, index: unknown) => {
    const entry =
      fromOwnPage(event) && typeof index === 'number' ? recentEntries(shell.remembered.recent)[index] : undefined;
    if (entry) void shell.openLibrary({ folder: entry.folder, create: false });
  });
  ipcMain.on('quadrille-open-granted', async (event, grant: unknown) => {
    if (!fromOwnPage(event) || typeof grant !== 'string') return;
    const folder = await shell.link.resolve(grant);
    if (folder) await shell.openLibrary({ folder, create: false });
  });
  ipcMain.on('quadrille-open-folder', async (event, grant: unknown) => {
    if (!fromOwnPage(event) || typeof grant !== 'string') return;
    const folder = await shell.link.resolve(grant);
    if (folder && mayOpenFolder(folder)) await system.openPath(folder);
    else if (folder) system.showItemInFolder(folder);
  });
  ipcMain.handle('quadrille-choose', async (event, options: { folder?: unknown }) => {
    if (!fromOwnPage(event)) return [];
    const window = BrowserWindow.fromWebContents(event.sender);
    const properties: Electron.OpenDialogOptions['properties'] =
      options?.folder === true ? ['openDirectory', 'createDirectory'] : ['openFile', 'multiSelections'];
    const answer = window
      ? await dialog.showOpenDialog(window, { properties })
      : await dialog.showOpenDialog({ properties });
    return shell.link.grant(answer.filePaths);
  });
  ipcMain.handle('quadrille-grant', (event, files: unknown) => {
    if (!fromOwnPage(event) || !Array.isArray(files)) return [];
    return shell.link.grant(files.filter(isDroppedPath));
  });
}

function guardSession(): void {
  const { defaultSession } = session;
  defaultSession.setSpellCheckerEnabled(false); // it would fetch dictionaries
  defaultSession.setPermissionRequestHandler((_contents, permission, answer) => answer(permissionGranted(permission)));
  defaultSession.setPermissionCheckHandler((_contents, permission) => permissionGranted(permission));
}

async function startWindow(): Promise<void> {
  let asked = askedFor(process.argv.slice(1), process.cwd());
  let shell: Shell | null = null;
  const early: ShellError[] = [];
  keepOwnErrors((error) => {
    process.stderr.write(`quadrille: ${error.stack ?? error.what}\n`);
    if (shell) shell.link.log(error);
    else early.push(error);
  });
  // macOS reports double-clicked files by events, even before the app is ready.
  app.on('open-file', (event, file) => {
    event.preventDefault();
    if (shell) void shell.openAsked(askedByFile(file));
    else asked = askedByFile(file) ?? asked;
  });
  app.on('second-instance', (_event, args, folder) => void shell?.openAsked(askedFor(args.slice(1), folder)));
  app.on('window-all-closed', () => app.quit());
  app.on('will-quit', (event) => {
    if (!shell || shell.link.idle) return;
    event.preventDefault();
    void shell.link.close().then(() => app.quit());
  });
  await app.whenReady();
  const started = new Shell();
  shell = started;
  for (const error of early.splice(0)) started.link.log(error);
  serveScheme('app', answerPage);
  guardSession();
  guardContents(() => started.language);
  installHandlers(started);
  // The system ends, or a terminal: nobody is asked, and what ran is resumed at the next start.
  const endAtOnce = () => {
    started.asksBeforeQuitting = false;
    app.quit();
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, endAtOnce);
  const data = dataFolder({ platform: process.platform, home: app.getPath('home'), environment: process.env });
  const library = firstLibrary(asked, process.env.QUADRILLE_LIBRARY, started.remembered.recent, data);
  started.remember({ recent: withRecent(started.remembered.recent, library.folder) });
  started.buildMenu();
  await started.link.open(library);
  await createWindow(started);
  if (asked?.kind === 'archive') await started.openAsked(asked);
}

/** `quadrille --cli COMMAND …`: the command line in the installed app, without a window, also while one is open. */
async function runCommandLine(args: string[]): Promise<void> {
  await app.whenReady();
  const link = new BackendLink(__dirname, printReport);
  serveScheme('app', answerPage);
  const running = startCommandLine(__dirname, args);
  // Asked to end, it closes its library first.
  app.on('will-quit', (event) => {
    event.preventDefault();
    running.kill();
  });
  link.adopt(running, (code) => app.exit(code ?? 1));
}

const commandLine = process.argv.indexOf('--cli');
if (commandLine >= 0) {
  // Without a display, resources/linux/quadrille.sh has chosen Electron's headless platform: here it would be too late.
  const end = ({ what }: { what: string }) => {
    process.stderr.write(`quadrille: ${what}\n`);
    app.exit(1);
  };
  keepOwnErrors(end); // nobody would look after the command
  runCommandLine(process.argv.slice(commandLine + 1)).catch((error: Error) => end({ what: error.message }));
} else if (app.requestSingleInstanceLock())
  startWindow().catch((error: Error) => {
    dialog.showErrorBox('Quadrille', error.message);
    app.exit(1);
  });
else app.quit();
