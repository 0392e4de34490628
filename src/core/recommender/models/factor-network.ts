import type { SongFeatures } from '../data/dataset.ts';
import { fitAls, type PreferenceFactors } from '../factors/als.ts';
import { bandStatistics } from '../networks/mel-input.ts';
import type { FieldInput, NetworkInputs, NetworkKind, NetworkTask } from '../networks/task.ts';
import { AppError } from '../../../shared/errors.ts';
import { derivedSeed, Random } from '../random.ts';
import { clipToScale, type RatingScale } from '../ratings.ts';
import { dotAt, FACTOR_OPTIONS, type Factors, fitFactors, listenerPart, similarByFactors } from './funk-svd.ts';
import { type FitContext, type FitFacts, type FittedModel, type ModelDefinition, numberOption, type Options, type SavedModel, type TrainingSet } from './model.ts';

const VALIDATION_SHARE = 0.1;
const FACTORS_SHARE_OF_TIME = 0.1;
const ALS_ITERATIONS = 12;
const PREDICTION_BATCH = 64;

const NETWORK_OPTIONS: ModelDefinition['options'] = [
  { name: 'network-epochs', kind: 'integer', defaultValue: 20, minimum: 1, maximum: 500, help: 'passes of the network over the songs' },
  { name: 'patience', kind: 'integer', defaultValue: 6, minimum: 0, maximum: 500, help: 'epochs without a lower validation loss before training stops; 0 = never' },
  { name: 'batch', kind: 'integer', defaultValue: 32, minimum: 1, maximum: 1024, help: 'songs in one step' },
  { name: 'network-rate', kind: 'number', defaultValue: 0.002, minimum: 1e-6, maximum: 1, help: 'learning rate of the network (Adam)' },
  { name: 'decay', kind: 'number', defaultValue: 0.02, minimum: 0, maximum: 10, help: 'weight decay of the network' },
  { name: 'alpha', kind: 'number', defaultValue: 4, minimum: 0, maximum: 1000, help: 'confidence that a play adds, in the preference factors' },
  { name: 'reg-preference', kind: 'number', defaultValue: 5, minimum: 0, maximum: 10_000, help: 'regularisation of the preference factors' },
  { name: 'min-listeners', kind: 'integer', defaultValue: 3, minimum: 1, maximum: 10_000, help: 'songs with fewer training listeners are no targets' },
];

/** Targets of one song side by side: rating factors (Funk-SVD), then preference factors (ALS), k each. */
interface Targets {
  rating: Factors;
  preference: PreferenceFactors;
}

/**
 * A network that learns a song's latent factors from what the song is (its sound, its tags), after van den Oord et al. (2013). It predicts two sets at once, both learned from the training rows:
 * Funk-SVD's, which rate (μ + b_u + p_u · q̂_i, without the song's own bias, so that new songs are scored like old ones), and those of weighted matrix factorisation, which rank.
 */
export function factorNetwork(
  type: string,
  needs: ModelDefinition['needs'],
  network: NetworkKind,
  inputsOf: (features: SongFeatures, rows: Uint32Array) => NetworkInputs,
  hasInput: (features: SongFeatures, song: number) => boolean,
): ModelDefinition {
  return {
    type,
    givesRatings: true,
    scoreMeaning: 'preference',
    neural: true,
    needs,
    options: [...FACTOR_OPTIONS, ...NETWORK_OPTIONS],
    async fit(set, options, context) {
      if (!context.network) throw new AppError('unavailable', `${type} needs the training process, which is not there.`);
      const rating = fitFactors(set, options, context.seed, (fraction) => context.progress(0.5 * fraction * FACTORS_SHARE_OF_TIME));
      const als = { k: rating.k, iterations: ALS_ITERATIONS, alpha: numberOption(options, 'alpha'), reg: numberOption(options, 'reg-preference') };
      const preference = fitAls(set.interactions, als, derivedSeed(context.seed, 'als'), (fraction) => context.progress((0.5 + 0.5 * fraction) * FACTORS_SHARE_OF_TIME));
      const targets = { rating, preference };
      const task = makeTask(type, network, set, targets, options, context, inputsOf, hasInput);
      const result = await context.network.train(task.task, { progress: (fraction, live) => context.progress(FACTORS_SHARE_OF_TIME + (1 - FACTORS_SHARE_OF_TIME) * fraction, live) });
      const predicted = await predictAll(context, task, result.weights);
      const facts: FitFacts = { loss: result.loss, validationLoss: result.validationLoss, engine: result.engine, chosen: { epoch: result.bestEpoch, songs: task.task.trainingRows.length } };
      const [q, preferenceQ] = unjoin(predicted, rating.k);
      return fitted(type, { rating: { ...rating, q, known: task.usable }, preference: { ...preference, q: preferenceQ } }, set.scale, facts);
    },
    load: (saved) => loadFitted(type, saved),
  };
}

interface PreparedTask {
  task: NetworkTask;
  usable: Uint8Array;
  /** By which the targets were divided, per set. */
  scales: [number, number];
}

function makeTask(
  type: string,
  network: NetworkKind,
  set: TrainingSet,
  targets: Targets,
  options: Options,
  context: FitContext,
  inputsOf: (features: SongFeatures, rows: Uint32Array) => NetworkInputs,
  hasInput: (features: SongFeatures, song: number) => boolean,
): PreparedTask {
  const { songs, items } = set.interactions;
  const listeners = new Uint32Array(songs);
  for (const song of items) listeners[song]++;
  const usable = Uint8Array.from({ length: songs }, (_, song) => (hasInput(set.features, song) ? 1 : 0));
  const candidates: number[] = [];
  for (let song = 0; song < songs; song++) if (usable[song] && listeners[song] >= numberOption(options, 'min-listeners')) candidates.push(song);
  if (candidates.length < 2)
    throw new AppError(
      'bad-input',
      `${type} finds ${candidates.length} songs with both plays and ${type === 'tags' ? 'tags or an artist' : 'a clip'}. Import ${type === 'tags' ? 'tags' : 'audio'} first, or lower min-listeners.`,
    );
  const shuffled = new Random(derivedSeed(context.seed, `${type}/validation`)).shuffle(Uint32Array.from(candidates));
  const held = Math.max(1, Math.floor(candidates.length * VALIDATION_SHARE));
  const validationRows = shuffled.slice(0, held).sort();
  const trainingRows = shuffled.slice(held).sort();
  const { k } = targets.rating;
  const scales: [number, number] = [targetScale(targets.rating.q, k, trainingRows), targetScale(targets.preference.q, k, trainingRows)];
  const joined = new Float32Array(songs * 2 * k);
  for (let song = 0; song < songs; song++) {
    for (let f = 0; f < k; f++) {
      joined[song * 2 * k + f] = targets.rating.q[song * k + f] / scales[0];
      joined[song * 2 * k + k + f] = targets.preference.q[song * k + f] / scales[1];
    }
  }
  const task: NetworkTask = {
    network,
    inputs: inputsOf(set.features, trainingRows),
    targets: joined,
    outputs: 2 * k,
    trainingRows,
    validationRows,
    epochs: numberOption(options, 'network-epochs'),
    patience: numberOption(options, 'patience'),
    batchSize: numberOption(options, 'batch'),
    learningRate: numberOption(options, 'network-rate'),
    weightDecay: numberOption(options, 'decay'),
    seed: derivedSeed(context.seed, `${type}/weights`),
  };
  return { task, usable, scales };
}

/** One scale for all factors of a set keeps their relative sizes, so that the error counts where p_u · q_i does. */
function targetScale(q: Float64Array, k: number, rows: Uint32Array): number {
  let sum = 0;
  for (const row of rows) for (let f = 0; f < k; f++) sum += q[row * k + f] ** 2;
  return Math.sqrt(sum / Math.max(1, rows.length * k)) || 1;
}

/** The two halves of every row. */
function unjoin(joined: Float64Array, k: number): [Float64Array, Float64Array] {
  const half = (from: number) => Float64Array.from({ length: joined.length / 2 }, (_, i) => joined[Math.floor(i / k) * 2 * k + from + (i % k)]);
  return [half(0), half(k)];
}

async function predictAll(context: FitContext, prepared: PreparedTask, weights: Float32Array): Promise<Float64Array> {
  const { task, usable, scales } = prepared;
  const rows = Uint32Array.from(Array.from(usable.keys()).filter((song) => usable[song]));
  const predicted = new Float64Array(usable.length * task.outputs);
  for (let from = 0; from < rows.length; from += PREDICTION_BATCH) {
    const part = rows.slice(from, from + PREDICTION_BATCH);
    const outputs = await (context.network as NonNullable<FitContext['network']>).predict(task, weights, part);
    part.forEach((song, r) => {
      for (let f = 0; f < task.outputs; f++) predicted[song * task.outputs + f] = outputs[r * task.outputs + f] * scales[f < task.outputs / 2 ? 0 : 1];
    });
  }
  return predicted;
}

function fitted(type: string, { rating, preference }: Targets, scale: RatingScale, facts?: FitFacts): FittedModel {
  const { k, p, q, known } = rating;
  return {
    type,
    ...(facts ? { facts } : {}),
    scores(history, out) {
      const at = history.listener * k;
      for (let song = 0; song < out.length; song++) out[song] = known[song] && at >= 0 ? dotAt(preference.p, at, preference.q, song * k, k) : Number.NaN;
    },
    ratings(history, songs, out) {
      const { base, at } = listenerPart(rating, history);
      for (let i = 0; i < songs.length; i++) out[i] = clipToScale(scale, base + (known[songs[i]] && at >= 0 ? dotAt(p, at, q, songs[i] * k, k) : 0));
    },
    save: () => ({ meta: { mean: rating.mean, k, scale }, arrays: { listeners: rating.listeners, songs: rating.songs, p, q, known, preferenceP: preference.p, preferenceQ: preference.q } }),
    explain: (history, song) => similarByFactors(preference.q, k, known, history, song),
  };
}

function loadFitted(type: string, { meta, arrays }: SavedModel): FittedModel {
  const a = arrays as unknown as Factors & { preferenceP: Float64Array; preferenceQ: Float64Array };
  const k = meta.k as number;
  const rating = { mean: meta.mean as number, k, listeners: a.listeners, songs: a.songs, p: a.p, q: a.q, known: a.known };
  return fitted(type, { rating, preference: { k, p: a.preferenceP, q: a.preferenceQ } }, meta.scale as RatingScale);
}

export function melInputs(features: SongFeatures, trainingRows: Uint32Array): NetworkInputs {
  return { kind: 'mel', folder: features.melFolder, tracks: features.melTracks, ...bandStatistics(features.melFolder, features.melTracks, trainingRows) };
}

/** The vocabulary of every field comes from the training rows; what only other songs have is unknown. */
export function fieldInputs(features: SongFeatures, trainingRows: Uint32Array): NetworkInputs {
  const songs = features.years.length;
  const tags = compact('tags', 32, songs, trainingRows, (song) =>
    Array.from(features.tags.subarray(features.tagOffsets[song], features.tagOffsets[song + 1]), (tag, i) => [tag, features.tagWeights[features.tagOffsets[song] + i]]),
  );
  const artists = compact('artist', 8, songs, trainingRows, (song) => (features.artists[song] >= 0 ? [[features.artists[song], 1]] : []));
  const decades = compact('decade', 4, songs, trainingRows, (song) => (features.years[song] > 0 ? [[Math.floor(features.years[song] / 10), 1]] : []));
  return { kind: 'fields', fields: [tags, artists, decades] };
}

function compact(name: string, width: number, songs: number, trainingRows: Uint32Array, valuesOf: (song: number) => [number, number][]): FieldInput {
  const vocabulary = new Map<number, number>();
  for (const song of trainingRows) for (const [value] of valuesOf(song)) if (!vocabulary.has(value)) vocabulary.set(value, vocabulary.size + 1);
  const offsets = new Uint32Array(songs + 1);
  const values: number[] = [];
  const weights: number[] = [];
  for (let song = 0; song < songs; song++) {
    const own = valuesOf(song).filter(([value]) => vocabulary.has(value));
    for (const [value, weight] of own.length > 0 ? own : [[-1, 1]]) {
      values.push(vocabulary.get(value) ?? 0); // 0 = unknown
      weights.push(weight);
    }
    offsets[song + 1] = values.length;
  }
  return { name, size: vocabulary.size + 1, width, offsets, values: Uint32Array.from(values), weights: Float32Array.from(weights) };
}
