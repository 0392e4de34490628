import { writeSync } from 'node:fs';
import { createApp } from '../../src/core/app/create-app.ts';
import { spawnChildTrainer } from '../../src/core/recommender/training/spawn-child-trainer.ts';
import { createLibrary } from '../../src/core/storage/library.ts';

/**
 * Imports a file and meanwhile renames the library again and again, as any other request would write. Says on standard
 * output before each write `WRITE n phase` and after it `ACK n`: a trace of system calls shows what was synced between.
 */
const [folder, file] = process.argv.slice(2);
const app = createApp({ library: await createLibrary(folder), spawnTrainer: spawnChildTrainer });
const { jobId } = await app.call('import/start', { grant: app.grants.add(file), kind: 'triplets' });
let running = true;
const done = app.jobs.wait(jobId).finally(() => {
  running = false;
});
for (let n = 0; running; n++) {
  writeSync(1, `WRITE ${n} ${app.jobs.get(jobId).progress?.phase ?? 'waiting'}\n`);
  await app.call('library/rename', { name: `name ${n}` });
  writeSync(1, `ACK ${n}\n`);
  await new Promise((resolve) => setTimeout(resolve, 1));
}
if ((await done).state !== 'done') process.exitCode = 1;
await app.close();
