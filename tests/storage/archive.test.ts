import {
  createWriteStream,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip, gunzipSync, gzipSync } from 'node:zlib';
import { type Header, pack } from 'tar-stream';
import { describe, expect, it } from 'vitest';
import { createApp } from '../../src/core/app/create-app.ts';
import { spawnChildTrainer } from '../../src/core/recommender/training/spawn-child-trainer.ts';
import { importArchive } from '../../src/core/storage/archive.ts';
import { openLibrary } from '../../src/core/storage/library.ts';
import { finish, freshApp, importFile, onCleanup, temporaryFolder } from '../support/fixtures.ts';

const quiet = { progress: () => {} };

async function exported(): Promise<{ file: string; folder: string }> {
  const app = await freshApp();
  const plays = join(temporaryFolder(), 't.txt');
  writeFileSync(
    plays,
    Array.from({ length: 4000 }, (_, i) => `u${i % 200}\ts${(i * 7) % 300}\t${1 + (i % 5)}\n`).join(''),
  );
  await importFile(app, 'triplets', plays);
  await finish(app, (await app.call('models/train', { type: 'popularity', name: 'popularity' })).jobId);
  mkdirSync(app.library.paths.mel, { recursive: true });
  writeFileSync(join(app.library.paths.mel, 'TR1.mel'), Buffer.alloc(5000, 3));
  await app.call('library/rename', { name: '资料 library' });
  const folder = temporaryFolder();
  const { file } = await finish<{ file: string }>(
    app,
    (await app.call('library/export-archive', { folder: app.grants.add(folder) })).jobId,
  );
  return { file: join(folder, file), folder };
}

/** An archive with these members, as somebody could make one by hand. */
async function handMade(
  members: { header: Partial<Header> & { name: string }; content?: string | Buffer }[],
): Promise<string> {
  const file = join(temporaryFolder(), 'x.quadrille-archive');
  const tar = pack();
  for (const { header, content = '' } of members) tar.entry(header, content);
  tar.finalize();
  await pipeline(tar, createGzip(), createWriteStream(file));
  return file;
}

const MANIFEST = { quadrille: 'archive', version: 1, app: '0', libraryFormat: 10, name: 'x', bytes: 1000 };
const manifest = (change: object = {}) => ({
  header: { name: 'manifest.json' },
  content: JSON.stringify({ ...MANIFEST, ...change }),
});

describe('a library as one file', () => {
  it('comes back whole in a new folder, opens, and recommends', async () => {
    const { file, folder } = await exported();
    expect(file).toMatch(/资料 library-\d{4}-\d\d-\d\d\.quadrille-archive$/);
    expect(readdirSync(folder).length, 'no rest of the writing').toBe(1);
    const target = join(temporaryFolder(), 'copy');
    expect(await importArchive(file, target, quiet)).toEqual({ name: '资料 library', folder: target });
    const app = createApp({ library: await openLibrary(target), spawnTrainer: spawnChildTrainer });
    onCleanup(() => app.close());
    const { counts, libraryName } = await app.call('app/info', {});
    expect(counts).toMatchObject({ listeners: 200, songs: 300 });
    expect(libraryName).toBe('资料 library');
    expect((await app.call('models/recommend', { model: 'popularity', listenerId: 'u1', top: 5 })).items.length).toBe(
      5,
    );
    expect(readFileSync(join(target, 'cache', 'spectrograms', 'TR1.mel')).length).toBe(5000);
    expect(readdirSync(target)).toContain('资料 library.quadrille');
  });

  it('never overwrites: neither an archive nor a library', async () => {
    const { file, folder } = await exported();
    await expect(importArchive(file, folder, quiet)).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringMatching(/never overwrites/),
    });
    const app = await freshApp();
    const twice = async () =>
      (
        await finish<{ file: string }>(
          app,
          (
            await app.call('library/export-archive', { folder: app.grants.add(folder) })
          ).jobId,
        )
      ).file;
    const [first, second] = [await twice(), await twice()];
    expect(second).not.toBe(first);
    expect(second).toMatch(/ \(2\)\.quadrille-archive$/);
  });

  it('takes away what an import of before left half unpacked, and nobody else’s folder of that name', async () => {
    const { file } = await exported();
    const parent = temporaryFolder();
    const staging = join(parent, '.copy.importing');
    mkdirSync(join(staging, 'models'), { recursive: true });
    writeFileSync(join(staging, 'thesis.docx'), 'mine');
    await expect(importArchive(file, join(parent, 'copy'), quiet)).rejects.toMatchObject({ code: 'conflict' });
    expect(readFileSync(join(staging, 'thesis.docx'), 'utf8')).toBe('mine');
    renameSync(join(staging, 'thesis.docx'), join(staging, 'library.sqlite'));
    await importArchive(file, join(parent, 'copy'), quiet);
    expect(readdirSync(parent)).toEqual(['copy']);
  });

  it('is imported by a job in the app, whose result opens as a library', async () => {
    const { file } = await exported();
    const app = await freshApp();
    const parent = temporaryFolder();
    const { jobId } = await app.call('library/import-archive', {
      grant: app.grants.add(file),
      folder: app.grants.add(parent),
      name: 'My: copy?',
    });
    const { name, library } = await finish<{ name: string; library: string }>(app, jobId);
    expect(name).toBe('资料 library');
    expect(app.grants.resolve(library)).toBe(join(parent, 'My- copy-'));
    (await openLibrary(join(parent, 'My- copy-'))).close();
    await expect(
      app.call('library/import-archive', { grant: app.grants.add(file), folder: app.grants.add(parent), name: '..' }),
    ).rejects.toMatchObject({ code: 'bad-request' });
    const again = await app.call('library/import-archive', {
      grant: app.grants.add(file),
      folder: app.grants.add(parent),
      name: 'My: copy?',
    });
    await expect(finish(app, again.jobId)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('that was cut off, changed or is something else is refused, and leaves nothing', async () => {
    const { file } = await exported();
    const whole = readFileSync(file);
    const plain = gunzipSync(whole);
    const changed = Buffer.from(plain);
    changed[Math.floor(plain.length / 2)] ^= 1;
    const parent = temporaryFolder();
    const cases: [string, Buffer][] = [
      ['cut in the middle', whole.subarray(0, whole.length >> 1)],
      ['cut at the end', whole.subarray(0, whole.length - 20)],
      ['without its last member', gzipSync(plain.subarray(0, plain.length - 4096))],
      ['with one bit changed', gzipSync(changed)],
      ['empty', Buffer.alloc(0)],
      ['text', Buffer.from('hello')],
      ['gzip of text', gzipSync('hello')],
    ];
    for (const [what, bytes] of cases) {
      const bad = join(temporaryFolder(), 'bad.quadrille-archive');
      writeFileSync(bad, bytes);
      await expect(importArchive(bad, join(parent, 'copy'), quiet), what).rejects.toMatchObject({
        code: 'bad-input',
        message: expect.stringMatching(/nothing was imported/i),
      });
      expect(readdirSync(parent), what).toEqual([]);
    }
  });

  it.each<[string, () => Promise<string>]>([
    ['a path that leaves the folder', () => handMade([manifest(), { header: { name: '../evil' }, content: 'x' }])],
    ['an absolute path', () => handMade([manifest(), { header: { name: '/tmp/evil' }, content: 'x' }])],
    [
      'a path inside that climbs',
      () => handMade([manifest(), { header: { name: 'models/../../evil' }, content: 'x' }]),
    ],
    [
      'a link',
      () => handMade([manifest(), { header: { name: 'models/link', type: 'symlink', linkname: '/etc/passwd' } }]),
    ],
    ['a file that no library has', () => handMade([manifest(), { header: { name: 'evil.sh' }, content: 'x' }])],
    [
      'more than it says',
      () => handMade([manifest({ bytes: 10 }), { header: { name: 'library.sqlite' }, content: Buffer.alloc(100_000) }]),
    ],
    [
      'the same file twice',
      () =>
        handMade([
          manifest(),
          { header: { name: 'models/a' }, content: 'x' },
          { header: { name: 'models/a' }, content: 'y' },
        ]),
    ],
    ['no database', () => handMade([manifest(), { header: { name: 'checksums.json' }, content: '{}' }])],
    ['a manifest that is none', () => handMade([manifest({ quadrille: 'other' })])],
    [
      'something after its end',
      () =>
        handMade([
          manifest(),
          { header: { name: 'checksums.json' }, content: '{}' },
          { header: { name: 'models/a' }, content: 'x' },
        ]),
    ],
  ])('with %s is refused', async (_what, make) => {
    const parent = temporaryFolder();
    await expect(importArchive(await make(), join(parent, 'copy'), quiet)).rejects.toMatchObject({ code: 'bad-input' });
    expect(readdirSync(parent)).toEqual([]);
    expect(existsSync(join(parent, '..', 'evil'))).toBe(false);
  });

  it('of a newer version is refused by name', async () => {
    const file = await handMade([manifest({ libraryFormat: 9990 })]);
    await expect(importArchive(file, join(temporaryFolder(), 'copy'), quiet)).rejects.toMatchObject({
      code: 'library-newer',
      message: expect.stringMatching(/Update Quadrille/),
    });
  });
});
