import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import { mean } from '../../statistics/descriptive.ts';
import { Random } from '../../statistics/random.ts';
import { playedSongs } from '../data/dataset.ts';
import { shownRating } from '../data/ratings.ts';
import { forLast, type History, type TrainingSet } from '../data/training-set.ts';
import { giveWay, heldLong } from '../numeric/yielding.ts';
import { foldInRatings } from './fold-in.ts';
import { GradientDescent } from './sgd.ts';

/** Work between two looks at the clock: a listener is always done whole. */
const VALUES_A_CALL = 2 ** 20;

/** r̂ = μ + b_u + b_i + p_u · q_i, factor matrices row by row. */
export interface RatingFactors {
  mean: number;
  listeners: Float64Array;
  songs: Float64Array;
  k: number;
  reg: number;
  p: Float64Array;
  q: Float64Array;
  /** Songs with at least one training row; the others have no factors. */
  known: Uint8Array;
}

export interface RatingFactorSettings {
  k: number;
  epochs: number;
  /** Learning rate and regularisation. */
  rate: number;
  reg: number;
}

/** Stochastic gradient descent over the ratings, listener by listener (Funk 2006). */
export async function fitRatingFactors(
  set: TrainingSet,
  { k, epochs, rate, reg }: RatingFactorSettings,
  seed: number,
  progress: (fraction: number) => void,
): Promise<RatingFactors> {
  const { interactions, ratings } = set;
  const { listeners: nListeners, offsets } = interactions;
  const random = new Random(seed);
  const descent = new GradientDescent(interactions, ratings, k);
  for (const rows of [descent.p, descent.q])
    for (let at = 0; at < rows.length; at += descent.stride)
      for (let f = 0; f < k; f++) rows[at + f] = 0.1 * random.normal();
  const known = playedSongs(interactions);
  const mu = mean(ratings);
  for (let epoch = 0; epoch < epochs; epoch++) {
    for (let from = 0, to = 0; from < nListeners; from = to) {
      if (heldLong()) await giveWay({ progress }, (epoch + from / nListeners) / epochs);
      const most = offsets[from] + VALUES_A_CALL / k;
      for (to = from + 1; to < nListeners && offsets[to + 1] <= most; ) to++;
      descent.descend(from, to, mu, rate, reg);
    }
  }
  progress(1);
  if (!descent.p.every(Number.isFinite) || !descent.q.every(Number.isFinite)) {
    throw new AppError(
      'bad-input',
      say('model.factorisation-diverged', {
        minimum: shownRating(set.scale.minimum),
        maximum: shownRating(set.scale.maximum),
        rate,
      }),
    );
  }
  return {
    mean: mu,
    k,
    reg,
    p: descent.unpadded(descent.p, k),
    q: descent.unpadded(descent.q, k),
    known,
    listeners: descent.listenerBias.slice(),
    songs: descent.songBias.slice(),
  };
}

/** μ + b_u and p_u: as trained, or folded in from the ratings of a new listener. */
export function listenerPart(factors: RatingFactors): (history: History) => { base: number; p: Float64Array } {
  const { k, mean: mu } = factors;
  return forLast((history) => {
    if (history.listener >= 0)
      return {
        base: mu + factors.listeners[history.listener],
        p: factors.p.subarray(history.listener * k, (history.listener + 1) * k),
      };
    const { bias, p } = foldInRatings(history, mu, factors.songs, factors.q, k, factors.reg);
    return { base: mu + bias, p };
  });
}
