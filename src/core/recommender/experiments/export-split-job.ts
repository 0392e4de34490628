import type { EvaluationSpec } from '../../../shared/contract/recommender.ts';
import type { SplitForm } from '../../../shared/contract/referee.ts';
import type { JobKind } from '../../jobs/kind.ts';
import { folderOfResults } from '../../storage/output.ts';
import { placeOnce } from '../../storage/placing.ts';
import { entryFile } from '../../workers/entry.ts';
import { runInWorker } from '../../workers/worker-task.ts';
import { givenSplitFile } from './given-split-file.ts';
import type { JobServices } from '../training/job-services.ts';
import type { ExportedSplit, ExportSplitTask } from './export-split-worker.ts';

export interface ExportSplitSpec {
  spec: EvaluationSpec;
  form: SplitForm;
  folder: string;
  splitFolder: string | null;
}

/** Writes the split of an evaluation into a new folder. */
export function exportSplitJob({ library, clock }: JobServices): JobKind<ExportSplitSpec> {
  return {
    kind: 'export-split',
    lane: 'library',
    resumable: true,
    async run({ spec, form, folder, splitFolder }, context) {
      const { splitFile } = await givenSplitFile(library, splitFolder, context);
      const { path, result } = await placeOnce(
        context.folder,
        folderOfResults(folder, spec.protocol, clock()),
        (output) => {
          const task: ExportSplitTask = {
            libraryFile: library.paths.database,
            melFolder: library.paths.mel,
            spec,
            form,
            name: 'quadrille',
            splitFile,
            output,
          };
          return runInWorker<ExportedSplit>(
            entryFile('core/recommender/experiments/export-split-worker', 'export-split-worker'),
            task,
            ({ fraction }) => context.progress('exporting', fraction),
            context.signal,
          ).result;
        },
      );
      return { folder: path, ...result };
    },
  };
}
