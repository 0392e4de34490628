import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import { clipToScale, type RatingScale } from '../data/ratings.ts';
import { mean } from '../../statistics/descriptive.ts';
import { type FittedModel, type ModelDefinition, numberOption } from './model.ts';
import type { History } from '../data/training-set.ts';
import { catalogueOf } from '../data/unplayed.ts';
import { INPUTS_OPTION, type SongTerms, songTerms } from './song-terms.ts';

interface Content extends SongTerms {
  scale: RatingScale;
  overall: number;
  shrinkage: number;
}

/**
 * Content-based filtering. Preference: cosine of a song's terms with the listener's profile (played songs, weighted by
 * rating above the scale's floor).
 * Rating: the listener's mean plus the similarity-weighted deviations of the songs that the listener rated.
 */
export const content: ModelDefinition = {
  type: 'content',
  title: say('model-title.content'),
  summary: say('model-summary.content'),
  colour: 3,
  capabilities: [],
  givesRatings: true,
  scoreMeaning: 'preference',
  neural: false,
  stochastic: false,
  needs: ['tags'],
  placesUnplayed: true,
  options: [
    INPUTS_OPTION,
    {
      name: 'shrinkage',
      kind: 'number',
      defaultValue: 1,
      minimum: 0,
      maximum: 100,
      help: say('model.damping-of-ratings'),
      search: [0.3, 1, 3, 10],
    },
  ],
  async fit(set, options) {
    const content = songTerms(catalogueOf(set), String(options.inputs), false, true);
    if (content.offsets[set.interactions.songs] === 0)
      throw new AppError('bad-input', say('model.content-without-tags'));
    return fitted({
      ...content,
      scale: set.scale,
      overall: mean(set.ratings),
      shrinkage: numberOption(options, 'shrinkage'),
    });
  },
  load: ({ meta, arrays }) => {
    const a = arrays as unknown as Content;
    const m = meta as unknown as Content;
    return fitted({
      offsets: a.offsets,
      terms: a.terms,
      weights: a.weights,
      termCount: m.termCount,
      scale: m.scale,
      overall: m.overall,
      shrinkage: m.shrinkage,
    });
  },
};

function fitted(model: Content): FittedModel {
  const { offsets, terms, weights, scale } = model;
  const dot = (profile: Float64Array, song: number) => {
    let sum = 0;
    for (let at = offsets[song]; at < offsets[song + 1]; at++) sum += profile[terms[at]] * weights[at];
    return sum;
  };
  const spread = (profile: Float64Array, song: number, by: number) => {
    for (let at = offsets[song]; at < offsets[song + 1]; at++) profile[terms[at]] += by * weights[at];
  };
  const profileOf = (history: History, weigh: (i: number) => number) => {
    const profile = new Float64Array(model.termCount);
    for (let i = 0; i < history.items.length; i++) spread(profile, history.items[i], weigh(i));
    return profile;
  };
  // Cosines of tags are never negative; those of vectors are, and then tell nothing of a rating.
  const weighted = (deviations: number, similarity: number) =>
    similarity >= 0 ? deviations / (model.shrinkage + similarity) : 0;
  return {
    type: 'content',
    scores(history, out) {
      const profile = profileOf(history, (i) => 0.1 + history.ratings[i] - scale.minimum);
      for (let song = 0; song < out.length; song++)
        out[song] = offsets[song] === offsets[song + 1] ? Number.NaN : dot(profile, song);
    },
    ratings(history, songs, out) {
      const own = history.ratings.length > 0 ? mean(history.ratings) : model.overall;
      const deviations = profileOf(history, (i) => history.ratings[i] - own);
      const similarity = profileOf(history, () => 1);
      for (let i = 0; i < songs.length; i++)
        out[i] = clipToScale(scale, own + weighted(dot(deviations, songs[i]), dot(similarity, songs[i])));
    },
    save: () => ({
      meta: { termCount: model.termCount, scale, overall: model.overall, shrinkage: model.shrinkage },
      arrays: { offsets, terms, weights },
    }),
    explain(history, song, features) {
      const target = new Float64Array(model.termCount);
      spread(target, song, 1);
      const similar = Array.from(history.items, (other, i) => ({
        song: other,
        cosine: dot(target, other),
        weight: 0.1 + history.ratings[i] - scale.minimum,
      }));
      const total = similar.reduce((sum, { cosine, weight }) => sum + cosine * weight, 0) || 1;
      const nearest = similar
        .filter(({ cosine }) => cosine > 0)
        .sort((a, b) => b.cosine * b.weight - a.cosine * a.weight || a.song - b.song)
        .slice(0, 3);
      const profile = profileOf(history, (i) => 0.1 + history.ratings[i] - scale.minimum);
      const tags = Array.from(terms.subarray(offsets[song], offsets[song + 1]), (term, i) => ({
        term,
        part: profile[term] * weights[offsets[song] + i],
      }))
        .filter(({ term, part }) => term < features.tagNames.length && part > 0)
        .sort((a, b) => b.part - a.part)
        .slice(0, 3);
      return [
        ...nearest.map(({ song: other, cosine, weight }) => ({
          kind: 'similar-played' as const,
          label: '',
          song: other,
          value: cosine,
          share: (cosine * weight) / total,
        })),
        ...tags.map(({ term, part }) => ({
          kind: 'shared-tags' as const,
          label: features.tagNames[term],
          value: part,
          share: null,
        })),
      ];
    },
  };
}
