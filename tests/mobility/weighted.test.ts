import { describe, expect, it } from 'vitest';
import { studyReport } from '../../src/core/mobility/report/html.ts';
import { tablesOf } from '../../src/core/mobility/report/tables.ts';
import { readerOf } from '../../src/core/report/reader.ts';
import { drawnFrom } from '../../src/core/mobility/coding/priorities.ts';
import { stratifiedShare } from '../../src/core/statistics/stratified-share.ts';
import { saying } from '../support/messages.ts';
import { fileOf, idOf, importStudyFile, resumes, smallStudy } from '../support/mobility.ts';

describe('a share with inverse-probability weights', () => {
  it('has the estimate, standard error and interval of the linearised ratio', () => {
    const units = Array.from({ length: 50 }, (_, i) => ({
      ...{ stratum: i < 30 ? 1 : 2, weight: i < 30 ? 40 / 30 : 160 / 20 },
      ...{ counted: i % 5 !== 2, hit: i < 30 ? i % 2 === 0 : i % 7 === 0 },
    }));
    const { share, se, interval } = stratifiedShare(units);
    // R 4.2, by the formulas of the package survey (svyratio, xlogit with 48 degrees of freedom).
    expect(share).toBeCloseTo(0.2, 12);
    expect(se).toBeCloseTo(0.0715171346215, 12);
    expect(interval?.[0]).toBeCloseTo(0.0923718835061, 8);
    expect(interval?.[1]).toBeCloseTo(0.380464617125, 8);
  });

  it('has no interval where nothing varies, and no share of nobody', () => {
    const unit = { stratum: 1, weight: 2, counted: true, hit: true };
    expect(stratifiedShare([unit, unit])).toEqual({ share: 1, se: null, interval: null });
    expect(stratifiedShare([{ ...unit, counted: false }])).toEqual({ share: null, se: null, interval: null });
    expect(stratifiedShare([unit, { ...unit, hit: false, stratum: 2 }]).interval).toBeNull();
  });
});

describe('estimates after an order of coding by use', () => {
  it('weight those who came first, say so, and end when everybody is coded', async () => {
    const app = await smallStudy();
    const keys = Array.from({ length: 12 }, (_, i) => `s${i + 10}`);
    const isFirst = (i: number) => i % 3 === 0;
    const rows = keys.flatMap((key, i) => [
      `${key},Scholar ${key},f,PhD,Alpha University,Alpha,1990,1995,`,
      `${key},Scholar ${key},f,lecturer,Beta University,Beta,1995,2004,`,
      // Two posts at once: the rule has to ask.
      ...(isFirst(i) ? [`${key},Scholar ${key},f,lecturer,Alpha University,Alpha,1995,2004,`] : []),
    ]);
    await importStudyFile(app, fileOf('r.csv', resumes(...rows)));
    const code = async (i: number) => {
      const [from, to] = isFirst(i) ? ['b', 'a'] : ['a', 'b'];
      const coding = { coder: 'Ana', scholarId: await idOf(app, keys[i]) };
      await app.call('mobility/code', { ...coding, stage: 'doctorate', value: { institution: from, year: 1995 } });
      await app.call('mobility/code', { ...coding, stage: 'first-job', value: { institution: to, year: 1996 } });
    };
    const moves = () => app.call('mobility/get-moves', { transition: 'doctorate:first-job' });
    for (const i of [0, 3, 6, 9]) await code(i);
    expect((await moves()).weighted).toBeNull();
    await app.call('mobility/set-queue-order', { order: 'conflicts', randomShare: 0.2 });
    expect((await moves()).weighted).toMatchObject({ order: 'conflicts', upward: { share: null } });
    expect(studyReport(app.study, tablesOf(app.study), readerOf('en'))).toContain('stand for nobody but those coded');
    for (const i of [1, 2]) await code(i);
    // What was coded in this order stays so.
    await app.call('mobility/set-queue-order', { order: 'file', randomShare: 0.2 });
    const { summary, weighted } = await moves();
    expect(summary.upward.share).toBeCloseTo(4 / 6, 12);
    expect(weighted).toMatchObject({
      strata: [
        { first: true, scholars: 4, coded: 4 },
        { first: false, scholars: 8, coded: 2 },
      ],
    });
    expect(weighted?.upward.share).toBeCloseTo(4 / 12, 12);
    expect(weighted?.downward.share).toBeCloseTo(8 / 12, 12);
    expect(studyReport(app.study, tablesOf(app.study), readerOf('en'))).toContain('inverse-probability weights');
    // Whatever has no weights is about the random share: 3 of the 12 are drawn, and 2 of these are coded.
    await app.call('mobility/set-queue-order', { order: 'conflicts', randomShare: 0.25 });
    const transition = 'doctorate:first-job';
    const ids = app.library.db.all<{ id: number }>('SELECT id FROM scholars ORDER BY id').map(({ id }) => id);
    const drawn = drawnFrom(ids, 0.25);
    const coded = [0, 3, 6, 9, 1, 2].map((i) => ids[i]);
    const random = coded.filter((id) => drawn.includes(id)).length;
    expect([drawn.length, random]).toEqual([3, 2]);
    const told = saying('analysis.random-share-only', { random, coded: coded.length });
    expect((await app.call('mobility/get-sample', { transition })).told).toEqual(told);
    const counted = (counts: readonly { count: number }[]) => counts.reduce((sum, { count }) => sum + count, 0);
    const table = await app.call('mobility/get-transition-table', { transition, unit: 'level' });
    expect([table.counts.flat().reduce((a, b) => a + b), table.notes[0]]).toEqual([random, told]);
    const [current] = (await app.call('mobility/get-sensitivity', { transition })).filter((row) => row.isCurrent);
    expect(current.summary.moved).toBe(random);
    expect(counted((await app.call('mobility/get-timeline', {})).durations)).toBe(random);
    const tested = await app.call('mobility/get-comparison', {
      name: 'tier-before-after',
      transition,
      otherTransition: transition,
      attribute: 'gender',
    });
    expect([tested.notes[0], tested.tests[0].n]).toEqual([told, random]);
    expect(studyReport(app.study, tablesOf(app.study), readerOf('en'))).toContain('about the random share only');
    await app.call('mobility/set-queue-order', { order: 'conflicts', randomShare: 0 });
    expect((await app.call('mobility/get-sample', { transition })).told).toEqual(saying('analysis.nobody-at-random'));
    expect((await app.call('mobility/get-timeline', {})).durations).toMatchObject([{ count: 6 }]);
    for (const i of [4, 5, 7, 8, 10, 11]) await code(i);
    expect((await moves()).weighted).toBeNull();
    expect((await app.call('mobility/get-sample', { transition })).told).toEqual(null);
  });
});
