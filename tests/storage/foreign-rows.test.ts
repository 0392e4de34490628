import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createApp } from '../../src/core/app/create-app.ts';
import { LibraryHost } from '../../src/core/app/library-host.ts';
import { spawnChildTrainer } from '../../src/core/recommender/training/spawn-child-trainer.ts';
import { belowFolder } from '../../src/core/storage/inside-folder.ts';
import { openLibrary } from '../../src/core/storage/library.ts';
import { DEFAULT_CODEBOOK } from '../../src/shared/mobility/codebook.ts';
import { finish, freshApp, importFile, onCleanup, suiteFolder, temporaryFolder } from '../support/fixtures.ts';
import { telling } from '../support/messages.ts';
import { tasteLibrary } from '../support/tastes.ts';

// What rows of a library say may be somebody else's text, also where only Quadrille writes.

type App = Awaited<ReturnType<typeof freshApp>>;

/** The same library, opened again after somebody wrote into it. */
async function changed(app: App, sql: string, ...params: unknown[]): Promise<App> {
  const { db, paths } = app.library;
  db.transaction(() => db.run(sql, ...params));
  await app.close();
  const again = createApp({ library: await openLibrary(paths.folder), spawnTrainer: spawnChildTrainer });
  onCleanup(() => again.close());
  return again;
}

describe('a name of a new file', () => {
  it.each([
    '../x.csv',
    'tables/../../x.csv',
    '/x.csv',
    'tables//x.csv',
    './x.csv',
    'a\\..\\..\\x.csv',
    'a.csv:x',
    'a\n',
  ])('%j does not leave the folder of results', (name) => {
    expect(() => belowFolder('/results', name)).toThrow(telling('library.unsafe-file-name', { name }) as never);
  });

  it('that results have does not', () => {
    for (const name of ['tables/1-parts-of-als+mlp.csv', '.x', '排序：4 (2)/a..b.svg'])
      expect(belowFolder('/results', name)).toBe(join('/results', ...name.split('/')));
  });
});

describe('exporting from a library whose rows somebody else wrote', { timeout: 120_000 }, () => {
  it('a study whose stages are called like paths writes nothing outside, and says so', async () => {
    const [first, ...rest] = DEFAULT_CODEBOOK.stages;
    const book = { ...DEFAULT_CODEBOOK, stages: [{ ...first, key: '../../../outside' }, ...rest] };
    const app = await changed(
      await freshApp(),
      "INSERT INTO codebooks VALUES (1, ?, '', 'x', '2026-01-01T00:00:00Z')",
      JSON.stringify(book),
    );
    const parent = temporaryFolder();
    const chosen = join(parent, 'a', 'b');
    mkdirSync(chosen, { recursive: true });
    const { jobId } = await app.call('mobility/export', { grant: app.grants.add(chosen), formats: ['report'] });
    await expect(finish(app, jobId)).rejects.toMatchObject(telling('library.unsafe-file-name'));
    expect(readdirSync(parent, { recursive: true }).sort()).toEqual(['a', join('a', 'b')]);
  });

  it('a comparison whose models are called like paths neither, nor over what is there', async () => {
    const app = await tasteLibrary();
    const { jobId } = await app.call('evaluation/start', { protocol: 'ranking', models: ['popularity'], cutoffs: [5] });
    await finish(app, jobId);
    const { id, result } = app.library.db.get<{ id: number; result: string }>('SELECT id, result FROM results') ?? {
      id: 0,
      result: '',
    };
    const parts = { rankingWeights: { als: 1 }, ndcgAlone: {}, ndcgWithout: {} };
    const parent = temporaryFolder();
    const own = join(parent, 'own.csv');
    writeFileSync(own, 'mine');
    const made = JSON.parse(result);
    made.fits['x/../../../own'] = { ...made.fits.popularity, chosen: parts };
    const sent = await changed(app, 'UPDATE results SET result = ? WHERE id = ?', JSON.stringify(made), id);
    const out = join(parent, 'out');
    const asked = await sent.call('experiments/export', { id, grant: sent.grants.add(out), language: 'en' });
    await expect(finish(sent, asked.jobId)).rejects.toMatchObject(telling('library.unsafe-file-name'));
    expect(readdirSync(parent)).toEqual(['own.csv']);
  });
});

describe('the jobs of a library that came from elsewhere', () => {
  async function sent(row: object): Promise<App> {
    const app = await freshApp();
    const all = { kind: 'import', title: 'x', spec: '{}', state: 'done', created_at: '2026-11-26T00:00:00Z', ...row };
    const columns = Object.keys(all);
    const values = `VALUES (${columns.map(() => '?').join(', ')})`;
    return changed(app, `INSERT INTO jobs (${columns.join(', ')}) ${values}`, ...Object.values(all));
  }

  it('have no folder that is opened, and say so', async () => {
    for (const result of [{ folder: '/Applications/Evil.app' }, { file: '//evil/share/x' }]) {
      const app = await sent({ result: JSON.stringify(result) });
      await expect(app.call('jobs/get-folder', { id: 1 })).rejects.toMatchObject(telling('job.of-another-user'));
    }
    const own = await freshApp();
    const folder = temporaryFolder();
    const { jobId } = await own.call('library/export-archive', { folder: own.grants.add(folder) });
    await finish(own, jobId);
    const { grant } = await own.call('jobs/get-folder', { id: jobId });
    expect(own.grants.resolve(grant), 'that of an archive that was written here').toBe(folder);
  });

  it('are not asked again with answers: they name the files that their sender chose', async () => {
    const secret = join(temporaryFolder(), 'secret.txt');
    writeFileSync(secret, 'u1\ts1\t1\n');
    const spec = { kind: 'triplets', file: secret, moreFiles: [], format: 'triplets', onError: 'skip', answers: {} };
    const kinds = {
      import: ['import/answer', spec],
      'mobility-import': ['mobility/answer-import', { file: secret, mapping: {}, onError: 'skip', answers: {} }],
      'audit-split': ['split/answer-audit', { folder: dirname(secret), answers: {} }],
      'judge-lists': ['referee/answer', { files: [secret], split: dirname(secret), models: [], answers: {} }],
    } as const;
    for (const [kind, [method, given]] of Object.entries(kinds)) {
      const app = await sent({ kind, spec: JSON.stringify(given) });
      const asked = app.call(method, { jobId: 1, answers: {} } as never);
      await expect(asked, method).rejects.toMatchObject(telling('job.of-another-user'));
      expect((await app.call('jobs/list', {})).length, 'none was started').toBe(1);
    }
  });

  it.each([
    { spec: '{' },
    { state: 'done?' },
    { title: '{"id":1}' },
    { result: '[' },
    { state: 'running', progress: '{' },
  ])('are left out where nobody can read them: %j', async (row) => {
    const app = await sent(row);
    await expect(app.call('jobs/list', {})).resolves.toEqual([]);
    const { jobId } = await app.call('library/export-archive', { folder: app.grants.add(temporaryFolder()) });
    await finish(app, jobId);
  });
});

describe('a library that came from elsewhere', () => {
  it('opens with settings that nobody can read, and has the usual ones', async () => {
    const app = await changed(await freshApp(), "INSERT INTO facts VALUES ('settings', '{')");
    await expect(app.call('app/info', {})).resolves.toMatchObject({ settings: { theme: 'auto' } });
    expect((await app.call('settings/set', { theme: 'dark' })).theme).toBe('dark');
  });

  it('may have a table of its user with a quote in its name: imports are recorded all the same', async () => {
    const app = await changed(await freshApp(), `CREATE TABLE "Ana's, (notes)" (a)`);
    app.library.db.transaction(() => app.library.db.run(`INSERT INTO "Ana's, (notes)" VALUES (1)`));
    const file = join(temporaryFolder(), 'plays.txt');
    writeFileSync(file, 'u1\ts1\t1\n');
    const tiers = join(temporaryFolder(), 'tiers.csv');
    writeFileSync(tiers, 'city,country,tier\nBeijing,China,1\n');
    await expect(importFile(app, 'triplets', file)).resolves.toMatchObject({ imported: 1 });
    const mapping = { kind: 'tiers', edition: '2020' };
    const { jobId } = await app.call('mobility/start-import', { grant: app.grants.add(tiers), mapping });
    await expect(finish(app, jobId)).resolves.toMatchObject({ imported: 1 });
    expect(await app.call('mobility/list-imports', {})).toHaveLength(1);
  });
});

describe('a library that cannot be put together', () => {
  it('is let go, so that it opens when what was wrong is gone', async () => {
    const folder = join(suiteFolder(), 'library');
    let isBroken = true;
    const clock = () => {
      if (isBroken) throw new Error('no clock');
      return new Date();
    };
    const host = await LibraryHost.open({ folder, create: true, spawnTrainer: spawnChildTrainer, clock });
    onCleanup(() => host.close());
    expect(host.problem?.message.text).toMatch(/no clock/);
    expect(existsSync(folder)).toBe(true);
    isBroken = false;
    const retry = host.handlers.get('app/retry-opening') as (input: object) => Promise<{ error: unknown }>;
    expect((await retry({})).error).toBeNull();
  });
});
