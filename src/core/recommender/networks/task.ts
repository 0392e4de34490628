/** The inputs of a network, one row a song. Rows are read from disk or memory batch by batch. */
export type NetworkInputs =
  | MelInputs
  | FieldInputs
  | VectorInputs
  | { kind: 'joint'; mel: MelInputs; fields: FieldInputs };

export interface MelInputs {
  kind: 'mel';
  folder: string;
  tracks: Uint32Array;
  /** Per band, in dB, over the training rows. */
  mean: Float32Array;
  deviation: Float32Array;
}

export interface VectorInputs {
  kind: 'vectors';
  width: number;
  /** Songs × width; songs without a vector have zeros. */
  values: Float32Array;
  /** Per value, over the training rows; values that do not vary there have deviation 0. */
  mean: Float32Array;
  deviation: Float32Array;
}

export interface FieldInputs {
  kind: 'fields';
  fields: FieldInput[];
  /** Sets of vectors beside them. */
  vectors: VectorInputs[];
}

/** Every array that inputs hold, in a fixed order. */
export function inputArrays(inputs: NetworkInputs): (Uint32Array | Float32Array)[] {
  if (inputs.kind === 'mel') return [inputs.tracks, inputs.mean, inputs.deviation];
  if (inputs.kind === 'fields')
    return [
      ...inputs.fields.flatMap((field) => [field.offsets, field.values, field.weights]),
      ...inputs.vectors.flatMap(inputArrays),
    ];
  if (inputs.kind === 'vectors') return [inputs.values, inputs.mean, inputs.deviation];
  return [...inputArrays(inputs.mel), ...inputArrays(inputs.fields)];
}

/** One categorical field as compressed rows of (value, weight): tags have many values, artist and year one. */
export interface FieldInput {
  name: string;
  /** Rows of the embedding: the unknown, then one for each value of the vocabulary. */
  size: number;
  width: number;
  vocabulary: Uint32Array;
  offsets: Uint32Array;
  values: Uint32Array;
  weights: Float32Array;
}

export type NetworkKind = 'conv-1d' | 'conv-2d' | 'fields-mlp' | 'joint' | 'vectors-mlp';

export interface NetworkTask {
  network: NetworkKind;
  inputs: NetworkInputs;
  /** n × outputs, standardised by the caller. */
  targets: Float32Array;
  outputs: number;
  /** Rows that the weights are fitted on, and rows that only choose the best epoch, with patience. */
  trainingRows: Uint32Array;
  validationRows: Uint32Array;
  /**
   * Maximum number of passes; fewer when the validation loss has not fallen for `patience` of them (0 = never stop
   * early, and keep the weights of the last).
   */
  epochs: number;
  patience: number;
  batchSize: number;
  learningRate: number;
  weightDecay: number;
  seed: number;
  /** Epochs (from 1) after which the weights are kept beside the best. */
  snapshots?: number[];
}

export interface NetworkResult {
  weights: Float32Array;
  /** Mean squared error per epoch. */
  loss: number[];
  validationLoss: number[];
  /** Epoch (from 1) whose weights were kept. */
  bestEpoch: number;
  engine: string;
  snapshots: Map<number, Float32Array>;
}

export interface TrainHooks {
  /** After each epoch, and occasionally within one; throws when the run was cancelled. */
  progress(fraction: number, live: Record<string, unknown>): void;
}

/** Trains a network and applies it; the trainer process has one, other processes have none. */
export interface NetworkTrainer {
  train(task: NetworkTask, hooks: TrainHooks): Promise<NetworkResult>;
  /** outputs for `rows`, row major. */
  predict(
    task: Pick<NetworkTask, 'network' | 'inputs' | 'outputs'>,
    weights: Float32Array,
    rows: Uint32Array,
  ): Promise<Float32Array>;
}
