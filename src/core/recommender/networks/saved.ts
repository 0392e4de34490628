import type { FieldInputs, NetworkInputs, NetworkKind } from './task.ts';

/** A categorical field of a saved network: what stands in each row of its embedding after the first, the unknown. */
export interface SavedField {
  name: string;
  width: number;
  vocabulary: Uint32Array;
}

/** A trained network with what its inputs are made by. */
export interface SavedNetwork {
  kind: NetworkKind;
  outputs: number;
  /** How many of the outputs are rating factors; the song's bias follows them, then the preference factors. */
  ratingFactors: number;
  /** False in models from before the song's bias was predicted. */
  predictsBias: boolean;
  weights: Float32Array;
  /** Per mel band or value of a vector, over the training rows; empty for networks of fields alone. */
  mean: Float32Array;
  deviation: Float32Array;
  fields?: SavedField[];
  /** The set whose vectors it takes. */
  vectorSet?: string;
  /** How many sets of vectors it takes beside fields. */
  vectorsBeside?: number;
  /** Whether a new recording is all that it needs. */
  hears: boolean;
  /** The scale of the targets: rating factors, preference factors. */
  scales: [number, number];
}

/** What stays of the inputs when the network is kept: not the songs'. */
export function savedNetworkInputs(
  inputs: NetworkInputs,
): Pick<SavedNetwork, 'mean' | 'deviation' | 'fields' | 'vectorsBeside'> {
  if (inputs.kind === 'joint') return { ...savedNetworkInputs(inputs.mel), ...fieldsOf(inputs.fields) };
  if (inputs.kind === 'fields')
    return { mean: new Float32Array(0), deviation: new Float32Array(0), ...fieldsOf(inputs) };
  return { mean: inputs.mean, deviation: inputs.deviation };
}

function fieldsOf({ fields, vectors }: FieldInputs): Pick<SavedNetwork, 'fields' | 'vectorsBeside'> {
  return {
    fields: fields.map(({ name, width, vocabulary }) => ({ name, width, vocabulary })),
    ...(vectors.length > 0 ? { vectorsBeside: vectors.length } : {}),
  };
}

/** The inputs of a saved network, without songs; of sets of vectors beside fields nothing is kept. */
export function savedInputs({ kind, mean, deviation, fields = [] }: SavedNetwork): NetworkInputs {
  const mel = { kind: 'mel', folder: '', tracks: new Uint32Array(0), mean, deviation } as const;
  const none = { offsets: Uint32Array.of(0), values: new Uint32Array(0), weights: new Float32Array(0) };
  const categorical = {
    kind: 'fields' as const,
    fields: fields.map((field) => ({ ...field, size: field.vocabulary.length + 1, ...none })),
    vectors: [],
  };
  if (kind === 'fields-mlp') return categorical;
  if (kind === 'joint') return { kind: 'joint', mel, fields: categorical };
  if (kind === 'vectors-mlp')
    return { kind: 'vectors', width: mean.length, values: new Float32Array(0), mean, deviation };
  return mel;
}
