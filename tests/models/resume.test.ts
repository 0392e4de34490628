import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createApp } from '../../src/core/app/create-app.ts';
import { writeDemoFiles } from '../../src/core/recommender/demo/write-files.ts';
import { spawnChildTrainer } from '../../src/core/recommender/training/spawn-child-trainer.ts';
import type { TrainerProcess } from '../../src/core/recommender/training/trainer-client.ts';
import { createLibrary } from '../../src/core/storage/library.ts';
import { finish, importFile, onCleanup, temporaryFolder } from '../support/fixtures.ts';

it('a training whose process was killed resumes to the very model of an uninterrupted one', async () => {
  const folder = temporaryFolder();
  let trainer: TrainerProcess | null = null;
  const app = createApp({
    library: await createLibrary(join(folder, 'library')),
    spawnTrainer: () => {
      trainer = spawnChildTrainer();
      return trainer;
    },
  });
  onCleanup(() => app.close());
  const source = join(folder, 'source');
  writeDemoFiles(source, { tracks: 60, listeners: 80, seed: 2 }, () => {});
  await importFile(app, 'metadata', join(source, 'track_metadata.db'));
  await importFile(app, 'tags', join(source, 'lastfm_tags.db'));
  await importFile(app, 'triplets', join(source, 'train_triplets.txt'));
  await app.call('settings/set', { engine: 'wasm' });
  const options = { 'network-epochs': 60, patience: 0, 'min-listeners': 1 };
  const model = (name: string) => {
    const { file } = app.library.db.get<{ file: string }>('SELECT file FROM models WHERE name = ?', name) ?? {
      file: '',
    };
    return readFileSync(join(app.library.paths.models, file));
  };

  await finish(app, (await app.call('models/train', { type: 'tags', name: 'whole', options })).jobId);

  const { jobId } = await app.call('models/train', { type: 'tags', name: 'cut', options });
  const job = join(app.library.paths.work, `job-${jobId}`);
  const checkpointed = () => existsSync(job) && readdirSync(job).some((name) => name.endsWith('.ckpt'));
  while (!checkpointed()) await new Promise((resolve) => setTimeout(resolve, 2));
  (trainer as unknown as TrainerProcess).kill();
  await expect(finish(app, jobId)).rejects.toMatchObject({ code: 'process-gone' });
  await app.call('jobs/resume', { id: jobId });
  const resumed = await finish<{ loss: number[] }>(app, jobId);
  expect(resumed.loss.length).toBe(60);
  expect(model('cut').equals(model('whole'))).toBe(true);
  expect(existsSync(job)).toBe(false);
});
