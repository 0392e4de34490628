import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { App } from '../../src/core/app/app.ts';
import { EMPTY_CODE } from '../../src/shared/mobility/coding.ts';
import { temporaryFolder } from '../support/fixtures.ts';
import { telling } from '../support/messages.ts';
import { fileOf, idOf, importStudyFile, resumes, smallStudy } from '../support/mobility.ts';

async function study(): Promise<App> {
  const app = await smallStudy();
  const rows = ['s1', 's2'].map((key) => `${key},Scholar ${key},f,PhD,Alpha University,Alpha,1990,1995,`);
  await importStudyFile(app, fileOf('r.csv', resumes(...rows)));
  return app;
}
const code = async (app: App, coder: string, key: string, institution: string) =>
  app.call('mobility/code', {
    ...{ coder, scholarId: await idOf(app, key), stage: 'doctorate' },
    value: { institution, year: 1995 },
  });
const namesOf = async (app: App) => (await app.call('mobility/get-study', {})).coders.map(({ name }) => name);
const uidsOf = (app: App) => app.library.db.all('SELECT event_uid FROM coding_events ORDER BY tick');

describe('one coder has one name', () => {
  it('however it is typed: width, case, spaces and invisible signs', async () => {
    const app = await study();
    await code(app, 'Ａna  Ruiz', 's1', 'a');
    for (const typed of ['ana ruiz', 'ANA\u3000RUIZ', 'Ana\u200B Ruiz', 'AnaRuiz']) await code(app, typed, 's2', 'b');
    expect(await namesOf(app)).toEqual(['Ana Ruiz']);
    await app.call('mobility/assign', { coder: 'ana RUIZ', what: 'all', suggestions: 'shown' });
    await app.call('mobility/split-work', {
      ...{ coders: ['ANA RUIZ', 'Ben'], common: 0, among: 'all' as const, suggestions: 'shown' as const },
    });
    expect(await namesOf(app)).toEqual(['Ana Ruiz', 'Ben']);
    const filter = { coder: 'ana ruiz', work: 'assigned' as const };
    expect(await app.call('mobility/list-scholar-summaries', { filter })).toHaveLength(2);
    // A judge who coded neither side is not let in under another spelling of a coder's name.
    const questions = await app.call('mobility/list-settlement-questions', { judge: 'ana  ruiz', settled: 'all' });
    expect(questions).toEqual([]);
  });

  it('is renamed everywhere; events stay, and work under the old name is still the same coder’s', async () => {
    const app = await study();
    await code(app, 'Ana', 's1', 'a');
    await code(app, 'Ben', 's1', 'a');
    const folder = temporaryFolder();
    const { file } = await app.call('mobility/export-coding', { coder: 'Ana', grant: app.grants.add(folder) });
    const before = uidsOf(app);
    const scholarId = await idOf(app, 's1');
    const judged = { scholarId, stage: 'doctorate', value: { ...EMPTY_CODE, institution: 'b' }, reason: 'seen' };
    await app.call('mobility/adjudicate', { ...judged, author: 'Chief' });
    await app.call('mobility/rename-coder', { coder: 'ana', name: 'Zoë  Ruiz' });
    expect(await namesOf(app)).toEqual(['Ben', 'Zoë Ruiz']);
    expect(uidsOf(app).slice(0, before.length)).toEqual(before);
    const events = await app.call('mobility/list-events', { scholarId: null });
    expect(events.map(({ author }) => author).toSorted()).toEqual(['Ben', 'Chief', 'Zoë Ruiz']);
    await code(app, 'ANA', 's2', 'b');
    expect(await namesOf(app)).toEqual(['Ben', 'Zoë Ruiz']);
    const merged = await app.call('mobility/merge-coding', { grant: app.grants.add(join(folder, file)) });
    expect(merged).toMatchObject({ coder: 'Zoë Ruiz', added: 0, unchanged: 1, conflicts: [] });
    await expect(app.call('mobility/rename-coder', { coder: 'Ben', name: 'zoë ruiz' })).rejects.toMatchObject(
      telling('coding.name-taken', { name: 'Zoë Ruiz' }),
    );
    // Her file brings the old name along, and a copy that knows no other takes it as the same coder's.
    const out = await app.call('mobility/export-coding', { coder: 'Zoë Ruiz', grant: app.grants.add(folder) });
    const { id } = app.library.db.get<{ id: string }>("SELECT value AS id FROM facts WHERE name = 'study-id'")!;
    const copy = await study();
    await code(copy, 'Ana', 's1', 'b');
    copy.library.db.run("INSERT OR REPLACE INTO facts VALUES ('study-id', ?)", id);
    await copy.call('mobility/merge-coding', { grant: copy.grants.add(join(folder, out.file)) });
    expect(await namesOf(copy)).toEqual(['Ana']);
  });

  it('two spellings of an older library become one by renaming, blind where either was', async () => {
    const app = await study();
    await code(app, 'Ana', 's1', 'a');
    const { db } = app.library;
    db.run("INSERT INTO coders VALUES ('ana', '2020-01-01')");
    await code(app, 'ana', 's2', 'b');
    await app.call('mobility/assign', { coder: 'ana', what: 'all', suggestions: 'shown' });
    await app.call('mobility/assign', { coder: 'Ana', what: 'all', suggestions: 'hidden' });
    expect(await namesOf(app)).toEqual(['Ana', 'ana']);
    await app.call('mobility/rename-coder', { coder: 'ana', name: 'Ana' });
    expect((await app.call('mobility/get-study', {})).coders).toEqual([{ name: 'Ana', codes: 2, assigned: 2 }]);
    expect((await app.call('mobility/get-work', {})).coders[0].blind).toBe(2);
  });
});
