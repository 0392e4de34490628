import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { App } from '../../src/core/app/app.ts';
import { createApp } from '../../src/core/app/create-app.ts';
import { setCode } from '../../src/core/mobility/coding/record.ts';
import { spawnChildTrainer } from '../../src/core/recommender/training/spawn-child-trainer.ts';
import { createLibrary } from '../../src/core/storage/library.ts';
import { type CodeValue, EMPTY_CODE } from '../../src/shared/mobility/coding.ts';
import { onCleanup, temporaryFolder } from '../support/fixtures.ts';
import {
  fileOf,
  idOf,
  importStudyFile,
  INSTITUTIONS,
  rankingCsv,
  resumes,
  smallStudy,
  TIERS,
} from '../support/mobility.ts';

const CAREERS = [
  's1,Ann,f,PhD,Alpha University,Alpha,1990,1995,',
  's1,Ann,f,postdoc,Beta University,Beta,1995,1997,',
  's1,Ann,f,professor,Alpha University,Alpha,1997,present,',
  's2,Bob,m,PhD,Alpha University,Alpha,1990,1995,',
  's2,Bob,m,postdoc,Beta University,Beta,1995,1997,',
  's2,Bob,m,professor,Alpha University,Alpha,1997,present,',
  's3,Cyd,f,PhD,Beta University,Beta,1990,1995,',
  's3,Cyd,f,lecturer,Beta University,Beta,1996,present,',
];

async function study(): Promise<App> {
  const app = await smallStudy();
  await importStudyFile(app, fileOf('r.csv', resumes(...CAREERS)));
  return app;
}

async function code(app: App, coder: string, key: string, stage: string, value: Partial<CodeValue>, accept = false) {
  return app.call('mobility/code', { coder, scholarId: await idOf(app, key), stage, value, accept });
}

const viewOf = async (app: App, coder: string, key: string) =>
  app.call('mobility/get-scholar', { coder, scholarId: await idOf(app, key) });

describe('undo and redo', () => {
  it('are each coder’s own: what another one codes takes nothing away', async () => {
    const app = await study();
    await code(app, 'Ana', 's1', 'doctorate', { institution: 'a' });
    await code(app, 'Ana', 's1', 'current', { institution: 'a' });
    await app.call('mobility/undo', { coder: 'Ana', direction: 'undo' });
    await app.call('mobility/undo', { coder: 'Ana', direction: 'undo' });
    expect(await code(app, 'Ben', 's2', 'doctorate', { institution: 'b' })).toMatchObject({ abandonedRedos: 0 });
    const stages = async () => (await viewOf(app, 'Ana', 's1')).stages.map(({ code: own }) => own?.institution ?? null);
    expect(await stages()).toEqual([null, null, null, null]);
    // The first one taken back is the last one to be given again.
    await app.call('mobility/undo', { coder: 'Ana', direction: 'redo' });
    expect(await stages()).toEqual(['a', null, null, null]);
    await app.call('mobility/undo', { coder: 'Ana', direction: 'redo' });
    expect(await stages()).toEqual(['a', null, null, 'a']);
    expect((await viewOf(app, 'Ben', 's2')).stages[0].code?.institution).toBe('b');
  });

  it('a code and its event are written together or not at all', async () => {
    const app = await study();
    const { db } = app.library;
    const change = {
      coder: 'Ana',
      scholarId: await idOf(app, 's1'),
      stage: 'doctorate',
      value: { ...EMPTY_CODE, institution: 'a' },
      accepted: false,
      codebookVersion: 0,
      at: '2026-01-01T00:00:00.000Z',
    };
    // An event that the table cannot take: the code before it must not stay.
    expect(() => setCode(db, { ...change, suggestions: null as never })).toThrow(/NOT NULL/);
    expect(db.all('SELECT * FROM codes')).toEqual([]);
    setCode(db, { ...change, suggestions: 'shown' });
    expect(db.all('SELECT * FROM codes').length).toBe(1);
  });
});

describe('speed of coding', () => {
  it('is that of the latest stretch without a pause of ten minutes', async () => {
    let minutes = 0;
    const app = createApp({
      library: await createLibrary(join(temporaryFolder(), 'library')),
      spawnTrainer: spawnChildTrainer,
      clock: () => new Date(Date.UTC(2026, 0, 1) + 60_000 * minutes),
    });
    onCleanup(() => app.close());
    await importStudyFile(app, fileOf('institutions.csv', INSTITUTIONS));
    await importStudyFile(app, fileOf('r.csv', resumes(...CAREERS)));
    const perHour = async () => (await viewOf(app, 'Ana', 's1')).progress.perHour;
    await code(app, 'Ana', 's1', 'doctorate', { institution: 'a' });
    expect(await perHour()).toBeNull();
    minutes = 60;
    await code(app, 'Ana', 's2', 'doctorate', { institution: 'a' });
    expect(await perHour()).toBeNull();
    minutes = 66;
    await code(app, 'Ana', 's3', 'doctorate', { institution: 'b' });
    expect(await perHour()).toBeCloseTo(20, 9);
    minutes = 72;
    expect(await perHour()).toBeCloseTo(10, 9);
    minutes = 80;
    expect(await perHour()).toBeNull();
  });
});

describe('sensitivity', () => {
  it('recodes what only followed the rule, and leaves what a person judged otherwise', async () => {
    const app = await study();
    for (const key of ['s1', 's2']) await code(app, 'Ana', key, 'doctorate', {}, true);
    await code(app, 'Ana', 's1', 'first-job', {}, true);
    await code(app, 'Ana', 's2', 'first-job', { institution: 'b', year: 1996, role: 'job', city: 'Beta' });
    const rows = await app.call('mobility/get-sensitivity', { transition: 'doctorate:first-job' });
    const of = (choice: string, value: string) => rows.find((row) => row.choice === choice && row.value === value);
    // Without postdocs s1 went back to where the doctorate was; s2 was coded as a job by hand.
    expect(of('postdoc', 'counts')).toMatchObject({ changed: 0, summary: { stayed: 0, moved: 2 } });
    expect(of('postdoc', 'skipped')).toMatchObject({ changed: 1, summary: { stayed: 1, moved: 1 } });
    expect([...new Set(rows.map(({ choice }) => choice))].toSorted()).toEqual(
      [
        ...['levels', 'band', 'unranked', 'rank-cap', 'rule', 'specialists', 'edition', 'kinds', 'mixed', 'same'],
        ...['mergers', 'parents', 'affiliates', 'campuses', 'postdoc', 'part-time', 'visiting', 'concurrent'],
      ].toSorted(),
    );
  });
});

describe('a coder’s work from another machine', () => {
  it('updates what it went on from; where both sides went on, the later decision counts', async () => {
    const [here, there] = [await study(), await study()];
    const folder = temporaryFolder();
    const carry = async () => {
      const { file } = await there.call('mobility/export-coding', { coder: 'Ben', grant: there.grants.add(folder) });
      return here.call('mobility/merge-coding', { grant: here.grants.add(join(folder, file)) });
    };
    const own = async () => (await viewOf(here, 'Ben', 's1')).stages[0].code?.institution;
    const studyId = (app: App) =>
      app.library.db.get<{ value: string }>("SELECT value FROM facts WHERE name = 'study-id'");
    await code(here, 'Ben', 's2', 'doctorate', { institution: 'a' });
    await here.call('mobility/export-coding', { coder: 'Ben', grant: here.grants.add(folder) });
    there.setFact('study-id', studyId(here)?.value ?? '');
    await code(there, 'Ben', 's1', 'doctorate', { institution: 'b' });
    expect(await carry()).toMatchObject({ added: 1, updated: 0, conflicts: [] });
    await code(there, 'Ben', 's1', 'doctorate', { institution: 'a' });
    expect(await carry()).toMatchObject({ added: 0, updated: 1, conflicts: [] });
    expect(await own()).toBe('a');
    await code(here, 'Ben', 's1', 'doctorate', { institution: 'hk' });
    await code(there, 'Ben', 's1', 'doctorate', { institution: 'b' });
    expect((await carry()).conflicts).toMatchObject([
      { scholar: 's1', stage: 'doctorate', here: { institution: 'hk' }, there: { institution: 'b' }, kept: 'there' },
    ]);
    expect(await own()).toBe('b');
  });
});

describe('agreement', () => {
  it('counts a unit as coded blindly only where all who coded it were blind', async () => {
    const app = await study();
    for (const key of ['s1', 's2', 's3']) await code(app, 'Ana', key, 'doctorate', { institution: 'a' });
    // From the second coder on suggestions are hidden, so Ana's first codes were not blind.
    for (const key of ['s1', 's2', 's3']) await code(app, 'Ben', key, 'doctorate', { institution: 'a' });
    const { groups } = await app.call('mobility/get-agreement', {});
    const units = (group: 'hidden' | 'shown' | 'all') =>
      groups[group].find(({ field }) => field === 'institution')?.units;
    expect([units('hidden'), units('shown'), units('all')]).toEqual([0, 3, 3]);
  });

  it('a disagreement in the year alone is listed, and is no code until it is settled', async () => {
    const app = await study();
    await code(app, 'Ana', 's1', 'doctorate', { institution: 'a', year: 1995 });
    await code(app, 'Ben', 's1', 'doctorate', { institution: 'a', year: 1994 });
    const [open, ...more] = await app.call('mobility/list-disagreements', {});
    expect(open).toMatchObject({ scholar: 's1', stage: 'doctorate', fields: ['year'] });
    expect(more).toEqual([]);
  });
});

describe('the postdoc', () => {
  it('counts as continued at the alma mater where it was there', async () => {
    const app = await study();
    await importStudyFile(
      app,
      fileOf(
        'more.csv',
        resumes('s4,Dan,m,PhD,Old College,Alpha,1990,1999,', 's4,Dan,m,postdoc,Alpha University,Alpha,1999,2001,'),
      ),
    );
    for (const key of ['s1', 's2', 's3', 's4']) await code(app, 'Ana', key, 'doctorate', {}, true);
    const { summary } = await app.call('mobility/get-moves', { transition: 'doctorate:first-job' });
    // Dan's college had merged into the university by then.
    expect(summary.postdoc).toEqual({ count: 3, continuedAtAlmaMater: 1 });
  });
});

describe('rankings', () => {
  it('a list that ends above the cap was cut off: absence from it is no rank', async () => {
    const app = await smallStudy();
    const cut = [
      'world_rank,institution,year,country',
      '50,Alpha University,2006,CN',
      '290-300,Filler University,2006,CN',
    ];
    await importStudyFile(app, fileOf('ranking-arwu-2006.csv', `${cut.join('\n')}\n`), { ranking: 'ARWU' });
    const list = await app.call('mobility/list-institutions', {});
    const mean = (key: string) => list.find((one) => one.key === key)?.meanRank;
    expect([mean('a'), mean('b'), mean('hk')]).toEqual([50, 350.5, 501]);
    const { rankings } = await app.call('mobility/get-study', {});
    expect(rankings.map(({ complete }) => complete)).toEqual([true, true, true, false]);
  });
});

describe('a study', () => {
  it('is the same whatever the order of its tables', async () => {
    const summaries: unknown[] = [];
    const tables = [
      ['tiers.csv', TIERS],
      ['institutions.csv', INSTITUTIONS],
      ['ranking-arwu.csv', rankingCsv()],
      ['r.csv', resumes(...CAREERS)],
    ];
    for (const order of [tables, tables.toReversed()]) {
      const app = createApp({
        library: await createLibrary(join(temporaryFolder(), 'library')),
        spawnTrainer: spawnChildTrainer,
      });
      onCleanup(() => app.close());
      for (const [name, content] of order) await importStudyFile(app, fileOf(name, content));
      for (const key of ['s1', 's3'])
        for (const stage of ['doctorate', 'first-job', 'current']) await code(app, 'Ana', key, stage, {}, true);
      summaries.push((await app.call('mobility/get-moves', { transition: 'doctorate:first-job' })).summary);
    }
    expect(summaries[1]).toEqual(summaries[0]);
    expect(summaries[0]).toMatchObject({ moved: 1, stayed: 1, comparableMoves: 1, downward: { count: 1 } });
  });
});
