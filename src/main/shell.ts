import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { app, type BrowserWindow, dialog, Menu } from 'electron';
import { type Command, isShellCommand, type ShellCommand } from '../shared/commands.ts';
import { writeWhole } from './whole-file.ts';
import { dataFolder, libraryPlaces } from '../shared/data-folder.ts';
import { BackendLink } from './backend-link.ts';
import { type Language, menuTemplate, words } from './menu.ts';
import { type Asked, libraryAsked } from './opening.ts';
import { printReport } from './print.ts';
import { readState, recentEntries, type ShellState, withRecent, writeState, zoomed } from './state.ts';

/** The shell's state: remembered settings, the page's language, the backend. */
export class Shell {
  readonly link = new BackendLink(
    __dirname,
    printReport,
    () => this.window?.webContents.reload(),
    (folder) => void this.#openOther(folder),
  );
  readonly #file = join(app.getPath('userData'), 'shell.json');
  remembered: ShellState = readState(this.#file);
  language: Language = app.getLocale().startsWith('zh') ? 'zh-CN' : 'en';
  /** An archive that was double-clicked before the page was ready to ask about it. */
  #waitingArchive: string | null = null;
  #pageReady = false;
  /** False while the system ends the app. */
  asksBeforeQuitting = true;

  /** The page has changes that its end would lose. */
  hasUnsaved = false;

  /** The visible window; reports are printed in hidden ones. */
  window: BrowserWindow | undefined;

  remember(change: Partial<ShellState>): void {
    this.remembered = { ...this.remembered, ...change };
    writeState(this.#file, this.remembered);
  }

  /** Asks whether unsaved changes may be lost, if there are any. */
  async mayDiscard(): Promise<boolean> {
    const { window, hasUnsaved } = this;
    if (!hasUnsaved || !window) return true;
    const { shell: text } = words(this.language);
    const { response } = await dialog.showMessageBox(window, {
      type: 'question',
      message: text.unsaved,
      detail: text.unsavedDetail,
      buttons: [text.goBack, text.discard],
      defaultId: 0,
      cancelId: 0,
    });
    return response === 1;
  }

  async openLibrary(library: { folder: string; create: boolean }): Promise<void> {
    if (!(await this.mayDiscard())) return;
    this.hasUnsaved = false;
    this.remember({ recent: withRecent(this.remembered.recent, library.folder) });
    this.#pageReady = false;
    await this.link.open(library);
    this.buildMenu();
    this.window?.webContents.reload();
  }

  /** The demo's library, or the one of before it: the last one that is still there, else the default. */
  async #openOther(folder: string | null): Promise<void> {
    const before = this.remembered.recent.find((other) => other !== this.link.library && existsSync(other));
    const data = dataFolder({ platform: process.platform, home: app.getPath('home'), environment: process.env });
    const own = libraryPlaces(data).own;
    await this.openLibrary(folder ? { folder, create: false } : { folder: before ?? own, create: !before });
  }

  /** Opens what a double click, a second start or a drop on the dock requested. */
  async openAsked(asked: Asked): Promise<void> {
    if (asked?.kind === 'library' && asked.folder !== this.link.library)
      await this.openLibrary(libraryAsked(asked, this.remembered.recent));
    if (asked?.kind === 'archive') {
      this.#waitingArchive = asked.file;
      await this.#offerArchive();
    }
    const { window } = this;
    if (window?.isMinimized()) window.restore();
    window?.focus();
  }

  pageReady(language: Language): void {
    this.language = language;
    this.#pageReady = true;
    this.buildMenu();
    void this.#offerArchive();
  }

  async #offerArchive(): Promise<void> {
    if (!this.#waitingArchive || !this.#pageReady) return;
    const file = this.#waitingArchive;
    this.#waitingArchive = null;
    this.window?.webContents.send('quadrille-command', 'import-archive', await this.link.grant([file]));
  }

  buildMenu(): void {
    const template = menuTemplate({
      platform: process.platform,
      language: this.language,
      recent: recentEntries(this.remembered.recent),
      run: (command) => this.run(command),
      openRecent: (folder) => void this.openLibrary({ folder, create: false }),
    });
    Menu.setApplicationMenu(Menu.buildFromTemplate(template));
  }

  /** Commands of the shell run here, the others in the page. */
  run(command: Command): void {
    if (isShellCommand(command)) void this.runOwn(command);
    else this.window?.webContents.send('quadrille-command', command);
  }

  async runOwn(command: ShellCommand): Promise<void> {
    const { window } = this;
    if (!window) return;
    switch (command) {
      case 'new-library':
        return this.#newLibrary(window);
      case 'open-library':
        return this.#chooseLibrary(window);
      case 'print':
        window.webContents.print();
        return;
      case 'save-pdf':
        return this.#savePdf(window);
      case 'zoom-in':
      case 'zoom-out':
      case 'zoom-reset': {
        const zoom = zoomed(this.remembered.window.zoom, command === 'zoom-in' ? 1 : command === 'zoom-out' ? -1 : 0);
        this.remember({ window: { ...this.remembered.window, zoom } });
        window.webContents.setZoomFactor(zoom);
        return;
      }
      case 'full-screen':
        window.setFullScreen(!window.isFullScreen());
        return;
      case 'quit':
        app.quit();
    }
  }

  async #newLibrary(window: BrowserWindow): Promise<void> {
    const { shell: text } = words(this.language);
    const { filePath } = await dialog.showSaveDialog(window, {
      title: text.newLibrary,
      buttonLabel: text.create,
      nameFieldLabel: text.libraryName,
      properties: ['createDirectory'],
    });
    if (!filePath) return;
    if (existsSync(filePath) && readdirSync(filePath).length > 0)
      return void dialog.showMessageBox(window, { type: 'warning', message: text.notEmpty, detail: filePath });
    await this.openLibrary({ folder: filePath, create: true });
  }

  async #chooseLibrary(window: BrowserWindow): Promise<void> {
    const { shell: text } = words(this.language);
    const { filePaths } = await dialog.showOpenDialog(window, {
      title: text.openLibrary,
      properties: ['openDirectory'],
    });
    const [folder] = filePaths;
    if (!folder) return;
    if (!existsSync(join(folder, 'library.sqlite')))
      return void dialog.showMessageBox(window, { type: 'warning', message: text.noLibrary, detail: folder });
    await this.openLibrary({ folder, create: false });
  }

  async #savePdf(window: BrowserWindow): Promise<void> {
    const { filePath } = await dialog.showSaveDialog(window, {
      defaultPath: 'quadrille.pdf',
      filters: [{ name: 'PDF', extensions: ['pdf'] }],
    });
    if (!filePath) return;
    try {
      writeWhole(filePath, await window.webContents.printToPDF({ printBackground: true, landscape: true }));
    } catch (error) {
      const { shell: text } = words(this.language);
      const detail = `${filePath}\n${(error as Error).message}`;
      await dialog.showMessageBox(window, { type: 'warning', message: text.pdfNotSaved, detail });
    }
  }
}
