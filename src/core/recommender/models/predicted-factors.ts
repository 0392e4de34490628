import { clipToScale, type RatingScale } from '../data/ratings.ts';
import { forLast } from '../data/training-set.ts';
import type { Confidence, PreferenceFactors } from '../factors/als.ts';
import { FactorScorer } from '../factors/factor-scorer.ts';
import { PreferenceFoldIn } from '../factors/fold-in.ts';
import { listenerPart, type RatingFactors } from '../factors/rating-factors.ts';
import { dotAt, type Factors } from '../numeric/vectors.ts';
import { playedReasons } from './explain.ts';
import type { SavedField, SavedNetwork } from '../networks/saved.ts';
import type { Certainty, FitFacts, FittedModel, SavedModel } from './model.ts';

/** What determines the confidence of the preference factors that networks predict. */
export const CONFIDENCE = 'log-count';

export interface PreferenceSide extends PreferenceFactors {
  alpha: number;
  reg: number;
  confidence: Confidence;
  /** The songs' factors from their plays, if a new listener is folded in with these and not with `q`. */
  played?: Float32Array;
  /** Songs with a training play. */
  taught?: Uint8Array;
  /** Songs that have preference factors, if not the same as have rating factors. */
  known?: Uint8Array;
}

/** Rating factors (Funk-SVD) and preference factors (ALS) of the same songs, as they were predicted. */
export interface FactorPair {
  /** Models from before the song's bias was predicted rate without it. */
  rating: RatingFactors & { predictsBias: boolean };
  preference: PreferenceSide;
}

/** A model whose songs have both kinds of factors, as a network predicted them. */
export function fittedFromFactors(
  type: string,
  { rating, preference }: FactorPair,
  scale: RatingScale,
  network: SavedNetwork | null,
  certainty: Certainty | null,
  facts?: FitFacts,
): FittedModel {
  const { k, q, known, songs: biases, predictsBias } = rating;
  const { k: width, played, taught } = preference;
  const ranked = preference.known ?? known;
  const partOf = listenerPart(rating);
  const foldIn = new PreferenceFoldIn({ ...preference, q: played ?? preference.q });
  const scorer = new FactorScorer(preference.q, width);
  const preferenceOf = forLast((history) =>
    history.listener >= 0
      ? preference.p.subarray(history.listener * width, (history.listener + 1) * width)
      : foldIn.listener(history),
  );
  const share = (p: Factors, song: number) =>
    known[song] ? (predictsBias ? biases[song] : 0) + dotAt(p, 0, q, song * k, k) : 0;
  return {
    type,
    ...(facts ? { facts } : {}),
    ...(network ? { network } : {}),
    ...(certainty ? { certainty } : {}),
    scores(history, out) {
      scorer.score(preferenceOf(history), out);
      for (let song = 0; song < out.length; song++) if (!ranked[song]) out[song] = Number.NaN;
    },
    ratings(history, songs, out) {
      const { base, p } = partOf(history);
      for (let i = 0; i < songs.length; i++) out[i] = clipToScale(scale, base + share(p, songs[i]));
    },
    save: () => ({
      meta: {
        mean: rating.mean,
        k,
        reg: rating.reg,
        scale,
        alpha: preference.alpha,
        regPreference: preference.reg,
        kPreference: width,
        confidence: preference.confidence,
        predictsBias,
        certainty,
        network: network && metaOf(network),
      },
      arrays: {
        listeners: rating.listeners,
        songs: rating.songs,
        p: rating.p,
        q,
        known,
        preferenceP: preference.p,
        preferenceQ: preference.q,
        ...(played ? { preferencePlayed: played } : {}),
        ...(taught ? { preferenceTaught: taught } : {}),
        ...(preference.known ? { preferenceKnown: preference.known } : {}),
        ...(network ? arraysOf(network) : {}),
      },
    }),
    explain: (history, song) =>
      ranked[song] ? playedReasons(history.items, foldIn.contributionsTo(history, preference.q, song)) : [],
    songSpace: { vectors: preference.q, k: width, known: ranked },
    listenerSpace: { vectors: preference.p, k: width },
  };
}

/** In models of before, networks are kept only where they hear, and their inputs need no more than this. */
type NetworkMeta = Pick<SavedNetwork, 'kind' | 'outputs' | 'scales' | 'vectorSet' | 'vectorsBeside'> & {
  hears?: boolean;
  fields?: Pick<SavedField, 'name' | 'width'>[];
};

const VOCABULARY = 'networkVocabulary/';

function metaOf({ kind, outputs, scales, vectorSet, vectorsBeside, hears, fields }: SavedNetwork): NetworkMeta {
  return {
    kind,
    outputs,
    scales,
    hears,
    ...(vectorSet === undefined ? {} : { vectorSet }),
    ...(vectorsBeside === undefined ? {} : { vectorsBeside }),
    ...(fields ? { fields: fields.map(({ name, width }) => ({ name, width })) } : {}),
  };
}

function arraysOf({ weights, mean, deviation, fields = [] }: SavedNetwork): SavedModel['arrays'] {
  return {
    networkWeights: weights,
    bandMean: mean,
    bandDeviation: deviation,
    ...Object.fromEntries(fields.map(({ name, vocabulary }) => [VOCABULARY + name, vocabulary])),
  };
}

function networkFrom(
  { hears = true, fields, ...meta }: NetworkMeta,
  arrays: SavedModel['arrays'],
  { k, predictsBias }: FactorPair['rating'],
): SavedNetwork {
  return {
    ...meta,
    hears,
    ratingFactors: k,
    predictsBias,
    weights: arrays.networkWeights as Float32Array,
    mean: arrays.bandMean as Float32Array,
    deviation: arrays.bandDeviation as Float32Array,
    ...(fields
      ? { fields: fields.map((field) => ({ ...field, vocabulary: arrays[VOCABULARY + field.name] as Uint32Array })) }
      : {}),
  };
}

export function loadFromFactors(type: string, { meta, arrays }: SavedModel): FittedModel {
  const a = arrays as unknown as RatingFactors & {
    preferenceP: Float32Array;
    preferenceQ: Float32Array;
    preferencePlayed?: Float32Array;
    preferenceTaught?: Uint8Array;
    preferenceKnown?: Uint8Array;
  };
  const m = meta as unknown as {
    mean: number;
    k: number;
    reg: number;
    scale: RatingScale;
    alpha: number;
    regPreference: number;
    /** These three are missing in models from before preferences had a k of their own. */
    kPreference?: number;
    confidence?: Confidence;
    predictsBias?: boolean;
    certainty: Certainty | null;
    network: NetworkMeta | null;
  };
  const rating = {
    mean: m.mean,
    k: m.k,
    reg: m.reg,
    listeners: a.listeners,
    songs: a.songs,
    p: a.p,
    q: a.q,
    known: a.known,
    predictsBias: m.predictsBias ?? false,
  };
  const preference: PreferenceSide = {
    k: m.kPreference ?? m.k,
    p: a.preferenceP,
    q: a.preferenceQ,
    alpha: m.alpha,
    reg: m.regPreference,
    confidence: m.confidence ?? CONFIDENCE,
    ...(a.preferencePlayed ? { played: a.preferencePlayed } : {}),
    ...(a.preferenceTaught ? { taught: a.preferenceTaught } : {}),
    ...(a.preferenceKnown ? { known: a.preferenceKnown } : {}),
  };
  const network = m.network && networkFrom(m.network, arrays, rating);
  return fittedFromFactors(type, { rating, preference }, m.scale, network, m.certainty);
}
