import { describe, expect, it } from 'vitest';
import { countryCode } from '../../src/core/mobility/names/country.ts';
import { freshApp } from '../support/fixtures.ts';
import { fileOf, importStudyFile } from '../support/mobility.ts';

async function preview(name: string, content: string) {
  const app = await freshApp();
  return app.call('mobility/preview-import', { grant: app.grants.add(fileOf(name, content)), mapping: {} });
}

describe('a roster of a faculty', () => {
  it.each([
    ['institution,name,rank,degree,degree_year,school,start', 'Alpha,"Lee, Ann",Prof,PHD,1994,Beta,1996'],
    ['姓名,所在单位,职称,最高学位,毕业院校,毕业年份', '王某,Alpha,教授,博士,Beta,1994'],
    ['Name,Current Institution,Title,PhD Institution,PhD Year', 'Ann Lee,Alpha,Professor,Beta,1994'],
  ])('with %s: the degree is from its school, not from the employer', async (head, cells) => {
    const app = await freshApp();
    const told = await importStudyFile(app, fileOf('roster.csv', `${head}\n${cells}\n`));
    expect(told).toMatchObject({ kind: 'wide', imported: 1, rejections: [] });
    const rows = app.library.db.all('SELECT stage, role, mention, end_year AS year, is_current AS now FROM positions');
    expect(rows).toEqual([
      { stage: 'doctorate', role: 'doctorate', mention: 'Beta', year: 1994, now: 0 },
      { stage: 'current', role: 'job', mention: 'Alpha', year: null, now: 1 },
    ]);
  });

  it('a degree that is no doctorate makes no doctorate', async () => {
    const app = await freshApp();
    const head = 'institution,name,rank,degree,degree year,school\n';
    await importStudyFile(app, fileOf('roster.csv', `${head}Alpha,Ann Lee,Lecturer,MBA,1994,Beta\n`));
    expect(app.library.db.all('SELECT stage, mention FROM positions')).toEqual([
      { stage: 'current', mention: 'Alpha' },
    ]);
  });

  it('with name, post and institution only is a row a position; with a CV beside it is that of a CV', async () => {
    expect((await preview('a.csv', '姓名,职称,工作单位\n王某,教授,甲山大学\n')).kind).toBe('long');
    expect((await preview('a.csv', '姓名,职称,工作单位,简历\n王某,教授,甲山大学,1990年毕业\n')).kind).toBe('cv');
    expect((await preview('a.csv', '学校名称,城市,等级\n甲山大学,甲城,A\n')).kind).toBe('grades');
  });

  it('birth dates are attributes, however they are called', async () => {
    for (const head of ['year_birth', 'Date of birth', '出生日期'])
      expect((await preview('a.csv', `name,${head},reason\nAnn Lee,1960,\n`)).mapping.attributes).toEqual({
        birthYear: head,
      });
  });
});

describe('a ranking with its name above it', () => {
  it.each([
    ['the_rankings.csv', 'THE', 'Times'],
    ['ranks.csv', 'ARWU', 'Shanghai'],
    ['ranks.csv', 'THE', 'Times'],
  ])('%s is %s', async (name, ranking, said) => {
    const above = `# University Ranking Results\n# Ranking: ${said}\n# Year: 2024\n`;
    const { mapping, imported, questions } = await preview(name, `${above}Rank,University,Country\n1,Alpha,China\n`);
    expect([mapping.ranking, imported, questions]).toEqual([ranking, 1, []]);
  });
});

describe('tables that people publish', () => {
  it('a ranking with a region beside the country has the country', async () => {
    for (const head of ['Rank,Name,Country/Territory,Region', 'Rank,Name,Region,Location Country/Territory']) {
      const { mapping } = await preview('qs-2026.csv', `${head}\n1,Alpha,China,Asia\n`);
      expect(mapping.columns.country).toBe(head.split(',').find((name) => name.includes('Territory')));
    }
  });

  it('prizes with their year and the organisation of the winner are a list of awards', async () => {
    const { kind, mapping } = await preview(
      'prizes.csv',
      'year,category,prize,full_name,sex,organization_name\n1999,Physics,Prize of Physics,Ann Lee,F,Alpha\n',
    );
    expect([kind, mapping.stages.elected]).toEqual(['wide', { institution: 'organization_name', year: 'year' }]);
  });

  it('appointments whose institution is an id, and the institutions with these ids', async () => {
    const posts = await preview(
      'a.csv',
      'faculty_id,name,institution_id,start_year,end_year\nf1,Ann Lee,alpha,1999,2004\n',
    );
    expect([posts.kind, posts.imported, posts.mapping.columns.institution]).toEqual(['long', 1, 'institution_id']);
    const places = await preview('b.csv', 'institution_id,name,country,city\nalpha,Alpha University,US,Alphaville\n');
    expect([places.kind, places.imported, places.mapping.columns.key]).toEqual(['institutions', 1, 'institution_id']);
  });

  it.each([
    ['Bosnia and Herzegovina', 'BA'],
    ['Bosnia & Herzegovina', 'BA'],
    ['Palestinian Territory, Occupied', 'PS'],
    ['China-Taiwan', 'TW'],
  ])('%s is a country', (name, code) => {
    expect(countryCode(name)).toBe(code);
  });

  it('placements of graduates are no population', async () => {
    const grant = preview('p.csv', 'School,Year,Name,Placement,Gender\nAlpha,2023,Ann Lee,Beta,F\n');
    await expect(grant).rejects.toMatchObject({ told: { id: 'study-import.not-recognised' } });
  });

  it('a row that waits for an answer raises no doubt about what it may say', async () => {
    const { doubts, questions } = await preview('a.csv', "name,title,institution,start\nAnn Lee,PhD,Alpha,'90\n");
    expect([questions.length, doubts]).toEqual([1, []]);
  });
});
