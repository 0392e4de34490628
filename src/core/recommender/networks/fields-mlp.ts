import * as tf from '@tensorflow/tfjs-core';
import { rectifiedSum } from './layers.ts';
import { linear, linearOfInput } from './linear.ts';
import { he, type Network } from './network.ts';
import type { NetworkInputs } from './task.ts';

const HIDDEN = [64, 64];

/**
 * One embedding matrix per categorical field; a song's embedding is the weighted mean of its values'. Concatenated,
 * then a perceptron.
 */
export const fieldsMlp: Network = {
  kind: 'fields-mlp',
  parameters(inputs, outputs) {
    const { fields } = fieldsOf(inputs);
    const joined = fields.reduce((sum, field) => sum + field.width, 0);
    return [
      ...fields.map((field) => ({ name: `embedding-${field.name}`, shape: [field.size, field.width], deviation: 0.3 })),
      { name: 'hidden-1', shape: [joined, HIDDEN[0]], deviation: he(joined) },
      { name: 'hidden-1-bias', shape: [HIDDEN[0]], deviation: 0 },
      { name: 'hidden-2', shape: HIDDEN, deviation: he(HIDDEN[0]) },
      { name: 'hidden-2-bias', shape: [HIDDEN[1]], deviation: 0 },
      { name: 'output', shape: [HIDDEN[1], outputs], deviation: 0.01 },
      { name: 'output-bias', shape: [outputs], deviation: 0 },
    ];
  },
  /**
   * A dense row of weights per field (they sum to 1): an embedding's gradient is then a matrix product, which every
   * engine has.
   */
  load(inputs, rows) {
    return fieldsOf(inputs).fields.map((field) => {
      const data = new Float32Array(rows.length * field.size);
      rows.forEach((row, r) => {
        let total = 0;
        for (let at = field.offsets[row]; at < field.offsets[row + 1]; at++) total += field.weights[at];
        for (let at = field.offsets[row]; at < field.offsets[row + 1]; at++)
          data[r * field.size + field.values[at]] += field.weights[at] / (total || 1);
      });
      return { data, shape: [rows.length, field.size] };
    });
  },
  forward(parameters, batch) {
    const embeddings = embed(batch, parameters);
    const [w1, b1, w2, b2, w3, b3] = parameters.slice(batch.length);
    let h: tf.Tensor = embeddings.length === 1 ? embeddings[0] : tf.concat(embeddings, 1);
    h = rectifiedSum(linear(h, w1), b1);
    h = rectifiedSum(linear(h, w2), b2);
    return tf.add(linear(h, w3), b3);
  },
};

/** One embedding a field. */
export function embed(fields: readonly tf.Tensor[], matrices: readonly tf.Tensor[]): tf.Tensor[] {
  return fields.map((field, i) => linearOfInput(field, matrices[i]));
}

function fieldsOf(inputs: NetworkInputs): Extract<NetworkInputs, { kind: 'fields' }> {
  if (inputs.kind !== 'fields') throw new TypeError('this network takes categorical fields');
  return inputs;
}
