import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { AppError } from '../../shared/errors.ts';
import { backupLibrary, fileSize, migrate, needsMigration } from './migrate.ts';
import { type OpenDb, openReadWrite, takeExclusiveLock } from './sqlite.ts';

/** Where things are inside a library folder: `library.sqlite` plus caches that can be rebuilt. */
export interface LibraryPaths {
  folder: string;
  database: string;
  backups: string;
  mel: string;
  models: string;
  work: string;
}

export interface Library {
  db: OpenDb;
  paths: LibraryPaths;
  close(): void;
}

export function libraryPaths(folder: string): LibraryPaths {
  const root = resolve(folder);
  return {
    folder: root,
    database: join(root, 'library.sqlite'),
    backups: join(root, 'backups'),
    mel: join(root, 'cache', 'mel'),
    models: join(root, 'models'),
    work: join(root, 'work'),
  };
}

export function libraryExists(folder: string): boolean {
  return existsSync(libraryPaths(folder).database);
}

/** Makes an empty library. The folder may exist but must hold nothing that is not ours. */
export async function createLibrary(folder: string): Promise<Library> {
  const paths = libraryPaths(folder);
  if (existsSync(paths.database)) throw new AppError('conflict', `There is a library in ${paths.folder} already. Open it, or choose another folder.`);
  if (existsSync(paths.folder) && !statSync(paths.folder).isDirectory()) throw new AppError('bad-input', `${paths.folder} is a file. Choose a folder for the library.`);
  if (existsSync(paths.folder) && readdirSync(paths.folder).length > 0) {
    throw new AppError('conflict', `The folder ${paths.folder} is not empty. Choose a new or empty folder for the library.`);
  }
  mkdirSync(paths.folder, { recursive: true });
  return open(paths);
}

/** Opens a library for this process alone: backs it up before a migration, checks it after an unclean exit. */
export async function openLibrary(folder: string): Promise<Library> {
  const paths = libraryPaths(folder);
  if (!existsSync(paths.database)) {
    throw new AppError('not-found', `There is no library in ${paths.folder}. Create one with "library create ${folder}".`);
  }
  return open(paths);
}

async function open(paths: LibraryPaths): Promise<Library> {
  const lock = lockLibrary(paths);
  let db: OpenDb | undefined;
  try {
    const unclean = fileSize(`${paths.database}-wal`) > 0;
    db = openReadWrite(paths.database);
    if (unclean) assertSound(db, paths);
    if (needsMigration(db)) await backupLibrary(db, paths.backups, new Date());
    migrate(db);
  } catch (error) {
    db?.close();
    lock.release();
    throw damagedOr(error, paths);
  }
  for (const folder of [paths.mel, paths.models, paths.work]) mkdirSync(folder, { recursive: true });
  const opened = db;
  return {
    db: opened,
    paths,
    close: () => {
      opened.close();
      lock.release();
    },
  };
}

function lockLibrary(paths: LibraryPaths): { release(): void } {
  const holderFile = join(paths.folder, 'lock.json');
  const lock = takeExclusiveLock(join(paths.folder, 'lock.sqlite'));
  if (!lock) {
    throw new AppError('library-locked', `The library in ${paths.folder} is open in another window or command${holderNote(holderFile)}. Close that one first.`);
  }
  writeFileSync(holderFile, JSON.stringify({ pid: process.pid, since: new Date().toISOString() }));
  return lock;
}

function holderNote(file: string): string {
  try {
    return ` (process ${JSON.parse(readFileSync(file, 'utf8')).pid})`;
  } catch {
    return '';
  }
}

function assertSound(db: OpenDb, paths: LibraryPaths): void {
  const verdict = String(db.pragma('quick_check'));
  if (verdict !== 'ok') throw damaged(paths, verdict);
}

function damagedOr(error: unknown, paths: LibraryPaths): unknown {
  const code = (error as { code?: string }).code;
  return code === 'SQLITE_CORRUPT' || code === 'SQLITE_NOTADB' ? damaged(paths, String((error as Error).message)) : error;
}

function damaged(paths: LibraryPaths, what: string): AppError {
  return new AppError(
    'library-damaged',
    `The library in ${paths.folder} is damaged (${what}). Its file was left as it is; restore a copy from ${paths.backups}, or keep the folder and create a new library.`,
  );
}
