import { mkdirSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { type App, createApp } from '../core/app.ts';
import { TrainerRelay } from '../core/recommender/trainer-relay.ts';
import { createLibrary, libraryExists, openLibrary } from '../core/storage/library.ts';
import type { FromBackend, ToBackend } from '../shared/backend-protocol.ts';
import { toErrorBody } from '../shared/errors.ts';
import type { Port } from '../shared/rpc/port.ts';
import { serve } from '../shared/rpc/server.ts';

/** The process that owns the library: an Electron utility process in the shipped app, an ordinary Node child where that cannot load the database. */
interface ElectronParentPort {
  postMessage(message: FromBackend): void;
  on(event: 'message', listener: (event: { data: ToBackend }) => void): void;
}

const parentPort = (process as unknown as { parentPort?: ElectronParentPort }).parentPort;
const send = (message: FromBackend) => (parentPort ? parentPort.postMessage(message) : void process.send?.(message));

interface Page {
  receive(message: unknown): void;
  close(): void;
}

let app: App | null = null;
const pages = new Map<number, Page>();

const relay = new TrainerRelay(send);

async function open(folder: string): Promise<void> {
  try {
    mkdirSync(dirname(folder), { recursive: true });
    const library = libraryExists(folder) ? await openLibrary(folder) : await createLibrary(folder);
    app = createApp({ library, spawnTrainer: () => relay.spawn() });
    send({ type: 'opened' });
  } catch (error) {
    send({ type: 'failed', ...toErrorBody(error) });
  }
}

/** One page's half of the RPC, over messages that carry its number. */
function openPage(page: number): void {
  if (!app) return;
  const messageListeners: ((message: unknown) => void)[] = [];
  const closeListeners: (() => void)[] = [];
  const port: Port = {
    send: (message) => send({ type: 'page', page, message }),
    onMessage: (listener) => void messageListeners.push(listener),
    onClose: (listener) => void closeListeners.push(listener),
    close: () => {},
  };
  serve(port, app.handlers, app.events);
  pages.set(page, { receive: (message) => messageListeners.forEach((listener) => void listener(message)), close: () => closeListeners.forEach((listener) => void listener()) });
}

function receive(message: ToBackend): void {
  switch (message.type) {
    case 'open':
      void open(message.libraryFolder);
      break;
    case 'page-open':
      openPage(message.page);
      break;
    case 'page':
      pages.get(message.page)?.receive(message.message);
      break;
    case 'page-closed':
      pages.get(message.page)?.close();
      pages.delete(message.page);
      break;
    case 'grant':
      send({ type: 'granted', request: message.request, granted: app ? message.files.map((file) => ({ grant: (app as App).grants.add(file), name: basename(file) })) : [] });
      break;
    case 'trainer':
    case 'trainer-exit':
      relay.receive(message);
      break;
    case 'close':
      void (app ? app.close() : Promise.resolve()).finally(() => process.exit(0));
      break;
  }
}

if (parentPort) parentPort.on('message', ({ data }) => receive(data));
else {
  process.on('message', (message) => receive(message as ToBackend));
  process.on('disconnect', () => void (app ? app.close() : Promise.resolve()).finally(() => process.exit(0)));
}
