import { describe, expect, it } from 'vitest';
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
