import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Dataset } from '../../src/core/recommender/data/dataset.ts';
import { fitRatings } from '../../src/core/recommender/data/ratings.ts';
import type { TrainingSet } from '../../src/core/recommender/data/training-set.ts';
import { evaluate } from '../../src/core/recommender/evaluation/evaluate.ts';
import { computeGridRow } from '../../src/core/recommender/experiments/grid.ts';
import { computeTrial } from '../../src/core/recommender/experiments/search.ts';
import { FitSession } from '../../src/core/recommender/models/fit-session.ts';
import type { ModelDefinition, Options } from '../../src/core/recommender/models/model.ts';
import { MODELS, modelDefinition } from '../../src/core/recommender/models/registry.ts';
import type { NetworkTrainer } from '../../src/core/recommender/networks/task.ts';
import { PROTOCOLS } from '../../src/core/recommender/protocols/registry.ts';
import { Random } from '../../src/core/statistics/random.ts';
import { evaluationSpec } from '../../src/shared/contract/recommender.ts';
import { AppError } from '../../src/shared/errors.ts';
import { say } from '../../src/shared/messages/say.ts';
import { datasetOf } from '../support/sets.ts';

/*
 * Every model and every protocol of the registries takes part by itself: one that computes for long without letting a
 * cancellation in fails.
 */

const TAGS = 40;
const WIDTH = 8;
/** The clock runs faster, so that work on little data has to give way as often as work on much. */
const FASTER = 20;
/** Processor time without a turn for other events: so much at most, or this share of the whole. */
const MOST_BUSY_MS = 15;
const MOST_SHARE = 1 / 3;

function dataset(listeners: number, songs: number, each: number): Dataset {
  const random = new Random(3);
  const offsets = [0];
  const items: number[] = [];
  for (let u = 0; u < listeners; u++) {
    const own = new Set<number>();
    while (own.size < each) {
      const song = Math.floor(songs * random.uniform() ** 1.5);
      if (song % 2 === u % 2 || random.uniform() < 0.2) own.add(song);
    }
    items.push(...[...own].sort((a, b) => a - b));
    offsets.push(items.length);
  }
  const tags = Uint32Array.from({ length: 3 * songs }, (_, at) =>
    at % 3 === 0 ? Math.floor(at / 3) % 2 : 2 + random.below(TAGS - 2),
  );
  const interactions = {
    listeners,
    songs,
    offsets: Uint32Array.from(offsets),
    items: Uint32Array.from(items),
    counts: Uint32Array.from(items, () => 1 + random.below(9)),
  };
  const features = {
    tagNames: Array.from({ length: TAGS }, (_, tag) => `tag ${tag}`),
    tagOffsets: Uint32Array.from({ length: songs + 1 }, (_, song) => 3 * song),
    tags,
    tagWeights: new Float32Array(tags.length).fill(1),
    artists: Int32Array.from({ length: songs }, (_, song) => song % 150),
    artistCount: 150,
    years: new Uint16Array(songs).fill(1990),
    melTracks: new Uint32Array(songs),
    melFolder: '',
    vectorSets: [
      {
        name: 'heard',
        width: WIDTH,
        encoder: null,
        values: Float32Array.from({ length: songs * WIDTH }, () => random.normal()),
        known: new Uint8Array(songs).fill(1),
      },
    ],
  };
  const listens = {
    offsets: Uint32Array.from({ length: items.length + 1 }, (_, row) => row),
    seconds: Uint32Array.from(items, () => 1 + random.below(1_000_000)),
    counts: interactions.counts,
  };
  return { ...datasetOf(interactions, features), listens };
}

function trainingSet({ interactions, features }: Dataset): TrainingSet {
  return { interactions, ...fitRatings({ conversion: 'log-count', unit: 1 }, interactions), features };
}

const data = dataset(240, 200, 30);
const small = trainingSet(data);
/** For models that pass over the plays a few times only. */
const large = trainingSet(dataset(900, 700, 40));

/** Networks have engines of their own, whose tests are elsewhere: here they learn nothing, at once. */
const trainer: NetworkTrainer = {
  train: async ({ outputs }) => ({
    weights: new Float32Array(outputs).fill(1),
    loss: [1],
    validationLoss: [1],
    bestEpoch: 1,
    engine: 'none',
    snapshots: new Map(),
  }),
  predict: async ({ outputs }, _weights, rows) => new Float32Array(rows.length * outputs).fill(0.1),
};

const cancelled = () => new AppError('cancelled', say('app.cancelled'));
const cpuMs = () => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
};

/** Processor time of this thread that the work took, and most of it between two turns of other events. */
async function busy(work: () => Promise<unknown>): Promise<{ total: number; longest: number; error: unknown }> {
  let longest = 0;
  const started = cpuMs();
  let last = started;
  let timer: NodeJS.Immediate;
  const turn = () => {
    const now = cpuMs();
    longest = Math.max(longest, now - last);
    last = now;
    timer = setImmediate(turn);
  };
  timer = setImmediate(turn);
  let error: unknown = null;
  try {
    await work();
  } catch (reason) {
    error = reason;
  }
  clearImmediate(timer);
  longest = Math.max(longest, cpuMs() - last);
  return { total: cpuMs() - started, longest, error };
}

/** What takes a model long enough, where anything does. */
function longFit({ options, learnedElsewhere, combines, needs }: ModelDefinition): [TrainingSet, Options] {
  const has = (name: string) => options.some((option) => option.name === name);
  if (combines) return [small, { parts: 'item-knn,als,content,ridge' }];
  if (learnedElsewhere) return [small, { inputs: 'heard' }];
  return [
    has('rate') || needs.length > 0 ? small : large,
    { ...(has('epochs') ? { epochs: 80 } : {}), ...(has('encoder') ? { encoder: 'heard' } : {}) },
  ];
}

type Work = (progress: (fraction: number) => void) => Promise<unknown>;

/** It lets other events run again and again, and ends soon after another event has cancelled it in its midst. */
async function isCancellable(work: Work): Promise<void> {
  const whole = await busy(() => work(() => {}));
  expect(whole.error).toBe(null);
  const most = Math.max(MOST_BUSY_MS, MOST_SHARE * whole.total);
  expect(whole.longest, `of ${whole.total.toFixed(0)} ms`).toBeLessThan(most);
  const given = work(() => {
    throw cancelled();
  });
  await expect(given).rejects.toMatchObject({ code: 'cancelled' });
  if (whole.total < 3 * MOST_BUSY_MS) return; // a single pass
  let askedAt = 0;
  const started = cpuMs();
  const watch = () => {
    if (cpuMs() - started > whole.total / 3) askedAt = cpuMs();
    else timer = setImmediate(watch);
  };
  let timer = setImmediate(watch);
  const running = work(() => {
    if (askedAt > 0) throw cancelled();
  });
  await expect(running).rejects.toMatchObject({ code: 'cancelled' });
  clearImmediate(timer);
  expect(cpuMs() - askedAt).toBeLessThan(most);
}

beforeEach(() => {
  const now = performance.now.bind(performance);
  vi.spyOn(performance, 'now').mockImplementation(() => FASTER * now());
});

afterEach(() => {
  vi.restoreAllMocks();
});

const FITTED = MODELS.filter(({ needs, options }) => !needs.includes('audio') || options.some(isEncoder));

function isEncoder({ name }: { name: string }): boolean {
  return name === 'encoder';
}

describe.each(FITTED.map(({ type }) => type))('a fit of %s', (type) => {
  it('lets a cancellation in again and again', async () => {
    const [set, options] = longFit(modelDefinition(type));
    await isCancellable((progress) => new FitSession(modelDefinition, trainer, 1).fit(type, set, options, progress));
  });
});

describe.each(PROTOCOLS)('an evaluation under $name', ({ name, folds, holdsOut }) => {
  it('lets a cancellation in again and again', async () => {
    const fewest = folds > 1 && holdsOut === 'listeners' ? 2 : 1;
    const models = ['popularity', 'bias', 'content', 'user-cf'];
    const spec = evaluationSpec.parse({ protocol: name, models, folds: fewest, leaveOut: 1, cutoffs: [5, 10] });
    await isCancellable((progress) => evaluate(data, spec, { network: trainer, threads: 1, progress }));
  });
});

describe('a part of an experiment', () => {
  const spec = evaluationSpec.parse({ protocol: 'ranking', models: ['als'], folds: 1, cutoffs: [10] });

  it('lets a cancellation in: a trial of a search', async () => {
    const settings = { iterations: 60 };
    await isCancellable((progress) =>
      computeTrial(data, spec, 0, 'als', settings, 'ndcg', { network: trainer, threads: 1, progress }),
    );
  });

  it.each(['funk-svd', 'cnn'])('lets a cancellation in: a row of the grid of %s', async (model) => {
    const options = { cnn: { encoder: 'heard' } };
    const rated = { ...spec, protocol: 'ratings', models: [model], options };
    const snapshots = new Map([20, 40].map((epoch) => [epoch, new Float32Array(20).fill(epoch)] as const));
    const network = {
      ...trainer,
      train: async (...task: Parameters<NetworkTrainer['train']>) => ({
        ...(await trainer.train(...task)),
        snapshots,
      }),
    };
    await isCancellable((progress) =>
      computeGridRow(data, rated, 0, model, 8, [20, 40], { network, threads: 1, progress }),
    );
  });
});
