import * as tf from '@tensorflow/tfjs-core';
import { type ShardTask, shardGradient, shardPredict } from '../core/recommender/networks/gradient.ts';
import type { OpenEngine } from './engines.ts';

/** TensorFlow in this process, which spreads each operation over its own threads. */
export async function openNative(task: ShardTask): Promise<OpenEngine> {
  await tf.setBackend('tensorflow');
  await tf.ready();
  return {
    label: 'native',
    gradient: async (weights, rows) => {
      const result = shardGradient(task, weights, rows);
      await new Promise((resolve) => setImmediate(resolve)); // lets a cancel message in
      return result;
    },
    predict: async (weights, rows) => shardPredict(task, weights, rows),
    close: async () => {},
  };
}
