import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { copiesAmong } from '../../src/core/recommender/import/files/copies.ts';
import { mayBeData } from '../../src/core/imports/left-out.ts';
import type { ImportResult } from '../../src/shared/contract/imports.ts';
import { finish, folderOf, freshApp, importFile, ROOT } from '../support/fixtures.ts';
import { saying } from '../support/messages.ts';
import { fileOf } from '../support/mobility.ts';
import { playsOf } from '../support/plays.ts';
import { workbookOf } from '../support/workbook.ts';

type Files = Record<string, string | Uint8Array>;

const fixture = (name: string) => readFileSync(join(ROOT, 'tests', 'fixtures', name));
const track = 'TRAAAAW128F429D531';
const SONGS = `track_id,song_id,title,artist\n${track},s1,Halo,Beyoncé\nTRAAAAW128F429D532,s2,Title 2,A\n`;
const played = (...titles: string[]) =>
  JSON.stringify(
    titles.map((trackName) => ({ endTime: '2020-01-01 10:00', artistName: 'A', trackName, msPlayed: 200_000 })),
  );
const scrobbles = (title: string) => `user,artist,track,played_at\nann,A,${title},2021-03-01T10:00:00Z\n`;
const plays = (user: string, count = 3) => `user,song,plays\n${user},s1,${count}\n`;
const page = (song: number) =>
  JSON.stringify({
    recenttracks: {
      '@attr': { user: `u${song % 7}`, page: '1', totalPages: '1' },
      track: [{ name: `S${song}`, artist: { '#text': 'A' }, album: { '#text': '' }, date: { uts: '1600000000' } }],
    },
  });
const npy = (width: number) => {
  const header = `{'descr': '<f4', 'fortran_order': False, 'shape': (${width},), }`.padEnd(117).concat('\n');
  const start = Buffer.from('\x93NUMPY\x01\x00\x76\x00', 'latin1');
  return Buffer.concat([start, Buffer.from(header), Buffer.alloc(4 * width)]);
};
const playlist = JSON.stringify({ playlists: [{ name: 'P', pid: 1, tracks: [{ track_uri: 'spotify:track:1' }] }] });
const tags = JSON.stringify({ artist: 'A', similars: [], tags: [['rock', '100']], track_id: track, title: 'T' });
const high = JSON.stringify({
  highlevel: { danceability: { all: { danceable: 0.9 }, probability: 0.9, value: 'danceable' } },
  metadata: { tags: { artist: ['A'], title: ['Title 2'] } },
});

/** What each reader takes of a folder as a whole. */
const READ: Record<string, [kind: string, files: Files]> = {
  'playlists of a data set': ['triplets', { 'mpd.slice.0-999.json': playlist }],
  "a listener's history": ['listens', { 'StreamingHistory0.json': played('S'), 'Userdata.json': '{"username":"ann"}' }],
  recordings: ['audio', { 's1.wav': fixture('tags/id3.wav') }],
  'tags of Last.fm': ['tags', { [`A/${track}.json`]: tags }],
  'documents of AcousticBrainz': ['tags', { '00000001-0000-4000-8000-000000000000.json': high }],
  'vectors, a file for a song': ['vectors', { 's1.npy': npy(2) }],
  'tables of the Million Song Dataset': ['metadata', { 'T.h5': fixture('msd-aggregate.h5') }],
  'factors of another program': [
    'factors',
    {
      'songs.npy': fixture('tables/f4.npy'),
      'songs.ids.txt': 's1\ns2\ns3\ns4\n',
      'users.npy': npy(2),
      'item_bias.npy': npy(2),
    },
  ],
};

async function imported(path: string, answers: Record<string, string> = {}, kind = 'listens') {
  const app = await freshApp();
  const { jobId } = await app.call('import/start', { grant: app.grants.add(path), kind, answers });
  const result = await finish<ImportResult>(app, jobId);
  return { app, result, ids: result.notes.map(({ id }) => id) };
}

function zipOf(files: Files): string {
  const bytes = Object.entries(files).map(([path, one]) => [path, typeof one === 'string' ? strToU8(one) : one]);
  return fileOf('study.zip', Buffer.from(zipSync(Object.fromEntries(bytes))));
}

const leftOut = (...names: string[]) => saying('import.folder-left-out', { names, count: names.length });

describe('what lies beside the files that are read', { timeout: 60_000 }, () => {
  it.each(Object.entries(READ))('in a folder of %s is told, and nothing else', async (_, [kind, files]) => {
    const beside = { 'a.bin': Buffer.from([0, 1]), 'z/more.csv': scrobbles('T'), '.DS_Store': 'x', 'README.md': 'x' };
    const done = await importFile(await appWithSongs(kind), kind, folderOf({ ...files, ...beside }));
    expect(done.imported).toBeGreaterThan(0);
    expect(done.notes).toContainEqual(leftOut('z/more.csv', 'a.bin'));
    const alone = await importFile(await appWithSongs(kind), kind, folderOf(files));
    expect(alone.notes.map(({ id }) => id)).not.toContain('import.folder-left-out');
  });

  it('in a zip of an export is told, the same kind and what is empty too', async () => {
    const { result } = await imported(
      zipOf({
        'MyData/StreamingHistory0.json': played('S'),
        'MyData/more.csv': scrobbles('T'),
        'MyData/empty.csv': '',
      }),
    );
    expect([result.imported, result.notes]).toEqual([
      1,
      expect.arrayContaining([leftOut('MyData/more.csv', 'MyData/empty.csv')]),
    ]);
  });

  it('in a zip of tables, and in a workbook, is told', async () => {
    const table = await imported(zipOf({ 'a.csv': scrobbles('S'), 'broken.csv.gz': 'no', 'notes.txt': 'of March' }));
    expect(table.result.notes).toContainEqual(leftOut('broken.csv.gz', 'notes.txt'));
    const rows = scrobbles('S')
      .trim()
      .split('\n')
      .map((line) => line.split(','));
    const others = [
      ['what', 'how many'],
      ['songs', '2'],
    ];
    const book = workbookOf({ name: '2021', rows }, { name: 'Sums', rows: others });
    const { result } = await imported(fileOf('plays.xlsx', book));
    expect(result.notes).toContainEqual(saying('import.sheets-left-out', { names: ['Sums'], count: 1 }));
  });
});

async function appWithSongs(kind: string) {
  const app = await freshApp();
  if (kind !== 'triplets' && kind !== 'listens') await importFile(app, 'tracks', fileOf('s.csv', SONGS));
  return app;
}

describe('many files', { timeout: 120_000 }, () => {
  it('of a history are all read, in a folder and in a zip', async () => {
    const files = Object.fromEntries(Array.from({ length: 520 }, (_, i) => [`page-${i}.json`, page(i)]));
    expect((await imported(folderOf(files))).result).toMatchObject({ read: 520, imported: 520 });
    const zipped = await imported(zipOf(files), { 'ask.file-in-zip': 'all' });
    expect(zipped.result).toMatchObject({ read: 520, imported: 520 });
  });
});

describe('one file under two names', { timeout: 60_000 }, () => {
  const files = { 'plays.csv': plays('u1'), 'plays (1).csv': plays('u1'), 'other.csv': plays('u2') };

  it('is read once', async () => {
    const once = saying('import.copies-read-once', { names: ['plays.csv = plays (1).csv'], count: 1 });
    const inFolder = await imported(folderOf(files), {}, 'triplets');
    expect([playsOf(inFolder.app), inFolder.result.notes]).toEqual([
      { 'u1 s1': 3, 'u2 s1': 3 },
      expect.arrayContaining([once]),
    ]);
    const inZip = await imported(zipOf(files), { 'ask.file-in-zip': 'all' }, 'triplets');
    expect(playsOf(inZip.app)).toEqual({ 'u1 s1': 3, 'u2 s1': 3 });
  });

  it('is told where each file is of another listener, and both have their plays', async () => {
    const counts = (count: number) => `song_id,plays\ns1,${count}\n`;
    const people = folderOf({ 'ann.csv': counts(3), 'ben.csv': counts(3), 'cem.csv': counts(4) });
    const { app, result } = await imported(people, { 'ask.file-in-folder': 'each' }, 'triplets');
    expect(playsOf(app)).toEqual({ 'ann s1': 3, 'ben s1': 3, 'cem s1': 4 });
    expect(result.notes).toContainEqual(saying('import.copies-of-others', { names: ['ben.csv = ann.csv'], count: 1 }));
  });

  it('is known by what it holds; what no other is as long as is not looked into', () => {
    const content = (one: string, text: string) => ({ one, bytes: text.length, digest: () => text });
    const alone = { one: 'd', bytes: 9, digest: () => expect.fail('looked into') };
    expect([...copiesAmong([content('a', 'xy'), content('b', 'xz'), alone, content('c', 'xy')])]).toEqual([['c', 'a']]);
  });

  it('that an editor keeps or a browser has not finished is not read, but told', async () => {
    const { app, result } = await imported(
      folderOf({ 'plays.csv': plays('u1'), 'plays.csv.bak': plays('u1', 2), 'b.csv.crdownload': plays('u2') }),
      {},
      'triplets',
    );
    expect(playsOf(app)).toEqual({ 'u1 s1': 3 });
    expect(result.notes).toContainEqual(leftOut('b.csv.crdownload', 'plays.csv.bak'));
  });
});

describe('files that nobody is told of', () => {
  it.each([
    '.git/x.csv',
    'a/.x.csv',
    '__MACOSX/x.csv',
    '~$x.xlsx',
    'README',
    'a/readme_first.txt',
    'LICENSE.md',
    '_SUCCESS',
  ])('%s', (name) => expect(mayBeData(name)).toBe(false));
  it.each(['licensed songs.csv', 'readme_ratings.tsv.gz', 'license.jsonl', 'a_SUCCESS', 'x.~y.csv', 'my readme.csv'])(
    'and not %s',
    (name) => expect(mayBeData(name)).toBe(true),
  );
});
