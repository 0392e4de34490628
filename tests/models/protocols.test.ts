import { copyFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Dataset, Listens } from '../../src/core/recommender/data/dataset.ts';
import { filterDataset } from '../../src/core/recommender/data/filter.ts';
import { evaluate } from '../../src/core/recommender/evaluation/evaluate.ts';
import { PROTOCOLS, protocolDefinition } from '../../src/core/recommender/protocols/registry.ts';
import type { Fold } from '../../src/core/recommender/splits/fold.ts';
import { Random } from '../../src/core/statistics/random.ts';
import { dataFilter, type EvaluationResult, evaluationSpec } from '../../src/shared/contract/recommender.ts';
import { finish, freshApp, importFile, temporaryFolder } from '../support/fixtures.ts';
import { tasteLibrary } from '../support/tastes.ts';
import { modelLabel } from '../../src/shared/evaluation-words.ts';
import { saying, telling } from '../support/messages.ts';

const LISTENERS = 80;
const SONGS = 50;

/** One listen a pair, of one play. */
function listensOnce(seconds: number[]): Listens {
  return {
    offsets: Uint32Array.from({ length: seconds.length + 1 }, (_, i) => i),
    seconds: Uint32Array.from(seconds),
    counts: new Uint32Array(seconds.length).fill(1),
  };
}

function dataset(): Dataset {
  const random = new Random(4);
  const offsets = [0];
  const items: number[] = [];
  for (let u = 0; u < LISTENERS; u++) {
    const own = new Set<number>();
    while (own.size < 10 + (u % 8)) own.add(random.below(SONGS));
    items.push(...[...own].sort((a, b) => a - b));
    offsets.push(items.length);
  }
  const songs = Array.from({ length: SONGS }, (_, song) => song);
  return {
    interactions: {
      listeners: LISTENERS,
      songs: SONGS,
      offsets: Uint32Array.from(offsets),
      items: Uint32Array.from(items),
      counts: Uint32Array.from(items, () => 1 + random.below(20)),
    },
    features: {
      tagNames: ['even', 'odd', 'third'],
      tagOffsets: Uint32Array.from({ length: SONGS + 1 }, (_, i) => i),
      tags: Uint32Array.from(songs, (song) => song % 3),
      tagWeights: new Float32Array(SONGS).fill(1),
      artists: Int32Array.from(songs, (song) => song % 9),
      artistCount: 9,
      years: Uint16Array.from(songs, (song) => 1990 + (song % 20)),
      melTracks: new Uint32Array(SONGS),
      melFolder: '',
    },
    listenerIds: Uint32Array.from({ length: LISTENERS }, (_, u) => u + 1),
    songIds: Uint32Array.from(songs, (song) => song + 1),
    mismatchedSongs: 0,
    valueUnit: 1,
    libraryId: 'test',
    listens: listensOnce(items.map(() => 1 + random.below(1_000_000))),
  };
}

const data = dataset();
const rowsOf = (u: number) => [
  ...data.interactions.items.subarray(data.interactions.offsets[u], data.interactions.offsets[u + 1]),
];

function foldsOf(protocol: string, more: object = {}): Fold[] {
  const definition = protocolDefinition(protocol);
  const spec = evaluationSpec.parse({ protocol, models: ['popularity'], folds: definition.folds, ...more });
  const make = definition.make(data, spec, 7, { given: null, needs: new Set() });
  return Array.from({ length: spec.folds }, (_, fold) => make(fold));
}

/** What a model may see of a test listener, and that nothing of it is tested. */
function seenAndTested({ training, cases }: Fold) {
  return cases.map(({ who, foldIn, items }) => ({
    who,
    seen: foldIn ? [...foldIn.items] : [...training.items.subarray(training.offsets[who], training.offsets[who + 1])],
    tested: [...items],
  }));
}

describe('no protocol shows a model what it tests', () => {
  it.each(PROTOCOLS.map(({ name }) => name))('%s', (protocol) => {
    for (const fold of foldsOf(protocol)) {
      expect(fold.cases.length).toBeGreaterThan(0);
      for (const { who, seen, tested } of seenAndTested(fold)) {
        expect(tested.length).toBeGreaterThan(0);
        expect(tested.filter((song) => seen.includes(song))).toEqual([]);
        for (const song of [...seen, ...tested]) expect(rowsOf(who)).toContain(song);
      }
    }
  });

  it('held-out listeners leave no row in training, and each is tested once', () => {
    const folds = foldsOf('user-k-fold');
    const tested = folds.flatMap(({ training, cases }) => {
      for (const { who } of cases) expect(training.offsets[who + 1] - training.offsets[who]).toBe(0);
      return cases.map(({ who }) => who);
    });
    expect(tested.sort((a, b) => a - b)).toEqual(Array.from({ length: LISTENERS }, (_, u) => u));
  });

  it('held-out songs leave no row in training; by artist, no song of the artist either', () => {
    const held = (fold: Fold) =>
      Array.from((fold.candidates as Uint8Array).keys()).filter((song) => fold.candidates?.[song]);
    const all = foldsOf('item-cold').flatMap((fold) => {
      const own = held(fold);
      for (const song of fold.training.items) expect(own).not.toContain(song);
      return own;
    });
    expect(all.sort((a, b) => a - b)).toEqual(Array.from({ length: SONGS }, (_, song) => song));
    for (const fold of foldsOf('artist-cold')) {
      const artists = new Set(held(fold).map((song) => data.features.artists[song]));
      for (const song of fold.training.items) expect(artists.has(data.features.artists[song])).toBe(false);
    }
  });

  it('with new songs among all, those of item-cold are new, known ones are tested too, and all compete', () => {
    const cold = foldsOf('item-cold');
    foldsOf('cold-among-all').forEach(({ training, cases, candidates }, f) => {
      const known = new Set(training.items);
      const fresh = Array.from((cold[f].candidates as Uint8Array).keys()).filter((song) => cold[f].candidates?.[song]);
      expect(fresh.filter((song) => known.has(song))).toEqual([]);
      expect(candidates).toBeNull();
      const tested = cases.flatMap(({ items }) => [...items]);
      const warm = tested.filter((song) => known.has(song)).length;
      const rows = data.interactions.items.length;
      expect(tested.length - warm).toBe(data.interactions.items.filter((song) => !known.has(song)).length);
      expect(warm / (rows - (tested.length - warm))).toBeGreaterThan(0.15);
      expect(warm / (rows - (tested.length - warm))).toBeLessThan(0.25);
    });
  });

  it('over time nothing tested was heard before anything trained on', () => {
    const [fold] = foldsOf('temporal');
    const timeOf = (u: number, song: number) =>
      (data.listens as Listens).seconds[data.interactions.offsets[u] + rowsOf(u).indexOf(song)];
    let latest = 0;
    for (let u = 0; u < LISTENERS; u++)
      for (let row = fold.training.offsets[u]; row < fold.training.offsets[u + 1]; row++)
        latest = Math.max(latest, timeOf(u, fold.training.items[row]));
    for (const { who, items } of fold.cases)
      for (const song of items) expect(timeOf(who, song)).toBeGreaterThanOrEqual(latest);
  });

  it('leave-k-out holds out k', () => {
    for (const { items } of foldsOf('leave-k-out', { leaveOut: 3 })[0].cases) expect(items.length).toBe(3);
  });
});

describe('a part of the library', () => {
  const filter = (more: object) => filterDataset(data, dataFilter.parse(more));

  it('keeps songs with enough listeners, then listeners with enough of those songs, in one pass', () => {
    const part = filter({ minListeners: 20, minSongs: 6 });
    const listenersOf = new Map<number, number>();
    for (const song of data.interactions.items) listenersOf.set(song, (listenersOf.get(song) ?? 0) + 1);
    const kept = Array.from({ length: LISTENERS }, (_, u) =>
      rowsOf(u).filter((song) => (listenersOf.get(song) ?? 0) >= 20),
    ).filter((songs) => songs.length >= 6);
    expect(part.interactions.items.length).toBe(kept.flat().length);
    expect(part.interactions.listeners).toBe(kept.length);
    // Ids, tags and times go with their songs.
    const [first] = part.interactions.items;
    expect(part.features.tags[part.features.tagOffsets[first]]).toBe((part.songIds[first] - 1) % 3);
    const listens = part.listens as Listens;
    expect(listens.offsets.length).toBe(part.interactions.items.length + 1);
    const whole = data.listens as Listens;
    for (let u = 0, row = 0; u < part.interactions.listeners; u++)
      for (; row < part.interactions.offsets[u + 1]; row++) {
        const song = part.songIds[part.interactions.items[row]] - 1;
        const at = data.interactions.offsets[part.listenerIds[u] - 1] + rowsOf(part.listenerIds[u] - 1).indexOf(song);
        expect(listens.seconds[listens.offsets[row]]).toBe(whole.seconds[at]);
      }
  });

  it('by tag, by year, by share of the plays; an empty rest is refused', () => {
    expect([...new Set(filter({ tag: 'third' }).songIds)].every((id) => (id - 1) % 3 === 2)).toBe(true);
    expect([...filter({ yearFrom: 2005 }).features.years].every((year) => year >= 2005)).toBe(true);
    const share = filter({ density: 0.5 }).interactions.items.length / data.interactions.items.length;
    expect(share).toBeGreaterThan(0.4);
    expect(share).toBeLessThan(0.6);
    expect(() => filter({ minListeners: 1000 })).toThrow(telling('evaluation.nothing-passes-filter'));
    expect(() => filter({ tag: 'nosuch' })).toThrow(telling('evaluation.no-song-with-tag', { tag: 'nosuch' }));
  });
});

describe('results', () => {
  const run = (more: object) =>
    evaluate(data, evaluationSpec.parse({ models: ['popularity', 'item-knn'], cutoffs: [10], ...more }), {
      network: null,
      threads: 1,
      progress: () => {},
    });

  it('of random data are level with chance, and bands and groups add up to the whole', async () => {
    const { statistics, models, counts } = await run({ protocol: 'ranking' });
    expect(Math.abs((models['item-knn'].auc as number) - 0.5)).toBeLessThan(0.08);
    expect(statistics?.bands.popularity.reduce((sum, band) => sum + band.relevant, 0)).toBe(counts.testRows);
    expect(statistics?.bands.history.reduce((sum, group) => sum + group.listeners, 0)).toBe(counts.testListeners);
    const { history } = statistics?.bands ?? { history: [] };
    const mean =
      history.reduce((sum, { listeners, value }) => sum + listeners * (value.popularity as number), 0) /
      counts.testListeners;
    expect(mean).toBeCloseTo(models.popularity['ndcg@10'] as number, 9);
  });

  it('over folds say how many different listeners were tested, of one model too', async () => {
    const { counts, testedListeners: different } = await run({ protocol: 'ranking', folds: 3, models: ['popularity'] });
    expect(different).toBeLessThanOrEqual(data.interactions.listeners);
    expect(counts.testListeners).toBeGreaterThan(2 * data.interactions.listeners);
    expect(different).toBeGreaterThanOrEqual(counts.testListeners / 3);
  });

  it('on new songs stand between chance and the upper bound', async () => {
    const app = await tasteLibrary();
    const { jobId } = await app.call('evaluation/start', {
      protocol: 'item-cold',
      models: ['tags', 'content', 'ridge', 'popularity'],
      cutoffs: [5],
    });
    const { models, notes } = await finish<EvaluationResult>(app, jobId);
    expect(Object.keys(models)).toEqual([
      ...['tags', 'content', 'ridge', 'popularity'],
      ...['chance', 'tag-count', 'collaborative-reference', 'upper-bound'],
    ]);
    const [reference, bound] = ['collaborative-reference', 'upper-bound'].map((row) => models[row]['ndcg@5'] as number);
    expect(reference).toBeGreaterThan(models.chance['ndcg@5'] as number);
    expect(reference).toBeLessThanOrEqual(bound);
    for (const model of ['tags', 'content', 'ridge']) {
      expect(models[model]['ndcg@5'] as number).toBeGreaterThan(models.chance['ndcg@5'] as number);
      expect(models[model]['ndcg@5'] as number).toBeLessThan(models['upper-bound']['ndcg@5'] as number);
    }
    // Songs that nobody played have no popularity: all the same, so by the tie rule no better than chance.
    expect(Math.abs((models.popularity.auc as number) - 0.5)).toBeLessThan(0.05);
    expect(notes).toContainEqual(saying('evaluation.cold-frames'));
    expect(notes).toContainEqual(
      saying('evaluation.tagged-unplayed', { models: ['tags', 'content', 'ridge'].map(modelLabel) }),
    );
  });
});

describe('what cannot be evaluated is refused with the reason', () => {
  const library = async (lines: string[]) => {
    const app = await freshApp();
    const file = join(temporaryFolder(), 'triplets.txt');
    writeFileSync(file, `${lines.join('\n')}\n`);
    await importFile(app, 'triplets', file);
    return app;
  };
  const start = (app: Awaited<ReturnType<typeof library>>, more: object) =>
    app.call('evaluation/start', { protocol: 'ratings', models: ['bias'], ...more } as never);

  it('one listener, one song, constant ratings, K beyond the matrix, times that are not there', async () => {
    await expect(start(await library(['a\tS1\t1', 'a\tS2\t2']), {})).rejects.toMatchObject({
      code: 'bad-input',
      told: saying('evaluation.library-too-small', { listeners: 1 }),
    });
    await expect(start(await library(['a\tS1\t1', 'b\tS1\t2']), {})).rejects.toMatchObject({
      code: 'bad-input',
      told: saying('evaluation.library-too-small', { songs: 1 }),
    });
    const same = await library(Array.from({ length: 40 }, (_, i) => `l${i % 8}\tS${i % 5}${Math.floor(i / 8)}\t3`));
    await expect(finish(same, (await start(same, { conversion: 'log-count' })).jobId)).rejects.toMatchObject({
      code: 'bad-input',
      told: saying('evaluation.all-ratings-equal', { rating: 1.386 }),
    });
    await expect(finish(same, (await start(same, { conversion: 'percentile' })).jobId)).rejects.toMatchObject({
      told: saying('evaluation.all-ratings-equal', { rating: 3 }),
    });
    await expect(start(same, { models: ['funk-svd'], options: { 'funk-svd': { k: 50 } } })).rejects.toMatchObject({
      code: 'bad-input',
      message: expect.stringMatching(/K = 50 is larger than the matrix of 8 listeners/),
    });
    await expect(
      start(same, { protocol: 'ranking', models: ['ease'], options: { ease: { 'memory-gib': 1e-7 } } }),
    ).rejects.toMatchObject({
      code: 'bad-input',
      message: expect.stringMatching(/EASE over 25 songs needs .*rp3beta/),
    });
    await expect(start(same, { protocol: 'temporal' })).rejects.toMatchObject({
      code: 'bad-input',
      told: saying('evaluation.no-times'),
    });
  });

  it('equal plays leave no rating to predict; new songs are ranked all the same', async () => {
    const plays = Array.from({ length: 120 }, (_, i) => `l${i % 12}\tS${(i * 7) % 30}\t1`);
    const app = await library([...new Set(plays)]);
    const { jobId } = await start(app, { protocol: 'item-cold', folds: 2, conversion: 'log-count', cutoffs: [5] });
    const { models, notes } = await finish<EvaluationResult>(app, jobId);
    expect(models.bias).toMatchObject({ rmse: null, mae: null, 'ndcg@5': expect.any(Number) });
    expect(notes).toContainEqual(
      saying('evaluation.equal-ratings-not-measured', { rating: Number(Math.LN2.toPrecision(4)) }),
    );
  });

  it('a feature that is no number', async () => {
    const broken = dataset();
    broken.features.tagWeights[4] = Number.NaN;
    await expect(
      evaluate(broken, evaluationSpec.parse({ protocol: 'ranking', models: ['popularity'] }), {
        network: null,
        threads: 1,
        progress: () => {},
      }),
    ).rejects.toMatchObject({
      code: 'bad-input',
      told: saying('evaluation.tag-weight-not-a-number', { song: 5, tag: 'odd' }),
    });
  });

  it('a model of another library, or of another version', async () => {
    const [one, other] = [await tasteLibrary(), await tasteLibrary()];
    for (const app of [one, other])
      await finish(app, (await app.call('models/train', { type: 'item-knn', name: 'knn' })).jobId);
    const [from, to] = [one, other].map((app) =>
      join(app.library.paths.models, readdirSync(app.library.paths.models)[0]),
    );
    copyFileSync(from, to);
    await expect(other.call('models/recommend', { model: 'knn', listenerId: 'listener-1' })).rejects.toMatchObject({
      code: 'bad-input',
      message: expect.stringMatching(/trained on another library/),
    });
    writeFileSync(to, 'QDRARR01 something else entirely, long enough to be read');
    await expect(
      other.call('models/explain', { model: 'knn', listenerId: 'listener-1', songId: 'SOSYN0000000000001' }),
    ).rejects.toMatchObject({ code: 'bad-input' });
  });
});
