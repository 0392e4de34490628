import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { EvaluationResult } from '../../src/shared/contract/recommender.ts';
import { finish, freshApp, importFile, shared, temporaryFolder } from '../support/fixtures.ts';
import { saying } from '../support/messages.ts';

const sample = shared('data', 'taste-profile-sample.tsv');
const split = shared('golden', 'taste-profile-split', 'catalogue.txt')?.replace(/.catalogue\.txt$/, '') ?? null;
const reference = shared('golden', 'taste-profile-reference.json');

describe.skipIf(!sample || !split || !reference)(
  'rankers beside numpy and implicit, on their own split of the Taste Profile sample',
  () => {
    it('equals the reference NDCG@100 and capped recall', { timeout: 120_000 }, async () => {
      const app = await freshApp();
      await importFile(app, 'triplets', sample as string);
      const start = { protocol: 'strong-generalization' as const, models: ['popularity', 'item-knn', 'ease', 'als'] };
      const { jobId } = await app.call('evaluation/start', { ...start, splitGrant: app.grants.add(split as string) });
      const result = await finish<EvaluationResult>(app, jobId);
      const { models, counts } = JSON.parse(readFileSync(reference as string, 'utf8')).ranking;
      expect(result.counts).toMatchObject({
        trainingRows: counts.final_training_pairs,
        testListeners: counts.test_users,
        testRows: counts.test_target_pairs,
        listenersSkipped: 0,
      });
      for (const [ours, theirs, tolerance] of [
        ['popularity', 'popularity', 1e-9],
        ['item-knn', 'item_knn_cosine', 0.005],
        ['ease', 'ease', 0.005],
      ] as const) {
        for (const [name, key] of Object.entries({
          'ndcg@100': 'ndcg@100',
          'recall-capped@20': 'recall@20',
          'recall-capped@50': 'recall@50',
        })) {
          const want = models[theirs].test[key];
          expect(Math.abs((result.models[ours][name] as number) / want - 1), `${ours} ${name}`).toBeLessThanOrEqual(
            tolerance,
          );
        }
      }
      expect(result.models.als['ndcg@100'] as number).toBeGreaterThan(0.97 * models.wmf_als_implicit.test['ndcg@100']);
      // The spread is stated as the reference states it, and no ranker is given a rating error.
      expect(result.statistics?.standardErrors.ease['ndcg@100']).toBeCloseTo(
        models.ease.test.standard_error['ndcg@100'],
        3,
      );
      expect(result.models.ease.rmse).toBeUndefined();
    });

    it('refuses a split that names what the library does not hold, or tests nothing', async () => {
      const app = await freshApp();
      await importFile(app, 'triplets', sample as string);
      const folder = join(temporaryFolder(), 'split');
      cpSync(split as string, folder, { recursive: true });
      const start = () =>
        app.call('evaluation/start', {
          protocol: 'strong-generalization',
          models: ['popularity'],
          splitGrant: app.grants.add(folder),
        });
      const target = readFileSync(join(folder, 'test_target.tsv'), 'utf8');
      writeFileSync(join(folder, 'test_target.tsv'), target.replace(/\tSO[A-Z0-9]+\n/, '\tSONOWHERE\n'));
      await expect(start()).rejects.toMatchObject({
        code: 'bad-input',
        told: saying('split-folder.unknown-ids', {
          ids: 1,
          shown: [saying('split-folder.id-at-line', { id: 'SONOWHERE', file: 'test_target.tsv', line: 1 })],
        }),
      });
      writeFileSync(join(folder, 'test_target.tsv'), '');
      await expect(start()).rejects.toMatchObject({
        code: 'bad-input',
        told: saying('split-folder.no-targets'),
      });
      writeFileSync(join(folder, 'test_target.tsv'), 'one column\n');
      await expect(start()).rejects.toMatchObject({
        code: 'bad-input',
        told: saying('split-folder.bad-line', { line: 1 }),
      });
      await expect(
        app.call('evaluation/start', {
          protocol: 'ranking',
          models: ['popularity'],
          splitGrant: app.grants.add(split as string),
        }),
      ).rejects.toMatchObject({ code: 'bad-request' });
    });
  },
);
