import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import type { App } from '../../src/core/app/app.ts';
import { datasetHash } from '../../src/core/recommender/data/dataset.ts';
import { gatherDataset, libraryId } from '../../src/core/recommender/data/gather.ts';
import { gather, UNPLAYED_FILE } from '../../src/core/recommender/data/gather-job.ts';
import { gatherUnplayed } from '../../src/core/recommender/data/gather-unplayed.ts';
import { UNHEARD_ARTIST } from '../../src/core/recommender/data/unplayed.ts';
import { readModelFile } from '../../src/core/recommender/models/model-file.ts';
import type { AppError } from '../../src/shared/errors.ts';
import { assertLibraryFits, sizeWithContent } from '../../src/core/recommender/experiments/complete-spec.ts';
import { beyondMachine } from '../../src/core/recommender/training/memory-need.ts';
import { listModels, modelByName } from '../../src/core/recommender/rows/model-rows.ts';
import type { JobServices } from '../../src/core/recommender/training/job-services.ts';
import { trainJob } from '../../src/core/recommender/training/train-job.ts';
import type { ReadableDb } from '../../src/core/storage/sqlite.ts';
import type { TrainTask } from '../../src/shared/trainer-protocol.ts';
import { runTask } from '../../src/trainer/run-task.ts';
import { finish, freshApp, importFile, shared, temporaryFolder } from '../support/fixtures.ts';
import { telling } from '../support/messages.ts';
import { tasteLibrary } from '../support/tastes.ts';

const lastfm = shared('data', 'lastfm-2k-half');

async function imported(app: App, kind: 'tracks' | 'tags' | 'triplets' | 'vectors', name: string, lines: string[]) {
  const file = join(temporaryFolder(), name);
  writeFileSync(file, `${lines.join('\n')}\n`);
  await importFile(app, kind, file);
}

async function trained(app: App, type: string, options: Record<string, string | number> = {}) {
  return finish(app, (await app.call('models/train', { type, name: type, options })).jobId);
}

const listed = async (app: App, model: string, listenerId: string, top: number) =>
  (await app.call('models/recommend', { model, listenerId, top })).items;

/** Of two tastes, and songs of both that nobody has played: with tags, with a vector, and with a name only. */
async function withNewSongs(): Promise<App> {
  const app = await tasteLibrary();
  const track = (n: number) => `TRNEW${String(n).padStart(13, '0')}`;
  const song = (n: number) => `SONEW${String(n).padStart(13, '0')}`;
  await imported(
    app,
    'tracks',
    'unique_tracks.txt',
    [0, 1, 2, 3].map((n) => `${track(n)}<SEP>${song(n)}<SEP>${n === 1 ? 'A debut' : `Artist ${n}`}<SEP>New ${n}`),
  );
  await imported(app, 'tags', 'genres.cls', [
    `${track(0)}\teven\tloud`,
    `${track(1)}\todd\tquiet`,
    `${track(3)}\tnobody else has this`,
  ]);
  return app;
}

const NEW_SONGS = ['SONEW0000000000000', 'SONEW0000000000001'];

describe('songs with tags that nobody has played', () => {
  it('are among what a model of tags recommends, marked, and change nothing of what others learn', async () => {
    const app = await withNewSongs();
    const { db, paths } = app.library;
    const data = gatherDataset(db, paths.mel, true, () => {});
    const hash = datasetHash(data);
    const unplayed = gatherUnplayed(db, data, true, []);
    expect(unplayed.songIds).toHaveLength(2);
    expect(unplayed.features.artists[1]).toBe(UNHEARD_ARTIST);
    expect(unplayed.features.artists[0]).toBe(data.features.artists[data.features.artists.length - 60]);
    const result = await trained(app, 'content');
    expect(JSON.stringify(result)).toContain('train.places-unplayed');
    expect(listModels(db).find(({ name }) => name === 'content')?.songs).toBe(62);
    for (const [listener, own, other] of [
      ['listener-0', ...NEW_SONGS],
      ['listener-1', ...NEW_SONGS.toReversed()],
    ]) {
      const items = await listed(app, 'content', listener, 100);
      const places = items.map(({ songId }) => songId);
      expect(places).toContain(own);
      expect(places.indexOf(own)).toBeLessThan(places.indexOf(other));
      for (const { songId, listeners } of items) expect(listeners === 0).toBe(NEW_SONGS.includes(songId));
    }
    // Models of plays keep to the songs that were played, and so does the square of EASE.
    for (const type of ['ease', 'item-knn']) {
      expect(JSON.stringify(await trained(app, type))).not.toContain('train.places-unplayed');
      expect(listModels(db).find(({ name }) => name === type)?.songs).toBe(60);
      const file = join(paths.models, modelByName(db, type).file);
      expect(readModelFile(file, libraryId(db)).songIds).toHaveLength(60);
      const songs = (await listed(app, type, 'listener-0', 100)).map(({ songId }) => songId);
      for (const song of NEW_SONGS) expect(songs).not.toContain(song);
    }
    expect(datasetHash(gatherDataset(db, paths.mel, true, () => {}))).toBe(hash);
  });

  it('are gathered only for a model that can place them, and then without the tags of other songs', async () => {
    const app = await withNewSongs();
    const { library } = app;
    const asked = async (type: string, options: Record<string, string | number> = {}) => {
      const run = vi.fn(async (_task: TrainTask) => Promise.reject(new Error('far enough')));
      const folder = temporaryFolder();
      const services = { library, trainer: { run }, settings: () => ({ engine: 'auto', threads: 1 }) };
      const context = { id: 1, folder, signal: new AbortController().signal, progress() {}, commit() {} };
      const spec = { type, name: type, options, conversion: 'log-count' as const, seed: 1 };
      await expect(trainJob(services as unknown as JobServices).run(spec, context)).rejects.toThrow('far enough');
      return run.mock.calls[0][0].unplayedFile !== undefined;
    };
    for (const type of ['als', 'item-knn', 'popularity']) expect(await asked(type)).toBe(false);
    for (const type of ['content', 'hybrid-weighted']) expect(await asked(type)).toBe(true);
    expect(await asked('hybrid-weighted', { parts: 'als, bpr' })).toBe(false);
    expect(await asked('hybrid-mixed', { parts: 'als, content' })).toBe(true);

    const { db, paths } = library;
    const data = gatherDataset(db, paths.mel, true, () => {});
    const songs = new Set<number>();
    const watched = {
      get: db.get.bind(db),
      all: db.all.bind(db),
      *iterate(...query: Parameters<ReadableDb['iterate']>) {
        for (const row of db.iterate<{ tag?: number; song: number }>(...query)) {
          if (row.tag !== undefined) songs.add(row.song);
          yield row;
        }
      },
    };
    expect(gatherUnplayed(watched as unknown as ReadableDb, data, true, []).songIds).toHaveLength(2);
    expect(songs.size).toBe(3);
  });

  it('stay out of a model of plays, even if its trainer is told of them', async () => {
    const { library } = await withNewSongs();
    const folder = temporaryFolder();
    const context = { id: 1, folder, signal: new AbortController().signal, progress() {}, commit() {} };
    const datasetFile = await gather(library, context, true, [], true);
    const songsOf = async (type: string) => {
      const output = join(folder, `${type}.model`);
      const spec = { type, options: {}, conversion: 'log-count', seed: 1, engine: 'auto', threads: 1 } as const;
      const task = { ...spec, kind: 'train', datasetFile, unplayedFile: join(folder, UNPLAYED_FILE), folder, output };
      await runTask(task as TrainTask, () => {});
      return readModelFile(output, libraryId(library.db)).songIds.length;
    };
    expect(await songsOf('item-knn')).toBe(60);
    expect(await songsOf('content')).toBe(62);
  });

  it('are said to be unknown because nobody played them, where a model knows songs by plays alone', async () => {
    const app = await withNewSongs();
    const explained = (model: string, songId: string) =>
      app.call('models/explain', { model, listenerId: 'listener-0', songId });
    for (const type of ['als', 'content']) await trained(app, type);
    await expect(explained('als', NEW_SONGS[0])).rejects.toThrow(telling('scoring.song-unplayed'));
    expect((await explained('content', NEW_SONGS[0])).songId).toBe(NEW_SONGS[0]);
    await expect(explained('content', 'SONEW0000000000002')).rejects.toThrow(telling('scoring.song-unknown'));
    await imported(app, 'triplets', 'later.tsv', [`listener-1\t${NEW_SONGS[0]}\t2`]);
    await expect(explained('als', NEW_SONGS[0])).rejects.toThrow(telling('scoring.song-unknown'));
  });

  it('come into a model with its next training, as songs with a clip do', async () => {
    const app = await tasteLibrary();
    await trained(app, 'content');
    await imported(app, 'tracks', 'unique_tracks.txt', [
      'TRNEW0000000000000<SEP>SONEW0000000000000<SEP>Artist 2<SEP>New',
    ]);
    await imported(app, 'tags', 'genres.cls', ['TRNEW0000000000000\teven\tloud']);
    const has = async () =>
      (await listed(app, 'content', 'listener-0', 100)).some(({ songId }) => songId === NEW_SONGS[0]);
    expect(await has()).toBe(false);
    await trained(app, 'content');
    expect(await has()).toBe(true);
  });
});

describe('songs with a vector that nobody has played', () => {
  it('are recommended by models that are given the vectors, and by no others', async () => {
    const app = await tasteLibrary();
    const played = Array.from(
      { length: 60 },
      (_, n) => `SOSYN${String(n).padStart(13, '0')},${n % 2 ? -1 : 1},${n / 60}`,
    );
    const vectors = ['song,v0,v1', ...played, `${NEW_SONGS[0]},1,0.3`];
    await imported(app, 'tracks', 'unique_tracks.txt', [
      'TRNEW0000000000000<SEP>SONEW0000000000000<SEP>Artist 2<SEP>New',
      'TRNEW0000000000001<SEP>SONEW0000000000001<SEP>Artist 2<SEP>Newer',
      'TRNEW0000000000002<SEP>SONEW0000000000002<SEP>Artist 2<SEP>Told of by nothing',
    ]);
    await imported(app, 'vectors', 'mert.csv', vectors);
    await imported(app, 'tags', 'genres.cls', ['TRNEW0000000000001\teven']);
    const { db, paths } = app.library;
    const data = gatherDataset(db, paths.mel, true, () => {}, ['mert']);
    const { songIds, features } = gatherUnplayed(db, data, true, ['mert']);
    expect(songIds).toHaveLength(2);
    // The other has a tag alone, for which no row of vectors is kept.
    expect([...features.vectorSets[0].known]).toEqual([1, 0]);
    expect(features.vectorSets[0].values).toEqual(Float32Array.of(1, 0.3));
    const wanted = { models: ['ridge'], options: { ridge: { inputs: 'mert' } } };
    expect(sizeWithContent(db, 'train', wanted)).toMatchObject({
      songs: 60,
      unplayed: 2,
      sets: { mert: { width: 2, songs: 61 } },
    });
    // Songs that a model cannot place take no room.
    const size = sizeWithContent(db, 'train', wanted);
    const refusal = beyondMachine('train', wanted, size, 0) as AppError;
    const total = (refusal.details as { beyondMemory: { need: number } }).beyondMemory.need / 0.8;
    expect(() => assertLibraryFits(db, 'train', wanted, total)).not.toThrow();
    expect(() => assertLibraryFits(db, 'train', wanted, total - 1)).toThrow();
    expect(sizeWithContent(db, 'evaluate', wanted).unplayed).toBe(0);
    expect(sizeWithContent(db, 'train', { models: ['als'], options: {} })).toMatchObject({ unplayed: 0, sets: {} });
    await trained(app, 'ridge', { inputs: 'mert', k: 8 });
    await trained(app, 'content');
    const songs = async (model: string) => (await listed(app, model, 'listener-0', 100)).map(({ songId }) => songId);
    expect(await songs('ridge')).toContain(NEW_SONGS[0]);
    expect(await songs('content')).not.toContain(NEW_SONGS[0]);
  });
});

/** Every fifth artist that five listeners played loses all plays and keeps the tags. */
describe.skipIf(!lastfm)('real listeners and artists', { timeout: 240_000 }, () => {
  it('find the artists whose plays were taken away far more often than by chance', async () => {
    const rows = (name: string) =>
      readFileSync(join(String(lastfm), name), 'utf8')
        .trim()
        .split('\n')
        .map((line) => line.split('\t'));
    const plays = rows('plays.tsv');
    const tagged = new Set(rows('tags.tsv').map(([artist]) => artist));
    const listeners = new Map<string, number>();
    for (const [, artist] of plays) listeners.set(artist, (listeners.get(artist) ?? 0) + 1);
    const known = [...listeners.keys()].filter((one) => Number(listeners.get(one)) >= 5 && tagged.has(one)).sort();
    const held = new Set(known.filter((_, i) => i % 5 === 0));
    const app = await freshApp();
    await imported(
      app,
      'triplets',
      'plays.tsv',
      plays.filter(([, artist]) => !held.has(artist)).map((row) => row.join('\t')),
    );
    for (const kind of ['tracks', 'tags'] as const)
      await importFile(app, kind, join(String(lastfm), kind === 'tags' ? 'tags.tsv' : 'artists.tsv'));
    await trained(app, 'ridge');
    let [hits, wanted, byChance] = [0, 0, 0];
    for (let u = 0; u < plays.length; u += 1500) {
      const [listener] = plays[u];
      const own = new Set(plays.filter(([who, artist]) => who === listener && held.has(artist)).map(([, one]) => one));
      if (own.size === 0) continue;
      const items = await listed(app, 'ridge', listener, 500);
      const first = items.filter(({ songId }) => held.has(songId)).slice(0, 10);
      for (const { listeners: heard } of first) expect(heard).toBe(0);
      hits += first.filter(({ songId }) => own.has(songId)).length;
      byChance += (first.length * own.size) / held.size;
      wanted += Math.min(10, own.size);
    }
    expect(wanted).toBeGreaterThan(50);
    expect(hits).toBeGreaterThan(5 * byChance);
  });
});
