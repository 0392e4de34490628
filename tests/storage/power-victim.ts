// Works on a library and says `ack WHAT JSON` after everything that the app has acknowledged, while a test traces its
// calls. Run by power-cut.test.ts.
import { mkdirSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { createApp } from '../../src/core/app/create-app.ts';
import { spawnChildTrainer } from '../../src/core/recommender/training/spawn-child-trainer.ts';
import { syncFile, syncFolder } from '../../src/core/storage/durable.ts';
import { createLibrary, type Library, openLibrary, restoreLibrary } from '../../src/core/storage/library.ts';
import { MIGRATIONS, migrate } from '../../src/core/storage/migrate.ts';
import { openReadWrite } from '../../src/core/storage/sqlite.ts';
import { writeState } from '../../src/main/state.ts';
import type { Method } from '../../src/shared/contract/index.ts';

const [root, files] = process.argv.slice(2);
const folder = join(root, 'a person', 'library');
const out = join(root, 'results');
const say = (what: string, value: unknown) => void writeSync(1, `ack ${what} ${JSON.stringify(value)}\n`);
const sayPlaced = (path: string) => say('placed', path);

const remember = (...recent: string[]) => {
  writeState(join(root, 'window.json'), { recent, window: { bounds: null, maximized: false, zoom: 1 } });
};

const appOf = (library: Library) => createApp({ library, spawnTrainer: spawnChildTrainer });
remember(folder);
let app = appOf(await createLibrary(folder));
say('created', folder);

const done = async ({ jobId }: { jobId: number }) => {
  const { error, result } = await app.jobs.wait(jobId);
  if (error) throw new Error(error.message.text);
  return result as Record<string, unknown>;
};
const given = (name: string) => ({ grant: app.grants.add(join(files, name)) });
const into = (name: string) => ({ grant: app.grants.add(join(out, name)) });

/** A library of an earlier version, on the disk. */
const makeOld = (at: string) => {
  mkdirSync(at);
  const db = openReadWrite(join(at, 'library.sqlite'));
  migrate(db, MIGRATIONS.slice(0, 1));
  db.transaction(() => {
    for (let song = 0; song < 2000; song++) db.run('INSERT INTO songs (song_key) VALUES (?)', `song ${song}`);
  });
  db.close();
  syncFile(join(at, 'library.sqlite'));
  for (const path of [at, root]) syncFolder(path);
  say('old', null);
};

let codes = 0;
const code = async () => {
  const { id } = (await app.call('mobility/list-scholars', { coder: 'Ana', search: '' }))[codes % 20];
  const value = { institution: codes % 2 ? 'a' : 'b', year: 1900 + (codes % 100), note: String(codes) };
  await app.call('mobility/code', { coder: 'Ana', scholarId: id, stage: 'doctorate', value });
  say('code', codes++);
};
/** Somebody codes while a job is at work. */
const whileCoding = async <T>(job: Promise<T>): Promise<T> => {
  let works = true;
  const end = () => {
    works = false;
  };
  job.then(end, end);
  while (works) {
    await code();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return job;
};

for (const name of ['institutions.csv', 'resumes.csv'])
  await done(await app.call('mobility/start-import', given(name)));
for (let n = 0; n < 5; n++) await code();
await whileCoding(app.call('import/start', { ...given('plays.tsv'), kind: 'triplets' }).then(done));
say('imported', 'plays');
await whileCoding(app.call('import/start', { ...given('sounds'), kind: 'audio' }).then(done));
say('imported', 'sounds');
await whileCoding(
  app.call('models/train', { type: 'funk-svd', name: 'first', options: { k: 4, epochs: 3 } }).then(done),
);
say('trained', 'first');
const backup = (await app.call('backups/create', {})).name;
sayPlaced(join(folder, 'backups', backup));
say('backup', codes);
const exports: [Method, string, object][] = [
  ['library/export-data', 'data', { format: 'csv' }],
  ['mobility/export', 'study', { formats: ['csv'] }],
  ['evaluation/export-split', 'split', { protocol: 'ranking', models: ['popularity'], cutoffs: [5] }],
  ['handover/export-keras', 'keras', { type: 'cnn', options: {} }],
];
for (const [method, name, more] of exports) {
  await done((await app.call(method, { ...into(name), ...more } as never)) as { jobId: number });
  sayPlaced(join(out, name));
}
const archive = await done(
  await app.call('library/export-archive', { folder: app.grants.add(out), withSpectrograms: true }),
);
sayPlaced(join(out, archive.file as string));
const copy = { folder: app.grants.add(root), name: 'copy' };
await done(
  await app.call('library/import-archive', { grant: app.grants.add(join(out, archive.file as string)), ...copy }),
);
sayPlaced(join(root, 'copy'));
await code(); // which the backup lacks
await app.close();
say('closed', null);
remember(join(root, 'copy'), folder);
say('restoring', null);
await restoreLibrary(folder, backup, new Date());
say('restored', null);
app = appOf(await openLibrary(folder));
await code();
await app.close();

const old = join(root, 'old');
makeOld(old);
const migrated = await openLibrary(old);
say('migrated', null);
migrated.close();
