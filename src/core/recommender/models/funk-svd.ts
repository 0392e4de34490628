import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/say.ts';
import { foldInRatings } from '../factors/fold-in.ts';
import { dotAt } from '../numeric/linear-solve.ts';
import { GradientDescent } from '../factors/sgd.ts';
import { Random } from '../../statistics/random.ts';
import { clipToScale, type RatingScale } from '../data/ratings.ts';
import { type Biases, mean } from './bias.ts';
import { type FittedModel, forLast, type ModelDefinition, numberOption, type Options } from './model.ts';
import type { History, TrainingSet } from '../data/training-set.ts';

/** Between two looks at whether the run was cancelled. */
const LISTENERS_A_CALL = 4096;

/** r̂ = μ + b_u + b_i + p_u · q_i, factor matrices row by row. */
export interface Factors extends Biases {
  k: number;
  reg: number;
  p: Float64Array;
  q: Float64Array;
  /** Songs with at least one training row; the others have no factors. */
  known: Uint8Array;
}

export const FACTOR_OPTIONS: ModelDefinition['options'] = [
  {
    name: 'k',
    kind: 'integer',
    defaultValue: 15,
    minimum: 1,
    maximum: 500,
    help: say`number of latent factors`,
    search: [5, 10, 15, 30, 50, 100],
  },
  {
    name: 'epochs',
    kind: 'integer',
    defaultValue: 20,
    minimum: 1,
    maximum: 1000,
    help: say`passes over the ratings`,
    search: [10, 20, 40],
  },
  {
    name: 'rate',
    kind: 'number',
    defaultValue: 0.005,
    minimum: 1e-6,
    maximum: 1,
    help: say`learning rate of the factorisation`,
    search: [0.002, 0.005, 0.01],
  },
  {
    name: 'reg',
    kind: 'number',
    defaultValue: 0.05,
    minimum: 0,
    maximum: 10,
    help: say`regularisation of the factorisation`,
    search: [0.02, 0.05, 0.1, 0.3],
  },
];

/**
 * Funk's SVD with biases, by stochastic gradient descent in a fixed order (Funk 2006; the update rule of Surprise's
 * SVD).
 */
export const funkSvd: ModelDefinition = {
  type: 'funk-svd',
  givesRatings: true,
  scoreMeaning: 'rating',
  neural: false,
  stochastic: true,
  needs: [],
  options: FACTOR_OPTIONS,
  async fit(set, options, context) {
    return fitted(
      fitFactors(set, options, context.seed, (fraction) => context.progress(fraction)),
      set.scale,
    );
  },
  load: ({ meta, arrays }) => {
    const a = arrays as unknown as Factors;
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

export function fitFactors(
  set: TrainingSet,
  options: Options,
  seed: number,
  progress: (fraction: number) => void,
): Factors {
  const { interactions, ratings } = set;
  const { listeners: nListeners, songs: nSongs, items } = interactions;
  const k = numberOption(options, 'k');
  const epochs = numberOption(options, 'epochs');
  const random = new Random(seed);
  const descent = new GradientDescent(interactions, ratings, k);
  for (const rows of [descent.p, descent.q])
    for (let at = 0; at < rows.length; at += descent.stride)
      for (let f = 0; f < k; f++) rows[at + f] = 0.1 * random.normal();
  const known = new Uint8Array(nSongs);
  for (const song of items) known[song] = 1;
  const mu = mean(ratings);
  for (let epoch = 0; epoch < epochs; epoch++) {
    for (let u = 0; u < nListeners; u += LISTENERS_A_CALL) {
      descent.descend(
        u,
        Math.min(nListeners, u + LISTENERS_A_CALL),
        mu,
        numberOption(options, 'rate'),
        numberOption(options, 'reg'),
      );
      progress((epoch + u / nListeners) / epochs);
    }
  }
  progress(1);
  if (!descent.p.every(Number.isFinite) || !descent.q.every(Number.isFinite)) {
    throw new AppError(
      'bad-input',
      say`The factorisation diverged: ratings from ${set.scale.minimum} to ${set.scale.maximum} are too wide for a learning rate of ${options.rate}. Lower "rate", or choose a conversion such as log-count.`,
    );
  }
  return {
    mean: mu,
    k,
    reg: numberOption(options, 'reg'),
    p: descent.unpadded(descent.p, k),
    q: descent.unpadded(descent.q, k),
    known,
    listeners: descent.listenerBias.slice(),
    songs: descent.songBias.slice(),
  };
}

/** μ + b_u and p_u: as trained, or folded in from the ratings of a listener who was not there. */
export function listenerPart(factors: Factors): (history: History) => { base: number; p: Float64Array } {
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

function fitted(factors: Factors, scale: RatingScale): FittedModel {
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

/** The played songs whose factors point the same way as the recommended one's; rows are `stride` values apart. */
export function similarByFactors(
  q: Float64Array | Float32Array,
  k: number,
  known: Uint8Array,
  history: History,
  song: number,
  stride = k,
) {
  const norm = (at: number) => Math.sqrt(dotAt(q, at, q, at, k));
  const own = norm(song * stride);
  const similar = Array.from(history.items)
    .filter((other) => known[other] && other !== song)
    .map((other) => ({
      song: other,
      cosine: dotAt(q, other * stride, q, song * stride, k) / (own * norm(other * stride) || 1),
    }))
    .sort((a, b) => b.cosine - a.cosine || a.song - b.song)
    .slice(0, 3);
  return similar
    .filter(({ cosine }) => cosine > 0)
    .map(({ song: other, cosine }) => ({
      kind: 'similar-played' as const,
      label: '',
      song: other,
      value: cosine,
      share: null,
    }));
}
