import { basename } from 'node:path';
import { LibraryHost } from '../core/app/library-host.ts';
import { Log } from '../core/app/log.ts';
import { TrainerRelay } from '../core/recommender/training/trainer-relay.ts';
import type { Death, FromBackend, ToBackend } from '../shared/backend-protocol.ts';
import { printToPdf } from '../core/report/pdf.ts';
import { dataFolderHere } from '../core/storage/data-folder.ts';
import { libraryPlaces } from '../shared/data-folder.ts';
import { readerOf } from '../core/report/reader.ts';
import { libraryPaths } from '../core/storage/paths.ts';
import { endOnUnhandledErrors } from './last-words.ts';
import { toErrorBody } from '../shared/errors.ts';
import type { Language } from '../shared/messages/message.ts';
import { parentPortOf, receiveInTurns } from '../shared/parent-port.ts';
import type { Port } from '../shared/rpc/port.ts';
import { serve } from '../shared/rpc/server.ts';

/**
 * The process that owns the library: an Electron utility process in the shipped app, an ordinary Node child if that
 * cannot load the database.
 */
const parentPort = parentPortOf<ToBackend, FromBackend>();
const send = (message: FromBackend) => (parentPort ? parentPort.postMessage(message) : void process.send?.(message));

interface Page {
  receive(message: unknown): void;
  close(): void;
}

/** Time for the answer of the call that replaced the app to reach its page. */
const ANSWER_GRACE_MS = 300;

let log: Log | null = null;
let host: LibraryHost | null = null;
let opening: Promise<void> = Promise.resolve();
let nextPrint = 1;
const pages = new Map<number, Page>();
const prints = new Map<number, (done: boolean) => void>();

const relay = new TrainerRelay(send);

/** The shell prints with its own window. */
function printPdf(html: string, pdf: string): Promise<boolean> {
  const request = nextPrint++;
  return new Promise((resolve) => {
    prints.set(request, resolve);
    send({ type: 'print', request, html, pdf });
  });
}

async function open(folder: string, create: boolean, deaths: readonly Death[]): Promise<void> {
  log = new Log(libraryPaths(folder).logs);
  for (const death of deaths) log.write('error', 'the backend before this one ended unexpectedly', death);
  try {
    host = await LibraryHost.open({
      folder,
      create,
      spawnTrainer: () => relay.spawn(),
      printPdf: async (html, pdf) => (await printPdf(html, pdf)) || printToPdf(html, pdf),
      places: libraryPlaces(dataFolderHere()),
      openElsewhere: (libraryFolder) => send({ type: 'open-library', libraryFolder }),
      automaticBackups: true,
    });
    host.onReplaced(() => {
      const connected = [...pages.keys()];
      setTimeout(() => send({ type: 'replaced', pages: connected }), ANSWER_GRACE_MS);
      if (host) tellIfOpen(host);
    });
    send({ type: 'opened' });
    tellIfOpen(host);
  } catch (error) {
    send({ type: 'failed', ...toErrorBody(error) });
  }
}

function tellIfOpen({ problem }: LibraryHost): void {
  if (problem === null) send({ type: 'library-open' });
}

/** One page's RPC port, over messages tagged with its number. */
function openPage(page: number): void {
  if (!host) return;
  const messageListeners: ((message: unknown) => void)[] = [];
  const closeListeners: (() => void)[] = [];
  const port: Port = {
    send: (message) => send({ type: 'page', page, message }),
    onMessage: (listener) => void messageListeners.push(listener),
    onClose: (listener) => void closeListeners.push(listener),
    close: () => {},
  };
  serve(port, host.handlers, host.events);
  pages.set(page, {
    receive: (message) => messageListeners.forEach((listener) => void listener(message)),
    close: () => closeListeners.forEach((listener) => void listener()),
  });
}

function closePage(page: number): void {
  pages.get(page)?.close();
  pages.delete(page);
}

function grantFiles({ grants }: LibraryHost, files: readonly string[]) {
  return files.map((file) => ({ grant: grants.add(file), name: basename(file) }));
}

/** Main asks for a grant's path when a page wants to open a library. */
function resolveGrant(grant: string): string | null {
  try {
    return host?.grants.resolve(grant) ?? null;
  } catch {
    return null;
  }
}

/** The titles of running jobs, in the window's language. */
function titlesRunning(language: Language): string[] {
  return (host?.app?.jobs.unfinished() ?? []).map(({ title }) => readerOf(language).said(title));
}

async function close(): Promise<void> {
  await host?.close().catch(() => {});
  process.exit(0);
}

function receive(message: ToBackend): void {
  switch (message.type) {
    case 'open':
      opening = open(message.libraryFolder, message.create, message.deaths);
      break;
    // The window appears while the library opens; messages from pages are queued until then.
    case 'page-open':
      void opening.then(() => openPage(message.page));
      break;
    case 'page':
      void opening.then(() => pages.get(message.page)?.receive(message.message));
      break;
    case 'page-closed':
      void opening.then(() => closePage(message.page));
      break;
    case 'grant':
      send({ type: 'granted', request: message.request, granted: host ? grantFiles(host, message.files) : [] });
      break;
    case 'resolve':
      send({ type: 'resolved', request: message.request, file: resolveGrant(message.grant) });
      break;
    case 'printed':
      prints.get(message.request)?.(message.done);
      prints.delete(message.request);
      break;
    case 'running':
      send({ type: 'running-jobs', request: message.request, titles: titlesRunning(message.language) });
      break;
    case 'trainer':
    case 'trainer-exit':
      relay.receive(message);
      break;
    case 'shell-error':
      log?.write('error', message.what, message.stack);
      break;
    case 'close':
      void close();
      break;
  }
}

endOnUnhandledErrors((why, error) => {
  log?.write('error', why.text, error instanceof Error ? error.stack : undefined);
  send({ type: 'dying', why });
});
// Ctrl+C in a terminal reaches every process of the app: main decides, and asks this one to close.
process.on('SIGINT', () => {});
if (parentPort) receiveInTurns(parentPort, receive);
else {
  process.on('message', (message) => receive(message as ToBackend));
  process.on('disconnect', () => void close());
}
