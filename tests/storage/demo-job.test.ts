import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createApp } from '../../src/core/app/create-app.ts';
import { prepareDemoLibrary } from '../../src/core/app/demo-library.ts';
import { LibraryHost } from '../../src/core/app/library-host.ts';
import { demoShare, KEPT_MODELS } from '../../src/core/recommender/demo/run-demo.ts';
import { spawnChildTrainer } from '../../src/core/recommender/training/spawn-child-trainer.ts';
import { openLibrary } from '../../src/core/storage/library.ts';
import type { Input, Method } from '../../src/shared/contract/index.ts';
import { dispatch } from '../../src/shared/rpc/server.ts';
import { freshApp, importFile, onCleanup, temporaryFolder } from '../support/fixtures.ts';
import { telling } from '../support/messages.ts';

async function until(condition: () => boolean): Promise<void> {
  for (let i = 0; i < 600 && !condition(); i++) await new Promise((resolve) => setTimeout(resolve, 100));
  expect(condition()).toBe(true);
}

describe('the demo, from the app', () => {
  it('knows how much of it is done: each step begins where the one before it ended', () => {
    expect(demoShare('source', 0)).toBe(0);
    const [imports, kept] = [['metadata', 'tags', 'audio', 'triplets'], KEPT_MODELS];
    const steps = ['source', ...imports, 'comparison', 'new-songs', ...kept];
    for (const [i, step] of steps.entries())
      expect(demoShare(step, 1), step).toBeCloseTo(i + 1 < steps.length ? demoShare(steps[i + 1], 0) : 1);
  });

  it('is made in a library of its own, and leaves the open one as it is', async () => {
    const folder = temporaryFolder();
    const [own, demo] = [join(folder, 'own'), join(folder, 'demo', 'library')];
    const host = await LibraryHost.open({
      folder: own,
      create: true,
      spawnTrainer: spawnChildTrainer,
      places: { own, demo },
    });
    onCleanup(() => host.close());
    let replaced = 0;
    host.onReplaced(() => replaced++);
    const ask = <M extends Method>(method: M, input: Input<M>) => dispatch(host.handlers, method, input);
    const before = readFileSync(join(own, 'library.sqlite'));

    await expect(ask('library/leave-demo', {})).rejects.toMatchObject(telling('app.not-the-demo'));
    expect(await ask('library/start-demo', {})).toEqual({ jobId: null });
    expect(replaced).toBe(1);
    expect(await ask('app/info', {})).toMatchObject({ libraryName: 'Demo (synthetic)', synthetic: true, demo: true });
    expect(await ask('jobs/list', {})).toMatchObject([{ kind: 'demo' }]);

    await ask('library/leave-demo', {});
    expect(replaced).toBe(2);
    expect(await ask('app/info', {})).toMatchObject({ libraryName: 'own', synthetic: false, demo: false });
    expect(await ask('jobs/list', {})).toEqual([]);
    expect(readFileSync(join(own, 'library.sqlite')).equals(before)).toBe(true);

    // The same demo goes on: it is not begun a second time.
    await ask('library/start-demo', {});
    expect(await ask('jobs/list', {})).toMatchObject([
      { kind: 'demo', state: expect.stringMatching(/queued|running/) },
    ]);
  });

  it('refuses a place where other data is, and without another place it starts nowhere', async () => {
    const app = await freshApp(join(temporaryFolder(), 'library'));
    const file = join(temporaryFolder(), 't.txt');
    writeFileSync(file, 'u\ts\t1\n');
    await importFile(app, 'triplets', file);
    await expect(app.call('library/start-demo', {})).rejects.toMatchObject(telling('app.library-cannot-be-changed'));
    await app.close();
    const { folder } = app.library.paths;
    await expect(prepareDemoLibrary(folder)).rejects.toMatchObject(telling('app.demo-place-taken', { folder }));
  });

  it('runs jobs of its own, stops when it is cancelled, and goes on after the app was closed', async () => {
    const folder = join(temporaryFolder(), 'library');
    await prepareDemoLibrary(folder);
    const app = createApp({ library: await openLibrary(folder), spawnTrainer: spawnChildTrainer });
    onCleanup(() => app.close());
    const [{ id: jobId }] = await app.call('jobs/list', {});
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
    // The demo tells how far the whole is, also while a part of it runs.
    const whole = () => again.jobs.get(jobId).progress?.fraction ?? 0;
    await until(() => whole() > demoShare('comparison', 0));
    expect(whole()).toBeLessThan(demoShare('comparison', 1));
    await again.call('jobs/cancel', { id: jobId });
    expect((await again.jobs.wait(jobId)).state).toBe('cancelled');
    expect(again.library.db.get('SELECT count(*) AS n FROM imports')).toEqual({ n: 4 });
  });
});
