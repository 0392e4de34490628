import * as tf from '@tensorflow/tfjs-core';
import { MUSICNN_BANDS, MUSICNN_FRAMES } from '../audio/musicnn-mel.ts';
import type { Tensor } from '../data/safetensors.ts';

/** The means over time of the front end (561) and of the three layers behind it (64 each). */
export const MUSICNN_VALUES = 753;

export const TIMBRAL = ['timbral-38', 'timbral-67'];
export const TEMPORAL = ['temporal-128', 'temporal-64', 'temporal-32'];
export const TIME_PADDING: [number, number][] = [
  [0, 0],
  [3, 3],
  [0, 0],
  [0, 0],
];

export interface Musicnn {
  /**
   * @param mels clips × 187 × 96, one after the other
   * @returns clips × 753
   */
  features(mels: Float32Array): Float32Array;
  close(): void;
}

/**
 * MusiCNN (Pons & Serra 2019) up to its mean pool, on the current backend. Every convolution is followed by a ReLU and
 * then a scale and a shift for each channel (its batch normalisation).
 *
 * @param weights of `resources/musicnn.safetensors`
 */
export function openMusicnn(weights: ReadonlyMap<string, Tensor>): Musicnn {
  const tensors = new Map(
    Array.from(weights, ([name, { shape, values }]) => [name, tf.tensor(values as Float32Array, shape)] as const),
  );
  return {
    features: (mels) => tf.tidy(() => meanPool(tensors, mels).dataSync() as Float32Array),
    close: () => tf.dispose([...tensors.values()]),
  };
}

function meanPool(tensors: ReadonlyMap<string, tf.Tensor>, mels: Float32Array): tf.Tensor {
  const clips = mels.length / (MUSICNN_FRAMES * MUSICNN_BANDS);
  const at = (name: string) => tensors.get(name) as tf.Tensor;
  const normalised = (x: tf.Tensor4D, layer: string) =>
    tf.add(tf.mul(x, at(`${layer}/scale`)), at(`${layer}/shift`)) as tf.Tensor4D;
  const convolved = (x: tf.Tensor4D, layer: string, padding: 'same' | 'valid') =>
    normalised(
      tf.relu(tf.add(tf.conv2d(x, at(`${layer}/kernel`) as tf.Tensor4D, 1, padding), at(`${layer}/bias`))),
      layer,
    );
  const input = normalised(tf.tensor4d(mels, [clips, MUSICNN_FRAMES, MUSICNN_BANDS, 1]), 'input');
  const padded = tf.pad(input, TIME_PADDING);
  // Clips × frames × channels: the largest value over all frequencies.
  const overFrequency = (x: tf.Tensor4D) => tf.max(x, 2) as tf.Tensor3D;
  const front = tf.concat(
    [
      ...TIMBRAL.map((layer) => overFrequency(convolved(padded, layer, 'valid'))),
      ...TEMPORAL.map((layer) => overFrequency(convolved(input, layer, 'same'))),
    ],
    2,
  );
  const next = (x: tf.Tensor3D, layer: string) =>
    tf.squeeze(convolved(tf.pad(tf.expandDims(x, 3) as tf.Tensor4D, TIME_PADDING), layer, 'valid'), [2]) as tf.Tensor3D;
  const first = next(front, 'dense-1');
  const second = tf.add(next(first, 'dense-2'), first) as tf.Tensor3D;
  const third = tf.add(next(second, 'dense-3'), second) as tf.Tensor3D;
  return tf.mean(tf.concat([front, first, second, third], 2), 1);
}
