import * as tf from '@tensorflow/tfjs-core';
import { NETWORKS, size } from './network.ts';
import type { NetworkTask } from './task.ts';

export type ShardTask = Pick<NetworkTask, 'network' | 'inputs' | 'outputs'> & { targets: Float32Array };

export interface ShardGradient {
  /** Sum over the rows of the mean squared error of their outputs. */
  loss: number;
  /** Gradient of that sum, laid out like the weights. */
  gradient: Float32Array;
}

/** Loss and gradient of some rows, on whichever tfjs backend is active. Leaves no tensor behind. */
export function shardGradient(task: ShardTask, weights: Float32Array, rows: Uint32Array): ShardGradient {
  const network = NETWORKS[task.network];
  const tensors = weightTensors(task, weights);
  const batch = network.load(task.inputs, rows).map(({ data, shape }) => tf.tensor(data, shape));
  const target = tf.tensor2d(targetRows(task, rows), [rows.length, task.outputs]);
  const { value, grads } = tf.valueAndGrads((...parameters: tf.Tensor[]) => {
    const error = tf.squaredDifference(network.forward(parameters, batch), target);
    return tf.div(tf.sum(error), task.outputs) as tf.Scalar;
  })(tensors);
  const loss = value.dataSync()[0];
  const gradient = new Float32Array(weights.length);
  let at = 0;
  for (const grad of grads) {
    gradient.set(grad.dataSync(), at);
    at += grad.size;
  }
  tf.dispose([value, ...grads, ...tensors, ...batch, target]);
  return { loss, gradient };
}

/** Outputs of some rows, row major. */
export function shardPredict(task: Omit<ShardTask, 'targets'>, weights: Float32Array, rows: Uint32Array): Float32Array {
  const network = NETWORKS[task.network];
  return tf.tidy(() => {
    const batch = network.load(task.inputs, rows).map(({ data, shape }) => tf.tensor(data, shape));
    return Float32Array.from(network.forward(weightTensors(task, weights), batch).dataSync());
  });
}

function weightTensors(task: Omit<ShardTask, 'targets'>, weights: Float32Array): tf.Tensor[] {
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
  rows.forEach((row, r) => out.set(task.targets.subarray(row * task.outputs, (row + 1) * task.outputs), r * task.outputs));
  return out;
}
