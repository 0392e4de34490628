import { describe, expect, it } from 'vitest';
import { historyOf } from '../../src/core/recommender/data/training-set.ts';
import { fitRatings } from '../../src/core/recommender/data/ratings.ts';
import { frames } from '../../src/core/recommender/evaluation/frames.ts';
import { splitBy } from '../../src/core/recommender/splits/split.ts';
import { twoTastes } from '../support/two-tastes.ts';
import { evaluate, primaryCutoff } from '../../src/core/recommender/evaluation/evaluate.ts';
import {
  type Measured,
  measureRanking,
  measureRatings,
  testRows,
} from '../../src/core/recommender/evaluation/measure.ts';
import { protocolDefinition } from '../../src/core/recommender/protocols/registry.ts';
import { meanValues, summarise, withoutDistractors } from '../../src/core/recommender/evaluation/summary.ts';
import type { FoldRecord } from '../../src/core/recommender/evaluation/units.ts';
import type { TrainingSet } from '../../src/core/recommender/data/training-set.ts';
import { FitSession } from '../../src/core/recommender/models/fit-session.ts';
import type { FitContext, ModelDefinition, Options } from '../../src/core/recommender/models/model.ts';
import { edgeMessages } from '../../src/shared/choice-words.ts';
import { modelLabel } from '../../src/shared/evaluation-words.ts';
import { saying } from '../support/messages.ts';
import { bestTrials, chosenByGrid, chosenBySearch } from '../../src/core/recommender/experiments/choices.ts';
import { coverage, gini, novelty } from '../../src/core/recommender/measures/catalogue.ts';
import type { FittedModel } from '../../src/core/recommender/models/model.ts';
import type { NetworkTask } from '../../src/core/recommender/networks/task.ts';
import { type TrainState, trainNetwork } from '../../src/core/recommender/networks/train.ts';
import { derivedSeed, Random } from '../../src/core/statistics/random.ts';
import { evaluationSpec } from '../../src/shared/contract/recommender.ts';
import { datasetOf, featuresOf, interactionsOf, type Plays, trainingSetOf, UNWATCHED } from '../support/sets.ts';

const NOTHING_GIVEN = { given: null, needs: new Set<never>() };
const quiet = { network: null, threads: 1, progress: () => {} };

describe('what a fold learns', () => {
  const random = new Random(6);
  const plays: Plays = Array.from({ length: 20 }, () =>
    Object.fromEntries(
      Array.from({ length: 8 }, (_, song) => [song, 1 + random.below(9)]).filter(() => random.uniform() < 0.7),
    ),
  );
  plays[3] = { 1: 2, 4: 5000 };
  plays[9] = { 0: 3, 2: 1000 };
  const data = datasetOf(interactionsOf(plays, 8), featuresOf(Array.from({ length: 8 }, () => [])));

  it('the range of ratings is that of the training rows, whatever is held out', async () => {
    const largest = Math.max(...data.interactions.counts);
    let without = 0;
    for (let seed = 1; seed <= 8; seed++) {
      const spec = evaluationSpec.parse({ protocol: 'ratings', models: ['bias'], conversion: 'log-count', seed });
      const { range } = await evaluate(data, spec, quiet);
      const { training } = protocolDefinition('ratings').make(data, spec, derivedSeed(seed, 'split'), NOTHING_GIVEN)(0);
      expect(range.maximum).toBeCloseTo(Math.log1p(Math.max(...training.counts)), 9);
      expect(range.minimum).toBeCloseTo(Math.log1p(Math.min(...training.counts)), 9);
      if (Math.max(...training.counts) < largest) without++;
    }
    expect(without, 'seeds that hold the largest count out').toBeGreaterThan(0);
  });

  it('counts once for each seed, whether values of single listeners are kept or not', async () => {
    const models = ['bpr', 'popularity'];
    const options = { bpr: { k: 2, epochs: 2 } };
    const kept = { list: () => {}, predictions: () => {}, values: () => {} };
    const of = async (repeats: number, more: object = {}) => {
      const spec = evaluationSpec.parse({ protocol: 'ranking', models, options, cutoffs: [3], repeats });
      const { models: means, statistics } = await evaluate(data, spec, { ...quiet, ...more });
      return { means, statistics };
    };
    const twice = await of(2);
    expect(Object.keys(twice.statistics?.seeds ?? {})).toEqual(['bpr']);
    expect(await of(2, { keeper: kept })).toEqual(twice);
    expect((await of(1)).statistics?.seeds).toEqual({});
  });

  it('the length of lists that tests look at is the one nearest to 10', () => {
    expect([[5, 10, 20], [5, 20], [100, 12], [3]].map((cutoffs) => primaryCutoff({ cutoffs }))).toEqual([10, 5, 12, 3]);
  });
});

describe('what is measured of one listener', () => {
  // Listener 0 is known by songs 0 and 1 and tested on 2 and 4; nobody played song 5 in training.
  const set = trainingSetOf(interactionsOf([{ 0: 3, 1: 1 }, { 0: 1, 2: 2, 3: 1 }, { 2: 4, 3: 1, 4: 1 }, { 2: 1 }], 6));
  const rows = (candidates: number[] | null = null, items = [2, 4]) =>
    testRows(
      {
        training: set.interactions,
        cases: [{ who: 0, foldIn: null, items: Uint32Array.from(items), counts: Uint32Array.from(items, () => 3) }],
        candidates: candidates && Uint8Array.from({ length: 6 }, (_, song) => (candidates.includes(song) ? 1 : 0)),
      },
      set,
      100,
    );
  const scored = async (scores: number[], candidates: number[] | null = null) => {
    const score = (_history: unknown, out: Float64Array) => out.set(scores);
    return (await measureRanking(score, set, rows(candidates), [1, 2, 3], 2, 1, UNWATCHED)).values;
  };

  it('songs that the model has seen the listener play do not compete', async () => {
    const values = await scored([9, 8, 5, 7, 6, 1]);
    // In order: 3, 4, 2, 5. The relevant ones are second and third of four.
    expect(values).toMatchObject({ 'precision@1': 0, 'precision@2': 0.5, 'recall@2': 0.5, 'recall@3': 1, mrr: 0.5 });
    expect(values['ndcg@2']).toBeCloseTo(1 / Math.log2(3) / (1 + 1 / Math.log2(3)), 12);
    expect(values['map@3']).toBeCloseTo((1 / 2 + 2 / 3) / 2, 12);
    expect(values.auc).toBeCloseTo(2 / 4, 12);
    expect((await scored([0, 0, 6, 7, 5, 1]))['hit-rate@1']).toBe(0);
  });

  it('where only some songs compete, the others are in no list', async () => {
    expect(await scored([9, 8, 5, 7, 6, 1], [2, 4, 5])).toMatchObject({ 'precision@2': 1, 'ndcg@2': 1, auc: 1 });
  });

  it('where a listener has nothing else to choose from, it says that no model can be worse than another', async () => {
    const score = (_history: unknown, out: Float64Array) => out.set([1, 2, 3, 4, 5, 6]);
    const records = async (...candidates: (number[] | null)[]) => ({
      any: await Promise.all(
        candidates.map(async (some) => {
          const test = rows(some);
          return { test, repeats: [await measureRanking(score, set, test, [1, 2], 2, 1, UNWATCHED)] };
        }),
      ),
    });
    expect(withoutDistractors((await records([2, 4])) as never)).toEqual([
      saying('evaluation.nothing-to-choose', { listeners: 1 }),
    ]);
    expect(withoutDistractors((await records([2, 4], null)) as never)).toEqual([
      saying('evaluation.some-without-choice', { listeners: 1, tested: 2 }),
    ]);
    expect(withoutDistractors((await records(null)) as never)).toEqual([]);
    expect(withoutDistractors({})).toEqual([]);
  });

  it('errors are of songs that somebody played in training, unless the protocol is about others', async () => {
    const model = {
      ratings: (_history: unknown, songs: Uint32Array, out: Float64Array) =>
        songs.forEach((song, i) => {
          out[i] = Math.log1p(3) + (song === 5 ? 10 : song === 2 ? 0.5 : -0.25);
        }),
    } as unknown as FittedModel;
    const error = async (cold: boolean) =>
      (await measureRatings(model, set, rows(null, [2, 4, 5]), cold, UNWATCHED)).values.mae;
    expect(await error(false)).toBeCloseTo((0.5 + 0.25) / 2, 6);
    expect(await error(true)).toBeCloseTo((0.5 + 0.25 + 10) / 3, 6);
  });

  it('coverage, inequality and novelty of lists, worked by hand', () => {
    const value = (measure: typeof coverage) => {
      const tally = measure.start({ songs: 4, listenersOf: [4, 2, 1, 0], listeners: 4, cosine: null });
      for (const list of [
        [0, 1],
        [0, 2],
        [0, 1],
      ])
        tally.add(list);
      return tally.value();
    };
    expect(value(coverage)).toBe(3 / 4);
    // Recommended 0, 1, 2 and 3 times: (−3·0 − 1·1 + 1·2 + 3·3) / (4 · 6).
    expect(value(gini)).toBeCloseTo(10 / 24, 12);
    expect(value(novelty)).toBeCloseTo((0.5 + 1 + 0.5) / 3, 12);
  });
});

const LENGTHS = { primary: 10, cutoffs: [10] };

/** Folds whose listeners all have the same value. */
const folds = (values: number[][], repeats = 1): FoldRecord[] =>
  values.map((own, fold) => ({
    repeats: Array.from({ length: repeats }, (_, repeat): Measured => {
      const perListener = { 'ndcg@10': Float64Array.from(own, (value) => value + repeat) };
      const mean = own.reduce((a, b) => a + b, 0) / own.length + repeat;
      return {
        values: { 'ndcg@10': mean },
        perListener,
        errors: null,
        bandHits: { hits: [0, 0, 0, 0], relevant: [1, 0, 0, 0] },
      };
    }),
    test: {
      cases: own.map((_, i) => ({ who: 100 * fold + i, history: { items: Uint32Array.of(1) } })),
      bands: Uint8Array.of(0),
    } as unknown as FoldRecord['test'],
  }));

describe('how sure it is', () => {
  const intervalOf = async (records: FoldRecord[], cold: boolean) =>
    (await summarise({ a: records }, LENGTHS, cold, 1, UNWATCHED)).intervals.a['ndcg@10'];

  it('where songs were held out, the interval draws whole splits, whose listeners are not independent', async () => {
    const two = folds([new Array(50).fill(0), new Array(50).fill(1)]);
    expect(await intervalOf(two, true)).toEqual([0, 1]);
    const [lower, upper] = await intervalOf(two, false);
    expect(lower).toBeGreaterThan(0.35);
    expect(upper).toBeLessThan(0.65);
  });

  it('means are over folds of means over seeds; the spread over seeds stands apart', async () => {
    const records = folds([[0.1, 0.3], [0.5]], 2);
    expect(meanValues(records)['ndcg@10']).toBeCloseTo((0.2 + 0.5) / 2 + 0.5, 12);
    const { seeds } = await summarise({ a: records }, LENGTHS, false, 1, UNWATCHED);
    expect(seeds.a['ndcg@10']).toBeCloseTo(Math.SQRT1_2, 12);
  });

  it('two models are compared pair by pair of listeners', async () => {
    const [a, b] = [folds([[0.2, 0.4, 0.6, 0.8]]), folds([[0.1, 0.3, 0.5, 0.75]])];
    const [test] = (await summarise({ a, b }, LENGTHS, false, 1, UNWATCHED)).tests;
    expect(test).toMatchObject({ a: 'a', b: 'b', n: 4 });
    expect(test.difference).toBeCloseTo(0.0875, 12);
    // Differences 0.1, 0.1, 0.1 and 0.05: t = 7 with three degrees of freedom; R: 2 * pt(-7, 3) = 0.005986
    expect(test.p).toBeCloseTo(0.005986, 5);
    expect(test.lower).toBeGreaterThan(0.04);
    expect(test.upper).toBeLessThan(0.11);
  });
});

describe('what frames new songs', () => {
  const { interactions, features } = twoTastes();
  const heldOut = Uint8Array.from({ length: interactions.songs }, (_, song) => (song < 10 ? 1 : 0));
  const { training } = splitBy(interactions, (row) => heldOut[interactions.items[row]] === 1);
  const set = { interactions: training, features, ...fitRatings({ conversion: 'log-count', unit: 1 }, training) };
  const test = { cases: [{ who: 3, history: historyOf(set, 3) }] } as unknown as FoldRecord['test'];
  const scoresOf = async (name: string, rows: typeof interactions) => {
    const context = { test, conversion: 'log-count', seed: 1, fold: 0, threads: 1, ...UNWATCHED } as const;
    const all = new Map(await frames({ ...context, data: datasetOf(rows, features) }));
    const out = new Float64Array(rows.songs);
    all.get(name)?.(test.cases[0].history, out);
    return out;
  };
  /** Plays of new songs by this listener go to other new songs. */
  const changed = (listener: number) => {
    const items = interactions.items.slice();
    for (let row = interactions.offsets[listener]; row < interactions.offsets[listener + 1]; row++)
      if (heldOut[items[row]]) items[row] = 9 - items[row];
    items.subarray(interactions.offsets[listener], interactions.offsets[listener + 1]).sort();
    return { ...interactions, items };
  };

  it('the collaborative reference is taught nothing by the plays it is tested on; own plays are', async () => {
    for (const [name, sees] of [
      ['collaborative-reference', false],
      ['upper-bound', true],
    ] as const) {
      const before = await scoresOf(name, interactions);
      const after = await scoresOf(name, changed(3));
      expect(
        before.every((score, song) => Object.is(score, after[song])),
        name,
      ).toBe(!sees);
    }
    const others = await scoresOf('collaborative-reference', changed(4));
    expect(others).not.toEqual(await scoresOf('collaborative-reference', interactions));
  });

  it('tag counts are one order for everybody', async () => {
    const { tagOffsets } = features;
    const counts = await scoresOf('tag-count', interactions);
    expect([...counts]).toEqual([...counts.keys()].map((song) => tagOffsets[song + 1] - tagOffsets[song]));
  });
});

describe('a model built from others', () => {
  /** `other` without its own lists: those of a part that was best alone. */
  const hybrid = (own: FoldRecord[], parts: FoldRecord[], types: string[]): FoldRecord[] =>
    own.map(({ test, repeats }, fold) => ({
      test,
      repeats: repeats.map((measured, i) => ({
        ...measured,
        bestAlone: { type: types[fold], measured: parts[fold].repeats[i] },
      })),
    }));

  it('is compared, listener by listener, with the part that was best alone in each fold', async () => {
    const h = hybrid(
      folds([
        [0.2, 0.4],
        [0.6, 0.8],
      ]),
      folds([
        [0.1, 0.3],
        [0.5, 0.75],
      ]),
      ['ease', 'als'],
    );
    const a = folds([
      [0.9, 0.9],
      [0.9, 0.9],
    ]);
    const [over, ...more] = (await summarise({ h, a }, LENGTHS, false, 1, UNWATCHED)).overBestPart ?? [];
    expect(more).toEqual([]);
    expect(over).toMatchObject({ model: 'h', parts: ['ease', 'als'], measure: 'ndcg@10', n: 4 });
    expect(over.difference).toBeCloseTo(0.0875, 12);
    expect(over.lower).toBeGreaterThan(0.04);
    expect(over.lower).toBeLessThan(over.difference);
    expect(over.upper).toBeLessThan(0.11);
  });

  it('is not compared where it has no such part', async () => {
    const own = await summarise({ a: folds([[0.2, 0.4]]) }, LENGTHS, false, 1, UNWATCHED);
    expect(own).not.toHaveProperty('overBestPart');
  });
});

describe('a search', () => {
  it('takes the highest NDCG or the lowest error, the earlier one of two alike', () => {
    const trial = (model: string, score: number, k: number) => ({ model, score, options: { k } });
    const trials = [trial('a', 0.2, 1), trial('a', 0.5, 2), trial('a', 0.5, 3), trial('a', 0.1, 4), trial('b', 0.3, 5)];
    const best = (measure: string) => Object.values(bestTrials(trials, measure)).map(({ options }) => options.k);
    expect(best('ndcg')).toEqual([2, 5]);
    expect(best('rmse')).toEqual([4, 5]);
  });

  it('never takes a trial that failed, and says where the best lies on the edge of what was tried', () => {
    const place = { evaluation: 1, fold: 2 };
    const trial = (score: number | null, k: number, iterations: number) => {
      return { model: 'als', score, options: { k, iterations }, ...place };
    };
    const trials = [trial(0.2, 8, 5), trial(null, 4, 9), trial(0.9, 16, 7), trial(0.3, 12, 9)];
    expect(chosenBySearch(trials, 'ndcg', place)).toEqual([
      {
        ...place,
        by: 'search',
        model: 'als',
        options: { k: 16, iterations: 7 },
        score: 0.9,
        edges: [{ option: 'k', value: 16, end: 'highest' }],
      },
    ]);
    expect(chosenBySearch([trial(null, 4, 9)], 'ndcg', place)).toEqual([]);
    const [lowest] = chosenBySearch([trial(0.5, 8, 5), trial(0.1, 9, 5)], 'ndcg', place);
    expect(lowest.edges).toEqual([{ option: 'k', value: 8, end: 'lowest' }]);
    expect(edgeMessages([lowest, { ...lowest, fold: 3, edges: [] }])).toEqual([
      saying('experiment.winner-on-edge', {
        model: modelLabel('als'),
        option: 'K',
        value: '8',
        end: 'lowest',
        times: 1,
        of: 2,
      }),
    ]);
    const cells = [{ k: 5, rmse: [3, 1, 2], loss: [], validationLoss: [], engine: null }];
    const grid = { model: 'funk-svd', k: [5, 9], epochs: [1, 2, 3] };
    expect(chosenByGrid(grid, cells, ['funk-svd', 'popularity'], place)).toEqual([
      {
        ...place,
        by: 'grid',
        model: 'funk-svd',
        options: { k: 5, epochs: 2 },
        score: 1,
        edges: [{ option: 'k', value: 5, end: 'lowest' }],
      },
    ]);
  });
});

describe('the training loop', () => {
  const field = {
    name: 'tags',
    size: 2,
    width: 1,
    vocabulary: Uint32Array.of(7),
    offsets: Uint32Array.of(0, 1, 2),
    values: Uint32Array.of(0, 1),
  };
  const task: NetworkTask = {
    network: 'fields-mlp',
    inputs: { kind: 'fields', fields: [{ ...field, weights: Float32Array.of(1, 1) }], vectors: [] },
    targets: new Float32Array(2),
    outputs: 1,
    trainingRows: Uint32Array.of(0, 1),
    validationRows: new Uint32Array(0),
    epochs: 1,
    patience: 0,
    batchSize: 2,
    learningRate: 0.1,
    weightDecay: 0.5,
    seed: 1,
  };
  const start = (): TrainState => ({
    epoch: 0,
    weights: Float32Array.of(1, -2, 3),
    firstMoment: new Float32Array(3),
    secondMoment: new Float32Array(3),
    steps: 0,
    best: new Float32Array(3),
    bestEpoch: 0,
    loss: [],
    validationLoss: [],
    snapshots: new Map(),
  });
  const train = (more: Partial<NetworkTask>, losses: number[] = [1]) => {
    let calls = 0;
    const engine = {
      label: 'none',
      gradient: async () => ({ loss: losses[calls++] ?? 1, gradient: Float32Array.of(4, -6, 0) }),
      predict: async () => new Float32Array(0),
    };
    return trainNetwork({ ...task, ...more }, engine, { load: start, save: () => {} }, { progress: () => {} });
  };

  it('Adam’s first step is the learning rate against the gradient’s sign; the decay shrinks each weight', async () => {
    const close = (got: Float32Array, wanted: number[]) =>
      wanted.forEach((value, i) => {
        expect(got[i]).toBeCloseTo(value, 5);
      });
    close((await train({ weightDecay: 0 })).weights, [0.9, -1.9, 3]);
    close((await train({})).weights, [0.9 - 0.05, -1.9 + 0.1, 3 - 0.15]);
  });

  it('keeps the weights of the best epoch, and stops when patience ends', async () => {
    const result = await train({ epochs: 9, weightDecay: 0, patience: 2 }, [5, 3, 4, 4, 1]);
    expect(result.loss.map((loss) => 2 * loss)).toEqual([5, 3, 4, 4]);
    expect(result.bestEpoch).toBe(2);
    expect(result.weights[0]).toBeCloseTo(0.8, 4);
  });

  it('without patience keeps the weights of the last epoch: the number of epochs was chosen', async () => {
    const result = await train({ epochs: 4, weightDecay: 0, patience: 0, snapshots: [4] }, [5, 3, 4, 4]);
    expect(result.bestEpoch).toBe(4);
    expect(result.weights).toEqual(result.snapshots.get(4));
    expect(result.weights[0]).toBeCloseTo(0.6, 4);
  });
});

describe('the seconds of a fit', () => {
  it('include those of its parts, whichever was fitted first', async () => {
    const pause = () => new Promise((resolve) => setTimeout(resolve, 60));
    const definitionOf = (type: string) =>
      ({
        type,
        options: [],
        capabilities: [],
        combines: type === 'hybrid',
        fit: async (set: TrainingSet, _options: Options, context: FitContext) => {
          if (type === 'hybrid') await context.fit('part', set, {}, () => {});
          await pause();
          return { type };
        },
      }) as unknown as ModelDefinition;
    const set = { interactions: { listeners: 9, songs: 9 } } as TrainingSet;
    for (const order of [
      ['part', 'hybrid'],
      ['hybrid', 'part'],
    ]) {
      const session = new FitSession(definitionOf, null, 1);
      for (const type of order) await session.fit(type, set, {}, () => {});
      expect(session.secondsOf('part', set, {})).toBeGreaterThan(0.05);
      expect(session.secondsOf('hybrid', set, {})).toBeGreaterThan(0.05 + session.secondsOf('part', set, {}));
    }
  });
});
