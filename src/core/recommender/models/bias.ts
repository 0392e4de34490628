import { mean } from '../../statistics/descriptive.ts';
import { songListeners } from '../data/dataset.ts';
import { clipToScale, type RatingScale } from '../data/ratings.ts';
import { type FittedModel, type ModelDefinition, numberOption } from './model.ts';
import type { History, TrainingSet } from '../data/training-set.ts';
import { giveWay, heldLong, type Reporting } from '../numeric/yielding.ts';
import { say } from '../../../shared/messages/say.ts';

/** μ, b_u and b_i. Listeners and songs without a training row have a bias of 0. */
interface Biases {
  mean: number;
  listeners: Float64Array;
  songs: Float64Array;
}

/**
 * The mean of all training ratings, for everybody and everything: the baseline that any rating model must beat to have
 * learned something.
 */
export const globalMean: ModelDefinition = {
  type: 'global-mean',
  title: say('model-title.global-mean'),
  summary: say('model-summary.global-mean'),
  colour: 9,
  capabilities: [],
  givesRatings: true,
  scoreMeaning: 'rating',
  neural: false,
  stochastic: false,
  needs: [],
  answersAnybody: true,
  options: [],
  async fit(set) {
    return meanModel(mean(set.ratings), set.scale, set.interactions.songs);
  },
  load: ({ meta }) => meanModel(meta.mean as number, meta.scale as RatingScale, meta.songs as number),
};

function meanModel(value: number, scale: RatingScale, songs: number): FittedModel {
  return {
    type: 'global-mean',
    scores: (_history, out) => void out.fill(value),
    ratings: (_history, _songs, out) => void out.fill(clipToScale(scale, value)),
    save: () => ({ meta: { mean: value, scale, songs }, arrays: {} }),
  };
}

/**
 * Baseline predictor μ + b_u + b_i, alternating least squares with damping (Koren 2010; the same as Surprise's
 * BaselineOnly).
 */
export const bias: ModelDefinition = {
  type: 'bias',
  title: say('model-title.bias'),
  summary: say('model-summary.bias'),
  colour: 7,
  capabilities: [],
  givesRatings: true,
  scoreMeaning: 'rating',
  neural: false,
  stochastic: false,
  needs: [],
  answersAnybody: true,
  options: [
    {
      name: 'reg-songs',
      kind: 'number',
      defaultValue: 10,
      minimum: 0,
      maximum: 1000,
      help: say('model.damping-of-songs'),
    },
    {
      name: 'reg-listeners',
      kind: 'number',
      defaultValue: 15,
      minimum: 0,
      maximum: 1000,
      help: say('model.damping-of-listeners'),
    },
    { name: 'epochs', kind: 'integer', defaultValue: 10, minimum: 1, maximum: 200, help: say('model.alternations') },
  ],
  async fit(set, options, context) {
    return fitted(
      await fitBiases(
        set,
        numberOption(options, 'epochs'),
        numberOption(options, 'reg-songs'),
        numberOption(options, 'reg-listeners'),
        context,
      ),
      numberOption(options, 'reg-listeners'),
      set.scale,
    );
  },
  load: ({ meta, arrays }) =>
    fitted(
      { mean: meta.mean as number, listeners: arrays.listeners as Float64Array, songs: arrays.songs as Float64Array },
      meta.regListeners as number,
      meta.scale as RatingScale,
    ),
};

function fitted(biases: Biases, regListeners: number, scale: RatingScale): FittedModel {
  const listener = (history: History) => {
    if (history.listener >= 0) return biases.listeners[history.listener];
    const sum = history.items.reduce(
      (total, song, i) => total + history.ratings[i] - biases.mean - biases.songs[song],
      0,
    );
    return sum / (regListeners + history.items.length || 1);
  };
  return {
    type: 'bias',
    scores(history, out) {
      const base = biases.mean + listener(history);
      for (let i = 0; i < out.length; i++) out[i] = base + biases.songs[i];
    },
    ratings(history, songs, out) {
      const base = biases.mean + listener(history);
      for (let i = 0; i < songs.length; i++) out[i] = clipToScale(scale, base + biases.songs[songs[i]]);
    },
    save: () => ({
      meta: { mean: biases.mean, regListeners, scale },
      arrays: { listeners: biases.listeners, songs: biases.songs },
    }),
  };
}

async function fitBiases(
  set: TrainingSet,
  epochs: number,
  regSongs: number,
  regListeners: number,
  context: Reporting,
): Promise<Biases> {
  const { interactions, ratings } = set;
  const { listeners: nListeners, songs: nSongs, offsets, items } = interactions;
  const mu = mean(ratings);
  const listeners = new Float64Array(nListeners);
  const songs = new Float64Array(nSongs);
  const counts = songListeners(interactions);
  for (let epoch = 0; epoch < epochs; epoch++) {
    songs.fill(0);
    for (let u = 0; u < nListeners; u++) {
      if (heldLong()) await giveWay(context, epoch / epochs);
      for (let k = offsets[u]; k < offsets[u + 1]; k++) songs[items[k]] += ratings[k] - mu - listeners[u];
    }
    for (let i = 0; i < nSongs; i++) songs[i] /= regSongs + counts[i] || 1;
    for (let u = 0; u < nListeners; u++) {
      if (heldLong()) await giveWay(context, (epoch + 0.5) / epochs);
      let sum = 0;
      for (let k = offsets[u]; k < offsets[u + 1]; k++) sum += ratings[k] - mu - songs[items[k]];
      listeners[u] = sum / (regListeners + offsets[u + 1] - offsets[u] || 1);
    }
  }
  return { mean: mu, listeners, songs };
}
