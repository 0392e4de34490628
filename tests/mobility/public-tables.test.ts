import { describe, expect, it } from 'vitest';
import type { App } from '../../src/core/app/app.ts';
import { countryCode } from '../../src/core/mobility/names/country.ts';
import { freshApp } from '../support/fixtures.ts';
import { saying } from '../support/messages.ts';
import { fileOf, importStudyFile } from '../support/mobility.ts';
import { workbookOf } from '../support/workbook.ts';

const imported = (app: App, name: string, content: string | Uint8Array, answers = {}, mapping = {}) =>
  importStudyFile(app, fileOf(name, content), mapping, 'skip', answers);
const column = (app: App, sql: string) => app.library.db.all<{ value: string }>(sql).map(({ value }) => value);
const PLACES = "SELECT name || ' ' || coalesce(city, '') || ' ' || coalesce(country, '') AS value FROM institutions";

describe('registers of institutions', () => {
  it('the ministry’s list has rows that only name a province', async () => {
    const rows = [
      ['附件1：'],
      ['全国普通高等学校名单'],
      ['序号', '学校名称', '学校标识码', '主管部门', '所在地', '办学层次', '备注'],
      ['北京市（2所）'],
      ['1', '北京大学', '4111010001', '教育部', '北京市', '本科', ''],
      ['2', '中央音乐学院', '4111010045', '教育部', '北京市', '本科', ''],
      ['河北省（1所）'],
      ['3', '河北大学', '4113010075', '河北省', '保定市', '本科', ''],
    ];
    const app = await freshApp();
    const told = await imported(app, '名单.xlsx', workbookOf({ name: 'sheet1', rows }));
    expect(told).toMatchObject({ kind: 'institutions', imported: 3, rejections: [] });
    expect(told.notes.find(({ id }) => id === 'study-import.footer-rows')?.values).toMatchObject({ rows: [4, 7] });
    expect(column(app, `${PLACES} ORDER BY name`)).toEqual([
      '中央音乐学院 北京市 ',
      '北京大学 北京市 ',
      '河北大学 保定市 ',
    ]);
  });

  it.each([
    [
      'grid.csv',
      'ID,Name,City,State,Country\ngrid.1,Alpha University,Alpha,AS,Australia\n',
      'Alpha University Alpha AU',
    ],
    ['schools.csv', 'school_name,country\nAlpha College,Slovak Republic\n', 'Alpha College  SK'],
    ['institutes.csv', 'grid_id,name,wikipedia_url,established\ngrid.1,Alpha Institute,,1946\n', 'Alpha Institute  '],
  ])('%s is one by what its names are', async (name, content, place) => {
    const app = await freshApp();
    expect(await imported(app, name, content)).toMatchObject({ kind: 'institutions', imported: 1, rejections: [] });
    expect(column(app, PLACES)).toEqual([place]);
  });

  it('a name with a number behind it is no name of a part', async () => {
    const app = await freshApp();
    const told = await imported(
      app,
      'a.csv',
      'school_name,city,country\nAlpha College,Alpha,US\nBeta College (1970),,\n',
    );
    expect(told).toMatchObject({ kind: 'institutions', imported: 2, rejections: [] });
    expect(told.notes.filter(({ id }) => id === 'study-import.footer-rows')).toEqual([]);
  });

  it('people with a place are none', async () => {
    const app = await freshApp();
    await expect(imported(app, 'a.csv', 'ID,Name,City,Country\n1,Ann Lee,Alpha,US\n')).rejects.toThrow();
  });

  it.each([
    [
      'schema 2',
      'id,locations.geonames_details.country_code,locations.geonames_details.name,names.types.acronym,' +
        'names.types.alias,names.types.label,names.types.ror_display,relationships,status,types',
      'CN,Jiacheng,en: JSU,no_lang_code: Jiashan College,zh: 甲山大学; en: Jiashan University,Jiashan University',
    ],
    [
      'schema 1',
      'id,country.country_code,addresses[0].city,acronyms,aliases,labels,name,relationships,status,types',
      'CN,Jiacheng,JSU,Jiashan College,zh: 甲山大学,Jiashan University',
    ],
  ])('ROR’s dump as CSV, %s', async (_what, head, cells) => {
    const app = await freshApp();
    const rows = [
      `https://ror.org/0aaa00001,${cells},,active,"education, funder"`,
      `https://ror.org/0bbb00002,CN,Jiacheng,,,,Jiashan Hospital,parent: https://ror.org/0aaa00001,active,healthcare`,
      `https://ror.org/0ccc00003,CN,Jiacheng,,,,Jiashan Twice,,withdrawn,education`,
    ];
    const told = await imported(app, 'ror.csv', `${head}\n${rows.join('\n')}\n`);
    expect(told).toMatchObject({ kind: 'institutions', imported: 2, rejections: [] });
    expect(told.notes).toContainEqual(saying('study-import.withdrawn-left-out', { records: 1 }));
    expect(column(app, `${PLACES} ORDER BY name`)).toEqual([
      'Jiashan Hospital Jiacheng CN',
      'Jiashan University Jiacheng CN',
    ]);
    const names = column(app, 'SELECT name AS value FROM institution_names');
    expect(names).toEqual(expect.arrayContaining(['JSU', 'Jiashan College', '甲山大学']));
    expect(column(app, 'SELECT kind AS value FROM institution_relations')).toEqual(['parent']);
  });
});

describe('rankings', () => {
  it('QS names its columns twice, the second time in other words', async () => {
    const app = await freshApp();
    const told = await imported(
      app,
      '2024 QS World University Rankings.csv',
      '2024 RANK,2023 RANK,Institution Name,Country Code,SIZE,Academic Reputation Score\n' +
        'rank display,rank display2,institution,location code,size,ar score\n' +
        '1,1,Alpha University,US,M,100.0\n2=,3,Beta University,UK,L,99.1\n601-650,,Gamma University,CN,L,12.0\n',
    );
    expect(told).toMatchObject({ kind: 'rankings', read: 3, imported: 5, rejections: [], doubts: [] });
    expect(told.notes).toContainEqual(saying('study-import.headings-again', { rows: [2] }));
  });

  it('a first row whose names are words of headings is no second heading', async () => {
    const app = await freshApp();
    const rows = '1,University College,London,98\n2,Alpha University,Alpha,97\n3,Beta University,Beta,96\n';
    const told = await imported(app, 'arwu-2020.csv', `rank,institution,city,score\n${rows}`);
    expect(told).toMatchObject({ kind: 'rankings', imported: 3 });
  });

  it.each([
    ['Venezuela (Bolivarian Republic of)', 'VE'],
    ['Bolivia (Plurinational State of)', 'BO'],
    ['Iran (Islamic Republic of)', 'IR'],
    ['Slovak Republic', 'SK'],
    ['Atlantis (Republic of)', null],
  ])('the country %s is %s', (name, code) => {
    expect(countryCode(name)).toBe(code);
  });
});

describe('classes of cities', () => {
  const CITIES = "SELECT city || ' ' || tier || ' ' || edition AS value FROM city_tiers ORDER BY tier, city";

  it('without an edition are asked about, once for the file', async () => {
    const app = await freshApp();
    const content = '排名,城市,等级\n1,成都,新一线\n2,宁波市,二线\n';
    const asked = await imported(app, '城市.csv', content);
    expect(asked).toMatchObject({ imported: 0, rejections: [], questions: [{ id: 'ask.which-year', rows: null }] });
    await imported(app, '城市.csv', content, { 'ask.which-year': '2023' });
    expect(column(app, CITIES)).toEqual(['宁波市 二线 2023', '成都 新一线 2023']);
  });

  it.each([
    [
      'beside how many scholars and universities a city has',
      '城市,级别,学者人数,教师人数,高校数量\n北京,一线,9,8,7\n',
      ['北京 一线'],
    ],
    ['a column a class', '一线城市,新一线城市\n北京,成都\n上海,\n', ['北京 一线', '上海 一线', '成都 新一线']],
    [
      'all cities of a class in a cell',
      '城市等级,城市\n一线,北京、上海\n新一线,成都\n',
      ['北京 一线', '上海 一线', '成都 新一线'],
    ],
  ])('%s', async (_what, content, cities) => {
    const app = await freshApp();
    expect(await imported(app, '城市-2023.csv', content)).toMatchObject({ kind: 'tiers', rejections: [] });
    expect(column(app, CITIES).sort()).toEqual(cities.map((one) => `${one} 2023`).sort());
  });
});

describe('careers and awards', () => {
  const POSTS =
    "SELECT role || ' ' || mention || ' ' || coalesce(start_year, end_year, '?') AS value FROM positions ORDER BY id";

  it('a row a scholar with numbered columns of posts: each is a line of the CV', async () => {
    const app = await freshApp();
    const told = await imported(
      app,
      'a.csv',
      '姓名,博士院校,博士年份,工作单位1,起止时间1,职务1,工作单位2,起止时间2,职务2\n' +
        '王某,甲山大学,1998,乙水大学,1998-2005,讲师,丙林大学,2005-至今,教授\n',
    );
    expect(told).toMatchObject({ kind: 'wide', imported: 1, rejections: [] });
    const columns = ['起止时间1', '工作单位1', '职务1', '起止时间2', '工作单位2', '职务2'];
    expect(told.notes).toContainEqual(saying('study-import.columns-put-together', { columns, base: '工作经历' }));
    const lines = column(app, 'SELECT text AS value FROM evidence ORDER BY id');
    expect(lines).toEqual(expect.arrayContaining(['1998-2005 乙水大学 讲师', '2005-至今 丙林大学 教授']));
    const texts = await imported(
      await freshApp(),
      'b.csv',
      '姓名,博士院校,工作经历1,工作经历2\n王某,甲山大学,1998-2005 乙水大学,2005至今 丙林大学\n',
    );
    expect(texts.notes).toContainEqual(
      saying('study-import.columns-put-together', { columns: ['工作经历1', '工作经历2'], base: '工作经历' }),
    );
  });

  it.each([
    ['a questionnaire', '1、您的姓名,2、博士毕业院校,3、博士毕业年份,4、第一份工作单位\n王某,甲山大学,2001,丙林学院\n'],
    [
      'slashes',
      '学者,教育/工作,起,止,学校/单位,学历/职务\n王某,教育,1998,2001,甲山大学,博士\n王某,工作,2001,,丙林学院,讲师\n',
    ],
  ])('headings as people write them: %s', async (_what, content) => {
    const app = await freshApp();
    expect(await imported(app, 'a.csv', content)).toMatchObject({ rejections: [], questions: [] });
    expect(column(app, "SELECT role || ' ' || mention AS value FROM positions ORDER BY id")).toEqual([
      'doctorate 甲山大学',
      'job 丙林学院',
    ]);
    expect(column(app, 'SELECT name AS value FROM scholars')).toEqual(['王某']);
  });

  it('a row a stage, with a column for the year', async () => {
    const app = await freshApp();
    const told = await imported(
      app,
      'a.csv',
      '姓名,阶段,单位,年份\n王某,博士,甲山大学,1998\n王某,初职,乙水大学,1999\n',
    );
    expect(told).toMatchObject({ kind: 'long', imported: 2, rejections: [] });
    expect(column(app, "SELECT stage || ' ' || start_year AS value FROM positions ORDER BY id")).toEqual([
      'doctorate 1998',
      'first-job 1999',
    ]);
  });

  it('杰青 and 长江学者: who applied, the host, the year of the title', async () => {
    const app = await freshApp();
    await imported(app, '杰青.csv', '序号,申请人,依托单位,批准年度\n1,王某,甲山大学,2012\n');
    expect(column(app, POSTS)).toEqual(['award 甲山大学 2012']);
    const other = await freshApp();
    const list = '2016年度长江学者奖励计划入选名单\n序号,姓名,推荐学校,岗位名称\n1,李某,乙水大学,音乐学\n';
    const told = await imported(other, '长江.csv', list);
    expect(column(other, POSTS)).toEqual(['award 乙水大学 2016']);
    expect(told.notes.map(({ id }) => id)).toContain('study-import.year-from-title');
  });

  it.each([
    [
      'rows of Wikidata',
      '[{"item":"http://www.wikidata.org/entity/Q1","itemLabel":"Wei Zhang","employerLabel":"Alpha University",' +
        '"start":"1999-01-01T00:00:00Z"}]',
    ],
    [
      'an answer of SPARQL',
      '{"head":{"vars":["item"]},"results":{"bindings":[{"item":' +
        '{"type":"uri","value":"http://www.wikidata.org/entity/Q1"},' +
        '"itemLabel":{"value":"Wei Zhang"},"employerLabel":{"value":"Alpha University"},' +
        '"start":{"value":"1999-01-01T00:00:00Z"}}]}}',
    ],
  ])('JSON, %s, is a table', async (_what, content) => {
    const app = await freshApp();
    expect(await imported(app, 'query.json', content)).toMatchObject({ kind: 'long', imported: 1, rejections: [] });
    expect(column(app, POSTS)).toEqual(['job Alpha University 1999']);
  });

  it('JSON with lists of objects in it says that these were not used; objects are columns of their own', async () => {
    const app = await freshApp();
    const person = {
      name: 'Wei Zhang',
      employer: { name: 'Alpha University' },
      start: 1999,
      hobbies: [{ what: 'chess', since: 2001 }],
    };
    const columns = { scholar: 'name', institution: 'employer.name', start: 'start' };
    const file = fileOf('people.json', JSON.stringify([person]));
    const { notes } = await importStudyFile(app, file, { kind: 'long', columns });
    expect(column(app, POSTS)).toEqual(['job Alpha University 1999']);
    expect(notes).toContainEqual(saying('study-import.columns-not-used', { columns: ['hobbies'] }));
  });

  it('JSON with ids of more digits than JavaScript counts in keeps them apart', async () => {
    const ids = ['90071992547409931', '90071992547409932'];
    const rows = ids.map((id, i) => `{"scholar":${id},"name":"Scholar ${i}","institution":"Alpha","start":1999}`);
    const app = await freshApp();
    await imported(app, 'people.json', `[${rows}]`);
    expect(column(app, 'SELECT scholar_key AS value FROM scholars ORDER BY id')).toEqual(ids);
  });

  it('JSON without a list of records, and lists of publications, are refused with what to do', async () => {
    const app = await freshApp();
    const refused = (name: string, content: string, id: string) =>
      expect(imported(app, name, content)).rejects.toMatchObject({ told: { id: `study-import.${id}` } });
    await refused('a.json', '{"a": {"b": 1}}', 'json-without-list');
    await refused('works.json', '{"results":[{"id":"https://openalex.org/W1","authorships":[]}]}', 'is-publications');
    await refused(
      'scopus.csv',
      'Authors,Author(s) ID,Title,Year,Source title,DOI\nA,1,T,2001,J,d\n',
      'is-publications',
    );
  });

  it('ids of OpenAlex number no rows', async () => {
    const rows = [1, 2, 3].flatMap((i) => [
      `A500000000${i},Wei Zhang,Alpha,200${i}`,
      `A500000001${i},Li Qiang,Beta,200${i}`,
    ]);
    const told = await imported(await freshApp(), 'a.csv', `author id,name,institution,start\n${rows.join('\n')}\n`);
    expect(told).toMatchObject({ imported: 6, questions: [] });
  });
});

describe('how rows are read and written', () => {
  it('a quote inside a cell that has none around it is text, which is told', async () => {
    const app = await freshApp();
    const content = '学校,学科,等级/结果\n甲山大学,法学,聚焦"大讨论"\n乙水大学,法学,A-\n';
    const told = await imported(app, '评估.csv', content);
    expect(told.notes).toContainEqual(saying('study-import.quotes-inside', { lines: [2] }));
    expect(column(app, 'SELECT grade AS value FROM rankings ORDER BY line')).toEqual(['聚焦"大讨论"', 'A-']);
  });

  it('no line of a scholar is looked up by reading all positions', async () => {
    const app = await freshApp();
    const { db } = app.library;
    const asked = new Map<string, unknown[]>();
    for (const name of ['all', 'get', 'run'] as const) {
      const original = db[name].bind(db) as (sql: string, ...params: unknown[]) => never;
      Object.assign(db, {
        [name]: (sql: string, ...params: unknown[]) => {
          asked.set(sql, params);
          return original(sql, ...params);
        },
      });
    }
    const head = 'scholar,name,institution,role,start\n';
    await imported(app, 'a.csv', `${head}s1,Ann,Alpha,job,1999\n`);
    await imported(app, 'a.csv', `${head}s1,Ann,Beta,job,1999\n`);
    const ofLines = [...asked].filter(([sql]) => /\bpositions\b[^)]*WHERE.*evidence_id/s.test(sql));
    expect(ofLines.length).toBeGreaterThan(0);
    for (const [sql, params] of ofLines) {
      const plan = db.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, ...params);
      expect([sql, plan.filter(({ detail }) => detail.startsWith('SCAN positions'))]).toEqual([sql, []]);
    }
  });
});
