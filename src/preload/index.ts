import { contextBridge, ipcRenderer, webUtils } from 'electron';

/**
 * Gives the page a port to the backend, grants for chosen files, and a closed list of commands; nothing else.
 * Runs sandboxed.
 */
interface DroppedFile {
  path?: string;
}

function pathOf(file: File): string {
  // Electron 32 moved a dropped file's path to webUtils; the older runtime that tests use still has it on the file.
  return webUtils?.getPathForFile ? webUtils.getPathForFile(file) : ((file as DroppedFile).path ?? '');
}

ipcRenderer.on('quadrille-port', (event) => window.postMessage('quadrille-port', '*', [...event.ports]));

contextBridge.exposeInMainWorld('quadrilleBridge', {
  platform: process.platform,
  connect: () => ipcRenderer.send('quadrille-connect'),
  chooseFiles: (options: { folder: boolean }) =>
    ipcRenderer.invoke('quadrille-choose', { folder: options.folder === true }),
  grantDropped: (files: File[]) =>
    ipcRenderer.invoke(
      'quadrille-grant',
      files.map(pathOf).filter((path) => path !== ''),
    ),
  ready: (language: string) => ipcRenderer.send('quadrille-ready', language),
  run: (command: string) => ipcRenderer.send('quadrille-run', command),
  recentLibraries: () => ipcRenderer.invoke('quadrille-recent'),
  openRecent: (index: number) => ipcRenderer.send('quadrille-open-recent', index),
  openGranted: (grant: string) => ipcRenderer.send('quadrille-open-granted', grant),
  onCommand: (listener: (command: string, granted: unknown) => void) => {
    ipcRenderer.removeAllListeners('quadrille-command');
    ipcRenderer.on('quadrille-command', (_event, command: string, granted: unknown) =>
      listener(command, granted ?? null),
    );
  },
});
