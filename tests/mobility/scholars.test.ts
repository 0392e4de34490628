import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../../src/core/app/app.ts';
import type { ScholarFilter } from '../../src/shared/mobility/scholars.ts';
import { DEFAULT_CODEBOOK } from '../../src/shared/mobility/codebook.ts';
import { suiteApp, suiteFolder } from '../support/fixtures.ts';
import { telling } from '../support/messages.ts';
import { fileOf, idOf, importStudyFile, importStudyTables, resumes } from '../support/mobility.ts';

const career = (key: string, end: string) => [
  `${key},Scholar ${key},f,PhD,Alpha University,Alpha,1990,1995,`,
  `${key},Scholar ${key},f,lecturer,Beta University,Beta,1995,2004,`,
  `${key},Scholar ${key},f,award,Beta University,Beta,2002,2002,`,
  `${key},Scholar ${key},f,professor,${end},,2004,present,`,
];

async function acceptAll(app: App, coder: string, key: string, stages: readonly string[]): Promise<void> {
  const scholarId = await idOf(app, key);
  for (const stage of stages) await app.call('mobility/code', { coder, scholarId, stage, accept: true });
}

const STAGES = ['doctorate', 'first-job', 'elected', 'current'];

describe('the table of scholars', () => {
  let app: App;

  beforeAll(async () => {
    app = await suiteApp(suiteFolder());
    await importStudyTables(app);
    const rows = ['s1', 's2', 's3', 's4'].flatMap((key) =>
      career(key, key === 's2' ? 'Old College' : 'Alpha University'),
    );
    await importStudyFile(app, fileOf('resumes.csv', resumes(...rows)));
    await acceptAll(app, 'Ana', 's1', STAGES);
    await acceptAll(app, 'Ana', 's2', STAGES.slice(0, 2));
  });

  afterAll(() => app.close());

  const list = (filter: ScholarFilter = {}) => app.call('mobility/list-scholar-summaries', { filter });
  const keys = async (filter: ScholarFilter) => (await list(filter)).map(({ key }) => key);

  it('tells how each stage stands and who codes', async () => {
    const [s1, s2, s3] = await list();
    expect(s1).toMatchObject({
      key: 's1',
      stages: ['coded', 'coded', 'coded', 'coded'],
      state: 'done',
      coders: ['Ana'],
    });
    expect(s2).toMatchObject({ stages: ['coded', 'coded', 'open', 'open'], state: 'begun' });
    expect(s3).toMatchObject({ stages: ['open', 'open', 'open', 'open'], state: 'open', coders: [], lines: 4 });
  });

  it('shows the scholars that a number counts', async () => {
    const { summary } = await app.call('mobility/get-moves', { transition: 'doctorate:first-job' });
    expect(await keys({ move: 'doctorate:first-job', direction: 'downward' })).toHaveLength(summary.downward.count);
    expect(await keys({ move: 'doctorate:first-job', direction: 'downward' })).toEqual(['s1', 's2']);
    expect(await keys({ move: 'doctorate:first-job', missing: 'not-coded' })).toEqual(['s3', 's4']);
    expect(await keys({ move: 'first-job:elected', outcome: 'stayed' })).toEqual(['s1']);
    expect(await keys({ institution: 'old' })).toEqual(['s2']);
    expect(await keys({ coder: 'Ana', work: 'left' })).toEqual(['s2', 's3', 's4']);
    expect(await keys({ stage: 'elected', sign: 'open' })).toEqual(['s2', 's3', 's4']);
    expect(await keys({ keys: 's4,s1', state: 'done' })).toEqual(['s1']);
    const levels = summary.byOriginLevel.filter(({ moves }) => moves > 0);
    expect(await keys({ move: 'doctorate:first-job', level: levels[0].level })).toHaveLength(levels[0].moves);
  });

  it('marks what a coder has not coded as missing, and leaves what is coded', async () => {
    const scholarIds = [await idOf(app, 's2'), await idOf(app, 's3')];
    expect(await app.call('mobility/mark-missing', { coder: 'Ana', scholarIds, stage: 'elected' })).toEqual({
      marked: 2,
    });
    const [, s2, s3] = await list();
    expect(s2.stages).toEqual(['coded', 'coded', 'missing', 'open']);
    expect(s3.stages).toEqual(['open', 'open', 'missing', 'open']);
    expect(await app.call('mobility/mark-missing', { coder: 'Ana', scholarIds, stage: 'doctorate' })).toEqual({
      marked: 1,
    });
  });

  it('says what makes results wrong or incomplete', async () => {
    const todo = await app.call('mobility/list-todo', {});
    expect(todo.find(({ id }) => id === 'unfinished')).toEqual({ id: 'unfinished', count: 3, of: 4 });
    expect(todo.map(({ id }) => id)).not.toContain('no-table');
    const elsewhere = { ...DEFAULT_CODEBOOK, cities: { ...DEFAULT_CODEBOOK.cities, edition: '1999' } };
    await app.call('mobility/apply-codebook', { codebook: elsewhere, note: 'x', author: 'Ana' });
    expect((await app.call('mobility/list-todo', {}))[0]).toEqual({ id: 'no-edition', count: 1, name: '1999' });
    const { cities } = DEFAULT_CODEBOOK;
    const tiers = async (codebook: object) => {
      await app.call('mobility/apply-codebook', {
        codebook: { ...DEFAULT_CODEBOOK, ...codebook },
        note: 'y',
        author: 'Ana',
      });
      return (await app.call('mobility/list-todo', {})).find(({ id }) => id === 'unknown-tiers');
    };
    const order = cities.order.filter((tier) => tier !== 'tier 1');
    expect(await tiers({ cities: { ...cities, order } })).toEqual({ id: 'unknown-tiers', count: 1, name: 'tier 1' });
    const notComparable = [...cities.notComparable, 'tier 1'];
    expect(await tiers({ cities: { ...cities, order, notComparable } })).toBeUndefined();
    expect(await tiers({})).toBeUndefined();
  });

  it('keeps flags and memos', async () => {
    const scholarIds = [await idOf(app, 's3')];
    await app.call('mobility/note-scholars', { author: 'Ana', scholarIds, flagged: true, memo: 'two people?' });
    await app.call('mobility/note-scholars', { author: 'Ben', scholarIds, flagged: false });
    expect((await list())[2]).toMatchObject({ flagged: false, memo: 'two people?' });
    await app.call('mobility/note-scholars', { author: 'Ben', scholarIds, flagged: true });
    expect(await keys({ work: 'flagged' })).toEqual(['s3']);
  });

  it('does not show what others coded while somebody codes the scholar blind', async () => {
    const scholarId = await idOf(app, 's1');
    await expect(
      app.call('mobility/assign-scholars', { coder: 'Ben', scholarIds: [scholarId, 987654], suggestions: 'hidden' }),
    ).rejects.toMatchObject({ code: 'not-found' });
    await app.call('mobility/assign-scholars', { coder: 'Ben', scholarIds: [scholarId], suggestions: 'hidden' });
    await app.call('mobility/note-scholars', { author: 'Ana', scholarIds: [scholarId], memo: 'Beta is doubtful' });
    expect((await list())[0]).toMatchObject({ stages: ['blind', 'blind', 'blind', 'blind'], state: 'blind', memo: '' });
    const closed = await app.call('mobility/get-career', { scholarId });
    expect(closed.evidence).toHaveLength(4);
    expect(closed.stages.every(({ codes, final, place }) => codes.length === 0 && !final && !place)).toBe(true);
    expect(closed).toMatchObject({ events: [], moves: [], memo: '' });
    for (const stage of STAGES)
      await app.call('mobility/code', { coder: 'Ben', scholarId, stage, value: { institution: 'b', year: 2000 } });
    const open = await app.call('mobility/get-career', { scholarId });
    expect(open.stages[0]).toMatchObject({ sign: 'disagreement', codes: [{ coder: 'Ana' }, { coder: 'Ben' }] });
    expect(open).toMatchObject({ memo: 'Beta is doubtful' });
    expect(await keys({ state: 'disagreement' })).toEqual(['s1']);
  });

  it('every number of a chart, and of the report on agreement, leads to the scholars that it counts', async () => {
    for (const key of ['s3', 's4']) await acceptAll(app, 'Ana', key, STAGES);
    const move = 'doctorate:first-job';
    for (const unit of ['level', 'city', 'institution'] as const) {
      const { nodes, links } = await app.call('mobility/get-flows', { unit });
      const at = (index: number) => `${nodes[index].stage} ${nodes[index].label}`;
      expect(links.length).toBeGreaterThan(0);
      for (const { source, target, count, scholars } of links) {
        const found = await keys({ flow: unit, source: at(source), target: at(target) });
        expect(found).toEqual(scholars);
        expect(found).toHaveLength(count);
      }
      for (const [index, { count }] of nodes.entries())
        expect(await keys({ flow: unit, source: at(index) })).toHaveLength(count);
    }
    const { moves, summary } = await app.call('mobility/get-moves', { transition: move });
    for (const [row, counts] of summary.cells.entries())
      for (const [column, count] of counts.entries())
        expect(await keys({ move, school: row - 1, cityChange: column - 1 })).toHaveLength(count);
    const table = await app.call('mobility/get-transition-table', { transition: move, unit: 'level' });
    expect(table.counts.flat().some((count) => count > 0)).toBe(true);
    for (const [row, counts] of table.counts.entries())
      for (const [column, count] of counts.entries()) {
        const [before, after] = [table.labels[row], table.labels[column]];
        expect(await keys({ move, table: 'level', before, after })).toHaveLength(count);
      }
    const { durations, byYear } = await app.call('mobility/get-timeline', {});
    for (const { transition, years, count } of durations)
      expect(await keys({ move: transition, years })).toHaveLength(count);
    const arrived = moves.filter(({ direction }) => direction === 'downward').map(({ to }) => to.year);
    expect(byYear.find(({ year }) => year === arrived[0])?.downward).toBe(arrived.length);
    expect(await keys({ arrival: Number(arrived[0]), direction: 'downward' })).toHaveLength(arrived.length);
    expect(await keys({ arrival: 1900, direction: 'downward' })).toEqual([]);
  });

  it('those whom two coded are found by what came of it', async () => {
    const report = await app.call('mobility/get-agreement', {});
    expect(report.disagreements).toBeGreaterThan(0);
    expect(await keys({ twice: 'differ' })).toEqual(['s1']);
    expect(await keys({ twice: 'settled' })).toEqual([]);
    for (const group of ['hidden', 'shown', 'all'] as const)
      for (const { field, units, excluded, percent } of report.groups[group]) {
        const has = (count: number) => (count > 0 ? ['s1'] : []);
        expect(await keys({ twice: 'compared', field, group })).toEqual(has(units));
        expect(await keys({ twice: 'excluded', field, group })).toEqual(has(excluded));
        expect(await keys({ twice: 'differ', field, group })).toEqual(has(units * (1 - (percent.share ?? 1))));
      }
  });
});

describe('deleting scholars', () => {
  let app: App;

  beforeAll(async () => {
    app = await suiteApp(suiteFolder());
    await importStudyTables(app);
    await importStudyFile(
      app,
      fileOf('resumes.csv', resumes(...career('s1', 'Alpha University'), ...career('s2', '阿大'))),
    );
    await acceptAll(app, 'Ana', 's1', STAGES);
  });

  afterAll(() => app.close());

  const everything = async () => ({
    list: await app.call('mobility/list-scholar-summaries', { filter: {} }),
    career: await app.call('mobility/get-career', { scholarId: await idOf(app, 's1') }),
  });

  it('takes everything about them out of the results, and brings all of it back', async () => {
    const before = await everything();
    const scholarIds = [await idOf(app, 's1')];
    const { id } = await app.call('mobility/delete-scholars', { author: 'Ana', scholarIds });
    expect((await app.call('mobility/list-scholar-summaries', { filter: {} })).map(({ key }) => key)).toEqual(['s2']);
    expect((await app.call('mobility/get-study', {})).counts).toMatchObject({ scholars: 1, codes: 0, positions: 4 });
    expect(await app.call('mobility/list-deletions', {})).toMatchObject([{ id, scholars: 1, names: ['Scholar s1'] }]);
    expect(await app.call('mobility/restore-scholars', { id })).toEqual({ scholars: 1, alreadyThere: 0 });
    expect(await everything()).toEqual(before);
    expect(await app.call('mobility/list-deletions', {})).toEqual([]);
    await expect(app.call('mobility/restore-scholars', { id })).rejects.toMatchObject(
      telling('scholars.no-such-deletion', { id }),
    );
  });

  it('gives other numbers to those whose numbers were taken since, and leaves one who was imported again', async () => {
    const before = await everything();
    const scholarIds = await Promise.all(['s1', 's2'].map((key) => idOf(app, key)));
    const { id } = await app.call('mobility/delete-scholars', { author: 'Ana', scholarIds });
    await importStudyFile(
      app,
      fileOf('more.csv', resumes(...career('s9', 'Alpha University'), ...career('s2', '阿大'))),
    );
    expect(await app.call('mobility/restore-scholars', { id })).toEqual({ scholars: 1, alreadyThere: 1 });
    const { list, career: back } = await everything();
    expect(list.map(({ key }) => key).sort()).toEqual(['s1', 's2', 's9']);
    expect(back.stages.map(({ final }) => final)).toEqual(before.career.stages.map(({ final }) => final));
    expect(back.evidence.map(({ text }) => text)).toEqual(before.career.evidence.map(({ text }) => text));
    expect(back.positions).toHaveLength(4);
  });
});
