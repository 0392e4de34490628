import { gradientOptions } from './factor-options.ts';
import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import { dotAt } from '../numeric/vectors.ts';
import { Random } from '../../statistics/random.ts';
import { playedSongs } from '../data/dataset.ts';
import { clipToScale, type RatingScale, shownRating } from '../data/ratings.ts';
import { mean } from '../../statistics/descriptive.ts';
import { similarByFactors } from './explain.ts';
import { giveWay, heldLong } from '../numeric/yielding.ts';
import { type FittedModel, type ModelDefinition, numberOption } from './model.ts';
import { forLast } from '../data/training-set.ts';
import { type History, historyOf, type TrainingSet } from '../data/training-set.ts';

export interface SvdPlusPlus {
  k: number;
  mean: number;
  rate: number;
  reg: number;
  scale: RatingScale;
  listeners: Float64Array;
  songs: Float64Array;
  p: Float64Array;
  q: Float64Array;
  /** Implicit factors: what having played a song says about a listener. */
  y: Float64Array;
  known: Uint8Array;
}

const FOLD_IN_EPOCHS = 20;

/**
 * SVD++ (Koren 2008): r̂ = μ + b_u + b_i + q_i · (p_u + |N(u)|^−½ Σ y_j), by stochastic gradient descent, step by step
 * as Surprise's SVDpp.
 */
export const svdPlusPlus: ModelDefinition = {
  type: 'svd++',
  title: say('model-title.svd-plus-plus'),
  summary: say('model-summary.svd-plus-plus'),
  colour: 17,
  capabilities: ['latent-factors'],
  givesRatings: true,
  scoreMeaning: 'rating',
  neural: false,
  stochastic: true,
  needs: [],
  options: gradientOptions({
    k: { defaultValue: 20, help: say('model.factors'), search: [5, 10, 20, 50] },
    epochs: { defaultValue: 20, help: say('model.passes'), search: [10, 20, 40] },
    rate: { defaultValue: 0.007, help: say('model.learning-rate'), search: [0.002, 0.005, 0.007, 0.01] },
    reg: { defaultValue: 0.02, help: say('model.regularisation'), search: [0.02, 0.1, 0.3] },
  }),
  async fit(set, options, context) {
    const model = initial(set, options, context.seed);
    const epochs = numberOption(options, 'epochs');
    const { interactions: rows } = set;
    const order = Array.from({ length: rows.listeners }, (_, u) => u);
    for (let epoch = 0; epoch < epochs; epoch++) {
      for (const u of order) {
        if (heldLong()) await giveWay(context, (epoch + u / rows.listeners) / epochs);
        model.listeners[u] = descend(
          model,
          historyOf(set, u),
          model.listeners[u],
          model.p.subarray(u * model.k, (u + 1) * model.k),
          true,
        );
      }
    }
    if (!model.q.every(Number.isFinite))
      throw new AppError(
        'bad-input',
        say('model.svd-diverged', {
          minimum: shownRating(set.scale.minimum),
          maximum: shownRating(set.scale.maximum),
          rate: options.rate,
        }),
      );
    return fitted(model);
  },
  load: ({ meta, arrays }) =>
    fitted({
      ...(meta as unknown as SvdPlusPlus),
      ...(arrays as unknown as Pick<SvdPlusPlus, 'listeners' | 'songs' | 'p' | 'q' | 'y' | 'known'>),
    }),
};

function initial(set: TrainingSet, options: Record<string, string | number>, seed: number): SvdPlusPlus {
  const { listeners, songs } = set.interactions;
  const k = numberOption(options, 'k');
  const random = new Random(seed);
  const draw = (n: number) => Float64Array.from({ length: n * k }, () => 0.1 * random.normal());
  const known = playedSongs(set.interactions);
  return {
    k,
    mean: mean(set.ratings),
    rate: numberOption(options, 'rate'),
    reg: numberOption(options, 'reg'),
    scale: set.scale,
    listeners: new Float64Array(listeners),
    songs: new Float64Array(songs),
    p: draw(listeners),
    q: draw(songs),
    y: draw(songs),
    known,
  };
}

/**
 * One pass over a listener's ratings; returns the new bias. With `songsToo` false only the listener's own values move.
 *
 * Every rating moves every y_j of the listener: y_j += rate · (e · q_i / √|N(u)| − reg · y_j). All of them decay by the
 * same factor and gain the same, so their sum is followed rating by rating and they are moved once, at the end.
 */
export function descend(
  model: SvdPlusPlus,
  history: Pick<History, 'items' | 'ratings'>,
  listenerBias: number,
  p: Float64Array,
  songsToo: boolean,
): number {
  const { k, q, y, songs, rate, reg } = model;
  const { items, ratings } = history;
  const implicit = implicitPart(model, items);
  const norm = 1 / Math.sqrt(Math.max(1, items.length));
  const decay = 1 - rate * reg;
  const gained = new Float64Array(k);
  let bias = listenerBias;
  for (let i = 0; i < items.length; i++) {
    const at = items[i] * k;
    let estimate = model.mean + bias + songs[items[i]];
    for (let f = 0; f < k; f++) estimate += q[at + f] * (p[f] + implicit[f]);
    const error = ratings[i] - estimate;
    bias += rate * (error - reg * bias);
    if (songsToo) songs[items[i]] += rate * (error - reg * songs[items[i]]);
    for (let f = 0; f < k; f++) {
      const [own, song] = [p[f], q[at + f]];
      p[f] += rate * (error * song - reg * own);
      if (!songsToo) continue;
      q[at + f] += rate * (error * (own + implicit[f]) - reg * song);
      const gain = rate * error * norm * song;
      gained[f] = decay * gained[f] + gain;
      // The sum of all y_j over √|N(u)|: each of |N(u)| gains, |N(u)| · norm = 1 / norm.
      implicit[f] = decay * implicit[f] + gain / norm;
    }
  }
  if (!songsToo) return bias;
  const decayed = decay ** items.length;
  for (const item of items) for (let f = 0; f < k; f++) y[item * k + f] = decayed * y[item * k + f] + gained[f];
  return bias;
}

function implicitPart({ k, y }: SvdPlusPlus, items: Uint32Array): Float64Array {
  const sum = new Float64Array(k);
  for (const item of items) for (let f = 0; f < k; f++) sum[f] += y[item * k + f];
  const norm = 1 / Math.sqrt(Math.max(1, items.length));
  for (let f = 0; f < k; f++) sum[f] *= norm;
  return sum;
}

function fitted(model: SvdPlusPlus): FittedModel {
  const { k, p, q, songs, known, scale } = model;
  const listenerOf = forLast((history: History) => {
    const own = history.listener >= 0 ? p.slice(history.listener * k, (history.listener + 1) * k) : new Float64Array(k);
    let bias = history.listener >= 0 ? model.listeners[history.listener] : 0;
    if (history.listener < 0)
      for (let epoch = 0; epoch < FOLD_IN_EPOCHS; epoch++) bias = descend(model, history, bias, own, false);
    const implicit = implicitPart(model, history.items);
    for (let f = 0; f < k; f++) own[f] += implicit[f];
    return { base: model.mean + bias, own };
  });
  const rating = (history: History, song: number) => {
    const { base, own } = listenerOf(history);
    return known[song] ? base + songs[song] + dotAt(own, 0, q, song * k, k) : base;
  };
  return {
    type: 'svd++',
    scores(history, out) {
      for (let song = 0; song < out.length; song++) out[song] = known[song] ? rating(history, song) : Number.NaN;
    },
    ratings(history, wanted, out) {
      for (let i = 0; i < wanted.length; i++) out[i] = clipToScale(scale, rating(history, wanted[i]));
    },
    save: () => {
      const { listeners, y, ...rest } = model;
      const { k: size, mean: mu, rate, reg } = rest;
      return { meta: { k: size, mean: mu, rate, reg, scale }, arrays: { listeners, songs, p, q, y, known } };
    },
    explain: (history, song) => similarByFactors(q, k, known, history, song),
  };
}
