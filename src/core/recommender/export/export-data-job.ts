import type { DataTableName, ExportedData, TableFormat } from '../../../shared/contract/exports.ts';
import type { JobKind } from '../../jobs/kind.ts';
import { folderOfResults } from '../../storage/output.ts';
import { placeOnce } from '../../storage/placing.ts';
import { entryFile } from '../../workers/entry.ts';
import { runInWorker } from '../../workers/worker-task.ts';
import type { JobServices } from '../training/job-services.ts';
import type { ExportDataTask } from './export-data-worker.ts';

export interface ExportDataSpec {
  folder: string;
  format: TableFormat;
  tables: DataTableName[];
}

/** Writes tables of the library into a new folder, in a worker. */
export function exportDataJob({ library, clock }: JobServices): JobKind<ExportDataSpec> {
  return {
    kind: 'export-data',
    lane: 'library',
    resumable: true,
    async run({ folder, format, tables }, context) {
      const { path, result } = await placeOnce(context.folder, folderOfResults(folder, 'data', clock()), (output) => {
        const task: ExportDataTask = {
          libraryFile: library.paths.database,
          format,
          tables,
          output,
          createdAt: clock().toISOString(),
        };
        return runInWorker<Omit<ExportedData, 'folder'>>(
          entryFile('core/recommender/export/export-data-worker', 'export-data-worker'),
          task,
          ({ fraction }) => context.progress('exporting', fraction),
          context.signal,
        ).result;
      });
      return { folder: path, ...result };
    },
  };
}
