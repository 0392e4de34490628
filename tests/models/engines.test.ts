import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, describe, expect, it } from 'vitest';
import type { MelInputs, NetworkKind, NetworkTask } from '../../src/core/recommender/networks/task.ts';
import { type Checkpoints, type TrainState, trainNetwork } from '../../src/core/recommender/networks/train.ts';
import { Random } from '../../src/core/statistics/random.ts';
import { loadNative } from '../../src/trainer/engines.ts';
import type { OpenEngine } from '../../src/trainer/engine.ts';
import { openNative } from '../../src/trainer/native-engine.ts';
import { openWasm } from '../../src/trainer/wasm-engine.ts';
import { temporaryFolder } from '../support/fixtures.ts';

const SONGS = 24;
const OUTPUTS = 4;
/** Relative difference of the loss between engines: float32 sums in another order. */
const LOSS_TOLERANCE = 2e-3;
const native = loadNative();

/** Spectrograms whose louder half tells the target, so that there is something to learn. */
function melFolder(): string {
  const folder = join(temporaryFolder(), 'mel');
  mkdirSync(folder);
  const random = new Random(5);
  for (let song = 1; song <= SONGS; song++) {
    const mel = Uint16Array.from(
      { length: 65_536 },
      (_, i) => 20_000 + (i < 32_768 === song % 2 > 0 ? 20_000 : 0) + random.below(8000),
    );
    writeFileSync(join(folder, `${song}.mel`), mel);
  }
  return folder;
}

function mel(): MelInputs {
  return {
    kind: 'mel',
    folder: melFolder(),
    tracks: Uint32Array.from({ length: SONGS }, (_, i) => i + 1),
    mean: new Float32Array(256).fill(-40),
    deviation: new Float32Array(256).fill(15),
  };
}

function task(network: NetworkKind, epochs: number): NetworkTask {
  const random = new Random(9);
  const fields = [
    {
      name: 'tags',
      size: 6,
      width: 4,
      vocabulary: Uint32Array.of(1, 2, 3, 4, 5),
      offsets: Uint32Array.from({ length: SONGS + 1 }, (_, i) => i),
      values: Uint32Array.from({ length: SONGS }, (_, i) => i % 6),
      weights: new Float32Array(SONGS).fill(1),
    },
  ];
  const ears = {
    kind: 'vectors' as const,
    width: 3,
    values: Float32Array.from({ length: 3 * SONGS }, (_, i) => (i * 7) % 5),
    mean: new Float32Array(3).fill(2),
    deviation: Float32Array.of(1, 1.5, 0),
  };
  return {
    network,
    inputs:
      network === 'fields-mlp'
        ? { kind: 'fields', fields, vectors: [] }
        : network === 'joint'
          ? { kind: 'joint', mel: mel(), fields: { kind: 'fields', fields, vectors: [ears] } }
          : mel(),
    targets: Float32Array.from(
      { length: SONGS * OUTPUTS },
      (_, i) => ((Math.floor(i / OUTPUTS) + 1) % 2 ? 1 : -1) + 0.1 * random.normal(),
    ),
    outputs: OUTPUTS,
    trainingRows: Uint32Array.from({ length: 20 }, (_, i) => i),
    validationRows: Uint32Array.from([20, 21, 22, 23]),
    epochs,
    patience: 0,
    batchSize: 12,
    learningRate: 0.003,
    weightDecay: 0.01,
    seed: 3,
  };
}

const NO_CHECKPOINTS: Checkpoints = { load: () => null, save: () => {} };
const quiet = { progress: () => {} };
const open: OpenEngine[] = [];

async function engineFor(name: 'native' | 'wasm', of: NetworkTask, threads = 1): Promise<OpenEngine> {
  const engine = name === 'native' ? await openNative(of) : await openWasm(of, threads);
  open.push(engine);
  return engine;
}

afterAll(async () => {
  for (const engine of open) await engine.close();
});

describe('engines', () => {
  it.skipIf(!native.ok).each<NetworkKind>(['conv-1d', 'conv-2d', 'fields-mlp', 'joint'])(
    'train %s to the same losses',
    async (network) => {
      const one = task(network, network === 'conv-2d' ? 2 : 4);
      const results = [];
      for (const name of ['native', 'wasm'] as const)
        results.push(await trainNetwork(one, await engineFor(name, one), NO_CHECKPOINTS, quiet));
      const [a, b] = results;
      expect(a.loss.length).toBe(one.epochs);
      for (let epoch = 0; epoch < one.epochs; epoch++) {
        expect(
          Math.abs(a.loss[epoch] - b.loss[epoch]) / a.loss[epoch],
          `epoch ${epoch + 1}: ${a.loss[epoch]} and ${b.loss[epoch]}`,
        ).toBeLessThan(LOSS_TOLERANCE);
      }
    },
  );

  it.skipIf(!native.ok).each<NetworkKind>(['conv-1d', 'conv-2d', 'fields-mlp', 'joint'])(
    '%s as one graph takes the steps that it takes operation by operation, up to rounding',
    async (network) => {
      const one = task(network, 2);
      const runs: { weights: Float32Array }[] = [];
      for (const graph of ['on', 'off']) {
        process.env.QUADRILLE_GRAPH = graph;
        runs.push(await trainNetwork(one, await engineFor('native', one), NO_CHECKPOINTS, quiet));
      }
      delete process.env.QUADRILLE_GRAPH;
      const largest = runs[0].weights.reduce(
        (most, value, i) => Math.max(most, Math.abs(value - runs[1].weights[i])),
        0,
      );
      expect(largest).toBeLessThan(1e-4);
    },
  );

  it.skipIf(!native.ok).each<NetworkKind>(['conv-1d', 'conv-2d', 'joint'])(
    'native %s gives the same weights bit for bit when it is run again',
    async (network) => {
      const one = task(network, 2);
      const rows = Uint32Array.from([...one.trainingRows, ...one.validationRows]);
      const weights: Buffer[] = [];
      for (let run = 0; run < 2; run++) {
        const engine = await openNative({ ...one, rows });
        open.push(engine);
        weights.push(Buffer.from((await trainNetwork(one, engine, NO_CHECKPOINTS, quiet)).weights.buffer));
      }
      expect(weights[0].equals(weights[1])).toBe(true);
    },
  );

  it('keep the weights of asked-for epochs: those of a run that ends there', async () => {
    const one = task('fields-mlp', 5);
    const engine = await engineFor('wasm', one);
    const long = await trainNetwork({ ...one, snapshots: [2, 4] }, engine, NO_CHECKPOINTS, quiet);
    expect([...long.snapshots.keys()]).toEqual([2, 4]);
    const short = await trainNetwork({ ...one, epochs: 2, snapshots: [2] }, engine, NO_CHECKPOINTS, quiet);
    expect(short.snapshots.get(2)).toEqual(long.snapshots.get(2));
  });

  it('learn what can be learned', async () => {
    const one = task('conv-1d', 8);
    const { loss, validationLoss } = await trainNetwork(one, await engineFor('wasm', one), NO_CHECKPOINTS, quiet);
    expect(loss[7]).toBeLessThan(0.3 * loss[0]);
    expect(validationLoss[7]).toBeLessThan(0.6);
  });

  it('stop when patience ends, and keep the best epoch', async () => {
    const one = { ...task('fields-mlp', 60), learningRate: 0.05, patience: 3 };
    one.targets.forEach((_, i) => {
      if (i >= 20 * OUTPUTS) one.targets[i] = i % 2 ? 3 : -3; // the validation rows follow another rule
    });
    const { loss, validationLoss, bestEpoch } = await trainNetwork(
      one,
      await engineFor('wasm', one),
      NO_CHECKPOINTS,
      quiet,
    );
    expect(loss.length).toBeLessThan(60);
    expect(loss.length - bestEpoch).toBe(3);
    expect(Math.min(...validationLoss)).toBe(validationLoss[bestEpoch - 1]);
  });

  it('give the same weights bit for bit with one thread and with three', async () => {
    const one = task('conv-1d', 2);
    const [a, b] = [
      await trainNetwork(one, await engineFor('wasm', one, 1), NO_CHECKPOINTS, quiet),
      await trainNetwork(one, await engineFor('wasm', one, 3), NO_CHECKPOINTS, quiet),
    ];
    expect(Buffer.from(a.weights.buffer).equals(Buffer.from(b.weights.buffer))).toBe(true);
  });

  it('go on from a checkpoint to the very weights of an uninterrupted run', async () => {
    const one = task('fields-mlp', 6);
    const engine = await engineFor('wasm', one);
    const whole = await trainNetwork(one, engine, NO_CHECKPOINTS, quiet);
    let kept: TrainState | null = null;
    const checkpoints: Checkpoints = {
      load: () => kept,
      save: (state) => {
        kept = structuredClone(state);
        if (state.epoch === 3) throw new Error('cut off');
      },
    };
    await expect(trainNetwork(one, engine, checkpoints, quiet)).rejects.toThrow('cut off');
    const resumed = await trainNetwork(one, engine, { load: () => kept, save: () => {} }, quiet);
    expect(resumed.loss).toEqual(whole.loss);
    expect(Buffer.from(resumed.weights.buffer).equals(Buffer.from(whole.weights.buffer))).toBe(true);
  });

  it.skipIf(!native.ok)('leave no tensor behind', async () => {
    const one = task('conv-1d', 1);
    const engine = await engineFor('native', one);
    await trainNetwork(one, engine, NO_CHECKPOINTS, quiet);
    const before = tf.memory().numTensors;
    await trainNetwork({ ...one, epochs: 3 }, engine, NO_CHECKPOINTS, quiet);
    expect(tf.memory().numTensors).toBe(before);
  });
});
