import { describe, expect, it } from 'vitest';
import type { Interactions, SongFeatures } from '../../src/core/recommender/data/dataset.ts';
import { fitAls } from '../../src/core/recommender/factors/als.ts';
import { FactorScorer } from '../../src/core/recommender/factors/factor-scorer.ts';
import { PreferenceFoldIn } from '../../src/core/recommender/factors/fold-in.ts';
import { invert } from '../../src/core/recommender/numeric/inverse.ts';
import { solveCholesky } from '../../src/core/recommender/numeric/linear-solve.ts';
import { refuseBeyondMemory } from '../../src/core/recommender/models/ease.ts';
import { FitSession } from '../../src/core/recommender/models/fit-session.ts';
import { historyOf, type TrainingSet } from '../../src/core/recommender/data/training-set.ts';
import { paperSpec } from '../../src/core/recommender/experiments/paper.ts';
import { readerOf } from '../../src/core/report/reader.ts';
import { MODELS, modelDefinition, modelsThat } from '../../src/core/recommender/models/registry.ts';
import { Random } from '../../src/core/statistics/random.ts';
import type { ModelCapability } from '../../src/shared/contract/recommender.ts';
import { fitRatings } from '../../src/core/recommender/data/ratings.ts';

/** Two tastes: even listeners play even songs, odd ones odd songs, with some noise. */
function tastes(listeners: number, songs: number, perListener: number, seed = 7): Interactions {
  const random = new Random(seed);
  const offsets = [0];
  const items: number[] = [];
  for (let u = 0; u < listeners; u++) {
    const own = new Set<number>();
    while (own.size < perListener) {
      const song = random.below(songs);
      if (song % 2 === u % 2 || random.uniform() < 0.1) own.add(song);
    }
    items.push(...[...own].sort((a, b) => a - b));
    offsets.push(items.length);
  }
  return {
    listeners,
    songs,
    offsets: Uint32Array.from(offsets),
    items: Uint32Array.from(items),
    counts: Uint32Array.from(items, () => 1 + random.below(9)),
  };
}

function trainingSet(interactions: Interactions): TrainingSet {
  const songs = interactions.songs;
  const features: SongFeatures = {
    tagNames: ['even', 'odd'],
    tagOffsets: Uint32Array.from({ length: songs + 1 }, (_, i) => i),
    tags: Uint32Array.from({ length: songs }, (_, i) => i % 2),
    tagWeights: new Float32Array(songs).fill(1),
    artists: new Int32Array(songs).fill(-1),
    artistCount: 0,
    years: new Uint16Array(songs),
    melTracks: new Uint32Array(songs),
    melFolder: '',
  };
  return { interactions, ...fitRatings({ conversion: 'log-count', unit: 1 }, interactions), features };
}

const rows = tastes(120, 80, 14);
const set = trainingSet(rows);
/** Every type but the networks and what is made of them, and the mean, which orders nothing. */
const WITHOUT_NETWORK = MODELS.filter(
  // What another program learned has no fit of its own; external-factors.test.ts has its tests.
  ({ neural, type, learnedElsewhere }) => !neural && !learnedElsewhere && type !== 'global-mean',
).map(({ type }) => type);

it('every model has a colour of its own', () => {
  expect(MODELS.map(({ colour }) => colour).sort((a, b) => a - b)).toEqual([...MODELS.keys()]);
});

describe('kernels', () => {
  it('ALS solves its normal equations, and threads change no bit', async () => {
    const options = { k: 10, iterations: 30, alpha: 3, confidence: 'log-count', reg: 2 } as const;
    const one = await fitAls(rows, { ...options, threads: 1 }, 5, () => {});
    // The last half step was the listeners': each must be the exact solution beside the songs' factors.
    const scaled = { ...options, reg: 0.2, penalty: 'plays' } as const;
    const two = await fitAls(rows, { ...scaled, threads: 1 }, 5, () => {});
    for (const [own, { p, q }] of [
      [options, one],
      [scaled, two],
    ] as const) {
      const foldIn = new PreferenceFoldIn({ ...own, q });
      for (const listener of [0, 17, 119]) {
        const exact = foldIn.listener(historyOf(set, listener));
        for (let f = 0; f < 10; f++) expect(p[listener * 10 + f]).toBeCloseTo(exact[f], 2);
      }
    }
    const large = tastes(3000, 400, 40);
    const fits = await Promise.all(
      [1, 3].map((threads) => fitAls(large, { ...options, iterations: 2, threads }, 5, () => {})),
    );
    expect(Buffer.from(fits[0].p.buffer).equals(Buffer.from(fits[1].p.buffer))).toBe(true);
    expect(Buffer.from(fits[0].q.buffer).equals(Buffer.from(fits[1].q.buffer))).toBe(true);
  });

  it('the inverse times the matrix is the identity, at orders on both sides of a block', async () => {
    const random = new Random(3);
    for (const n of [1, 31, 32, 33, 600]) {
      const x = Float64Array.from({ length: n * 6 }, () => random.normal());
      const at = (i: number, j: number) =>
        Array.from({ length: 6 }, (_, f) => x[i * 6 + f] * x[j * 6 + f]).reduce((a, b) => a + b) + (i === j ? 2 : 0);
      const fill = (a: Float64Array, stride: number) => {
        for (let i = 0; i < n; i++) for (let j = 0; j <= i; j++) a[i * stride + j] = at(i, j);
      };
      const { a, stride } = await invert(n, 2, fill, () => {});
      for (const [i, j] of [
        [0, 0],
        [n - 1, 0],
        [n - 1, n - 1],
        [n >> 1, n >> 2],
      ]) {
        let sum = 0;
        for (let t = 0; t < n; t++) sum += (t <= i ? a[i * stride + t] : a[t * stride + i]) * at(t, j);
        expect(sum, `${n}: ${i}, ${j}`).toBeCloseTo(i === j ? 1 : 0, 9);
      }
    }
    await expect(
      invert(
        2,
        1,
        (a) => a.set([1]),
        () => {},
      ),
    ).rejects.toMatchObject({ code: 'bad-input', message: expect.stringMatching(/not positive definite/) });
  });

  it('scores all songs as a plain loop does', () => {
    const random = new Random(1);
    const [k, songs] = [13, 37];
    const q = Float32Array.from({ length: k * songs }, () => random.normal());
    const p = Float64Array.from({ length: k }, () => random.normal());
    const out = new Float64Array(songs);
    new FactorScorer(q, k).score(p, out);
    for (let song = 0; song < songs; song++)
      expect(out[song]).toBeCloseTo(
        p.reduce((sum, value, f) => sum + value * q[song * k + f], 0),
        4,
      );
  });

  it('solves by Cholesky', () => {
    const b = Float64Array.of(1, 2);
    solveCholesky(Float64Array.of(4, 0, 2, 3), b, 2);
    expect([...b].map((value) => value.toFixed(9))).toEqual(['-0.125000000', '0.750000000']);
  });
});

describe.each(WITHOUT_NETWORK)('%s', (type) => {
  const train = () => new FitSession(modelDefinition, null, 1).fit(type, set, {}, () => {});

  it('is the same after saving and loading, and for the same seed', async () => {
    const [model, again] = await Promise.all([train(), train()]);
    const loaded = modelDefinition(type).load(
      JSON.parse(JSON.stringify({ meta: model.save().meta, arrays: null }), (key, value) =>
        key === 'arrays' ? model.save().arrays : value,
      ),
      modelDefinition,
    );
    const out = [model, again, loaded].map((one) => {
      const scores = new Float64Array(rows.songs);
      one.scores(historyOf(set, 5), scores);
      return [...scores];
    });
    expect(out[1]).toEqual(out[0]);
    expect(out[2]).toEqual(out[0]);
  });

  it('folds a new listener in: much like one with the same plays that it was trained on', async () => {
    const model = await train();
    const history = historyOf(set, 8);
    const scores = [history, { ...history, listener: -1 }].map((one) => {
      const out = new Float64Array(rows.songs);
      model.scores(one, out);
      return out;
    });
    expect(scores[1].every(Number.isFinite)).toBe(true);
    expect(correlation(scores[0], scores[1])).toBeGreaterThan(0.5);
    if (!model.ratings) return;
    const rated = new Float64Array(3);
    model.ratings({ ...history, listener: -1 }, Uint32Array.of(0, 1, 2), rated);
    for (const value of rated) expect(value >= set.scale.minimum && value <= set.scale.maximum).toBe(true);
  });

  it('can what its definition says', async () => {
    const definition = modelDefinition(type);
    const can = (capability: ModelCapability) => definition.capabilities.includes(capability);
    const model = await train();
    expect(model.songSpace !== undefined).toBe(can('song-vectors'));
    expect(model.network !== undefined).toBe(can('hears-recordings'));
    if (!definition.options.some(({ name }) => name === 'k')) return;
    const tooMany = async () =>
      new FitSession(modelDefinition, null, 1).fit(type, set, { k: rows.songs + 1 }, () => {});
    if (can('latent-factors')) await expect(tooMany()).rejects.toMatchObject({ details: { field: 'k' } });
    else expect((await tooMany()).type).toBe(type);
  });

  // Popularity has no taste to learn, and models of ratings learn what says nothing of taste here.
  if (type !== 'popularity' && modelDefinition(type).scoreMeaning !== 'rating')
    it('learns whose taste is whose', async () => {
      const model = await train();
      const out = new Float64Array(rows.songs);
      model.scores({ ...historyOf(set, 4), listener: -1 }, out);
      const mean = (parity: number) =>
        out.filter((_, song) => song % 2 === parity).reduce((sum, value) => sum + value, 0);
      expect(mean(0)).toBeGreaterThan(mean(1));
    });
});

function correlation(a: Float64Array, b: Float64Array): number {
  const mean = (v: Float64Array) => v.reduce((sum, value) => sum + value, 0) / v.length;
  const [ma, mb] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  a.forEach((value, i) => {
    ab += (value - ma) * (b[i] - mb);
    aa += (value - ma) ** 2;
    bb += (b[i] - mb) ** 2;
  });
  return ab / Math.sqrt(aa * bb);
}

describe('EASE', () => {
  it('is refused beyond memory, with the estimate and the alternative', async () => {
    expect(() => refuseBeyondMemory(41_140, 8)).toThrow(/41,140 songs needs about 19\.0 GiB.*rp3beta/);
    await expect(
      new FitSession(modelDefinition, null, 1).fit('ease', set, { 'memory-gib': 1e-6 }, () => {}),
    ).rejects.toMatchObject({
      code: 'bad-input',
    });
  });

  it('leaves its place in the paper’s experiment to RP3β where it does not fit', () => {
    const paper = (fitsEase: boolean) =>
      paperSpec({ hasAudio: false, hasTags: false, fitsEase }, readerOf('en')).spec.evaluations[0].models;
    expect(paper(true)).toContain('ease');
    expect(paper(false)).toEqual(paper(true).map((model) => (model === 'ease' ? 'rp3beta' : model)));
  });

  it('of before, in the sparse form that it had, opens and scores as it did', () => {
    // Song 0 adds ½ to song 1 and ¼ to song 2; song 2 adds 1 to song 1.
    const saved = {
      meta: { form: 'sparse', songs: 3 },
      arrays: {
        offsets: Uint32Array.of(0, 2, 2, 3),
        songs: Uint32Array.of(1, 2, 1),
        weights: Float32Array.of(0.5, 0.25, 1),
      },
    };
    const model = modelDefinition('ease').load(saved, modelDefinition);
    const out = new Float64Array(3);
    const one = Uint32Array.of(1, 1);
    model.scores({ listener: -1, items: Uint32Array.of(0, 2), counts: one, ratings: Float32Array.of(1, 1) }, out);
    expect([...out]).toEqual([expect.any(Number), 1.5, 0.25]);
    expect(model.save()).toEqual(saved);
  });
});

describe('explanations', () => {
  it.each(modelsThat('exact-shares').filter((type) => !modelDefinition(type).learnedElsewhere))(
    '%s: the shares of all played songs add up to the score',
    async (type) => {
      const model = await new FitSession(modelDefinition, null, 1).fit(type, set, {}, () => {});
      const history = {
        ...historyOf(set, 4),
        listener: -1,
        items: historyOf(set, 4).items.slice(0, 3),
        counts: historyOf(set, 4).counts.slice(0, 3),
        ratings: historyOf(set, 4).ratings.slice(0, 3),
      };
      const scores = new Float64Array(rows.songs);
      model.scores(history, scores);
      const song = Array.from(scores.keys())
        .filter((candidate) => !history.items.includes(candidate))
        .sort((a, b) => scores[b] - scores[a])[0];
      const reasons = (model.explain?.(history, song, set.features) ?? []).filter(
        ({ kind }) => kind === 'similar-played',
      );
      expect(reasons.length).toBeGreaterThan(0);
      if (reasons.length === 3) {
        expect(reasons.reduce((sum, reason) => sum + reason.value, 0)).toBeCloseTo(scores[song], 4);
        expect(reasons.reduce((sum, reason) => sum + (reason.share ?? 0), 0)).toBeCloseTo(1, 6);
      }
    },
  );
});
