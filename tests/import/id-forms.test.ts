import { describe, expect, it } from 'vitest';
import type { App } from '../../src/core/app/app.ts';
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
