import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ImportPreview } from '../../../shared/contract/imports.ts';
import type { Library } from '../../storage/library.ts';
import { removeFolder } from '../../storage/moves.ts';
import { entryFile } from '../../workers/entry.ts';
import { runInWorker } from '../../workers/worker-task.ts';
import type { ImportSpec } from './import-job.ts';
import type { ImportTask } from './stage-import.ts';

/** A file that takes longer to look into is imported without having been looked into. */
const LONGEST_MS = 30_000;

/** Looks into a file in a worker. Nothing of it is kept, neither in the library nor on the disk. */
export async function runPreview({ paths }: Library, spec: ImportSpec): Promise<ImportPreview> {
  const folder = mkdtempSync(join(tmpdir(), 'quadrille-preview-'));
  const task: ImportTask = {
    ...spec,
    answers: spec.answers ?? {},
    libraryFile: paths.database,
    stagingFile: join(folder, 'staging.sqlite'),
    scratch: join(folder, 'scratch'),
    melFolder: join(folder, 'spectrograms'),
    threads: 1,
  };
  const worker = runInWorker<ImportPreview>(
    entryFile('core/recommender/import/preview-worker', 'preview-worker'),
    task,
    () => {},
  );
  const timer = setTimeout(worker.cancel, LONGEST_MS);
  try {
    return await worker.result;
  } finally {
    clearTimeout(timer);
    removeFolder(folder);
  }
}
