import { describe, expect, it } from 'vitest';
import { ac1, fleiss } from '../../src/core/statistics/agreement/chance-corrected.ts';
import { kappa } from '../../src/core/statistics/agreement/kappa.ts';
import { alpha } from '../../src/core/statistics/agreement/alpha.ts';
import { clusteredShareInterval, wilsonInterval } from '../../src/core/statistics/intervals.ts';
import type { App } from '../../src/core/app/app.ts';
import { rebuildCodes } from '../../src/core/mobility/coding/fold.ts';
import { agreementReport } from '../../src/core/mobility/agreement/measure.ts';
import { addEvent } from '../../src/core/mobility/rows/event-rows.ts';
import { Study } from '../../src/core/mobility/study/study.ts';
import { EMPTY_CODE } from '../../src/shared/mobility/coding.ts';
import { resamples } from '../../src/core/statistics/resamples.ts';
import { fileOf, idOf, importStudyFile, resumes, smallStudy } from '../support/mobility.ts';

function width(interval: unknown): number {
  const [low, high] = interval as [number, number];
  return high - low;
}
/** Ten scholars with four stages each; of three, the coders disagree on every stage. */
const SCHOLARS = Array.from({ length: 40 }, (_, i) => Math.floor(i / 4));
const AGREED = SCHOLARS.map((scholar) => scholar >= 3);

describe('agreement on units that come in clusters', () => {
  it('is as sure as the number of scholars makes it, not that of their stages', () => {
    const byScholar = clusteredShareInterval(AGREED, SCHOLARS);
    expect(width(byScholar)).toBeGreaterThan(1.7 * width(wilsonInterval(28, 40)));
    // The quantiles of ten draws with the probability .7.
    expect(byScholar).toEqual([0.4, 1]);
    expect(
      clusteredShareInterval(
        AGREED,
        AGREED.map((_, i) => i),
      ),
    ).toEqual(wilsonInterval(28, 40));
    expect(
      clusteredShareInterval(
        SCHOLARS.map(() => true),
        SCHOLARS,
      ),
    ).toEqual(wilsonInterval(10, 10));
    expect(clusteredShareInterval([], [])).toBeNull();
  });

  it('α resamples the clusters too', () => {
    const ratings = SCHOLARS.map((scholar, i) => (scholar < 3 ? [i % 2, 1 - (i % 2)] : [i % 2, i % 2]));
    const [apart, together] = [alpha({ ratings }), alpha({ ratings, clusters: SCHOLARS })];
    expect(together.estimate).toBe(apart.estimate);
    expect(width(together.interval)).toBeGreaterThan(1.5 * width(apart.interval));
    const one = alpha({ ratings, clusters: ratings.map((_, i) => i) });
    expect(one.interval).toEqual(apart.interval);
  });

  it('κ, weighted κ, Fleiss, AC1 and AC2 resample the clusters as R does', () => {
    const scholars = Array.from({ length: 120 }, (_, i) => Math.floor(i / 4));
    const next = (code: number) => (code % 3) + 1;
    const pairs = scholars.map((scholar, i): [number, number] => {
      const a = ((7 * i) % 3) + 1;
      const b = (scholar + 1) % 3 === 0 ? next(a) : a;
      return [a, i % 11 === 4 ? next(b) : b];
    });
    const table = [1, 2, 3].map((a) => [1, 2, 3].map((b) => pairs.filter(([x, y]) => x === a && y === b).length));
    const coded = { pairs: pairs.map(([a, b]) => [a - 1, b - 1] as const), clusters: scholars };
    const results = [
      kappa({ table, units: coded }),
      kappa({ table, weights: 'linear', units: coded }),
      kappa({ table, weights: 'quadratic', units: coded }),
      fleiss({ ratings: pairs }, scholars),
      ac1({ ratings: pairs }, 3, scholars),
      ac1({ ratings: pairs, weights: 'quadratic' }, 0, scholars),
    ];
    // R 4.2: estimate, standard deviation and middle 95 % of 20,000 resamples of the 30 scholars.
    const expected = [
      [0.4125, 0.1181623, 0.1805484, 0.6360242],
      [0.369905956113, 0.1280938, 0.1238176, 0.6197641],
      [0.327044025157, 0.1396132, 0.06173792, 0.60389716],
      [0.41075066604, 0.1199032, 0.1734071, 0.6357356],
      [0.413370777752, 0.1200411, 0.1761157, 0.6396126],
      [0.335197266232, 0.1540541, 0.0281339, 0.6274061],
    ];
    results.forEach(({ estimate, se, interval }, i) => {
      const [value, spread, low, high] = expected[i];
      expect(estimate).toBeCloseTo(value, 10);
      expect(Math.abs((se as number) / spread - 1)).toBeLessThan(0.05);
      expect(Math.abs((interval as number[])[0] - low)).toBeLessThan(0.03);
      expect(Math.abs((interval as number[])[1] - high)).toBeLessThan(0.03);
    });
    // Each unit for itself: the formulas' standard errors, which here are a half too small.
    const apart = kappa({ table });
    expect(width(apart.interval)).toBeLessThan(0.75 * width(results[0].interval));
    expect(kappa({ table, units: { ...coded, clusters: pairs.map((_, i) => i) } }).interval).toEqual(apart.interval);
  });

  it('agreement of all on few scholars is no 1 (1–1)', () => {
    const pairs = Array.from({ length: 12 }, (_, i) => [i % 2, i % 2] as [number, number]);
    const clusters = pairs.map((_, i) => Math.floor(i / 4));
    const table = [
      [6, 0],
      [0, 6],
    ];
    for (const { estimate, interval, notes } of [
      kappa({ table, units: { pairs, clusters } }),
      fleiss({ ratings: pairs }, clusters),
      ac1({ ratings: pairs }, 2, clusters),
      alpha({ ratings: pairs, clusters }),
    ]) {
      expect(estimate).toBe(1);
      // Wilson's for 3 of 3, corrected for a chance agreement of about a half.
      expect((interval as number[])[0]).toBeLessThan(0.1);
      expect(notes).toMatchObject([{ id: 'statistics.agreement-without-spread' }]);
    }
  });

  it('a study’s report counts scholars', async () => {
    const app = await smallStudy();
    const keys = ['s1', 's2', 's3', 's4'];
    await importStudyFile(
      app,
      fileOf('r.csv', resumes(...keys.map((key) => `${key},${key},f,PhD,Alpha University,Alpha,1990,1995,`))),
    );
    const { codebook } = (await app.call('mobility/get-study', {})).codebook;
    for (const key of keys)
      for (const { key: stage } of codebook.stages)
        for (const [coder, institution] of [
          ['Ana', 'a'],
          ['Ben', key === 's1' ? 'b' : 'a'],
        ])
          await app.call('mobility/code', {
            ...{ coder, scholarId: await idOf(app, key), stage },
            value: { institution, year: 1995 },
          });
    const { groups } = await app.call('mobility/get-agreement', {});
    const row = groups.all.find(({ field }) => field === 'institution');
    expect(row?.percent.share).toBe(0.75);
    expect(row?.percent.interval).toEqual([0.25, 1]);
  });

  it('clusters’ sums give what resampled units themselves give', () => {
    const clusters = Array.from({ length: 60 }, (_, i) => Math.floor(i / 4));
    const ratings = clusters.map((scholar, i) => {
      const code = (7 * i) % 4;
      const third = i % 5 === 0 ? null : i % 11 === 4 ? (code + 2) % 4 : code;
      return [code, scholar % 3 === 0 ? (code + 1) % 4 : code, third];
    });
    const values = [...resamples(new Array(15).fill(0), 2000, 1)].map((weights) => {
      const drawn = ratings.flatMap((unit, i) => new Array<typeof unit>(weights[clusters[i]]).fill(unit));
      return fleiss({ ratings: drawn }).estimate as number;
    });
    values.sort((a, b) => a - b);
    const [low, high] = fleiss({ ratings }, clusters).interval as number[];
    expect(low).toBeCloseTo(values[Math.round(0.025 * 1999)], 12);
    expect(high).toBeCloseTo(values[Math.round(0.975 * 1999)], 12);
    // From the units themselves, as 2,000 times each.
    const alphas = {
      nominal: [0.6291694226589815, 0.3766346992153443, 0.8509525588345163],
      ordinal: [0.6467487863486382, 0.39918074052848806, 0.8611760653730381],
      interval: [0.6463079564968517, 0.39734939759036125, 0.8608167639004644],
    } as const;
    for (const level of ['nominal', 'ordinal', 'interval'] as const) {
      const { estimate, interval } = alpha({ ratings, level, clusters });
      [estimate as number, ...(interval as number[])].forEach((value, i) => {
        expect(value).toBeCloseTo(alphas[level][i], 12);
      });
    }
  });

  it('many units are measured in a thread: others are answered meanwhile, a new question ends the old', async () => {
    const app = await smallStudy();
    const keys = Array.from({ length: 150 }, (_, i) => `s${i}`);
    await importStudyFile(
      app,
      fileOf('r.csv', resumes(...keys.map((key) => `${key},${key},f,PhD,Alpha University,Alpha,1990,1995,`))),
    );
    const { codebook } = (await app.call('mobility/get-study', {})).codebook;
    const stages = codebook.stages.map(({ key }) => key).slice(0, 4);
    codeAll(app, 'Ana', keys, stages, 7);
    codeAll(app, 'Ben', keys, stages, 5);
    const answered: string[] = [];
    const [first, second] = [1, 2].map(() =>
      app.call('mobility/get-agreement', {}).then((report) => {
        answered.push('agreement');
        return report;
      }),
    );
    await app.call('mobility/list-scholars', { coder: 'Ana', search: '', limit: 1 });
    answered.push('scholars');
    const report = await second;
    expect(report.doubleCodedUnits).toBe(600);
    expect(await first).toEqual(report);
    expect(answered).toEqual(['scholars', 'agreement', 'agreement']);
    expect(report).toEqual(agreementReport(new Study(app.library.db, () => new Date(0))));
  });
});

function codeAll({ library: { db } }: App, author: string, keys: string[], stages: string[], every: number): void {
  db.transaction(() => {
    keys.forEach((scholar, i) => {
      stages.forEach((stage, at) => {
        const institution = (i + at) % every === 0 ? 'b' : 'a';
        addEvent(
          db,
          {
            ...{ uid: `${author}-${scholar}-${at}`, tick: i * 4 + at + 1, kind: 'set', author, before: null },
            ...{ scholar, stage, suggestions: 'shown', after: { ...EMPTY_CODE, institution, year: 1990 + (i % 30) } },
            ...{ accepted: false, codebookVersion: 0, refersTo: null, reason: '', basis: null },
            at: new Date(Date.UTC(2026, 0, 1)).toISOString(),
          },
          false,
        );
      });
    });
    rebuildCodes(db, author, new Date(Date.UTC(2026, 0, 1)).toISOString());
  });
}
