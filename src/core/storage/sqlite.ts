import { statSync } from 'node:fs';
import Database from 'better-sqlite3';
import { AppError } from '../../shared/errors.ts';
import { say } from '../../shared/messages/say.ts';

/** With SQLite's default of 2 MB, the indexes of a large library thrash. */
const CACHE_KIB = 64 * 1024;
/**
 * Every 16 MB rather than every 4, since a checkpoint writes each changed index page once more; larger ones would hold
 * up a request.
 */
const CHECKPOINT_PAGES = 4096;

/** A read-only handle; code that only queries takes this type. */
export interface ReadableDb {
  all<T>(sql: string, ...params: unknown[]): T[];
  get<T>(sql: string, ...params: unknown[]): T | undefined;
  iterate<T>(sql: string, ...params: unknown[]): IterableIterator<T>;
}

/** A handle that writes, always inside `transaction`, which is synchronous: nothing can await in it. */
export interface WritableDb extends ReadableDb {
  run(sql: string, ...params: unknown[]): { changes: number; lastInsertRowid: number };
  exec(sql: string): void;
  transaction<T>(work: () => T): T;
}

export interface OpenDb extends WritableDb {
  readonly file: string;
  pragma(statement: string): unknown;
  /**
   * A transaction that does not wait for the disk: the next one that does takes it along, since that syncs the whole
   * log. Only for work that can be repeated from a file that is already on the disk.
   */
  unsyncedTransaction<T>(work: () => T): T;
  backup(to: string): Promise<void>;
  close(): void;
}

class Handle implements OpenDb {
  readonly file: string;
  readonly #db: Database.Database;
  /** Set for a library: which file it was when it was opened. */
  #identity: string | null = null;
  readonly #statements = new Map<string, Database.Statement>();

  constructor(file: string, options: Database.Options) {
    this.file = file;
    this.#db = new Database(file, options);
    // Of every database, since a library may have been sent to us: nothing in a schema reaches beyond its file.
    // better-sqlite3 also opens each one with SQLite's defensive mode on.
    this.#db.pragma('trusted_schema = OFF');
  }

  #statement(sql: string): Database.Statement {
    let statement = this.#statements.get(sql);
    if (!statement) {
      statement = this.#db.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }

  all<T>(sql: string, ...params: unknown[]): T[] {
    return this.#statement(sql).all(...params) as T[];
  }

  get<T>(sql: string, ...params: unknown[]): T | undefined {
    return this.#statement(sql).get(...params) as T | undefined;
  }

  /** Each call prepares a new statement, so that two cursors over the same SQL can be open at once. */
  iterate<T>(sql: string, ...params: unknown[]): IterableIterator<T> {
    return this.#db.prepare(sql).iterate(...params) as IterableIterator<T>;
  }

  run(sql: string, ...params: unknown[]): { changes: number; lastInsertRowid: number } {
    const info = this.#statement(sql).run(...params);
    return { changes: info.changes, lastInsertRowid: Number(info.lastInsertRowid) };
  }

  exec(sql: string): void {
    this.#db.exec(sql);
  }

  pragma(statement: string): unknown {
    return this.#db.pragma(statement, { simple: true });
  }

  transaction<T>(work: () => T): T {
    if (this.#identity !== null && identityOf(this.file) !== this.#identity) {
      throw new AppError('library-gone', say('library.file-gone', { file: this.file }));
    }
    return this.#db.transaction(work)();
  }

  /**
   * `synchronous` belongs to the connection, which everybody shares. It is lowered for this call alone: the call is
   * synchronous, so no other request can write in between.
   */
  unsyncedTransaction<T>(work: () => T): T {
    this.pragma('main.synchronous = NORMAL');
    try {
      return this.transaction(work);
    } finally {
      this.pragma('main.synchronous = FULL');
    }
  }

  /**
   * From now on writes fail if the file was removed: the system would let us keep writing to a file that
   * no longer has a name.
   */
  guard(): void {
    this.#identity = identityOf(this.file);
  }

  async backup(to: string): Promise<void> {
    await this.#db.backup(to);
  }

  close(): void {
    this.#db.close();
  }
}

function identityOf(file: string): string | null {
  const stat = statSync(file, { throwIfNoEntry: false, bigint: true });
  return stat ? `${stat.dev}:${stat.ino}` : null;
}

/** Opens the library for reading and writing. `synchronous=FULL`: lost annotations cannot be recreated. */
export function openReadWrite(file: string): OpenDb {
  const db = new Handle(file, {});
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  // On macOS fsync returns before the disk has written; elsewhere these two do nothing.
  db.pragma('fullfsync = ON');
  db.pragma('checkpoint_fullfsync = ON');
  db.pragma('foreign_keys = ON');
  db.pragma('busy_timeout = 5000');
  db.pragma(`cache_size = -${CACHE_KIB}`);
  db.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
  db.guard();
  return db;
}

/** A second, read-only connection to the library, for workers of the process that owns it. */
export function openReader(file: string): ReadableDb & { close(): void } {
  const db = new Handle(file, { readonly: true, fileMustExist: true });
  db.pragma('busy_timeout = 5000');
  db.pragma('query_only = ON');
  return db;
}

/** A temporary database that may be lost: no journal, no fsync. */
export function openScratch(file: string): OpenDb {
  const db = new Handle(file, {});
  db.pragma('journal_mode = OFF');
  db.pragma('synchronous = OFF');
  return db;
}

/** An untrusted database: nothing in it may write or run. */
export function openForeign(file: string): ReadableDb & { close(): void } {
  const db = new Handle(file, { readonly: true, fileMustExist: true });
  db.pragma('query_only = ON');
  db.pragma('cell_size_check = ON');
  return db;
}

/**
 * Takes an exclusive lock that the operating system gives back when this process dies. Null when another process holds
 * it.
 */
export function takeExclusiveLock(file: string): { release(): void } | null {
  const db = new Database(file, { timeout: 0 });
  try {
    db.pragma('journal_mode = DELETE');
    db.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    db.close();
    if ((error as { code?: string }).code?.startsWith('SQLITE_BUSY')) return null;
    throw error;
  }
  return { release: () => db.close() };
}

export function sqliteVersion(): string {
  const db = new Database(':memory:');
  try {
    return (db.prepare('SELECT sqlite_version() AS v').get() as { v: string }).v;
  } finally {
    db.close();
  }
}
