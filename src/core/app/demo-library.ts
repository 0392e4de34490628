import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { AppError } from '../../shared/errors.ts';
import { say } from '../../shared/messages/say.ts';
import type { JobQueue } from '../jobs/queue.ts';
import { factOf } from '../storage/facts.ts';
import { createLibrary, type Library, libraryExists, openLibrary } from '../storage/library.ts';
import { setFact } from './facts.ts';

/** Fact of a library that was made for the demo: `wanted` until its job has been started. */
const DEMO = 'demo';
/** Set by the demo's last step. */
const FINISHED = 'demo-seconds';

export function isDemoLibrary(library: Library): boolean {
  return factOf(library.db, DEMO) !== null;
}

/**
 * Makes the demo's library, or takes the one that an earlier demo left there. An unfinished demo starts, or goes on,
 * when the library is opened.
 *
 * @throws conflict if the folder contains a library with other data
 */
export async function prepareDemoLibrary(folder: string): Promise<void> {
  mkdirSync(dirname(folder), { recursive: true });
  const library = libraryExists(folder) ? await openLibrary(folder) : await createLibrary(folder);
  try {
    const used = ['imports', 'scholars'].some((table) => library.db.get(`SELECT 1 FROM ${table}`) !== undefined);
    if (used && factOf(library.db, 'synthetic') !== 'true')
      throw new AppError('conflict', say('app.demo-place-taken', { folder }));
    setFact(library, 'name', 'Demo (synthetic)');
    setFact(library, 'synthetic', 'true');
    setFact(library, DEMO, factOf(library.db, FINISHED) === null ? 'wanted' : 'finished');
  } finally {
    library.close();
  }
}

/** Starts the demo that a library was made for, or resumes it where it stopped. */
export function startDemo(library: Library, jobs: JobQueue): number {
  setFact(library, DEMO, 'started');
  const stopped = jobs.findStopped('demo', () => true);
  return stopped === null ? jobs.start('demo', say('job.demo'), {}).id : jobs.resume(stopped).id;
}

export function startWantedDemo(library: Library, jobs: JobQueue): void {
  if (factOf(library.db, DEMO) === 'wanted') startDemo(library, jobs);
}
