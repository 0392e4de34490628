import { describe, expect, it } from 'vitest';
import { readPeriod } from '../../src/core/mobility/import/cells/periods.ts';
import { unusualYears } from '../../src/core/mobility/import/cells/unusual-years.ts';
import { freshApp } from '../support/fixtures.ts';
import { fileOf, importStudyFile } from '../support/mobility.ts';

const isPlain = (text: string) => {
  const read = readPeriod(text, ['']);
  return !('problem' in read) && (read.startYear !== null || read.endYear !== null);
};

describe('years that are written in an unusual way', () => {
  it.each<[string, string, Record<string, string>]>([
    ['’90', 'short', { 'latest-century': '1990', republic: '2001' }],
    ['90-95', 'short', { 'latest-century': '1990-1995', republic: '2001-2006' }],
    ['98-至今', 'short', { 'latest-century': '1998-至今', republic: '2009-至今' }],
    ['90.9-95.6', 'short', { 'latest-century': '1990-1995', republic: '2001-2006' }],
    ['90/91', 'short', { 'latest-century': '1990-1991', republic: '2001-2002' }],
    ['Sep-90', 'short', { 'latest-century': '1990', republic: '2001' }],
    ['105.8-107.7', 'short', { republic: '2016-2018' }],
    ['c. 1990', 'about', { 'year-named': '1990' }],
    ['約1990', 'about', { 'year-named': '1990' }],
    ['民國79年', 'republic', { republic: '1990年' }],
    ['民国七十九年', 'republic', { republic: '1990年' }],
    ['民國七九年', 'republic', { republic: '1990年' }],
    ['民國79年9月-84年6月', 'republic', { republic: '1990年9月-1995年6月' }],
    ['約民國79年', 'republic', { republic: '1990年' }],
    ['昭和63年', 'era', { 'japanese-era': '1988年' }],
    ['平成元年4月-7年3月', 'era', { 'japanese-era': '1989年4月-1995年3月' }],
    ['R3.4-', 'era', { 'japanese-era': '2021.4-' }],
    ['2533-38', 'buddhist', { buddhist: '1990-1995' }],
    ['1369', 'hijri', { 'solar-hijri': '1990', 'lunar-hijri': '1949' }],
    ['199009', 'compact', { 'year-and-month': '1990年09月' }],
    ['19900901-19950630', 'compact', { 'year-and-month': '1990年09月-1995年06月' }],
    ['33117', 'serial', { 'spreadsheet-date': '1990' }],
    ['1990年代初', 'decade', { 'first-year': '1990', 'middle-year': '1992' }],
    ['late 1980s', 'decade', { 'first-year': '1980', 'middle-year': '1988' }],
    ['上世纪九十年代末', 'decade', { 'first-year': '1990', 'middle-year': '1998' }],
    ['1990年以前', 'bound', { 'year-named': '1990年' }],
    ['2015, 2016, 2019', 'list', { 'first-to-last': '2015-2019' }],
    ['1992 or 1993', 'either', { 'first-year': '1992', 'last-year': '1993' }],
  ])('%s is %s', (text, form, readings) => {
    expect(readPeriod(text, [''])).toHaveProperty('problem', expect.anything());
    expect(unusualYears(text, isPlain)).toEqual({ form, readings });
  });

  it('a year with a mark of doubt behind it is asked about, though it can be read', () => {
    expect(isPlain('1990 (?)')).toBe(true);
    expect(unusualYears('1990 (?)', isPlain)).toEqual({ form: 'about', readings: { 'year-named': '1990' } });
  });

  it.each(['Sept 1990', '1990-95', '1,990', 'hello', '12345678', '5', '20O5'])('%s is no such', (text) => {
    expect(unusualYears(text, isPlain)).toBeNull();
  });
});

const POSTS = '姓名,类型,单位,起始年,结束年\n';
const startsOf = (app: Awaited<ReturnType<typeof freshApp>>) =>
  app.library.db.all<{ start: number; end: number }>(
    'SELECT start_year AS start, end_year AS end FROM positions ORDER BY start_year',
  );

describe('a table with such years', () => {
  it('asks once for the column and the way of writing, and refuses no row; the rest is imported', async () => {
    const app = await freshApp();
    const file = fileOf(
      'r.csv',
      `${POSTS}王某,博士,甲山大学,'84,'88\n王某,讲师,甲山大学,'88,1995\n王某,教授,乙水大学,1995,\n李某,讲师,乙水大学,民國79年,c. 1999\n`,
    );
    const asked = await importStudyFile(app, file);
    expect(asked).toMatchObject({ read: 4, imported: 1, rejections: [] });
    expect(asked.questions.map(({ id, rows }) => [id, rows])).toEqual([
      ['ask.unusual-years:起始年:short', 2],
      ['ask.unusual-years:结束年:short', 1],
      ['ask.unusual-years:起始年:republic', 1],
      ['ask.unusual-years:结束年:about', 1],
    ]);
    const [short] = asked.questions;
    expect(short.values).toMatchObject({ column: '起始年', form: 'short', cells: ["'84", "'88"] });
    expect(short.choices.map(({ id, label }) => [id, label.values?.examples])).toEqual([
      ['republic', ["'84 → 1995", "'88 → 1999"]],
      ['latest-century', ["'84 → 1984", "'88 → 1988"]],
      ['without-years', undefined],
      ['leave-out', undefined],
    ]);
    const preview = await app.call('mobility/preview-import', { grant: app.grants.add(file), mapping: {} });
    expect(preview).toMatchObject({ imported: 1, rejected: 0, questions: [{}, {}, {}, {}] });
    const done = await importStudyFile(app, file, {}, 'skip', {
      'ask.unusual-years:起始年:short': 'latest-century',
      'ask.unusual-years:结束年:short': 'latest-century',
      'ask.unusual-years:起始年:republic': 'republic',
      'ask.unusual-years:结束年:about': 'without-years',
    });
    expect(done).toMatchObject({ imported: 3, unchanged: 1, questions: [] });
    expect(startsOf(app)).toEqual([
      { start: 1984, end: 1988 },
      { start: 1988, end: 1995 },
      { start: 1990, end: null },
      { start: 1995, end: null },
    ]);
  });

  it('leaves out what the answer leaves out; years that stay impossible are asked about as ever', async () => {
    const app = await freshApp();
    const file = fileOf('r.csv', `${POSTS}王某,讲师,甲山大学,'99,2003\n李某,讲师,乙水大学,1999,2001\n`);
    const id = 'ask.unusual-years:起始年:short';
    const republic = await importStudyFile(app, file, {}, 'skip', { [id]: 'republic' });
    expect(republic.rejections).toMatchObject([{ row: 2, field: 'end' }]);
    const left = await importStudyFile(await freshApp(), file, {}, 'skip', { [id]: 'leave-out' });
    expect(left).toMatchObject({ imported: 1, rejections: [], questions: [] });
  });

  it.each<[string, string, string, string]>([
    ['careers', 'wide.csv', '姓名,博士院校,博士年份\n王某,甲山大学,199007\n', '博士年份:compact'],
    ['awards', 'awards.csv', '姓名,工作单位,入选年份\n王某,甲山大学,民國79年\n', '入选年份:republic'],
    ['rankings', 'arwu.csv', 'rank,institution,year\n1,Alpha,2019-20\n', 'year:several'],
    ['grades', 'grades.csv', '学校名称,评估结果,年份\n甲山大学,A+,约2017\n', '年份:about'],
    ['institutions', 'i.csv', 'name,kind,merged into,merged year\nOld,university,New,1990s\n', 'merged year:decade'],
    ['the frame', 'frame.csv', '姓名,出生年,缺失原因\n王某,49,无简历\n', '出生年:short'],
  ])('%s pass the same gate', async (_what, name, content, subject) => {
    const app = await freshApp();
    const grant = app.grants.add(fileOf(name, content));
    const told = await app.call('mobility/preview-import', { grant, mapping: {} });
    expect(told).toMatchObject({
      imported: 0,
      rejected: 0,
      questions: [{ id: `ask.unusual-years:${subject}`, rows: 1 }],
    });
  });

  it('a text that means unknown is no year, also where it looks like one', async () => {
    const app = await freshApp();
    const file = fileOf('r.csv', `${POSTS}王某,讲师,甲山大学,1999,99\n`);
    const told = await importStudyFile(app, file, { missing: ['', '99'] });
    expect(told).toMatchObject({ imported: 1, questions: [] });
    expect(startsOf(app)).toEqual([{ start: 1999, end: null }]);
  });

  it('ties too', async () => {
    const app = await freshApp();
    await importStudyFile(app, fileOf('r.csv', `${POSTS}王某,讲师,甲山大学,1999,\n李某,讲师,乙水大学,1999,\n`));
    const told = await importStudyFile(app, fileOf('ties.csv', 'source,target,year\n王某,李某,平成2年\n'));
    expect(told).toMatchObject({ imported: 0, rejections: [], questions: [{ id: 'ask.unusual-years:year:era' }] });
  });

  it('a year of birth is kept as the answer reads it', async () => {
    const app = await freshApp();
    const file = fileOf('frame.csv', '姓名,出生年,缺失原因\n王某,49,无简历\n李某,1951年3月,无简历\n');
    await importStudyFile(app, file, {}, 'skip', { 'ask.unusual-years:出生年:short': 'latest-century' });
    expect(app.library.db.all('SELECT attributes FROM population ORDER BY name')).toEqual([
      { attributes: '{"birthYear":"1951年3月"}' },
      { attributes: '{"birthYear":"1949"}' },
    ]);
  });
});
