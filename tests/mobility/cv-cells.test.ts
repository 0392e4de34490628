import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { App } from '../../src/core/app/app.ts';
import { finish, freshApp, ROOT, temporaryFolder } from '../support/fixtures.ts';
import { saying } from '../support/messages.ts';
import { fileOf, idOf, importStudyFile, smallStudy } from '../support/mobility.ts';
import { workbookOf } from '../support/workbook.ts';

const CV = '1990.9-1995.6 阿尔法大学 博士\n\n1995年7月至今 Beta University 讲师';
const HEAD = ['编号', '姓名', '性别', '个人简历'];

async function careerOf(app: App, key: string) {
  const view = await app.call('mobility/get-scholar', { coder: 'Ana', scholarId: await idOf(app, key) });
  return {
    name: view.name,
    attributes: view.attributes,
    evidence: view.evidence.map(({ file, line, text }) => `${file}:${line} ${text}`),
    proposals: view.proposals.map(({ role, institution, startYear, endYear, isCurrent }) =>
      [role, institution, startYear, endYear, isCurrent].join(' '),
    ),
  };
}

const READ = ['doctorate a 1990 1995 false', 'job b 1995  true'];

describe('a chronicle with a row an event', () => {
  it('becomes a CV a scholar, a line an event with its place unless it says that; they give proposals', async () => {
    const app = await smallStudy();
    const rows = [
      '张三,1995,博士毕业于阿尔法大学,Alpha',
      ',1996年7月,任 Beta University 讲师,Beta',
      '李四,1998,调入阿尔法大学任教授,',
    ];
    const file = fileOf('大事.csv', `学者,时间,事件,地点\n${rows.join('\n')}\n`);
    const done = await importStudyFile(app, file);
    expect(done).toMatchObject({ kind: 'cv', read: 2, imported: 2, questions: [], rejections: [] });
    const columns = ['时间', '事件', '地点'];
    expect(done.notes).toContainEqual(saying('study-import.events-put-together', { columns, rows: 3, scholars: 2 }));
    const { evidence, proposals } = await careerOf(app, '张三');
    expect(evidence).toEqual([
      '大事.csv · 经历:1 1995 博士毕业于阿尔法大学，Alpha',
      '大事.csv · 经历:2 1996年7月 任 Beta University 讲师',
    ]);
    expect(proposals).toEqual(['doctorate a  1995 false', 'job b 1996  false']);
    expect(await importStudyFile(app, file)).toMatchObject({ imported: 0, unchanged: 2 });
  });

  it('is none where a column names the institution', async () => {
    const app = await smallStudy();
    const table = fileOf('r.csv', '编号,姓名,单位,时间,事件\ns1,甲,阿尔法大学,1990-1995,博士毕业\n');
    expect((await importStudyFile(app, table)).kind).toBe('long');
  });

  it('is none where it is said what the table is, or what stands in its columns', async () => {
    const rows = '姓名,时间,事件,类型\n甲,1990-1994,阿尔法大学,博士\n甲,1995-2000,Beta University,工作\n';
    const columns = { institution: '事件', period: '时间' };
    const long = await importStudyFile(await smallStudy(), fileOf('r.csv', rows), { kind: 'long', columns });
    expect(long).toMatchObject({ kind: 'long', imported: 2, rejections: [] });
    const texts = await importStudyFile(await smallStudy(), fileOf('r.csv', rows), {
      kind: 'cv',
      columns: { cv: '事件' },
    });
    expect(texts.notes.map(({ id }) => id)).not.toContain('study-import.events-put-together');
    const list = fileOf('p.csv', '姓名,年份,事项\n甲,2001,简历未公开\n甲,2003,已退休\n');
    const told = await importStudyFile(await smallStudy(), list, { kind: 'population' });
    expect(told.notes.map(({ id }) => id)).not.toContain('study-import.events-put-together');
  });

  it.each([
    ['times and states that were measured', 'id,name,time,event\n1,甲,5,1\n1,甲,9,0\n2,乙,7,0\n'],
    ['states with the year', 'id,name,year,event\n1,甲,1995,1\n1,甲,1999,0\n2,乙,1997,0\n'],
    ['times of what is told', 'id,name,time,event\n1,甲,5,elected\n1,甲,9,died\n2,乙,7,elected\n'],
    ['one row a scholar', 'id,name,year,event\n1,甲,1995,elected\n2,乙,1997,elected\n'],
  ])('is none of %s', async (_what, text) => {
    const app = await smallStudy();
    const table = fileOf('survival.csv', text);
    const { notes } = await app.call('mobility/preview-import', {
      grant: app.grants.add(table),
      mapping: {},
      columnsLater: true,
    });
    expect(notes.map(({ id }) => id)).not.toContain('study-import.events-put-together');
  });
});

describe('CVs in the cells of a table', () => {
  it('are read as the text of a file is: their lines become evidence, and proposals', async () => {
    const app = await smallStudy();
    const folder = temporaryFolder();
    const book = workbookOf({
      name: '简历',
      rows: [['教师简历一览'], HEAD, ['s1', '甲某', '女', CV], ['s2', '乙某', '', '']],
    });
    const file = fileOf('简历.xlsx', book, folder);
    const done = await importStudyFile(app, file);
    expect(done).toMatchObject({ kind: 'cv', read: 2, imported: 1, rejected: 1, doubts: [] });
    expect(done.rejections).toMatchObject([{ row: 4, field: 'cv', problem: saying('study-import.no-cv') }]);
    expect(done.notes).toContainEqual(saying('study-import.cvs-in-cells', { scholars: 1, lines: 2 }));
    expect(await careerOf(app, 's1')).toEqual({
      name: '甲某',
      attributes: { gender: '女' },
      evidence: [
        '简历.xlsx · 个人简历:1 1990.9-1995.6 阿尔法大学 博士',
        '简历.xlsx · 个人简历:2 1995年7月至今 Beta University 讲师',
      ],
      proposals: READ,
    });
    expect(await importStudyFile(app, file, { existing: 'refuse' })).toMatchObject({ imported: 0, unchanged: 1 });
    const other = fileOf(
      '简历.xlsx',
      workbookOf({ name: '简历', rows: [HEAD, ['s1', '甲某', '女', '2001 年起 教授']] }),
    );
    expect(await importStudyFile(app, other)).toMatchObject({
      imported: 0,
      questions: [{ id: 'ask.other-lines', rows: 1 }],
    });
    await importStudyFile(app, other, {}, 'skip', { 'ask.other-lines': 'replace' });
    expect((await careerOf(app, 's1')).evidence).toEqual(['简历.xlsx · 个人简历:1 2001 年起 教授']);
  });

  it('education and posts may have a column each, and any column can be said to hold them', async () => {
    const app = await smallStudy();
    const [education, posts] = CV.split('\n\n');
    const parts = fileOf('parts.csv', `姓名,教育经历,工作经历\n甲某,${education},${posts}\n`);
    expect(await importStudyFile(app, parts)).toMatchObject({ kind: 'cv', imported: 1 });
    const { evidence, proposals } = await careerOf(app, '甲某');
    expect(evidence.map((line) => line.replace(/^.*? · 教育经历:/, ''))).toEqual([
      '1 教育经历',
      `2 ${education}`,
      '3 工作经历',
      `4 ${posts}`,
    ]);
    expect(proposals).toEqual(READ);
    const odd = fileOf('odd.csv', `who,what\n乙某,"${CV}"\n`);
    await importStudyFile(app, odd, { kind: 'cv', columns: { name: 'who', cv: 'what' } });
    expect((await careerOf(app, '乙某')).proposals).toEqual(READ);
  });

  it('stand beside the positions of a table; a text that each row repeats is one', async () => {
    const app = await smallStudy();
    const long = [
      ['编号', '姓名', '类型', '单位', '起始年', '结束年', '简历'],
      ['s1', '甲某', '博士', 'Alpha University', '1990', '1995', CV],
      ['s1', '甲某', '工作', 'Beta University', '1995', '', CV],
      ['s2', '乙某', '', '', '', '', CV],
    ];
    const done = await importStudyFile(app, fileOf('long.xlsx', workbookOf({ name: '履历', rows: long })));
    expect(done).toMatchObject({ kind: 'long', read: 3, imported: 3, rejected: 0 });
    const first = await careerOf(app, 's1');
    expect(first.evidence).toHaveLength(4);
    expect(first.evidence[0]).toBe('long.xlsx:2 博士 · Alpha University · 1990 · 1995');
    expect(first.proposals).toEqual(READ);
    expect((await careerOf(app, 's2')).proposals).toEqual(READ);
    const wide = `id,name,PhD institution,CV\nw1,Will,Alpha University,"${CV}"\n`;
    expect(await importStudyFile(app, fileOf('wide.csv', wide))).toMatchObject({ kind: 'wide', imported: 1 });
    expect((await careerOf(app, 'w1')).proposals).toEqual(READ);
  });

  it('a column with a text for each position stays the text of its row', async () => {
    const app = await smallStudy();
    const rows = [
      's1,甲某,博士,Alpha University,1990,1995,1990年至1995年在阿尔法大学读博士',
      's1,甲某,工作,Beta University,1995,,1995年起在 Beta 任教，至今未变',
    ];
    await importStudyFile(app, fileOf('r.csv', ['编号,姓名,类型,单位,起始年,结束年,履历', ...rows, ''].join('\n')));
    const { evidence, proposals } = await careerOf(app, 's1');
    expect(evidence.map((line) => line.replace(/^\S+ /, ''))).toEqual(rows.map((row) => row.split(',')[6]));
    expect(proposals).toEqual([]);
  });

  it('of several people in one cell are asked about, and their row waits', async () => {
    const text = readFileSync(join(ROOT, 'tests/fixtures/cv/people/staff.txt'), 'utf8');
    const rows = [
      ['姓名', '简历'],
      ['甲某', text],
      ['Karl Erfunden', '1990年至今\n阿尔法大学 教授'],
    ];
    const file = fileOf('several.xlsx', workbookOf({ name: 'a', rows }));
    const id = 'ask.several-people:several.xlsx · 简历 · 2';
    const waiting = await importStudyFile(await freshApp(), file);
    expect(waiting).toMatchObject({ imported: 1, questions: [{ id, rows: 1, values: { count: 3 } }] });

    const whole = await freshApp();
    await importStudyFile(whole, file, {}, 'skip', { [id]: 'one' });
    expect((await careerOf(whole, '甲某')).evidence).toHaveLength(10);

    const apart = await freshApp();
    await importStudyFile(apart, file, {}, 'skip', { [id]: 'each' });
    const texts = async (name: string) => (await careerOf(apart, name)).evidence.join('\n');
    expect(await texts('Fiona Imaginary')).toContain('Fiona Imaginary');
    expect(await texts('Fiona Imaginary')).not.toContain('Maria Nowhere');
    expect(await texts('Maria Nowhere')).toContain('Maria Nowhere');
    // Who has a row of their own is that row's scholar.
    expect(await texts('Karl Erfunden')).toMatch(/阿尔法大学[\s\S]*Karl Erfunden/);
  });

  it('that fill a cell, or have damaged characters, are told', async () => {
    const app = await freshApp();
    const full = '1990年至今 阿尔法大学 教授。'.repeat(3000).slice(0, 32_767);
    const file = fileOf(
      'full.xlsx',
      workbookOf({
        name: 'a',
        rows: [
          ['姓名', '简历'],
          ['甲某', full],
        ],
      }),
    );
    expect((await importStudyFile(app, file)).doubts).toMatchObject([
      { row: 2, field: 'cv', problem: saying('study-import.cell-cut-off') },
    ]);
    const bytes = Buffer.from('姓名,简历\n乙某,1990年至今 阿尔法大学 教授\n');
    bytes[bytes.indexOf('教授') + 1] = 0xff;
    const done = await importStudyFile(app, fileOf('damaged.csv', bytes));
    expect(done.doubts).toMatchObject([{ row: 2, field: 'cv', problem: saying('study-import.damaged-text') }]);
    const cut = Buffer.from('1990年 阿尔法大学 教授\n');
    cut[cut.indexOf('教授') + 1] = 0xff;
    expect((await importStudyFile(app, fileOf('乙某.txt', cut))).doubts).toMatchObject([
      { row: 1, field: 'text', problem: { id: 'study-import.damaged-characters' } },
    ]);
  });
});

describe('a pasted CV', () => {
  it('is imported as a file named after its scholar, and not kept besides', async () => {
    const app = await smallStudy();
    const pasted = await app.call('mobility/paste-text', { scholar: '甲/某', text: ` ${CV}\n` });
    expect(pasted.name).toBe('甲 某.txt');
    const folder = app.library.paths.work;
    expect(readdirSync(folder)).toHaveLength(1);
    const mapping = { kind: 'text', scholar: '甲/某' };
    const preview = await app.call('mobility/preview-import', { grant: pasted.grant, mapping });
    expect(preview).toMatchObject({ kind: 'text', imported: 1 });
    const { jobId } = await app.call('mobility/start-import', { grant: pasted.grant, mapping });
    await finish(app, jobId);
    expect((await careerOf(app, '甲/某')).proposals).toEqual(READ);
    expect(readdirSync(folder).filter((name) => name.startsWith('pasted'))).toEqual([]);
  });

  it('of a scholar with another one is asked about', async () => {
    const app = await smallStudy();
    const paste = async (text: string) => {
      const { grant } = await app.call('mobility/paste-text', { scholar: '甲某', text });
      return finish(app, (await app.call('mobility/start-import', { grant, mapping: { kind: 'text' } })).jobId);
    };
    await paste('1990–1995 PhD, Alpha University\n1996– lecturer, Beta University');
    expect(await paste('1991–1995 PhD, Alpha University\n1995– lecturer, Beta University')).toMatchObject({
      imported: 0,
      questions: [{ id: 'ask.other-lines' }],
    });
  });
});
