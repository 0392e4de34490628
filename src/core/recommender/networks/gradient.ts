import * as tf from '@tensorflow/tfjs-core';
import { size } from './network.ts';
import { NETWORKS } from './registry.ts';
import type { NetworkTask } from './task.ts';

export type ShardTask = Pick<NetworkTask, 'network' | 'inputs' | 'outputs'> & {
  targets: Float32Array;
  /** Rows that will be requested repeatedly, if known. */
  rows?: Uint32Array;
};

export interface ShardGradient {
  /** Sum over the rows of the mean squared error of their outputs. */
  loss: number;
  /** Gradient of that sum, laid out like the weights. */
  gradient: Float32Array;
}

/** Everything that a step depends on, as tensors: the parameters, the target, then the batch. */
export function stepTensors(
  task: ShardTask,
  weights: Float32Array,
  rows: Uint32Array,
  batch: tf.Tensor[] = batchTensors(task, rows),
): tf.Tensor[] {
  return [...weightTensors(task, weights), tf.tensor2d(targetRows(task, rows), [rows.length, task.outputs]), ...batch];
}

/**
 * Loss and the gradient of every parameter. Only tfjs operations touch the values, so the step can be recorded as a
 * graph.
 */
export function stepOf(
  task: Pick<ShardTask, 'network' | 'inputs' | 'outputs'>,
  tensors: readonly tf.Tensor[],
): tf.Tensor[] {
  const network = NETWORKS[task.network];
  const parameters = network.parameters(task.inputs, task.outputs).length;
  const target = tensors[parameters];
  const batch = tensors.slice(parameters + 1);
  const { value, grads } = tf.valueAndGrads((...own: tf.Tensor[]) => {
    const error = tf.squaredDifference(network.forward(own, batch), target);
    return tf.div(tf.sum(error), task.outputs) as tf.Scalar;
  })(tensors.slice(0, parameters));
  return [value, ...grads];
}

/** The answer of a step as plain numbers; its tensors are disposed. */
export function readStep([value, ...grads]: tf.Tensor[], length: number): ShardGradient {
  const loss = value.dataSync()[0];
  const gradient = new Float32Array(length);
  let at = 0;
  for (const grad of grads) {
    gradient.set(grad.dataSync(), at);
    at += grad.size;
  }
  tf.dispose([value, ...grads]);
  return { loss, gradient };
}

/** Loss and gradient of some rows, on whichever tfjs backend is active. Leaves no tensor behind. */
export function shardGradient(task: ShardTask, weights: Float32Array, rows: Uint32Array): ShardGradient {
  const tensors = stepTensors(task, weights, rows);
  const result = readStep(stepOf(task, tensors), weights.length);
  tf.dispose(tensors);
  return result;
}

/** Outputs of some rows, row major. */
export function shardPredict(task: Omit<ShardTask, 'targets'>, weights: Float32Array, rows: Uint32Array): Float32Array {
  return tf.tidy(() =>
    Float32Array.from(
      NETWORKS[task.network].forward(weightTensors(task, weights), batchTensors(task, rows)).dataSync(),
    ),
  );
}

export function batchTensors(task: Omit<ShardTask, 'targets'>, rows: Uint32Array): tf.Tensor[] {
  return NETWORKS[task.network].load(task.inputs, rows).map(({ data, shape }) => tf.tensor(data, shape));
}

export function weightTensors(task: Omit<ShardTask, 'targets'>, weights: Float32Array): tf.Tensor[] {
  let at = 0;
  return NETWORKS[task.network].parameters(task.inputs, task.outputs).map(({ shape }) => {
    const n = size(shape);
    const tensor = tf.tensor(weights.slice(at, at + n), shape);
    at += n;
    return tensor;
  });
}

function targetRows(task: ShardTask, rows: Uint32Array): Float32Array {
  const out = new Float32Array(rows.length * task.outputs);
  rows.forEach((row, r) =>
    out.set(task.targets.subarray(row * task.outputs, (row + 1) * task.outputs), r * task.outputs),
  );
  return out;
}
