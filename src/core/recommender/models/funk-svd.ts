import { say } from '../../../shared/messages/say.ts';
import { clipToScale, type RatingScale } from '../data/ratings.ts';
import { fitRatingFactors, listenerPart, type RatingFactors } from '../factors/rating-factors.ts';
import { dotAt } from '../numeric/vectors.ts';
import { similarByFactors } from './explain.ts';
import { RATING_FACTOR_OPTIONS, ratingFactorSettings } from './factor-options.ts';
import type { FittedModel, ModelDefinition } from './model.ts';

/**
 * Funk's SVD with biases, by stochastic gradient descent in a fixed order (Funk 2006; the update rule of Surprise's
 * SVD).
 */
export const funkSvd: ModelDefinition = {
  type: 'funk-svd',
  title: say('model-title.funk-svd'),
  summary: say('model-summary.funk-svd'),
  colour: 4,
  capabilities: ['latent-factors', 'song-vectors'],
  givesRatings: true,
  scoreMeaning: 'rating',
  neural: false,
  stochastic: true,
  needs: [],
  options: RATING_FACTOR_OPTIONS,
  async fit(set, options, context) {
    return fitted(
      await fitRatingFactors(set, ratingFactorSettings(options), context.seed, (fraction) =>
        context.progress(fraction),
      ),
      set.scale,
    );
  },
  load: ({ meta, arrays }) => {
    const a = arrays as unknown as RatingFactors;
    return fitted(
      {
        mean: meta.mean as number,
        k: meta.k as number,
        reg: meta.reg as number,
        listeners: a.listeners,
        songs: a.songs,
        p: a.p,
        q: a.q,
        known: a.known,
      },
      meta.scale as RatingScale,
    );
  },
};

function fitted(factors: RatingFactors, scale: RatingScale): FittedModel {
  const { k, q, songs, known } = factors;
  const partOf = listenerPart(factors);
  const rating = ({ base, p }: ReturnType<typeof partOf>, song: number) =>
    base + (known[song] ? songs[song] + dotAt(p, 0, q, song * k, k) : 0);
  return {
    type: 'funk-svd',
    scores(history, out) {
      const part = partOf(history);
      for (let song = 0; song < out.length; song++) out[song] = known[song] ? rating(part, song) : Number.NaN;
    },
    ratings(history, wanted, out) {
      const part = partOf(history);
      for (let i = 0; i < wanted.length; i++) out[i] = clipToScale(scale, rating(part, wanted[i]));
    },
    save: () => ({
      meta: { mean: factors.mean, k, reg: factors.reg, scale },
      arrays: { listeners: factors.listeners, songs, p: factors.p, q, known },
    }),
    explain: (history, song) => similarByFactors(q, k, known, history, song),
    songSpace: { vectors: q, k, known },
  };
}
