import type { FileGrants } from '../../shared/grants.ts';
import { mkdirSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import type { Opening } from '../../shared/contract/app.ts';
import { contract } from '../../shared/contract/index.ts';
import { AppError, type ErrorBody, fromErrorBody, toErrorBody } from '../../shared/errors.ts';
import { say } from '../../shared/messages/say.ts';
import type { Emitter } from '../../shared/rpc/server.ts';
import type { App } from './app.ts';
import { type AppOptions, createApp } from './create-app.ts';
import { Grants } from './grants.ts';
import { Log } from './log.ts';
import { listBackups } from '../storage/backups.ts';
import { createLibrary, libraryExists, openLibrary, restoreLibrary } from '../storage/library.ts';
import { libraryPaths } from '../storage/paths.ts';

type HandlerMap = App['handlers'];

export interface HostOptions extends Omit<AppOptions, 'library' | 'host' | 'log'> {
  folder: string;
  /** Creates the library if there is none. */
  create: boolean;
}

/**
 * Keeps one library folder open for windows and tabs. If it cannot be opened, serves the reason, the backups and
 * the log instead, so that the user can restore one
 * without restarting the app.
 */
export class LibraryHost {
  readonly #options: HostOptions;
  readonly #replaced = new Set<() => void>();
  #app: App | null = null;
  #problem: ErrorBody | null = null;
  #rescue: HandlerMap | null = null;
  #rescueGrants = new Grants();
  #busy: Promise<unknown> = Promise.resolve();

  private constructor(options: HostOptions) {
    this.#options = options;
  }

  static async open(options: HostOptions): Promise<LibraryHost> {
    const host = new LibraryHost(options);
    await host.#open();
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

  async close(): Promise<void> {
    await this.#busy.catch(() => {});
    await this.#app?.close();
    this.#app = null;
  }

  async #open(): Promise<void> {
    const { folder, create, ...options } = this.#options;
    const paths = libraryPaths(folder);
    const log = new Log(paths.logs, options.clock);
    try {
      if (create && !libraryExists(folder)) mkdirSync(dirname(paths.folder), { recursive: true });
      const library = create && !libraryExists(folder) ? await createLibrary(folder) : await openLibrary(folder);
      this.#problem = null;
      this.#app = createApp({ ...options, library, log, host: { restore: (name) => this.#restore(name) } });
    } catch (error) {
      this.#app = null;
      this.#problem = toErrorBody(error);
      if (libraryExists(folder)) log.write('error', 'the library could not be opened', this.#problem);
      this.#rescue = this.#rescueHandlers(log);
    }
  }

  /** One at a time: closes what is open, restores, opens again. */
  #restore(name: string): Promise<{ movedAside: string | null }> {
    const work = this.#busy
      .catch(() => {})
      .then(async () => {
        const { folder, clock = () => new Date() } = this.#options;
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
    this.#busy = work;
    return work;
  }

  #opening(): Opening {
    const { folder } = this.#options;
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
    handlers.set('app/retry-opening', async () => {
      if (!this.#app) await this.#open();
      if (this.#app) for (const listener of this.#replaced) listener();
      return this.#opening();
    });
    handlers.set('app/get-log', ({ limit, level }: never) => log.read(limit, level));
    handlers.set('backups/list', () => this.#opening().backups);
    handlers.set('backups/restore', ({ name }: { name: string }) => this.#restore(name));
    return handlers;
  }
}
