import { describe, expect, it } from 'vitest';
import { inspect } from '../../src/core/recommender/import/files/source.ts';
import { sniffKind } from '../../src/core/recommender/import/registry.ts';
import { freshApp, importFile } from '../support/fixtures.ts';
import { telling } from '../support/messages.ts';
import { fileOf } from '../support/mobility.ts';
import { playsOf } from '../support/plays.ts';

async function kindOf(name: string, text: string | Buffer): Promise<string | null> {
  const file = fileOf(name, text);
  return (await sniffKind(await inspect(file), file)).kind;
}

const rows = (...lines: string[]) => `${lines.join('\n')}\n`;

const ALBUMS = {
  'discogs.csv': rows('Catalog#,Artist,Title,Label,Format,Rating,release_id', 'A-1,Abba,Arrival,Polar,LP,5,1'),
  'rym.csv': rows('"RYM Album","First Name","Last Name","Title","Rating"', '1,,Abba,Arrival,9'),
  'charts.csv': rows('Ranking,Album,Artist Name,Release Date', '1,Arrival,Abba,11 October 1976'),
  'reviews.csv': rows('Artist,Title,Release Year,Metacritic Critic Score', 'Abba,Arrival,1976,79'),
};

describe('tables that people have of other programs and data sets', { timeout: 120_000 }, () => {
  it.each(Object.entries(ALBUMS))('of albums are no songs: %s', async (name, text) => {
    const refusal = telling('import.list-of-albums', { file: name });
    await expect(kindOf(name, text)).rejects.toMatchObject(refusal);
    const app = await freshApp();
    for (const kind of ['tracks', 'tags'])
      await expect(importFile(app, kind, fileOf(name, text))).rejects.toMatchObject(refusal);
  });

  it.each([
    ['songs with their albums', rows('artist,album,title', 'Abba,Arrival,Tiger'), 'tracks'],
    ['songs named in a column of names', rows('artist,album,name', 'Abba,Arrival,Tiger'), 'tracks'],
    ['plays', rows('artist,album,track,date', 'Abba,Arrival,Tiger,2020-01-01 10:00:00'), 'listens'],
  ])('that name albums beside %s are these', async (_what, text, kind) => {
    expect(await kindOf('table.csv', text)).toBe(kind);
  });

  it('of Douban call the song “music”', async () => {
    const text = rows('user,music,rating,labels,comment,time', 'u,m,4,rock|90s,"good, very",2008-01-02');
    expect(await kindOf('douban.csv', text)).toBe('ratings');
  });

  it('of two numbers a song are vectors where they say how it feels', async () => {
    expect(await kindOf('deam.csv', rows('musicId,Arousal(mean),Valence(mean)', '2,0.25,0.2625'))).toBe('vectors');
    expect(await kindOf('other.csv', rows('musicId,a,b', '2,0.25,0.2625'))).toBeNull();
  });

  it('with lists of tags to the end of most rows are tags, though they name the files', async () => {
    const song = (id: number, ...tags: string[]) => [`track_${id}`, `${id}.mp3`, '212.7', ...tags].join('\t');
    const text = rows(
      'TRACK_ID\tPATH\tDURATION\tTAGS',
      song(1, 'genre---punk'),
      song(2, 'genre---punk', 'mood---fun'),
      song(3, 'genre---rock', 'mood---fun', 'instrument---piano'),
    );
    expect(await kindOf('autotagging.tsv', text)).toBe('tags');
  });

  it('of SoundCloud’s play history are listens', async () => {
    const play = (minute: number, more: object = {}) => ({
      played_at: 1_700_000_000_000 + minute * 60_000,
      track_id: 7,
      track: { id: 7, title: 'Dawn', duration: 200_000, user: { username: 'dj' }, ...more },
    });
    const collection = [play(0), play(1), play(2, { publisher_metadata: { artist: 'Sault' } })];
    const file = fileOf('history.json', JSON.stringify({ collection, next_href: null }));
    expect(await sniffKind(await inspect(file), file)).toEqual({ kind: 'listens', format: 'soundcloud' });
    const app = await freshApp();
    await importFile(app, 'listens', file);
    expect(playsOf(app)).toEqual({ 'history dj – dawn': 2, 'history sault – dawn': 1 });
  });

  it("are Spotify's answers to what was played last, singly, together or their items alone", async () => {
    const play = (name: string, minute: number) => ({
      track: {
        album: { name: 'Alb', artists: [{ name: 'Various' }] },
        artists: [{ name: 'Art', type: 'artist' }, { name: 'Guest' }],
        duration_ms: 201_000,
        name,
        uri: `spotify:track:${name}`,
      },
      played_at: `2023-05-02T10:0${minute}:00.123Z`,
      context: null,
    });
    const answer = (items: unknown[]) => ({
      items,
      next: 'https://x',
      cursors: { after: '2', before: '1' },
      limit: 50,
    });
    const forms = {
      'a.json': JSON.stringify(answer([play('One', 1), play('Two', 2)]), null, 2),
      'b.json': JSON.stringify([answer([play('One', 1)]), answer([play('Two', 2)])]),
      'c.json': JSON.stringify([play('One', 1), play('Two', 2)]),
      'd.jsonl': [answer([play('One', 1)]), answer([play('Two', 2)])].map((page) => JSON.stringify(page)).join('\n'),
    };
    const app = await freshApp();
    for (const [name, text] of Object.entries(forms)) {
      const file = fileOf(name, text);
      expect(await sniffKind(await inspect(file), file)).toEqual({ kind: 'listens', format: 'recently-played' });
      const { questions, notes } = await importFile(app, 'listens', file);
      expect([questions, notes.map(({ id }) => id)]).toEqual([[], ['import.listener-is']]);
    }
    const each = ['a', 'b', 'c', 'd'].flatMap((who) => [`${who} art – one`, `${who} art – two`]);
    expect(playsOf(app)).toEqual(Object.fromEntries(each.map((pair) => [pair, 1])));
  });

  it('in HDF5 may begin with a block of their author’s own', async () => {
    const signature = Buffer.from('\x89HDF\r\n\x1a\n', 'latin1');
    const at = (place: number) => Buffer.concat([Buffer.alloc(place), signature, Buffer.alloc(64)]);
    for (const place of [0, 512, 4096]) await expect(kindOf('songs.h5', at(place))).resolves.toBe('metadata');
    await expect(kindOf('songs.h5', at(700))).rejects.toMatchObject(telling('import.not-text'));
  });
});
