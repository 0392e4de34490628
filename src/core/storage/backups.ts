import { copyFileSync, existsSync, readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Backup } from '../../shared/contract/app.ts';
import { AppError } from '../../shared/errors.ts';
import { say } from '../../shared/messages/say.ts';
import { entryFile } from '../workers/entry.ts';
import { runInWorker } from '../workers/worker-task.ts';
import type { CheckTask } from './check-worker.ts';
import { makeFolder, makeFolders, moveDurably } from './durable.ts';
import { assertKnownFormat } from './migrate.ts';
import { DATABASE_FILES, type LibraryPaths } from './paths.ts';
import { assertOwnSchema } from './schema.ts';
import { type OpenDb, openForeign } from './sqlite.ts';
import { removeFile } from './moves.ts';

const BACKUPS_KEPT_TODAY = 3;
const BACKUPS_KEPT = 10;
const NAME = /^library-(\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.\d{3}Z)\.sqlite$/;

const running = new Map<string, Promise<unknown>>();

/**
 * A checked copy made with SQLite's backup call (a plain file copy of a live WAL database loses tables). One at a time
 * in a folder.
 */
export function backupLibrary(db: OpenDb, folder: string, now: Date): Promise<string> {
  const before = running.get(folder) ?? Promise.resolve();
  const work = before.catch(() => {}).then(() => makeBackup(db, folder, now));
  running.set(folder, work);
  return work;
}

async function makeBackup(db: OpenDb, folder: string, now: Date): Promise<string> {
  makeFolder(folder);
  removeRests(folder);
  const file = freeFile(folder, now);
  const temporary = `${file}.tmp`;
  try {
    await db.backup(temporary);
    const verdict = await checkedAsOneFile(temporary);
    if (verdict !== 'ok') throw new AppError('library-damaged', say('library.backup-fails-check', { verdict }));
    moveDurably(temporary, file);
  } catch (error) {
    removeRests(folder);
    throw error;
  }
  prune(folder, now, basename(file));
  return file;
}

/** Named by the time; a millisecond later if that name is taken. */
function freeFile(folder: string, now: Date): string {
  for (let time = now.getTime(); ; time++) {
    const file = join(folder, `library-${stamp(new Date(time))}.sqlite`);
    if (!existsSync(file)) return file;
  }
}

/** Left by interrupted backups. */
function removeRests(folder: string): void {
  for (const left of readdirSync(folder)) if (left.includes('.sqlite.tmp')) removeFile(join(folder, left));
}

function checkedAsOneFile(file: string): Promise<string> {
  return checkCopy({ file });
}

/** In a worker, so that the app stays responsive. @returns SQLite's verdict */
export function checkCopy(task: CheckTask): Promise<string> {
  return runInWorker<string>(entryFile('core/storage/check-worker', 'check-worker'), task, () => {}).result;
}

/**
 * Keeps three of today and one of each earlier day, ten in all; never deletes the newest, even if the clock is wrong.
 */
function prune(folder: string, now: Date, justMade: string): void {
  const today = stamp(now).slice(0, 10);
  const others = listBackups(folder).filter(({ name }) => name !== justMade);
  const seenDays = new Set<string>();
  let keptToday = 1;
  let kept = 1;
  for (const { name, madeAt } of others) {
    const day = madeAt.slice(0, 10);
    const keep = kept < BACKUPS_KEPT && (day === today ? keptToday < BACKUPS_KEPT_TODAY : !seenDays.has(day));
    if (!keep) {
      removeFile(join(folder, name));
      continue;
    }
    kept++;
    if (day === today) keptToday++;
    seenDays.add(day);
  }
}

/** Newest first, by the time in their names. */
export function listBackups(folder: string): Backup[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .flatMap((name) => {
      const time = NAME.exec(name)?.[1];
      // An empty file is what a crash of the file system left. It takes no good backup's place.
      return time && statSync(join(folder, name)).size > 0
        ? [
            {
              name,
              madeAt: `${time.slice(0, 10)}T${time.slice(11).replaceAll('-', ':')}`,
              bytes: statSync(join(folder, name)).size,
            },
          ]
        : [];
    })
    .sort((a, b) => b.name.localeCompare(a.name));
}

/** True when the newest backup is a day old, or claims to come from the future, as after the clock was set back. */
export function backupDue(folder: string, now: Date, afterHours: number): boolean {
  const ages = listBackups(folder).map(({ madeAt }) => now.getTime() - Date.parse(madeAt));
  const known = ages.filter((age) => age >= 0);
  return known.length === 0 || Math.min(...known) >= afterHours * 3_600_000;
}

/**
 * Replaces a closed library's database with a backup. The old database is moved aside whole, never deleted.
 * @returns the folder that now holds the old database, or null if there was none
 */
export async function restoreBackup(paths: LibraryPaths, name: string, now: Date): Promise<string | null> {
  const source = join(paths.backups, name);
  if (!NAME.test(name) || !existsSync(source)) throw new AppError('not-found', say('library.no-such-backup', { name }));
  const copy = `${paths.database}.restoring-unchecked`;
  copyFileSync(source, copy);
  try {
    const verdict = await checkedAsOneFile(copy);
    if (verdict !== 'ok') throw new AppError('library-damaged', say('library.backup-damaged', { name, verdict }));
    assertOpens(copy, paths.folder);
  } catch (error) {
    removeFile(copy);
    throw error;
  }
  // From here on a crash is finished at the next opening: this name means that the copy is complete.
  const incoming = `${paths.database}.restoring`;
  moveDurably(copy, incoming);
  const aside = setAside(paths, now);
  moveDurably(incoming, paths.database);
  return aside;
}

/** Of a format that this version knows, with the tables of that format: else the library could not be opened. */
function assertOpens(copy: string, folder: string): void {
  const db = openForeign(copy);
  try {
    assertKnownFormat(db);
    assertOwnSchema(db, folder);
  } finally {
    db.close();
  }
}

/** Moves the database and its companions into a separate folder. */
function setAside(paths: LibraryPaths, now: Date): string | null {
  const there = DATABASE_FILES.map((end) => `${paths.database}${end}`).filter((file) => existsSync(file));
  if (there.length === 0) return null;
  const folder = join(paths.folder, 'set-aside', stamp(now));
  makeFolders(folder);
  // The log goes first: a database without its log is older but sound, a log without its database could be taken for
  // that of another.
  for (const file of there.reverse()) moveDurably(file, join(folder, basename(file)));
  return folder;
}

function stamp(now: Date): string {
  return now.toISOString().replaceAll(':', '-');
}
