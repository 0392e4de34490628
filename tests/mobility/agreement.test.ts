import { describe, expect, it } from 'vitest';
import { alpha } from '../../src/core/statistics/agreement/alpha.ts';
import { clusteredShareInterval, wilsonInterval } from '../../src/core/statistics/intervals.ts';
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
});
