import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createApp } from '../../src/core/app/create-app.ts';
import { spawnChildTrainer } from '../../src/core/recommender/training/spawn-child-trainer.ts';
import { openLibrary } from '../../src/core/storage/library.ts';
import { freshApp, importFile, onCleanup, temporaryFolder } from '../support/fixtures.ts';
import { saying } from '../support/messages.ts';

async function until(condition: () => boolean): Promise<void> {
  for (let i = 0; i < 600 && !condition(); i++) await new Promise((resolve) => setTimeout(resolve, 100));
  expect(condition()).toBe(true);
}

describe('the demo, from the app', () => {
  it('goes into an empty library only', async () => {
    const app = await freshApp();
    const file = join(temporaryFolder(), 't.txt');
    writeFileSync(file, 'u\ts\t1\n');
    await importFile(app, 'triplets', file);
    await expect(app.call('library/start-demo', {})).rejects.toMatchObject({
      code: 'conflict',
      told: saying('app.demo-needs-empty-library'),
    });
  });

  it('runs jobs of its own, stops when it is cancelled, and goes on after the app was closed', async () => {
    const folder = join(temporaryFolder(), 'library');
    const app = await freshApp(folder);
    const { jobId } = await app.call('library/start-demo', {});
    const imported = (name: string) => app.library.db.get('SELECT 1 FROM imports WHERE kind = ?', name) !== undefined;
    await until(() => imported('tags'));
    await app.call('jobs/cancel', { id: jobId });
    expect((await app.jobs.wait(jobId)).state).toBe('cancelled');
    expect(app.jobs.list(20).filter(({ state }) => state === 'running')).toEqual([]);
    expect((await app.call('app/info', {})).synthetic).toBe(true);

    await app.call('jobs/resume', { id: jobId });
    await until(() => imported('triplets'));
    await app.close();
    const again = createApp({ library: await openLibrary(folder), spawnTrainer: spawnChildTrainer });
    onCleanup(() => again.close());
    expect(again.jobs.get(jobId)).toMatchObject({ state: 'interrupted', resumable: true });
    await again.call('jobs/resume', { id: jobId });
    await until(() => again.jobs.list(5).some(({ kind, state }) => kind === 'evaluate' && state === 'running'));
    await again.call('jobs/cancel', { id: jobId });
    expect((await again.jobs.wait(jobId)).state).toBe('cancelled');
    expect(again.library.db.get('SELECT count(*) AS n FROM imports')).toEqual({ n: 4 });
  });
});
