import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  createWriteStream,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, join, win32 } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { pack } from 'tar-stream';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { publish } from '../../src/core/recommender/import/publish.ts';
import { exportArchive, importArchive } from '../../src/core/storage/archive.ts';
import { placeOnce } from '../../src/core/storage/placing.ts';
import { backupLibrary, listBackups } from '../../src/core/storage/backups.ts';
import {
  makeFolder,
  makeFolders,
  missingFolders,
  moveDurably,
  syncFile,
  syncFolder,
  syncTree,
  writeDurably,
} from '../../src/core/storage/durable.ts';
import { createLibrary, openLibrary, restoreLibrary } from '../../src/core/storage/library.ts';
import { libraryPaths } from '../../src/core/storage/paths.ts';
import { LIBRARY_FORMAT, MIGRATIONS, migrate } from '../../src/core/storage/migrate.ts';
import { openForeign, openReadWrite, openScratch } from '../../src/core/storage/sqlite.ts';
import { altered } from '../support/altered.ts';
import { onCleanup, ROOT, temporaryFolder } from '../support/fixtures.ts';

/** Counts what reaches the disk; Linux has it, and some containers forbid it. */
const straceWorks = spawnSync('strace', ['-o', '/dev/null', 'true']).status === 0;

/** What was brought to the disk and what was renamed, in order: a killed process cannot show what a power cut loses. */
const disk = vi.hoisted(() => ({ log: [] as string[], paths: new Map<number, string>() }));
vi.mock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>();
  return {
    ...fs,
    openSync: (file: string, ...rest: [string]) => {
      const handle = fs.openSync(file, ...rest);
      disk.paths.set(handle, String(file));
      return handle;
    },
    fsyncSync: (handle: number) => {
      disk.log.push(`sync ${disk.paths.get(handle)}`);
      fs.fsyncSync(handle);
    },
    renameSync: (from: string, to: string) => {
      disk.log.push(`rename ${from} ${to}`);
      fs.renameSync(from, to);
    },
  };
});
beforeEach(() => {
  disk.log.length = 0;
});

/** The pages that hold the songs, overwritten: SQLite opens such a file, and only a check of the whole tells. */
function damage(file: string): void {
  const db = openForeign(file);
  const pages = db.all<{ rootpage: number }>(
    "SELECT rootpage FROM sqlite_master WHERE tbl_name = 'songs' AND rootpage > 0",
  );
  db.close();
  const bytes = readFileSync(file);
  for (const { rootpage } of pages) bytes.fill(0xa5, (rootpage - 1) * 4096, rootpage * 4096);
  writeFileSync(file, bytes);
}

/** A closed library of some songs. */
async function closedLibrary(): Promise<string> {
  const folder = join(temporaryFolder(), 'library');
  const library = await createLibrary(folder);
  library.db.transaction(() => {
    for (let song = 0; song < 400; song++) library.db.run('INSERT INTO songs (song_key) VALUES (?)', `song ${song}`);
  });
  library.close();
  return folder;
}

describe('what is written is on the disk', () => {
  it('a library syncs at every transaction, keeps a log and holds its references', async () => {
    const library = await createLibrary(join(temporaryFolder(), 'library'));
    onCleanup(() => library.close());
    expect(library.db.pragma('synchronous')).toBe(2);
    expect(library.db.pragma('journal_mode')).toBe('wal');
    expect(library.db.pragma('fullfsync')).toBe(1);
    expect(() => library.db.run("INSERT INTO tracks (track_key, song_id) VALUES ('t', 999)")).toThrow(/FOREIGN KEY/);
  });

  it('a publication lowers nothing for others: between its slices and after its end writes are synced', async () => {
    const staging = join(temporaryFolder(), 'staging.sqlite');
    const scratch = openScratch(staging);
    scratch.exec(
      `CREATE TABLE tag_names (id INTEGER PRIMARY KEY, name TEXT);
       WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)
         INSERT INTO tag_names (name) SELECT 'tag ' || i FROM n`,
    );
    scratch.exec("CREATE TABLE facts (name TEXT, value TEXT); INSERT INTO facts VALUES ('staged', 'yes')");
    scratch.close();
    const library = await createLibrary(join(temporaryFolder(), 'library'));
    onCleanup(() => library.close());
    const { db, paths } = library;
    const staged = { database: staging, spectrograms: '' };
    const within: unknown[] = [];
    const between: unknown[] = [];
    const watched = altered(db, {
      transaction: <T>(work: () => T): T => {
        within.push(db.pragma('main.synchronous'));
        return db.transaction(work);
      },
    });
    let publishing = true;
    const others = (async () => {
      while (publishing) {
        between.push(db.pragma('main.synchronous'));
        await new Promise((resolve) => setImmediate(resolve));
      }
    })();
    const pushed = () => between.push(db.pragma('main.synchronous'));
    await publish({ db: watched, paths }, staged, pushed, () => 0);
    publishing = false;
    await others;
    expect(db.get('SELECT value FROM facts WHERE name = ?', 'staged')).toEqual({ value: 'yes' });
    expect(between.length).toBeGreaterThan(4);
    expect(new Set(between)).toEqual(new Set([2]));
    expect(within.at(-1)).toBe(2);
    expect(db.pragma('main.synchronous')).toBe(2);
    const stop = () => {
      throw new Error('stopped');
    };
    await expect(publish(library, staged, stop, () => 0)).rejects.toThrow('stopped');
    expect(() => db.unsyncedTransaction(stop)).toThrow('stopped');
    expect(db.pragma('main.synchronous')).toBe(2);
  });

  it.skipIf(!straceWorks)('every write acknowledged during an import has been synced before', () => {
    const folder = temporaryFolder();
    const file = join(folder, 'triplets.txt');
    const line = (i: number) => `listener ${i % 6000}\tsong ${(i * 7) % 900}\t${1 + (i % 5)}\n`;
    writeFileSync(file, Array.from({ length: 60_000 }, (_, i) => line(i)).join(''));
    const trace = join(folder, 'trace.txt');
    const calls = 'trace=fsync,fdatasync,write';
    const victim = join(ROOT, 'tests', 'storage', 'acknowledging.ts');
    const run = spawnSync(
      'strace',
      ['-f', '-qq', '-e', calls, '-s', '40', '-o', trace, process.execPath, victim, join(folder, 'library'), file],
      { encoding: 'utf8' },
    );
    expect(run.stderr).toBe('');
    expect(run.status).toBe(0);
    const [ends, phases] = [new Map<string, boolean>(), new Set<string>()];
    let [asked, synced] = [null as string | null, false];
    for (const text of readFileSync(trace, 'utf8').split('\n')) {
      const begin = /write\(\d+, "WRITE (\d+) (\w+)/.exec(text);
      if (begin) [asked, synced] = [begin[1], false];
      if (begin) phases.add(begin[2]);
      if (/f(data)?sync\(/.test(text)) synced = true;
      const end = /write\(\d+, "ACK (\d+)/.exec(text);
      if (end && end[1] === asked) ends.set(end[1], synced);
    }
    expect(ends.size).toBeGreaterThan(20);
    expect([...phases]).toContain('publishing');
    expect([...ends].filter(([, was]) => !was)).toEqual([]);
  });

  it.skipIf(process.platform === 'win32')('files and folders are synced around a rename', () => {
    const folder = temporaryFolder();
    const file = join(folder, 'a.json');
    writeDurably(file, 'whole');
    const temporary = `${file}.${process.pid}.tmp`;
    expect(disk.log).toEqual([`sync ${temporary}`, `rename ${temporary} ${file}`, `sync ${folder}`]);
    expect(readFileSync(file, 'utf8')).toBe('whole');
    disk.log.length = 0;
    syncFile(file);
    syncFolder(folder);
    expect(disk.log).toEqual([`sync ${file}`, `sync ${folder}`]);
    disk.log.length = 0;
    makeFolders(join(folder, 'a', 'b'));
    makeFolders(join(folder, 'a', 'b'));
    makeFolder(join(folder, 'c'));
    makeFolder(join(folder, 'c'));
    expect(disk.log).toEqual([`sync ${join(folder, 'a')}`, `sync ${folder}`, `sync ${folder}`]);
    disk.log.length = 0;
    moveDurably(file, join(folder, 'a', 'b', 'b.json'));
    syncTree(join(folder, 'a'));
    const [a, b, moved] = [['a'], ['a', 'b'], ['a', 'b', 'b.json']].map((path) => join(folder, ...path));
    expect(disk.log).toEqual([
      ...[`rename ${file} ${moved}`, `sync ${b}`, `sync ${folder}`],
      ...[`sync ${moved}`, `sync ${b}`, `sync ${a}`],
    ]);
  });

  it.skipIf(process.platform === 'win32')('so are archives, unpacked ones and backups', async () => {
    const folder = await closedLibrary();
    const library = await openLibrary(folder);
    onCleanup(() => library.close());
    const to = temporaryFolder();
    const file = join(to, 'x.quadrille-archive');
    const job = temporaryFolder();
    disk.log.length = 0;
    await placeOnce(job, { folder: to, name: 'x', path: () => file }, (unfinished) =>
      exportArchive(
        library.db,
        library.paths,
        unfinished,
        { name: 'x', withSpectrograms: false },
        { progress: () => {} },
      ),
    );
    const part = disk.log.findLast((line) => line.startsWith('rename'))?.split(' ')[1];
    const memory = join(job, 'output.json');
    const remembered = [
      `sync ${memory}.${process.pid}.tmp`,
      `rename ${memory}.${process.pid}.tmp ${memory}`,
      `sync ${job}`,
    ];
    // Its names are remembered before they are used.
    expect(disk.log.slice(0, 3)).toEqual(remembered);
    expect(disk.log.slice(-6)).toEqual([`sync ${part}`, ...remembered, `rename ${part} ${file}`, `sync ${to}`]);
    disk.log.length = 0;
    await importArchive(file, join(to, 'copy'), { progress: () => {} });
    const staging = join(to, '.copy.importing');
    expect(disk.log).toEqual([
      `sync ${to}`,
      `sync ${join(staging, 'library.sqlite')}`,
      `sync ${staging}`,
      `rename ${staging} ${join(to, 'copy')}`,
      `sync ${to}`,
    ]);
    disk.log.length = 0;
    const backup = await backupLibrary(library.db, library.paths.backups, new Date());
    // The file itself is synced by the worker that checks it.
    const { backups } = library.paths;
    expect(disk.log).toEqual([`sync ${folder}`, `rename ${backup}.tmp ${backup}`, `sync ${backups}`]);
  });

  it('the worker that checks a copy syncs it', async () => {
    const file = join(await closedLibrary(), 'library.sqlite');
    disk.log.length = 0;
    const answers: unknown[] = [];
    vi.doMock('node:worker_threads', () => ({
      parentPort: { postMessage: (message: unknown) => answers.push(message), close: () => {} },
      workerData: { file, cancelFlag: new Int32Array(1) },
    }));
    await import('../../src/core/storage/check-worker.ts');
    await vi.waitFor(() => expect(answers).toEqual([{ type: 'done', result: 'ok' }]));
    vi.doUnmock('node:worker_threads');
    expect(disk.log).toEqual([`sync ${file}`]);
  });
});

describe('the folders that a new one needs', () => {
  it.each([
    ['Z:\\a\\b\\c', ['Z:\\a\\b\\c', 'Z:\\a\\b']],
    ['Z:\\a', []],
    ['Q:\\a\\b', ['Q:\\a\\b', 'Q:\\a']],
    ['\\\\server\\share\\a', ['\\\\server\\share\\a']],
  ])('%s on Windows', (folder, missing) => {
    const there = (at: string) => 'Z:\\a'.startsWith(at);
    expect(missingFolders(folder, there, win32)).toEqual(missing);
  });
});

describe('what is kept is looked at', () => {
  it('a new backup', async () => {
    const folder = await closedLibrary();
    const library = await openLibrary(folder);
    onCleanup(() => library.close());
    const spoilt = altered(library.db, {
      backup: async (to) => {
        await library.db.backup(to);
        damage(to);
      },
    });
    const { backups } = library.paths;
    await expect(backupLibrary(spoilt, backups, new Date())).rejects.toMatchObject({ code: 'library-damaged' });
    expect(readdirSync(backups)).toEqual([]);
  });

  it('a backup that is to take the place of the library', async () => {
    const folder = await closedLibrary();
    const library = await openLibrary(folder);
    const backup = await backupLibrary(library.db, library.paths.backups, new Date());
    library.close();
    damage(backup);
    const before = readFileSync(libraryPaths(folder).database);
    await expect(restoreLibrary(folder, basename(backup), new Date())).rejects.toMatchObject({
      code: 'library-damaged',
    });
    expect(readFileSync(libraryPaths(folder).database).equals(before)).toBe(true);
    expect(existsSync(join(folder, 'set-aside'))).toBe(false);
  });

  it('a library whose process went without closing it, and only such a one', async () => {
    const folder = await closedLibrary();
    const library = await openLibrary(folder);
    library.db.transaction(() => library.db.run("INSERT INTO facts VALUES ('x', 'y')"));
    const copy = join(temporaryFolder(), 'copy');
    cpSync(folder, copy, { recursive: true, filter: (source) => !source.endsWith('-shm') });
    library.close();
    const { database } = libraryPaths(copy);
    expect(statSync(`${database}-wal`).size).toBeGreaterThan(0);
    damage(database);
    await expect(openLibrary(copy)).rejects.toMatchObject({ code: 'library-damaged' });
    damage(libraryPaths(folder).database);
    (await openLibrary(folder)).close();
  });

  it('a library that was seen damaged while it was open', async () => {
    const folder = await closedLibrary();
    const { database, suspect } = libraryPaths(folder);
    writeFileSync(suspect, '');
    (await openLibrary(folder)).close();
    expect(existsSync(suspect)).toBe(false);
    writeFileSync(suspect, '');
    damage(database);
    await expect(openLibrary(folder)).rejects.toMatchObject({ code: 'library-damaged' });
    expect(existsSync(suspect)).toBe(true);
  });

  it('an archive: its length, each checksum, and the database', async () => {
    const folder = await closedLibrary();
    const { database } = libraryPaths(folder);
    const hashOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
    const archive = async (bytes: Buffer, hash = hashOf(bytes), said = bytes.length) => {
      const file = join(temporaryFolder(), 'x.quadrille-archive');
      const tar = pack();
      const manifest = { quadrille: 'archive', version: 1, libraryFormat: LIBRARY_FORMAT, name: 'x', bytes: said };
      tar.entry({ name: 'manifest.json' }, JSON.stringify(manifest));
      tar.entry({ name: 'library.sqlite' }, bytes);
      tar.entry({ name: 'checksums.json' }, JSON.stringify({ 'library.sqlite': hash }));
      tar.finalize();
      await pipeline(tar, createGzip(), createWriteStream(file));
      return file;
    };
    const target = join(temporaryFolder(), 'copy');
    const unpack = (file: string) => importArchive(file, target, { progress: () => {} });
    const sound = readFileSync(database);
    await expect(unpack(await archive(sound, 'f'.repeat(64)))).rejects.toMatchObject({ code: 'bad-input' });
    const longer = await archive(sound, hashOf(sound), sound.length - 1);
    await expect(unpack(longer)).rejects.toMatchObject({ code: 'bad-input' });
    damage(database);
    await expect(unpack(await archive(readFileSync(database)))).rejects.toMatchObject({ code: 'bad-input' });
    expect(existsSync(target)).toBe(false);
    expect(await unpack(await archive(sound))).toEqual({ name: 'x', folder: target });
  });
});

describe('a library', () => {
  it('has one owner at a time', async () => {
    const folder = await closedLibrary();
    const library = await openLibrary(folder);
    await expect(openLibrary(folder)).rejects.toMatchObject({ code: 'library-locked' });
    await expect(restoreLibrary(folder, 'any', new Date())).rejects.toMatchObject({ code: 'library-locked' });
    library.close();
    (await openLibrary(folder)).close();
  });

  it.skipIf(process.platform === 'win32')('whose folder was taken away takes no write', async () => {
    const folder = await closedLibrary();
    const library = await openLibrary(folder);
    onCleanup(() => library.close());
    const write = () => library.db.transaction(() => library.db.run("INSERT INTO facts VALUES ('x', 'y')"));
    renameSync(folder, `${folder}-elsewhere`);
    expect(write).toThrow(expect.objectContaining({ code: 'library-gone' }));
    renameSync(`${folder}-elsewhere`, folder);
    expect(write().changes).toBe(1);
  });

  it('of a newer format is left alone', async () => {
    const folder = await closedLibrary();
    const library = await openLibrary(folder);
    library.db.pragma(`user_version = ${LIBRARY_FORMAT + 10}`);
    library.close();
    await expect(openLibrary(folder)).rejects.toMatchObject({ code: 'library-newer' });
  });
});

describe('a migration', () => {
  it('changes the format inside its transaction: cut off between the two, nothing of it stays', () => {
    const db = openReadWrite(join(temporaryFolder(), 'x.sqlite'));
    onCleanup(() => db.close());
    const cut = altered(db, {
      pragma: (statement) => {
        if (statement.startsWith('user_version =')) throw new Error('power cut');
        return db.pragma(statement);
      },
    });
    expect(() => migrate(cut)).toThrow('power cut');
    expect(db.all("SELECT name FROM sqlite_master WHERE type = 'table'")).toEqual([]);
    migrate(db);
    expect(db.pragma('user_version')).toBe(LIBRARY_FORMAT);
  });

  it('of an older library is preceded by a backup in the older format', async () => {
    const folder = join(temporaryFolder(), 'library');
    const { database, backups } = libraryPaths(folder);
    (await createLibrary(folder)).close();
    rmSync(database);
    const old = openReadWrite(database);
    migrate(old, MIGRATIONS.slice(0, 1));
    old.close();
    (await openLibrary(folder)).close();
    const made = listBackups(backups);
    expect(made.length).toBe(1);
    const copy = openForeign(join(backups, made[0].name));
    onCleanup(() => copy.close());
    expect(copy.get('PRAGMA user_version')).toEqual({ user_version: MIGRATIONS[0].version });
  });
});

describe('backups', () => {
  it('three of today are kept and the last one of each day before', async () => {
    const library = await createLibrary(join(temporaryFolder(), 'library'));
    onCleanup(() => library.close());
    const { backups } = library.paths;
    const at = (day: number, hour: number) => new Date(Date.UTC(2026, 2, day, hour));
    for (const [day, hour] of [
      [4, 8],
      [4, 20],
      [5, 8],
      [5, 9],
      [5, 10],
      [5, 11],
      [5, 12],
    ])
      await backupLibrary(library.db, backups, at(day, hour));
    expect(listBackups(backups).map(({ madeAt }) => madeAt)).toEqual(
      [at(5, 12), at(5, 11), at(5, 10), at(4, 20)].map((time) => time.toISOString()),
    );
  });
});
