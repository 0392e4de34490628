import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { cutBytes } from '../../shared/cut-bytes.ts';
import { AppError, isDatabaseDamage } from '../../shared/errors.ts';
import { say } from '../../shared/messages/say.ts';
import { backupLibrary, restoreBackup } from './backups.ts';
import { forgetGatheredOnChange } from './gathered.ts';
import { fileSize, LIBRARY_FORMAT, migrate, needsMigration } from './migrate.ts';
import { makeFolders, moveDurably, syncFile } from './durable.ts';
import { assertNotForeign, assertOurs } from './identity.ts';
import { assertNoLinks } from './inside-folder.ts';
import { DATABASE_FILES, type LibraryPaths, libraryPaths } from './paths.ts';
import { assertLocal } from './place.ts';
import { assertOwnSchema } from './schema.ts';
import { type OpenDb, openReadWrite, takeExclusiveLock } from './sqlite.ts';
import { removeFile } from './moves.ts';

export interface Library {
  db: OpenDb;
  paths: LibraryPaths;
  close(): void;
}

export function libraryExists(folder: string): boolean {
  const { database } = libraryPaths(folder);
  return existsSync(database) || existsSync(`${database}.restoring`);
}

/** What a creation that was cut off left behind, and the log of the process that was. */
const LEFT_BY_CREATION =
  /^(lock\.json|lock\.sqlite(-journal)?|library\.sqlite\.creating(-wal|-shm|-journal)?|\.write-test-\d+|logs)$/;

/** Creates an empty library. The folder may exist, but must not contain other files. */
export async function createLibrary(folder: string): Promise<Library> {
  const paths = libraryPaths(folder);
  if (existsSync(paths.database))
    throw new AppError('conflict', say('library.already-there', { folder: paths.folder }));
  if (existsSync(paths.folder) && !statSync(paths.folder).isDirectory())
    throw new AppError('bad-input', say('library.not-a-folder', { folder: paths.folder }));
  if (existsSync(paths.folder) && readdirSync(paths.folder).some((name) => !LEFT_BY_CREATION.test(name))) {
    throw new AppError('conflict', say('library.folder-not-empty', { folder: paths.folder }));
  }
  assertLocal(paths.folder);
  makeFolders(paths.folder);
  return open(paths, true);
}

/** Opens a library for this process alone: backs it up before a migration, checks it after an unclean exit. */
export async function openLibrary(folder: string): Promise<Library> {
  const paths = libraryPaths(folder);
  if (!libraryExists(folder)) {
    throw new AppError('not-found', say('library.no-library', { folder: paths.folder }));
  }
  return open(paths, false);
}

/** Replaces a library that is not open with a backup. @returns the new location of the old database */
export async function restoreLibrary(folder: string, backup: string, now: Date): Promise<string | null> {
  const paths = libraryPaths(folder);
  assertWritable(paths.folder);
  assertNoLinks(paths);
  const lock = lockLibrary(paths);
  try {
    return await restoreBackup(paths, backup, now);
  } finally {
    lock.release();
  }
}

async function open(paths: LibraryPaths, create: boolean): Promise<Library> {
  assertLocal(paths.folder);
  assertWritable(paths.folder);
  assertNoLinks(paths);
  assertNotForeign(paths.database, paths.folder);
  const lock = lockLibrary(paths);
  let db: OpenDb | undefined;
  try {
    finishRestore(paths);
    if (create) makeDatabase(paths);
    assertOurs(paths.database, paths.folder);
    const isCutOff = ['-wal', '-journal'].some((end) => fileSize(`${paths.database}${end}`) > 0);
    const unclean = isCutOff || existsSync(paths.suspect);
    db = openReadWrite(paths.database);
    if (unclean) assertSound(db, paths);
    assertOwnSchema(db, paths.folder);
    removeFile(paths.suspect);
    if (needsMigration(db)) await backupLibrary(db, paths.backups, new Date());
    migrate(db);
    forgetGatheredOnChange(db);
    for (const folder of [paths.mel, paths.models, paths.work, paths.logs]) makeFolders(folder);
    writeMarker(paths, db);
  } catch (error) {
    db?.close();
    lock.release();
    throw damagedOr(error, paths);
  }
  const opened = db;
  return {
    db: opened,
    paths,
    close: () => {
      try {
        opened.close();
      } finally {
        lock.release();
      }
    },
  };
}

/** Under another name until it is whole, so that an existing file that is empty was never a new one. */
function makeDatabase({ database }: LibraryPaths): void {
  const file = `${database}.creating`;
  for (const end of DATABASE_FILES) removeFile(`${file}${end}`);
  const db = openReadWrite(file);
  try {
    migrate(db);
  } finally {
    db.close();
  }
  syncFile(file);
  moveDurably(file, database);
}

/**
 * Writes a file and removes it again: on Windows access() knows only the read-only attribute, not the permissions that
 * deny a folder to somebody.
 */
export function assertWritable(
  folder: string,
  write: (file: string) => void = (file) => writeFileSync(file, ''),
): void {
  const probe = join(folder, `.write-test-${process.pid}`);
  try {
    readdirSync(folder);
    write(probe);
    removeFile(probe);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOSPC') return; // opening says what a full disk means
    throw new AppError('bad-input', say('library.folder-not-writable', { folder }), { folder });
  }
}

/**
 * Finishes a restore that was interrupted after the damaged file was moved aside: puts the checked backup in place.
 */
function finishRestore({ database }: LibraryPaths): void {
  const incoming = `${database}.restoring`;
  if (existsSync(incoming) && !existsSync(database)) moveDurably(incoming, database);
  else removeFile(incoming);
}

export const MARKER_EXTENSION = '.quadrille';

/** In an archive's name there are two, with the day and an extension: 255 bytes in all. */
const MOST_NAME_BYTES = 96;
/** Names of devices on Windows, with any extension. */
const DEVICE = /^(con|prn|aux|nul|(com|lpt)\d)$/i;

/** A library's name as part of a file's, safe on every file system. */
export function plainName(name: string): string {
  const letters = name.replace(/[^\p{L}\p{N} ()_-]+/gu, '-').trim();
  const plain = cutBytes(letters.slice(0, 80), MOST_NAME_BYTES) || 'library';
  return DEVICE.test(plain) ? `${plain}-` : plain;
}

/**
 * `NAME.quadrille` in the library's folder: what a double click opens. Only its location matters; its contents are
 * never read.
 */
function writeMarker({ folder }: LibraryPaths, db: OpenDb): void {
  if (readdirSync(folder).some((name) => name.endsWith(MARKER_EXTENSION))) return;
  const name = db.get<{ value: string }>("SELECT value FROM facts WHERE name = 'name'")?.value ?? basename(folder);
  writeFileSync(
    join(folder, `${plainName(name)}${MARKER_EXTENSION}`),
    `${JSON.stringify({ quadrille: 'library', format: LIBRARY_FORMAT })}\n`,
  );
}

function lockLibrary(paths: LibraryPaths): { release(): void } {
  const holderFile = join(paths.folder, 'lock.json');
  const lock = takeExclusiveLock(join(paths.folder, 'lock.sqlite'));
  if (!lock) {
    const process = holder(holderFile);
    const known = process === null ? 'no' : 'yes';
    throw new AppError('library-locked', say('library.open-elsewhere', { folder: paths.folder, process, known }));
  }
  writeFileSync(holderFile, JSON.stringify({ pid: process.pid, since: new Date().toISOString() }));
  return lock;
}

/** The process that has the library open, if its note can be read. */
function holder(file: string): number | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).pid;
  } catch {
    return null;
  }
}

/** Names the first problem only: there may be one a page. */
function assertSound(db: OpenDb, paths: LibraryPaths): void {
  const verdict = String(db.pragma('quick_check(1)'));
  if (verdict !== 'ok') throw damaged(paths, verdict);
}

function damagedOr(error: unknown, paths: LibraryPaths): unknown {
  return isDatabaseDamage(error) ? damaged(paths, String((error as Error).message)) : error;
}

function damaged(paths: LibraryPaths, what: string): AppError {
  return new AppError('library-damaged', say('library.damaged', { folder: paths.folder, what }));
}
