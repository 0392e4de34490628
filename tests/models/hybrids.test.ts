import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { evaluate } from '../../src/core/recommender/evaluation/evaluate.ts';
import { evaluationSpec } from '../../src/shared/contract/recommender.ts';
import { historyOf, type TrainingSet } from '../../src/core/recommender/data/training-set.ts';
import { FitSession } from '../../src/core/recommender/models/fit-session.ts';
import {
  type RankingCase,
  rankingCases,
  rankingQuality,
  weightedSum,
} from '../../src/core/recommender/models/hybrid-cases.ts';
import { fitRankingWeights, minimise } from '../../src/core/recommender/models/hybrid-weights.ts';
import { innerColdSplit, innerSplit } from '../../src/core/recommender/models/inner-split.ts';
import type { FittedModel, Options } from '../../src/core/recommender/models/model.ts';
import { modelDefinition } from '../../src/core/recommender/models/registry.ts';
import { Random } from '../../src/core/statistics/random.ts';
import { telling } from '../support/messages.ts';
import { datasetOf, UNWATCHED } from '../support/sets.ts';
import { ROOT } from '../support/root.ts';
import { NEW_SONGS, SONGS, twoTastes } from '../support/two-tastes.ts';

/** Made by tests/golden/models/make_hybrid.py with scipy. */
const golden = JSON.parse(readFileSync(join(ROOT, 'tests', 'golden', 'models', 'hybrid.json'), 'utf8'));

const fitted = (type: string, set: TrainingSet, options: Options = {}) =>
  new FitSession(modelDefinition, null, 5).fit(type, set, options, () => {});

function caseOf(z: (number | null)[][], relevant: number[], toFind = relevant.reduce((a, b) => a + b, 0)): RankingCase {
  return {
    historyLength: 5,
    songs: Uint32Array.from(relevant, (_, song) => song),
    z: z.map((row) => Float32Array.from(row, (value) => value ?? Number.NaN)),
    relevant: Uint8Array.from(relevant),
    toFind,
  };
}

describe('weights of a hybrid', () => {
  const cases: RankingCase[] = golden.cases.map((one: { z: number[][]; relevant: number[] }) =>
    caseOf(one.z, one.relevant),
  );

  it('minimise the listwise loss over weights from 0, as scipy finds them', async () => {
    for (const [penalty, weights] of Object.entries<number[]>(golden.weights)) {
      const got = await minimise(cases, [0, 1, 2, 3], 4, Number(penalty), [], UNWATCHED);
      weights.forEach((weight, m) => {
        expect(got[m], `penalty ${penalty}, part ${m}`).toBeCloseTo(weight, 3);
      });
    }
    expect(golden.weights['0.1'][3]).toBe(0);
  });

  it('leave a part out, one after the other, and compare with every part alone', async () => {
    const { weights, alone, single, without, quality, penalty } = await fitRankingWeights(cases, 4, UNWATCHED);
    expect(alone).toHaveLength(4);
    expect(alone[single]).toBe(Math.max(...alone));
    expect(quality).toBeGreaterThanOrEqual(Math.max(...alone));
    expect(without[0] as number).toBeLessThan(quality - 0.02);
    expect(weights[0]).toBeGreaterThan(0);
    expect(penalty === null || penalty > 0).toBe(true);
  });

  it('are judged on listeners that they were not fitted on: what is learned by heart does not count', async () => {
    const random = new Random(9);
    const noisy = Array.from({ length: 12 }, () => {
      const parts = Array.from({ length: 10 }, () => Array.from({ length: 40 }, () => random.normal()));
      const best = parts[0].map((value, song) => value + parts[1][song]);
      return caseOf(
        parts,
        best.map((value) => (value === Math.max(...best) ? 1 : 0)),
      );
    });
    const all = Array.from({ length: 10 }, (_, m) => m);
    const learned = await minimise(noisy, all, 10, 0.001, [], UNWATCHED);
    const byHeart = rankingQuality(noisy, ({ z }, out) => weightedSum(z, learned, out));
    expect((await fitRankingWeights(noisy, 10, UNWATCHED)).quality).toBeLessThan(byHeart - 0.05);
  });

  it('are those of one part where it alone is best on listeners that no weights were fitted on', async () => {
    const random = new Random(4);
    const noise = () => Array.from({ length: 12 }, () => random.normal());
    const few = Array.from({ length: 6 }, (_, i) => {
      const relevant = Array.from({ length: 12 }, (_, song) => (song === i ? 1 : 0));
      return caseOf([relevant, ...Array.from({ length: 8 }, noise)], relevant);
    });
    const { weights, quality } = await fitRankingWeights(few, 9, UNWATCHED);
    expect(quality).toBe(1);
    expect(weights[0]).toBe(Math.max(...weights));
  });

  it('count a song to be found that no part knows as not found', () => {
    const join = ({ z }: RankingCase, out: Float64Array) => out.set(z[0]);
    expect(rankingQuality([caseOf([[3, 2, 1]], [1, 0, 0])], join)).toBe(1);
    expect(rankingQuality([caseOf([[3, 2, 1]], [1, 0, 0], 2)], join)).toBeCloseTo(1 / (1 + 1 / Math.log2(3)), 12);
  });
});

describe('a hybrid in a comparison', () => {
  it('is measured against the part that its own validation would have taken alone', async () => {
    const { interactions, features } = twoTastes();
    const data = datasetOf(interactions, features);
    const models = ['als', 'item-knn', 'hybrid-weighted', 'hybrid-switching'];
    const options = Object.fromEntries(models.slice(2).map((type) => [type, { parts: 'als,item-knn', 'als.k': 4 }]));
    const spec = evaluationSpec.parse({
      ...{ protocol: 'ranking', models, conversion: 'log-count', cutoffs: [10] },
      options: { ...options, als: { k: 4 } },
    });
    const result = await evaluate(data, spec, { network: null, threads: 1, progress: () => {} });
    const over = result.statistics?.overBestPart ?? [];
    expect(over.map(({ model }) => model)).toEqual(models.slice(2));
    for (const { model, parts, difference } of over) {
      expect(parts).toEqual([result.fits[model].chosen.bestAlone]);
      const [own, part] = [model, parts[0]].map((row) => result.models[row]['ndcg@10'] as number);
      expect(difference).toBeCloseTo(own - part, 10);
    }
  });
});

describe('parts of a hybrid', () => {
  it('are all rankers and all models of content; only the latter where new songs compete', async () => {
    const open = await fitted('hybrid-weighted', twoTastes());
    const chosen = open.facts?.chosen as { parts: string[]; ndcgWithout: Record<string, number> };
    expect(chosen.parts).toEqual([
      ...['funk-svd', 'user-cf', 'item-knn', 'als', 'bpr', 'rp3beta', 'ease'],
      ...['content', 'ridge'],
    ]);
    expect(Object.keys(chosen.ndcgWithout)).toEqual(chosen.parts);
    const cold = await fitted('hybrid-weighted', twoTastes({ holdsOut: 'songs' }));
    expect(cold.facts?.chosen?.parts).toEqual(['content', 'ridge']);
    const mixed = await fitted('hybrid-weighted', twoTastes({ holdsOut: 'songs-among-all' }));
    expect(mixed.facts?.chosen?.parts).toEqual(chosen.parts);
  });

  it('are fed with vectors where the library has no tags and these are named', async () => {
    const tagged = twoTastes({ holdsOut: 'songs' });
    const values = Float32Array.from({ length: 2 * SONGS }, (_, i) => (i % 2 === Math.floor(i / 2) % 2 ? 1 : 0));
    const features = {
      ...tagged.features,
      tagNames: [],
      tagOffsets: new Uint32Array(SONGS + 1),
      tags: new Uint32Array(0),
      tagWeights: new Float32Array(0),
      artists: new Int32Array(SONGS).fill(-1),
      vectorSets: [{ name: 'ears', width: 2, encoder: null, values, known: new Uint8Array(SONGS).fill(1) }],
    };
    const model = await fitted('hybrid-weighted', { ...tagged, features }, { 'ridge.inputs': 'ears' });
    expect(model.facts?.chosen?.parts).toEqual(['ridge']);
    const refused = fitted('hybrid-weighted', { ...tagged, features }, { 'content.shrinkage': 2 });
    await expect(refused).rejects.toMatchObject(telling('model.option-of-absent-part', { name: 'content.shrinkage' }));
  });

  it('rank new songs by content, and a song that none of them knows not at all', async () => {
    const set = twoTastes({ holdsOut: 'songs' });
    for (const type of ['hybrid-weighted', 'hybrid-switching', 'hybrid-mixed']) {
      const model = await fitted(type, set);
      const scores = new Float64Array(SONGS);
      model.scores(historyOf(set, 1), scores);
      const best = NEW_SONGS.slice(0, 9).sort((a, b) => scores[b] - scores[a]);
      expect(
        best.slice(0, 4).every((song) => song % 2 === 1),
        type,
      ).toBe(true);
      expect(scores[SONGS - 1], type).toBeNaN();
      const again = modelDefinition(type).load(model.save(), modelDefinition);
      const loaded = new Float64Array(SONGS);
      again.scores(historyOf(set, 1), loaded);
      expect(loaded, type).toEqual(scores);
    }
  });

  it('take no options of a part that is not there', async () => {
    for (const type of ['hybrid-weighted', 'hybrid-switching', 'hybrid-mixed']) {
      const given = fitted(type, twoTastes(), { parts: 'als,ease', 'als.k': 4, 'bpr.k': 4 });
      await expect(given).rejects.toMatchObject(telling('model.option-of-absent-part', { name: 'bpr.k' }));
      const automatic = fitted(type, twoTastes(), { 'svd++.k': 4 });
      await expect(automatic).rejects.toMatchObject(telling('model.option-of-absent-part', { name: 'svd++.k' }));
    }
    // What an experiment chose for a ranker does no harm where only new songs compete.
    const cold = await fitted('hybrid-weighted', twoTastes({ holdsOut: 'songs' }), { 'als.k': 4 });
    expect(cold.facts?.chosen?.parts).toEqual(['content', 'ridge']);
  });

  it('are compared on a few songs a listener, however many the library has', async () => {
    const set = twoTastes();
    const inner = innerSplit(set, { splitSeed: 5 });
    if (!inner) throw new Error('there are rows enough');
    const descending: FittedModel = {
      type: 'descending',
      scores: (_history, out) => out.forEach((_, song) => (out[song] = song === 3 ? Number.NaN : -song)),
      ratings: null,
      save: () => ({ meta: {}, arrays: {} }),
    };
    const large = { ...inner, set: { ...inner.set, interactions: { ...inner.set.interactions, songs: 10_000 } } };
    for (const one of await rankingCases([descending], large, UNWATCHED)) {
      expect(one.songs.length).toBeLessThanOrEqual(50 + one.toFind);
      expect(one.z[0]).toHaveLength(one.songs.length);
    }
  });
});

describe('the inner split of a hybrid', () => {
  const sizes = ({ interactions: { offsets } }: TrainingSet) =>
    Array.from({ length: offsets.length - 1 }, (_, u) => offsets[u + 1] - offsets[u]);

  it('holds out listeners where the evaluation does: nothing is learned from them, and they are folded in', () => {
    const set = twoTastes({ holdsOut: 'listeners' });
    const inner = innerSplit(set, { splitSeed: 5 });
    if (!inner) throw new Error('there are listeners enough');
    const empty = sizes(inner.set).filter((n) => n === 0).length;
    expect(empty).toBe(Math.floor(sizes(set).length / 5));
    expect(inner.cases).toHaveLength(empty);
    for (const { history, items } of inner.cases) {
      expect(history.listener).toBe(-1);
      for (const song of items) expect([...history.items]).not.toContain(song);
      for (const song of [...items, ...history.items]) expect(inner.candidates?.[song]).toBe(1);
    }
    expect(innerSplit(set, { splitSeed: 5 })).toBe(inner);
  });

  it('holds out a fifth of the songs of every listener where listeners are trained on', () => {
    const set = twoTastes();
    const inner = innerSplit(set, { splitSeed: 5 });
    expect(sizes(inner?.set as TrainingSet)).toEqual(sizes(set).map((n) => n - Math.floor(n / 5)));
    expect(inner?.candidates).toBeNull();
    for (const { history, items } of inner?.cases ?? [])
      for (const song of items) expect([...history.items]).not.toContain(song);
  });

  it('holds out songs and other rows where new songs compete among all', () => {
    const set = twoTastes({ holdsOut: 'songs-among-all' });
    const cold = innerColdSplit(set, { splitSeed: 5 })?.candidates as Uint8Array;
    const inner = innerSplit(set, { splitSeed: 5 });
    expect(inner?.candidates).toBeNull();
    for (const song of inner?.set.interactions.items ?? []) expect(cold[song]).toBe(0);
    const found = (inner?.cases ?? []).flatMap(({ items }) => [...items]);
    expect(found.some((song) => cold[song])).toBe(true);
    expect(found.some((song) => !cold[song])).toBe(true);
  });
});
