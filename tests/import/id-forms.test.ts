import { describe, expect, it } from 'vitest';
import type { App } from '../../src/core/app/app.ts';
import { inspect } from '../../src/core/recommender/import/files/source.ts';
import { sniffKind } from '../../src/core/recommender/import/registry.ts';
import { freshApp, importFile } from '../support/fixtures.ts';
import { fileOf } from '../support/mobility.ts';
import { playsOf } from '../support/plays.ts';

const LISTENER = 'b80344d063b5ccb3212f76538f3d9e43d87dca9e';
const SONGS = ['SOAKIMP12A8C130995', 'SOAPDEY12A81C210A9'];

describe('a table without a header that names the song first', () => {
  it.each(['\t', ',', ';'])('is of the Taste Profile, between %j', async (separator) => {
    const app = await freshApp();
    const rows = [
      [SONGS[0], LISTENER, '3'],
      [SONGS[1], LISTENER, '1'],
      [SONGS[1], LISTENER, 'many'],
    ];
    const text = `${rows.map((fields) => fields.join(separator)).join('\n')}\n`;
    const result = await importFile(
      app,
      'triplets',
      fileOf('turned.txt', separator === '\t' ? text : text.replace(/.*many\n/, '')),
    );
    expect(result.imported).toBe(2);
    expect(playsOf(app)).toEqual({ [`${LISTENER} ${SONGS[0]}`]: 3, [`${LISTENER} ${SONGS[1]}`]: 1 });
  });

  it('has numbered listeners between tabs, which are no tags', async () => {
    const text = ['17', '4', '123'].map((listener, i) => `${SONGS[i % 2]}\t${listener}\t${i + 1}\n`).join('');
    const file = fileOf('numbered.tsv', text);
    expect(await sniffKind(await inspect(file), file)).toMatchObject({ kind: 'triplets' });
    const app = await freshApp();
    await importFile(app, 'triplets', file);
    expect(playsOf(app)).toEqual({ [`17 ${SONGS[0]}`]: 1, [`4 ${SONGS[1]}`]: 2, [`123 ${SONGS[0]}`]: 3 });
  });

  it.each(['SO00001XYZ', 'song_12', '4uLU6hMCjMI75M1A2tKUQC'])('%s before a number is a song', async (song) => {
    const app = await freshApp();
    await importFile(app, 'triplets', fileOf('first.tsv', `${song}\t48\t15\n${song}\t54\t2\n`));
    expect(playsOf(app)).toEqual({ [`48 ${song}`]: 15, [`54 ${song}`]: 2 });
  });

  it('is none where listeners have names and songs have numbers', async () => {
    const app = await freshApp();
    await importFile(app, 'triplets', fileOf('named.tsv', 'user_000001\t48\t15\nanna\t54\t2\n'));
    expect(playsOf(app)).toEqual({ 'user_000001 48': 15, 'anna 54': 2 });
  });

  it.each([
    ['years', (i: number) => `${1960 + 10 * i}`],
    ['one year of all', () => '1997'],
    ['how many listeners a song has, told once', (i: number) => `${242 + 31 * i}`],
  ])('has no listeners in %s', async (_what, second) => {
    const text = SONGS.concat('SOAAAAC12A8C13AB79', 'SOAAAAD12A8C13AB79').map(
      (song, i) => `${song}\t${second(i)}\t9\n`,
    );
    const file = fileOf('facts.tsv', text.join(''));
    expect(await sniffKind(await inspect(file), file)).toMatchObject({ kind: 'tags' });
  });

  it('has numbered tags where the person says so', async () => {
    const app = await freshApp();
    const file = fileOf('numbered.tsv', `${SONGS[0]}\t17\t1\n${SONGS[0]}\t4\t2\n${SONGS[1]}\t17\t3\n`);
    expect(await importFile(app, 'tags', file)).toMatchObject({ imported: 3 });
  });

  it('says of a row which of both ids is wrong', async () => {
    const app = await freshApp();
    const sound = `${SONGS[0]}\t${LISTENER}\t3\n`.repeat(60);
    const text = `${sound}\t${LISTENER}\t3\n${SONGS[1]}\tNaN\t3\n`;
    const { rejections } = await importFile(app, 'triplets', fileOf('turned.txt', text));
    expect(rejections.map(({ field }) => field)).toEqual(['song', 'listener']);
  });

  it.each([
    ['Amazon’s of 2018', '0001388703,A1ZCPG3D3HGRSS,5.0,1387670400\nB000002HCH,AC2PL52NKPL29,4.0,1378857600\n'],
    ['Amazon’s of 2014', 'A1ZCPG3D3HGRSS,0001388703,5.0,1387670400\nAC2PL52NKPL29,B000002HCH,4.0,1378857600\n'],
  ])('is of ratings: %s', async (_which, text) => {
    const app = await freshApp();
    expect(await importFile(app, 'ratings', fileOf('Digital_Music.csv', text))).toMatchObject({ imported: 2 });
    expect(playsOf(app)).toEqual({ 'A1ZCPG3D3HGRSS 0001388703': 10, 'AC2PL52NKPL29 B000002HCH': 8 });
  });

  const kindOf = async (rows: readonly string[][], name = 'a.txt') => {
    const file = fileOf(name, `${rows.map((row) => row.join('\t')).join('\n')}\n`);
    return (await sniffKind(await inspect(file), file)).kind;
  };

  it.each<[kind: string | null, ...rows: string[][]]>([
    ['triplets', [LISTENER, '3'], [LISTENER, '1']],
    ['triplets', ['A1ZCPG3D3HGRSS', '3'], ['AC2PL52NKPL29', '1']],
    ['listens', [LISTENER, '1577836800'], [LISTENER, '1577836801']],
    ['listens', ['ann', '1577836800'], ['bert', '1577836801']],
    ['tags', ['rock', '3'], [LISTENER, '1']],
    ['tags', ['rock', '1577836800'], ['pop', '1']],
    ['tags', ['90s', '3'], ['pop', '1']],
    ['tracks', ['Halo'], [LISTENER]],
    [null, [LISTENER], [LISTENER]],
  ])('is seen as %s by its second and third column: %j', async (kind, ...rows) => {
    expect(await kindOf(rows.map((row, i) => [SONGS[i], ...row]))).toBe(kind);
  });

  it('is of plays, not of genres, where tracks stand before listeners', async () => {
    const track = 'TRAAAAA000000000001';
    expect(await kindOf([[track.slice(0, 18), LISTENER, '3']])).toBe('triplets');
    expect(await kindOf([[track.slice(0, 18), 'Rock', 'Pop']])).toBe('tags');
  });

  it('is a list of names, not of plays, where each row has another number and a name of its own', async () => {
    const names = ['Halo', 'Jóga', 'Believe', '99'].map((name, i) => [String(i + 10), name, String(i + 3)]);
    expect(await kindOf(names, 'LFM-1b_tracks.txt')).toBeNull();
    const ids = names.map(([listener], i) => [listener, `s${i}`, '3']);
    expect(await kindOf(ids)).toBe('triplets');
  });

  it('is of listening events', async () => {
    const app = await freshApp();
    const text = SONGS.map((song) => `${song}\t${LISTENER}\t1577836800\n`).join('');
    expect(await importFile(app, 'listens', fileOf('events.tsv', text))).toMatchObject({ imported: 2 });
    expect(Object.keys(playsOf(app))).toEqual(SONGS.map((song) => `${LISTENER} ${song}`));
  });
});

describe('lists of the Million Song Dataset in another order', () => {
  const [track, song] = ['TRAAAAA000000000001', 'SOAAAAA000000000001'];
  const told = (app: App) =>
    app.library.db.get(
      'SELECT track_key AS track, song_key AS song, artist, title, year FROM tracks JOIN songs s ON s.id = song_id',
    );

  it.each([
    ['the song first', [song, track, 'A', 'T'].join('<SEP>')],
    ['tabs', [track, song, 'A', 'T'].join('\t')],
    ['tabs, the song first', [song, track, 'A', 'T'].join('\t')],
    ['spaces around', [track, song, 'A', 'T'].join(' <SEP> ')],
    ['a table with names', `track_id,song_id,artist_name,title\n${track},${song},A,T`],
    ['a table with the song first', `song_id,title,track_id,artist_name\n${song},T,${track},A`],
  ])('tracks: %s', async (_how, text) => {
    const app = await freshApp();
    expect(await importFile(app, 'tracks', fileOf('t.txt', `${text}\n`))).toMatchObject({ imported: 1, rejected: 0 });
    expect(told(app)).toMatchObject({ track, song, artist: 'A', title: 'T' });
  });

  describe('with plays before them', () => {
    const rows = Array.from({ length: 60 }, (_, i) => [`t${i}`, `s${i}`]);
    const table = `track_id,song_id,title\n${rows.map(([one, of], i) => `${one},${of},Title ${i}\n`).join('')}`;
    const withPlays = async (...ids: string[]) => {
      const app = await freshApp();
      const plays = `user,song,plays\n${ids.map((id) => `ann,${id},2\n`).join('')}`;
      await importFile(app, 'triplets', fileOf('plays.csv', plays));
      await importFile(app, 'tracks', fileOf('tracks.csv', table));
      const { n } = app.library.db.get<{ n: number }>('SELECT count(*) AS n FROM songs') as { n: number };
      const titled = app.library.db.all<{ song: string; title: string }>(
        'SELECT s.song_key AS song, t.title FROM songs s JOIN tracks t ON t.id = s.main_track_id WHERE s.listeners > 0',
      );
      return { songs: n, titled: titled.map(({ song, title }) => `${song} ${title}`).sort() };
    };

    it.each([
      ['tracks', ['t0', 't1', 't2'], 60, ['t0 Title 0', 't1 Title 1', 't2 Title 2']],
      ['a track far down', ['t58'], 60, ['t58 Title 58']],
      ['songs', ['s0', 's58'], 60, ['s0 Title 0', 's58 Title 58']],
      ['both, a track and a song', ['t0', 's1'], 61, ['s1 Title 1']],
      ['neither', ['x'], 61, []],
    ])('of %s are joined by their ids', async (_what, ids, songs, titled) => {
      expect(await withPlays(...ids)).toEqual({ songs, titled });
    });
  });

  it.each([
    ['spaces around', ['1965', track, 'A', 'T'].join(' <SEP> ')],
    ['tabs', ['1965', track, 'A', 'T'].join('\t')],
    ['a mark before it', `\uFEFF${['1965', track, 'A', 'T'].join('<SEP>')}`],
    ['the year last', [track, 'A', 'T', '1965'].join('<SEP>')],
    ['an unknown year first', `0<SEP>TRAAAAA000000000002<SEP>A<SEP>T\n1965<SEP>${track}<SEP>A<SEP>T`],
  ])('years: %s', async (_how, text) => {
    const app = await freshApp();
    await importFile(app, 'tracks', fileOf('u.txt', `${[track, song, 'A', 'T'].join('<SEP>')}\n`));
    const result = await importFile(app, 'tracks', fileOf('y.txt', `${text}\n`));
    expect(result).toMatchObject({ format: 'tracks-per-year', imported: 1 });
    expect(told(app)).toMatchObject({ track, song, year: 1965 });
  });
});
