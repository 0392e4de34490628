import type { Message } from '../../../shared/messages/message.ts';
import type { Interactions, Listens } from '../data/dataset.ts';
import type { TestCase } from './held-out.ts';

/** The training and test rows of one fold. All indices are the dataset's. */
export interface Fold {
  training: Interactions;
  cases: TestCase[];
  /** Songs that compete for a place in the lists; null = all. */
  candidates: Uint8Array | null;
  /** Listeners with too few songs to be tested, who are in training only. */
  tooShort?: number;
  /** Listeners of a given split of whom nothing is held out: neither in training nor in the test. */
  untested?: number;
  /** With a cut-off: the songs that had been played by then, and the times of the training plays. */
  asOf?: { catalogue: Uint8Array; listens: Listens };
  /** What a reader of the result has to know of this split. */
  notes?: Message[];
}
