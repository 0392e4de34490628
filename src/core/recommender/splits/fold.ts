import type { Interactions } from '../data/dataset.ts';
import type { TestCase } from './held-out.ts';

/** The training and test rows of one fold. All indices are the dataset's. */
export interface Fold {
  training: Interactions;
  cases: TestCase[];
  /** Songs that compete for a place in the lists; null = all. */
  candidates: Uint8Array | null;
  /** Listeners with too few songs to be tested, who are in training only. */
  tooShort?: number;
}
