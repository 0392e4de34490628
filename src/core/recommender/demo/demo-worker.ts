import { serveTask } from '../../workers/worker-side.ts';
import { writeDemoFiles } from './write-files.ts';
import type { WorldSize } from './world.ts';

serveTask<{ folder: string; size: WorldSize }, null>(async ({ folder, size }, checkpoint) => {
  writeDemoFiles(folder, size, checkpoint);
  return null;
});
