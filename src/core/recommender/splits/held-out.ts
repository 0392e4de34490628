import { type History, historyOf, type TrainingSet } from '../data/training-set.ts';
import { rate } from '../data/ratings.ts';
import type { Split } from './split.ts';

/** The held-out part of one listener's plays. */
export interface HeldOut {
  history: History;
  items: Uint32Array;
  /** Ratings of the held-out plays, by the conversion that was fitted on the training rows. */
  truth: Float64Array;
}

/** One listener of a test: the row in the training set or, for a listener not in it, the history to fold in. */
export interface TestCase {
  /** Index in the dataset: the unit of paired tests. */
  who: number;
  foldIn: { items: Uint32Array; counts: Uint32Array } | null;
  items: Uint32Array;
  counts: Uint32Array;
}

export function casesOf(split: Split): TestCase[] {
  const cases: TestCase[] = [];
  for (let from = 0; from < split.testListeners.length; ) {
    const who = split.testListeners[from];
    let to = from;
    while (to < split.testListeners.length && split.testListeners[to] === who) to++;
    cases.push({
      who,
      foldIn: null,
      items: split.testItems.subarray(from, to),
      counts: split.testCounts.subarray(from, to),
    });
    from = to;
  }
  return cases;
}

export function heldOut({ who, foldIn, items, counts }: TestCase, set: TrainingSet): HeldOut {
  const history = foldIn ? folded(foldIn, set) : historyOf(set, who);
  return { history, items, truth: Float64Array.from(counts, (count) => rate(set.scale, history.counts, count)) };
}

function folded({ items, counts }: { items: Uint32Array; counts: Uint32Array }, { scale }: TrainingSet): History {
  return { listener: -1, items, counts, ratings: Float32Array.from(counts, (count) => rate(scale, counts, count)) };
}

/** The held-out rows by listener, in the order of the split. */
export function heldOutByListener(split: Split, set: TrainingSet): HeldOut[] {
  return casesOf(split).map((one) => heldOut(one, set));
}
