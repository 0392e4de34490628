import type { NetworkTrainer } from '../../src/core/recommender/networks/task.ts';

/** Trains nothing, and its network predicts 0 for everything. */
export const IDLE_TRAINER: NetworkTrainer = {
  train: async () => ({
    weights: new Float32Array(1),
    loss: [0],
    validationLoss: [0],
    bestEpoch: 1,
    engine: 'none',
    snapshots: new Map(),
  }),
  predict: async ({ outputs }, _weights, rows) => new Float32Array(rows.length * outputs),
};
