import { forLast } from '../data/training-set.ts';
import { FactorScorer } from '../factors/factor-scorer.ts';
import { PreferenceFoldIn, type PreferenceSpace } from '../factors/fold-in.ts';
import { playedReasons } from './explain.ts';
import type { FittedModel } from './model.ts';

/**
 * Songs ranked by their factors, for listeners with factors of their own and for others, who are folded in.
 *
 * @param known 1 for songs that have factors
 * @param p of the listeners, if theirs were learned
 */
export function rankedByFactors(
  space: PreferenceSpace & { q: Float32Array },
  known: Uint8Array,
  p: Float32Array | null,
): Pick<FittedModel, 'scores' | 'ratings' | 'explain' | 'songSpace'> {
  const { q, k } = space;
  const scorer = new FactorScorer(q, k);
  const foldIn = new PreferenceFoldIn(space);
  const factorsOf = forLast((history) =>
    p && history.listener >= 0
      ? p.subarray(history.listener * k, (history.listener + 1) * k)
      : foldIn.listener(history),
  );
  return {
    scores(history, out) {
      scorer.score(factorsOf(history), out);
      for (let song = 0; song < out.length; song++) if (!known[song]) out[song] = Number.NaN;
    },
    ratings: null,
    explain: (history, song) => playedReasons(history.items, foldIn.contributions(history, song)),
    songSpace: { vectors: q, k, known },
  };
}
