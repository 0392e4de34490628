import { describe, expect, it } from 'vitest';
import { cityOf } from '../../src/core/mobility/names/city.ts';
import { countryCode } from '../../src/core/mobility/names/country.ts';
import { roleSaid } from '../../src/core/mobility/import/roles/roles.ts';
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
    expect(await placed('Tbilisi, Georgia', 'Chisinau, MD')).toEqual(['Tbilisi, Georgia', 'Chisinau, MD']);
    expect(cityOf('Chisinau, MD', null).country).toBeNull();
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
const ranksOf = async (name: string, content: string | Uint8Array) => {
  const app = await freshApp();
  const told = await importStudyFile(app, fileOf(name, content));
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
    const { list, notes } = await grades('学校,省份,音乐学,美术学\n甲山大学,江苏,A+,B\n乙水学院,浙江,,A-\n');
    expect(list).toEqual(['音乐学 甲山大学 A+', '美术学 甲山大学 B', '美术学 乙水学院 A-']);
    expect(notes).toContain('study-import.columns-not-used');
  });

  it('of grades and disciplines has schools in its cells', async () => {
    const { list } = await grades('等级,音乐学,美术学\nA+,甲山大学,乙水学院\n,丙河大学,\n');
    expect(list).toEqual(['音乐学 甲山大学 A+', '音乐学 丙河大学 A+', '美术学 乙水学院 A+']);
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
