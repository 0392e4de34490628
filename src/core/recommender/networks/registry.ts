import { conv1d } from './conv-1d.ts';
import { conv2d } from './conv-2d.ts';
import { fieldsMlp } from './fields-mlp.ts';
import { joint } from './joint.ts';
import type { Network } from './network.ts';
import type { NetworkKind } from './task.ts';
import { vectorsMlp } from './vectors-mlp.ts';

/** Every network; a new one is a file, a kind in `task.ts` and a line here. */
export const NETWORKS: Record<NetworkKind, Network> = {
  'conv-1d': conv1d,
  'conv-2d': conv2d,
  'fields-mlp': fieldsMlp,
  joint,
  'vectors-mlp': vectorsMlp,
};
