import type { Interactions, SongFeatures } from './dataset.ts';
import type { RatingScale } from './ratings.ts';

/**
 * What a model may learn from: training rows with the ratings that the conversion gave them, and the features of the
 * songs.
 */
export interface TrainingSet {
  interactions: Interactions;
  ratings: Float32Array;
  scale: RatingScale;
  features: SongFeatures;
  /**
   * The same features, and after them those of songs that nobody played: nothing is learned from these, but the fitted
   * model may recommend them. Only where a model is trained for use, never in an evaluation.
   */
  catalogue?: SongFeatures;
  /**
   * What the evaluation holds out whole; settings are then chosen on an inner split that holds out the same. Held-out
   * songs compete among themselves, or among all; held-out listeners are folded in.
   */
  holdsOut?: 'songs' | 'artists' | 'songs-among-all' | 'listeners';
}

/**
 * A listener as models see it: what was played, and the row in the training set (−1 for a listener that the model
 * was not trained on).
 */
export interface History {
  listener: number;
  items: Uint32Array;
  counts: Uint32Array;
  ratings: Float32Array;
}

/** A training listener as models see it. */
export function historyOf(set: Pick<TrainingSet, 'interactions' | 'ratings'>, listener: number): History {
  const { offsets, items, counts } = set.interactions;
  const [from, to] = [offsets[listener], offsets[listener + 1]];
  return {
    listener,
    items: items.subarray(from, to),
    counts: counts.subarray(from, to),
    ratings: set.ratings.subarray(from, to),
  };
}

/** Caches the result for the last listener: scoring and then explaining songs needs the same result many times. */
export function forLast<Rest extends unknown[], Answer>(
  compute: (history: History, ...rest: Rest) => Answer,
): (history: History, ...rest: Rest) => Answer {
  let last: { history: History; answer: Answer } | null = null;
  return (history, ...rest) => {
    if (last?.history !== history) last = { history, answer: compute(history, ...rest) };
    return last.answer;
  };
}
