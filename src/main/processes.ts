import { fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as electron from 'electron';
import type { FromBackend, ToBackend } from '../shared/backend-protocol.ts';
import type { FromTrainer, ToTrainer } from '../shared/trainer-protocol.ts';

// The one place that knows how the shipped runtime and the older test runtime differ.

export interface PageAnswer {
  status: number;
  data: Buffer;
  headers: Record<string, string>;
}

/** Serves a scheme from memory: `protocol.handle` came with Electron 25 and is to replace the buffer protocol. */
export function serveScheme(scheme: string, answer: (url: string) => PageAnswer): void {
  if (typeof electron.protocol.handle === 'function') {
    electron.protocol.handle(scheme, ({ url }) => {
      const { status, data, headers } = answer(url);
      return new Response(new Uint8Array(data), { status, headers });
    });
    return;
  }
  electron.protocol.registerBufferProtocol(scheme, (request, done) => {
    const { status, data, headers } = answer(request.url);
    done({ statusCode: status, data, headers, mimeType: headers['content-type'] });
  });
}

/** A running process of ours. */
export interface Process<In, Out> {
  send(message: In): void;
  onMessage(listener: (message: Out) => void): void;
  onExit(listener: (why: string) => void): void;
  kill(): void;
}

export type BackendProcess = Process<ToBackend, FromBackend>;
export type TrainerProcess = Process<ToTrainer, FromTrainer>;

/** Older runtimes cannot load better-sqlite3 13, which needs Node-API 10. */
const OLDEST_WITH_NODE_API_10 = 40;

export function startBackend(folder: string): BackendProcess {
  return startProcess(join(folder, 'backend.cjs'), 'Quadrille backend');
}

export function startTrainer(folder: string): TrainerProcess {
  return startProcess(join(folder, 'trainer.cjs'), 'Quadrille trainer');
}

function startProcess<In, Out>(file: string, name: string): Process<In, Out> {
  const major = Number(process.versions.electron.split('.')[0]);
  return major >= OLDEST_WITH_NODE_API_10 ? utility(file, name) : child(file);
}

function utility<In, Out>(file: string, serviceName: string): Process<In, Out> {
  const started = electron.utilityProcess.fork(file, [], { serviceName, stdio: 'ignore' });
  return {
    send: (message) => started.postMessage(message),
    onMessage: (listener) => void started.on('message', listener),
    onExit: (listener) => void started.on('exit', (code) => listener(`exit code ${code}`)),
    kill: () => void started.kill(),
  };
}

/** An ordinary child of the Node that QUADRILLE_NODE names. */
function child<In, Out>(file: string): Process<In, Out> {
  const node = process.env.QUADRILLE_NODE;
  if (!node || !existsSync(node)) throw new Error('This Electron is too old to hold the library. Set QUADRILLE_NODE to a Node 24, or use a current Electron.');
  const started = fork(file, [], { execPath: node, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  return {
    send: (message) => {
      if (started.connected) started.send(message as object);
    },
    onMessage: (listener) => void started.on('message', (message) => listener(message as Out)),
    onExit: (listener) => void started.on('exit', (code, signal) => listener(signal ?? `exit code ${code}`)),
    kill: () => void started.kill('SIGKILL'),
  };
}
