import { execFileSync } from 'node:child_process';
import { mkdirSync, openSync, writeFileSync, writeSync, closeSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { encodeWav16 } from '../../src/core/recommender/audio/wav.ts';
import { openScratch } from '../../src/core/storage/sqlite.ts';
import type { Message } from '../../src/shared/messages/message.ts';
import { freshApp, importFile, temporaryFolder } from '../support/fixtures.ts';
import { saying, telling } from '../support/messages.ts';

const GOOD = 'u1\ts1\t3\nu1\ts2\t1\nu2\ts1\t2\n';

function file(name: string, content: string | Buffer): string {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, content);
  return path;
}

/** What refuses the import, which has to leave the library as it was. */
async function problem(kind: string, path: string): Promise<Message> {
  const app = await freshApp();
  const failure = await importFile(app, kind, path).then(
    () => null,
    (error) => error,
  );
  expect(failure, 'the import must fail').not.toBeNull();
  expect(['bad-input', 'not-found']).toContain(failure.code);
  const { counts } = await app.call('app/info', {});
  expect(counts).toMatchObject({ songs: 0, listeners: 0, plays: 0, tracks: 0, clips: 0 });
  return failure.told;
}

describe('files that are no triplets', () => {
  it.each<[string, string | Buffer, Partial<Message>]>([
    ['empty', '', saying('import.empty-file', { name: 'triplets.txt' })],
    ['binary', Buffer.from([1, 2, 0, 4, 9, 10]), saying('import.not-text', { byte: 2 })],
    [
      'a Git-LFS pointer',
      'version https://git-lfs.github.com/spec/v1\noid sha256:abc\nsize 3\n',
      saying('import.git-lfs-pointer'),
    ],
    ['cut-off gzip', gzipSync(GOOD.repeat(5000)).subarray(0, 60), saying('import.damaged-gzip')],
    [
      'prose',
      'This is not the file you are looking for.\n',
      saying('import.all-rejected', { line: 1, reason: saying('import.wrong-fields-triplets', { fields: 1 }) }),
    ],
  ])('%s', async (_name, content, refusal) => {
    expect(await problem('triplets', file('triplets.txt', content))).toEqual(refusal);
  });

  it('missing', async () => {
    expect(await problem('triplets', join(temporaryFolder(), 'none.txt'))).toEqual(saying('import.no-such-path'));
  });

  it('a folder and a database', async () => {
    expect(await problem('triplets', temporaryFolder())).toEqual(
      saying('import.wrong-kind-of-file', { found: 'folder' }),
    );
  });
});

describe('triplets with single wrong lines', () => {
  it('are taken without them, or not at all', async () => {
    const path = file('t.txt', `${GOOD}u1\ts1\nu9\ts9\t0\n\nu1\ts1\t4\n`);
    const app = await freshApp();
    await expect(importFile(app, 'triplets', path, 'abort')).rejects.toMatchObject({
      code: 'bad-input',
      told: saying('import.stopped-at-line', { name: 't.txt', line: 4 }),
    });
    expect((await app.call('app/info', {})).counts.plays).toBe(0);
    const result = await importFile(app, 'triplets', path);
    expect(result).toMatchObject({ read: 7, imported: 4, rejected: 3 });
    expect(result.rejections.map(({ line, field }) => [line, field])).toEqual([
      [4, 'line'],
      [5, 'count'],
      [6, 'line'],
    ]);
    expect(result.notes).toContainEqual(saying('import.duplicates-summed', { duplicates: 1 }));
    const { plays } = await app.call('library/get-listener', { listenerId: 'u1' });
    expect(plays.map(({ songId, plays: n }) => [songId, n])).toEqual([
      ['s1', 7],
      ['s2', 1],
    ]);
  });

  it('may be gzip, CRLF and without a last newline', async () => {
    const app = await freshApp();
    const result = await importFile(app, 'triplets', file('t.gz', gzipSync(GOOD.replaceAll('\n', '\r\n').trimEnd())));
    expect(result).toMatchObject({ read: 3, imported: 3, rejected: 0 });
  });

  it('imported twice change nothing, and a second file adds to the first', async () => {
    const app = await freshApp();
    const path = file('t.txt', GOOD);
    await importFile(app, 'triplets', path);
    const again = await importFile(app, 'triplets', path);
    expect(again.notes).toContainEqual(saying('import.pairs-replaced', { pairs: 3 }));
    expect((await app.call('app/info', {})).counts).toMatchObject({ plays: 3, songs: 2, listeners: 2 });
    await importFile(app, 'triplets', file('more.txt', 'u1\ts3\t9\nu3\ts1\t1\nu1\ts1\t5\n'));
    expect((await app.call('app/info', {})).counts).toMatchObject({ plays: 5, songs: 3, listeners: 3 });
    const { rows } = await app.call('library/list-songs', { sort: 'songId' });
    expect(rows.map(({ songId, listeners, plays }) => [songId, listeners, plays])).toEqual([
      ['s1', 3, 8],
      ['s2', 1, 1],
      ['s3', 1, 9],
    ]);
  });
});

describe('databases of others', () => {
  function metadata(path: string, rows = 3): string {
    const db = openScratch(path);
    db.exec(
      'CREATE TABLE songs (track_id TEXT, title TEXT, song_id TEXT, release TEXT, artist_id TEXT, artist_name ' +
        'TEXT, duration REAL, artist_familiarity REAL, artist_hotttnesss REAL, year INT)',
    );
    db.transaction(() => {
      for (let i = 0; i < rows; i++)
        db.run(
          'INSERT INTO songs VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
          `TR${i}`,
          `title ${i}\u0013`,
          i === 1 ? '' : `SO${i}`,
          'r',
          'AR1',
          'artist',
          200,
          0.5,
          null,
          i === 0 ? 0 : 1999,
        );
    });
    db.close();
    return path;
  }

  it('take metadata, refusing rows without an id', async () => {
    const app = await freshApp();
    const result = await importFile(app, 'metadata', metadata(join(temporaryFolder(), 'm.db')));
    expect(result).toMatchObject({
      read: 3,
      imported: 2,
      rejected: 1,
      rejections: [{ line: 2, field: 'song_id', reason: { text: 'is empty' } }],
    });
    const { rows } = await app.call('library/list-songs', { sort: 'songId' });
    expect(rows.map(({ title, year }) => [title, year])).toEqual([
      ['title 0\u0013', null],
      ['title 2\u0013', 1999],
    ]);
  });

  it('refuse another schema, a damaged file and one that is being written', async () => {
    const other = join(temporaryFolder(), 'other.db');
    const db = openScratch(other);
    db.exec('CREATE TABLE songs (id INTEGER, name TEXT)');
    db.close();
    expect(await problem('metadata', other)).toEqual(
      saying('import.sqlite-without-column', { table: 'songs', column: 'track_id' }),
    );
    expect(await problem('tags', other)).toEqual(saying('import.sqlite-without-table', { table: 'tids' }));

    const damaged = metadata(join(temporaryFolder(), 'damaged.db'), 20_000);
    const fd = openSync(damaged, 'r+');
    writeSync(fd, Buffer.alloc(200_000, 7), 0, 200_000, 8192);
    closeSync(fd);
    expect(await problem('metadata', damaged)).toEqual(saying('import.damaged'));

    const busy = metadata(join(temporaryFolder(), 'busy.db'));
    writeFileSync(`${busy}-journal`, 'x');
    expect(await problem('metadata', busy)).toEqual(saying('import.being-written', { name: 'busy.db' }));
    expect(await problem('metadata', file('m.db', GOOD))).toEqual(saying('import.not-sqlite'));
  });

  it('a view or a virtual table is read as no table: it would run what somebody wrote into the file', async () => {
    const names = 'song_id, release, artist_id, artist_name, duration, artist_familiarity, artist_hotttnesss, year';
    const values = "'S' || a AS song_id, a release, a artist_id, a artist_name, 1.5 duration, 0 artist_familiarity, ";
    for (const made of [
      `CREATE VIEW songs AS WITH RECURSIVE n(a) AS (SELECT 1 UNION ALL SELECT a + 1 FROM n LIMIT 5)
         SELECT 'T' || a AS track_id, 'A' AS title, ${values} 0 artist_hotttnesss, 0 year FROM n`,
      `CREATE VIRTUAL TABLE songs USING fts5(track_id, title, ${names})`,
      `CREATE TABLE songs (track_id, title AS (hex(zeroblob(5))), ${names})`,
    ]) {
      const path = join(temporaryFolder(), 'track_metadata.db');
      const db = openScratch(path);
      db.exec(made);
      db.close();
      const refused = { id: expect.stringMatching(/^import\.sqlite-without-(table|column)$/) };
      expect(await problem('metadata', path), made).toMatchObject(refused);
    }
  });

  it('take Last.fm tags by rowid, and say which tracks are unknown', async () => {
    const app = await freshApp();
    await importFile(app, 'metadata', metadata(join(temporaryFolder(), 'm.db')));
    const path = join(temporaryFolder(), 'tags.db');
    const db = openScratch(path);
    db.exec(
      'CREATE TABLE tids (tid TEXT); CREATE TABLE tags (tag TEXT); CREATE TABLE tid_tag (tid INT, tag INT, val ' +
        "FLOAT); INSERT INTO tids VALUES ('TR0'), ('TR2'), ('TR9'); INSERT INTO tags VALUES ('rock'), ('calm')",
    );
    db.exec('INSERT INTO tid_tag VALUES (1, 1, 100), (1, 2, 40.5), (2, 2, 7), (3, 1, 9), (1, 5, 3), (2, 1, 300)');
    db.close();
    const result = await importFile(app, 'tags', path);
    expect(result).toMatchObject({ read: 6, imported: 3, rejected: 3 });
    expect((await app.call('library/get-song', { songId: 'SO0' })).tags).toEqual([
      { tag: 'rock', weight: 100 },
      { tag: 'calm', weight: 40.5 },
    ]);
  });
});

describe('text tables', () => {
  it('take unique_tracks with control characters and mismatches with hyphens', async () => {
    const app = await freshApp();
    const tracks = await importFile(
      app,
      'tracks',
      file('unique_tracks.txt', 'TR1<SEP>SO1<SEP>Lil\u0019 O<SEP>A - B\nTR2<SEP>SO2<SEP>x\n'),
    );
    expect(tracks).toMatchObject({ imported: 1, rejected: 1 });
    const mismatches = await importFile(
      app,
      'mismatches',
      file('sid.txt', 'ERROR: <SO1 TR1> a  -  b - c  !=    -  \nnonsense\n'),
    );
    expect(mismatches).toMatchObject({ imported: 1, rejected: 1 });
    expect(await app.call('library/get-song', { songId: 'SO1' })).toMatchObject({
      mismatched: true,
      song: { artist: 'Lil\u0019 O' },
    });
  });
});

describe('audio', () => {
  it('matches files by id or mapping and refuses the rest, each with its reason', async () => {
    const app = await freshApp();
    await importFile(app, 'tracks', file('unique_tracks.txt', 'TR1<SEP>SO1<SEP>a<SEP>b\nTR2<SEP>SO2<SEP>a<SEP>c\n'));
    const folder = join(temporaryFolder(), 'wav');
    mkdirSync(folder);
    const tone = encodeWav16(
      Float32Array.from({ length: 66_150 }, (_, i) => Math.sin(i / 10)),
      22_050,
    );
    writeFileSync(join(folder, 'TR1.wav'), tone);
    writeFileSync(join(folder, 'unknown.wav'), tone);
    writeFileSync(join(folder, 'SO2.wav'), 'no sound');
    const byName = await importFile(app, 'audio', folder);
    expect(byName).toMatchObject({ read: 3, imported: 1, rejected: 2 });
    expect(byName.rejections.sort((a, b) => a.field.localeCompare(b.field))).toMatchObject([
      { field: 'SO2.wav', reason: saying('audio.not-recognised') },
      { field: 'unknown.wav', reason: saying('import.no-such-track') },
    ]);
    expect((await app.call('library/get-mel', { songId: 'SO1' })).bands).toBe(256);
    const mapped = await importFile(app, 'audio', folder, 'skip', file('map.csv', 'file,track_id\nunknown.wav,TR2\n'));
    expect(mapped).toMatchObject({ imported: 1, rejected: 2 });
    await expect(importFile(app, 'audio', folder, 'skip', file('bad.csv', 'name,place\na,b\n'))).rejects.toMatchObject(
      telling('import.mapping-columns', { line: 1 }),
    );
    await expect(importFile(app, 'audio', temporaryFolder())).rejects.toMatchObject(telling('import.no-audio-files'));
  });
});

describe('a full disk', () => {
  const mayMount = process.platform === 'linux' && process.getuid?.() === 0;
  it.skipIf(!mayMount)('fails with its own code and leaves the library whole', async (context) => {
    const folder = temporaryFolder();
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=3m', 'tmpfs', folder], { stdio: 'ignore' });
    } catch {
      context.skip('no right to mount a small disk here');
    }
    try {
      const app = await freshApp(join(folder, 'library'));
      await importFile(app, 'triplets', file('small.txt', GOOD));
      const large = file(
        'large.txt',
        Array.from({ length: 200_000 }, (_, i) => `listener-with-a-long-name-${i % 50_000}\tsong-${i}\t1\n`).join(''),
      );
      await expect(importFile(app, 'triplets', large)).rejects.toMatchObject({ code: 'disk-full' });
      expect(app.library.db.pragma('integrity_check')).toBe('ok');
      expect((await app.call('library/get-listener', { listenerId: 'u1' })).listener.songs).toBe(2);
      await app.close();
    } finally {
      execFileSync('umount', ['-l', folder]);
    }
  });
});
