import * as tf from '@tensorflow/tfjs-core';
import { rectifiedSum } from './layers.ts';
import { linear, linearOfInput } from './linear.ts';
import { he, type Network } from './network.ts';
import type { FieldInputs, NetworkInputs } from './task.ts';
import { vectorsMlp } from './vectors-mlp.ts';

const HIDDEN = [64, 64];
/** What each set of vectors is brought down to. */
const VECTORS_WIDTH = 32;

/**
 * One embedding matrix per categorical field; a song's embedding is the weighted mean of its values'. Concatenated,
 * with a linear map of each set of vectors, then a perceptron.
 */
export const fieldsMlp: Network = {
  kind: 'fields-mlp',
  parameters(inputs, outputs) {
    const joined = widthOf(fieldsOf(inputs));
    return [
      ...embeddings(inputs),
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
    const { fields, vectors } = fieldsOf(inputs);
    const dense = fields.map((field) => {
      const data = new Float32Array(rows.length * field.size);
      rows.forEach((row, r) => {
        let total = 0;
        for (let at = field.offsets[row]; at < field.offsets[row + 1]; at++) total += field.weights[at];
        for (let at = field.offsets[row]; at < field.offsets[row + 1]; at++)
          data[r * field.size + field.values[at]] += field.weights[at] / (total || 1);
      });
      return { data, shape: [rows.length, field.size] };
    });
    return [...dense, ...vectors.flatMap((own) => vectorsMlp.load(own, rows))];
  },
  forward(parameters, batch) {
    const embedded = embed(batch, parameters);
    const [w1, b1, w2, b2, w3, b3] = parameters.slice(batch.length);
    let h: tf.Tensor = embedded.length === 1 ? embedded[0] : tf.concat(embedded, 1);
    h = rectifiedSum(linear(h, w1), b1);
    h = rectifiedSum(linear(h, w2), b2);
    return tf.add(linear(h, w3), b3);
  },
};

/** The matrices that take each field, and then each set of vectors, to what is put side by side. */
export function embeddings(inputs: NetworkInputs): ReturnType<Network['parameters']> {
  const { fields, vectors } = fieldsOf(inputs);
  return [
    ...fields.map((field) => ({ name: `embedding-${field.name}`, shape: [field.size, field.width], deviation: 0.3 })),
    ...vectors.map(({ width }, i) => ({
      name: `embedding-vectors-${i + 1}`,
      shape: [width, VECTORS_WIDTH],
      deviation: Math.sqrt(1 / width),
    })),
  ];
}

/** How many values all of them give together. */
export function widthOf({ fields, vectors }: FieldInputs): number {
  return fields.reduce((sum, field) => sum + field.width, 0) + vectors.length * VECTORS_WIDTH;
}

/** One embedding a field. */
export function embed(fields: readonly tf.Tensor[], matrices: readonly tf.Tensor[]): tf.Tensor[] {
  return fields.map((field, i) => linearOfInput(field, matrices[i]));
}

function fieldsOf(inputs: NetworkInputs): FieldInputs {
  if (inputs.kind !== 'fields') throw new TypeError('this network takes categorical fields');
  return inputs;
}
