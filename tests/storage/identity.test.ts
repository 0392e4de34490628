import { copyFileSync, existsSync, readdirSync, readFileSync, renameSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { LibraryHost } from '../../src/core/app/library-host.ts';
import { spawnChildTrainer as spawnTrainer } from '../../src/core/recommender/training/spawn-child-trainer.ts';
import { backupLibrary, listBackups } from '../../src/core/storage/backups.ts';
import { APPLICATION_ID } from '../../src/core/storage/identity.ts';
import { createLibrary, openLibrary, restoreLibrary } from '../../src/core/storage/library.ts';
import { libraryPaths } from '../../src/core/storage/paths.ts';
import { LIBRARY_FORMAT, MIGRATIONS, migrate } from '../../src/core/storage/migrate.ts';
import { openReadWrite } from '../../src/core/storage/sqlite.ts';
import { onCleanup, temporaryFolder } from '../support/fixtures.ts';
import { telling } from '../support/messages.ts';

/** A closed library with one name in it, and so many backups. */
async function closedLibrary(backups = 0): Promise<string> {
  const folder = join(temporaryFolder(), 'library');
  const library = await createLibrary(folder);
  library.db.transaction(() => library.db.run("INSERT INTO facts VALUES ('name', 'Mine')"));
  for (let day = 1; day <= backups; day++)
    await backupLibrary(library.db, library.paths.backups, new Date(Date.UTC(2026, 0, day)));
  library.close();
  return folder;
}

function alter(file: string, ...statements: string[]): void {
  const db = openReadWrite(file);
  for (const statement of statements) db.exec(statement);
  db.close();
}

/** As a power cut leaves a database in the midst of a change: some pages are new, the old ones wait in its journal. */
function cutOff(file: string, begin: string, insert: string): void {
  const db = new Database(file);
  db.exec(begin);
  db.pragma('journal_mode = DELETE');
  db.pragma('cache_size = 1');
  db.exec('BEGIN');
  const more = db.prepare(insert);
  for (let n = 0; n < 400; n++) more.run(`more ${n}`, 'x'.repeat(2000));
  const ends = ['', '-journal'];
  for (const end of ends) copyFileSync(`${file}${end}`, `${file}.cut${end}`);
  db.exec('ROLLBACK');
  db.close();
  for (const end of ends) renameSync(`${file}.cut${end}`, `${file}${end}`);
}

const open = (folder: string) => openLibrary(folder).then((library) => library.close());

describe('a file that is there is a library, or is left alone', () => {
  it('cut to nothing is damage: nothing takes its place, its backups stay, and one is restored', async () => {
    const folder = await closedLibrary(3);
    const { database, backups } = libraryPaths(folder);
    truncateSync(database, 0);
    const before = readdirSync(backups);
    const host = await LibraryHost.open({ folder, create: true, spawnTrainer, automaticBackups: true });
    onCleanup(() => host.close());
    expect(host.problem).toMatchObject({ code: 'library-damaged' });
    expect(readFileSync(database).length).toBe(0);
    expect(readdirSync(backups)).toEqual(before);
    await expect(createLibrary(folder)).rejects.toMatchObject({ code: 'conflict' });
    const [{ name }] = listBackups(backups);
    await (host.handlers.get('backups/restore') as (input: unknown) => Promise<unknown>)({ name });
    expect(host.problem).toBeNull();
    expect((await host.app?.call('app/info', {}))?.libraryName).toBe('Mine');
  });

  it('so is one without its tables, or without its format', async () => {
    const [tables, format, nothing] = [await closedLibrary(), await closedLibrary(), await closedLibrary()];
    alter(libraryPaths(tables).database, 'DROP TABLE facts');
    alter(libraryPaths(format).database, 'PRAGMA user_version = 0');
    writeFileSync(libraryPaths(nothing).database, '');
    alter(libraryPaths(nothing).database); // SQLite writes a page without tables
    for (const folder of [tables, format, nothing])
      await expect(open(folder)).rejects.toMatchObject({ code: 'library-damaged' });
  });

  it.each([
    ['with tables of its own', 'CREATE TABLE books (id, title)'],
    ['with its own application id', 'CREATE TABLE songs (id)', 'PRAGMA application_id = 252006674'],
    ['with a format of its own', 'CREATE TABLE jobs (id)', 'PRAGMA user_version = 20'],
  ])("another program's, %s, is refused and not touched", async (_, ...statements) => {
    const folder = temporaryFolder();
    const file = join(folder, 'library.sqlite');
    alter(file, ...statements, 'PRAGMA journal_mode = DELETE');
    const before = readFileSync(file);
    await expect(open(folder)).rejects.toMatchObject(telling('library.not-ours'));
    expect(readFileSync(file).equals(before)).toBe(true);
    expect(readdirSync(folder)).toEqual(['library.sqlite']);
  });

  it('that a power cut left with a journal is opened as it was before', async () => {
    const folder = await closedLibrary();
    cutOff(libraryPaths(folder).database, '', 'INSERT INTO facts VALUES (?, ?)');
    const facts = openLibrary(folder).then((library) => {
      onCleanup(() => library.close());
      return library.db.all("SELECT value FROM facts WHERE name = 'name' OR name LIKE 'more %'");
    });
    await expect(facts).resolves.toEqual([{ value: 'Mine' }]);
  });

  it.skipIf(process.platform === 'win32')(
    'that was left with a journal is not copied to see whose it is, unless it is of before',
    async () => {
      const [folder, old] = [await closedLibrary(), await closedLibrary()];
      const insert = 'INSERT INTO facts VALUES (?, ?)';
      cutOff(libraryPaths(folder).database, '', insert);
      cutOff(libraryPaths(old).database, 'PRAGMA application_id = 0', insert);
      vi.stubEnv('TMPDIR', join(folder, 'nowhere'));
      onTestFinished(() => void vi.unstubAllEnvs());
      await expect(open(folder)).resolves.toBeUndefined();
      await expect(open(old)).rejects.toThrow(/nowhere/);
    },
  );

  it('of another program, left with a journal, is refused and stays as it is, and so does its journal', async () => {
    const folder = temporaryFolder();
    const { database } = libraryPaths(folder);
    cutOff(database, 'CREATE TABLE theirs (a, b)', 'INSERT INTO theirs VALUES (?, ?)');
    const bytes = () => ['', '-journal'].map((end) => readFileSync(`${database}${end}`));
    const before = bytes();
    await expect(open(folder)).rejects.toMatchObject({ code: 'bad-input' });
    expect(bytes()).toEqual(before);
    expect(readdirSync(folder)).toHaveLength(2);
  });

  it('carries our application id; one of before gets it, and nothing else changes', async () => {
    const folder = await closedLibrary();
    const { database } = libraryPaths(folder);
    expect(readFileSync(database).readUInt32BE(68)).toBe(APPLICATION_ID);
    alter(database, 'PRAGMA application_id = 0');
    const library = await openLibrary(folder);
    expect(library.db.pragma('application_id')).toBe(APPLICATION_ID);
    expect(library.db.get("SELECT value FROM facts WHERE name = 'name'")).toEqual({ value: 'Mine' });
    expect(library.db.pragma('user_version')).toBe(LIBRARY_FORMAT);
    library.close();
    const old = join(temporaryFolder(), 'library.sqlite');
    const db = openReadWrite(old);
    migrate(db, MIGRATIONS.slice(0, 1));
    db.pragma('application_id = 0');
    db.close();
    await open(join(old, '..'));
    expect(readFileSync(old).readUInt32BE(68)).toBe(APPLICATION_ID);
  });
});

describe('a backup', () => {
  it('that is empty is neither offered nor counted, and is never restored', async () => {
    const folder = await closedLibrary(10);
    const { backups, database } = libraryPaths(folder);
    const empty = 'library-2026-02-01T10-00-00.000Z.sqlite';
    writeFileSync(join(backups, empty), '');
    expect(listBackups(backups).map(({ name }) => name)).not.toContain(empty);
    const before = readFileSync(database);
    await expect(restoreLibrary(folder, empty, new Date())).rejects.toMatchObject({ code: 'library-damaged' });
    expect(readFileSync(database).equals(before)).toBe(true);
    expect(existsSync(join(folder, 'set-aside'))).toBe(false);
  });

  it.each([
    ['of a newer version', 'library-newer', `PRAGMA user_version = ${LIBRARY_FORMAT + 10}`],
    ['without our tables', 'library-damaged', 'DROP TABLE facts'],
    ['with a changed table', 'bad-input', 'ALTER TABLE facts ADD COLUMN more'],
    ['of another program', 'library-damaged', 'PRAGMA application_id = 7'],
  ])('%s is refused before anything is moved', async (_, code, statement) => {
    const folder = await closedLibrary(1);
    const { backups, database } = libraryPaths(folder);
    const [{ name }] = listBackups(backups);
    alter(join(backups, name), statement, 'PRAGMA journal_mode = DELETE');
    const before = readFileSync(database);
    await expect(restoreLibrary(folder, name, new Date())).rejects.toMatchObject({ code });
    expect(readFileSync(database).equals(before)).toBe(true);
    expect(readdirSync(folder).filter((file) => /set-aside|restoring/.test(file))).toEqual([]);
  });

  it('is not made of what is no library', async () => {
    const folder = await closedLibrary(2);
    const { backups } = libraryPaths(folder);
    const library = await openLibrary(folder);
    onCleanup(() => library.close());
    library.db.exec('DROP TABLE facts');
    const before = readdirSync(backups);
    await expect(backupLibrary(library.db, backups, new Date())).rejects.toMatchObject({ code: 'library-damaged' });
    expect(readdirSync(backups)).toEqual(before);
  });
});

describe('a library is created once', () => {
  it('one that was moved away is missing, whoever asks again', async () => {
    const folder = join(temporaryFolder(), 'mine');
    const host = await LibraryHost.open({ folder, create: true, spawnTrainer });
    onCleanup(() => host.close());
    expect(host.problem).toBeNull();
    const restore = host.app?.call('backups/create', {}).then(({ name }) => {
      renameSync(folder, `${folder}-moved`);
      return host.app?.call('backups/restore', { name });
    });
    await expect(restore).rejects.toThrow();
    expect(host.problem).toMatchObject({ code: 'not-found' });
    const retry = host.handlers.get('app/retry-opening') as (input: unknown) => Promise<{ error: unknown }>;
    expect((await retry({})).error).toMatchObject({ code: 'not-found' });
    expect(existsSync(folder)).toBe(false);
    renameSync(`${folder}-moved`, folder);
    expect((await retry({})).error).toBeNull();
  });

  it('a creation that was cut off is made again', async () => {
    const folder = temporaryFolder();
    const creating = ['', '-wal', '-shm', '-journal'].map((end) => `library.sqlite.creating${end}`);
    for (const name of ['lock.sqlite', 'lock.json', '.write-test-7', ...creating])
      writeFileSync(join(folder, name), '');
    await expect(createLibrary(folder).then((made) => made.close())).resolves.toBeUndefined();
    const library = await openLibrary(folder);
    onCleanup(() => library.close());
    expect(library.db.pragma('user_version')).toBe(LIBRARY_FORMAT);
    expect(readdirSync(folder).filter((name) => name.includes('creating'))).toEqual([]);
  });
});

describe('opening is one queue', () => {
  it('two attempts at once open a library once, and both hear that it is open', async () => {
    const folder = await closedLibrary();
    renameSync(folder, `${folder}-away`);
    const host = await LibraryHost.open({ folder, create: false, spawnTrainer });
    onCleanup(() => host.close());
    expect(host.problem).toMatchObject({ code: 'not-found' });
    renameSync(`${folder}-away`, folder);
    let replaced = 0;
    host.onReplaced(() => void replaced++);
    const retry = host.handlers.get('app/retry-opening') as (input: unknown) => Promise<{ error: unknown }>;
    const answers = await Promise.all([retry({}), retry({}), retry({})]);
    expect(answers.map(({ error }) => error)).toEqual([null, null, null]);
    expect(host.problem).toBeNull();
    expect(replaced).toBe(1);
    expect((await host.app?.call('app/info', {}))?.libraryName).toBe('Mine');
    await host.close();
    await open(folder);
  });

  it('an attempt while the host closes opens nothing', async () => {
    const folder = await closedLibrary();
    renameSync(folder, `${folder}-away`);
    const host = await LibraryHost.open({ folder, create: false, spawnTrainer });
    renameSync(`${folder}-away`, folder);
    const retry = host.handlers.get('app/retry-opening') as (input: unknown) => Promise<unknown>;
    await Promise.all([host.close(), retry({})]);
    expect(host.app).toBeNull();
    await open(folder);
  });
});
