import * as tf from '@tensorflow/tfjs-core';
import { rectifiedSum } from './layers.ts';
import { linear, linearOfInput } from './linear.ts';
import { he, type Network } from './network.ts';
import type { NetworkInputs, VectorInputs } from './task.ts';

const HIDDEN = 128;

/** A set of vectors, such as what an encoder heard, standardised; one hidden layer. */
export const vectorsMlp: Network = {
  kind: 'vectors-mlp',
  parameters(inputs, outputs) {
    const { width } = vectorsOf(inputs);
    return [
      { name: 'hidden', shape: [width, HIDDEN], deviation: he(width) },
      { name: 'hidden-bias', shape: [HIDDEN], deviation: 0 },
      { name: 'output', shape: [HIDDEN, outputs], deviation: 0.01 },
      { name: 'output-bias', shape: [outputs], deviation: 0 },
    ];
  },
  load(inputs, rows) {
    const { width, values, mean, deviation } = vectorsOf(inputs);
    const data = new Float32Array(rows.length * width);
    rows.forEach((row, r) => {
      for (let v = 0; v < width; v++)
        data[r * width + v] = deviation[v] > 0 ? (values[row * width + v] - mean[v]) / deviation[v] : 0;
    });
    return [{ data, shape: [rows.length, width] }];
  },
  forward([hidden, hiddenBias, output, outputBias], [vectors]) {
    return tf.add(linear(rectifiedSum(linearOfInput(vectors, hidden), hiddenBias), output), outputBias);
  },
};

function vectorsOf(inputs: NetworkInputs): VectorInputs {
  if (inputs.kind !== 'vectors') throw new TypeError('this network takes vectors');
  return inputs;
}
