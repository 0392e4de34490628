import * as tf from '@tensorflow/tfjs-core';

interface FilterGradientAttributes {
  strides: number | [number, number];
  pad: 'same' | 'valid' | number;
  dataFormat: string;
  filterShape: [number, number, number, number];
}

/**
 * tfjs-backend-wasm has every kernel that training needs but one. The gradient of a convolution by its filter is itself a convolution: channels take the place of
 * the batch, the output's gradient is the filter, strides become dilations.
 */
export function registerFilterGradient(): void {
  if (tf.getKernel('Conv2DBackpropFilter', 'wasm')) return;
  tf.registerKernel({
    kernelName: 'Conv2DBackpropFilter',
    backendName: 'wasm',
    kernelFunc: ({ inputs, attrs }) => {
      const { x, dy } = inputs as { x: tf.TensorInfo; dy: tf.TensorInfo };
      const { strides, pad, filterShape } = attrs as unknown as FilterGradientAttributes;
      const engine = tf.engine();
      const tensor = (info: tf.TensorInfo) => engine.makeTensorFromTensorInfo(info as tf.TensorInfo & { dataId: object }) as tf.Tensor4D;
      // Runs inside the tape's own scope, which disposes of what is made on the way.
      const result = tf.tidy(() => filterGradient(tensorView(x, tensor), tensorView(dy, tensor), strides, pad, filterShape));
      return { dataId: result.dataId, shape: result.shape, dtype: result.dtype };
    },
  });
}

/** Kernel inputs are live tensors already; only bare infos are wrapped. */
function tensorView(info: tf.TensorInfo, wrap: (info: tf.TensorInfo) => tf.Tensor4D): tf.Tensor4D {
  return info instanceof tf.Tensor ? (info as tf.Tensor4D) : wrap(info);
}

function filterGradient(x: tf.Tensor4D, dy: tf.Tensor4D, strides: number | [number, number], pad: FilterGradientAttributes['pad'], [height, width]: FilterGradientAttributes['filterShape']): tf.Tensor4D {
  const [strideY, strideX] = Array.isArray(strides) ? strides : [strides, strides];
  const [, inY, inX] = x.shape;
  const [, outY, outX] = dy.shape;
  const [top, bottom] = padding(pad, inY, outY, strideY, height);
  const [left, right] = padding(pad, inX, outX, strideX, width);
  const padded = tf.pad(x, [[0, 0], [top, bottom], [left, right], [0, 0]]);
  const pictures = tf.transpose(padded, [3, 1, 2, 0]);
  const filters = tf.transpose(dy, [1, 2, 0, 3]) as tf.Tensor4D;
  const gradient = tf.conv2d(pictures as tf.Tensor4D, filters, 1, 'valid', 'NHWC', [strideY, strideX]);
  const cut = tf.slice(gradient, [0, 0, 0, 0], [gradient.shape[0], height, width, gradient.shape[3]]);
  return tf.transpose(cut, [1, 2, 0, 3]) as tf.Tensor4D;
}

function padding(pad: FilterGradientAttributes['pad'], input: number, output: number, stride: number, filter: number): [number, number] {
  if (typeof pad === 'number') return [pad, pad];
  if (pad === 'valid') return [0, 0];
  const total = Math.max(0, (output - 1) * stride + filter - input);
  return [Math.floor(total / 2), total - Math.floor(total / 2)];
}
