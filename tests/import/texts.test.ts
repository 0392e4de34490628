import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { wideTextEncoding } from '../../src/core/imports/wide-text.ts';
import { CHUNK_BYTES, textParts } from '../../src/core/recommender/import/plays/packing.ts';
import { freshApp, importFile } from '../support/fixtures.ts';
import { saying } from '../support/messages.ts';
import { fileOf } from '../support/mobility.ts';
import { playsOf } from '../support/plays.ts';

const TABLE = 'user_id,song_id,play_count\r\nann,s1,3\r\nann,sé中,1\r\n';
const TRIPLETS = 'ann\ts1\t3\nann\tsé中\t1\n';
const PLAYS = { 'ann s1': 3, 'ann sé中': 1 };

const utf16le = (text: string, mark = '\uFEFF') => Buffer.from(mark + text, 'utf16le');
const utf16be = (text: string, mark = '\uFEFF') => utf16le(text, mark).swap16();

describe('a text', () => {
  const written: [string, Buffer, string | null][] = [
    ['in UTF-16 as Excel saves it', utf16le(TABLE), 'UTF-16LE'],
    ['in UTF-16 of the other order', utf16be(TABLE), 'UTF-16BE'],
    ['in UTF-16 without a mark', utf16le(TABLE, ''), 'UTF-16LE'],
    ['in UTF-16 without a mark, of the other order', utf16be(TABLE, ''), 'UTF-16BE'],
    ['in UTF-16, packed', gzipSync(utf16le(TABLE)), 'UTF-16LE'],
    ['in UTF-16 without a header', utf16le(TRIPLETS), 'UTF-16LE'],
    ['in UTF-8 with a mark', Buffer.from(`\uFEFF${TABLE}`), null],
    ['in UTF-8 with a mark, without a header', Buffer.from(`\uFEFF${TRIPLETS}`), null],
    ['in UTF-8 with a mark, packed', gzipSync(`\uFEFF${TRIPLETS}`), null],
  ];

  it('in UTF-8 or UTF-16, with a mark or without, packed or not, is read', async () => {
    const app = await freshApp();
    for (const [i, [name, bytes, encoding]] of written.entries()) {
      const { notes, rejected } = await importFile(app, 'triplets', fileOf(`${i}.csv`, bytes));
      expect(rejected, name).toBe(0);
      expect(playsOf(app), name).toEqual(PLAYS);
      const note = saying('import.read-as-utf-16', encoding ? { encoding } : {});
      if (encoding) expect(notes, name).toContainEqual(note);
      else expect(notes, name).not.toContainEqual(note);
    }
  });

  it('longer than what is read at once is UTF-16 to its end', async () => {
    const lines = Array.from({ length: 90_000 }, (_, i) => `ann\tlied ${i} – ünïcode\t${(i % 9) + 1}\n`);
    const app = await freshApp();
    const { imported, rejected } = await importFile(app, 'triplets', fileOf('t.txt', utf16be(lines.join(''))));
    expect([imported, rejected]).toEqual([90_000, 0]);
  });

  it('in UTF-16 keeps a character of which one read ends with the first half', async () => {
    const before = 'x'.repeat(CHUNK_BYTES / 2 - 2);
    const file = fileOf('t.txt', utf16le(`${before}𝄞\n`));
    const parts: Buffer[] = [];
    for await (const part of textParts(file, { packing: 'none' }, () => {})) parts.push(part);
    expect(parts.length).toBeGreaterThan(1);
    expect(Buffer.concat(parts).toString('utf8').slice(before.length)).toBe('𝄞\n');
  });

  it('of the Million Song Dataset may begin with a mark or be UTF-16', async () => {
    const app = await freshApp();
    const line = 'TRAAAAK128F9318786<SEP>SOBLFFE12AF72AA5BA<SEP>Adelitas Way<SEP>Scream\n';
    for (const bytes of [Buffer.from(`\uFEFF${line}`), utf16le(line)]) {
      const { format, imported } = await importFile(app, 'tracks', fileOf('unique_tracks.txt', bytes));
      expect([format, imported]).toEqual(['unique-tracks', 1]);
    }
    expect((await app.call('app/info', {})).counts).toMatchObject({ tracks: 1, songs: 1 });
  });

  it('is not what only has zeros in every other place', () => {
    expect(wideTextEncoding(Buffer.from(new Uint16Array([3, 1, 4, 1, 5, 9]).buffer))).toBeNull();
    expect(wideTextEncoding(utf16le('a,b\n', ''))).toBe('utf-16le');
  });
});

describe('above a table', () => {
  const tables: [string, string, number][] = [
    [
      'the line by which Excel is told the separator',
      'sep=;\r\nuser_id;song_id;play_count\r\nann;s1;3\r\nann;sé中;1\r\n',
      1,
    ],
    [
      'that line where another sign splits the lines as well',
      'sep=;\nuser_id;song_id;play_count\nann;s1;"3"\nann;sé中;1\n',
      1,
    ],
    ['a title and an empty line', 'Plays of the choir,,\n\nuser_id,song_id,play_count\nann,s1,3\nann,sé中,1\n', 2],
    ['comments', '# exported 2020-01-01\n# by hand\nuser_id,song_id,play_count\nann,s1,3\nann,sé中,1\n', 2],
  ];

  it('a separator told to Excel, a title or comments are left out and told', async () => {
    const app = await freshApp();
    for (const [name, text, lines] of tables) {
      const { notes, read, rejected } = await importFile(app, 'triplets', fileOf('plays.csv', text));
      expect([read, rejected], name).toEqual([2, 0]);
      expect(playsOf(app), name).toEqual(PLAYS);
      expect(notes, name).toContainEqual(saying('import.lines-above', { lines }));
    }
  });

  it('nothing else is taken for a title, and lines keep their numbers in the file', async () => {
    const app = await freshApp();
    const header = 'user_id,song_id,play_count\n';
    const broken = await importFile(app, 'triplets', fileOf('t.csv', `${header}ann\nann,s1,3\nann,sé中,1\n`));
    expect(broken.rejections).toMatchObject([{ line: 2, field: 'line' }]);
    expect(broken.notes).not.toContainEqual(saying('import.lines-above'));
    const below = await importFile(app, 'triplets', fileOf('t.csv', `sep=,\n${header}ann,s1,many\nann,s1,3\n`));
    expect(below.rejections).toMatchObject([{ line: 3, field: 'count' }]);
    expect(playsOf(app)).toEqual(PLAYS);
  });
});
