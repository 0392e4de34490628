import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createApp } from '../../src/core/app/create-app.ts';
import { readBundle } from '../../src/core/recommender/report/bundle.ts';
import { compare, reproduce } from '../../src/core/recommender/report/reproduce.ts';
import { spawnChildTrainer } from '../../src/core/recommender/training/spawn-child-trainer.ts';
import { openLibrary } from '../../src/core/storage/library.ts';
import type { ExperimentResult, ExportResult } from '../../src/shared/contract/experiments.ts';
import { finish, type freshApp, importFile, onCleanup, temporaryFolder, texts } from '../support/fixtures.ts';
import { tasteLibrary } from '../support/tastes.ts';
import { saying } from '../support/messages.ts';

const spec = (more: object = {}) => ({
  name: 'small',
  grid: { model: 'tags', k: [3, 5], epochs: [1, 3] },
  evaluations: [
    {
      protocol: 'ranking' as const,
      models: ['tags', 'funk-svd', 'hybrid-weighted', 'popularity'],
      cutoffs: [5, 10],
      withRatings: true,
      repeats: 2,
    },
  ],
  ...more,
});
const run = async (app: Awaited<ReturnType<typeof freshApp>>, given: object) =>
  finish<ExperimentResult & { id: number }>(app, (await app.call('experiments/start', { spec: given as never })).jobId);

describe('experiments', { timeout: 120_000 }, () => {
  it('choose a cell, test only that, and say how sure it all is', async () => {
    const result = await run(await tasteLibrary(), spec());
    const { grid, chosen, evaluations } = result;
    expect(grid?.rows.map(({ k, rmse }) => [k, rmse.length])).toEqual([
      [3, 2],
      [5, 2],
    ]);
    expect(Math.min(...(grid?.rows.flatMap(({ rmse }) => rmse as number[]) ?? []))).toBe(grid?.best.rmse);
    expect(chosen.tags).toEqual({ k: grid?.best.k, 'network-epochs': grid?.best.epochs, patience: 0 });
    expect(chosen['hybrid-weighted']).toMatchObject({ 'tags.k': grid?.best.k });
    const { statistics, models } = evaluations[0];
    expect(models.popularity.rmse).toBeNull();
    expect(models.tags['ndcg@10'] as number).toBeGreaterThan(models.popularity['ndcg@10'] as number);
    const pair = statistics?.tests.find(
      ({ measure, a, b }) => measure === 'ndcg@10' && a === 'tags' && b === 'popularity',
    );
    expect(pair).toMatchObject({ n: 120 });
    expect(pair?.difference).toBeCloseTo(
      (models.tags['ndcg@10'] as number) - (models.popularity['ndcg@10'] as number),
      9,
    );
    expect((pair?.pHolm as number) >= (pair?.p as number)).toBe(true);
    expect(Object.keys(statistics?.seeds ?? {})).toEqual(['tags', 'funk-svd', 'hybrid-weighted']);
    expect(statistics?.seeds['funk-svd'].rmse).toBeGreaterThan(0);
    const [lower, upper] = statistics?.intervals.tags['ndcg@10'] ?? [1, 0];
    expect(lower < (models.tags['ndcg@10'] as number) && (models.tags['ndcg@10'] as number) < upper).toBe(true);
  });

  it('that was cut off ends with the very numbers of one that was not', async () => {
    const whole = await run(await tasteLibrary(), spec());
    const folder = join(temporaryFolder(), 'library');
    const first = await tasteLibrary(folder);
    const { jobId } = await first.call('experiments/start', { spec: spec() as never });
    const parts = join(folder, 'work', `job-${jobId}`, 'experiment', 'parts');
    const stop = first.events.subscribe((event, job) => {
      // The grid is done, the evaluation has begun: the process goes away here.
      if (event === 'jobs/changed' && (job as { progress: { phase: string } | null }).progress?.phase === 'evaluating')
        void first.close();
    });
    await first.jobs.wait(jobId);
    stop();
    await first.close();
    expect(existsSync(parts)).toBe(true);
    const second = createApp({ library: await openLibrary(folder), spawnTrainer: spawnChildTrainer });
    onCleanup(() => second.close());
    expect(second.jobs.get(jobId).state).toBe('interrupted');
    const { jobId: resumed } = await second.call('experiments/resume', { spec: spec() as never });
    expect(resumed).toBe(jobId);
    const result = await finish<ExperimentResult>(second, jobId);
    expect(compare(strip(whole), strip(result))).toMatchObject({ identical: true, differences: [] });
  });

  it('search with the same budget for each model', async () => {
    const result = await run(await tasteLibrary(), {
      name: 's',
      search: { budget: 3 },
      evaluations: [{ protocol: 'ranking', models: ['item-knn', 'ease', 'popularity'], cutoffs: [10] }],
    });
    const count = (model: string) => result.search?.trials.filter((trial) => trial.model === model).length;
    expect([count('item-knn'), count('ease'), count('popularity')]).toEqual([3, 3, 1]);
    for (const model of ['item-knn', 'ease']) {
      const best = result.search?.trials
        .filter((trial) => trial.model === model)
        .reduce((a, b) => ((b.score as number) > (a.score as number) ? b : a));
      expect(result.chosen[model]).toEqual(best?.options);
    }
  });

  it('search by any measure of ratings or rankings, in its direction', async () => {
    const app = await tasteLibrary();
    for (const measure of ['mae', 'mrr', 'precision']) {
      const { search, chosen } = await run(app, {
        name: measure,
        search: { budget: 3, measure },
        evaluations: [{ protocol: 'ranking', models: ['user-cf'], cutoffs: [10] }],
      });
      const scores = search?.trials.map(({ score }) => score as number) ?? [];
      expect(new Set(scores).size).toBeGreaterThan(1);
      const best = scores.indexOf(measure === 'mae' ? Math.min(...scores) : Math.max(...scores));
      expect(chosen['user-cf']).toEqual(search?.trials[best].options);
    }
  });

  it('refuse what cannot work before any of it runs', async () => {
    const app = await tasteLibrary();
    const refused = (given: object) => app.call('experiments/start', { spec: given as never });
    for (const [measure, words] of [
      ['nosuch', /no measure “nosuch”. Available: mae, /],
      ['gini', /all lists together/],
    ] as const)
      await expect(refused(spec({ search: { budget: 2, measure } }))).rejects.toMatchObject({
        code: 'bad-request',
        message: expect.stringMatching(words),
      });
    await expect(refused(spec({ evaluations: [{ protocol: 'nosuch', models: ['tags'] }] }))).rejects.toMatchObject({
      code: 'bad-request',
      told: saying('evaluation.no-such-protocol', { name: 'nosuch' }),
    });
    await expect(refused(spec({ grid: { model: 'popularity', k: [5], epochs: [1] } }))).rejects.toMatchObject({
      code: 'bad-request',
      told: saying('experiment.grid-without-ratings', { model: 'popularity' }),
    });
    await expect(
      refused(spec({ evaluations: [{ protocol: 'temporal', models: ['popularity'] }] })),
    ).rejects.toMatchObject({ code: 'bad-input', told: saying('evaluation.no-times') });
    await expect(refused(spec({ evaluations: [{ protocol: 'ranking', models: ['nosuch'] }] }))).rejects.toMatchObject({
      code: 'not-found',
    });
    await expect(refused(spec({ unknown: 1 }))).rejects.toMatchObject({
      code: 'bad-request',
      message: expect.stringMatching(/unknown/),
    });
    expect(app.jobs.list(10).filter(({ kind }) => kind === 'experiment')).toEqual([]);
  });
});

describe('a research bundle', { timeout: 120_000 }, () => {
  it('is exported, run again to the same numbers, and refused once it was edited', async () => {
    const app = await tasteLibrary();
    const { id } = await run(
      app,
      spec({
        grid: null,
        evaluations: [
          { protocol: 'ranking', models: ['funk-svd', 'als', 'tags'], cutoffs: [5, 10], options: { als: { k: 8 } } },
          { protocol: 'item-cold', models: ['tags'], cutoffs: [5, 10] },
        ],
      }),
    );
    const out = join(temporaryFolder(), 'out');
    const { files } = await finish<ExportResult>(
      app,
      (await app.call('experiments/export', { id, grant: app.grants.add(out) })).jobId,
    );
    for (const name of [
      'report.html',
      'tables.xlsx',
      'tables.tex',
      'tables/1-measures.csv',
      'figures/1-f1-by-n.svg',
      'bundle',
    ])
      expect(files, name).toContain(name);
    const bundle = join(out, 'bundle');
    const looks = JSON.parse(readFileSync(join(bundle, 'looks.json'), 'utf8'));
    // Two ways to split, so two test sets.
    expect(looks).toMatchObject([1, 1].map((number) => ({ number, tuned: false })));
    expect(readFileSync(join(out, 'report.html'), 'utf8')).toContain(looks[0].testSet);
    const again = await reproduce(bundle, spawnChildTrainer, new AbortController().signal, () => {});
    expect(again).toMatchObject({ identical: true, differences: [] });
    expect(again.compared).toBeGreaterThan(200);
    const experiment = join(bundle, 'experiment.json');
    writeFileSync(experiment, readFileSync(experiment, 'utf8').replace(/"seed": 1/, '"seed": 2'));
    expect(() => readBundle(bundle)).toThrow(/was edited: experiment\.json/);
    await expect(reproduce(bundle, spawnChildTrainer, new AbortController().signal, () => {})).rejects.toMatchObject({
      code: 'bad-input',
    });
    expect(() => readBundle(join(out, 'figures'))).toThrow(/no bundle/);
  });

  it('a single comparison is reported in the same way, by its name in words, and computed again', async () => {
    const app = await tasteLibrary();
    const given = {
      protocol: 'item-cold',
      models: ['tags', 'content'],
      folds: 2,
      cutoffs: [5, 10],
      conversion: 'binary',
    };
    await finish(app, (await app.call('evaluation/start', given as never)).jobId);
    const [{ id, hash }] = await app.call('evaluation/list-results', {});
    const out = join(temporaryFolder(), 'out');
    const asked = { id, grant: app.grants.add(out), language: 'zh-CN' as const };
    await finish<ExportResult>(app, (await app.call('experiments/export', asked)).jobId);
    const report = readFileSync(join(out, 'report.html'), 'utf8');
    expect(report).toContain('<h1>新歌曲（冷启动）：标签网络、相似标签与艺人，2 折</h1>');
    const looks = JSON.parse(readFileSync(join(out, 'bundle', 'looks.json'), 'utf8'));
    expect(looks).toMatchObject([{ hash, number: 1 }]);
    const again = await reproduce(join(out, 'bundle'), spawnChildTrainer, new AbortController().signal, () => {});
    expect(again).toMatchObject({ identical: true, differences: [], hash });
    expect(again.compared).toBeGreaterThan(50);
    await expect(app.call('experiments/export', { ...asked, id: 99 })).rejects.toMatchObject({ code: 'not-found' });
  });

  it('goes without its data when the library has changed since', async () => {
    const app = await tasteLibrary();
    const { id } = await run(
      app,
      spec({ grid: null, evaluations: [{ protocol: 'ranking', models: ['popularity'], cutoffs: [5] }] }),
    );
    const file = join(temporaryFolder(), 'more.txt');
    writeFileSync(file, 'listener-0\tSOSYN0000000000001\t77\n');
    await importFile(app, 'triplets', file);
    const chosen = temporaryFolder();
    const chapters = ['bundle/chapter.docx', 'report.html', 'report.pdf', 'tables.xlsx', 'figures/mine.svg'];
    for (const name of chapters) {
      mkdirSync(dirname(join(chosen, name)), { recursive: true });
      writeFileSync(join(chosen, name), 'mine');
    }
    const { folder: out, notes } = await finish<ExportResult>(
      app,
      (await app.call('experiments/export', { id, grant: app.grants.add(chosen) })).jobId,
    );
    expect(dirname(out)).toBe(chosen);
    for (const name of chapters) expect(readFileSync(join(chosen, name), 'utf8'), name).toBe('mine');
    expect(readdirSync(chosen).sort()).toEqual(
      ['bundle', 'figures', 'report.html', 'report.pdf', 'tables.xlsx', basename(out)].sort(),
    );
    expect(texts(notes)).toMatch(/library has changed/);
    await expect(
      reproduce(join(out, 'bundle'), spawnChildTrainer, new AbortController().signal, () => {}),
    ).rejects.toMatchObject({ message: expect.stringMatching(/without its data/) });
  });
});

function strip({ hash, ...result }: ExperimentResult & { id?: number }): object {
  const { id: _id, ...rest } = result as ExperimentResult & { id?: number };
  return { ...rest, hash };
}
