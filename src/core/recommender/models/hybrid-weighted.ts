import { AppError } from '../../../shared/errors.ts';
import { type HeldOut, heldOutByListener } from '../evaluation/held-out.ts';
import { rankingMeasures, topN } from '../evaluation/metrics.ts';
import { listenerFolds } from '../evaluation/split.ts';
import type { SongFeatures } from '../data/dataset.ts';
import { derivedSeed } from '../random.ts';
import { clipToScale, fitRatings, type RatingScale } from '../ratings.ts';
import { mean } from './bias.ts';
import { type FitContext, type FittedModel, forLast, type History, type ModelDefinition, type SavedModel, type ScorePart, type TrainingSet } from './model.ts';
import { modelDefinition } from './registry.ts';

const VALIDATION_SHARE = 0.1;
const FEWEST_SONGS = 5;
const MOST_VALIDATION_LISTENERS = 500;
const RANKING_CUTOFF = 20;
const WEIGHT_GRID = [0, 0.25, 0.5, 1, 2, 4];
const SWEEPS = 2;
const RIDGE = 1e-3;

interface Hybrid {
  parts: FittedModel[];
  /** Of z-scores, for ranking. */
  rankingWeights: number[];
  /** Of predictions minus their mean, for ratings; null when no part rates. */
  rating: { weights: number[]; means: number[]; intercept: number } | null;
  scale: RatingScale;
}

/**
 * Weighted hybrid. Both sets of weights are fitted on rows that no part has seen: a tenth of each listener's training rows is set aside, the parts are fitted on
 * the rest, the weights on their predictions for it; then the parts are fitted again on all training rows. Rating weights: non-negative
 * least squares. Ranking weights: coordinate ascent on NDCG@20 over a grid.
 */
export const hybridWeighted: ModelDefinition = {
  type: 'hybrid-weighted',
  givesRatings: true,
  scoreMeaning: 'preference',
  neural: true,
  needs: [],
  options: [{ name: 'parts', kind: 'list', defaultValue: 'auto', help: 'comma-separated model types; auto = funk-svd, user-cf, and content, cnn, tags where the library has tags and audio' }],
  async fit(set, options, context) {
    const types = partTypes(String(options.parts), set.features);
    const validation = listenerFolds(set.interactions, 1, VALIDATION_SHARE, FEWEST_SONGS, derivedSeed(context.seed, 'hybrid'))(0);
    if (validation.testItems.length === 0) throw new AppError('bad-input', `hybrid-weighted needs listeners with at least ${FEWEST_SONGS} training songs to fit its weights on.`);
    const inner: TrainingSet = { interactions: validation.training, ...fitRatings(set.scale.conversion, validation.training), features: set.features };
    const candidates = await fitParts(types, inner, context, 0);
    const cases = heldOutByListener(validation, inner);
    const rating = fitRatingWeights(candidates, cases);
    const rankingWeights = fitRankingWeights(candidates, cases, set.interactions.songs);
    const parts = await fitParts(types, set, context, 0.5);
    const neural = parts.find((part) => part.facts?.engine)?.facts;
    const chosen = { parts: types, rankingWeights: named(types, rankingWeights), ratingWeights: rating ? named(types, rating.weights) : null };
    return fitted({ parts, rankingWeights, rating, scale: set.scale }, { ...neural, chosen });
  },
  load,
};

function partTypes(choice: string, features: SongFeatures): string[] {
  if (choice !== 'auto') {
    const types = choice
      .split(',')
      .map((type) => type.trim())
      .filter(Boolean);
    for (const type of types) if (type.startsWith('hybrid') || !modelDefinition(type)) throw new AppError('bad-request', 'A hybrid cannot be made of hybrids.');
    if (types.length < 2) throw new AppError('bad-request', 'hybrid-weighted needs at least two parts.');
    return types;
  }
  const hasTags = features.tags.length > 0;
  const hasAudio = features.melTracks.some((track) => track !== 0);
  return ['funk-svd', 'user-cf', ...(hasTags ? ['content'] : []), ...(hasAudio ? ['cnn'] : []), ...(hasTags ? ['tags'] : [])];
}

async function fitParts(types: readonly string[], set: TrainingSet, context: FitContext, from: number): Promise<FittedModel[]> {
  const parts: FittedModel[] = [];
  for (const type of types) {
    const done = parts.length;
    parts.push(await context.fit(type, set, {}, (fraction, live) => context.progress(from + (0.5 * (done + fraction)) / types.length, { ...live, model: type })));
    context.progress(from + (0.5 * parts.length) / types.length);
  }
  return parts;
}

/** Least squares with weights ≥ 0, by coordinate descent on the normal equations of the centred predictions. */
function fitRatingWeights(parts: readonly FittedModel[], cases: readonly HeldOut[]): Hybrid['rating'] {
  const rating = parts.filter((part) => part.ratings);
  if (rating.length === 0) return null;
  const truth: number[] = [];
  const columns: number[][] = parts.map(() => []);
  for (const { history, items, truth: own } of cases) {
    truth.push(...own);
    parts.forEach((part, m) => {
      const out = new Float64Array(items.length);
      part.ratings?.(history, items, out);
      columns[m].push(...out);
    });
  }
  const means = columns.map((column) => mean(Float32Array.from(column)));
  const intercept = mean(Float32Array.from(truth));
  const centred = columns.map((column, m) => column.map((value) => value - means[m]));
  const target = truth.map((value) => value - intercept);
  const gram = centred.map((a) => centred.map((b) => dot(a, b) / target.length));
  const moment = centred.map((a) => dot(a, target) / target.length);
  const weights = parts.map(() => 0);
  for (let sweep = 0; sweep < 500; sweep++) {
    for (let m = 0; m < parts.length; m++) {
      if (!parts[m].ratings || gram[m][m] === 0) continue;
      const residual = moment[m] - gram[m].reduce((sum, value, j) => sum + (j === m ? 0 : value * weights[j]), 0);
      weights[m] = Math.max(0, residual / (gram[m][m] + RIDGE));
    }
  }
  return { weights, means, intercept };
}

function fitRankingWeights(parts: readonly FittedModel[], all: readonly HeldOut[], songs: number): number[] {
  const stride = Math.max(1, Math.ceil(all.length / MOST_VALIDATION_LISTENERS));
  const cases = all
    .filter((_, i) => i % stride === 0)
    .map((one) => ({ ...one, z: parts.map((part) => zScores(part, one.history, new Float64Array(songs))), relevant: new Set(one.items), played: new Set(one.history.items) }));
  const combined = new Float64Array(songs);
  const quality = (weights: readonly number[]) => {
    let sum = 0;
    for (const { z, relevant, played } of cases) {
      combine(z, weights, combined);
      sum +=
        rankingMeasures(
          topN(combined, (song) => played.has(song), RANKING_CUTOFF),
          relevant,
          RANKING_CUTOFF,
        )?.ndcg ?? 0;
    }
    return sum;
  };
  const weights = parts.map(() => 1);
  let best = quality(weights);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    for (let m = 0; m < parts.length; m++) {
      for (const candidate of WEIGHT_GRID) {
        const trial = weights.map((weight, j) => (j === m ? candidate : weight));
        if (trial.every((weight) => weight === 0)) continue;
        const reached = quality(trial);
        if (reached > best) {
          best = reached;
          weights[m] = candidate;
        }
      }
    }
  }
  return weights;
}

/** Scores with mean 0 and deviation 1 over the songs that the part knows; unknown songs get 0, the middle. */
function zScores(part: FittedModel, history: History, out: Float64Array): Float64Array {
  part.scores(history, out);
  let n = 0;
  let sum = 0;
  let squares = 0;
  for (const value of out) {
    if (Number.isNaN(value)) continue;
    n++;
    sum += value;
    squares += value * value;
  }
  const average = n === 0 ? 0 : sum / n;
  const deviation = n === 0 ? 1 : Math.sqrt(Math.max(0, squares / n - average * average)) || 1;
  for (let i = 0; i < out.length; i++) out[i] = Number.isNaN(out[i]) ? 0 : (out[i] - average) / deviation;
  return out;
}

function combine(z: readonly Float64Array[], weights: readonly number[], out: Float64Array): void {
  out.fill(0);
  z.forEach((scores, m) => {
    if (weights[m] !== 0) for (let i = 0; i < out.length; i++) out[i] += weights[m] * scores[i];
  });
}

function fitted(model: Hybrid, facts?: FittedModel['facts']): FittedModel {
  const { parts, rankingWeights, rating, scale } = model;
  // Scored once, however many songs of one listener are explained afterwards.
  const z = forLast((history, songs: number) => parts.map((part) => zScores(part, history, new Float64Array(songs))));
  return {
    type: 'hybrid-weighted',
    ...(facts ? { facts } : {}),
    scores(history, out) {
      combine(z(history, out.length), rankingWeights, out);
    },
    ratings: rating
      ? (history, songs, out) => {
          out.fill(rating.intercept);
          const own = new Float64Array(songs.length);
          parts.forEach((part, m) => {
            if (rating.weights[m] === 0) return;
            part.ratings?.(history, songs, own);
            for (let i = 0; i < songs.length; i++) out[i] += rating.weights[m] * (own[i] - rating.means[m]);
          });
          for (let i = 0; i < songs.length; i++) out[i] = clipToScale(scale, out[i]);
        }
      : null,
    save: () => save(model),
    explain: (history, song, features) => explain(model, z(history, features.years.length), history, song, features),
  };
}

/** Each part's share of the score, and the reasons of the part that carries most of it. */
function explain(model: Hybrid, z: readonly Float64Array[], history: History, song: number, features: SongFeatures): ScorePart[] {
  const shares = model.parts.map((part, m) => ({ part, value: model.rankingWeights[m] * z[m][song] }));
  const total = shares.reduce((sum, { value }) => sum + Math.abs(value), 0) || 1;
  const ordered = shares.filter(({ value }) => value !== 0).sort((a, b) => b.value - a.value);
  return [
    ...ordered.map(({ part, value }) => ({ kind: 'component' as const, label: part.type, value, share: value / total })),
    ...ordered
      .flatMap(({ part }) => part.explain?.(history, song, features) ?? [])
      .filter(({ kind }) => kind !== 'neighbours')
      .slice(0, 5)
      .map((part) => ({ ...part, share: null })),
  ];
}

function save(model: Hybrid): SavedModel {
  const saved = model.parts.map((part) => part.save());
  return {
    meta: { scale: model.scale, rankingWeights: model.rankingWeights, rating: model.rating, parts: model.parts.map((part, m) => ({ type: part.type, meta: saved[m].meta })) },
    arrays: Object.fromEntries(saved.flatMap(({ arrays }, m) => Object.entries(arrays).map(([name, array]) => [`${m}/${name}`, array]))),
  };
}

function load({ meta, arrays }: SavedModel): FittedModel {
  const saved = meta as unknown as Omit<Hybrid, 'parts'> & { parts: { type: string; meta: Record<string, unknown> }[] };
  const parts = saved.parts.map(({ type, meta: own }, m) => {
    const prefix = `${m}/`;
    const ownArrays = Object.fromEntries(
      Object.entries(arrays)
        .filter(([name]) => name.startsWith(prefix))
        .map(([name, array]) => [name.slice(prefix.length), array]),
    );
    return modelDefinition(type).load({ meta: own, arrays: ownArrays });
  });
  return fitted({ parts, rankingWeights: saved.rankingWeights, rating: saved.rating, scale: saved.scale });
}

function named(types: readonly string[], values: readonly number[]): Record<string, number> {
  return Object.fromEntries(types.map((type, i) => [type, values[i]]));
}

function dot(a: readonly number[], b: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
