import { beforeEach, describe, expect, it } from 'vitest';
import { strToU8, zipSync } from 'fflate';
import { DirectedGraph } from 'graphology';
import type { App } from '../../src/core/app/app.ts';
import { toGexf } from '../../src/core/mobility/analysis/network.ts';
import { readRank } from '../../src/core/mobility/import/cells/ranks.ts';
import { readRole } from '../../src/core/mobility/import/roles/roles.ts';
import { decodeText } from '../../src/core/mobility/import/table/decode-text.ts';
import { countryCode } from '../../src/core/mobility/names/country.ts';
import { personKey } from '../../src/core/mobility/names/person-key.ts';
import { pseudonymise } from '../../src/core/mobility/report/pseudonymise.ts';
import { escapeXml } from '../../src/shared/xml.ts';
import { freshApp } from '../support/fixtures.ts';
import { saying, telling } from '../support/messages.ts';
import { fileOf, idOf, importStudyFile } from '../support/mobility.ts';

describe('roles', () => {
  it.each([
    ['教授、博士生导师', 'job'],
    ['副教授、硕士生导师', 'job'],
    ['名誉博士', 'job'],
    ['本科生院院长', 'job'],
    ['Director of Undergraduate Studies', 'job'],
    ['Concertmaster', 'job'],
    ['Choirmaster', 'job'],
    ['Junior Research Fellowship', 'job'],
    ['Honorary Doctor of Music', 'job'],
    ['Professor, PhD supervisor', 'job'],
    ['博士研究生', 'doctorate'],
    ['Ph.D.', 'doctorate'],
    ['DBA', 'doctorate'],
    ['D.B.A.', 'doctorate'],
    ['D. Sc.', 'doctorate'],
    ['SJD', 'doctorate'],
    ['MBA', 'master'],
    ['B.A.', 'bachelor'],
    ['Oracle DBA', 'job'],
    ['Doctor of Musical Arts', 'doctorate'],
    ['Master of Music', 'master'],
    ['MMus', 'master'],
    ['Bachelor of Arts', 'bachelor'],
    ['Postdoctoral Fellow', 'postdoc'],
    ['Guggenheim Fellowship', 'award'],
  ])('%s: %s', (title, role) => {
    expect(readRole(title, { roles: {} })).toBe(role);
  });
});

it.each([
  ['17', 17, 17],
  ['1.0', 1, 1],
  ['=3', 3, 3],
  ['5th', 5, 5],
  ['第7名', 7, 7],
  ['101 to 150', 101, 150],
  ['101～150', 101, 150],
  ['501-', 501, 501],
  ['501+', 501, 501],
  ['>500', 501, 501],
])('the rank %s', (text, low, high) => {
  expect(readRank(text)).toMatchObject({ low, high });
});

it.each(['1.5', '0', '20-10', 'Professor', ''])('no rank: “%s”', (text) => {
  expect(readRank(text)).toBeNull();
});

it('countries by code and by name, in English and Chinese; others are unknown', () => {
  const names = [
    '中国',
    'China',
    'cn',
    'CHN',
    'P.R. China',
    '法國',
    'USA',
    'The Netherlands',
    '台湾',
    'Korea',
    'Ruritania',
    '',
  ];
  expect(names.map(countryCode)).toEqual(['CN', 'CN', 'CN', 'CN', 'CN', 'FR', 'US', 'NL', 'TW', 'KR', null, null]);
});

it('one person in all spellings of an id', () => {
  expect(new Set(['s1', 's1\u200b', 'ｓ１', 'S1', ' s 1'].map(personKey))).toEqual(new Set(['s1']));
  expect(personKey('s12')).not.toBe(personKey('s1'));
});

describe('encodings', () => {
  const text = '编号,单位\ns1,甲山大学\ns2,乙水大学\ns3,丙林大学\n';
  it('UTF-8 with one damaged character stays UTF-8', () => {
    for (const mark of ['', '\uFEFF']) {
      const bytes = Buffer.from(mark + text);
      const damaged = Buffer.concat([bytes.subarray(0, bytes.length - 5), bytes.subarray(bytes.length - 4)]);
      const read = decodeText(damaged, 'auto');
      expect(read.encoding).toBe('utf-8');
      expect(read.text).toContain('甲山大学');
      expect(read.text).toContain('\uFFFD');
    }
  });

  it('Latin-1 is no damaged UTF-8', () => {
    expect(decodeText(Buffer.from('key,name\n1,Universität Zürich\n', 'latin1'), 'auto')).toEqual({
      encoding: 'latin1',
      text: 'key,name\n1,Universität Zürich\n',
    });
  });
});

describe('what was read and what was not is said', () => {
  let app: App;
  beforeEach(async () => {
    app = await freshApp();
  });

  it('columns that mean nothing, and headings that stand twice', async () => {
    const rows = '编号,单位,职务,起始年,起止时间,单位\ns1,甲山大学,讲师,1990,1990-1995,乙水大学\n';
    const { notes } = await importStudyFile(app, fileOf('cv.csv', rows));
    expect(notes).toContainEqual(saying('study-import.columns-not-used', { columns: ['起止时间', '单位 (2)'] }));
    expect(notes).toContainEqual(saying('study-import.headers-twice', { columns: ['单位'] }));
  });

  it('years before birth or in childhood are asked about', async () => {
    const head = '编号,出生年月,单位,职务,起始年,结束年\n';
    const rows = ['s1,1965.03,甲,博士,1960,1963', 's2,1990,乙,讲师,1995,1999', 's3,1965,丙,本科,1981,1985'];
    const held = await importStudyFile(app, fileOf('cv.csv', `${head}${rows.join('\n')}\n`));
    const values = { years: ['1960–1963 (*1965.03)', '1995–1999 (*1990)'], rows: [2, 3] };
    expect(held).toMatchObject({ imported: 1, questions: [{ id: 'ask.years-before-birth', rows: 2, values }] });
  });

  it('years that cannot be, and countries that are not known', async () => {
    const rows = '编号,单位,职务,起始年,结束年,国家\ns1,甲,博士,1905-06-12,1995,中国\ns1,乙,讲师,2199,,Ruritania\n';
    const file = fileOf('cv.csv', rows);
    const held = await importStudyFile(app, file);
    expect(held).toMatchObject({ imported: 0, rejected: 0 });
    expect(held.questions).toMatchObject([
      { id: 'ask.years-too-early', rows: 1, values: { years: ['1905–1995'], rows: [2] } },
      { id: 'ask.years-in-future', rows: 1, values: { years: ['2199–?'], rows: [3] } },
    ]);
    const { doubts } = await importStudyFile(app, file, {}, 'skip', {
      'ask.years-too-early': 'keep',
      'ask.years-in-future': 'without-years',
    });
    expect(doubts.map(({ problem }) => problem.id)).toContain('study-import.unknown-country');
    expect(app.library.db.all('SELECT start_year AS start, end_year AS end FROM positions ORDER BY id')).toEqual([
      { start: 1905, end: 1995 },
      { start: null, end: null },
    ]);
    expect(app.library.db.all('SELECT country FROM positions ORDER BY id')).toEqual([
      { country: 'CN' },
      { country: 'Ruritania' },
    ]);
  });

  it('spellings of one id are one scholar, also across files', async () => {
    await importStudyFile(
      app,
      fileOf('a.csv', '编号,姓名,单位,职务,起始年\ns1,甲某,甲,博士,1990\ns1\u200b,甲 某,乙,讲师,1995\n'),
    );
    await importStudyFile(app, fileOf('b.csv', '编号,姓名,单位,职务,起始年\nＳ１,甲某,丙,教授,2001\n'), {
      existing: 'add',
    });
    expect(app.library.db.all('SELECT scholar_key AS key, name FROM scholars')).toEqual([{ key: 's1', name: '甲某' }]);
    expect(app.library.db.get('SELECT count(*) AS n FROM positions')).toEqual({ n: 3 });
  });

  it('a hidden sheet is not taken before a visible one, and sheets that were not read are named', async () => {
    const sheet = (rows: string[][]) =>
      `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${rows
        .map(
          (row, r) =>
            `<row r="${r + 1}">${row
              .map((cell, c) => `<c r="${'ABCD'[c]}${r + 1}" t="inlineStr"><is><t>${cell}</t></is></c>`)
              .join('')}</row>`,
        )
        .join('')}</sheetData></worksheet>`;
    const head = ['编号', '单位', '职务', '起始年'];
    const relation = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
    const book = zipSync({
      '[Content_Types].xml': strToU8('<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'),
      'xl/workbook.xml': strToU8(
        `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="${relation}"><sheets>` +
          '<sheet name="draft" sheetId="1" state="hidden" r:id="rId1"/><sheet name="data" sheetId="2" r:id="rId2"/>' +
          '<sheet name="more" sheetId="3" r:id="rId3"/></sheets></workbook>',
      ),
      'xl/_rels/workbook.xml.rels': strToU8(
        `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${[1, 2, 3]
          .map((n) => `<Relationship Id="rId${n}" Type="${relation}/worksheet" Target="worksheets/sheet${n}.xml"/>`)
          .join('')}</Relationships>`,
      ),
      'xl/worksheets/sheet1.xml': strToU8(sheet([head, ['s9', '丁', '讲师', '1980']])),
      'xl/worksheets/sheet2.xml': strToU8(sheet([head, ['s1', '甲', '讲师', '1990']])),
      'xl/worksheets/sheet3.xml': strToU8(sheet([head, ['s2', '乙', '讲师', '1991']])),
    });
    const { notes } = await importStudyFile(app, fileOf('book.xlsx', Buffer.from(book)));
    expect(app.library.db.all('SELECT scholar_key AS key FROM scholars')).toEqual([{ key: 's1' }]);
    expect(notes).toContainEqual(saying('study-import.sheets-not-read', { chosen: 'data', others: ['more', 'draft'] }));
  });
});

describe('what a file leaves open', () => {
  it('a tie to a name that two scholars have waits for who is meant; an id does not', async () => {
    const app = await freshApp();
    const rows = 'D1,甲某,甲,博士,1990\nD2,甲某,乙,博士,1991\nE,乙某,丙,博士,1992\n';
    await importStudyFile(app, fileOf('cv.csv', `编号,姓名,单位,职务,起始年\n${rows}`));
    const file = fileOf('edges.csv', 'source,target\n甲某,E\nD1,E\n');
    const preview = await app.call('mobility/preview-import', { grant: app.grants.add(file) });
    expect(preview).toMatchObject({ read: 2, imported: 1, questions: [{ rows: 1 }] });
    const held = await importStudyFile(app, file);
    expect(held).toMatchObject({ imported: 1, rejections: [] });
    expect(held.questions).toMatchObject([{ id: 'ask.which-namesake:甲某', values: { keys: ['D1', 'D2'] }, rows: 1 }]);
    expect(held.questions[0].choices.map(({ id }) => id)).toEqual(['D1', 'D2', 'leave-out']);
    await importStudyFile(app, file, {}, 'skip', { 'ask.which-namesake:甲某': 'D2' });
    expect(app.library.db.all('SELECT source FROM edges ORDER BY source')).toEqual([
      { source: 'D1' },
      { source: 'D2' },
    ]);
    await expect(importStudyFile(app, file, {}, 'skip', { 'ask.which-year': '2003' })).rejects.toEqual(
      telling('import.answer-to-no-question', { question: 'ask.which-year' }),
    );
  });

  it('one year in a ranking’s file name is taken and said, several are asked about, a download is none', async () => {
    const app = await freshApp();
    const table = 'rank,institution\n1,Alpha\n2,Beta\n';
    const taken = await importStudyFile(app, fileOf('20210415_arwu-2020.csv', table));
    expect(taken.notes).toContainEqual(saying('study-import.year-from-name', { year: 2020 }));
    const asked = async (name: string) =>
      (await importStudyFile(await freshApp(), fileOf(name, table))).questions.map(({ values }) => values?.years);
    expect(await asked('arwu 2015, downloaded 2021-03-01.csv')).toEqual([]);
    expect(await asked('arwu 2021年3月1日.csv')).toEqual([[2021]]);
    expect(await asked('arwu 2019-20.csv')).toEqual([[2019, 2020]]);
    expect(await asked('arwu 2019-2020.csv')).toEqual([[2019, 2020]]);
    const several = fileOf('ARWU_2003-2019.csv', table);
    const waiting = await importStudyFile(app, several);
    expect(waiting).toMatchObject({
      imported: 0,
      rejected: 0,
      questions: [{ id: 'ask.which-year', rows: null }],
    });
    const years = () => app.library.db.all('SELECT year FROM ranking_years ORDER BY year');
    expect(years()).toEqual([{ year: 2020 }]);
    await importStudyFile(app, several, {}, 'skip', { 'ask.which-year': '2019' });
    expect(years()).toEqual([{ year: 2019 }, { year: 2020 }]);
  });

  it('an id that the library gives to somebody else holds the rows back until it is said who it is', async () => {
    const id = 'ask.called-otherwise';
    const head = '序号,姓名,单位,类型,起始年,结束年\n';
    const other = fileOf('other.csv', `${head}1,乙某,乙水大学,博士,1980,1985\n2,丙某,乙水大学,博士,1981,1985\n`);
    const scholars = (app: App) => app.library.db.all<{ key: string }>('SELECT scholar_key AS key FROM scholars');
    const library = async () => {
      const app = await freshApp();
      await importStudyFile(app, fileOf('first.csv', `${head}1,甲某,甲山大学,博士,1990,1995\n`));
      return app;
    };
    const apart = await library();
    const held = await importStudyFile(apart, other, { existing: 'add' });
    expect(held).toMatchObject({ imported: 1, questions: [{ id, values: { people: ['1: 甲某 / 乙某'] }, rows: 1 }] });
    await importStudyFile(apart, other, { existing: 'add' }, 'skip', { [id]: 'other' });
    expect(scholars(apart).map(({ key }) => key)).toEqual(['1', '1 乙某', '2']);
    // known by id and name from now on
    expect(await importStudyFile(apart, other)).toMatchObject({ imported: 0, unchanged: 2, questions: [] });
    const joined = await library();
    await importStudyFile(joined, other, { existing: 'add' }, 'skip', { [id]: 'same' });
    expect(scholars(joined).map(({ key }) => key)).toEqual(['1', '2']);
  });

  it('a text named after two scholars waits for whose it is', async () => {
    const app = await freshApp();
    await importStudyFile(app, fileOf('cv.csv', '编号,姓名,单位,类型\nD1,甲某,甲,博士\nD2,甲某,乙,博士\n'));
    const file = fileOf('甲某.txt', '1990–1995 博士\n');
    expect(await importStudyFile(app, file)).toMatchObject({ imported: 0, questions: [{ rows: 1 }] });
    await importStudyFile(app, file, {}, 'skip', { 'ask.whose-text:甲某.txt': 'D2' });
    const lines = app.library.db.all(
      "SELECT scholar_key AS key FROM evidence e JOIN scholars s ON s.id = e.scholar_id WHERE file = '甲某.txt'",
    );
    expect(lines).toEqual([{ key: 'D2' }]);
  });

  it('tiers and editions that the codebook does not take', async () => {
    const app = await freshApp();
    const { notes } = await importStudyFile(app, fileOf('tiers.csv', 'city,tier,edition\n甲城,一线,2023\n'));
    expect(notes).toContainEqual(saying('study-import.tiers-not-in-codebook', { tiers: ['一线'] }));
    expect(notes).toContainEqual(saying('study-import.edition-not-in-force', { editions: ['2023'] }));
  });

  it('a level that nobody used still lies between its neighbours', async () => {
    const app = await freshApp();
    await importStudyFile(
      app,
      fileOf(
        'institutions.csv',
        'key,name,kind,city,country\nl1,A,university,甲城,CN\nl2,B,university,甲城,CN\nl4,C,university,甲城,CN\n',
      ),
    );
    const ranks = [2003, 2004, 2005].map((year) => `50,A,${year}\n150,B,${year}\n450,C,${year}\n401-500,D,${year}\n`);
    await importStudyFile(app, fileOf('arwu.csv', `rank,institution,year\n${ranks.join('')}`));
    const [ana, ben] = [
      [1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4, 4],
      [1, 1, 1, 2, 2, 2, 4, 4, 4, 4, 2, 2],
    ];
    const lines = ana.map((_, i) => `s${i},学者${i},A,博士,1990,1995\n`);
    await importStudyFile(app, fileOf('cv.csv', `编号,姓名,单位,类型,起始年,结束年\n${lines.join('')}`));
    for (const [coder, levels] of [
      ['Ana', ana],
      ['Ben', ben],
    ] as const)
      for (const [i, level] of levels.entries()) {
        const value = {
          state: 'coded' as const,
          institution: `l${level}`,
          city: null,
          country: null,
          year: 1995,
          role: 'doctorate' as const,
        };
        await app.call('mobility/code', { coder, scholarId: await idOf(app, `s${i}`), stage: 'doctorate', value });
      }
    const { groups } = await app.call('mobility/get-agreement', {});
    const row = groups.all.find(({ field }) => field === 'level');
    // scikit-learn's cohen_kappa_score with labels 1 to 4
    expect(row?.kappaLinear?.estimate).toBeCloseTo(0.4255, 4);
    expect(row?.kappaQuadratic?.estimate).toBeCloseTo(0.5234, 4);
  });
});

describe('records of ORCID and ROR', () => {
  const affiliation = (name: string, title: string, from: string, to: string | null) => ({
    organization: { name, address: { city: '甲城', country: 'CN' } },
    'role-title': title,
    'start-date': { year: { value: from } },
    'end-date': to && { year: { value: to } },
  });
  const section = (one: object) => ({ 'affiliation-group': [{ summaries: [{ summary: one }] }] });

  it('several records are a list or stand one a line', async () => {
    const records = ['0000-0000-0000-0001', '0000-0000-0000-0002'].map((path) => ({
      'orcid-identifier': { path },
      'activities-summary': { educations: section(affiliation('甲', 'PhD', '1990', '1995')) },
    }));
    const lines = records.map((record) => JSON.stringify(record)).join('\n');
    for (const [name, text] of [
      ['records.json', JSON.stringify(records)],
      ['records.jsonl', lines],
    ]) {
      const told = await importStudyFile(await freshApp(), fileOf(name, text));
      expect([told.kind, told.imported]).toEqual(['orcid', 2]);
    }
    const broken = importStudyFile(await freshApp(), fileOf('records.jsonl', `${lines}\n{"a":`));
    await expect(broken).rejects.toMatchObject(telling('study-import.json-without-list'));
  });

  it('organisations of ROR one a line keep their city and their successor', async () => {
    const app = await freshApp();
    const city = { addresses: [{ city: '丁城' }], country: { country_code: 'CN' }, types: ['Education'], acronyms: [] };
    const records = [
      { id: 'https://ror.org/01aaaaaaa', name: '丁川大学', status: 'active', established: 1998, ...city },
      { id: 'https://ror.org/02aaaaaaa', name: '丁川师范学院', status: 'inactive', ...city },
    ].map((one, i) => ({
      ...one,
      relationships: [
        { type: i === 0 ? 'Predecessor' : 'Successor', id: `https://ror.org/0${2 - i}aaaaaaa`, label: '' },
      ],
    }));
    const { doubts } = await importStudyFile(
      app,
      fileOf('ror.jsonl', records.map((record) => JSON.stringify(record)).join('\n')),
    );
    expect(app.library.db.all('SELECT DISTINCT city FROM institutions')).toEqual([{ city: '丁城' }]);
    expect(doubts.map(({ field }) => field)).toEqual(['relationships']);
  });

  it('qualifications, distinctions and invited positions have their roles; other sections are named', async () => {
    const app = await freshApp();
    const record = {
      'orcid-identifier': { path: '0000-0000-0000-0001' },
      'activities-summary': {
        qualifications: section(affiliation('甲', 'PhD', '1990', '1995')),
        employments: section(affiliation('乙', 'Lecturer', '1995', null)),
        'invited-positions': section(affiliation('丙', 'Guest Researcher', '2001', '2002')),
        distinctions: section(affiliation('丁', 'Fellow', '2006', null)),
        memberships: section(affiliation('戊', 'Member', '2007', null)),
      },
    };
    const { notes } = await importStudyFile(app, fileOf('record.json', JSON.stringify(record)));
    expect(app.library.db.all('SELECT mention, role FROM positions ORDER BY id')).toEqual([
      { mention: '甲', role: 'doctorate' },
      { mention: '乙', role: 'job' },
      { mention: '丙', role: 'visiting' },
      { mention: '丁', role: 'award' },
    ]);
    expect(notes).toContainEqual(saying('study-import.sections-not-read', { sections: ['memberships'] }));
    await expect(importStudyFile(app, fileOf('record.xml', '<?xml version="1.0"?><record/>'))).rejects.toEqual(
      telling('study-import.is-xml'),
    );
  });

  it('a record that ROR has withdrawn takes no part; a successor without a year is asked about', async () => {
    const app = await freshApp();
    const ror = (id: string, name: string, status: string, established: number | null, successor?: string) => ({
      id: `https://ror.org/${id}`,
      names: [{ value: name, types: ['ror_display'] }],
      types: ['education'],
      status,
      established,
      relationships: successor ? [{ type: 'successor', id: `https://ror.org/${successor}` }] : [],
    });
    const records = [
      ror('1', 'Jiashan University', 'active', 1998),
      ror('2', 'Jiashan College', 'inactive', 1952, '1'),
      ror('3', 'Jiashan University', 'withdrawn', null, '1'),
    ];
    const { notes, doubts } = await importStudyFile(app, fileOf('ror.json', JSON.stringify(records)));
    expect(notes).toContainEqual(saying('study-import.withdrawn-left-out', { records: 1 }));
    expect(doubts).toMatchObject([
      { row: 2, problem: { id: 'study-import.merger-without-year', values: { year: 1998 } } },
    ]);
    expect(app.library.db.all('SELECT kind, year FROM institution_relations')).toEqual([
      { kind: 'merged-into', year: 1998 },
    ]);
    expect(app.library.db.get('SELECT count(*) AS n FROM institutions')).toEqual({ n: 2 });
  });

  it('a list in the place of a text is told as a file of another structure', async () => {
    const app = await freshApp();
    const record = {
      'orcid-identifier': { path: [] },
      'activities-summary': { employments: section(affiliation('甲', 'Lecturer', '1995', null)) },
    };
    await expect(importStudyFile(app, fileOf('record.json', JSON.stringify(record)))).rejects.toMatchObject({
      code: 'bad-input',
      told: { id: 'study-import.other-structure' },
    });
  });

  it('a workbook with a password is refused as such, and posts with a rank are résumés', async () => {
    const app = await freshApp();
    const locked = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600)]);
    await expect(importStudyFile(app, fileOf('locked.xlsx', locked))).rejects.toEqual(
      telling('study-import.protected-or-old'),
    );
    const posts = '编号,姓名,单位,城市,级别,起始年\ns1,甲某,甲,甲城,正高,1990\n';
    expect(await importStudyFile(app, fileOf('posts.csv', posts))).toMatchObject({ kind: 'long', imported: 1 });
  });
});

describe('what leaves the app', () => {
  it('has no sign that XML forbids', () => {
    const graph = new DirectedGraph();
    graph.addNode('a', { label: '甲\u000b某' });
    expect(toGexf(graph)).toContain('甲某');
    expect(escapeXml('甲\u000b某 <b> \ud800 😀 \uffff"')).toBe('甲某 &lt;b&gt;  😀 &quot;');
  });

  it('bands birth years however they are written, and leaves out what has none', () => {
    const written = ['1965', '1965.03', '1965年3月12日', '1965-08-05', '12.8.1965', '３月', ''];
    const careers = {
      name: 'careers',
      title: 'Careers',
      head: ['scholar', 'name', 'birthYear'],
      rows: written.map((year, i) => [`s${i}`, '', year]),
    };
    const empty = { name: 'moves', title: 'Moves', head: ['scholar'], rows: [] };
    const { careers: shown } = pseudonymise({ careers, moves: empty }, { bandYears: true }, () => 0);
    const values = shown.rows.map((row) => row[1]);
    expect(values.filter((value) => value === '1965-1969')).toHaveLength(5);
    expect(values.filter((value) => value === null || value === '')).toHaveLength(2);
  });
});
