import { expect, it } from 'vitest';
import { freshApp } from '../support/fixtures.ts';
import { saying } from '../support/messages.ts';
import { fileOf, importStudyFile } from '../support/mobility.ts';

const ror = (id: string) => `https://ror.org/${id}`;

it('ROR of schema 1 is read as that of schema 2; what is not used is counted', async () => {
  const app = await freshApp();
  const records = [
    {
      id: ror('0aaa00001'),
      name: 'Jiashan University',
      types: ['Education'],
      aliases: ['Jiashan College'],
      acronyms: ['JSU'],
      labels: [{ label: '甲山大学', iso639: 'zh' }],
      country: { country_name: 'China', country_code: 'CN' },
      addresses: [{ city: 'Jiacheng', lat: 1.5, lng: 2.5 }, { city: 'Yicheng' }],
      relationships: [
        { label: 'Ministry', type: 'Parent', id: ror('0zzz00009') },
        { label: 'Friend', type: 'Related', id: ror('0bbb00002') },
      ],
      status: 'active',
    },
    {
      id: ror('0bbb00002'),
      name: 'Jiashan Hospital',
      types: ['Healthcare'],
      aliases: [],
      acronyms: [],
      country: { country_code: 'CN' },
      addresses: [{ city: 'Jiacheng' }],
      relationships: [{ label: 'Jiashan University', type: 'Parent', id: ror('0aaa00001') }],
      status: 'active',
    },
  ];
  const done = await importStudyFile(app, fileOf('v1.json', JSON.stringify(records)));
  expect(done).toMatchObject({ kind: 'institutions', read: 2, imported: 2, rejected: 0 });
  expect(done.notes).toEqual([
    saying('study-import.ror-outside', { relations: 1 }),
    saying('study-import.ror-related', { relations: 1 }),
    saying('study-import.ror-places', { records: 1 }),
  ]);
  const [university, hospital] = (await app.call('mobility/list-institutions', {})).sort((a, b) =>
    a.key.localeCompare(b.key),
  );
  expect(university).toMatchObject({ name: 'Jiashan University', kind: 'university', city: 'Jiacheng', country: 'CN' });
  expect(hospital.kind).toBe('hospital');
  const column = (sql: string) => app.library.db.all<{ value: string }>(sql).map(({ value }) => value);
  expect(column('SELECT name AS value FROM institution_names ORDER BY name')).toEqual(
    expect.arrayContaining(['JSU', 'Jiashan College', '甲山大学']),
  );
  expect(column('SELECT kind AS value FROM institution_relations')).toEqual(['parent']);
});

it('an affiliation that several sources say is one position, as the ORCID record shows it', async () => {
  const summary = (title: string, index: string) => ({
    'education-summary': {
      'put-code': 1,
      'display-index': index,
      'role-title': title,
      'start-date': { year: { value: '1990' }, month: null, day: null },
      'end-date': { year: { value: '1995' } },
      organization: { name: 'Jiashan University', address: { city: 'Jiacheng', country: 'CN' } },
    },
  });
  const record = {
    'orcid-identifier': { path: '0000-0000-0000-0001' },
    'activities-summary': {
      educations: { 'affiliation-group': [{ summaries: [summary('doctorate', '0'), summary('PhD in Music', '1')] }] },
    },
  };
  const app = await freshApp();
  await importStudyFile(app, fileOf('r.json', JSON.stringify(record)));
  expect(app.library.db.all('SELECT title, start_year AS start, end_year AS end FROM positions')).toEqual([
    { title: 'PhD in Music', start: 1990, end: 1995 },
  ]);
});
