import * as tf from '@tensorflow/tfjs-core';

/** What native TensorFlow has beyond tfjs's own operations: its backend runs any of its operations by name. */
interface NativeBackend {
  binding: { TF_ATTR_TYPE: number; TF_ATTR_STRING: number; TF_FLOAT: number };
  executeSingleOutput(
    name: string,
    attributes: { name: string; type: number; value: unknown }[],
    inputs: tf.Tensor[],
  ): tf.Tensor;
}

/**
 * Native TensorFlow has fast operations where the WASM backend is faster with matrix products and copies; both compute
 * the same.
 */
export function onNative(): boolean {
  return tf.getBackend() === 'tensorflow';
}

function native(name: string, inputs: tf.Tensor[], withFormat = false): tf.Tensor {
  const backend = tf.backend() as unknown as NativeBackend;
  const { binding } = backend;
  const attributes = [
    { name: 'T', type: binding.TF_ATTR_TYPE, value: binding.TF_FLOAT },
    ...(withFormat ? [{ name: 'data_format', type: binding.TF_ATTR_STRING, value: 'NHWC' }] : []),
  ];
  return backend.executeSingleOutput(name, attributes, inputs);
}

/** relu(x + bias), channels last. The gradient needs the output only. */
export function rectifiedSum(x: tf.Tensor, bias: tf.Tensor): tf.Tensor {
  return tf.customGrad((input, added, save) => {
    const value = tf.relu(
      onNative()
        ? native('BiasAdd', [input as tf.Tensor, added as tf.Tensor], true)
        : tf.add(input as tf.Tensor, added as tf.Tensor),
    );
    (save as (tensors: tf.Tensor[]) => void)([value]);
    const axes = Array.from({ length: x.rank - 1 }, (_, axis) => axis);
    return {
      value,
      gradFunc: (dy: tf.Tensor, [output]: tf.Tensor[]) => {
        const dx = onNative() ? native('ReluGrad', [dy, output]) : tf.mul(dy, tf.step(output));
        return [dx, onNative() ? native('BiasAddGrad', [dx], true) : tf.sum(dx, axes)];
      },
    };
  })(x, bias);
}

/** Mean over the places of [rows, …places, channels]; its gradient is spread out once, without a tensor of ones. */
export function meanOverPlaces(x: tf.Tensor): tf.Tensor {
  const axes = Array.from({ length: x.rank - 2 }, (_, i) => i + 1);
  const places = axes.reduce((product, axis) => product * x.shape[axis], 1);
  return tf.customGrad((input) => ({
    value: tf.mean(input as tf.Tensor, axes),
    gradFunc: (dy: tf.Tensor) => {
      const each = tf.div(dy, places);
      if (onNative())
        return tf.tile(tf.reshape(each, [x.shape[0], ...axes.map(() => 1), x.shape[x.rank - 1]]), [
          1,
          ...axes.map((axis) => x.shape[axis]),
          1,
        ]);
      // A matrix product spreads faster than the WASM backend tiles.
      const rows = x.shape[0];
      const spread = new Float32Array(rows * places * rows);
      for (let place = 0; place < rows * places; place++) spread[place * rows + Math.floor(place / places)] = 1;
      return tf.reshape(tf.matMul(tf.tensor2d(spread, [rows * places, rows]), each as tf.Tensor2D), x.shape);
    },
  }))(x);
}

/**
 * Convolution of pictures, kernel 3 × 3, same padding. The WASM backend has fast convolutions and matrix products but a
 * slow or missing kernel for each of the two gradients: there the input's
 * gradient is a convolution with the rotated filter, the filter's a matrix product of shifted copies.
 */
export function convolution(x: tf.Tensor4D, filters: tf.Tensor4D, stride: 1 | 2, inputToo: boolean): tf.Tensor4D {
  if (onNative()) return tf.conv2d(x, filters, stride, 'same');
  const gradients = (dy: tf.Tensor4D, input: tf.Tensor4D, weights: tf.Tensor4D) => ({
    input: () => tf.conv2d(dy, tf.transpose(tf.reverse(weights, [0, 1]), [0, 1, 3, 2]) as tf.Tensor4D, 1, 'same'),
    filters: () => filterGradient(input, dy, stride),
  });
  if (!inputToo) {
    return tf.customGrad((weights, save) => {
      (save as (tensors: tf.Tensor[]) => void)([x]);
      return {
        value: tf.conv2d(x, weights as tf.Tensor4D, stride, 'same'),
        gradFunc: (dy: tf.Tensor, [input]: tf.Tensor[]) =>
          gradients(dy as tf.Tensor4D, input as tf.Tensor4D, filters).filters(),
      };
    })(filters) as tf.Tensor4D;
  }
  if (stride !== 1) throw new RangeError('the gradient of a strided convolution by its input is not written');
  return tf.customGrad((input, weights, save) => {
    (save as (tensors: tf.Tensor[]) => void)([input as tf.Tensor, weights as tf.Tensor]);
    return {
      value: tf.conv2d(input as tf.Tensor4D, weights as tf.Tensor4D, stride, 'same'),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
        const own = gradients(dy as tf.Tensor4D, saved[0] as tf.Tensor4D, saved[1] as tf.Tensor4D);
        return [own.input(), own.filters()];
      },
    };
  })(x, filters) as tf.Tensor4D;
}

const KERNEL = 3;

/**
 * dW[ky, kx, c, o] = Σ x[…, y·stride + ky, …, c] dy[…, y, …, o]: for each place of the kernel dyᵀ times a shifted copy
 * of x.
 */
function filterGradient(x: tf.Tensor4D, dy: tf.Tensor4D, stride: number): tf.Tensor4D {
  const [rows, height, width, channels] = x.shape;
  const [, outHeight, outWidth, outputs] = dy.shape;
  const missing = (size: number, out: number) => Math.max(0, (out - 1) * stride + KERNEL - size);
  const before = (size: number, out: number) => Math.floor(missing(size, out) / 2);
  // Padded to a multiple of the stride, so that each phase is a separate picture.
  const whole = (size: number, out: number) => (out + 1) * stride - size - before(size, out) + (stride === 1 ? 1 : 0);
  const padded = tf.pad(x, [
    [0, 0],
    [before(height, outHeight), whole(height, outHeight)],
    [before(width, outWidth), whole(width, outWidth)],
    [0, 0],
  ]);
  const phases = splitPhases(padded, stride);
  const turned = tf.transpose(tf.reshape(dy, [rows * outHeight * outWidth, outputs])) as tf.Tensor2D;
  const parts = Array.from({ length: KERNEL * KERNEL }, (_, k) => {
    const [top, left] = [Math.floor(k / KERNEL), k % KERNEL];
    const phase = phases[(top % stride) * stride + (left % stride)];
    const shifted = tf.slice(
      phase,
      [0, Math.floor(top / stride), Math.floor(left / stride) * channels],
      [rows, outHeight, outWidth * channels],
    );
    return tf.reshape(tf.transpose(tf.matMul(turned, tf.reshape(shifted, [rows * outHeight * outWidth, channels]))), [
      1,
      channels * outputs,
    ]);
  });
  return tf.reshape(tf.concat(parts, 0), [KERNEL, KERNEL, channels, outputs]);
}

/**
 * Pictures of every stride-th line and column, as [rows, lines, columns · channels], so that a shifted copy moves whole
 * lines.
 */
function splitPhases(x: tf.Tensor4D, stride: number): tf.Tensor3D[] {
  const [rows, height, width, channels] = x.shape;
  if (stride === 1) return [tf.reshape(x, [rows, height, width * channels]) as tf.Tensor3D];
  const [lines, columns] = [height / stride, width / stride];
  const apart = tf.transpose(tf.reshape(x, [rows * lines, stride, columns, stride * channels]), [1, 0, 2, 3]);
  const byColumn = tf.transpose(tf.reshape(apart, [stride, rows * lines * columns, stride, channels]), [0, 2, 1, 3]);
  const flat = tf.reshape(byColumn, [stride * stride, rows * lines * columns * channels]);
  return Array.from(
    { length: stride * stride },
    (_, phase) =>
      tf.reshape(tf.slice(flat, [phase, 0], [1, rows * lines * columns * channels]), [
        rows,
        lines,
        columns * channels,
      ]) as tf.Tensor3D,
  );
}

/** The larger of each 2 × 2 places. On WASM by whole lines: first of two columns, then of two lines. */
export function halvePictures(x: tf.Tensor4D): tf.Tensor4D {
  if (onNative()) return tf.maxPool(x, 2, 2, 'valid');
  const [rows, height, width, channels] = x.shape;
  const narrow = largerOfPairs(tf.reshape(x, [(rows * height * width) / 2, 2 * channels]) as tf.Tensor2D);
  const low = largerOfPairs(tf.reshape(narrow, [(rows * height) / 2, width * channels]) as tf.Tensor2D);
  return tf.reshape(low, [rows, height / 2, width / 2, channels]);
}

/** max of the left and the right half of every row; if both are equal the left one gets the gradient. */
export function largerOfPairs(pairs: tf.Tensor2D): tf.Tensor2D {
  const [rows, both] = pairs.shape;
  return tf.customGrad((input, save) => {
    const halves = [0, both / 2].map((from) => tf.slice(input as tf.Tensor2D, [0, from], [rows, both / 2]));
    (save as (tensors: tf.Tensor[]) => void)([tf.greaterEqual(halves[0], halves[1])]);
    return {
      value: tf.maximum(halves[0], halves[1]),
      gradFunc: (dy: tf.Tensor, [first]: tf.Tensor[]) => {
        const left = tf.mul(dy, tf.cast(first, 'float32'));
        return tf.concat([left, tf.sub(dy, left)], 1);
      },
    };
  })(pairs) as tf.Tensor2D;
}
