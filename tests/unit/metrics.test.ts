import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ratingErrors } from '../../src/core/recommender/measures/compute.ts';
import { EXCLUDED, judgeRanking, mrr, OTHER, RELEVANT } from '../../src/core/recommender/measures/whole-ranking.ts';
import { topN } from '../../src/core/recommender/numeric/top-n.ts';
import { shared } from '../support/fixtures.ts';
import { listMeasures } from '../support/measures.ts';
import { telling } from '../support/messages.ts';

const golden = shared('golden', 'metrics.json');
const TOLERANCE = 1e-9;

describe('metrics against the golden file', () => {
  it.skipIf(!golden)('rating errors', () => {
    const cases = JSON.parse(readFileSync(golden as string, 'utf8')).rating_cases;
    expect(cases.length).toBeGreaterThan(4);
    for (const { name, true: truth, predicted, rmin, rmax, expected } of cases) {
      const got = ratingErrors(truth, predicted, { minimum: rmin, maximum: rmax });
      for (const [key, value] of Object.entries(expected))
        expect(Math.abs(got[key] - (value as number)), `${name} ${key}`).toBeLessThan(TOLERANCE);
    }
  });

  it.skipIf(!golden)('rankings', () => {
    const names = {
      precision: 'precision',
      recall: 'recall_all',
      'recall-capped': 'recall_capped',
      f1: 'f1',
      ndcg: 'ndcg',
      map: 'map',
      'mrr-at': 'mrr_at_n',
      'hit-rate': 'hit_rate',
    } as const;
    for (const { name, n, users } of JSON.parse(readFileSync(golden as string, 'utf8')).ranking_cases) {
      for (const user of users) {
        const scores = user.scores.map((score: number | null) => score ?? Number.NaN);
        const excluded = new Set<number>(user.exclude);
        const whole = topN(scores, (item) => excluded.has(item), scores.length);
        expect([...whole.slice(0, n)], name).toEqual(user.expected_ranking);
        const relevant = new Set<number>(user.relevant);
        const got = listMeasures(whole, relevant, n);
        if (got === null) expect(user.expected.ndcg, name).toBeNull();
        else
          for (const [ours, theirs] of Object.entries(names))
            expect(Math.abs(got[ours] - user.expected[theirs]), `${name} ${ours}`).toBeLessThan(TOLERANCE);
        const states = Uint8Array.from(scores, (_: number, item: number) =>
          relevant.has(item) ? RELEVANT : excluded.has(item) ? EXCLUDED : OTHER,
        );
        expect(mrr.of(judgeRanking(Float64Array.from(scores), states, Uint32Array.from(relevant)))).toEqual(
          user.expected.mrr === null ? null : expect.closeTo(user.expected.mrr, 9),
        );
      }
    }
  });
});

describe('metrics', () => {
  it('has no number for nothing', () => {
    expect(() => ratingErrors([], [], { minimum: 1, maximum: 5 })).toThrow(
      telling('evaluation.ratings-without-predictions'),
    );
    expect(() => ratingErrors([1, 2], [1, Number.NaN], { minimum: 1, maximum: 5 })).toThrow(
      telling('evaluation.rating-not-a-number', { position: 2 }),
    );
    expect(listMeasures([1, 2], new Set(), 2)).toBeNull();
  });

  it('takes the first N like a full sort, ties to the lower index', () => {
    const score = fc.oneof(fc.constantFrom(0, 1, 0.5, Number.NaN), fc.double({ noNaN: true, min: -5, max: 5 }));
    fc.assert(
      fc.property(fc.array(score, { maxLength: 60 }), fc.nat(70), (scores, n) => {
        const want = scores
          .map((value, item) => ({ value, item }))
          .filter(({ value, item }) => !Number.isNaN(value) && item % 5 !== 3)
          .sort((a, b) => b.value - a.value || a.item - b.item)
          .slice(0, n)
          .map(({ item }) => item);
        expect([...topN(scores, (item) => item % 5 === 3, n)]).toEqual(want);
      }),
    );
  });

  it('stays within its bounds', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.nat(30), { maxLength: 20 }),
        fc.uniqueArray(fc.nat(30), { minLength: 1, maxLength: 20 }),
        fc.integer({ min: 1, max: 25 }),
        (ranked, relevant, n) => {
          const got = listMeasures(ranked, new Set(relevant), n);
          for (const value of Object.values(got ?? {})) expect(value >= 0 && value <= 1 + 1e-12).toBe(true);
        },
      ),
    );
  });
});
