import '@tensorflow/tfjs-layers';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { initialWeights } from '../../src/core/recommender/networks/network.ts';
import { NETWORKS } from '../../src/core/recommender/networks/registry.ts';
import type { NetworkKind, NetworkTask } from '../../src/core/recommender/networks/task.ts';
import { type Checkpoints, trainNetwork } from '../../src/core/recommender/networks/train.ts';
import { Random } from '../../src/core/statistics/random.ts';
import { loadNative } from '../../src/trainer/engines.ts';
import type { OpenEngine } from '../../src/trainer/engine.ts';
import { openNative } from '../../src/trainer/native-engine.ts';
import { openWasm } from '../../src/trainer/wasm-engine.ts';
import { registerFilterGradient } from '../../src/trainer/wasm-filter-gradient.ts';
import { startWasm } from '../../src/trainer/wasm-backend.ts';
import { runPeer } from './peers.ts';
import type { BenchContext } from './context.ts';

const SONGS = 256;
const OUTPUTS = 30;
const BATCH: Record<string, number> = { 'conv-1d': 32, 'conv-2d': 16 };
const NO_CHECKPOINTS: Checkpoints = { load: () => null, save: () => {} };

/** The same two networks in Keras, trained with Adam by \`fit\` on arrays in memory. */
const KERAS = `
import os, sys, time, json
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"; os.environ["CUDA_VISIBLE_DEVICES"] = "-1"
import numpy as np, keras
from keras import layers as l, ops
rng = np.random.default_rng(1)
n, outputs = int(sys.argv[1]), int(sys.argv[2])
x = rng.standard_normal((n, 256, 256), dtype=np.float32); y = rng.standard_normal((n, outputs), dtype=np.float32)
def conv1d():
    i = keras.Input((256, 256)); h = l.Permute((2, 1))(i)
    h = l.Conv1D(64, 4, strides=4, activation="relu")(h)
    for c in (64, 96):
        h = l.Conv1D(c, 3, padding="same", activation="relu")(h); h = l.MaxPooling1D(2)(h)
    h = l.Concatenate()([l.GlobalAveragePooling1D()(h), l.GlobalMaxPooling1D()(h)])
    return keras.Model(i, l.Dense(outputs)(l.Dense(128, activation="relu")(h)))
def conv2d():
    i = keras.Input((256, 256)); h = l.Reshape((256, 256, 1))(i)
    h = l.Conv2D(16, 3, strides=2, padding="same", activation="relu")(h); h = l.MaxPooling2D(2)(h)
    h = l.Conv2D(32, 3, padding="same", activation="relu")(h); h = l.MaxPooling2D(2)(h)
    h = l.Conv2D(64, 3, padding="same", activation="relu")(h)
    h = l.GlobalAveragePooling2D()(h)
    return keras.Model(i, l.Dense(outputs)(l.Dense(64, activation="relu")(h)))
out = {}
for name, build, batch in (("conv-1d", conv1d, 32), ("conv-2d", conv2d, 16)):
    m = build(); m.compile("adam", "mse"); m.fit(x, y, batch_size=batch, epochs=1, verbose=0)
    best = 1e9
    for _ in range(3):
        t = time.time(); m.fit(x, y, batch_size=batch, epochs=2, verbose=0); best = min(best, (time.time() - t) / 2)
    out[name] = n / best
print(json.dumps(out))
`;

/**
 * Songs a second of a whole training epoch (loading, gradient, Adam): native beside Keras, our WASM engine beside
 * tfjs-backend-wasm on one thread as it comes.
 */
export async function benchNetworks(context: BenchContext) {
  const native = loadNative();
  const songsPerSecond: Record<string, Record<string, number>> = {};
  for (const network of ['conv-1d', 'conv-2d'] as const) {
    const task = makeTask(context.folder, network);
    songsPerSecond[network] = {
      ...(native.ok
        ? { native: await trainingRate(task, await openNative({ ...task, rows: task.trainingRows })) }
        : {}),
      'wasm, 2 threads': await trainingRate(task, await openWasm(task, 2), network === 'conv-2d' ? 64 : SONGS),
      'plain tfjs-backend-wasm, 1 thread': await plainWasmRate(task, network === 'conv-2d' ? 32 : 64),
    };
  }
  const keras = runPeer(context.python, KERAS, [String(SONGS), String(OUTPUTS)], 0);
  const ratio = (network: string, a: number | undefined, b: number | undefined) => ({
    [network]: a !== undefined && b !== undefined ? a / b : null,
  });
  return {
    songs: SONGS,
    songsPerSecond,
    keras,
    nativeOverKeras: keras && {
      ...ratio('conv-1d', songsPerSecond['conv-1d'].native, keras['conv-1d']),
      ...ratio('conv-2d', songsPerSecond['conv-2d'].native, keras['conv-2d']),
    },
    wasmOverPlain: Object.fromEntries(
      Object.entries(songsPerSecond).map(([network, rates]) => [
        network,
        rates['wasm, 2 threads'] / rates['plain tfjs-backend-wasm, 1 thread'],
      ]),
    ),
  };
}

/** A task of one epoch over random spectrograms, which it writes below the folder. */
export function makeTask(folder: string, network: NetworkKind, songs = SONGS): NetworkTask {
  const mel = join(folder, 'mel');
  const random = new Random(5);
  mkdirSync(mel, { recursive: true });
  for (let song = 1; song <= songs; song++)
    writeFileSync(
      join(mel, `${song}.mel`),
      Uint16Array.from({ length: 65_536 }, () => random.below(65_536)),
    );
  return {
    network,
    inputs: {
      kind: 'mel',
      folder: mel,
      tracks: Uint32Array.from({ length: songs }, (_, i) => i + 1),
      mean: new Float32Array(256).fill(-40),
      deviation: new Float32Array(256).fill(15),
    },
    targets: Float32Array.from({ length: songs * OUTPUTS }, () => random.normal()),
    outputs: OUTPUTS,
    trainingRows: Uint32Array.from({ length: songs }, (_, i) => i),
    validationRows: new Uint32Array(0),
    epochs: 1,
    patience: 0,
    batchSize: BATCH[network],
    learningRate: 0.001,
    weightDecay: 0,
    seed: 1,
  };
}

/** The best of three runs of two epochs, after one that warms up. */
async function trainingRate(task: NetworkTask, engine: OpenEngine, songs = SONGS): Promise<number> {
  const part = { ...task, trainingRows: task.trainingRows.slice(0, songs) };
  await trainNetwork(part, engine, NO_CHECKPOINTS, { progress: () => {} });
  let best = 0;
  for (let run = 0; run < 3; run++) {
    const started = performance.now();
    await trainNetwork({ ...part, epochs: 2 }, engine, NO_CHECKPOINTS, { progress: () => {} });
    best = Math.max(best, (2 * songs) / ((performance.now() - started) / 1000));
  }
  await engine.close();
  return best;
}

/** The same networks as one writes them in tfjs: its own layers and its own gradients. */
const PLAIN: Record<string, (parameters: tf.Tensor[], mel: tf.Tensor) => tf.Tensor> = {
  'conv-1d': ([patch, pb, w1, b1, w2, b2, hidden, hb, out, ob], mel) => {
    const kernel = (w: tf.Tensor, size: number) =>
      tf.reshape(w, [size, w.shape[0] / size, w.shape[1] as number]) as tf.Tensor3D;
    let h = tf.relu(
      tf.add(tf.conv1d(tf.transpose(mel, [0, 2, 1]) as tf.Tensor3D, kernel(patch, 4), 4, 'valid'), pb),
    ) as tf.Tensor3D;
    for (const [w, b] of [
      [w1, b1],
      [w2, b2],
    ]) {
      h = tf.relu(tf.add(tf.conv1d(h, kernel(w, 3), 1, 'same'), b));
      const pictures = tf.reshape(h, [h.shape[0], 1, h.shape[1], h.shape[2]]) as tf.Tensor4D;
      h = tf.reshape(tf.maxPool(pictures, [1, 2], [1, 2], 'valid'), [h.shape[0], h.shape[1] / 2, h.shape[2]]);
    }
    const pooled = tf.concat([tf.mean(h, 1), tf.max(h, 1)], 1) as tf.Tensor2D;
    return tf.add(
      tf.matMul(tf.relu(tf.add(tf.matMul(pooled, hidden as tf.Tensor2D), hb)) as tf.Tensor2D, out as tf.Tensor2D),
      ob,
    );
  },
  'conv-2d': ([w1, b1, w2, b2, w3, b3, hidden, hb, out, ob], picture) => {
    const layer = (x: tf.Tensor, w: tf.Tensor, b: tf.Tensor, stride: number) =>
      tf.relu(tf.add(tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, stride, 'same'), b)) as tf.Tensor4D;
    let h = tf.maxPool(layer(picture, w1, b1, 2), 2, 2, 'valid');
    h = tf.maxPool(layer(h, w2, b2, 1), 2, 2, 'valid');
    const pooled = tf.mean(layer(h, w3, b3, 1), [1, 2]) as tf.Tensor2D;
    return tf.add(
      tf.matMul(tf.relu(tf.add(tf.matMul(pooled, hidden as tf.Tensor2D), hb)) as tf.Tensor2D, out as tf.Tensor2D),
      ob,
    );
  },
};

/**
 * What one gets without our engine: tfjs-backend-wasm in one instance (with the one kernel that it lacks for training).
 * Loading is not even counted.
 */
async function plainWasmRate(task: NetworkTask, songs: number): Promise<number> {
  registerFilterGradient();
  const before = tf.getBackend();
  await startWasm();
  const network = NETWORKS[task.network];
  const rows = Uint32Array.from({ length: task.batchSize }, (_, i) => i);
  const weights = initialWeights(network.parameters(task.inputs, task.outputs), new Random(1));
  let at = 0;
  const parameters = network.parameters(task.inputs, task.outputs).map(({ shape }) => {
    const n = shape.reduce((product, value) => product * value, 1);
    at += n;
    return tf.tensor(weights.slice(at - n, at), shape);
  });
  const [mel] = network.load(task.inputs, rows).map(({ data, shape }) => tf.tensor(data, shape));
  const target = tf.randomNormal([rows.length, task.outputs]);
  const step = () =>
    tf.tidy(() => {
      const { grads } = tf.valueAndGrads(
        (...own: tf.Tensor[]) => tf.mean(tf.squaredDifference(PLAIN[task.network](own, mel), target)) as tf.Scalar,
      )(parameters);
      for (const grad of grads) grad.dataSync();
    });
  step();
  let best = 0;
  for (let run = 0; run < 2; run++) {
    const started = performance.now();
    for (let done = 0; done < songs; done += task.batchSize) step();
    best = Math.max(best, songs / ((performance.now() - started) / 1000));
  }
  tf.dispose([mel, target, ...parameters]);
  if (before) await tf.setBackend(before);
  return best;
}
