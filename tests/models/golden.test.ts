import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Interactions, SongFeatures } from '../../src/core/recommender/data/dataset.ts';
import { fitRatings, rate } from '../../src/core/recommender/data/ratings.ts';
import { historyOf, type TrainingSet } from '../../src/core/recommender/data/training-set.ts';
import { CONFIDENCES, fitAls, PENALTIES } from '../../src/core/recommender/factors/als.ts';
import { PreferenceFoldIn } from '../../src/core/recommender/factors/fold-in.ts';
import { GradientDescent } from '../../src/core/recommender/factors/sgd.ts';
import { ratingErrors } from '../../src/core/recommender/measures/compute.ts';
import { OTHER, RELEVANT, wholeRanking } from '../../src/core/recommender/measures/whole-ranking.ts';
import { FitSession } from '../../src/core/recommender/models/fit-session.ts';
import { modelDefinition } from '../../src/core/recommender/models/registry.ts';
import { songTerms } from '../../src/core/recommender/models/song-terms.ts';
import { addRow, SparseRidge } from '../../src/core/recommender/numeric/sparse-ridge.ts';
import { topN } from '../../src/core/recommender/numeric/top-n.ts';
import { listMeasures } from '../support/measures.ts';
import { ROOT } from '../support/root.ts';

/** Made by tests/golden/models/make_models.py with numpy, implicit, Surprise and scikit-learn. */
const golden = (name: string) => JSON.parse(readFileSync(join(ROOT, 'tests', 'golden', 'models', name), 'utf8'));
const data = golden('models.json');
const COUNTS: number[][] = data.counts;
const [LISTENERS, SONGS] = [COUNTS.length, COUNTS[0].length];
const ALL = Uint32Array.from({ length: SONGS }, (_, song) => song);

const interactions: Interactions = {
  listeners: LISTENERS,
  songs: SONGS,
  offsets: Uint32Array.from([
    0,
    ...COUNTS.map(
      (_, u) =>
        COUNTS.slice(0, u + 1)
          .flat()
          .filter(Boolean).length,
    ),
  ]),
  items: Uint32Array.from(COUNTS.flatMap((row) => row.flatMap((count, song) => (count ? [song] : [])))),
  counts: Uint32Array.from(COUNTS.flat().filter(Boolean)),
};

function features(): SongFeatures {
  const rows: number[][] = data.tagWeights.map((row: number[]) =>
    row.flatMap((weight, tag) => (weight > 0 ? [tag] : [])),
  );
  return {
    tagNames: ['a', 'b', 'c', 'd', 'e'],
    tagOffsets: Uint32Array.from([0, ...rows.map((_, song) => rows.slice(0, song + 1).flat().length)]),
    tags: Uint32Array.from(rows.flat()),
    tagWeights: Float32Array.from(rows.flatMap((tags, song) => tags.map((tag) => data.tagWeights[song][tag]))),
    artists: Int32Array.from(data.artists),
    artistCount: 4,
    years: new Uint16Array(SONGS),
    melTracks: new Uint32Array(SONGS),
    melFolder: '',
  };
}

const set: TrainingSet = {
  interactions,
  ...fitRatings({ conversion: 'percentile', unit: 1 }, interactions),
  features: features(),
};

function expectClose(got: ArrayLike<number>, wanted: ArrayLike<number>, tolerance: number, what = ''): void {
  expect(got.length, what).toBe(wanted.length);
  for (let i = 0; i < wanted.length; i++)
    expect(Math.abs(got[i] - wanted[i]), `${what} ${i}: ${got[i]} and ${wanted[i]}`).toBeLessThan(tolerance);
}

const fitted = (type: string, options = {}) =>
  new FitSession(modelDefinition, null, 1).fit(type, set, options, () => {});

/** Scores, or ratings, of all songs for every listener. */
async function allOf(what: 'scores' | 'ratings', type: string, options = {}): Promise<number[][]> {
  const model = await fitted(type, options);
  return COUNTS.map((_, u) => {
    const out = new Float64Array(SONGS);
    if (what === 'scores') model.scores(historyOf(set, u), out);
    else model.ratings?.(historyOf(set, u), ALL, out);
    return [...out];
  });
}

describe('models beside numbers made elsewhere', () => {
  it('ratings by percentile', () => {
    COUNTS.forEach((row, u) => {
      const { counts } = historyOf(set, u);
      row.forEach((count, song) => {
        if (count > 0) expect(rate(set.scale, counts, count)).toBeCloseTo(data.ratings[u][song], 9);
      });
      expectClose(
        historyOf(set, u).ratings,
        row.flatMap((count, song) => (count ? [data.ratings[u][song]] : [])),
        1e-6,
      );
    });
    expect(set.scale).toMatchObject({ minimum: 1, maximum: 5 });
  });

  it.each(CONFIDENCES)('ALS: a listener beside given songs, confidence %s', (confidence) => {
    const { k, alpha, reg, q, listeners } = data.als;
    const foldIn = new PreferenceFoldIn({ q: Float64Array.from(q.flat()), k, alpha, reg, confidence });
    COUNTS.forEach((_, u) => expectClose(foldIn.listener(historyOf(set, u)), listeners[confidence][u], 1e-6, `${u}`));
  });

  it.each(CONFIDENCES.flatMap((confidence) => PENALTIES.map((penalty) => ({ confidence, penalty }))))(
    'ALS: the kernel ends where the equations hold, confidence $confidence, penalty $penalty',
    async (choice) => {
      const { confidence, penalty } = choice;
      const options = { k: 3, alpha: 2.5, reg: 0.7, confidence, penalty, iterations: 200, threads: 1 };
      const { p, q } = await fitAls(interactions, options, 3, () => {});
      // The songs' half step, written out: A q = Σ c p, A = PᵀP + Σ (c − 1) p pᵀ + λI, in double precision.
      // Where the penalty grows with plays, λ stands there once for each of the song's.
      const grows = { binary: (n: number) => Math.sign(n), 'log-count': Math.log1p, linear: (n: number) => n }[
        confidence
      ];
      for (let song = 0; song < SONGS; song++)
        for (let f = 0; f < 3; f++) {
          const times = penalty === 'plays' ? COUNTS.filter((row) => row[song] > 0).length : 1;
          let left = 0.7 * times * q[song * 3 + f];
          let right = 0;
          for (let u = 0; u < LISTENERS; u++) {
            const score = [0, 1, 2].reduce((sum, g) => sum + p[u * 3 + g] * q[song * 3 + g], 0);
            const count = COUNTS[u][song];
            const c = count > 0 ? 1 + 2.5 * grows(count) : 1;
            left += c * score * p[u * 3 + f];
            if (count > 0) right += c * p[u * 3 + f];
          }
          expect(left, `${song} ${f}`).toBeCloseTo(right, 2);
        }
    },
  );

  it('bias: Surprise’s BaselineOnly', async () => {
    const { meta, arrays } = (await fitted('bias')).save();
    expect(meta.mean).toBeCloseTo(data.bias.mean, 6);
    expectClose(arrays.listeners, data.bias.listeners, 1e-6);
    expectClose(arrays.songs, data.bias.songs, 1e-6);
  });

  it('Funk-SVD: two epochs of Surprise’s SVD from the same start', () => {
    const { k, epochs, rate: step, reg, mean, before, after } = data['funk-svd'];
    const descent = new GradientDescent(interactions, set.ratings, k);
    const fill = (rows: Float64Array, from: number[][]) =>
      from.forEach((row, at) => {
        rows.set(row, at * descent.stride);
      });
    fill(descent.p, before.p);
    fill(descent.q, before.q);
    for (let epoch = 0; epoch < epochs; epoch++) descent.descend(0, LISTENERS, mean, step, reg);
    expectClose(descent.unpadded(descent.p, k), after.p.flat(), 1e-6, 'p');
    expectClose(descent.unpadded(descent.q, k), after.q.flat(), 1e-6, 'q');
    expectClose(descent.listenerBias, after.listeners, 1e-6, 'listeners');
    expectClose(descent.songBias, after.songs, 1e-6, 'songs');
  });

  it('User-CF: scores and ratings', async () => {
    const { k, shrinkage, scores, ratings } = data['user-cf'];
    const got = await allOf('scores', 'user-cf', { k, shrinkage });
    for (let u = 0; u < LISTENERS; u++) expectClose(got[u], scores[u], 1e-6, `scores of ${u}`);
    const rated = await allOf('ratings', 'user-cf', { k, shrinkage });
    for (let u = 0; u < LISTENERS; u++) expectClose(rated[u], ratings[u], 1e-5, `ratings of ${u}`);
  });

  it('item neighbours', async () => {
    const { k, shrinkage, scores } = data['item-knn'];
    const got = await allOf('scores', 'item-knn', { k, shrinkage });
    for (let u = 0; u < LISTENERS; u++) expectClose(got[u], scores[u], 1e-9, `${u}`);
  });

  it('RP3β', async () => {
    const { alpha, beta, k, scores } = data.rp3beta;
    const got = await allOf('scores', 'rp3beta', { alpha, beta, k });
    for (let u = 0; u < LISTENERS; u++) expectClose(got[u], scores[u], 1e-9, `${u}`);
  });

  it('EASE', async () => {
    const { lambda, scores } = data.ease;
    const got = await allOf('scores', 'ease', { lambda });
    for (let u = 0; u < LISTENERS; u++) {
      expectClose(got[u].slice(0, -1), scores[u], 1e-5, `${u}`);
      expect(got[u][SONGS - 1]).toBeNaN(); // nobody played it
    }
  });

  it('ridge: the map from tags and artist to given factors', async () => {
    const { lambda, predicted } = data.ridge;
    const { k, q } = data.als;
    const played = Array.from(ALL).filter((song) => COUNTS.some((row) => row[song] > 0));
    const targets = Float64Array.from(played.flatMap((song) => q[song]));
    const terms = songTerms(set, 'tags', false, true);
    const nothing = { progress: () => {} };
    // Over rows (9 songs, 9 terms) and, with songs repeated beyond the terms, over columns.
    for (const times of [1, 2]) {
      const rows = Uint32Array.from(Array.from({ length: times }, () => played).flat());
      const y = Float64Array.from(Array.from({ length: times }, () => [...targets]).flat());
      const map = new SparseRidge(terms, rows, terms.termCount, y, k);
      await map.solve(100, 1e-3, nothing); // a later solution starts from this one
      const weights = await map.solve(times * lambda, 1e-12, nothing);
      for (let song = 0; song < SONGS; song++) {
        const own = new Float64Array(k);
        addRow(terms, song, weights, k, own, 0);
        expectClose(own, predicted[song], 1e-6, `${times} ${song}`);
      }
    }
  });

  it('content: scores and ratings', async () => {
    const { shrinkage, scores, ratings } = data.content;
    const got = await allOf('scores', 'content', { shrinkage });
    for (let u = 0; u < LISTENERS; u++) expectClose(got[u], scores[u], 1e-5, `scores of ${u}`);
    const rated = await allOf('ratings', 'content', { shrinkage });
    for (let u = 0; u < LISTENERS; u++) expectClose(rated[u], ratings[u], 1e-5, `ratings of ${u}`);
  });
});

describe('measures beside scikit-learn', () => {
  const { rankings, ratings } = golden('measures.json');

  it('of rankings', () => {
    expect(rankings.length).toBe(4);
    for (const { scores, relevant, at, whole } of rankings) {
      const ranked = topN(scores, () => false, 10);
      for (const [n, wanted] of Object.entries<Record<string, number>>(at)) {
        const got = listMeasures(ranked, new Set(relevant), Number(n)) ?? {};
        expect(Object.keys(got).sort()).toEqual(Object.keys(wanted).sort());
        for (const [name, value] of Object.entries(wanted)) expect(got[name], `${name}@${n}`).toBeCloseTo(value, 9);
      }
      const states = Uint8Array.from(scores, (_, song) => (relevant.includes(song) ? RELEVANT : OTHER));
      const got = wholeRanking(Float64Array.from(scores), states, Uint32Array.from(relevant));
      expect(got.auc).toBeCloseTo(whole.auc, 9);
      expect(got.mrr).toBeCloseTo(whole.mrr, 9);
    }
  });

  it('of ratings', () => {
    const { truth, predicted, minimum, maximum, errors } = ratings;
    const got = ratingErrors(truth, predicted, { minimum, maximum });
    expect(Object.keys(got).sort()).toEqual(Object.keys(errors).sort());
    for (const [name, value] of Object.entries(got)) expect(value, name).toBeCloseTo(errors[name], 9);
  });
});
