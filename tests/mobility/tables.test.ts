import { Worker } from 'node:worker_threads';
import { beforeEach, describe, expect, it } from 'vitest';
import type { App } from '../../src/core/app/app.ts';
import { decodeText } from '../../src/core/mobility/import/table/decode-text.ts';
import { readTable } from '../../src/core/mobility/import/table/table.ts';
import { freshApp } from '../support/fixtures.ts';
import { saying } from '../support/messages.ts';
import { fileOf, importStudyFile } from '../support/mobility.ts';
import { type TestSheet, workbookOf } from '../support/workbook.ts';

const read = (name: string, content: string | Buffer, settings: object = {}) =>
  readTable(fileOf(name, content), { encoding: 'auto', sheet: undefined, ...settings });
const readSheets = (settings: object, ...sheets: TestSheet[]) => read('book.xlsx', workbookOf(...sheets), settings);

/** Threads are numbered as they start. */
async function nextThread(): Promise<number> {
  const worker = new Worker('', { eval: true });
  const { threadId } = worker;
  await worker.terminate();
  return threadId;
}

describe('a workbook whose parts say that they are large', () => {
  it('is read without a thread for each of them', async () => {
    const bytes = workbookOf({
      name: 'a',
      rows: [
        ['编号', '姓名'],
        ['s1', '甲某'],
      ],
    });
    // What a part says of its size unzipped is at byte 24 of its entry in the directory.
    for (let at = bytes.indexOf('PK\x01\x02'); at >= 0; at = bytes.indexOf('PK\x01\x02', at + 1))
      bytes.writeUInt32LE(600_000, at + 24);
    const before = await nextThread();
    expect((await read('book.xlsx', bytes)).head).toEqual(['编号', '姓名']);
    expect(await nextThread()).toBe(before + 1);
  });
});

describe('encodings', () => {
  const BIG5 = Buffer.from(
    'bd73b8b92ca96da6572cb3e6a6ec2cc2beb0c80aa4402cb3afa46aa4e52cb0eaa5dfbb4fc657a46a' + 'bec72cb1d0b1c20a',
    'hex',
  );
  const SHIFT_JIS = Buffer.from(
    '94d48d862c8e8196bc2c8f8a91ae0a312c82e282dc82be2c938c8b9e83738341836d89b98a7991e58a770a',
    'hex',
  );
  const TEXT = '编号,姓名,单位\ns1,甲某,甲山大学\n';

  it('Big5 is no GB18030 and Shift_JIS neither', () => {
    expect(decodeText(BIG5, 'auto')).toEqual({
      encoding: 'big5',
      text: '編號,姓名,單位,職務\n一,陳大文,國立臺灣大學,教授\n',
    });
    expect(decodeText(SHIFT_JIS, 'auto')).toEqual({
      encoding: 'shift_jis',
      text: '番号,氏名,所属\n1,やまだ,東京ピアノ音楽大学\n',
    });
  });

  it.each(['utf-16le', 'utf-16be'] as const)('%s without a mark', (encoding) => {
    const bytes = Buffer.from(TEXT, 'utf16le');
    expect(decodeText(encoding === 'utf-16be' ? bytes.swap16() : bytes, 'auto')).toEqual({ encoding, text: TEXT });
  });

  it('a chosen encoding is taken, one damaged byte or not; one that does not fit is refused', () => {
    const damaged = Buffer.concat([BIG5, Buffer.from([0xff, 0x0a])]);
    expect(decodeText(damaged, 'big5').text).toContain('國立臺灣大學');
    expect(() => decodeText(Buffer.from([0xff, 0xfe, 0xfd, 0xfc]), 'utf-8')).toThrow(/not valid utf-8/);
  });
});

describe('which row names the columns', () => {
  const HEAD = ['序号', '姓名', '单位', '职务'];
  const ROW = [1, '甲某', '甲山大学', '教授'];

  it('not the title or a note above it, which are told', async () => {
    const table = await readSheets(
      {},
      { name: '表', rows: [['学者履历汇总表（内部）'], ['填表日期', '2026-03'], HEAD, ROW], merged: ['A1:D1'] },
    );
    expect(table).toMatchObject({
      headerRow: 3,
      head: HEAD,
      rows: [{ line: 4, cells: ['1', '甲某', '甲山大学', '教授'] }],
    });
    expect(table.notes).toContainEqual(
      saying('study-import.rows-above-headings', { headerRow: 3, text: '学者履历汇总表（内部） · 填表日期 · 2026-03' }),
    );
    expect(table.top[0]).toEqual({ line: 1, cells: ['学者履历汇总表（内部）', '', '', ''] });
  });

  it('a title above a CSV table does not decide the separator', async () => {
    const table = await read('t.csv', '学者履历汇总表\n序号;姓名;单位\n1;甲某;甲山大学\n');
    expect(table).toMatchObject({ headerRow: 2, head: ['序号', '姓名', '单位'] });
  });

  it('the one that a person names', async () => {
    expect(await read('t.csv', 'a,b\nc,d\ne,f\n', { headerRow: 2 })).toMatchObject({
      head: ['c', 'd'],
      rows: [{ line: 3 }],
    });
    await expect(read('t.csv', 'a,b\nc,d\n', { headerRow: 9 })).rejects.toThrow(/no line 9/);
  });

  it('not a title that is merged over some of the columns', async () => {
    const head = ['编号', '姓名', '类型', '单位', '起始年', '备注'];
    for (const merged of ['A1:E1', 'A1:B1', 'B1:F1']) {
      const title = merged[0] === 'A' ? ['履历汇总表'] : ['', '履历汇总表'];
      const rows = [title, head, ['1', '甲', '博士', '甲山大学', '1990']];
      const table = await readSheets({}, { name: 'a', rows, merged: [merged] });
      expect(table.head, merged).toEqual(head);
    }
  });

  it('the lower of two, with the group above; each column has a name of its own', async () => {
    const rows = [
      ['编号', '姓名', '博士', '', '首职', ''],
      ['', '', '院校', '年份', '院校', '年份'],
      ['s1', '甲某', '甲山大学', 1990, '乙水大学', 1995, 'extra'],
    ];
    const table = await readSheets({}, { name: '表', rows, merged: ['A1:A2', 'B1:B2', 'C1:D1', 'E1:F1'] });
    expect(table.head).toEqual(['编号', '姓名', '博士 院校', '博士 年份', '首职 院校', '首职 年份', '(G)']);
    expect((await read('t.csv', '单位,单位,\na,b,c\n')).head).toEqual(['单位', '单位 (2)', '(C)']);
  });

  it('is left out where a page repeats it', async () => {
    const table = await read('t.csv', '编号,单位\ns1,a\n编号,单位\ns2,b\n');
    expect(table.rows.map(({ line }) => line)).toEqual([2, 4]);
    expect(table.notes).toContainEqual(saying('study-import.headings-again', { rows: [3] }));
  });
});

describe('a workbook', () => {
  const rows = [
    ['编号', '姓名', '单位', '职务', '起始年'],
    ['s1', '甲某', '甲山大学', '博士', 1990],
    ['', '', '甲山大学', '讲师', 1995],
    ['s2', '乙某', '乙水大学', '博士', 1991],
  ];

  it('cells merged over several rows hold their value in each', async () => {
    const table = await readSheets({}, { name: '履历', rows, merged: ['A2:A3', 'B2:B3'] });
    expect(table.rows.map(({ cells }) => cells.slice(0, 2))).toEqual([
      ['s1', '甲某'],
      ['s1', '甲某'],
      ['s2', '乙某'],
    ]);
    expect(table.notes).toContainEqual(saying('study-import.merged-cells', { cells: 2 }));
  });

  it('a sheet of notes is not taken before one with a table, nor a hidden one before any', async () => {
    const sheets: TestSheet[] = [
      { name: '草稿', rows, hidden: true },
      { name: '说明', rows: [['黄色=待核'], ['红色=缺失']] },
      { name: '履历', rows },
    ];
    const table = await readSheets({}, ...sheets);
    expect(table.sheet).toBe('履历');
    expect(table.sheets).toEqual([
      { name: '说明', hidden: false, rows: 2, isTable: false },
      { name: '履历', hidden: false, rows: 4, isTable: true },
      { name: '草稿', hidden: true, rows: 4, isTable: true },
    ]);
    expect((await readSheets({ sheet: '草稿' }, ...sheets)).sheet).toBe('草稿');
  });
});

const REFUSED_WITHOUT_SCHOLAR = {
  problem: saying('study-import.no-scholar'),
  fix: saying('study-import.give-scholar-id'),
};

describe('into a study', () => {
  let app: App;
  beforeEach(async () => {
    app = await freshApp();
  });
  const positions = () =>
    app.library.db.all<{ key: string; mention: string }>(
      'SELECT s.scholar_key AS key, p.mention FROM positions p JOIN scholars s ON s.id = p.scholar_id ORDER BY p.id',
    );

  it('empty cells below a filled one are asked about, and take the value above', async () => {
    const file = fileOf(
      'cv.csv',
      '编号,姓名,单位,职务,起始年\ns1,甲某,甲山大学,博士,1990\n,,乙水大学,讲师,1995\n注：待核,,,,\n',
    );
    const waiting = await importStudyFile(app, file);
    expect(waiting.questions).toMatchObject([{ id: 'ask.cells-below:编号', rows: 1 }]);
    expect(waiting.imported).toBe(1);
    const left = await importStudyFile(app, file, {}, 'skip', { 'ask.cells-below:编号': 'as-written' });
    expect(left.rejections).toContainEqual(
      expect.objectContaining({ row: 3, field: 'scholar', ...REFUSED_WITHOUT_SCHOLAR }),
    );
    await importStudyFile(app, file, {}, 'skip', { 'ask.cells-below:编号': 'above' });
    expect(positions()).toEqual([
      { key: 's1', mention: '甲山大学' },
      { key: 's1', mention: '乙水大学' },
    ]);
  });

  it('a first row without a scholar is refused, and with “abort” all of the file', async () => {
    const file = fileOf('cv.csv', '编号,姓名,单位,职务,起始年\n,,乙水大学,讲师,1995\ns1,甲某,甲山大学,博士,1990\n');
    await expect(importStudyFile(app, file, {}, 'abort')).rejects.toThrow(/cv\.csv, row 2.*Nothing was imported/);
    expect((await importStudyFile(app, file)).rejections).toMatchObject([
      { row: 2, field: 'scholar', ...REFUSED_WITHOUT_SCHOLAR },
    ]);
  });

  it('cells are corrected for the import, one or all alike; a correction that fits nothing is told', async () => {
    const file = fileOf(
      'cv.csv',
      '编号,单位,职务,起始年\ns1,甲山大学,博士,九零\ns1,乙水大学,讲师,九零\ns1,丙大学,教授,2000\n',
    );
    const correction = (row: number | null, from: string, to: string, column = '起始年') => ({ row, column, from, to });
    const one = await importStudyFile(app, file, { corrections: [correction(2, '九零', '1990')] });
    expect(one).toMatchObject({ rejected: 1, imported: 2 });
    const all = await importStudyFile(app, file, {
      corrections: [correction(null, '九零', '1990'), correction(4, '1999', '2001')],
    });
    expect(all).toMatchObject({ rejected: 0, imported: 1 });
    expect(all.notes).toContainEqual(saying('study-import.cells-corrected', { cells: 2 }));
    expect(all.notes).toContainEqual(saying('study-import.correction-not-used', { column: '起始年', from: '1999' }));
  });

  it('a table that nothing recognises is shown with its rows, so that its columns can be chosen', async () => {
    const grant = app.grants.add(fileOf('odd.csv', 'wer,wo\ns2,Alpha University\n'));
    await expect(app.call('mobility/preview-import', { grant })).rejects.toThrow(/not recognised/);
    const preview = await app.call('mobility/preview-import', { grant, columnsLater: true });
    expect(preview).toMatchObject({ kind: null, headers: ['wer', 'wo'], headerRow: 1, imported: 0 });
    const chosen = { kind: 'long', columns: { scholar: 'wer', institution: 'wo' } };
    expect(await app.call('mobility/preview-import', { grant, mapping: chosen })).toMatchObject({ imported: 1 });
  });

  it('what cells stand for is shown with counts, and can be said otherwise', async () => {
    const rows =
      's1,甲山大学,教育,博士,1990\ns1,甲山大学,教育,硕士,1987\ns1,乙水大学,工作,讲师,1995\ns1,丙协会,荣誉,会员,1999\n';
    const grant = app.grants.add(fileOf('cv.csv', `编号,单位,类别,职务,起始年\n${rows}`));
    const preview = await app.call('mobility/preview-import', { grant });
    expect(preview.values).toMatchObject([
      {
        field: 'role',
        header: '类别',
        entries: [
          {
            text: '教育',
            count: 2,
            set: false,
            meanings: [
              { id: 'doctorate', count: 1 },
              { id: 'master', count: 1 },
            ],
          },
          { text: '工作', count: 1, meanings: [{ id: 'job', count: 1 }] },
          { text: '荣誉', count: 1, meanings: [{ id: 'award', count: 1 }] },
        ],
      },
    ]);
    const said = await app.call('mobility/preview-import', { grant, mapping: { roles: { 荣誉: 'job' } } });
    expect(said.values[0].entries[2]).toMatchObject({ set: true, meanings: [{ id: 'job', count: 1 }] });
  });

  it('a table of institutions with Chinese headings; kinds in words, and what others mean', async () => {
    const file = fileOf(
      '机构表.csv',
      '机构名称,英文名,简称,所在城市,国家,类型\n甲山大学,Alpha University,甲大,甲城,中国,高校\n乙院,,,乙城,中国,院所\n',
    );
    const grant = app.grants.add(file);
    const preview = await app.call('mobility/preview-import', { grant });
    expect(preview).toMatchObject({ kind: 'institutions', imported: 1, rejected: 1 });
    expect(preview.values).toMatchObject([
      {
        field: 'kind',
        entries: [
          { text: '高校', meanings: [{ id: 'university' }] },
          { text: '院所', meanings: [{ id: '' }] },
        ],
      },
    ]);
    await importStudyFile(app, file, { values: { kind: { 院所: 'institute' } } });
    expect(app.library.db.all('SELECT kind FROM institutions ORDER BY id')).toEqual([
      { kind: 'university' },
      { kind: 'institute' },
    ]);
    const names = app.library.db.all<{ name: string }>('SELECT name FROM institution_names');
    expect(names.map(({ name }) => name)).toEqual(expect.arrayContaining(['Alpha University', '甲大']));
  });

  it('classes of cities in other words are given those of the codebook', async () => {
    const file = fileOf('tiers.csv', '城市,等级\n甲城,一线\n乙城,二线\n');
    const mapping = { edition: '2020', values: { tier: { 一线: 'tier 1' } } };
    const preview = await app.call('mobility/preview-import', { grant: app.grants.add(file), mapping });
    expect(preview.values[0].entries).toMatchObject([
      { text: '一线', set: true, meanings: [{ id: 'tier 1' }] },
      { text: '二线', set: false, meanings: [{ id: '' }] },
    ]);
    await importStudyFile(app, file, mapping);
    expect(app.library.db.all('SELECT tier FROM city_tiers ORDER BY tier')).toEqual([
      { tier: 'tier 1' },
      { tier: '二线' },
    ]);
  });

  it.each(['en', 'zh-CN'] as const)('an empty table in %s is recognised as what it is for', async (language) => {
    const kinds = await app.call('mobility/list-import-kinds', {});
    for (const { kind } of kinds.filter(({ fields }) => fields.length > 0)) {
      const { name, text } = await app.call('mobility/get-template', { kind, language });
      const cells = text.split(',').map(() => 'x');
      const grant = app.grants.add(fileOf(name, `${text}${cells.join(',')}\n`));
      const preview = await app.call('mobility/preview-import', { grant, columnsLater: true });
      expect([kind, preview.kind]).toEqual([kind, kind]);
      const unused = preview.notes.filter(({ id }) => id === 'study-import.columns-not-used');
      expect([kind, unused]).toEqual([kind, []]);
    }
  });

  it('an equal table of grades again is no import that could be undone', async () => {
    const file = fileOf('第四轮.csv', '学校名称,评估结果\n甲山大学,A+\n乙水大学,B\n');
    expect(await importStudyFile(app, file, { year: 2017 })).toMatchObject({ imported: 2 });
    expect(await importStudyFile(app, file, { year: 2017 })).toMatchObject({ imported: 0, unchanged: 2 });
    expect(await app.call('mobility/list-imports', {})).toMatchObject([{ imported: 2 }]);
  });

  it('a guess that was taken off stays so, attributes and stages too', async () => {
    const grant = app.grants.add(fileOf('cv.csv', '编号,单位,职务,起始年,性别,\ns1,甲山大学,博士,1990,女,x\n'));
    const mapping = { columns: { title: '' }, attributes: { gender: '' } };
    const preview = await app.call('mobility/preview-import', { grant, mapping });
    expect(preview.notes).toContainEqual(saying('study-import.columns-not-used', { columns: ['职务', '性别', '(F)'] }));
  });
});
