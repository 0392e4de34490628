import { describe, expect, it } from 'vitest';
import type { App } from '../../src/core/app/app.ts';
import { scholarKeyOf, withoutOrcid } from '../../src/core/mobility/names/full-name.ts';
import { freshApp, texts } from '../support/fixtures.ts';
import { fileOf, importStudyFile } from '../support/mobility.ts';
import { saying } from '../support/messages.ts';

const scholars = (app: App) => app.library.db.all('SELECT scholar_key AS key, name FROM scholars ORDER BY id');
const stays = (app: App) =>
  app.library.db.all<{ stay: string }>(
    `SELECT s.name || ' ' || mention || ' ' || coalesce(start_year, '?') || '–' || coalesce(end_year, '?')
       || ' ' || is_current AS stay FROM positions p JOIN scholars s ON s.id = p.scholar_id ORDER BY p.id`,
  );

describe('names in cells', () => {
  it.each([
    ['Zhang, Wei', 'Wei Zhang'],
    ['ZHANG,  Wei', 'wei zhang'],
    ['王，伟', '王伟'],
    ['Smith, Anna B.', 'Anna B. Smith'],
  ])('%s is %s', (one, other) => {
    expect(scholarKeyOf(one)).toBe(scholarKeyOf(other));
  });

  it.each([
    ['Smith, Jr.', 'Jr. Smith'],
    ['Lee, PhD', 'PhD Lee'],
    ['Zhang Wei', 'Wei Zhang'],
    ['Wang Wei', '王伟'],
  ])('%s is not %s', (one, other) => {
    expect(scholarKeyOf(one)).not.toBe(scholarKeyOf(other));
  });

  it.each([
    ['Wei Zhang (0000-0002-1825-009X)', 'Wei Zhang', '0000-0002-1825-009X'],
    ['Wei Zhang https://orcid.org/0000-0002-1825-0097', 'Wei Zhang', '0000-0002-1825-0097'],
    ['王伟 ORCID: 0000-0002-1825-0097', '王伟', '0000-0002-1825-0097'],
    ['王伟', '王伟', null],
    ['0000000218250097', '', '0000-0002-1825-0097'],
    ['0000000218250098', '0000000218250098', null],
  ])('%s', (cell, rest, orcid) => {
    expect(withoutOrcid(cell)).toEqual({ rest, orcid });
  });
});

describe('whose rows are', () => {
  it.each<[string, string, string]>([
    ['First Name,Last Name', 'Wei,Zhang', 'Wei Zhang'],
    ['surname,middle initial,given name', 'Smith,B.,Anna', 'Anna B. Smith'],
    ['姓,名', '王,伟', '王伟'],
  ])('two columns, %s, are one name', async (head, cells, name) => {
    const app = await freshApp();
    const file = fileOf('r.csv', `${head},institution,title,start\n${cells},Alpha University,Lecturer,1999\n`);
    const told = await importStudyFile(app, file);
    expect(told).toMatchObject({ kind: 'long', imported: 1, rejections: [] });
    expect(told.notes).toContainEqual(
      saying('study-import.names-put-together', { columns: head.split(',').toSorted(given), column: 'name' }),
    );
    expect(texts(told.notes)).not.toMatch(/not used/);
    expect(scholars(app)).toEqual([{ key: name, name }]);
  });

  it('“Last, First” is the person of “First Last”; an ORCID iD beside the name is the id', async () => {
    const app = await freshApp();
    const head = 'name,institution,title,start\n';
    const rows = '"Zhang, Wei",Alpha,Lecturer,1999\nWei Zhang,Beta,Professor,2005\n';
    await importStudyFile(app, fileOf('a.csv', head + rows));
    expect(scholars(app)).toEqual([{ key: 'Zhang, Wei', name: 'Zhang, Wei' }]);
    await importStudyFile(app, fileOf('b.csv', `${head}Anna Smith (0000-0002-1825-0097),Beta,Professor,2005\n`));
    expect(scholars(app).at(-1)).toEqual({ key: '0000-0002-1825-0097', name: 'Anna Smith' });
  });

  it('rows of one name without ids are asked about where each scholar has a row', async () => {
    const file = fileOf(
      'w.csv',
      '姓名,博士院校,博士年份\n王伟,甲山大学,1990\n王伟,乙水大学,1985\n李强,甲山大学,1991\n王伟,甲山大学,1990\n',
    );
    const asked = await importStudyFile(await freshApp(), file);
    expect(asked.questions).toMatchObject([{ id: 'ask.namesakes', rows: 1, values: { people: ['王伟'] } }]);
    expect(asked).toMatchObject({ imported: 2, rejections: [{ row: 5 }] });
    const app = await freshApp();
    await importStudyFile(app, file, {}, 'skip', { 'ask.namesakes': 'other' });
    expect(scholars(app).map((one) => Object.values(one as object)[0])).toEqual(['王伟', '王伟 (2)', '李强']);
    // A tie names both of them.
    const ties = await importStudyFile(app, fileOf('ties.csv', 'source,target\n王伟,李强\n'));
    expect(ties).toMatchObject({ imported: 0, questions: [{ id: 'ask.which-namesake:王伟', rows: 1 }] });
  });

  it('rows of one name and one e-mail address are one person’s, entered twice', async () => {
    const head = 'Name,Title,Email,Department,Education\n';
    const first = 'Ann Lee,Professor,mailto:ann@alpha.edu,Biology,"PhD, Beta University, 1999"\n';
    const again = first.replace('Biology', '').replace('ann@', 'Ann@');
    const once = await importStudyFile(await freshApp(), fileOf('guide.csv', head + first + again));
    expect(once).toMatchObject({ questions: [], rejections: [{ row: 3, problem: { values: { row: 2 } } }] });
    const other = again.replace('Ann@', 'a.lee@');
    const two = await importStudyFile(await freshApp(), fileOf('guide.csv', head + first + other));
    expect(two).toMatchObject({ rejections: [], questions: [{ id: 'ask.namesakes', rows: 1 }] });
  });

  it.each([
    ['the address of a department, which others have too', '王伟,m@jia.edu.cn,,1995,甲山大学', '李四,m@jia.edu.cn,,,'],
    ['anything else that differs', '王伟,m@jia.edu.cn,,2005,甲山大学', '李四,l@jia.edu.cn,,,'],
  ])('rows of one name are asked about for all their e-mail address: %s', async (_what, second, other) => {
    const head = '姓名,邮箱,博士毕业院校,博士毕业年份,现单位\n';
    const first = '王伟,m@jia.edu.cn,甲山大学,1995,甲山大学\n';
    const told = await importStudyFile(await freshApp(), fileOf('w.csv', `${head}${first}${second}\n${other}\n`));
    expect(told.rejections.filter(({ row }) => row === 3)).toEqual([]);
    expect(told.questions).toMatchObject([{ id: 'ask.namesakes', rows: 1, values: { people: ['王伟'] } }]);
  });

  it('a name that the library has under an id, or the other way round, is asked about once', async () => {
    const head = 'scholar,name,institution,title,start\n';
    const app = await freshApp();
    await importStudyFile(app, fileOf('a.csv', `${head}s1,Wei Zhang,Alpha,Lecturer,1999\n,李强,Alpha,Lecturer,1999\n`));
    const file = fileOf('b.csv', `${head},"ZHANG, Wei",Beta,Professor,2005\ns7,李强,Beta,Professor,2006\n`);
    const asked = await importStudyFile(app, file);
    expect(asked).toMatchObject({ imported: 0, rejections: [] });
    expect(asked.questions).toMatchObject([
      { id: 'ask.known-by-name', rows: 2, values: { people: ['ZHANG, Wei (s1)', '李强 (李强)'] } },
    ]);
    const answers = { 'ask.known-by-name': 'same' };
    const same = await importStudyFile(app, file, { existing: 'add' }, 'skip', answers);
    expect(same).toMatchObject({ imported: 2, questions: [] });
    expect(scholars(app)).toEqual([
      { key: 's1', name: 'Wei Zhang' },
      { key: '李强', name: '李强' },
    ]);
  });

  it('a name that several of the library have is asked about apart; pinyin is nobody’s characters', async () => {
    const head = 'scholar,name,institution,title,start\n';
    const app = await freshApp();
    const own = 's1,王伟,Alpha,Lecturer,1999\ns2,王伟,Beta,Lecturer,1999\n';
    await importStudyFile(app, fileOf('a.csv', head + own));
    const file = fileOf('b.csv', `${head},王伟,Beta,Professor,2005\n,Wang Wei,Beta,Professor,2005\n`);
    const asked = await importStudyFile(app, file);
    expect(asked).toMatchObject({ imported: 1, questions: [{ id: 'ask.which-namesake:王伟', rows: 1 }] });
    expect(scholars(app).at(-1)).toEqual({ key: 'Wang Wei', name: 'Wang Wei' });
  });
});

/** Headings of a name's parts in the order in which a note names them. */
function given(a: string, b: string): number {
  const order = ['First Name', 'given name', '名', 'middle initial', 'Last Name', 'surname', '姓'];
  return order.indexOf(a) - order.indexOf(b);
}

describe('tables of other tools', () => {
  const institution = (name: string, id: number) => ({
    id: `https://openalex.org/I${id}`,
    display_name: name,
    country_code: 'CN',
  });
  const author = {
    id: 'https://openalex.org/A5000000001',
    orcid: 'https://orcid.org/0000-0002-1825-0097',
    display_name: 'Wei Zhang',
    affiliations: [
      { institution: institution('Beta University', 2), years: [2023, 2022, 2020] },
      { institution: institution('Alpha University', 1), years: [2019, 2018, 2009] },
    ],
    last_known_institutions: [institution('Beta University', 2)],
  };
  it.each([
    ['an answer', 'authors.json', JSON.stringify({ meta: {}, results: [author] })],
    ['one author', 'author.json', JSON.stringify(author, null, 2)],
    [
      'one a line',
      'authors.jsonl',
      `${JSON.stringify(author)}\n${JSON.stringify({ ...author, orcid: null, affiliations: [] })}\n`,
    ],
  ])('authors of OpenAlex: %s', async (_what, name, content) => {
    const app = await freshApp();
    const told = await importStudyFile(app, fileOf(name, content));
    expect(told).toMatchObject({ kind: 'long', rejections: [] });
    expect(told.notes).toContainEqual(saying('study-import.openalex-years'));
    expect(stays(app).slice(0, 3)).toEqual([
      { stay: 'Wei Zhang Alpha University 2009–2009 0' },
      { stay: 'Wei Zhang Alpha University 2018–2019 0' },
      { stay: 'Wei Zhang Beta University 2020–? 1' },
    ]);
    expect(scholars(app)[0]).toEqual({ key: '0000-0002-1825-0097', name: 'Wei Zhang' });
  });

  it('a table of VIVO, and one of OpenAlex authors with a column each', async () => {
    const vivo =
      'person,personLabel,positionTitle,orgLabel,startDateTime,endDateTime\n' +
      'http://vivo.example/n1,"Zhang, Wei",Professor,Alpha University,1999-01-01T00:00:00,2004-01-01T00:00:00\n';
    const app = await freshApp();
    expect(await importStudyFile(app, fileOf('vivo.csv', vivo))).toMatchObject({ kind: 'long', rejections: [] });
    expect(stays(app)).toEqual([{ stay: 'Zhang, Wei Alpha University 1999–2004 0' }]);
    const flat =
      'author_id,display_name,institution_display_name,years\nA1,Wei Zhang,Beta University,"2015, 2016, 2018"\n';
    const told = await importStudyFile(app, fileOf('flat.csv', flat));
    expect(told).toMatchObject({ kind: 'long', rejections: [], questions: [{ id: 'ask.unusual-years:years:list' }] });
  });
});
