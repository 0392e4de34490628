import { join } from 'node:path';
import { app, BrowserWindow, dialog, nativeTheme, screen, shell } from 'electron';
import { words } from './menu.ts';
import { mayQuit } from './quitting.ts';
import type { Shell } from './shell.ts';
import { APP_ORIGIN, isOwnPage, mayOpenOutside, webPreferences } from './security.ts';
import { placeOnScreens } from './state.ts';

const PRELOAD = join(__dirname, '..', 'preload', 'index.cjs');
const BACKGROUND = { light: '#ffffff', dark: '#242424' };

/** The single window, at its last position and size. Shown at once, while the library opens in the background. */
export async function createWindow(state: Shell): Promise<void> {
  const { bounds, maximized, zoom } = state.remembered.window;
  const window = new BrowserWindow({
    ...placeOnScreens(
      bounds,
      screen.getAllDisplays().map((display) => display.workArea),
    ),
    minWidth: 900,
    minHeight: 560,
    show: false,
    title: 'Quadrille',
    backgroundColor: nativeTheme.shouldUseDarkColors ? BACKGROUND.dark : BACKGROUND.light,
    webPreferences: webPreferences(PRELOAD),
  });
  state.window = window;
  window.on('closed', () => {
    state.window = undefined;
  });
  if (maximized) window.maximize();
  window.once('ready-to-show', () => window.show());
  window.webContents.on('did-finish-load', () => window.webContents.setZoomFactor(state.remembered.window.zoom));
  window.webContents.setZoomFactor(zoom);
  let mayClose = false;
  let isAsking = false;
  window.on('close', (event) => {
    state.remember({
      window: { bounds: window.getNormalBounds(), maximized: window.isMaximized(), zoom: state.remembered.window.zoom },
    });
    if (mayClose || !state.asksBeforeQuitting) return;
    event.preventDefault();
    if (isAsking) return;
    isAsking = true;
    void state
      .mayDiscard()
      .then((may) => may && mayQuit(state.link.running(state.language), (titles) => askToQuit(state, window, titles)))
      .then((may) => {
        mayClose = may;
        if (may) window.close();
      })
      .finally(() => {
        isAsking = false;
      });
  });
  await window.loadURL(`${APP_ORIGIN}/index.html`);
}

async function askToQuit({ language }: Shell, window: BrowserWindow, titles: string[]): Promise<boolean> {
  const { shell: text } = words(language);
  const { response } = await dialog.showMessageBox(window, {
    type: 'question',
    message: text.stillRunning,
    detail: `${titles.join('\n')}\n\n${text.stillRunningDetail}`,
    buttons: [text.keepRunning, text.quitAnyway],
    defaultId: 0,
    cancelId: 0,
  });
  return response === 1;
}

/**
 * Windows show only our pages; web links open in the system's browser after the user has confirmed.
 */
export function guardContents(language: () => 'en' | 'zh-CN'): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.setWindowOpenHandler(({ url }) => {
      if (mayOpenOutside(url)) void openOutside(url, language());
      return { action: 'deny' };
    });
    for (const event of ['will-navigate', 'will-redirect'] as const)
      contents.on(event as 'will-navigate', (details, url) => {
        if (!isOwnPage(url)) details.preventDefault();
      });
    contents.on('will-attach-webview', (event) => event.preventDefault());
  });
}

async function openOutside(url: string, language: 'en' | 'zh-CN'): Promise<void> {
  const { shell: text } = words(language);
  const { response } = await dialog.showMessageBox({
    type: 'question',
    message: text.openOutside,
    detail: url,
    buttons: [text.openInBrowser, text.cancel],
    defaultId: 1,
    cancelId: 1,
  });
  if (response === 0) await shell.openExternal(url);
}
