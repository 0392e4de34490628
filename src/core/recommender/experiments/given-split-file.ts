import { join } from 'node:path';
import type { Answers } from '../../../shared/questions.ts';
import type { JobContext } from '../../jobs/kind.ts';
import type { Library } from '../../storage/library.ts';
import { entryFile } from '../../workers/entry.ts';
import { runInWorker } from '../../workers/worker-task.ts';
import type { GivenSplitTask } from './given-split-worker.ts';

/** A split of one's own as a file of a job's folder, with what tells it from others; nulls where none is given. */
export interface GivenSplitFile {
  splitFile: string | null;
  splitHash: string | null;
}

/** @throws not-found or bad-input, naming the file and line */
export async function givenSplitFile(
  { paths }: Library,
  folder: string | null | undefined,
  context: Pick<JobContext, 'folder' | 'signal' | 'progress'>,
  answers: Answers = {},
): Promise<GivenSplitFile> {
  if (!folder) return { splitFile: null, splitHash: null };
  const output = join(context.folder, 'split.bin');
  const task: GivenSplitTask = { libraryFile: paths.database, folder, answers, output };
  const worker = entryFile('core/recommender/experiments/given-split-worker', 'given-split-worker');
  const splitHash = await runInWorker<string>(worker, task, () => context.progress('reading', null), context.signal)
    .result;
  return { splitFile: output, splitHash };
}
