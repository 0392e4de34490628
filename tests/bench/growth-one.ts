// `node growth-one.ts LISTENERSxSONGS[xPLAYS_EACH]`: makes plays of that shape, runs the ranking protocol with ALS and
// popularity on them and prints seconds and peak memory.
import { availableParallelism } from 'node:os';
import type { Dataset } from '../../src/core/recommender/data/dataset.ts';
import { evaluate } from '../../src/core/recommender/evaluation/evaluate.ts';
import { evaluationSpec } from '../../src/shared/contract/recommender.ts';
import { makePlays } from './als.ts';

const [listeners, songs, each = 40] = process.argv[2].split('x').map(Number);
const interactions = makePlays(listeners, songs, each);
const empty = {
  tagNames: [],
  tagOffsets: new Uint32Array(songs + 1),
  tags: new Uint32Array(0),
  tagWeights: new Float32Array(0),
  artists: new Int32Array(songs).fill(-1),
  artistCount: 0,
  years: new Uint16Array(songs),
  melTracks: new Uint32Array(songs),
  melFolder: '',
};
const data: Dataset = {
  interactions,
  features: empty,
  listenerIds: new Uint32Array(listeners),
  songIds: new Uint32Array(songs),
  mismatchedSongs: 0,
  valueUnit: 1,
  libraryId: '',
};
const spec = evaluationSpec.parse({
  protocol: 'ranking',
  models: ['popularity', 'als'],
  cutoffs: [10, 100],
  mostTestListeners: 2000,
  options: { als: { k: 64, iterations: 10 } },
});
const started = performance.now();
const result = await evaluate(data, spec, { network: null, threads: availableParallelism(), progress: () => {} });
const { maxRSS } = process.resourceUsage();
process.stdout.write(
  JSON.stringify({
    listeners,
    songs,
    plays: interactions.items.length,
    testListeners: result.counts.testListeners,
    fitSeconds: result.fits.als.seconds,
    wholeSeconds: (performance.now() - started) / 1000,
    peakMiB: Math.round(maxRSS / 1024),
    ndcg: result.models.als['ndcg@100'],
  }),
);
