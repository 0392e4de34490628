import * as tf from '@tensorflow/tfjs-core';
import { MEL_BANDS, MEL_FRAMES } from '../audio/mel.ts';
import { loadMelBatch } from './mel-input.ts';
import { largerOfPairs, meanOverPlaces, onNative, rectifiedSum } from './layers.ts';
import { linear, linearOfInput } from './linear.ts';
import { he, type Network } from './network.ts';

const CHANNELS = [64, 64, 96];
const KERNEL = 3;
/** Frames joined by the first layer, a convolution of kernel and stride 4 (about 47 ms). */
const PATCH = 4;
const HIDDEN = 128;

/**
 * Convolutions over time with the mel bands as channels (van den Oord et al. 2013), global mean and maximum, one hidden
 * layer.
 */
export const conv1d: Network = {
  kind: 'conv-1d',
  parameters: (_inputs, outputs) => {
    const [a, b, c] = CHANNELS;
    return [
      { name: 'patch', shape: [PATCH * MEL_BANDS, a], deviation: he(PATCH * MEL_BANDS) },
      { name: 'patch-bias', shape: [a], deviation: 0 },
      { name: 'conv-1', shape: [KERNEL * a, b], deviation: he(KERNEL * a) },
      { name: 'conv-1-bias', shape: [b], deviation: 0 },
      { name: 'conv-2', shape: [KERNEL * b, c], deviation: he(KERNEL * b) },
      { name: 'conv-2-bias', shape: [c], deviation: 0 },
      { name: 'hidden', shape: [2 * c, HIDDEN], deviation: he(2 * c) },
      { name: 'hidden-bias', shape: [HIDDEN], deviation: 0 },
      { name: 'output', shape: [HIDDEN, outputs], deviation: 0.01 },
      { name: 'output-bias', shape: [outputs], deviation: 0 },
    ];
  },
  load: (inputs, rows) => [{ data: loadMelBatch(inputs, rows), shape: [rows.length, MEL_BANDS, MEL_FRAMES] }],
  forward(parameters, [mel]) {
    const [hidden, hiddenBias, output, outputBias] = parameters.slice(TRUNK_PARAMETERS);
    return tf.add(linear(dense(trunk(parameters, mel), hidden, hiddenBias), output), outputBias);
  },
};

/** How many parameters the convolutions have, and how many values they output. */
export const TRUNK_PARAMETERS = 6;
export const TRUNK_WIDTH = 2 * CHANNELS[2];

/** The convolutions up to the pooling over time. */
export function trunk([patch, patchBias, w1, b1, w2, b2]: tf.Tensor[], mel: tf.Tensor): tf.Tensor {
  const rows = mel.shape[0];
  const frames = MEL_FRAMES / PATCH;
  const patches = tf.reshape(tf.transpose(mel, [0, 2, 1]), [rows * frames, PATCH * MEL_BANDS]);
  let h: tf.Tensor = tf.reshape(rectifiedSum(linearOfInput(patches, patch), patchBias), [rows, frames, CHANNELS[0]]);
  h = halve(convolve(h, w1, b1));
  h = halve(convolve(h, w2, b2));
  return tf.concat([meanOverPlaces(h), tf.max(h, 1)], 1);
}

function dense(x: tf.Tensor, weights: tf.Tensor, bias: tf.Tensor): tf.Tensor {
  return rectifiedSum(linear(x, weights), bias);
}

/** Convolution over time, kernel 3, same length. On WASM: shifted copies side by side, then one matrix product. */
function convolve(x: tf.Tensor, weights: tf.Tensor, bias: tf.Tensor): tf.Tensor {
  const [rows, frames, channels] = x.shape;
  if (onNative()) {
    const filters = tf.reshape(weights, [1, KERNEL, channels, weights.shape[1] as number]) as tf.Tensor4D;
    const pictures = tf.reshape(x, [rows, 1, frames, channels]) as tf.Tensor4D;
    return tf.reshape(rectifiedSum(tf.conv2d(pictures, filters, 1, 'same'), bias), [
      rows,
      frames,
      weights.shape[1] as number,
    ]);
  }
  const padded = tf.pad(x, [
    [0, 0],
    [1, 1],
    [0, 0],
  ]);
  const shifted = Array.from({ length: KERNEL }, (_, k) => tf.slice(padded, [0, k, 0], [rows, frames, channels]));
  const columns = tf.reshape(tf.concat(shifted, 2), [rows * frames, KERNEL * channels]);
  return tf.reshape(dense(columns, weights, bias), [rows, frames, weights.shape[1] as number]);
}

/** Halves the time axis by the larger of two neighbours. */
function halve(x: tf.Tensor): tf.Tensor {
  const [rows, frames, channels] = x.shape;
  if (onNative()) {
    const pictures = tf.reshape(x, [rows, 1, frames, channels]) as tf.Tensor4D;
    return tf.reshape(tf.maxPool(pictures, [1, 2], [1, 2], 'valid'), [rows, frames / 2, channels]);
  }
  const larger = largerOfPairs(tf.reshape(x, [(rows * frames) / 2, 2 * channels]) as tf.Tensor2D);
  return tf.reshape(larger, [rows, frames / 2, channels]);
}
