import type { Message } from '../messages/message.ts';

/** Of the family-wise error, then of false discoveries; as R's p.adjust computes them. */
export const FAMILY_METHODS = ['holm', 'hochberg', 'hommel', 'bonferroni', 'bh', 'by'] as const;

export interface KeptTest {
  at: string;
  /** Of the comparison or the analysis. */
  name: string;
  /** What was asked, in words. */
  asked: Message;
  /** A hash of the cases that were read; of looks by earlier versions, the number of decisions then. */
  state: string;
  /** Whether the same cases would be read now. */
  current: boolean;
  p: number | null;
  /** The family that was named before; null for an exploratory test. */
  family: string | null;
  /** Within the family as it was named, with the tests that are still to be made. */
  adjustedP: number | null;
}

export interface TestLedger {
  tests: KeptTest[];
  families: {
    name: string;
    method: (typeof FAMILY_METHODS)[number];
    comparisons: string[];
    at: string;
    /** How many of its tests are made on the data of today, and for how many p is adjusted. */
    progress: Message;
  }[];
  /** How many tests there were, and what is not known. */
  notes: Message[];
}
