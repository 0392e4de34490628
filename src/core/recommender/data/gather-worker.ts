import { openReader } from '../../storage/sqlite.ts';
import { serveTask } from '../../workers/worker-side.ts';
import { writeDataset } from './dataset.ts';
import { gatherDataset } from './gather.ts';

export interface GatherTask {
  libraryFile: string;
  melFolder: string;
  dropMismatches: boolean;
  vectorNames: string[];
  output: string;
}

serveTask<GatherTask, { listeners: number; songs: number; pairs: number }>(async (task, checkpoint) => {
  const db = openReader(task.libraryFile);
  try {
    const data = gatherDataset(db, task.melFolder, task.dropMismatches, checkpoint, task.vectorNames);
    writeDataset(task.output, data);
    return {
      listeners: data.interactions.listeners,
      songs: data.interactions.songs,
      pairs: data.interactions.items.length,
    };
  } finally {
    db.close();
  }
});
