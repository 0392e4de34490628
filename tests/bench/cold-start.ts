import { join } from 'node:path';
import { createApp } from '../../src/core/app/create-app.ts';
import { gatherDataset } from '../../src/core/recommender/data/gather.ts';
import type { Dataset } from '../../src/core/recommender/data/dataset.ts';
import { fitRatings } from '../../src/core/recommender/data/ratings.ts';
import type { TrainingSet } from '../../src/core/recommender/data/training-set.ts';
import { FitSession } from '../../src/core/recommender/models/fit-session.ts';
import { modelDefinition } from '../../src/core/recommender/models/registry.ts';
import { splitBy } from '../../src/core/recommender/splits/split.ts';
import { spawnChildTrainer } from '../../src/core/recommender/training/spawn-child-trainer.ts';
import { createLibrary } from '../../src/core/storage/library.ts';
import { Random } from '../../src/core/statistics/random.ts';
import { EngineTrainer } from '../../src/trainer/network-trainer.ts';
import type { BenchContext } from './context.ts';

const RUNS = 5;
const THREADS = 2;
const LEAST_LISTENERS = 5;
const MODELS = ['ridge', 'tags'];

/**
 * What a fit for new songs takes, its choice of settings and the factorisation included, on a folder with `plays.tsv`
 * and `tags.tsv` (QUADRILLE_BENCH_TAGGED): a fifth of the songs with five listeners is held out.
 */
export async function benchColdStart({ folder, say }: BenchContext) {
  const tagged = process.env.QUADRILLE_BENCH_TAGGED;
  if (!tagged) return { skipped: 'QUADRILLE_BENCH_TAGGED names no folder with plays.tsv and tags.tsv' };
  const data = await imported(join(folder, 'tagged'), tagged);
  const { interactions, features, valueUnit } = data;
  const heard = new Uint32Array(interactions.songs);
  for (const song of interactions.items) heard[song]++;
  const random = new Random(1);
  const cold = heard.map((n) => (n >= LEAST_LISTENERS && random.uniform() < 0.2 ? 1 : 0));
  const { training } = splitBy(interactions, (row) => cold[interactions.items[row]] === 1);
  const fits: Record<string, { seconds: number[]; cpuSeconds: number[] }> = {};
  for (let run = 0; run < RUNS; run++)
    for (const type of MODELS) {
      say(`${type}, ${run + 1} of ${RUNS}`);
      // A new set each time: fits share what they compute on one set.
      const set: TrainingSet = {
        interactions: training,
        ...fitRatings({ conversion: 'log-count', unit: valueUnit }, training),
        features,
        holdsOut: 'songs',
      };
      const session = new FitSession(modelDefinition, new EngineTrainer('auto', THREADS, folder), 1, THREADS);
      const [started, cpu] = [performance.now(), process.cpuUsage()];
      await session.fit(type, set, {}, () => {});
      const { user, system } = process.cpuUsage(cpu);
      fits[type] ??= { seconds: [], cpuSeconds: [] };
      fits[type].seconds.push((performance.now() - started) / 1000);
      fits[type].cpuSeconds.push((user + system) / 1e6);
    }
  return {
    listeners: interactions.listeners,
    songs: interactions.songs,
    plays: training.items.length,
    tags: features.tags.length,
    fits,
  };
}

async function imported(folder: string, files: string): Promise<Dataset> {
  const app = createApp({ library: await createLibrary(folder), spawnTrainer: spawnChildTrainer });
  for (const [kind, file] of [
    ['triplets', 'plays.tsv'],
    ['tags', 'tags.tsv'],
  ]) {
    const { jobId } = await app.call('import/start', {
      grant: app.grants.add(join(files, file)),
      kind,
      format: 'auto',
      onError: 'skip',
    });
    await app.jobs.wait(jobId);
  }
  try {
    return gatherDataset(app.library.db, app.library.paths.mel, true, () => {});
  } finally {
    await app.close();
  }
}
