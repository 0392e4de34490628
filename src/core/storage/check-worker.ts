import { serveTask } from '../workers/worker-side.ts';
import { syncFile } from './durable.ts';
import { openScratch } from './sqlite.ts';

export interface CheckTask {
  file: string;
}

/**
 * Checks a copy of a library, which takes a second where it is large, and flushes it to the disk. @returns SQLite's
 * verdict
 */
serveTask<CheckTask, string>(async ({ file }) => {
  const copy = openScratch(file);
  // out of WAL mode: one file, which can also be read where nothing may be written
  copy.pragma('journal_mode = DELETE');
  const verdict = String(copy.pragma('quick_check'));
  copy.close();
  syncFile(file);
  return verdict;
});
