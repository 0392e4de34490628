import { closeSync, copyFileSync, existsSync, mkdtempSync, openSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppError } from '../../shared/errors.ts';
import { say } from '../../shared/messages/say.ts';
import { removeFolder } from './moves.ts';
import { readAt } from './read-at.ts';
import { openForeign, openReadWrite, type ReadableDb } from './sqlite.ts';

/** `Qdrl`, in the header of every library: SQLite keeps this field for telling whose file it is. */
export const APPLICATION_ID = 0x5164726c;
const HEADER_BYTES = 100;
const APPLICATION_ID_OFFSET = 68;
const OLDEST_FORMAT = 10;
/** Libraries of before have no application id; nobody else has these tables together. */
const OUR_TABLES = ['facts', 'jobs', 'listeners', 'songs', 'tracks'];

/** Lost: it is or was ours, and what should be in it is not there. */
export type Identity = 'ours' | 'lost' | 'foreign';

export function identityOf(db: ReadableDb): Identity {
  const id = db.get<{ application_id: number }>('PRAGMA application_id')?.application_id ?? 0;
  const format = db.get<{ user_version: number }>('PRAGMA user_version')?.user_version ?? 0;
  const tables = db.all<{ name: string }>("SELECT name FROM sqlite_schema WHERE type = 'table'").map((row) => row.name);
  const hasOurs = OUR_TABLES.every((name) => tables.includes(name));
  if (id !== 0 && id !== APPLICATION_ID) return 'foreign';
  if (hasOurs && format >= OLDEST_FORMAT) return 'ours';
  return id === APPLICATION_ID || hasOurs || tables.length === 0 ? 'lost' : 'foreign';
}

/**
 * An existing file must be a library before anything is written to it. An empty one is not a new library: it is what a
 * crash of the file system or a sync service left of one.
 *
 * @throws AppError `library-damaged` if the contents are lost, `bad-input` if the file is another program's
 */
export function assertOurs(file: string, folder: string): void {
  if (!existsSync(file)) return;
  const identity = statSync(file).size === 0 ? 'lost' : identityOfFile(file);
  if (identity === 'lost')
    throw new AppError('library-damaged', say('library.damaged', { folder, what: say('library.file-empty') }));
  if (identity === 'foreign') throw new AppError('bad-input', say('library.not-ours', { file }), { file });
}

function identityOfFile(file: string): Identity {
  const db = openForeign(file);
  try {
    return identityOf(db);
  } catch (error) {
    if ((error as { code?: string }).code !== 'SQLITE_READONLY_ROLLBACK') throw error;
  } finally {
    db.close();
  }
  return headerSaysOurs(file) ? 'ours' : identityOfCopy(file);
}

/** What has our id is ours, before its journal is rolled back too. */
function headerSaysOurs(file: string): boolean {
  const fd = openSync(file, 'r');
  try {
    const header = readAt(fd, 0, HEADER_BYTES);
    return header.length === HEADER_BYTES && header.readUInt32BE(APPLICATION_ID_OFFSET) === APPLICATION_ID;
  } finally {
    closeSync(fd);
  }
}

/**
 * After a power cut a journal may wait to be rolled back. That writes, so whose a database without our id is, a copy
 * tells.
 */
function identityOfCopy(file: string): Identity {
  const folder = mkdtempSync(join(tmpdir(), 'quadrille-journal-'));
  try {
    const copy = join(folder, 'library.sqlite');
    for (const end of ['', '-journal']) copyFileSync(`${file}${end}`, `${copy}${end}`);
    const db = openReadWrite(copy);
    try {
      return identityOf(db);
    } finally {
      db.close();
    }
  } finally {
    removeFolder(folder);
  }
}

/**
 * The same before the lock is taken, which leaves files in the folder. Whatever cannot be read yet is told later.
 *
 * @throws AppError `bad-input` if the file is another program's
 */
export function assertNotForeign(file: string, folder: string): void {
  try {
    assertOurs(file, folder);
  } catch (error) {
    if (error instanceof AppError && error.code === 'bad-input') throw error;
  }
}
