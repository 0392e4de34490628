import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import { playedSongs, type SongFeatures } from '../data/dataset.ts';
import { forLast, type History, type TrainingSet } from '../data/training-set.ts';
import { catalogueOf, upTo } from '../data/unplayed.ts';
import type { Confidence } from '../factors/als.ts';
import { FactorScorer } from '../factors/factor-scorer.ts';
import { PreferenceFoldIn } from '../factors/fold-in.ts';
import { SparseRidge } from '../numeric/sparse-ridge.ts';
import { dotAt, type Factors } from '../numeric/vectors.ts';
import { partOf } from '../numeric/yielding.ts';
import { ARTIST_SONGS_OPTION, ArtistSongs, chooseShare, hasArtistSongs } from './artist-songs.ts';
import { playedReasons } from './explain.ts';
import { innerColdQuality, innerColdSplit } from './inner-split.ts';
import {
  type FitContext,
  type FitFacts,
  type FittedModel,
  type ModelDefinition,
  numberOption,
  type Options,
  type ScorePart,
} from './model.ts';
import { INPUTS_OPTION, predict, type SongTerms, songTerms, songsWithTerms } from './song-terms.ts';

/** From large to small, so that each solution starts from the last. */
const LAMBDAS = [4, 2, 1, 0.5, 0.25];
const DEFAULT_LAMBDA = 1;
const CHOOSING_TOLERANCE = 1e-2;
const TOLERANCE = 1e-6;
const CONFIDENCE: Confidence = 'binary';
const TAGS_SHOWN = 5;

interface Ridge extends SongTerms {
  k: number;
  alpha: number;
  reg: number;
  p: Float32Array;
  /** Factors learned from plays; a new listener is folded in with them. */
  q: Float32Array;
  /** Factors that one unit of a term adds, terms × k. */
  map: Float32Array;
  /** The artist of each song, and the share of a vector that the artist's other songs have; absent if none. */
  artists?: Int32Array;
  artistShare?: number;
}

/**
 * Attribute-to-factor map (Gantner et al. 2010): the ALS factors of a song as a ridge regression on its tags, artist
 * and decade. All songs get the factors that their attributes predict, so that new songs and old ones can be compared.
 */
export const ridge: ModelDefinition = {
  type: 'ridge',
  title: say('model-title.ridge'),
  summary: say('model-summary.ridge'),
  colour: 18,
  capabilities: ['song-vectors'],
  givesRatings: false,
  scoreMeaning: 'preference',
  neural: false,
  stochastic: true,
  needs: ['tags'],
  placesUnplayed: true,
  options: [
    INPUTS_OPTION,
    ARTIST_SONGS_OPTION,
    {
      name: 'lambda',
      kind: 'number',
      defaultValue: 0,
      minimum: 0,
      maximum: 1e6,
      help: say('model.map-penalty'),
    },
    {
      name: 'k',
      label: say('option.factors'),
      kind: 'integer',
      defaultValue: 64,
      minimum: 1,
      maximum: 512,
      help: say('model.factors'),
      search: [32, 64, 128],
    },
    {
      name: 'alpha',
      kind: 'number',
      defaultValue: 39,
      minimum: 0,
      maximum: 10_000,
      help: say('model.confidence-of-play'),
      search: [4, 9, 19, 39, 99],
    },
    {
      name: 'reg',
      kind: 'number',
      defaultValue: 100,
      minimum: 0,
      maximum: 100_000,
      help: say('model.regularisation-of-factors'),
      search: [10, 30, 100, 300],
    },
  ],
  async fit(set, options, context) {
    const given = numberOption(options, 'lambda');
    const { artistShare = 0, ...chosen } =
      given > 0 ? { lambda: given } : await choose(set, options, partOf(context, 0, 0.5));
    const { model, map } = await fitMap(set, options, partOf(context, 0.5, 0.7));
    const weights = await map.solve(chosen.lambda, TOLERANCE, partOf(context, 0.7, 1));
    const all = catalogueOf(set);
    const artists = artistShare > 0 ? { artists: all.features.artists.slice(), artistShare } : {};
    const terms = all === set ? {} : songTerms(all, String(options.inputs), true, false);
    const q = upTo(model.q, all.interactions.songs * model.k);
    return fitted(
      { ...model, ...terms, q, map: Float32Array.from(weights), ...artists },
      { chosen: { ...chosen, ...(artistShare > 0 ? { artistShare } : {}) } },
    );
  },
  load: ({ meta, arrays }) => fitted({ ...(meta as unknown as Ridge), ...(arrays as unknown as Partial<Ridge>) }),
};

/** The factors, and the regression that maps the songs' terms to them. */
async function fitMap(set: TrainingSet, options: Options, context: FitContext) {
  const { listeners, songs } = set.interactions;
  const terms = songTerms(set, String(options.inputs), true, false);
  const played = playedSongs(set.interactions);
  const rows = Uint32Array.from(
    Array.from(played.keys()).filter((song) => played[song] && terms.offsets[song + 1] > terms.offsets[song]),
  );
  if (rows.length === 0) throw new AppError('bad-input', say('model.ridge-without-tags'));
  const settings = {
    k: Math.min(numberOption(options, 'k'), listeners, songs),
    alpha: numberOption(options, 'alpha'),
    reg: numberOption(options, 'reg'),
  };
  const als = await context.fit('als', set, { ...settings, confidence: CONFIDENCE }, context.progress);
  const p = als.listenerSpace?.vectors as Float32Array;
  const q = als.songSpace?.vectors as Float32Array;
  const { k } = settings;
  const targets = new Float64Array(rows.length * k);
  rows.forEach((song, r) => {
    targets.set(q.subarray(song * k, (song + 1) * k), r * k);
  });
  return {
    model: { ...terms, ...settings, p, q },
    map: new SparseRidge(terms, rows, terms.termCount, targets, k),
  };
}

/** On songs held out of the factorisation as well as of the regression: the penalty first, then the artists' share. */
async function choose(
  set: TrainingSet,
  options: Options,
  context: FitContext,
): Promise<{ lambda: number; artistShare?: number; edge?: string }> {
  const inner = innerColdSplit(set, context);
  if (!inner) return { lambda: DEFAULT_LAMBDA };
  const { model, map } = await fitMap(inner.set, options, partOf(context, 0, 0.3));
  const { k, p, q } = model;
  const judging = partOf(context, 0.9, 1);
  const qualityOf = (vectors: Float32Array) => innerColdQuality(inner, p, vectors, k, judging);
  let best: { lambda: number; quality: number; predicted: Float32Array } = {
    lambda: DEFAULT_LAMBDA,
    quality: Number.NEGATIVE_INFINITY,
    predicted: new Float32Array(),
  };
  for (const [i, lambda] of LAMBDAS.entries()) {
    const weights = await map.solve(lambda, CHOOSING_TOLERANCE, partOf(context, 0.3 + (0.7 * i) / LAMBDAS.length, 1));
    const predicted = predict(model, weights, k);
    const quality = await qualityOf(predicted);
    if (quality > best.quality) best = { lambda, quality, predicted };
  }
  const onEdge = [LAMBDAS[0], LAMBDAS[LAMBDAS.length - 1]].includes(best.lambda);
  const songs = hasArtistSongs(set, options) ? new ArtistSongs(set.features.artists, q, k) : null;
  const share = songs && (await chooseShare(songs, best.predicted, songsWithTerms(model), qualityOf));
  return {
    lambda: best.lambda,
    ...(share ? { artistShare: share.share } : {}),
    ...(onEdge ? { edge: 'lambda' } : {}),
  };
}

function fitted(model: Ridge, facts?: FitFacts): FittedModel {
  const { offsets, p, q, map, k, alpha, reg } = model;
  const { artists, artistShare = 0 } = model;
  const byTerms = predict(model, map, k);
  const artistSongs = artists ? new ArtistSongs(artists, q, k) : null;
  const { vectors: predicted, known } = artistSongs?.mixedInto(byTerms, songsWithTerms(model), artistShare) ?? {
    vectors: byTerms,
    known: songsWithTerms(model),
  };
  const scorer = new FactorScorer(predicted, k);
  const foldIn = new PreferenceFoldIn({ q, k, alpha, reg, confidence: CONFIDENCE });
  const factorsOf = forLast(
    (history: History): Factors =>
      history.listener >= 0 ? p.subarray(history.listener * k, (history.listener + 1) * k) : foldIn.listener(history),
  );
  return {
    type: 'ridge',
    ...(facts ? { facts } : {}),
    scores(history, out) {
      scorer.score(factorsOf(history), out);
      for (let song = 0; song < out.length; song++) if (!known[song]) out[song] = Number.NaN;
    },
    ratings: null,
    save: () => ({
      meta: { k, alpha, reg, termCount: model.termCount, ...(artists ? { artistShare } : {}) },
      arrays: { offsets, terms: model.terms, weights: model.weights, p, q, map, ...(artists ? { artists } : {}) },
    }),
    explain: (history, song, features) =>
      known[song]
        ? [
            ...playedReasons(history.items, foldIn.contributionsTo(history, predicted, song)),
            ...tagReasons(model, factorsOf(history), song, features, artistSongs?.meanOf(song) ? 1 - artistShare : 1),
          ]
        : [],
    songSpace: { vectors: predicted, k, known },
    listenerSpace: { vectors: p, k },
  };
}

/** What each tag adds to the score: an exact sum, of which the largest parts are shown. */
function tagReasons(
  { offsets, terms, weights, map, k }: Ridge,
  p: Factors,
  song: number,
  features: SongFeatures,
  share: number,
): ScorePart[] {
  const from = offsets[song];
  return Array.from(terms.subarray(from, offsets[song + 1]), (term, i) => ({
    term,
    value: share * weights[from + i] * dotAt(p, 0, map, term * k, k),
  }))
    .filter(({ term, value }) => term < features.tagNames.length && value > 0)
    .sort((a, b) => b.value - a.value || a.term - b.term)
    .slice(0, TAGS_SHOWN)
    .map(({ term, value }) => ({ kind: 'shared-tags', label: features.tagNames[term], value, share: null }));
}
