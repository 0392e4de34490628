import { describe, expect, it, vi } from 'vitest';
import * as table from '../../src/core/mobility/import/table/table.ts';
import { countryCode } from '../../src/core/mobility/names/country.ts';
import { freshApp } from '../support/fixtures.ts';
import { DEFAULT_CODEBOOK } from '../../src/shared/mobility/codebook.ts';
import { decodeText } from '../../src/core/mobility/import/table/decode-text.ts';
import { saying } from '../support/messages.ts';
import { fileOf, importStudyFile } from '../support/mobility.ts';
import { workbookOf } from '../support/workbook.ts';

vi.mock(import('../../src/core/mobility/import/table/table.ts'), { spy: true });

async function preview(name: string, content: string | Uint8Array, mapping = {}, answers = {}) {
  const app = await freshApp();
  return app.call('mobility/preview-import', { grant: app.grants.add(fileOf(name, content)), mapping, answers });
}

const RANKS = 'rank,institution\n1,Alpha\n2,Beta\n';

describe('a ranking', () => {
  it('without any year asks once, for the file, and refuses no row', async () => {
    const asked = await preview('arwu.csv', RANKS);
    expect(asked).toMatchObject({ rejected: 0, rejections: [], imported: 0 });
    expect(asked.questions).toMatchObject([{ id: 'ask.which-year', values: { found: 'no' }, rows: null }]);
    expect(asked.questions[0].choices.map(({ id }) => id)).toContain('2020');
    const file = fileOf('arwu.csv', RANKS);
    const own = await freshApp();
    await importStudyFile(own, file, {}, 'skip', { 'ask.which-year': '2020' });
    expect(own.library.db.all('SELECT DISTINCT year FROM rankings')).toEqual([{ year: 2020 }]);
  });

  it('has the year of its sheet or of the title above it; two years in the title are asked about', async () => {
    const rows = [
      ['排名', '学校名称'],
      ['1', '甲山大学'],
    ];
    const sheet = await preview('ARWU.xlsx', workbookOf({ name: '2023年', rows }));
    expect(sheet.notes).toContainEqual(saying('study-import.year-from-title', { year: 2023, text: '2023年' }));
    const titled = await preview('a.csv', `2019软科中国大学排名\n排名,学校名称\n1,甲山大学\n`);
    expect(titled.notes).toContainEqual(
      saying('study-import.year-from-title', { year: 2019, text: '2019软科中国大学排名' }),
    );
    const two = await preview('a.csv', `QS Rankings 2024, published 2023\n${RANKS}`);
    expect(two.questions[0].choices.map(({ id }) => id)).toEqual(['2024', '2023']);
  });

  it.each([
    ['cwurData-2015.csv', 'CWUR'],
    ['qs-world-university-rankings-2020.csv', 'QS'],
    ['THE_2018_rankings.csv', 'THE'],
    ['timesData-2016.csv', 'THE'],
    ['2021软科中国大学排名.csv', '软科中国大学排名'],
    ['usnews2019.csv', 'US News'],
  ])('%s is read as what it is called, and that the codebook takes another is said', async (name, ranking) => {
    const { mapping, notes } = await preview(name, RANKS);
    expect(mapping.ranking).toBe(ranking);
    expect(notes).toContainEqual(saying('study-import.ranking-from-name', { name: ranking }));
    expect(notes).toContainEqual(saying('study-import.ranking-not-in-force', { name: ranking, table: 'ARWU' }));
  });

  it('is ARWU where it is called so; of two names one is asked for', async () => {
    const ids = ({ notes }: { notes: readonly { id: string }[] }) =>
      notes.map(({ id }) => id).filter((id) => id.includes('ranking-'));
    const called = await preview('shanghaiData-2010.csv', RANKS);
    expect([called.mapping.ranking, ids(called)]).toEqual(['ARWU', []]);
    const given = await preview('cwur-2010.csv', RANKS, { ranking: 'Own' });
    expect([given.mapping.ranking, ids(given)]).toEqual(['Own', []]);
    const both = await preview('arwu_qs_2010.csv', RANKS);
    expect(both.questions).toMatchObject([{ id: 'ask.which-ranking', rows: null }]);
    expect(both.questions[0].choices.map(({ id }) => id)).toEqual(['QS', 'ARWU']);
    const told = await preview('arwu_qs_2010.csv', RANKS, {}, { 'ask.which-ranking': 'QS' });
    expect([told.mapping.ranking, told.imported]).toEqual(['QS', 2]);
  });

  it('is asked about where nothing says which: those in force, the usual ones or one called as the file', async () => {
    const unsaid = await preview('the ranks of 2010.csv', RANKS);
    expect(unsaid.questions).toMatchObject([{ id: 'ask.which-ranking-unsaid', rows: null }]);
    const offered = unsaid.questions[0].choices.map(({ id }) => id);
    expect(offered).toEqual(['ARWU', 'QS', 'THE', 'US News', 'CWUR', '软科中国大学排名', 'the ranks of']);
    const told = await preview('the ranks of 2010.csv', RANKS, {}, { 'ask.which-ranking-unsaid': 'the ranks of' });
    expect([told.mapping.ranking, told.imported]).toEqual(['the ranks of', 2]);
    expect(told.notes).toContainEqual(saying('study-import.ranking-not-in-force', { name: 'the ranks of' }));
    const year = (await preview('2010.csv', RANKS)).questions[0];
    expect(year.choices.map(({ id }) => id)).toEqual(offered.slice(0, -1));
  });

  it.each([
    ['ARWU', 'world_rank,university_name,national_rank,total_score,alumni,award,hici,ns,pub,pcp,year'],
    ['ARWU', 'World Rank,Institution,Country,Alu,Awd,HiCi,N&S,PUB,PCP,Total,Year'],
    ['ARWU', '世界排名,学校名称,国家/地区,总分,校友获奖,教师获奖,高被引科学家,N&S论文,国际论文,师均表现,年份'],
    ['THE', 'world_rank,university_name,country,teaching,international,research,citations,income,total_score,year'],
    ['THE', 'rank,name,scores_overall,scores_teaching,scores_teaching_rank,scores_research,scores_citations,year'],
    ['QS', 'rank display,institution,location,size,ar score,ar rank,er score,er rank,fsr score,Overall Score,year'],
    ['QS', 'Rank,Institution,Location,Academic Reputation Score,Employer Reputation Score,Overall Score,Year'],
    ['CWUR', 'world_rank,institution,country,quality_of_education,alumni_employment,influence,patents,year'],
    ['CWUR', 'World Rank,Institution,Location,Education Rank,Employability Rank,Faculty Rank,Research Rank,Year'],
    ['US News', 'Rank,Name,Global Score,Enrollment,Country,Year'],
    ['软科中国大学排名', '排名,学校名称,省市,类型,总分,办学层次,学科水平,办学资源,人才培养,年份'],
  ])('is %s where its columns are %s, which is said', async (ranking, heading) => {
    const cells = heading.split(',').map((name, at) => (/year|年份/i.test(name) ? '2012' : at === 1 ? 'Alpha' : '1'));
    const { mapping, notes, questions } = await preview('list.csv', `${heading}\n${cells.join(',')}\n`);
    expect([mapping.ranking, questions]).toEqual([ranking, []]);
    expect(notes).toContainEqual(saying('study-import.ranking-from-columns', { name: ranking }));
  });

  it.each([
    ['THE', 'Rank,University,Country,Teaching,Research,International Diversity,Year', '1,Alpha,US,9,9,9,2020'],
    ['CWUR', 'Rank,University,Education,Influence,Year', '1,Alpha,1,2,2020'],
  ])('is asked about where two columns of %s are those of many, and that is offered first', async (like, head, row) => {
    const text = `${head}\n${row}\n`;
    const [question] = (await preview('list.csv', text)).questions;
    expect(question).toMatchObject({ id: 'ask.which-ranking-unsaid', values: { like: [like] } });
    expect(question.choices[0].id).toBe(like);
    const named = await preview('US News.csv', text);
    expect([named.mapping.ranking, named.questions]).toEqual(['US News', []]);
  });

  it.each(['arwu-2020-08-15.csv', 'arwu_20200815.csv', 'arwu 2020年8月15日.csv'])(
    '%s has the year of the date offered first, and asked about',
    async (name) => {
      const [question] = (await preview(name, 'World Rank,University\n1,Alpha\n')).questions;
      expect(question).toMatchObject({ id: 'ask.which-year', values: { years: [2020], found: 'day' } });
      expect(question.choices.slice(0, 2).map(({ id }) => id)).toEqual(['2020', String(new Date().getFullYear() + 1)]);
    },
  );

  it('is asked about where its name says one and its columns another', async () => {
    const text = 'world_rank,university_name,teaching,research,citations,year\n1,Alpha,99,98,97,2011\n';
    expect((await preview('arwu.csv', text)).questions[0].choices.map(({ id }) => id)).toEqual(['ARWU', 'THE']);
    const named = await preview('times higher education.csv', text);
    expect([named.mapping.ranking, named.questions]).toEqual(['THE', []]);
  });

  it('is no list of people whose rank is that of a professor', async () => {
    const list = 'Name,Institution,Rank,PhD Institution,PhD Year\nAnn Lee,Alpha,Professor,Beta,1999\n';
    expect((await preview('faculty.csv', list)).kind).toBe('wide');
  });
});

describe('two rows of headings', () => {
  const rows = '王某,男,武汉大学,武汉,1995,华中师范大学,武汉,1996\n';
  it('in a file without merged cells: the group above belongs to each of its columns', async () => {
    const file = `姓名,性别,博士,,,初职,,\n,,院校,城市,年份,单位,城市,年份\n${rows}`;
    const { kind, headers, mapping, notes, read } = await preview('a.csv', file);
    expect(headers).toEqual([
      '姓名',
      '性别',
      '博士 院校',
      '博士 城市',
      '博士 年份',
      '初职 单位',
      '初职 城市',
      '初职 年份',
    ]);
    expect([kind, read, mapping.stages['first-job']?.institution]).toEqual(['wide', 1, '初职 单位']);
    expect(notes.map(({ id }) => id)).not.toContain('study-import.rows-above-headings');
  });

  it('the second in another language is no row; a first row of data stays', async () => {
    const file = '姓名,单位,职务,起始年\nName,Institution,Position,Start year\n王某,武汉大学,博士,1990\n';
    const two = await preview('a.csv', file);
    expect([two.read, two.notes]).toEqual([
      1,
      expect.arrayContaining([saying('study-import.headings-again', { rows: [2] })]),
    ]);
    expect((await preview('a.csv', '城市,等级,版本\n城市,一线,2020\n')).read).toBe(1);
  });
});

describe('a workbook with a sheet for each scholar', () => {
  const head = ['起止时间', '单位', '职务'];
  const sheet = (name: string, ...own: string[][]) => ({ name, rows: own });
  const posts = [
    ['1990.9-1995.6', '武汉大学', '博士'],
    ['1995-2004', '华中师范大学', '讲师'],
  ];
  const book = (...names: string[]) =>
    workbookOf(
      ...names.map((name) => sheet(name, head, ...posts)),
      sheet('说明', ['黄色=待核']),
      sheet('其他', ['a', 'b'], ['1', '2']),
    );

  it('is asked about once, then read whole, a scholar a sheet', async () => {
    const app = await freshApp();
    const file = fileOf('简历.xlsx', book('王某', '李某'));
    const asked = await importStudyFile(app, file);
    const id = 'ask.sheets-are-scholars';
    expect(asked).toMatchObject({ imported: 0, questions: [{ id, rows: null, values: { names: ['王某', '李某'] } }] });
    const done = await importStudyFile(app, file, {}, 'skip', { [id]: 'scholars' });
    expect(done).toMatchObject({ read: 4, imported: 4, rejections: [] });
    expect(done.notes).toContainEqual(saying('study-import.sheets-not-read', { chosen: '王某', others: ['其他'] }));
    const rows = app.library.db.all(
      'SELECT s.name, start_year AS start FROM positions p JOIN scholars s ON s.id = p.scholar_id ORDER BY p.id',
    );
    expect(rows).toEqual(
      ['王某', '李某'].flatMap((name) => [
        { name, start: 1990 },
        { name, start: 1995 },
      ]),
    );
  });

  it('whose sheets have no names of people is not recognised, unless the titles name them', async () => {
    await expect(preview('a.xlsx', book('Sheet1', 'Sheet2'))).rejects.toMatchObject({
      told: { id: 'study-import.not-recognised-sheet' },
    });
    const titled = workbookOf(sheet('Sheet1', ['姓名：王某'], head, ...posts));
    expect((await preview('a.xlsx', titled)).questions[0].values?.names).toEqual(['王某']);
  });
});

it('a table that is recognised by its headings is read once', async () => {
  vi.mocked(table.readTable).mockClear();
  await preview('arwu-2010.csv', RANKS);
  expect(table.readTable).toHaveBeenCalledTimes(1);
});

it.each([
  ['China (Mainland)', 'CN'],
  ['Republic of Ireland', 'IE'],
  ['Hong Kong SAR, China', 'HK'],
  ['Macau SAR', 'MO'],
  ['Iran, Islamic Republic of', 'IR'],
  ['Korea, Republic of', 'KR'],
  ['Tanzania, United Republic of', 'TZ'],
  ['Brunei Darussalam', 'BN'],
  ['Unisted States', null],
])('the country %s is %s', (name, code) => {
  expect(countryCode(name)).toBe(code);
});

it.each([
  [
    'gb18030',
    '曹耀峰',
    [
      'bmFtZSxzdWJhcmVhLHllYXJfYXdhcmQsYWZmaWxpYXRpb24KstzSq7flLMTc1LTT67/z0rW5pLPMudzA7SwyMDEzLF',
      'Npbm9wZWMKsvG66bflLMTc1LTT67/z0rW5pLPMudzA7SwyMDE1LFVuaW9uUGF5CsH1q2QsvMbL47v606bTw7y8yvUs',
      'MTk5NyxBbnNoYW4gU3RlZWwK',
    ].join(''),
  ],
  [
    'euc-kr',
    '김철수',
    [
      'wMy4pyy068fQLMfQwKcsvcPA2wqx6MO2vPYsvK2/77Trx9Cxsyy52rvnLDE5OTAKudq/tcjxLL+svLy068fQsbMgwL',
      '2+x7Trx9AssbO89iwxOTk1Cg==',
    ].join(''),
  ],
])('a file in %s whose letters are mostly ASCII is read as such', (encoding, name, base64) => {
  const { text, encoding: found } = decodeText(Buffer.from(base64, 'base64'), 'auto');
  expect([found, text.includes(name)]).toEqual([encoding, true]);
});

describe('a list of people who were elected', () => {
  it('is a row a scholar with the year and the institution of the award, and no population', async () => {
    const app = await freshApp();
    const list = '序号,姓名,推荐单位,入选年份,类别\n1,王某,武汉音乐学院,2009,特聘教授\n2,李某,,2011,讲座教授\n';
    await importStudyFile(app, fileOf('名单.csv', list));
    const rows = app.library.db.all('SELECT stage, role, mention, start_year AS year FROM positions ORDER BY id');
    expect(rows).toEqual([
      { stage: 'elected', role: 'award', mention: '武汉音乐学院', year: 2009 },
      { stage: 'elected', role: 'award', mention: '', year: 2011 },
    ]);
  });

  it.each(['姓名,当选年份,工作单位', 'Name,Year Elected,Affiliation at Election', 'name,affiliation,year_award'])(
    '%s is one',
    async (head) => {
      const cells = head.split(',').map((name) => (/year|年份/i.test(name) ? '2005' : 'Alpha'));
      const { kind, mapping } = await preview('a.csv', `${head}\n${cells.join(',')}\n`);
      expect([kind, Object.keys(mapping.stages.elected).toSorted()]).toEqual(['wide', ['institution', 'year']]);
    },
  );

  it('with a recommending and an employing institution asks which counts', async () => {
    const list = '姓名,申报学校,现工作单位,入选年份\n王某,武汉大学,武汉音乐学院,2009\n';
    const { questions } = await preview('a.csv', list);
    expect(questions).toMatchObject([{ id: 'ask.award-institution', rows: null }]);
    const told = await preview('a.csv', list, {}, { 'ask.award-institution': 'recommending' });
    expect(told.mapping.stages.elected).toEqual({ institution: '申报学校', year: '入选年份' });
  });

  it.each([
    ['employer', '现工作单位'],
    ['recommending', '申报学校'],
  ] as const)('with both, the codebook can say that the %s counts', async (awardInstitution, institution) => {
    const app = await freshApp();
    const positions = { ...DEFAULT_CODEBOOK.positions, awardInstitution };
    await app.call('mobility/apply-codebook', {
      codebook: { ...DEFAULT_CODEBOOK, positions },
      note: '',
      author: 'Ana',
    });
    const list = fileOf('a.csv', '姓名,申报学校,现工作单位,入选年份\n王某,武汉大学,武汉音乐学院,2009\n');
    const { questions, mapping } = await app.call('mobility/preview-import', {
      grant: app.grants.add(list),
      mapping: {},
    });
    expect([questions, mapping.stages.elected]).toEqual([[], { institution, year: '入选年份' }]);
  });
});

describe('values that could be headings', () => {
  it('below a full row of names stay a row of data', async () => {
    const head = 'University,Advisor ID,Advisor Rank,Papers,Student,Student Degree\n';
    const rows = 'Alpha,a0,Professor,307,s0,PhD\nAlpha,a0,Professor,307,s1,PhD\nBeta,a1,Lecturer,12,s2,Master\n';
    await expect(preview('students.csv', head + rows)).rejects.toMatchObject({
      told: { values: { head: ['University', 'Advisor ID', 'Advisor Rank', 'Papers', 'Student', 'Student Degree'] } },
    });
  });
});

describe('a text of links', () => {
  const links = Array.from({ length: 12 }, (_, i) => `/wiki/Ann_Lee_${i} (Physics 19${10 + i})`).join('\n');
  const quoted = Array.from({ length: 12 }, (_, i) => `"/wiki/University_${i}",`).join('\n');
  const pages = Array.from({ length: 12 }, (_, i) => `https://example.org/people/${i}.html`).join('\n');
  it.each([links, quoted, pages])('is no CV before somebody says so (%#)', async (text) => {
    const { imported, questions } = await preview('laureates.txt', text);
    expect(imported).toBe(0);
    expect(questions).toMatchObject([{ id: 'ask.text-of-links:laureates.txt' }]);
  });

  it('beside sentences is one', async () => {
    const cv = `Ann Lee\n2001–2005 PhD, University of Alpha\n${pages.slice(0, 200)}\nProfessor\nhttps`;
    expect((await preview('ann.txt', cv)).questions).toEqual([]);
  });
});

describe('a roster whose degrees are not all doctorates', () => {
  it('says which were read as none, and takes what is said of them', async () => {
    const head = 'institution,name,rank,degree,degree_year,school\n';
    const rows = ['PHD', 'DBA', 'MBA', 'MBA', 'JD'].map(
      (one, i) => `Alpha,Ann ${'ABCDE'[i]}ee,Prof,${one},1990,Beta\n`,
    );
    const read = await preview('roster.csv', head + rows.join(''));
    expect(read).toMatchObject({ kind: 'wide', imported: 5 });
    expect(read.notes).toContainEqual(
      saying('study-import.other-degrees', { rows: 3, degrees: ['MBA (2)', 'JD (1)'] }),
    );
    const told = await preview('roster.csv', head + rows.join(''), { roles: { JD: 'doctorate' } });
    expect(told.notes).toContainEqual(saying('study-import.other-degrees', { rows: 2, degrees: ['MBA (2)'] }));
  });
});
