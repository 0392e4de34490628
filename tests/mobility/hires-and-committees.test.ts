import { describe, expect, it } from 'vitest';
import { freshApp } from '../support/fixtures.ts';
import { saying } from '../support/messages.ts';
import { fileOf, importStudyFile } from '../support/mobility.ts';
import { workbookOf } from '../support/workbook.ts';

async function preview(name: string, content: string | Uint8Array, mapping = {}) {
  const app = await freshApp();
  return app.call('mobility/preview-import', { grant: app.grants.add(fileOf(name, content)), mapping });
}

describe('a table of hires', () => {
  it('has the first job under First_Hire', async () => {
    const text =
      'Current_Institution,First_Hire,Name,PhD_Institution,PhD_Year\n' +
      'Alpha University,Beta Tech,1,Gamma University,1990\nAlpha University,,2,Delta University,1987\n';
    const { kind, mapping } = await preview('hires.csv', text);
    expect(kind).toBe('wide');
    expect(mapping.stages['first-job']).toEqual({ institution: 'First_Hire' });
  });

  it('is read behind a sheet that is not recognised; of several such sheets the others are named', async () => {
    const schools = [
      ['School', 'Tier_Of_Somebody'],
      ['Alpha', 'Top 15'],
      ['Beta', 'Top 30'],
    ];
    const people = [
      ['Name', 'PhD_Institution'],
      ['Ann Lee', 'Alpha'],
      ['Bob Ray', 'Beta'],
    ];
    const [schoolSheet, peopleSheet] = [
      { name: 'Schools', rows: schools },
      { name: 'People', rows: people },
    ];
    const book = await preview('hires.xlsx', workbookOf(schoolSheet, peopleSheet));
    expect([book.kind, book.sheet]).toEqual(['wide', 'People']);
    const unknown = workbookOf(schoolSheet, { name: 'More', rows: schools });
    await expect(preview('schools.xlsx', unknown)).rejects.toMatchObject({
      told: { id: 'study-import.not-recognised-sheet', values: { sheet: 'Schools', others: ['More'] } },
    });
  });
});

it('laureates are told apart by laureate_id: who won twice is one person, whom nothing is asked about', async () => {
  const text =
    'year,category,laureate_id,full_name,organization_name\n1956,Physics,66,John Bardeen,Alpha Labs\n' +
    '1972,Physics,66,John Bardeen,Beta University\n1952,Chemistry,67,Ann Lee,Alpha Labs\n';
  const { questions, mapping, rejected } = await preview('nobel.csv', text);
  expect(mapping.columns.scholar).toBe('laureate_id');
  expect(questions.map(({ id }) => id)).not.toContain('ask.namesakes');
  expect(rejected).toBe(1);
});

describe('a committee of several years', () => {
  const HEAD = 'name,affiliation,title,conference,year\n';
  const ROWS =
    'Ann Lee,Alpha University,PC Member,A,2019\nAnn Lee,Alpha University,PC Member,A,2020\n' +
    'Bob Ray,Beta University,PC Member,A,2020\n';

  async function startsBy(answer: string) {
    const app = await freshApp();
    const told = await importStudyFile(app, fileOf('pc.csv', HEAD + ROWS), {}, 'skip', {
      'ask.year-of-rows': answer,
    });
    const sql = 'SELECT start_year AS year FROM positions ORDER BY id';
    return [told.rejected, app.library.db.all<{ year: number | null }>(sql).map(({ year }) => year)];
  }

  it('asks whether the years are those of its rows; by yes none of them is the same post twice', async () => {
    const asked = await preview('pc.csv', HEAD + ROWS);
    expect(asked.questions.map(({ id }) => id)).toEqual(['ask.year-of-rows']);
    expect(asked).toMatchObject({ imported: 0, rejected: 0 });
    expect(await startsBy('rows')).toEqual([0, [2019, 2020, 2020]]);
    expect(await startsBy('data')).toEqual([1, [null, null]]);
  });

  it('is not asked about where nobody has two years, or the column is taken off', async () => {
    const once = await preview('pc.csv', HEAD + ROWS.replace('2020', '2019'));
    const off = await preview('pc.csv', HEAD + ROWS, { columns: { period: '' } });
    for (const { questions, notes } of [once, off]) {
      expect(questions).toEqual([]);
      expect(notes).toContainEqual(saying('study-import.columns-not-used'));
    }
  });
});
