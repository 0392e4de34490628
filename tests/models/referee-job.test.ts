import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import type { App } from '../../src/core/app/app.ts';
import { scoreFiles } from '../../src/core/recommender/referee/score-files.ts';
import { looksOf } from '../../src/core/storage/ledger.ts';
import type { EvaluationResult, EvaluationSpec } from '../../src/shared/contract/recommender.ts';
import type { JudgedLists } from '../../src/shared/contract/referee.ts';
import { asComparison, conventionNotes, judgedTables } from '../../src/shared/judged-tables.ts';
import { keysOf } from '../../src/shared/table.ts';
import { finish, freshApp, importFile, temporaryFolder } from '../support/fixtures.ts';
import { telling } from '../support/messages.ts';
import { fileOf } from '../support/mobility.ts';

const written = (text: string, name = 'theirs.tsv') => {
  const file = join(temporaryFolder(), name);
  writeFileSync(file, text);
  return file;
};

function smallSplit(): string {
  const folder = join(temporaryFolder(), 'split');
  mkdirSync(folder);
  writeFileSync(join(folder, 'test.tsv'), 'u1\ta\t3\nu1\tb\t1\nu2\tc\t2\nu3\td\t1\n');
  writeFileSync(join(folder, 'train.tsv'), 'u1\tx\t1\nu2\ty\t1\nu3\tz\t1\n');
  return folder;
}

/** u1 hits at rank 1, u2 at rank 2, u3 has no list. */
const THEIRS = 'u1\ta\nu1\tq\nu2\tx\nu2\tc\n';

const judged = async (app: App, file: string, split: string, more: object = {}) => {
  const input = { grants: [app.grants.add(file)], splitGrant: app.grants.add(split), cutoffs: [2], ...more };
  return (await app.call('referee/judge-lists', input)).jobId;
};

describe('lists judged in the app', () => {
  it('get the numbers of the command line, off the thread that answers', async () => {
    const app = await freshApp();
    const [file, split] = [written(THEIRS), smallSplit()];
    const found = await finish<JudgedLists>(app, await judged(app, file, split));
    const spec = { files: [file], split, format: 'auto', cutoffs: [2], seed: 1, answers: {} } as const;
    expect(found).toEqual(JSON.parse(JSON.stringify(await scoreFiles(spec))));
    expect(found.lists.theirs.measures['hit-rate@2']).toBeCloseTo(2 / 3, 12);
  });

  it('wait for answers, and are judged again with them', async () => {
    const app = await freshApp();
    const file = written('u1\tb\t1\nu1\ta\t2\nu2\tc\t2\nu2\tx\t1\n');
    const asking = await judged(app, file, smallSplit(), { cutoffs: [1] });
    const asked = await finish<JudgedLists>(app, asking);
    expect(asked.questions).toMatchObject([{ id: 'ask.rank-or-score' }]);
    const hitsAs = async (choice: string) => {
      const { jobId } = await app.call('referee/answer', { jobId: asking, answers: { 'ask.rank-or-score': choice } });
      return (await finish<JudgedLists>(app, jobId)).lists.theirs.measures['hit-rate@1'];
    };
    expect(await hitsAs('score')).toBeCloseTo(2 / 3, 12);
    expect(await hitsAs('rank')).toBeCloseTo(1 / 3, 12);
  });

  it('can be cancelled, and what cannot be judged says why', async () => {
    const app = await freshApp();
    const split = smallSplit();
    const long = `${Array.from({ length: 300_000 }, (_, i) => `u${i % 3}\ts${i}`).join('\n')}\n`;
    const jobId = await judged(app, written(`${THEIRS}${long}`), split);
    app.jobs.cancel(jobId);
    expect((await app.jobs.wait(jobId)).state).toBe('cancelled');
    // Reading and judging both ask whether they shall go on.
    for (const [least, most] of [
      [0, 0.5],
      [0.7, 1],
    ]) {
      const spec = { files: [written(THEIRS)], split, format: 'auto', cutoffs: [2], seed: 1, answers: {} } as const;
      const stopped = scoreFiles(spec, {
        progress(fraction) {
          if (fraction >= least && fraction < most) throw new Error('stopped');
        },
      });
      await expect(stopped).rejects.toThrow('stopped');
    }
    const other = await judged(app, written('nobody\ta\n'), split);
    await expect(finish(app, other)).rejects.toMatchObject(telling('referee.no-listener-of-the-split'));
    await expect(judged(app, written(THEIRS), split, { models: ['no-such'] })).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  it('stand beside models of ours, which get the numbers of an evaluation', async () => {
    const app = await freshApp();
    const rows = Array.from({ length: 60 }, (_, u) =>
      Array.from({ length: 12 }, (_, i) => `u${u},s${(u % 5) * 7 + ((i * 3 + u) % 20)},${1 + ((u * i) % 6)}\n`),
    );
    await importFile(app, 'triplets', fileOf('plays.csv', `user,song,plays\n${rows.flat().join('')}`));
    const models = ['item-knn', 'popularity'];
    const given = { protocol: 'strong-generalization' as const, models, cutoffs: [5, 10] };
    const grant = app.grants.add(join(temporaryFolder(), 'split'));
    const out = await app.call('evaluation/export-split', { ...given, form: 'plain', grant });
    const { folder } = await finish<{ folder: string }>(app, out.jobId);
    const splitGrant = app.grants.add(folder);
    const evaluation = (await app.call('evaluation/start', { ...given, splitGrant })).jobId;
    const own = await finish<EvaluationResult>(app, evaluation);
    const [listener] = testedOf(folder);
    const theirs = written(`${listener}\ts1\n${listener}\ts2\n`, 'popularity (Quadrille).tsv');
    const found = await finish<JudgedLists>(app, await judged(app, theirs, folder, { models, cutoffs: [5, 10] }));
    const { lists, statistics } = found;
    expect(Object.keys(lists).sort()).toEqual([
      '1: popularity (Quadrille).tsv',
      'item-knn (Quadrille)',
      'popularity (Quadrille)',
    ]);
    for (const model of models) {
      const ours = lists[`${model} (Quadrille)`];
      expect(ours.model).toBe(model);
      for (const measure of ['ndcg@5', 'ndcg@10', 'map@10', 'recall@10'])
        expect(ours.measures[measure], `${model} ${measure}`).toBeCloseTo(own.models[model][measure] as number, 12);
    }
    expect(Object.values(asComparison(found).labels ?? {})).toEqual([
      '1: popularity (Quadrille).tsv',
      expect.objectContaining({ id: 'referee.our-model' }),
      expect.objectContaining({ id: 'referee.our-model' }),
    ]);
    expect(statistics.tests.some(({ a, b }) => [a, b].every((one) => one.endsWith('(Quadrille)')))).toBe(true);
    expect(await app.call('evaluation/list-results', {})).toHaveLength(1);
    // Whoever reads this has looked at the test set a second time.
    const looks = looksOf(app.library.db, ['test-set']).map(({ spec }) => JSON.parse(spec) as EvaluationSpec);
    expect(looks.map(({ splitHash }) => splitHash)).toEqual([looks[0].splitHash, looks[0].splitHash]);
    expect(looks[0].splitHash).toMatch(/^[0-9a-f]{16}$/);
  });

  it('stand beside models of ours on a split in parts; what a file leaves open is asked before training', async () => {
    const app = await freshApp();
    const rows = Array.from({ length: 60 }, (_, u) =>
      Array.from({ length: 12 }, (_, i) => `u${u},s${(u % 5) * 7 + ((i * 3 + u) % 20)},${1 + ((u * i) % 6)}\n`),
    );
    await importFile(app, 'triplets', fileOf('plays.csv', `user,song,plays\n${rows.flat().join('')}`));
    const given = { protocol: 'ranking' as const, models: ['item-knn'], cutoffs: [5] };
    const grant = app.grants.add(join(temporaryFolder(), 'split'));
    const out = await app.call('evaluation/export-split', { ...given, form: 'recbole', grant });
    const { folder } = await finish<{ folder: string }>(app, out.jobId);
    const own = await finish<EvaluationResult>(app, (await app.call('evaluation/start', given)).jobId);
    const beside = { models: ['item-knn'], cutoffs: [5] };
    const open = written('u1\ts1\t1\nu1\ts2\t2\nu2\ts1\t2\nu2\ts2\t1\n');
    const asked = await finish<JudgedLists>(app, await judged(app, open, folder, beside));
    expect(asked.questions).toMatchObject([{ id: 'ask.rank-or-score' }]);
    expect(looksOf(app.library.db, ['test-set'])).toHaveLength(1);
    const { lists } = await finish<JudgedLists>(app, await judged(app, written('u1\ts1\nu2\ts2\n'), folder, beside));
    for (const measure of ['ndcg@5', 'recall@5', 'map@5'])
      expect(lists['item-knn (Quadrille)'].measures[measure]).toBeCloseTo(
        own.models['item-knn'][measure] as number,
        12,
      );
    expect(looksOf(app.library.db, ['test-set'])).toHaveLength(2);
  });

  it('are not judged beside models that this machine has no memory for, unless told to', async () => {
    const app = await freshApp();
    await importFile(app, 'triplets', fileOf('plays.csv', 'user,song,plays\nu1,a,1\nu1,b,1\nu2,a,1\nu2,c,1\n'));
    vi.stubEnv('QUADRILLE_MEMORY_GIB', '0.1');
    const given = { models: ['popularity'] };
    const refused = judged(app, written(THEIRS), smallSplit(), given);
    await expect(refused).rejects.toMatchObject({ details: { beyondMemory: { handOver: 'spark' } } });
    expect(await judged(app, written(THEIRS), smallSplit())).toBeGreaterThan(0);
    expect(await judged(app, written(THEIRS), smallSplit(), { ...given, anyway: true })).toBeGreaterThan(0);
    vi.unstubAllEnvs();
  });
});

function testedOf(split: string): string[] {
  const lines = readFileSync(join(split, 'test_target.tsv'), 'utf8').trimEnd().split('\n');
  return lines.map((line) => line.split('\t')[0]);
}

describe('the tables of judged lists', () => {
  it('tell what was counted, both means, and each convention beside ours', async () => {
    const files = [written(THEIRS, 'als.tsv'), written('u1\tb\nu2\tc\nu3\td\n', 'other.tsv')];
    const found = await scoreFiles({ files, split: smallSplit(), format: 'tsv', cutoffs: [2], seed: 1, answers: {} });
    const app = await freshApp();
    const tables = judgedTables(found, await app.call('evaluation/list-measures', {})).map(keysOf);
    const rowsOf = (name: string) => {
      const table = tables.find((one) => one.name === name);
      return table?.rows.map((row) => Object.fromEntries(table.head.map((head, i) => [head, row[i]])));
    };
    // A file that is called as a model of ours is told as a file.
    expect(asComparison(found).labels).toEqual({ als: 'als', other: 'other' });
    expect(rowsOf('judged-counts')?.[0]).toMatchObject({ lists: 'als', listeners: 3, withoutList: 1, unknownSongs: 1 });
    expect(rowsOf('judged-of-listed')?.[0]['hit-rate@2']).toBe(1);
    expect(rowsOf('judged-further')?.[0]['hit-rate@2']).toBeCloseTo(2 / 3, 12);
    const [als] = rowsOf('judged-ndcg-elsewhere') ?? [];
    expect(als).toMatchObject({ 'ndcg@2': found.lists.als.measures['ndcg@2'] });
    expect(als['Elliot nDCG@2']).toBe(found.lists.als.conventions.find(({ tool }) => tool === 'Elliot')?.value);
    expect(als['Elliot nDCG@2']).not.toBeCloseTo(als['ndcg@2'] as number, 3);
    expect(rowsOf('against-best')?.length).toBeGreaterThan(0);
    expect(conventionNotes(found)).toHaveLength(11);
  });
});
