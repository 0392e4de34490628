import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { beforeEach, describe, expect, it } from 'vitest';
import type { App } from '../../src/core/app/app.ts';
import { ParquetFile, type ParquetRows } from '../../src/core/recommender/import/files/parquet.ts';
import { finish, freshApp, importFile, ROOT, temporaryFolder } from '../support/fixtures.ts';
import { saying } from '../support/messages.ts';
import { fileOf } from '../support/mobility.ts';
import type { ImportResult } from '../../src/shared/contract/imports.ts';

let app: App;
beforeEach(async () => {
  app = await freshApp();
});

const tracks = () => app.library.db.get<{ n: number }>('SELECT count(*) AS n FROM tracks')?.n;

function metadata(file: string, title: string | Buffer, journal: 'delete' | 'wal'): string {
  const db = new Database(file);
  db.pragma(`journal_mode = ${journal}`);
  db.exec(
    'CREATE TABLE songs (track_id TEXT PRIMARY KEY, title TEXT, song_id TEXT, release TEXT, artist_id TEXT, ' +
      'artist_name TEXT, duration REAL, artist_familiarity REAL, artist_hotttnesss REAL, year INTEGER)',
  );
  const add = db.prepare("INSERT INTO songs VALUES (?, CAST(? AS TEXT), ?, 'R', 'AR1', 'A', 3, 0.5, 0.5, 1999)");
  add.run('TR1', Buffer.from('plain'), 'SO1');
  add.run('TR2', title, 'SO2');
  db.close();
  return file;
}

describe('databases', () => {
  it('text that is no UTF-8 costs its row, with its field', async () => {
    const file = metadata(join(temporaryFolder(), 'track_metadata.db'), Buffer.from('D\xe9j\xe0', 'latin1'), 'delete');
    expect(await importFile(app, 'metadata', file)).toMatchObject({
      imported: 1,
      rejections: [{ field: 'title', reason: saying('import.not-utf-8') }],
    });
  });

  it('one in write-ahead mode is read, and nothing is left beside it', async () => {
    const folder = temporaryFolder();
    const file = metadata(join(folder, 'track_metadata.db'), Buffer.from('Déjà'), 'wal');
    const before = readFileSync(file);
    expect(await importFile(app, 'metadata', file)).toMatchObject({ imported: 2 });
    expect(readdirSync(folder)).toEqual(['track_metadata.db']);
    expect(readFileSync(file).equals(before)).toBe(true);
  });
});

describe('a row of a damaged table that has the rowid of another', () => {
  it.each([
    ['tids', 'TR2'],
    ['tags', 'rock'],
  ])('of %s is refused, where its rows were those of the other', async (_, text) => {
    const file = join(temporaryFolder(), 'lastfm_tags.db');
    const db = new Database(file);
    db.exec('CREATE TABLE tids (tid TEXT); CREATE TABLE tags (tag TEXT); CREATE TABLE tid_tag (tid INT, tag INT, val)');
    db.exec("INSERT INTO tids VALUES ('TR1'), ('TR2'); INSERT INTO tags VALUES ('pop'), ('rock')");
    db.exec('INSERT INTO tid_tag VALUES (1, 1, 100), (2, 2, 50)');
    db.close();
    const bytes = readFileSync(file);
    // Before a row's text stand its length, its rowid, the length of the row's head, and the text's kind.
    const rowid = bytes.lastIndexOf(text) - 3;
    expect([bytes[rowid], bytes[rowid + 1]]).toEqual([2, 2]);
    bytes[rowid] = 1;
    writeFileSync(file, bytes);
    await expect(importFile(app, 'tags', file)).rejects.toMatchObject({ told: saying('import.damaged') });
  });
});

describe('HDF5', () => {
  it('a table that cannot be read is refused, never taken for whatever the memory held', async () => {
    const bytes = readFileSync(join(ROOT, 'tests', 'fixtures', 'msd-aggregate.h5'));
    const refused: string[] = [];
    // Every compressed chunk begins with zlib's 78 9c or 78 5e; damage each in turn.
    for (let at = bytes.indexOf(0x78); at >= 0; at = bytes.indexOf(0x78, at + 1)) {
      if (![0x01, 0x5e, 0x9c, 0xda].includes(bytes[at + 1])) continue;
      const spoilt = Buffer.from(bytes);
      spoilt.fill(0xff, at + 2, at + 6);
      try {
        await importFile(app, 'metadata', fileOf('spoilt.h5', spoilt));
      } catch (error) {
        refused.push((error as { told: { id: string } }).told.id);
      }
    }
    expect(refused).toContain('import.hdf5-damaged');
    expect(tracks()).toBe(0);
  });

  it('a table behind a filter that HDF5 does not bring, such as LZF, is refused by it and not as damaged', async () => {
    const packed = readFileSync(join(ROOT, 'tests', 'fixtures', 'msd-aggregate.h5'));
    const deflate = Buffer.from('deflate\0');
    // The filter's number stands 8 bytes before its name.
    for (let at = packed.indexOf(deflate); at >= 0; at = packed.indexOf(deflate, at + 1)) {
      packed.writeUInt16LE(32_000, at - 8);
      packed.write('lzf\0', at, 'latin1');
    }
    await expect(importFile(app, 'metadata', fileOf('lzf.h5', packed))).rejects.toMatchObject({
      told: saying('import.hdf5-compression', { file: 'lzf.h5', filter: 'lzf' }),
    });
  });

  it('a table whose own description is damaged is refused by its name', async () => {
    // A description of columns, and the list of a table's filters.
    const damages: [number, number[]][] = [
      [2451, [126, 49, 145, 189, 205, 107, 41, 121, 48]],
      [14107, [230, 173, 140]],
    ];
    for (const [at, bytes] of damages) {
      const spoilt = readFileSync(join(ROOT, 'tests', 'fixtures', 'msd-aggregate.h5'));
      spoilt.set(bytes, at);
      await expect(importFile(app, 'metadata', fileOf('spoilt.h5', spoilt))).rejects.toMatchObject({
        told: saying('import.hdf5-damaged', { file: 'spoilt.h5' }),
      });
    }
  });
});

describe('lists of the Million Song Dataset that look alike', () => {
  it('years are taken by tracks_per_year.txt; a list of artists is refused', async () => {
    await importFile(app, 'tracks', fileOf('unique_tracks.txt', 'TRAAAAA12345678901<SEP>SO1<SEP>A<SEP>T\n'));
    const years = '1965<SEP>TRAAAAA12345678901<SEP>A<SEP>T\n1970<SEP>TRNOBODY1234567890<SEP>B<SEP>U\n';
    expect(await importFile(app, 'tracks', fileOf('tracks_per_year.txt', years))).toMatchObject({
      imported: 1,
      rejected: 1,
    });
    expect(app.library.db.get('SELECT year, title FROM tracks')).toEqual({ year: 1965, title: 'T' });
    const artists = 'ARAAAAA1187B9A637D<SEP>0000<SEP>TRAAAAA12345678901<SEP>A\n';
    await expect(importFile(app, 'tracks', fileOf('unique_artists.txt', artists))).rejects.toMatchObject({
      told: saying('import.is-list-of-artists'),
    });
  });
});

describe('audio folders', () => {
  async function folderOf(files: Record<string, string>): Promise<string> {
    await importFile(app, 'tracks', fileOf('unique_tracks.txt', 'TR1<SEP>SO1<SEP>A<SEP>T\nTR2<SEP>SO2<SEP>A<SEP>U\n'));
    const folder = temporaryFolder();
    for (const [name, source] of Object.entries(files)) {
      mkdirSync(join(folder, name, '..'), { recursive: true });
      writeFileSync(join(folder, name), readFileSync(join(ROOT, 'tests', 'fixtures', source)));
    }
    return folder;
  }

  const clips = () =>
    app.library.db.all<{ file: string }>('SELECT file FROM clips ORDER BY file').map(({ file }) => file.slice(-8));

  it('of two files of a track the first is taken and the other asked about', async () => {
    const folder = await folderOf({ 'a/TR1.wav': 'tone.wav', 'b/TR1.mp3': 'tone.mp3', 'TR2.ogg': 'tone.ogg' });
    const result = await importFile(app, 'audio', folder);
    expect(result).toMatchObject({
      imported: 2,
      rejected: 1,
      rejections: [{ field: 'b/TR1.mp3', reason: saying('import.another-file-of-the-track') }],
      questions: [{ id: 'ask.files-of-a-track', rows: 1 }],
    });
    expect(clips().some((file) => file.endsWith('TR1.wav'))).toBe(true);
    const before = app.library.db.all('SELECT * FROM clips');
    const answers = { 'ask.files-of-a-track': 'none' };
    const again = await app.call('import/start', { grant: app.grants.add(folder), kind: 'audio', answers });
    const taken = await finish<ImportResult>(app, again.jobId);
    expect(taken).toMatchObject({ imported: 1, rejected: 2, removed: 1, questions: [] });
    expect(taken.notes).toContainEqual(saying('import.clips-taken-back', { clips: 1 }));
    expect(clips().some((file) => file.endsWith('TR1.wav'))).toBe(false);
    const [latest] = await app.call('import/list', {});
    await app.call('import/undo', { id: latest.id });
    expect(app.library.db.all('SELECT * FROM clips')).toEqual(before);
  });

  it('none of the two files of a track, the only ones that are given: the recording of before goes', async () => {
    const folder = await folderOf({ 'a/TR1.wav': 'tone.wav', 'b/TR1.mp3': 'tone.mp3' });
    await importFile(app, 'audio', folder);
    const answers = { 'ask.files-of-a-track': 'none' };
    const again = await app.call('import/start', { grant: app.grants.add(folder), kind: 'audio', answers });
    expect(await finish<ImportResult>(app, again.jobId)).toMatchObject({ imported: 0, removed: 1 });
    expect(clips().some((file) => file.endsWith('TR1.wav'))).toBe(false);
  });

  it('a recording of another file stays where none of two is answered', async () => {
    await importFile(app, 'audio', await folderOf({ 'SO1.ogg': 'tone.ogg' }));
    const folder = await folderOf({ 'a/TR1.wav': 'tone.wav', 'b/TR1.mp3': 'tone.mp3', 'TR2.ogg': 'tone.ogg' });
    const answers = { 'ask.files-of-a-track': 'none' };
    const { jobId } = await app.call('import/start', { grant: app.grants.add(folder), kind: 'audio', answers });
    expect(await finish<ImportResult>(app, jobId)).toMatchObject({ imported: 1, removed: 0 });
  });

  it('a name in other capitals is the same track, and one file of two is asked about', async () => {
    const folder = await folderOf({ 'a/tr1.wav': 'tone.wav', 'b/TR1.mp3': 'tone.mp3', 'so2.ogg': 'tone.ogg' });
    expect(await importFile(app, 'audio', folder)).toMatchObject({
      imported: 2,
      rejected: 1,
      questions: [{ id: 'ask.files-of-a-track', rows: 1 }],
    });
  });

  it('a mapping may write names in another Unicode form or with backslashes', async () => {
    const folder = await folderOf({ 'songs/caf\u00e9.wav': 'tone.wav', 'songs/b.wav': 'tone.wav' });
    const mapping = fileOf('mapping.csv', 'file,track_id\nsongs\\cafe\u0301.wav,TR1\nsongs\\b.wav,TR2\n');
    expect(await importFile(app, 'audio', folder, 'skip', mapping)).toMatchObject({ imported: 2, rejected: 0 });
  });

  it('counts audio of kinds that are not read', async () => {
    const folder = await folderOf({ 'TR1.wav': 'tone.wav' });
    writeFileSync(join(folder, 'TR2.m4a'), 'x');
    writeFileSync(join(folder, 'TR3.WMA'), 'x');
    const { notes } = await importFile(app, 'audio', folder);
    expect(notes).toContainEqual(saying('import.audio-not-read', { files: 2, endings: ['.m4a', '.wma'] }));
  });
});

describe('Parquet', () => {
  const SAMPLE = readFileSync(join(ROOT, 'tests', 'fixtures', 'tables', 'vector-list.parquet'));
  /** Offsets and values: the first column can be planned, and is damaged; a later one cannot be planned. */
  const DAMAGE = [
    { 405: 48, 115: 163, 57: 155 },
    { 54: 254, 221: 252, 409: 14 },
    { 8: 198, 279: 127 },
  ];

  it('two damaged columns leave no error that nobody handles', async () => {
    const unhandled: unknown[] = [];
    const heard = process.listeners('unhandledRejection');
    process.removeAllListeners('unhandledRejection').on('unhandledRejection', (reason) => unhandled.push(reason));
    try {
      for (const changes of DAMAGE) {
        const spoilt = Buffer.from(SAMPLE);
        for (const [at, value] of Object.entries(changes)) spoilt[Number(at)] = value;
        await expect(allOf(fileOf('vectors.parquet', spoilt))).rejects.toMatchObject({ code: 'bad-input' });
        await new Promise((resolve) => setImmediate(resolve));
      }
    } finally {
      process.removeAllListeners('unhandledRejection');
      for (const listener of heard) process.on('unhandledRejection', listener);
    }
    expect(unhandled).toEqual([]);
  });
});

async function allOf(file: string): Promise<ParquetRows[]> {
  const table = await ParquetFile.open(file);
  const found: ParquetRows[] = [];
  const names = table.columns.map(({ name }) => name);
  for await (const rows of table.read(names, () => {})) found.push(rows);
  return found;
}

describe('JSON', () => {
  it('an object where a number belongs is no number, whatever it calls itself', async () => {
    const play = {
      ts: '2023-01-01T10:00:00Z',
      master_metadata_track_name: 'T',
      master_metadata_album_artist_name: 'A',
    };
    const rows = [
      { ...play, ms_played: 200_000 },
      { ...play, ts: '2023-01-02T10:00:00Z', ms_played: { toString: [1] } },
    ];
    const file = fileOf('Streaming_History_Audio_2023_0.json', JSON.stringify(rows));
    expect(await importFile(app, 'listens', file)).toMatchObject({ imported: 2 });
  });
});
