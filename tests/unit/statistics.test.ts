import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tagCosine } from '../../src/core/recommender/measures/catalogue.ts';
import { CATALOGUE_MEASURES } from '../../src/core/recommender/measures/registry.ts';
import { EXCLUDED, OTHER, RELEVANT, wholeRanking } from '../../src/core/recommender/measures/whole-ranking.ts';
import { topN } from '../../src/core/recommender/numeric/top-n.ts';
import { deviancePart, signTwoSided } from '../../src/core/statistics/binomial.ts';
import { pairedTest } from '../../src/core/statistics/tests/paired-t.ts';
import { resamples } from '../../src/core/statistics/resamples.ts';
import { standardError } from '../../src/core/statistics/descriptive.ts';
import { percentileInterval } from '../../src/core/statistics/intervals.ts';
import { adjustP } from '../../src/core/statistics/tests/adjust.ts';
import { shared } from '../support/fixtures.ts';

const golden = shared('golden', 'metrics.json');
const TOLERANCE = 1e-9;

describe('counts of 10⁹', () => {
  it('keep the digits of a deviance and of a fair coin', () => {
    // (x − m)² / 2m less (x − m)³ / 6m², and R's 2 * pbinom(4e8, 800050000, .5).
    expect(deviancePart(1e9 + 1000, 1e9) / (5e-4 - 1e-9 / 6)).toBeCloseTo(1, 9);
    expect(deviancePart(0, 7)).toBe(7);
    expect(deviancePart(5, 1)).toBeCloseTo(5 * Math.log(5) - 4, 12);
    expect(signTwoSided(4e8, 800_050_000)).toBeCloseTo(0.077115024408, 9);
    expect(signTwoSided(7, 40) / 4.22770226577997e-5).toBeCloseTo(1, 12);
    expect(signTwoSided(0, 5)).toBe(0.0625);
  });
});

describe('paired tests', () => {
  const a = [0.805, 0.808, 0.515, 0.286, 0.054, 0.383, 0.408, 0.045, 0.049, 0.999, 0.652, 0.235];
  const b = [0.759, 1.018, 0.585, 0.163, 0.096, 0.317, 0.395, 0.046, 0.028, 1.104, 0.696, 0.226];

  it('equal SciPy: stats.ttest_rel(a, b).pvalue = 0.5320390913916324', () => {
    const { n, difference, p } = pairedTest(a, b);
    expect(n).toBe(12);
    expect(difference).toBeCloseTo(-0.0161667, 6);
    expect(Math.abs((p as number) - 0.5320390913916324)).toBeLessThan(1e-7);
  });

  it('know their limits', () => {
    expect(pairedTest([1, 2, 3], [1, 2, 3])).toEqual({ n: 3, difference: 0, p: 1 });
    expect(pairedTest([1], [2]).p).toBeNull();
  });

  it('Holm as R: p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm") = 0.03 0.06 0.06 0.02', () => {
    const adjusted = adjustP([0.01, 0.04, null, 0.03, 0.005], 'holm');
    expect(adjusted.map((p) => p && Number(p.toFixed(12)))).toEqual([0.03, 0.06, null, 0.06, 0.02]);
  });

  it('an interval by percentiles leaves out 2.5 % on either side', () => {
    const values = Float64Array.from({ length: 1001 }, (_, i) => (i * 8) % 1001);
    expect(percentileInterval(values)).toEqual([25, 975]);
    expect(percentileInterval(Float64Array.of(3, Number.NaN, 1, 2))).toEqual([1, 3]);
  });

  it('bootstrap intervals cover the mean about as often as they say, and are the same for the same seed', () => {
    const values = Float64Array.from({ length: 400 }, (_, i) => Math.sin(i * 12.9898) * 3 + 1);
    const run = () => {
      const means = Float64Array.from(
        resamples(new Array(values.length).fill(0), 1000, 3),
        (weights) => weights.reduce((sum, weight, i) => sum + weight * values[i], 0) / values.length,
      );
      return percentileInterval(means);
    };
    const [lower, upper] = run();
    const average = values.reduce((x, y) => x + y) / values.length;
    // For a mean of many values the percentile interval is the normal one.
    expect((average - lower) / standardError(values)).toBeCloseTo(1.96, 0);
    expect((upper - average) / standardError(values)).toBeCloseTo(1.96, 0);
    expect(run()).toEqual([lower, upper]);
  });
});

function statesOf(n: number, relevant: readonly number[], excluded: (item: number) => boolean): Uint8Array {
  return Uint8Array.from({ length: n }, (_, item) =>
    excluded(item) ? EXCLUDED : relevant.includes(item) ? RELEVANT : OTHER,
  );
}

/** By its definition: 1 / rank of the first relevant item, 0 when none is ranked, null when nothing is relevant. */
function reciprocalRank(ranked: ArrayLike<number>, relevant: ReadonlySet<number>): number | null {
  if (relevant.size === 0) return null;
  const place = Array.from(ranked).findIndex((item) => relevant.has(item));
  return place < 0 ? 0 : 1 / (1 + place);
}

describe('measures of whole rankings', () => {
  const scores = fc.array(fc.oneof(fc.constantFrom(0, 1, 2, Number.NaN), fc.double({ noNaN: true, min: -3, max: 3 })), {
    minLength: 2,
    maxLength: 40,
  });

  it('AUC equals counting all pairs', () => {
    fc.assert(
      fc.property(scores, fc.uniqueArray(fc.nat(39), { maxLength: 10 }), (values, drawn) => {
        const relevant = drawn.filter((item) => item < values.length && item % 7 !== 0);
        const others = values.flatMap((_, item) => (relevant.includes(item) || item % 7 === 0 ? [] : [item]));
        const of = (item: number) => (Number.isNaN(values[item]) ? Number.NEGATIVE_INFINITY : values[item]);
        let right = 0;
        for (const r of relevant) for (const o of others) right += of(r) > of(o) ? 1 : of(r) === of(o) ? 0.5 : 0;
        const want = relevant.length === 0 || others.length === 0 ? null : right / relevant.length / others.length;
        const got = wholeRanking(
          Float64Array.from(values),
          statesOf(values.length, relevant, (item) => item % 7 === 0),
          Uint32Array.from(relevant),
        ).auc;
        if (want === null) expect(got).toBeNull();
        else expect(got).toBeCloseTo(want, 12);
      }),
    );
    expect(
      wholeRanking(
        new Float64Array(4).fill(5),
        statesOf(4, [1], () => false),
        Uint32Array.of(1),
      ).auc,
    ).toBe(0.5);
  });

  it('the reciprocal rank needs no sorting', () => {
    fc.assert(
      fc.property(scores, fc.uniqueArray(fc.nat(39), { maxLength: 10 }), (values, drawn) => {
        const excluded = (item: number) => item % 5 === 1;
        const relevant = drawn.filter((item) => item < values.length && !excluded(item));
        const want = reciprocalRank(topN(values, excluded, values.length), new Set(relevant));
        expect(
          wholeRanking(
            Float64Array.from(values),
            statesOf(values.length, relevant, excluded),
            Uint32Array.from(relevant),
          ).mrr,
        ).toBe(want);
      }),
    );
  });
});

describe('catalogue measures', () => {
  it.skipIf(!golden)('equal the golden file', () => {
    const { catalogue_cases: cases } = JSON.parse(readFileSync(golden as string, 'utf8'));
    expect(cases.length).toBeGreaterThan(5);
    const cosine = (features: number[][] | null) => {
      if (!features) return null;
      const norm = (v: number[]) => Math.sqrt(v.reduce((sum, x) => sum + x * x, 0));
      return (i: number, j: number) =>
        features[i].reduce((sum, x, f) => sum + x * features[j][f], 0) /
        (norm(features[i]) * norm(features[j]) || Number.POSITIVE_INFINITY);
    };
    for (const { name, catalogue_size, lists, item_features, item_train_user_counts, train_users, expected } of cases) {
      const catalogue = {
        songs: catalogue_size,
        listenersOf: item_train_user_counts,
        listeners: train_users,
        cosine: cosine(item_features),
      };
      const got = Object.fromEntries(
        CATALOGUE_MEASURES.map((measure) => {
          const tally = measure.start(catalogue);
          for (const list of lists) tally.add(list);
          return [measure.name, tally.value()];
        }),
      );
      const same = (ours: number | null, theirs: number | null, what: string) => {
        if (theirs === null) expect(ours, `${name} ${what}`).toBeNull();
        else expect(Math.abs((ours as number) - theirs), `${name} ${what}`).toBeLessThan(TOLERANCE);
      };
      same(got.coverage, expected.coverage, 'coverage');
      same(got.gini, expected.gini, 'gini');
      same(got.novelty, expected.novelty, 'novelty');
      same(got['intra-list-diversity'], expected.intra_list_diversity, 'diversity');
    }
  });

  it('take two songs with the same tags for the same, and a song without tags for unlike all', () => {
    const cosine = tagCosine({
      tagOffsets: Uint32Array.of(0, 2, 4, 4),
      tags: Uint32Array.of(0, 1, 0, 1),
      tagWeights: Float32Array.of(1, 0.5, 0.5, 0.25),
    });
    expect(cosine?.(0, 1)).toBeCloseTo(1, 12);
    expect(cosine?.(0, 2)).toBe(0);
  });
});
