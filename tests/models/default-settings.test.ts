import { describe, expect, it } from 'vitest';
import { evaluate } from '../../src/core/recommender/evaluation/evaluate.ts';
import { completeSpec } from '../../src/core/recommender/experiments/complete-spec.ts';
import { evaluationOf } from '../../src/core/recommender/experiments/run-experiment.ts';
import { definitionsOf, withDefaults } from '../../src/core/recommender/models/default-settings.ts';
import { FitSession } from '../../src/core/recommender/models/fit-session.ts';
import { completeOptions } from '../../src/core/recommender/models/options.ts';
import { modelDefinition } from '../../src/core/recommender/models/registry.ts';
import { experimentSpec } from '../../src/shared/contract/experiments.ts';
import { DEFAULT_SETTINGS } from '../../src/shared/contract/default-settings.ts';
import { evaluationInput, evaluationSpec } from '../../src/shared/contract/recommender.ts';
import { freshApp } from '../support/fixtures.ts';
import { telling } from '../support/messages.ts';
import { datasetOf } from '../support/sets.ts';
import { SONGS, twoTastes } from '../support/two-tastes.ts';

const FORMER = { als: { k: 64, alpha: 4, reg: 10 }, bpr: { k: 64, rate: 0.05 } };
const PRESENT = { als: { k: 128, alpha: 9, reg: 30 }, bpr: { k: 128, rate: 0.1 } };

describe('default settings', () => {
  it('of a spec that states no edition are the first ones, also for parts of a hybrid', () => {
    for (const [type, values] of Object.entries(FORMER)) {
      const former = definitionsOf({});
      expect(completeOptions(former(type), {}, former)).toMatchObject(values);
      expect(completeOptions(former(type), { k: 7 }, former)).toMatchObject({ ...values, k: 7 });
    }
    for (const [type, values] of Object.entries(PRESENT)) {
      expect(completeOptions(modelDefinition(type), {}, modelDefinition)).toMatchObject(values);
      const present = definitionsOf({ defaults: DEFAULT_SETTINGS });
      expect(completeOptions(present(type), {}, present)).toMatchObject(values);
    }
    expect(definitionsOf({})('ease')).toBe(modelDefinition('ease'));
  });

  it('give an old spec its old numbers, alone and in a hybrid', async () => {
    const { interactions, features } = twoTastes();
    const data = datasetOf(interactions, features);
    const of = async (more: object) => {
      const models = ['als', 'hybrid-weighted'];
      const spec = evaluationSpec.parse({ protocol: 'ranking', models, cutoffs: [10], ...more });
      return (await evaluate(data, spec, { network: null, threads: 1, progress: () => {} })).models;
    };
    const parts = { parts: 'als,item-knn' };
    const { alpha, reg } = FORMER.als;
    const hybrid = { 'hybrid-weighted': parts };
    const named = { als: { alpha, reg }, 'hybrid-weighted': { ...parts, 'als.alpha': alpha, 'als.reg': reg } };
    const old = await of({ options: hybrid });
    expect(old).toEqual(await of({ options: named, defaults: DEFAULT_SETTINGS }));
    const now = await of({ options: hybrid, defaults: DEFAULT_SETTINGS });
    expect(now.als['ndcg@10']).not.toBe(old.als['ndcg@10']);
    expect(now['hybrid-weighted']['ndcg@10']).not.toBe(old['hybrid-weighted']['ndcg@10']);
  });

  it('are stated by their edition in what is stored, in comparisons and in experiments', async () => {
    const app = await freshApp();
    const given = evaluationInput.parse({ protocol: 'ranking', models: ['als'] });
    expect(completeSpec(app.library.db, given, null).defaults).toBe(DEFAULT_SETTINGS);
    expect(completeSpec(app.library.db, { ...given, defaults: 1 }, null).defaults).toBe(1);
    const spec = experimentSpec.parse({ name: 'x', evaluations: [{ protocol: 'ranking', models: ['als'] }] });
    expect(evaluationOf(withDefaults(spec), 0, 'log-count').defaults).toBe(DEFAULT_SETTINGS);
    expect(evaluationOf(spec, 0, 'log-count')).not.toHaveProperty('defaults');
    expect(JSON.stringify(withDefaults(withDefaults(spec)))).toBe(JSON.stringify(withDefaults(spec)));
  });

  it('have no more factors than the data: only a number that was given is refused', async () => {
    const set = twoTastes();
    const fit = (k?: number) =>
      new FitSession(modelDefinition, null, 1).fit('als', set, k === undefined ? {} : { k }, () => {});
    expect((await fit()).save().meta).toMatchObject({ k: SONGS });
    await expect(async () => fit(SONGS + 1)).rejects.toMatchObject(telling('model.too-many-factors', { k: SONGS + 1 }));
  });
});
