import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { beforeEach, describe, expect, it } from 'vitest';
import type { App } from '../../src/core/app/app.ts';
import { sniffKind } from '../../src/core/recommender/import/registry.ts';
import { bareName, inspect } from '../../src/core/recommender/import/files/source.ts';
import type { ImportResult } from '../../src/shared/contract/imports.ts';
import { finish, freshApp, importFile, ROOT } from '../support/fixtures.ts';
import { saying, telling } from '../support/messages.ts';
import { fileOf } from '../support/mobility.ts';

const table = (name: string) => join(ROOT, 'tests', 'fixtures', 'tables', name);

let app: App;
beforeEach(async () => {
  app = await freshApp();
});

/** listener|song|count of every pair. */
async function plays(): Promise<string[]> {
  const { rows } = await app.call('library/list-listeners', { limit: 1000 });
  const found: string[] = [];
  for (const { listenerId } of rows)
    for (const one of (await app.call('library/get-listener', { listenerId, limit: 1000 })).plays)
      found.push(`${listenerId}|${one.songId}|${one.plays}`);
  return found.sort();
}

/** Names and moments, as the library keeps them. */
const stored = ({ library: { db } }: App) => [
  db.all('SELECT song_key, artist FROM songs LEFT JOIN tracks ON song_id = songs.id ORDER BY song_key, artist'),
  db.all('SELECT listener_key, data FROM listens JOIN listeners ON listeners.id = listener_id ORDER BY listener_key'),
];

const YAMBDA = ['100|1441281|1', '100|8326270|2', '200|286361|1'];

describe('Parquet, as pyarrow and DuckDB write it', () => {
  it.each([
    ['Yambda, flat (zstd)', 'yambda-listens.parquet', 'listens', 'listening-events', YAMBDA],
    ['Yambda, sequential (snappy)', 'yambda-sequential.parquet', 'listens', 'listening-events', YAMBDA],
    ['lists named in the plural', 'plural-lists.parquet', 'listens', 'listening-events', YAMBDA],
    ['LFM-2b', 'lfm2b-events.parquet', 'listens', 'listening-events', ['1|11|1', '1|12|1']],
    ['times with a zone (gzip)', 'zoned-events.parquet', 'listens', 'listening-events', ['1|11|1', '2|12|1']],
    ['ratings (brotli)', 'ratings.parquet', 'ratings', 'movielens', ['1|10|7', '1|20|8', '2|10|1']],
    [
      'ids beyond 2⁵³, separators and line ends in names',
      'awkward.parquet',
      'triplets',
      'delimited-triplets',
      ['a "b"|9007199254740993|1', 'c\td|9007199254740995|2', 'e\nf|1|3'],
    ],
  ])('%s', async (_name, file, kind, format, expected) => {
    expect(await sniffKind(await inspect(table(file)), file)).toEqual({ kind, format });
    await importFile(app, kind, table(file));
    expect(await plays()).toEqual(expected);
  });

  it.each(['pyarrow', 'fastparquet', 'duckdb', 'polars', 'spark'])(
    '%s: the same listens as from text',
    async (writer) => {
      await importFile(app, 'listens', table(join('writers', `${writer}.parquet`)));
      const first = [await plays(), stored(app)];
      app = await freshApp();
      // As tests/fixtures/make_writers.py makes them.
      const start = Date.UTC(2019, 2, 31, 0, 59, 30);
      const rows = Array.from({ length: 60 }, (_, n) => {
        const artist = n % 7 === 0 ? '' : `Sigur Rós ${n % 2}`;
        return `user ${n % 3},曲 ${(n * n) % 11},${artist},${new Date(start + 1237e3 * n + n).toISOString()}\n`;
      });
      await importFile(app, 'listens', fileOf('l.csv', `user_id,track_id,artist_name,timestamp\n${rows.join('')}`));
      expect(first[0]).toHaveLength(18); // three listeners, six songs
      expect(first).toEqual([await plays(), stored(app)]);
    },
  );

  it('plays of a listener in a list of records are a row each', async () => {
    await importFile(app, 'triplets', table('records.parquet'));
    expect(await plays()).toEqual(['u1|a|3', 'u1|b|1', 'u2|a|2']);
  });

  it('values in records stand under both names, and no attribute of a track is taken for the song', async () => {
    const file = table('structs.parquet');
    expect(await sniffKind(await inspect(file), file)).toMatchObject({ kind: 'triplets' });
    const { notes } = await importFile(app, 'triplets', file);
    expect(await plays()).toEqual(['u1|a|3', 'u2|b|4']);
    expect(notes).toContainEqual(
      saying('import.columns-unused', { columns: ['user.age', 'track.artist.name'], more: 0 }),
    );
    await app.close();
    app = await freshApp();
    const listens = table('listenbrainz.parquet');
    expect(await sniffKind(await inspect(listens), listens)).toMatchObject({ kind: 'listens' });
    await importFile(app, 'listens', listens);
    expect(await plays()).toEqual(['rob|a – t|1', 'rob|a – u|1']);
  });

  it('counts in many row groups (lz4) are read to the last', async () => {
    const result = await importFile(app, 'triplets', table('lfm2b-counts.parquet'));
    expect(result).toMatchObject({ read: 5000, imported: 5000, rejected: 0 });
    const found = await plays();
    expect(found).toHaveLength(5000);
    expect(found).toEqual(
      Array.from({ length: 5000 }, (_, i) => `${Math.floor(i / 100)}|${i % 100}|${1 + (i % 7)}`).sort(),
    );
  });

  it('times of an unnamed zone are taken as UTC and said to be', async () => {
    const { notes } = await importFile(app, 'listens', table('times.parquet'));
    expect(notes).toContainEqual(saying('import.times-as-utc', { times: 3 }));
    await app.close();
    app = await freshApp();
    const listed = await importFile(app, 'listens', table('times-in-lists.parquet'));
    expect(listed.notes).toContainEqual(saying('import.times-as-utc', { times: 3 }));
    await app.close();
    app = await freshApp();
    const zoned = await importFile(app, 'listens', table('zoned-events.parquet'));
    expect(zoned.notes.map(({ id }) => id)).not.toContain('import.times-as-utc');
  });

  it('a file that is cut off, lies about its sizes, is encrypted or has no table is refused by name', async () => {
    const whole = readFileSync(table('yambda-listens.parquet'));
    const refused = (bytes: Uint8Array, id: Parameters<typeof telling>[0]) =>
      expect(inspect(fileOf('x.parquet', bytes))).rejects.toMatchObject(telling(id, { name: 'x.parquet' }));
    await refused(whole.subarray(0, 900), 'import.damaged-parquet');
    await refused(Buffer.concat([whole.subarray(0, 4), whole.subarray(whole.length - 900)]), 'import.damaged-parquet');
    const encrypted = Buffer.from(whole);
    encrypted.write('PARE', encrypted.length - 4, 'latin1');
    await refused(encrypted, 'import.encrypted-parquet');
    await refused(readFileSync(table('encrypted-column.parquet')), 'import.encrypted-parquet');
    await refused(readFileSync(table('nested.parquet')), 'import.parquet-without-table');
  });
});

describe('text in bzip2 and zstd', () => {
  it("Music4All-Onion's events, in two streams, and its counts", async () => {
    const events = table('userid_trackid_timestamp.tsv.bz2');
    expect(await sniffKind(await inspect(events), events)).toEqual({ kind: 'listens', format: 'listening-events' });
    await importFile(app, 'listens', events);
    expect(await plays()).toEqual(['user_007XIjOr|DaTQ53TUmfP93FSr|2', 'user_9Rt|dGeyvi5WCOjDU7da|1']);
    await app.close();
    app = await freshApp();
    await importFile(app, 'triplets', table('userid_trackid_count.tsv.bz2'));
    expect(await plays()).toEqual(['user_007XIjOr|DaTQ53TUmfP93FSr|23', 'user_9Rt|dGeyvi5WCOjDU7da|1']);
  });

  const text = Array.from({ length: 20_000 }, (_, i) => `u${i % 100}\ts${Math.floor(i / 100)}\t${1 + (i % 3)}\n`).join(
    '',
  );

  it.each([
    ['zstd', zstdCompressSync(text)],
    [
      'several frames of zstd',
      Buffer.concat([zstdCompressSync(text.slice(0, 70_001)), zstdCompressSync(text.slice(70_001))]),
    ],
    ['gzip', gzipSync(text)],
  ])('Taste Profile triplets in %s', async (_name, bytes) => {
    const result = await importFile(app, 'triplets', fileOf('train_triplets.txt.packed', bytes));
    expect(result).toMatchObject({ imported: 20_000, rejected: 0, format: 'taste-profile' });
    expect(await plays()).toHaveLength(20_000);
  });

  it.each([
    ['zstd', zstdCompressSync(text), 'import.damaged-zstd', {}],
    // Whether each row is a play is asked first.
    [
      'bzip2',
      readFileSync(table('userid_trackid_timestamp.tsv.bz2')),
      'import.damaged-bzip2',
      { 'ask.column-count': 'each-row' },
    ],
  ] as const)('%s that is cut off imports nothing', async (_name, bytes, id, answers) => {
    const file = fileOf('cut.tsv', bytes.subarray(0, bytes.length - 20));
    const { jobId } = await app.call('import/start', { grant: app.grants.add(file), kind: 'triplets', answers });
    await expect(finish<ImportResult>(app, jobId)).rejects.toMatchObject(telling(id, { name: 'cut.tsv' }));
    expect(await plays()).toEqual([]);
  });

  it('damage inside a block of bzip2 is met by its checksum', async () => {
    const bytes = Buffer.from(readFileSync(table('userid_trackid_count.tsv.bz2')));
    bytes[60] ^= 4;
    await expect(inspect(fileOf('x.bz2', bytes))).rejects.toMatchObject(
      telling('import.empty-gzip', { packing: 'bzip2' }),
    );
  });
});

it.each([
  ['ann.csv.gz', 'ann'],
  ['ann.JSON.zst', 'ann'],
  ['ann.txt.bz2', 'ann'],
  ['ann.b.tsv', 'ann.b'],
  ['ann.parquet', 'ann'],
  ['csv.gz', 'csv'],
])('%s is called %s', (name, bare) => expect(bareName(name)).toBe(bare));
