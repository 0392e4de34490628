import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { App } from '../../src/core/app/app.ts';
import { formOf } from '../../src/core/mobility/cv/files/form-sheets.ts';
import { readCvFile } from '../../src/core/mobility/cv/files/read-file.ts';
import { readCv } from '../../src/core/mobility/cv/read-cv.ts';
import { freshApp, temporaryFolder } from '../support/fixtures.ts';
import { fileOf, importStudyFile } from '../support/mobility.ts';
import { saying } from '../support/messages.ts';
import { workbookOf } from '../support/workbook.ts';

/** As a form has it: a title over all, labels with their values beside them, and a table a part. */
const form = (name: string, university: string) => [
  ['高层次人才基本情况表', '', '', '', '', ''],
  ['姓名', name, '性别', '男', '出生年月', '1975.3'],
  ['工作单位', university, '', '', '职称', '教授'],
  ['教育经历', '起止时间', '学校', '专业', '学位', ''],
  ['', '1993.9-1997.6', '武汉大学', '数学', '学士', ''],
  ['', '1999.9-2004.6', '北京大学', '数学', '博士', ''],
  ['获奖情况', '时间', '奖项', '名次', '', ''],
  ['', '2003.5', '校优秀学生', '', '', ''],
  ['工作经历', '起止时间', '单位', '职务/职称', '', ''],
  ['', '2004.7-2010.6', '复旦大学', '讲师', '', ''],
  ['', '2010.7至今', university, '教授', '', ''],
];
const merged = ['A1:F1', 'B3:D3', 'A4:A6', 'A7:A8', 'A9:A11'];
const SIMPLE = [
  ['姓名', '李四'],
  ['性别', '女'],
  ['工作单位', '南京大学'],
  ['教育经历', '1998.9-2002.6 南京大学 物理 学士\n2002.9-2007.6 清华大学 物理 博士'],
];
const CAREER = ['bachelor 武汉大学 1997', 'doctorate 北京大学 2004', 'job 复旦大学 2010', 'job 武汉大学 present'];

const posts = (text: string) => readCv(text).map(({ kind, institution, end }) => [kind, institution, end]);
const linesOf = (app: App) =>
  app.library.db.all<{ key: string; file: string; text: string }>(
    'SELECT scholar_key AS key, file, text FROM evidence JOIN scholars ON scholars.id = scholar_id',
  );

describe('forms about one person', () => {
  it('in a workbook are read as the CV that they are', async () => {
    const text = await readCvFile(fileOf('f.xlsx', workbookOf({ name: 'S', rows: form('张三', '武汉大学'), merged })));
    const career = posts(text).filter(([kind]) => kind !== 'award');
    expect(career.map((one) => one.map(String).join(' '))).toEqual(CAREER);
    const simple = await readCvFile(fileOf('s.xlsx', workbookOf({ name: 'S', rows: SIMPLE })));
    expect(simple.split('\n').slice(3)).toEqual(['教育经历', ...SIMPLE[3][1].split('\n')]);
  });

  it('are imported, a file or a sheet a person; other sheets and other tables are told', async () => {
    const app = await freshApp();
    const folder = join(temporaryFolder(), 'forms');
    mkdirSync(folder);
    const table = [
      ['姓名', '单位'],
      ['甲', '武汉大学'],
      ['乙', '北京大学'],
    ];
    writeFileSync(join(folder, '张三.xlsx'), workbookOf({ name: 'S', rows: form('张三', '武汉大学'), merged }));
    writeFileSync(
      join(folder, '李四.xlsx'),
      workbookOf({ name: 'S', rows: SIMPLE }, { name: '说明', rows: [['填表说明']] }),
    );
    writeFileSync(join(folder, '汇总.xlsx'), workbookOf({ name: 'S', rows: table }));
    const told = await importStudyFile(app, folder);
    expect(told).toMatchObject({ kind: 'text', imported: 2, rejected: 1 });
    expect(told.notes).toContainEqual(saying('study-import.sheets-no-forms', { file: '李四.xlsx', others: ['说明'] }));
    expect(told.rejections.map(({ value }) => value)).toEqual(['汇总.xlsx']);
    expect([...new Set(linesOf(app).map(({ key, file }) => `${key} ${file}`))].sort()).toEqual([
      '张三 张三.xlsx',
      '李四 李四.xlsx',
    ]);
    const both = workbookOf({ name: '1', rows: form('王五', '中山大学'), merged }, { name: '2', rows: SIMPLE });
    await importStudyFile(app, fileOf('two.xlsx', both));
    expect(new Set(linesOf(app).map(({ key, file }) => `${key} ${file}`))).toContain('王五 two.xlsx · 1');
  });

  it('of one name are asked about: one person’s, or two people’s', async () => {
    const sheets = ['武汉大学', '中山大学'].map((university, i) => ({ name: `${i}`, rows: form('王五', university) }));
    const file = fileOf('two.xlsx', workbookOf(...sheets));
    const keysAfter = async (answer: string, times = 1) => {
      const app = await freshApp();
      const id = 'ask.texts-of-one-name:王五';
      const waiting = await importStudyFile(app, file);
      expect(waiting.questions.map((one) => [one.id, one.rows])).toEqual([[id, 2]]);
      expect(linesOf(app)).toEqual([]);
      for (let n = 0; n < times; n++) await importStudyFile(app, file, {}, 'skip', { [id]: answer });
      return [...new Set(linesOf(app).map(({ key, file: of }) => `${key} ${of}`))].sort();
    };
    expect(await keysAfter('same')).toEqual(['王五 two.xlsx · 0', '王五 two.xlsx · 1']);
    expect(await keysAfter('other', 2)).toEqual(['王五 (2) two.xlsx · 1', '王五 two.xlsx · 0']);
  });

  it('of one name in two files are asked about; a form and a text that are called alike are not', async () => {
    const folder = join(temporaryFolder(), 'forms');
    mkdirSync(folder);
    const write = (file: string, ...names: string[]) =>
      writeFileSync(
        join(folder, file),
        workbookOf(...names.map((name, i) => ({ name: `${i}`, rows: form(name, '武汉大学') }))),
      );
    write('张三.xlsx', '张三');
    writeFileSync(join(folder, '张三.txt'), '1993-1997 武汉大学 数学 学士\n');
    const app = await freshApp();
    expect((await importStudyFile(app, folder)).questions).toEqual([]);
    write('一.xlsx', '李四', '王五');
    write('二.xlsx', '王五', '赵六');
    const { questions } = await importStudyFile(app, folder);
    expect(questions.map(({ id }) => id)).toEqual(['ask.texts-of-one-name:王五']);
  });

  it('are read although a workbook beside them is damaged, which is told', async () => {
    const folder = join(temporaryFolder(), 'forms');
    mkdirSync(folder);
    const whole = workbookOf({ name: 'S', rows: form('张三', '武汉大学') });
    writeFileSync(join(folder, '张三.xlsx'), whole);
    writeFileSync(join(folder, '李四.xlsx'), whole.subarray(0, whole.length / 2));
    writeFileSync(join(folder, '王五.xlsx'), 'no workbook');
    writeFileSync(join(folder, '赵六.xlsx'), '');
    const app = await freshApp();
    const told = await importStudyFile(app, folder);
    expect(told).toMatchObject({ imported: 1, rejected: 3 });
    expect(told.rejections.map(({ value }) => value).sort()).toEqual(['李四.xlsx', '王五.xlsx', '赵六.xlsx']);
    expect(new Set(told.rejections.map(({ problem: { id } }) => id))).toEqual(new Set(['study-import.not-a-workbook']));
    expect(new Set(linesOf(app).map(({ key }) => key))).toEqual(new Set(['张三']));
  });

  it.each([
    [
      'a table',
      [
        ['姓名', '性别', '单位'],
        ['张三', '男', '武汉大学'],
      ],
    ],
    [
      'a name and a figure',
      [
        ['Name', 'Ann'],
        ['Total', '12'],
      ],
    ],
    [
      'a key to the columns',
      [
        ['name', 'the name of the university'],
        ['x', 'y'],
        ['z', 'w'],
      ],
    ],
  ])('%s is none', (_, cells) => {
    expect(formOf({ name: 'S', cells })).toBeNull();
  });

  it.each(['高层次人才基本情况表', '某某科学基金申请人简况', '博士后申请表', '人才项目推荐表'])(
    '%s is no heading of honours',
    (title) => {
      const education = '姓名\t张三\n1993.9-1997.6\t武汉大学\t数学\t学士';
      expect(posts(`${title}\n${education}`)).toEqual([['bachelor', '武汉大学', 1997]]);
    },
  );

  it('a part ends the one above it, whatever that was about', () => {
    const parts = [
      '代表性论文\t题目\t期刊\t发表时间',
      '1\t北京大学教授的研究\t学报\t2006',
      '学习经历\t起止年月\t毕业院校\t专业\t学位',
      '1993.9-1997.6\t武汉大学\t数学\t学士',
    ];
    expect(posts(parts.join('\n'))).toEqual([['bachelor', '武汉大学', 1997]]);
  });
});
