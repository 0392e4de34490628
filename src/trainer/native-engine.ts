import * as tf from '@tensorflow/tfjs-core';
import { readStep, type ShardTask, shardGradient, shardPredict, stepOf, stepTensors } from '../core/recommender/networks/gradient.ts';
import type { OpenEngine } from './engines.ts';
import { type Graph, traceGraph } from './native-graph.ts';

/** A full batch and a last, smaller one; other sizes run operation by operation. */
const MOST_GRAPHS = 2;

/** TensorFlow in this process, which spreads each operation over its own threads. A training step runs as one graph; where that cannot be had, eagerly. */
export async function openNative(task: ShardTask): Promise<OpenEngine> {
  await tf.setBackend('tensorflow');
  await tf.ready();
  const graphs = new Map<number, Graph>();
  let graphsWork = process.env.QUADRILLE_GRAPH !== 'off';
  const graphFor = async (rows: number, tensors: tf.Tensor[]): Promise<Graph | undefined> => {
    const known = graphs.get(rows);
    if (known || !graphsWork || graphs.size >= MOST_GRAPHS) return known;
    try {
      const graph = await traceGraph(tensors, (inputs) => stepOf(task, inputs));
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
      const tensors = stepTensors(task, weights, rows);
      const graph = await graphFor(rows.length, tensors);
      const result = graph ? readStep(graph.run(tensors), weights.length) : shardGradient(task, weights, rows);
      tf.dispose(tensors);
      await new Promise((resolve) => setImmediate(resolve)); // lets a cancel message in
      return result;
    },
    predict: async (weights, rows) => shardPredict(task, weights, rows),
    close: async () => {
      for (const graph of graphs.values()) graph.close();
    },
  };
}
