import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { strToU8, zipSync } from 'fflate';
import type { ImportResult } from '../../src/shared/contract/imports.ts';
import { describe, expect, it } from 'vitest';
import { HISTORY_SHAPES, rowsIn, titleWords } from '../../src/core/recommender/import/listens/json-histories.ts';
import { finish, freshApp, importFile, temporaryFolder } from '../support/fixtures.ts';
import { saying, telling } from '../support/messages.ts';
import { fileOf } from '../support/mobility.ts';
import { playsOf } from '../support/plays.ts';
import { workbookOf } from '../support/workbook.ts';

const json = (name: string, value: unknown, indent = 0) => fileOf(name, JSON.stringify(value, null, indent));

function zip(name: string, files: Record<string, string | Uint8Array>): string {
  const packed = Object.entries(files).map(([path, content]) => [
    path,
    typeof content === 'string' ? strToU8(content) : content,
  ]);
  const file = join(temporaryFolder(), name);
  writeFileSync(file, zipSync(Object.fromEntries(packed)));
  return file;
}

const watched = (title: string, channel: string, time: string, header = 'YouTube Music') => ({
  header,
  title,
  titleUrl: `https://${header === 'YouTube Music' ? 'music' : 'www'}.youtube.com/watch?v=x`,
  subtitles: [{ name: channel, url: 'https://www.youtube.com/channel/UC1' }],
  time,
  products: ['YouTube'],
  activityControls: ['YouTube watch history'],
});

const TAKEOUT = [
  watched('Watched Solar', 'Sault - Topic', '2022-04-25T18:09:04.784Z'),
  watched('Watched Heart', 'Sault - Topic', '2022-04-25T18:05:11.537Z'),
  watched('Watched A cat', 'Cats', '2022-04-25T18:00:00Z', 'YouTube'),
  { header: 'YouTube', title: 'Watched https://www.youtube.com/watch?v=z', time: '2022-04-25T17:59:00Z' },
];

const scrobble = (artist: unknown, name: string, seconds: number) => ({
  artist,
  streamable: '0',
  mbid: '',
  album: { mbid: '', '#text': 'Album' },
  name,
  date: { uts: String(seconds), '#text': '01 Jan 2023, 12:00' },
});
const page = (track: unknown, user = 'RJ') => ({
  recenttracks: { track, '@attr': { user, totalPages: '2', page: '1', perPage: '200', total: '3' } },
});

const MOVIES = 'movieId,title,genres\n1,One,Drama\n2,Two,Comedy\n';
const MOVIE_TAGS = 'userId,movieId,tag,timestamp\n5,1,slow,1445714994\n5,2,odd,1445714995\n';
const RATED = 'userId,movieId,rating,timestamp\n5,1,4.5,1445714994\n6,2,3,1445714995\n';
const COUNTED = 'user_id,track_id,count\n5,1,4\n6,2,3\n';
const HEARD = 'user_id,track_id,timestamp\n5,1,2020-01-01 10:00:00\n6,2,2020-01-02 10:00:00\n';

const SOLAR = { master_metadata_track_name: 'Solar', master_metadata_album_artist_name: 'Sault' };

describe('histories as JSON', () => {
  it("YouTube Music's: songs without the words around their titles, no videos", async () => {
    const app = await freshApp();
    const { notes, imported } = await importFile(app, 'listens', json('watch-history.json', TAKEOUT));
    expect(imported).toBe(2);
    expect(playsOf(app)).toEqual({ 'watch-history sault – heart': 1, 'watch-history sault – solar': 1 });
    expect(notes).toContainEqual(saying('import.videos-left-out', { plays: 2 }));
    expect(notes).toContainEqual(saying('import.words-of-titles', { words: 'Watched …' }));
  });

  it('words around titles are those of the language, if five titles share them', () => {
    const rows = (titles: readonly string[]) =>
      titles.map((title) => ({ row: watched(title, 'X - Topic', ''), account: null }));
    const words = (titles: readonly string[]) => titleWords('youtube-music', rows(titles));
    const german = ['Eins', 'Die Zwei', 'Die Drei', 'Vier', 'Fünf'].map((title) => `${title} angesehen`);
    expect(words(german)).toEqual({ before: '', after: ' angesehen' });
    expect(words(german.slice(0, 4))).toEqual({ before: '', after: '' });
    expect(words(['A', 'B', 'C', 'D', 'E'].map((title) => `Has visto ${title}`))).toEqual({
      before: 'Has visto ',
      after: '',
    });
    expect(words(['Watched The A', 'Watched The B', 'Watched The C']).before).toBe('Watched ');
  });

  it("Last.fm's pages, singly or together; Maloja's; ListenBrainz' answers and dumps of several users", async () => {
    const app = await freshApp();
    const nowPlaying = {
      ...scrobble({ '#text': 'Now' }, 'Playing', 0),
      date: undefined,
      '@attr': { nowplaying: 'true' },
    };
    const one = await importFile(
      app,
      'listens',
      json('page.json', page([nowPlaying, scrobble({ mbid: '', '#text': 'A' }, 'T', 1_600_000_000)])),
    );
    expect(one.notes).toContainEqual(saying('import.now-playing-left-out', { plays: 1 }));
    expect(one.notes).toContainEqual(saying('import.listener-of-export', { listener: 'RJ' }));
    const pages = [page([scrobble({ name: 'A' }, 'T', 1_600_000_500)]), page(scrobble('A', 'T', 1_600_001_000), 'Ann')];
    await importFile(app, 'listens', json('pages.json', pages, 1));
    expect(playsOf(app)).toEqual({ 'RJ a – t': 2, 'Ann a – t': 1 });

    const track = { artists: ['A', 'B'], title: 'T', album: { artists: ['A'], albumtitle: 'Album' }, length: 200 };
    const maloja = {
      maloja: { export_time: 1_690_000_000 },
      scrobbles: [{ time: 1_600_000_000, track, duration: 180 }],
    };
    await importFile(app, 'listens', json('maloja_export_2023_07_22_04_26_40.json', maloja, 3));
    expect(playsOf(app)).toMatchObject({ 'maloja_export_2023_07_22_04_26_40 a, b – t': 1 });

    const listen = (user_name: string) => ({
      listened_at: 1_600_000_000,
      user_name,
      track_metadata: { artist_name: 'C', track_name: 'U', additional_info: { duration_ms: 200_000 } },
    });
    const payload = { count: 1, user_id: 'rob', latest_listen_ts: 1_600_000_000, listens: [listen('rob')] };
    await importFile(app, 'listens', json('listens.json', { payload }));
    await importFile(
      app,
      'listens',
      fileOf('dump.jsonl', ['eve', 'bob'].map((u) => JSON.stringify(listen(u))).join('\n')),
    );
    expect(playsOf(app)).toMatchObject({ 'rob c – u': 1, 'eve c – u': 1, 'bob c – u': 1 });

    const stats = {
      username: 'sue',
      scrobbles: [{ track: 'T', artist: 'A', album: '', albumId: '', date: 1_600_000_000_000 }],
    };
    const { format } = await importFile(app, 'listens', json('lastfmstats-sue.json', stats));
    expect(format).toBe('lastfmstats-json');
    expect(playsOf(app)).toMatchObject({ 'sue a – t': 1 });
  });

  it('are recognised by their rows, each by one shape only', () => {
    expect(rowsIn([[scrobble('A', 'T', 1)], [scrobble('B', 'T', 1)]])).toHaveLength(2);
    const texts = {
      'youtube-music': JSON.stringify(TAKEOUT),
      'lastfm-api': JSON.stringify(page([scrobble({ '#text': 'A' }, 'T', 1)])),
      maloja: '{"maloja": {"export_time": 1}, "scrobbles": [{"track": {"artists": []}}]}',
      'lastfmstats-json': '{"username":"x","scrobbles":[{"track":"T","artist":"A"}]}',
      listenbrainz: '{"payload":{"listens":[{"track_metadata":{}}]}}',
    };
    for (const [format, text] of Object.entries(texts))
      expect(HISTORY_SHAPES.filter(({ isOurs }) => isOurs(text)).map((shape) => shape.format)).toEqual([format]);
  });

  it('web pages and XML are refused by name', async () => {
    const app = await freshApp();
    await expect(
      importFile(app, 'listens', fileOf('watch-history.html', '<!DOCTYPE html>\n<html>')),
    ).rejects.toMatchObject(telling('import.is-web-page'));
    await expect(importFile(app, 'listens', fileOf('page.xml', '<?xml version="1.0"?>\n<lfm>'))).rejects.toMatchObject(
      telling('import.is-xml'),
    );
  });
});

const PLAYS = 'user_id,song_id,play_count\n';

describe('a zip', () => {
  it('of packed tables is looked into, and read as they are', async () => {
    const file = zip('data.zip', {
      'd/plays.tsv.gz': gzipSync('user_id\ttrack_id\tcount\n1\t5\t3\n2\t5\t4\n'),
      'd/tracks.tsv.zst': zstdCompressSync('track_id\tartist\ttrack\n5\tA\tT\n'),
    });
    const app = await freshApp();
    const { kind } = await app.call('import/sniff', { grant: app.grants.add(file) });
    expect(kind).toBe('triplets');
    const { notes } = await importFile(app, 'triplets', file);
    expect(playsOf(app)).toEqual({ '1 5': 3, '2 5': 4 });
    expect(notes.map(({ id }) => id)).toContain('import.zip-others-left-out');
  });

  it('of an export is read as if it were unpacked', async () => {
    const app = await freshApp();
    const history = 'Takeout/YouTube and YouTube Music/history';
    await importFile(
      app,
      'listens',
      zip('takeout.zip', {
        [`${history}/watch-history.json`]: JSON.stringify(TAKEOUT),
        'Takeout/archive_browser.html': '<html>',
      }),
    );
    expect(playsOf(app)).toEqual({ 'takeout sault – heart': 1, 'takeout sault – solar': 1 });
    const german = JSON.stringify(TAKEOUT.slice(0, 1));
    const other = await importFile(
      app,
      'listens',
      zip('de.zip', { 'Takeout/YouTube/Verlauf/Wiedergabeverlauf.json': german }),
    );
    expect(other.notes).toContainEqual(saying('import.zip-member-taken', { file: 'de.zip' }));
    expect(playsOf(app)).toMatchObject({ 'de sault – solar': 1 });
  });

  it.each([
    ['ratings', 'movielens', { 'a/movies.csv': MOVIES, 'a/tags.csv': MOVIE_TAGS, 'a/ratings.csv': RATED }],
    ['listens', 'listening-events', { 'tracks.csv': MOVIES, 'counts.csv': COUNTED, 'events.csv': HEARD }],
    ['triplets', 'delimited-triplets', { 'tags.csv': MOVIE_TAGS, 'counts.csv': COUNTED }],
    ['tags', 'tag-table', { 'movies.csv': MOVIES, 'tags.csv': MOVIE_TAGS }],
  ])('of a data set is its %s first', async (kind, format, files) => {
    const app = await freshApp();
    const data = zip('set.zip', files);
    expect(await app.call('import/sniff', { grant: app.grants.add(data) })).toMatchObject({ kind, format });
    const { notes, imported } = await importFile(app, kind, data);
    expect(imported).toBe(2);
    const count = Object.keys(files).length - 1;
    expect(notes).toContainEqual(saying('import.zip-others-left-out', { count }));
    const again = saying('import.zip-plays-again', { names: ['counts.csv'] });
    if (kind === 'listens') expect(notes).toContainEqual(again);
    else expect(notes).not.toContainEqual(again);
  });

  it("of Spotify's account data is the history in it, and says what else there is", async () => {
    const app = await freshApp();
    const track = { trackName: 'Solar', artistName: 'Sault', albumName: '7', trackUri: 'spotify:track:1' };
    const played = { endTime: '2023-05-01 10:00', artistName: 'Sault', trackName: 'Solar', msPlayed: 200_000 };
    const data = zip('my_spotify_data.zip', {
      'Spotify Account Data/Playlist1.json': JSON.stringify({ playlists: [{ name: 'Mine', items: [{ track }] }] }),
      'Spotify Account Data/StreamingHistory_music_0.json': JSON.stringify([played]),
      'Spotify Account Data/Userdata.json': JSON.stringify({ username: 'somebody' }),
    });
    const sniffed = await app.call('import/sniff', { grant: app.grants.add(data) });
    expect(sniffed).toMatchObject({ kind: 'listens', format: 'spotify-short' });
    const others = (name: string) =>
      saying('import.zip-others-left-out', { count: 1, names: [saying('import.member-of-kind', { name })] });
    expect((await importFile(app, 'listens', data)).notes).toContainEqual(others('Playlist1.json'));
    expect(playsOf(app)).toEqual({ 'somebody sault – solar': 1 });
    const playlists = await importFile(app, 'triplets', data);
    expect(playlists.notes).toContainEqual(others('StreamingHistory_music_0.json'));
    expect(playsOf(app)).toMatchObject({ 'Mine spotify:track:1': 1 });
  });

  it("of Spotify joins the person's other export; where nothing says whose it is, it is asked", async () => {
    const app = await freshApp();
    const ofSpotify = (minute: number) => ({ ts: `2023-05-01T10:0${minute}:30Z`, ms_played: 200_000, ...SOLAR });
    const long = zip('my_spotify_data.zip', {
      'Spotify Extended Streaming History/Streaming_History_Audio_2023_0.json': JSON.stringify([
        { ...ofSpotify(1), username: 'somebody' },
      ]),
    });
    await importFile(app, 'listens', long);
    const short = { endTime: '2023-05-02 10:00', artistName: 'Sault', trackName: 'Solar', msPlayed: 200_000 };
    const account = zip('my_spotify_data (1).zip', {
      'Spotify Account Data/StreamingHistory_music_0.json': JSON.stringify([short]),
      'Spotify Account Data/Userdata.json': JSON.stringify({ username: 'somebody' }),
    });
    await importFile(app, 'listens', account);
    expect(playsOf(app)).toEqual({ 'somebody sault – solar': 2 });

    const nobodys = zip('my_spotify_data (2).zip', {
      'Spotify Extended Streaming History/Streaming_History_Audio_2024_1.json': JSON.stringify([ofSpotify(5)]),
    });
    const asked = await importFile(app, 'listens', nobodys);
    expect(asked.imported).toBe(0);
    expect(asked.questions.map(({ id, choices }) => [id, choices.map((choice) => choice.id)])).toEqual([
      ['ask.whose-export', ['as:somebody', 'new']],
    ]);
    const answered = async (answer: string) => {
      const given = { grant: app.grants.add(nobodys), kind: 'listens', answers: { 'ask.whose-export': answer } };
      return finish(app, (await app.call('import/start', given)).jobId);
    };
    await answered('as:somebody');
    expect(playsOf(app)).toEqual({ 'somebody sault – solar': 3 });
    await answered('new');
    expect(playsOf(app)).toMatchObject({ 'my_spotify_data (2) sault – solar': 1 });
    // A participant's file is named after the participant.
    expect((await importFile(app, 'listens', json('p07.json', [ofSpotify(7)]))).questions).toEqual([]);
  });

  it("under everybody's name is the known listener's if it tells their plays again, else it is asked", async () => {
    const app = await freshApp();
    const ofDays = (artist: string, ...days: number[]) =>
      days.map((day) => {
        const endTime = `2023-05-${String(day).padStart(2, '0')} 10:00`;
        return { endTime, artistName: artist, trackName: 'Solar', msPlayed: 200_000 };
      });
    const start = async (rows: unknown[], answers: Record<string, string> = {}) => {
      const grant = app.grants.add(json('StreamingHistory0.json', rows));
      const { jobId } = await app.call('import/start', { grant, kind: 'listens', answers });
      return finish<ImportResult>(app, jobId);
    };
    for (const name of 'abcdefghi') await importFile(app, 'listens', json(`${name}.json`, ofDays('Others', 1)));
    expect((await start(ofDays('Sault', 2, 3, 4))).questions).toEqual([]);
    // A later download tells the end of the first again, and goes on.
    expect((await start(ofDays('Sault', 3, 4, 5, 6))).questions).toEqual([]);
    expect(playsOf(app)).toMatchObject({ 'StreamingHistory0 sault – solar': 5 });
    // Another person heard something at the same time, and nothing is told of what comes after.
    for (const rows of [ofDays('Cleo', 2, 3, 4), ofDays('Sault', 20)]) {
      const { questions } = await start(rows);
      expect(questions.map(({ id, choices }) => [id, choices.map((choice) => choice.id)])).toEqual([
        ['ask.whose-export', ['as:StreamingHistory0', 'new']],
      ]);
    }
    await start(ofDays('Cleo', 2, 3, 4), { 'ask.whose-export': 'new' });
    expect(playsOf(app)).toMatchObject({ 'StreamingHistory0 (2) cleo – solar': 3 });
    expect((await start(ofDays('Cleo', 3, 4, 5))).questions).toEqual([]);
    expect(playsOf(app)).toMatchObject({ 'StreamingHistory0 (2) cleo – solar': 4 });
  });

  it("with its account's name is the listener of before who was named after the folder, or it is asked", async () => {
    const app = await freshApp();
    const song = { artistName: 'A', trackName: 'T', msPlayed: 9e4 };
    const heard = (day: number) => ({ endTime: `2023-05-0${day} 10:00`, ...song });
    const folder = join(temporaryFolder(), 'spot');
    mkdirSync(folder);
    const history = (...days: number[]) =>
      writeFileSync(join(folder, 'StreamingHistory_music_0.json'), JSON.stringify(days.map(heard)));
    history(1, 2);
    await importFile(app, 'listens', folder);
    writeFileSync(join(folder, 'Userdata.json'), JSON.stringify({ username: '31abc' }));
    history(1, 2, 3);
    expect((await importFile(app, 'listens', folder)).questions).toEqual([]);
    expect(playsOf(app)).toEqual({ 'spot a – t': 3 });
    history(7);
    const { questions } = await importFile(app, 'listens', folder);
    expect(questions.map(({ id, choices }) => [id, choices.map((choice) => choice.id)])).toEqual([
      ['ask.named-export', ['as:spot', 'new']],
    ]);
  });

  it('whose name ends in a donor’s is that donor’s', async () => {
    const app = await freshApp();
    const heard = { endTime: '2023-05-01 10:00', artistName: 'A', trackName: 'T', msPlayed: 9e4 };
    for (const name of ['StreamingHistory_P01', 'StreamingHistory_P02', 'endsong_anna'])
      expect((await importFile(app, 'listens', json(`${name}.json`, [heard]))).questions).toEqual([]);
    expect(Object.keys(playsOf(app))).toHaveLength(3);
  });

  it('in a folder of archives is refused by name, and so are the libraries of players as XML', async () => {
    const app = await freshApp();
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'a.zip'), zipSync({ 'ratings.csv': strToU8(RATED) }));
    const refusal = telling('import.folder-of-archives', { names: ['a.zip'], count: 1 });
    await expect(app.call('import/sniff', { grant: app.grants.add(folder) })).rejects.toMatchObject(refusal);
    await expect(importFile(app, 'listens', folder)).rejects.toMatchObject(refusal);
    for (const [root, id] of [
      [
        '<!DOCTYPE plist PUBLIC "-//Apple Computer//DTD PLIST 1.0//EN" "PropertyList-1.0.dtd">',
        'import.is-itunes-library',
      ],
      ['<DJ_PLAYLISTS Version="1.0.0">', 'import.is-rekordbox-collection'],
      ['<NML VERSION="19">', 'import.is-traktor-collection'],
      ['<lfm status="ok">', 'import.is-xml'],
    ] as const) {
      const file = fileOf('library.xml', `<?xml version="1.0" encoding="UTF-8"?>\n${root}\n`);
      await expect(importFile(app, 'listens', file)).rejects.toMatchObject(telling(id));
    }
  });

  it("of Spotify's playlists of before, which name songs without ids, is read by their names", async () => {
    const app = await freshApp();
    const { trackName, artistName } = { trackName: 'Solar', artistName: 'Sault' };
    const lists = { playlists: [{ name: 'Mine', items: [{ track: { trackName, artistName, albumName: '7' } }] }] };
    const file = json('Playlist1.json', lists, 2);
    expect(await app.call('import/sniff', { grant: app.grants.add(file) })).toMatchObject({
      kind: 'triplets',
      format: 'spotify-playlists',
    });
    await importFile(app, 'triplets', file);
    expect(playsOf(app)).toEqual({ 'Mine sault – solar': 1 });
  });

  it('with tables of JSON is seen to hold plays; all of them are read where they have the same columns', async () => {
    const app = await freshApp();
    const json = (...rows: object[]) => JSON.stringify(rows);
    const alike = zip('parts.zip', {
      '1.json': json({ user: 'ann', song: 's1', plays: 3, device: 'x' }),
      '2.json': `${JSON.stringify({ user: 'bob', song: 's1', plays: 2 })}\n{"user":"bob","song":"s2","plays":1}\n`,
    });
    const all = async (file: string, answer: string) => {
      const grant = app.grants.add(file);
      const answers = { 'ask.file-in-zip': answer };
      return finish<ImportResult>(app, (await app.call('import/start', { grant, kind: 'triplets', answers })).jobId);
    };
    expect(await app.call('import/sniff', { grant: app.grants.add(alike) })).toMatchObject({ kind: 'triplets' });
    expect(await all(alike, 'all')).toMatchObject({ imported: 3, rejected: 0 });
    expect(playsOf(app)).toEqual({ 'ann s1': 3, 'bob s1': 2, 'bob s2': 1 });
    const unlike = zip('unlike.zip', {
      'a.json': json({ user: 'ann', song: 's1', plays: 3 }),
      'b.json': json({ listener: 'cyd', track: 's1', count: 3 }),
    });
    const { questions } = await importFile(app, 'triplets', unlike);
    expect(questions[0].choices.map(({ id }) => id)).toEqual(['a.json', 'b.json']);
  });

  it('with one file of the kind is that file; with several it is asked which', async () => {
    const app = await freshApp();
    const one = zip('plays.zip', {
      'data/plays.csv': `${PLAYS}ann,s1,3\n`,
      'data/README.txt': 'x',
      'data/cover.png': '\x89PNG',
    });
    expect((await importFile(app, 'triplets', one)).notes).toContainEqual(
      saying('import.zip-member-taken', { names: ['data/plays.csv'] }),
    );
    expect(playsOf(app)).toEqual({ 'ann s1': 3 });

    const two = zip('years.zip', { '2023.csv': `${PLAYS}bob,s1,3`, '2024.csv': `${PLAYS}bob,s2,1\n` });
    const { questions, imported } = await importFile(app, 'triplets', two);
    expect([questions[0].id, questions[0].choices.map(({ id }) => id), imported]).toEqual([
      'ask.file-in-zip',
      ['2023.csv', '2024.csv', 'all'],
      0,
    ]);
    const answered = async (answer: string) => {
      const answers = { 'ask.file-in-zip': answer };
      const { jobId } = await app.call('import/start', { grant: app.grants.add(two), kind: 'triplets', answers });
      return finish(app, jobId);
    };
    await answered('2024.csv');
    expect(playsOf(app)).toEqual({ 'ann s1': 3, 'bob s2': 1 });
    await answered('all');
    expect(playsOf(app)).toEqual({ 'ann s1': 3, 'bob s1': 3, 'bob s2': 1 });
  });

  it('that is a bomb, damaged, cut off, locked or without anything of the kind is refused', async () => {
    const app = await freshApp();
    const good = zip('good.zip', { 'a.csv': `${PLAYS}ann,s1,3\n`, 'b.png': '\x89PNG\0' });
    const changed = (name: string, change: (bytes: Buffer) => Buffer) => fileOf(name, change(readFileSync(good)));
    const directory = readFileSync(good).indexOf('PK\x01\x02', 0, 'latin1');
    const cases: [string, string, Parameters<typeof telling>[0]][] = [
      ['bomb', zip('bomb.zip', { 'a.csv': new Uint8Array(100_000_000) }), 'import.zip-bomb'],
      ['overlap', changed('o.zip', (bytes) => overlapping(bytes)), 'import.zip-bomb'],
      ['damaged', changed('d.zip', (bytes) => flip(bytes, 40)), 'import.damaged-zip'],
      [
        'nothing packed',
        changed('n.zip', (bytes) => bytes.fill(0, directory + 20, directory + 24)),
        'import.damaged-zip',
      ],
      ['cut off', changed('c.zip', (bytes) => bytes.subarray(0, -30)), 'import.damaged-zip'],
      ['larger than it says', changed('l.zip', (bytes) => flip(bytes, directory + 24)), 'import.damaged-zip'],
      ['locked', changed('p.zip', (bytes) => flip(bytes, directory + 8)), 'import.zip-encrypted'],
      ['pictures', zip('pictures.zip', { 'a.png': '\x89PNG\0', 'b.png': '\x89PNG\0' }), 'import.zip-without'],
    ];
    for (const [name, file, id] of cases)
      await expect(importFile(app, 'triplets', file), name).rejects.toMatchObject(telling(id));
    expect(playsOf(app)).toEqual({});
  }, 60_000);
});

function flip(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[at] ^= 1;
  return copy;
}

/** The second entry's header is said to be where the first one's is. */
function overlapping(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  const second = copy.lastIndexOf('PK\x01\x02', undefined, 'latin1');
  copy.writeUInt32LE(0, second + 42);
  return copy;
}

describe('a workbook', () => {
  it('is read by its sheet with a table of the kind; with several it is asked which', async () => {
    const app = await freshApp();
    const rows = [
      ['My plays', '', ''],
      ['', '', ''],
      ['user_id', 'song_id', 'play_count'],
      ['ann', 's "1"', 3],
    ];
    const readme = { name: 'About', rows: [['made by hand']] };
    const draft = { name: 'Draft', hidden: true, rows: [...rows, ['eve', 's2', 9]] };
    const one = fileOf('plays.xlsx', workbookOf(readme, { name: 'Plays', rows }, draft));
    expect(await app.call('import/sniff', { grant: app.grants.add(one) })).toMatchObject({ kind: 'triplets' });
    const { notes } = await importFile(app, 'triplets', one);
    expect(playsOf(app)).toEqual({ 'ann s "1"': 3 });
    expect(notes).toContainEqual(saying('import.zip-member-taken', { names: ['Plays'] }));
    const two = fileOf('two.xlsx', workbookOf({ name: 'A', rows }, { name: 'B', rows }));
    expect((await importFile(app, 'triplets', two)).questions[0]).toMatchObject({
      id: 'ask.sheet-of-workbook',
      choices: [{ id: 'A' }, { id: 'B' }, { id: 'all' }],
    });
  });
});
