import { say } from '../../../shared/messages/say.ts';
import type { Interactions } from '../data/dataset.ts';
import { type SongWeights, transpose, WeightList, weightsBytes } from '../numeric/sparse-rows.ts';
import { topN } from '../numeric/top-n.ts';
import { giveWay, heldLong } from '../numeric/yielding.ts';
import { type FitContext, type ModelDefinition, numberOption, type Options } from './model.ts';
import { fittedSimilarities } from './similar-songs.ts';

/**
 * RP3β (Paudel et al. 2017): random walks from a played song to its listeners and on to their songs. The probability of
 * every step is raised to the power α, the sum divided by the popularity of the song reached to the power β; every
 * played song keeps the k songs that its walks reach most. Memory grows with k times the songs.
 */
export const rp3beta: ModelDefinition = {
  type: 'rp3beta',
  title: say('model-title.rp3beta'),
  summary: say('model-summary.rp3beta'),
  colour: 19,
  capabilities: ['exact-shares'],
  givesRatings: false,
  scoreMeaning: 'preference',
  neural: false,
  stochastic: false,
  needs: [],
  options: [
    {
      name: 'alpha',
      label: say('option.power'),
      kind: 'number',
      defaultValue: 0.8,
      minimum: 0,
      maximum: 10,
      help: say('model.step-power'),
      search: [0.6, 0.8, 1, 1.2, 1.4],
    },
    {
      name: 'beta',
      kind: 'number',
      defaultValue: 0.4,
      minimum: 0,
      maximum: 10,
      help: say('model.popularity-power'),
      search: [0, 0.2, 0.3, 0.4, 0.5, 0.7],
    },
    {
      name: 'k',
      kind: 'integer',
      defaultValue: 200,
      minimum: 1,
      maximum: 10_000,
      help: say('model.songs-kept'),
      search: [50, 100, 200, 1000],
    },
  ],
  memory: (options, size) => weightsBytes(size, numberOption(options, 'k')),
  fit: async (set, options, context) => fittedSimilarities('rp3beta', await walks(set.interactions, options, context)),
  load: ({ arrays }) => fittedSimilarities('rp3beta', arrays as unknown as SongWeights),
};

async function walks(
  rows: Interactions,
  options: Options,
  context: Pick<FitContext, 'progress'>,
): Promise<SongWeights> {
  const [alpha, beta, k] = ['alpha', 'beta', 'k'].map((name) => numberOption(options, name));
  const columns = transpose(rows);
  const listenersOf = (song: number) => columns.offsets[song + 1] - columns.offsets[song];
  const songStep = Float64Array.from(
    { length: rows.songs },
    (_, song) => (1 / Math.max(1, listenersOf(song))) ** alpha,
  );
  const penalty = Float64Array.from({ length: rows.songs }, (_, song) => Math.max(1, listenersOf(song)) ** beta);
  const listenerStep = Float64Array.from(
    { length: rows.listeners },
    (_, u) => (1 / Math.max(1, rows.offsets[u + 1] - rows.offsets[u])) ** alpha,
  );
  const reached = new Float64Array(rows.songs);
  const found = new WeightList();
  for (let song = 0; song < rows.songs; song++) {
    const touched: number[] = [];
    for (let at = columns.offsets[song]; at < columns.offsets[song + 1]; at++) {
      const listener = columns.items[at];
      for (let row = rows.offsets[listener]; row < rows.offsets[listener + 1]; row++) {
        const other = rows.items[row];
        if (other === song) continue;
        if (reached[other] === 0) touched.push(other);
        reached[other] += songStep[song] * listenerStep[listener];
      }
    }
    touched.sort((a, b) => a - b);
    const scores = Float64Array.from(touched, (other) => reached[other] / penalty[other]);
    for (const i of topN(scores, () => false, k)) {
      found.push(song, touched[i], scores[i]);
    }
    for (const other of touched) reached[other] = 0;
    if (heldLong()) await giveWay(context, song / rows.songs);
  }
  return found.compress(rows.songs);
}
