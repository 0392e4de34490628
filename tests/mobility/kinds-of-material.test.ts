import { describe, expect, it } from 'vitest';
import { readRank } from '../../src/core/mobility/import/cells/ranks.ts';
import { countryCode, isParted } from '../../src/core/mobility/names/country.ts';
import type { Encoding } from '../../src/shared/mobility/imports.ts';
import { freshApp } from '../support/fixtures.ts';
import { fileOf, importStudyFile } from '../support/mobility.ts';
import { saying } from '../support/messages.ts';

async function preview(name: string, content: string, answers = {}) {
  const app = await freshApp();
  return app.call('mobility/preview-import', { grant: app.grants.add(fileOf(name, content)), mapping: {}, answers });
}

describe('countries', () => {
  it.each([
    ['DE', 'Deutschland', 'West Germany', 'FRG', '联邦德国', '东德', 'DDR', 'Allemagne', 'Германия'],
    ['GB', 'England', 'Scotland', 'U.K.', '威尔士', '北爱尔兰', 'Reino Unido', 'Royaume-Uni'],
    ['CN', '中华人民共和国', 'P.R.C.', 'PR China', 'Peoples R China', 'Chine', '중국', 'mainland China'],
    ['TW', '台湾', '臺灣', 'Chinese Taipei', 'ROC', 'Republic of China'],
    ['HK', 'HKSAR', '香港特别行政区', '香港特別行政區'],
    ['MO', 'Macao SAR', '澳門'],
    ['JP', '日本国', 'Japon', 'Giappone', '日本國'],
    ['AU', '澳洲', '澳大利亞', 'Australien'],
    ['NZ', '纽西兰', '紐西蘭'],
    ['KR', '대한민국', '大韓民國', 'Südkorea', 'Korea, Republic of'],
    ['AT', 'Österreich', 'Autriche'],
    ['ES', 'España'],
    ['CH', 'Suisse', 'Schweiz'],
    ['RU', 'Россия', 'Российская Федерация', 'Fédération de Russie'],
    ['CN', 'Volksrepublik China', 'République populaire de Chine', 'República Popular China', 'КНР', '中華人民共和國'],
    ['CN', '中国 (China)', 'CHINA 中国', '中'],
    ['US', 'EE. UU.', 'США', 'Vereinigte Staaten von Amerika', "États-Unis d'Amérique", '美利堅合眾國'],
    ['GB', 'Großbritannien', 'Англия', 'Inglaterra', 'England, UK', '大不列颠及北爱尔兰联合王国'],
    ['DE', 'Bundesrepublik Deutschland', 'ФРГ', '德意志联邦共和国'],
    ['KR', 'Korea, Rep.', 'République de Corée', 'Южная Корея'],
    ['KP', "Korea, Dem. People's Rep.", '朝鲜民主主义人民共和国'],
    ['VN', '越南社会主义共和国'],
    ['IT', '意大利共和国'],
    ['CH', '瑞士联邦'],
    ['HK', 'Hongkong', 'Гонконг'],
  ])('%s is written in many ways', (code, ...names) => {
    expect(names.map((name) => [name, countryCode(name)])).toEqual(names.map((name) => [name, code]));
  });

  it('two countries in a cell are none', () => {
    expect(['中国/美国', 'China, USA', '中国 USA', 'Atlantis, UK', '共和国'].map(countryCode)).toEqual(
      Array(5).fill(null),
    );
  });

  it('that became several are no country of today, and the reason is said', async () => {
    for (const name of ['USSR', '苏联', 'Czechoslovakia', '南斯拉夫', '港澳', 'Soviet Union'])
      expect([countryCode(name), isParted(name)]).toEqual([null, true]);
    const rows = '编号,姓名,单位,城市,国家,类型,结束年\ns1,甲,大学,,苏联,博士,1985\ns2,乙,大学,Kyiv,苏联,博士,1985\n';
    const { doubts } = await preview('cv.csv', rows);
    expect(doubts.map(({ problem }) => problem)).toEqual([saying('study-import.parted-country', { given: '苏联' })]);
  });
});

describe('tables of grades', () => {
  const LIST = '学科代码,学科名称,学校代码,学校名称,评选结果\n1302,音乐与舞蹈学,10045,中央音乐学院,A+\n';
  it.each([
    ['第四轮学科评估.csv', LIST, ['A+']],
    ['名单.csv', '学校名称,类别,省份\n甲大学,A类,北京\n乙大学,B类,河南\n', ['A类', 'B类']],
    ['层次.csv', '学校名称,层次\n甲大学,985/211\n乙大学,211\n丙大学,普通本科\n', ['985/211', '211', '普通本科']],
    [
      '名单.csv',
      '学校名称,建设类别\n甲大学,一流大学建设高校（A类）\n乙大学,一流学科\n',
      ['一流大学建设高校(A类)', '一流学科'],
    ],
  ])('%s is one, by its headings or what its cells hold, and all grades have a level', async (name, rows, grades) => {
    const app = await freshApp();
    const told = await importStudyFile(app, fileOf(name, rows));
    expect([told.kind, told.questions]).toEqual(['grades', []]);
    expect(told.notes.map(({ id }) => id)).not.toContain('study-import.grades-without-level');
    const stored = app.library.db.all<{ grade: string }>('SELECT grade FROM rankings ORDER BY line');
    expect(stored.map(({ grade }) => grade)).toEqual(grades);
  });

  it('offer each grade once, and others beside the classes of 双一流 have a level too', async () => {
    const { values, notes } = await preview('名单.csv', '学校名称,类别\n甲大学,A类\n乙大学,B类\n丙大学,其他\n');
    const ids = values.find(({ field }) => field === 'grade')?.choices.map(({ id }) => id) ?? [];
    expect(ids).toContain('其他');
    expect(new Set(ids).size).toBe(ids.length);
    expect(notes.map(({ id }) => id)).not.toContain('study-import.grades-without-level');
  });

  it('lists of institutions with a kind of studies are not', async () => {
    const rows = '学校名称,学校标识码,主管部门,所在地,办学层次\n甲山大学,41,教育部,甲城,本科\n';
    expect((await preview('高校名单.csv', rows)).kind).toBe('institutions');
  });
});

describe('ranks and countries as rankings write them', () => {
  it.each([
    ['并列12', 12, false],
    ['12 (tie)', 12, false],
    ['T-15', 15, false],
    ['15T', 15, false],
    ['500以外', 501, true],
    ['501及以后', 501, true],
    ['201+', 201, true],
    ['> 500', 501, true],
  ])('%s', (text, low, isOpen) => {
    expect(readRank(text)).toEqual({ low, high: low, isOpen });
  });

  it('ranks without a lower end that a level hangs on are told', async () => {
    const rows = 'World Rank,Institution,Location\n1,A,China|Beijing\n201+,B,"Durham, United States"\n1001+,C,India\n';
    const app = await freshApp();
    const told = await importStudyFile(app, fileOf('arwu2019.csv', rows));
    expect(told.notes).toContainEqual(saying('study-import.open-ranks', { ranks: ['201+'] }));
    const stored = app.library.db.all<{ country: string }>('SELECT country FROM rankings ORDER BY line');
    expect(stored.map(({ country }) => country)).toEqual(['CN', 'US', 'IN']);
  });

  it('a ranking whose ranks stand under “Position” is one; one of indicators alone lacks its ranks', async () => {
    const nature = await preview('nature index 2023.csv', 'Position,Institution,Share\n1,Alpha,99.1\n2,Beta,9.1\n');
    expect([nature.kind, nature.mapping.ranking]).toEqual(['rankings', 'Nature Index']);
    const leiden = 'University,Country,Field,Period,impact_P,PP_top10\nAlpha,China,All,2018–2021,36,.2\n';
    await expect(preview('CWTS Leiden Ranking 2023.csv', leiden)).rejects.toMatchObject({
      told: { id: 'study-import.lacks-columns' },
    });
    await expect(preview('posts.csv', 'Position,Institution\nDean,Alpha University\n')).rejects.toMatchObject({
      told: { id: 'study-import.not-recognised' },
    });
  });
});

describe('a ranking without a name', () => {
  const RANKS = '排名,学校名称,省市,总分\n1,甲山大学,北京,99\n';
  it('that has provinces and no countries is asked about, not taken for one of the world', async () => {
    const asked = await preview('2021.csv', RANKS);
    expect(asked.questions).toMatchObject([{ id: 'ask.which-domestic-ranking', rows: null }]);
    const told = await preview('2021.csv', RANKS, { 'ask.which-domestic-ranking': '软科中国大学排名' });
    expect([told.mapping.ranking, told.questions]).toEqual(['软科中国大学排名', []]);
    const placed = await preview('2021.csv', '排名,学校名称,国家,省市\n1,甲山大学,中国,北京\n');
    expect(placed.questions).toMatchObject([{ id: 'ask.which-ranking-unsaid' }]);
  });
});

describe('exports of references and of authors', () => {
  const WOS = 'PT\tAU\tAF\tTI\tSO\tC1\tPY\nJ\tLi, X\tLi, Xiao\tA title\tPLOS ONE\t[Li, Xiao] Wuhan Univ\t2024\n';
  it.each([
    ['savedrecs.txt', 'FN Clarivate Analytics Web of Science\nVR 1.0\nPT J\nAU Li, X\nER\n'],
    ['savedrecs.txt', WOS],
    ['export.txt', 'TY  - JOUR\nAU  - Li, X\nER  - \n'],
    ['export.txt', '@article{li2024,\n  title={A},\n}\n'],
    ['CNKI.txt', '{Reference Type}: Journal Article\n{Title}: 甲\n'],
    ['pubmed.txt', 'PMID- 123\nOWN - NLM\n'],
  ])('%s is no CV', async (name, content) => {
    await expect(preview(name, content)).rejects.toMatchObject({
      told: { id: 'study-import.is-publications' },
    });
  });

  it('a list of authors says that it tells nobody’s past; with years it is read', async () => {
    const head = 'Author ID,Name,Affiliation,City,Country,Documents,h-index';
    const row = '7004,"Smith, John",University of Oxford,Oxford,United Kingdom,120,33';
    await expect(preview('scopus.csv', `${head}\n${row}\n`)).rejects.toMatchObject({
      told: { id: 'study-import.is-author-list' },
    });
    expect((await preview('authors.csv', `${head},Start year\n${row},1999\n`)).kind).toBe('long');
  });

  it('a CV that names a journal stays one', async () => {
    expect((await preview('甲某.txt', '1990-1995 甲山大学 博士\nPublications: FN 3, TY 4\n')).kind).toBe('text');
  });
});

describe('what every scholar of a file lacks', () => {
  it('is said once of the file, not of each row', async () => {
    const list = await preview('名单.csv', '姓名,入选年份,推荐单位\n甲某,2005,甲大学\n乙某,2006,甲大学\n');
    expect(list.doubts).toEqual([]);
    expect(list.notes.map(({ id }) => id)).toContain('study-import.stages-without-columns');
    const posts = '编号,姓名,单位,职务,起始年\n1,甲某,甲大学,讲师,1999\n2,乙某,甲大学,讲师,1999\n';
    const none = await preview('cv.csv', posts);
    expect(none.doubts).toEqual([]);
    expect(none.notes).toContainEqual(saying('study-import.no-doctorates', { scholars: 2 }));
    const one = await preview('cv.csv', `${posts}2,乙某,乙大学,博士,1990\n`);
    expect(one.doubts.map(({ row, problem }) => [row, problem.id])).toEqual([[2, 'study-import.no-doctorate']]);
  });
});

describe('cells that say something else than they hold', () => {
  it('of failed formulas are empty, ditto marks are the cell above, and both are told', async () => {
    const app = await freshApp();
    const rows = [
      '1,甲某,甲大学,博士,1995',
      '2,乙某,同上,〃,1996',
      '3,丙某,#N/A,博士,1997',
      '4,丁某,"=VLOOKUP(A2,B:C)",博士,1998',
    ];
    const told = await importStudyFile(
      app,
      fileOf('cv.csv', `编号,姓名,单位,类型,结束年\n${rows.join('\n')}\n5,戊某,0,博士,1999\n`),
    );
    expect(told.rejections.map(({ row, field }) => [row, field])).toEqual([
      [4, 'institution'],
      [5, 'institution'],
      [6, 'institution'],
    ]);
    expect(told.notes).toContainEqual(saying('study-import.cells-without-value', { cells: ['单位 (4)', '单位 (5)'] }));
    expect(told.notes).toContainEqual(saying('study-import.cells-ditto', { cells: 2 }));
    const stored = app.library.db.all<{ role: string; mention: string }>(
      'SELECT role, mention FROM positions ORDER BY id',
    );
    expect(stored).toEqual([1, 2].map(() => ({ role: 'doctorate', mention: '甲大学' })));
  });
});

describe('one damaged byte', () => {
  const ROWS =
    '編號,姓名,單位,類型,起始年,結束年\ns1,甲某,國立臺灣大學,博士,1990,1995\ns1,甲某,國立臺灣大學,講師,1995,2004\n';
  // The heading of such a table in Big5.
  const BIG5 = Buffer.from('bd73b8b92ca96da6572cb3e6a6ec2cc3feabac2cb05fa96ca67e2cb5b2a7f4a67e0a', 'hex').toString(
    'latin1',
  );
  it.each<[Encoding, string]>([
    ['big5', `${BIG5}s1,\xa5\xd2,\xb0\xea\xa5\xdf\xa4j\xbe\xc7,\xff\xba\xa4h,1990,1995\n`],
    ['latin1', 'id,name,institution,role,start,end\ns1,Jos\xe9 N\xfa\xf1ez,Universit\xe4t Z\x81rich,PhD,1990,1995\n'],
    ['utf-8', `${ROWS.split('\n')[0]}\ns1,甲某,甲\0大學,博士,1990,1995\n`],
  ])('in %s is marked and told, also where decoders make a sign of it that nobody sees', async (encoding, text) => {
    const bytes = Buffer.from(text, encoding === 'utf-8' ? 'utf8' : 'latin1');
    const app = await freshApp();
    const grant = app.grants.add(fileOf('cv.csv', bytes));
    const { notes } = await app.call('mobility/preview-import', { grant, mapping: { encoding }, columnsLater: true });
    expect(notes).toContainEqual(saying('study-import.damaged-characters', { encoding, lines: [2] }));
  });

  it('Cyrillic is no Chinese, and a file nobody recognises says how it was read', async () => {
    const cyrillic = Buffer.from(
      'id,name,institution,role,start,end\n1,\xc8\xe2\xe0\xed,\xcc\xee\xf1\xea\xee\xe2\xf1\xea\xe8\xe9,PhD,1980,1985\n',
      'latin1',
    );
    const app = await freshApp();
    const told = await importStudyFile(app, fileOf('cv.csv', cyrillic));
    expect(told.notes).toContainEqual(saying('study-import.read-as-encoding', { encoding: 'windows-1251' }));
    expect(app.library.db.get('SELECT name FROM scholars')).toEqual({ name: 'Иван' });
    const sjis = Buffer.from(
      '\x94\xd4\x8d\x86,\x8e\x81\x96\xbc,\x8f\x8a\x91\xae\nt1,\x8e\x52\x93\x63,\x93\x8c\x8b\x9e\n',
      'latin1',
    );
    await expect(importStudyFile(app, fileOf('sjis.csv', sjis))).rejects.toThrow(/It was read as \S+: if the headers/);
  });
});

describe('a table of institutions', () => {
  it('tells mergers without a year and countries nobody knows', async () => {
    const rows = '甲大学,大学,甲城,中国,,\n乙学院,学院,甲城,中国,甲大学,\n丙学院,学院,丙城,Atlantis,甲大学,1998\n';
    const told = await preview('institutions.csv', `名称,性质,城市,国家,并入,并入年份\n${rows}`);
    expect(told.doubts.map(({ row, problem }) => [row, problem])).toEqual([
      [3, saying('study-import.merger-undated', { name: '乙学院', other: '甲大学' })],
    ]);
    expect(told.notes).toContainEqual(saying('study-import.unknown-countries', { countries: ['Atlantis'] }));
  });
});
