import { existsSync } from 'node:fs';
import { sha256OfFile } from '../../storage/file-hash.ts';
import { linkOrCopy } from '../../storage/link-or-copy.ts';
import { openReader } from '../../storage/sqlite.ts';
import { serveTask } from '../../workers/worker-side.ts';
import { type Dataset, readDataset, writeDataset } from './dataset.ts';
import { gatherDataset, libraryPrint } from './gather.ts';
import { gatherUnplayed } from './gather-unplayed.ts';
import type { KeptDataset } from './gathered-cache.ts';
import { writeUnplayed } from './unplayed.ts';

export interface GatherTask {
  libraryFile: string;
  melFolder: string;
  dropMismatches: boolean;
  vectorNames: string[];
  output: string;
  /** Where the songs that nobody played are written, if they are wanted. */
  unplayedOutput: string | null;
  /** What an earlier job gathered with the same settings; its file by its whole path. */
  kept: KeptDataset | null;
  /** Where what is gathered now is kept for later jobs. */
  keepAs: string;
}

export interface GatherAnswer {
  /** Null if the kept data set was taken. */
  gathered: Pick<KeptDataset, 'sha256' | 'print'> | null;
}

serveTask<GatherTask, GatherAnswer>(async (task, checkpoint) => {
  const { output, unplayedOutput, kept, keepAs } = task;
  const db = openReader(task.libraryFile);
  // First: who finds the data set of a job that goes on takes both files as they are.
  const beside = (file: string, data: Dataset) =>
    writeUnplayed(file, gatherUnplayed(db, data, task.dropMismatches, task.vectorNames));
  try {
    const print = libraryPrint(db, task.melFolder);
    if (kept && kept.print === print && existsSync(kept.file) && sha256OfFile(kept.file) === kept.sha256) {
      if (unplayedOutput) beside(unplayedOutput, readDataset(kept.file));
      linkOrCopy(kept.file, output);
      return { gathered: null };
    }
    const data = gatherDataset(db, task.melFolder, task.dropMismatches, checkpoint, task.vectorNames);
    if (unplayedOutput) beside(unplayedOutput, data);
    writeDataset(output, data);
    linkOrCopy(output, keepAs);
    return { gathered: { sha256: sha256OfFile(output), print } };
  } finally {
    db.close();
  }
});
