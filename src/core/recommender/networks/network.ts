import type { Tensor } from '@tensorflow/tfjs-core';
import type { Random } from '../../statistics/random.ts';
import type { NetworkInputs, NetworkKind } from './task.ts';

export interface Parameter {
  name: string;
  shape: number[];
  /** Standard deviation of the initial values; 0 = zeros. */
  deviation: number;
}

/**
 * One definition serves every engine: parameters with shapes, how a batch becomes tensors, and the forward pass in tfjs
 * operations.
 */
export interface Network {
  kind: NetworkKind;
  parameters(inputs: NetworkInputs, outputs: number): Parameter[];
  /** The batch as plain arrays with shapes. */
  load(inputs: NetworkInputs, rows: Uint32Array): { data: Float32Array; shape: number[] }[];
  /** @returns [rows, outputs] */
  forward(parameters: Tensor[], batch: Tensor[]): Tensor;
}

export function size(shape: readonly number[]): number {
  return shape.reduce((product, n) => product * n, 1);
}

export function parameterCount(parameters: readonly Parameter[]): number {
  return parameters.reduce((sum, parameter) => sum + size(parameter.shape), 0);
}

/** All parameters, one after another. */
export function initialWeights(parameters: readonly Parameter[], random: Random): Float32Array {
  const weights = new Float32Array(parameterCount(parameters));
  let at = 0;
  for (const { shape, deviation } of parameters) {
    const n = size(shape);
    if (deviation > 0) for (let i = 0; i < n; i++) weights[at + i] = deviation * random.normal();
    at += n;
  }
  return weights;
}

/** He initialisation for layers followed by a rectifier. */
export function he(inputs: number): number {
  return Math.sqrt(2 / inputs);
}
