import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../../src/core/app/app.ts';
import { isSameName } from '../../src/core/mobility/institutions/match.ts';
import { suiteApp, suiteFolder } from '../support/fixtures.ts';
import { saying } from '../support/messages.ts';
import { fileOf, importStudyFile, resumes, TIERS } from '../support/mobility.ts';

const INSTITUTIONS = [
  'key,name,kind,city,country,aliases,merged into,merged year,parent',
  'thu,清华大学,university,甲城,CN,,,,',
  'pku,Peking Univ.,university,甲城,CN,,,,',
  'hunan,Hunan University,university,乙城,CN,,,,',
  '',
].join('\n');

const RANKING = [
  'world_rank,institution,year,country',
  ...[2003, 2004].flatMap((year) => [
    `20,Tsinghua University,${year},CN`,
    `30,Peking University,${year},CN`,
    `201-300,Henan University,${year},CN`,
    `401-500,Filler University,${year},CN`,
  ]),
  '',
].join('\n');

describe('names of institutions', () => {
  let app: App;

  beforeAll(async () => {
    app = await suiteApp(suiteFolder());
    await importStudyFile(app, fileOf('tiers.csv', TIERS));
    await importStudyFile(app, fileOf('institutions.csv', INSTITUTIONS));
    await importStudyFile(app, fileOf('ranking-arwu.csv', RANKING));
    const rows = [
      's1,One,f,PhD,Tsinghua University,甲城,1990,1995,',
      's1,One,f,lecturer,Hunan University,乙城,1995,2004,',
      's2,Two,m,PhD,清华大学,甲城,1990,1995,',
      's2,Two,m,lecturer,Peking University,甲城,1995,2004,',
    ];
    await importStudyFile(app, fileOf('resumes.csv', resumes(...rows)));
  });

  afterAll(() => app.close());

  const names = async () => app.call('mobility/list-institution-names', {});
  const rankOf = async (key: string) => {
    const views = await app.call('mobility/list-institutions', {});
    return views.find((one) => one.key === key)?.meanRank;
  };

  it('an institution with a Chinese name meets its English one in the ranking and in the résumés', async () => {
    const thu = (await names()).find(({ key }) => key === 'thu');
    expect(thu).toMatchObject({ missing: 'ARWU', spellings: [{ mention: '清华大学', count: 1 }] });
    expect(thu?.rankings).toMatchObject([
      { ranking: 'ARWU', name: null, candidates: [{ name: 'Tsinghua University' }] },
    ]);
    const [best] = await app.call('mobility/list-candidates', { mentionKey: 'tsinghua university' });
    expect(best).toMatchObject({ institution: 'thu', reasons: ['known-name'] });
    expect((await app.call('mobility/list-todo', {})).find(({ id }) => id === 'not-in-table')).toMatchObject({
      count: 2, // 清华大学 and Hunan; nobody's line means Peking Univ. yet
      name: 'ARWU',
    });
  });

  it('what is certain is taken at once; what only looks alike is not ticked', async () => {
    const matches = await app.call('mobility/list-clear-matches', {});
    const sure = matches.filter((match) => match.sure).map(({ kind, text, name }) => `${kind}: ${text} = ${name}`);
    expect(sure.toSorted()).toEqual([
      'ranking: 清华大学 = Tsinghua University',
      'spelling: Peking University = Peking Univ.',
      'spelling: Tsinghua University = 清华大学',
    ]);
    expect(matches.filter(({ sure: one }) => !one).map(({ text, name }) => `${text} ? ${name}`)).toEqual([
      'Hunan University ? Henan University',
    ]);
    const done = await app.call('mobility/accept-matches', {
      author: 'Ana',
      matches: matches.filter((one) => one.sure),
    });
    expect(done).toEqual({ accepted: 3 });
    expect((await app.call('mobility/list-mentions', {})).filter(({ state }) => state === 'open')).toEqual([]);
    expect(await rankOf('thu')).toBe(20);
    expect((await names()).find(({ key }) => key === 'thu')?.missing).toBeNull();
  });

  it('names, kind and relations are edited as a whole', async () => {
    const row = {
      key: 'thu',
      name: '清华大学',
      kind: 'university',
      city: '甲城',
      country: 'CN',
      replace: true,
    } as const;
    const relations = [{ kind: 'merged-into' as const, other: 'pku', year: 2010 }];
    await app.call('mobility/save-institution', {
      ...row,
      aliases: [{ name: 'THU', from: null, to: null }],
      relations,
    });
    const find = async () => (await app.call('mobility/list-institutions', {})).find(({ key }) => key === 'thu');
    expect(await find()).toMatchObject({
      names: [{ name: 'THU' }],
      relations: [{ kind: 'merged-into', other: 'pku' }],
    });
    await app.call('mobility/save-institution', { ...row, aliases: [], relations: [] });
    expect(await find()).toMatchObject({ names: [], relations: [] });
  });

  it('a row with an unknown parent is rejected, with those that name it; the others are imported', async () => {
    const head = INSTITUTIONS.split('\n')[0];
    const rows = [
      'good,Good University,university,甲城,CN,,,,thu',
      'lost,Lost Institute,institute,甲城,CN,,,,Nowhere University',
      'lab,Lost Laboratory,institute,甲城,CN,,,,lost',
      'branch,Good Branch,university,甲城,CN,,,,Good University',
    ];
    const done = await importStudyFile(app, fileOf('more.csv', [head, ...rows, ''].join('\n')));
    expect(done).toMatchObject({ imported: 2, rejected: 2 });
    expect(done.rejections.map(({ row, problem }) => [row, problem])).toEqual([
      [3, saying('study-import.institution-nowhere', { other: 'Nowhere University' })],
      [4, saying('study-import.institution-nowhere', { other: 'lost' })],
    ]);
  });
});

describe('the same name', () => {
  it.each([
    ['The University of Tokyo', 'University of Tokyo', true],
    ['Univ. of Tokyo', 'University of Tokyo', true],
    ['Hunan University', 'Henan University', false],
    ['Washington University', 'University of Washington', false],
    ['南京大学', '南京理工大学', false],
    ['', '', false],
  ])('%s and %s', (a, b, same) => {
    expect(isSameName(a, b)).toBe(same);
  });
});
