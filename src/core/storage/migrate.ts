import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../../shared/errors.ts';
import * as m0010 from './migrations/0010-foundation.ts';
import * as m0020 from './migrations/0020-play-times.ts';
import * as m0030 from './migrations/0030-mobility.ts';
import { type OpenDb, openScratch, type WritableDb } from './sqlite.ts';

export interface Migration {
  version: number;
  up(db: WritableDb): void;
}

/** Append-only, numbered by tens. */
export const MIGRATIONS: readonly Migration[] = [m0010, m0020, m0030];
export const LIBRARY_FORMAT = MIGRATIONS[MIGRATIONS.length - 1].version;

const BACKUPS_KEPT_TODAY = 3;
const BACKUPS_KEPT = 10;

/** Brings a database to the newest format; `user_version` changes inside the same transaction as the tables. */
export function migrate(db: OpenDb, migrations: readonly Migration[] = MIGRATIONS): void {
  const newest = migrations[migrations.length - 1].version;
  const current = Number(db.pragma('user_version'));
  if (current > newest) {
    throw new AppError('library-newer', `This library was written by a newer Quadrille (format ${current}; this one reads up to ${newest}). Update Quadrille to open it.`, {
      libraryFormat: current,
      supported: newest,
    });
  }
  for (const migration of migrations) {
    if (migration.version <= current) continue;
    db.transaction(() => {
      migration.up(db);
      db.pragma(`user_version = ${migration.version}`);
    });
  }
}

export function needsMigration(db: OpenDb): boolean {
  const current = Number(db.pragma('user_version'));
  return current > 0 && current < LIBRARY_FORMAT;
}

/** A checked copy made with SQLite's backup call (a plain file copy of a live WAL database loses tables). */
export async function backupLibrary(db: OpenDb, folder: string, now: Date): Promise<string> {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `library-${now.toISOString().replaceAll(':', '-')}.sqlite`);
  const temporary = `${file}.tmp`;
  await db.backup(temporary);
  const copy = openScratch(temporary); // out of WAL mode, so that the backup is one file
  const verdict = copy.pragma('quick_check');
  copy.close();
  if (verdict !== 'ok') {
    rmSync(temporary, { force: true });
    throw new AppError('library-damaged', `The backup of the library does not pass its check (${verdict}); nothing was changed.`);
  }
  renameSync(temporary, file);
  pruneBackups(folder, now);
  return file;
}

function pruneBackups(folder: string, now: Date): void {
  const today = now.toISOString().slice(0, 10);
  const newestFirst = readdirSync(folder)
    .filter((name) => /^library-.*\.sqlite$/.test(name))
    .sort()
    .reverse();
  const seenDays = new Set<string>();
  let keptToday = 0;
  let kept = 0;
  for (const name of newestFirst) {
    const day = name.slice('library-'.length, 'library-'.length + 10);
    const keep = kept < BACKUPS_KEPT && (day === today ? keptToday < BACKUPS_KEPT_TODAY : !seenDays.has(day));
    if (!keep) {
      rmSync(join(folder, name));
      continue;
    }
    kept++;
    if (day === today) keptToday++;
    seenDays.add(day);
  }
}

export function fileSize(file: string): number {
  return existsSync(file) ? statSync(file).size : 0;
}
