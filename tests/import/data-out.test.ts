import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { App } from '../../src/core/app/app.ts';
import type { DataCell } from '../../src/core/report/data-table.ts';
import { ROWS_A_GROUP, writeParquet } from '../../src/core/report/parquet-file.ts';
import { ParquetFile } from '../../src/core/recommender/import/files/parquet.ts';
import type { DataTableName, ExportedData, TableFormat } from '../../src/shared/contract/exports.ts';
import type { EvaluationResult } from '../../src/shared/contract/recommender.ts';
import { finish, freshApp, importFile, temporaryFolder } from '../support/fixtures.ts';
import { fileOf } from '../support/mobility.ts';
import { telling } from '../support/messages.ts';
import { peerPrints, peerThere } from '../support/peer-python.ts';

async function exported(app: App, format: TableFormat, tables?: DataTableName[]): Promise<ExportedData> {
  const grant = app.grants.add(join(temporaryFolder(), 'out'));
  const { jobId } = await app.call('library/export-data', { grant, format, ...(tables ? { tables } : {}) });
  return finish<ExportedData>(app, jobId);
}

/** Ids with separators and quotes, songs all described, and tags. */
async function described(): Promise<App> {
  const app = await freshApp();
  const rows = Array.from({ length: 40 }, (_, u) =>
    Array.from({ length: 6 }, (_, i) => `"u,${u}","s ""${(u * 5 + i * 7) % 31}""",${1 + ((u * i) % 9)}\n`),
  );
  await importFile(app, 'triplets', fileOf('plays.csv', `user,song,plays\n${rows.flat().join('')}`));
  const songs = Array.from(
    { length: 31 },
    (_, i) => `"s ""${i}""","Song, ${i}",艺人${i % 4},${i % 3 ? 1990 + i : ''},${200 + i / 4}\n`,
  );
  await importFile(app, 'tracks', fileOf('songs.csv', `song_id,title,artist,year,duration\n${songs.join('')}`));
  const tags = Array.from({ length: 20 }, (_, i) => `"s ""${i}""",tag ${i % 5},${10 + i}\n"s ""${i}""",rock,7\n`);
  await importFile(app, 'tags', fileOf('tags.csv', `song_id,tag,count\n${tags.join('')}`));
  return app;
}

async function histories(): Promise<App> {
  const app = await freshApp();
  const rows = Array.from({ length: 200 }, (_, i) => {
    const time = new Date((1.5e9 + (i >> 1) * 3601) * 1000).toISOString().replace('.000Z', 'Z');
    return `u${i % 7},s${(i * 3) % 11},${time}\n`;
  });
  await importFile(app, 'listens', fileOf('history.csv', `user,song,time\n${rows.join('')}`));
  return app;
}

async function ratings(): Promise<App> {
  const app = await freshApp();
  const rows = Array.from({ length: 90 }, (_, i) => `u${i % 9},m${i % 10},${0.5 + (i % 10) / 2}\n`);
  await importFile(app, 'ratings', fileOf('ratings.csv', `userId,movieId,rating\n${rows.join('')}`));
  return app;
}

const KIND_OF = {
  plays: 'triplets',
  ratings: 'ratings',
  listens: 'listens',
  songs: 'tracks',
  tags: 'tags',
} as const;

const textOf = ({ folder }: ExportedData, file: string) => readFileSync(join(folder, file), 'latin1');

describe('tables of a library that go out', () => {
  it.each([
    ['plays, songs and tags', described, ['plays', 'songs', 'tags'], ['csv']],
    ['histories', histories, ['listens'], ['parquet', 'tsv']],
    ['ratings', ratings, ['ratings'], ['parquet']],
  ] as const)('%s: come back equal to the byte', async (_, make, tables, formats) => {
    const app = await make();
    for (const format of formats) {
      const first = await exported(app, format);
      const again = await freshApp();
      for (const table of tables) await importFile(again, KIND_OF[table], join(first.folder, `${table}.${format}`));
      const second = await exported(again, format);
      for (const table of tables)
        expect(textOf(second, `${table}.${format}`), table).toEqual(textOf(first, `${table}.${format}`));
      expect(second.tables).toEqual(first.tables);
    }
  });

  it('are described with their hashes, sizes, rows and columns', async () => {
    const app = await described();
    const { folder, files, tables } = await exported(app, 'csv');
    const { resources } = JSON.parse(readFileSync(join(folder, 'datapackage.json'), 'utf8')) as {
      resources: {
        name: string;
        path: string;
        hash: string;
        bytes: number;
        rows: number;
        schema: { fields: { name: string }[] };
      }[];
    };
    expect(files).toEqual([...resources.map(({ path }) => path), 'datapackage.json']);
    expect(resources.map(({ name, rows }) => ({ name, rows }))).toEqual(tables);
    expect(tables.map(({ name }) => name)).toEqual(['plays', 'songs', 'listeners', 'tags']);
    for (const { path, hash, bytes, rows, schema } of resources) {
      const text = readFileSync(join(folder, path));
      expect(hash).toBe(`sha256:${createHash('sha256').update(text).digest('hex')}`);
      expect(bytes).toBe(text.length);
      const lines = text.toString().trimEnd().split('\n');
      expect(lines).toHaveLength(rows + 1);
      expect(lines[0].split(',')).toEqual(schema.fields.map(({ name }) => name));
    }
  });

  it('hold results, a value a row', async () => {
    const app = await described();
    const spec = { protocol: 'ranking', models: ['popularity', 'item-knn'], cutoffs: [5], folds: 2 };
    const { models } = await finish<EvaluationResult>(app, (await app.call('evaluation/start', spec)).jobId);
    const { folder, tables } = await exported(app, 'tsv', ['results']);
    const [, ...lines] = readFileSync(join(folder, 'results.tsv'), 'utf8').trimEnd().split('\n');
    expect(tables).toEqual([{ name: 'results', rows: lines.length }]);
    const means = lines.map((line) => line.split('\t')).filter(([, , , , , , fold]) => fold === '');
    expect(Object.fromEntries(means.map((one) => [`${one[5]} ${one[7]}`, Number(one[8])]))).toEqual(
      Object.fromEntries(
        Object.entries(models).flatMap(([model, values]) =>
          Object.entries(values).map(([measure, value]) => [`${model} ${measure}`, Number(value)]),
        ),
      ),
    );
  });

  it('are refused where the library cannot fill them', async () => {
    await expect(exported(await freshApp(), 'csv')).rejects.toEqual(telling('export.library-empty'));
    await expect(exported(await ratings(), 'csv', ['plays'])).rejects.toEqual(telling('export.tables-empty'));
  });
});

describe('a Parquet file of several row groups', () => {
  const cells = (row: number): DataCell[] => [
    `ü${row % 1000}`,
    row % 3 === 0 ? null : row * 40_000,
    row % 7 === 0 ? null : row / 8,
    1.5e9 + row,
  ];
  const rows = ROWS_A_GROUP + 5;
  const written = () => {
    const file = join(temporaryFolder(), 'table.parquet');
    const seen: number[] = [];
    const columns = [
      { name: 'who', kind: 'text', about: '' },
      { name: 'n', kind: 'whole', optional: true, about: '' },
      { name: 'x', kind: 'real', optional: true, about: '' },
      { name: 'moment', kind: 'time', about: '' },
    ] as const;
    const table = {
      name: 'table',
      about: '',
      columns,
      rows: () => Array.from({ length: rows }, (_, row) => cells(row)),
    };
    expect(writeParquet(file, table, (n) => seen.push(n))).toBe(rows);
    expect(seen).toEqual([ROWS_A_GROUP, rows]);
    return file;
  };

  it('is read back by our own reader, a group at a time', async () => {
    const parquet = await ParquetFile.open(written());
    let row = 0;
    const groups: number[] = [];
    for await (const group of parquet.read(['who', 'n', 'x', 'moment'], () => {})) {
      groups.push(group.rows);
      for (let i = 0; i < group.rows; i++, row++) {
        const [who, n, x, at] = group.columns.map((column) => column[i]);
        const read = [who, n == null ? null : Number(n), x ?? null, (at as Date).getTime() / 1000];
        if (JSON.stringify(read) !== JSON.stringify(cells(row))) expect(read).toEqual(cells(row));
      }
    }
    expect(groups).toEqual([ROWS_A_GROUP, 5]);
  });

  it.runIf(peerThere('pyarrow') && peerThere('duckdb'))('is read back by pyarrow and DuckDB', () => {
    const script = `
import json, sys, duckdb, pyarrow.parquet as pq
file = sys.argv[1]
table = pq.read_table(file)
known = lambda column: [v for v in column if v is not None]
totals = lambda who, n, x, at: [len(set(who)), sum(known(n)), sum(known(x)),
    sum(int(v.timestamp()) for v in at), len(n) - len(known(n)), len(x) - len(known(x))]
sql = """SELECT count(DISTINCT who), sum(n)::BIGINT, sum(x), sum(epoch(moment))::BIGINT, count(*) - count(n),
    count(*) - count(x)"""
print(json.dumps({
    "types": [str(field.type) for field in table.schema],
    "groups": pq.ParquetFile(file).metadata.num_row_groups,
    "pyarrow": totals(*(table[name].to_pylist() for name in ("who", "n", "x", "moment"))),
    "duckdb": list(duckdb.connect().execute(f"{sql} FROM '{file}'").fetchone()),
    "last": [str(v) for v in duckdb.connect().execute(
        f"SELECT who, n, x FROM '{file}' ORDER BY moment DESC LIMIT 1").fetchone()],
}))`;
    const all = Array.from({ length: rows }, (_, row) => cells(row));
    const sum = (column: number) => all.reduce((total, row) => total + Number(row[column] ?? 0), 0);
    const empty = (column: number) => all.filter((row) => row[column] === null).length;
    const totals = [1000, sum(1), sum(2), sum(3), empty(1), empty(2)];
    expect(peerPrints(script, written())).toEqual({
      types: ['string', 'int64', 'double', 'timestamp[ms, tz=UTC]'],
      groups: 2,
      pyarrow: totals,
      duckdb: totals,
      last: cells(rows - 1)
        .slice(0, 3)
        .map(String),
    });
  });
});
