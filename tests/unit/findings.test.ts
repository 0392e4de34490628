import { describe, expect, it } from 'vitest';
import type { EvaluationResult } from '../../src/shared/contract/recommender.ts';
import { findingMessages } from '../../src/shared/finding-messages.ts';
import { modelText } from '../../src/shared/evaluation-words.ts';
import { findingsOf } from '../../src/shared/findings.ts';
import { hybridTables } from '../../src/shared/hybrid-tables.ts';
import { keysOf } from '../../src/shared/table.ts';
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

  it('say what a hybrid adds to the part that validation would have taken alone, and tables show its parts', () => {
    const over = (n: number) => {
      const measure = `ndcg@${n}`;
      return { model: 'hybrid-weighted', parts: ['ease'], measure, n: 40, difference: 0.02, lower: 0.01, upper: 0.03 };
    };
    const given = result(0.4, 0.4);
    const statistics = { ...given.statistics, overBestPart: [over(5), over(10), over(100)] };
    const chosen = {
      rankingWeights: { ease: 2, als: 0 },
      ndcgAlone: { ease: 0.3, als: 0.2 },
      ndcgWithout: { ease: 0.25 },
    };
    const hybrid = { ...given, statistics, fits: { a: { chosen: {} }, 'hybrid-weighted': { chosen } } };
    const found = findingMessages(hybrid as unknown as EvaluationResult, []).filter(
      ({ id }) => id === 'report.over-best-part',
    );
    expect(found.map(({ values }) => values?.measure)).toEqual(['ndcg@10', 'ndcg@100']);
    const [differences, parts] = hybridTables(hybrid as unknown as EvaluationResult, []);
    expect(differences.rows).toHaveLength(3);
    expect(keysOf(parts).rows).toEqual([
      ['ease', 2, 0.3, 0.25],
      ['als', 0, 0.2, null],
    ]);
  });

  it('leave out a model whose encoder has heard the songs, however well it does', () => {
    const heard = { ...result(0.4, 0.001), heard: ['a'] };
    expect(findingsOf(heard)).toMatchObject({ best: 'b', others: [{ other: 'chance' }] });
    const marked = modelText('a', heard);
    expect(marked).toBe('a (has heard the songs)');
    expect(modelText('b', heard)).toBe('b');
    expect(findingsOf({ ...heard, heard: ['a', 'b'] })).toBeNull();
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
