import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type EvaluationResult, evaluationSpec } from '../../src/shared/contract/recommender.ts';
import { evaluate } from '../../src/core/recommender/evaluation/evaluate.ts';
import { Random } from '../../src/core/statistics/random.ts';
import { readSplitFolder } from '../../src/core/recommender/experiments/split-folder.ts';
import { topN } from '../../src/core/recommender/numeric/top-n.ts';
import { seededTies } from '../../src/core/recommender/numeric/tie-order.ts';

import { finish, freshApp, importFile, temporaryFolder } from '../support/fixtures.ts';
import { saying, telling } from '../support/messages.ts';
import { fileOf } from '../support/mobility.ts';
import { datasetOf, featuresOf, interactionsOf, type Plays } from '../support/sets.ts';

const quiet = { network: null, threads: 1, progress: () => {} };

describe('ties', () => {
  /** Ids by popularity: song 0 is played by all, the last by few. */
  const songs = 120;
  const random = new Random(11);
  const plays: Plays = Array.from({ length: 150 }, () =>
    Object.fromEntries(
      Array.from({ length: songs }, (_, song) => [song, 1]).filter(
        ([song]) => random.uniform() < 0.6 * (1 - song / songs) ** 4,
      ),
    ),
  );
  const data = datasetOf(interactionsOf(plays, songs), featuresOf(Array.from({ length: songs }, () => [])));
  const run = (seed: number) =>
    evaluate(data, evaluationSpec.parse({ protocol: 'ranking', models: ['global-mean', 'popularity'], seed }), quiet);

  it('a constant score ranks like chance, even where ids follow popularity', async () => {
    const { models } = await run(1);
    const { offsets } = data.interactions;
    const shares = plays.map((_, u) => {
      const own = offsets[u + 1] - offsets[u];
      const held = Math.max(1, Math.floor(own / 5));
      return held / (songs - own + held);
    });
    const chance = shares.reduce((sum, share) => sum + share, 0) / shares.length;
    expect(models['global-mean']['precision@10']).toBeGreaterThan(0.5 * chance);
    expect(models['global-mean']['precision@10']).toBeLessThan(2 * chance);
    expect(models.popularity['precision@10']).toBeGreaterThan(4 * chance);
  });

  it('are broken alike for every model and run, and in another way for another listener', () => {
    const scores = new Float64Array(50);
    const list = (listener: number) => [...topN(scores, () => false, 50, seededTies(3, listener))];
    expect(list(1)).toEqual(list(1));
    expect(list(1)).not.toEqual(list(2));
    expect(list(1).toSorted((a, b) => a - b)).toEqual(Array.from(scores, (_, i) => i));
  });
});

describe('what cannot be tested is said', () => {
  const long = Object.fromEntries(Array.from({ length: 12 }, (_, song) => [song, 1]));
  const data = datasetOf(
    interactionsOf(
      [...Array.from({ length: 30 }, () => long), ...Array.from({ length: 7 }, () => ({ 1: 1, 2: 1 }))],
      12,
    ),
    featuresOf(Array.from({ length: 12 }, () => [])),
  );

  it.each(['ranking', 'leave-k-out', 'user-k-fold'])('%s counts listeners with too few songs', async (protocol) => {
    const spec = evaluationSpec.parse({ protocol, models: ['popularity'], folds: protocol === 'user-k-fold' ? 2 : 1 });
    const { counts, notes } = await evaluate(data, spec, quiet);
    expect(counts).toMatchObject({ testListeners: 30, listenersSkipped: 7 });
    expect(notes).toContainEqual(saying('evaluation.listeners-too-short'));
  });

  it('user-k-fold with one fold is refused: it would test half of them', async () => {
    const spec = evaluationSpec.parse({ protocol: 'user-k-fold', models: ['popularity'], folds: 1 });
    await expect(evaluate(data, spec, quiet)).rejects.toEqual(telling('evaluation.user-k-fold-needs-two'));
  });

  it('a given split whose target is folded in is refused by its line', async () => {
    const app = await freshApp();
    const rows = ['u1', 'u2', 'u3'].flatMap((user) => ['s1', 's2', 's3'].map((song) => `${user}\t${song}\t1`));
    await importFile(app, 'triplets', fileOf('plays.tsv', `${rows.join('\n')}\n`));
    const folder = temporaryFolder();
    const put = (name: string, text: string) => writeFileSync(join(folder, name), text);
    put('catalogue.txt', 's1\ns2\ns3\n');
    put('test_fold_in.tsv', 'u1\ts1\nu1\ts2\n');
    put('test_target.tsv', 'u1\ts3\n');
    expect(readSplitFolder(app.library.db, folder).targetSongs).toHaveLength(1);
    put('test_target.tsv', 'u1\ts3\nu1\ts2\n');
    const values = { line: 2, foldInLine: 2 };
    expect(() => readSplitFolder(app.library.db, folder)).toThrow(telling('split-folder.target-is-folded-in', values));
    put('test_target.tsv', 'u1\ts3\nu1\ts3\n');
    const twice = telling('split-folder.target-twice', { line: 2, first: 1 });
    expect(() => readSplitFolder(app.library.db, folder)).toThrow(twice);
    put('test_target.tsv', 'u1\ts3\n');
    put('tuning_users.txt', 'u2\nu1\n');
    const both = telling('split-folder.listener-on-both-sides', { file: 'tuning_users.txt', line: 2 });
    expect(() => readSplitFolder(app.library.db, folder)).toThrow(both);
  });

  it('a given split counts the listeners of whom nothing is held out', async () => {
    const app = await freshApp();
    const rows = ['u1', 'u2', 'u3'].flatMap((user) => ['s1', 's2', 's3'].map((song) => `${user}\t${song}\t1`));
    await importFile(app, 'triplets', fileOf('plays.tsv', `${rows.join('\n')}\n`));
    const folder = temporaryFolder();
    const put = (name: string, text: string) => writeFileSync(join(folder, name), text);
    put('catalogue.txt', 's1\ns2\ns3\n');
    put('test_fold_in.tsv', 'u1\ts1\nu1\ts2\nu2\ts1\n');
    put('test_target.tsv', 'u1\ts3\n');
    const { jobId } = await app.call('evaluation/start', {
      protocol: 'strong-generalization',
      models: ['popularity'],
      splitGrant: app.grants.add(folder),
    });
    const { counts, notes } = await finish<EvaluationResult>(app, jobId);
    expect(counts).toMatchObject({ testListeners: 1, listenersSkipped: 1, trainingRows: 3 });
    expect(notes).toContainEqual(saying('evaluation.listeners-without-target', { listeners: 1 }));
  });
});
