import { contextBridge, ipcRenderer, webUtils } from 'electron';
import { pathsOfDropped } from './dropped-files.ts';

/**
 * Gives the page a port to the backend, grants for chosen files, and a closed list of commands; nothing else.
 * Runs sandboxed.
 */
ipcRenderer.on('quadrille-port', (event) => window.postMessage('quadrille-port', '*', [...event.ports]));

contextBridge.exposeInMainWorld('quadrilleBridge', {
  platform: process.platform,
  connect: () => ipcRenderer.send('quadrille-connect'),
  chooseFiles: (options: { folder: boolean }) =>
    ipcRenderer.invoke('quadrille-choose', { folder: options.folder === true }),
  grantDropped: (files: unknown) =>
    ipcRenderer.invoke('quadrille-grant', pathsOfDropped(files, webUtils?.getPathForFile)),
  ready: (language: string) => ipcRenderer.send('quadrille-ready', language),
  unsaved: (isUnsaved: unknown) => ipcRenderer.send('quadrille-unsaved', isUnsaved === true),
  run: (command: string) => ipcRenderer.send('quadrille-run', command),
  recentLibraries: () => ipcRenderer.invoke('quadrille-recent'),
  openRecent: (index: number) => ipcRenderer.send('quadrille-open-recent', index),
  openGranted: (grant: string) => ipcRenderer.send('quadrille-open-granted', grant),
  openFolder: (grant: string) => ipcRenderer.send('quadrille-open-folder', grant),
  onCommand: (listener: (command: string, granted: unknown) => void) => {
    ipcRenderer.removeAllListeners('quadrille-command');
    ipcRenderer.on('quadrille-command', (_event, command: string, granted: unknown) =>
      listener(command, granted ?? null),
    );
  },
});
