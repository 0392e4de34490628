import { describe, expect, it } from 'vitest';
import type { App } from '../../src/core/app/app.ts';
import { coverageOf } from '../../src/core/mobility/population/coverage.ts';
import type { Member } from '../../src/shared/mobility/population.ts';
import { studyReport } from '../../src/core/mobility/report/html.ts';
import { tablesOf } from '../../src/core/mobility/report/tables.ts';
import { readerOf } from '../../src/core/report/reader.ts';
import { type KeyedTable, keysOf } from '../../src/shared/table.ts';
import { freshApp } from '../support/fixtures.ts';
import { fileOf, idOf, importStudyFile, resumes, smallStudy } from '../support/mobility.ts';
import { telling } from '../support/messages.ts';

function member(i: number, found: boolean, attributes: Record<string, string>): Member {
  return {
    ...{ key: `${found}${i}`, name: `N${i}`, attributes, reason: '', note: '' },
    ...{ state: found ? 'found' : 'missing', scholarId: null },
  };
}
const times = (n: number, value: string) => new Array<string>(n).fill(value);

describe('coverage of the population', () => {
  /** 40 found, 20 missing. The values are R 4.2's: chisq.test(correct = FALSE), fisher.test, t.test. */
  const gender = [...times(14, 'f'), ...times(26, 'm'), ...times(12, 'f'), ...times(8, 'm')];
  const field = [
    ...[...times(30, 'piano'), ...times(7, 'voice'), ...times(3, 'erhu')],
    ...[...times(10, 'piano'), ...times(8, 'voice'), ...times(2, 'erhu')],
  ];
  const born = Array.from({ length: 60 }, (_, i) => (i < 40 ? 1950 + ((i * 7) % 23) : 1955 + (((i - 40) * 5) % 17)));
  const members = gender.map((own, i) =>
    member(i, i < 40, { gender: own, field: field[i], birthYear: i % 2 ? `${born[i]}.03` : String(born[i]) }),
  );
  const [years, fields, genders] = coverageOf(members);

  it('tests by χ² whether the found are like the missing, with differences in standard deviations', () => {
    expect(genders).toMatchObject({ attribute: 'gender', kind: 'classes', unknown: 0 });
    expect(genders.test).toMatchObject({ name: 'chi-square', n: 60 });
    expect(genders.test?.statistic).toBeCloseTo(3.39366515837104, 10);
    expect(genders.test?.p).toBeCloseTo(0.0654473165410925, 10);
    const [men, women] = genders.classes;
    expect(women).toMatchObject({ value: 'f', members: 26, coverage: { count: 14, share: 14 / 26 } });
    expect(women.difference).toBeCloseTo(-0.517087689995019, 10);
    expect(men.difference).toBeCloseTo(0.517087689995019, 10);
  });

  it('takes Fisher’s test where expected counts are small, and Welch’s t for numbers', () => {
    expect(fields.test?.name).toBe('fisher');
    expect(fields.test?.p).toBeCloseTo(0.133964506059492, 10);
    expect(years).toMatchObject({ attribute: 'birthYear', kind: 'number', classes: [] });
    expect(years.test?.statistic).toBeCloseTo(-0.898251334728021, 10);
    expect(years.test?.df).toBeCloseTo(49.578250153582005, 8);
    expect(years.test?.p).toBeCloseTo(0.373393324550868, 10);
    expect(years.means?.difference).toBeCloseTo(-0.233569969503964, 10);
  });

  it('has no test where nobody is missing, and leaves out names and what everybody shares', () => {
    const all = Array.from({ length: 60 }, (_, i) =>
      member(i, true, { gender: i % 2 ? 'f' : 'm', country: 'CN', email: `a${i}@b.cn` }),
    );
    const covered = coverageOf(all);
    expect(covered.map(({ attribute }) => attribute)).toEqual(['gender']);
    expect(covered[0]).toMatchObject({ test: null, notes: [{ id: 'population.too-few-to-compare' }] });
  });
});

const LIST = [
  '编号,姓名,性别,缺失原因,备注',
  's1,Scholar s1,f,,',
  's2,SCHOLAR　Ｓ2,m,,',
  ',张三,m,未公开,',
  ',李四,f,等待回信,',
  's3,Somebody Else,m,,',
  ',Twin Name,f,,',
  's9,Nobody Found,m,无,asked twice',
].join('\n');

async function studyWithList(): Promise<App> {
  const app = await smallStudy();
  const line = (key: string, name: string) => `${key},${name},f,PhD,Alpha University,Alpha,1990,1995,`;
  const rows = [
    line('s1', 'Scholar s1'),
    line('s2', 'Scholar s2'),
    line('s3', 'Scholar s3'),
    line('t1', 'Twin Name'),
    line('t2', 'Twin Name'),
    line('z', '張三'),
  ];
  await importStudyFile(app, fileOf('r.csv', resumes(...rows)), {}, 'skip', {});
  return app;
}

describe('the population of a study', () => {
  it.each([
    ['编号,姓名,当选年份,性别,有无简历,缺失原因', 'population'],
    ['name,year elected,gender,reason missing', 'population'],
    ['编号,姓名,当选年份,工作单位,缺失原因', 'wide'],
    ['编号,姓名,博士毕业院校,博士毕业时间,缺失原因', 'wide'],
  ])('is known by reasons without a place: %s', async (head, kind) => {
    const importing = importStudyFile(await freshApp(), fileOf('frame.csv', `${head}\n1,王强,2015,2016,有,\n`));
    expect((await importing).kind).toBe(kind);
  });

  it('is imported as a list; who was found is told by id and name, and who could be two is left open', async () => {
    const app = await studyWithList();
    const done = await importStudyFile(app, fileOf('list.csv', LIST));
    expect(done).toMatchObject({ kind: 'population', imported: 7, rejected: 0 });
    expect(done.doubts).toMatchObject([{ value: '等待回信', problem: { id: 'study-import.reason-kept-as-note' } }]);
    const members = await app.call('mobility/list-members', {});
    const states = Object.fromEntries(members.map(({ name, state, reason }) => [name, `${state} ${reason}`.trim()]));
    expect(states).toEqual({
      'Scholar s1': 'found',
      'SCHOLAR　Ｓ2': 'found',
      // 張三 in the résumés: reason and résumé contradict each other, and the résumé is there.
      张三: 'found not-public',
      李四: 'missing other',
      'Somebody Else': 'unclear',
      'Twin Name': 'unclear',
      'Nobody Found': 'missing',
    });
    expect(members.find(({ name }) => name === '李四')?.note).toBe('等待回信');
    const report = await app.call('mobility/get-population', {});
    expect(report).toMatchObject({ members: 7, found: { count: 3 }, missing: 2, unclear: 2, coded: 0, outside: 3 });
    expect(report.reasons).toEqual([
      { reason: 'other', count: 1 },
      { reason: '', count: 1 },
    ]);
    const outside = await app.call('mobility/list-scholar-summaries', { filter: { population: 'outside' } });
    expect(outside.map(({ key }) => key)).toEqual(['s3', 't1', 't2']);
    const found = await app.call('mobility/list-scholar-summaries', { filter: { population: 'found' } });
    expect(found.map(({ key }) => key)).toEqual(['s1', 's2', 'z']);
  });

  it('keeps reasons when the list comes again, and an import of it is undone', async () => {
    const app = await studyWithList();
    await importStudyFile(app, fileOf('list.csv', LIST));
    expect((await importStudyFile(app, fileOf('again.csv', LIST))).unchanged).toBe(7);
    await app.call('mobility/set-missing-reason', { keys: ['s9'], reason: 'refused' });
    const shorter = fileOf('shorter.csv', LIST.split('\n').slice(0, 3).join('\n'));
    const revised = await importStudyFile(app, shorter);
    expect(revised.notes).toContainEqual(expect.objectContaining({ id: 'study-import.members-not-in-file' }));
    const reasonOf = async () => (await app.call('mobility/list-members', {})).find(({ key }) => key === 's9')?.reason;
    expect(await reasonOf()).toBe('refused');
    await importStudyFile(app, shorter, { existing: 'replace' });
    expect((await app.call('mobility/get-population', {})).members).toBe(2);
    const [{ id }] = await app.call('mobility/list-imports', {});
    await app.call('mobility/undo-import', { id });
    expect(await reasonOf()).toBe('refused');
  });

  it('can be the scholars of the study; a member without a line is missing', async () => {
    const app = await freshApp();
    await importStudyFile(app, fileOf('r.csv', resumes('s1,A B,f,PhD,Alpha University,Alpha,1990,1995,')));
    await app.call('mobility/take-scholars-as-population', {});
    expect(await app.call('mobility/get-population', {})).toMatchObject({
      members: 1,
      found: { count: 1 },
      outside: 0,
    });
    app.library.db.run('INSERT INTO withdrawn_evidence (evidence_id) SELECT id FROM evidence');
    expect(await app.call('mobility/get-population', {})).toMatchObject({ found: { count: 0 }, missing: 1 });
    await expect(app.call('mobility/take-scholars-as-population', {})).rejects.toMatchObject(
      telling('population.there-already'),
    );
  });

  it('is printed in the report, with the ethics approval and the statement on personal information', async () => {
    const app = await studyWithList();
    await importStudyFile(app, fileOf('list.csv', LIST));
    const tables = () => tablesOf(app.study);
    const report = () => studyReport(app.study, tables(), readerOf('en'));
    expect(report()).toContain('No ethics approval is stated');
    await app.call('mobility/set-ethics', { board: 'Board <1>', approval: '2024-17' });
    await app.call('mobility/set-ethics', { personalInformation: 'Published résumés only.\nKept until 2030.' });
    expect(report()).toContain('Board &lt;1&gt;, number 2024-17');
    expect(report()).toContain('<p>Published résumés only.</p>\n<p>Kept until 2030.</p>');
    expect(report()).toContain('Missing: no reason given');
    expect(keysOf(tables().population as KeyedTable).rows).toContainEqual(['missing: other', 1, null, null, null]);
    const [first] = keysOf(tables().coverage as KeyedTable).rows;
    expect(first.slice(0, 3)).toEqual(['gender', 'm', 4]);
  });
});

describe('a pilot round', () => {
  it('draws whom nobody has coded, blind, and has an agreement of its own', async () => {
    const app = await smallStudy();
    const keys = Array.from({ length: 12 }, (_, i) => `s${i + 10}`);
    const rows = keys.map((key) => `${key},Scholar ${key},f,PhD,Alpha University,Alpha,1990,1995,`);
    await importStudyFile(app, fileOf('r.csv', resumes(...rows)));
    const code = async (coder: string, key: string, institution: string) => {
      const scholarId = await idOf(app, key);
      const { codebook } = (await app.call('mobility/get-study', {})).codebook;
      for (const { key: stage } of codebook.stages)
        await app.call('mobility/code', { coder, scholarId, stage, value: { institution, year: 1995 } });
    };
    await code('Ana', 's10', 'a');
    expect(await app.call('mobility/draw-pilot', { coders: ['Ana', 'Ben'], count: 3 })).toEqual({ drawn: 3 });
    const pilot = await app.call('mobility/list-scholar-summaries', { filter: { population: 'pilot' } });
    expect(pilot.map(({ key }) => key)).not.toContain('s10');
    for (const { key } of pilot) {
      await code('Ana', key, 'a');
      await code('Ben', key, 'b');
    }
    const others = keys.filter((key) => key !== 's10' && pilot.every((one) => one.key !== key)).slice(0, 2);
    for (const key of others) for (const coder of ['Ana', 'Ben']) await code(coder, key, 'a');
    const { groups, pilotScholars } = await app.call('mobility/get-agreement', {});
    const share = (group: keyof typeof groups) => groups[group].find(({ field }) => field === 'institution')?.percent;
    expect(pilotScholars).toBe(3);
    expect(share('pilot')?.share).toBe(0);
    expect(share('all')?.share).toBe(1);
    await expect(app.call('mobility/draw-pilot', { coders: ['Ana'], count: 3 } as never)).rejects.toThrow();
  });
});

describe('coders over time', () => {
  it('are told by quarters of their codes, in the order in which they were first made', async () => {
    const app = await smallStudy();
    const keys = Array.from({ length: 20 }, (_, i) => `s${i + 10}`);
    const rows = keys.map((key) => `${key},Scholar ${key},f,PhD,Alpha University,Alpha,1990,1995,`);
    await importStudyFile(app, fileOf('r.csv', resumes(...rows)));
    const { codebook } = (await app.call('mobility/get-study', {})).codebook;
    const stages = codebook.stages.map(({ key }) => key);
    const ids = await Promise.all(keys.map((key) => idOf(app, key)));
    const code = (coder: string, scholarId: number, stage: string, institution: string, uncertain = false) =>
      app.call('mobility/code', { coder, scholarId, stage, value: { institution, year: 1995, uncertain } });
    for (const id of ids) for (const stage of stages) await code('Ana', id, stage, 'a');
    // From the last to the first, the second half otherwise and unsure: Ben has drifted.
    for (const [i, id] of ids.toReversed().entries())
      for (const stage of stages) await code('Ben', id, stage, i < 10 ? 'a' : 'b', i >= 10);
    // A correction does not move a code to the end.
    await code('Ben', ids[19], stages[0], 'a', true);
    const [ana, ben] = await app.call('mobility/get-coder-drift', {});
    const quarter = (keys.length * stages.length) / 4;
    expect(ben.parts.map(({ codes }) => codes)).toEqual([quarter, quarter, quarter, quarter]);
    expect(ben.parts.map(({ agreement }) => agreement.share)).toEqual([1, 1, 0, 0]);
    expect(ben.parts.map(({ unsure }) => unsure.count)).toEqual([1, 0, quarter, quarter]);
    expect(ana.parts.map(({ agreement }) => agreement.share)).toEqual([0, 0, 1, 1]);
    expect(ben.agreementP).toBeLessThan(1e-6);
  });
});
