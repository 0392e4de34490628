import { type History, historyOf, type TrainingSet } from '../models/model.ts';
import { rate } from '../ratings.ts';
import type { Split } from './split.ts';

/** What is held out of one listener's plays. */
export interface HeldOut {
  history: History;
  items: Uint32Array;
  /** Ratings of the held-out plays, by the conversion that was fitted on the training rows. */
  truth: Float64Array;
}

/** The held-out rows by listener, in the order of the split. */
export function heldOutByListener(split: Split, set: TrainingSet): HeldOut[] {
  const cases: HeldOut[] = [];
  for (let from = 0; from < split.testListeners.length; ) {
    const listener = split.testListeners[from];
    let to = from;
    while (to < split.testListeners.length && split.testListeners[to] === listener) to++;
    const history = historyOf(set, listener);
    const truth = Float64Array.from(split.testCounts.subarray(from, to), (count) => rate(set.scale.conversion, history.counts, count));
    cases.push({ history, items: split.testItems.subarray(from, to), truth });
    from = to;
  }
  return cases;
}
