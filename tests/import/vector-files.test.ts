import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { App } from '../../src/core/app/app.ts';
import { sniffKind } from '../../src/core/recommender/import/registry.ts';
import { inspect } from '../../src/core/recommender/import/files/source.ts';
import { valuesOf } from '../../src/core/recommender/rows/vector-rows.ts';
import type { ImportResult } from '../../src/shared/contract/imports.ts';
import { finish, freshApp, importFile, temporaryFolder } from '../support/fixtures.ts';
import { saying } from '../support/messages.ts';
import { fileOf } from '../support/mobility.ts';

async function withSongs(): Promise<App> {
  const app = await freshApp();
  await importFile(app, 'tracks', fileOf('songs.csv', 'song_id,title\ns1,A\ns2,B\n'));
  return app;
}

function vectors(app: App): Record<string, number[]> {
  const rows = app.library.db.all<{ key: string; data: Buffer }>(
    'SELECT s.song_key AS key, v.data FROM song_vectors v JOIN songs s ON s.id = v.song_id ORDER BY s.id',
  );
  return Object.fromEntries(rows.map(({ key, data }) => [key, [...valuesOf(data)]]));
}

async function kindOf(file: string) {
  return sniffKind(await inspect(file), file);
}

/** An array as numpy writes it. */
function npy(shape: string, values: readonly number[]): Buffer {
  const header = `{'descr': '<f4', 'fortran_order': False, 'shape': ${shape}, }`.padEnd(117).concat('\n');
  const length = Buffer.alloc(2);
  length.writeUInt16LE(header.length);
  const start = Buffer.from('\x93NUMPY\x01\x00', 'latin1');
  return Buffer.concat([start, length, Buffer.from(header), Buffer.from(Float32Array.from(values).buffer)]);
}

describe('vectors', () => {
  it('as text of word2vec are read, and rows that its first line does not count are told', async () => {
    const app = await withSongs();
    const file = fileOf('songs.txt', '3 2\ns1 0.5 1 \ns2 2 -3\n');
    expect(await kindOf(file)).toEqual({ kind: 'vectors', format: 'word2vec' });
    const { imported, notes, rejections } = await importFile(app, 'vectors', file);
    expect(imported).toBe(2);
    expect(notes).toContainEqual(saying('vectors.word2vec-taken', { rows: 3, width: 2 }));
    expect(rejections).toMatchObject([{ reason: saying('vectors.other-count-of-rows', { rows: 3, found: 2 }) }]);
    expect(vectors(app)).toEqual({ s1: [0.5, 1], s2: [2, -3] });
  });

  it('of features beside names of recordings are the songs’ of these names; a label is told as not used', async () => {
    const app = await withSongs();
    const head = 'filename,length,rms_mean,rms_var,tempo,label\n';
    const rows = 's1.wav,661794,0.5,0.25,120,blues\nclips/s2.au,661794,0.75,0.5,90,jazz\n';
    const file = fileOf('features_30_sec.csv', head + rows);
    expect(await kindOf(file)).toEqual({ kind: 'vectors', format: 'vector-table' });
    const { imported, notes } = await importFile(app, 'vectors', file);
    expect(imported).toBe(2);
    expect(vectors(app)).toEqual({ s1: [661794, 0.5, 0.25, 120], s2: [661794, 0.75, 0.5, 90] });
    expect(notes).toContainEqual(saying('import.columns-unused', { columns: ['label'] }));
    expect(notes).toContainEqual(saying('vectors.ids-of-recordings', { rows: 2, song: 's1', file: 's1.wav' }));
    const words = fileOf('words.csv', head + rows.replaceAll(/\.(wav|au)/g, ''));
    expect((await kindOf(words))?.kind).not.toBe('vectors');
  });

  it('of ids that are no names of recordings are of these very ids', async () => {
    const app = await withSongs();
    const file = fileOf('vectors.csv', 'song,v0,v1,v2\ns1,0.5,0.25,1\nmsd/s2,0.75,0.5,2\nd\\s2,1.5,0.5,3\n');
    const { imported, notes, rejections } = await importFile(app, 'vectors', file);
    expect(imported).toBe(1);
    expect(notes).not.toContainEqual(saying('vectors.ids-of-recordings'));
    expect(rejections.map(({ reason }) => reason)).toMatchObject(
      ['msd/s2', 'd\\s2'].map((id) => saying('vectors.no-such-song', { id })),
    );
  });

  it('as text of word2vec whose first line says another width are as wide as they are, which is told', async () => {
    const app = await withSongs();
    const file = fileOf('songs.txt', '2 5\ns1 0.5 1.5 0.25 2.5\ns2 2.5 -3.5 0.1 1.1\n');
    expect(await kindOf(file)).toEqual({ kind: 'vectors', format: 'word2vec' });
    const { imported, notes } = await importFile(app, 'vectors', file);
    expect(imported).toBe(2);
    expect(notes).toContainEqual(saying('vectors.other-width', { said: 5, width: 4 }));
    expect(vectors(app).s1).toEqual([0.5, 1.5, 0.25, 2.5]);
  });

  it('as text of GloVe, without a line above them, are read; ids may have spaces and end with numbers', async () => {
    const app = await freshApp();
    await importFile(app, 'tracks', fileOf('songs.csv', 'song_id,title\ns1,A\nBlur Song 2,B\n7,C\n'));
    const text = 's1 0.5 1.25 -3e-1 0\nBlur Song 2 0.1 0.2 0.3 0.4\n7 0.5 0.5 0.5 0.25\n';
    const file = fileOf('glove.txt', text);
    expect(await kindOf(file)).toEqual({ kind: 'vectors', format: 'glove' });
    const { imported, notes, rejections } = await importFile(app, 'vectors', file);
    expect({ imported, rejections }).toEqual({ imported: 3, rejections: [] });
    expect(notes).toContainEqual(saying('vectors.glove-taken', { width: 4 }));
    expect(vectors(app)['7']).toEqual([0.5, 0.5, 0.5, 0.25]);
    expect(vectors(app)['Blur Song 2']).toEqual([...Float32Array.of(0.1, 0.2, 0.3, 0.4)]);
    const cutOff = await importFile(app, 'vectors', fileOf('glove.txt', `${text.repeat(20)}s1 0.5 1.25\n`));
    expect(cutOff.rejections).toMatchObject([{ line: 61, reason: saying('vectors.not-so-many-values', { width: 4 }) }]);
  });

  it('that stand in several rows of an id are asked about, in text of GloVe too', async () => {
    const app = await withSongs();
    const file = fileOf('glove.txt', 's1 0.5 1.5 2.5 3.5\ns2 0.5 0.5 0.5 0.5\ns1 1.5 2.5 3.5 4.5\n');
    const { questions } = await importFile(app, 'vectors', file);
    expect(questions.map(({ id }) => id)).toEqual(['ask.vectors-of-a-song']);
  });

  it.each([
    ['a heading of numbers', 'id\t0\t1\t2\t3\ns1\t0.5\t0.5\t0.5\t0.5\n', 'vector-table'],
    ['a matrix without ids', '0.5 0.5 0.5 0.5 0.5\n1.5 0.5 0.5 0.5 0.5\n', null],
    ['plays without a heading', 'u1 s1 3 1111111111 0\nu2 s2 4 1111111112 0\n', null],
    ['listens of LFM-1b', '1\t2\t4\t4\t1385212958\n1\t2\t4\t5\t1385212642\n', null],
    ['ratings', '196 242 3.5 881250949\n186 302 3.0 891717742\n', null],
  ])('without a line above them are not seen in %s', async (_, text, format) => {
    const sniffed = await kindOf(fileOf('table.txt', text));
    expect(sniffed.kind === 'vectors' ? sniffed.format : null).toBe(format);
  });

  it('in a folder with a file for each song are read; frames of a song are asked about', async () => {
    const app = await withSongs();
    const folder = join(temporaryFolder(), 'mert');
    mkdirSync(join(folder, 'a'), { recursive: true });
    writeFileSync(join(folder, 's1.npy'), npy('(2,)', [1, 2]));
    writeFileSync(join(folder, 'a', 's2.npy'), npy('(1, 2)', [3, 4]));
    expect(await kindOf(folder)).toEqual({ kind: 'vectors', format: 'npy-folder' });
    expect(await importFile(app, 'vectors', folder)).toMatchObject({ imported: 2, rejected: 0, questions: [] });
    expect(vectors(app)).toEqual({ s1: [1, 2], s2: [3, 4] });
    writeFileSync(join(folder, 's1.npy'), npy('(2, 2)', [1, 2, 3, 6]));
    const { questions } = await importFile(app, 'vectors', folder);
    expect(questions.map(({ id }) => id)).toEqual(['ask.frames-of-a-song']);
    const answers = { 'ask.frames-of-a-song': 'mean' };
    const { jobId } = await app.call('import/start', { grant: app.grants.add(folder), kind: 'vectors', answers });
    expect(await finish<ImportResult>(app, jobId)).toMatchObject({ imported: 2 });
    expect(vectors(app)).toEqual({ s1: [2, 4], s2: [3, 4] });
  });

  it('under names of any kind behind an id are recognised, facts of songs under such names are not', async () => {
    const onion = fileOf('id_mfcc_stats.tsv', 'id\tmfcc_0\tmfcc_1\tmfcc_2\ns1\t0.5\t-0.25\t3\ns2\t1\t2\t3\n');
    expect(await kindOf(onion)).toEqual({ kind: 'vectors', format: 'vector-table' });
    const metadata = fileOf(
      'id_metadata.csv',
      'id\tpopularity\trelease\tenergy\tduration_ms\ns1\t35.0\t2011\t0.5\t221000\n',
    );
    expect((await kindOf(metadata)).kind).toBe('tracks');
  });
});

function tagsOf(app: App, key: string): Record<string, number> {
  const rows = app.library.db.all<{ name: string; weight: number }>(
    `SELECT g.name, t.weight FROM track_tags t JOIN tags g ON g.id = t.tag_id JOIN tracks k ON k.id = t.track_id
     WHERE k.track_key = ? ORDER BY g.name`,
    key,
  );
  return Object.fromEntries(rows.map(({ name, weight }) => [name, weight]));
}

describe('tags', () => {
  it('with a column each, as in MagnaTagATune, and with weights in one field, as in Music4All-Onion', async () => {
    const app = await freshApp();
    const header = '"clip_id"\t"no voice"\t"singer"\t"duet"\t"mp3_path"\n';
    const wide = `${header}"2"\t"0"\t"1"\t"0"\t"f/a.mp3"\n"6"\t"0"\t"0"\t"0"\t"f/b.mp3"\n`;
    const file = fileOf('annotations_final.csv', wide);
    expect((await kindOf(file)).kind).toBe('tags');
    const { imported, rejected, notes } = await importFile(app, 'tags', file);
    expect([imported, rejected]).toEqual([1, 0]);
    expect(notes).toContainEqual(saying('import.columns-are-tags', { count: 3 }));
    expect(tagsOf(app, '2')).toEqual({ singer: 100 });
    const flags = fileOf('flags.csv', 'id,title,explicit,live,mode\ns1,A,0,1,0\n');
    expect((await kindOf(flags)).kind).toBe('tracks');
    const dict = "id\t(tag, weight)\ns1\t{'pop': 50, \"rock 'n' roll\": 25}\ns2\t{}\n";
    const weighted = fileOf('id_tags_dict.tsv', dict);
    expect((await kindOf(weighted)).kind).toBe('tags');
    expect(await importFile(app, 'tags', weighted)).toMatchObject({ imported: 1, rejected: 1 });
    expect(tagsOf(app, 's1')).toEqual({ pop: 100, "rock 'n' roll": 50 });
  });
});

describe('columns', () => {
  it('of ListenBrainz and of names without a space are known', async () => {
    const dump =
      'listened_at,user_id,artist_name,release_name,recording_name,recording_mbid\n2020-01-01T00:00:00Z,1,A,R,T,r\n';
    expect((await kindOf(fileOf('lb.csv', dump))).kind).toBe('listens');
    const names = 'user,artistname,trackname,playcount\nu,A,T,3\n';
    expect((await kindOf(fileOf('names.csv', names))).kind).toBe('triplets');
  });
});
