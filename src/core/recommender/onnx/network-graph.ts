import { MEL_BANDS, MEL_FRAMES } from '../audio/mel.ts';
import { size } from '../networks/network.ts';
import { NETWORKS } from '../networks/registry.ts';
import { savedInputs, type SavedNetwork } from '../networks/saved.ts';
import type { NetworkKind } from '../networks/task.ts';
import { GraphBuilder } from './graph.ts';

/** Sizes of a network's inputs, by which people know them in the file. */
const SONGS = 'songs';
/** An average pool and the larger of two neighbours halve a side. */
const HALF = { kernel_shape: [2], strides: [2] };
const HALF_PICTURE = { kernel_shape: [2, 2], strides: [2, 2] };

/** What the nodes of a network are made from. */
interface Making {
  graph: GraphBuilder;
  network: SavedNetwork;
  /** The values of a parameter. */
  values(name: string): Float32Array;
  shape(name: string): number[];
}

/**
 * A network as an ONNX graph. Its inputs are what `preprocessing` says, before they are standardised; its outputs are
 * factors in the units of the model, of which it stores those of every song.
 */
export function networkGraph(network: SavedNetwork): GraphBuilder {
  const graph = new GraphBuilder();
  const parameters = NETWORKS[network.kind].parameters(savedInputs(network), network.outputs);
  const all = new Map<string, { shape: number[]; values: Float32Array }>();
  let at = 0;
  for (const { name, shape } of parameters) {
    all.set(name, { shape, values: network.weights.subarray(at, at + size(shape)) });
    at += size(shape);
  }
  if (at !== network.weights.length) throw new RangeError(`${network.weights.length} weights instead of ${at}`);
  const of = (name: string) => all.get(name) as { shape: number[]; values: Float32Array };
  const making: Making = {
    graph,
    network,
    values: (name) => of(name).values,
    shape: (name) => of(name).shape,
  };
  addOutputs(making, FORWARD[network.kind](making));
  return graph;
}

const FORWARD: Record<NetworkKind, (making: Making) => string> = {
  'conv-1d': (making) => output(making, hidden(making, heard(making), 'hidden')),
  'conv-2d': (making) => {
    const { graph } = making;
    const shape = graph.wholeNumbers('picture-shape', [0, 1, MEL_BANDS, MEL_FRAMES]); // 0: as it is
    let value = graph.node('Reshape', [spectrogram(making), shape]);
    // Padded as TensorFlow does for an even number of lines: after them.
    value = picture(making, value, 'conv-1', { pads: [0, 0, 1, 1], strides: [2, 2] });
    value = graph.node('MaxPool', [value], HALF_PICTURE);
    value = picture(making, value, 'conv-2', { pads: [1, 1, 1, 1] });
    value = graph.node('MaxPool', [value], HALF_PICTURE);
    value = picture(making, value, 'conv-3', { pads: [1, 1, 1, 1] });
    const pooled = graph.node('ReduceMean', [value], { axes: [2, 3], keepdims: 0 });
    return output(making, hidden(making, pooled, 'hidden'));
  },
  'fields-mlp': (making) => {
    const joined = making.graph.node('Concat', embeddings(making), { axis: 1 });
    return output(making, hidden(making, hidden(making, joined, 'hidden-1'), 'hidden-2'));
  },
  joint: (making) => {
    const joined = making.graph.node('Concat', [heard(making), ...embeddings(making)], { axis: 1 });
    return output(making, hidden(making, joined, 'hidden'));
  },
  'vectors-mlp': (making) => {
    const { graph, network } = making;
    const { length } = network.mean;
    const vectors = graph.input('vectors', [SONGS, length], 'One vector a song, as the set of vectors holds them.');
    // Values that did not vary among the training songs count as their mean.
    const scale = network.deviation.map((deviation) => (deviation > 0 ? 1 / deviation : 0));
    const centred = graph.node('Sub', [vectors, graph.constant('mean', [length], network.mean)]);
    return output(
      making,
      hidden(making, graph.node('Mul', [centred, graph.constant('scale', [length], scale)]), 'hidden'),
    );
  },
};

/** The dB values of an input, standardised per band. */
function spectrogram({ graph, network }: Making): string {
  const mel = graph.input('mel', [SONGS, MEL_BANDS, MEL_FRAMES], 'Mel spectrograms in dB, bands × frames, −80 to 0.');
  const centred = graph.node('Sub', [mel, graph.constant('band-mean', [MEL_BANDS, 1], network.mean)]);
  return graph.node('Div', [centred, graph.constant('band-deviation', [MEL_BANDS, 1], network.deviation)]);
}

/** The convolutions over time up to the pooling. */
function heard(making: Making): string {
  const { graph } = making;
  const bands = spectrogram(making);
  const channels = making.shape('patch')[1];
  const patch = making.shape('patch')[0] / MEL_BANDS;
  let value = rectifiedConvolution(making, bands, 'patch', patch, channels, { strides: [patch] });
  for (const name of ['conv-1', 'conv-2']) {
    const kernel = making.shape(name)[0] / making.shape(name === 'conv-1' ? 'patch' : 'conv-1')[1];
    value = rectifiedConvolution(making, value, name, kernel, making.shape(name)[1], { pads: [1, 1] });
    value = graph.node('MaxPool', [value], HALF);
  }
  return graph.node(
    'Concat',
    ['ReduceMean', 'ReduceMax'].map((operator) => graph.node(operator, [value], { axes: [2], keepdims: 0 })),
    { axis: 1 },
  );
}

/** Our rows are [place in the kernel × channel, output]; ONNX has [output, channel, place]. */
function rectifiedConvolution(
  { graph, values, shape }: Making,
  input: string,
  name: string,
  kernel: number,
  outputs: number,
  attributes: Record<string, number[]>,
): string {
  const own = values(name);
  const channels = shape(name)[0] / kernel;
  const weights = new Float32Array(own.length);
  for (let place = 0; place < kernel; place++)
    for (let channel = 0; channel < channels; channel++)
      for (let one = 0; one < outputs; one++)
        weights[(one * channels + channel) * kernel + place] = own[(place * channels + channel) * outputs + one];
  const inputs = [
    input,
    graph.constant(name, [outputs, channels, kernel], weights),
    graph.constant(`${name}-bias`, [outputs], values(`${name}-bias`)),
  ];
  return graph.node('Relu', [graph.node('Conv', inputs, { kernel_shape: [kernel], ...attributes })]);
}

/** Filters of [line, column, channel, output] become [output, channel, line, column]. */
function picture(
  { graph, values, shape }: Making,
  input: string,
  name: string,
  attributes: Record<string, number[]>,
): string {
  const turned = turnedFilters(values(name), shape(name));
  const inputs = [
    input,
    graph.constant(name, turned.shape, turned.values),
    graph.constant(`${name}-bias`, [turned.shape[0]], values(`${name}-bias`)),
  ];
  return graph.node('Relu', [graph.node('Conv', inputs, { kernel_shape: turned.shape.slice(2), ...attributes })]);
}

/** Filters as TensorFlow lays them out, as ONNX does. */
export function turnedFilters(
  values: Float32Array,
  [lines, columns, channels, outputs]: readonly number[],
): { shape: number[]; values: Float32Array } {
  const turned = new Float32Array(values.length);
  const places = lines * columns;
  for (let place = 0; place < places; place++)
    for (let channel = 0; channel < channels; channel++)
      for (let one = 0; one < outputs; one++)
        turned[(one * channels + channel) * places + place] = values[(place * channels + channel) * outputs + one];
  return { shape: [outputs, channels, lines, columns], values: turned };
}

function embeddings({ graph, network, values, shape }: Making): string[] {
  return (network.fields ?? []).map(({ name, vocabulary }) => {
    const input = graph.input(
      name,
      [SONGS, vocabulary.length + 1],
      'Weights that add up to 1; column 0 is what is unknown, the others are in "vocabulary" of the metadata.',
    );
    const matrix = `embedding-${name}`;
    return graph.node('MatMul', [input, graph.constant(matrix, shape(matrix), values(matrix))]);
  });
}

function hidden(making: Making, input: string, name: string): string {
  return making.graph.node('Relu', [linear(making, input, name)]);
}

function output(making: Making, input: string): string {
  return linear(making, input, 'output');
}

function linear({ graph, values, shape }: Making, input: string, name: string): string {
  const [, width] = shape(name);
  const weights = graph.constant(name, shape(name), values(name));
  return graph.node('Gemm', [input, weights, graph.constant(`${name}-bias`, [width], values(`${name}-bias`))]);
}

/** Rating factors, the song's bias, and the preference factors where the network predicts these. */
function addOutputs({ graph, network }: Making, value: string): void {
  const { outputs, scales, ratingFactors, predictsBias } = network;
  const ofRating = ratingFactors + (predictsBias ? 1 : 0);
  const scale = Float32Array.from({ length: outputs }, (_, i) => scales[i < ofRating ? 0 : 1]);
  const scaled = graph.node('Mul', [value, graph.constant('output-scale', [outputs], scale)]);
  const parts = OUTPUTS.map(({ name, explanation }, i) => ({
    name,
    explanation,
    width: [ratingFactors, ofRating - ratingFactors, outputs - ofRating][i],
  })).filter(({ width }) => width > 0);
  const values = graph.columns(
    scaled,
    parts.map(({ width }) => width),
  );
  parts.forEach(({ name, explanation, width }, i) => {
    graph.output(name, values[i], [SONGS, width], explanation);
  });
}

const OUTPUTS = [
  { name: 'rating_factors', explanation: "The product with a listener's factors, and the biases, are a rating." },
  { name: 'rating_bias', explanation: "The song's bias: what is added to the rating of every listener." },
  { name: 'preference_factors', explanation: "The product with a listener's preference factors ranks songs." },
] as const;
