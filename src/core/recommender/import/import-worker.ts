import { mkdirSync, rmSync } from 'node:fs';
import type { ImportKind, ImportResult } from '../../../shared/contract/recommender.ts';
import { openReader, openScratch } from '../../storage/sqlite.ts';
import { serveTask } from '../../workers/worker-side.ts';
import { ImportReport } from './report.ts';
import { chooseImporter } from './registry.ts';
import { inspect } from './source.ts';

export interface ImportTask {
  kind: ImportKind;
  format: string;
  file: string;
  mappingFile: string | null;
  onError: 'skip' | 'abort';
  libraryFile: string;
  stagingFile: string;
  scratch: string;
  melFolder: string;
  threads: number;
}

serveTask<ImportTask, ImportResult>(async (task, checkpoint) => {
  const head = inspect(task.file);
  const { importer, format } = chooseImporter(task.kind, task.format, head, task.file);
  const report = new ImportReport(head.name, task.onError);
  mkdirSync(task.scratch, { recursive: true });
  rmSync(task.stagingFile, { force: true });
  const library = openReader(task.libraryFile);
  const staging = openScratch(task.stagingFile);
  try {
    await importer.stage({
      file: task.file,
      head,
      format,
      mappingFile: task.mappingFile,
      library,
      staging,
      report,
      scratch: task.scratch,
      melFolder: task.melFolder,
      threads: task.threads,
      checkpoint,
    });
    return report.result(format);
  } finally {
    staging.close();
    library.close();
  }
});
