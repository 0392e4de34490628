import { copyFileSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeEach, describe, expect, it } from 'vitest';
import type { App } from '../../src/core/app/app.ts';
import { sniffKind } from '../../src/core/recommender/import/registry.ts';
import { inspect } from '../../src/core/recommender/import/files/source.ts';
import { type ImportTask, stageImport } from '../../src/core/recommender/import/stage-import.ts';
import { valuesOf } from '../../src/core/recommender/rows/vector-rows.ts';
import type { ImportResult } from '../../src/shared/contract/imports.ts';
import { finish, freshApp, importFile, ROOT, temporaryFolder } from '../support/fixtures.ts';
import { saying, telling } from '../support/messages.ts';
import { fileOf } from '../support/mobility.ts';

const table = (name: string) => join(ROOT, 'tests', 'fixtures', 'tables', name);
const SONGS = ['s1', 's2', 's3', 's4'];
const VALUES = [
  [0.5, -1.25, 3],
  [2, 4, 8],
  [Math.fround(1e-3), 0, -7.75],
  [1, 1, 1],
];
const EXPECTED = Object.fromEntries(SONGS.map((song, i) => [song, VALUES[i]]));

let app: App;
beforeEach(async () => {
  app = await freshApp();
  const plays = SONGS.map((song) => `u,${song},1\n`).join('');
  await importFile(app, 'triplets', fileOf('plays.csv', `user,song,plays\n${plays}`));
});

interface Given {
  name?: string;
  ids?: string;
  answers?: Record<string, string>;
}

async function take(file: string, { name, ids, answers = {} }: Given = {}): Promise<ImportResult> {
  const { jobId } = await app.call('import/start', {
    grant: app.grants.add(file),
    kind: 'vectors',
    answers,
    ...(name ? { name } : {}),
    ...(ids === undefined ? {} : { idsGrant: app.grants.add(fileOf('ids.txt', ids)) }),
  });
  return finish<ImportResult>(app, jobId);
}

const takeText = (text: string, given: Given = {}) => take(fileOf('table.csv', text), { name: 'set', ...given });

/** By song, the values of a set. */
function stored(name: string): Record<string, number[]> {
  const rows = app.library.db.all<{ song: string; data: Buffer }>(
    `SELECT g.song_key AS song, v.data FROM song_vectors v JOIN vector_sets s ON s.id = v.set_id
     JOIN songs g ON g.id = v.song_id WHERE s.name = ? ORDER BY 1`,
    name,
  );
  return Object.fromEntries(rows.map(({ song, data }) => [song, Array.from(valuesOf(data))]));
}

describe('numpy files', () => {
  it.each(['f4.npy', 'f8-fortran.npy', 'big-endian.npy'])('%s', async (name) => {
    expect(await sniffKind(await inspect(table(name)), name)).toEqual({ kind: 'vectors', format: 'npy' });
    const { notes } = await take(table(name), { name: 'set', ids: `${SONGS.join('\n')}\n` });
    expect(stored('set')).toEqual(EXPECTED);
    expect(notes).toContainEqual(saying('vectors.taken', { name: 'set', songs: 4, width: 3, played: 4 }));
  });

  it('half precision and whole numbers', async () => {
    await take(table('f2.npy'), { name: 'half', ids: SONGS.join('\n') });
    expect(stored('half')).toEqual({ ...EXPECTED, s3: [0.0010004043579101562, 0, -7.75] });
    await take(table('i2.npy'), { name: 'whole', ids: SONGS.join('\r\n') });
    expect(stored('whole')).toEqual({ s1: [1, -2], s2: [3, 4], s3: [5, 6], s4: [7, 8] });
  });

  it('ids beside the file are found, a line that names them is left out, and gzip is undone', async () => {
    const folder = temporaryFolder();
    copyFileSync(table('f4.npy'), join(folder, 'mert.npy'));
    writeFileSync(join(folder, 'mert.ids.txt'), `song_id\n${SONGS.join('\n')}\n`);
    await take(join(folder, 'mert.npy'));
    expect(stored('mert')).toEqual(EXPECTED);
    writeFileSync(join(folder, 'packed.npy.gz'), gzipSync(readFileSync(table('f4.npy'))));
    await take(join(folder, 'packed.npy.gz'), { ids: SONGS.join('\n') });
    expect(stored('packed')).toEqual(EXPECTED);
  });

  it.each([
    ['one-dimension.npy', 'vectors.npy-shape', { shape: '(12,)' }],
    ['three-dimensions.npy', 'vectors.npy-shape', { shape: '(2, 2, 3)' }],
    ['complex.npy', 'vectors.npy-dtype', { dtype: '<c8' }],
    ['objects.npy', 'vectors.npy-dtype', { dtype: '|O' }],
    ['ids-text.npy', 'vectors.npy-dtype', { dtype: '<U2' }],
  ] as const)('%s is refused', async (name, id, values) => {
    await expect(take(table(name), { ids: SONGS.join('\n') })).rejects.toMatchObject(
      telling('vectors.npy-refused', { name, what: saying(id, values) }),
    );
  });

  it('a file that is not as long as its header says is refused', async () => {
    const whole = readFileSync(table('f4.npy'));
    for (const [bytes, id] of [
      [whole.subarray(0, whole.length - 4), 'vectors.npy-cut-off'],
      [Buffer.concat([whole, Buffer.from([0])]), 'vectors.npy-too-long'],
    ] as const) {
      const file = join(temporaryFolder(), 'x.npy');
      writeFileSync(file, bytes);
      await expect(take(file, { ids: SONGS.join('\n') })).rejects.toMatchObject(
        telling('vectors.npy-refused', { what: saying(id) }),
      );
    }
    expect(stored('x')).toEqual({});
  });

  it('ids are needed, and as many as rows', async () => {
    await expect(take(table('f4.npy'))).rejects.toMatchObject(telling('vectors.needs-ids', { name: 'f4.npy' }));
    await expect(take(table('f4.npy'), { ids: 's1\ns2\ns3\n' })).rejects.toMatchObject(
      telling('vectors.ids-and-rows', { ids: 3, rows: 4 }),
    );
  });

  it.skipIf(process.platform !== 'linux')('a file is let go, read to its end or not', async () => {
    const folder = temporaryFolder();
    const [file, idsFile] = [join(folder, 'held.npy'), join(folder, 'ids.txt')];
    // In this thread: what a worker leaves open is closed with it.
    const task: ImportTask = {
      ...{ kind: 'vectors', format: 'auto', file, mappingFile: null, listener: null, onError: 'skip', answers: {} },
      ...{ idsFile, libraryFile: app.library.paths.database, stagingFile: join(folder, 'staging.sqlite') },
      ...{ scratch: join(folder, 'scratch'), melFolder: folder, threads: 1 },
    };
    const more = Buffer.alloc(1 << 23);
    for (const [name, ids] of [
      ['three-dimensions.npy', 's1\ns2'],
      ['f4.npy', 's1\ns2\ns3'],
      ['f4.npy', 's1\ns2\ns3\ns4'],
    ]) {
      writeFileSync(file, Buffer.concat([readFileSync(table(name)), more]));
      writeFileSync(idsFile, ids);
      await expect(stageImport(task, () => {})).rejects.toMatchObject({ code: 'bad-input' });
      const held = () =>
        readdirSync('/proc/self/fd').filter((fd) => {
          try {
            return readlinkSync(`/proc/self/fd/${fd}`) === file;
          } catch {
            return false; // the one by which the folder was read
          }
        });
      await expect.poll(held).toEqual([]);
    }
  });

  it('rows with what is no finite number are refused one by one', async () => {
    const { imported, rejections } = await take(table('nan.npy'), { name: 'set', ids: SONGS.join('\n') });
    expect(imported).toBe(2);
    expect(rejections.map(({ line, reason }) => [line, reason])).toEqual([
      [2, saying('vectors.not-finite', { place: 1, value: 'NaN' })],
      [3, saying('vectors.not-finite', { place: 2, value: 'Infinity' })],
    ]);
    expect(stored('set')).toEqual({ s1: [1, 2], s4: [4, 5] });
  });
});

describe('tables', () => {
  it.each([
    ['columns', 'vector-columns.parquet'],
    ['a list of fixed size', 'vector-list.parquet'],
  ])('Parquet: %s', async (_name, file) => {
    expect(await sniffKind(await inspect(table(file)), file)).toEqual({ kind: 'vectors', format: 'vector-parquet' });
    await take(table(file), { name: 'set' });
    expect(stored('set')).toEqual(EXPECTED);
  });

  it('Parquet: null, another length and NaN are refused', async () => {
    const { imported, rejections } = await take(table('vector-bad.parquet'), { name: 'set' });
    expect(imported).toBe(1);
    expect(rejections.map(({ reason }) => reason)).toEqual([
      saying('vectors.not-finite', { place: 2, value: 'NaN' }),
      saying('vectors.other-length', { found: 2, width: 3 }),
      saying('vectors.no-vector'),
    ]);
  });

  it("Parquet: Yambda's embeddings ask which of the two columns", async () => {
    await importFile(app, 'triplets', fileOf('more.csv', 'user,song,plays\nu,286361,1\n'));
    const file = table('yambda-embeddings.parquet');
    const asked = await take(file, { name: 'set' });
    expect(asked.questions.map(({ id, choices }) => [id, choices.map((choice) => choice.id)])).toEqual([
      ['ask.column-vector', ['embed', 'normalized_embed']],
    ]);
    expect(stored('set')).toEqual({});
    await take(file, { name: 'set', answers: { 'ask.column-vector': 'embed' } });
    expect(stored('set')).toEqual({ 286361: [2.5, 2.75, 3, 3.25, 3.5] });
  });

  const lines = (separator: string, brackets = false) =>
    SONGS.map((song, i) => {
      const values = VALUES[i].map((value) => String(value));
      return `${song}${separator}${brackets ? `"[${values.join(', ')}]"` : values.join(separator)}\n`;
    }).join('');

  it.each([
    ['song,v0,v1,v2', `song,v0,v1,v2\n${lines(',')}`, true],
    ['tabs, columns named by numbers', `id\t0\t1\t2\n${lines('\t')}`, true],
    ['no header', lines(','), false],
    ['a list in one field', `song_id,embedding\n${lines(',', true)}`, false],
    ['RecBole', `item_id:token\temb:float_seq\n${lines(' ').replace(/^(s\d) /gm, '$1\t')}`, false],
    ['an index of pandas', `,song_id,v0,v1,v2\n${lines(',').replace(/^/gm, '7,').replace(/7,$/, '')}`, true],
    ['text columns beside', `song_id,mood,v0,v1,v2\n${lines(',').replace(/^(s\d),/gm, '$1,calm,')}`, true],
  ])('text: %s', async (_name, text, isSniffed) => {
    const file = fileOf('table.txt', text);
    if (isSniffed)
      expect(await sniffKind(await inspect(file), file)).toEqual({ kind: 'vectors', format: 'vector-table' });
    await takeText(text);
    expect(stored('set')).toEqual(EXPECTED);
  });

  it('a table of plays is not taken for one of vectors', async () => {
    for (const text of ['user,song,plays\nu,s1,3\n', 'u\ts1\t3\nu\ts2\t4\n', 'song\tv1\ttag\ns1\t3\trock\n']) {
      const file = fileOf('plays.txt', text);
      expect((await sniffKind(await inspect(file), file)).kind).not.toBe('vectors');
    }
  });

  it('ids that match nothing, bad values and lengths are told by line; a track stands for its song', async () => {
    await importFile(app, 'tracks', fileOf('unique_tracks.txt', 'TR1<SEP>s2<SEP>Artist<SEP>Title\n'));
    const { imported, rejections } = await takeText('song,v0,v1\ns1,1,2\nTR1,3,4\nnobody,1,1\ns3,x,1\ns4,1\n,1,2\n');
    expect(stored('set')).toEqual({ s1: [1, 2], s2: [3, 4] });
    expect(imported).toBe(2);
    expect(rejections).toEqual([
      { line: 4, field: 'song', reason: saying('vectors.no-such-song', { id: 'nobody' }) },
      { line: 5, field: 'values', reason: saying('vectors.not-a-number', { value: 'x' }) },
      { line: 6, field: 'song', reason: saying('import.wrong-fields', { fields: 2, expected: 3 }) },
      { line: 7, field: 'song', reason: saying('import.is-empty') },
    ]);
    await expect(takeText('song,v0\nnobody,1\n', { name: 'other' })).rejects.toMatchObject(
      telling('import.all-rejected'),
    );
    expect(stored('other')).toEqual({});
  });

  it('several vectors of a song wait for an answer, alike ones count once', async () => {
    const text = 'song,v0,v1\ns1,1,2\ns1,1,2\ns2,1,2\ns2,3,4\ns2,5,0\n';
    const asked = await takeText(text);
    expect(asked).toMatchObject({
      imported: 2,
      notes: expect.arrayContaining([saying('vectors.met-twice', { rows: 1 })]),
    });
    expect(asked.questions.map(({ id, rows }) => [id, rows])).toEqual([['ask.vectors-of-a-song', 3]]);
    expect(stored('set')).toEqual({ s1: [1, 2] });
    for (const [answer, expected] of [
      ['first', [1, 2]],
      ['last', [5, 0]],
      ['mean', [3, 2]],
    ] as const) {
      await takeText(text, { answers: { 'ask.vectors-of-a-song': answer } });
      expect(stored('set')).toEqual({ s1: [1, 2], s2: expected });
    }
  });

  it('sets lie side by side; a second file of a name adds to it if it is as wide', async () => {
    await takeText('song,v0\ns1,1\n', { name: 'a' });
    await takeText('song,v0,v1\ns1,7,8\n', { name: 'b' });
    await takeText('song,v0\ns2,2\ns1,3\n', { name: 'a' });
    expect([stored('a'), stored('b')]).toEqual([{ s1: [3], s2: [2] }, { s1: [7, 8] }]);
    await expect(takeText('song,v0,v1\ns3,1,2\n', { name: 'a' })).rejects.toMatchObject(
      telling('vectors.set-of-other-width', { name: 'a', width: 2, there: 1 }),
    );
    for (const name of ['tags', 'x,y', 'none'])
      await expect(takeText('song,v0\ns1,1\n', { name })).rejects.toMatchObject(telling('vectors.bad-name', { name }));
    expect(await app.call('vectors/list-sets', {})).toEqual([
      { name: 'a', width: 1, encoder: null, source: 'table.csv', songs: 2, playedSongs: 2, allPlayedSongs: 4 },
      { name: 'b', width: 2, encoder: null, source: 'table.csv', songs: 1, playedSongs: 1, allPlayedSongs: 4 },
    ]);
    await app.call('vectors/delete-set', { name: 'a' });
    expect([stored('a'), stored('b')]).toEqual([{}, { s1: [7, 8] }]);
    await expect(app.call('vectors/delete-set', { name: 'a' })).rejects.toMatchObject(telling('vectors.no-such-set'));
  });
});
