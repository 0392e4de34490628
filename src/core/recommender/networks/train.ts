import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import { Random } from '../../statistics/random.ts';
import { giveWay, heldLong, type Reporting } from '../numeric/yielding.ts';
import { initialWeights } from './network.ts';
import { NETWORKS } from './registry.ts';
import type { NetworkResult, NetworkTask, TrainHooks } from './task.ts';

/**
 * Rows whose gradient is computed together. Gradients are summed in the order of shards, so the result does not depend
 * on how many threads share them.
 */
export const SHARD_ROWS = 8;
/** Rows whose outputs are computed at once; more would take memory, and keep a cancellation waiting. */
const PREDICTED_ROWS = 256;
const BETA_1 = 0.9;
const BETA_2 = 0.999;
const EPSILON = 1e-7;

/** What an engine must do: gradients and outputs of rows, for one task at a time. */
export interface GradientEngine {
  readonly label: string;
  gradient(weights: Float32Array, rows: Uint32Array): Promise<{ loss: number; gradient: Float32Array }>;
  predict(weights: Float32Array, rows: Uint32Array): Promise<Float32Array>;
}

/** The state of a run between two epochs: everything the rest of it depends on. */
export interface TrainState {
  epoch: number;
  weights: Float32Array;
  firstMoment: Float32Array;
  secondMoment: Float32Array;
  steps: number;
  best: Float32Array;
  bestEpoch: number;
  loss: number[];
  validationLoss: number[];
  snapshots: Map<number, Float32Array>;
}

export interface Checkpoints {
  load(): TrainState | null;
  save(state: TrainState): void;
}

/**
 * Adam on mini-batches (Kingma & Ba 2015, decoupled weight decay), the same arithmetic for every engine. The weights of
 * the epoch with the lowest validation loss are kept or, without patience, those of the last epoch: whoever gives a
 * number of epochs and no patience has chosen it. A run resumed from a checkpoint ends with the same weights as one
 * that was never cut off.
 */
export async function trainNetwork(
  task: NetworkTask,
  engine: GradientEngine,
  checkpoints: Checkpoints,
  hooks: TrainHooks,
): Promise<NetworkResult> {
  const state = checkpoints.load() ?? freshState(task);
  const steps = Math.max(1, Math.ceil(task.trainingRows.length / task.batchSize));
  const startedAt = performance.now();
  let rowsDone = 0;
  const watch: Reporting = {
    progress(fraction) {
      const rate = rowsDone / ((performance.now() - startedAt) / 1000);
      hooks.progress(fraction, live(state, engine.label, rate, task.epochs));
    },
  };
  while (state.epoch < task.epochs && !outOfPatience(state, task)) {
    const order = new Random(task.seed + 1 + state.epoch).shuffle(task.trainingRows.slice());
    let sum = 0;
    for (let step = 0; step < steps; step++) {
      const rows = order.subarray(step * task.batchSize, Math.min(order.length, (step + 1) * task.batchSize));
      const { loss, gradient } = await engine.gradient(state.weights, rows);
      if (!Number.isFinite(loss))
        throw new AppError('internal', say('recommender.training-diverged', { epoch: state.epoch + 1 }));
      sum += loss;
      adam(state, gradient, rows.length, task);
      rowsDone += rows.length;
      watch.progress((state.epoch + (step + 1) / steps) / task.epochs);
    }
    state.loss.push(sum / Math.max(1, order.length));
    const validation =
      task.validationRows.length > 0 ? await meanLoss(task, engine, state, watch) : state.loss[state.loss.length - 1];
    if (task.patience === 0 || state.validationLoss.every((earlier) => validation < earlier)) {
      state.best.set(state.weights);
      state.bestEpoch = state.epoch + 1;
    }
    state.validationLoss.push(validation);
    state.epoch++;
    if (task.snapshots?.includes(state.epoch)) state.snapshots.set(state.epoch, state.weights.slice());
    checkpoints.save(state);
    watch.progress(state.epoch / task.epochs);
  }
  return {
    weights: state.best,
    loss: state.loss,
    validationLoss: state.validationLoss,
    bestEpoch: state.bestEpoch,
    engine: engine.label,
    snapshots: state.snapshots,
  };
}

function outOfPatience(state: TrainState, task: NetworkTask): boolean {
  return task.patience > 0 && state.epoch - state.bestEpoch >= task.patience;
}

function freshState(task: NetworkTask): TrainState {
  const weights = initialWeights(NETWORKS[task.network].parameters(task.inputs, task.outputs), new Random(task.seed));
  const zeros = () => new Float32Array(weights.length);
  return {
    epoch: 0,
    weights,
    firstMoment: zeros(),
    secondMoment: zeros(),
    steps: 0,
    best: weights.slice(),
    bestEpoch: 0,
    loss: [],
    validationLoss: [],
    snapshots: new Map(),
  };
}

function live(state: TrainState, engine: string, rowsPerSecond: number, epochs: number): Record<string, unknown> {
  return { engine, epoch: state.epoch, epochs, rowsPerSecond, loss: state.loss, validationLoss: state.validationLoss };
}

function adam(state: TrainState, gradient: Float32Array, rows: number, task: NetworkTask): void {
  const { weights, firstMoment: m, secondMoment: v } = state;
  state.steps++;
  const correction = Math.sqrt(1 - BETA_2 ** state.steps) / (1 - BETA_1 ** state.steps);
  const rate = task.learningRate * correction;
  const decay = task.learningRate * task.weightDecay;
  for (let i = 0; i < weights.length; i++) {
    const g = gradient[i] / rows;
    m[i] = BETA_1 * m[i] + (1 - BETA_1) * g;
    v[i] = BETA_2 * v[i] + (1 - BETA_2) * g * g;
    weights[i] -= (rate * m[i]) / (Math.sqrt(v[i]) + EPSILON) + decay * weights[i];
  }
}

async function meanLoss(
  task: NetworkTask,
  engine: GradientEngine,
  { weights, epoch }: TrainState,
  context: Reporting,
): Promise<number> {
  let sum = 0;
  for (let from = 0; from < task.validationRows.length; from += PREDICTED_ROWS) {
    if (heldLong()) await giveWay(context, (epoch + 1) / task.epochs);
    const rows = task.validationRows.subarray(from, from + PREDICTED_ROWS);
    const outputs = await engine.predict(weights, rows);
    rows.forEach((row, r) => {
      for (let j = 0; j < task.outputs; j++)
        sum += (outputs[r * task.outputs + j] - task.targets[row * task.outputs + j]) ** 2;
    });
  }
  return sum / (task.validationRows.length * task.outputs);
}
