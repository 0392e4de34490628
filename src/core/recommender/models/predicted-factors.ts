import { clipToScale, type RatingScale } from '../data/ratings.ts';
import { forLast } from '../data/training-set.ts';
import type { PreferenceFactors } from '../factors/als.ts';
import { FactorScorer } from '../factors/factor-scorer.ts';
import { PreferenceFoldIn } from '../factors/fold-in.ts';
import { listenerPart, type RatingFactors } from '../factors/rating-factors.ts';
import { dotAt } from '../numeric/vectors.ts';
import { playedReasons } from './explain.ts';
import type { Certainty, FitFacts, FittedModel, SavedModel, SavedNetwork } from './model.ts';

/** What determines the confidence of the preference factors. */
export const CONFIDENCE = 'log-count';

/** Rating factors (Funk-SVD) and preference factors (ALS) of the same songs, k each. */
export interface FactorPair {
  rating: RatingFactors;
  preference: PreferenceFactors & { alpha: number; reg: number };
}

/** A model whose songs have both kinds of factors, as a network predicted them. */
export function fittedFromFactors(
  type: string,
  { rating, preference }: FactorPair,
  scale: RatingScale,
  network: SavedNetwork | null,
  certainty: Certainty | null,
  facts?: FitFacts,
): FittedModel {
  const { k, q, known } = rating;
  const partOf = listenerPart(rating);
  const foldIn = new PreferenceFoldIn({ ...preference, confidence: CONFIDENCE });
  const scorer = new FactorScorer(preference.q, k);
  const preferenceOf = forLast((history) =>
    history.listener >= 0
      ? preference.p.subarray(history.listener * k, (history.listener + 1) * k)
      : foldIn.listener(history),
  );
  return {
    type,
    ...(facts ? { facts } : {}),
    ...(network ? { network } : {}),
    ...(certainty ? { certainty } : {}),
    scores(history, out) {
      scorer.score(preferenceOf(history), out);
      for (let song = 0; song < out.length; song++) if (!known[song]) out[song] = Number.NaN;
    },
    ratings(history, songs, out) {
      const { base, p } = partOf(history);
      for (let i = 0; i < songs.length; i++)
        out[i] = clipToScale(scale, base + (known[songs[i]] ? dotAt(p, 0, q, songs[i] * k, k) : 0));
    },
    save: () => ({
      meta: {
        mean: rating.mean,
        k,
        reg: rating.reg,
        scale,
        alpha: preference.alpha,
        regPreference: preference.reg,
        certainty,
        network: network && { kind: network.kind, outputs: network.outputs, scales: network.scales },
      },
      arrays: {
        listeners: rating.listeners,
        songs: rating.songs,
        p: rating.p,
        q,
        known,
        preferenceP: preference.p,
        preferenceQ: preference.q,
        ...(network
          ? { networkWeights: network.weights, bandMean: network.mean, bandDeviation: network.deviation }
          : {}),
      },
    }),
    explain: (history, song) => (known[song] ? playedReasons(history.items, foldIn.contributions(history, song)) : []),
    songSpace: { vectors: preference.q, k, known },
    listenerSpace: { vectors: preference.p, k },
  };
}

export function loadFromFactors(type: string, { meta, arrays }: SavedModel): FittedModel {
  const a = arrays as unknown as RatingFactors & {
    preferenceP: Float32Array;
    preferenceQ: Float32Array;
    networkWeights: Float32Array;
    bandMean: Float32Array;
    bandDeviation: Float32Array;
  };
  const m = meta as unknown as {
    mean: number;
    k: number;
    reg: number;
    scale: RatingScale;
    alpha: number;
    regPreference: number;
    certainty: Certainty | null;
    network: Pick<SavedNetwork, 'kind' | 'outputs' | 'scales'> | null;
  };
  const rating = {
    mean: m.mean,
    k: m.k,
    reg: m.reg,
    listeners: a.listeners,
    songs: a.songs,
    p: a.p,
    q: a.q,
    known: a.known,
  };
  const network = m.network && {
    ...m.network,
    weights: a.networkWeights,
    mean: a.bandMean,
    deviation: a.bandDeviation,
  };
  return fittedFromFactors(
    type,
    { rating, preference: { k: m.k, p: a.preferenceP, q: a.preferenceQ, alpha: m.alpha, reg: m.regPreference } },
    m.scale,
    network,
    m.certainty,
  );
}
