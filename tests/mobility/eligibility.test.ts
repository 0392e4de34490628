import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { App } from '../../src/core/app/app.ts';
import { createApp } from '../../src/core/app/create-app.ts';
import { gradeKey } from '../../src/core/mobility/quadrant/grades.ts';
import { spawnChildTrainer } from '../../src/core/recommender/training/spawn-child-trainer.ts';
import { importArchive } from '../../src/core/storage/archive.ts';
import { openLibrary } from '../../src/core/storage/library.ts';
import { type Codebook, DEFAULT_CODEBOOK } from '../../src/shared/mobility/codebook.ts';
import { freshApp, onCleanup, ROOT, temporaryFolder, texts } from '../support/fixtures.ts';
import { fileOf, idOf, importStudyFile, TIERS } from '../support/mobility.ts';

const INSTITUTIONS = [
  'key,name,kind,city,country,campus of,affiliate of',
  'a,Alpha University,university,Alpha,CN,,',
  'b,Beta University,university,Beta,CN,,',
  'u,Unlisted University,university,Beta,CN,,',
  'inst,Beta Institute,institute,Beta,CN,,',
  'listed,Listed Institute,institute,Beta,CN,,',
  'co,Gamma Company,company,Beta,CN,,',
  'hos,Union Hospital,hospital,Beta,CN,,a',
  'con,Beta Conservatory,conservatory,Beta,CN,,',
  'camp,Alpha University Beta Campus,university,Beta,CN,a,',
  'labcamp,Alpha Laboratory Campus,institute,Beta,CN,a,',
  '',
].join('\n');

const ranks = (years: readonly number[], deepest: number, rows: readonly [number, string][]) =>
  ['rank,institution,year,country']
    .concat(
      years.flatMap((year) => [
        ...rows.map(([rank, name]) => `${rank},${name},${year},CN`),
        `${deepest},Filler University,${year},CN`,
      ]),
    )
    .join('\n');

const LISTED: [number, string][] = [
  [50, 'Alpha University'],
  [350, 'Beta University'],
  [150, 'Listed Institute'],
];

async function study(book: Partial<Codebook['reputation']> = {}, more: Partial<Codebook> = {}): Promise<App> {
  const app = await freshApp();
  await importStudyFile(app, fileOf('tiers.csv', TIERS));
  await importStudyFile(app, fileOf('institutions.csv', INSTITUTIONS));
  await importStudyFile(app, fileOf('arwu.csv', ranks([2003, 2004], 500, LISTED)));
  if (Object.keys({ ...book, ...more }).length > 0) await apply(app, book, more);
  return app;
}

async function apply(app: App, book: Partial<Codebook['reputation']>, more: Partial<Codebook> = {}) {
  await app.call('mobility/apply-codebook', {
    codebook: { ...DEFAULT_CODEBOOK, ...more, reputation: { ...DEFAULT_CODEBOOK.reputation, ...book } },
    note: 'x',
    author: 'Ana',
  });
}

const standing = async (app: App) =>
  Object.fromEntries(
    (await app.call('mobility/list-institutions', {})).map((one) => [one.key, [one.level, one.reputationStatus]]),
  );

async function moveAll(app: App, careers: readonly (readonly [string, string])[]) {
  const lines = careers.flatMap(([from, to], i) => [
    `s${i},doctorate,${from},1990,1995`,
    `s${i},job,${to},1995,present`,
  ]);
  await importStudyFile(app, fileOf('r.csv', `scholar,role,institution,start,end\n${lines.join('\n')}\n`));
  for (const i of careers.keys())
    for (const stage of ['doctorate', 'first-job'])
      await app.call('mobility/code', { coder: 'Ana', scholarId: await idOf(app, `s${i}`), stage, accept: true });
}

describe('what a ranking does not cover has no rank in it', () => {
  it('institutes, companies, hospitals are ineligible; listed ones have their rank, campuses the whole’s', async () => {
    expect(await standing(await study())).toEqual({
      a: [1, 'ranked'],
      b: [3, 'ranked'],
      u: [4, 'not-found'],
      inst: [null, 'ineligible'],
      listed: [2, 'ranked'],
      co: [null, 'ineligible'],
      hos: [null, 'ineligible'],
      con: [null, 'specialist'],
      camp: [1, 'ranked'],
      labcamp: [1, 'ranked'],
    });
  });

  it('a codebook may cover other kinds, let affiliates inherit, or leave absences out', async () => {
    const identity = { ...DEFAULT_CODEBOOK.identity, affiliates: true };
    expect(
      await standing(await study({ coveredKinds: ['university', 'company'], specialistKinds: [] }, { identity })),
    ).toMatchObject({
      co: [4, 'not-found'],
      hos: [1, 'ranked'],
      con: [null, 'ineligible'],
      inst: [null, 'ineligible'],
    });
    expect(await standing(await study({ unranked: 'leave-out' }))).toMatchObject({ u: [null, 'not-found'] });
  });

  it('levels, matrices, flows, tests and symmetry leave the same scholars out', async () => {
    const app = await study();
    await moveAll(app, [
      ['Alpha University', 'Beta Institute'],
      ['Alpha University', 'Listed Institute'],
      ['Alpha University', 'Beta University'],
      ['Beta University', 'Alpha University'],
      ['Beta University', 'Alpha University Beta Campus'],
      ['Alpha University', 'Alpha University'],
    ]);
    const transition = 'doctorate:first-job';
    const { summary, moves } = await app.call('mobility/get-moves', { transition });
    expect(moves.map(({ outcome, reason }) => reason ?? outcome)).toEqual([
      'different-kinds',
      'different-kinds',
      'moved',
      'moved',
      'moved',
      'stayed',
    ]);
    expect(summary.notComparable).toMatchObject({ count: 2, share: 2 / 5, reasons: { 'different-kinds': 2 } });
    const table = await app.call('mobility/get-transition-table', { transition, unit: 'level' });
    expect(table.excluded).toBe(2);
    expect(table.counts).toEqual([
      [1, 0, 1, 0],
      [0, 0, 0, 0],
      [2, 0, 0, 0],
      [0, 0, 0, 0],
    ]);
    const symmetry = await app.call('mobility/get-comparison', { name: 'levels-symmetry', transition });
    expect(symmetry.table.rows.map((row) => row.slice(1))).toEqual(table.counts);
    expect(symmetry.tests.map(({ excluded }) => excluded)).toEqual([2, 2]);
    const levels = await app.call('mobility/get-comparison', { name: 'level-before-after', transition });
    expect(levels.table.rows).toEqual([[2, 1, 1, 4]]);
    const careers = DEFAULT_CODEBOOK.stages.map((stage) => ({
      ...stage,
      optional: stage.key !== 'doctorate' && stage.key !== 'first-job',
    }));
    await apply(app, {}, { stages: careers });
    const flows = await app.call('mobility/get-flows', { unit: 'level' });
    expect(flows.nodes.map(({ stage, label }) => `${stage} ${label}`)).toContain('first-job ineligible');
  });

  it('kinds that are compared but not covered are no comparable move', async () => {
    const app = await study({}, { comparableKinds: [['university', 'institute']] });
    await moveAll(app, [
      ['Alpha University', 'Beta Institute'],
      ['Alpha University', 'Listed Institute'],
    ]);
    const { moves } = await app.call('mobility/get-moves', { transition: 'doctorate:first-job' });
    expect(moves.map(({ reason, direction }) => reason ?? direction)).toEqual(['ineligible', 'downward']);
  });

  it('abroad and Hong Kong may be classes in the order', async () => {
    const { cities } = DEFAULT_CODEBOOK;
    const app = await study(
      {},
      { cities: { ...cities, order: ['abroad', 'Hong Kong', ...cities.order], notComparable: [] } },
    );
    const fields = { kind: 'university' as const, latitude: null, longitude: null, aliases: [], relations: [] };
    await app.call('mobility/save-institution', { ...fields, key: 'x', name: 'X', city: '波士顿', country: null });
    await app.call('mobility/save-institution', { ...fields, key: 'h', name: 'H', city: '香港', country: '中国' });
    await moveAll(app, [
      ['X', 'Beta University'],
      ['Beta University', 'H'],
    ]);
    const { moves, summary } = await app.call('mobility/get-moves', { transition: 'doctorate:first-job' });
    expect(moves.map(({ cityChange }) => cityChange)).toEqual([-1, 1]);
    expect(summary.notComparable.count).toBe(0);
  });
});

describe('whether a list is complete', () => {
  const mean = async (app: App, key: string) =>
    (await app.call('mobility/list-institutions', {})).find((one) => one.key === key)?.meanRank;

  it('is judged by the cap: absence from a short list means nothing, more lists change no old year', async () => {
    const app = await study({ table: 'CWUR' });
    const hundred = ranks([2012, 2013], 100, [[10, 'Alpha University']]);
    await importStudyFile(app, fileOf('cwur-a.csv', hundred), { ranking: 'CWUR' });
    await importStudyFile(
      app,
      fileOf(
        'cwur-b.csv',
        ranks([2014], 1000, [
          [150, 'Beta University'],
          [10, 'Alpha University'],
        ]),
      ),
      {
        ranking: 'CWUR',
      },
    );
    expect(await mean(app, 'b')).toBe(150);
    expect(await mean(app, 'u')).toBe(501);
    const before = await standing(app);
    await importStudyFile(
      app,
      fileOf(
        'cwur-c.csv',
        ranks([2015, 2016, 2017], 2000, [
          [10, 'Alpha University'],
          [150, 'Beta University'],
        ]),
      ),
      { ranking: 'CWUR' },
    );
    expect(await mean(app, 'b')).toBe(150);
    expect(await standing(app)).toEqual(before);
    const { rankings } = await app.call('mobility/get-study', {});
    expect(rankings.filter(({ ranking }) => ranking === 'CWUR').map(({ complete }) => complete)).toEqual([
      false,
      false,
      true,
      true,
      true,
      true,
    ]);
    await apply(app, { table: 'CWUR', cap: 101, cutPoints: { four: [10, 20, 50], five: [1, 2, 3, 4] } });
    expect(await mean(app, 'b')).toBe(101);
  });

  it('a separate table goes as far as its last cut-point, or its own cap', async () => {
    const own = { kind: 'conservatory' as const, table: 'Music', cutPoints: [5, 10] };
    const app = await study({ ownTables: [own] });
    await importStudyFile(app, fileOf('music.csv', ranks([2003], 30, [[3, 'Some Conservatory']])), {
      ranking: 'Music',
    });
    expect((await standing(app)).con).toEqual([3, 'not-found']);
    await apply(app, { ownTables: [{ ...own, cap: 51 }] });
    expect((await standing(app)).con).toEqual([null, 'not-found']);
  });
});

describe('grades are levels too', () => {
  const XKPG = [
    '一级学科,学校代码,学校名称,评估结果',
    '音乐与舞蹈学,10045,Alpha University,A＋',
    '音乐与舞蹈学,10278,Beta University,A−',
    '音乐与舞蹈学,10001,Listed Institute,c-',
    '教育学,10001,Beta University,B',
    '',
  ].join('\n');

  it('学科评估 by discipline, recognised, with a table for each discipline', async () => {
    const app = await study();
    const told = await importStudyFile(app, fileOf('学科评估2017.csv', XKPG));
    expect(told).toMatchObject({ kind: 'grades', read: 4, imported: 4, rejected: 0 });
    const { rankings } = await app.call('mobility/get-study', {});
    expect(
      rankings
        .filter(({ ranking }) => ranking.startsWith('学科评估'))
        .map(({ ranking, year, complete }) => [ranking, year, complete]),
    ).toEqual([
      ['学科评估2017 · 教育学', 2017, true],
      ['学科评估2017 · 音乐与舞蹈学', 2017, true],
    ]);
    await apply(app, { table: '学科评估2017 · 音乐与舞蹈学' });
    expect(await standing(app)).toMatchObject({
      a: [1, 'ranked'],
      b: [2, 'ranked'],
      listed: [3, 'ranked'],
      u: [null, 'not-found'],
      inst: [null, 'ineligible'],
      camp: [1, 'ranked'],
    });
    expect(await importStudyFile(app, fileOf('学科评估2017.csv', XKPG))).toMatchObject({ imported: 0, unchanged: 4 });
    const other = XKPG.replace('A＋', 'B');
    const refused = await importStudyFile(app, fileOf('学科评估2017.csv', other));
    expect(refused.rejections).toHaveLength(3);
    await importStudyFile(app, fileOf('学科评估2017.csv', other), { existing: 'replace' });
    expect((await standing(app)).a).toEqual([2, 'ranked']);
  });

  it('the codebook may put grades into one level, and what is not listed below them', async () => {
    const table = '学科评估';
    const levels = [
      ['A+', 'A', 'A-'],
      ['B+', 'B', 'B-'],
    ];
    const app = await study({ table, gradeTables: [{ table, levels, unlisted: 'lowest' }] });
    const told = await importStudyFile(
      app,
      fileOf(
        'x.csv',
        XKPG.split('\n')
          .filter((line) => !line.startsWith('教育'))
          .join('\n'),
      ),
      { ranking: table },
    );
    expect(texts(told.notes)).toContain('C-');
    expect(await standing(app)).toMatchObject({
      a: [1, 'ranked'],
      b: [1, 'ranked'],
      listed: [null, 'ranked'],
      u: [3, 'not-found'],
    });
    await moveAll(app, [
      ['Alpha University', 'Beta University'],
      ['Alpha University', 'Unlisted University'],
    ]);
    const unit = 'level' as const;
    const matrix = await app.call('mobility/get-transition-table', { transition: 'doctorate:first-job', unit });
    expect(matrix.counts).toEqual([
      [1, 0, 1],
      [0, 0, 0],
      [0, 0, 0],
    ]);
  });

  it('985, 211 and 双一流 with a mark in a column each, undated', async () => {
    const app = await study();
    const rows =
      '学校名称,是否985,是否211,双一流\nAlpha University,是,是,是\n' +
      'Beta University,否,√,是\nUnlisted University,,,双一流\nListed Institute,否,否,否\n';
    const told = await importStudyFile(app, fileOf('名单.csv', rows));
    expect(told).toMatchObject({ kind: 'grades', imported: 4 });
    await apply(app, { table: '名单' });
    expect(await standing(app)).toMatchObject({
      a: [1, 'ranked'],
      b: [2, 'ranked'],
      u: [3, 'ranked'],
      listed: [4, 'ranked'],
    });
  });

  it('two grades of one institution are asked about and give none', async () => {
    const app = await study({ table: 'G' });
    const told = await importStudyFile(
      app,
      fileOf(
        'g.csv',
        '学校,等级\nAlpha University,A\nAlpha University,B\nAlpha University,a\n' +
          '10045 Beta University、10046 Unlisted University,A\n',
      ),
      { ranking: 'G' },
    );
    expect(told.doubts.map(({ row, field }) => [row, field])).toEqual([[3, 'grade']]);
    expect(await standing(app)).toMatchObject({ a: [null, 'ranked'], b: [1, 'ranked'], u: [1, 'ranked'] });
  });

  it('spellings of a grade', () => {
    expect(['A＋', 'a +', 'Ａ+'].map(gradeKey)).toEqual(['A+', 'A+', 'A+']);
    expect(['C−', 'C–', 'c-'].map(gradeKey)).toEqual(['C-', 'C-', 'C-']);
  });
});

describe('a library of format 30', () => {
  it('keeps its ranks, roles and levels', async () => {
    const folder = join(temporaryFolder(), 'old');
    await importArchive(join(ROOT, 'tests', 'fixtures', 'coding-format-30', 'a.quadrille-archive'), folder, {
      progress: () => {},
    });
    const app = createApp({ library: await openLibrary(folder), spawnTrainer: spawnChildTrainer });
    onCleanup(() => app.close());
    const { db } = app.library;
    expect(db.get('SELECT count(*) AS n FROM rankings WHERE grade IS NOT NULL')).toEqual({ n: 0 });
    expect(db.get('SELECT count(*) AS n FROM positions WHERE role_text IS NOT NULL')).toEqual({ n: 0 });
    await importStudyFile(app, fileOf('tiers.csv', TIERS));
    await importStudyFile(app, fileOf('arwu.csv', ranks([2003, 2004], 500, LISTED)));
    const rows = await app.call('mobility/list-institutions', {});
    expect(rows.find(({ key }) => key === 'a')).toMatchObject({ level: 1, meanRank: 50, tier: 'tier 1' });
    const { positions } = await app.call('mobility/get-scholar', { coder: 'x', scholarId: await idOf(app, 's1') });
    expect(positions[0]).toMatchObject({ role: 'doctorate', institution: 'a' });
  });
});
