import { describe, expect, it } from 'vitest';
import type { App } from '../../src/core/app/app.ts';
import { cityOf } from '../../src/core/mobility/names/city.ts';
import { cityAndCountry, locationOf } from '../../src/core/mobility/quadrant/location.ts';
import type { CodeValue } from '../../src/shared/mobility/coding.ts';
import { freshApp } from '../support/fixtures.ts';
import { saying } from '../support/messages.ts';
import { fileOf, idOf, importStudyFile } from '../support/mobility.ts';

const UNIVERSITIES = [
  'UNITID,INSTNM,CITY,STABBR',
  '1,Springfield College,Springfield,MA',
  '2,University of Illinois Springfield,Springfield,IL',
  '3,Boston University,Boston,MA',
  '4,University of Southern Maine,Portland,ME',
  '5,Portland State University,Portland,OR',
  '6,University of Florida,Gainesville,FL',
  '',
].join('\n');

async function levels(tiers: string, institutions = UNIVERSITIES): Promise<Record<string, string | null>> {
  const app = await freshApp();
  await importStudyFile(app, fileOf('hd.csv', institutions));
  await importStudyFile(app, fileOf('tiers.csv', tiers));
  const found = await app.call('mobility/list-institutions', {});
  return Object.fromEntries(found.map(({ name, tier }) => [name, tier]));
}

describe('cities of one name in two states are two', () => {
  it.each([
    ['US', 'Springfield, IL', 'Springfield, MA'],
    [null, 'Springfield, IL', 'Springfield, MA'],
    [null, 'Portland, ME', 'Portland, OR'],
    [null, 'Portland, ME', 'Portland'],
    [null, 'Columbia SC, USA', 'Columbia MO, USA'],
    ['US', 'Columbia SC', 'Columbia MO'],
    [null, 'Columbus, Georgia', 'Columbus'],
    [null, 'Durham, NH', 'Durham, NC'],
    [null, 'Cambridge, Ontario', 'Cambridge, MA'],
    [null, 'London, Ontario', 'London'],
    [null, 'Vancouver, WA', 'Vancouver, BC'],
    [null, '缅因州波特兰', '俄勒冈州波特兰'],
    [null, 'Washington, Missouri', 'Washington'],
  ])('%s: %s is not %s', (country, one, other) => {
    expect(cityOf(one, country).key).not.toBe(cityOf(other, country).key);
  });

  it.each([
    [null, 'Springfield, MA 01109, USA', 'Springfield, Massachusetts, USA'],
    ['US', 'Springfield MA', 'Springfield, MA'],
    [null, 'Portland, Oregon', 'Portland'],
    [null, 'Boston MA', 'Boston'],
    [null, '美国俄勒冈州波特兰', 'Portland, OR'],
    ['US', '波特兰（缅因州）', 'Portland, ME'],
    [null, 'Washington, DC', 'Washington'],
    [null, 'New York, NY', 'New York'],
    [null, 'Toronto, ON', 'Toronto'],
    [null, 'Tbilisi, Georgia', 'Tbilisi'],
    [null, 'Berlin, DE', 'Berlin'],
    [null, 'Mumbai, IN', 'Mumbai'],
    [null, '山东省德州市', '德州'],
  ])('%s: %s is %s', (country, one, other) => {
    expect(cityOf(one, country)).toEqual(cityOf(other, country));
  });

  it.each([
    ['Springfield, MA', 'US'],
    ['University Park, PA', 'US'],
    ['La Jolla, CA', 'US'],
    ['Guelph, Ontario', 'CA'],
    ['Telavi, Georgia', 'CN'],
    ['Milano MI', 'IT'],
    ['Perth, WA', 'AU'],
    ['Spokane, WA', 'US'],
    ['Pune, IN', 'IN'],
    ['Rehovot, IL', 'IL'],
    ['Kiel, SH', 'DE'],
    ['Chengdu, SC', 'CN'],
    ['Changsha, HN', 'CN'],
    ['Columbia, SC', 'US'],
  ])('%s without a country is in %s', (city, country) => {
    expect(cityAndCountry(city, null).split('|')[1]).toBe(country);
  });

  it('letters that are a state and a country are those of the country that the study knows there', () => {
    const fez = { city: 'Fes', country: 'MA' };
    expect(locationOf({ city: 'Settat, MA', country: null }, fez).country).toBe('MA');
    expect(locationOf({ city: 'Settat, MA', country: null }, { city: '武汉', country: 'CN' }).country).toBe('US');
    expect(locationOf({ city: 'Settat, MA', country: 'FR' }, undefined).country).toBe('FR');
    expect(cityOf('Suzhou, AH', 'CN')).toEqual(cityOf('宿州', 'CN'));
  });

  it('a state that is not written is the institution’s', () => {
    const home = { city: 'Springfield, IL', country: 'US' };
    const there = (city: string) => locationOf({ city, country: null }, home).cityKey;
    expect(there('Springfield')).toBe(there('Springfield, IL'));
    expect(there('Springfield, MA')).not.toBe(there('Springfield, IL'));
    const old = { city: 'Springfield', country: 'US' };
    expect(locationOf({ city: 'Springfield, MA', country: null }, old).cityKey).toBe('springfield');
    const portland = { city: 'Portland', country: 'US' };
    expect(locationOf({ city: 'Portland, ME', country: null }, portland).cityKey).toBe('portland, ME');
  });
});

describe('a column of states', () => {
  it('of institutions and of classes tells cities of one name apart', async () => {
    const states = ['Springfield,IL,tier 1', 'Springfield,MA,tier 3', 'Portland,OR,tier 1', 'Portland,ME,tier 2'];
    expect(await levels(`city,state,tier,edition\n${states.map((row) => `${row},2020\n`).join('')}`)).toEqual({
      'Springfield College': 'tier 3',
      'University of Illinois Springfield': 'tier 1',
      'Boston University': 'abroad',
      'University of Southern Maine': 'tier 2',
      'Portland State University': 'tier 1',
      'University of Florida': 'abroad',
    });
  });

  it('is not needed on both sides: a class without a state is that of each', async () => {
    const bare = 'city,country,tier,edition\nSpringfield,US,tier 2,2020\nGainesville,US,tier 3,2020\n';
    expect(await levels(bare)).toMatchObject({
      'Springfield College': 'tier 2',
      'University of Illinois Springfield': 'tier 2',
      'University of Florida': 'tier 3',
    });
    const old = 'key,name,kind,city,country\nuf,University of Florida,university,Gainesville,US\n';
    const stated = 'city,country,tier,edition\n"Gainesville, FL",US,tier 3,2020\n';
    expect(await levels(stated, old)).toEqual({ 'University of Florida': 'tier 3' });
  });

  it('or a state behind the city tells the country of a class', async () => {
    const rows = ['"Springfield, MA",tier 3', '"Springfield, IL",tier 1', '"Berlin, DE",tier 2', '武汉,tier 2'];
    const app = await freshApp();
    await importStudyFile(
      app,
      fileOf('tiers.csv', `city,tier,edition\n${rows.map((row) => `${row},2020\n`).join('')}`),
    );
    const kept = app.library.db.all<{ country: string }>('SELECT country FROM city_tiers ORDER BY country');
    expect(kept.map(({ country }) => country)).toEqual(['CN', 'DE', 'US', 'US']);
  });

  it('of ROR, in its three forms, does the same', async () => {
    const place = (geonames_details: object) => ({ locations: [{ geonames_details }] });
    const record = (id: string, name: string, rest: object) => ({
      id: `https://ror.org/${id}`,
      names: [{ value: name, types: ['ror_display'] }],
      types: ['education'],
      status: 'active',
      ...rest,
    });
    const code = { name: 'Springfield', country_code: 'US', country_subdivision_code: 'IL' };
    const name = { name: 'Springfield', country_code: 'US', country_subdivision_name: 'Massachusetts' };
    const app = await freshApp();
    const dump = JSON.stringify([
      record('a', 'One University', place(code)),
      record('b', 'Two University', place(name)),
    ]);
    await importStudyFile(app, fileOf('ror.json', dump));
    const old = {
      id: 'https://ror.org/c',
      name: 'Three University',
      acronyms: [],
      types: ['Education'],
      status: 'active',
      country: { country_code: 'US' },
      addresses: [{ city: 'Springfield', state: 'Missouri', state_code: 'US-MO' }],
    };
    await importStudyFile(app, fileOf('old.json', JSON.stringify([old])));
    const found = await app.call('mobility/list-institutions', {});
    expect(found.map(({ name, city }) => [name, city]).sort()).toEqual([
      ['One University', 'Springfield, IL'],
      ['Three University', 'Springfield, MO'],
      ['Two University', 'Springfield, MA'],
    ]);
  });
});

describe('a city of a career without its state', () => {
  const doubtsOf = async (institutions: string, ...careers: string[]) => {
    const app = await freshApp();
    await importStudyFile(app, fileOf('hd.csv', institutions));
    const rows = careers.map((career, i) => `s${i},Ann ${i},博士,${career},1995,1999\n`);
    const file = fileOf('r.csv', `编号,姓名,类型,单位,城市,国家,起始年,结束年\n${rows.join('')}`);
    const { doubts } = await importStudyFile(app, file);
    return doubts.flatMap(({ row, field, problem }) => (field === 'city' ? [[row, problem]] : []));
  };

  it('is told where the study has it in several, and the institution is in none of them', async () => {
    const careers = [
      'Elsewhere University,Springfield,US',
      'Elsewhere University,Springfield,',
      'Springfield College,Springfield,US',
      'Elsewhere University,"Springfield, IL",US',
      'Elsewhere University,Springfield,GB',
      'Elsewhere University,Portland,US',
      'Elsewhere University,Gainesville,US',
    ];
    const what = saying('study-import.city-in-several-states', {
      city: 'Springfield',
      cities: ['Springfield, IL', 'Springfield, MA'],
    });
    expect(await doubtsOf(UNIVERSITIES, ...careers)).toEqual([
      [2, what],
      [3, what],
    ]);
  });

  it('is not where one state alone is known', async () => {
    const one = UNIVERSITIES.replace(/^2,.*\n/m, '');
    expect(await doubtsOf(one, 'Elsewhere University,Springfield,US')).toEqual([]);
  });
});

describe('moves and coders', () => {
  async function study(): Promise<App> {
    const app = await freshApp();
    await importStudyFile(app, fileOf('hd.csv', UNIVERSITIES));
    const lines = ['s1,Ann,博士,University of Florida,,,1995,1999', 's1,Ann,教授,Springfield College,,,1999,至今'];
    await importStudyFile(
      app,
      fileOf('r.csv', `${['编号,姓名,类型,单位,城市,国家,起始年,结束年', ...lines].join('\n')}\n`),
    );
    return app;
  }
  const code = async (app: App, coder: string, stage: string, value: Partial<CodeValue>, accept = false) =>
    app.call('mobility/code', { coder, scholarId: await idOf(app, 's1'), stage, value, accept });

  it('coders who write the state and who do not agree; another state is a disagreement', async () => {
    const app = await study();
    await code(app, 'Ana', 'doctorate', { institution: '6', city: 'Gainesville', country: 'US', year: 1999 });
    await code(app, 'Ben', 'doctorate', { institution: '6', city: 'Gainesville, FL', country: 'US', year: 1999 });
    const differ = async () => (await app.call('mobility/list-disagreements', {})).map(({ fields }) => fields);
    const city = async () =>
      (await app.call('mobility/get-agreement', {})).groups.all.find(({ field }) => field === 'city')?.percent.share;
    expect(await differ()).toEqual([]);
    expect(await city()).toBe(1);
    await code(app, 'Ben', 'doctorate', { institution: '6', city: 'Gainesville, GA', country: 'US', year: 1999 });
    expect(await differ()).toEqual([['city']]);
    expect(await city()).toBe(0);
    const away = { institution: '1', country: 'US', year: 1999 };
    await code(app, 'Ana', 'doctorate', { ...away, city: 'Gainesville' });
    await code(app, 'Ben', 'doctorate', { ...away, city: 'Gainesville, FL' });
    expect(await differ()).toEqual([]);
  });

  it('another city with a state is in its country, whatever the institution’s', async () => {
    const app = await study();
    await app.call('mobility/save-institution', {
      ...{ key: 'whu', name: 'Wuhan University', kind: 'university', city: 'Wuhan', country: 'CN' },
    });
    await code(app, 'Ana', 'doctorate', { institution: 'whu' });
    const { view } = await code(app, 'Ana', 'doctorate', { city: 'Springfield, MA' });
    const found = view.stages.find(({ key }) => key === 'doctorate');
    expect(found?.place).toMatchObject({ city: 'Springfield, MA', country: 'US', tier: 'abroad' });
  });

  it('a place shows the state that the study knows', async () => {
    const app = await study();
    const { view } = await code(app, 'Ana', 'doctorate', { institution: null, city: 'Gainesville', country: 'US' });
    expect(view.stages.find(({ key }) => key === 'doctorate')?.code).toMatchObject({ city: 'Gainesville' });
    await code(app, 'Ana', 'doctorate', { institution: '1', city: 'Gainesville', country: 'US' });
    const again = await code(app, 'Ana', 'doctorate', { note: 'x' });
    expect(again.view.stages.find(({ key }) => key === 'doctorate')?.place).toMatchObject({ city: 'Gainesville, FL' });
  });
});
