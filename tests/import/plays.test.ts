import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PlaysPacker, unpack } from '../../src/core/recommender/rows/packed-plays.ts';
import type { ImportContext } from '../../src/core/recommender/import/importer.ts';
import { KeyTable } from '../../src/core/recommender/import/plays/key-table.ts';
import { KnownKeys } from '../../src/core/recommender/import/plays/known-keys.ts';
import { PlaysStager } from '../../src/core/recommender/import/plays/plays-stager.ts';
import type { TripletSorter } from '../../src/core/recommender/import/plays/triplet-sorter.ts';
import type { ReadableDb } from '../../src/core/storage/sqlite.ts';
import type { App } from '../../src/core/app/app.ts';
import { freshApp, importFile, temporaryFolder } from '../support/fixtures.ts';
import { saying, telling } from '../support/messages.ts';
import { playsOf } from '../support/plays.ts';

async function importText(app: App, kind: string, lines: string[]) {
  const file = join(temporaryFolder(), kind === 'ratings' ? 'ratings.csv' : 'triplets.txt');
  writeFileSync(file, `${lines.join('\n')}\n`);
  return importFile(app, kind, file);
}

async function songsOf(app: App) {
  const { rows } = await app.call('library/list-songs', { sort: 'songId' });
  return rows.map(({ songId, listeners, plays }) => [songId, listeners, plays]);
}

describe('plays', () => {
  it('of one pair in one file add up; a count is at most 2³¹ − 1, and no count is below 1', async () => {
    const app = await freshApp();
    const result = await importText(app, 'triplets', [
      'u\ts\t3',
      'u\tt\t2147483647',
      'u\ts\t4',
      'u\tt\t5',
      'v\ts\t0',
      'v\ts\t-1',
      'v\ts\t1.5',
      'v\ts\t2147483648',
      'v\ts\t2',
    ]);
    expect(result).toMatchObject({ read: 9, imported: 5, rejected: 4 });
    expect(playsOf(app)).toEqual({ 'u s': 7, 'u t': 2147483647, 'v s': 2 });
    expect(await songsOf(app)).toEqual([
      ['s', 2, 9],
      ['t', 1, 2147483647],
    ]);
  });

  it('with an id that is no UTF-8 are refused, and the others taken', async () => {
    const app = await freshApp();
    const file = join(temporaryFolder(), 'triplets.txt');
    writeFileSync(file, Buffer.concat([Buffer.from('ü\tsöng\t1\nu'), Buffer.from([0xff]), Buffer.from('\ts\t1\n')]));
    expect(await importFile(app, 'triplets', file)).toMatchObject({ imported: 1, rejected: 1 });
    expect(playsOf(app)).toEqual({ 'ü söng': 1 });
  });

  it('of a later file take the place of what the library had for the pair, and leave the others', async () => {
    const app = await freshApp();
    await importText(app, 'triplets', ['u\ta\t3', 'u\tb\t1', 'u\td\t6', 'v\ta\t2']);
    for (let time = 1; time <= 2; time++) {
      await importText(app, 'triplets', ['u\tb\t9', 'u\tc\t4', 'v\ta\t2']);
      expect(playsOf(app)).toEqual({ 'u a': 3, 'u b': 9, 'u c': 4, 'u d': 6, 'v a': 2 });
      expect(await songsOf(app)).toEqual([
        ['a', 2, 5],
        ['b', 1, 9],
        ['c', 1, 4],
        ['d', 1, 6],
      ]);
    }
    await importText(app, 'triplets', ['u\ta\t5']);
    expect(playsOf(app)).toEqual({ 'u a': 5, 'u b': 9, 'u c': 4, 'u d': 6, 'v a': 2 });
  });

  it('of a catalogue beyond 2²² songs are added to it, in the order of its ids', async () => {
    const app = await freshApp();
    app.library.db.run("INSERT INTO songs (id, song_key) VALUES (4194303, 'z'), (17000000, 'y')");
    for (const count of [3, 4]) {
      await importText(app, 'triplets', [`u\tz\t2`, `u\ty\t${count}`, 'u\tnew\t2147483647', 'v\ty\t1', 'v\ty\t1']);
      expect(playsOf(app)).toEqual({ 'u z': 2, 'u y': count, 'u new': 2147483647, 'v y': 2 });
    }
    expect(app.library.db.get("SELECT id, listeners FROM songs WHERE song_key = 'new'")).toEqual({
      id: 17000001,
      listeners: 1,
    });
  });

  it('are refused in words where ids or rows would not fit into what orders them', () => {
    const keys = new KeyTable(1 << 17);
    const fill = () => {
      for (let i = 0; i < 10_000; i++) keys.internString(`song-${String(i).padStart(20, '0')}`);
    };
    expect(fill).toThrow(telling('import.too-many-ids'));
    expect(keys.key(4000)).toBe('song-00000000000000004000');
    const library = { iterate: () => [] } as unknown as ReadableDb;
    const known = () => {
      const own = new KnownKeys(library, '');
      own.table.internString('a');
      return own;
    };
    const staging = { exec() {}, transaction: (work: () => void) => work() };
    const context = { library, staging, report: { notes: [] }, checkpoint() {} };
    const stager = new PlaysStager(context as unknown as ImportContext, known(), known());
    const drain: TripletSorter['drain'] = (visit) =>
      visit(0, new Uint32Array(1), new Uint32Array(1), 2 ** 26 + 1, null);
    expect(() => stager.stage({ drain } as TripletSorter)).toThrow(telling('import.too-many-rows-of-one'));
  });

  it('are packed without loss, whatever the ids and counts', () => {
    const pair = fc.tuple(fc.nat(2 ** 22), fc.integer({ min: 1, max: 2 ** 31 - 1 }));
    fc.assert(
      fc.property(fc.uniqueArray(pair, { selector: ([song]) => song }), (pairs) => {
        const sorted = pairs.sort(([a], [b]) => a - b);
        const packer = new PlaysPacker();
        packer.start();
        for (const [song, count] of sorted) packer.add(song, count);
        const { songs, counts } = unpack(packer.packed);
        expect(Array.from(songs, (song, i) => [song, counts[i]])).toEqual(sorted);
      }),
    );
  });
});

describe('ratings', () => {
  it('without times, of one pair in one file: the highest counts', async () => {
    const app = await freshApp();
    const lines = ['userId,movieId,rating', '1,31,3', '1,31,4.5', '1,31,1', '2,31,2'];
    const result = await importText(app, 'ratings', lines);
    expect(result.notes).toContainEqual(saying('import.rated-twice', { pairs: 2 }));
    expect(playsOf(app)).toEqual({ '1 31': 9, '2 31': 4 });
  });

  it('of one pair do not add up: the highest stands; half steps are kept, other steps refused', async () => {
    const app = await freshApp();
    const result = await importText(app, 'ratings', [
      'userId,movieId,rating,timestamp',
      'u,a,3.5,1000000000',
      'u,a,4,1000000001',
      'u,a,2,1000000002',
      'u,b,0.5,1000000003',
      'v,a,3.7,1000000004',
      'v,b,0,1000000005',
    ]);
    expect(result).toMatchObject({ imported: 4, rejected: 2 });
    expect(playsOf(app)).toEqual({ 'u a': 8, 'u b': 1 });
  });
});
