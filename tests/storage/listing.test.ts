import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createApp } from '../../src/core/app/create-app.ts';
import { spawnChildTrainer } from '../../src/core/recommender/training/spawn-child-trainer.ts';
import { createLibrary } from '../../src/core/storage/library.ts';
import { importFile, onCleanup, temporaryFolder } from '../support/fixtures.ts';

describe('lists of rows', () => {
  it('are kept by columns, all at once, and by the text besides', async () => {
    const folder = temporaryFolder();
    const app = createApp({ library: await createLibrary(join(folder, 'library')), spawnTrainer: spawnChildTrainer });
    onCleanup(() => app.close());
    const file = join(folder, 'plays.tsv');
    // listener n plays song 0 … n: song s has 10 − s listeners.
    const rows = Array.from({ length: 10 }, (_, n) =>
      Array.from({ length: n + 1 }, (_, s) => `listener_${n}\tsong%${s}\t${1 + s}\n`).join(''),
    );
    writeFileSync(file, rows.join(''));
    await importFile(app, 'triplets', file);
    const songs = async (input: object) =>
      (await app.call('library/list-songs', { sort: 'songId', ...input })).rows.map(({ songId }) => songId);
    const between = (column: string, minimum?: number, maximum?: number) => ({ column, minimum, maximum });
    expect(await songs({ filters: [between('listeners', 9)] })).toEqual(['song%0', 'song%1']);
    expect(await songs({ filters: [between('listeners', 3, 4)] })).toEqual(['song%6', 'song%7']);
    expect(await songs({ filters: [between('listeners', 3, 4), { column: 'songId', contains: 'G%6' }] })).toEqual([
      'song%6',
    ]);
    expect(await songs({ filters: [{ column: 'songId', contains: '%%' }] })).toEqual([]);
    expect(await songs({ filters: [{ column: 'songId', oneOf: ['song%3', 'song%9', 'x'] }] })).toEqual([
      'song%3',
      'song%9',
    ]);
    expect(await songs({ filter: '%9', filters: [between('listeners', undefined, 1)] })).toEqual(['song%9']);
    expect(await songs({ filter: '%8', filters: [between('listeners', undefined, 1)] })).toEqual([]);
    const page = await app.call('library/list-songs', { filters: [between('listeners', 3)], limit: 2, offset: 1 });
    expect([page.total, page.rows.length]).toEqual([8, 2]);
    const listeners = await app.call('library/list-listeners', {
      filter: 'r_',
      filters: [between('songs', 9), { column: 'listenerId', contains: '_9' }],
    });
    expect(listeners).toMatchObject({ total: 1, rows: [{ listenerId: 'listener_9', songs: 10, plays: 55 }] });
    expect((await app.call('library/list-listeners', {})).total).toBe(10);
    await expect(
      app.call('library/list-songs', { filters: [{ column: 's.id; DROP TABLE songs', contains: 'x' }] }),
    ).rejects.toMatchObject({ code: 'bad-request' });
    await expect(
      app.call('library/list-songs', { filters: [{ column: 'constructor', minimum: 1 }] }),
    ).rejects.toMatchObject({ code: 'bad-request' });
  });
});
