import type { MessagePortMain } from 'electron';
import type { FromBackend, ShellError, WhyGone } from '../shared/backend-protocol.ts';
import type { Language, Message } from '../shared/messages/message.ts';
import { type BackendProcess, startBackend, startTrainer, type TrainerProcess } from './processes.ts';
import type { LibraryChoice } from './supervision.ts';
import { Supervisor } from './supervisor.ts';

/** For reading why the window stopped before it comes back. */
const READING_MS = 1500;
const MOST_UNTOLD = 20;

interface Granted {
  grant: string;
  name: string;
}

/**
 * The process that owns the library, as main sees it: carries pages' messages, starts trainers for it, asks it for
 * grants. The supervisor decides when it runs.
 */
export class BackendLink {
  readonly #folder: string;
  readonly #print: (html: string, pdf: string) => Promise<boolean>;
  readonly #openOther: (folder: string | null) => void;
  #backend: BackendProcess | null = null;
  readonly #supervisor: Supervisor;
  #nextPage = 1;
  #nextRequest = 1;
  readonly #ports = new Map<number, MessagePortMain>();
  readonly #trainers = new Map<number, TrainerProcess>();
  readonly #answers = new Map<number, (answer: never) => void>();
  /** Errors of main that happened while no backend was there to log them. */
  #untold: ShellError[] = [];

  /**
   * @param folder contains the built processes
   * @param back called when a backend that died is there again and no page has come back by itself
   * @param openOther opens another library; `null` is the one that was open before
   */
  constructor(
    folder: string,
    print: (html: string, pdf: string) => Promise<boolean>,
    back: () => void = () => {},
    openOther: (folder: string | null) => void = () => {},
  ) {
    this.#openOther = openOther;
    this.#folder = folder;
    this.#print = print;
    this.#supervisor = new Supervisor({
      start: () => startBackend(folder),
      onStarted: (backend) => this.#attach(backend),
      onGone: (why) => this.#gone(why),
      onBack: () => setTimeout(() => this.#ports.size === 0 && back(), READING_MS),
      log: (line) => void process.stderr.write(`quadrille: ${line}\n`),
    });
  }

  get library(): string | null {
    return this.#supervisor.library;
  }

  /** No library is open, and none will be reopened. */
  get idle(): boolean {
    return this.#supervisor.idle;
  }

  /** Opens a library in a new process; one that is open is closed first. Pages have to connect again. */
  open(library: LibraryChoice): Promise<void> {
    return this.#supervisor.open(library);
  }

  /** The backend closes its library; it gets a few seconds, then it is killed. */
  close(): Promise<void> {
    return this.#supervisor.close();
  }

  /** Treats the installed app's command line as the backend: it requests trainers, and exits by itself. */
  adopt(commandLine: BackendProcess, onExit: (code: number | null) => void): void {
    this.#attach(commandLine);
    commandLine.onExit((why, code) => {
      this.#gone(why);
      onExit(code);
    });
  }

  #attach(backend: BackendProcess): void {
    this.#backend = backend;
    backend.onMessage((message) => this.#deliver(message));
  }

  /** Leaves an error of main in the library's log, as soon as there is one. */
  log(error: ShellError): void {
    this.#untold.push(error);
    this.#untold = this.#untold.slice(-MOST_UNTOLD);
    if (this.#backend) this.#tellErrors(this.#backend);
  }

  #tellErrors(backend: BackendProcess): void {
    for (const error of this.#untold.splice(0)) backend.send({ type: 'shell-error', ...error });
  }

  #gone(why: Message | null): void {
    this.#backend = null;
    for (const trainer of this.#trainers.values()) trainer.kill();
    for (const answer of this.#answers.values()) (answer as (answer: unknown) => void)([]);
    this.#answers.clear();
    this.#dropPages([...this.#ports.keys()], why);
  }

  #dropPages(pages: readonly number[], why: Message | null = null): void {
    for (const page of pages) {
      if (why) this.#ports.get(page)?.postMessage({ quadrille: 'why-gone', why } satisfies WhyGone);
      this.#ports.get(page)?.postMessage('quadrille-gone');
      this.#ports.delete(page);
    }
  }

  /** Gives a page its end of a channel. */
  connect(port: MessagePortMain): void {
    const page = this.#nextPage++;
    this.#supervisor.need();
    this.#ports.set(page, port);
    port.on('message', ({ data }) => this.#backend?.send({ type: 'page', page, message: data }));
    port.on('close', () => {
      this.#ports.delete(page);
      this.#backend?.send({ type: 'page-closed', page });
    });
    this.#backend?.send({ type: 'page-open', page });
    port.start();
    if (!this.#backend) port.postMessage('quadrille-gone');
  }

  grant(files: string[]): Promise<Granted[]> {
    return this.#ask((request) => ({ type: 'grant', request, files }), []);
  }

  /** The file behind a page's grant. */
  async resolve(grant: string): Promise<string | null> {
    const answer = await this.#ask<string | null | []>((request) => ({ type: 'resolve', request, grant }), null);
    return typeof answer === 'string' ? answer : null;
  }

  /** The titles of the jobs that would be cut off if the app ended now. */
  running(language: Language): Promise<string[]> {
    return this.#ask((request) => ({ type: 'running', request, language }), []);
  }

  #ask<T>(message: (request: number) => Parameters<BackendProcess['send']>[0], without: T): Promise<T> {
    const backend = this.#backend;
    if (!backend) return Promise.resolve(without);
    const request = this.#nextRequest++;
    return new Promise((resolve) => {
      this.#answers.set(request, resolve as (answer: never) => void);
      backend.send(message(request));
    });
  }

  #deliver(message: FromBackend): void {
    switch (message.type) {
      case 'page':
        this.#ports.get(message.page)?.postMessage(message.message);
        break;
      case 'granted':
        this.#answer(message.request, message.granted);
        break;
      case 'resolved':
        this.#answer(message.request, message.file);
        break;
      case 'running-jobs':
        this.#answer(message.request, message.titles);
        break;
      case 'replaced':
        this.#dropPages(message.pages);
        break;
      case 'print':
        void this.#print(message.html, message.pdf).then((done) =>
          this.#backend?.send({ type: 'printed', request: message.request, done }),
        );
        break;
      case 'open-library':
        this.#openOther(message.libraryFolder);
        break;
      case 'trainer-start':
        this.#relayTrainer(message.trainer);
        break;
      case 'trainer':
        this.#trainers.get(message.trainer)?.send(message.message);
        break;
      case 'trainer-kill':
        this.#trainers.get(message.trainer)?.kill();
        break;
      case 'opened':
        if (this.#backend) this.#tellErrors(this.#backend);
        break; // pages query the outcome themselves
      case 'dying':
      case 'library-open':
      case 'failed':
        break;
    }
  }

  #answer(request: number, answer: unknown): void {
    (this.#answers.get(request) as ((answer: unknown) => void) | undefined)?.(answer);
    this.#answers.delete(request);
  }

  /** Starts a trainer for the backend and carries messages between the two. */
  #relayTrainer(id: number): void {
    const trainer = startTrainer(this.#folder);
    this.#trainers.set(id, trainer);
    trainer.onMessage((message) => this.#backend?.send({ type: 'trainer', trainer: id, message }));
    trainer.onExit((why) => {
      this.#trainers.delete(id);
      this.#backend?.send({ type: 'trainer-exit', trainer: id, why });
    });
  }
}
