import type { Interactions } from '../data/dataset.ts';
import { coPlayed, type SongWeights, transpose, WeightList, weightsBytes } from '../numeric/sparse-rows.ts';
import { topN } from '../numeric/top-n.ts';
import { giveWay, heldLong } from '../numeric/yielding.ts';
import { type FitContext, type ModelDefinition, numberOption } from './model.ts';
import { fittedSimilarities } from './similar-songs.ts';
import { say } from '../../../shared/messages/say.ts';

/**
 * Item-based nearest neighbours (Deshpande & Karypis 2004): cosine of who played two songs; every candidate keeps its k
 * nearest songs (ties to the lower index), and its score is the sum of
 * their similarities over those that the listener played.
 */
export const itemKnn: ModelDefinition = {
  type: 'item-knn',
  title: say('model-title.item-knn'),
  summary: say('model-summary.item-knn'),
  colour: 12,
  capabilities: ['exact-shares'],
  givesRatings: false,
  scoreMeaning: 'preference',
  neural: false,
  stochastic: false,
  needs: [],
  options: [
    {
      name: 'k',
      kind: 'integer',
      defaultValue: 50,
      minimum: 1,
      maximum: 10_000,
      help: say('model.item-neighbours'),
      search: [5, 10, 20, 50, 100, 150, 200],
    },
    {
      name: 'shrinkage',
      kind: 'number',
      defaultValue: 0,
      minimum: 0,
      maximum: 10_000,
      help: say('model.damping-by-listeners'),
      search: [0, 5, 10, 20],
    },
  ],
  memory: (options, size) => weightsBytes(size, numberOption(options, 'k')),
  async fit(set, options, context) {
    return fittedSimilarities(
      'item-knn',
      await nearest(set.interactions, numberOption(options, 'k'), numberOption(options, 'shrinkage'), context),
    );
  },
  load: ({ arrays }) => fittedSimilarities('item-knn', arrays as unknown as SongWeights),
};

async function nearest(
  rows: Interactions,
  k: number,
  shrinkage: number,
  context: Pick<FitContext, 'progress'>,
): Promise<SongWeights> {
  const columns = transpose(rows);
  const common = new Float64Array(rows.songs);
  const scores = new Float64Array(rows.songs).fill(Number.NaN);
  const found = new WeightList();
  const listenersOf = (song: number) => columns.offsets[song + 1] - columns.offsets[song];
  for (let song = 0; song < rows.songs; song++) {
    const touched = coPlayed(rows, columns, song, common);
    for (const other of touched) {
      scores[other] =
        (common[other] / Math.sqrt(listenersOf(song) * listenersOf(other))) *
        (shrinkage > 0 ? common[other] / (common[other] + shrinkage) : 1);
    }
    for (const other of touched.length > k ? nearestOf(scores, touched, k) : touched) {
      found.push(other, song, scores[other]);
    }
    for (const other of touched) {
      common[other] = 0;
      scores[other] = Number.NaN;
    }
    if (heldLong()) await giveWay(context, song / rows.songs);
  }
  return found.compress(rows.songs);
}

function nearestOf(scores: Float64Array, touched: number[], k: number): number[] {
  const candidates = Uint32Array.from(touched).sort();
  const own = Float64Array.from(candidates, (song) => scores[song]);
  return Array.from(
    topN(own, () => false, k),
    (i) => candidates[i],
  );
}
