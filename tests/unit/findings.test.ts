import { describe, expect, it } from 'vitest';
import type { EvaluationResult } from '../../src/shared/contract/recommender.ts';
import { findingMessages } from '../../src/shared/finding-messages.ts';
import { saying } from '../support/messages.ts';

/** Two models and chance, with these adjusted p values. */
function result(betweenModels: number, toChance: number): EvaluationResult {
  const models = { a: { 'f1@10': 0.3 }, b: { 'f1@10': 0.29 }, chance: { 'f1@10': 0.01 } };
  const test = (a: string, b: string, pHolm: number) => {
    return { a, b, measure: 'f1@10', n: 40, difference: 0.01, lower: 0, upper: 0.02, p: pHolm, pHolm };
  };
  const tests = [test('a', 'b', betweenModels), test('a', 'chance', toChance), test('b', 'chance', toChance)];
  return { protocol: 'item-cold', models, statistics: { primary: 10, tests } } as unknown as EvaluationResult;
}

describe('findings', () => {
  const said = saying('report.cannot-tell-apart', { listeners: 40 });

  it('say that a comparison cannot tell the models apart, however far all are above chance', () => {
    expect(findingMessages(result(0.4, 0.001), [])).toContainEqual(said);
    expect(findingMessages(result(0.04, 0.001), [])).not.toContainEqual(said);
  });

  it('of a single model say nothing of the kind', () => {
    const { models, statistics, ...rest } = result(0.4, 0.4);
    const alone = statistics?.tests.filter(({ a, b }) => a === 'a' && b === 'chance');
    const one = {
      ...rest,
      models: { a: models.a, chance: models.chance },
      statistics: { ...statistics, tests: alone },
    };
    expect(findingMessages(one as unknown as EvaluationResult, [])).not.toContainEqual(said);
  });
});
