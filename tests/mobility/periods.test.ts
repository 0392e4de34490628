import { describe, expect, it } from 'vitest';
import type { App } from '../../src/core/app/app.ts';
import { readPeriod } from '../../src/core/mobility/import/cells/periods.ts';
import { freshApp, shared } from '../support/fixtures.ts';
import { fileOf, idOf, importStudyFile } from '../support/mobility.ts';

describe('a cell with a period', () => {
  it.each<[string, number | null, number | null, boolean]>([
    ['1990.9-1995.6', 1990, 1995, false],
    ['2004.9-至今', 2004, null, true],
    ['２００４．９－至今', 2004, null, true],
    ['2004年9月至現在', 2004, null, true],
    ['2002年9月至2006年6月', 2002, 2006, false],
    ['1990年—1995年', 1990, 1995, false],
    ['1998–2002', 1998, 2002, false],
    ['1998-99', 1998, 1999, false],
    ['09/1998 - 06/2002', 1998, 2002, false],
    ['Sept 1998 – June 2002', 1998, 2002, false],
    ['from 1998 to 2002', 1998, 2002, false],
    ['2002-09-01 至 2006-06-30', 2002, 2006, false],
    ['二〇〇二年至二〇〇六年', 2002, 2006, false],
    ['2004 to present', 2004, null, true],
    ['自2004年起', 2004, null, false],
    ['1998级', 1998, null, false],
    ['2001届', null, 2001, false],
    ['1998秋-2001夏', 1998, 2001, false],
    ['1998年底—2001年初', 1998, 2001, false],
    ['2001 bis heute', 2001, null, true],
    ['depuis 2001', 2001, null, false],
    ['seit 2001', 2001, null, false],
    ['2001迄今', 2001, null, true],
    ['2004-', 2004, null, false],
    ['至2004', null, 2004, false],
  ])('%s', (text, startYear, endYear, isCurrent) => {
    expect(readPeriod(text, [''])).toEqual({ startYear, endYear, isCurrent, isRange: true });
  });

  it.each(['2002', '2002年', '2002.9', '2002-09', '2002-09-01', '2002/9/1', '09/2002', 'Sept 2002', '二〇〇二年'])(
    'one year: %s',
    (text) => {
      expect(readPeriod(text, [''])).toEqual({ startYear: 2002, endYear: null, isCurrent: false, isRange: false });
    },
  );

  it.each(['1990-1995；1997-1999', 'around 2003?', '98-02', '37895', '1992 or 1993', '20O5'])('none: %s', (text) => {
    expect(readPeriod(text, [''])).toHaveProperty('problem');
  });
});

const positionsOf = async (app: App, key: string) =>
  (await app.call('mobility/get-scholar', { coder: 'x', scholarId: await idOf(app, key) })).positions.map(
    ({ role, startYear, endYear, isCurrent }) => [role, startYear, endYear, isCurrent],
  );

describe('tables with periods', () => {
  it('in a column of their own, or in that of the begin', async () => {
    const rows = [
      '李四,博士,武汉大学,1990.9-1995.6',
      '李四,讲师,武汉大学,1995.7-2004',
      '李四,教授,北京大学,2004.9-至今',
    ];
    for (const head of ['姓名,类型,单位,起止时间', '姓名,类型,单位,起始年']) {
      const app = await freshApp();
      const told = await importStudyFile(app, fileOf('r.csv', `${[head, ...rows].join('\n')}\n`));
      expect(told).toMatchObject({ kind: 'long', imported: 3, rejected: 0 });
      expect(await positionsOf(app, '李四')).toEqual([
        ['doctorate', 1990, 1995, false],
        ['job', 1995, 2004, false],
        ['job', 2004, null, true],
      ]);
    }
  });

  it('a degree’s only year is its end; a year that ends before it begins is refused', async () => {
    const app = await freshApp();
    const told = await importStudyFile(
      app,
      fileOf(
        'r.csv',
        '姓名,类型,单位,时间\n李四,博士,武汉大学,1995\n李四,讲师,武汉大学,1996\n李四,教授,北京大学,2004-1999\n',
      ),
    );
    expect(told.rejections.map(({ row, field }) => [row, field])).toEqual([[4, 'end']]);
    expect(await positionsOf(app, '李四')).toEqual([
      ['doctorate', null, 1995, false],
      ['job', 1996, null, false],
    ]);
  });

  it('in rows of a scholar each: the degree’s end, the job’s begin', async () => {
    const app = await freshApp();
    const head = '姓名,博士院校,博士时间,初职单位,初职时间,现职单位,现职时间';
    const row = '王五,武汉大学,1998-2002,北京大学,2002.7-2010,清华大学,2010.8-至今';
    await importStudyFile(app, fileOf('w.csv', `${head}\n${row}\n`));
    expect(await positionsOf(app, '王五')).toEqual([
      ['doctorate', 1998, 2002, false],
      ['job', 2002, 2010, false],
      ['job', 2010, null, true],
    ]);
  });

  const workbook = shared('data', 'study-workbooks', '履历-起止时间一列.xlsx');
  it.skipIf(!workbook)('the workbook with one column for begin and end', async () => {
    const app = await freshApp();
    const told = await importStudyFile(app, workbook!);
    expect(told.rejections).toEqual([]);
    expect((await positionsOf(app, 'A1')).map(([, ...years]) => years)).toEqual([
      [1996, 2001, false],
      [2001, 2005, false],
      [2005, null, true],
    ]);
  });
});

describe('two digits behind a year', () => {
  const read = async (rows: string, answers: Record<string, string> = {}) => {
    const app = await freshApp();
    const told = await importStudyFile(app, fileOf('r.csv', rows), {}, 'skip', answers);
    const list = app.library.db.all<{ from: number | null; to: number | null }>(
      'SELECT start_year AS "from", end_year AS "to" FROM positions ORDER BY id',
    );
    return {
      years: list.map(({ from, to }) => [from, to]),
      notes: told.notes.map(({ id }) => id).filter((id) => id.includes('school')),
      asked: told.questions,
    };
  };
  const HEAD = 'name,institution,role,start,end\n';

  it('are the next year where a column shows that they are no months, in ends and in periods', async () => {
    const { years, notes } = await read(
      `${HEAD}Ann Lee,Alpha University,PhD,1996/97,1999/00\nAnn Lee,Beta University,Lecturer,2000/01,2004/05\n` +
        'Ann Lee,Gamma University,Reader,2005/06,\n',
    );
    expect([years, notes]).toEqual([
      [
        [1996, 2000],
        [2000, 2005],
        [2005, null],
      ],
      ['study-import.school-years'],
    ]);
    const periods = await read(
      'name,institution,role,period\nAnn Lee,Alpha University,PhD,1996-97\n' +
        'Ann Lee,Beta University,Lecturer,2000-01\nAnn Lee,Gamma University,Reader,1999/00\n',
    );
    expect(periods.years).toEqual([
      [1996, 1997],
      [2000, 2001],
      [1999, 2000],
    ]);
  });

  it('are months where a column shows that one is no next year, or behind a dash where nothing shows', async () => {
    const months = await read(
      `${HEAD}Ann Lee,Alpha University,PhD,1996/09,2000/01\nAnn Lee,Beta University,Lecturer,2000/01,2004/08\n`,
    );
    expect(months.years).toEqual([
      [1996, 2000],
      [2000, 2004],
    ]);
    const { years, asked } = await read(`${HEAD}Ann Lee,Alpha University,PhD,1998,2002-03\n`);
    expect([years, asked]).toEqual([[[1998, 2002]], []]);
  });

  it('are asked about in the column of ends where they may be both', async () => {
    const rows = `${HEAD}Ann Lee,Alpha University,PhD,1996/97,2000/01\n`;
    const { years, asked } = await read(rows);
    expect(years).toEqual([]);
    expect(asked).toMatchObject([{ id: 'ask.unusual-years:end:schoolYear', rows: 1 }]);
    expect((await read(rows, { 'ask.unusual-years:end:schoolYear': 'first-to-last' })).years).toEqual([[1996, 2001]]);
    expect((await read(rows, { 'ask.unusual-years:end:schoolYear': 'year-and-month' })).years).toEqual([[1996, 2000]]);
  });

  it('are months where another column shows them behind a slash, and asked about otherwise', async () => {
    const ends = (start: string) => `${HEAD}Ann Lee,Alpha University,PhD,${start},2006/07\n`;
    const told = await read(ends('2002/09'));
    expect([told.years, told.asked]).toEqual([[[2002, 2006]], []]);
    expect((await read(ends('2002-09'))).asked).toHaveLength(1);
  });
});
