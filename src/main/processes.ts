import { fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as electron from 'electron';
import type { FromBackend, ToBackend } from '../shared/backend-protocol.ts';

/** A running backend. This file is the one place that knows how the shipped runtime and the older test runtime differ. */
export interface BackendProcess {
  send(message: ToBackend): void;
  onMessage(listener: (message: FromBackend) => void): void;
  onExit(listener: (why: string) => void): void;
  kill(): void;
}

const OLDEST_WITH_NODE_API_10 = 40;

export function startBackend(folder: string): BackendProcess {
  const file = join(folder, 'backend.cjs');
  const major = Number(process.versions.electron.split('.')[0]);
  return major >= OLDEST_WITH_NODE_API_10 ? utilityBackend(file) : childBackend(file);
}

function utilityBackend(file: string): BackendProcess {
  const child = electron.utilityProcess.fork(file, [], { serviceName: 'Quadrille backend', stdio: 'ignore' });
  return {
    send: (message) => child.postMessage(message),
    onMessage: (listener) => void child.on('message', listener),
    onExit: (listener) => void child.on('exit', (code) => listener(`exit code ${code}`)),
    kill: () => void child.kill(),
  };
}

/** Electron 22 cannot load better-sqlite3 13 (Node-API 10): the backend is an ordinary child of the Node that QUADRILLE_NODE names. */
function childBackend(file: string): BackendProcess {
  const node = process.env.QUADRILLE_NODE;
  if (!node || !existsSync(node)) throw new Error('This Electron is too old to hold the library. Set QUADRILLE_NODE to a Node 24, or use a current Electron.');
  const child = fork(file, [], { execPath: node, stdio: ['ignore', 'ignore', 'inherit', 'ipc'], env: { ...process.env, ELECTRON_RUN_AS_NODE: undefined } as NodeJS.ProcessEnv });
  return {
    send: (message) => {
      if (child.connected) child.send(message);
    },
    onMessage: (listener) => void child.on('message', (message) => listener(message as FromBackend)),
    onExit: (listener) => void child.on('exit', (code, signal) => listener(signal ?? `exit code ${code}`)),
    kill: () => void child.kill('SIGKILL'),
  };
}
