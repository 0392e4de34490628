import { describe, expect, it } from 'vitest';
import { judgeEncoding } from '../../src/core/imports/text-encoding.ts';
import type { ImportResult } from '../../src/shared/contract/imports.ts';
import { finish, freshApp, importFile } from '../support/fixtures.ts';
import { saying } from '../support/messages.ts';
import { fileOf } from '../support/mobility.ts';
import { playsOf } from '../support/plays.ts';

const HEADER = 'user,artist,track,plays\n';
/** More than the beginning of a file by which it is recognised, in ASCII. */
const LONG = HEADER.concat(...Array.from({ length: 6000 }, (_, i) => `u,Artist ${i},Track ${i},1\n`));
const latin1 = (text: string) => Buffer.from(text, 'latin1');
const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex');
/** 周杰伦,晴天 in GB18030. */
const JAY = hex('d6dc bddc c2d7 2c c7e7 ccec');

describe('a text that is not UTF-8', () => {
  it('with words of Western Europe is read as Windows-1252, which is stated with some of them', async () => {
    const app = await freshApp();
    const file = fileOf('a.csv', latin1(`${HEADER}anna,Beyonc\xe9,Halo,3\nanna,Bj\xf6rk,J\xf3ga,2\n`));
    const { notes, rejected } = await importFile(app, 'triplets', file);
    expect(rejected).toBe(0);
    expect(notes).toContainEqual(
      saying('import.read-as-words', { encoding: 'Windows-1252', words: ['Beyoncé', 'Björk', 'Jóga'] }),
    );
    expect(playsOf(app)).toEqual({ 'anna beyoncé – halo': 3, 'anna björk – jóga': 2 });
  });

  it('is asked about where its words make sense in several encodings, and read as answered', async () => {
    const app = await freshApp();
    const file = fileOf('a.csv', latin1(`${HEADER}anna,Dvo\xf8\xe1k,Rusalka,3\nanna,B,C,2\n`));
    const { questions, imported } = await importFile(app, 'triplets', file);
    expect(imported).toBe(0);
    expect(questions.map(({ id, choices }) => [id, choices.map((choice) => choice.id)])).toEqual([
      ['ask.encoding', ['windows-1252', 'windows-1250', 'utf-8']],
    ]);
    const answered = async (encoding: string) => {
      const answers = { 'ask.encoding': encoding };
      const { jobId } = await app.call('import/start', { grant: app.grants.add(file), kind: 'triplets', answers });
      return finish<ImportResult>(app, jobId);
    };
    expect(await answered('utf-8')).toMatchObject({ imported: 1, rejections: [{ line: 2 }] });
    expect(await answered('windows-1250')).toMatchObject({ imported: 2, rejected: 0 });
    expect(playsOf(app)).toEqual({ 'anna b – c': 2, 'anna dvořák – rusalka': 3 });
  });

  it('is told where its first such character stands, however late', async () => {
    const app = await freshApp();
    const chinese = Buffer.concat([Buffer.from(`${LONG}zh,`), JAY, Buffer.from(',3\n')]);
    const { notes, rejected } = await importFile(app, 'triplets', fileOf('a.csv', chinese));
    expect(rejected).toBe(0);
    expect(notes).toContainEqual(saying('import.read-as-utf-16', { encoding: 'GB18030' }));
    expect(playsOf(app)['zh 周杰伦 – 晴天']).toBe(3);
    const open = latin1(`${LONG}cz,Dvo\xf8\xe1k,Rusalka,3\n`);
    expect(await importFile(app, 'triplets', fileOf('b.csv', open))).toMatchObject({
      imported: 0,
      questions: [{ id: 'ask.encoding' }],
    });
    const plain = Buffer.from(`${LONG}de,Björk,Jóga,3\n`);
    expect(await importFile(app, 'triplets', fileOf('c.csv', plain))).toMatchObject({ imported: 6001, rejected: 0 });
    expect(playsOf(app)['de björk – jóga']).toBe(3);
  });

  it('stays UTF-8 with a damaged row where the damage makes no sense in any encoding', async () => {
    const app = await freshApp();
    const rows = Buffer.concat([Buffer.from(`${HEADER}anna,Beyoncé,Halo,3\nx,`), hex('ff'), Buffer.from('A,B,2\n')]);
    for (const bytes of [rows, latin1(`${HEADER}anna,B,Halo,3\nx,\xff\xfeA,C,2\n`)]) {
      const { imported, rejections } = await importFile(app, 'triplets', fileOf('a.csv', bytes));
      expect([imported, rejections]).toMatchObject([1, [{ line: 3, reason: saying('import.not-utf-8') }]]);
    }
  });

  it('is judged by its script, and letters are never taken for rare characters of East Asia alone', () => {
    const encodings = (bytes: Buffer) => {
      const { encoding, readings } = judgeEncoding(bytes);
      return [encoding, ...readings.slice(1).map((reading) => reading.encoding)];
    };
    // Земфира,Кино
    expect(encodings(hex('c7e5ecf4e8f0e0 2c cae8edee'))).toContain('windows-1251');
    expect(encodings(hex('fac5cdc6c9d2c1 2c ebc9cecf'))).toContain('koi8-r');
    // Beyoncé,Motörhead of an old Macintosh
    expect(encodings(hex('4265796f6e638e 2c 4d6f749a7268656164'))).toEqual(['macintosh']);
    // Dvořák,Kryštof,Růže
    expect(encodings(hex('44766ff8e16b 2c 4b72799a746f66 2c 52f99e65'))).toContain('windows-1250');
    expect(encodings(JAY)).toContain('gb18030');
    expect(judgeEncoding(Buffer.from('Ärzte').subarray(0, 1)).encoding).toBe('utf-8');
  });
});
