import type { OpenDb } from '../../storage/sqlite.ts';

/** Whatever is written meanwhile, all that `read` reads is one state of the library; the first read fixes which. */
export async function inOneState<T>(db: OpenDb, read: () => T | Promise<T>): Promise<T> {
  db.exec('BEGIN');
  try {
    db.pragma('user_version');
    return await read();
  } finally {
    db.exec('COMMIT');
  }
}
