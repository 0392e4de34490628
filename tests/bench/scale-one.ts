// `node scale-one.ts PART SIZE`: makes plays of that size, does one part of the work on them in this process and
// prints CPU seconds of all its threads and its peak memory (docs/scale.md). PART is one of those in PARTS below; SIZE
// a number of plays or LISTENERSxSONGS[xPLAYS_EACH], for `gather` the folder of a library, for `training` a number of
// songs.
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Dataset, writeDataset } from '../../src/core/recommender/data/dataset.ts';
import { gatherDataset } from '../../src/core/recommender/data/gather.ts';
import { fitRatings } from '../../src/core/recommender/data/ratings.ts';
import { evaluate } from '../../src/core/recommender/evaluation/evaluate.ts';
import { fitAls } from '../../src/core/recommender/factors/als.ts';
import type { FitContext } from '../../src/core/recommender/models/model.ts';
import { completeOptions } from '../../src/core/recommender/models/options.ts';
import { modelDefinition } from '../../src/core/recommender/models/registry.ts';
import { trainNetwork } from '../../src/core/recommender/networks/train.ts';
import { openReader } from '../../src/core/storage/sqlite.ts';
import { evaluationSpec } from '../../src/shared/contract/recommender.ts';
import { startWasm } from '../../src/trainer/wasm-backend.ts';
import { openWasm } from '../../src/trainer/wasm-engine.ts';
import { makePlays } from './als.ts';
import { makeTask } from './networks.ts';

const EACH = 47;
/** Listeners, songs and plays of the full Taste Profile: smaller sets have fewer listeners and, slower, fewer songs. */
const FULL = { songs: 384_546, plays: 48_000_000 };
const ITERATIONS = 2;
const threads = availableParallelism();

/** Of the arrays that are made before a part begins, so that they can be told apart. */
interface Made {
  [name: string]: number | null;
}

function shapeOf(size: string): [listeners: number, songs: number, each: number] {
  if (size.includes('x')) {
    const [listeners, songs, each = 40] = size.split('x').map(Number);
    return [listeners, songs, each];
  }
  const plays = Number(size);
  return [Math.round(plays / EACH), Math.round(FULL.songs * Math.sqrt(plays / FULL.plays)), EACH];
}

function datasetOf(size: string): Dataset {
  const interactions = makePlays(...shapeOf(size));
  const { listeners, songs } = interactions;
  const features = {
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
  const ids = { listenerIds: new Uint32Array(listeners), songIds: new Uint32Array(songs) };
  return { interactions, features, ...ids, mismatchedSongs: 0, valueUnit: 1, libraryId: '' };
}

const nothing: FitContext['fit'] = () => {
  throw new TypeError('these models have no parts');
};

const fitPart = (type: string) => async (size: string) => {
  const data = datasetOf(size);
  const { interactions, features } = data;
  const ratings = fitRatings({ conversion: 'log-count', unit: 1 }, interactions);
  const model = modelDefinition(type);
  const context = {
    definition: modelDefinition,
    fit: nothing,
    seed: 1,
    splitSeed: 1,
    threads,
    network: null,
    progress: () => {},
  } as FitContext;
  started = measured();
  await model.fit({ interactions, features, ...ratings }, completeOptions(model, {}, modelDefinition), context);
  return sizeOf(data);
};

function sizeOf({ interactions: { listeners, songs, items } }: Dataset): Made {
  return { listeners, songs, plays: items.length };
}

const alsOf = (k: number) => async (size: string) => {
  const data = datasetOf(size);
  started = measured();
  const options = { k, iterations: ITERATIONS, alpha: 9, confidence: 'binary', reg: 30, threads } as const;
  await fitAls(data.interactions, options, 1, () => {});
  return { ...sizeOf(data), iterations: ITERATIONS };
};

const PARTS: Record<string, (size: string) => Promise<Made>> = {
  /** The arrays of a whole library, as a job reads them. */
  async gather(library) {
    const folder = mkdtempSync(join(tmpdir(), 'quadrille-scale-'));
    const db = openReader(join(library, 'library.sqlite'));
    try {
      started = measured();
      const data = gatherDataset(db, join(library, 'mel'), true, () => {});
      writeDataset(join(folder, 'dataset.bin'), data);
      return sizeOf(data);
    } finally {
      db.close();
      rmSync(folder, { recursive: true });
    }
  },
  als: alsOf(64),
  'als-128': alsOf(128),
  ease: fitPart('ease'),
  rp3beta: fitPart('rp3beta'),
  'item-knn': fitPart('item-knn'),
  bpr: fitPart('bpr'),
  /** The ranking protocol with popularity and ALS, all songs ranked for 2,000 test listeners. */
  async evaluate(size) {
    const data = datasetOf(size);
    const spec = evaluationSpec.parse({
      protocol: 'ranking',
      models: ['popularity', 'als'],
      cutoffs: [10, 100],
      mostTestListeners: 2000,
      options: { als: { k: 64, iterations: 10 } },
    });
    started = measured();
    const result = await evaluate(data, spec, { network: null, threads, progress: () => {} });
    return {
      ...sizeOf(data),
      testListeners: result.counts.testListeners,
      fitSeconds: result.fits.als.seconds,
      wholeSeconds: result.seconds,
      ndcg: result.models.als['ndcg@100'],
    };
  },
  /** An epoch of the network over time, spectrograms read from the cache. */
  async training(songs) {
    const folder = mkdtempSync(join(tmpdir(), 'quadrille-scale-'));
    try {
      await startWasm();
      const task = makeTask(folder, 'conv-1d', Number(songs));
      started = measured();
      const engine = await openWasm(task, threads);
      await trainNetwork(task, engine, { load: () => null, save: () => {} }, { progress: () => {} });
      await engine.close();
      return { songs: Number(songs) };
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};

let started = measured();

function measured(): { cpu: number; mib: number } {
  const { user, system } = process.cpuUsage();
  return { cpu: (user + system) / 1e6, mib: process.memoryUsage().rss / 2 ** 20 };
}

const [name, size] = process.argv.slice(2);
const part = PARTS[name ?? ''];
if (!part || !size) throw new Error(`scale-one.ts PART SIZE, PART one of ${Object.keys(PARTS).join(', ')}`);
const made = await part(size);
process.stdout.write(
  `${JSON.stringify({
    part: name,
    ...made,
    cpuSeconds: Number((measured().cpu - started.cpu).toFixed(1)),
    beforeMiB: Math.round(started.mib),
    peakMiB: Math.round(process.resourceUsage().maxRSS / 1024),
  })}\n`,
);
