import { contextBridge, ipcRenderer, webUtils } from 'electron';

/** Hands the page a port to the backend and grants for chosen files; nothing else crosses. Runs sandboxed. */
interface DroppedFile {
  path?: string;
}

function pathOf(file: File): string {
  // Electron 32 moved a dropped file's path to webUtils; the older runtime that tests use still has it on the file.
  return webUtils?.getPathForFile ? webUtils.getPathForFile(file) : ((file as DroppedFile).path ?? '');
}

ipcRenderer.on('quadrille-port', (event) => window.postMessage('quadrille-port', '*', [...event.ports]));

contextBridge.exposeInMainWorld('quadrilleBridge', {
  connect: () => ipcRenderer.send('quadrille-connect'),
  chooseFiles: (options: { folder: boolean }) => ipcRenderer.invoke('quadrille-choose', { folder: options.folder === true }),
  grantDropped: (files: File[]) =>
    ipcRenderer.invoke(
      'quadrille-grant',
      files.map(pathOf).filter((path) => path !== ''),
    ),
});
