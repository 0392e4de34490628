import { say } from '../../../shared/messages/say.ts';
import { giniOfSorted } from '../../statistics/descriptive.ts';
import type { Catalogue, CatalogueMeasure, Tally } from './measure.ts';

/** How often each song of the catalogue was recommended. */
function counting(songs: number, value: (counts: Float64Array) => number | null): Tally {
  const counts = new Float64Array(songs);
  return {
    add: (list) => {
      for (let i = 0; i < list.length; i++) counts[list[i]]++;
    },
    value: () => value(counts),
  };
}

/** The mean over lists with a value; null if there are none. */
function meanOverLists(tell: (list: ArrayLike<number>) => number | null): Tally {
  let sum = 0;
  let lists = 0;
  return {
    add: (list) => {
      const told = tell(list);
      if (told === null) return;
      sum += told;
      lists++;
    },
    value: () => (lists === 0 ? null : sum / lists),
  };
}

/** Distinct recommended songs / songs. */
export const coverage: CatalogueMeasure = {
  name: 'coverage',
  summary: say('measure-summary.coverage'),
  kind: 'catalogue',
  lowerIsBetter: false,
  heading: say('measure.coverage'),
  start: ({ songs }) => counting(songs, (counts) => counts.reduce((n, count) => n + (count > 0 ? 1 : 0), 0) / songs),
};

/** Of how often each song is recommended: 0 = all alike, towards 1 = few take all. Null: nothing was recommended. */
export const gini: CatalogueMeasure = {
  name: 'gini',
  summary: say('measure-summary.gini'),
  kind: 'catalogue',
  lowerIsBetter: true,
  heading: say('measure.gini'),
  start: ({ songs }) => counting(songs, (counts) => giniOfSorted(counts.slice().sort())),
};

/**
 * Mean over lists of the mean −log₂(share of training listeners who played a song); songs nobody played count as one
 * listener.
 */
export const novelty: CatalogueMeasure = {
  name: 'novelty',
  summary: say('measure-summary.novelty'),
  kind: 'catalogue',
  lowerIsBetter: false,
  heading: say('measure.novelty'),
  start: ({ listenersOf, listeners }) =>
    meanOverLists((list) => {
      if (list.length === 0) return null;
      let information = 0;
      for (let i = 0; i < list.length; i++) information -= Math.log2(Math.max(1, listenersOf[list[i]]) / listeners);
      return information / list.length;
    }),
};

/** Mean over lists of at least two songs of 1 − cosine of their features, over pairs. Null without features. */
export const intraListDiversity: CatalogueMeasure = {
  name: 'intra-list-diversity',
  summary: say('measure-summary.intra-list-diversity'),
  kind: 'catalogue',
  lowerIsBetter: false,
  heading: say('measure.diversity'),
  start: ({ cosine }) =>
    meanOverLists((list) => {
      if (!cosine || list.length < 2) return null;
      let distance = 0;
      for (let i = 0; i < list.length; i++) for (let j = 0; j < i; j++) distance += 1 - cosine(list[i], list[j]);
      return distance / ((list.length * (list.length - 1)) / 2);
    }),
};

/** Cosine of two songs' tags, weighted as in the library; 0 if one has none. */
export function tagCosine(features: {
  tagOffsets: Uint32Array;
  tags: Uint32Array;
  tagWeights: Float32Array;
}): Catalogue['cosine'] {
  const { tagOffsets, tags, tagWeights } = features;
  if (tags.length === 0) return null;
  const weightsOf = (song: number) =>
    new Map(
      Array.from(tags.subarray(tagOffsets[song], tagOffsets[song + 1]), (tag, i) => [
        tag,
        tagWeights[tagOffsets[song] + i],
      ]),
    );
  const kept = new Map<number, { weights: Map<number, number>; norm: number }>();
  const vector = (song: number) => {
    let own = kept.get(song);
    if (!own) {
      const weights = weightsOf(song);
      own = { weights, norm: Math.sqrt([...weights.values()].reduce((sum, weight) => sum + weight * weight, 0)) };
      kept.set(song, own);
    }
    return own;
  };
  return (a, b) => {
    const [one, other] = [vector(a), vector(b)];
    if (one.norm === 0 || other.norm === 0) return 0;
    let dot = 0;
    for (const [tag, weight] of one.weights) dot += weight * (other.weights.get(tag) ?? 0);
    return dot / (one.norm * other.norm);
  };
}
