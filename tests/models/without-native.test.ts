import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createApp } from '../../src/core/app/create-app.ts';
import type { NetworkKind, NetworkTask } from '../../src/core/recommender/networks/task.ts';
import { trainNetwork } from '../../src/core/recommender/networks/train.ts';
import { spawnChildTrainer } from '../../src/core/recommender/training/spawn-child-trainer.ts';
import { openLibrary } from '../../src/core/storage/library.ts';
import type { App } from '../../src/core/app/app.ts';
import { loadNative } from '../../src/trainer/engines.ts';
import { openNative } from '../../src/trainer/native-engine.ts';
import { openWasm } from '../../src/trainer/wasm-engine.ts';
import { finish, onCleanup, temporaryFolder } from '../support/fixtures.ts';
import { INPUTS, smallTask, SONGS } from '../support/networks.ts';
import { UNWATCHED } from '../support/sets.ts';
import { tasteLibrary } from '../support/tastes.ts';

const TOLERANCE = 1e-4;
const OUTPUTS = 5;
const native = loadNative();
const NO_CHECKPOINTS = { load: () => null, save: () => {} };

/** Lets Node find no package of this name, as where it was never installed. */
const WITHOUT = `
const Module = require('node:module');
const find = Module._resolveFilename;
Module._resolveFilename = function (name, ...rest) {
  if (String(name).startsWith('@tensorflow/tfjs-node'))
    throw Object.assign(new Error("Cannot find module '" + name + "'"), { code: 'MODULE_NOT_FOUND' });
  return find.call(this, name, ...rest);
};
`;

function task(network: NetworkKind): NetworkTask {
  return smallTask(network, OUTPUTS, {
    trainingRows: Uint32Array.of(0, 1, 2, 3),
    validationRows: Uint32Array.of(4),
    epochs: 2,
    patience: 0,
    batchSize: 4,
    seed: 7,
  });
}

function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  expect(a.length).toBe(b.length);
  return Array.from(a).reduce((largest, value, i) => Math.max(largest, Math.abs(value - b[i])), 0);
}

const before = process.env.NODE_OPTIONS;
afterEach(() => {
  if (before === undefined) delete process.env.NODE_OPTIONS;
  else process.env.NODE_OPTIONS = before;
});

function removeNative(): void {
  const file = join(temporaryFolder(), 'without.cjs');
  writeFileSync(file, WITHOUT);
  process.env.NODE_OPTIONS = `${before ?? ''} --require ${JSON.stringify(file)}`;
}

const scoresOf = async (app: App, model: string) =>
  (await app.call('models/recommend', { model, listenerId: 'listener-3', top: 20 })).items;

describe('with @tensorflow/tfjs-node removed', () => {
  it.skipIf(!native.ok).each(Object.keys(INPUTS) as NetworkKind[])(
    '%s: what native TensorFlow trained gives the same outputs, and is trained to the same ones',
    { timeout: 60_000 },
    async (network) => {
      const one = task(network);
      const rows = Uint32Array.from({ length: SONGS }, (_, song) => song);
      const engines = { native: await openNative(one), wasm: await openWasm(one, 1) };
      try {
        const there = await trainNetwork(one, engines.native, NO_CHECKPOINTS, UNWATCHED);
        const here = await trainNetwork(one, engines.wasm, NO_CHECKPOINTS, UNWATCHED);
        const outputs = await engines.native.predict(there.weights, rows);
        expect(largestDifference(await engines.wasm.predict(there.weights, rows), outputs)).toBeLessThan(TOLERANCE);
        expect(largestDifference(await engines.wasm.predict(here.weights, rows), outputs)).toBeLessThan(TOLERANCE);
        expect(Math.max(...outputs.map(Math.abs))).toBeGreaterThan(100 * TOLERANCE);
      } finally {
        await engines.native.close();
        await engines.wasm.close();
      }
    },
  );

  it('a library opens, its models score as before, and the same model is trained again', {
    timeout: 90_000,
  }, async () => {
    const folder = join(temporaryFolder(), 'library');
    const app = await tasteLibrary(folder);
    const options = { 'network-epochs': 2, 'ranking-epochs': 1, k: 4, 'preference-k': 4, epochs: 3 };
    const train = async (own: App, name: string) => {
      const { jobId } = await own.call('models/train', { type: 'tags', name, options });
      return (await finish<{ engine: string }>(own, jobId)).engine;
    };
    const first = await train(app, 'before');
    if (native.ok) expect(first).toMatch(/native/i);
    const scores = await scoresOf(app, 'before');
    await app.close();
    removeNative();
    const again = createApp({ library: await openLibrary(folder), spawnTrainer: spawnChildTrainer });
    onCleanup(() => again.close());
    const { engines } = await again.call('app/doctor', {});
    expect(engines.find(({ name }) => name === 'native')).toMatchObject({
      available: false,
      detail: process.env.QUADRILLE_NATIVE === 'off' ? {} : { id: 'engine.not-installed' },
    });
    expect(await scoresOf(again, 'before')).toEqual(scores);
    expect(await train(again, 'after')).toMatch(/wasm/i);
    const after = await scoresOf(again, 'after');
    expect(after.map(({ songId }) => songId)).toEqual(scores.map(({ songId }) => songId));
    expect(
      largestDifference(
        after.map(({ score }) => score),
        scores.map(({ score }) => score),
      ),
    ).toBeLessThan(TOLERANCE);
  });
});
