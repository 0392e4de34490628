import { existsSync, lstatSync, mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeFolder } from '../core/storage/moves.ts';
import { takeExclusiveLock } from '../core/storage/sqlite.ts';

const PREFIX = 'quadrille-upload-';
const LOCK = 'in-use.sqlite';
/** A folder without a lock may belong to a server that has just made it. */
const ABANDONED_AFTER_MS = 24 * 3_600_000;
const MOST_TRIES = 5;

export interface PrivateFolder {
  path: string;
  remove(): void;
}

/**
 * A temporary folder that only this user can read, for uploads and redirect files. It is removed when the process exits
 * in whatever way it can still notice; one that was killed leaves it to the next start, which sees by the lock that its
 * owner is gone.
 */
export function privateFolder(): PrivateFolder {
  removeAbandoned();
  for (let tries = 1; ; tries++) {
    const path = mkdtempSync(join(tmpdir(), PREFIX)); // with mode 0700
    const lock = lockOf(path);
    if (!lock) {
      if (tries === MOST_TRIES) throw new Error(`${path} cannot be locked`);
      continue; // another server is starting too, and took it for abandoned
    }
    const remove = () => {
      process.off('exit', remove);
      lock.release();
      removeFolder(path);
    };
    process.on('exit', remove);
    return { path, remove };
  }
}

function removeAbandoned(): void {
  for (const name of readdirSync(tmpdir())) {
    if (!name.startsWith(PREFIX)) continue;
    const path = join(tmpdir(), name);
    try {
      if (isAbandoned(path)) removeFolder(path);
    } catch {
      // Another server removes it at the same time, or it cannot be removed: it is tried again at the next start.
    }
  }
}

/** Only folders of this user: the temporary folder is everybody's. */
function isAbandoned(path: string): boolean {
  const stat = lstatSync(path);
  if (!stat.isDirectory() || (process.getuid && stat.uid !== process.getuid())) return false;
  if (!existsSync(join(path, LOCK))) return Date.now() - stat.mtimeMs > ABANDONED_AFTER_MS;
  const lock = takeExclusiveLock(join(path, LOCK));
  lock?.release();
  return lock !== null;
}

function lockOf(path: string): { release(): void } | null {
  try {
    return takeExclusiveLock(join(path, LOCK));
  } catch {
    return null;
  }
}
