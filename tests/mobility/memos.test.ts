import { describe, expect, it } from 'vitest';
import { pseudonymise } from '../../src/core/mobility/report/pseudonymise.ts';
import { studyReport } from '../../src/core/mobility/report/html.ts';
import { tablesOf } from '../../src/core/mobility/report/tables.ts';
import { readerOf } from '../../src/core/report/reader.ts';
import { type KeyedTable, keysOf } from '../../src/shared/table.ts';
import { fileOf, idOf, importStudyFile, resumes, smallStudy } from '../support/mobility.ts';

describe('flags, memos and notes', () => {
  it('stand in the coding page, in tables and the report, and never in the pseudonymised copy', async () => {
    const app = await smallStudy();
    const rows = ['s1', 's2'].map((key) => `${key},Scholar ${key},f,PhD,Alpha University,Alpha,1990,1995,`);
    await importStudyFile(app, fileOf('r.csv', resumes(...rows)));
    const scholarId = await idOf(app, 's1');
    const coding = { coder: 'Ana', scholarId, stage: 'doctorate' };
    await app.call('mobility/code', { ...coding, value: { institution: 'a', year: 1995, note: 'asked Zhang San' } });
    await app.call('mobility/note-scholars', { author: 'Ana', scholarIds: [scholarId], memo: 'two people?' });
    await app.call('mobility/note-scholars', { author: 'Chief', scholarIds: [scholarId], flagged: true });
    const seen = await app.call('mobility/get-scholar', { coder: 'Ana', scholarId });
    expect(seen).toMatchObject({ flagged: true, memo: 'two people?' });
    const tables = tablesOf(app.study);
    expect(keysOf(tables.memos as KeyedTable)).toMatchObject({
      head: ['scholar', 'flagged', 'stage', 'memo'],
      rows: [
        ['s1', 1, null, 'two people?'],
        ['s1', null, 'doctorate', 'asked Zhang San'],
      ],
    });
    const careers = keysOf(tables.careers);
    const of = (name: string) => careers.rows[0][careers.head.indexOf(name)];
    expect([of('note'), of('flagged'), of('memo')]).toEqual(['asked Zhang San', 1, 'two people?']);
    expect(studyReport(app.study, tables, readerOf('en'))).toContain('two people?');
    const given = { careers, moves: keysOf(tables.moves) };
    const { key: _key, ...published } = pseudonymise(given, { bandYears: true });
    expect(JSON.stringify(published)).not.toMatch(/two people|Zhang San/);
  });

  it('of a scholar who is coded blind are neither shown to nor written over by the other coder', async () => {
    const app = await smallStudy();
    const row = 's1,Scholar s1,f,PhD,Alpha University,Alpha,1990,1995,';
    await importStudyFile(app, fileOf('r.csv', resumes(row)));
    const scholarId = await idOf(app, 's1');
    const code = (coder: string) =>
      app.call('mobility/code', { coder, scholarId, stage: 'doctorate', value: { institution: 'a', year: 1995 } });
    await code('Ana');
    await app.call('mobility/note-scholars', { author: 'Ana', scholarIds: [scholarId], memo: 'Beta is doubtful' });
    await app.call('mobility/assign', { coder: 'Ben', what: 'all', suggestions: 'hidden' });
    const view = async (coder: string) => (await app.call('mobility/get-scholar', { coder, scholarId })).memo;
    expect(await view('Ben')).toBe('');
    expect(await view('Ana')).toBe('Beta is doubtful');
    await app.call('mobility/note-scholars', { author: 'Ben', scholarIds: [scholarId], memo: 'a gap' });
    expect(app.library.db.get('SELECT memo FROM scholar_notes')).toEqual({ memo: 'Beta is doubtful\na gap' });
    expect(await view('Ben')).toBe('');
    await app.call('mobility/open-blind', { author: 'Lead' });
    expect(await view('Ben')).toBe('Beta is doubtful\na gap');
  });
});
