import * as tf from '@tensorflow/tfjs-core';

interface FilterGradientAttributes {
  strides: number | [number, number];
  pad: 'same' | 'valid' | number;
  dataFormat: string;
  filterShape: [number, number, number, number];
}

type WasmBackend = tf.KernelBackend & { disposeData(dataId: object): boolean };

/**
 * tfjs-backend-wasm has every kernel that training needs but one. The gradient of a convolution by its filter is itself
 * a convolution: channels take the place of
 * the batch, the output's gradient is the filter, strides become dilations.
 */
export function registerFilterGradient(): void {
  if (tf.getKernel('Conv2DBackpropFilter', 'wasm')) return;
  tf.registerKernel({
    kernelName: 'Conv2DBackpropFilter',
    backendName: 'wasm',
    kernelFunc: ({ inputs, attrs, backend }) =>
      filterGradient(
        inputs.x as tf.TensorInfo,
        inputs.dy as tf.TensorInfo,
        attrs as unknown as FilterGradientAttributes,
        backend as WasmBackend,
      ),
  });
}

function filterGradient(
  x: tf.TensorInfo,
  dy: tf.TensorInfo,
  { strides, pad, filterShape: [height, width] }: FilterGradientAttributes,
  backend: WasmBackend,
): tf.TensorInfo {
  const run = (kernel: string, inputs: Record<string, tf.TensorInfo>, attrs: Record<string, unknown>) =>
    tf.getKernel(kernel, 'wasm').kernelFunc({ inputs, attrs: attrs as never, backend }) as tf.TensorInfo;
  const [strideY, strideX] = Array.isArray(strides) ? strides : [strides, strides];
  const [top, bottom] = padding(pad, x.shape[1], dy.shape[1], strideY, height);
  const [left, right] = padding(pad, x.shape[2], dy.shape[2], strideX, width);
  const padded = run(
    'PadV2',
    { x },
    {
      paddings: [
        [0, 0],
        [top, bottom],
        [left, right],
        [0, 0],
      ],
      constantValue: 0,
    },
  );
  const pictures = run('Transpose', { x: padded }, { perm: [3, 1, 2, 0] });
  const filter = run('Transpose', { x: dy }, { perm: [1, 2, 0, 3] });
  const full = run(
    'Conv2D',
    { x: pictures, filter },
    { strides: [1, 1], pad: 'valid', dataFormat: 'NHWC', dilations: [strideY, strideX] },
  );
  const cut = run('Slice', { x: full }, { begin: [0, 0, 0, 0], size: [full.shape[0], height, width, full.shape[3]] });
  const gradient = run('Transpose', { x: cut }, { perm: [1, 2, 0, 3] });
  for (const { dataId } of [padded, pictures, filter, full, cut]) backend.disposeData(dataId);
  return gradient;
}

function padding(
  pad: FilterGradientAttributes['pad'],
  input: number,
  output: number,
  stride: number,
  filter: number,
): [number, number] {
  if (typeof pad === 'number') return [pad, pad];
  if (pad === 'valid') return [0, 0];
  const total = Math.max(0, (output - 1) * stride + filter - input);
  return [Math.floor(total / 2), total - Math.floor(total / 2)];
}
