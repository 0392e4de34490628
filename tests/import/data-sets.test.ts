import { describe, expect, it } from 'vitest';
import type { App } from '../../src/core/app/app.ts';
import { inspect } from '../../src/core/recommender/import/files/source.ts';
import { sniffKind } from '../../src/core/recommender/import/registry.ts';
import { folderOf, freshApp, importFile } from '../support/fixtures.ts';
import { saying } from '../support/messages.ts';
import { fileOf } from '../support/mobility.ts';
import { playsOf } from '../support/plays.ts';

const kindOf = async (file: string) => (await sniffKind(await inspect(file), file)).kind;

function tracksIn(app: App): Record<string, string> {
  const rows = app.library.db.all<{ key: string; artist: string | null; title: string | null }>(
    'SELECT track_key AS key, artist, title FROM tracks ORDER BY id',
  );
  return Object.fromEntries(rows.map(({ key, artist, title }) => [key, `${artist ?? ''} | ${title ?? ''}`]));
}

function tagsIn(app: App): string[] {
  return app.library.db
    .all<{ tag: string }>(
      `SELECT k.track_key || ' ' || g.name || ' ' || t.weight AS tag FROM track_tags t JOIN tags g ON g.id = t.tag_id
       JOIN tracks k ON k.id = t.track_id ORDER BY 1`,
    )
    .map(({ tag }) => tag);
}

describe('30Music', () => {
  const event = (user: number, track: number, time: number, between = '\t') =>
    `event.play\t7\t${time}\t{"playtime":120}${between}{"subjects":[{"type":"user","id":${user}}],` +
    `"objects":[{"type":"track","id":${track}}]}\n`;

  it('has a listener, a track and a time in each event', async () => {
    const app = await freshApp();
    const sound = event(1, 10, 1_392_387_533) + event(1, 10, 1_392_387_900, ' ');
    const events = `${sound}${event(2, 11, 0)}event.play\t8\n`;
    const file = fileOf('events.idomaar', events);
    expect(await kindOf(file)).toBe('listens');
    const { imported, rejections } = await importFile(app, 'listens', file);
    expect([imported, rejections.map(({ line, field }) => [line, field])]).toEqual([
      2,
      [
        [3, 'time'],
        [4, 'line'],
      ],
    ]);
    expect(playsOf(app)).toEqual({ '1 10': 2 });
  });

  it('names tracks by the ends of addresses', async () => {
    const app = await freshApp();
    const track = (id: number, name: string) =>
      `track\t${id}\t-1\t{"duration":-1,"playcount":4,"MBID":null,"name":"${name}"}\t{"artists":[],"albums":[]}\n`;
    const file = fileOf(
      'tracks.idomaar',
      track(1, 'AC%2FDC/_/T.N.T.') + track(2, 'Sonic+Youth/100%25') + track(3, 'X'),
    );
    expect(await kindOf(file)).toBe('tracks');
    await importFile(app, 'tracks', file);
    expect(tracksIn(app)).toEqual({ 1: 'AC/DC | T.N.T.', 2: 'Sonic Youth | 100%', 3: ' | X' });
  });
});

describe('MovieLens 1M', () => {
  const MOVIES = "1::Toy Story (1995)::Animation|Children's\n2::Three Colors: Blue (1993)::Drama\n";

  it('lists movies without names of columns', async () => {
    const app = await freshApp();
    const file = fileOf('movies.dat', MOVIES);
    expect(await kindOf(file)).toBe('tracks');
    expect(await importFile(app, 'tracks', file)).toMatchObject({ imported: 2, rejected: 0 });
    expect(tracksIn(app)).toEqual({ 1: ' | Toy Story (1995)', 2: ' | Three Colors: Blue (1993)' });
    expect(await importFile(app, 'tags', file)).toMatchObject({ imported: 2, rejected: 0 });
    expect(tagsIn(app).map((tag) => tag.replace(/ [\d.]+$/, ''))).toEqual([
      '1 genre: Animation',
      "1 genre: Children's",
      '2 genre: Drama',
    ]);
  });
});

describe('AcousticBrainz', () => {
  const NUMBER = '0a1b2c3d-0000-4000-8000-00000000000a';
  const document = (title: string, number = NUMBER) =>
    JSON.stringify({
      highlevel: {
        danceability: { all: { danceable: 0.75, not_danceable: 0.25 }, probability: 0.75, value: 'danceable' },
        mood_sad: { probability: 0, value: 'sad' },
      },
      metadata: { tags: { artist: ['A'], title: [title], musicbrainz_recordingid: [number] } },
    });

  it('gives the songs of artist and title, or of the number, a tag for each classifier', async () => {
    const app = await freshApp();
    await importFile(app, 'triplets', fileOf('p.csv', `user,song,plays\nu,${NUMBER},2\n`));
    await importFile(app, 'listens', fileOf('h.csv', 'artist,track,date\nA,Two,2020-01-01 10:00\n'));
    const other = NUMBER.replace('a', 'b');
    const folder = folderOf({
      [`0a/${NUMBER}-0.json`]: document('One'),
      [`0b/${other}.json`]: document('Two', other),
      [`0b/${other.replace('b', 'c')}.json`]: '{"highlevel":{}}',
    });
    expect(await kindOf(folder)).toBe('tags');
    const result = await importFile(app, 'tags', folder);
    expect(result).toMatchObject({ read: 3, imported: 2, rejected: 1 });
    expect(result.rejections[0].reason).toEqual(saying('import.are-missing'));
    expect(tagsIn(app)).toEqual([`${NUMBER} danceability: danceable 75.0`, 'a – two danceability: danceable 75.0']);
  });
});

describe('Apple Music', () => {
  it('has a row for each song of a day, with its plays and their hours', async () => {
    const app = await freshApp();
    const rows = [
      'Country,Track Identifier,Media type,Date Played,Hours,Play Duration Milliseconds,Play Count,Skip Count,' +
        'Track Description',
      'US,1,AUDIO,20230105,"14, 15",400000,3,0,A - B - C',
      'US,2,AUDIO,20230106,9,2000,0,1,A - Skipped',
      'US,3,VIDEO,20230106,9,2000,1,0,A - Film',
      'US,4,AUDIO,20230106,9,2000,1,0,Untitled',
      'US,1,AUDIO,20230107,8,200000,1,0,A - B - C',
    ];
    const file = fileOf('Apple Music - Play History Daily Tracks.csv', `${rows.join('\n')}\n`);
    expect(await kindOf(file)).toBe('listens');
    const result = await importFile(app, 'listens', file);
    expect(result).toMatchObject({ format: 'apple-days', imported: 2, rejected: 1, questions: [] });
    expect(result.notes).toContainEqual(saying('import.skipped-plays', { plays: 1 }));
    expect(result.notes).toContainEqual(saying('import.other-events', { rows: 1 }));
    const listener = 'Apple Music - Play History Daily Tracks';
    expect(playsOf(app)).toEqual({ [`${listener} a – b - c`]: 4 });
    // The same file again, or one that overlaps, adds nothing.
    await importFile(app, 'listens', file);
    expect(playsOf(app)).toEqual({ [`${listener} a – b - c`]: 4 });
  });

  it('may name the artist as that of a container', async () => {
    const app = await freshApp();
    const header = 'Album Name,Container Artist Name,Event End Timestamp,Event Type,Song Name';
    const file = fileOf('Play Activity.csv', `${header}\nR,A,2023-01-05T14:31:00.000Z,PLAY_END,One\n`);
    expect(await importFile(app, 'listens', file)).toMatchObject({ imported: 1, questions: [] });
    expect(Object.keys(playsOf(app))).toEqual(['Play Activity a – one']);
  });
});

describe('Amazon', () => {
  it('asks for no song where an article and its parent are named', async () => {
    const app = await freshApp();
    const review = { rating: 5, asin: 'B01', parent_asin: 'B02', user_id: 'AE1', timestamp: 1_452_647_382_000 };
    const file = fileOf('Digital_Music.jsonl', `${JSON.stringify(review)}\n${JSON.stringify(review)}\n`);
    expect(await importFile(app, 'ratings', file)).toMatchObject({ imported: 2, questions: [] });
    expect(playsOf(app)).toEqual({ 'AE1 B02': 10 });
  });
});

it('dumps of ListenBrainz may call the time timestamp', async () => {
  const app = await freshApp();
  const listen = { timestamp: 1_700_000_000, user_name: 'x', track_metadata: { artist_name: 'A', track_name: 'T' } };
  expect(await importFile(app, 'listens', fileOf('1.listens', JSON.stringify(listen)))).toMatchObject({ imported: 1 });
});
