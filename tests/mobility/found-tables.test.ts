import { describe, expect, it, vi } from 'vitest';
import * as table from '../../src/core/mobility/import/table.ts';
import { countryCode } from '../../src/core/mobility/names/country.ts';
import { freshApp } from '../support/fixtures.ts';
import { saying } from '../support/messages.ts';
import { fileOf, importStudyFile } from '../support/mobility.ts';
import { workbookOf } from '../support/workbook.ts';

vi.mock(import('../../src/core/mobility/import/table.ts'), { spy: true });

async function preview(name: string, content: string | Uint8Array, mapping = {}, answers = {}) {
  const app = await freshApp();
  return app.call('mobility/preview-import', { grant: app.grants.add(fileOf(name, content)), mapping, answers });
}

const RANKS = 'rank,institution\n1,Alpha\n2,Beta\n';

describe('a ranking', () => {
  it('without any year asks once, for the file, and refuses no row', async () => {
    const asked = await preview('ranks.csv', RANKS);
    expect(asked).toMatchObject({ rejected: 0, rejections: [], imported: 0 });
    expect(asked.questions).toMatchObject([{ id: 'ask.which-year', values: { found: 'no' }, rows: null }]);
    expect(asked.questions[0].choices.map(({ id }) => id)).toContain('2020');
    const file = fileOf('ranks.csv', RANKS);
    const own = await freshApp();
    await importStudyFile(own, file, {}, 'skip', { 'ask.which-year': '2020' });
    expect(own.library.db.all('SELECT DISTINCT year FROM rankings')).toEqual([{ year: 2020 }]);
  });

  it('has the year of its sheet or of the title above it; two years in the title are asked about', async () => {
    const rows = [
      ['排名', '学校名称'],
      ['1', '甲山大学'],
    ];
    const sheet = await preview('软科.xlsx', workbookOf({ name: '2023年', rows }));
    expect(sheet.notes).toContainEqual(saying('study-import.year-from-title', { year: 2023, text: '2023年' }));
    const titled = await preview('a.csv', `2019软科中国大学排名\n排名,学校名称\n1,甲山大学\n`);
    expect(titled.notes).toContainEqual(
      saying('study-import.year-from-title', { year: 2019, text: '2019软科中国大学排名' }),
    );
    const two = await preview('a.csv', `QS Rankings 2024, published 2023\n${RANKS}`);
    expect(two.questions[0].choices.map(({ id }) => id)).toEqual(['2024', '2023']);
  });

  it.each([
    ['cwurData-2015.csv', 'CWUR'],
    ['qs-world-university-rankings-2020.csv', 'QS'],
    ['THE_2018_rankings.csv', 'THE'],
    ['timesData-2016.csv', 'THE'],
    ['2021软科中国大学排名.csv', '软科中国大学排名'],
    ['usnews2019.csv', 'US News'],
  ])('%s is read as what it is called, and that the codebook takes another is said', async (name, ranking) => {
    const { mapping, notes } = await preview(name, RANKS);
    expect(mapping.ranking).toBe(ranking);
    expect(notes).toContainEqual(saying('study-import.ranking-from-name', { name: ranking }));
    expect(notes).toContainEqual(saying('study-import.ranking-not-in-force', { name: ranking, table: 'ARWU' }));
  });

  it('is ARWU where it is called so, or nothing says another; of two names one is asked for', async () => {
    const ids = ({ notes }: { notes: readonly { id: string }[] }) =>
      notes.map(({ id }) => id).filter((id) => id.includes('ranking-'));
    const called = await preview('shanghaiData-2010.csv', RANKS);
    expect([called.mapping.ranking, ids(called)]).toEqual(['ARWU', []]);
    const unsaid = await preview('the ranks of 2010.csv', RANKS);
    expect([unsaid.mapping.ranking, ids(unsaid)]).toEqual(['ARWU', ['study-import.ranking-assumed']]);
    const given = await preview('cwur-2010.csv', RANKS, { ranking: 'Own' });
    expect([given.mapping.ranking, ids(given)]).toEqual(['Own', []]);
    const both = await preview('arwu_qs_2010.csv', RANKS);
    expect(both.questions).toMatchObject([{ id: 'ask.which-ranking', rows: null }]);
    expect(both.questions[0].choices.map(({ id }) => id)).toEqual(['QS', 'ARWU']);
    const told = await preview('arwu_qs_2010.csv', RANKS, {}, { 'ask.which-ranking': 'QS' });
    expect([told.mapping.ranking, told.imported]).toEqual(['QS', 2]);
  });

  it('is no list of people whose rank is that of a professor', async () => {
    const list = 'Name,Institution,Rank,PhD Institution,PhD Year\nAnn Lee,Alpha,Professor,Beta,1999\n';
    expect((await preview('faculty.csv', list)).kind).toBe('wide');
  });
});

it('a table that is recognised by its headings is read once', async () => {
  vi.mocked(table.readTable).mockClear();
  await preview('arwu-2010.csv', RANKS);
  expect(table.readTable).toHaveBeenCalledTimes(1);
});

it.each([
  ['China (Mainland)', 'CN'],
  ['Republic of Ireland', 'IE'],
  ['Hong Kong SAR, China', 'HK'],
  ['Macau SAR', 'MO'],
  ['Iran, Islamic Republic of', 'IR'],
  ['Korea, Republic of', 'KR'],
  ['Tanzania, United Republic of', 'TZ'],
  ['Brunei Darussalam', 'BN'],
  ['Unisted States', null],
])('the country %s is %s', (name, code) => {
  expect(countryCode(name)).toBe(code);
});
