import type { Interactions } from '../data/dataset.ts';
import type { TestCase } from './held-out.ts';

/** What one fold trains on and tests. Indices are the dataset's throughout. */
export interface Fold {
  training: Interactions;
  cases: TestCase[];
  /** Songs that compete for a place in the lists; null = all. */
  candidates: Uint8Array | null;
}
