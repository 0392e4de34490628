import { describe, expect, it } from 'vitest';
import { hasHeader, readDelimitedHead } from '../../src/core/recommender/import/text/delimited.ts';
import { freshApp, importFile } from '../support/fixtures.ts';
import { saying, telling } from '../support/messages.ts';
import { fileOf } from '../support/mobility.ts';
import { playsOf } from '../support/plays.ts';

const lines = (...rows: string[]) => `${rows.join('\n')}\n`;

describe('triplets', () => {
  it.each<[what: string, text: string, name?: string]>([
    ['columns aligned by spaces', lines('user_id   song_id   plays', 'u1        s1        3', 'u1        s 2       1')],
    ['<SEP>', lines('u1<SEP>s1<SEP>3', 'u1<SEP>s 2<SEP>1')],
    ['the byte 1, as Hive writes', lines('u1\u0001s1\u00013', 'u1\u0001s 2\u00011')],
    ['^', lines('user_id^song_id^plays', 'u1^s1^3', 'u1^s 2^1')],
    ['full-width commas', lines('用户ID，歌曲ID，播放次数', 'u1，s1，3', 'u1，s 2，1')],
    ['a separator at the end of rows, not of the header', lines('user_id,song_id,plays', 'u1,s1,3,', 'u1,s 2,1,')],
    [
      'numbers of rows that R left as they were in a part',
      lines('user_id song_id plays', '12 u1 s1 3', '5 u1 "s 2" 1'),
    ],
    ['numbers of rows without a name above, as R writes', lines('user_id song_id plays', '1 u1 s1 3', '2 u1 "s 2" 1')],
    ['lines that end with CR alone', 'user_id,song_id,plays\ru1,s1,3\ru1,s 2,1\r'],
    ['full-width digits alone', lines('user_id,song_id,plays', 'u1,s1,３', 'u1,s 2,１')],
  ])('with %s', async (what, text) => {
    const app = await freshApp();
    const aligned = what.startsWith('columns aligned');
    const given = aligned ? text.replace('s 2', 's_2') : text;
    expect(await importFile(app, 'triplets', fileOf('plays.txt', given))).toMatchObject({ imported: 2, rejected: 0 });
    expect(playsOf(app)).toEqual({ 'u1 s1': 3, [aligned ? 'u1 s_2' : 'u1 s 2']: 1 });
  });

  it('with an unquoted comma in a title are no table without a name above its first column', () => {
    const text = lines('artist,title,plays', 'A,Hello, Goodbye,3');
    const head = readDelimitedHead({ kind: 'text', head: Buffer.from(text) });
    expect(head?.rows[0]).toEqual(['artist', 'title', 'plays']);
  });

  it('with a header in a language that is not known are asked about, also between tabs', async () => {
    const app = await freshApp();
    const header = 'სიმღერა\tმსმენელი\tმოსმენები';
    const asked = await importFile(app, 'triplets', fileOf('georgian.tsv', lines(header, 's1\tu1\t3', 's2\tu1\t1')));
    const asks = ['ask.column-listener', 'ask.column-song', 'ask.column-count'];
    expect([asked.imported, asked.questions.map(({ id }) => id)]).toEqual([0, asks]);
    expect(playsOf(app)).toEqual({});
    await importFile(app, 'triplets', fileOf('kana.tsv', lines('曲\tユーザ\t再生回数', 's1\tu1\t3', 's2\tu1\t1')));
    expect(playsOf(app)).toEqual({ 'u1 s1': 3, 'u1 s2': 1 });
  });
});

it.each(['csv', 'txt'])('a count above 2³¹ − 1 is refused, however it is written (%s)', async (ending) => {
  const app = await freshApp();
  const rows = ['u1,s1,9999999999', 'u1,s2,1e10', 'u1,s3,3'];
  const text = ending === 'csv' ? lines('user_id,song_id,plays', ...rows) : lines(...rows).replaceAll(',', '\t');
  const { rejections } = await importFile(app, 'triplets', fileOf(`plays.${ending}`, text));
  expect(rejections.map(({ reason }) => reason)).toEqual([saying('import.is-above'), saying('import.is-above')]);
  expect(playsOf(app)).toEqual({ 'u1 s3': 3 });
});

describe('a header', () => {
  it('is known by names that columns have, though nothing below it is a number', async () => {
    const app = await freshApp();
    const given = importFile(
      app,
      'ratings',
      fileOf('thumbs.csv', lines('user_id,item_id,rating', 'u1,i1,up', 'u1,i2,down')),
    );
    await expect(given).rejects.toEqual(telling('import.all-rejected', { line: 2, field: 'rating', rejected: 2 }));
  });

  it('is no row of data that has one such word', () => {
    const head = readDelimitedHead({ kind: 'text', head: Buffer.from(lines('ann\ttitle\tx', 'bob\tother\ty')) });
    expect(head && hasHeader(head)).toBe(false);
  });
});
