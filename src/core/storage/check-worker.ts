import { serveTask } from '../workers/worker-side.ts';
import { syncFile } from './durable.ts';
import { identityOf } from './identity.ts';
import { assertForeignSchema } from './schema.ts';
import { openForeign, openScratch } from './sqlite.ts';
import { leaveBehind } from './travel.ts';

export interface CheckTask {
  file: string;
  /** Set if the copy is sent to somebody (`departure`) or came from somebody (`arrival`). */
  travel?: 'departure' | 'arrival';
}

/** SQLite finds nothing wrong with an empty file. */
const NO_LIBRARY = 'not a library: the tables are missing';

/**
 * Checks a copy of a library, which takes a second if it is large, and flushes it to the disk. @returns SQLite's
 * verdict, or that it is no library
 */
serveTask<CheckTask, string>(async ({ file, travel }) => {
  if (travel === 'arrival') {
    const foreign = openForeign(file);
    try {
      const { quick_check: verdict } = foreign.get<{ quick_check: string }>('PRAGMA quick_check(1)') ?? {};
      if (verdict !== 'ok') return String(verdict);
      assertForeignSchema(foreign);
    } finally {
      foreign.close();
    }
  }
  const copy = openScratch(file);
  // out of WAL mode: one file, which can also be read where nothing may be written
  copy.pragma('journal_mode = DELETE');
  const verdict = String(copy.pragma('quick_check(1)'));
  const sound = verdict === 'ok' && identityOf(copy) === 'ours';
  if (sound && travel) leaveBehind(copy);
  // What was changed or deleted earlier is still legible in the unused parts of pages.
  if (sound && travel === 'departure') copy.exec('VACUUM');
  copy.close();
  syncFile(file);
  return verdict === 'ok' && !sound ? NO_LIBRARY : verdict;
});
