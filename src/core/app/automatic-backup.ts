import { statSync } from 'node:fs';
import type { Log } from './log.ts';
import { backupDue, backupLibrary, listBackups } from '../storage/backups.ts';
import type { Library } from '../storage/library.ts';
import type { ReadableDb } from '../storage/sqlite.ts';

const LOOK_EVERY_MS = 10 * 60_000;
const FIRST_LOOK_MS = 20_000;
const EVERY_HOURS = 4;

/**
 * While a library is open and changes, a backup every four hours; also soon after opening one that changed since its
 * last.
 */
export function startAutomaticBackups(
  library: Library,
  clock: () => Date,
  log: Log,
  made: () => void,
): { stop(): Promise<unknown> } {
  let running: Promise<unknown> = Promise.resolve();
  const changesAtStart = changesOf(library.db);
  const look = () => {
    running = running
      .then(() => backUpIfDue(library, clock(), changesAtStart))
      .then((one) => one && made())
      .catch((error) => log.write('warning', 'automatic backup failed', String((error as Error).message)));
  };
  const first = setTimeout(look, FIRST_LOOK_MS);
  const timer = setInterval(look, LOOK_EVERY_MS);
  first.unref();
  timer.unref();
  return {
    stop: () => {
      clearTimeout(first);
      clearInterval(timer);
      return running;
    },
  };
}

/** @returns whether a backup was made, which is so if the library has changed and its newest backup is old */
export async function backUpIfDue({ db, paths }: Library, now: Date, changesAtStart: number): Promise<boolean> {
  if (!backupDue(paths.backups, now, EVERY_HOURS)) return false;
  const [newest] = listBackups(paths.backups);
  const written = Math.max(
    ...[paths.database, `${paths.database}-wal`].map((file) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0),
  );
  const changedHere = changesOf(db) > changesAtStart;
  if (newest && !changedHere && written <= Date.parse(newest.madeAt)) return false;
  if (neverUsed(db)) return false;
  await backupLibrary(db, paths.backups, now);
  return true;
}

/** An unpacked library has no jobs of its own yet. */
function neverUsed(db: ReadableDb): boolean {
  return ['jobs', 'songs', 'scholars'].every((table) => db.get(`SELECT 1 FROM ${table} LIMIT 1`) === undefined);
}

/** Rows that this connection has written. */
function changesOf(db: ReadableDb): number {
  return db.get<{ n: number }>('SELECT total_changes() AS n')?.n ?? 0;
}
