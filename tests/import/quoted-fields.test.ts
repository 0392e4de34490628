import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { delimitedRows } from '../../src/core/recommender/import/text/quoted-lines.ts';
import { freshApp, importFile } from '../support/fixtures.ts';
import { fileOf } from '../support/mobility.ts';

/** A separator, a quote and a line end inside one field. */
const KEY = 'a, "b"\nc';
const QUOTED = '"a, ""b""\nc"';

async function rowsOf(text: string) {
  const lines = text.split('\n').map((one, i) => ({ line: i + 1, text: one }));
  const rows: [number, string[] | null][] = [];
  for await (const { line, fields } of delimitedRows(asyncOf(lines), ',')) rows.push([line, fields]);
  return rows;
}

async function* asyncOf<T>(values: readonly T[]): AsyncGenerator<T> {
  yield* values;
}

describe('quoted fields', () => {
  it('hold separators, quotes and line ends; lines are counted as in the file', async () => {
    expect(await rowsOf(`u,${QUOTED},1\nv,x,2`)).toEqual([
      [1, ['u', KEY, '1']],
      [3, ['v', 'x', '2']],
    ]);
    expect(await rowsOf('u,5" disc,1\nv,x,2')).toEqual([
      [1, ['u', '5" disc', '1']],
      [2, ['v', 'x', '2']],
    ]);
  });

  it('come out of any line as csv-parse has them, whichever way the line is read', async () => {
    const signs = fc.constantFrom('a', '"', ',', ' ');
    let asParsed = 0;
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: signs, minLength: 1, maxLength: 9 }), async (line) => {
        let expected: string[] | null;
        try {
          const [fields = ['']] = parse(line, { trim: true, relax_quotes: true, relax_column_count: true });
          expected = fields;
          asParsed++;
        } catch (error) {
          if ((error as { code: string }).code !== 'CSV_QUOTE_NOT_CLOSED') return; // our own reading
          expected = null;
        }
        expect(await rowsOf(line)).toEqual([[1, expected]]);
      }),
      { numRuns: 2000, seed: 1 },
    );
    expect(asParsed).toBeGreaterThan(1000);
  });

  it('a quote that is never closed costs its own line only', async () => {
    const many = Array.from({ length: 200 }, (_, i) => `v${i},x,2`);
    const rows = await rowsOf(['u,"open,1', ...many].join('\n'));
    expect(rows).toHaveLength(201);
    expect(rows[0]).toEqual([1, null]);
    expect(rows[200]).toEqual([201, ['v199', 'x', '2']]);
    expect(await rowsOf('u,"open,1\nv,x,2')).toEqual([
      [1, null],
      [2, ['v', 'x', '2']],
    ]);
  });

  it.each([
    ['triplets', `user,song,play_count\nu,${QUOTED},3\nv,x,none\n`],
    ['ratings', `userId,movieId,rating,timestamp\nu,${QUOTED},4,1000000000\nv,x,none,1000000000\n`],
  ])('%s', async (kind, text) => {
    const app = await freshApp();
    const result = await importFile(app, kind, fileOf('quoted.csv', text));
    expect(result).toMatchObject({ read: 2, imported: 1, rejected: 1, rejections: [{ line: 4 }] });
    const songs = app.library.db.all('SELECT song_key AS key FROM songs');
    expect(songs).toEqual([{ key: KEY }]);
  });

  const song = (n: number) => `SO${String(n).padStart(16, '0')}`;
  const track = (n: number) => `TR${String(n).padStart(16, '0')}`;
  /** A separator, a quote and a line end, between tabs. */
  const QUOTED_TAG = '"a\t""b""\nc"';

  it('of tags and names as text, and of genres', async () => {
    const app = await freshApp();
    const put = (name: string, ...lines: string[]) => fileOf(name, `${lines.join('\n')}\n`);
    const names = put('names.txt', `${song(1)}\tplain`, `${song(2)}\t${QUOTED_TAG}`, `${song(3)}\t"Heroes" (live)`);
    expect(await importFile(app, 'tracks', names)).toMatchObject({ imported: 3, rejected: 0 });
    const open = put('open.txt', `${song(4)}\t"Till dawn`, `${song(5)}\tplain too`);
    expect(await importFile(app, 'tracks', open)).toMatchObject({ imported: 2, rejected: 0 });
    expect(
      app.library.db.all<{ title: string }>('SELECT title FROM tracks ORDER BY track_key').map(({ title }) => title),
    ).toEqual(['plain', 'a\t"b"\nc', '"Heroes" (live)', '"Till dawn', 'plain too']);
    const tags = put('tags.txt', `${song(1)}\trock\t5`, `${song(2)}\t${QUOTED_TAG}\t7`, `${song(3)}\tjazz\tnone`);
    expect(await importFile(app, 'tags', tags)).toMatchObject({
      read: 3,
      imported: 2,
      rejected: 1,
      rejections: [{ line: 4 }],
    });
    const unique = put('unique.txt', `${track(1)}<SEP>${song(9)}<SEP>artist<SEP>title`);
    await importFile(app, 'tracks', unique);
    const genres = put('genres.cls', '# genres', `${track(2)}\tPop`, `${track(1)}\t${QUOTED_TAG}\tJazz`);
    expect(await importFile(app, 'tags', genres)).toMatchObject({ read: 2, imported: 1, rejected: 1 });
    expect(app.library.db.all<{ name: string }>('SELECT name FROM tags ORDER BY name').map(({ name }) => name)).toEqual(
      ['a\t"b"\nc', 'genre: Jazz', 'genre: a\t"b"\nc', 'rock'],
    );
  });
});
