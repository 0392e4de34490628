import type { GradientEngine } from '../core/recommender/networks/train.ts';

/** An engine that holds a task's inputs until it is closed. */
export interface OpenEngine extends GradientEngine {
  close(): Promise<void>;
}
