import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import type { HeldOut } from '../splits/held-out.ts';
import type { SongFeatures } from '../data/dataset.ts';
import { clipToScale, type RatingScale } from '../data/ratings.ts';
import { mean } from '../../statistics/descriptive.ts';
import { giveWay, heldLong, partOf, type Reporting } from '../numeric/yielding.ts';
import { rankingCases, weightedSum, zScores } from './hybrid-cases.ts';
import {
  fitFactsOf,
  fitParts,
  innerSplitOf,
  loadParts,
  partFacts,
  PARTS_OPTION,
  partTypes,
  saveParts,
  type TrainedAmong,
  trainedAmong,
  trainedIn,
} from './hybrid-parts.ts';
import { fitRankingWeights, isEdge } from './hybrid-weights.ts';
import type { FittedModel, ModelDefinition, ScorePart } from './model.ts';
import { forLast } from '../data/training-set.ts';
import type { History } from '../data/training-set.ts';

const RIDGE = 1e-3;
const REASONS_SHOWN = 5;

interface Hybrid extends TrainedAmong {
  parts: FittedModel[];
  /** Of z-scores, for ranking. */
  rankingWeights: number[];
  /** Of predictions minus their mean, for ratings; null when no part rates. */
  rating: { weights: number[]; means: number[]; intercept: number } | null;
  scale: RatingScale;
}

/**
 * Weighted hybrid. Both sets of weights are fitted on rows that no part has seen: rows are set aside as the evaluation
 * sets rows aside, the parts are fitted on the rest, the weights on their predictions for them; then the parts are
 * fitted again on all training rows. Rating weights: non-negative least squares. Ranking weights: see
 * `fitRankingWeights`.
 */
export const hybridWeighted: ModelDefinition = {
  type: 'hybrid-weighted',
  title: say('model-title.hybrid-weighted'),
  summary: say('model-summary.hybrid-weighted'),
  colour: 0,
  capabilities: ['song-vectors', 'hears-recordings'],
  givesRatings: true,
  scoreMeaning: 'preference',
  neural: true,
  stochastic: true,
  combines: true,
  needs: [],
  options: [PARTS_OPTION],
  async fit(set, options, context) {
    const choice = partTypes('hybrid-weighted', options, set, context);
    const inner = innerSplitOf('hybrid-weighted', set, context);
    const candidates = await fitParts(choice, inner.set, options, context, 0);
    const types = candidates.map(({ type }) => type);
    const choosing = partOf(context, 0.5, 0.5);
    const rating = await fitRatingWeights(candidates, inner.cases, choosing);
    const ranking = await fitRankingWeights(await rankingCases(candidates, inner, choosing), types.length, choosing);
    const parts = await fitParts({ ...choice, types }, set, options, context, 0.5);
    if (parts.length < types.length) throw new AppError('internal', say('model.hybrid-without-parts'));
    const rankingWeights = ranking.weights;
    const chosen = {
      parts: types,
      rankingWeights: named(types, rankingWeights),
      ratingWeights: rating ? named(types, rating.weights) : null,
      penalty: ranking.penalty,
      ...(isEdge(ranking.penalty) ? { edge: 'penalty' } : {}),
      ndcg: ranking.quality,
      ndcgAlone: named(types, ranking.alone),
      bestAlone: types[ranking.single],
      ndcgWithout: named(types, ranking.without),
    };
    const hybrid = fitted(
      { parts, rankingWeights, rating, scale: set.scale, ...trainedAmong(set) },
      fitFactsOf(parts, chosen),
    );
    return { ...hybrid, bestAlone: parts[ranking.single] };
  },
  load(saved, definition) {
    const meta = saved.meta as unknown as Omit<Hybrid, 'parts'>;
    return fitted({
      parts: loadParts(saved, definition),
      rankingWeights: meta.rankingWeights,
      rating: meta.rating,
      scale: meta.scale,
      ...trainedIn(saved),
    });
  },
};

/** Least squares with weights ≥ 0, by coordinate descent on the normal equations of the centred predictions. */
async function fitRatingWeights(
  parts: readonly FittedModel[],
  cases: readonly HeldOut[],
  context: Reporting,
): Promise<Hybrid['rating']> {
  const rating = parts.filter((part) => part.ratings);
  if (rating.length === 0) return null;
  const truth: number[] = [];
  const columns: number[][] = parts.map(() => []);
  for (const [done, { history, items, truth: own }] of cases.entries()) {
    if (heldLong()) await giveWay(context, done / cases.length);
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

function fitted(model: Hybrid, facts?: FittedModel['facts']): FittedModel {
  const { parts, rankingWeights, rating, scale } = model;
  // Scored once per listener, however many songs are explained.
  const z = forLast((history, songs: number) =>
    parts.map((part) => zScores(part, history, new Float64Array(songs), null, model.trainedSongs)),
  );
  return {
    type: 'hybrid-weighted',
    ...(facts ? { facts } : {}),
    ...partFacts(parts),
    scores(history, out) {
      weightedSum(z(history, out.length), rankingWeights, out);
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
    save: () => saveParts(parts, { scale, rankingWeights, rating, ...trainedIn({ meta: model }) }),
    explain: (history, song, features) => explain(model, z(history, features.years.length), history, song, features),
  };
}

/**
 * Each part's share of the score, and the parts' own reasons: a reason's share of its part, times the part's of the
 * whole.
 */
function explain(
  model: Hybrid,
  z: readonly Float64Array[],
  history: History,
  song: number,
  features: SongFeatures,
): ScorePart[] {
  const shares = model.parts.map((part, m) => ({ part, value: model.rankingWeights[m] * (z[m][song] || 0) }));
  const total = shares.reduce((sum, { value }) => sum + Math.abs(value), 0) || 1;
  const ordered = shares.filter(({ value }) => value !== 0).sort((a, b) => b.value - a.value);
  return [
    ...ordered.map(({ part, value }) => ({
      kind: 'component' as const,
      label: part.type,
      value,
      share: value / total,
    })),
    ...ordered
      .flatMap(({ part, value }) =>
        (part.explain?.(history, song, features) ?? []).map((reason) => ({
          ...reason,
          share: reason.share === null || value <= 0 ? null : (reason.share * value) / total,
        })),
      )
      .filter(({ kind }) => kind !== 'neighbours')
      .sort((a, b) => (b.share ?? 0) - (a.share ?? 0))
      .slice(0, REASONS_SHOWN),
  ];
}

function named<Value>(types: readonly string[], values: readonly Value[]): Record<string, Value> {
  return Object.fromEntries(types.map((type, i) => [type, values[i]]));
}

function dot(a: readonly number[], b: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
