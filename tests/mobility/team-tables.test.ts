import { describe, expect, it } from 'vitest';
import { cityOf } from '../../src/core/mobility/names/city.ts';
import { countryCode } from '../../src/core/mobility/names/country.ts';
import { roleSaid } from '../../src/core/mobility/import/roles/roles.ts';
import { freshApp } from '../support/fixtures.ts';
import { fileOf, importStudyFile } from '../support/mobility.ts';

const HEAD = '姓名,单位,职务,起止时间\n';

describe('places of rankings', () => {
  const placed = async (...places: string[]) => {
    const app = await freshApp();
    const rows = places.map((place, i) => `${i + 1},Alpha ${i},"${place}"`);
    await importStudyFile(app, fileOf('arwu-2020.csv', `rank,institution,location\n${rows.join('\n')}\n`));
    return app.library.db
      .all<{ country: string }>('SELECT country FROM rankings ORDER BY line')
      .map(({ country }) => country);
  };

  it('a state after a city is no country whose code is the same', async () => {
    expect(await placed('Cambridge, MA', 'Berkeley, CA', 'Atlanta, Georgia', 'United States|Athens, Georgia')).toEqual(
      Array(4).fill('US'),
    );
    expect(await placed('Berlin, DE', 'Toronto, CA', 'Bangalore, IN')).toEqual(['DE', 'CA', 'IN']);
  });

  it('after a city that is not known it is told by the other rows, or stays as it is written', async () => {
    expect(await placed('Princeton, NJ', 'Newark, DE')).toEqual(['US', 'US']);
    expect(await placed('Tbilisi, Georgia', 'Chisinau, MD')).toEqual(['Tbilisi, Georgia', 'Chisinau, MD']);
    expect(cityOf('Chisinau, MD', null).country).toBeNull();
  });

  it.each([
    ['China P.R.', 'CN'],
    ['Hong Kong S.A.R.', 'HK'],
    ['Swaziland', 'SZ'],
    ['DR Congo', 'CD'],
    ['East Timor', 'TL'],
    ['意', 'IT'],
  ])('%s is a country', (text, code) => expect(countryCode(text)).toBe(code));
});

describe('cells of résumés', () => {
  it.each([
    ['M.B.A.', 'master'],
    ['MBA', 'master'],
    ['M.P.A.', 'master'],
    ['M.F.A.', 'master'],
    ['B.A.', 'bachelor'],
    ['B.F.A.', 'bachelor'],
  ])('%s is a %s', (title, role) => expect(roleSaid({ role: '', title }, {}).role).toBe(role));

  it('a link that was saved as a formula says what it is called', async () => {
    const app = await freshApp();
    const link = '"=HYPERLINK(""https://alpha.example/a"",""甲山大学"")"';
    await importStudyFile(app, fileOf('r.csv', `${HEAD}张三,${link},教授,2001-2005\n`));
    expect(app.library.db.all('SELECT mention FROM positions')).toEqual([{ mention: '甲山大学' }]);
  });
});
