import fc from 'fast-check';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { App } from '../../src/core/app/app.ts';
import { createApp } from '../../src/core/app/create-app.ts';
import { adjudicate, withdrawSettlement } from '../../src/core/mobility/agreement/adjudicate.ts';
import { exportCoding } from '../../src/core/mobility/agreement/exchange.ts';
import { independentCodes } from '../../src/core/mobility/agreement/frozen.ts';
import { mergeCoding } from '../../src/core/mobility/agreement/merge.ts';
import { blindScholars, openScholars, revealFinished } from '../../src/core/mobility/coding/blind.ts';
import { rebuildAll } from '../../src/core/mobility/coding/fold.ts';
import { nextRedo, nextUndo, setCode, step } from '../../src/core/mobility/coding/record.ts';
import { Study } from '../../src/core/mobility/study/study.ts';
import { spawnChildTrainer } from '../../src/core/recommender/training/spawn-child-trainer.ts';
import { importArchive } from '../../src/core/storage/archive.ts';
import { openLibrary } from '../../src/core/storage/library.ts';
import { migrate } from '../../src/core/storage/migrate.ts';
import { type OpenDb, openScratch, type ReadableDb } from '../../src/core/storage/sqlite.ts';
import { type CodeValue, EMPTY_CODE } from '../../src/shared/mobility/coding.ts';
import { onCleanup, ROOT, suiteFolder, temporaryFolder } from '../support/fixtures.ts';
import { saying, telling } from '../support/messages.ts';
import { fileOf, idOf, importStudyFile, resumes, smallStudy } from '../support/mobility.ts';

const CODERS = ['Ana', 'Ben'];
const SCHOLARS = ['s1', 's2'];
const STAGES = ['doctorate', 'first-job'];
const FIXTURES = join(ROOT, 'tests', 'fixtures', 'coding-format-30');

/** What the library says is coded, undone and settled, in terms that all copies share. */
function stateOf(db: ReadableDb) {
  return {
    codes: db.all(
      `SELECT s.scholar_key AS scholar, c.stage, c.coder, c.value, c.state, c.uncertain, c.event_uid AS uid
       FROM codes c JOIN scholars s ON s.id = c.scholar_id ORDER BY 1, 2, 3`,
    ),
    events: db.all('SELECT event_uid AS uid, tick, kind, state, at FROM coding_events ORDER BY 1'),
    settled: db.all(
      `SELECT s.scholar_key AS scholar, a.stage, a.value, a.author, a.event_uid AS uid
       FROM adjudications a JOIN scholars s ON s.id = a.scholar_id ORDER BY 1, 2`,
    ),
    reveals: db.all('SELECT reveal_uid AS uid, scholar_key AS scholar, coders, tick, author FROM reveals ORDER BY 1'),
    // As they were when their coders could first see each other's.
    independent: independentCodes(db)
      .map(({ scholarId, stage, coder, eventUid, value }) => {
        const scholar = db.get<{ key: string }>('SELECT scholar_key AS key FROM scholars WHERE id = ?', scholarId)?.key;
        return { scholar, stage, coder, eventUid, value };
      })
      .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)),
  };
}

describe('events of three copies', () => {
  const folder = suiteFolder();
  const open: OpenDb[] = [];
  afterAll(() => {
    for (const db of open.splice(0)) db.close();
  });
  let files = 0;

  /** Scholars are numbered otherwise in each copy, and their clocks are hours apart. */
  function copy(n: number): Study {
    const db = openScratch(':memory:');
    open.push(db);
    migrate(db);
    db.run("INSERT INTO facts VALUES ('study-id', 'one')");
    for (const [i, key] of SCHOLARS.entries())
      db.run("INSERT INTO scholars VALUES (?, ?, ?, '{}')", 1 + ((i + n) % SCHOLARS.length), key, key);
    let time = Date.UTC(2026, 0, 5) + [0, -7, 3][n] * 3_600_000;
    return new Study(db, () => new Date((time += 1000)));
  }

  const idIn = (study: Study, key: string) =>
    study.db.get<{ id: number }>('SELECT id FROM scholars WHERE scholar_key = ?', key)?.id as number;

  async function carry(from: Study, to: Study, author: string): Promise<void> {
    if (!from.db.get('SELECT 1 FROM coding_events WHERE author = ?', author)) return;
    const file = join(folder, `${files++}.json`);
    exportCoding(from, author, file);
    await mergeCoding(to, file, { despiteCodebook: false, backup: async () => 'none' });
  }

  interface Where {
    copy: number;
    coder: string;
    scholar: string;
    stage: string;
  }
  type Action =
    | { what: 'code'; year: number }
    | { what: 'undo' | 'redo' | 'settle' | 'withdraw' | 'finish' | 'open' | 'reopen' }
    | { what: 'merge'; to: number };

  const place: fc.Arbitrary<Where> = fc.record({
    copy: fc.nat(2),
    coder: fc.constantFrom(...CODERS),
    scholar: fc.constantFrom(...SCHOLARS),
    stage: fc.constantFrom(...STAGES),
  });
  const action: fc.Arbitrary<Action> = fc.oneof(
    {
      weight: 5,
      arbitrary: fc.record({ what: fc.constant('code' as const), year: fc.integer({ min: 1990, max: 1994 }) }),
    },
    { weight: 3, arbitrary: fc.record({ what: fc.constantFrom('undo' as const, 'redo' as const) }) },
    { weight: 1, arbitrary: fc.record({ what: fc.constantFrom('settle' as const, 'withdraw' as const) }) },
    {
      weight: 1,
      arbitrary: fc.record({ what: fc.constantFrom('finish' as const, 'open' as const, 'reopen' as const) }),
    },
    { weight: 2, arbitrary: fc.record({ what: fc.constant('merge' as const), to: fc.nat(2) }) },
  );
  const steps = fc.array(fc.tuple(place, action), { maxLength: 25 });

  async function act(copies: Study[], where: Where, one: Action) {
    const study = copies[where.copy];
    const { db } = study;
    const { coder, stage } = where;
    const scholarId = idIn(study, where.scholar);
    const at = study.now();
    if (one.what === 'code') {
      const value = { ...EMPTY_CODE, year: one.year };
      setCode(db, { coder, scholarId, stage, value, suggestions: 'hidden', accepted: false, codebookVersion: 0, at });
    } else if (one.what === 'undo' || one.what === 'redo') {
      if (one.what === 'undo' ? nextUndo(db, coder) : nextRedo(db, coder)) step(db, coder, one.what, at);
    } else if (one.what === 'settle') {
      adjudicate(study, { scholarId, stage, value: EMPTY_CODE, author: 'Chief', reason: at });
    } else if (one.what === 'withdraw') {
      if (db.get('SELECT 1 FROM adjudications WHERE scholar_id = ? AND stage = ?', scholarId, stage))
        withdrawSettlement(study, { scholarId, stage, author: 'Chief', reason: at });
    } else if (one.what === 'finish') {
      // Both are shown each other's codes, which freezes what they judged alone.
      for (const each of STAGES)
        for (const by of CODERS)
          if (!db.get('SELECT 1 FROM codes WHERE coder = ? AND scholar_id = ? AND stage = ?', by, scholarId, each))
            setCode(db, {
              ...{ coder: by, scholarId, stage: each, value: { ...EMPTY_CODE, year: 1980 } },
              ...{ suggestions: 'hidden', accepted: false, codebookVersion: 0, at },
            });
      revealFinished(db, STAGES, blindScholars(db, STAGES), at);
    } else if (one.what === 'open') openScholars(db, [scholarId], 'Lead', at);
    else if (one.what === 'reopen') copies[where.copy] = new Study(db, () => study.clock());
    else if (one.what === 'merge') await carry(study, copies[one.to], coder);
  }

  it('a later decision counts in every copy, also where the clock of its machine is hours behind', async () => {
    const [ahead, behind] = [copy(0), copy(1)];
    const code = (study: Study, year: number) =>
      setCode(study.db, {
        coder: 'Ana',
        scholarId: idIn(study, 's1'),
        stage: 'doctorate',
        value: { ...EMPTY_CODE, year },
        suggestions: 'hidden',
        accepted: false,
        codebookVersion: 0,
        at: study.now(),
      });
    code(ahead, 1990);
    await carry(ahead, behind, 'Ana');
    code(behind, 1991);
    await carry(behind, ahead, 'Ana');
    expect(stateOf(ahead.db).codes.map((code) => JSON.parse((code as { value: string }).value).year)).toEqual([1991]);
  });

  it('are the truth: codes can be dropped and computed anew, and copies that exchanged them are equal', async () => {
    await fc.assert(
      fc.asyncProperty(
        steps,
        fc.array(fc.tuple(fc.nat(2), fc.nat(2)), { maxLength: 2 }),
        fc.boolean(),
        async (all, order, backwards) => {
          const copies = [0, 1, 2].map(copy);
          for (const [where, one] of all) await act(copies, where, one);
          for (const study of copies) {
            const before = stateOf(study.db);
            study.db.exec("DELETE FROM codes; DELETE FROM adjudications; UPDATE coding_events SET state = 'live'");
            rebuildAll(study.db, study.now());
            expect(stateOf(study.db)).toEqual(before);
          }
          // By one of the copies, in either order, after some exchanges at random.
          const [a, b, c] = backwards ? [2, 1, 0] : [0, 1, 2];
          const round = [
            [b, a],
            [c, a],
            [a, b],
            [a, c],
          ] as const;
          for (const [from, to] of [...order, ...round])
            for (const author of backwards ? ['Chief', ...CODERS] : [...CODERS, 'Chief'])
              await carry(copies[from], copies[to], author);
          const [first, ...others] = copies.map(({ db }) => stateOf(db));
          for (const other of others) expect(other).toEqual(first);
          for (const { db } of open.splice(0).map((db) => ({ db }))) db.close();
        },
      ),
      { numRuns: 40, seed: 15 },
    );
  });
});

const CAREERS = ['s1', 's2', 's3', 's4'].flatMap((key) => [
  `${key},Scholar ${key},f,PhD,Alpha University,Alpha,1990,1995,`,
  `${key},Scholar ${key},f,lecturer,Beta University,Beta,1996,present,`,
]);

async function opened(folder: string): Promise<App> {
  const app = createApp({ library: await openLibrary(folder), spawnTrainer: spawnChildTrainer });
  onCleanup(() => app.close());
  return app;
}

/** A study and a copy of it, as two coders take home; what `before` does is in both. */
async function twoCopies(before: (app: App) => Promise<void> = async () => {}): Promise<[App, App]> {
  const app = await smallStudy();
  await importStudyFile(app, fileOf('r.csv', resumes(...CAREERS)));
  await code(app, 'Ana', 's1', 'doctorate', { institution: 'a' });
  await app.call('mobility/export-coding', { coder: 'Ana', grant: app.grants.add(temporaryFolder()) });
  await before(app);
  const { folder } = app.library.paths;
  const other = join(temporaryFolder(), 'copy');
  app.library.db.pragma('wal_checkpoint(TRUNCATE)');
  cpSync(folder, other, { recursive: true, filter: (path) => !/lock/.test(path) });
  return [app, await opened(other)];
}

async function code(app: App, coder: string, key: string, stage: string, value: Partial<CodeValue>, accept = false) {
  return app.call('mobility/code', { coder, scholarId: await idOf(app, key), stage, value, accept });
}

async function codeOf(app: App, coder: string, key: string, stage = 0): Promise<CodeValue | null> {
  return (await app.call('mobility/get-scholar', { coder, scholarId: await idOf(app, key) })).stages[stage].code;
}

async function exported(app: App, coder: string): Promise<string> {
  const folder = temporaryFolder();
  const { file } = await app.call('mobility/export-coding', { coder, grant: app.grants.add(folder) });
  return join(folder, file);
}

const merge = (app: App, file: string, despiteCodebook = false) =>
  app.call('mobility/merge-coding', { grant: app.grants.add(file), despiteCodebook });
const carry = async (from: App, to: App, coder: string) => merge(to, await exported(from, coder));
const undo = (app: App, coder: string, direction: 'undo' | 'redo' = 'undo') =>
  app.call('mobility/undo', { coder, direction });

describe('merging and undo', () => {
  it('an undo never touches merged work', async () => {
    const [here, there] = await twoCopies((app) => code(app, 'Ben', 's1', 'doctorate', { institution: 'a' }).then());
    await code(there, 'Ben', 's1', 'doctorate', { institution: 'b' });
    await code(there, 'Ben', 's2', 'doctorate', { institution: 'b' });
    await code(here, 'Ben', 's3', 'doctorate', { institution: 'a' });
    expect(await carry(there, here, 'Ben')).toMatchObject({ added: 1, updated: 1, unchanged: 0, conflicts: [] });
    await undo(here, 'Ben');
    expect(await codeOf(here, 'Ben', 's3')).toBeNull();
    await expect(undo(here, 'Ben')).rejects.toMatchObject(telling('coding.nothing-to-undo'));
    expect((await codeOf(here, 'Ben', 's1'))?.institution).toBe('b');
    expect((await codeOf(here, 'Ben', 's2'))?.institution).toBe('b');
    expect(await carry(there, here, 'Ben')).toMatchObject({ added: 0, updated: 0, unchanged: 2 });
  });

  it('what was undone elsewhere is undone here, and can be redone only there', async () => {
    const [here, there] = await twoCopies();
    await code(there, 'Ben', 's1', 'doctorate', { institution: 'a' });
    await code(there, 'Ben', 's1', 'doctorate', { institution: 'b' });
    await code(there, 'Ben', 's2', 'doctorate', { institution: 'b' });
    await carry(there, here, 'Ben');
    await undo(there, 'Ben');
    await undo(there, 'Ben');
    expect(await carry(there, here, 'Ben')).toMatchObject({ added: 0, updated: 1, removed: 1 });
    expect((await codeOf(here, 'Ben', 's1'))?.institution).toBe('a');
    expect(await codeOf(here, 'Ben', 's2')).toBeNull();
    await expect(undo(here, 'Ben', 'redo')).rejects.toMatchObject(telling('coding.nothing-to-redo'));
    await undo(there, 'Ben', 'redo');
    expect(await carry(there, here, 'Ben')).toMatchObject({ updated: 1, removed: 0 });
    expect((await codeOf(here, 'Ben', 's1'))?.institution).toBe('b');
  });

  it('keeps the time of the decision, and of two decisions apart the later, whichever way it is merged', async () => {
    const [here, there] = await twoCopies();
    await code(here, 'Ben', 's1', 'doctorate', { institution: 'a' });
    await code(there, 'Ben', 's1', 'doctorate', { institution: 'b' });
    const [fromHere, fromThere] = [await exported(here, 'Ben'), await exported(there, 'Ben')];
    expect((await merge(here, fromThere)).conflicts).toMatchObject([
      { scholar: 's1', stage: 'doctorate', here: { institution: 'a' }, there: { institution: 'b' }, kept: 'there' },
    ]);
    expect((await merge(there, fromHere)).conflicts).toMatchObject([{ here: { institution: 'b' }, kept: 'here' }]);
    for (const app of [here, there]) expect((await codeOf(app, 'Ben', 's1'))?.institution).toBe('b');
    const times = (app: App) => app.library.db.all('SELECT event_uid, at, kind FROM coding_events ORDER BY 1');
    expect(times(here)).toEqual(times(there));
  });

  it('a code for a scholar who is not here yet waits for the scholar', async () => {
    const [here, there] = await twoCopies();
    await importStudyFile(there, fileOf('more.csv', resumes('s9,New,f,PhD,Alpha University,Alpha,1990,1995,')));
    await code(there, 'Ben', 's9', 'doctorate', { institution: 'b' });
    expect(await carry(there, here, 'Ben')).toMatchObject({ added: 0, conflicts: [{ scholar: 's9', here: null }] });
    await importStudyFile(here, fileOf('more.csv', resumes('s9,New,f,PhD,Alpha University,Alpha,1990,1995,')));
    expect((await codeOf(here, 'Ben', 's9'))?.institution).toBe('b');
  });

  it('brings names and mergers of institutions, and tells what it could not bring', async () => {
    const [here, there] = await twoCopies();
    const put = (app: App, key: string, name: string, city: string, more: object = {}) =>
      app.call('mobility/save-institution', { key, name, kind: 'university', city, country: 'CN', ...more });
    await put(there, 'new', 'New University', 'Alpha', { aliases: [{ name: 'New School', from: 1950, to: 1990 }] });
    await put(there, 'older', 'Older College', 'Alpha', {
      relations: [{ kind: 'merged-into', other: 'new', year: 1998 }],
    });
    await put(there, 'b', 'Beta University', 'Elsewhere', { aliases: [{ name: 'Beta Tech', from: null, to: null }] });
    await code(there, 'Ben', 's1', 'doctorate', { institution: 'older' });
    await code(there, 'Ben', 's2', 'doctorate', { institution: 'b' });
    await expect(carry(there, here, 'Ben')).resolves.toMatchObject({
      notes: [saying('agreement.institution-differs')],
    });
    const list = await here.call('mobility/list-institutions', {});
    const of = (key: string) => list.find((one) => one.key === key);
    expect(of('older')?.relations).toMatchObject([{ kind: 'merged-into', other: 'new', year: 1998 }]);
    expect(of('new')?.names).toEqual([{ name: 'New School', from: 1950, to: 1990 }]);
    expect(of('b')).toMatchObject({ city: 'Beta' });
    expect(of('b')?.names.map(({ name }) => name)).toContain('Beta Tech');
    // One key for two institutions would move codes to another place.
    await put(here, 'x', 'Xanadu', 'Alpha');
    await put(there, 'x', 'Yonder', 'Beta');
    await code(there, 'Ben', 's3', 'doctorate', { institution: 'x' });
    await expect(carry(there, here, 'Ben')).rejects.toMatchObject(telling('agreement.other-institution'));
    expect(await codeOf(here, 'Ben', 's3')).toBeNull();
  });

  it('is refused under another codebook or with unknown stages; a preview says how they differ', async () => {
    const [here, there] = await twoCopies();
    const book = (await there.call('mobility/get-study', {})).codebook.codebook;
    const apply = (app: App, codebook: object) =>
      app.call('mobility/apply-codebook', { codebook, note: 'changed', author: 'Ben' });
    await apply(there, { ...book, reputation: { ...book.reputation, cap: 600 } });
    await apply(here, { ...book, name: 'Called otherwise' });
    await code(there, 'Ben', 's1', 'doctorate', { institution: 'b' });
    const file = await exported(there, 'Ben');
    await expect(merge(here, file)).rejects.toMatchObject(telling('agreement.other-codebook'));
    const before = stateOf(here.library.db);
    const preview = await here.call('mobility/preview-merge', { grant: here.grants.add(file) });
    expect(preview).toMatchObject({
      added: 1,
      comparison: { differences: [{ path: 'reputation.cap', before: '501', after: '600' }], unknownStages: [] },
    });
    expect(preview.stops.map(({ id }) => id)).toEqual(['agreement.other-codebook']);
    expect(stateOf(here.library.db)).toEqual(before);
    expect(await merge(here, file, true)).toMatchObject({ added: 1 });
    const stage = { key: 'second-job', label: { en: 'Second job', zh: '次职' }, rule: 'manual', optional: true };
    await apply(there, { ...book, stages: [...book.stages, stage] });
    await code(there, 'Ben', 's1', 'second-job', { institution: 'b' });
    await expect(carry(there, here, 'Ben')).rejects.toMatchObject(telling('agreement.unknown-stages'));
  });
});

describe('a suggestion that was seen', () => {
  const hidden = async (app: App, field = 'institution') =>
    (await app.call('mobility/get-agreement', {})).groups.hidden.find((row) => row.field === field)?.units;

  it('counts as accepted where the same was written by hand', async () => {
    const [app] = await twoCopies();
    const written = { institution: 'a', city: 'Alpha', country: 'CN', year: 1995 };
    await code(app, 'Cyd', 's3', 'doctorate', written);
    const { coders } = await app.call('mobility/get-agreement', {});
    expect(coders.find(({ name }) => name === 'Cyd')).toMatchObject({ codes: 1, shown: 1, accepted: 1 });
  });

  it('stays accepted after undo and redo, and after a later mark', async () => {
    const [app] = await twoCopies();
    await code(app, 'Ana', 's2', 'doctorate', {}, true);
    await undo(app, 'Ana');
    await undo(app, 'Ana', 'redo');
    const rate = async () => (await app.call('mobility/get-agreement', {})).coders.find(({ name }) => name === 'Ana');
    expect(await rate()).toMatchObject({ codes: 2, shown: 2, accepted: 1 });
    await code(app, 'Ben', 's2', 'doctorate', { institution: 'a' });
    await code(app, 'Ana', 's2', 'doctorate', { uncertain: true });
    expect(await rate()).toMatchObject({ codes: 2, shown: 2, accepted: 1 });
    expect(await hidden(app)).toBe(0);
  });

  it('is remembered without a code: who looked first and codes later is not blind', async () => {
    const [app] = await twoCopies();
    const scholarId = await idOf(app, 's2');
    expect((await app.call('mobility/get-scholar', { coder: 'Ana', scholarId })).suggestions).toBe('shown');
    for (const coder of ['Ana', 'Ben'])
      await app.call('mobility/assign', { coder, what: 'all', suggestions: 'hidden' });
    const { codebook } = (await app.call('mobility/get-study', {})).codebook;
    const stages = codebook.stages.flatMap(({ key, optional }) => (optional ? [] : [key]));
    for (const coder of ['Ana', 'Ben'])
      for (const key of ['s2', 's3'])
        for (const stage of stages) await code(app, coder, key, stage, { institution: 'a' });
    expect(await hidden(app)).toBe(stages.length);
  });
});

describe('studies of format 30', () => {
  async function fixture(name: 'a' | 'b'): Promise<App> {
    const folder = join(temporaryFolder(), name);
    await importArchive(join(FIXTURES, `${name}.quadrille-archive`), folder, { progress: () => {} });
    return opened(folder);
  }

  const codesOf = (app: App) =>
    app.library.db.all(
      `SELECT s.scholar_key AS scholar, c.stage, c.coder, json_extract(c.value, '$.institution') AS institution,
       c.state FROM codes c JOIN scholars s ON s.id = c.scholar_id ORDER BY 1, 2, 3`,
    );
  const file = (name: string) => join(FIXTURES, `${name}.quadrille-coding.json`);

  it.each(['a', 'b'] as const)('open with the codes that they had: %s', async (name) => {
    const app = await fixture(name);
    expect(codesOf(app)).toEqual(JSON.parse(readFileSync(join(FIXTURES, `${name}-codes.json`), 'utf8')));
    const before = stateOf(app.library.db);
    rebuildAll(app.library.db, app.study.now());
    expect(stateOf(app.library.db)).toEqual(before);
  });

  it('that went apart merge equal in either order, and an original takes the place of what was merged', async () => {
    const states: unknown[] = [];
    for (const order of [
      [0, 1, 2],
      [2, 1, 0],
    ]) {
      const [a, b] = [await fixture('a'), await fixture('b')];
      const authors = order.map((i) => ['Ana', 'Ben', 'Chief'][i]);
      const known = (app: App, author: string) =>
        app.library.db.get('SELECT 1 FROM coding_events WHERE author = ?', author) !== undefined;
      for (const author of authors)
        for (const [from, to] of order[0] === 0
          ? [
              [a, b],
              [b, a],
            ]
          : [
              [b, a],
              [a, b],
            ])
          if (known(from, author)) await carry(from, to, author);
      expect(stateOf(b.library.db)).toEqual(stateOf(a.library.db));
      const kinds = a.library.db.all<{ kind: string }>("SELECT DISTINCT kind FROM coding_events WHERE kind = 'merge'");
      expect(kinds).toEqual([]);
      // Ben's undo on b is not lost, though a had taken its outcome for a decision.
      expect((await codeOf(a, 'Ben', 's4'))?.institution).toBe('a');
      expect((await codeOf(a, 'Ana', 's1'))?.uncertain).toBe(true);
      states.push(stateOf(a.library.db));
    }
    expect(states[1]).toEqual(states[0]);
  });

  it('coding files of version 1 merge as before: known codes change nothing', async () => {
    const a = await fixture('a');
    expect(await merge(a, file('ben-from-a'))).toMatchObject({ added: 0, updated: 0, conflicts: [] });
    expect(await merge(a, file('ana-from-b'))).toMatchObject({ added: 1, updated: 1, removed: 0, conflicts: [] });
    expect((await codeOf(a, 'Ana', 's4'))?.institution).toBe('a');
    expect(await merge(a, file('ana-from-b'))).toMatchObject({ added: 0, updated: 0, conflicts: [] });
  });

  it('a coding file of a later version is refused as such', async () => {
    const a = await fixture('a');
    const later = join(temporaryFolder(), 'later.json');
    writeFileSync(later, JSON.stringify({ format: 'quadrille-coding', version: 3 }));
    await expect(merge(a, later)).rejects.toMatchObject(telling('agreement.newer-export'));
  });
});
