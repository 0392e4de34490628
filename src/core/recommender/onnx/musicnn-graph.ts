import { MUSICNN_BANDS, MUSICNN_FRAMES } from '../audio/musicnn-mel.ts';
import type { Tensor } from '../data/safetensors.ts';
import { MUSICNN_VALUES, TEMPORAL, TIMBRAL, TIME_PADDING } from '../networks/musicnn.ts';
import { GraphBuilder } from './graph.ts';
import { turnedFilters } from './network-graph.ts';

const CLIPS = 'clips';
const TIME = 2; // of [clip, channel, time, frequency]
const FREQUENCY = 3;

/** MusiCNN up to its mean pool, as `networks/musicnn.ts` computes it, with channels before time as ONNX wants them. */
export function musicnnGraph(weights: ReadonlyMap<string, Tensor>): GraphBuilder {
  const graph = new GraphBuilder();
  const at = (name: string) => weights.get(name) as Tensor;
  const constant = (name: string, shape: number[]) => graph.constant(name, shape, at(name).values as Float32Array);
  /** A scale and a shift for each channel, which is followed by `after` other sides. */
  const normalised = (value: string, layer: string, after: number) => {
    const shape = [at(`${layer}/scale`).values.length, ...Array.from({ length: after }, () => 1)];
    const scaled = graph.node('Mul', [value, constant(`${layer}/scale`, shape)]);
    return graph.node('Add', [scaled, constant(`${layer}/shift`, shape)]);
  };
  const convolved = (value: string, layer: string, pads: number[], sides: number) => {
    const kernel = at(`${layer}/kernel`);
    const turned = turnedFilters(kernel.values as Float32Array, kernel.shape);
    // The dense layers look at all channels of the front at once: a convolution over time alone.
    const [outputs, , lines, columns] = turned.shape;
    const one =
      sides === 1
        ? { shape: [outputs, columns, lines], values: overTime(turned.values, [outputs, lines, columns]) }
        : turned;
    const inputs = [
      value,
      graph.constant(`${layer}/kernel`, one.shape, one.values),
      constant(`${layer}/bias`, [outputs]),
    ];
    const rectified = graph.node('Relu', [graph.node('Conv', inputs, { kernel_shape: one.shape.slice(2), pads })]);
    return normalised(rectified, layer, sides);
  };
  const mel = graph.input('mel', [CLIPS, MUSICNN_FRAMES, MUSICNN_BANDS], 'log10(10,000 · mel + 1), frames × bands.');
  const shape = graph.wholeNumbers('picture-shape', [0, 1, MUSICNN_FRAMES, MUSICNN_BANDS]); // 0: as it is
  const picture = graph.node('Reshape', [mel, shape]);
  const input = normalised(picture, 'input', 2);
  const [before, behind] = TIME_PADDING[1];
  const largest = (value: string) => graph.node('ReduceMax', [value], { axes: [FREQUENCY], keepdims: 0 });
  const front = graph.node(
    'Concat',
    [
      ...TIMBRAL.map((layer) => largest(convolved(input, layer, [before, 0, behind, 0], 2))),
      ...TEMPORAL.map((layer) => {
        const more = at(`${layer}/kernel`).shape[0] - 1;
        return largest(convolved(input, layer, [Math.floor(more / 2), 0, Math.ceil(more / 2), 0], 2));
      }),
    ],
    { axis: 1 },
  );
  const next = (value: string, layer: string) => convolved(value, layer, [before, behind], 1);
  const first = next(front, 'dense-1');
  const second = graph.node('Add', [next(first, 'dense-2'), first]);
  const third = graph.node('Add', [next(second, 'dense-3'), second]);
  const all = graph.node('Concat', [front, first, second, third], { axis: 1 });
  const pooled = graph.node('ReduceMean', [all], { axes: [TIME], keepdims: 0 });
  graph.output('vectors', pooled, [CLIPS, MUSICNN_VALUES], 'What was heard, the mean over time.');
  return graph;
}

/** [output, time, channel] → [output, channel, time] */
function overTime(values: Float32Array, [outputs, times, channels]: readonly number[]): Float32Array {
  const turned = new Float32Array(values.length);
  for (let one = 0; one < outputs; one++)
    for (let time = 0; time < times; time++)
      for (let channel = 0; channel < channels; channel++)
        turned[(one * channels + channel) * times + time] = values[(one * times + time) * channels + channel];
  return turned;
}
