import { existsSync } from 'node:fs';
import { sha256OfFile } from '../../storage/file-hash.ts';
import { linkOrCopy } from '../../storage/link-or-copy.ts';
import { openReader } from '../../storage/sqlite.ts';
import { serveTask } from '../../workers/worker-side.ts';
import { writeDataset } from './dataset.ts';
import { gatherDataset, libraryPrint } from './gather.ts';
import type { KeptDataset } from './gathered-cache.ts';

export interface GatherTask {
  libraryFile: string;
  melFolder: string;
  dropMismatches: boolean;
  vectorNames: string[];
  output: string;
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
  const { output, kept, keepAs } = task;
  const db = openReader(task.libraryFile);
  try {
    const print = libraryPrint(db, task.melFolder);
    if (kept && kept.print === print && existsSync(kept.file) && sha256OfFile(kept.file) === kept.sha256) {
      linkOrCopy(kept.file, output);
      return { gathered: null };
    }
    writeDataset(output, gatherDataset(db, task.melFolder, task.dropMismatches, checkpoint, task.vectorNames));
    linkOrCopy(output, keepAs);
    return { gathered: { sha256: sha256OfFile(output), print } };
  } finally {
    db.close();
  }
});
