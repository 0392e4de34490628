import { describe, expect, it } from 'vitest';
import type { App } from '../../src/core/app/app.ts';
import { PlayFilter } from '../../src/core/recommender/import/plays/short-plays.ts';
import { freshApp, importFile, temporaryFolder } from '../support/fixtures.ts';
import { saying, telling } from '../support/messages.ts';
import { fileOf } from '../support/mobility.ts';
import { playsOf } from '../support/plays.ts';

const lines = (...rows: string[]) => `${rows.join('\n')}\n`;
const [CHERYL, OH_LAND] = ['0009fFIM1eYThaPg', '0010xmHR6UICBOYT'];

async function songOf(app: App, songId: string) {
  const { song, tags } = await app.call('library/get-song', { songId });
  return [
    song.title,
    song.artist,
    song.year,
    song.durationSeconds,
    tags.map(({ tag, weight }) => `${tag} ${weight}`).sort(),
  ];
}

describe('data sets with a table each', () => {
  it('Music4All: songs, years and lengths, tags, genres and languages', async () => {
    const app = await freshApp();
    const put = (kind: string, name: string, ...rows: string[]) => importFile(app, kind, fileOf(name, lines(...rows)));
    await put(
      'listens',
      'listening_history.csv',
      'user\tsong\ttimestamp',
      `user_007XIjOr\t${CHERYL}\t2019-02-20 12:28`,
    );
    const about = await put(
      'tracks',
      'id_information.csv',
      'id\tartist\tsong\talbum_name',
      `${CHERYL}\tCheryl\tRain on Me\t3 Words`,
      `${OH_LAND}\tOh Land\t"Heroes" (live)\tEarth Sick`,
    );
    expect(about).toMatchObject({ format: 'song-table', imported: 2 });
    await put(
      'tracks',
      'id_metadata.csv',
      'id\tspotify_id\tpopularity\trelease\tkey\tmode\ttempo\tduration_ms',
      `${CHERYL}\t6eObSpGvPkUVmHDWjFPjRQ\t52.0\t2012\t7.0\t1.0\t143.9\t232907`,
    );
    await put('tags', 'id_tags.csv', 'id\ttags', `${CHERYL}\tpop,female vocalists`, `${OH_LAND}\tdanish`);
    await put('tags', 'id_genres.csv', 'id\tgenres', `${CHERYL}\tpop,house`);
    const { notes } = await put('tags', 'id_lang.csv', 'id\tlang', `${CHERYL}\ten`);
    expect(notes).toContainEqual(saying('import.columns-taken'));
    expect(await songOf(app, CHERYL)).toEqual([
      'Rain on Me',
      'Cheryl',
      2012,
      232.907,
      ['female vocalists 100', 'genre: house 100', 'genre: pop 100', 'language: en 100', 'pop 100'],
    ]);
    expect(await songOf(app, OH_LAND)).toEqual(['"Heroes" (live)', 'Oh Land', null, null, ['danish 100']]);
    expect((await app.call('app/info', {})).counts).toMatchObject({ songs: 2, tracks: 2, listeners: 1 });
  });

  it("HetRec's Last.fm: plays of artists, their names, and how many gave each tag", async () => {
    const app = await freshApp();
    const folder = temporaryFolder();
    const put = (kind: string, name: string, ...rows: string[]) =>
      importFile(app, kind, fileOf(name, lines(...rows), folder));
    await put('triplets', 'user_artists.dat', 'userID\tartistID\tweight', '2\t51\t13883', '3\t52\t1');
    await put('tracks', 'artists.dat', 'id\tname\turl\tpictureURL', '51\tDuran Duran\thttp://a\thttp://b');
    const tagged = ['userID\tartistID\ttagID\tday\tmonth\tyear', '2\t52\t13\t1\t4\t2009', '3\t52\t13\t1\t4\t2009'];
    const rows = [...tagged, '3\t52\t15\t1\t4\t2009', '3\t52\t99\t1\t4\t2009'];
    await expect(put('tags', 'user_taggedartists.dat', ...rows)).rejects.toMatchObject(
      telling('import.tag-names-missing'),
    );
    fileOf('tags.dat', 'tagID\ttagValue\n13\tchillout\n15\ttrip-hop\n', folder);
    const result = await put('tags', 'user_taggedartists.dat', ...rows);
    expect(result).toMatchObject({ imported: 3, rejected: 1, rejections: [{ line: 5, field: 'tag' }] });
    expect(playsOf(app)).toEqual({ '2 51': 13_883, '3 52': 1 });
    expect((await songOf(app, '51')).slice(0, 2)).toEqual(['Duran Duran', null]);
    expect((await songOf(app, '52')).at(-1)).toEqual(['chillout 100', 'trip-hop 50']);
  });

  it('LFM-1b and LFM-2b: events without a header, which are no counts, and names', async () => {
    const app = await freshApp();
    const events = fileOf('LFM-1b_LEs.txt', lines('31435741\t2\t4\t4\t1385212958', '31435741\t2\t4\t5\t1385212642'));
    const { format, imported } = await importFile(app, 'listens', events);
    expect([format, imported]).toEqual(['listening-events', 2]);
    expect(playsOf(app)).toEqual({ '31435741 4': 1, '31435741 5': 1 });
    const bare = fileOf('events.tsv', lines('u1\ts1\t1385212958', 'u1\ts2\t1385212642'));
    await expect(importFile(app, 'triplets', bare)).rejects.toMatchObject(telling('import.counts-are-times'));
    await importFile(app, 'listens', bare);
    expect(playsOf(app)).toMatchObject({ 'u1 s1': 1, 'u1 s2': 1 });
    const names = lines('track_id\tartist_name\ttrack_name', '4\tBlack Sabbath\tEpilogue');
    await importFile(app, 'tracks', fileOf('tracks.tsv', names));
    expect((await songOf(app, '4')).slice(0, 2)).toEqual(['Epilogue', 'Black Sabbath']);
  });

  it('MovieLens: titles and genres; tags of viewers count by how many gave them', async () => {
    const app = await freshApp();
    const movies = fileOf('movies.csv', lines('movieId,title,genres', '1,Toy Story (1995),Adventure|Comedy'));
    expect((await importFile(app, 'tracks', movies)).notes).toEqual(
      expect.arrayContaining([
        saying('import.columns-unused', { columns: ['genres'], more: 0 }),
        saying('import.tags-beside', { columns: ['genres'] }),
      ]),
    );
    const { notes } = await importFile(app, 'tags', movies);
    expect(notes).toContainEqual(saying('import.columns-unused', { columns: ['title'] }));
    expect(notes).not.toContainEqual(saying('import.tags-beside'));
    const tags = lines(
      'userId,movieId,tag,timestamp',
      '2,1,funny,1445714994',
      '3,1,funny,1445714996',
      '3,1,old,1445714990',
    );
    const { format } = await importFile(app, 'tags', fileOf('tags.csv', tags));
    expect(format).toBe('tag-table');
    expect((await songOf(app, '1')).at(-1)).toEqual([
      'funny 100',
      'genre: Adventure 100',
      'genre: Comedy 100',
      'old 50',
    ]);
  });

  it('Exportify: the year of a song is that of its release', async () => {
    const app = await freshApp();
    const header = 'Track URI,Track Name,Artist Name(s),Album Name,Release Date';
    const text = lines(
      header,
      'spotify:track:1,Rain,Cheryl,Words,2009-10-26',
      'spotify:track:2,Sick,Oh Land,Earth,2014',
    );
    await importFile(app, 'tracks', fileOf('liked.csv', text));
    const years = [await songOf(app, 'spotify:track:1'), await songOf(app, 'spotify:track:2')].map((song) => song[2]);
    expect(years).toEqual([2009, 2014]);
  });

  it('Yambda: likes are no listens, nor is what was played for less than 30 s', () => {
    const header = [
      'uid',
      'timestamp',
      'item_id',
      'is_organic',
      'event_type',
      'played_ratio_pct',
      'track_length_seconds',
    ];
    const sample = ['listen', 'like'].map((event) => ['1', '5', '9', '1', event, '', '']);
    const plays = new PlayFilter(header, sample);
    const isListen = (event: string, share: string, length: string) =>
      plays.isListen(['1', '5', '9', '1', event, share, length]);
    expect(isListen('listen', '100', '180')).toBe(true);
    expect(isListen('listen', '10', '180')).toBe(false);
    expect(isListen('listen', '17', '180')).toBe(true);
    expect(isListen('listen', '', '')).toBe(true);
    expect(isListen('like', '', '')).toBe(false);
  });
});
