import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import writeExcelFile from 'write-excel-file/node';
import { importSheets } from '../../src/cli/commands/mobility-import-sheets.ts';
import { footerRows } from '../../src/core/mobility/import/table/footer-rows.ts';
import { readPeriod } from '../../src/core/mobility/import/cells/periods.ts';
import { readRank, withoutFootnotes, yearColumns } from '../../src/core/mobility/import/cells/ranks.ts';
import { readTable } from '../../src/core/mobility/import/table/table.ts';
import { mappingSchema } from '../../src/shared/mobility/imports.ts';
import { freshApp, temporaryFolder } from '../support/fixtures.ts';
import { docxOf } from '../support/documents.ts';
import { saying, telling } from '../support/messages.ts';
import { fileOf, importStudyFile } from '../support/mobility.ts';
import { type TestSheet, workbookOf } from '../support/workbook.ts';

const DEFAULTS = mappingSchema.parse({});
const HEAD = ['编号', '姓名', '类型', '单位', '起始年', '结束年'];
const CV: TestSheet = { name: '履历', rows: [HEAD, ['s1', '甲某', '博士', '甲山大学', 1990, 1995]] };
const read = (name: string, content: string | Uint8Array) => readTable(fileOf(name, content), DEFAULTS);

describe('ranks as tables write them', () => {
  it('are numbers and bands with signs around them', () => {
    const told = (text: string) => {
      const rank = readRank(text);
      return rank && `${rank.low}-${rank.high}`;
    };
    const as = (rank: string, ...texts: string[]) => expect(texts.map(told)).toEqual(texts.map(() => rank));
    as('12-12', '12', '12=', '=12', '= 12', '12.0', '12th', '第12名', '12*', 'No. 12', '#12', '１２', '12 Top 0.1%');
    as('12-12', '(12)', '12.', '12 ↑3', '12▲', '12e', '12ème', '12.º', '12위');
    as('201-201', '≥201', '>=201', '201 以后');
    as('201-300', '201 bis 300', '201 à 300', '(201-300)');
    as(
      '201-300',
      '201-300',
      '201–300',
      '201 - 300',
      '201 to 300',
      '=201-300',
      '第201至300名',
      '201-300名',
      '201.0-300.0',
    );
    as('1001-1001', '1001+', '1,001+', '>1000', '1001-', 'over 1000');
    as('1001-1200', '1,001-1,200', '1001–1200');
  });

  it('and nothing else: a number is never put together from two', () => {
    for (const text of [
      '10 12',
      '1=2',
      '1,5',
      '3.5',
      '5%',
      'Top 100',
      '3a',
      '600 and above',
      '前100名',
      '100-50',
      '-1',
      '0',
      'Ⅻ',
      '',
      'n/a',
      'Reporter',
    ])
      expect(readRank(text), text).toBeNull();
  });

  it('a column for each year, by headings that say so', () => {
    const of = (...head: string[]) => yearColumns(head).map(({ year, saysRank }) => [year, saysRank]);
    expect(of('2024 RANK', 'Rank 2023', '2020排名', 'ARWU2019', '2018年世界排名', '2017')).toEqual([
      ...[2024, 2023, 2020, 2019, 2018].map((year) => [year, true]),
      [2017, false],
    ]);
    expect(of('Papers 2020', '2019-2020', 'National Rank 2020', 'Founded')).toEqual([]);
  });

  it('names are kept without the marks of footnotes', () => {
    const names = ['甲山大学*', '甲山大学①', '甲山大学 [1]', '甲山大学†‡', '甲山大学²'];
    expect(names.map(withoutFootnotes)).toEqual(names.map(() => '甲山大学'));
    expect(withoutFootnotes('University of Paris (Paris 11)')).toBe('University of Paris (Paris 11)');
  });

  it('a table with years side by side, unknown countries and no ranks in some cells', async () => {
    const app = await freshApp();
    const rows = ['=2,"1,001+",Alpha*,United Kingdom', '201-210,n/a,Beta,Northern Cyprus'];
    const text = ['2024 RANK,2023 RANK,Institution Name,Location', ...rows, ''].join('\n');
    const done = await importStudyFile(app, fileOf('qs.csv', text), { ranking: 'QS' });
    expect(done).toMatchObject({ kind: 'rankings', read: 2, imported: 3, rejected: 0 });
    expect(done.notes).toEqual(
      expect.arrayContaining([
        saying('study-import.ranks-empty', { cells: 1 }),
        saying('study-import.footnotes-left-out', { names: 2 }),
        saying('study-import.unknown-countries', { countries: ['Northern Cyprus'] }),
      ]),
    );
    expect(
      app.library.db
        .all('SELECT year, name, country, low, high FROM rankings ORDER BY year, low')
        .map((row) => Object.values(row as object)),
    ).toEqual([
      [2023, 'Alpha', 'GB', 1001, 1001],
      [2024, 'Alpha', 'GB', 2, 2],
      [2024, 'Beta', 'Northern Cyprus', 201, 210],
    ]);
  });
});

describe('dates that are none', () => {
  it('are refused, a decade and a year before another too', () => {
    for (const text of ['1990s', '1990年代', '1990年前', '1990左右', '1990.95', '33117', '20050901', '约1990年'])
      expect(readPeriod(text, []), text).toHaveProperty('problem');
    expect(readPeriod('33117', [])).toMatchObject({ fix: saying('study-import.write-value', { value: '1990' }) });
    for (const text of ['1990.9', '1990.12', '1990年前后任教', '[1990]', '1990*', '1990[1]'])
      expect(readPeriod(text, []), text).toMatchObject({ startYear: 1990, endYear: null });
  });
});

describe('what stands below or in a table and is no row of it', () => {
  it('sums and remarks', () => {
    const rows = [
      ['甲山大学', '高校', '甲城', '中国'],
      ['总', '高校', '', ''],
      ['合 计', '2', '', ''],
      ['共计2所', '', '', ''],
      ['注：数据截至2020年底', '', '', ''],
      ['Source: Ministry', '', '', ''],
      ['* 并列', '', '', ''],
      ['制表人：张三', '', '', '审核：李四'],
      ['本表由项目组根据各高校官方网站的公开信息整理而成', '', '', ''],
    ].map((cells) => ({ cells }));
    const head = ['学校名称', '类型', '所在地', '国家'];
    expect(footerRows(rows, head)).toEqual(rows.slice(2));
    expect(footerRows([{ cells: ['Total Energies', 'company', 'Paris', 'FR'] }], head)).toEqual([]);
  });

  it('is told, and makes no institution or scholar', async () => {
    const table = await read('i.csv', '编号,姓名,博士院校\n1,甲,甲山大学\n合计,1,\n注：截至2020年,,\n');
    expect(table.rows.map(({ line }) => line)).toEqual([2]);
    expect(table.notes).toContainEqual(
      saying('study-import.footer-rows', { rows: [3, 4], text: '合计 · 1 · 注：截至2020年' }),
    );
  });
});

describe('a workbook’s cells without a value, hidden rows and other formats', () => {
  it('are told', async () => {
    const table = await read(
      'f.xlsx',
      workbookOf({ ...CV, hiddenRows: [2], raw: { F2: '<f>E2+5</f>', D2: 'e #N/A' } }),
    );
    expect(table.notes).toEqual([
      saying('study-import.cells-without-value', { cells: ['D2 #N/A', 'F2'] }),
      saying('study-import.hidden-rows', { rows: 1 }),
    ]);
    for (const [name, content] of [
      ['a.xls', '<html><table><tr><td>姓名</td></tr></table></html>'],
      ['a.xml', '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'],
      ['a.ods', 'PK\u0003\u0004mimetypeapplication/vnd.oasis.opendocument.spreadsheet'],
      ['a.numbers', 'PK\u0003\u0004Index/Document.iwa'],
    ] as const)
      await expect(read(name, content), name).rejects.toMatchObject(telling('study-import.other-spreadsheet'));
  });
});

describe('what is not what its name says', () => {
  it.each([
    ['cv.csv', '%PDF-1.4\n1 0 obj\n', 'PDF'],
    ['cv.xlsx', docxOf(['姓名：甲某']), 'Word'],
    ['cv.json', '<!DOCTYPE html><html></html>', 'HTML'],
    ['cv.txt', '{\\rtf1\\ansi 甲}', 'RTF'],
  ])('%s is refused as what it holds', async (name, content, format) => {
    const answer = importStudyFile(await freshApp(), fileOf(name, content));
    await expect(answer).rejects.toMatchObject(telling('study-import.other-format', { format }));
  });

  it('a sheet of contents before the data is passed over, and said', async () => {
    const contents = {
      name: '目录',
      rows: [
        ['工作表', '内容'],
        ['履历', '学者履历'],
        ['附录', '无'],
      ],
    };
    const app = await freshApp();
    const reading = importStudyFile(app, fileOf('book.xlsx', workbookOf(contents, CV)));
    await expect(reading).resolves.toMatchObject({ kind: 'long', imported: 1 });
    expect((await reading).notes).toContainEqual(
      saying('study-import.sheets-not-read', { chosen: '履历', others: ['目录'] }),
    );
  });

  it('levels of people are no classes of cities; a class is that of the codebook however it is spelt', async () => {
    const people = importStudyFile(await freshApp(), fileOf('a.csv', '姓名,城市,级别\n甲某,甲城,二级教授\n'));
    await expect(people).rejects.toMatchObject(telling('study-import.not-recognised'));
    const app = await freshApp();
    const text = '城市,等级,版本\n甲城,Tier 1,2020\n乙城,tier2,2020\n丙城,TIER-3,2020\n丁城,一线,2020\n';
    const told = await importStudyFile(app, fileOf('tiers.csv', text));
    expect(told.notes).toContainEqual(saying('study-import.tiers-not-in-codebook', { tiers: ['一线'] }));
    const stored = app.library.db.all<{ tier: string }>('SELECT tier FROM city_tiers ORDER BY tier');
    expect(stored.map(({ tier }) => tier)).toEqual(['tier 1', 'tier 2', 'tier 3', '一线']);
  });
});

describe('coloured cells', () => {
  const body = [1, 2, 3, 4].map((n) => [`s${n}`, `甲${n}`, '博士', '甲山大学', 1990, 1995]);
  const told = async (colourOf: (row: number, column: number) => string | undefined) => {
    const cells = [HEAD, ...body].map((row, r) => row.map((value, c) => ({ value, backgroundColor: colourOf(r, c) })));
    const file = join(temporaryFolder(), 'a.xlsx');
    await writeExcelFile(cells as never).toFile(file);
    const { notes } = await readTable(file, DEFAULTS);
    return notes.flatMap(({ id, values }) => (id === 'study-import.coloured-cells' ? [values?.cells] : []));
  };

  it('are told, since what they mean is not read', async () => {
    expect(await told((r, c) => (c === 1 && r > 2 ? ['#FF0000', '#00FF00'][r - 3] : undefined))).toEqual([2]);
    expect(await told((r) => (r === 3 ? '#FFFF00' : undefined))).toEqual([6]);
  });

  it('are not, where they only dress headings, columns or rows in turn', async () => {
    expect(await told((r) => (r === 0 ? '#D9E1F2' : undefined))).toEqual([]);
    expect(await told((_r, c) => (c === 0 ? '#D9E1F2' : undefined))).toEqual([]);
    expect(await told((r) => (r > 0 && r % 2 === 0 ? '#D9E1F2' : undefined))).toEqual([]);
    expect(await told((r) => (r === 2 ? '#FFFFFF' : undefined))).toEqual([]);
  });
});

describe('序号', () => {
  const rows = [1, 2, 3, 4].map((n) => `${n},${n < 3 ? '甲某' : '乙某'},工作,甲山大学,${1990 + n},`).join('\n');
  const text = `序号,姓名,类型,单位,起始年,结束年\n${rows}\n`;
  const keys = async (answer: string) => {
    const app = await freshApp();
    await importStudyFile(app, fileOf('a.csv', text), {}, 'skip', { 'ask.row-numbers:序号': answer });
    return app.library.db
      .all('SELECT scholar_key FROM scholars ORDER BY id')
      .flatMap((row) => Object.values(row as object));
  };

  it('that numbers the rows is asked about before a row is a scholar', async () => {
    const app = await freshApp();
    const done = await importStudyFile(app, fileOf('a.csv', text));
    expect(done).toMatchObject({ imported: 0, questions: [{ id: 'ask.row-numbers:序号', rows: null }] });
    expect(await keys('rows')).toEqual(['甲某', '乙某']);
    expect(await keys('scholars')).toEqual(['1', '2', '3', '4']);
  });
});

describe('all sheets of a workbook', () => {
  const book = workbookOf(
    {
      name: '合作',
      rows: [
        ['学者1', '学者2'],
        ['s1', 's2'],
      ],
    },
    CV,
    {
      name: '第二批',
      rows: [HEAD, ['s1', '甲某', '工作', '甲山大学', 1990, 1999], ['s2', '乙某', '工作', '乙水大学', 1995, '']],
    },
    {
      name: '城市',
      rows: [
        ['城市', '等级', '版本'],
        ['甲城', '一线', 2020],
      ],
    },
    {
      name: '其他',
      rows: [
        ['甲', 'b'],
        ['1', '2'],
      ],
    },
    { name: '说明', rows: [['黄色=待核'], ['红色=缺失']] },
    { name: '草稿', rows: CV.rows, hidden: true },
  );

  it('give their names to their lines, except the one that is read by default', async () => {
    const file = fileOf('全部.xlsx', book, temporaryFolder());
    const sourceOf = async (sheet?: string) => (await readTable(file, { ...DEFAULTS, sheet })).source;
    expect([await sourceOf(), await sourceOf('合作'), await sourceOf('第二批')]).toEqual([
      '全部.xlsx',
      '全部.xlsx',
      '全部.xlsx · 第二批',
    ]);
  });

  it('are imported, each as what it is, ties last; the others are named', async () => {
    const app = await freshApp();
    const grant = app.grants.add(fileOf('全部.xlsx', book, temporaryFolder()));
    const input = { progress: () => {}, signal: new AbortController().signal } as never;
    const answers = { 'ask.other-lines': 'add' };
    const done = await importSheets(app, input, { grant, mapping: DEFAULTS, answers, onError: 'skip' }, () => {});
    expect(done.sheets.map(({ sheet, kind, imported }) => [sheet, kind, imported])).toEqual([
      ['履历', 'long', 1],
      ['第二批', 'long', 2],
      ['城市', 'tiers', 1],
      ['合作', 'edges', 1],
    ]);
    expect(done).toMatchObject({ unknown: ['其他'], notRead: ['说明', '草稿'] });
    // A line of another sheet is another line, not a later version of it.
    expect(
      app.library.db
        .all('SELECT file, line, text FROM evidence ORDER BY id')
        .map((row) => Object.values(row as object)),
    ).toEqual([
      ['全部.xlsx · 履历', 2, '博士 · 甲山大学 · 1990 · 1995'],
      ['全部.xlsx · 第二批', 2, '工作 · 甲山大学 · 1990 · 1999'],
      ['全部.xlsx · 第二批', 3, '工作 · 乙水大学 · 1995'],
    ]);
  });
});
