import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import type { App } from '../../src/core/app/app.ts';
import { JobQueue } from '../../src/core/jobs/queue.ts';
import { JobStore } from '../../src/core/jobs/store.ts';
import { placeOnce } from '../../src/core/storage/placing.ts';
import { finish, freshApp, importFile, temporaryFolder } from '../support/fixtures.ts';
import { fileOf } from '../support/mobility.ts';

/** As after a kill: the folder of a job that has ended is still there. */
const killed = vi.hoisted(() => ({ keepsFolders: false }));
vi.mock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>();
  return {
    ...fs,
    rmSync: (...given: Parameters<typeof fs.rmSync>) => {
      if (!(killed.keepsFolders && /job-\d+$/.test(String(given[0])))) fs.rmSync(...given);
    },
  };
});

function twoFolders() {
  const [job, out] = [temporaryFolder(), temporaryFolder()];
  let taken = 0;
  const path = () => {
    while (existsSync(join(out, `result-${taken}`))) taken++;
    return join(out, `result-${taken}`);
  };
  return { job, out, destination: { folder: out, name: 'result', path } };
}

const never = () => new Promise<never>(() => {});

describe('what a job writes for a person', () => {
  it('leaves no rest where the job was killed while it wrote, and is written once', async () => {
    const { job, out, destination } = twoFolders();
    const started = Promise.withResolvers<string>();
    void placeOnce(job, destination, (unfinished) => {
      mkdirSync(unfinished);
      writeFileSync(join(unfinished, 'half'), 'x');
      started.resolve(unfinished);
      return never();
    });
    expect(existsSync(await started.promise)).toBe(true);
    const { path, result } = await placeOnce(job, destination, async (unfinished) => {
      mkdirSync(unfinished);
      writeFileSync(join(unfinished, 'whole'), 'xy');
      return 7;
    });
    expect([path, result]).toEqual([join(out, 'result-0'), 7]);
    expect(readdirSync(out, { recursive: true }).sort()).toEqual(['result-0', join('result-0', 'whole')]);
  });

  it('is not written again where the job was killed after it was in its place', async () => {
    const { job, out, destination } = twoFolders();
    const write = vi.fn(async (unfinished: string) => writeFileSync(unfinished, 'whole'));
    const first = await placeOnce(job, destination, write);
    expect(await placeOnce(job, destination, write)).toEqual({ path: first.path });
    expect(write).toHaveBeenCalledTimes(1);
    expect(readdirSync(out)).toEqual(['result-0']);
  });

  it('is written again where somebody removed it, or has another file there', async () => {
    const { job, out, destination } = twoFolders();
    const write = async (unfinished: string) => writeFileSync(unfinished, 'whole');
    const { path } = await placeOnce(job, destination, write);
    writeFileSync(path, "a person's own");
    expect((await placeOnce(job, destination, write)).path).toBe(join(out, 'result-1'));
    expect(readFileSync(path, 'utf8')).toBe("a person's own");
  });

  it('leaves nothing where it fails', async () => {
    const { job, out, destination } = twoFolders();
    const failing = placeOnce(job, destination, async (unfinished) => {
      writeFileSync(unfinished, 'half');
      throw new Error('the disk is full');
    });
    await expect(failing).rejects.toThrow('the disk is full');
    expect(readdirSync(out)).toEqual([]);
  });

  it('takes nothing else away, whatever the job remembers', async () => {
    const { job, out, destination } = twoFolders();
    const thesis = join(out, 'thesis.part');
    writeFileSync(thesis, 'ten years of work');
    writeFileSync(join(job, 'output.json'), JSON.stringify({ unfinished: thesis }));
    await placeOnce(job, destination, async (unfinished) => writeFileSync(unfinished, 'whole'));
    expect(readdirSync(out).sort()).toEqual(['result-0', 'thesis.part']);
  });

  it('leaves no rest after the next start, also if nobody resumes the job', async () => {
    const { library } = await freshApp();
    const { job: _, out, destination } = twoFolders();
    const { id } = new JobStore(library.db, () => new Date()).add('x', { id: 'x', text: 'x' }, {});
    const folder = join(library.paths.work, `job-${id}`);
    mkdirSync(folder);
    const started = Promise.withResolvers<void>();
    void placeOnce(folder, destination, (unfinished) => {
      writeFileSync(unfinished, 'half');
      started.resolve();
      return never();
    });
    await started.promise;
    expect(readdirSync(out).length).toBe(1);
    new JobQueue(new JobStore(library.db, () => new Date()), [], library.paths.work, () => {}).recover();
    expect(readdirSync(out)).toEqual([]);
  });
});

type Ask = (app: App, out: string) => Promise<{ jobId: number }>;

const ASKS: Record<string, Ask> = {
  'an archive': (app, out) => app.call('library/export-archive', { folder: app.grants.add(out) }),
  'a library from an archive': async (app, out) => {
    const elsewhere = temporaryFolder();
    const { jobId } = await ASKS['an archive'](app, elsewhere);
    const { file } = await finish<{ file: string }>(app, jobId);
    const grant = app.grants.add(join(elsewhere, file));
    return app.call('library/import-archive', { grant, folder: app.grants.add(out), name: 'copy' });
  },
  'tables of a study': async (app, out) => {
    await app.call('mobility/make-demo', {});
    return app.call('mobility/export', { grant: app.grants.add(out), formats: ['csv', 'xlsx'] });
  },
  'the results of an experiment': async (app, out) => {
    const line = (i: number) => `u${i % 20}\ts${(i * 7) % 31}\t${1 + (i % 5)}\n`;
    await importFile(app, 'triplets', fileOf('t.txt', Array.from({ length: 400 }, (_, i) => line(i)).join('')));
    const evaluations = [{ protocol: 'ranking', models: ['popularity'], cutoffs: [5] }];
    const spec = { name: 'small', evaluations } as never;
    const { id } = await finish<{ id: number }>(app, (await app.call('experiments/start', { spec })).jobId);
    return app.call('experiments/export', { id, grant: app.grants.add(out) });
  },
};

describe('a job that was killed after its result was in its place, resumed', { timeout: 60_000 }, () => {
  it.each(Object.entries(ASKS))('wrote %s once', async (_what, ask) => {
    const app = await freshApp();
    const out = temporaryFolder();
    const { jobId } = await ask(app, out);
    killed.keepsFolders = true;
    const result = await finish<object>(app, jobId).finally(() => {
      killed.keepsFolders = false;
    });
    const files = readdirSync(out, { recursive: true });
    expect(files.length).toBeGreaterThan(0);
    app.library.db.transaction(() =>
      app.library.db.run("UPDATE jobs SET state = 'interrupted', result = NULL WHERE id = ?", jobId),
    );
    await app.call('jobs/resume', { id: jobId });
    expect(await app.jobs.wait(jobId)).toMatchObject({ state: 'done' });
    // A grant for the new library is another each time.
    const again = await finish<object>(app, jobId);
    expect({ ...again, library: null }).toEqual({ ...result, library: null });
    expect(readdirSync(out, { recursive: true })).toEqual(files);
  });
});
