import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createApp } from '../../src/core/app/create-app.ts';
import { backUpIfDue } from '../../src/core/app/automatic-backup.ts';
import { LibraryHost } from '../../src/core/app/library-host.ts';
import { spawnChildTrainer } from '../../src/core/recommender/training/spawn-child-trainer.ts';
import { backupLibrary, listBackups } from '../../src/core/storage/backups.ts';
import { createLibrary, openLibrary, restoreLibrary } from '../../src/core/storage/library.ts';
import { libraryPaths } from '../../src/core/storage/paths.ts';
import { openForeign } from '../../src/core/storage/sqlite.ts';
import {
  assertLocal,
  fileSystemOf,
  isNetworkSystem,
  parseMountCommand,
  parseProcMounts,
  syncServiceHere,
  syncServiceOf,
} from '../../src/core/storage/place.ts';
import { finish, freshApp, importFile, onCleanup, ROOT, temporaryFolder } from '../support/fixtures.ts';

const spawnTrainer = spawnChildTrainer;

function triplets(listeners = 500): string {
  const file = join(temporaryFolder(), 't.txt');
  writeFileSync(
    file,
    Array.from({ length: listeners * 10 }, (_, i) => `u${i % listeners}\ts${(i * 7) % 900}\t${1 + (i % 5)}\n`).join(''),
  );
  return file;
}

async function filled(folder = join(temporaryFolder(), 'library')): Promise<string> {
  const app = createApp({ library: await createLibrary(folder), spawnTrainer });
  await importFile(app, 'triplets', triplets());
  await app.call('backups/create', {});
  await app.close();
  return folder;
}

/** Says `never` if a promise hangs, before the test's own limit strikes. */
function soon<T>(promise: Promise<T>): Promise<T | 'never'> {
  return Promise.race([promise, new Promise<'never'>((resolve) => setTimeout(resolve, 20_000, 'never').unref())]);
}

/** Writes noise over the pages that hold the songs of a closed library. */
function damage(folder: string): void {
  const file = join(folder, 'library.sqlite');
  const db = openForeign(file);
  const roots = db
    .all<{ rootpage: number }>("SELECT rootpage FROM sqlite_master WHERE tbl_name = 'songs' AND rootpage > 0")
    .map(({ rootpage }) => rootpage);
  db.close();
  const handle = openSync(file, 'r+');
  for (const page of roots) writeSync(handle, Buffer.alloc(4096, 0xa5), 0, 4096, (page - 1) * 4096);
  closeSync(handle);
}

describe('a damaged library', () => {
  it('is told when read, checked at the next opening, a backup takes its place, the damaged file is kept', async () => {
    const folder = await filled();
    damage(folder);
    const host = await LibraryHost.open({ folder, create: false, spawnTrainer });
    onCleanup(() => host.close());
    expect(host.problem, 'nothing has looked at those pages yet').toBeNull();
    const read = host.app?.call('library/list-songs', {});
    await expect(read).rejects.toSatisfy((error: { code?: string }) => /SQLITE_CORRUPT/.test(error.code ?? ''));
    await host.close();

    const again = await LibraryHost.open({ folder, create: false, spawnTrainer });
    onCleanup(() => again.close());
    expect(again.problem).toMatchObject({
      code: 'library-damaged',
      message: { text: expect.stringMatching(/Restore a backup/) },
    });
    const ask = (method: string, input: unknown = {}) =>
      (again.handlers.get(method) as (input: unknown) => unknown)(input) as never;
    expect(() => ask('library/list-songs')).toThrow(/damaged/);
    const [backup] = (await ask('backups/list')) as { name: string }[];
    let replaced = 0;
    again.onReplaced(() => void replaced++);
    const { movedAside } = (await ask('backups/restore', { name: backup.name })) as { movedAside: string };
    expect(replaced).toBe(1);
    expect(again.problem).toBeNull();
    expect((await again.app?.call('app/info', {}))?.counts).toMatchObject({ listeners: 500 });
    expect(existsSync(join(folder, movedAside, 'library.sqlite'))).toBe(true);
    const log = await again.app?.call('app/get-log', { limit: 50 });
    expect(log?.some(({ level, what }) => level === 'error' && /damaged|malformed/.test(what))).toBe(true);
  });

  it('without a sound backup stays as it is', async () => {
    const folder = await filled();
    damage(folder);
    writeFileSync(libraryPaths(folder).suspect, '');
    const { backups } = libraryPaths(folder);
    for (const name of readdirSync(backups)) writeFileSync(join(backups, name), Buffer.alloc(9000, 1));
    const before = readFileSync(join(folder, 'library.sqlite'));
    const [{ name }] = listBackups(backups);
    await expect(restoreLibrary(folder, name, new Date())).rejects.toThrow(/not a database|damaged/);
    await expect(restoreLibrary(folder, '../../../etc/passwd', new Date())).rejects.toThrow(/no backup/);
    expect(readFileSync(join(folder, 'library.sqlite')).equals(before)).toBe(true);
    await expect(openLibrary(folder)).rejects.toMatchObject({ code: 'library-damaged' });
  });

  it('a restore that was cut off after the old file was moved is finished at the next opening', async () => {
    const folder = await filled();
    renameSync(join(folder, 'library.sqlite'), join(folder, 'library.sqlite.restoring'));
    const opened = await openLibrary(folder);
    expect(opened.db.get('SELECT count(*) AS n FROM listeners')).toEqual({ n: 500 });
    opened.close();
    writeFileSync(join(folder, 'library.sqlite.restoring'), 'half a copy');
    (await openLibrary(folder)).close();
    expect(existsSync(join(folder, 'library.sqlite.restoring'))).toBe(false);
  });

  it('is restored from an open app too, which then serves the backup', async () => {
    const folder = await filled();
    const host = await LibraryHost.open({ folder, create: false, spawnTrainer });
    onCleanup(() => host.close());
    await host.app?.call('library/rename', { name: 'After' });
    const [{ name }] = (await host.app?.call('backups/list', {})) ?? [];
    await host.app?.call('backups/restore', { name });
    expect((await host.app?.call('app/info', {}))?.libraryName).not.toBe('After');
    expect(readdirSync(join(folder, 'set-aside')).length).toBe(1);
  });
});

describe('a disk', () => {
  const mountable =
    process.platform === 'linux' &&
    spawnSync('sh', [
      '-c',
      'd=$(mktemp -d) && mount -t tmpfs -o size=1m none "$d" && umount "$d"; s=$?; rmdir "$d"; exit $s',
    ]).status === 0;
  if (!mountable)
    process.stderr.write(
      'quadrille: file systems cannot be mounted here: the tests of a full and of a removed disk are skipped\n',
    );

  function small(megabytes: number): string {
    const folder = temporaryFolder();
    expect(spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'none', folder]).status).toBe(0);
    onCleanup(() => void spawnSync('umount', ['-l', folder]));
    return folder;
  }

  it.skipIf(!mountable)(
    'that is full stops the job with a message, keeps what was there, and the job resumes when there is room',
    async () => {
      const disk = small(8);
      const app = await freshApp(join(disk, 'library'));
      await importFile(app, 'triplets', triplets(50));
      const before = (await app.call('app/info', {})).counts;
      writeFileSync(join(disk, 'ballast'), Buffer.alloc(4 * 2 ** 20));
      const big = triplets(90_000);
      const { jobId } = await app.call('import/start', { grant: app.grants.add(big), kind: 'triplets' });
      await expect(finish(app, jobId)).rejects.toMatchObject({
        code: 'disk-full',
        message: expect.stringMatching(/disk is full.*resume/),
      });
      expect((await app.call('app/info', {})).counts).toEqual(before);
      expect(app.library.db.pragma('integrity_check')).toBe('ok');
      await expect(
        app
          .call('backups/create', {})
          .then(() => app.call('backups/create', {}))
          .then(() => app.call('backups/create', {})),
      ).resolves.toBeDefined();
      rmSync(join(disk, 'ballast'));
      expect(spawnSync('mount', ['-o', 'remount,size=200m', disk]).status).toBe(0);
      await app.call('jobs/resume', { id: jobId });
      await finish(app, jobId);
      expect((await app.call('app/info', {})).counts.listeners).toBe(90_000);
    },
  );

  it.skipIf(!mountable)('that was pulled out: nothing is acknowledged that is not on it', async () => {
    const disk = small(20);
    const app = await freshApp(join(disk, 'library'));
    await importFile(app, 'triplets', triplets(50));
    expect(spawnSync('umount', ['-l', disk]).status).toBe(0);
    await expect(app.call('library/rename', { name: 'Lost' })).rejects.toMatchObject({
      code: 'library-gone',
      message: expect.stringMatching(/no longer where it was.*Bring it back/),
    });
  });

  it('from which the folder was taken away refuses writes too', async () => {
    const parent = temporaryFolder();
    const app = await freshApp(join(parent, 'library'));
    renameSync(join(parent, 'library'), join(parent, 'elsewhere'));
    await expect(app.call('library/rename', { name: 'Lost' })).rejects.toMatchObject({ code: 'library-gone' });
    renameSync(join(parent, 'elsewhere'), join(parent, 'library'));
    await app.call('library/rename', { name: 'Found' });
    expect((await app.call('app/info', {})).libraryName).toBe('Found');
  });

  it('taken away while a job runs: the job ends, the app closes, and the folder can be opened again', async () => {
    const parent = temporaryFolder();
    const folder = join(parent, 'library');
    const app = createApp({ library: await createLibrary(folder), spawnTrainer });
    const { jobId } = await app.call('import/start', { grant: app.grants.add(triplets(40_000)), kind: 'triplets' });
    renameSync(folder, join(parent, 'away'));
    const job = await soon(app.jobs.wait(jobId));
    expect(job).toMatchObject({ state: 'failed', error: { code: expect.stringMatching(/library-gone|not-found/) } });
    expect(await soon(app.close())).toBeUndefined();
    renameSync(join(parent, 'away'), folder);
    const again = createApp({ library: await openLibrary(folder), spawnTrainer });
    onCleanup(() => again.close());
    expect(again.jobs.get(jobId).state).toBe('interrupted');
    await again.call('jobs/resume', { id: jobId });
    await finish(again, jobId);
    expect((await again.call('app/info', {})).counts.listeners).toBe(40_000);
  });

  it.skipIf(!mountable)('full to its last byte in mid-job: the job ends, and the library closes', async () => {
    const disk = small(12);
    const app = createApp({ library: await createLibrary(join(disk, 'library')), spawnTrainer });
    app.library.db.pragma('wal_checkpoint(TRUNCATE)');
    const { jobId } = await app.call('import/start', { grant: app.grants.add(triplets(90_000)), kind: 'triplets' });
    const ballast = openSync(join(disk, 'ballast'), 'w');
    const fill = setInterval(() => {
      try {
        for (;;) writeSync(ballast, Buffer.alloc(4096));
      } catch {
        // Full; again in a moment, since the job gives room back.
      }
    }, 5);
    const job = await soon(app.jobs.wait(jobId));
    expect(job).toMatchObject({ state: 'failed', error: { code: 'disk-full' } });
    expect(await soon(app.close())).toBeUndefined();
    clearInterval(fill);
    closeSync(ballast);
  });

  it.skipIf(process.platform === 'win32')('that may only be read refuses the library with what to do', async () => {
    const folder = await filled();
    const nobody = 65_534;
    chmodSync(join(folder, '..'), 0o755);
    spawnSync('chmod', ['-R', 'a-w,a+rX', folder]);
    onCleanup(() => void spawnSync('chmod', ['-R', 'u+w', folder]));
    const script =
      `const { openLibrary } = await ` +
      `import(${JSON.stringify(join(ROOT, 'src/core/storage/library.ts'))}); await ` +
      `openLibrary(${JSON.stringify(folder)}).catch((e) => console.log(e.code, e.message));`;
    const asRoot = process.getuid?.() === 0;
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
      encoding: 'utf8',
      cwd: '/',
      ...(asRoot ? { uid: nobody, gid: nobody, env: { ...process.env, HOME: '/' } } : {}),
    });
    expect(stdout, stderr).toMatch(/bad-input .*may not be written to.*copy the library/);
  });
});

describe('automatic backups', () => {
  const day = (n: number, hour = 12) => new Date(Date.UTC(2026, 5, n, hour));

  it('are made where something changed and the newest is old, and not otherwise', async () => {
    const app = await freshApp();
    const { library } = app;
    const changes = () => Number(library.db.get<{ n: number }>('SELECT total_changes() AS n')?.n);
    await backUpIfDue(library, new Date(), changes());
    expect(listBackups(library.paths.backups), 'an empty library needs none').toEqual([]);
    await importFile(app, 'triplets', triplets(20));
    const start = new Date();
    await backUpIfDue(library, start, 0);
    expect(listBackups(library.paths.backups).length).toBe(1);
    await backUpIfDue(library, new Date(start.getTime() + 3_600_000), 0);
    expect(listBackups(library.paths.backups).length, 'one hour later').toBe(1);
    await backUpIfDue(library, new Date(start.getTime() + 5 * 3_600_000), changes());
    expect(listBackups(library.paths.backups).length, 'nothing changed since').toBe(1);
    await backUpIfDue(library, new Date(start.getTime() + 5 * 3_600_000), 0);
    expect(listBackups(library.paths.backups).length).toBe(2);
  });

  it('asked for twice at once are made one after the other', async () => {
    const app = await freshApp();
    await importFile(app, 'triplets', triplets(20));
    const made = await Promise.all([
      app.call('backups/create', {}),
      app.call('backups/create', {}),
      backUpIfDue(app.library, new Date(), 0),
    ]);
    expect(made[0].name).not.toBe(made[1].name);
    for (const { bytes } of await app.call('backups/list', {})) expect(bytes).toBeGreaterThan(10_000);
  });

  it('survive a clock that was set back: the newest is never the one that goes', async () => {
    const library = await createLibrary(join(temporaryFolder(), 'library'));
    onCleanup(() => library.close());
    const { backups } = library.paths;
    for (let n = 1; n <= 12; n++) await backupLibrary(library.db, backups, day(n + 10));
    const made = await backupLibrary(library.db, backups, day(1));
    expect(existsSync(made)).toBe(true);
    expect(listBackups(backups).length).toBe(10);
    await backupLibrary(library.db, backups, day(1, 13));
    await backupLibrary(library.db, backups, day(1, 14));
    await backupLibrary(library.db, backups, day(1, 15));
    expect(listBackups(backups).filter(({ madeAt }) => madeAt.startsWith('2026-06-01')).length).toBeLessThanOrEqual(3);
    expect(listBackups(backups).some(({ madeAt }) => madeAt === '2026-06-01T15:00:00.000Z')).toBe(true);
  });

  it('and jobs that end before they began, by that clock, still end', async () => {
    let now = Date.UTC(2026, 5, 2);
    const app = createApp({
      library: await createLibrary(join(temporaryFolder(), 'library')),
      spawnTrainer,
      clock: () => new Date((now -= 60_000)),
    });
    onCleanup(() => app.close());
    const result = await importFile(app, 'triplets', triplets(20));
    expect(result.imported).toBe(200);
    expect(result.seconds).toBeGreaterThanOrEqual(0);
    expect(app.jobs.list(1)[0].state).toBe('done');
  });
});

describe('where a library lies', () => {
  it.each([
    ['nfs4', true],
    ['cifs', true],
    ['smbfs', true],
    ['fuse.sshfs', true],
    ['9p', true],
    ['ext4', false],
    ['apfs', false],
    ['fuse.ntfs-3g', false],
    ['tmpfs', false],
  ])('%s on the network: %s', (kind, network) => {
    expect(isNetworkSystem(kind)).toBe(network);
  });

  it('is found by the longest mount point, with blanks in names', () => {
    const mounts = parseProcMounts(
      '/dev/sda1 / ext4 rw 0 0\nserver:/x /home/ana/My\\040share nfs4 rw 0 0\nnone /home/ana tmpfs rw 0 0\n',
    );
    expect(fileSystemOf('/home/ana/My share/library', mounts)).toBe('nfs4');
    expect(fileSystemOf('/home/ana/My shared', mounts)).toBe('tmpfs');
    expect(fileSystemOf('/opt', mounts)).toBe('ext4');
    const mac = parseMountCommand(
      '/dev/disk3s1 on / (apfs, local)\n//ana@host/share on /Volumes/Team share (smbfs, nodev, nosuid)\n',
    );
    expect(fileSystemOf('/Volumes/Team share/x', mac)).toBe('smbfs');
    expect(fileSystemOf('/Users/ana', mac)).toBe('apfs');
  });

  it.skipIf(process.platform === 'win32')('is refused on a network drive, before anything is made there', () => {
    const folder = temporaryFolder();
    expect(() => assertLocal(join(folder, 'library'), [['/', 'ext4']])).not.toThrow();
    expect(() =>
      assertLocal(join(folder, 'library'), [
        ['/', 'ext4'],
        [realpathSync(folder), 'nfs4'],
      ]),
    ).toThrow(/network drive.*share archives/);
  });

  it.each([
    ['/home/ana/Dropbox/quadrille', 'Dropbox'],
    ['/Users/ana/Library/Mobile Documents/com~apple~CloudDocs/q', 'iCloud'],
    ['C:\\Users\\Ana\\OneDrive - University\\q', 'OneDrive'],
    ['/Users/ana/Library/CloudStorage/GoogleDrive-a@b.c/My Drive/q', 'a sync service'],
    ['D:\\我的坚果云\\研究', 'Nutstore'],
    ['/home/ana/dropboxes/q', null],
    ['/home/ana/research', null],
  ])('%s: %s', (path, service) => {
    expect(syncServiceOf(path, path.includes('\\') ? '\\' : '/')).toBe(service);
  });

  it('is warned about in a synced folder, also by Syncthing', async () => {
    const root = temporaryFolder();
    mkdirSync(join(root, '.stfolder'));
    expect(syncServiceHere(join(root, 'a', 'b'))).toBe('Syncthing');
    const app = await freshApp(join(temporaryFolder(), 'Dropbox', 'library'));
    expect((await app.call('app/info', {})).syncedBy).toBe('Dropbox');
    expect((await (await freshApp()).call('app/info', {})).syncedBy).toBeNull();
  });
});
