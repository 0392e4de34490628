import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeDataset } from '../../src/core/recommender/data/dataset.ts';
import { spawnChildTrainer } from '../../src/core/recommender/training/spawn-child-trainer.ts';
import { TrainerClient } from '../../src/core/recommender/training/trainer-client.ts';
import { Random } from '../../src/core/statistics/random.ts';
import type { TrainTask } from '../../src/shared/trainer-protocol.ts';
import { onCleanup, temporaryFolder } from '../support/fixtures.ts';
import { datasetOf, featuresOf, interactionsOf, type Plays } from '../support/sets.ts';

const [LISTENERS, SONGS, EACH] = [800, 400, 100];
/** Were it not interrupted, the first fit would take a minute. */
const ENDLESS = 1000;

function plays(): Plays {
  const random = new Random(2);
  return Array.from({ length: LISTENERS }, () =>
    Object.fromEntries(Array.from({ length: EACH }, () => [random.below(SONGS), 1 + random.below(9)])),
  );
}

describe('a training process in the middle of a fit', { timeout: 120_000 }, () => {
  it.each([
    ['funk-svd', { k: 200, epochs: ENDLESS }],
    ['svd++', { k: 100, epochs: ENDLESS }],
    ['bpr', { k: 100, epochs: ENDLESS }],
  ])('of %s answers a second question, then lets the first be cancelled, and lives', async (type, options) => {
    const folder = temporaryFolder();
    const datasetFile = join(folder, 'dataset.bin');
    writeDataset(
      datasetFile,
      datasetOf(interactionsOf(plays(), SONGS), featuresOf(Array.from({ length: SONGS }, () => []))),
    );
    let processes = 0;
    const trainer = new TrainerClient(() => {
      processes++;
      return spawnChildTrainer();
    });
    onCleanup(() => trainer.close());
    const common = {
      kind: 'train',
      datasetFile,
      folder,
      engine: 'wasm',
      threads: 1,
      conversion: 'log-count',
      seed: 1,
    } as const;
    const ask = (own: Pick<TrainTask, 'type' | 'options'>, stop: AbortController, heard: () => void = () => {}) =>
      trainer.run({ ...common, ...own, output: join(folder, `${own.type}.model`) }, stop.signal, heard);
    const stop = new AbortController();
    let fitting = () => {};
    const started = new Promise<void>((resolve) => {
      fitting = resolve;
    });
    let ended = false;
    const first = ask({ type, options }, stop, fitting).finally(() => {
      ended = true;
    });
    first.catch(() => {});
    await started;
    expect(await ask({ type: 'popularity', options: {} }, new AbortController())).toMatchObject({ songs: SONGS });
    expect(ended).toBe(false);
    stop.abort();
    await expect(first).rejects.toMatchObject({ code: 'cancelled' });
    expect(await ask({ type: 'global-mean', options: {} }, new AbortController())).toMatchObject({ engine: null });
    expect(processes).toBe(1);
  });
});
