import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import writeExcelFile from 'write-excel-file/node';
import { describe, expect, it } from 'vitest';
import { freshApp, shared, temporaryFolder, texts } from '../support/fixtures.ts';
import { fileOf, idOf, importStudyFile, resumes, smallStudy } from '../support/mobility.ts';

const GOOD = ['s1,Ann,f,PhD,Alpha University,Alpha,1990,1995,', 's1,Ann,f,lecturer,Beta University,Beta,1995,present,'];

describe('résumés', () => {
  it('long rows, English headers: positions, roles and years; twice changes nothing', async () => {
    const app = await smallStudy();
    const file = fileOf('r.csv', resumes(...GOOD));
    expect(await importStudyFile(app, file)).toMatchObject({
      kind: 'long',
      read: 2,
      imported: 2,
      rejected: 0,
      doubts: [],
      questions: [],
    });
    expect(await importStudyFile(app, file)).toMatchObject({ imported: 0, unchanged: 2 });
    const view = await app.call('mobility/get-scholar', { coder: 'x', scholarId: await idOf(app, 's1') });
    expect(
      view.positions.map(({ role, institution, startYear, endYear, isCurrent }) => [
        role,
        institution,
        startYear,
        endYear,
        isCurrent,
      ]),
    ).toEqual([
      ['doctorate', 'a', 1990, 1995, false],
      ['job', 'b', 1995, null, true],
    ]);
    expect(view.evidence.map(({ file: name, line }) => `${name}:${line}`)).toEqual(['r.csv:2', 'r.csv:3']);
    expect(view.attributes).toEqual({ gender: 'f' });
  });

  it('Chinese headers in GB18030, a byte order mark, semicolons, XLSX: the same scholar', async () => {
    const text =
      '编号,姓名,类型,单位,城市,起始年,结束年\nx1,张三,博士,阿尔法大学,甲城,1990年9月,1995\nx1,张三,教授,Beta University,乙城,1995.7,至今\n';
    const gb = Buffer.concat([...text].map((c) => (c.charCodeAt(0) < 128 ? Buffer.from(c) : GB18030.get(c)!)));
    const variants: [string, Buffer][] = [
      ['gb.csv', gb],
      ['bom.csv', Buffer.from(`\uFEFF${text}`)],
      ['semi.csv', Buffer.from(text.replaceAll(',', ';'))],
      ['utf16.csv', Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')])],
    ];
    for (const [name, bytes] of variants) {
      const app = await smallStudy();
      expect(await importStudyFile(app, fileOf(name, bytes)), name).toMatchObject({
        kind: 'long',
        imported: 2,
        rejected: 0,
      });
      const view = await app.call('mobility/get-scholar', { coder: 'x', scholarId: await idOf(app, 'x1') });
      expect(view.name, name).toBe('张三');
      expect(
        view.positions.map(({ role, institution, startYear }) => [role, institution, startYear]),
        name,
      ).toEqual([
        ['doctorate', 'a', 1990],
        ['job', 'b', 1995],
      ]);
    }
    const folder = temporaryFolder();
    const rows = text
      .trim()
      .split('\n')
      .map((line) => line.split(',').map((value) => ({ value })));
    await writeExcelFile(rows as never, { sheet: 'Tabelle' } as never).toFile(join(folder, 'r.xlsx'));
    const app = await smallStudy();
    expect(await importStudyFile(app, join(folder, 'r.xlsx'))).toMatchObject({
      kind: 'long',
      imported: 2,
      rejected: 0,
    });
    await expect(importStudyFile(app, join(folder, 'r.xlsx'), { sheet: 'Nope' })).rejects.toThrow(
      /no sheet “Nope”; it has Tabelle/,
    );
  });

  it('wide rows, guessed and mapped', async () => {
    const app = await smallStudy();
    const file = fileOf(
      'wide.csv',
      '姓名,性别,博士院校,博士年份,初职单位,初职年份,入选单位,入选年份,现职单位\n李四,m,Alpha University,1995,Beta University,1996,Beta ' +
        'University,2006,Alpha University\n',
    );
    expect(await importStudyFile(app, file)).toMatchObject({
      kind: 'wide',
      read: 1,
      imported: 1,
      rejected: 0,
      doubts: [],
      questions: [],
    });
    const view = await app.call('mobility/get-scholar', { coder: 'x', scholarId: await idOf(app, '李四') });
    expect(view.stages.map(({ suggestion }) => [suggestion?.value?.institution, suggestion?.value?.year])).toEqual([
      ['a', 1995],
      ['b', 1996],
      ['b', 2006],
      ['a', null],
    ]);
    const other = fileOf('other.csv', 'who,phd at,phd in,went to\nEve,Alpha University,1999,Beta University\n');
    const mapping = {
      kind: 'wide',
      columns: { scholar: 'who' },
      stages: { doctorate: { institution: 'phd at', year: 'phd in' }, 'first-job': { institution: 'went to' } },
    };
    const answer = await importStudyFile(app, other, mapping);
    expect(answer).toMatchObject({ imported: 1, rejected: 0 });
    // stages left out are told, once for the table
    expect(answer.doubts).toEqual([]);
    expect(answer.notes.map(({ text }) => text)).toContainEqual(
      expect.stringContaining('no column for Elected, Current'),
    );
    await expect(importStudyFile(app, other, { ...mapping, columns: { scholar: 'Name' } })).rejects.toThrow(
      /other\.csv.*“Name”.*which the file does not have/,
    );
  });

  it('free text becomes evidence of the scholar that the file is named after', async () => {
    const app = await smallStudy();
    await importStudyFile(app, fileOf('r.csv', resumes(...GOOD)));
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'cv'));
    writeFileSync(join(folder, 'cv', 's1.txt'), '1990–1995 PhD\n\n1995– lecturer, Beta\n');
    writeFileSync(join(folder, 'cv', 'Nobody Known.txt'), 'a line\n');
    const answer = await importStudyFile(app, join(folder, 'cv'));
    expect(answer).toMatchObject({ kind: 'text', read: 2, imported: 2 });
    expect(answer.doubts[0].problem.text).toMatch(/new one was made/);
    const view = await app.call('mobility/get-scholar', { coder: 'x', scholarId: await idOf(app, 's1') });
    expect(view.evidence.map(({ text }) => text)).toContain('1995– lecturer, Beta');
  });

  it('ORCID records, dates with missing parts', async () => {
    const app = await smallStudy();
    const summary = (kind: string, role: string, start: unknown, end: unknown, name: string) => ({
      summaries: [
        {
          [`${kind}-summary`]: {
            'role-title': role,
            'start-date': start,
            'end-date': end,
            organization: { name, address: { city: 'Alpha', country: 'CN' } },
          },
        },
      ],
    });
    const record = {
      'orcid-identifier': { path: '0000-0001' },
      person: { name: { 'given-names': { value: 'Ann' }, 'family-name': { value: 'Li' } } },
      'activities-summary': {
        educations: {
          'affiliation-group': [
            summary(
              'education',
              'PhD',
              { year: { value: '1990' }, month: null },
              { year: { value: '1995' } },
              'Alpha University',
            ),
          ],
        },
        employments: {
          'affiliation-group': [
            summary(
              'employment',
              'Postdoctoral fellow',
              { year: { value: '1996' } },
              { year: { value: '1998' } },
              'Beta University',
            ),
            summary('employment', 'Professor', { year: null }, null, 'Alpha University'),
          ],
        },
      },
    };
    const answer = await importStudyFile(app, fileOf('orcid.json', JSON.stringify(record)));
    expect(answer).toMatchObject({ kind: 'orcid', read: 3, imported: 3, rejected: 0 });
    const view = await app.call('mobility/get-scholar', { coder: 'x', scholarId: await idOf(app, '0000-0001') });
    expect([
      view.name,
      ...view.positions.map(({ role, startYear, isCurrent }) => `${role} ${startYear} ${isCurrent}`),
    ]).toEqual(['Ann Li', 'doctorate 1990 false', 'postdoc 1996 false', 'job null true']);
    await expect(importStudyFile(app, fileOf('bad.json', '{"orcid-identifier":{}}'))).rejects.toThrow(
      /no ORCID record/,
    );
  });
});

/** Only what the test writes. */
const GB18030 = new Map(
  Object.entries({
    编: 'b1e0',
    号: 'bac5',
    姓: 'd0d5',
    名: 'c3fb',
    类: 'c0e0',
    型: 'd0cd',
    单: 'b5a5',
    位: 'cebb',
    城: 'b3c7',
    市: 'cad0',
    起: 'c6f0',
    始: 'cabc',
    年: 'c4ea',
    结: 'bde1',
    束: 'caf8',
    张: 'd5c5',
    三: 'c8fd',
    博: 'b2a9',
    士: 'cabf',
    阿: 'b0a2',
    尔: 'b6fb',
    法: 'b7a8',
    大: 'b4f3',
    学: 'd1a7',
    甲: 'bcd7',
    月: 'd4c2',
    教: 'bdcc',
    授: 'cada',
    乙: 'd2d2',
    至: 'd6c1',
    今: 'bdf1',
  }).map(([character, hex]) => [character, Buffer.from(hex, 'hex')]),
);

describe('bad rows are named with row, field and remedy; the rest is imported, or nothing', () => {
  it.each([
    [
      'a letter O in a year',
      's2,Bob,m,PhD,Alpha University,Alpha,1990,20O5,',
      'end',
      /letter where a digit/,
      /Write 2005/,
    ],
    [
      'an end before its start',
      's2,Bob,m,PhD,Alpha University,Alpha,1995,1990,',
      'end',
      /1990, is before the start, 1995/,
      /years/,
    ],
    ['no institution', 's2,Bob,m,PhD,,Alpha,1990,1995,', 'institution', /names no institution/, /Give the name/],
    [
      'another name for the same id',
      's1,Zoe,f,job,Beta University,Beta,1999,2000,',
      'name',
      /called “Ann” in row 2/,
      /spelling/,
    ],
    ['the same position twice', GOOD[1], 'scholar', /row 3 already/, /Leave one/],
  ])('%s', async (_what, row, field, problem, fix) => {
    const app = await smallStudy();
    const file = fileOf('r.csv', resumes(...GOOD, row));
    await expect(importStudyFile(app, file, {}, 'abort')).rejects.toThrow(/r\.csv, row 4.*Nothing was imported/);
    expect((await app.call('mobility/get-study', {})).counts.scholars).toBe(0);
    const answer = await importStudyFile(app, file);
    expect(answer).toMatchObject({ read: 3, imported: 2, rejected: 1 });
    expect(answer.rejections[0]).toMatchObject({ row: 4, field });
    expect(answer.rejections[0].problem.text).toMatch(problem);
    expect(answer.rejections[0].fix.text).toMatch(fix);
  });

  it('two current positions and none the main one: both are kept, and the coder is asked', async () => {
    const app = await smallStudy();
    const answer = await importStudyFile(
      app,
      fileOf('r.csv', resumes(...GOOD, 's1,Ann,f,professor,Alpha University,Alpha,2001,present,')),
    );
    expect(answer).toMatchObject({ imported: 3, rejected: 0 });
    expect(answer.doubts[0]).toMatchObject({ row: 4, field: 'primary' });
    const view = await app.call('mobility/get-scholar', { coder: 'x', scholarId: await idOf(app, 's1') });
    expect(view.stages[3].suggestion?.question?.code).toBe('several-at-once');
    expect(view.notesOfScholar).toEqual(['Beta University', 'Alpha University']);
    const main = await smallStudy();
    await importStudyFile(
      main,
      fileOf('r.csv', resumes(...GOOD, 's1,Ann,f,professor,Alpha University,Alpha,2001,present,yes')),
    );
    const marked = await main.call('mobility/get-scholar', { coder: 'x', scholarId: await idOf(main, 's1') });
    expect(marked.stages[3].suggestion?.value?.institution).toBe('a');
  });

  it('dates that run backwards and unknown institutions are kept and asked about', async () => {
    const app = await smallStudy();
    const head = 'scholar,name,stage,role,institution,city,start,end';
    const file = fileOf(
      'r.csv',
      `${head}\ns1,Ann,doctorate,PhD,Alpha University,Alpha,2001,2005\ns1,Ann,first-job,job,Nowhere ` +
        `University,Atlantis,1999,2003\n`,
    );
    const answer = await importStudyFile(app, file);
    expect(answer).toMatchObject({ imported: 2, rejected: 0 });
    expect(answer.doubts.map(({ problem }) => problem.text)).toEqual([
      expect.stringMatching(/“Atlantis” is in no list of cities/),
      expect.stringMatching(/backwards: First job in 1999 comes before Doctorate in 2001/),
    ]);
    const view = await app.call('mobility/get-scholar', { coder: 'x', scholarId: await idOf(app, 's1') });
    expect(view.stages[1].suggestion).toMatchObject({
      value: null,
      question: { code: 'not-reconciled', detail: 'Nowhere University' },
    });
  });

  it('a scholar twice in a wide file; a scholar whom the library knows otherwise', async () => {
    const app = await smallStudy();
    const head = 'id,name,doctorate institution,doctorate year';
    const answer = await importStudyFile(
      app,
      fileOf('w.csv', `${head}\n1,Ann,Alpha University,1995\n1,Ann,Beta University,1996\n`),
    );
    expect(answer).toMatchObject({ imported: 1, rejected: 1 });
    expect(answer.rejections[0]).toMatchObject({ row: 3, value: '1' });
    const later = fileOf('w2.csv', `${head}\n1,Ann,Beta University,1999\n2,Bea,Beta University,1999\n`);
    const second = await importStudyFile(app, later);
    expect(second).toMatchObject({ imported: 1, rejected: 0 });
    expect(second.questions).toMatchObject([{ id: 'ask.other-lines', values: { keys: ['1'] }, rows: 1 }]);
    const refused = await importStudyFile(app, later, { existing: 'refuse' });
    expect(refused).toMatchObject({ unchanged: 1, rejected: 1 });
    expect(refused.rejections[0].fix.text).toMatch(/add résumé lines/);
    expect(await importStudyFile(app, later, { existing: 'add' })).toMatchObject({
      imported: 1,
      unchanged: 1,
      rejected: 0,
    });
  });

  it('files that are something else', async () => {
    const app = await smallStudy();
    await expect(importStudyFile(app, fileOf('empty.csv', ''))).rejects.toThrow(/empty\.csv is empty/);
    await expect(importStudyFile(app, fileOf('strange.csv', 'a,b\n1,2\n'))).rejects.toThrow(
      /not recognised by its headers \(a, b\)/,
    );
    await expect(importStudyFile(app, fileOf('q.csv', 'scholar,institution,start\n"a,b,1\n'))).rejects.toThrow(
      /q\.csv/,
    );
    await expect(
      importStudyFile(app, fileOf('ror.json', '[{"id":"x","names":"ror_display"}]'), { kind: 'institutions' }),
    ).rejects.toThrow(/structure of institutions/);
    await expect(importStudyFile(app, fileOf('z.xlsx', Buffer.from('PK\u0003\u0004 no workbook')))).rejects.toThrow(
      /cannot be read as a workbook/,
    );
  });
});

describe('tables', () => {
  it('a ranking year twice: the same rows change nothing, others are refused or replace it', async () => {
    const app = await smallStudy();
    const rows = (rank: number) =>
      `rank,university,year\n${rank},Alpha University,2003\n401-500,Filler University,2003\n`;
    const answer = importStudyFile(app, fileOf('arwu-again.csv', rows(77)));
    await expect(answer).rejects.toThrow(/ARWU 2003 is in the library already/);
    expect(await importStudyFile(app, fileOf('arwu-again.csv', rows(77)), { existing: 'replace' })).toMatchObject({
      imported: 2,
    });
    expect(await importStudyFile(app, fileOf('arwu-again.csv', rows(77)))).toMatchObject({ imported: 0, unchanged: 2 });
    const twice = await importStudyFile(
      app,
      fileOf(
        'arwu-twice.csv',
        'rank,university,year\n7,Gamma,2010\n9,Gamma,2010\n=3,Delta,2010\n' +
          '101–150,Eta,2010\n4,Eps,20O9\n,Zeta,2010\n3,,2010\n',
      ),
    );
    expect(twice).toMatchObject({ read: 7, imported: 4, rejected: 3 });
    expect(twice.doubts[0].problem.text).toMatch(/twice in the list of 2010 \(rows 2 and 3/);
    expect(twice.rejections.map(({ row, field }) => [row, field])).toEqual([
      [6, 'year'],
      [7, 'rank'],
      [8, 'ranked'],
    ]);
  });

  it('city tiers and coordinates', async () => {
    const app = await freshApp();
    const answer = await importStudyFile(
      app,
      fileOf(
        't.csv',
        'city,country_code,tier,edition,latitude,longitude\n上海,CN,tier 1,2020,31.2,121.5\n上海市,CN,tier ' +
          '1,2020,,\n,CN,tier 2,2020,,\n苏州,CN,,2020,,\n杭州,CN,new tier 1,2020,311,1\n',
      ),
    );
    expect(answer).toMatchObject({ imported: 1, rejected: 4 });
    const undated = await importStudyFile(app, fileOf('t2.csv', 'city,tier\n无锡,tier 2\n'));
    expect(undated).toMatchObject({ imported: 0, questions: [{ id: 'ask.which-year' }] });
    const empty = fileOf('t3.csv', 'city,tier,edition\n无锡,tier 2,\n');
    await expect(importStudyFile(app, empty)).rejects.toThrow(/no edition/);
  });

  it('ROR: the display name, not the first one; aliases lead to it', async () => {
    const app = await freshApp();
    const records = [
      {
        id: 'https://ror.org/1',
        names: [
          { value: 'AU', types: ['acronym'] },
          { value: 'Aarhus University', types: ['ror_display', 'label'] },
        ],
        types: ['education'],
        locations: [{ geonames_details: { name: 'Aarhus', country_code: 'DK', lat: 56.1, lng: 10.2 } }],
        status: 'active',
      },
      { id: 'https://ror.org/2', names: [{ value: 'No display', types: ['label'] }], types: [], locations: [] },
    ];
    expect(await importStudyFile(app, fileOf('ror.json', JSON.stringify(records)))).toMatchObject({
      kind: 'institutions',
      imported: 1,
      rejected: 1,
    });
    const [institution] = await app.call('mobility/list-institutions', {});
    expect(institution).toMatchObject({
      name: 'Aarhus University',
      kind: 'university',
      country: 'DK',
      names: [{ name: 'AU', from: null, to: null }],
    });
  });

  it('ties: unknown people, a tie with oneself, a weight that is none', async () => {
    const app = await smallStudy();
    await importStudyFile(app, fileOf('r.csv', resumes(...GOOD, 's2,Bob,m,PhD,Alpha University,Alpha,1990,1995,')));
    const answer = await importStudyFile(
      app,
      fileOf(
        'ties.csv',
        'source,target,kind,weight,year\ns1,Bob,co-authorship,2,1999\n' +
          's1,nobody,advisor,1,\ns1,s1,advisor,1,\ns1,s2,advisor,-1,\n',
      ),
    );
    expect(answer).toMatchObject({ imported: 1, rejected: 3 });
    const network = await app.call('mobility/get-network', { kind: 'people' });
    expect(network.nodes.map(({ label }) => label).sort()).toEqual(['Ann', 'Bob']);
    for (const format of ['graphml', 'gexf'] as const)
      expect((await app.call('mobility/get-network-file', { kind: 'people', format })).text).toContain('Bob');
  });

  it.skipIf(!shared('data', 'arwu-2005-2015.csv'))(
    'the real ARWU files: cut years, bands that differ, names that are not unique',
    async () => {
      const app = await freshApp();
      const first = await importStudyFile(app, shared('data', 'arwu-2005-2015.csv')!);
      expect(first.read).toBe(4897);
      // the damaged last row of 2013
      expect(first.rejections.map(({ row, field }) => [row, field])).toContainEqual([expect.any(Number), 'ranked']);
      expect(first.doubts.some(({ value }) => value === "Queen's University")).toBe(true);
      expect(await importStudyFile(app, shared('data', 'arwu-2020.csv')!)).toMatchObject({
        imported: 1000,
        rejected: 0,
      });
      const { rankings } = await app.call('mobility/get-study', {});
      expect(rankings.filter(({ complete }) => !complete).map(({ year }) => year)).toEqual([2012, 2013]);
      for (const [key, name] of [
        ['f', 'Fudan University'],
        ['h', 'Hohai University'],
      ])
        await app.call('mobility/save-institution', { key, name, kind: 'university', city: null, country: 'CN' });
      const found = Object.fromEntries((await app.call('mobility/list-institutions', {})).map((one) => [one.key, one]));
      // Ranked in 11 of 11 usable years: 2013 is cut before Fudan's rank and leaves the denominator. Mid-ranks by hand:
      // 2961 / 11.
      expect(found.f).toMatchObject({ rankedYears: 11, usableYears: 11, level: 3 });
      expect(found.f.meanRank).toBeCloseTo(2961 / 11, 6);
      // Ranked once, beyond the cap; absent from nine complete lists.
      expect(found.h).toMatchObject({ rankedYears: 1, usableYears: 10, meanRank: 501, level: 4 });
    },
  );
});

describe('columns that are chosen by hand', () => {
  it('a cleared guess stays cleared', async () => {
    const app = await freshApp();
    const file = fileOf('r.csv', resumes(...GOOD));
    const grant = app.grants.add(file);
    const guessed = await app.call('mobility/preview-import', { grant });
    expect(guessed.mapping.columns.city).toBe('city');
    const columns = { ...guessed.mapping.columns, city: '' };
    const cleared = await app.call('mobility/preview-import', { grant, mapping: { columns } });
    expect(cleared.mapping.columns.city).toBe('');
    expect(texts(cleared.notes)).toContain('not used: city');
    await importStudyFile(app, file, { columns });
    expect(app.library.db.all('SELECT city FROM positions')).toEqual([{ city: null }, { city: null }]);
  });

  it('a table in which nothing is recognised is shown with its fields, and imports once they are chosen', async () => {
    const app = await freshApp();
    const grant = app.grants.add(fileOf('odd.csv', 'wer,wo,ab\ns1,Alpha University,1990\n'));
    const mapping = { kind: 'long' };
    await expect(app.call('mobility/preview-import', { grant, mapping })).rejects.toThrow(/lacks|no column/i);
    const shown = await app.call('mobility/preview-import', { grant, mapping, columnsLater: true });
    expect(shown).toMatchObject({ headers: ['wer', 'wo', 'ab'], sample: [['s1', 'Alpha University', '1990']] });
    expect(shown).toMatchObject({ read: 1, imported: 0, notes: [{ id: 'study-import.lacks-columns' }] });
    expect(shown.fields.map(({ name }) => name)).toContain('institution');
    const columns = { scholar: 'wer', institution: 'wo', start: 'ab' };
    const chosen = await app.call('mobility/preview-import', { grant, mapping: { kind: 'long', columns } });
    expect(chosen).toMatchObject({ imported: 1, rejected: 0 });
  });
});

describe('relations of institutions', () => {
  it('to a name that several have, or that nobody has, are refused before anything is written', async () => {
    const app = await freshApp();
    const table = (...rows: string[]) => fileOf('i.csv', ['key,name,kind,parent,aliases', ...rows].join('\n'));
    const known = table('m1,St Mary,university,,', 'm2,Saint Mary,university,,St Mary');
    expect(await importStudyFile(app, known)).toMatchObject({ imported: 2, rejected: 0 });
    const rows = [
      'a,A College,university,St Mary,',
      'b,B College,university,Saint Mary,',
      'c,C College,university,m1,',
      'd,D College,university,M1,',
      'e,E College,university,Twin,',
      't1,Twin,university,,',
      't2,Other,university,,Twin',
      'f,F College,university,a,',
    ];
    const { rejections, imported } = await importStudyFile(app, table(...rows));
    expect(rejections.map(({ row, problem }) => [row, problem.id])).toEqual([
      [2, 'study-import.institution-twice'],
      [5, 'study-import.institution-nowhere'],
      [6, 'study-import.institution-twice'],
      // Its parent is left out.
      [9, 'study-import.institution-nowhere'],
    ]);
    expect(imported).toBe(4);
  });
});
