import { describe, expect, it, vi } from 'vitest';
import { readDelimitedHead } from '../../src/core/recommender/import/text/delimited.ts';
import { splitQuoted } from '../../src/core/recommender/import/text/quoting.ts';
import type { MessageId } from '../../src/shared/messages/say.ts';
import { freshApp, importFile } from '../support/fixtures.ts';
import { saying } from '../support/messages.ts';
import { fileOf } from '../support/mobility.ts';
import { playsOf } from '../support/plays.ts';

const lines = (...rows: string[]) => `${rows.join('\n')}\n`;
const rowsOf = (text: string) => readDelimitedHead({ kind: 'text', head: Buffer.from(text) })?.rows;

describe('fields', () => {
  it.each<[string, MessageId, string[]]>([
    ['between single quotes', 'import.single-quotes', ["'u1','Hello, Goodbye',3", "'u1','It''s Rock ''n'' Roll',1"]],
    [
      'with apostrophes that nobody doubled',
      'import.single-quotes',
      ["'u1','Hello, Goodbye',3", "'u1','It's Rock 'n' Roll',1"],
    ],
    ['with a backslash before separators', 'import.backslashes', ['u1,Hello\\, Goodbye,3', "u1,It's Rock 'n' Roll,1"]],
    ['with a backslash before quotes', 'import.backslashes', ['u1,"Hello, Goodbye",3', 'u1,"It\'s \\"Rock\\"",1']],
  ])('%s', async (_how, said, rows) => {
    const app = await freshApp();
    const result = await importFile(app, 'triplets', fileOf('plays.csv', lines('user,song,plays', ...rows)));
    expect(result).toMatchObject({ imported: 2, rejected: 0 });
    expect(result.notes).toContainEqual(saying(said));
    const second = rows[1].includes('Roll') ? "It's Rock 'n' Roll" : 'It\'s "Rock"';
    expect(playsOf(app)).toEqual({ 'u1 Hello, Goodbye': 3, [`u1 ${second}`]: 1 });
  });

  it('may begin with an apostrophe, and folders end with a backslash', () => {
    const titles = lines('song,plays', "'Heroes',3", "'39,2", 'Low,1');
    expect(rowsOf(titles)?.slice(1)).toEqual([
      ["'Heroes'", '3'],
      ["'39", '2'],
      ['Low', '1'],
    ]);
    const folders = lines('folder,song', '"C:\\Music\\",a', '"D:\\",b');
    expect(rowsOf(folders)?.slice(1)).toEqual([
      ['C:\\Music\\', 'a'],
      ['D:\\', 'b'],
    ]);
  });

  it('go on behind a line end where a quote is open', () => {
    const single = { quote: "'", escapes: true } as const;
    expect(splitQuoted("'a\nb','c", ',', single)).toBeNull();
    expect(splitQuoted('a , b "c",', ',', single)).toEqual(['a', 'b "c"', '']);
    expect(splitQuoted("'a\nb' , 'c\\'d',", ',', single)).toEqual(['a\nb', "c'd", '']);
  });
});

describe('a table', () => {
  it.each(['#', ':', '$', '\u001f', '||', '/'])('may be separated by %j below names of columns', async (sign) => {
    const app = await freshApp();
    const text = lines(
      ...[
        ['user', 'song', 'plays'],
        ['u1', 's 1', '3'],
      ].map((fields) => fields.join(sign)),
    );
    expect(await importFile(app, 'triplets', fileOf('plays.txt', text))).toMatchObject({ imported: 1, rejected: 0 });
    expect(playsOf(app)).toEqual({ 'u1 s 1': 3 });
  });

  it('may begin with a song that was playing, which has no time', async () => {
    const app = await freshApp();
    const text = lines('A,R,Now,', 'A,R,Song,23 Feb 2016 17:59', 'A,R,Other,23 Feb 2016 17:55');
    const { imported, rejections } = await importFile(app, 'listens', fileOf('me.csv', text));
    expect([imported, rejections.map(({ line, field }) => [line, field])]).toEqual([2, [[1, 'time']]]);
  });
});

it.each([
  ['with quotes', "'a','b''c'"],
  ['without quotes', 'a,b'],
])('rows %s are split without new patterns for each', (_how, row) => {
  const quoting = { quote: "'", escapes: true } as const;
  splitQuoted(row, ',', quoting);
  const { RegExp: made } = globalThis;
  vi.stubGlobal('RegExp', function none() {
    throw new Error('a pattern is compiled for a row');
  });
  try {
    expect(splitQuoted(row, ',', quoting)).toHaveLength(2);
  } finally {
    vi.stubGlobal('RegExp', made);
  }
});
