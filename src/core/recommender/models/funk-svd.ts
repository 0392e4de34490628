import { AppError } from '../../../shared/errors.ts';
import { GradientDescent } from '../factors/sgd.ts';
import { Random } from '../random.ts';
import { clipToScale, type RatingScale } from '../ratings.ts';
import { type Biases, mean } from './bias.ts';
import { type FittedModel, type History, type ModelDefinition, numberOption, type Options, type TrainingSet } from './model.ts';

/** Between two looks at whether the run was cancelled. */
const LISTENERS_A_CALL = 4096;

/** r̂ = μ + b_u + b_i + p_u · q_i, factor matrices row by row. */
export interface Factors extends Biases {
  k: number;
  p: Float64Array;
  q: Float64Array;
  /** Songs with at least one training row; the others have no factors. */
  known: Uint8Array;
}

export const FACTOR_OPTIONS: ModelDefinition['options'] = [
  { name: 'k', kind: 'integer', defaultValue: 15, minimum: 1, maximum: 500, help: 'number of latent factors' },
  { name: 'epochs', kind: 'integer', defaultValue: 20, minimum: 1, maximum: 1000, help: 'passes over the ratings' },
  { name: 'rate', kind: 'number', defaultValue: 0.005, minimum: 1e-6, maximum: 1, help: 'learning rate of the factorisation' },
  { name: 'reg', kind: 'number', defaultValue: 0.05, minimum: 0, maximum: 10, help: 'regularisation of the factorisation' },
];

/** Funk's SVD with biases, by stochastic gradient descent in a fixed order (Funk 2006; the update rule of Surprise's SVD). */
export const funkSvd: ModelDefinition = {
  type: 'funk-svd',
  givesRatings: true,
  scoreMeaning: 'rating',
  neural: false,
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
    return fitted({ mean: meta.mean as number, k: meta.k as number, listeners: a.listeners, songs: a.songs, p: a.p, q: a.q, known: a.known }, meta.scale as RatingScale);
  },
};

export function fitFactors(set: TrainingSet, options: Options, seed: number, progress: (fraction: number) => void): Factors {
  const { interactions, ratings } = set;
  const { listeners: nListeners, songs: nSongs, items } = interactions;
  const k = numberOption(options, 'k');
  const epochs = numberOption(options, 'epochs');
  const random = new Random(seed);
  const descent = new GradientDescent(interactions, ratings, k);
  for (const rows of [descent.p, descent.q]) for (let at = 0; at < rows.length; at += descent.stride) for (let f = 0; f < k; f++) rows[at + f] = 0.1 * random.normal();
  const known = new Uint8Array(nSongs);
  for (const song of items) known[song] = 1;
  const mu = mean(ratings);
  for (let epoch = 0; epoch < epochs; epoch++) {
    for (let u = 0; u < nListeners; u += LISTENERS_A_CALL) {
      descent.descend(u, Math.min(nListeners, u + LISTENERS_A_CALL), mu, numberOption(options, 'rate'), numberOption(options, 'reg'));
      progress((epoch + u / nListeners) / epochs);
    }
  }
  progress(1);
  if (!descent.p.every(Number.isFinite) || !descent.q.every(Number.isFinite)) {
    throw new AppError(
      'bad-input',
      `The factorisation diverged: ratings from ${set.scale.minimum} to ${set.scale.maximum} are too wide for a learning rate of ${options.rate}. Lower "rate", or choose a conversion such as log-count.`,
    );
  }
  return { mean: mu, k, p: descent.unpadded(descent.p, k), q: descent.unpadded(descent.q, k), known, listeners: descent.listenerBias.slice(), songs: descent.songBias.slice() };
}

/** μ + b_u, and the listener's factors; a listener without a training row has neither. */
export function listenerPart(factors: Factors, history: History): { base: number; at: number } {
  return history.listener >= 0 ? { base: factors.mean + factors.listeners[history.listener], at: history.listener * factors.k } : { base: factors.mean, at: -1 };
}

export function dotAt(a: Float64Array, aAt: number, b: Float64Array | Float32Array, bAt: number, k: number): number {
  let sum = 0;
  for (let f = 0; f < k; f++) sum += a[aAt + f] * b[bAt + f];
  return sum;
}

function fitted(factors: Factors, scale: RatingScale): FittedModel {
  const { k, p, q, songs, known } = factors;
  const rating = (base: number, at: number, song: number) => base + (known[song] ? songs[song] + (at >= 0 ? dotAt(p, at, q, song * k, k) : 0) : 0);
  return {
    type: 'funk-svd',
    scores(history, out) {
      const { base, at } = listenerPart(factors, history);
      for (let song = 0; song < out.length; song++) out[song] = known[song] ? rating(base, at, song) : Number.NaN;
    },
    ratings(history, wanted, out) {
      const { base, at } = listenerPart(factors, history);
      for (let i = 0; i < wanted.length; i++) out[i] = clipToScale(scale, rating(base, at, wanted[i]));
    },
    save: () => ({ meta: { mean: factors.mean, k, scale }, arrays: { listeners: factors.listeners, songs, p, q, known } }),
    explain: (history, song) => similarByFactors(q, k, known, history, song),
  };
}

/** The played songs whose factors point the same way as the recommended one's. */
export function similarByFactors(q: Float64Array | Float32Array, k: number, known: Uint8Array, history: History, song: number) {
  const norm = (at: number) => Math.sqrt(dotAt(q as Float64Array, at, q, at, k));
  const own = norm(song * k);
  const similar = Array.from(history.items)
    .filter((other) => known[other] && other !== song)
    .map((other) => ({ song: other, cosine: dotAt(q as Float64Array, other * k, q, song * k, k) / (own * norm(other * k) || 1) }))
    .sort((a, b) => b.cosine - a.cosine || a.song - b.song)
    .slice(0, 3);
  return similar.filter(({ cosine }) => cosine > 0).map(({ song: other, cosine }) => ({ kind: 'similar-played' as const, label: '', song: other, value: cosine, share: null }));
}
