import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import { derivedSeed, Random } from '../../statistics/random.ts';
import { type SongFeatures, songListeners } from '../data/dataset.ts';
import type { TrainingSet } from '../data/training-set.ts';
import { catalogueOf } from '../data/unplayed.ts';
import type { PreferenceFactors } from '../factors/als.ts';
import type { RatingFactors } from '../factors/rating-factors.ts';
import type { NetworkInputs, NetworkKind, NetworkTask } from '../networks/task.ts';
import { giveWay, heldLong, type Reporting } from '../numeric/yielding.ts';
import { type FitContext, type ModelDefinition, numberOption, type Options } from './model.ts';

const VALIDATION_SHARE = 0.1;
const PREDICTION_BATCH = 64;

/** What defines one of these models: the songs it accepts, and its network. */
export interface NetworkModel
  extends Pick<ModelDefinition, 'type' | 'title' | 'summary' | 'colour' | 'capabilities' | 'needs'> {
  network: NetworkKind;
  inputsOf(
    features: SongFeatures,
    trainingRows: Uint32Array,
    context: Reporting,
  ): NetworkInputs | Promise<NetworkInputs>;
  hasInput(features: SongFeatures, song: number): boolean;
  /** Whether its vectors can be made of a new recording. */
  hears?: boolean;
  /** The set of vectors that it takes. */
  vectorSet?: string;
  /** Options of this model alone, and what it is with them. */
  moreOptions?: ModelDefinition['options'];
  withOptions?(options: Options): NetworkModel;
  /** Whether preferences come from a linear tower over the song's terms, instead of the network. */
  tower: boolean;
}

/**
 * A network's task over all songs. Targets of a song are concatenated: rating factors, the song's bias, and preference
 * factors if the network predicts these.
 */
export interface PreparedTask {
  task: NetworkTask;
  usable: Uint8Array;
  /** The scale of the targets: of rating factors and bias, and of preference factors. */
  scales: [number, number];
}

/** What a network may learn to predict of the songs. */
export interface NetworkTargets {
  rating: RatingFactors;
  /** Null if something else predicts them. */
  preference: Pick<PreferenceFactors, 'k' | 'q'> | null;
}

export async function makeTask(
  { type, network, inputsOf, hasInput }: NetworkModel,
  set: TrainingSet,
  { rating, preference }: NetworkTargets,
  options: Options,
  context: FitContext,
): Promise<PreparedTask> {
  const { songs } = set.interactions;
  const listeners = songListeners(set.interactions);
  const usable = Uint8Array.from({ length: songs }, (_, song) => (hasInput(set.features, song) ? 1 : 0));
  const candidates: number[] = [];
  for (let song = 0; song < songs; song++)
    if (usable[song] && listeners[song] >= numberOption(options, 'min-listeners')) candidates.push(song);
  if (candidates.length < 2)
    throw new AppError(
      'bad-input',
      say('model.too-few-targets', {
        type,
        candidates: candidates.length,
        tags: type === 'tags' ? 'yes' : 'no',
      }),
    );
  const shuffled = new Random(derivedSeed(context.seed, `${type}/validation`)).shuffle(Uint32Array.from(candidates));
  const held = Math.max(1, Math.floor(candidates.length * VALIDATION_SHARE));
  const validationRows = shuffled.slice(0, held).sort();
  const trainingRows = shuffled.slice(held).sort();
  const scales: [number, number] = [
    targetScale(rating.q, rating.k, trainingRows),
    preference ? targetScale(preference.q, preference.k, trainingRows) : 1,
  ];
  const outputs = rating.k + 1 + (preference?.k ?? 0);
  const joined = new Float32Array(songs * outputs);
  for (let song = 0; song < songs; song++) {
    const at = song * outputs;
    for (let f = 0; f < rating.k; f++) joined[at + f] = rating.q[song * rating.k + f] / scales[0];
    joined[at + rating.k] = rating.songs[song] / scales[0];
    if (!preference) continue;
    for (let f = 0; f < preference.k; f++)
      joined[at + rating.k + 1 + f] = preference.q[song * preference.k + f] / scales[1];
  }
  const task: NetworkTask = {
    network,
    inputs: await inputsOf(set.features, trainingRows, context),
    targets: joined,
    outputs,
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
function targetScale(q: ArrayLike<number>, k: number, rows: Uint32Array): number {
  let sum = 0;
  for (const row of rows) for (let f = 0; f < k; f++) sum += q[row * k + f] ** 2;
  return Math.sqrt(sum / Math.max(1, rows.length * k)) || 1;
}

/** Columns `from` up to, not including, `to` of every row. */
export function columnsOf(rows: Float64Array, width: number, from: number, to: number): Float64Array {
  const n = rows.length / width;
  const out = new Float64Array(n * (to - from));
  for (let row = 0; row < n; row++) out.set(rows.subarray(row * width + from, row * width + to), row * (to - from));
  return out;
}

/** The network's predictions for every song it accepts, in the scale of the targets. */
export async function predictAll(
  context: FitContext,
  { task, usable, scales }: PreparedTask,
  { rating }: NetworkTargets,
  weights: Float32Array,
): Promise<Float64Array> {
  const rows = Uint32Array.from(Array.from(usable.keys()).filter((song) => usable[song]));
  const predicted = new Float64Array(usable.length * task.outputs);
  for (let from = 0; from < rows.length; from += PREDICTION_BATCH) {
    if (heldLong()) await giveWay(context, 1);
    const part = rows.slice(from, from + PREDICTION_BATCH);
    const outputs = await (context.network as NonNullable<FitContext['network']>).predict(task, weights, part);
    part.forEach((song, r) => {
      for (let f = 0; f < task.outputs; f++)
        predicted[song * task.outputs + f] = outputs[r * task.outputs + f] * scales[f <= rating.k ? 0 : 1];
    });
  }
  return predicted;
}

/**
 * The same for the whole catalogue: the songs that nobody played come after those of the task. `usable` has 1 for every
 * song that the network accepts.
 */
export async function predictCatalogue(
  { inputsOf, hasInput }: NetworkModel,
  set: TrainingSet,
  prepared: PreparedTask,
  targets: NetworkTargets,
  weights: Float32Array,
  context: FitContext,
): Promise<{ predicted: Float64Array; usable: Uint8Array }> {
  const { task, usable: own } = prepared;
  const known = await predictAll(context, prepared, targets, weights);
  const { features, interactions } = catalogueOf(set);
  if (interactions.songs === own.length) return { predicted: known, usable: own };
  // Not among the others' batches: what is predicted of these must not depend on songs that nobody played.
  const usable = Uint8Array.from({ length: interactions.songs }, (_, song) =>
    song >= own.length && hasInput(features, song) ? 1 : 0,
  );
  const predicted = usable.includes(1)
    ? await predictAll(
        context,
        { ...prepared, task: { ...task, inputs: await inputsOf(features, task.trainingRows, context) }, usable },
        targets,
        weights,
      )
    : new Float64Array(interactions.songs * task.outputs);
  predicted.set(known);
  usable.set(own);
  return { predicted, usable };
}
