import { describe, expect, it } from 'vitest';
import type { App } from '../../src/core/app/app.ts';
import { freshApp, temporaryFolder } from '../support/fixtures.ts';
import { saying } from '../support/messages.ts';
import { fileOf, importStudyFile } from '../support/mobility.ts';

function stays(app: App): Record<string, string[]> {
  const rows = app.library.db.all<{ key: string; stay: string }>(
    `SELECT s.scholar_key AS key, p.mention || ' ' || coalesce(p.start_year, p.end_year) AS stay
     FROM positions p JOIN scholars s ON s.id = p.scholar_id ORDER BY s.id, p.id`,
  );
  const byKey = Map.groupBy(rows, ({ key }) => key);
  return Object.fromEntries([...byKey].map(([key, own]) => [key, own.map(({ stay }) => stay)]));
}

const HEAD = 'name,role,institution,start,end\n';
const FIRST = '王伟,doctorate,Alpha,1985,1990\n王伟,lecturer,Alpha,1990,1999\n';
const SECOND = '王伟,doctorate,Beta,1995,2000\n王伟,lecturer,Gamma,2000,2004\n';
const BETWEEN = '李强,doctorate,Alpha,1986,1991\n';
const both = {
  王伟: ['Alpha 1985', 'Alpha 1990'],
  李强: ['Alpha 1986'],
  '王伟 (2)': ['Beta 1995', 'Gamma 2000'],
};

describe('people of one name in a table with several rows a person and no ids', () => {
  it('are asked about where their rows stand in two places', async () => {
    const file = fileOf('posts.csv', HEAD + FIRST + BETWEEN + SECOND);
    const app = await freshApp();
    const asked = await importStudyFile(app, file);
    expect(asked).toMatchObject({ imported: 1, questions: [{ id: 'ask.names-apart', rows: 4 }] });
    expect(asked.questions[0].values).toMatchObject({ people: ['王伟'] });
    expect(Object.keys(stays(app))).toEqual(['李强']);
    const apart = await freshApp();
    await importStudyFile(apart, file, {}, 'skip', { 'ask.names-apart': 'other' });
    expect(stays(apart)).toEqual(both);
    const one = await freshApp();
    await importStudyFile(one, file, {}, 'skip', { 'ask.names-apart': 'same' });
    expect(stays(one).王伟).toEqual([...both.王伟, ...both['王伟 (2)']]);
    const none = await freshApp();
    await importStudyFile(none, file, {}, 'skip', { 'ask.names-apart': 'leave-out' });
    expect(Object.keys(stays(none))).toEqual(['李强']);
  });

  it.each([
    [
      'by year',
      ['甲,Alpha,博士,1990,1995', '乙,Beta,博士,1991,1996', '甲,Beta,讲师,1995,2004', '乙,Gamma,讲师,1996,2004'],
    ],
    [
      'by kind',
      ['甲,Alpha,博士,1990,1995', '乙,Beta,博士,1985,1990', '甲,Beta,讲师,1995,2004', '乙,Gamma,讲师,1990,2004'],
    ],
    [
      'by year, under two names of one university',
      [
        '甲,北京大学,博士,1990,1995',
        '乙,Beta,博士,1991,1996',
        '甲,Peking University,博士,1991,',
        '乙,Beta,讲师,1996,2004',
      ],
    ],
  ])('are not asked about where the table is in the order %s and their rows agree', async (_order, rows) => {
    const file = fileOf('cv.csv', `姓名,单位,类型,起始年,结束年\n${rows.join('\n')}\n`);
    const told = await importStudyFile(await freshApp(), file);
    expect(told).toMatchObject({ imported: 4, questions: [] });
    expect(told.notes).toContainEqual(saying('study-import.names-by-order', { names: 2 }));
  });

  it.each([
    ['two doctorates', '甲,Beta,博士,1996,2004', 'ask.two-degrees'],
    ['two posts at once', '甲,Delta,讲师,1996,2009', 'ask.names-apart'],
  ])('are asked about in such a table for %s', async (_what, row, question) => {
    const rows = [
      '甲,Alpha,博士,1990,1995',
      '乙,Beta,博士,1991,1996',
      '甲,Gamma,讲师,1995,2004',
      '乙,Beta,讲师,1996,2004',
      row,
    ];
    const file = fileOf('cv.csv', `姓名,单位,类型,起始年,结束年\n${rows.join('\n')}\n`);
    expect((await importStudyFile(await freshApp(), file)).questions.map(({ id }) => id)).toEqual([question]);
  });

  it('are asked about where they differ in sex or year of birth, however it is written', async () => {
    const head = '姓名,性别,出生年份,类型,单位,起始年\n';
    const rows = ['男,1960年,博士,Alpha,1985', '女性,,博士,Beta,1985', ',,讲师,Beta,1990', '男性,1960,讲师,Alpha,1990'];
    const file = fileOf('rows.csv', head + rows.map((row) => `王伟,${row}\n`).join(''));
    const app = await freshApp();
    expect(await importStudyFile(app, file)).toMatchObject({ imported: 0, questions: [{ id: 'ask.names-apart' }] });
    await importStudyFile(app, file, {}, 'skip', { 'ask.names-apart': 'other' });
    expect(stays(app)).toEqual({ 王伟: ['Alpha 1985', 'Alpha 1990'], '王伟 (2)': ['Beta 1985', 'Beta 1990'] });
  });

  it('of whom the first row says nothing are not one more', async () => {
    const rows = [',博士,Alpha,1985', '男,讲师,Alpha,1990', '女,博士,Beta,1995'];
    const file = fileOf('rows.csv', `姓名,性别,类型,单位,起始年\n${rows.map((row) => `王伟,${row}\n`).join('')}`);
    const app = await freshApp();
    await importStudyFile(app, file, {}, 'skip', { 'ask.names-apart': 'other' });
    expect(stays(app)).toEqual({ 王伟: ['Alpha 1985', 'Alpha 1990'], '王伟 (2)': ['Beta 1995'] });
  });

  it('are asked about where one would have two doctorates; not for a joint one, or one with ids', async () => {
    const file = fileOf('posts.csv', HEAD + FIRST + SECOND + BETWEEN);
    const app = await freshApp();
    const asked = await importStudyFile(app, file);
    expect(asked).toMatchObject({ imported: 1, questions: [{ id: 'ask.two-degrees', rows: 4 }] });
    const one = await importStudyFile(app, file, {}, 'skip', { 'ask.two-degrees': 'same' });
    expect(one).toMatchObject({ imported: 4, questions: [] });
    const joint = '李强,doctorate,Alpha,1986,1991\n李强,doctorate,Beta,1986,1991\n李强,lecturer,Beta,1991,\n';
    expect(await importStudyFile(await freshApp(), fileOf('a.csv', HEAD + joint))).toMatchObject({ questions: [] });
    const rows = (HEAD + FIRST + BETWEEN + SECOND).split('\n').filter((row) => row !== '');
    const ids = ['id', 's1', 's1', 's3', 's2', 's2'];
    const withIds = fileOf('ids.csv', rows.map((row, i) => `${ids[i]},${row}\n`).join(''));
    expect(await importStudyFile(await freshApp(), withIds)).toMatchObject({ imported: 5, questions: [] });
  });
});

describe('people of a file who would be one scholar of the library', () => {
  const head = `scholar,${HEAD}`;
  const library = () => fileOf('a.csv', `${head},王伟,lecturer,Delta,2005,2006\n`);
  const file = () =>
    fileOf(
      'b.csv',
      `${head}s7,王伟,lecturer,Alpha,1990,1999\ns8,王伟,lecturer,Alpha,2000,2004\n,李强,lecturer,Alpha,2000,2004\n`,
    );
  const same = { 'ask.known-by-name': 'same' };
  const added = { existing: 'add' };

  it('are asked about and never written over each other', async () => {
    const app = await freshApp();
    await importStudyFile(app, library());
    const asked = await importStudyFile(app, file(), added, 'skip', same);
    expect(asked.questions).toMatchObject([
      { id: 'ask.one-scholar-twice:王伟', rows: 2, values: { people: ['s7 (王伟)', 's8 (王伟)'] } },
    ]);
    expect(stays(app)).toEqual({ 王伟: ['Delta 2005'], 李强: ['Alpha 2000'] });
    await importStudyFile(app, file(), added, 'skip', { ...same, 'ask.one-scholar-twice:王伟': 's8' });
    expect(stays(app)).toMatchObject({ 王伟: ['Delta 2005', 'Alpha 2000'], s7: ['Alpha 1990'] });
  });

  it('are one person with all rows if it is said so', async () => {
    const app = await freshApp();
    await importStudyFile(app, library());
    await importStudyFile(app, file(), added, 'skip', { ...same, 'ask.one-scholar-twice:王伟': 'same' });
    expect(stays(app).王伟).toEqual(['Delta 2005', 'Alpha 1990', 'Alpha 2000']);
  });

  it('who has the name alone stays apart from one with an id', async () => {
    const app = await freshApp();
    await importStudyFile(app, library());
    const named = fileOf(
      'c.csv',
      `${head},王伟,lecturer,Delta,2005,2006\n,王伟,professor,Delta,2006,2010\ns8,王伟,lecturer,Delta,2000,2004\n`,
    );
    const asked = await importStudyFile(app, named, added, 'skip', same);
    expect(asked.questions).toMatchObject([{ id: 'ask.one-scholar-twice:王伟', rows: 3 }]);
    await importStudyFile(app, named, added, 'skip', { ...same, 'ask.one-scholar-twice:王伟': 's8' });
    expect(stays(app)).toEqual({ 王伟: ['Delta 2005', 'Delta 2000'], '王伟 (2)': ['Delta 2005', 'Delta 2006'] });
  });

  it('each of several of one name has a question of its own', async () => {
    const app = await freshApp();
    await importStudyFile(app, fileOf('a.csv', `${head}x1,王伟,lecturer,Delta,2005,\nx2,王伟,lecturer,Beta,2005,\n`));
    const rows = '姓名,博士院校,博士年份\n王伟,Alpha,1990\n王伟,Beta,1985\n';
    const wide = fileOf('wide.csv', rows);
    const apart = { 'ask.namesakes': 'other' };
    const asked = await importStudyFile(app, wide, {}, 'skip', apart);
    expect(asked.questions.map(({ id }) => id)).toEqual(['ask.which-namesake:王伟', 'ask.which-namesake:王伟 (2)']);
    const answers = { ...apart, 'ask.which-namesake:王伟': 'x2', 'ask.which-namesake:王伟 (2)': 'x1' };
    await importStudyFile(app, wide, added, 'skip', answers);
    expect(stays(app)).toEqual({ x1: ['Delta 2005', 'Beta 1985'], x2: ['Beta 2005', 'Alpha 1990'] });
  });
});

describe('somebody whom the library has under the name alone', () => {
  const posts = () => fileOf('a.csv', HEAD + FIRST);

  it('is asked about where the doctorate or the year of birth is another', async () => {
    const app = await freshApp();
    await importStudyFile(app, posts());
    const other = fileOf('b.csv', HEAD + SECOND);
    const asked = await importStudyFile(app, other, { existing: 'add' });
    expect(asked).toMatchObject({ imported: 0, questions: [{ id: 'ask.known-by-name', rows: 2 }] });
    await importStudyFile(app, other, {}, 'skip', { 'ask.known-by-name': 'other' });
    expect(stays(app)).toEqual({ 王伟: both.王伟, '王伟 (2)': both['王伟 (2)'] });
    // A third file with the name does not know which of the two is meant.
    const third = await importStudyFile(app, fileOf('c.csv', `${HEAD}王伟,professor,Gamma,2004,\n`));
    expect(third.questions).toMatchObject([{ id: 'ask.which-namesake:王伟' }]);
  });

  it('is the same person in a later version of the file, or where a line with its year is the same', async () => {
    const app = await freshApp();
    await importStudyFile(app, posts());
    const later = fileOf('a.csv', `${HEAD}王伟,doctorate,Beta,1985,1990\n王伟,lecturer,Alpha,1990,1999\n`);
    expect(await importStudyFile(app, later)).toMatchObject({ imported: 1, questions: [] });
    const shared = fileOf('b.csv', `${HEAD}王伟,lecturer,Alpha,1990,1999\n王伟,doctorate,Gamma,1970,1975\n`);
    const told = await importStudyFile(app, shared, { existing: 'add' });
    expect(told).toMatchObject({ imported: 1, questions: [] });
  });
});

it('two texts of one scholar do not take each other’s place', async () => {
  const app = await freshApp();
  const folder = temporaryFolder();
  fileOf('王伟.txt', '1985-1990 博士，甲山大学\n', folder);
  fileOf('王伟.md', '1990-1999 讲师，甲山大学\n', folder);
  await importStudyFile(app, folder, { existing: 'replace' });
  const lines = () =>
    app.library.db.all(
      `SELECT text FROM evidence e WHERE NOT EXISTS (SELECT 1 FROM withdrawn_evidence w WHERE w.evidence_id = e.id)
       ORDER BY text`,
    );
  expect(lines()).toEqual([{ text: '1985-1990 博士，甲山大学' }, { text: '1990-1999 讲师，甲山大学' }]);
  await importStudyFile(app, folder, { existing: 'replace' });
  expect(lines()).toHaveLength(2);
  fileOf('王伟.txt', '1986-1991 博士，甲山大学\n', folder);
  await importStudyFile(app, folder, { existing: 'replace' });
  expect(lines()).toEqual([{ text: '1986-1991 博士，甲山大学' }, { text: '1990-1999 讲师，甲山大学' }]);
});

describe('people whose names or ids differ as spellings do', () => {
  const POSTS = '姓名,单位,类型,起始年,结束年\n';
  const posts = (...names: string[]) => POSTS + names.map((name, i) => `"${name}",U${i},讲师,${1990 + i},\n`).join('');
  const asked = async (content: string) =>
    (await importStudyFile(await freshApp(), fileOf('posts.csv', content))).questions.map(({ id, rows }) => [id, rows]);

  it.each([
    [['José Núñez', 'Jose Nunez'], 2],
    [['张靓颖', '張靚穎'], 2],
    [['李小明', '李小明（教授）', '李小明*'], 3],
    [['Li, Xiaoming', 'Xiao-ming Li', 'LI Xiaoming', 'X. Li'], 4],
    [['John Smith', 'John A. Smith'], 2],
    [['Prof. Ann Lee', 'Ann Lee', 'Ann Leé'], 3],
    [['Hans Müller', 'Hans Mueller', 'Hans Muller'], 3],
    [['Hans Ørsted', 'Hans Orsted'], 2],
    [['约翰·史密斯', '约翰.史密斯', '约翰史密斯'], 3],
  ])('%s are asked about', async (names, rows) => {
    expect(await asked(posts(...names))).toEqual([[`ask.spelled-alike:${names[0]}`, rows]]);
  });

  it.each([
    [['王伟', '王维', '王伟强']],
    [['Ann Lee', 'Anna Lee', 'Ann Leeson', 'Ben Lee']],
    [['John Smith', 'Jane Smith', 'J. Smith']],
    [['Scholar 12', 'Scholar 21']],
    [['Michael Kim', 'Michal Kim']],
  ])('%s are not', async (names) => {
    expect(await asked(posts(...names))).toEqual([]);
  });

  it('take the answer: one person with all rows, or two; who is apart in the library stays so', async () => {
    const file = fileOf('posts.csv', posts('José Núñez', 'Jose Nunez'));
    const id = 'ask.spelled-alike:José Núñez';
    const one = await freshApp();
    await importStudyFile(one, file, {}, 'skip', { [id]: 'same' });
    expect(stays(one)).toEqual({ 'José Núñez': ['U0 1990', 'U1 1991'] });
    const later = await importStudyFile(one, fileOf('more.csv', posts('Jose Nunez')));
    expect(later).toMatchObject({ imported: 0, questions: [{ id: 'ask.spelled-alike:Jose Nunez', rows: 1 }] });
    const two = await freshApp();
    await importStudyFile(two, file, {}, 'skip', { [id]: 'other' });
    expect(Object.keys(stays(two))).toEqual(['José Núñez', 'Jose Nunez']);
    expect((await importStudyFile(two, file)).questions).toEqual([]);
  });

  it.each([
    [['001', '1', '1.0'], ['甲某', '甲某', '甲某'], 3],
    [['S-01', 'S01', 's_1'], ['甲某', '甲某', '甲某'], 3],
    [['S-01', 'S01'], ['甲某', '乙某'], 0],
    [['01', '1'], ['甲某', '乙某'], 0],
  ])('ids %s of %s', async (ids, names, rows) => {
    const cells = ids.map((id, i) => `${id},${names[i]},U${i},讲师,${1990 + i}\n`).join('');
    const open = await asked(`编号,姓名,单位,类型,起始年\n${cells}9,丙某,V,讲师,1990\n9,丙某,V,教授,1999\n`);
    expect(open).toEqual(rows === 0 ? [] : [[`ask.spelled-alike:${ids[0]} (${names[0]})`, rows]]);
  });
});

describe('many names that are spelled alike', () => {
  const SIX = ['José Núñez', 'Ann Leé', 'Hans Ørsted', 'Zoë Adams', 'Paul Erdős', 'René Girard'];
  const plainly = (name: string) => name.normalize('NFKD').replace(/\p{M}/gu, '').replace('Ø', 'O');
  const people = SIX.flatMap((name) => [name, plainly(name)]);
  const rowsWith = (ids: readonly string[]) =>
    `name,affiliation,homepage,start,scholarid\n${people
      .map((name, i) => `${name},U${i},,${1990 + i},${ids[i]}\n`)
      .join('')}`;

  it('are one question, unless each shall be asked about; some can be answered by themselves', async () => {
    const file = fileOf('posts.csv', rowsWith(people.map(() => '')));
    const asked = async (answers: Record<string, string>) => {
      const { imported, questions } = await importStudyFile(await freshApp(), file, {}, 'skip', answers);
      return [imported, questions.map(({ id, rows }) => `${id} ${rows}`)];
    };
    expect(await asked({})).toEqual([0, ['ask.many-spelled-alike 12']]);
    expect(await asked({ 'ask.many-spelled-alike': 'same' })).toEqual([12, []]);
    expect(await asked({ 'ask.many-spelled-alike': 'leave-out' })).toEqual([0, []]);
    const own = { 'ask.spelled-alike:José Núñez': 'same' };
    expect(await asked(own)).toEqual([2, ['ask.many-spelled-alike 10']]);
    expect(await asked({ ...own, 'ask.many-spelled-alike': 'other' })).toEqual([12, []]);
    const [waiting, each] = await asked({ 'ask.many-spelled-alike': 'each' });
    expect(waiting).toBe(0);
    expect(each).toEqual(SIX.map((name) => `ask.spelled-alike:${name} 2`));
  });

  it('are settled by the ids of another register: one id is one person, no id is asked about', async () => {
    const app = await freshApp();
    const ids = ['aB3dEf9', 'aB3dEf9', 'cC1', 'cC2', 'd1', 'd1', 'e1', 'e1', 'f1', 'f1', 'NOSCHOLARPAGE', 'g1'];
    const read = await importStudyFile(app, fileOf('posts.csv', rowsWith(ids)));
    expect(read).toMatchObject({ imported: 10, questions: [{ id: 'ask.spelled-alike:René Girard', rows: 2 }] });
    expect(read.notes).toContainEqual(saying('study-import.settled-by-id', { names: 5, column: 'scholarid' }));
    expect(Object.keys(stays(app))).toEqual([
      'José Núñez',
      'Ann Leé',
      'Ann Lee',
      'Hans Ørsted',
      'Zoë Adams',
      'Paul Erdős',
    ]);
    expect(stays(app)['José Núñez']).toEqual(['U0 1990', 'U1 1991']);
  });

  it('and rows of one name that stand apart, too', async () => {
    const app = await freshApp();
    const table = 'name,affiliation,start,Scopus ID\n王伟,Alpha,1985,x1\n李强,Beta,1986,x2\n王伟,Gamma,1990,x1\n';
    const other = '赵敏,Delta,1991,x5\n李强,Eta,1992,x3\n';
    const read = await importStudyFile(app, fileOf('posts.csv', table + other));
    expect(read.questions).toEqual([]);
    expect(stays(app)).toMatchObject({
      王伟: ['Alpha 1985', 'Gamma 1990'],
      李强: ['Beta 1986'],
      '李强 (2)': ['Eta 1992'],
    });
  });
});
