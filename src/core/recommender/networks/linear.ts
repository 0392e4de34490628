import * as tf from '@tensorflow/tfjs-core';

/**
 * x · w with gradients that are plain matrix products of transposed copies. The WASM backend multiplies transposed
 * operands some twenty times slower than it
 * copies them first and multiplies then; on native TensorFlow it makes no difference.
 */
export function linear(x: tf.Tensor, w: tf.Tensor): tf.Tensor {
  return tf.customGrad((a, b, save) => {
    (save as (tensors: tf.Tensor[]) => void)([a as tf.Tensor, b as tf.Tensor]);
    return {
      value: tf.matMul(a as tf.Tensor2D, b as tf.Tensor2D),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => [
        tf.matMul(dy as tf.Tensor2D, tf.transpose(saved[1]) as tf.Tensor2D),
        tf.matMul(tf.transpose(saved[0]) as tf.Tensor2D, dy as tf.Tensor2D),
      ],
    };
  })(x, w);
}

/** The same for data that needs no gradient, such as a network's input. */
export function linearOfInput(x: tf.Tensor, w: tf.Tensor): tf.Tensor {
  return tf.customGrad((b, save) => {
    (save as (tensors: tf.Tensor[]) => void)([x]);
    return {
      value: tf.matMul(x as tf.Tensor2D, b as tf.Tensor2D),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) =>
        tf.matMul(tf.transpose(saved[0]) as tf.Tensor2D, dy as tf.Tensor2D),
    };
  })(w);
}
