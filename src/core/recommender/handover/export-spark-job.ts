import type { EvaluationSpec } from '../../../shared/contract/recommender.ts';
import type { JobKind } from '../../jobs/kind.ts';
import { folderOfResults } from '../../storage/output.ts';
import { placeOnce } from '../../storage/placing.ts';
import { entryFile } from '../../workers/entry.ts';
import { runInWorker } from '../../workers/worker-task.ts';
import { givenSplitFile } from '../experiments/given-split-file.ts';
import type { JobServices } from '../training/job-services.ts';
import type { AlsSettings, ExportedSpark, ExportSparkTask } from './export-spark-worker.ts';

export interface ExportSparkSpec {
  /** Null for every play of the library. */
  spec: EvaluationSpec | null;
  splitFolder: string | null;
  seed: number;
  als: AlsSettings;
  folder: string;
}

/** Writes what Spark factorises, with the script that does, into a new folder. */
export function exportSparkJob({ library, clock }: JobServices): JobKind<ExportSparkSpec> {
  return {
    kind: 'export-spark',
    lane: 'library',
    resumable: true,
    async run({ folder, splitFolder, ...rest }, context) {
      const { splitFile } = await givenSplitFile(library, splitFolder, context);
      const destination = folderOfResults(folder, 'ALS for Spark', clock());
      const { path, result } = await placeOnce(context.folder, destination, (output) => {
        const { database, mel } = library.paths;
        const task: ExportSparkTask = { ...rest, libraryFile: database, melFolder: mel, splitFile, output };
        return runInWorker<ExportedSpark>(
          entryFile('core/recommender/handover/export-spark-worker', 'export-spark-worker'),
          task,
          ({ fraction }) => context.progress('exporting', fraction),
          context.signal,
        ).result;
      });
      return { folder: path, ...result };
    },
  };
}
