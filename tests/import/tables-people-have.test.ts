import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../../src/core/app/app.ts';
import { candidates } from '../../src/core/recommender/import/text/columns.ts';
import { readDelimitedHead } from '../../src/core/recommender/import/text/delimited.ts';
import type { ImportResult } from '../../src/shared/contract/imports.ts';
import { finish, importFile, suiteApp, suiteFolder } from '../support/fixtures.ts';
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

const lines = (...rows: string[]) => `${rows.join('\n')}\n`;

/** What one listener of the library played. */
function playsOfOne(listener: string): Record<string, number> {
  const own = Object.entries(playsOf(app)).filter(([key]) => key.startsWith(`${listener} `));
  return Object.fromEntries(own.map(([key, plays]) => [key.slice(listener.length + 1), plays]));
}

function track(key: string) {
  return app.library.db.get(
    'SELECT title, artist, release, duration_seconds AS s FROM tracks WHERE track_key = ?',
    key,
  );
}

function tagsOf(key: string): string[] {
  return app.library.db
    .all<{ name: string }>(
      `SELECT g.name FROM track_tags t JOIN tags g ON g.id = t.tag_id JOIN tracks k ON k.id = t.track_id
       WHERE k.track_key = ? ORDER BY g.name`,
      key,
    )
    .map(({ name }) => name);
}

describe('listening histories', () => {
  it('as Rockbox logs them: skipped songs are left out, and a clock without a zone is said', async () => {
    const log = (zone: string) =>
      lines(
        `#AUDIOSCROBBLER/1.1`,
        `#TZ/${zone}`,
        `#CLIENT/Rockbox`,
        `A\tX\tOne\t3\t158\tL\t1700000000\t`,
        `B\tY\tTwo\t1\t300\tS\t1700000400\t`,
      );
    const known = await importFile(app, 'listens', fileOf('pod.scrobbler.log', log('UTC')));
    expect(known).toMatchObject({ format: 'scrobbler-log', imported: 1, rejected: 0 });
    expect(known.notes).toContainEqual(saying('import.skipped-plays', { plays: 1 }));
    expect(known.notes).not.toContainEqual(saying('import.log-in-local-time'));
    expect(playsOfOne('pod.scrobbler')).toEqual({ 'a – one': 1 });
    const unknown = await importFile(app, 'listens', fileOf('pod2.scrobbler.log', log('UNKNOWN')));
    expect(unknown.notes).toContainEqual(saying('import.log-in-local-time'));
  });

  it('with the day in one column and the time of day in another: two listens of a day stay two', async () => {
    const headed = lines(
      ',Username,Artist,Track,Album,Date,Time',
      '0,bab,A,One,X,31 Jan 2021 , 23:36',
      '1,bab,A,One,X,31 Jan 2021 , 23:32',
    );
    expect(await importFile(app, 'listens', fileOf('d.csv', headed))).toMatchObject({ imported: 2 });
    expect(playsOfOne('bab')).toEqual({ 'a – one': 2 });
    const bare = '2021-04-01,10:42:53,A,One\n2021-04-01,10:39:59,A,One\n';
    expect(await importFile(app, 'listens', fileOf('bare.csv', bare))).toMatchObject({ imported: 2 });
    expect(playsOfOne('bare')).toEqual({ 'a – one': 2 });
  });

  it('under the names that services and Chinese players give their columns', async () => {
    const rows: [name: string, text: string][] = [
      [
        'raw.csv',
        lines(
          ',ts,master_metadata_track_name,master_metadata_album_artist_name,ms_played',
          '0,2025-01-01T10:06:20Z,One,A,90745',
          '1,2025-01-01T10:09:20Z,One,A,900',
        ),
      ],
      [
        'ifttt.csv',
        'Track,Track URL,Artist,Artist URL,Date\nOne,http://x/1,A,http://x/2,"October 24, 2017 at 10:11PM"\n',
      ],
      [
        'apple.csv',
        lines(
          'Artist Name,Content Name,Event End Timestamp,Event Type,Play Duration Milliseconds,User’s Audio Quality',
          'A,One,2020-01-01T10:00:00Z,PLAY_END,90000,HIGH',
        ),
      ],
      [
        'tidal.csv',
        lines(
          'entry_date,track_title,artist_name,album_name,stream_duration_ms',
          '2023-06-01T12:00:00Z,One,A,X,200000',
          '2023-06-01T13:00:00Z,Two,A,X,1200',
        ),
      ],
      ['hist.csv', '歌名,歌手,专辑,播放时间\nOne,A,X,2023-05-01 12:03:11\n'],
    ];
    for (const [name, text] of rows) {
      expect(await importFile(app, 'listens', fileOf(name, text))).toMatchObject({ questions: [], rejected: 0 });
      expect(playsOfOne(name.replace('.csv', ''))).toEqual({ 'a – one': 1 });
    }
  });

  it('never take a release date or the time of adding to a list for the time of listening', async () => {
    const list = lines(
      'Track URI,Track Name,Artist Name(s),Release Date,Added At,Time Signature',
      'spotify:track:1,One,A,2025-03-13,2025-12-15T20:17:44Z,4',
    );
    expect(candidates('time', list.split('\n')[0].split(','))).toEqual([]);
    expect(candidates('song', ['user', 'track_duration', 'track.popularity', 'track_number'])).toEqual([]);
    expect(candidates('artist', ['track.album.artists', 'track.artists', 'played_at'])).toEqual([1]);
    await expect(importFile(app, 'listens', fileOf('list.csv', list))).rejects.toMatchObject(
      telling('import.other-table'),
    );
    expect(await importFile(app, 'tracks', fileOf('list.csv', list))).toMatchObject({ imported: 1 });
    expect(track('spotify:track:1')).toMatchObject({ title: 'One', artist: 'A' });
  });
});

describe('counts', () => {
  it('of one person, whose songs are known by artist and title; a title alone joins no two songs', async () => {
    const counts = '排名,歌曲名,歌手,专辑,播放次数\n1,Intro,A,X,120\n2,Intro,B,Y,98\n';
    const { notes } = await importFile(app, 'triplets', fileOf('mine.csv', counts));
    expect(notes).toContainEqual(saying('import.listener-is', { listener: 'mine' }));
    expect(playsOfOne('mine')).toEqual({ 'a – intro': 120, 'b – intro': 98 });
    const of = 'user,artist,track,plays\nann2,A,Intro,3\nann2,B,Intro,4\n';
    await importFile(app, 'triplets', fileOf('of.csv', of));
    expect(playsOfOne('ann2')).toEqual({ 'a – intro': 3, 'b – intro': 4 });
  });

  it('of songs stand apart beside the id of their artist, which is no song’s', async () => {
    const rows = (value: string) => [
      `user,artist_mbid,artist_name,track_name,${value}`,
      'asha,m1,Kinks,Lola,3',
      'asha,m1,Kinks,Victoria,4',
      'asha,m2,Raveonettes,Victoria,5',
    ];
    const named = saying('import.songs-by-name');
    const plays = await importFile(app, 'triplets', fileOf('by-artist.csv', lines(...rows('plays'))));
    expect(plays.notes).toContainEqual(named);
    expect(Object.values(playsOfOne('asha'))).toEqual([3, 4, 5]);
    const rated = await suiteApp(suiteFolder());
    const ratings = await importFile(rated, 'ratings', fileOf('rated.csv', lines(...rows('rating'))));
    expect(ratings.notes).toContainEqual(named);
    expect(Object.keys(playsOf(rated))).toHaveLength(3);
    rated.close();
  });

  it('that no column holds are asked about; each row may be one play', async () => {
    const file = fileOf('kkbox.csv', 'msno,song_id,target\nm1,s1,1\nm1,s1,0\nm1,s2,1\n');
    const { questions, imported } = await importFile(app, 'triplets', file);
    expect([questions.map(({ id }) => id), imported]).toEqual([['ask.column-count'], 0]);
    for (const [choice, plays] of [
      ['each-row', { s1: 2, s2: 1 }],
      ['target', { s1: 1, s2: 1 }],
    ] as const) {
      const answers = { 'ask.column-count': choice };
      const { jobId } = await app.call('import/start', { grant: app.grants.add(file), kind: 'triplets', answers });
      await finish<ImportResult>(app, jobId);
      expect(playsOfOne('m1')).toEqual(plays);
    }
  });

  it('in a file of GB18030 are read, and it is said', async () => {
    const file = join(folder, 'gbk.csv');
    // 歌曲,歌手,播放次数 and 晴天,周杰伦,120
    const hex = 'b8e8c7fa2cb8e8cad62cb2a5b7c5b4cecafd0ac7e7ccec2cd6dcbddcc2d72c3132300a';
    writeFileSync(file, Buffer.from(hex, 'hex'));
    const { notes } = await importFile(app, 'triplets', file);
    expect(notes).toContainEqual(saying('import.read-as-utf-16', { encoding: 'GB18030' }));
    expect(playsOfOne('gbk')).toEqual({ '周杰伦 – 晴天': 120 });
  });
});

describe('songs and tags', () => {
  it('with ids in a column that is only called song', async () => {
    const table = lines('song,tag,count', 'bare1,rock,99', 'bare1,jazz,3', 'bare2,jazz,1');
    expect(await importFile(app, 'tags', fileOf('bare.csv', table))).toMatchObject({ imported: 3, rejected: 0 });
    expect(tagsOf('bare1')).toEqual(['jazz', 'rock']);
  });

  it('in a table without ids are known by artist and title, as in histories; 4:29 is a duration', async () => {
    const text = '歌曲名,歌手,专辑名,时长,流派\nIntro,A,Z,04:29,rock\n';
    const { notes } = await importFile(app, 'tracks', fileOf('songs.csv', text));
    expect(notes).toContainEqual(saying('import.songs-by-name'));
    expect(track('a – intro')).toEqual({ title: 'Intro', artist: 'A', release: 'Z', s: 269 });
    await importFile(app, 'tags', fileOf('songs.csv', text));
    expect(tagsOf('a – intro')).toEqual(['genre: rock']);
  });

  it('with the id of an artist alone are of the songs that artist and title name, whoever counted plays', async () => {
    const records = [
      { artist: { name: 'Blue', mbid: 'm1' }, name: 'Walk', tags: ['chill'], user_playcount: -1 },
      { artist: { name: 'Blue', mbid: 'm1' }, name: 'Run', tags: ['fast'], user_playcount: -1 },
    ];
    const text = records.map((one) => JSON.stringify(one)).join('\n');
    const tags = await importFile(app, 'tags', fileOf('scrobbled.json', `${text}\n`));
    expect(tags).toMatchObject({ imported: 2, rejected: 0 });
    expect(tags.notes).not.toContainEqual(saying('import.tag-counts-are-relative'));
    expect(tagsOf('blue – walk')).toEqual(['chill']);
    expect(tagsOf('blue – run')).toEqual(['fast']);
  });

  it('may list tags to the end of the row, as MTG-Jamendo does', async () => {
    const text = lines(
      'TRACK_ID\tPATH\tTAGS',
      'track_1\ta.mp3\tmood---calm',
      'track_2\tb.mp3\tmood---calm\tgenre---rock\tmood---dark',
      'track_3\tc.mp3\tmood---calm\tgenre---rock',
      'track_4\td.mp3\tmood---calm\tgenre---folk\tmood---dark\tgenre---rock',
    );
    const file = fileOf('mtg.tsv', text);
    const seen = await app.call('import/preview', { grant: app.grants.add(file), kind: 'tags' });
    expect(seen).toMatchObject({ header: true, rows: { length: 5 } });
    expect(await importFile(app, 'tags', file)).toMatchObject({ imported: 4, rejected: 0 });
    expect(tagsOf('track_2')).toEqual(['genre---rock', 'mood---calm', 'mood---dark']);
  });

  it('with a header of several rows, as in FMA, are read by the joined names, and their vectors too', async () => {
    const text = lines(
      ',album,album,artist,track,track,track',
      ',comments,title,name,genre_top,listens,title',
      'track_id,,,,,,',
      '2,0,AWOL,Awol,Hip-Hop,1293,Food',
      '3,0,AWOL,Awol,Rock,514,Ave',
    );
    expect(await importFile(app, 'tracks', fileOf('fma.csv', text))).toMatchObject({ imported: 2, rejected: 0 });
    expect(track('2')).toMatchObject({ title: 'Food', artist: 'Awol', release: 'AWOL' });
    await importFile(app, 'tags', fileOf('fma.csv', text));
    expect(tagsOf('3')).toEqual(['genre: Rock']);
    const vectors = lines(
      'feature,chroma,chroma,mfcc',
      'statistics,mean,mean,mean',
      'number,01,02,01',
      'track_id,,,',
      '2,7.18,5.23,-1.1',
      '3,1.88,0.76,2.2',
    );
    expect(await importFile(app, 'vectors', fileOf('v.csv', vectors))).toMatchObject({ imported: 2, rejected: 0 });
    const plain = readDelimitedHead({ kind: 'text', head: Buffer.from('a,b,b\n1,2,3\n4,5,6\n') });
    expect(plain?.rows[0]).toEqual(['a', 'b', 'b']);
  });

  it('in a table that has none are refused by naming its columns and what is needed', async () => {
    const text = 'clip_id,singer,duet\n2,0,1\n6,1,0\n';
    await expect(importFile(app, 'tags', fileOf('annotations.csv', text))).rejects.toMatchObject(
      telling('import.other-table', { columns: ['clip_id', 'singer', 'duet'], needed: saying('import.needs-tags') }),
    );
  });
});
