import * as tf from '@tensorflow/tfjs-core';
import { MEL_BANDS, MEL_FRAMES } from '../audio/mel.ts';
import { loadMelBatch } from './mel-input.ts';
import { convolution, halvePictures, meanOverPlaces, rectifiedSum } from './layers.ts';
import { linear } from './linear.ts';
import { he, type Network } from './network.ts';

const FILTERS = [16, 32, 64];
const HIDDEN = 64;

/**
 * The paper's form: the 256 × 256 spectrogram as a picture; three 3 × 3 convolutions with pooling, global mean, one
 * hidden layer.
 */
export const conv2d: Network = {
  kind: 'conv-2d',
  parameters: (_inputs, outputs) => {
    const [a, b, c] = FILTERS;
    return [
      { name: 'conv-1', shape: [3, 3, 1, a], deviation: he(9) },
      { name: 'conv-1-bias', shape: [a], deviation: 0 },
      { name: 'conv-2', shape: [3, 3, a, b], deviation: he(9 * a) },
      { name: 'conv-2-bias', shape: [b], deviation: 0 },
      { name: 'conv-3', shape: [3, 3, b, c], deviation: he(9 * b) },
      { name: 'conv-3-bias', shape: [c], deviation: 0 },
      { name: 'hidden', shape: [c, HIDDEN], deviation: he(c) },
      { name: 'hidden-bias', shape: [HIDDEN], deviation: 0 },
      { name: 'output', shape: [HIDDEN, outputs], deviation: 0.01 },
      { name: 'output-bias', shape: [outputs], deviation: 0 },
    ];
  },
  load: (inputs, rows) => [{ data: loadMelBatch(inputs, rows), shape: [rows.length, MEL_BANDS, MEL_FRAMES, 1] }],
  forward([w1, b1, w2, b2, w3, b3, hidden, hiddenBias, output, outputBias], [picture]) {
    let h = rectifiedSum(convolution(picture as tf.Tensor4D, w1 as tf.Tensor4D, 2, false), b1) as tf.Tensor4D;
    h = halvePictures(h);
    h = halvePictures(layer(h, w2, b2));
    h = layer(h, w3, b3);
    const top = rectifiedSum(linear(meanOverPlaces(h), hidden), hiddenBias);
    return tf.add(linear(top, output), outputBias);
  },
};

function layer(x: tf.Tensor4D, filters: tf.Tensor, bias: tf.Tensor): tf.Tensor4D {
  return rectifiedSum(convolution(x, filters as tf.Tensor4D, 1, true), bias) as tf.Tensor4D;
}
