import { describe, expect, it } from 'vitest';
import type { App } from '../../src/core/app/app.ts';
import { cityOf } from '../../src/core/mobility/names/city.ts';
import { nameKey } from '../../src/core/mobility/names/name-key.ts';
import { locationOf } from '../../src/core/mobility/quadrant/location.ts';
import { readRole } from '../../src/core/mobility/import/roles/roles.ts';
import type { CodeValue } from '../../src/shared/mobility/coding.ts';
import { freshApp } from '../support/fixtures.ts';
import { fileOf, idOf, importStudyFile } from '../support/mobility.ts';

/** 武汉 and Beijing are in the tier table under one name each. */
const TIERS = "city,country,tier,edition\n武汉市,中国,tier 2,2020\nBeijing,CN,tier 1,2020\nXi'an,CN,tier 2,2020\n";
const INSTITUTIONS = [
  'key,name,kind,city,country,aliases',
  'pku,Peking University,university,Beijing,China,北京大学',
  'whu,Wuhan University,university,Wuhan,CN,武汉大学',
  'xjtu,Xian Jiaotong University,university,Xian,CN,西安交通大学',
  'ucl,University College London,university,London,GB,',
  '',
].join('\n');

function ranking(): string {
  const rows = ['world_rank,institution,year,country'];
  for (const year of [2003, 2004])
    rows.push(`80,Peking University,${year},CN`, `250,武漢大學,${year},CN`, `401-500,Filler University,${year},CN`);
  return `${rows.join('\n')}\n`;
}

async function study(...career: string[]): Promise<App> {
  const app = await freshApp();
  await importStudyFile(app, fileOf('tiers.csv', TIERS));
  await importStudyFile(app, fileOf('institutions.csv', INSTITUTIONS));
  await importStudyFile(app, fileOf('arwu.csv', ranking()));
  const head = '编号,姓名,类型,单位,城市,国家,起始年,结束年';
  await importStudyFile(app, fileOf('r.csv', `${[head, ...career].join('\n')}\n`));
  return app;
}

const CAREER = ['s1,张三,博士,武汉大学,武汉,,1995,1999', 's1,张三,教授,北京大学,北京,中国,1999,至今'];

async function code(app: App, coder: string, stage: string, value: Partial<CodeValue>, accept = false) {
  const { view } = await app.call('mobility/code', {
    coder,
    scholarId: await idOf(app, 's1'),
    stage,
    value,
    accept,
  });
  const found = view.stages.find(({ key }) => key === stage);
  return { code: found?.code, place: found?.place };
}

const firstMove = async (app: App) =>
  (await app.call('mobility/get-moves', { transition: 'doctorate:first-job' })).moves[0];

describe('a city is one, whatever its spelling', () => {
  it.each([
    [
      [
        '武汉',
        '武汉市',
        '武漢',
        'Wuhan',
        'Wuhan City',
        'WU HAN',
        '湖北省武汉市',
        '湖北武漢',
        'Wuhan, Hubei, China',
        '武汉市洪山区',
      ],
    ],
    [["Xi'an", 'Xian', 'Xi’an', 'Xi an', '西安', '西安市', '陕西西安', 'Xi’an Shi']],
    [['北京', '北京市海淀区', 'Beijing', 'Peking', 'Beijing, P.R. China', '中国北京']],
    [['延边', '延边州', '延边朝鲜族自治州', 'Yanbian']],
    [['呼和浩特', '内蒙古呼和浩特', '内蒙古自治区呼和浩特市', 'Hohhot', 'Huhehaote']],
    [['伦敦', '倫敦', 'London', 'London, UK', 'London, England']],
    [['慕尼黑', 'München', 'Munich', 'Muenchen']],
    [['纽约', '纽约市', 'New York', 'New York City', 'New York, NY']],
    [['首尔', '首爾', '漢城', 'Seoul', 'Seoul Special City']],
    [['墨西哥城', 'Mexico City', 'Ciudad de México', 'México, D.F.', 'CDMX']],
    [['魁北克市', 'Quebec', 'Quebec City', 'Québec, QC']],
    [['海牙', 'The Hague', 'Den Haag', 'Hague, The', '’s-Gravenhage']],
    [['St. Louis', 'Saint Louis', 'St Louis, MO', 'ST. LOUIS']],
    [['Frankfurt', 'Frankfurt am Main', 'Frankfurt/Main', 'Frankfurt (Main)', 'Frankfurt a. M.']],
    [['北京', '北京市朝阳区', '北京朝阳', '朝阳区，北京', 'Chaoyang, Beijing']],
    [['海南州', '海南藏族自治州', '青海省海南州']],
    [['吉林市', '吉林', 'Jilin City', '吉林省吉林市']],
  ])('%s', (spellings) => {
    expect(new Set(spellings.map((text) => cityOf(text, null).key)).size).toBe(1);
    expect(new Set(spellings.map((text) => cityOf(text, null).country)).size).toBe(1);
  });

  it('what is spelt alike is not one city: provinces, states and countries tell them apart', () => {
    const keyOf = (text: string, country: string | null = null) => cityOf(text, country).key;
    expect(keyOf('Suzhou')).toBe(keyOf('苏州'));
    expect(keyOf('Suzhou, Anhui')).toBe(keyOf('宿州'));
    expect(cityOf('Taizhou', 'CN').meanings).toEqual(['泰州', '台州']);
    expect(keyOf('Taizhou, Zhejiang')).toBe(keyOf('浙江省台州市'));
    expect(keyOf('吉林省长春市')).toBe(keyOf('长春'));
    expect(keyOf('吉林省吉林市')).toBe(keyOf('Jilin'));
    expect(cityOf('Berkeley, CA', null).country).toBe('US');
    expect(cityOf('Toronto, CA', null).country).toBe('CA');
    expect(cityOf('Cambridge', null).country).toBeNull();
    expect(cityOf('Cambridge, MA', null).country).toBe('US');
    expect(cityOf('Hong Kong', 'China').country).toBe('HK');
    expect(cityOf('香港', 'CN')).toEqual(cityOf('Hong Kong SAR', 'HK'));
    expect(keyOf('武汉、北京')).toBe(keyOf('武汉'));
    expect(keyOf('Baoshan, Shanghai')).toBe(keyOf('上海'));
    expect(keyOf('Dali', 'ES')).not.toBe(keyOf('大理'));
    expect(cityOf('Nowhere City', 'US')).toMatchObject({ key: 'nowhere city', country: 'US' });
    expect(cityOf('Kunshan City', 'CN')).toEqual(cityOf('Kunshan', 'CN'));
  });

  it.each([
    ['US', 'La Mesa', 'Mesa'],
    ['US', 'Kansas City', 'Kansas'],
    ['US', 'Johnson City', 'Johnson'],
    ['US', 'Salt Lake City', 'Salt Lake'],
    [null, 'Denver City', 'Denver'],
    ['US', 'Las Vegas', 'Vegas'],
    ['US', 'El Paso', 'Paso'],
    ['US', 'Santa Ana', 'Ana'],
    ['PH', 'Quezon City', 'Quezon'],
    ['FR', 'Le Havre', 'Havre'],
    ['BO', 'La Paz', 'Paz'],
    ['DE', 'Frankfurt (Oder)', 'Frankfurt am Main'],
    ['DE', 'Frankfurt an der Oder', 'Frankfurt'],
    ['GB', 'Newcastle under Lyme', 'Newcastle upon Tyne'],
    ['JP', 'Kyoto Prefecture', 'Kyoto'],
    [null, '纽约州', '纽约'],
    [null, '海南市', '海南'],
    [null, '海南州', '海南'],
    [null, '朝阳区', '朝阳市'],
    [null, '北京市朝阳区', '朝阳市'],
    [null, '吉林省', '吉林市'],
  ])('in %s, %s is not %s', (country, one, other) => {
    expect(cityOf(one, country).key).not.toBe(cityOf(other, country).key);
  });

  it('what an article or a saint is short for does not part a city in no table', () => {
    const keys = (...spellings: string[]) => new Set(spellings.map((text) => cityOf(text, 'US').key)).size;
    expect(keys('St. Cloud', 'Saint Cloud', 'ST CLOUD')).toBe(1);
    expect(keys('Ft. Collins', 'Fort Collins')).toBe(1);
    expect(keys('Mt. Pleasant', 'Mount Pleasant')).toBe(1);
    expect(keys('La Mesa', 'LA MESA', 'La  Mesa')).toBe(1);
  });

  it('a table of classes keeps Kansas City beside Kansas', async () => {
    const app = await freshApp();
    const table = 'city,country,tier,edition\nKansas City,US,tier 1,2020\nKansas,US,tier 2,2020\nMesa,US,tier 3,2020\n';
    const first = await importStudyFile(app, fileOf('t.csv', `${table}La Mesa,US,tier 1,2020\n`));
    expect(first).toMatchObject({ imported: 4, rejected: 0 });
    const classes = app.library.db.all('SELECT city, tier FROM city_tiers ORDER BY city');
    expect(classes.map((row) => Object.values(row as object))).toEqual([
      ['Kansas', 'tier 2'],
      ['Kansas City', 'tier 1'],
      ['La Mesa', 'tier 1'],
      ['Mesa', 'tier 3'],
    ]);
  });

  it('a blank is filled from the institution; another city is not', () => {
    const wuhan = { city: 'Wuhan', country: 'CN' };
    expect(locationOf({ city: null, country: null }, wuhan)).toMatchObject({ cityKey: '武汉', country: 'CN' });
    expect(locationOf({ city: '武漢', country: null }, wuhan)).toMatchObject({ cityKey: '武汉', country: 'CN' });
    expect(locationOf({ city: 'London', country: null }, wuhan)).toMatchObject({ cityKey: 'london', country: 'GB' });
    expect(locationOf({ city: null, country: 'US' }, wuhan)).toMatchObject({ country: 'US' });
    expect(locationOf({ city: 'Taizhou', country: null }, { city: '台州', country: 'CN' }).cityKey).toBe('台州');
    expect(locationOf({ city: null, country: null }, undefined).cityKey).toBeNull();
  });

  it('institutions and roles in traditional characters', () => {
    expect(nameKey('國立臺灣師範大學')).toBe(nameKey('国立台湾师范大学'));
    expect(nameKey('中央音樂學院')).toBe(nameKey('中央音乐学院'));
    expect(
      ['博士後', '碩士', '訪問學者', '兼職教授', '學士', '教授、博士生導師'].map((text) =>
        readRole(text, { roles: {} }),
      ),
    ).toEqual(['postdoc', 'master', 'visiting', 'part-time', 'bachelor', 'job']);
  });
});

describe('a place is an institution with its city and country', () => {
  it('a table’s spelling of the city and of the name does not matter; the cells stay as written', async () => {
    const app = await study('s1,張三,博士,武漢大學,武漢,中國,1995,1999', 's1,張三,教授,北京大學,北京市,,1999,至今');
    for (const stage of ['doctorate', 'first-job']) await code(app, 'Ana', stage, {}, true);
    expect(await firstMove(app)).toMatchObject({
      direction: 'upward',
      from: { institution: 'Wuhan University', city: 'Wuhan', country: 'CN', tier: 'tier 2', level: 3 },
      to: { city: 'Beijing', tier: 'tier 1', level: 1 },
    });
    const view = await app.call('mobility/get-scholar', { coder: 'x', scholarId: await idOf(app, 's1') });
    expect(view.positions.map(({ mention, city }) => [mention, city])).toEqual([
      ['武漢大學', '武漢'],
      ['北京大學', '北京市'],
    ]);
    expect((await app.call('mobility/list-mentions', {})).map(({ state }) => state)).toEqual([
      'automatic',
      'automatic',
    ]);
  });

  it('a decision about a spelling holds for its traditional characters, which older versions kept apart', async () => {
    const app = await study('s1,张三,博士,某某大学,武汉,中国,1995,1999', 's1,张三,教授,某某大学,北京,,1999,至今');
    app.library.db.transaction(() =>
      app.library.db.run("UPDATE positions SET mention = '某某大學', mention_key = '某某大學' WHERE start_year = 1995"),
    );
    app.study.forget();
    await app.call('mobility/reconcile', { mentionKey: '某某大学', institution: 'ucl', author: 'Ana' });
    const mentions = await app.call('mobility/list-mentions', {});
    expect(mentions.map(({ mention, state, institution }) => [mention, state, institution]).sort()).toEqual([
      ['某某大学', 'decided', 'ucl'],
      ['某某大學', 'decided', 'ucl'],
    ]);
    const view = await app.call('mobility/get-scholar', { coder: 'x', scholarId: await idOf(app, 's1') });
    expect(view.positions.map(({ institution }) => institution)).toEqual(['ucl', 'ucl']);
    expect((await app.call('mobility/get-study', {})).counts.openMentions).toBe(0);
  });

  it('a city abroad is told by its name; two spellings inside one institution are no move', async () => {
    const app = await study(...CAREER);
    await code(app, 'Ana', 'doctorate', { institution: 'ucl', year: 1999 });
    expect(await code(app, 'Ana', 'first-job', { institution: 'ucl', city: '伦敦', year: 2000 })).toMatchObject({
      place: { city: 'London', country: 'GB', tier: 'abroad' },
    });
    expect(await firstMove(app)).toMatchObject({ outcome: 'stayed', cityChangedInside: false });
  });

  it('another institution takes its city and country along, unless they are given', async () => {
    const app = await study(...CAREER);
    await code(app, 'Ana', 'doctorate', {}, true);
    expect(await code(app, 'Ana', 'doctorate', { institution: 'ucl' })).toMatchObject({
      code: { city: 'London', country: 'GB', year: 1999 },
      place: { city: 'London', country: 'GB', tier: 'abroad' },
    });
    expect((await code(app, 'Ana', 'doctorate', { institution: 'whu', city: '武汉' })).place).toMatchObject({
      city: 'Wuhan',
      country: 'CN',
    });
    expect((await code(app, 'Ana', 'doctorate', { country: ' 英国 ' })).code).toMatchObject({ country: 'GB' });
    expect((await code(app, 'Ana', 'doctorate', { note: 'x' })).code).toMatchObject({ city: '武汉', country: 'GB' });
    expect((await code(app, 'Ana', 'doctorate', { city: '北京' })).place).toMatchObject({
      country: 'CN',
      city: 'Beijing',
    });
  });

  it('a table may list a city in both languages, but not in two classes', async () => {
    const app = await freshApp();
    const both = await importStudyFile(
      app,
      fileOf(
        't.csv',
        'city,tier,edition\n武汉,tier 2,2020\nWuhan,tier 2,2020\nWuhan City,tier 2,2020\n北京,tier 1,2020\n',
      ),
    );
    expect(both).toMatchObject({ imported: 3, rejected: 1 });
    const other = await importStudyFile(
      app,
      fileOf('u.csv', 'city,tier,edition\n武漢,tier 1,2020\n北京市,tier 1,2020\n'),
    );
    expect(other.rejections.map(({ row, field }) => [row, field])).toEqual([[2, 'tier']]);
    await importStudyFile(app, fileOf('v.csv', 'city,tier,edition\nWuhan,tier 1,2020\n'), { existing: 'replace' });
    await importStudyFile(app, fileOf('i.csv', 'key,name,kind,city\nw,Wuhan University,university,武汉\n'));
    expect((await app.call('mobility/list-institutions', {}))[0].tier).toBe('tier 1');
  });

  it('a pinyin of two cities is asked about', async () => {
    const app = await freshApp();
    const rows = 's1,PhD,A University,Taizhou,1990,1995\ns1,job,A University,Wuhan,1996,1999\n';
    const file = fileOf('r.csv', `scholar,role,institution,city,start,end\n${rows}`);
    const held = await importStudyFile(app, file);
    expect(held).toMatchObject({ imported: 1, questions: [{ id: 'ask.which-city:Taizhou', rows: 1 }] });
    expect(held.questions[0].choices.map(({ id }) => id)).toEqual(['泰州', '台州', 'as-written']);
    await importStudyFile(app, file, { existing: 'add' }, 'skip', { 'ask.which-city:Taizhou': '台州' });
    const cities = app.library.db.all('SELECT city FROM positions ORDER BY start_year');
    expect(cities).toEqual([{ city: '台州' }, { city: 'Wuhan' }]);
  });
});

describe('two coders', () => {
  const same: Partial<CodeValue> = { institution: 'whu', year: 1999, role: 'doctorate' };

  it.each<[string, Partial<CodeValue>]>([
    ['blank', same],
    ['武汉市', { ...same, city: '武汉市' }],
    ['Wuhan, China', { ...same, city: 'Wuhan', country: 'China' }],
    ['a blank role', { ...same, city: '武漢', role: null }],
  ])('who write the same place do not disagree: %s', async (_what, value) => {
    const app = await study(...CAREER);
    for (const stage of ['doctorate', 'first-job']) await code(app, 'Ana', stage, {}, true);
    await code(app, 'Ben', 'doctorate', value);
    expect(await app.call('mobility/list-disagreements', {})).toEqual([]);
    // Ben, who has not coded the first job, is not shown where Ana found it; she has coded both ends.
    expect(await firstMove(app)).toMatchObject({ outcome: 'missing' });
    await app.call('mobility/get-scholar', { coder: 'Ana', scholarId: await idOf(app, 's1') });
    expect(await firstMove(app)).toMatchObject({ outcome: 'moved', from: { role: 'doctorate', city: 'Wuhan' } });
    const { groups } = await app.call('mobility/get-agreement', {});
    const row = (name: string) => groups.all.find(({ field }) => field === name);
    for (const field of ['overall', 'city', 'country']) expect(row(field)?.percent.share, field).toBe(1);
    expect(row('role')).toMatchObject({ units: value.role === null ? 0 : 1 });
  });

  it.each<[string, Partial<CodeValue>, string[]]>([
    ['city', { ...same, city: '北京' }, ['city']],
    ['country', { ...same, country: 'US' }, ['city', 'country']],
    ['year', { ...same, year: null }, ['year']],
    ['institution', { ...same, institution: 'pku' }, ['institution', 'city']],
  ])('who differ in %s', async (_what, value, fields) => {
    const app = await study(...CAREER);
    await code(app, 'Ana', 'doctorate', {}, true);
    await code(app, 'Ben', 'doctorate', value);
    expect((await app.call('mobility/list-disagreements', {})).map((one) => one.fields)).toEqual([fields]);
    const { groups } = await app.call('mobility/get-agreement', {});
    expect(groups.all.find(({ field }) => field === 'overall')?.percent.share).toBe(0);
  });

  it('what one leaves blank and no institution tells comes from the other', async () => {
    const app = await study(...CAREER);
    const nowhere = { key: 'x', name: 'Somewhere University', kind: 'university' as const, city: null, country: null };
    await app.call('mobility/save-institution', nowhere);
    await code(app, 'Ana', 'doctorate', { institution: 'x', year: 1999 });
    await code(app, 'Ben', 'doctorate', {
      institution: 'x',
      city: '武汉',
      country: 'cn',
      year: 1999,
      role: 'doctorate',
    });
    expect((await firstMove(app)).from).toMatchObject({
      city: 'Wuhan',
      country: 'CN',
      tier: 'tier 2',
      role: 'doctorate',
    });
  });
});
