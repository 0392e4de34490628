import { DatabaseSync } from 'node:sqlite';
import { gzipSync } from 'node:zlib';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readYear } from '../../src/core/recommender/import/text/years.ts';
import { encodeWav16 } from '../../src/core/recommender/audio/wav.ts';
import type { MessageId } from '../../src/shared/messages/say.ts';
import type { App } from '../../src/core/app/app.ts';
import { folderOf, freshApp, importFile, temporaryFolder } from '../support/fixtures.ts';
import { saying, telling } from '../support/messages.ts';
import { fileOf } from '../support/mobility.ts';
import { playsOf } from '../support/plays.ts';

const extended = (title: string, ts: string, username?: string) =>
  JSON.stringify([
    {
      ts,
      username,
      ms_played: 60_000,
      master_metadata_track_name: title,
      master_metadata_album_artist_name: 'A',
    },
  ]);
const short = JSON.stringify([{ endTime: '2023-01-05 14:28', artistName: 'A', trackName: 'One', msPlayed: 40_000 }]);

describe('who listens', () => {
  it('is the one account that rows name, in whichever part of an export', async () => {
    const app = await freshApp();
    const first = await importFile(
      app,
      'listens',
      fileOf('endsong_0.json', extended('One', '2023-01-05T14:28:10Z', 'ann')),
    );
    expect(first.notes).toContainEqual(saying('import.listener-of-export', { listener: 'ann' }));
    await importFile(app, 'listens', fileOf('endsong_1.json', extended('One', '2023-02-05T14:28:10Z', 'ann')));
    expect(playsOf(app)).toEqual({ 'ann a – one': 2 });
  });

  it.each(['username', 'user_name', 'musicbrainz_id', 'name'])('is the %s of user.json', async (key) => {
    const app = await freshApp();
    const listen = { listened_at: 1_672_928_880, track_metadata: { artist_name: 'A', track_name: 'One' } };
    const folder = folderOf({
      'export/user.json': JSON.stringify({ user_id: 7, [key]: 'sam' }),
      'export/listens/2023/1.jsonl': JSON.stringify(listen),
    });
    await importFile(app, 'listens', folder);
    expect(playsOf(app)).toEqual({ 'sam a – one': 1 });
  });
});

it.each([
  ['is of the same minute', ['2023-01-05T14:28:10Z'], 'import.same-history'],
  [
    'begins earlier, ends later and has its plays',
    ['2022-01-05T14:28:10Z', '2023-01-05T14:28:40Z', '2023-09-01T00:00:00Z'],
    'import.same-history',
  ],
  [
    'begins earlier, ends later and lacks the part between',
    ['2022-01-05T14:28:10Z', '2023-09-01T00:00:00Z'],
    'import.other-histories',
  ],
  ['ends before the short one', ['2022-01-05T14:28:10Z', '2023-01-05T14:27:59Z'], 'import.other-histories'],
  ['begins after the short one', ['2023-01-05T14:29:00Z'], 'import.other-histories'],
] as const)('a history in another form in the same folder is named: the long one %s', async (_, times, said) => {
  const app = await freshApp();
  const long = times.map((ts, i) => [`endsong_${i}.json`, extended('One', ts)]);
  const folder = folderOf({ ...Object.fromEntries(long), 'StreamingHistory0.json': short });
  const { notes, imported } = await importFile(app, 'listens', folder);
  expect(imported).toBe(times.length);
  expect(notes).toContainEqual(saying(said, { count: 1, names: 'StreamingHistory0.json' }));
});

it.each([
  ['the short form after the long one', ['extended', 'short']],
  ['the long form after the short one', ['short', 'extended']],
])('%s is told to be of the same minutes', async (_what, order) => {
  const app = await freshApp();
  const text = { short, extended: extended('One', '2023-01-05T14:28:10Z') };
  const [first, second] = order.map((form) => fileOf('ann.json', text[form as keyof typeof text]));
  const told = saying('import.same-minute', { plays: 1 });
  expect((await importFile(app, 'listens', first)).notes).not.toContainEqual(told);
  expect((await importFile(app, 'listens', second)).notes).toContainEqual(told);
});

describe('years', () => {
  it.each<[given: unknown, year: number | null, isUnread: boolean]>([
    ['1965', 1965, false],
    [1999, 1999, false],
    ['1999.0', 1999, false],
    ['1965-03-02', 1965, false],
    ['1965年', 1965, false],
    ['16 June 1997', 1997, false],
    ['June 16, 1997', 1997, false],
    ['16.06.1997', 1997, false],
    ['04/01/1967', 1967, false],
    ['16 giugno 1997', 1997, false],
    ['before 1900', null, true],
    ['Remastered 2009', null, true],
    ['Take 5 of 1967', null, true],
    [0, null, false],
    [-1, null, false],
    ['', null, false],
    [null, null, false],
    ['c. 1965', null, true],
    ['65', null, true],
    ['3020', null, true],
    [19_990, null, true],
  ])('%j is %s', (given, year, isUnread) => {
    expect(readYear(given)).toEqual({ year, isUnread });
  });

  const yearsOf = ({ library }: App) =>
    library.db.all<{ year: number | null }>('SELECT year FROM tracks ORDER BY track_key').map(({ year }) => year);

  it('that cannot be read are counted in tables of songs, and refused in lists of years', async () => {
    const app = await freshApp();
    const table = 'track_id,title,artist,year\nT1,One,A,c. 1965\nT2,Two,A,1965-03-02\nT3,Three,A,0\n';
    const { notes } = await importFile(app, 'tracks', fileOf('songs.csv', table));
    expect(notes).toContainEqual(saying('import.unread-years', { years: 1, example: 'c. 1965' }));
    expect(yearsOf(app)).toEqual([null, 1965, null]);
    const other = await freshApp();
    const [one, two] = ['TRAAAAA000000000001', 'TRAAAAA000000000002'];
    const unique = `${one}<SEP>SO1<SEP>A<SEP>One\n${two}<SEP>SO2<SEP>A<SEP>Two\n`;
    await importFile(other, 'tracks', fileOf('unique_tracks.txt', unique));
    const list = `3020<SEP>${one}<SEP>A<SEP>One\n1965<SEP>${two}<SEP>A<SEP>Two\n`;
    const { rejections } = await importFile(other, 'tracks', fileOf('tracks_per_year.txt', list));
    expect(rejections).toMatchObject([{ line: 1, field: 'year', reason: { id: 'import.not-a-year' } }]);
    expect(yearsOf(other)).toEqual([null, 1965]);
  });

  it('and titles in bytes: of a database they are read, and impossible years are counted', async () => {
    const app = await freshApp();
    const file = join(temporaryFolder(), 'track_metadata.db');
    const db = new DatabaseSync(file);
    db.exec(
      'CREATE TABLE songs (track_id, title, song_id, release, artist_id, artist_name, duration, ' +
        'artist_familiarity, artist_hotttnesss, year)',
    );
    const insert = db.prepare("INSERT INTO songs VALUES (?, ?, ?, 'R', 'AR', 'A', 200.5, 0.5, 0.4, ?)");
    insert.run('T1', Buffer.from('Déjà'), 'S1', 1999);
    insert.run('T2', 'Two', 'S2', 19_990);
    insert.run('T3', Buffer.from('Déjà', 'latin1'), 'S3', 0);
    db.close();
    const { notes, rejections } = await importFile(app, 'metadata', file);
    expect(notes).toContainEqual(saying('import.unread-years', { years: 1, example: '19990' }));
    expect(rejections).toMatchObject([{ field: 'title', reason: { id: 'import.not-utf-8' } }]);
    expect(app.library.db.all('SELECT title, year FROM tracks ORDER BY track_key')).toEqual([
      { title: 'Déjà', year: 1999 },
      { title: 'Two', year: null },
    ]);
  });
});

describe('a mapping file', { timeout: 60_000 }, () => {
  const tone = encodeWav16(new Float32Array(3 * 22_050).fill(0.25), 22_050);
  const unique = 'T1<SEP>S1<SEP>A<SEP>One\nT2<SEP>S2<SEP>A<SEP>Two\n';
  const take = async (files: Record<string, Uint8Array>, mapping: string) => {
    const app = await freshApp();
    await importFile(app, 'tracks', fileOf('unique_tracks.txt', unique));
    return importFile(app, 'audio', folderOf(files), 'skip', fileOf('mapping.csv', `file,track_id\n${mapping}`));
  };

  it('may name files by paths of another place', async () => {
    expect(await take({ 'a/x.wav': tone }, './a/x.wav,T1\n')).toMatchObject({ imported: 1, notes: [] });
    expect(
      await take({ 'a/x.wav': tone, 'b/x.wav': tone }, '/home/me/a/x.wav,T1\nC:\\music\\b\\x.wav,T2\n'),
    ).toMatchObject({ imported: 2, rejected: 0 });
  });

  it.each([
    ['in other capitals', 'A/X.WAV', 'a/x.wav'],
    ['without its ending', 'a/x', 'a/x.wav'],
    ['with the ending it once had', 'a/x.mp3', 'a/x.wav'],
    ['with another apostrophe and space', 'Don’t go.wav', "Don't\u00A0go.wav"],
  ])('may name a file %s, which is told', async (_how, mapped, file) => {
    const result = await take({ [file]: tone, 'y.wav': tone }, `${mapped},T1\ny.wav,T2\n`);
    expect(result).toMatchObject({ imported: 2, rejected: 0 });
    expect(result.notes).toContainEqual(saying('import.mapped-loosely', { files: 1, file, mapped }));
  });

  it.each([
    ['as addresses', 'file,track_id\nfile:///home/me/a/x%20y.wav,T1\n'],
    ['with doubled slashes', 'file,track_id\na//x y.wav,T1\n'],
    ['without a header', 'a/x y.wav\tT1\n'],
    ['behind their ids, without a header', 'T1;a/x y.wav\n'],
    ['below names in Chinese', '文件名,曲目编号\na/x y.wav,T1\n'],
  ])('may name files %s', async (_how, text) => {
    const app = await freshApp();
    await importFile(app, 'tracks', fileOf('unique_tracks.txt', unique));
    const mapping = fileOf('mapping.csv', text);
    const result = await importFile(app, 'audio', folderOf({ 'a/x y.wav': tone }), 'skip', mapping);
    expect(result).toMatchObject({ imported: 1, rejected: 0, notes: [] });
  });

  it.each([
    ['further up', 'C/01.mp3', 'music/C/01.wav'],
    ['further down', '/home/me/music/C/01.mp3', 'C/01.wav'],
    ['without a folder', '01.mp3', 'B/01.wav'],
  ])('finds a file %s by its last part', async (_how, mapped, file) => {
    const result = await take({ [file]: tone }, `${mapped},T1\n`);
    expect(result).toMatchObject({ imported: 1, rejected: 0 });
  });

  it.each([
    ['of another folder', ['A/01.wav', 'B/01.wav'], 'A/01.wav,T1\nC/01.wav,T2\n', ['B/01.wav', 'y.wav']],
    [
      'of a folder whose name ends alike',
      ['A/01.wav', 'BB/01.wav'],
      'A/01.wav,T1\nB/01.mp3,T2\n',
      ['BB/01.wav', 'y.wav'],
    ],
    ['that two files may be', ['A.WAV', 'A.mp3'], 'a.flac,T1\ny.wav,T2\n', ['A.WAV', 'A.mp3']],
    ['that files of two folders may be', ['A/x.wav', 'B/x.wav'], 'x.mp3,T1\ny.wav,T2\n', ['A/x.wav', 'B/x.wav']],
  ])('does not take a file for one %s', async (_how, files, mapping, refused) => {
    const { rejections } = await take(Object.fromEntries([...files, 'y.wav'].map((file) => [file, tone])), mapping);
    const reason = saying('import.not-in-mapping');
    expect(rejections).toMatchObject(refused.map((field) => ({ field, reason })));
  });

  it('does not give one name to two files that only look alike', async () => {
    const { rejections } = await take({ 'x.wav': tone, 'X.wav': tone }, 'x.wav,T1\n');
    expect(rejections).toMatchObject([{ field: 'X.wav', reason: saying('import.not-in-mapping') }]);
  });

  it('that names two tracks for a file leaves it out, and files that are not there are told', async () => {
    const { notes, rejections, imported } = await take(
      { 'x.wav': tone, 'y.wav': tone },
      'x.wav,T1\nx.wav,T2\ny.wav,T2\nz.wav,T1\n',
    );
    expect(imported).toBe(1);
    expect(rejections).toMatchObject([
      { field: 'x.wav', reason: { id: 'import.mapped-twice', values: { lines: [2, 3] } } },
    ]);
    expect(notes).toContainEqual(saying('import.mapped-not-there', { files: 1, names: ['z.wav'] }));
  });
});

it('a folder with recordings of unread kinds alone is refused by their kinds', async () => {
  const app = await freshApp();
  const given = importFile(app, 'audio', folderOf({ 'T1.m4a': 'x', 'T2.wma': 'x', 'readme.txt': 'x' }));
  await expect(given).rejects.toEqual(telling('import.only-unread-audio', { files: 2, endings: ['.m4a', '.wma'] }));
});

it.each<[what: string, bytes: string, id: MessageId]>([
  ['7-Zip', '7z\xbc\xaf\x27\x1c\0\x04', 'import.packing-not-read'],
  ['xz', '\xfd7zXZ\0\0\x04', 'import.packing-not-read'],
  ['tar', `${'x'.repeat(257)}ustar\0`, 'import.packing-not-read'],
  ['PDF', '%PDF-1.7\n', 'import.kind-not-read'],
  ['data of R', 'RDX3\nX\n\0\0\0\x03', 'import.kind-not-read'],
  ['Arrow', 'ARROW1\0\0\xff', 'import.kind-not-read'],
  ['an old workbook', `\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1${'\0'.repeat(64)}`, 'import.is-old-workbook'],
])('%s is refused by its name', async (_what, bytes, id) => {
  const app = await freshApp();
  const given = importFile(app, 'triplets', fileOf('given.csv', Buffer.from(bytes, 'latin1')));
  await expect(given).rejects.toEqual(telling(id));
});

it.each([
  ['RDX', 'RDX\tone\t3\nann\ttwo\t1\n'],
  ['ARROW1', 'ARROW1\tone\t3\nann\ttwo\t1\n'],
  ['ustar', `${'x'.repeat(250)}\tone\tustar\t3\n`.replace(/\tone\tustar/, '\tone a ustar')],
])('a text that begins like %s is read', async (_what, text) => {
  const app = await freshApp();
  expect(await importFile(app, 'triplets', fileOf('plays.tsv', text))).toMatchObject({ rejected: 0 });
});

it('a packed database is to be unpacked first, and is not called damaged', async () => {
  const app = await freshApp();
  const packed = gzipSync(Buffer.from(`SQLite format 3\0${'\0'.repeat(100)}`));
  const given = importFile(app, 'metadata', fileOf('track_metadata.db.gz', packed));
  await expect(given).rejects.toEqual(telling('import.unpack-first', { packing: 'gzip' }));
});
