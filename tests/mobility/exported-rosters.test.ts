import { describe, expect, it } from 'vitest';
import type { App } from '../../src/core/app/app.ts';
import { headingKeys } from '../../src/core/mobility/import/table/heading-words.ts';
import { freshApp } from '../support/fixtures.ts';
import { saying } from '../support/messages.ts';
import { fileOf, importStudyFile } from '../support/mobility.ts';
import { workbookOf } from '../support/workbook.ts';

const positions = (app: App) =>
  app.library.db.all<{ mention: string }>(
    `SELECT s.name, p.role, p.mention, p.city, p.start_year AS "start", p.end_year AS "end", p.is_current AS "now"
     FROM positions p JOIN scholars s ON s.id = p.scholar_id ORDER BY p.id`,
  );

describe('rosters as other programs export them', () => {
  it('headings and cells in two languages are read by both', async () => {
    const app = await freshApp();
    const rows = [
      'ID 编号,Name 姓名,Role/类型,单位 Institution,Start 起始年,End 结束年,城市(City),QS排名',
      '1,张三,博士 PhD,甲山大学,1999,2004,武汉 Wuhan,50',
      '2,李四,教授/Professor,乙水大学,2012,至今 present,Nanjing 南京,60',
      '',
    ];
    await expect(importStudyFile(app, fileOf('mixed.csv', rows.join('\n')))).resolves.toMatchObject({
      kind: 'long',
      notes: expect.arrayContaining([saying('study-import.columns-not-used', { columns: ['QS排名'] })]),
    });
    expect(headingKeys('QS排名')).toEqual(['qs排名']);
    expect(positions(app)).toMatchObject([
      { name: '张三', role: 'doctorate', start: 1999, end: 2004, now: 0 },
      { name: '李四', role: 'job', start: 2012, end: null, now: 1 },
    ]);
  });

  it('an answer that was left out is no institution', async () => {
    const app = await freshApp();
    const blanks = ['(空)', '(跳过)', '（空）', '.', '#N/A', 'None', 'unknown', 'n.a.', '不适用'];
    const rows = blanks.map((blank, i) => `${i + 1},人${i},甲山大学,2004,${blank}`);
    const heads = '序号,1、您的姓名,4、博士毕业院校,5、博士毕业年份,8、现工作单位';
    await importStudyFile(app, fileOf('答卷.csv', `${[heads, ...rows].join('\n')}\n`));
    const found = positions(app).map(({ mention }) => mention);
    expect(found).toEqual(blanks.map(() => '甲山大学'));
  });

  it('columns of positions below one heading are a table, not CVs', async () => {
    const app = await freshApp();
    const sheet = {
      name: 'a',
      merged: ['A1:A2', 'B1:E1', 'A3:A4'],
      rows: [
        ['姓名', '学习/工作经历', '', '', ''],
        ['', '起', '止', '单位', '职务/学位'],
        ['张三', 1999, 2004, '甲山大学', '博士研究生'],
        ['', 2004, 2010, '乙水大学', '讲师'],
        ['李四', 2002, 2007, '丙田大学', '博士研究生'],
      ],
    };
    const reading = importStudyFile(app, fileOf('a.xlsx', workbookOf(sheet)));
    await expect(reading).resolves.toMatchObject({ kind: 'long', imported: 3 });
    expect(positions(app)).toMatchObject([
      { name: '张三', role: 'doctorate', mention: '甲山大学', start: 1999, end: 2004 },
      { name: '张三', role: 'job', mention: '乙水大学', start: 2004, end: 2010 },
      { name: '李四', role: 'doctorate', mention: '丙田大学', start: 2002, end: 2007 },
    ]);
  });
});

it('a namesake in a ranking, with its country behind, is the institution of that country', async () => {
  const app = await freshApp();
  const table = 'key,name,kind,city,country\nsu,苏州大学,university,苏州,CN\nscu,东吴大学,university,台北,TW\n';
  await importStudyFile(app, fileOf('institutions.csv', table));
  const roles = 's1,甲,job,苏州大学,1999\ns1,甲,job,东吴大学,2004\n';
  await importStudyFile(app, fileOf('careers.csv', `id,name,role,institution,start\n${roles}`));
  const ranks = '1,Soochow University (China),2020\n2,Fudan University,2020\n3,Soochow University (Taiwan),2020\n';
  await importStudyFile(app, fileOf('arwu-2020.csv', `rank,institution,year\n${ranks}`), { ranking: 'ARWU' });
  const found = await app.call('mobility/list-institution-names', {});
  const best = Object.fromEntries(found.map(({ name, rankings }) => [name, rankings[0].candidates[0]?.name]));
  expect(best).toEqual({ 苏州大学: 'Soochow University (China)', 东吴大学: 'Soochow University (Taiwan)' });
});
