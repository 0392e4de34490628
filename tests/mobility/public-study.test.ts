import { describe, expect, it } from 'vitest';
import type { App } from '../../src/core/app/app.ts';
import { candidatesFor, isSameName } from '../../src/core/mobility/institutions/match.ts';
import { jointPlaces } from '../../src/core/mobility/import/cells/joint-places.ts';
import { chooseMobilityImporter } from '../../src/core/mobility/import/registry.ts';
import { aliasesOf, isDividedByCommas } from '../../src/core/mobility/import/institutions/alias-cells.ts';
import { freshApp } from '../support/fixtures.ts';
import { saying } from '../support/messages.ts';
import { mappingSchema } from '../../src/shared/mobility/imports.ts';
import { DEFAULT_CODEBOOK } from '../../src/shared/mobility/codebook.ts';
import { fileOf, idOf, importStudyFile, institutionOf } from '../support/mobility.ts';
import { parseDelimited } from '../../src/core/mobility/import/table/delimited.ts';

/** The columns of the register of American universities that a study needs, with fictional rows. */
const REGISTER = [
  'UNITID,INSTNM,IALIAS,CITY,STABBR,VETURL,SECTOR,LONGITUD,LATITUDE',
  '1,"Alder University-Main Campus"," ","Athens","GA"," ",1,-83.3,33.9',
  '2,"Alder University Global"," ","Cambridge","MA"," ",1,-71.1,42.3',
  '3,"University of Birchland","UB| Birchland","Berlin","NH","https://b.edu/?hl="veteran"&#fees",1,-71.1,44.4',
  '4,"Birch Valley College","BVC","Boise","ID"," ",1,-116.2,43.6',
  '',
].join('\n');

const imported = (app: App, name: string, content: string, answers = {}, mapping = {}) =>
  importStudyFile(app, fileOf(name, content), mapping, 'skip', answers);

describe('a register with quotes, states and other names', () => {
  it('is read: quotes that are not doubled are text, a state tells the country', async () => {
    const app = await freshApp();
    const reading = imported(app, 'register.csv', REGISTER);
    await expect(reading).resolves.toMatchObject({ kind: 'institutions', imported: 4, rejections: [] });
    const told = await reading;
    expect(told.notes).toContainEqual(saying('study-import.quotes-inside', { lines: [4] }));
    expect(told.notes).toContainEqual(saying('study-import.columns-not-used', { columns: ['VETURL', 'SECTOR'] }));
    const list = await app.call('mobility/list-institutions', {});
    expect(list.map(({ city, country }) => [city, country])).toEqual([
      ['Cambridge', 'US'],
      ['Athens, GA', 'US'],
      ['Boise, ID', 'US'],
      ['Berlin, NH', 'US'],
    ]);
    expect(list.find(({ key }) => key === '3')?.names.map(({ name }) => name)).toEqual(['Birchland', 'UB']);
  });

  it.each([
    ['shift the columns', '3,"Birchland","he said "yes", then no","Berlin",NH'],
    ['are never closed', '3,"Birchland","he said "yes"'],
    ['may end the cell elsewhere', '3,"Birch "X", land","Berlin",NH'],
  ])('is refused where such quotes %s', async (_, line) => {
    const text = `UNITID,INSTNM,NOTE,CITY,STABBR\n1,"Alder","a","Athens",GA\n${line}\n4,"Birch","c","Boise",ID\n`;
    await expect(imported(await freshApp(), 'register.csv', text)).rejects.toMatchObject({
      told: { id: 'study-import.bad-quotes' },
    });
  });
});

describe('quotes that are not doubled', () => {
  it('are told of once a line, and those in cells without quotes stay', () => {
    const text = 'a,b,c\n1,"say "yes" now",Bob "X" Lee\n2,"5" disk",w\n';
    const { rows, quoted } = parseDelimited(text, 'a.csv');
    expect(rows.slice(1).map(({ cells }) => cells)).toEqual([
      ['1', 'say "yes" now', 'Bob "X" Lee'],
      ['2', '5" disk', 'w'],
    ]);
    expect(quoted).toEqual([2, 3]);
  });
});

describe('breaks inside quotes', () => {
  it.each(['\n', '\r\n', '\r'])('are counted as the lines that a reader of the file counts (%j)', (end) => {
    const lines = ['a,b', '"one', 'two', '', 'four",1', '', 'x "q" y,2', 'z,3'];
    const { rows, quoted } = parseDelimited(lines.join(end), 'a.csv');
    expect(rows.map(({ line, cells }) => [line, cells[0]])).toEqual([
      [1, 'a'],
      [2, 'one\ntwo\n\nfour'],
      [7, 'x "q" y'],
      [8, 'z'],
    ]);
    expect(quoted).toEqual([7]);
    const mended = parseDelimited([...lines, '"say "yes" now",4'].join(end), 'a.csv');
    expect(mended.rows.at(-1)).toEqual({ line: 9, cells: ['say "yes" now', '4'] });
    expect(() => parseDelimited([...lines, '"never closed,5'].join(end), 'a.csv')).toThrow(/line 9|第 9 行/);
  });

  it('of two signs are no reason to read a row again that an older version numbered otherwise', async () => {
    const app = await freshApp();
    const text = '姓名,类型,单位,起始年,备注\r\n张三,博士,武汉大学,1999,"甲\r\n乙"\r\n李四,博士,北京大学,2001,x\r\n';
    await importStudyFile(app, fileOf('r.csv', text));
    const evidence = () =>
      app.library.db.all<{ id: number; line: number }>('SELECT id, line FROM evidence ORDER BY id');
    const [first, second] = evidence();
    expect([first.line, second.line]).toEqual([2, 4]);
    app.library.db.run('UPDATE evidence SET line = line + 1, text = replace(text, char(10), char(13) || char(10))');
    await importStudyFile(app, fileOf('r.csv', text));
    expect(evidence().map(({ id }) => id)).toEqual([first.id, second.id]);
  });
});

describe('a column of states', () => {
  const countries = async (content: string) => {
    const app = await freshApp();
    const told = await imported(app, 'places.csv', content, {}, { kind: 'institutions' });
    const list = await app.call('mobility/list-institutions', {});
    return { told, list: list.map(({ name, country }) => [name, country]) };
  };
  const unused = (...columns: string[]) => saying('study-import.columns-not-used', { columns });

  it.each([
    ['Alder University,Perth,WA\nBirch University,Sydney,NSW\nCedar University,Melbourne,VIC'],
    ['Alder University,Florianópolis,SC\nBirch University,Belém,PA\nCedar University,São Paulo,SP'],
    ['Alder University,Tbilisi,Georgia\nBirch University,Pune,Maharashtra'],
  ])('of elsewhere tells no country, and is named as not used (%#)', async (rows) => {
    const { told, list } = await countries(`name,city,state\n${rows}\n`);
    expect(list.map(([, country]) => country)).toEqual(list.map(() => null));
    expect(told.notes).toContainEqual(unused('state'));
    expect(told.notes.map(({ id }) => id)).not.toContain('study-import.country-of-state');
  });

  it('of the United States and Canada tells it, which is said; territories have countries of their own', async () => {
    const rows = 'Alder University,Atlanta,Georgia\nBirch University,Mayagüez,PR\nCedar University,Regina,SK';
    const { told, list } = await countries(`name,city,state\n${rows}\nElm University,Seattle,\n`);
    expect(list).toEqual([
      ['Alder University', 'US'],
      ['Birch University', 'PR'],
      ['Cedar University', 'CA'],
      ['Elm University', null],
    ]);
    expect(told.notes).toContainEqual(saying('study-import.country-of-state', { column: 'state', institutions: 3 }));
    const named = await countries('name,city,country,state\nAlder University,Perth,Australia,WA\n');
    expect(named.list).toEqual([['Alder University', 'AU']]);
    expect(named.told.notes).toContainEqual(unused('state'));
  });
});

describe('a column of introductions', () => {
  it.each([
    ['population', 'name,introduction,reason\nAnn Lee,composer,\nBob Ray,theorist,not found\n'],
    ['population', '姓名,人物介绍,缺失原因\n张三,作曲家,\n李四,理论家,未找到\n'],
    ['population', '姓名,性别,介绍\n张三,女,作曲家\n'],
    ['institutions', 'name,city,introduction\nAlder University,Sydney,"Founded in 1850, it is the oldest."\n'],
    ['cv', '姓名,性别,人物介绍\n张三,女,1985年毕业于甲山大学，1990年起任教于乙水大学。\n'],
    ['cv', 'name,introduction\nAnn Lee,"Born in 1950, she studied at Alder University."\n'],
  ])('leaves a table what it is: %s', async (kind, content) => {
    expect((await chooseMobilityImporter(fileOf('table.csv', content), mappingSchema.parse({}))).importer.kind).toBe(
      kind,
    );
  });
});

describe('names of a register and of a table of people', () => {
  const institution = institutionOf('US');

  it('the main campus is the university, another campus is not', () => {
    expect(isSameName('Alder University', 'Alder University-Main Campus')).toBe(true);
    expect(isSameName('Alder University', 'Alder University-North Campus')).toBe(false);
  });

  it('an abbreviation that is short for another name is no hint', () => {
    const list = [institution(1, 'ub', 'University of Birchland', 'UB'), institution(2, 'mit', 'MIT')];
    expect(candidatesFor('University of Beechwood', [], list).map(({ reasons }) => reasons)).not.toContainEqual([
      'abbreviation',
    ]);
    expect(candidatesFor('UB', [], list)[0]).toMatchObject({ institution: 'ub' });
    expect(candidatesFor('Maple Institute of Technology', [], list)[0]).toMatchObject({ institution: 'mit' });
  });

  it('the very name is clear beside some that are like it; only like is not', async () => {
    const app = await freshApp();
    const like = '5,"Alden University"," ","Reno","NV"," ",1,-119.8,39.5\n';
    await imported(app, 'register.csv', REGISTER + like);
    const people = 'Name,PhD Institution,Current Institution\nAnn,Alder University,University of Birchlands\n';
    await imported(app, 'people.csv', people);
    const matches = await app.call('mobility/list-clear-matches', {});
    expect(matches.map(({ text, name, sure }) => [text, name, sure])).toEqual([
      ['Alder University', 'Alder University-Main Campus', true],
      ['University of Birchlands', 'University of Birchland', false],
    ]);
  });
});

describe('a ranking that changes what it calls an institution', () => {
  const names: [string, number[]][] = [
    ['University of Birchland', [2003, 2004]],
    ['University of Birchland - Alder', [2005, 2006]],
    ['Birchland State University', [2005, 2006]],
    ['Oak University', [2003, 2004]],
    ['Oak University Elm', [2004, 2005, 2006]],
    ['甲山大学', [2003, 2004, 2005]],
    ['甲山大学（丙城）', [2006]],
    ['乙水大学', [2003]],
    ['Cedar University', [2003, 2004]],
    ['Cedar University Fir', [2005, 2006]],
  ];
  const ranking = () => {
    const rows = names.flatMap(([name, years]) => years.map((year) => `50,${name},${year}`));
    const ends = [2003, 2004, 2005, 2006].map((year) => `401-500,Filler,${year}`);
    return `world_rank,institution,year\n${[...rows, ...ends].join('\n')}\n`;
  };

  it('is told with the years that count as unranked; the name that is taken makes them ranked', async () => {
    const app = await freshApp();
    await imported(app, 'ranking-arwu.csv', ranking());
    const places = ['University of Birchland', 'Oak University', '甲山大学', '乙水大学', 'Cedar University'];
    // Another institution of the study has the like name.
    const list = [...places, 'Cedar University Fir'].map((name, i) => `${i},${name},university,CN`);
    await imported(app, 'institutions.csv', `key,name,kind,country\n${list.join('\n')}\n`);
    const people = places.map((name, i) => `P${i},${name}`);
    await imported(app, 'people.csv', `Name,PhD Institution\n${people.join('\n')}\n`);

    const todo = await app.call('mobility/list-todo', {});
    expect(todo.find(({ id }) => id === 'named-otherwise')).toEqual({ id: 'named-otherwise', count: 2, name: 'ARWU' });
    const shown = await app.call('mobility/list-institution-names', {});
    const others = shown.flatMap(({ name, rankings }) =>
      rankings.flatMap(({ otherYears }) => otherYears.map((one) => [name, one.name, one.years])),
    );
    expect(others).toEqual([
      ['University of Birchland', 'University of Birchland - Alder', [2005, 2006]],
      ['甲山大学', '甲山大学（丙城）', [2006]],
    ]);
    const matches = (await app.call('mobility/list-clear-matches', {})).filter(({ kind }) => kind === 'ranking');
    expect(matches.map(({ text, sure }) => [text, sure])).toEqual([
      ['University of Birchland', false],
      ['甲山大学', false],
    ]);
    const meanOf = async () =>
      (await app.call('mobility/list-institutions', {})).find(({ key }) => key === '0')?.meanRank;
    expect(await meanOf()).toBe((50 + 50 + 501 + 501) / 4);
    await app.call('mobility/accept-matches', { author: 'Ana', matches });
    expect(await meanOf()).toBe(50);
    expect((await app.call('mobility/list-todo', {})).map(({ id }) => id)).not.toContain('named-otherwise');
  });
});

describe('a study whose evidence is CVs in free text', () => {
  it('is told which institutions of its codes have no rank and no class, and their names in a table', async () => {
    const app = await freshApp();
    await imported(
      app,
      'ranking-arwu.csv',
      'world_rank,institution,year\n50,Tsinghua University,2004\n501,Filler,2004\n',
    );
    const cvs =
      'XB,evaluate_time,introduce,link,name\n甲学部,1991,1985年获清华大学博士学位。现任乙水大学教授。,x,张某\n';
    expect(await imported(app, 'members.csv', cvs)).toMatchObject({ kind: 'cv', imported: 1 });
    await imported(app, 'list.csv', 'key,name,kind,country\n1,清华大学,university,CN\n2,乙水大学,university,CN\n');
    const todo = async () => {
      const items = await app.call('mobility/list-todo', {});
      return items
        .filter(({ id }) => id === 'not-in-table' || id === 'no-city-class')
        .map((one) => [one.id, one.count]);
    };
    expect(await todo()).toEqual([]);
    const [{ id }] = await app.call('mobility/list-scholars', { coder: 'Ana' });
    for (const [stage, institution] of [
      ['doctorate', '1'],
      ['current', '2'],
    ])
      await app.call('mobility/code', { coder: 'Ana', scholarId: id, stage, value: { state: 'coded', institution } });
    expect(await todo()).toEqual([
      ['not-in-table', 2],
      ['no-city-class', 2],
    ]);
    const matches = await app.call('mobility/list-clear-matches', {});
    expect(matches).toMatchObject([{ kind: 'ranking', text: '清华大学', name: 'Tsinghua University', sure: true }]);
  });

  it('a table of city classes is one beside a column of places in an order', async () => {
    const text = '城市名称,城市等级,排名\n甲城,一线,1\n乙城,二线,2\n';
    expect(await imported(await freshApp(), 'tiers.csv', text, { 'ask.which-year': '2020' })).toMatchObject({
      kind: 'tiers',
      imported: 2,
    });
  });
});

describe('cells with several institutions', () => {
  it.each([
    ['Maple A&M University / Maple State University', 1],
    ['甲山大学&乙水大学', 1],
    ['National Birch Laboratory + Alder University', 1],
    ['Maple A&M University', 0],
    ['Birch & Sons College', 0],
    ['Virginia Polytechnic Institute and State University', 0],
    ['Oberlin College and Conservatory', 0],
    ['Birch University and College of Music', 0],
    ['甲山大学和音乐学院', 0],
    ['Jet Propulsion Laboratory/California Institute of Technology', 0],
  ])('%s', async (cell, told) => {
    expect(jointPlaces(2, cell, (await freshApp()).library.db)).toHaveLength(told);
  });

  it('are one that the library has by that name', async () => {
    const app = await freshApp();
    const cell = 'Alder University and Birch College';
    expect(jointPlaces(2, cell, app.library.db)).toHaveLength(1);
    await imported(app, 'i.csv', `name,city,country\n${cell},Boise,US\n`, {}, { kind: 'institutions' });
    expect(jointPlaces(2, cell, app.library.db)).toEqual([]);
  });

  it('are told in a table with a row a scholar, under each stage', async () => {
    const head = 'Name,PhD Institution,First Hire,Current Institution';
    const row = 'Ann,Alder University,Beech College / Cedar College,Maple University / Oak University';
    const { doubts } = await imported(await freshApp(), 'people.csv', `${head}\n${row}\n`);
    const joint = doubts.filter(({ problem }) => problem.id === 'study-import.several-institutions');
    expect(joint.map(({ row: line, value }) => [line, value])).toEqual([
      [2, 'Beech College / Cedar College'],
      [2, 'Maple University / Oak University'],
    ]);
  });
});

describe('other names between commas', () => {
  it.each([
    ['ODU, Old Dominion', ['ODU', 'Old Dominion']],
    ['UWB, UW-B,UW-Bothell', ['UWB', 'UW-B', 'UW-Bothell']],
    ['Twin City College,Traverse City College', ['Twin City College', 'Traverse City College']],
    ['University at Albany, SUNY', ['University at Albany, SUNY']],
    ['Trinity College, Washington, D.C.', ['Trinity College, Washington, D.C.']],
    ['Alder, The State University; AU, Alder', ['Alder, The State University', 'AU', 'Alder']],
    ['Incarnate Word, University of|UIW', ['Incarnate Word, University of', 'UIW']],
    ['Worsham College, Inc.', ['Worsham College, Inc.']],
    ['UTI, Inc.', ['UTI, Inc.']],
    ['武大、国立武汉大学', ['武大', '国立武汉大学']],
  ])('%s', (cell, names) => {
    expect(aliasesOf(cell).map(({ name }) => name)).toEqual(names);
  });

  it('are told where they divide', async () => {
    expect(isDividedByCommas('Alder; AU')).toBe(false);
    const rows = 'UNITID,INSTNM,IALIAS\n1,Alder University,"AU, Alder"\n2,Birch University,"Birch University, SUNY"\n';
    const told = await imported(await freshApp(), 'register.csv', rows);
    expect(told.notes).toContainEqual(saying('study-import.aliases-at-commas', { n: 1 }));
  });
});

describe('moves between stages of which one is optional', () => {
  it('are told by what counts only the others', async () => {
    const app = await freshApp();
    const [doctorate, job, elected, current] = DEFAULT_CODEBOOK.stages;
    const bachelor = { ...doctorate, key: 'bachelor', label: { en: 'Undergraduate', zh: '本科' }, rule: 'bachelor' };
    const stages = [{ ...bachelor, optional: true }, doctorate, job, elected, current];
    const codebook = { ...DEFAULT_CODEBOOK, stages } as typeof DEFAULT_CODEBOOK;
    await app.call('mobility/apply-codebook', { codebook, author: 'Ann', note: '' });
    const places = ['Alder', 'Birch', 'Cedar', 'Elm'];
    const list = places.map((name, i) => `${i},${name} University,university,CN`).join('\n');
    await imported(app, 'institutions.csv', `key,name,kind,country\n${list}\n`);
    // Each moves from the doctorate on; two of the five moved before it as well.
    const careers = [
      [0, 1, 2],
      [1, 2, 3],
      [2, 2, 0],
      [3, 3, 1],
      [1, 1, 3],
    ];
    const rows = careers.flatMap(([first, degree, post], i) =>
      [`bachelor,${places[first]}`, `doctorate,${places[degree]}`, `job,${places[post]}`].map(
        (line, at) => `s${i},${line} University,${1990 + 4 * at},${at === 2 ? '' : 1993 + 4 * at}`,
      ),
    );
    await imported(app, 'lines.csv', `scholar,role,institution,start,end\n${rows.join('\n')}\n`);
    for (const i of careers.keys()) {
      const scholarId = await idOf(app, `s${i}`);
      for (const stage of ['bachelor', 'doctorate', 'first-job'])
        await app.call('mobility/code', { coder: 'Ann', scholarId, stage, value: {}, accept: true });
    }
    const finding = await app.call('mobility/get-finding', { name: 'prestige', transition: 'doctorate:first-job' });
    const told = saying('finding.optional-moves', { n: 2 });
    expect(finding.notes).toContainEqual(told);
    const required = stages.map((stage) => ({ ...stage, optional: false }));
    await app.call('mobility/apply-codebook', { codebook: { ...codebook, stages: required }, author: 'Ann', note: '' });
    const counted = await app.call('mobility/get-finding', { name: 'prestige', transition: 'doctorate:first-job' });
    expect(counted.notes.map(({ id }) => id)).not.toContain('finding.optional-moves');
  });
});

describe('rows with nothing under a stage', () => {
  it('have one text, whoever they are about', async () => {
    const app = await freshApp();
    const people = 'Name,PhD Institution,First job\nAnn,Alder University,\nBen,Birch University,\n';
    const { doubts } = await imported(app, 'people.csv', people);
    const about = doubts.filter(({ problem }) => problem.id === 'study-import.has-no');
    expect(about.map(({ row }) => row)).toEqual([2, 3]);
    expect(new Set(about.map(({ problem }) => problem.text)).size).toBe(1);
  });
});
