import type { Interactions } from '../data/dataset.ts';
import { placeOf } from '../numeric/sorted.ts';
import { transpose } from '../numeric/sparse-rows.ts';
import { giveWay } from '../numeric/yielding.ts';
import { clipToScale, type RatingScale } from '../data/ratings.ts';
import { mean } from '../../statistics/descriptive.ts';
import { playedReasons } from './explain.ts';
import { type FittedModel, type ModelDefinition, numberOption } from './model.ts';
import { forLast } from '../data/training-set.ts';
import type { History, TrainingSet } from '../data/training-set.ts';
import { say } from '../../../shared/messages/say.ts';

interface Neighbourhood {
  rows: Interactions;
  ratings: Float32Array;
  scale: RatingScale;
  k: number;
  shrinkage: number;
}

/**
 * User-based collaborative filtering. Similarity is the cosine of two listeners' log-count vectors, shrunk by n / (n +
 * s) for n common songs. Preference: the sum of
 * similarities of the k nearest listeners who played a song. Rating: the listener's mean plus the similarity-weighted
 * deviations of at most k
 * neighbours who rated the song (Resnick et al. 1994).
 */
export const userCf: ModelDefinition = {
  type: 'user-cf',
  title: say('model-title.user-cf'),
  summary: say('model-summary.user-cf'),
  colour: 2,
  capabilities: ['exact-shares'],
  givesRatings: true,
  scoreMeaning: 'preference',
  neural: false,
  stochastic: false,
  needs: [],
  options: [
    {
      name: 'k',
      kind: 'integer',
      defaultValue: 40,
      minimum: 1,
      maximum: 1000,
      help: say('model.neighbours'),
      search: [10, 20, 40, 80, 160],
    },
    {
      name: 'shrinkage',
      kind: 'number',
      defaultValue: 5,
      minimum: 0,
      maximum: 1000,
      help: say('model.damping-by-songs'),
      search: [0, 5, 20],
    },
  ],
  async fit(set: TrainingSet, options, context) {
    const { interactions: rows, ratings, scale } = set;
    // The passes over all plays, one between two turns of other events.
    const index = bySong(rows);
    await giveWay(context, 0.5);
    const norms = listenerNorms(rows);
    await giveWay(context, 0.8);
    const means = listenerMeans(rows, ratings);
    await giveWay(context, 1);
    const own = { k: numberOption(options, 'k'), shrinkage: numberOption(options, 'shrinkage') };
    return fitted({ rows, ratings, scale, ...own }, index, norms, means);
  },
  load: ({ meta, arrays }) => {
    const a = arrays as unknown as Interactions & { ratings: Float32Array };
    const rows = {
      listeners: a.offsets.length - 1,
      songs: meta.songs as number,
      offsets: a.offsets,
      items: a.items,
      counts: a.counts,
    };
    const model = {
      rows,
      ratings: a.ratings,
      scale: meta.scale as RatingScale,
      k: meta.k as number,
      shrinkage: meta.shrinkage as number,
    };
    return fitted(model, bySong(rows), listenerNorms(rows), listenerMeans(rows, a.ratings));
  },
};

function fitted(model: Neighbourhood, index: SongIndex, norms: Float64Array, means: Float64Array): FittedModel {
  const { rows, ratings, scale, k } = model;
  const overall = mean(ratings);
  const similarities = forLast((history) => similarListeners(model, index, norms, history));
  return {
    type: 'user-cf',
    noEvidence: 0,
    scores(history, out) {
      out.fill(0);
      for (const { listener, similarity } of similarities(history).slice(0, k)) {
        for (let row = rows.offsets[listener]; row < rows.offsets[listener + 1]; row++)
          out[rows.items[row]] += similarity;
      }
    },
    ratings(history, songs, out) {
      const all = similarities(history);
      const own = history.ratings.length > 0 ? mean(history.ratings) : overall;
      for (let i = 0; i < songs.length; i++)
        out[i] = clipToScale(scale, own + neighbourDeviation(model, means, all, songs[i]));
    },
    save: () => ({
      meta: { scale, k, shrinkage: model.shrinkage, songs: rows.songs },
      arrays: { offsets: rows.offsets, items: rows.items, counts: rows.counts, ratings },
    }),
    explain(history, song) {
      const who = similarities(history)
        .slice(0, k)
        .filter(({ listener }) => findRow(rows, listener, song) >= 0);
      return [
        { kind: 'neighbours', label: '', value: who.length, share: null },
        ...playedReasons(history.items, contributionsOf(rows, history, who)),
      ];
    },
  };
}

/**
 * A neighbour's similarity is a sum over the songs in common: what each played song adds to the score through all
 * neighbours who played the recommended one.
 */
function contributionsOf(
  rows: Interactions,
  history: History,
  who: readonly { listener: number; similarity: number }[],
): Float64Array {
  const contributions = new Float64Array(history.items.length);
  for (const { listener, similarity } of who) {
    const products = Float64Array.from(history.items, (item, i) => {
      const row = findRow(rows, listener, item);
      return row < 0 ? 0 : Math.log1p(history.counts[i]) * Math.log1p(rows.counts[row]);
    });
    const total = products.reduce((sum, value) => sum + value, 0);
    products.forEach((value, i) => {
      contributions[i] += (similarity * value) / total;
    });
  }
  return contributions;
}

function neighbourDeviation(
  model: Neighbourhood,
  means: Float64Array,
  neighbours: readonly { listener: number; similarity: number }[],
  song: number,
): number {
  let weight = 0;
  let sum = 0;
  let used = 0;
  for (const { listener, similarity } of neighbours) {
    const row = findRow(model.rows, listener, song);
    if (row < 0) continue;
    sum += similarity * (model.ratings[row] - means[listener]);
    weight += similarity;
    if (++used === model.k) break;
  }
  // One neighbour's opinion is no estimate: the deviation is damped as if there were one more neutral neighbour of mean
  // similarity.
  return weight === 0 ? 0 : (sum / weight) * (used / (used + 1));
}

/** Other listeners with a song in common, most similar first (ties: lower index). */
function similarListeners(model: Neighbourhood, index: SongIndex, norms: Float64Array, history: History) {
  const { rows } = model;
  const dot = new Float64Array(rows.listeners);
  const common = new Uint32Array(rows.listeners);
  const touched: number[] = [];
  let norm = 0;
  for (let i = 0; i < history.items.length; i++) {
    const value = Math.log1p(history.counts[i]);
    norm += value * value;
    for (let at = index.offsets[history.items[i]]; at < index.offsets[history.items[i] + 1]; at++) {
      const other = index.listeners[at];
      if (common[other]++ === 0) touched.push(other);
      dot[other] += value * index.values[at];
    }
  }
  norm = Math.sqrt(norm);
  return touched
    .filter((other) => other !== history.listener)
    .map((other) => ({
      listener: other,
      similarity: (dot[other] / (norm * norms[other])) * (common[other] / (common[other] + model.shrinkage)),
    }))
    .sort((a, b) => b.similarity - a.similarity || a.listener - b.listener);
}

interface SongIndex {
  offsets: Uint32Array;
  listeners: Uint32Array;
  values: Float32Array;
}

function bySong(rows: Interactions): SongIndex {
  const { offsets, items, counts } = transpose(rows);
  return { offsets, listeners: items, values: Float32Array.from(counts, (count) => Math.log1p(count)) };
}

function listenerNorms(rows: Interactions): Float64Array {
  return Float64Array.from({ length: rows.listeners }, (_, u) => {
    let sum = 0;
    for (let row = rows.offsets[u]; row < rows.offsets[u + 1]; row++) sum += Math.log1p(rows.counts[row]) ** 2;
    return Math.sqrt(sum);
  });
}

function listenerMeans(rows: Interactions, ratings: Float32Array): Float64Array {
  return Float64Array.from({ length: rows.listeners }, (_, u) =>
    mean(ratings.subarray(rows.offsets[u], rows.offsets[u + 1])),
  );
}

/** The row of a song among a listener's; −1 if it is not there. */
function findRow(rows: Interactions, listener: number, song: number): number {
  return placeOf(rows.items, song, rows.offsets[listener], rows.offsets[listener + 1]);
}
