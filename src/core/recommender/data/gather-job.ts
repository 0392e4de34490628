import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { JobContext } from '../../jobs/kind.ts';
import type { Library } from '../../storage/library.ts';
import { entryFile } from '../../workers/entry.ts';
import { runInWorker } from '../../workers/worker-task.ts';
import { vectorSetsNamed } from './song-vectors.ts';

/**
 * Writes the arrays that a training or evaluation reads, in a worker; reused when a job resumes.
 *
 * @param options of the models that will be fitted: they name the vectors that are needed
 */
export async function gather(
  library: Library,
  context: JobContext,
  dropMismatches: boolean,
  options: Iterable<Record<string, string | number>>,
): Promise<string> {
  const output = join(context.folder, 'dataset.bin');
  if (existsSync(output)) return output;
  const vectorNames = vectorSetsNamed(options);
  const task = {
    libraryFile: library.paths.database,
    melFolder: library.paths.mel,
    dropMismatches,
    vectorNames,
    output,
  };
  const worker = runInWorker(
    entryFile('core/recommender/data/gather-worker', 'gather-worker'),
    task,
    ({ fraction }) => {
      if (!context.signal.aborted) context.progress('gathering', 0.02 * fraction);
    },
  );
  context.signal.addEventListener('abort', () => worker.cancel(), { once: true });
  await worker.result;
  return output;
}
