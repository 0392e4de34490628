import { describe, expect, it } from 'vitest';
import { delimitedRows } from '../../src/core/recommender/import/quoted-lines.ts';
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
});
