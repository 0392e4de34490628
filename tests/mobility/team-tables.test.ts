import { describe, expect, it } from 'vitest';
import { cityOf, countryToday } from '../../src/core/mobility/names/city.ts';
import { countryCode } from '../../src/core/mobility/names/country.ts';
import { roleSaid } from '../../src/core/mobility/import/roles/roles.ts';
import { jointPlaces } from '../../src/core/mobility/import/cells/joint-places.ts';
import { decodeText } from '../../src/core/mobility/import/table/decode-text.ts';
import { spellings } from '../../src/core/mobility/names/spelling.ts';
import { freshApp } from '../support/fixtures.ts';
import { saying } from '../support/messages.ts';
import { fileOf, importStudyFile } from '../support/mobility.ts';
import { workbookOf } from '../support/workbook.ts';

const HEAD = '姓名,单位,职务,起止时间\n';

describe('places of rankings', () => {
  const placed = async (...places: string[]) => {
    const app = await freshApp();
    const rows = places.map((place, i) => `${i + 1},Alpha ${i},"${place}"`);
    await importStudyFile(app, fileOf('arwu-2020.csv', `rank,institution,location\n${rows.join('\n')}\n`));
    return app.library.db
      .all<{ country: string }>('SELECT country FROM rankings ORDER BY line')
      .map(({ country }) => country);
  };

  it('a state after a city is no country whose code is the same', async () => {
    expect(await placed('Cambridge, MA', 'Berkeley, CA', 'Atlanta, Georgia', 'United States|Athens, Georgia')).toEqual(
      Array(4).fill('US'),
    );
    expect(await placed('Berlin, DE', 'Toronto, CA', 'Bangalore, IN')).toEqual(['DE', 'CA', 'IN']);
  });

  it('after a city that is not known it is told by the other rows, or stays as it is written', async () => {
    expect(await placed('Princeton, NJ', 'Newark, DE')).toEqual(['US', 'US']);
    expect(await placed('Telavi, Georgia', 'Balti, MD')).toEqual(['Telavi, Georgia', 'Balti, MD']);
    expect(cityOf('Balti, MD', null).country).toBeNull();
  });

  it('Tbilisi is in the country Georgia, Atlanta in the state, and Chisinau is not in Maryland', async () => {
    expect(await placed('Tbilisi, Georgia', 'Atlanta, Georgia', 'Chisinau, MD', 'Newark, NJ')).toEqual([
      'GE',
      'US',
      'MD',
      'US',
    ]);
  });

  it.each([
    ['China P.R.', 'CN'],
    ['Hong Kong S.A.R.', 'HK'],
    ['Swaziland', 'SZ'],
    ['DR Congo', 'CD'],
    ['East Timor', 'TL'],
    ['意', 'IT'],
  ])('%s is a country', (text, code) => expect(countryCode(text)).toBe(code));
});

type Row = Record<string, unknown>;
const ranksOf = async (name: string, content: string | Uint8Array, answers: Record<string, string> = {}) => {
  const app = await freshApp();
  const told = await importStudyFile(app, fileOf(name, content), {}, 'skip', answers);
  const stored = app.library.db.all<Row>(
    'SELECT ranking, year, name, country, low, grade FROM rankings ORDER BY rowid',
  );
  return { ...told, stored };
};

describe('tables of rankings as they are published', () => {
  it('the place in the world counts, not that in a selection', async () => {
    const rows =
      'Rank;Global Rank;Institution;Country;Sector;\n1;8;Alpha;CHN;Universities;\n2;14;Beta;CHN;Universities;\n';
    const { stored } = await ranksOf('SIR 2023.csv', rows);
    expect(stored).toMatchObject([
      { ranking: 'SCImago', year: 2023, name: 'Alpha', country: 'CN', low: 8 },
      { name: 'Beta', low: 14 },
    ]);
  });

  it.each([
    ['GRAS 2022 Education.csv', 'World Rank,Institution,Country/Region\n1,Alpha,China\n', 'GRAS Education'],
    ['软科世界一流学科_教育学_2022.csv', '排名,院校,国家/地区\n1,甲山大学,中国\n', '软科世界一流学科 教育学'],
    ['education-2022.csv', 'World Rank,Institution,Q1,CNCI,IC,TOP\n1,Alpha,9,9,9,9\n', 'education'],
    ['QS subject_Music 2022.csv', 'rank,institution\n1,Alpha\n', 'QS subject Music'],
    ['QS by subject Music 2022.csv', 'rank,institution\n1,Alpha\n', 'QS by subject Music'],
  ])('%s is a ranking of its subject, not of universities', async (name, rows, ranking) => {
    const { stored, notes } = await ranksOf(name, rows);
    expect(stored).toMatchObject([{ ranking, year: 2022, low: 1 }]);
    expect(notes).toContainEqual(saying('study-import.ranking-of-subject', { name: ranking }));
    expect(notes.map(({ id }) => id)).toContain('study-import.ranking-not-in-force');
  });

  it('of QS have two rows of headings, the country under Location', async () => {
    const rows = [
      ['RANK', '', 'Institution Name', 'Location', '', 'Size'],
      ['2025', '2024', '', 'Code', 'Location', ''],
      ['1', '3', 'Alpha', 'UK', 'United Kingdom', 'M'],
    ];
    const merged = ['A1:B1', 'D1:E1', 'C1:C2', 'F1:F2'];
    const { stored } = await ranksOf('QS 2025.xlsx', workbookOf({ name: 'Published', rows, merged }));
    expect(stored).toMatchObject([
      { ranking: 'QS', year: 2025, country: 'GB', low: 1 },
      { year: 2024, country: 'GB', low: 3 },
    ]);
  });

  it('of US News call the school a title; of 校友会 the rank one in the country', async () => {
    const news = await ranksOf('us-news-2022.csv', 'ranking,title,location\n#1,Alpha University,"Cambridge, MA"\n');
    expect(news.stored).toMatchObject([{ ranking: 'US News', name: 'Alpha University', country: 'US', low: 1 }]);
    const home = await ranksOf('校友会2022.csv', '全国排名,学校名称,星级\n1,甲山大学,8★\n');
    expect(home.stored).toMatchObject([{ ranking: '校友会中国大学排名', low: 1 }]);
    const unnamed = await ranksOf('2022.csv', '全国排名,学校名称,星级\n1,甲山大学,8★\n');
    expect(unnamed.questions.map(({ id }) => id)).toEqual(['ask.which-domestic-ranking']);
  });

  it.each([
    ['arwu2020_china.csv', 'National Rank,Institution,Country\n1,Alpha,China\n2,Beta,China\n', 'ARWU · National Rank'],
    ['QS 2020.csv', '国内排名,学校名称\n1,甲山大学\n2,乙水大学\n', 'QS · 国内排名'],
    ['ARWU 2020.csv', 'National/Regional Rank,Institution\n1,Alpha\n2,Beta\n', 'ARWU · National/Regional Rank'],
    ['GRAS 2020 Music.csv', 'National Rank,Institution\n1,Alpha\n2,Beta\n', 'GRAS Music · National Rank'],
  ])('the first of a country is not the first of the world: %s asks', async (name, text, own) => {
    const asked = await ranksOf(name, text);
    expect([asked.questions.map(({ id }) => id), asked.stored]).toEqual([['ask.national-ranks'], []]);
    const { stored } = await ranksOf(name, text, { 'ask.national-ranks': 'own-ranking' });
    expect(stored.map(({ ranking, low }) => [ranking, low])).toEqual([
      [own, 1],
      [own, 2],
    ]);
    const world = await ranksOf(name, text, { 'ask.national-ranks': 'world-ranks' });
    expect(world.stored[0]).toMatchObject({ ranking: own.split(' · ')[0], low: 1 });
  });

  it('a rank in the world beside that in a country asks nothing, and one in a country is none of ARWU', async () => {
    const both = await ranksOf('arwu 2020.csv', 'World Rank,National/Regional Rank,Institution\n30,1,Alpha\n');
    expect([both.questions, both.stored[0].low]).toEqual([[], 30]);
    const [unnamed] = (await ranksOf('2022.csv', '全国排名,学校名称\n1,甲山大学\n')).questions;
    expect(unnamed.choices.map(({ id }) => id)).not.toContain('ARWU');
  });

  it('authors with numbers of documents are no ranking and no careers', async () => {
    const rows = 'Author Name,Author ID,Number of Documents,Affiliation\nLi,57,20,Alpha University\n';
    await expect(ranksOf('authors.csv', rows)).rejects.toMatchObject({ told: { id: 'study-import.is-author-list' } });
  });
});

describe('grades as a matrix', () => {
  const grades = async (text: string) => {
    const { stored, kind, notes } = await ranksOf('学科评估.csv', text);
    const list = stored.map(({ ranking, name, grade }) =>
      [String(ranking).replace('学科评估 · ', ''), name, grade].join(' '),
    );
    return { kind, list, notes: notes.map(({ id }) => id) };
  };

  it('of disciplines and grades has schools in its cells', async () => {
    const { kind, list, notes } = await grades(
      '学科,A+,A-\n音乐学,甲山大学、乙水学院,丙河大学 10045 丁海大学（北京）\n美术学,"甲山大学,戊江学院",\n',
    );
    expect(kind).toBe('grades');
    expect(list).toEqual([
      '音乐学 甲山大学 A+',
      '音乐学 乙水学院 A+',
      '音乐学 丙河大学 A-',
      '音乐学 丁海大学（北京） A-',
      '美术学 甲山大学 A+',
      '美术学 戊江学院 A+',
    ]);
    expect(notes).toContain('study-import.grade-matrix');
  });

  it('of schools and disciplines has grades in its cells, and tells the columns that are neither', async () => {
    const { list, notes } = await grades('学校,省份,音乐学,美术学,设计学\n甲山大学,江苏,A+,B,A\n乙水学院,浙江,,A-,\n');
    expect(list).toEqual(['音乐学 甲山大学 A+', '美术学 甲山大学 B', '美术学 乙水学院 A-', '设计学 甲山大学 A']);
    expect(notes).toContain('study-import.columns-not-used');
  });

  it('of grades and disciplines has schools in its cells', async () => {
    const { list } = await grades('等级,音乐学,美术学\nA+,甲山大学,乙水学院\n,丙河大学,\n');
    expect(list).toEqual(['音乐学 甲山大学 A+', '音乐学 丙河大学 A+', '美术学 乙水学院 A+']);
  });

  it('is no table with a row a grade, whatever else stands beside the grade', async () => {
    const told = await grades(
      '学科名称,学校名称,评估结果,上轮结果\n音乐与舞蹈学,甲山大学,A+,A-\n美术学,乙水学院,B,B+\n',
    );
    expect(told.list).toEqual(['音乐与舞蹈学 甲山大学 A+', '美术学 乙水学院 B']);
    expect(told.notes).not.toContain('study-import.grade-matrix');
    const one = await grades('学校名称,评估结果,上轮结果\n甲山大学,A+,A-\n');
    expect(one.list).toEqual(['学科评估 甲山大学 A+']);
  });

  it('of schools and disciplines takes rounds and classes of the school for no discipline', async () => {
    const { list } = await grades(
      '学校,音乐学,轮机工程,2017年评估,办学层次\n甲山大学,A+,B+,A-,A\n乙水学院,B,A-,B-,B\n',
    );
    expect(list.map((one) => one.split(' ')[0])).toEqual(['音乐学', '音乐学', '轮机工程', '轮机工程']);
  });

  it('is no table of programmes, no ranking with grades and no list of people', async () => {
    expect((await grades('学校,985,211\n甲山大学,是,是\n')).list).toEqual(['学科评估 甲山大学 985']);
    expect((await ranksOf('武书连2020.csv', '名次,学校名称,教学等级,科研等级\n1,甲山大学,A+,A-\n')).kind).toBe(
      'rankings',
    );
  });
});

describe('two tables side by side', () => {
  const POSTS = '姓名,单位,职务,起止时间';
  const posts = async (text: string) => {
    const app = await freshApp();
    const told = await importStudyFile(app, fileOf('r.csv', text));
    const stored = app.library.db.all<Row>(
      'SELECT s.name, p.mention FROM positions p JOIN scholars s ON s.id = p.scholar_id ORDER BY p.id',
    );
    return { notes: told.notes, list: stored.map(({ name, mention }) => `${name} ${mention}`) };
  };

  it('are read one below the other, also with row numbers before them and with a column between them', async () => {
    const rows = '张三,甲山大学,教授,2001-2005';
    const other = '李四,乙水大学,教授,2003-2008';
    const { list, notes } = await posts(`${POSTS},,${POSTS}\n${rows},,${other}\n王五,丙河大学,讲师,1999-2003,,,,,\n`);
    expect(list).toEqual(['张三 甲山大学', '王五 丙河大学', '李四 乙水大学']);
    expect(notes).toContainEqual(saying('study-import.side-by-side', { tables: 2 }));
    const numbered = await posts(`序号,${POSTS},${POSTS}\n1,${rows},${other}\n`);
    expect(numbered.list).toEqual(['张三 甲山大学', '李四 乙水大学']);
  });

  it('with other headings give nobody the posts of another', async () => {
    const { list } = await posts(`${POSTS},姓名,单位,起止时间\n张三,甲山大学,教授,2001-2005,李四,乙水大学,2003-2008\n`);
    expect(list).toEqual(['张三 甲山大学']);
  });
});

describe('two different tables side by side', () => {
  const HEAD = '姓名,单位,类型,起始年,结束年';
  const FIRST = '甲某,甲山大学,博士,1990,1995';
  const SECOND = '甲某,乙水大学,讲师,1995,1999';
  const MORE = ['乙某,甲山大学,博士,1991,1996', '乙某,丙河大学,讲师,1996,2001'];
  const read = async (rows: string[]) => {
    const app = await freshApp();
    const told = await importStudyFile(app, fileOf('r.csv', `${rows.join('\n')}\n`));
    const cities = app.library.db.all<{ city: string | null }>('SELECT city FROM positions ORDER BY id');
    return { ids: told.notes.map(({ id }) => id), cities: cities.map(({ city }) => city) };
  };

  it.each([
    [
      'cities and their classes',
      [`${HEAD},,城市,等级`, `${FIRST},,甲城,tier 1`, `${SECOND},,乙城,tier 2`, `${MORE[0]},,丙城,tier 2`, MORE[1]],
    ],
    ['people again', [`${HEAD},,姓名,性别`, `${FIRST},,甲某,男`, `${SECOND},,乙某,女`]],
    ['a longer list', [`${HEAD},,代号,名称`, `${FIRST},,1,甲`, `${SECOND},,2,乙`, ',,,,,,3,丙']],
  ])('%s right of the posts are not read into them, and that is said', async (_what, rows) => {
    const { ids, cities } = await read(rows);
    expect(ids).toContain('study-import.table-beside');
    expect(new Set(cities)).toEqual(new Set([null]));
  });

  it('are one where an empty column only parts its columns', async () => {
    const parted = await read([`${HEAD},,城市,国家`, `${FIRST},,甲城,CN`, `${SECOND},,,`]);
    expect(parted.ids).not.toContain('study-import.table-beside');
    expect(parted.cities).toEqual(['甲城', null]);
  });

  it.each([
    ['as many cities as posts', [`${FIRST},,甲城,tier 1`, `${SECOND},,乙城,tier 2`]],
    ['cities that come again', [`${FIRST},,甲城,1`, `${SECOND},,乙城,2`, `${MORE[0]},,甲城,1`, MORE[1]]],
    ['fewer cities than make a list', [`${FIRST},,甲城,1`, `${SECOND},,乙城,2`, MORE[0]]],
  ])('are one with %s, which is said', async (_what, rows) => {
    const { ids, cities } = await read([`${HEAD},,城市,等级`, ...rows]);
    expect(ids).not.toContain('study-import.table-beside');
    expect(ids).toContain('study-import.columns-behind-gap');
    expect(cities.slice(0, 2)).toEqual(['甲城', '乙城']);
  });

  it.each([
    [
      'posts below a name',
      'long',
      '姓名,性别,,单位,职务,起始年\n张三,男,,甲山大学,讲师,1999\n,,,乙水大学,教授,2005\n',
      1, // The row below is asked about.
    ],
    [
      'a later post that not everybody has',
      'wide',
      'name,PhD institution,PhD year,,institution,institution city\n' +
        'A B,Alpha,1992,,Beta,Betaville\nC D,Gamma,1990,,Beta,Betaville\nE F,Beta,1991,,,\n',
      3,
    ],
    ['the names again', 'long', `${HEAD},,姓名,性别\n${FIRST},,甲某,男\n${SECOND},,甲某,男\n`, 2],
    ['a year before ranks', 'rankings', 'Year,Edition,,World Rank,Institution\n2020,1,,1,Alpha\n2020,1,,2,Beta\n', 2],
    ['numbers before cities', 'tiers', '序号,版本,,城市,级别\n1,2020,,北京,一线\n2,2020,,南京,新一线\n', 2],
  ])('are one with %s', async (_what, kind, text, imported) => {
    const told = await importStudyFile(await freshApp(), fileOf('arwu.csv', text));
    expect(told).toMatchObject({ kind, imported, rejections: [] });
    expect(told.notes.map(({ id }) => id)).not.toContain('study-import.table-beside');
  });
});

describe('cells of résumés', () => {
  it.each([
    ['M.B.A.', 'master'],
    ['MBA', 'master'],
    ['M.P.A.', 'master'],
    ['M.F.A.', 'master'],
    ['B.A.', 'bachelor'],
    ['B.F.A.', 'bachelor'],
  ])('%s is a %s', (title, role) => expect(roleSaid({ role: '', title }, {}).role).toBe(role));

  it('a link that was saved as a formula says what it is called', async () => {
    const app = await freshApp();
    const link = '"=HYPERLINK(""https://alpha.example/a"",""甲山大学"")"';
    await importStudyFile(app, fileOf('r.csv', `${HEAD}张三,${link},教授,2001-2005\n`));
    expect(app.library.db.all('SELECT mention FROM positions')).toEqual([{ mention: '甲山大学' }]);
  });
});

describe('tables of Japan and Korea in Chinese characters alone', () => {
  // 氏名,所属,職位,開始年,終了年 and 姓名,機關,職位, as Python writes them.
  it.each([
    [
      'shift_jis',
      '8e8196bc2c8f8a91ae2c904588ca2c8a4a8e6e944e2c8f4997b9944e0a8e52936391be98592c938c8b9e91e58a772c8b' +
        'b38ef62c323030312c323030350a',
      '氏名,所属,職位,開始年,終了年',
    ],
    [
      'euc-jp',
      'bbe1ccbe2cbdeac2b02cbfa6b0cc2cb3abbbcfc7af2cbdaacebbc7af0abbb3c5c4c2c0cfba2cc5ecb5fec2e7b3d82cb6' +
        'b5bcf82c323030312c323030350a',
      '氏名,所属,職位,開始年,終了年',
    ],
    ['euc-kr', 'e0f3d9a32cd1a6cebc2cf2c5eac80ad1d1f4c9e2aa2ccdd4d5f2d3def9cacee82ccee7e2a30a', '姓名,機關,職位'],
  ])('are read as %s', (encoding, hex, head) => {
    const read = decodeText(Buffer.from(hex, 'hex'), 'auto');
    expect([read.encoding, read.text.split('\n')[0]]).toEqual([encoding, head]);
  });

  it('have headings that are known, and no Chinese text becomes one of them', async () => {
    const app = await freshApp();
    await importStudyFile(app, fileOf('r.csv', '氏名,所属,職位,開始年,終了年\n山田太郎,東京大学,教授,2001,2005\n'));
    expect(app.library.db.all('SELECT mention, start_year FROM positions')).toEqual([
      { mention: '東京大学', start_year: 2001 },
    ]);
    const chinese = Buffer.from('d0d5c3fb2cb5a5cebb0a', 'hex');
    expect(decodeText(chinese, 'auto')).toEqual({ encoding: 'gb18030', text: '姓名,单位\n' });
  });
});

describe('states that became several', () => {
  it('are the country of their city today, also by the codes that ORCID has', async () => {
    expect([countryToday('SU', 'Moscow'), countryToday('USSR', 'Kyiv'), countryToday('SU', null)]).toEqual([
      'RU',
      'UA',
      'SU',
    ]);
    expect([countryToday('FR', 'Moscow'), countryCode('DD'), countryCode('ZR')]).toEqual(['FR', 'DE', 'CD']);
    const app = await freshApp();
    const rows = '张三,莫斯科大学,博士,1985-1990,莫斯科,苏联\n张三,不明学院,教授,1991-1999,,苏联\n';
    const told = await importStudyFile(app, fileOf('r.csv', `姓名,单位,职务,起止时间,城市,国家\n${rows}`));
    expect(app.library.db.all('SELECT country FROM positions ORDER BY id')).toEqual([
      { country: 'RU' },
      { country: '苏联' },
    ]);
    expect(told.doubts.map(({ row, problem }) => [row, problem.id])).toEqual([[3, 'study-import.parted-country']]);
  });
});

describe('a file of headings alone', () => {
  it('is refused when it is imported, and can be looked at', async () => {
    const app = await freshApp();
    const file = fileOf('r.csv', HEAD);
    await expect(importStudyFile(app, file)).rejects.toMatchObject({ told: { id: 'study-import.has-no-rows' } });
    const look = await app.call('mobility/preview-import', { grant: app.grants.add(file), mapping: {} });
    expect(look).toMatchObject({ kind: 'long', read: 0 });
  });
});

describe('names with a year each', () => {
  const list = async (name: string, text: string, answers: Record<string, string> = {}) => {
    const app = await freshApp();
    const told = await importStudyFile(app, fileOf(name, text), {}, 'skip', answers);
    const stored = app.library.db.all<Row>(
      'SELECT role, mention, start_year AS "from", end_year AS "to" FROM positions ORDER BY id',
    );
    return { kind: told.kind, notes: told.notes, asked: told.questions, list: stored.map((row) => Object.values(row)) };
  };
  const CHINESE = '年份,姓名,单位,学科\n2015,张三,甲山大学,音乐学\n2016,李四,乙水学院,音乐学\n';

  it('are a list of honours where the file is called so, with the institution if there is one', async () => {
    const { kind, list: rows, notes } = await list('长江学者名单.csv', CHINESE);
    expect(kind).toBe('wide');
    expect(rows).toEqual([
      ['award', '甲山大学', 2015, null],
      ['award', '乙水学院', 2016, null],
    ]);
    expect(notes).toContainEqual(saying('study-import.year-of-honour', { year: '年份' }));
    const fellows = await list(
      'guggenheim.csv',
      'Name,Field of Study,Competition,Year\nAnn Lee,Music,US & Canada,1982\n',
    );
    expect(fellows.list).toEqual([['award', '', 1982, null]]);
    expect(fellows.notes.find(({ id }) => id === 'study-import.stages-without-columns')?.text).not.toContain('Elected');
    const heads = await list('2019.csv', 'Fellow,Year,Current Affiliation\nAnn Lee,2019,Alpha University\n');
    expect(heads.list).toEqual([
      ['award', '', 2019, null],
      ['job', 'Alpha University', null, null],
    ]);
  });

  it('are asked about where nothing says what of', async () => {
    const { asked, list: rows } = await list('x.csv', CHINESE);
    expect(rows).toEqual([]);
    expect(asked).toMatchObject([{ id: 'ask.year-of-list', rows: null }]);
    expect(asked[0].choices.map(({ id }) => id)).toEqual(['award', 'doctorate', 'first-job', 'data']);
    const told = await list('x.csv', CHINESE, { 'ask.year-of-list': 'doctorate' });
    expect(told.list[0]).toEqual(['doctorate', '甲山大学', null, 2015]);
  });

  it('are of the data where that is said, and 单位 is where they work', async () => {
    const { asked, list: rows, notes } = await list('x.csv', CHINESE, { 'ask.year-of-list': 'data' });
    expect([asked, rows[0]]).toEqual([[], ['job', '甲山大学', null, null]]);
    expect(notes.map(({ id }) => id)).toContain('study-import.columns-not-used');
  });

  it.each([
    ['姓名,年份,博士院校,工作单位', '张三,2020,甲山大学,乙水学院'],
    ['姓名,届,博士院校,工作单位', '张三,2020,甲山大学,乙水学院'],
    ['Name,Class of,PhD institution,Employer', '张三,2020,甲山大学,乙水学院'],
    ['Name,Year,Current institution,PhD institution', '张三,2020,乙水学院,甲山大学'],
  ])('beside the places of a career say nothing of it, and no place is lost: %s', async (head, row) => {
    const { asked, list: rows } = await list('x.csv', `${head}\n${row}\n`);
    expect([asked, rows]).toEqual([
      [],
      [
        ['doctorate', '甲山大学', null, null],
        ['job', '乙水学院', null, null],
      ],
    ]);
  });

  it.each([
    'selected_scholars.csv',
    '名单.csv',
    'phd_awarded.csv',
    '博士毕业生名单.csv',
    '教师名单.csv',
    'award staff.csv',
  ])('%s is not called a list of honours', async (name) => {
    expect((await list(name, CHINESE)).asked).toMatchObject([{ id: 'ask.year-of-list' }]);
  });

  it.each(['fellows_elected.csv', '2020年当选院士.csv', 'AwardRecipients.csv', 'prize winners.csv'])(
    '%s is called so',
    async (name) => expect((await list(name, CHINESE)).list[0]).toEqual(['award', '甲山大学', 2015, null]),
  );

  it('are no résumés with a role, and no population without an institution', async () => {
    expect((await list('x.csv', '姓名,年份,类型,单位\n张三,2015,博士,甲山大学\n')).kind).toBe('long');
    expect((await list('x.csv', '姓名,学科,年份\n张三,音乐,2015\n')).kind).toBe('population');
  });
});

describe('columns that name a stage', () => {
  const stagesOf = async (head: string, row: string) => {
    const app = await freshApp();
    const grant = app.grants.add(fileOf('careers.csv', `${head}\n${row}\n`));
    return (await app.call('mobility/preview-import', { grant, mapping: {} })).mapping.stages;
  };

  it('a post is from a year, a doctorate from a place', async () => {
    const stages = await stagesOf(
      'Name,PhD from,PhD year,First job from,First job institution',
      'Ann Lee,Alpha University,1999,2000,Beta University',
    );
    expect(stages.doctorate).toEqual({ institution: 'PhD from', year: 'PhD year' });
    expect(stages['first-job']).toEqual({ institution: 'First job institution', year: 'First job from' });
  });

  it('a column of years is no institution, and none is of two fields', async () => {
    const dates = 'Ann Lee,1995,1999,Alpha University';
    expect((await stagesOf('Name,PhD from,PhD to,PhD institution', dates)).doctorate).toEqual({
      institution: 'PhD institution',
      year: 'PhD to',
    });
    expect((await stagesOf('Name,PhD from,PhD to,PhD city', 'Ann Lee,1995,1999,Alphaville')).doctorate).toEqual({
      city: 'PhD city',
      year: 'PhD to',
    });
    expect((await stagesOf('Name,PhD,First job', 'Ann Lee,1999,Beta University')).doctorate).toEqual({});
  });
});

describe('sheets as a team has them', () => {
  const posts = async (name: string, content: string | Uint8Array) => {
    const app = await freshApp();
    const told = await importStudyFile(app, fileOf(name, content));
    const list = app.library.db.all<Row>(
      'SELECT role, mention, start_year AS "from", end_year AS "to" FROM positions ORDER BY id',
    );
    return { told, list: list.map((row) => Object.values(row)) };
  };

  it('several periods in a cell are a post each, and told', async () => {
    const { list, told } = await posts(
      'r.csv',
      `${HEAD}张三,甲山大学,教授,"2004–2006, 2008–"\n李四,乙水大学,教授,2001\n`,
    );
    expect(list).toEqual([
      ['job', '甲山大学', 2004, 2006],
      ['job', '甲山大学', 2008, null],
      ['job', '乙水大学', 2001, null],
    ]);
    expect(told.notes).toContainEqual(saying('study-import.periods-apart', { rows: [2] }));
  });

  it('a period may say how a post ended, and 教授（兼） is part-time', async () => {
    const { list } = await posts(
      'r.csv',
      `${HEAD}张三,甲山大学,教授,1980-2005（逝世）\n李四,乙水大学,教授（兼）,1985-2001退休\n王五,丙河大学,院长兼教授,1990-1995\n`,
    );
    expect(list).toEqual([
      ['job', '甲山大学', 1980, 2005],
      ['part-time', '乙水大学', 1985, 2001],
      ['job', '丙河大学', 1990, 1995],
    ]);
  });

  it('a short word after “and” is no institution, an abbreviation is', async () => {
    const { db } = (await freshApp()).library;
    expect(jointPlaces(2, 'College of William and Mary', db)).toEqual([]);
    expect(jointPlaces(2, 'Institute of Music and Arts', db)).toEqual([]);
    expect(jointPlaces(2, 'MIT / Harvard University', db)).toHaveLength(1);
  });

  it('a cell with several institutions is told; one with a comma or a campus is one', async () => {
    const { told } = await posts(
      'r.csv',
      `${HEAD}张三,甲山大学 / 乙水大学,教授,2001\n李四,"Alpha University, Beta",教授,2001\n王五,甲山大学（华东）,教授,2001\n`,
    );
    const joint = told.doubts.filter(({ problem }) => problem.id === 'study-import.several-institutions');
    expect(joint.map(({ row, value }) => [row, value])).toEqual([[2, '甲山大学 / 乙水大学']]);
  });

  it('起 and 止 below a stage give the year of a degree and the begin of a post', async () => {
    const rows = [
      ['姓名', '博士', '', '', '首职', '', ''],
      ['', '起', '止', '学校', '起', '止', '单位'],
      ['张三', '1994', '1999', '甲山大学', '1999', '2004', '乙水大学'],
    ];
    const { list } = await posts('r.xlsx', workbookOf({ name: 'S', rows, merged: ['B1:D1', 'E1:G1', 'A1:A2'] }));
    expect(list).toEqual([
      ['doctorate', '甲山大学', null, 1999],
      ['job', '乙水大学', 1999, null],
    ]);
  });

  it('a form about one person is no population', async () => {
    const rows = [
      ['姓名', '张三', '性别', '男'],
      ['出生年月', '1965.3', '职称', '教授'],
      ['起止时间', '单位', '职务', ''],
      ['1995-1999', '甲山大学', '博士', ''],
    ];
    expect((await posts('form.xlsx', workbookOf({ name: 'S', rows }))).told.kind).toBe('text');
    await expect(posts('form.csv', rows.map((row) => row.join(',')).join('\n'))).rejects.toMatchObject({
      told: { id: 'study-import.is-form' },
    });
    expect((await posts('p.csv', '姓名,性别,学科\n张三,男,音乐\n')).told.kind).toBe('population');
  });

  it('names in two scripts are asked about with their other spellings', () => {
    const all = ['张伟 Wei Zhang', '张伟 (Wei Zhang)', 'Zhang Wei（张伟）', '张伟'].map(
      (name) => new Set(spellings(name)),
    );
    for (const other of all.slice(1)) expect([...other].some((one) => all[0].has(one))).toBe(true);
    expect(spellings('李四').some((one) => all[0].has(one))).toBe(false);
  });

  it('the year beside a degree is its year, also where degrees stand as titles', async () => {
    const { list } = await posts('r.csv', '姓名,学校,学位,年\n张三,甲山大学,学士,1991\n张三,乙水大学,博士,1999\n');
    expect(list).toEqual([
      ['bachelor', '甲山大学', null, 1991],
      ['doctorate', '乙水大学', null, 1999],
    ]);
    const roster = await posts('r.csv', 'Name,Title,University,Year\nAnn Lee,Professor,Alpha University,2015\n');
    expect(roster.list).toEqual([['job', 'Alpha University', null, null]]);
  });

  it('the year of the data is not that of a post because one of the titles is a degree', async () => {
    const head = 'Name,Institution,Title,Year\n';
    const years = async (rows: string) => {
      const { told, list } = await posts('r.csv', head + rows);
      return [
        list.map(([, , from, to]) => from ?? to),
        told.notes.some(({ id }) => id === 'study-import.years-of-rows'),
      ];
    };
    const same = 'Ann Lee,Alpha University,Professor,2020\nBob Ray,Beta University,PhD,2020\n';
    expect(await years(same)).toEqual([[null, null], false]);
    expect(await years(same.replace('PhD,2020', 'PhD,2019'))).toEqual([[null, null], false]);
    const one = 'Ann Lee,Alpha University,PhD,2001\nAnn Lee,Beta University,Professor,2010\n';
    expect(await years(one)).toEqual([[2001, 2010], true]);
  });

  it('numbers of rows are asked about where they count up, by one repeated name', async () => {
    const rows = '1,张三,甲山大学,教授,2001-2005\n2,张三,乙水大学,教授,2005-\n3,李四,丙河大学,讲师,1999-2003\n';
    const { told } = await posts('r.csv', `序号,${HEAD}${rows}`);
    expect(told.questions.map(({ id }) => id)).toEqual(['ask.row-numbers:序号']);
    const { told: ids } = await posts('r.csv', `序号,${HEAD}${rows.replace('2,张三', '7,张三')}`);
    expect(ids.questions).toEqual([]);
  });

  it.each([
    ['姓名,博士毕业学校,博士毕业年份,现职单位\n张三,甲山大学,1999,乙水大学\n', 'wide', [1999, null]],
    ['Name,PhD From,PhD Year\nAnn Lee,Alpha University,1999\n', 'wide', [1999]],
    ['教师姓名,职称,最高学位,学位授予单位,获学位时间\n张三,教授,博士,甲山大学,2001\n', 'wide', [2001]],
    ['标识,名字,机构名,岗位,开始日期,截止日期\n1,张三,甲山大学,教授,2001/9/1,2005/8/31\n', 'long', [2005]],
    ['姓名,任职机构,职位,任期\n张三,甲山大学,教授,2001年—2005年\n', 'long', [2005]],
  ])('%s is read', async (text, kind, ends) => {
    const { told, list } = await posts('r.csv', text);
    expect([told.kind, list.map(([, , , to]) => to)]).toEqual([kind, ends]);
  });

  it.each([
    ['学', '博士', 'doctorate'],
    ['工', '讲师', 'job'],
    ['学', '', null],
  ])('a row of the kind %s with the title %s', (role, title, known) => {
    expect(roleSaid({ role, title }, {}).role).toBe(known);
  });
});
