import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Dataset, SongFeatures } from '../../src/core/recommender/data/dataset.ts';
import { fitRatings } from '../../src/core/recommender/data/ratings.ts';
import { namesIn } from '../../src/core/recommender/data/song-vectors.ts';
import { historyOf, type TrainingSet } from '../../src/core/recommender/data/training-set.ts';
import { evaluate } from '../../src/core/recommender/evaluation/evaluate.ts';
import { FitSession } from '../../src/core/recommender/models/fit-session.ts';
import type { FittedModel, ModelDefinition, ModelLookup, Options } from '../../src/core/recommender/models/model.ts';
import { popularity } from '../../src/core/recommender/models/popularity.ts';
import { MODELS, modelDefinition } from '../../src/core/recommender/models/registry.ts';
import type { NetworkInputs, NetworkTask, NetworkTrainer } from '../../src/core/recommender/networks/task.ts';
import type { ProtocolDefinition } from '../../src/core/recommender/protocols/protocol.ts';
import { openProtocol } from '../../src/core/recommender/protocols/open.ts';
import { PROTOCOLS } from '../../src/core/recommender/protocols/registry.ts';
import { Random } from '../../src/core/statistics/random.ts';
import { evaluationSpec } from '../../src/shared/contract/recommender.ts';
import { suiteFolder } from '../support/fixtures.ts';
import { datasetOf } from '../support/sets.ts';

/*
 * Every model and every protocol of the registries takes part by itself: a new one that sees what it must not, or that
 * cannot be fitted here, fails.
 */

const LISTENERS = 36;
const SONGS = 64;
const TAGS = 7;
const ARTISTS = 32;
/** Nobody ever played them. */
const UNPLAYED = 2;
const CLIPS = 5;
const WIDTH = 3;
const VECTORS = 'heard';

function clips(): string {
  const folder = suiteFolder();
  const random = new Random(2);
  for (let track = 1; track <= CLIPS; track++)
    writeFileSync(
      join(folder, `${track}.mel`),
      Uint16Array.from({ length: 256 * 256 }, () => random.below(60_000)),
    );
  return folder;
}

/** Song features drawn anew for the songs of which `changes` is 1; the others are the same for every seed. */
function features(melFolder: string, changes: Uint8Array, seed: number): SongFeatures {
  const offsets = [0];
  const [tags, weights]: [number[], number[]] = [[], []];
  const artists = new Int32Array(SONGS);
  const years = new Uint16Array(SONGS);
  const melTracks = new Uint32Array(SONGS);
  const values = new Float32Array(SONGS * WIDTH);
  for (let song = 0; song < SONGS; song++) {
    const random = new Random(100 * song + (changes[song] ? seed : 0));
    for (let tag = 0; tag < TAGS; tag++) {
      if (random.uniform() > 0.3 && tag !== song % 2) continue;
      tags.push(tag);
      weights.push(0.1 + 0.9 * random.uniform());
    }
    offsets.push(tags.length);
    artists[song] = random.below(ARTISTS);
    years[song] = 1960 + random.below(60);
    melTracks[song] = 1 + random.below(CLIPS);
    for (let v = 0; v < WIDTH; v++) values[song * WIDTH + v] = random.normal();
  }
  return {
    tagNames: Array.from({ length: TAGS }, (_, tag) => `tag ${tag}`),
    tagOffsets: Uint32Array.from(offsets),
    tags: Uint32Array.from(tags),
    tagWeights: Float32Array.from(weights),
    artists,
    artistCount: ARTISTS,
    years,
    melTracks,
    melFolder,
    vectorSets: [{ name: VECTORS, width: WIDTH, encoder: null, values, known: new Uint8Array(SONGS).fill(1) }],
  };
}

function dataset(): Dataset {
  const random = new Random(4);
  const offsets = [0];
  const items: number[] = [];
  for (let u = 0; u < LISTENERS; u++) {
    const own = new Set<number>();
    while (own.size < 10 + (u % 4)) {
      const song = random.below(SONGS - UNPLAYED);
      if (song % 2 === u % 2 || random.uniform() < 0.2) own.add(song);
    }
    items.push(...[...own].sort((a, b) => a - b));
    offsets.push(items.length);
  }
  const interactions = {
    listeners: LISTENERS,
    songs: SONGS,
    offsets: Uint32Array.from(offsets),
    items: Uint32Array.from(items),
    counts: Uint32Array.from(items, () => 1 + random.below(9)),
  };
  const listens = {
    offsets: Uint32Array.from({ length: items.length + 1 }, (_, row) => row),
    seconds: Uint32Array.from(items, () => 1 + random.below(1_000_000)),
    counts: interactions.counts,
  };
  return { ...datasetOf(interactions, features(clips(), new Uint8Array(SONGS), 0)), listens };
}

const data = dataset();

/** With the settings of a spec that are as small as the protocol allows. */
function specOf({ name, folds, holdsOut }: ProtocolDefinition, models: string[]) {
  const fewest = folds > 1 && holdsOut === 'listeners' ? 2 : 1;
  return evaluationSpec.parse({ protocol: name, models, folds: fewest, leaveOut: 1, cutoffs: [5] });
}

function foldOf(protocol: ProtocolDefinition, of: Dataset) {
  return openProtocol(protocol, of, specOf(protocol, ['popularity']), 7, { given: null, needs: new Set() }).foldAt(0);
}

/** Every play that the fold tests, with what `change` makes of it; the others as they are. */
function withTested(protocol: ProtocolDefinition, change: (row: number) => Partial<{ item: number; count: number }>) {
  const { data: seen, fold } = foldOf(protocol, data);
  const items = data.interactions.items.slice();
  const counts = data.interactions.counts.slice();
  let tested = 0;
  for (const { who, items: own } of fold.cases) {
    const listener = data.listenerIds.indexOf(seen.listenerIds[who]);
    const songs = new Set(Array.from(own, (song) => data.songIds.indexOf(seen.songIds[song])));
    for (let row = data.interactions.offsets[listener]; row < data.interactions.offsets[listener + 1]; row++) {
      if (!songs.has(items[row])) continue;
      const { item, count } = change(row);
      items[row] = item ?? items[row];
      counts[row] = count ?? counts[row];
      tested++;
    }
  }
  expect(tested).toBeGreaterThan(0);
  return { ...data, interactions: { ...data.interactions, items, counts } };
}

/** 1 for songs without a training play, by the songs of the whole. */
function unseenSongs(protocol: ProtocolDefinition): Uint8Array {
  const { data: seen, fold } = foldOf(protocol, data);
  const unseen = new Uint8Array(SONGS).fill(1);
  for (const song of fold.training.items) unseen[data.songIds.indexOf(seen.songIds[song])] = 0;
  return unseen;
}

/** Split as the data are, whatever the features say. */
function trainingSet(protocol: ProtocolDefinition, of: Dataset): TrainingSet {
  const frozen: ProtocolDefinition = { ...protocol, make: (_of, ...rest) => protocol.make(data, ...rest) };
  const { data: seen, fold } = foldOf(frozen, of);
  const { holdsOut } = protocol;
  return {
    interactions: fold.training,
    ...fitRatings({ conversion: 'log-count', unit: 1 }, fold.training),
    features: seen.features,
    ...(holdsOut ? { holdsOut } : {}),
  };
}

/** A network whose weights and answers depend on all that its training rows say, and on nothing else. */
const trainer: NetworkTrainer = {
  async train({ inputs, targets, outputs, trainingRows, validationRows }: NetworkTask) {
    const weights = new Float32Array(outputs);
    for (const row of [...trainingRows, ...validationRows])
      for (let out = 0; out < outputs; out++) weights[out] += gist(inputs, row) * targets[row * outputs + out];
    return {
      weights,
      loss: [1],
      validationLoss: [1],
      bestEpoch: 1,
      engine: 'none',
      snapshots: new Map<number, Float32Array>(),
    };
  },
  predict: async ({ inputs, outputs }, weights, rows) =>
    Float32Array.from({ length: rows.length * outputs }, (_, i) =>
      Math.tanh(gist(inputs, rows[Math.floor(i / outputs)]) * weights[i % outputs]),
    ),
};

/** One number of all that the network would read of a row. */
function gist(inputs: NetworkInputs, row: number): number {
  const of = (values: ArrayLike<number>) =>
    Array.from(values).reduce((sum, value, i) => sum + value * Math.sin(i + 1), 0);
  if (inputs.kind === 'joint') return gist(inputs.mel, row) + gist(inputs.fields, row);
  if (inputs.kind === 'mel') return Math.sin(inputs.tracks[row]) + 0.001 * (of(inputs.mean) + of(inputs.deviation));
  if (inputs.kind === 'vectors')
    return of(
      inputs.values
        .subarray(row * inputs.width, (row + 1) * inputs.width)
        .map((value, v) => (value - inputs.mean[v]) / (inputs.deviation[v] || 1)),
    );
  return inputs.fields.reduce((sum, { size, offsets, values, weights }) => {
    const own = values.subarray(offsets[row], offsets[row + 1]);
    return sum + 0.01 * size + of(own) * of(weights.subarray(offsets[row], offsets[row + 1]));
  }, 0);
}

/** The settings under which a model reads other things. */
function settingsOf({ options, learnedElsewhere }: ModelDefinition): Options[] {
  const defaultOf = (name: string) => options.find((option) => option.name === name)?.defaultValue;
  const small: Options = defaultOf('k') === undefined ? {} : { k: 3 };
  const settings: Options[] = learnedElsewhere ? [] : [small];
  if (defaultOf('encoder') !== undefined) settings.push({ ...small, encoder: VECTORS });
  const inputs = defaultOf('inputs');
  if (inputs !== undefined) settings.push({ ...small, inputs: VECTORS });
  if (namesIn(inputs).length > 0) settings.push({ ...small, inputs: `${inputs},${VECTORS}` });
  return settings;
}

/** What a model says of the songs that were played in training, to every listener and to one who is new. */
function answers(model: FittedModel, set: TrainingSet, seen: readonly number[]): number[] {
  const scores = new Float64Array(set.interactions.songs);
  const songs = Uint32Array.from(seen);
  const ratings = new Float64Array(seen.length);
  const listeners = Array.from({ length: set.interactions.listeners }, (_, u) => historyOf(set, u));
  const known = listeners.filter(({ items }) => items.length > 0);
  return [...known, { ...known[0], listener: -1 }].flatMap((history) => {
    model.scores(history, scores);
    model.ratings?.(history, songs, ratings);
    return [...seen.map((song) => scores[song]), ...(model.ratings ? ratings : [])];
  });
}

/**
 * What a model that combines others fitted itself: weights, choices. How it puts lists of old and new songs together
 * has to look at the new ones, so its scores are not compared; its parts take part on their own.
 */
function combination(model: FittedModel): unknown[] {
  const { meta, arrays } = model.save();
  const { parts: _, ...own } = meta;
  const ownArrays = Object.entries(arrays).filter(([name]) => !/^\d+\//.test(name));
  return [JSON.stringify(own), JSON.stringify(model.facts?.chosen), ...ownArrays.flatMap(([, array]) => [...array])];
}

/** Whether what it says of played songs changes with the features of others. */
async function leaks(
  type: string,
  options: Options,
  protocol: ProtocolDefinition,
  lookup: ModelLookup = modelDefinition,
): Promise<boolean> {
  const unseen = unseenSongs(protocol);
  const [set, other] = [0, 1].map((seed) =>
    trainingSet(protocol, { ...data, features: features(data.features.melFolder, unseen, seed) }),
  );
  const seen = [...new Set(set.interactions.items)].sort((a, b) => a - b);
  const [one, two] = await Promise.all(
    [set, other].map(async (own) => {
      const model = await new FitSession(lookup, trainer, 1).fit(type, own, options, () => {});
      return lookup(type).combines ? combination(model) : answers(model, own, seen);
    }),
  );
  expect(
    one.some((value) => typeof value === 'string' || Number.isFinite(value)),
    'it says something',
  ).toBe(true);
  return one.some((value, i) => !Object.is(value, two[i]));
}

afterEach(() => {
  vi.restoreAllMocks();
});

describe.each(PROTOCOLS)('$name', (protocol) => {
  it('splits in the same way whatever the tested plays are', () => {
    const { fold } = foldOf(protocol, data);
    const { fold: other } = foldOf(
      protocol,
      withTested(protocol, (row) => ({ count: 20 + row })),
    );
    expect(other.training).toEqual(fold.training);
    expect(other.candidates).toEqual(fold.candidates);
    expect(other.cases.map(({ foldIn }) => foldIn)).toEqual(fold.cases.map(({ foldIn }) => foldIn));
  });

  it('shows models nothing of the tested plays', async () => {
    const { make } = protocol;
    vi.spyOn(protocol, 'make').mockImplementation((_data, ...rest) => make(data, ...rest));
    const sets: TrainingSet[] = [];
    const { fit } = FitSession.prototype;
    vi.spyOn(FitSession.prototype, 'fit').mockImplementation(function (this: FitSession, type, set, ...rest) {
      if (type === 'popularity') sets.push(set);
      return fit.call(this, type, set, ...rest);
    });
    // Another song that the listener never played, or other plays of it, where the fold tests one.
    const moved = withTested(protocol, (row) => ({ item: SONGS - 1 - (row % UNPLAYED), count: 50 + row }));
    for (const of of [data, moved])
      await evaluate(of, specOf(protocol, ['popularity']), { network: null, threads: 1, progress: () => {} });
    expect(sets.length).toBeGreaterThanOrEqual(2);
    const [before, after] = [sets[0], sets[sets.length / 2]];
    expect(after).toEqual(before);
  });
});

/** One protocol for each thing that is held out whole: of a protocol, models are told that and nothing else. */
const KINDS = [...new Map([...PROTOCOLS].reverse().map((protocol) => [protocol.holdsOut, protocol])).values()];

describe.each(KINDS)('where a protocol holds out $holdsOut', { timeout: 120_000 }, (protocol) => {
  it.each(MODELS.flatMap((model) => settingsOf(model).map((options) => ({ type: model.type, options }))))(
    '$type $options is told nothing by songs that nobody played in training',
    async ({ type, options }) => {
      expect(await leaks(type, options, protocol)).toBe(false);
    },
  );
});

describe('these tests', () => {
  const [itemCold] = PROTOCOLS.filter(({ holdsOut }) => holdsOut === 'songs');
  const told = (scores: (features: SongFeatures, out: Float64Array) => void): ModelLookup => {
    const definition: ModelDefinition = {
      ...popularity,
      type: 'leaky',
      fit: async ({ features: seen }) => ({
        type: 'leaky',
        scores: (_history, out) => scores(seen, out),
        ratings: null,
        save: () => ({ meta: {}, arrays: {} }),
      }),
    };
    return () => definition;
  };

  it('notice a vocabulary, a mean or an artist of held-out songs', async () => {
    const mean = (values: ArrayLike<number>) => Array.from(values).reduce((a, b) => a + b, 0) / values.length;
    for (const leak of [
      ({ tags }: SongFeatures) => mean(tags),
      ({ vectorSets }: SongFeatures) => mean(vectorSets?.[0].values ?? []),
      ({ artists }: SongFeatures) => mean(artists.map((artist, song) => artist * song)),
      ({ years }: SongFeatures) => mean(years),
      ({ melTracks }: SongFeatures) => mean(melTracks),
    ])
      expect(
        await leaks(
          'leaky',
          {},
          itemCold,
          told((seen, out) => out.fill(leak(seen))),
        ),
      ).toBe(true);
    expect(
      await leaks(
        'leaky',
        {},
        itemCold,
        told((_seen, out) => out.fill(1)),
      ),
    ).toBe(false);
  });

  it('take every model under every input that it has', () => {
    expect(settingsOf(modelDefinition('ridge')).map(({ inputs }) => inputs)).toEqual([
      undefined,
      VECTORS,
      `tags,${VECTORS}`,
    ]);
    expect(settingsOf(modelDefinition('external-factors')).map(({ inputs }) => inputs)).toEqual([VECTORS]);
    expect(settingsOf(modelDefinition('cnn')).map(({ encoder }) => encoder)).toEqual([undefined, VECTORS]);
  });
});
