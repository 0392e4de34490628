import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { App } from '../../src/core/app/app.ts';
import { scoreFiles } from '../../src/core/recommender/referee/score-files.ts';
import type { EvaluationResult, ResultRow } from '../../src/shared/contract/recommender.ts';
import { LIST_FORMS, type ListForm } from '../../src/shared/contract/exports.ts';
import type { ExportedLists } from '../../src/shared/contract/referee.ts';
import { finish, freshApp, importFile, temporaryFolder } from '../support/fixtures.ts';
import { fileOf } from '../support/mobility.ts';
import { telling } from '../support/messages.ts';

const MODELS = ['item-knn', 'popularity'];
const SPEC = { protocol: 'ranking' as const, models: MODELS, cutoffs: [5, 10], leaveOut: 3 };

async function withPlays(): Promise<App> {
  const app = await freshApp();
  const rows = Array.from({ length: 60 }, (_, u) =>
    Array.from({ length: 12 }, (_, i) => `u${u},s${(u % 5) * 7 + ((i * 3 + u) % 20)},${1 + ((u * i) % 6)}\n`),
  );
  await importFile(app, 'triplets', fileOf('plays.csv', `user,song,plays\n${rows.flat().join('')}`));
  return app;
}

type WithLists = EvaluationResult & { lists: ExportedLists };

async function evaluated(app: App, form: ListForm, more: object = {}): Promise<WithLists> {
  const lists = { grant: app.grants.add(join(temporaryFolder(), 'out')), form };
  return finish<WithLists>(app, (await app.call('evaluation/start', { ...SPEC, ...more, lists })).jobId);
}

async function splitOf(app: App, more: object = {}): Promise<string> {
  const grant = app.grants.add(join(temporaryFolder(), 'split'));
  const { jobId } = await app.call('evaluation/export-split', { ...SPEC, ...more, form: 'plain', grant });
  return (await finish<{ folder: string }>(app, jobId)).folder;
}

const judged = async (folder: string, files: string[], split: string) =>
  (
    await scoreFiles({
      files: files.map((name) => join(folder, name)),
      split,
      format: 'auto',
      cutoffs: [5, 10],
      seed: 1,
      answers: {},
    })
  ).lists;

/** What the referee measures of lists alone. */
const OF_LISTS = ['ndcg', 'map', 'precision', 'recall', 'f1', 'mrr-at', 'hit-rate'].flatMap((name) => [
  `${name}@5`,
  `${name}@10`,
]);

function rowsOf(folder: string, file: string): Record<string, string>[] {
  const [head, ...lines] = readFileSync(join(folder, file), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => line.split('\t'));
  return lines.map((fields) => Object.fromEntries(head.map((name, i) => [name, fields[i]])));
}

describe('the lists of an evaluation', () => {
  it('are judged by the referee to the numbers of the evaluation, in every form', async () => {
    const app = await withPlays();
    const split = await splitOf(app);
    for (const form of LIST_FORMS) {
      const { lists, models } = await evaluated(app, form);
      const found = await judged(
        lists.folder,
        MODELS.map((model) => `lists/${model}.${form}`),
        split,
      );
      for (const model of MODELS)
        for (const measure of OF_LISTS)
          expect(found[model].measures[measure], `${form} ${model} ${measure}`).toBeCloseTo(
            models[model][measure] as number,
            12,
          );
      expect(models['item-knn']['ndcg@10']).toBeGreaterThan(0.05);
    }
  });

  it('come fold by fold, with the values of single listeners, whose means are those of the result', async () => {
    const app = await withPlays();
    const { lists, folds, models } = await evaluated(app, 'tsv', { folds: 2 });
    const split = await splitOf(app, { folds: 2 });
    expect(lists.files).toContain('lists/fold-2/popularity.tsv');
    for (const fold of [1, 2]) {
      const found = await judged(lists.folder, [`lists/fold-${fold}/item-knn.tsv`], join(split, `fold-${fold}`));
      expect(found['item-knn'].measures['ndcg@10']).toBeCloseTo(folds?.['item-knn']['ndcg@10'][fold - 1] as number, 12);
    }
    const values = rowsOf(lists.folder, 'values.tsv').filter(
      ({ model, measure }) => model === 'item-knn' && measure === 'auc',
    );
    expect(values.length).toBeGreaterThan(60);
    const mean = (fold: string) => {
      const own = values.filter((row) => row.fold === fold).map(({ value }) => Number(value));
      return own.reduce((sum, value) => sum + value, 0) / own.length;
    };
    expect((mean('1') + mean('2')) / 2).toBeCloseTo(models['item-knn'].auc as number, 12);
  });

  it('come with predictions, whose error is that of the result', async () => {
    const app = await withPlays();
    const { lists, models } = await evaluated(app, 'tsv', { protocol: 'ratings', models: ['bias'], folds: 1 });
    const rows = rowsOf(lists.folder, 'predictions/bias.tsv');
    const squares = rows.map(({ rating, prediction }) => (Number(rating) - Number(prediction)) ** 2);
    const error = Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / rows.length);
    expect(rows.length).toBeGreaterThan(50);
    expect(error).toBeCloseTo(models.bias.rmse as number, 12);
  });

  it('of a stored comparison are made again while the data are those of then', async () => {
    const app = await withPlays();
    const { lists } = await evaluated(app, 'tsv');
    const [{ id }] = (await app.call('evaluation/list-results', {})) as ResultRow[];
    const again = async () => {
      const grant = app.grants.add(join(temporaryFolder(), 'again'));
      return finish<ExportedLists>(app, (await app.call('evaluation/export-lists', { id, form: 'tsv', grant })).jobId);
    };
    const { folder } = await again();
    expect(readFileSync(join(folder, 'lists/item-knn.tsv'))).toEqual(
      readFileSync(join(lists.folder, 'lists/item-knn.tsv')),
    );
    expect(await app.call('evaluation/list-results', {})).toHaveLength(1);
    await importFile(app, 'triplets', fileOf('more.csv', 'user,song,plays\nu1,s900,3\n'));
    await expect(again()).rejects.toEqual(telling('export.data-changed'));
  });

  it('in the form of TREC are refused for an id that it cannot hold', async () => {
    const app = await freshApp();
    const rows = Array.from({ length: 20 }, (_, u) =>
      Array.from({ length: 6 }, (_, i) => `u ${u},s${(u + i) % 9},1\n`),
    );
    await importFile(app, 'triplets', fileOf('plays.csv', `user,song,plays\n${rows.flat().join('')}`));
    await expect(evaluated(app, 'trec', { leaveOut: 1 })).rejects.toEqual(telling('export.id-with-blank'));
  });
});
