import * as tf from '@tensorflow/tfjs-core';
import { conv1d, TRUNK_PARAMETERS, TRUNK_WIDTH, trunk } from './conv-1d.ts';
import { embed, embeddings, fieldsMlp, widthOf } from './fields-mlp.ts';
import { rectifiedSum } from './layers.ts';
import { linear } from './linear.ts';
import { he, type Network } from './network.ts';
import type { NetworkInputs } from './task.ts';

const HIDDEN = 128;

/**
 * Sound and categorical fields in one network: the convolutions' pooled output and the fields' embeddings side by side,
 * then a perceptron.
 */
export const joint: Network = {
  kind: 'joint',
  parameters(inputs, outputs) {
    const { mel, fields } = partsOf(inputs);
    const joined = TRUNK_WIDTH + widthOf(fields);
    return [
      ...conv1d.parameters(mel, outputs).slice(0, TRUNK_PARAMETERS),
      ...embeddings(fields),
      { name: 'hidden', shape: [joined, HIDDEN], deviation: he(joined) },
      { name: 'hidden-bias', shape: [HIDDEN], deviation: 0 },
      { name: 'output', shape: [HIDDEN, outputs], deviation: 0.01 },
      { name: 'output-bias', shape: [outputs], deviation: 0 },
    ];
  },
  load(inputs, rows) {
    const { mel, fields } = partsOf(inputs);
    return [...conv1d.load(mel, rows), ...fieldsMlp.load(fields, rows)];
  },
  forward(parameters, [mel, ...fields]) {
    const [hidden, hiddenBias, output, outputBias] = parameters.slice(TRUNK_PARAMETERS + fields.length);
    const heard = trunk(parameters.slice(0, TRUNK_PARAMETERS), mel);
    const joined = tf.concat([heard, ...embed(fields, parameters.slice(TRUNK_PARAMETERS))], 1);
    return tf.add(linear(rectifiedSum(linear(joined, hidden), hiddenBias), output), outputBias);
  },
};

function partsOf(inputs: NetworkInputs): Extract<NetworkInputs, { kind: 'joint' }> {
  if (inputs.kind !== 'joint') throw new TypeError('this network takes spectrograms and fields');
  return inputs;
}
