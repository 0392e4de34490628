import { describe, expect, it } from 'vitest';
import { describePlacement } from '../../src/cli/commands/models.ts';
import { confidenceBeyondOne } from '../../src/core/recommender/factors/als.ts';
import { PreferenceFoldIn } from '../../src/core/recommender/factors/fold-in.ts';
import { historyOf, type TrainingSet } from '../../src/core/recommender/data/training-set.ts';
import { factorNetwork } from '../../src/core/recommender/models/factor-network.ts';
import { FitSession } from '../../src/core/recommender/models/fit-session.ts';
import type { FittedModel, Options } from '../../src/core/recommender/models/model.ts';
import { modelDefinition } from '../../src/core/recommender/models/registry.ts';
import { fieldInputs } from '../../src/core/recommender/networks/inputs.ts';
import type { NetworkTask, NetworkTrainer } from '../../src/core/recommender/networks/task.ts';
import { explain, place, recommend, unlikeHeard } from '../../src/core/recommender/scoring/scoring.ts';
import { Random } from '../../src/core/statistics/random.ts';
import { featuresOf, interactionsOf, type Plays, trainingSetOf } from '../support/sets.ts';

const fitted = (type: string, set: TrainingSet, options: Options = {}, network: NetworkTrainer | null = null) =>
  new FitSession(modelDefinition, network, 5).fit(type, set, options, () => {});

function scoresOf(model: FittedModel, set: TrainingSet, listener: number): number[] {
  const out = new Float64Array(set.interactions.songs);
  model.scores(historyOf(set, listener), out);
  return [...out];
}

/** Listeners who choose songs by how popular these are and by nothing else. */
function popularOnly(listeners = 90, songs = 40, each = 10): Plays {
  const random = new Random(8);
  return Array.from({ length: listeners }, () => {
    const own: Record<number, number> = {};
    while (Object.keys(own).length < each) own[Math.floor(songs * random.uniform() ** 2)] = 1 + random.below(9);
    return own;
  });
}

describe('ALS', () => {
  it('trusts a play by α, by α ln(1 + plays) or by α · plays', () => {
    expect(['binary', 'log-count', 'linear'].map((one) => confidenceBeyondOne(one as 'binary', 2, 7))).toEqual([
      2,
      2 * Math.log(8),
      14,
    ]);
  });
});

describe('BPR', () => {
  // Listener 0 played everything; the others played song 0 only.
  const set = trainingSetOf(interactionsOf([{ 0: 1, 1: 1, 2: 1 }, { 0: 1 }, { 0: 1 }, { 0: 1 }], 3));
  const k = 2;
  const save = async (epochs: number) =>
    (await fitted('bpr', set, { k, epochs, reg: 0 })).save().arrays as unknown as {
      p: Float32Array;
      q: Float32Array;
    };

  it('never takes a played song for one that was not: who played everything teaches nothing', async () => {
    const [short, long] = [await save(1), await save(60)];
    expect([...long.p.subarray(0, k)]).toEqual([...short.p.subarray(0, k)]);
    expect([...long.p.subarray(k)]).not.toEqual([...short.p.subarray(k)]);
  });

  it('lifts the bias of what was played as much as it lowers the other one', async () => {
    const { q } = await save(60);
    const biases = [0, 1, 2].map((song) => q[song * (k + 1) + k]);
    expect(biases[0]).toBeGreaterThan(0.1);
    expect(biases[1]).toBeLessThan(0);
    expect(biases[2]).toBeLessThan(0);
    expect(biases[0] + biases[1] + biases[2]).toBeCloseTo(0, 5);
  });
});

describe('content', () => {
  it('learns nothing from songs that nobody played in training', async () => {
    const plays = interactionsOf(
      [
        { 0: 1, 1: 2 },
        { 1: 3, 2: 1 },
        { 0: 2, 3: 1 },
      ],
      6,
    );
    const known = [[0], [0, 1], [1, 2], [2]];
    const scores = async (tagsOfOthers: number[][]) => {
      const set = trainingSetOf(plays, featuresOf([...known, ...tagsOfOthers]));
      return scoresOf(await fitted('content', set), set, 0).slice(0, 4);
    };
    expect(await scores([[0, 1], [0]])).toEqual(await scores([[2], [1]]));
  });
});

describe('networks', () => {
  const tags = [[0], [1], [0, 1], [2], [3], [0, 3]];

  it('know the tags, artists and decades of training songs only', () => {
    const features = featuresOf(tags, {
      artists: Int32Array.of(0, 1, 0, 2, 3, 3),
      artistCount: 4,
      years: Uint16Array.of(1991, 1992, 2003, 2015, 1985, 0),
    });
    const { fields } = fieldInputs(features, Uint32Array.of(0, 1, 2));
    const valuesOf = (field: number, song: number) => {
      const { offsets, values } = fields[field];
      return [...values.subarray(offsets[song], offsets[song + 1])];
    };
    // One more than the values that training songs have: 0 stands for what they do not have.
    expect(fields.map(({ name, size }) => [name, size])).toEqual([
      ['tags', 3],
      ['artist', 2], // the other one has a single training song
      ['decade', 3],
    ]);
    expect([0, 1, 2, 3, 4, 5].map((song) => valuesOf(0, song))).toEqual([[1], [2], [1, 2], [0], [0], [1]]);
    expect([0, 1, 2, 3, 4, 5].map((song) => valuesOf(1, song))).toEqual([[1], [0], [1], [0], [0], [0]]);
    expect([1, 2, 3, 4].map((song) => valuesOf(2, song))).toEqual([[1], [2], [0], [0]]);
  });

  /** A network of tags that predicts both kinds of factors. */
  const ofTags = factorNetwork({
    type: 'of-tags',
    title: modelDefinition('tags').title,
    summary: modelDefinition('tags').summary,
    colour: 0,
    capabilities: [],
    needs: ['tags'],
    network: 'fields-mlp',
    inputsOf: fieldInputs,
    hasInput: (features, song) => features.tagOffsets[song + 1] > features.tagOffsets[song],
    tower: false,
  });
  const options = { k: 3, epochs: 200, rate: 0.03, reg: 0.01, 'min-listeners': 1 };

  /** Trained on songs with these tags, by a network that predicts its targets exactly. */
  async function withPerfectNetwork(tagsOfSongs: number[][]) {
    const random = new Random(2);
    const plays = Array.from({ length: 40 }, () =>
      Object.fromEntries(
        tagsOfSongs.map((_, song) => [song, 1 + random.below(30)]).filter(() => random.uniform() < 0.7),
      ),
    );
    const set = trainingSetOf(interactionsOf(plays, tagsOfSongs.length), featuresOf(tagsOfSongs));
    let task: NetworkTask | null = null;
    const perfect: NetworkTrainer = {
      train: async (given) => {
        task = given;
        const result = { weights: new Float32Array(1), loss: [0], validationLoss: [0], bestEpoch: 1, engine: 'none' };
        return { ...result, snapshots: new Map() };
      },
      predict: async (_given, _weights, rows) => {
        const { targets, outputs } = task as unknown as NetworkTask;
        return Float32Array.from([...rows].flatMap((row) => [...targets.subarray(row * outputs, (row + 1) * outputs)]));
      },
    };
    const model = await new FitSession(() => ofTags, perfect, 5).fit('of-tags', set, options, () => {});
    return { set, model, arrays: model.save().arrays as unknown as Record<string, Float64Array> };
  }

  it('rate by μ + b_u + b̂_i + p_u · q̂_i, and leave out the factors of songs that they cannot take in', async () => {
    const { set, model, arrays } = await withPerfectNetwork([...tags, []]);
    const { listeners, songs, p, q } = arrays;
    const clip = (rating: number) => Math.min(set.scale.maximum, Math.max(set.scale.minimum, rating));
    const moved = { byFactors: 0, byBias: 0 };
    for (let u = 0; u < 40; u++) {
      const rated = new Float64Array(7);
      model.ratings?.(historyOf(set, u), Uint32Array.of(0, 1, 2, 3, 4, 5, 6), rated);
      for (let song = 0; song < 7; song++) {
        const base = (model.save().meta.mean as number) + listeners[u];
        const part = [0, 1, 2].reduce((sum, f) => sum + p[u * 3 + f] * q[song * 3 + f], 0);
        expect(rated[song]).toBeCloseTo(clip(song === 6 ? base : base + songs[song] + part), 5);
        if (song === 6) continue;
        moved.byFactors = Math.max(moved.byFactors, Math.abs(rated[song] - clip(base + songs[song])));
        moved.byBias = Math.max(moved.byBias, Math.abs(rated[song] - clip(base + part)));
      }
    }
    expect(moved.byFactors, 'without its factors a song is rated otherwise').toBeGreaterThan(0.05);
    expect(moved.byBias, 'and without its bias').toBeGreaterThan(0.05);
    expect(songs[6]).toBe(0);
    const scores = scoresOf(model, set, 0);
    expect(scores[6]).toBeNaN();
    expect(scores.slice(0, 6).every(Number.isFinite)).toBe(true);
    const again = ofTags.load(model.save(), modelDefinition);
    const [own, loaded] = [new Float64Array(7), new Float64Array(7)];
    model.ratings?.({ ...historyOf(set, 1), listener: -1 }, Uint32Array.of(0, 1, 2, 3, 4, 5, 6), own);
    again.ratings?.({ ...historyOf(set, 1), listener: -1 }, Uint32Array.of(0, 1, 2, 3, 4, 5, 6), loaded);
    expect(loaded).toEqual(own);
  });

  it('from before the bias was predicted open and rate without it', async () => {
    const { set, model } = await withPerfectNetwork([...tags, []]);
    const { meta, arrays } = model.save();
    const { predictsBias: _bias, kPreference: _k, confidence: _confidence, ...old } = meta;
    const opened = ofTags.load({ meta: old, arrays }, modelDefinition);
    const [now, before] = [new Float64Array(1), new Float64Array(1)];
    const biases = arrays.songs as Float64Array;
    const song = Array.from(biases.keys()).sort((a, b) => Math.abs(biases[b]) - Math.abs(biases[a]))[0];
    let clipped = 0;
    for (let u = 0; u < 40; u++) {
      model.ratings?.(historyOf(set, u), Uint32Array.of(song), now);
      opened.ratings?.(historyOf(set, u), Uint32Array.of(song), before);
      const { minimum, maximum } = set.scale;
      if ([now[0], before[0]].some((rating) => rating <= minimum || rating >= maximum)) clipped++;
      else expect(now[0] - before[0]).toBeCloseTo(biases[song], 9);
    }
    expect(clipped).toBeLessThan(40);
    expect(scoresOf(opened, set, 0)).toEqual(scoresOf(model, set, 0));
  });

  it('give both kinds of factors back in their scale: normal equations beside them give the listeners', async () => {
    const { set, arrays } = await withPerfectNetwork(tags);
    const space = { q: arrays.preferenceQ, k: 3, alpha: 4, confidence: 'log-count', reg: 5 } as const;
    for (let u = 0; u < 40; u++) {
      const exact = new PreferenceFoldIn(space).listener(historyOf(set, u));
      for (let f = 0; f < 3; f++) expect(arrays.preferenceP[u * 3 + f], `${u} ${f}`).toBeCloseTo(exact[f], 2);
    }
  });
});

describe('hybrids', () => {
  // Factors without a bound learn the rows that they are fitted on by heart, and nothing of others.
  const overfitted = { 'als.k': 30, 'als.alpha': 40, 'als.reg': 0.001, 'als.iterations': 30 };
  const set = trainingSetOf(interactionsOf(popularOnly(), 40));

  it('weigh their parts by rows that no part has seen', async () => {
    const { facts } = await fitted('hybrid-weighted', set, { parts: 'als,popularity', ...overfitted });
    const { rankingWeights } = (facts?.chosen ?? {}) as { rankingWeights: Record<string, number> };
    expect(rankingWeights.popularity).toBeGreaterThan(rankingWeights.als);
  });

  it('choose the part that answers by rows that no part has seen', async () => {
    const { facts } = await fitted('hybrid-switching', set, { parts: 'als,popularity', ...overfitted });
    expect(facts?.chosen).toMatchObject({ warm: 'popularity' });
  });

  it('switch to the cold part for songs with few listeners and for listeners with few songs only', async () => {
    const plays: Plays = Array.from({ length: 20 }, (_, u) =>
      Object.fromEntries(Array.from({ length: 6 + (u % 3) }, (_, i) => [(i * i + u * (i % 2)) % 17, 1 + (i % 4)])),
    );
    const small = trainingSetOf(interactionsOf(plays, 17));
    const model = await fitted('hybrid-switching', small, { parts: 'popularity,item-knn' });
    const saved = model.save();
    const popularity = saved.arrays.popularity as Float64Array;
    const rule = { warm: 0, coldSong: 1, coldListener: 1, fewestListeners: 8, fewestSongs: 5 };
    const switching = modelDefinition('hybrid-switching').load(
      { ...saved, meta: { ...saved.meta, rule } },
      modelDefinition,
    );
    const standard = async (type: string, listener: number) => {
      const raw = scoresOf(await fitted(type, small), small, listener);
      const mean = raw.reduce((a, b) => a + b) / raw.length;
      const deviation = Math.sqrt(raw.reduce((sum, value) => sum + (value - mean) ** 2, 0) / raw.length);
      return raw.map((value) => (value - mean) / deviation);
    };
    const long = plays.findIndex((own) => Object.keys(own).length >= 5);
    const [warm, cold] = [await standard('popularity', long), await standard('item-knn', long)];
    const got = scoresOf(switching, small, long);
    const cool = [...popularity].map((listeners) => listeners < 8);
    expect(new Set(cool)).toEqual(new Set([true, false]));
    cool.forEach((isCold, song) => {
      expect(got[song], `song ${song}`).toBeCloseTo(isCold ? cold[song] : warm[song], 9);
    });
    const strict = modelDefinition('hybrid-switching').load(
      { ...saved, meta: { ...saved.meta, rule: { ...rule, fewestSongs: 100 } } },
      modelDefinition,
    );
    scoresOf(strict, small, long).forEach((score, song) => {
      expect(score).toBeCloseTo(cold[song], 9);
    });
  });

  it('mixed: take the best song of each part in turn that is not there yet', async () => {
    const model = await fitted('hybrid-mixed', set, { parts: 'popularity,item-knn' });
    const listener = 3;
    const played = new Set(historyOf(set, listener).items);
    const lists = await Promise.all(
      ['popularity', 'item-knn'].map(async (type) => {
        const part = await fitted(type, set);
        const scores = scoresOf(part, set, listener);
        return [...scores.keys()]
          .filter((song) => !played.has(song) && scores[song] !== part.noEvidence)
          .sort((a, b) => scores[b] - scores[a] || a - b);
      }),
    );
    const wanted: number[] = [];
    for (let turn = 0; lists.some((list) => list.some((song) => !wanted.includes(song))); turn++) {
      const next = lists[turn % 2].find((song) => !wanted.includes(song));
      if (next !== undefined) wanted.push(next);
    }
    const scores = scoresOf(model, set, listener);
    const order = [...scores.keys()]
      .filter((song) => !Number.isNaN(scores[song]))
      .sort((a, b) => scores[b] - scores[a]);
    expect(order).toEqual(wanted);
    expect(wanted.length).toBeGreaterThan(20);
    expect(lists[0]).not.toEqual(lists[1]);
  });

  it('rate by what their parts say, weighted so that a good part counts nearly in full', async () => {
    // ln(1 + plays) is the sum of what the listener and the song bring along, so biases alone predict it.
    const plays: Plays = Array.from({ length: 60 }, (_, u) =>
      Object.fromEntries(
        Array.from({ length: 25 }, (_, song) => [
          song,
          Math.round(Math.exp(1 + (u % 4) * 0.7 + (song % 5) * 0.6)) - 1,
        ]).filter(([song]) => (song * 7 + u * 3) % 5 < 3),
      ),
    );
    const additive = trainingSetOf(interactionsOf(plays, 25));
    const options = { parts: 'bias,popularity', 'bias.reg-songs': 0.1, 'bias.reg-listeners': 0.1 };
    const model = await fitted('hybrid-weighted', additive, options);
    const { ratingWeights } = (model.facts?.chosen ?? {}) as { ratingWeights: Record<string, number> };
    expect(ratingWeights.bias).toBeGreaterThan(0.9);
    expect(ratingWeights.bias).toBeLessThan(1.1);
    expect(ratingWeights.popularity).toBe(0);
    const rated = new Float64Array(25);
    model.ratings?.(
      historyOf(additive, 7),
      Uint32Array.from({ length: 25 }, (_, song) => song),
      rated,
    );
    rated.forEach((value, song) => {
      expect(Math.abs(value - (1 + 3 * 0.7 + (song % 5) * 0.6))).toBeLessThan(0.25);
    });
  });
});

describe('scoring one listener', () => {
  const set = trainingSetOf(
    interactionsOf(
      [
        { 0: 5, 1: 1 },
        { 0: 1, 2: 4, 3: 1 },
        { 1: 2, 2: 2 },
        { 0: 1, 2: 1, 4: 3 },
      ],
      6,
    ),
  );
  const loadedAs = async (type: string, own?: FittedModel) => ({
    type,
    scale: set.scale,
    model: own ?? (await fitted(type, set)),
    features: set.features,
    songIds: Uint32Array.of(10, 11, 12, 13, 14, 15),
    songIndex: new Map([10, 11, 12, 13, 14, 15].map((id, song) => [id, song])),
    listenerIds: Uint32Array.of(1, 2, 3, 4),
    listenerIndex: new Map([1, 2, 3, 4].map((id, listener) => [id, listener])),
    trainedSongs: 6,
    played: new Uint8Array(6).fill(1),
    placesUnplayed: false,
  });
  const plays = { listenerId: 1, songs: Uint32Array.of(10, 11), counts: Uint32Array.of(5, 1) };

  it('recommends what was not played, the best first, nothing that nothing speaks for', async () => {
    const { items } = recommend(await loadedAs('item-knn'), plays, 10);
    expect(items.map(({ songId }) => songId)).toEqual([12, 13, 14]);
    expect(items[0].score).toBeGreaterThan(items[1].score);
    const popular = recommend(await loadedAs('popularity'), plays, 2);
    expect(popular.items.map(({ songId, score }) => [songId, score])).toEqual([
      [12, 3],
      [13, 1],
    ]);
  });

  it('says at which place a song stands', async () => {
    const popular = await loadedAs('popularity');
    expect([12, 13, 14].map((song) => explain(popular, plays, { id: song, listeners: 1 }).rank)).toEqual([1, 2, 3]);
    expect(explain(popular, plays, { id: 10, listeners: 1 }).rank).toBeNull();
    expect(explain(popular, plays, { id: 12, listeners: 1 }).candidates).toBe(4);
  });

  const vectors = (...rows: [number, number][]) => ({ vectors: Float32Array.from(rows.flat()), k: 2 });
  const placing = () =>
    ({
      type: 'cnn',
      songSpace: {
        ...vectors([1, 0], [0, 1], [1, 1], [-1, 0], [2, 0.1], [0, 0]),
        known: Uint8Array.of(1, 1, 1, 1, 1, 0),
      },
      listenerSpace: vectors([3, 0], [0, 3], [-1, -1], [1, 1]),
    }) as unknown as FittedModel;

  it('places a new recording among songs and listeners by hand-worked factors', async () => {
    const { nearest, audience, appealPercentile, nearestSimilarity, usualNearest } = place(
      await loadedAs('cnn', placing()),
      Float32Array.of(1, 0),
    );
    expect(nearest.map(({ songId }) => songId)).toEqual([10, 14, 12, 11, 13]);
    expect(nearestSimilarity).toBeCloseTo(1, 9);
    expect(nearest[2].similarity).toBeCloseTo(Math.SQRT1_2, 6);
    expect(audience).toEqual([
      { listenerId: 1, score: 3 },
      { listenerId: 4, score: 1 },
      { listenerId: 2, score: 0 },
      { listenerId: 3, score: -1 },
    ]);
    expect(unlikeHeard({ nearestSimilarity, usualNearest })).toBeNull();
    // The mean listener is (¾, ¾): the songs appeal by 0.75, 0.75, 1.5, −0.75 and 1.575, the recording by 0.75.
    expect(appealPercentile).toBeCloseTo(1 / 5, 9);
  });

  it('measures what is usual by the songs that somebody played, of which nothing was only predicted', async () => {
    const loaded = { ...(await loadedAs('cnn', placing())), played: Uint8Array.of(0, 1, 1, 1, 0, 0) };
    const placed = place(loaded, Float32Array.of(1, 0));
    // Songs that nobody played are still shown as the nearest.
    expect(placed.nearest.map(({ songId }) => songId)).toEqual([10, 14, 12, 11, 13]);
    expect(placed.nearestSimilarity).toBeCloseTo(Math.SQRT1_2, 6);
    // Of (0, 1), (1, 1) and (−1, 0) the nearest of one another are at 0.707, 0.707 and 0.
    expect(placed.usualNearest.lower).toBeCloseTo(0, 9);
    expect(placed.usualNearest.upper).toBeCloseTo(Math.SQRT1_2, 6);
    // They appeal by 0.75, 1.5 and −0.75, the recording by 0.75.
    expect(placed.appealPercentile).toBeCloseTo(1 / 3, 9);
  });

  it('says first that a recording is unlike what the model has heard, and then nothing of its audience', async () => {
    const model = {
      type: 'cnn',
      songSpace: {
        ...vectors([1, 0], [1, 0.1], [1, 0.2], [1, 0.1], [1, 0], [1, 0]),
        known: Uint8Array.of(1, 1, 1, 1, 1, 1),
      },
      listenerSpace: vectors([3, 0], [0, 3], [-1, -1], [1, 1]),
    } as unknown as FittedModel;
    const answer = place(await loadedAs('cnn', model), Float32Array.of(-0.1, 1));
    const unlike = unlikeHeard(answer);
    const own = { number: answer.nearestSimilarity, style: 'result', decimals: 2 };
    expect(unlike).toMatchObject({ id: 'scoring.unlike-heard', values: { own } });
    // With two decimals both would be 0.99.
    const usual = { lower: 0.9931, median: 0.997, upper: 0.999 };
    const close = unlikeHeard({ nearestSimilarity: 0.9912, usualNearest: usual });
    expect(close?.text).toContain('is at 0.991, where 0.993–0.999 is usual');
    const named = {
      ...answer,
      ...{ file: 'a.wav', model: 'ears', clip: { sampleRate: 1, channels: 1, durationSeconds: 3, warning: null } },
      nearest: [],
      audience: [{ listenerId: 'Ada', score: 1 }],
    };
    const told = describePlacement({ ...named, unlike });
    expect(told.startsWith(unlike?.text as string)).toBe(true);
    expect(told).not.toMatch(/Ada|appeal/);
    expect(describePlacement({ ...named, unlike: null })).toMatch(/Ada[\s\S]*appeal/);
  });
});
