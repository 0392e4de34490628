import { exitReason } from '../shared/exit-reason.ts';
import type { Message } from '../shared/messages/message.ts';
import { AppError } from '../shared/errors.ts';
import { fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, sep } from 'node:path';
import * as electron from 'electron';
import type { FromBackend, ToBackend } from '../shared/backend-protocol.ts';
import type { FromTrainer, ToTrainer } from '../shared/trainer-protocol.ts';
import { say } from '../shared/messages/say.ts';

// All differences between the shipped runtime and the older test runtime are handled here.

export interface PageAnswer {
  status: number;
  data: Buffer;
  headers: Record<string, string>;
}

/** Serves a scheme from memory: `protocol.handle` came with Electron 25 and is to replace the buffer protocol. */
export function serveScheme(scheme: string, answer: (url: string) => PageAnswer | Promise<PageAnswer>): void {
  if (typeof electron.protocol.handle === 'function') {
    electron.protocol.handle(scheme, async ({ url }) => {
      const { status, data, headers } = await answer(url);
      return new Response(new Uint8Array(data), { status, headers });
    });
    return;
  }
  electron.protocol.registerBufferProtocol(scheme, (request, done) => {
    void Promise.resolve(answer(request.url)).then(({ status, data, headers }) =>
      done({ statusCode: status, data, headers, mimeType: headers['content-type'] }),
    );
  });
}

export interface Process<In, Out> {
  send(message: In): void;
  onMessage(listener: (message: Out) => void): void;
  onExit(listener: (why: Message, code: number | null) => void): void;
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

/**
 * The command line inside the installed app; it writes to the terminal itself and requests trainers like the backend
 * does.
 */
export function startCommandLine(folder: string, args: string[]): BackendProcess {
  return startProcess(join(folder, 'cli.cjs'), 'Quadrille command line', args);
}

/**
 * Where Node finds a file of the app: in a package it is next to the archive, since workers and native modules cannot
 * be loaded from one.
 */
function unpacked(file: string): string {
  return file.replace(`app.asar${sep}`, `app.asar.unpacked${sep}`);
}

/** @param args if given, the process shares this one's terminal */
function startProcess<In, Out>(file: string, name: string, args?: string[]): Process<In, Out> {
  const isUtility = process.env.QUADRILLE_PROCESSES === 'utility' || electronMajor() >= OLDEST_WITH_NODE_API_10;
  return (isUtility ? utility : child)(unpacked(file), name, args);
}

const electronMajor = () => Number(process.versions.electron.split('.')[0]);

/** The folder for native TensorFlow, which is not part of installers. */
function environment(): NodeJS.ProcessEnv {
  return { QUADRILLE_NATIVE_FOLDER: join(electron.app.getPath('userData'), 'native'), ...process.env };
}

function utility<In, Out>(file: string, serviceName: string, args?: string[]): Process<In, Out> {
  const started = electron.utilityProcess.fork(file, args ?? [], {
    serviceName,
    stdio: args ? 'inherit' : 'ignore',
    env: environment(),
  });
  // Some Electrons end themselves where something is sent to a process that is gone (electron/electron#53923).
  let isGone = false;
  started.once('exit', () => {
    isGone = true;
  });
  return {
    send: (message) => {
      if (!isGone) started.postMessage(message);
    },
    onMessage: (listener) => void started.on('message', listener),
    onExit: (listener) => void started.on('exit', (code) => listener(exitReason(code), code)),
    kill: () => void started.kill(),
  };
}

/** An ordinary child of the Node that QUADRILLE_NODE names. */
function child<In, Out>(file: string, _name: string, args?: string[]): Process<In, Out> {
  const node = process.env.QUADRILLE_NODE;
  if (!node || !existsSync(node)) throw new AppError('unavailable', say('app.electron-too-old'));
  const started = fork(file, args ?? [], {
    execPath: node,
    env: environment(),
    stdio: args ? ['inherit', 'inherit', 'inherit', 'ipc'] : ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  return {
    send: (message) => {
      if (started.connected) started.send(message as object);
    },
    onMessage: (listener) => void started.on('message', (message) => listener(message as Out)),
    onExit: (listener) => void started.on('exit', (code, signal) => listener(exitReason(code, signal), code)),
    kill: () => void started.kill('SIGKILL'),
  };
}
