import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import { derivedSeed, Random } from '../../statistics/random.ts';
import { type SongFeatures, songListeners } from '../data/dataset.ts';
import type { TrainingSet } from '../data/training-set.ts';
import type { NetworkInputs, NetworkKind, NetworkTask } from '../networks/task.ts';
import { type FitContext, type ModelDefinition, numberOption, type Options } from './model.ts';
import type { FactorPair } from './predicted-factors.ts';

const VALIDATION_SHARE = 0.1;
const PREDICTION_BATCH = 64;

/** What defines one of these models: the songs it accepts, and its network. */
export interface NetworkModel extends Pick<ModelDefinition, 'type' | 'summary' | 'colour' | 'capabilities' | 'needs'> {
  network: NetworkKind;
  inputsOf(features: SongFeatures, trainingRows: Uint32Array): NetworkInputs;
  hasInput(features: SongFeatures, song: number): boolean;
}

/** A network's task over all songs. Targets of a song are concatenated: rating factors, then preference factors. */
export interface PreparedTask {
  task: NetworkTask;
  usable: Uint8Array;
  /** The scale of the targets, per set. */
  scales: [number, number];
}

export function makeTask(
  { type, network, inputsOf, hasInput }: NetworkModel,
  set: TrainingSet,
  targets: FactorPair,
  options: Options,
  context: FitContext,
): PreparedTask {
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
  const { k } = targets.rating;
  const scales: [number, number] = [
    targetScale(targets.rating.q, k, trainingRows),
    targetScale(targets.preference.q, k, trainingRows),
  ];
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
function targetScale(q: ArrayLike<number>, k: number, rows: Uint32Array): number {
  let sum = 0;
  for (const row of rows) for (let f = 0; f < k; f++) sum += q[row * k + f] ** 2;
  return Math.sqrt(sum / Math.max(1, rows.length * k)) || 1;
}

/** The two halves of every row. */
export function unjoin(joined: Float64Array, k: number): [Float64Array, Float64Array] {
  const half = (from: number) =>
    Float64Array.from({ length: joined.length / 2 }, (_, i) => joined[Math.floor(i / k) * 2 * k + from + (i % k)]);
  return [half(0), half(k)];
}

/** The network's predictions of both kinds of factors, for every song it accepts. */
export async function predictAll(
  context: FitContext,
  prepared: PreparedTask,
  weights: Float32Array,
): Promise<Float64Array> {
  const { task, usable, scales } = prepared;
  const rows = Uint32Array.from(Array.from(usable.keys()).filter((song) => usable[song]));
  const predicted = new Float64Array(usable.length * task.outputs);
  for (let from = 0; from < rows.length; from += PREDICTION_BATCH) {
    const part = rows.slice(from, from + PREDICTION_BATCH);
    const outputs = await (context.network as NonNullable<FitContext['network']>).predict(task, weights, part);
    part.forEach((song, r) => {
      for (let f = 0; f < task.outputs; f++)
        predicted[song * task.outputs + f] = outputs[r * task.outputs + f] * scales[f < task.outputs / 2 ? 0 : 1];
    });
  }
  return predicted;
}
