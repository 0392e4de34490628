import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import type { App } from '../../src/core/app/app.ts';
import { readAudioExcerpt } from '../../src/core/recommender/audio/decode.ts';
import { inspect } from '../../src/core/recommender/import/files/source.ts';
import { sniffKind } from '../../src/core/recommender/import/registry.ts';
import type { EvaluationResult } from '../../src/shared/contract/recommender.ts';
import { finish, freshApp, importFile, ROOT, temporaryFolder } from '../support/fixtures.ts';
import { saying } from '../support/messages.ts';

const fixture = (name: string) => join(ROOT, 'tests', 'fixtures', name);
const track = (n: number) => `TRSYN${String(n).padStart(13, '0')}`;
const song = (n: number) => `SOSYN${String(n).padStart(13, '0')}`;
const listener = (n: number) => n.toString(16).padStart(40, 'a');

function put(name: string, text: string | Uint8Array): string {
  const file = join(temporaryFolder(), name);
  writeFileSync(file, text);
  return file;
}

/** Sniffs, checks that the kind is right, and imports. */
async function take(app: App, kind: string, format: string, file: string) {
  expect(await sniffKind(await inspect(file), file)).toEqual({ kind, format });
  return importFile(app, kind, file);
}

async function playsOf(app: App, listenerId: string) {
  const { plays } = await app.call('library/get-listener', { listenerId });
  return Object.fromEntries(plays.map(({ title, songId, plays: count }) => [title ?? songId, count]));
}

async function withTracks(n: number): Promise<App> {
  const app = await freshApp();
  const lines = Array.from(
    { length: n },
    (_, i) => `${track(i + 1)}<SEP>${song(i + 1)}<SEP>Artist ${i + 1}<SEP>Title ${i + 1}`,
  );
  await take(app, 'tracks', 'unique-tracks', put('unique_tracks.txt', `${lines.join('\n')}\n`));
  return app;
}

const tagsOf = async (app: App, n: number) =>
  (await app.call('library/get-song', { songId: song(n) })).tags.map(({ tag, weight }) => `${tag} ${weight}`).sort();

describe('plays', () => {
  it('Kaggle: triplets as they were, saved again with a header and commas, song and listener lists', async () => {
    const app = await freshApp();
    await take(
      app,
      'triplets',
      'taste-profile',
      put('kaggle_visible_evaluation_triplets.txt', `${listener(1)}\t${song(1)}\t2\n${listener(1)}\t${song(2)}\t1\n`),
    );
    const again = await take(
      app,
      'triplets',
      'delimited-triplets',
      put(
        'saved.csv',
        `"user_id","song_id","play_count"\n${listener(2)},${song(1)},5\n${listener(2)},${song(3)},zero\n`,
      ),
    );
    expect(again).toMatchObject({ read: 2, imported: 1, rejected: 1 });
    expect(again.rejections[0]).toMatchObject({ line: 3, field: 'count' });
    await take(app, 'tracks', 'kaggle-songs', put('kaggle_songs.txt', `${song(1)} 1\n${song(9)} 2\n`));
    await take(app, 'listeners', 'kaggle-users', put('kaggle_users.txt', `${listener(1)}\n${listener(7)}\n`));
    expect((await app.call('app/info', {})).counts).toMatchObject({ songs: 3, listeners: 3, plays: 3 });
    expect(await playsOf(app, listener(2))).toEqual({ [song(1)]: 5 });
  });

  it('Last.fm-1K: every line a listen, with its time', async () => {
    const app = await freshApp();
    const lines = [
      'user_1\t2009-05-04T23:08:57Z\tmbid\tDeep Dish\t\tGo Tonight',
      'user_1\t2009-05-05T23:08:57Z\t\tdeep dish\t\tGo  Tonight',
      'user_2\t2008-01-01T00:00:00Z\t\t坂本龍一\t\tThe "End"',
      'user_2\tyesterday\t\tA\t\tB',
      'short',
    ];
    const result = await take(app, 'listens', 'lastfm-1k', put('userid-timestamp.tsv', `${lines.join('\n')}\n`));
    expect(result).toMatchObject({ imported: 3, rejected: 2 });
    expect(result.rejections.map(({ line, field }) => `${line} ${field}`)).toEqual(['4 time', '5 line']);
    expect(await playsOf(app, 'user_1')).toEqual({ 'Go Tonight': 2 });
    expect(await playsOf(app, 'user_2')).toEqual({ 'The "End"': 1 });
  });

  it('Last.fm-360K: artists in place of songs', async () => {
    const app = await freshApp();
    await take(
      app,
      'listens',
      'lastfm-360k',
      put('usersha1-artmbid-artname-plays.tsv', 'u1\tmbid\tbetty blowtorch\t2137\nu1\t\tdie Ärzte\t1099\n'),
    );
    expect(await playsOf(app, 'u1')).toEqual({ 'betty blowtorch': 2137, 'die Ärzte': 1099 });
  });

  it('ListenBrainz: a zip, the user from user.json, times with a fraction', async () => {
    const app = await freshApp();
    const line = (at: number, title: string | null) =>
      JSON.stringify({
        listened_at: at,
        track_metadata: {
          artist_name: 'Artist',
          track_name: title,
          release_name: 'Release',
          additional_info: { duration_ms: 1500 },
        },
      });
    const zip = zipSync({
      'user.json': strToU8('{"user_name": "rob"}'),
      'listens/2024/1.jsonl': strToU8(`${line(1704067200.5, 'One')}\n${line(1704067300, 'One')}\n`),
      'listens/2024/12.jsonl': strToU8(`${line(1733011200, 'Two')}\n${line(1733011300, null)}\n{broken\n`),
    });
    const result = await take(app, 'listens', 'listenbrainz', put('export.zip', zip));
    expect(result).toMatchObject({ read: 5, imported: 3, rejected: 2 });
    expect(await playsOf(app, 'rob')).toEqual({ One: 2, Two: 1 });
  });

  it('Spotify, both exports: a folder counts its parts together; podcasts and short plays are told apart', async () => {
    const app = await freshApp();
    const extended = (title: string | null, ms: number, second = 0) => ({
      ts: `2023-01-05T14:28:0${second}Z`,
      ms_played: ms,
      master_metadata_track_name: title,
      master_metadata_album_artist_name: title && 'Artist',
      master_metadata_album_album_name: 'Album',
      spotify_track_uri: 'spotify:track:x',
    });
    const folder = join(temporaryFolder(), 'my-data');
    mkdirSync(folder);
    writeFileSync(
      join(folder, 'Streaming_History_Audio_2022_0.json'),
      JSON.stringify([extended('One', 60_000), extended(null, 600_000), extended('One', 5000)]),
    );
    writeFileSync(
      join(folder, 'Streaming_History_Audio_2023_1.json'),
      JSON.stringify([extended('One', 60_000), extended('One', 60_000, 7), extended('Two', 61_000)]),
    );
    const result = await take(app, 'listens', 'spotify-extended', folder);
    expect(result).toMatchObject({ read: 6, imported: 4, rejected: 0 });
    expect(result.notes).toEqual([
      saying('import.listener-is', { listener: 'my-data' }),
      saying('import.podcasts-left-out', { podcasts: 1 }),
      saying('import.short-plays', { plays: 1 }),
      saying('import.listens-twice', { listens: 1 }),
    ]);
    expect(await playsOf(app, 'my-data')).toEqual({ One: 2, Two: 1 });
    const { jobId } = await app.call('import/start', {
      grant: app.grants.add(
        put(
          'StreamingHistory0.json',
          JSON.stringify([{ endTime: '2023-01-05 14:28', artistName: 'A', trackName: 'B', msPlayed: 40_000 }]),
        ),
      ),
      kind: 'listens',
      listener: 'me',
    });
    await finish(app, jobId);
    expect(await playsOf(app, 'me')).toEqual({ B: 1 });
    await expect(importFile(app, 'listens', put('endsong_1.json', '[{"ms_played": 3'), 'skip')).rejects.toMatchObject({
      code: 'bad-input',
      told: saying('import.export-not-json', { name: 'endsong_1.json' }),
    });
  });

  it('scrobbles as CSV, in three dialects', async () => {
    const app = await freshApp();
    const first = await take(
      app,
      'listens',
      'scrobbles-csv',
      put(
        'benjamin.csv',
        'Artist,Album,"One, two","15 Mar 2025, 14:30"\nArtist,Album,"One, two","16 Mar 2025, 14:30"\n',
      ),
    );
    expect(first).toMatchObject({ imported: 2 });
    await take(
      app,
      'listens',
      'scrobbles-csv',
      put('semicolon.csv', '\uFEFFArtist;Album;Track;Date\nBand;Record;Song;1742049000000\nBand;;Song;never\n'),
    );
    await take(
      app,
      'listens',
      'scrobbles-csv',
      put(
        'uts.csv',
        'uts,utc_time,artist,artist_mbid,album,album_mbid,track,track_mbid\n"1742049000","15 Mar 2025, ' +
          '14:30","歌手","","","","歌",""\n',
      ),
    );
    expect([await playsOf(app, 'benjamin'), await playsOf(app, 'semicolon'), await playsOf(app, 'uts')]).toEqual([
      { 'One, two': 2 },
      { Song: 1 },
      { 歌: 1 },
    ]);
  });
});

describe('ratings', () => {
  const lines = Array.from(
    { length: 400 },
    (_, i) => `${1 + (i % 20)}\t${1 + ((i * 7) % 45)}\t${1 + ((i * 3 + (i % 20)) % 5)}\t${880000000 + i * 1000}`,
  );

  it('MovieLens: explicit by default, times kept, never mixed with plays', async () => {
    const app = await freshApp();
    const result = await take(app, 'ratings', 'movielens', put('u.data', `${lines.join('\n')}\n`));
    expect(result.imported).toBe(400);
    const run = async (protocol: 'ratings' | 'temporal') =>
      finish<EvaluationResult>(
        app,
        (
          await app.call('evaluation/start', {
            protocol,
            models: ['global-mean', 'bias'],
            folds: protocol === 'ratings' ? 5 : 1,
          })
        ).jobId,
      );
    const evaluated = await run('ratings');
    expect(evaluated).toMatchObject({ conversion: 'explicit', range: { minimum: 1, maximum: 5 } });
    // Cross-validated by hand: the mean squared deviation from the mean of the other folds.
    expect(evaluated.models['global-mean'].rmse).toBeGreaterThan(1.2);
    expect(evaluated.folds?.bias.rmse.length).toBe(5);
    expect((await run('temporal')).counts.testRows).toBeGreaterThan(0);
    await expect(importFile(app, 'triplets', put('t.txt', `${listener(1)}\t${song(1)}\t2\n`))).rejects.toMatchObject({
      code: 'conflict',
      told: saying('import.library-has-ratings'),
    });
    const plays = await freshApp();
    await importFile(plays, 'triplets', put('t.txt', `${listener(1)}\t${song(1)}\t2\n`));
    await expect(importFile(plays, 'ratings', put('u.data', `${lines.join('\n')}\n`))).rejects.toMatchObject({
      code: 'conflict',
      told: saying('import.library-has-counts'),
    });
  });

  it('half steps, headers and other separators; what is no rating is refused by line', async () => {
    const app = await freshApp();
    const csv = await take(
      app,
      'ratings',
      'movielens',
      put(
        'ratings.csv',
        'userId,movieId,rating,timestamp\n1,31,2.5,1260759144\n1,32,3.7,1260759144\n1,33,,1\n1,31,4.0,1260759145\n',
      ),
    );
    expect(csv).toMatchObject({ imported: 2, rejected: 2 });
    expect(csv.rejections.map(({ line, field }) => `${line} ${field}`)).toEqual(['3 rating', '4 rating']);
    expect(csv.notes).toContainEqual(saying('import.rated-twice', { pairs: 1 }));
    await take(
      app,
      'ratings',
      'movielens',
      put('ml.inter', 'user_id:token\titem_id:token\trating:float\ttimestamp:float\n2\t31\t5.0\t881250949\n'),
    );
    await importFile(app, 'ratings', put('ratings.dat', '3::1193::5::978300760\n'));
    expect((await app.call('app/info', {})).counts).toMatchObject({ listeners: 3, plays: 3 });
  });
});

describe('songs and their tags', () => {
  it('taste_profile_song_to_tracks.txt: none, one or many tracks', async () => {
    const app = await freshApp();
    const result = await take(
      app,
      'tracks',
      'song-to-tracks',
      put(
        'taste_profile_song_to_tracks.txt',
        `${song(1)}\t${track(1)}\t${track(2)}\n${song(2)}\n${song(3)}\t${track(3)}\n`,
      ),
    );
    expect(result).toMatchObject({ imported: 3, notes: [{ values: { songs: 1 } }] });
    expect((await app.call('library/get-song', { songId: song(1) })).tracks).toEqual([track(1), track(2)]);
  });

  it('MSD HDF5: many songs with terms, the summary without, a folder of files', async () => {
    const app = await freshApp();
    const result = await take(app, 'metadata', 'msd-hdf5', fixture('msd-aggregate.h5'));
    expect(result).toMatchObject({ read: 3, imported: 3, rejected: 0 });
    expect((await app.call('library/get-song', { songId: song(1) })).song).toMatchObject({
      title: 'Café synthétique',
      artist: 'Künstler Eins',
      year: 1999,
      durationSeconds: 201.5,
    });
    expect((await app.call('library/get-song', { songId: song(2) })).song).toMatchObject({
      title: '合成曲',
      year: null,
    });
    expect([await tagsOf(app, 1), await tagsOf(app, 2), await tagsOf(app, 3)]).toEqual([
      ['indie rock 50', 'rock 100'],
      [],
      ['pop 75'],
    ]);
    const summary = await freshApp();
    expect(await take(summary, 'metadata', 'msd-hdf5', fixture('msd-summary.h5'))).toMatchObject({ imported: 3 });
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'one.h5'), readFileSync(fixture('msd-summary.h5')));
    writeFileSync(join(folder, 'cut.h5'), readFileSync(fixture('msd-summary.h5')).subarray(0, 3000));
    const mixed = await take(await freshApp(), 'metadata', 'msd-hdf5', folder);
    expect(mixed).toMatchObject({ imported: 3, rejected: 1 });
    expect(mixed.rejections[0]).toMatchObject({ field: 'cut.h5' });
    await expect(
      importFile(app, 'metadata', put('bad.h5', readFileSync(fixture('msd-summary.h5')).subarray(0, 500))),
    ).rejects.toMatchObject({
      code: 'bad-input',
      told: saying('import.not-hdf5', { file: 'bad.h5' }),
    });
  });

  it('genres of tagtraum and MAGD', async () => {
    const app = await withTracks(3);
    await take(
      app,
      'tags',
      'genres',
      put('msd_tagtraum_cd2.cls', `# comment\n${track(1)}\tRock\tPop\n${track(2)}\tJazz\n${track(9)}\tJazz\n`),
    );
    const magd = await take(app, 'tags', 'genres', put('msd-MAGD-genreAssignment.cls', `${track(3)}\tStage \n`));
    expect(magd.imported).toBe(1);
    expect([await tagsOf(app, 1), await tagsOf(app, 3)]).toEqual([
      ['genre: Pop 50', 'genre: Rock 100'],
      ['genre: Stage 100'],
    ]);
    await expect(
      importFile(app, 'tags', put('lfs.cls', 'version https://git-lfs.github.com/spec/v1\noid sha256:x\n')),
    ).rejects.toMatchObject({ told: saying('import.git-lfs-pointer') });
  });

  it('song, tag and count; song and name; of songs with and without a track', async () => {
    const app = await withTracks(1);
    const lines = [`${song(1)}\trock\t40`, `${song(1)}\tlive\t10`, `${song(2)}\tpop\t3`, `${song(2)}\tsoul\t0`];
    const file = put('tags.tsv', `song\ttag\tcount\n${lines.join('\n')}\n${song(2)}\tpop\n`);
    const result = await take(app, 'tags', 'song-tags', file);
    expect(result).toMatchObject({ read: 5, imported: 3, rejected: 2 });
    expect(result.rejections).toMatchObject([
      { line: 5, field: 'count', reason: saying('import.not-a-tag-count', { count: '0' }) },
      { line: 6, field: 'line', reason: saying('import.not-a-song-tag') },
    ]);
    expect(result.notes).toContainEqual(saying('import.tag-counts-are-relative'));
    // Relative to the song's first tag, so that a weight does not tell how many listeners a song has.
    const weights = [['live 25', 'rock 100'], ['pop 100']];
    expect([await tagsOf(app, 1), await tagsOf(app, 2)]).toEqual(weights);
    const names = put('artists.tsv', `${song(1)}\tOther title\n${song(2)}\tDiary of Dreams\n`);
    expect(await take(app, 'tracks', 'song-names', names)).toMatchObject({ imported: 2, rejected: 0 });
    await importFile(app, 'tags', file);
    expect([await tagsOf(app, 1), await tagsOf(app, 2)]).toEqual(weights);
    expect(await app.call('library/get-song', { songId: song(2) })).toMatchObject({
      song: { title: 'Diary of Dreams' },
    });
    expect((await app.call('app/info', {})).counts).toMatchObject({ songs: 2, tracks: 2 });
  });

  it('Last.fm JSON below a folder', async () => {
    const app = await withTracks(2);
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'A', 'B'), { recursive: true });
    writeFileSync(
      join(folder, 'A', `${track(1)}.json`),
      JSON.stringify({
        artist: 'A',
        timestamp: 'x',
        similars: [['TR', 0.87]],
        tags: [
          ['rock', '100'],
          ['80s', 12],
        ],
        track_id: track(1),
        title: 'T',
      }),
    );
    writeFileSync(join(folder, 'A', 'B', `${track(2)}.json`), '{"track_id": ');
    const result = await take(app, 'tags', 'lastfm-json', folder);
    expect(result).toMatchObject({ imported: 1, rejected: 1 });
    expect(await tagsOf(app, 1)).toEqual(['80s 12', 'rock 100']);
  });

  it('artist_term.db: the terms of an artist go to all tracks of the artist', async () => {
    const app = await freshApp();
    await importFile(app, 'metadata', fixture('msd-summary.h5'));
    const file = join(temporaryFolder(), 'artist_term.db');
    const db = new Database(file);
    db.exec(
      'CREATE TABLE artists (artist_id TEXT PRIMARY KEY); CREATE TABLE terms (term TEXT PRIMARY KEY); CREATE ' +
        "TABLE artist_term (artist_id TEXT, term TEXT); INSERT INTO artist_term VALUES ('ARSYN0000000000001', " +
        "'electro'), ('ARNOBODY', 'rock')",
    );
    db.close();
    expect(await take(app, 'tags', 'artist-term-db', file)).toMatchObject({ imported: 1, rejected: 1 });
    expect(await tagsOf(app, 1)).toEqual(['electro 100']);
  });
});

describe('audio files that are given as they are', () => {
  it('are one import, with the table that names their tracks, whatever separates its columns', async () => {
    const app = await withTracks(2);
    const tone = readFileSync(fixture('tone.wav'));
    const [one, two, lost] = ['first take.wav', 'second.wav', 'third.wav'].map((name) => put(name, tone));
    const sniff = (file: string) => app.call('import/sniff', { grant: app.grants.add(file) });
    for (const separator of [',', ';', '\t']) {
      const rows = [
        ['File', 'song_id'],
        ['first take.wav', song(1)],
        ['second.wav', song(2)],
      ];
      const mapping = put('map.csv', `${rows.map((row) => row.join(separator)).join('\n')}\n`);
      expect(await sniff(mapping)).toMatchObject({ kind: null, format: 'audio-mapping' });
      const { jobId } = await app.call('import/start', {
        grant: app.grants.add(one),
        moreGrants: [two, lost].map((file) => app.grants.add(file)),
        mappingGrant: app.grants.add(mapping),
        kind: 'audio',
      });
      expect(await finish(app, jobId)).toMatchObject({
        read: 3,
        imported: 2,
        rejections: [{ line: 3, field: 'third.wav', reason: saying('import.not-in-mapping') }],
      });
    }
    expect(await sniff(one)).toMatchObject({ kind: 'audio' });
    // Songs that are known by plays only have a place for their sound too.
    await importFile(app, 'triplets', put('plays.txt', 'ann\tSong-A\t2\nann\tsong-b\t1\n'));
    const bare = await importFile(app, 'audio', put('song-a.wav', tone));
    expect(bare).toMatchObject({ imported: 1 });
    expect((await app.call('library/get-song', { songId: 'Song-A' })).clip?.mel).toBe(true);
    const [{ id }] = await app.call('import/list', {});
    await app.call('import/undo', { id });
    expect((await app.call('library/get-song', { songId: 'Song-A' })).clip).toBeNull();
    expect((await app.call('library/get-song', { songId: song(2) })).clip?.mel).toBe(true);
    expect(await sniff(put('counts.csv', 'file,track_id,plays\nann,s1,3\n'))).not.toMatchObject({
      format: 'audio-mapping',
    });
  });
});

describe('audio', () => {
  it.each(['mp3', 'flac', 'ogg'])('%s decodes to the tone that the WAV holds', async (ending) => {
    const excerpt = await readAudioExcerpt(fixture(`tone.${ending}`), 0, 3);
    expect(excerpt.sampleRate).toBe(22_050);
    expect(excerpt.durationSeconds).toBeCloseTo(0.5, 1);
    // 440 Hz: correlation with a sine and a cosine of that pitch, in the middle of the tone.
    const samples = excerpt.channels[0].subarray(2000, 9000);
    let [sine, cosine, power] = [0, 0, 0];
    samples.forEach((value, i) => {
      sine += value * Math.sin((2 * Math.PI * 440 * i) / 22_050);
      cosine += value * Math.cos((2 * Math.PI * 440 * i) / 22_050);
      power += value * value;
    });
    expect((2 * (sine ** 2 + cosine ** 2)) / (samples.length * power)).toBeGreaterThan(0.98);
    expect(Math.sqrt(power / samples.length)).toBeCloseTo(0.5 / Math.SQRT2, 1);
  });

  it('garbage behind a good name is refused by name', async () => {
    for (const [name, bytes] of [
      ['noise.mp3', Buffer.concat([Buffer.from('ID3\u0004'), Buffer.alloc(2000, 7)])],
      ['noise.flac', Buffer.concat([Buffer.from('fLaC'), Buffer.alloc(2000, 7)])],
      ['noise.ogg', Buffer.concat([Buffer.from('OggS'), Buffer.alloc(2000, 7)])],
      ['movie.mp3', Buffer.from('\0\0\0\u0018ftypmp42')],
    ] as const) {
      await expect(readAudioExcerpt(put(name, bytes), 0, 3), name).rejects.toMatchObject({
        code: 'bad-input',
        message: expect.stringContaining(name),
      });
    }
  });
});
