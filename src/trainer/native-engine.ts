import * as tf from '@tensorflow/tfjs-core';
import {
  batchTensors,
  readStep,
  type ShardTask,
  shardGradient,
  shardPredict,
  stepOf,
  stepTensors,
  weightTensors,
} from '../core/recommender/networks/gradient.ts';
import { NETWORKS } from '../core/recommender/networks/registry.ts';
import type { OpenEngine } from './engine.ts';
import { type Graph, traceGraph } from './native-graph.ts';

/** A full batch and a last, smaller one; other sizes run operation by operation. */
const MOST_GRAPHS = 2;
const MOST_RESIDENT_BYTES = 512 * 2 ** 20;

/**
 * TensorFlow in this process, which spreads each operation over its own threads. A training step runs as one graph;
 * if that is not possible, eagerly. Where the inputs of all
 * rows fit, they stay in TensorFlow's memory and the graph picks its batch from them.
 */
export async function openNative(task: ShardTask): Promise<OpenEngine> {
  await tf.setBackend('tensorflow');
  await tf.ready();
  const graphs = new Map<number, Graph>();
  let graphsWork = process.env.QUADRILLE_GRAPH !== 'off';
  const resident = graphsWork ? residentInputs(task) : null;
  const graphFor = async (rows: number, tensors: tf.Tensor[]): Promise<Graph | undefined> => {
    const known = graphs.get(rows);
    if (known || !graphsWork || graphs.size >= MOST_GRAPHS) return known;
    try {
      const graph = await traceGraph(tensors, (inputs) => (resident ? resident.step(inputs) : stepOf(task, inputs)));
      graphs.set(rows, graph);
      return graph;
    } catch {
      graphsWork = false; // an older TensorFlow: eager training gives the same numbers
      return undefined;
    }
  };
  return {
    label: 'native',
    gradient: async (weights, rows) => {
      const index = resident?.indexOf(rows);
      const tensors = stepTensors(task, weights, rows, index && resident ? [...resident.tensors, index] : undefined);
      const graph = await graphFor(rows.length, tensors);
      const result = graph ? readStep(graph.run(tensors), weights.length) : shardGradient(task, weights, rows);
      tf.dispose(tensors.filter((tensor) => !resident?.tensors.includes(tensor)));
      await new Promise((resolve) => setImmediate(resolve)); // lets a cancel message in
      return result;
    },
    predict: async (weights, rows) => resident?.predict(weights, rows) ?? shardPredict(task, weights, rows),
    close: async () => {
      for (const graph of graphs.values()) graph.close();
      if (resident) tf.dispose(resident.tensors);
    },
  };
}

/** The inputs of the task's rows as resident tensors, or null if they do not fit or the rows are unknown. */
function residentInputs(task: ShardTask) {
  const { rows } = task;
  if (!rows || rows.length === 0) return null;
  const bytesOfOne = NETWORKS[task.network]
    .load(task.inputs, rows.subarray(0, 1))
    .reduce((sum, { data }) => sum + data.byteLength, 0);
  if (bytesOfOne * rows.length > MOST_RESIDENT_BYTES) return null;
  const tensors = batchTensors(task, rows);
  const place = new Map(Array.from(rows, (row, i) => [row, i]));
  const gather = (inputs: readonly tf.Tensor[], index: tf.Tensor) =>
    inputs.map((input) => tf.gather(input, index as tf.Tensor1D));
  const indexOf = (wanted: Uint32Array) =>
    tf.tensor1d(
      Array.from(wanted, (row) => place.get(row) as number),
      'int32',
    );
  return {
    tensors,
    indexOf,
    /** Parameters, target, the resident tensors, then the index. */
    step(inputs: readonly tf.Tensor[]): tf.Tensor[] {
      const before = inputs.length - tensors.length - 1;
      return stepOf(task, [...inputs.slice(0, before), ...gather(inputs.slice(before, -1), inputs[inputs.length - 1])]);
    },
    /** Null if a row is not resident. */
    predict(weights: Float32Array, wanted: Uint32Array): Float32Array | null {
      if (!wanted.every((row) => place.has(row))) return null;
      return tf.tidy(() =>
        Float32Array.from(
          NETWORKS[task.network].forward(weightTensors(task, weights), gather(tensors, indexOf(wanted))).dataSync(),
        ),
      );
    },
  };
}
