import type { FileGrants } from '../../shared/grants.ts';
import { mkdirSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import type { Opening } from '../../shared/contract/app.ts';
import { contract } from '../../shared/contract/index.ts';
import { AppError, type ErrorBody, fromErrorBody, toErrorBody } from '../../shared/errors.ts';
import { say } from '../../shared/messages/say.ts';
import type { Emitter } from '../../shared/rpc/server.ts';
import type { App, AppHost } from './app.ts';
import { type AppOptions, createApp } from './create-app.ts';
import { prepareDemoLibrary } from './demo-library.ts';
import { Grants } from './grants.ts';
import { Log } from './log.ts';
import { listBackups } from '../storage/backups.ts';
import { createLibrary, type Library, libraryExists, openLibrary, restoreLibrary } from '../storage/library.ts';
import { libraryPaths } from '../storage/paths.ts';

type HandlerMap = App['handlers'];

export interface HostOptions extends Omit<AppOptions, 'library' | 'host' | 'log'> {
  folder: string;
  /** Creates the library if there is none. */
  create: boolean;
  /** Where the demo's library goes, and the library to go back to if there was none before it. */
  places?: { demo: string; own: string };
  /**
   * Opens another library in place of this one; without it, this host does. `null` is the one that was open before.
   */
  openElsewhere?(folder: string | null): void;
}

/**
 * Keeps one library folder open for windows and tabs. If it cannot be opened, serves the reason, the backups and
 * the log instead, so that the user can restore one
 * without restarting the app.
 */
export class LibraryHost {
  readonly #options: HostOptions;
  /** Of the library that is open. */
  #folder: string;
  readonly #replaced = new Set<() => void>();
  #app: App | null = null;
  #problem: ErrorBody | null = null;
  #rescue: HandlerMap | null = null;
  #rescueGrants = new Grants();
  /** Opening, restoring and closing, one after another: two tabs may ask at once, and a button be clicked twice. */
  #lastInLine: Promise<unknown> = Promise.resolve();
  #mayCreate: boolean;
  #closed = false;

  private constructor(options: HostOptions) {
    this.#options = options;
    this.#folder = options.folder;
    this.#mayCreate = options.create;
  }

  static async open(options: HostOptions): Promise<LibraryHost> {
    const host = new LibraryHost(options);
    await host.#inLine(() => host.#open());
    return host;
  }

  /** Null while the library is open. */
  get problem(): ErrorBody | null {
    return this.#problem;
  }

  get app(): App | null {
    return this.#app;
  }

  get handlers(): HandlerMap {
    return this.#app?.handlers ?? (this.#rescue as HandlerMap);
  }

  get events(): Emitter {
    return this.#app?.events ?? { subscribe: () => () => {} };
  }

  get grants(): FileGrants {
    return this.#app?.grants ?? this.#rescueGrants;
  }

  /** Called after a new app has replaced the one that pages are connected to. */
  onReplaced(listener: () => void): void {
    this.#replaced.add(listener);
  }

  close(): Promise<void> {
    return this.#inLine(async () => {
      this.#closed = true;
      await this.#app?.close();
      this.#app = null;
    });
  }

  #inLine<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#lastInLine.catch(() => {}).then(work);
    this.#lastInLine = done;
    return done;
  }

  async #open(): Promise<void> {
    const { folder: _folder, create: _create, places: _places, openElsewhere: _elsewhere, ...options } = this.#options;
    const folder = this.#folder;
    const create = this.#mayCreate && !libraryExists(folder);
    const paths = libraryPaths(folder);
    const log = new Log(paths.logs, options.clock);
    let library: Library | null = null;
    try {
      if (create) mkdirSync(dirname(paths.folder), { recursive: true });
      library = create ? await createLibrary(folder) : await openLibrary(folder);
      this.#mayCreate = false; // A library that is missing later was moved or lost: no empty one takes its place.
      this.#problem = null;
      const host: AppHost = {
        restore: (name) => this.#restore(name),
        openDemo: () => this.#openDemo(),
        leaveDemo: () => this.#leaveDemo(),
      };
      this.#app = createApp({ ...options, library, log, host });
    } catch (error) {
      library?.close(); // else it stays locked, by this process
      this.#app = null;
      this.#problem = toErrorBody(error);
      if (libraryExists(folder)) log.write('error', 'the library could not be opened', this.#problem);
      this.#rescue = this.#rescueHandlers(log);
    }
  }

  /** Closes what is open, restores, opens again. */
  #restore(name: string): Promise<{ movedAside: string | null }> {
    return this.#inLine(async () => {
      const { clock = () => new Date() } = this.#options;
      const folder = this.#folder;
      // not for a library that is locked or of a newer format
      if (this.#problem && this.#problem.code !== 'library-damaged') throw fromErrorBody(this.#problem);
      await this.#app?.close();
      this.#app = null;
      try {
        const aside = await restoreLibrary(folder, name, clock());
        return { movedAside: aside && `set-aside/${basename(aside)}` };
      } finally {
        await this.#open();
        for (const listener of this.#replaced) listener();
      }
    });
  }

  #openDemo(): Promise<void> {
    return this.#inLine(async () => {
      const { places } = this.#options;
      if (!places) throw new AppError('unavailable', say('app.library-cannot-be-changed'));
      await prepareDemoLibrary(places.demo);
      await this.#change(places.demo, false);
    });
  }

  #leaveDemo(): Promise<void> {
    return this.#inLine(async () => {
      const { places, folder, openElsewhere } = this.#options;
      if (openElsewhere) return openElsewhere(null);
      const own = folder === this.#folder ? places?.own : folder;
      if (!own) throw new AppError('unavailable', say('app.library-cannot-be-changed'));
      await this.#change(own, true);
    });
  }

  async #change(folder: string, mayCreate: boolean): Promise<void> {
    const { openElsewhere } = this.#options;
    if (openElsewhere) return openElsewhere(folder);
    await this.#app?.close();
    this.#app = null;
    this.#folder = folder;
    this.#mayCreate = mayCreate;
    await this.#open();
    for (const listener of this.#replaced) listener();
  }

  /** Only the first of several attempts opens; the others find it open. */
  #retry(): Promise<Opening> {
    return this.#inLine(async () => {
      if (!this.#app && !this.#closed) {
        await this.#open();
        if (this.#app) for (const listener of this.#replaced) listener();
      }
      return this.#opening();
    });
  }

  #opening(): Opening {
    const folder = this.#folder;
    return {
      libraryName: basename(resolve(folder)),
      error: this.#problem,
      backups: this.#problem?.code === 'library-damaged' ? listBackups(libraryPaths(folder).backups) : [],
    };
  }

  #rescueHandlers(log: Log): HandlerMap {
    const problem = fromErrorBody(this.#problem ?? { code: 'internal', message: say('app.library-not-open') });
    const refuse = () => {
      throw new AppError(problem.code, problem.told, problem.details);
    };
    const handlers: HandlerMap = new Map(Object.keys(contract).map((method) => [method, refuse]));
    handlers.set('app/opening', () => this.#opening());
    handlers.set('app/retry-opening', () => this.#retry());
    handlers.set('app/get-log', ({ limit, level }: never) => log.read(limit, level));
    handlers.set('backups/list', () => this.#opening().backups);
    handlers.set('backups/restore', ({ name }: { name: string }) => this.#restore(name));
    return handlers;
  }
}
