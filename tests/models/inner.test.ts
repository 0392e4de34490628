import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Dataset } from '../../src/core/recommender/data/dataset.ts';
import { innerProblem } from '../../src/core/recommender/experiments/inner.ts';
import { type ExperimentHost, runExperiment } from '../../src/core/recommender/experiments/run-experiment.ts';
import { openProtocol } from '../../src/core/recommender/protocols/open.ts';
import { PROTOCOLS } from '../../src/core/recommender/protocols/registry.ts';
import { derivedSeed, Random } from '../../src/core/statistics/random.ts';
import { experimentSpec, type ExperimentSpec } from '../../src/shared/contract/experiments.ts';
import { evaluationSpec } from '../../src/shared/contract/recommender.ts';
import { AppError } from '../../src/shared/errors.ts';
import { say } from '../../src/shared/messages/say.ts';
import { saying } from '../support/messages.ts';
import { temporaryFolder } from '../support/fixtures.ts';
import { datasetOf, featuresOf, interactionsOf } from '../support/sets.ts';

const SONGS = 60;

function dataset(): Dataset {
  const random = new Random(8);
  const plays = Array.from({ length: 90 }, () => {
    const own: Record<number, number> = {};
    while (Object.keys(own).length < 14) own[random.below(SONGS)] = 1 + random.below(9);
    return own;
  });
  const songs = Array.from({ length: SONGS }, (_, song) => song);
  const interactions = interactionsOf(plays, SONGS);
  const pairs = interactions.items.length;
  const features = featuresOf(
    songs.map((song) => [song % 5]),
    { artists: Int32Array.from(songs, (song) => song % 20), artistCount: 20 },
  );
  return {
    ...datasetOf(interactions, features),
    listens: {
      offsets: Uint32Array.from({ length: pairs + 1 }, (_, i) => i),
      seconds: Uint32Array.from({ length: pairs }, () => 1 + random.below(1_000_000)),
      counts: new Uint32Array(pairs).fill(1),
    },
  };
}

const data = dataset();

describe('settings are chosen on an inner split of the same protocol', () => {
  it.each(PROTOCOLS.map((protocol) => [protocol.name, protocol] as const))('%s', (name, protocol) => {
    const folds = Math.min(3, protocol.folds) === 1 ? 1 : 3;
    const spec = evaluationSpec.parse({ protocol: name, models: ['tags'], folds });
    const outer = openProtocol(protocol, data, spec, derivedSeed(spec.seed, 'split'), {
      given: null,
      needs: new Set(['tags']),
    });
    const chosenOn = new Set<string>();
    for (let fold = 0; fold < folds; fold++) {
      const { data: seen, fold: own } = outer.foldAt(fold);
      const { set, test } = innerProblem(data, spec, fold);
      // By ids, since a split over time leaves songs and listeners out.
      const pair = (ids: Dataset, u: number, song: number) => `${ids.listenerIds[u]} ${ids.songIds[song]}`;
      const training = new Set<string>();
      for (let u = 0; u < own.training.listeners; u++)
        for (let row = own.training.offsets[u]; row < own.training.offsets[u + 1]; row++)
          training.add(pair(seen, u, own.training.items[row]));
      const rows = set.interactions.items.length + test.cases.reduce((sum, { items }) => sum + items.length, 0);
      expect(set.interactions.items.length).toBeGreaterThan(0);
      expect(test.cases.length).toBeGreaterThan(0);
      expect(rows).toBeLessThanOrEqual(training.size);
      if (name !== 'temporal')
        for (const { who, items } of test.cases)
          for (const song of items) expect(training.has(pair(seen, who, song))).toBe(true);
      const inTraining = new Set(set.interactions.items);
      const heldSongs = test.cases.flatMap(({ items }) => [...items]);
      expect(set.holdsOut).toBe(protocol.holdsOut);
      if (protocol.holdsOut !== undefined && protocol.holdsOut !== 'listeners' && test.candidates) {
        expect(heldSongs.filter((song) => inTraining.has(song))).toEqual([]);
        expect(heldSongs.every((song) => test.candidates?.[song] === 1)).toBe(true);
        // What the outer fold tests was not even a candidate.
        expect(Array.from(own.candidates ?? []).some((held, song) => held && test.candidates?.[song])).toBe(false);
      }
      if (own.cases.every(({ foldIn }) => foldIn))
        expect(test.cases.every(({ history }) => history.listener === -1)).toBe(true);
      chosenOn.add([...set.interactions.items].join());
    }
    expect(chosenOn.size).toBe(folds);
  });
});

describe('an experiment', () => {
  const parsed = (more: object): ExperimentSpec =>
    experimentSpec.parse({ name: 'x', search: { budget: 3 }, evaluations: [], ...more });
  const cold = { protocol: 'item-cold', models: ['ridge'], folds: 3 };
  const ranking = { protocol: 'ranking', models: ['als', 'popularity'] };

  /** Answers trials with a score that names the place, and records what is run. */
  function host(answer: (task: Parameters<ExperimentHost['run']>[0], ran: number) => unknown) {
    const folder = join(temporaryFolder(), 'experiment');
    mkdirSync(folder);
    writeFileSync(join(folder, 'data.bin'), '');
    const tasks: Parameters<ExperimentHost['run']>[0][] = [];
    const controller = new AbortController();
    const made: ExperimentHost = {
      datasetFile: join(folder, 'data.bin'),
      folder: join(folder, 'work'),
      engine: 'auto',
      threads: 1,
      conversion: 'log-count',
      oracleFile: null,
      signal: controller.signal,
      run: async (task) => {
        tasks.push(task);
        return (await answer(task, tasks.length)) as never;
      },
      progress: () => {},
    };
    return { made, tasks, controller };
  }

  const scored = (task: Parameters<ExperimentHost['run']>[0]) => {
    if (task.kind === 'evaluate') return { dataHash: 'hash', engine: null };
    if (task.kind !== 'trial') throw new Error('no grid here');
    return {
      model: task.model,
      options: task.options,
      score: (JSON.stringify(task.options).length * (task.fold + 2)) % 7,
    };
  };

  it('tries in every fold of every comparison, and uses there what was chosen there', async () => {
    const { made, tasks } = host(scored);
    const left = { ...ranking, choose: false };
    const result = await runExperiment(parsed({ evaluations: [ranking, cold, left] }), made);
    const trials = result.search?.trials ?? [];
    for (const [evaluation, fold, model, n] of [
      [0, 0, 'als', 3],
      [0, 0, 'popularity', 1],
      [1, 0, 'ridge', 3],
      [1, 1, 'ridge', 3],
      [1, 2, 'ridge', 3],
    ] as const)
      expect(
        trials.filter((trial) => trial.evaluation === evaluation && trial.fold === fold && trial.model === model),
      ).toHaveLength(n);
    const evaluated = tasks.flatMap((task) => (task.kind === 'evaluate' ? [task] : []));
    expect(evaluated.map(({ chosen }) => chosen?.length)).toEqual([1, 3, 1]);
    expect(evaluated[2].chosen).toEqual([{}]);
    expect(trials.filter(({ evaluation }) => evaluation === 2)).toEqual([]);
    for (let fold = 0; fold < 3; fold++) {
      const own = trials.filter((trial) => trial.evaluation === 1 && trial.fold === fold);
      const best = own.reduce((a, b) => ((b.score as number) > (a.score as number) ? b : a));
      expect(evaluated[1].chosen?.[fold]).toEqual({ ridge: best.options });
    }
    expect(evaluated[0].spec.options).toEqual({});
    expect(result.choices).toHaveLength(5);
  });

  it('has a failed trial as a row with its reason, and goes on', async () => {
    const { made } = host((task, ran) => {
      if (ran === 2) throw new AppError('bad-input', say('evaluation.no-plays'));
      if (ran === 3 && task.kind === 'trial') return { ...scored(task), score: Number.NaN };
      return scored(task);
    });
    const { search, evaluations } = await runExperiment(parsed({ evaluations: [ranking], parallel: 1 }), made);
    expect(search?.trials.map(({ score, error }) => [score === null, error?.id])).toEqual([
      [false, undefined],
      [true, 'evaluation.no-plays'],
      [true, 'experiment.score-not-a-number'],
      [false, undefined],
    ]);
    expect(evaluations).toHaveLength(1);
  });

  it('has a failed K of the grid as a row with its reason, and goes on; ends where every K failed', async () => {
    const grid = { model: 'funk-svd', k: [2, 5], epochs: [1, 4] };
    const evaluations = [{ protocol: 'ratings', models: ['funk-svd'] }];
    const spec = parsed({ grid, search: null, evaluations, parallel: 1 });
    const gridRow = (k: number) => ({
      ...{ k, rmse: [0.9, 0.8], globalMeanRmse: 1 },
      ...{ loss: [], validationLoss: [], engine: null },
    });
    const failing = (fails: (k: number) => boolean) =>
      host((task) => {
        if (task.kind !== 'grid-row') return scored(task);
        if (fails(task.k)) throw new AppError('bad-input', say('evaluation.no-plays'));
        return gridRow(task.k);
      });
    const { made, tasks } = failing((k) => k === 2);
    const result = await runExperiment(spec, made);
    expect(result.grid).toMatchObject({ best: { k: 5, epochs: 4, rmse: 0.8 }, globalMeanRmse: 1 });
    expect(result.grid?.rows.map(({ k, rmse, error }) => [k, rmse, error?.id])).toEqual([
      [2, [null, null], 'evaluation.no-plays'],
      [5, [0.9, 0.8], undefined],
    ]);
    expect(tasks.at(-1)).toMatchObject({ kind: 'evaluate', chosen: [{ 'funk-svd': { k: 5, epochs: 4 } }] });
    await expect(runExperiment(spec, failing(() => true).made)).rejects.toMatchObject({
      told: saying('evaluation.no-plays'),
    });
  });

  it('that is cancelled in a trial ends; no row says that the setting failed', async () => {
    const { made, controller, tasks } = host((task) => {
      if (task.kind === 'trial') controller.abort(new AppError('cancelled', say('evaluation.no-plays')));
      controller.signal.throwIfAborted();
    });
    const running = runExperiment(parsed({ evaluations: [ranking], parallel: 1 }), made);
    await expect(running).rejects.toMatchObject({ code: 'cancelled' });
    expect(tasks).toHaveLength(1);
    // Resumed in its folder, it tries that setting again.
    const again = { ...host(scored).made, folder: made.folder, datasetFile: made.datasetFile };
    const { search } = await runExperiment(parsed({ evaluations: [ranking], parallel: 1 }), again);
    expect(search?.trials.map(({ error }) => error)).toEqual(search?.trials.map(() => undefined));
  });

  it.each(['disk-full', 'unavailable', 'library-gone'] as const)('that meets %s in a trial ends', async (code) => {
    const { made, tasks } = host(() => {
      throw new AppError(code, say('evaluation.no-plays'));
    });
    const running = runExperiment(parsed({ evaluations: [ranking], parallel: 1 }), made);
    await expect(running).rejects.toMatchObject({ code });
    expect(tasks).toHaveLength(1);
  });

  it.each([
    ['stop', 1],
    ['go-on', 3],
  ] as const)('whose comparison fails: %s', async (onFailure, ran) => {
    const { made, tasks } = host(() => {
      throw new AppError('bad-input', say('evaluation.no-plays'));
    });
    const spec = parsed({ search: null, evaluations: [ranking, ranking, ranking], parallel: 1, onFailure });
    await expect(runExperiment(spec, made)).rejects.toMatchObject({ code: 'bad-input' });
    expect(tasks).toHaveLength(ran);
  });
});
