import { libraryPaths } from '../../src/core/storage/paths.ts';
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createApp } from '../../src/core/app/create-app.ts';
import { spawnChildTrainer } from '../../src/core/recommender/training/spawn-child-trainer.ts';
import { createLibrary, openLibrary } from '../../src/core/storage/library.ts';
import { backupLibrary } from '../../src/core/storage/backups.ts';
import { LIBRARY_FORMAT, MIGRATIONS, migrate } from '../../src/core/storage/migrate.ts';
import { openReader, openReadWrite } from '../../src/core/storage/sqlite.ts';
import { finish, importFile, onCleanup, ROOT, temporaryFolder } from '../support/fixtures.ts';

const CLI = join(ROOT, 'src', 'cli', 'main.ts');

function schema(file: string): string[] {
  const db = openReader(file);
  const rows = db.all<{ sql: string }>('SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name');
  db.close();
  return rows.map((row) => row.sql);
}

describe('migrations', () => {
  it('a fresh library equals a migrated one, step by step', async () => {
    const folder = temporaryFolder();
    (await createLibrary(join(folder, 'fresh'))).close();
    const stepwise = join(folder, 'stepwise.sqlite');
    for (let n = 1; n <= MIGRATIONS.length; n++) {
      const db = openReadWrite(stepwise);
      migrate(db, MIGRATIONS.slice(0, n));
      expect(db.pragma('user_version')).toBe(MIGRATIONS[n - 1].version);
      db.close();
    }
    expect(schema(stepwise)).toEqual(schema(join(folder, 'fresh', 'library.sqlite')));
    expect(schema(stepwise).length).toBeGreaterThan(10);
  });

  it('are numbered by tens, and a failing one leaves nothing behind', () => {
    expect(MIGRATIONS.map(({ version }) => version)).toEqual(MIGRATIONS.map((_, i) => 10 * (i + 1)));
    const db = openReadWrite(join(temporaryFolder(), 'x.sqlite'));
    migrate(db);
    const broken = {
      version: LIBRARY_FORMAT + 10,
      up: (target: typeof db) => target.exec('CREATE TABLE half (a); CREATE TABLE half (a)'),
    };
    expect(() => migrate(db, [...MIGRATIONS, broken as never])).toThrow(/already exists/);
    expect(db.pragma('user_version')).toBe(LIBRARY_FORMAT);
    expect(db.get("SELECT 1 FROM sqlite_master WHERE name = 'half'")).toBeUndefined();
    db.close();
  });

  it('refuse a library of a newer version by name', async () => {
    const folder = join(temporaryFolder(), 'library');
    const library = await createLibrary(folder);
    library.db.pragma(`user_version = ${LIBRARY_FORMAT + 10}`);
    library.close();
    await expect(openLibrary(folder)).rejects.toMatchObject({
      code: 'library-newer',
      message: expect.stringMatching(/newer Quadrille.*Update/),
    });
  });

  it('keep checked backups, the newest ten', async () => {
    const library = await createLibrary(join(temporaryFolder(), 'library'));
    onCleanup(() => library.close());
    for (let day = 1; day <= 14; day++)
      await backupLibrary(library.db, library.paths.backups, new Date(Date.UTC(2026, 0, day, 12)));
    const names = readdirSync(library.paths.backups).sort();
    expect(names.length).toBe(10);
    expect(names[9]).toContain('2026-01-14');
    expect(schema(join(library.paths.backups, names[9]))).toEqual(schema(library.paths.database));
  });
});

describe('one library, one owner', () => {
  it('a second opener is refused with a message that says what to do', async () => {
    const folder = join(temporaryFolder(), 'library');
    const first = await createLibrary(folder);
    await expect(openLibrary(folder)).rejects.toMatchObject({
      code: 'library-locked',
      message: expect.stringMatching(/open in another window or command.*Close/),
    });
    first.close();
    (await openLibrary(folder)).close();
  });

  it('a second process is refused, and a killed one leaves no lock', async () => {
    const folder = join(temporaryFolder(), 'library');
    (await createLibrary(folder)).close();
    const script =
      `const { openLibrary } = await ` +
      `import(${JSON.stringify(join(ROOT, 'src/core/storage/library.ts'))}); await ` +
      `openLibrary(${JSON.stringify(folder)}); console.log('open'); setInterval(() => {}, 1000);`;
    const holder = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await new Promise((resolve) => holder.stdout.once('data', resolve));
    await expect(openLibrary(folder)).rejects.toMatchObject({ code: 'library-locked' });
    holder.kill('SIGKILL');
    await new Promise((resolve) => holder.once('exit', resolve));
    (await openLibrary(folder)).close();
  });

  it('is not made in a folder that holds other things', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'thesis.docx'), 'x');
    await expect(createLibrary(folder)).rejects.toMatchObject({ code: 'conflict' });
    await expect(openLibrary(folder)).rejects.toMatchObject({ code: 'not-found' });
  });

  it('a damaged file is named, left alone, and does not crash', async () => {
    const folder = join(temporaryFolder(), 'library');
    mkdirSync(folder);
    writeFileSync(join(folder, 'library.sqlite'), Buffer.alloc(8192, 7));
    await expect(openLibrary(folder)).rejects.toMatchObject({ code: 'library-damaged' });
    expect(existsSync(join(folder, 'library.sqlite'))).toBe(true);
  });

  it('of many damaged pages the first is named', async () => {
    const folder = join(temporaryFolder(), 'library');
    (await createLibrary(folder)).close();
    const file = join(folder, 'library.sqlite');
    const bytes = readFileSync(file);
    writeFileSync(file, bytes.fill(0, 2 * 4096, 17 * 4096));
    writeFileSync(libraryPaths(folder).suspect, ''); // so that it is checked when it is opened
    const problem = await openLibrary(folder).catch((error) => error);
    expect(problem).toMatchObject({ code: 'library-damaged' });
    expect(problem.message).toMatch(/page/i);
    expect(problem.message.length).toBeLessThan(400);
  });

  it('a header that SQLite cannot read is damage too', async () => {
    const folder = join(temporaryFolder(), 'library');
    (await createLibrary(folder)).close();
    const file = join(folder, 'library.sqlite');
    const bytes = readFileSync(file);
    // the schema format number: "unsupported file format", for which SQLite has no code of its own
    bytes.writeUInt32BE(64, 44);
    writeFileSync(file, bytes);
    await expect(openLibrary(folder)).rejects.toMatchObject({ code: 'library-damaged' });
  });
});

describe('crashes', () => {
  it('a killed import leaves a sound library, and can be run again to the same end', { timeout: 240_000 }, async () => {
    const folder = temporaryFolder();
    const library = join(folder, 'library');
    const file = join(folder, 'triplets.txt');
    const lines: string[] = [];
    for (let u = 0; u < 30_000; u++)
      for (let i = 0; i < 20; i++) lines.push(`listener${u}\tsong${(u * 31 + i * 977) % 9000}\t${1 + ((u + i) % 7)}`);
    writeFileSync(file, `${lines.join('\n')}\n`);
    (await createLibrary(library)).close();
    for (const delay of [250, 500, 800, 1100]) {
      const child = spawn(process.execPath, [CLI, 'import', 'triplets', file, '--library', library], {
        stdio: 'ignore',
      });
      const timer = setTimeout(() => child.kill('SIGKILL'), delay);
      await new Promise((resolve) => child.once('exit', resolve));
      clearTimeout(timer);
      const opened = await openLibrary(library);
      expect(opened.db.pragma('integrity_check')).toBe('ok');
      opened.close();
    }
    const app = createApp({ library: await openLibrary(library), spawnTrainer: spawnChildTrainer });
    onCleanup(() => app.close());
    for (const job of app.jobs.list(10)) await app.jobs.wait(job.id); // what was publishing goes on by itself
    await importFile(app, 'triplets', file);
    const { counts } = await app.call('app/info', {});
    expect(counts).toMatchObject({
      listeners: 30_000,
      songs: 9000,
      plays: new Set(lines.map((line) => line.slice(0, line.lastIndexOf('\t')))).size,
    });
    const [listener] = (
      await app.call('library/list-listeners', { filter: 'listener123', limit: 1, sort: 'listenerId' })
    ).rows;
    expect(listener).toEqual({
      listenerId: 'listener123',
      songs: 20,
      plays: Array.from({ length: 20 }, (_, i) => 1 + ((123 + i) % 7)).reduce((a, b) => a + b, 0),
    });
  });

  it('the death of the trainer is reported, and the next task starts a new one', async () => {
    const app = createApp({
      library: await createLibrary(join(temporaryFolder(), 'library')),
      spawnTrainer: () => {
        const trainer = spawnChildTrainer();
        setTimeout(() => trainer.kill(), 150);
        return trainer;
      },
    });
    onCleanup(() => app.close());
    const file = join(temporaryFolder(), 't.txt');
    writeFileSync(file, Array.from({ length: 4000 }, (_, i) => `u${i % 200}\ts${i % 997}\t${1 + (i % 5)}\n`).join(''));
    await importFile(app, 'triplets', file);
    const { jobId } = await app.call('models/train', {
      type: 'funk-svd',
      name: 'x',
      options: { k: 100, epochs: 1000 },
    });
    await expect(finish(app, jobId)).rejects.toMatchObject({
      code: 'process-gone',
      message: expect.stringMatching(/training process stopped.*resume/),
    });
    expect((await app.call('jobs/get', { id: jobId })).resumable).toBe(true);
  });

  it('a cancelled job ends as cancelled and changes nothing', async () => {
    const app = createApp({
      library: await createLibrary(join(temporaryFolder(), 'library')),
      spawnTrainer: spawnChildTrainer,
    });
    onCleanup(() => app.close());
    const file = join(temporaryFolder(), 't.txt');
    writeFileSync(file, 'u\ts\t1\n'.repeat(2_000_000));
    const { jobId } = await app.call('import/start', { grant: app.grants.add(file), kind: 'triplets' });
    await new Promise((resolve) => setTimeout(resolve, 120));
    await app.call('jobs/cancel', { id: jobId });
    expect((await app.jobs.wait(jobId)).state).toBe('cancelled');
    expect((await app.call('app/info', {})).counts.plays).toBe(0);
    await app.call('jobs/resume', { id: jobId });
    expect((await app.jobs.wait(jobId)).state).toBe('done');
  });
});
