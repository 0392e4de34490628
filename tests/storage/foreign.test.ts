import { createHash } from 'node:crypto';
import {
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip, gunzipSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { describe, expect, it } from 'vitest';
import { createApp } from '../../src/core/app/create-app.ts';
import { LibraryHost } from '../../src/core/app/library-host.ts';
import { JobMarks, marksOfUser } from '../../src/core/jobs/marks.ts';
import { melFile } from '../../src/core/recommender/audio/mel-file.ts';
import { recordingFile } from '../../src/core/recommender/audio/recording-file.ts';
import { spawnChildTrainer } from '../../src/core/recommender/training/spawn-child-trainer.ts';
import { importArchive } from '../../src/core/storage/archive.ts';
import { insideFolder, insideFolderOrNull } from '../../src/core/storage/inside-folder.ts';
import { createLibrary, openLibrary } from '../../src/core/storage/library.ts';
import { LIBRARY_FORMAT, MIGRATIONS, migrate } from '../../src/core/storage/migrate.ts';
import { libraryPaths } from '../../src/core/storage/paths.ts';
import { type OpenDb, openReadWrite, openScratch } from '../../src/core/storage/sqlite.ts';
import { finish, freshApp, importFile, onCleanup, ROOT, temporaryFolder } from '../support/fixtures.ts';
import { telling } from '../support/messages.ts';

const quiet = { progress: () => {} };

/** A library's database of some format, as somebody else's program could write it. */
function foreignDatabase(change: (db: OpenDb) => void, format = LIBRARY_FORMAT): string {
  const file = join(temporaryFolder(), 'library.sqlite');
  const db = openScratch(file);
  migrate(
    db,
    MIGRATIONS.filter(({ version }) => version <= format),
  );
  change(db);
  db.close();
  return file;
}

async function archiveOf(database: string, models: Record<string, string> = {}): Promise<string> {
  const file = join(temporaryFolder(), 'sent.quadrille-archive');
  const members = new Map([
    ['library.sqlite', readFileSync(database)],
    ...Object.entries(models).map(([name, text]) => [`models/${name}`, Buffer.from(text)] as const),
  ]);
  const bytes = [...members.values()].reduce((sum, one) => sum + one.length, 0);
  const manifest = { quadrille: 'archive', version: 1, app: '0', libraryFormat: 10, name: 'sent', bytes };
  const sums = [...members].map(([name, one]) => [name, createHash('sha256').update(one).digest('hex')]);
  const tar = pack();
  tar.entry({ name: 'manifest.json' }, JSON.stringify(manifest));
  for (const [name, one] of members) tar.entry({ name }, one);
  tar.entry({ name: 'checksums.json' }, JSON.stringify(Object.fromEntries(sums)));
  tar.finalize();
  await pipeline(tar, createGzip(), createWriteStream(file));
  return file;
}

async function opened(folder: string) {
  const app = createApp({ library: await openLibrary(folder), spawnTrainer: spawnChildTrainer });
  onCleanup(() => app.close());
  return app;
}

function addModel(db: OpenDb, name: string, file: string): void {
  db.run(
    'INSERT INTO models (name, type, seed, options, conversion, engine, facts, file, seconds, created_at) VALUES ' +
      "(?, 'popularity', 1, '{}', 'log-count', NULL, '{\"loss\":[],\"validationLoss\":[]}', ?, 1, " +
      "'2026-01-01T00:00:00Z')",
    name,
    file,
  );
}

const CLIMBING = [
  '../../thesis.docx',
  '..',
  '.',
  '',
  '/etc/passwd',
  'C:\\x',
  '..\\x',
  'a/b',
  'x.model:y',
  'x\0',
  7,
  null,
];

describe('a name out of a database', () => {
  it.each(CLIMBING)('%j does not become a path', (name) => {
    expect(() => insideFolder('/library/models', name)).toThrow(telling('library.unsafe-file-name') as never);
    expect(insideFolderOrNull('/library/models', name)).toBeNull();
  });

  it('of a model that Quadrille wrote does', () => {
    for (const name of ['0123456789abcdef.model', 'm.model', 'a+b-c_d.bin'])
      expect(insideFolder('/library/models', name)).toBe(join('/library/models', name));
  });

  it.each(['../../thesis', '1/../../x', -1, 1.5, null, '7'])('%j is no track whose spectrogram could be read', (id) => {
    expect(() => melFile('/library/cache/mel', id)).toThrow(telling('library.unsafe-file-name') as never);
    expect(melFile('/mel', 7)).toBe(join('/mel', '7.mel'));
  });

  it('is a recording only as a regular audio file of this machine', () => {
    const folder = temporaryFolder();
    const own = join(folder, 'a.wav');
    writeFileSync(own, 'x');
    writeFileSync(join(folder, 'thesis.docx'), 'x');
    mkdirSync(join(folder, 'folder.wav'));
    expect(recordingFile(own)).toBe(own);
    for (const other of ['thesis.docx', 'folder.wav', 'none.wav'])
      expect(recordingFile(join(folder, other)), other).toBeNull();
    // A bare name, which would be looked for in the folder that the program was started in.
    expect(existsSync(join('tests', 'fixtures', 'tone.wav'))).toBe(true);
    expect(recordingFile(join('tests', 'fixtures', 'tone.wav'))).toBeNull();
    // As a network path of Windows; here the same file exists under two slashes.
    expect(existsSync(`/${own}`)).toBe(true);
    for (const path of [`/${own}`, '\\\\server\\share\\a.wav', 5, null]) expect(recordingFile(path)).toBeNull();
  });
});

describe('an archive from somebody else', () => {
  it('reaches no file outside its library: deleting, retraining, reading', async () => {
    const home = temporaryFolder();
    const thesis = join(home, 'thesis.docx');
    writeFileSync(thesis, 'ten years of work');
    const archive = await archiveOf(
      foreignDatabase((db) => {
        addModel(db, 'baseline', '../../thesis.docx');
        addModel(db, 'again', '../../thesis.docx');
      }),
    );
    await importArchive(archive, join(home, 'shared'), quiet);
    const app = await opened(join(home, 'shared'));
    const plays = join(home, 't.txt');
    writeFileSync(plays, Array.from({ length: 400 }, (_, i) => `u${i % 20}\ts${(i * 7) % 30}\t1\n`).join(''));
    await importFile(app, 'triplets', plays);
    await expect(app.call('models/recommend', { model: 'baseline', listenerId: 'u1', top: 5 })).rejects.toMatchObject(
      telling('library.unsafe-file-name'),
    );
    await app.call('models/delete', { name: 'baseline' });
    expect((await app.call('models/list', {})).map(({ name }) => name)).toEqual(['again']);
    expect(existsSync(thesis), 'after deleting').toBe(true);
    await finish(app, (await app.call('models/train', { type: 'popularity', name: 'again' })).jobId);
    expect(existsSync(thesis), 'after retraining').toBe(true);
    expect((await app.call('models/recommend', { model: 'again', listenerId: 'u1', top: 5 })).items).toHaveLength(5);
  });

  it.each<[string, string]>([
    ['a trigger', 'CREATE TRIGGER x AFTER INSERT ON models BEGIN DELETE FROM codes; END'],
    ['a view', 'CREATE VIEW x AS SELECT 1'],
    ['another table', 'CREATE TABLE x (a)'],
    ['another index', 'CREATE INDEX x ON models(file)'],
    ['a table made otherwise', 'DROP TABLE jobs; CREATE TABLE jobs (id TEXT, kind TEXT)'],
    ['a column more', 'ALTER TABLE models ADD COLUMN x TEXT'],
    ['a view in place of a table', 'DROP TABLE mappings; CREATE VIEW mappings AS SELECT 1 AS name, 2 AS mapping'],
    ['a virtual table', 'CREATE VIRTUAL TABLE x USING fts5(a)'],
    ['a table less', 'DROP TABLE mappings'],
    ['a format that there is not', 'PRAGMA user_version = 15'],
    ['no format', 'PRAGMA user_version = 0'],
  ])('with %s is refused, and leaves nothing', async (_what, sql) => {
    const archive = await archiveOf(foreignDatabase((db) => db.exec(sql)));
    const parent = temporaryFolder();
    await expect(importArchive(archive, join(parent, 'copy'), quiet)).rejects.toMatchObject(
      telling('library.bad-archive'),
    );
    expect(readdirSync(parent)).toEqual([]);
  });

  it('of a newer format than its manifest says is refused by name', async () => {
    const archive = await archiveOf(foreignDatabase((db) => db.exec('PRAGMA user_version = 9990')));
    await expect(importArchive(archive, join(temporaryFolder(), 'copy'), quiet)).rejects.toMatchObject({
      code: 'library-newer',
    });
  });

  it.each(MIGRATIONS.map(({ version }) => version))(
    'of format %i opens, without the jobs and the paths of its sender',
    async (format) => {
      const database = foreignDatabase((db) => {
        db.exec(`INSERT INTO songs (id, song_key, main_track_id) VALUES (1, 's1', NULL), (2, 's2', NULL);
          INSERT INTO tracks (id, track_key, song_id) VALUES (1, 't1', 1), (2, 't2', 2);
          UPDATE songs SET main_track_id = id;
          INSERT INTO clips (track_id, file, sample_rate, channels, duration_seconds)
            VALUES (1, '/home/sender/secret-folder/tone.wav', 22050, 1, 3), (2, 'C:\\sender\\b.wav', 22050, 1, 3);
          INSERT INTO jobs (kind, title, spec, state, created_at) VALUES ('export-archive', 'Harmless',
            '{"folder":"/home/sender/secret-folder","name":"x"}', 'failed', '2026-01-01T00:00:00Z')`);
        addModel(db, 'm', 'm.model');
      }, format);
      const folder = join(temporaryFolder(), 'copy');
      await importArchive(await archiveOf(database, { 'm.model': 'x' }), folder, quiet);
      expect(readFileSync(libraryPaths(folder).database).includes('secret-folder')).toBe(false);
      const app = await opened(folder);
      expect(await app.call('jobs/list', {})).toEqual([]);
      const { db } = app.library;
      expect(db.all('SELECT file FROM clips ORDER BY id')).toEqual([{ file: 'tone.wav' }, { file: 'b.wav' }]);
      expect(await app.call('models/list', {})).toMatchObject([{ name: 'm' }]);
      await expect(app.call('library/get-audio', { songId: 's1' })).rejects.toMatchObject(
        telling('import.file-moved', { file: 'tone.wav' }),
      );
    },
  );

  it('written by Quadrille holds neither jobs nor folders of the sender', async () => {
    const app = await freshApp();
    const folder = join(temporaryFolder(), 'secret-folder', 'recordings');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 't.txt'), 'u1\ttone\t1\n');
    writeFileSync(join(folder, 'tone.wav'), readFileSync(join(ROOT, 'tests', 'fixtures', 'tone.wav')));
    await importFile(app, 'triplets', join(folder, 't.txt'));
    app.library.db.transaction(() =>
      app.library.db.exec(
        "INSERT INTO tracks (track_key, song_id) SELECT 'tone', id FROM songs; UPDATE songs SET main_track_id = 1",
      ),
    );
    await importFile(app, 'audio', folder);
    expect(app.library.db.get('SELECT file FROM clips')).toEqual({ file: join(folder, 'tone.wav') });
    // What was deleted earlier stays in unused parts of the file until they are written over.
    app.library.db.transaction(() => {
      app.library.db.run("INSERT INTO facts VALUES ('old', '/home/secret-folder/old')");
      app.library.db.run("DELETE FROM facts WHERE name = 'old'");
    });
    const { jobId } = await app.call('library/export-archive', { folder: app.grants.add(folder) });
    const { file } = await finish<{ file: string }>(app, jobId);
    const parts: Buffer[] = [];
    for await (const part of createReadStream(join(folder, file))) parts.push(part as Buffer);
    const plain = gunzipSync(Buffer.concat(parts));
    expect(plain.includes('tone.wav')).toBe(true);
    expect(plain.includes('secret-folder')).toBe(false);
    expect(app.library.db.get('SELECT count(*) AS n FROM jobs'), 'those of the open library stay').toEqual({ n: 3 });
    expect(app.library.db.get('SELECT file FROM clips')).toEqual({ file: join(folder, 'tone.wav') });
  });
});

describe("somebody else's library folder", () => {
  async function folderWith(change: (db: OpenDb, folder: string) => void): Promise<string> {
    const folder = join(temporaryFolder(), 'library');
    (await createLibrary(folder)).close();
    const db = openReadWrite(libraryPaths(folder).database);
    change(db, folder);
    db.close();
    return folder;
  }

  it.each<[string, string]>([
    ['a trigger', 'CREATE TRIGGER x AFTER INSERT ON facts BEGIN DELETE FROM codes; END'],
    ['a view', 'CREATE VIEW x AS SELECT 1'],
    ['a virtual table', 'CREATE VIRTUAL TABLE x USING fts5(a)'],
    // work/job-ID is removed when a job ends
    ['jobs whose id can be text', 'DROP TABLE jobs; CREATE TABLE jobs (id TEXT, kind TEXT, state TEXT)'],
  ])('with %s is not opened, nor written to', async (_what, sql) => {
    const folder = await folderWith((db) => db.exec(sql));
    const before = readFileSync(libraryPaths(folder).database);
    await expect(openLibrary(folder)).rejects.toMatchObject(telling('library.unsafe-schema', { folder }));
    expect(readFileSync(libraryPaths(folder).database).equals(before)).toBe(true);
  });

  it('with tables and indices that its user added is opened', async () => {
    const folder = await folderWith((db) => db.exec('CREATE TABLE own (a); CREATE INDEX mine ON songs(plays, id)'));
    (await openLibrary(folder)).close();
  });

  it.each(['lock.json', 'check-at-next-opening', 'library.sqlite', 'lock.sqlite'])(
    'in which %s is a link is not opened, and the file behind it stays as it was',
    async (name) => {
      const folder = await folderWith(() => {});
      const target = join(temporaryFolder(), 'thesis.docx');
      const old = join(folder, name);
      if (existsSync(old)) renameSync(old, target);
      else writeFileSync(target, 'ten years of work');
      const before = readFileSync(target);
      symlinkSync(target, old);
      await expect(openLibrary(folder)).rejects.toMatchObject(telling('library.contains-link', { path: old }));
      expect(readFileSync(target).equals(before)).toBe(true);
    },
  );

  it.each(['models', 'backups', 'logs', 'work', 'cache', join('cache', 'mel'), join('cache', 'spectrograms')])(
    'in which the folder %s is a link is not opened',
    async (name) => {
      const folder = await folderWith(() => {});
      const elsewhere = temporaryFolder();
      if (existsSync(join(folder, name))) renameSync(join(folder, name), join(elsewhere, basename(name)));
      symlinkSync(elsewhere, join(folder, name));
      await expect(openLibrary(folder)).rejects.toMatchObject(
        telling('library.contains-link', { path: join(folder, name) }),
      );
    },
  );

  it.each([
    join('work', 'job-1'),
    join('models', 'a.model'),
    join('logs', 'quadrille.log'),
    join('cache', 'mel', '1.mel'),
    join('cache', 'spectrograms', '1.mel'),
  ])('in which %s is a link is not opened, nor is its log written through one', async (name) => {
    const folder = await folderWith(() => {});
    const target = join(temporaryFolder(), 'thesis.docx');
    writeFileSync(target, 'ten years of work');
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    symlinkSync(target, join(folder, name));
    const host = await LibraryHost.open({ folder, create: false, spawnTrainer: spawnChildTrainer });
    onCleanup(() => host.close());
    expect(host.problem).toMatchObject({ message: { id: 'library.contains-link' } });
    expect(readFileSync(target, 'utf8')).toBe('ten years of work');
  });

  describe('with jobs of its sender', () => {
    const STATES = ['running', 'queued', 'interrupted', 'failed', 'cancelled'] as const;

    /** Everything that a job can be told to do with a path, in every state, as another user's queue left it. */
    async function sent(): Promise<{ folder: string; outside: string }> {
      const outside = temporaryFolder();
      writeFileSync(join(outside, 'a.quadrille-archive.0123456789abcdef.part'), 'mine');
      writeFileSync(join(outside, 'plays.txt'), 'u1\ts1\t1\n');
      const specs = {
        'export-archive': { folder: outside, name: 'x', withSpectrograms: false },
        'import-archive': { file: join(outside, 'x.quadrille-archive'), folder: join(outside, 'copy') },
        import: { kind: 'triplets', file: join(outside, 'plays.txt'), format: 'triplets', onError: 'skip' },
        'mobility-export': { folder: outside, formats: ['csv'], language: 'en', bandYears: true, suppressBelow: 0 },
      };
      const folder = await folderWith((db, made) => {
        const marks = new JobMarks('f'.repeat(64));
        for (const [kind, given] of Object.entries(specs))
          for (const state of STATES) {
            const spec = JSON.stringify(given);
            const { lastInsertRowid } = db.run(
              "INSERT INTO jobs (kind, title, spec, state, created_at) VALUES (?, 'x', ?, ?, '2026-11-26T00:00:00Z')",
              kind,
              spec,
              state,
            );
            const id = Number(lastInsertRowid);
            db.run('UPDATE jobs SET mark = ? WHERE id = ?', id % 2 ? marks.markOf({ id, kind, spec }) : null, id);
            const work = join(libraryPaths(made).work, `job-${id}`);
            mkdirSync(work, { recursive: true });
            // An import that is to be finished at the next start, and a result that is to be tidied away.
            writeFileSync(join(work, 'staged.json'), JSON.stringify({ imported: 1, format: 'x' }));
            const unfinished = join(outside, 'a.quadrille-archive.0123456789abcdef.part');
            writeFileSync(join(work, 'output.json'), JSON.stringify({ unfinished }));
          }
      });
      return { folder, outside };
    }

    it('runs none of them, by itself or when asked, and touches nothing outside', async () => {
      const { folder, outside } = await sent();
      const before = readdirSync(outside).sort();
      const app = await opened(folder);
      const jobs = await app.call('jobs/list', { limit: 100 });
      expect(jobs).toHaveLength(4 * STATES.length);
      for (const { id, state, resumable, error } of jobs) {
        expect([resumable, error?.message.id], state).toEqual([false, 'job.of-another-user']);
        await expect(app.call('jobs/resume', { id })).rejects.toMatchObject(telling('job.of-another-user'));
      }
      expect(readdirSync(outside).sort()).toEqual(before);
      expect((await app.call('app/info', {})).counts.songs).toBe(0);
    });
  });

  it('itself may be a link', async () => {
    const folder = await folderWith(() => {});
    const link = join(temporaryFolder(), 'link');
    symlinkSync(folder, link);
    (await openLibrary(link)).close();
  });

  it('with text where the number of a track belongs reads no file by it', async () => {
    const folder = await folderWith((db) =>
      db.exec(`PRAGMA foreign_keys = OFF;
        INSERT INTO songs (song_key, main_track_id) VALUES ('s1', '../../../secret')`),
    );
    writeFileSync(join(folder, '..', 'secret.mel'), 'secret');
    const app = await opened(folder);
    await expect(app.call('library/get-mel', { songId: 's1' })).rejects.toMatchObject(telling('recommender.no-clip'));
  });

  it('has no schema that reaches out of its file, and cannot be made to rewrite its schema', async () => {
    const { db, close } = await openLibrary(await folderWith(() => {}));
    expect(db.pragma('trusted_schema')).toBe(0);
    db.pragma('writable_schema = ON');
    expect(() => db.exec("UPDATE sqlite_schema SET sql = 'CREATE TABLE facts (x)' WHERE name = 'facts'")).toThrow(
      /may not be modified/,
    );
    close();
  });
});

describe('the mark of a job', () => {
  it("is made with a key that stays in the user's folder and is the same at the next start", () => {
    const home = join(temporaryFolder(), 'home');
    const job = { id: 7, kind: 'import', spec: '{}' };
    const mark = marksOfUser(home).markOf(job);
    expect(marksOfUser(home).isOwn(job, mark)).toBe(true);
    for (const other of [
      { ...job, id: 8 },
      { ...job, kind: 'export' },
      { ...job, spec: '{"folder":"/"}' },
    ])
      expect(marksOfUser(home).isOwn(other, mark)).toBe(false);
    for (const wrong of [null, '', mark.slice(1), `${mark}0`, 'é'.repeat(32)])
      expect(marksOfUser(home).isOwn(job, wrong)).toBe(false);
    expect(marksOfUser(join(temporaryFolder(), 'another')).isOwn(job, mark)).toBe(false);
    const [key] = readdirSync(home);
    if (process.platform !== 'win32') expect(statSync(join(home, key)).mode & 0o777).toBe(0o600);
  });

  it.each(['', 'known'])(
    'is made with another key where the file of the key says %j, which stays from then on',
    (text) => {
      const home = temporaryFolder();
      writeFileSync(join(home, 'jobs.key'), text);
      const job = { id: 7, kind: 'import', spec: '{}' };
      const mark = marksOfUser(home).markOf(job);
      expect(new JobMarks(text).isOwn(job, mark)).toBe(false);
      expect(marksOfUser(home).isOwn(job, mark)).toBe(true);
    },
  );

  it('is one of this run only where the key cannot be kept', () => {
    const home = join(temporaryFolder(), 'a file');
    writeFileSync(home, '');
    const job = { id: 7, kind: 'import', spec: '{}' };
    expect(marksOfUser(home).isOwn(job, marksOfUser(home).markOf(job))).toBe(false);
  });
});
