import type { Answers } from '../../../shared/questions.ts';
import { openReader } from '../../storage/sqlite.ts';
import { serveTask } from '../../workers/worker-side.ts';
import { printOfSplit, writeGivenSplit } from '../splits/given-split.ts';
import { readSplitFolder } from './split-folder.ts';
import { formOfSplit, readSplitParts } from './split-parts.ts';

export interface GivenSplitTask {
  libraryFile: string;
  folder: string;
  answers: Answers;
  output: string;
}

/** Reads a folder's split by the ids of the library, and writes it as trainers read it; answers with its print. */
serveTask<GivenSplitTask, string>(async ({ libraryFile, folder, answers, output }, checkpoint) => {
  const db = openReader(libraryFile);
  try {
    const split =
      formOfSplit(folder) === 'parts'
        ? await readSplitParts(db, folder, answers, () => checkpoint(0, 'reading'))
        : readSplitFolder(db, folder);
    writeGivenSplit(output, split);
    return printOfSplit(split);
  } finally {
    db.close();
  }
});
