import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../../src/core/app/app.ts';
import { rowsOfObject } from '../../src/core/recommender/import/text/json-rows.ts';
import { sniffKind } from '../../src/core/recommender/import/registry.ts';
import { inspect } from '../../src/core/recommender/import/files/source.ts';
import { importFile, suiteApp, suiteFolder } from '../support/fixtures.ts';
import { saying, telling } from '../support/messages.ts';
import { fileOf } from '../support/mobility.ts';
import { playsOf } from '../support/plays.ts';

let app: App;
let folder: string;

beforeAll(async () => {
  folder = suiteFolder();
  app = await suiteApp(folder);
});
afterAll(() => app.close());

const lines = (...rows: unknown[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join('');

function playsOfOne(listener: string): Record<string, number> {
  const own = Object.entries(playsOf(app)).filter(([key]) => key.startsWith(`${listener} `));
  return Object.fromEntries(own.map(([key, plays]) => [key.slice(listener.length + 1), plays]));
}

function tagsOf(key: string): Record<string, number> {
  const rows = app.library.db.all<{ name: string; weight: number }>(
    `SELECT g.name, t.weight FROM track_tags t JOIN tags g ON g.id = t.tag_id JOIN tracks k ON k.id = t.track_id
     WHERE k.track_key = ? ORDER BY g.name`,
    key,
  );
  return Object.fromEntries(rows.map(({ name, weight }) => [name, weight]));
}

function track(key: string) {
  return app.library.db.get(
    `SELECT t.title, t.artist, t.release, t.year, s.song_key AS song FROM tracks t JOIN songs s ON s.id = t.song_id
     WHERE t.track_key = ?`,
    key,
  );
}

async function kindOf(name: string, text: string | Buffer): Promise<string | null> {
  const file = fileOf(name, text);
  return (await sniffKind(await inspect(file), file)).kind;
}

describe('JSON of objects', () => {
  it('a line each is a table; a line that is no object is rejected with its number', async () => {
    const [good, bad] = [3, 0].map((plays) => lines({ user: 'j1', song: `s${plays}`, plays }));
    const plays = `${good}\n[broken\n${bad}`;
    expect(await kindOf('plays.jsonl', plays)).toBe('triplets');
    const result = await importFile(app, 'triplets', fileOf('plays.jsonl', plays));
    expect(result).toMatchObject({ imported: 1, rejected: 2, rejections: [{ line: 3 }, { line: 4, field: 'count' }] });
    expect(result.notes).toContainEqual(saying('import.json-as-table', { rows: 2 }));
    expect(playsOfOne('j1')).toEqual({ s3: 3 });
    const listens = lines({ user: { id: 'j2' }, track: { id: 's1' }, timestamp: 1_600_000_000_000 });
    expect(await kindOf('listens.jsonl', listens)).toBe('listens');
    expect(await importFile(app, 'listens', fileOf('listens.jsonl', listens))).toMatchObject({ imported: 1 });
    expect(playsOfOne('j2')).toEqual({ s1: 1 });
    const tags = lines({ track_id: 'jt1', tags: ['rock', 'pop'] }, { track_id: 'jt2', tags: { jazz: 50, cool: 10 } });
    expect(await kindOf('tags.jsonl', tags)).toBe('tags');
    await importFile(app, 'tags', fileOf('one.jsonl', tags.split('\n')[0]));
    expect(tagsOf('jt1')).toEqual({ pop: 100, rock: 100 });
    await importFile(app, 'tags', fileOf('two.jsonl', tags.split('\n')[1]));
    expect(tagsOf('jt2')).toEqual({ jazz: 100, cool: 20 });
  });

  it('in a list, or a list in an object, is one too, with the names of inner objects', async () => {
    const songs = [
      { id: 'js1', title: 'T', artists: [{ name: 'A' }, { name: 'B' }], album: { name: 'R' }, year: 1999 },
    ];
    for (const root of [songs, { data: songs }]) {
      const text = JSON.stringify(root, null, 2);
      expect(await kindOf('songs.json', text)).toBe('tracks');
      await importFile(app, 'tracks', fileOf('songs.json', text));
      expect(track('js1')).toEqual({ title: 'T', artist: 'A, B', release: 'R', year: 1999, song: 'js1' });
    }
  });

  it('keeps whole numbers to the last digit, and makes a row of each song of a listener', () => {
    expect(rowsOfObject({ uid: 1, songs: ['a', 'b'], timestamps: [5, 6], note: null })).toEqual([
      { uid: '1', note: '', song: 'a', timestamp: '5' },
      { uid: '1', note: '', song: 'b', timestamp: '6' },
    ]);
  });

  it('with large ids stays apart by their last digits', async () => {
    const text =
      '{"user":9007199254740993,"song":9007199254740992,"plays":2}\n{"user":9007199254740992,"song":1,"plays":1}\n';
    await importFile(app, 'triplets', fileOf('big.jsonl', text));
    expect(playsOfOne('9007199254740993')).toEqual({ '9007199254740992': 2 });
  });

  it('of LFM-2b’s tags is known by artist and title, and Last.fm’s tracks by their ids', async () => {
    const lfm = lines({ _id: { artist: 'H', track: 'R' }, tags: { metal: 100, speed: 50 } });
    expect(await kindOf('tags.json', lfm + lfm)).toBe('tags');
    await importFile(app, 'tags', fileOf('tags.json', lfm));
    expect(tagsOf('h – r')).toEqual({ metal: 100, speed: 50 });
    await importFile(
      app,
      'tracks',
      fileOf('unique_tracks.txt', 'TRAAAAW128F429D538<SEP>SOAAAAA12A8C13AB79<SEP>A<SEP>T\n'),
    );
    const lastfm = lines(
      { artist: 'A', similars: [], tags: [['rock', '100']], track_id: 'TRAAAAW128F429D538', title: 'T' },
      { artist: 'B', similars: [], tags: [['jazz', '7']], track_id: 'TRAAABD128F429CF47', title: 'U' },
    );
    await importFile(app, 'tags', fileOf('lastfm.jsonl', lastfm));
    expect(tagsOf('TRAAAAW128F429D538')).toEqual({ rock: 100 });
    // A tag for a track never moves it to another song.
    expect(track('TRAAAAW128F429D538')).toMatchObject({ song: 'SOAAAAA12A8C13AB79', title: 'T' });
  });
});

const SLICE = (pid: number, uri: string) =>
  JSON.stringify({
    info: { slice: '0-999' },
    playlists: [
      {
        name: 'P',
        pid,
        modified_at: 1_493_424_000,
        tracks: [{ pos: 0, artist_name: 'A', track_uri: uri, track_name: 'T', duration_ms: 5000, album_name: 'R' }],
      },
    ],
  });

describe('playlists', () => {
  it('of the Million Playlist Dataset are listeners: a slice, a folder, a zip', async () => {
    const { format, notes } = await importFile(
      app,
      'triplets',
      fileOf('mpd.slice.0-999.json', SLICE(71, 'spotify:track:1')),
    );
    expect(format).toBe('spotify-playlists');
    expect(notes).toContainEqual(saying('import.playlists-as-listeners', { playlists: 1 }));
    expect(playsOfOne('71')).toEqual({ 'spotify:track:1': 1 });
    expect(track('spotify:track:1')).toMatchObject({ title: 'T', artist: 'A', release: 'R' });
    const data = join(folder, 'mpd', 'data');
    mkdirSync(data, { recursive: true });
    for (const pid of [72, 73])
      writeFileSync(join(data, `mpd.slice.${pid}-${pid}.json`), SLICE(pid, 'spotify:track:2'));
    expect(await importFile(app, 'triplets', join(folder, 'mpd'))).toMatchObject({ imported: 2 });
    const zip = zipSync({
      'data/mpd.slice.0-999.json': Buffer.from(SLICE(74, 'spotify:track:3')),
      'stats.txt': Buffer.from('x'),
    });
    expect(await importFile(app, 'triplets', fileOf('mpd.zip', Buffer.from(zip)))).toMatchObject({ imported: 1 });
    expect([72, 73, 74].map((pid) => Object.keys(playsOfOne(String(pid))))).toEqual([
      ['spotify:track:2'],
      ['spotify:track:2'],
      ['spotify:track:3'],
    ]);
  });

  it('of a person’s data of Spotify are read by their names, saved songs as this listener’s', async () => {
    const playlists = {
      playlists: [
        {
          name: 'Mix',
          items: [{ track: { trackName: 'T', artistName: 'A', trackUri: 'spotify:track:4' } }, { track: null }],
        },
      ],
    };
    await importFile(app, 'triplets', fileOf('Playlist1.json', JSON.stringify(playlists)));
    expect(playsOfOne('Mix')).toEqual({ 'spotify:track:4': 1 });
    const saved = { tracks: [{ artist: 'A', album: 'R', track: 'T', uri: 'spotify:track:5' }], albums: [] };
    const { notes } = await importFile(app, 'triplets', fileOf('YourLibrary.json', JSON.stringify(saved)));
    expect(notes).toContainEqual(saying('import.listener-is', { listener: 'YourLibrary' }));
    expect(playsOfOne('YourLibrary')).toEqual({ 'spotify:track:5': 1 });
  });

  it('and records of NetEase Cloud Music have its ids; a count of 0 is rejected', async () => {
    const song = { id: 186016, name: '晴天', ar: [{ name: '周杰伦' }], al: { name: '叶惠美' }, dt: 269_000 };
    const playlist = { code: 200, playlist: { id: 99, name: '我', tracks: [song], trackIds: [{ id: 186016 }] } };
    expect(await kindOf('list.json', JSON.stringify(playlist))).toBe('triplets');
    await importFile(app, 'triplets', fileOf('list.json', JSON.stringify(playlist)));
    expect(playsOfOne('99')).toEqual({ '186016': 1 });
    expect(track('186016')).toMatchObject({ title: '晴天', artist: '周杰伦', release: '叶惠美' });
    const row = (playCount: number, id: number) => ({ playCount, score: 1, song: { ...song, id } });
    const record = { code: 200, weekData: [row(3, 1)], allData: [row(120, 1), row(0, 2)] };
    const { imported, rejected } = await importFile(app, 'triplets', fileOf('record.json', JSON.stringify(record)));
    expect([imported, rejected]).toEqual([1, 1]);
    expect(playsOfOne('record')).toEqual({ '1': 120 });
  });
});

describe('lists that look like plays', () => {
  it('of ids, names and other ids, or of tags, are not taken for them; columns without names are stated', async () => {
    const tracks = "0\tI'm Moving On\t6\n1\tKilling Time\t7\n2\tIch sag Nein\t8\n";
    expect(await kindOf('LFM-1b_tracks.txt', tracks)).toBeNull();
    expect(await kindOf('tags.tsv', 'i\ttag\tcount\n12\theavy metal\t100\n12\trock\t3\n')).toBeNull();
    await expect(kindOf('albums.tsv', 'album_id\talbum_name\tartist_name\n0\tSins\tHelstar\n')).rejects.toMatchObject(
      telling('import.list-of-albums'),
    );
    const plays = 'u1\tsong a\t6\nu1\tsong b\t7\n';
    expect(await kindOf('plays.txt', plays)).toBe('triplets');
    const { notes } = await importFile(app, 'triplets', fileOf('plays.txt', plays));
    expect(notes).toContainEqual(saying('import.columns-taken'));
  });

  it('counts of listens beside tags are no weights of them, and a list without items is no tag', async () => {
    const text = "track_id,tags,track_listens\nf1,\"['rock', 'pop']\",1293\nf2,[],5\n";
    expect(await importFile(app, 'tags', fileOf('raw_tracks.csv', text))).toMatchObject({ imported: 1, rejected: 1 });
    expect(tagsOf('f1')).toEqual({ pop: 100, rock: 100 });
  });

  it('dated plays with the tags of their songs are plays; a date that may be of anything is asked about', async () => {
    const played = (day: number, more: object) => ({
      artist: { name: 'Blue States', mbid: 'm' },
      name: 'Walkabout',
      tags: day === 2 ? [] : ['chillout', 'ambient'],
      user_playcount: -1,
      ...more,
    });
    const at = (day: number) => `2020-02-0${day}T11:57:26.000Z`;
    const heard = [1, 2].map((day) => played(day, { playback_utc_date: { $date: at(day) } }));
    expect(await kindOf('tracks.json', lines(...heard))).toBe('listens');
    const result = await importFile(app, 'listens', fileOf('heard-tags.json', lines(...heard)));
    expect(result).toMatchObject({ imported: 2, rejected: 0, questions: [] });
    expect(result.notes).toContainEqual(saying('import.tags-beside', { columns: ['tags'] }));
    expect(playsOfOne('heard-tags')).toEqual({ 'blue states – walkabout': 2 });

    const dated = fileOf('dated.json', lines(...[1, 2].map((day) => played(day, { date: at(day) }))));
    const asked = await importFile(app, 'listens', dated);
    expect(asked.questions.map(({ id, choices }) => [id, choices.map((choice) => choice.id)])).toEqual([
      ['ask.when-heard', ['date', 'none']],
    ]);
    // Who gave a tag, and when, makes a table of tags; so do days without a clock, of release.
    expect(await kindOf('given.json', lines(played(1, { user: 'u', date: at(1) })))).toBe('tags');
    expect(await kindOf('released.json', lines(played(1, { date: '1994-02-03' })))).toBe('tags');
  });
});
