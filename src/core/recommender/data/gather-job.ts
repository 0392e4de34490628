import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { JobContext } from '../../jobs/kind.ts';
import type { Library } from '../../storage/library.ts';
import { entryFile } from '../../workers/entry.ts';
import { runInWorker } from '../../workers/worker-task.ts';
import type { GatherAnswer, GatherTask } from './gather-worker.ts';
import { GatheredCache } from './gathered-cache.ts';
import { vectorSetsNamed } from './song-vectors.ts';

/** Beside the data set of a job, the songs that nobody played. */
export const UNPLAYED_FILE = 'unplayed.bin';

/**
 * Writes the arrays that a training or evaluation reads, in a worker; reused when a job resumes. What an earlier job
 * gathered is taken as it is while the music has not changed.
 *
 * @param options of the models that will be fitted: they name the vectors that are needed
 * @param withUnplayed whether the songs that nobody played are written too, in `UNPLAYED_FILE` beside them
 */
export async function gather(
  library: Library,
  context: JobContext,
  dropMismatches: boolean,
  options: Iterable<Record<string, string | number>>,
  withUnplayed = false,
): Promise<string> {
  const output = join(context.folder, 'dataset.bin');
  if (existsSync(output)) return output;
  const vectorNames = vectorSetsNamed(options);
  const cache = new GatheredCache(library);
  const key = JSON.stringify({ dropMismatches, vectorNames: [...vectorNames].sort() });
  const kept = cache.kept(key);
  const file = cache.begin();
  const task: GatherTask = {
    libraryFile: library.paths.database,
    melFolder: library.paths.mel,
    dropMismatches,
    vectorNames,
    output,
    unplayedOutput: withUnplayed ? join(context.folder, UNPLAYED_FILE) : null,
    kept: kept && { ...kept, file: join(cache.folder, kept.file) },
    keepAs: join(cache.folder, file),
  };
  const worker = runInWorker<GatherAnswer>(
    entryFile('core/recommender/data/gather-worker', 'gather-worker'),
    task,
    ({ fraction }) => context.progress('gathering', 0.02 * fraction),
    context.signal,
  );
  let made: GatherAnswer | null = null;
  try {
    made = await worker.result;
  } finally {
    cache.finish(file, made?.gathered ? { key, ...made.gathered } : null);
  }
  return output;
}
