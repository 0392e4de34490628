import type { Message } from '../../src/shared/messages/message.ts';
import { say } from '../../src/shared/messages/say.ts';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../../src/core/app/app.ts';
import { createApp } from '../../src/core/app/create-app.ts';
import { candidatesFor, similarity } from '../../src/core/mobility/institutions/match.ts';
import { nameKey } from '../../src/core/mobility/names/name-key.ts';
import { runMobilityDemo } from '../../src/core/mobility/demo/run-demo.ts';
import { spawnChildTrainer } from '../../src/core/recommender/training/spawn-child-trainer.ts';
import { createLibrary, openLibrary } from '../../src/core/storage/library.ts';
import { type Codebook, DEFAULT_CODEBOOK } from '../../src/shared/mobility/codebook.ts';
import type { CodeValue } from '../../src/shared/mobility/coding.ts';
import type { Summary } from '../../src/shared/mobility/results.ts';
import { finish, suiteFolder, temporaryFolder, texts } from '../support/fixtures.ts';
import { fileOf, idOf, importStudyFile, institutionOf, resumes, smallStudy } from '../support/mobility.ts';
import { saying, telling } from '../support/messages.ts';

async function code(app: App, coder: string, key: string, stage: string, value: Partial<CodeValue>, accept = false) {
  return app.call('mobility/code', { coder, scholarId: await idOf(app, key), stage, value, accept });
}

const CAREER = [
  's1,Ann,f,PhD,Alpha University,Alpha,1990,1995,',
  's1,Ann,f,postdoc,Beta University,Beta,1995,1997,',
  's1,Ann,f,professor,Alpha University,Alpha,1997,present,',
  's1,Ann,f,award,Alpha University,Alpha,2006,2006,',
  's2,Bob,m,PhD,Old College,Alpha,1990,1995,',
  's2,Bob,m,lecturer,Alpha University,Alpha,1999,2010,',
  's2,Bob,m,researcher,Beta Institute,Beta,2010,present,',
  's3,Cyd,f,DMA,Alpha Conservatory,Alpha,1990,1995,',
  's3,Cyd,f,teacher,Beta University,Beta,1996,present,',
  's4,Dan,m,PhD,Alpha University,Alpha,1990,1995,',
  's4,Dan,m,lecturer,Harbour University,Hong Kong,1995,present,',
];

async function coded(): Promise<App> {
  const app = await smallStudy();
  await importStudyFile(app, fileOf('r.csv', resumes(...CAREER)), { roles: { DMA: 'doctorate' } });
  for (const key of ['s1', 's2', 's3', 's4']) {
    for (const stage of ['doctorate', 'first-job', 'elected', 'current']) {
      await code(app, 'Ana', key, stage, {}, true).catch(() => code(app, 'Ana', key, stage, { state: 'missing' }));
    }
  }
  return app;
}

describe('rules', () => {
  it('moves: downward, stayed through a merger by its date, and what cannot be compared, with the reason', async () => {
    const app = await coded();
    const { moves, summary } = await app.call('mobility/get-moves', { transition: 'doctorate:first-job' });
    const told = Object.fromEntries(moves.map((move) => [move.scholar, [move.outcome, move.direction ?? move.reason]]));
    expect(told).toEqual({
      s1: ['moved', 'downward'],
      s2: ['stayed', null],
      s3: ['moved', 'specialist'],
      s4: ['moved', 'city-not-comparable'],
    });
    expect(summary).toMatchObject({
      scholars: 4,
      stayed: 1,
      moved: 3,
      comparableMoves: 1,
      postdoc: { count: 1, continuedAtAlmaMater: 0 },
    });
    // Before the merger Old College and Alpha were two.
    await code(app, 'Ana', 's2', 'first-job', { year: 1997 });
    const earlier = await app.call('mobility/get-moves', { transition: 'doctorate:first-job' });
    expect(earlier.moves[1].outcome).toBe('moved');
    const next = await app.call('mobility/get-moves', { transition: 'elected:current' });
    expect(next.moves[1]).toMatchObject({ outcome: 'missing', missing: 'coded-missing' });
  });

  it('an institute and a university, Hong Kong, a conservatory: compared only as the codebook says', async () => {
    const app = await coded();
    const reason = async (transition: string, key: string) =>
      (await app.call('mobility/get-moves', { transition })).moves.find((move) => move.scholar === key)?.reason;
    expect(await reason('first-job:current', 's2')).toBe('different-kinds');
    const book = (change: Partial<Codebook>): Codebook => ({ ...DEFAULT_CODEBOOK, ...change });
    await app.call('mobility/apply-codebook', {
      codebook: book({
        comparableKinds: [['university', 'institute', 'conservatory']],
        reputation: { ...DEFAULT_CODEBOOK.reputation, specialistKinds: [] },
      }),
      note: 'all compared',
      author: 'Ana',
    });
    // The ranking lists no institute and no conservatory: that is no low rank.
    expect(await reason('first-job:current', 's2')).toBe('ineligible');
    expect(await reason('doctorate:first-job', 's3')).toBe('ineligible');
    await app.call('mobility/apply-codebook', {
      codebook: book({
        comparableKinds: [['university', 'institute', 'conservatory']],
        reputation: {
          ...DEFAULT_CODEBOOK.reputation,
          specialistKinds: [],
          coveredKinds: ['university', 'institute', 'conservatory'],
        },
      }),
      note: 'all covered',
      author: 'Ana',
    });
    expect([await reason('first-job:current', 's2'), await reason('doctorate:first-job', 's3')]).toEqual([null, null]);
    // Harbour University is in no list: with the cap it has a level, its city class compares with none.
    expect(await reason('doctorate:first-job', 's4')).toBe('city-not-comparable');
  });

  it('level of a mean rank, bands, cap, cut lists', async () => {
    const app = await smallStudy();
    const level = async () =>
      Object.fromEntries(
        (await app.call('mobility/list-institutions', {})).map(({ key, level: l, meanRank }) => [key, [l, meanRank]]),
      );
    expect(await level()).toMatchObject({
      a: [1, 50],
      b: [3, 350.5],
      old: [1, 50],
      con: [null, null],
      lab: [null, null],
      hk: [4, 501],
    });
    const reputation = {
      ...DEFAULT_CODEBOOK.reputation,
      band: 'lower' as const,
      levels: 'five' as const,
      unranked: 'leave-out' as const,
    };
    await app.call('mobility/apply-codebook', {
      codebook: { ...DEFAULT_CODEBOOK, reputation },
      note: 'x',
      author: 'Ana',
    });
    expect(await level()).toMatchObject({ a: [1, 50], b: [4, 301], hk: [null, null] });
  });

  it('a postdoc that does not count, a part-time post that does', async () => {
    const app = await smallStudy();
    await importStudyFile(
      app,
      fileOf('r.csv', resumes(...CAREER.slice(0, 4), 's1,Ann,f,part-time,Beta Institute,Beta,1995,1996,')),
    );
    const first = async () =>
      (await app.call('mobility/get-scholar', { coder: 'x', scholarId: await idOf(app, 's1') })).stages[1].suggestion;
    expect(await first()).toMatchObject({
      value: { institution: 'b', year: 1995, role: 'postdoc' },
      reasons: [{ code: 'first-after-degree' }, { code: 'postdoc-counts' }],
    });
    const positions = { ...DEFAULT_CODEBOOK.positions, postdocIsFirstJob: false };
    await app.call('mobility/apply-codebook', {
      codebook: { ...DEFAULT_CODEBOOK, positions },
      note: 'x',
      author: 'Ana',
    });
    expect(await first()).toMatchObject({ value: { institution: 'a', year: 1997 } });
    await app.call('mobility/apply-codebook', {
      codebook: { ...DEFAULT_CODEBOOK, positions: { ...positions, partTime: 'count' } },
      note: 'y',
      author: 'Ana',
    });
    expect(await first()).toMatchObject({ value: { institution: 'lab' } });
  });

  it('a stage that ends training may have any key; a rule that nobody defined is refused', async () => {
    const stages = DEFAULT_CODEBOOK.stages.map((stage) =>
      stage.rule === 'doctorate' ? { ...stage, key: 'phd' } : stage,
    );
    const app = await smallStudy();
    await app.call('mobility/apply-codebook', { codebook: { ...DEFAULT_CODEBOOK, stages }, note: 'x', author: 'Ana' });
    const stayedOn = 's1,Ann,f,postdoc,Alpha University,Alpha,1995,1997,';
    await importStudyFile(app, fileOf('r.csv', resumes(CAREER[0], stayedOn, ...CAREER.slice(2, 4))));
    await code(app, 'Ana', 's1', 'phd', {}, true);
    await code(app, 'Ana', 's1', 'first-job', {}, true);
    const { summary } = await app.call('mobility/get-moves', { transition: 'phd:first-job' });
    expect(summary.postdoc).toEqual({ count: 1, continuedAtAlmaMater: 1 });
    const unknown = { ...DEFAULT_CODEBOOK, stages: [{ ...stages[0], rule: 'zzz' }, ...stages.slice(1)] };
    await expect(app.call('mobility/preview-codebook', { codebook: unknown })).rejects.toThrow(
      /no stage rule “zzz”.*bachelor, master, doctorate/,
    );
  });

  it('a codebook: what a change alters is counted before it is made; a wrong one is refused by its field', async () => {
    const app = await coded();
    const stricter = {
      ...DEFAULT_CODEBOOK,
      reputation: { ...DEFAULT_CODEBOOK.reputation, cutPoints: { four: [40, 200, 400], five: [100, 200, 300, 400] } },
    };
    const preview = await app.call('mobility/preview-codebook', { codebook: stricter });
    expect(preview.differences).toEqual([
      { path: 'reputation.cutPoints.four', before: '100, 200, 400', after: '40, 200, 400' },
    ]);
    expect(preview.affected).toMatchObject({ codes: 6, levels: 6, tiers: 0, suggestions: 0, orphaned: 0 });
    expect((await app.call('mobility/list-codebooks', {})).length).toBe(0);
    await expect(
      app.call('mobility/preview-codebook', {
        codebook: {
          ...DEFAULT_CODEBOOK,
          reputation: { ...DEFAULT_CODEBOOK.reputation, cutPoints: { four: [3, 2, 1], five: [1] } },
        },
      }),
    ).rejects.toMatchObject(
      telling('codebook.not-valid', {
        path: 'reputation.cutPoints.four',
        problem: saying('codebook.cut-points-must-rise'),
      }),
    );
    await expect(
      app.call('mobility/preview-codebook', {
        codebook: {
          ...DEFAULT_CODEBOOK,
          reputation: { ...DEFAULT_CODEBOOK.reputation, cutPoints: { four: [100, 200, 400], five: [100, 200, 400] } },
        },
      }),
    ).rejects.toMatchObject(
      telling('codebook.not-valid', {
        path: 'reputation.cutPoints.five',
        problem: saying('codebook.wrong-number-of-cut-points', { needed: 4, given: 3 }),
      }),
    );
    await app.call('mobility/apply-codebook', { codebook: stricter, note: 'stricter', author: 'Ana' });
    await expect(
      app.call('mobility/apply-codebook', { codebook: stricter, note: 'again', author: 'Ana' }),
    ).rejects.toMatchObject(telling('codebook.unchanged'));
    expect((await app.call('mobility/get-study', {})).codebook).toMatchObject({
      version: 1,
      note: 'stricter',
      author: 'Ana',
    });
  });
});

describe('institutions', () => {
  it('names are compared without case, accents, width and double spaces', () => {
    expect(nameKey('Pierre and Marie  Curie University - Paris 6')).toBe(
      nameKey('pierre & Marie Curie University–Paris 6'),
    );
    expect(nameKey('The University of Zürich')).toBe('university of zurich');
    expect(nameKey('上海 交通大学')).toBe('上海交通大学');
  });

  it('candidates come with a score and a reason, in both languages', () => {
    const institution = institutionOf('CN');
    const list = [
      institution(1, 'pku', 'Peking University', '北京大学'),
      institution(2, 'bnu', 'Beijing Normal University', '北京师范大学'),
      institution(3, 'mich', 'University of Michigan - Ann Arbor'),
    ];
    expect(candidatesFor('北大', [], list)[0]).toMatchObject({ institution: 'pku', reasons: ['abbreviation'] });
    expect(candidatesFor('北京师范大学教育学院', [], list)[0]).toMatchObject({
      institution: 'bnu',
      reasons: ['contains'],
    });
    expect(candidatesFor('Univ. of Michigan, Ann Arbor', [], list)[0].institution).toBe('mich');
    expect(candidatesFor('BNU', [], list)[0]).toMatchObject({ institution: 'bnu', reasons: ['abbreviation'] });
    expect(candidatesFor('Sorbonne', [], list)).toEqual([]);
    expect(similarity('peking university', 'peking university')).toEqual({ score: 1, reasons: ['same-name'] });
  });

  it('a decision for all identical ones, for one line, and back', async () => {
    const app = await smallStudy();
    await importStudyFile(
      app,
      fileOf('r.csv', resumes('s1,Ann,f,PhD,Alfa Univ.,Alpha,1990,1995,', 's2,Bob,m,PhD,Alfa Univ.,Alpha,1990,1996,')),
    );
    const open = async () =>
      (await app.call('mobility/list-mentions', {}))
        .filter(({ state }) => state === 'open')
        .map(({ mention }) => mention);
    const first = async (key: string) =>
      (await app.call('mobility/get-scholar', { coder: 'x', scholarId: await idOf(app, key) })).positions[0];
    expect(await open()).toEqual(['Alfa Univ.']);
    const mentionKey = nameKey('Alfa Univ.');
    expect((await app.call('mobility/list-candidates', { mentionKey }))[0]).toMatchObject({ institution: 'a' });
    expect(
      await app.call('mobility/reconcile', { mentionKey, institution: 'a', author: 'Ana', reason: 'spelling' }),
    ).toEqual({ positions: 2 });
    expect((await first('s2')).institution).toBe('a');
    await app.call('mobility/reconcile', {
      mentionKey,
      positionId: (await first('s2')).id,
      institution: 'b',
      author: 'Ana',
    });
    expect([(await first('s1')).institution, (await first('s2')).institution]).toEqual(['a', 'b']);
    await app.call('mobility/undo-reconcile', {});
    await app.call('mobility/undo-reconcile', {});
    expect(await open()).toEqual(['Alfa Univ.']);
    await expect(app.call('mobility/undo-reconcile', {})).rejects.toThrow(/no decision to undo/);
    await expect(app.call('mobility/reconcile', { mentionKey, institution: 'nope', author: 'Ana' })).rejects.toThrow(
      /no institution “nope”/,
    );
  });

  it('a city with a comma in its name stays one city', async () => {
    const app = await smallStudy();
    const line = 's3,Cy,m,PhD,Capital Univ.,"Washington, DC",1990,1995,';
    await importStudyFile(app, fileOf('dc.csv', resumes(line)));
    const capital = (await app.call('mobility/list-mentions', {})).find(({ mention }) => mention === 'Capital Univ.');
    expect(capital?.cities).toEqual(['Washington, DC']);
  });

  it('a name that an institution bore for some years only leads to it in those years', async () => {
    const app = await smallStudy();
    await importStudyFile(
      app,
      fileOf(
        'r.csv',
        resumes('s1,Ann,f,PhD,Beta College,Beta,1970,1975,', 's2,Bob,m,PhD,Beta College,Beta,2000,2005,'),
      ),
    );
    const of = async (key: string) =>
      (await app.call('mobility/get-scholar', { coder: 'x', scholarId: await idOf(app, key) })).positions[0]
        .institution;
    expect([await of('s1'), await of('s2')]).toEqual(['b', null]);
  });
});

describe('coding', () => {
  it('every decision is kept with who, when and the value before; undo and redo live across restarts', async () => {
    const folder = join(temporaryFolder(), 'library');
    const open = async (fresh: boolean) =>
      createApp({
        library: fresh ? await createLibrary(folder) : await openLibrary(folder),
        spawnTrainer: spawnChildTrainer,
      });
    let app = await open(true);
    await importStudyFile(
      app,
      fileOf('institutions.csv', 'key,name,kind,city\na,Alpha,university,X\nb,Beta,university,Y\n'),
    );
    await importStudyFile(app, fileOf('r.csv', resumes('s1,Ann,f,PhD,Alpha,X,1990,1995,')));
    await code(app, 'Ana', 's1', 'doctorate', {}, true);
    await code(app, 'Ana', 's1', 'doctorate', { institution: 'b', uncertain: true });
    await code(app, 'Ana', 's1', 'first-job', { state: 'missing' });
    await app.call('mobility/undo', { coder: 'Ana', direction: 'undo' });
    await app.call('mobility/undo', { coder: 'Ana', direction: 'undo' });
    await app.close();
    app = await open(false);
    const value = async () =>
      (await app.call('mobility/get-scholar', { coder: 'Ana', scholarId: await idOf(app, 's1') })).stages.map(
        ({ code: one }) => (one ? `${one.state} ${one.institution}` : null),
      );
    expect(await value()).toEqual(['coded a', null, null, null]);
    await app.call('mobility/undo', { coder: 'Ana', direction: 'redo' });
    expect(await value()).toEqual(['coded b', null, null, null]);
    await app.call('mobility/undo', { coder: 'Ana', direction: 'redo' });
    expect(await value()).toEqual(['coded b', 'missing null', null, null]);
    await app.call('mobility/undo', { coder: 'Ana', direction: 'undo' });
    const { abandonedRedos } = await code(app, 'Ana', 's1', 'current', { state: 'missing' });
    expect(abandonedRedos).toBe(1);
    await expect(app.call('mobility/undo', { coder: 'Ana', direction: 'redo' })).rejects.toMatchObject(
      telling('coding.nothing-to-redo', { coder: 'Ana' }),
    );
    const events = await app.call('mobility/list-events', { scholarId: null });
    expect(events.map(({ kind, state }) => `${kind} ${state}`).reverse()).toEqual([
      'set live',
      'set live',
      'set abandoned',
      'undo live',
      'undo live',
      'redo live',
      'redo live',
      'undo live',
      'set live',
    ]);
    expect(events[7]).toMatchObject({
      author: 'Ana',
      scholar: 's1',
      stage: 'doctorate',
      before: { institution: 'a' },
      after: { institution: 'b', uncertain: true },
      accepted: false,
    });
    expect(events[8]).toMatchObject({ accepted: true, before: null });
    await app.close();
  });

  it('skipped ones come back at the end; what is done does not', async () => {
    const app = await smallStudy();
    await importStudyFile(app, fileOf('r.csv', resumes(...CAREER)));
    const next = async (from: number | null) =>
      (await app.call('mobility/next-scholar', { coder: 'Ana', from }))?.key ?? null;
    const all = async (key: string, state: 'missing' | 'skipped') => {
      for (const stage of ['doctorate', 'first-job', 'elected', 'current'])
        await code(app, 'Ana', key, stage, { state });
    };
    expect(await next(null)).toBe('s1');
    await all('s1', 'skipped');
    expect(await next(await idOf(app, 's1'))).toBe('s2');
    for (const key of ['s2', 's3', 's4']) await all(key, 'missing');
    expect(await next(await idOf(app, 's4'))).toBe('s1');
    await all('s1', 'missing');
    expect(await next(await idOf(app, 's1'))).toBeNull();
    const { progress } = await app.call('mobility/get-scholar', { coder: 'Ana', scholarId: await idOf(app, 's1') });
    expect(progress).toMatchObject({ scholars: 4, done: 4, skipped: 0 });
  });

  it('refuses what is not there, and says so', async () => {
    const app = await smallStudy();
    await importStudyFile(app, fileOf('r.csv', resumes(...CAREER)));
    await expect(code(app, 'Ana', 's1', 'nonsense', {})).rejects.toMatchObject(
      telling('coding.no-such-stage', {
        stage: 'nonsense',
        stages: ['doctorate', 'first-job', 'elected', 'current'],
      }),
    );
    await expect(code(app, 'Ana', 's1', 'doctorate', { institution: 'zzz' })).rejects.toMatchObject(
      telling('coding.no-such-institution', { institution: 'zzz' }),
    );
    await expect(code(app, 'Ana', 's2', 'elected', {}, true)).rejects.toMatchObject(
      telling('coding.no-suggestion', { stage: 'elected' }),
    );
    await expect(
      code(app, 'Ana', 's1', 'doctorate', { evidence: { file: 'r.csv', line: 99, snippet: 'x' } }),
    ).rejects.toMatchObject(telling('coding.no-such-line', { file: 'r.csv', line: 99 }));
    await expect(app.call('mobility/get-moves', { transition: 'current:doctorate' })).rejects.toThrow(/no transition/);
  });
});

describe('two coders', () => {
  it('the second is blind; agreement counts codes as given; a disagreement is no code until settled', async () => {
    const app = await coded();
    const view = await app.call('mobility/get-scholar', { coder: 'Ben', scholarId: await idOf(app, 's1') });
    expect(view.suggestions).toBe('hidden');
    expect(view.stages.every(({ suggestion, code: own }) => suggestion === null && own === null)).toBe(true);
    await expect(code(app, 'Ben', 's1', 'doctorate', {}, true)).rejects.toMatchObject(
      telling('coding.suggestions-hidden', { coder: 'Ben' }),
    );
    const ana = await app.call('mobility/get-scholar', { coder: 'Ana', scholarId: await idOf(app, 's1') });
    for (const { key, code: own } of ana.stages) await code(app, 'Ben', 's1', key, own!);
    await code(app, 'Ben', 's1', 'first-job', { institution: 'a', city: 'Alpha' });
    const report = await app.call('mobility/get-agreement', {});
    expect(report).toMatchObject({ doubleCodedUnits: 4, disagreements: 1, adjudicated: 0 });
    expect(report.groups.shown.find(({ field }) => field === 'institution')).toMatchObject({
      units: 4,
      percent: { share: 0.75 },
    });
    expect(report.groups.hidden.every(({ units }) => units === 0)).toBe(true);
    expect(report.coders.find(({ name }) => name === 'Ana')).toMatchObject({ acceptanceRate: expect.any(Number) });
    const moves = async () => (await app.call('mobility/get-moves', { transition: 'doctorate:first-job' })).moves[0];
    expect(await moves()).toMatchObject({ outcome: 'missing', missing: 'disagreement' });
    const [open] = await app.call('mobility/list-disagreements', {});
    expect(open).toMatchObject({ scholar: 's1', stage: 'first-job', fields: ['institution', 'city'] });
    await app.call('mobility/adjudicate', {
      scholarId: open.scholarId,
      stage: open.stage,
      value: open.values[1].value,
      author: 'Chi',
      reason: 'line 3',
    });
    expect(await moves()).toMatchObject({ outcome: 'stayed' });
    expect(await app.call('mobility/list-disagreements', {})).toEqual([]);
    expect((await app.call('mobility/list-disagreements', { settled: 'all' }))[0].adjudicated).toMatchObject({
      author: 'Chi',
      reason: 'line 3',
    });
    expect(
      (await app.call('mobility/get-agreement', {})).groups.shown.find(({ field }) => field === 'institution')?.percent
        .share,
    ).toBe(0.75);
  });

  it('work goes between machines: merged once, twice, in conflict, cut off, changed, from another study', async () => {
    const here = await coded();
    const folder = temporaryFolder();
    await code(here, 'Ben', 's1', 'doctorate', { institution: 'b' });
    const { file } = await here.call('mobility/export-coding', { coder: 'Ben', grant: here.grants.add(folder) });
    const path = join(folder, file);
    const merge = (app: App, name = path) => app.call('mobility/merge-coding', { grant: app.grants.add(name) });
    expect(await merge(here)).toMatchObject({ coder: 'Ben', added: 0, unchanged: 1, conflicts: [] });
    // A copy of the same study in which Ben has coded nothing.
    const copy = await coded();
    const { value } = here.library.db.get<{ value: string }>("SELECT value FROM facts WHERE name = 'study-id'")!;
    copy.setFact('study-id', value);
    const merged = await merge(copy);
    expect(merged).toMatchObject({ added: 1, unchanged: 0, updated: 0 });
    expect(existsSync(join(copy.library.paths.backups, merged.backup))).toBe(true);
    expect(await merge(copy)).toMatchObject({ added: 0, unchanged: 1 });
    // What was undone since stays undone: the file is older.
    await here.call('mobility/undo', { coder: 'Ben', direction: 'undo' });
    expect(await merge(here)).toMatchObject({ added: 0, updated: 0 });
    // He goes on there; here somebody changed the same code under his name.
    await code(here, 'Ben', 's1', 'doctorate', { institution: 'a' });
    const text = readFileSync(path, 'utf8');
    const conflict = JSON.parse(text);
    expect(await merge(here)).toMatchObject({ unchanged: 1, conflicts: [] }); // older than what is here
    writeFileSync(path, text.slice(0, text.length / 2));
    await expect(merge(here)).rejects.toMatchObject(telling('agreement.unreadable-export'));
    conflict.events[0].after.institution = 'hk';
    writeFileSync(path, JSON.stringify(conflict));
    await expect(merge(here)).rejects.toMatchObject(telling('agreement.checksum-differs'));
    const other = await smallStudy();
    writeFileSync(path, text);
    await expect(merge(other)).rejects.toMatchObject(telling('agreement.other-study'));
    await expect(
      here.call('mobility/export-coding', { coder: 'Nobody', grant: here.grants.add(folder) }),
    ).rejects.toMatchObject(telling('agreement.coder-has-no-codes', { coder: 'Nobody' }));
  });

  it('a conflict: both sides went on; the later decision counts, here that of this library', async () => {
    const here = await coded();
    const folder = temporaryFolder();
    await code(here, 'Ben', 's1', 'doctorate', { institution: 'b' });
    const { file } = await here.call('mobility/export-coding', { coder: 'Ben', grant: here.grants.add(folder) });
    // The same study elsewhere: same id, but Ben's code there has another origin.
    const there = await coded();
    there.setFact(
      'study-id',
      here.library.db.get<{ value: string }>("SELECT value FROM facts WHERE name = 'study-id'")!.value,
    );
    await code(there, 'Ben', 's1', 'doctorate', { institution: 'hk' });
    const result = await there.call('mobility/merge-coding', { grant: there.grants.add(join(folder, file)) });
    expect(result.conflicts).toEqual([
      expect.objectContaining({
        scholar: 's1',
        stage: 'doctorate',
        problem: say('agreement.coded-differently'),
      }),
    ]);
    expect(
      (await there.call('mobility/get-scholar', { coder: 'Ben', scholarId: await idOf(there, 's1') })).stages[0].code
        ?.institution,
    ).toBe('hk');
  });
});

describe('the fictional study', () => {
  let app: App;
  beforeAll(async () => {
    const folder = suiteFolder();
    app = createApp({ library: await createLibrary(join(folder, 'library')), spawnTrainer: spawnChildTrainer });
    await runMobilityDemo(app.study, join(folder, 'files'), () => {});
    return () => app.close();
  });
  const summary = async (transition: string): Promise<Summary> =>
    (await app.call('mobility/get-moves', { transition })).summary;

  it('gives the numbers of Li & Li 2024, by the rules', async () => {
    const first = await summary('doctorate:first-job');
    expect(first).toMatchObject({
      scholars: 621,
      stayed: 282,
      moved: 339,
      missing: 0,
      comparableMoves: 339,
      postdoc: { count: 297, continuedAtAlmaMater: 52 },
      fictional: true,
    });
    expect([first.parallel.count, first.upward.count, first.downward.count, first.parallel.doubleSame.count]).toEqual([
      139, 112, 88, 127,
    ]);
    expect(
      [first.parallel.share, first.upward.share, first.downward.share, first.parallel.doubleSame.share].map(
        (share) => Math.round(1000 * share!) / 10,
      ),
    ).toEqual([41, 33, 26, 91.4]);
    const second = await summary('first-job:elected');
    expect([second.moved, second.downward.count, second.upward.count, second.parallel.count]).toEqual([
      318, 215, 58, 45,
    ]);
    const { downgradeCityUpgradeSchool, doubleSame, upgradeCityDowngradeSchool } = second.parallel;
    expect(
      [downgradeCityUpgradeSchool, doubleSame, upgradeCityDowngradeSchool].map(({ count, share }) => [
        count,
        Math.round(1000 * share!) / 10,
      ]),
    ).toEqual([
      [22, 48.9],
      [19, 42.2],
      [4, 8.9],
    ]);
    expect(second.cells.flat().reduce((a, b) => a + b, 0)).toBe(second.comparableMoves);
    const third = await summary('elected:current');
    expect(third).toMatchObject({
      notComparable: { count: 12, reasons: { 'different-kinds': 12 } },
      missingReasons: { 'coded-missing': 9 },
    });
  });

  it('no label is stored: another rank of one institution changes them', async () => {
    const before = await summary('doctorate:first-job');
    const { db } = app.library;
    db.run("UPDATE rankings SET low = 300, high = 300 WHERE name = 'Fictional Aldmere University'");
    app.study.forget();
    const after = await summary('doctorate:first-job');
    expect([after.stayed, after.moved]).toEqual([before.stayed, before.moved]);
    expect([after.upward.count, after.downward.count, after.parallel.count]).not.toEqual([
      before.upward.count,
      before.downward.count,
      before.parallel.count,
    ]);
    db.run("UPDATE rankings SET low = 45, high = 45 WHERE name = 'Fictional Aldmere University'");
    app.study.forget();
    expect((await summary('doctorate:first-job')).upward.count).toBe(112);
  });

  it('sensitivity: the current choice changes nothing, a postdoc that is skipped does', async () => {
    const rows = await app.call('mobility/get-sensitivity', { transition: 'doctorate:first-job' });
    for (const row of rows.filter(({ isCurrent }) => isCurrent)) expect(row.changed).toBe(0);
    expect(rows.find(({ choice, value }) => choice === 'postdoc' && value === 'skipped')?.changed).toBeGreaterThan(0);
    expect(rows.find(({ choice, value }) => choice === 'mixed' && value === 'apart')?.summary.parallel.count).toBe(127);
    expect(rows.find(({ choice, value }) => choice === 'mergers' && value === 'ignored')?.summary.stayed).toBeLessThan(
      282,
    );
  });

  it('flows, matrices, networks, comparisons', async () => {
    const flows = await app.call('mobility/get-flows', { unit: 'level' });
    expect(flows.incomplete).toBe(9);
    for (const stage of ['doctorate', 'first-job', 'elected', 'current'])
      expect(flows.nodes.filter((node) => node.stage === stage).reduce((n, { count }) => n + count, 0)).toBe(612);
    const table = await app.call('mobility/get-transition-table', { transition: 'doctorate:first-job', unit: 'level' });
    // All but those who went to an institute, which the codebook does not compare with a university.
    const { notComparable } = await summary('doctorate:first-job');
    expect(table.excluded).toBe(notComparable.count);
    expect(table.counts.flat().reduce((a, b) => a + b, 0)).toBe(621 - notComparable.count);
    expect(table.stationary?.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 10);
    const people = await app.call('mobility/get-network', { kind: 'people' });
    expect(people).toEqual(await app.call('mobility/get-network', { kind: 'people' })); // seeded
    expect(people.totals.communities).toBeGreaterThan(2);
    const institutions = await app.call('mobility/get-network', { kind: 'institutions' });
    expect(institutions.edges.length).toBeGreaterThan(50);
    for (const name of [
      'outcome-by-group',
      'direction-by-group',
      'level-by-group',
      'level-before-after',
      'tier-before-after',
      'stayed-before-after',
      'levels-symmetry',
      'years-by-group',
      'upward-logistic',
      'level-ordinal',
      'direction-multinomial',
    ] as const) {
      const comparison = await app.call('mobility/get-comparison', {
        name,
        transition: 'first-job:elected',
        attribute: 'gender',
        covariates: ['gender', 'birthYear'],
      });
      expect(comparison.sentences.length, name).toBe(comparison.tests.length);
      expect(JSON.stringify(comparison), name).not.toMatch(/NaN|undefined/);
      expect(comparison.cautions.length, name).toBeGreaterThan(0);
      const effects = Object.entries(comparison.tests[0].marginalEffects ?? {});
      const terms = [expect.stringMatching(/^gender/), 'birthYear'];
      const ofTerms = name === 'upward-logistic' ? [Object.fromEntries(effects)] : effects.map(([, one]) => one);
      for (const one of ofTerms) expect(Object.keys(one), name).toEqual(terms);
      expect(ofTerms.length > 0, name).toBe(/logistic|ordinal|multinomial/.test(name));
    }
    const chance = await app.call('mobility/get-finding', {
      name: 'chance',
      transition: 'doctorate:first-job',
    });
    expect(chance.code.values).toEqual({ up: 83, same: 187, down: 69 });
    await expect(app.call('mobility/get-finding', { name: 'nothing', transition: '' })).rejects.toMatchObject(
      telling('finding.no-such'),
    );
    // A new one ends the one before, which runs in a thread of its own.
    const ended = expect(app.call('mobility/get-finding', { name: 'careers', transition: '' })).rejects.toThrow();
    expect(await app.call('mobility/cancel-finding', {})).toEqual({ cancelled: true });
    await ended;
    // More fell than rose: 215 against 58 in quadrants, so levels fall too.
    const against = async (references?: Record<string, string>) => {
      const { references: known, terms } = await app.call('mobility/get-comparison', {
        name: 'upward-logistic',
        transition: 'first-job:elected',
        covariates: ['gender'],
        references,
      });
      return { ...known.gender, terms: Object.keys(terms) };
    };
    const { chosen, classes, terms } = await against();
    expect(chosen).toBe(classes[0]);
    expect(terms).toEqual(['(Intercept)', `gender${classes[1]}`]);
    expect((await against({ gender: classes[1] })).terms).toEqual(['(Intercept)', `gender${classes[0]}`]);
    expect((await against({ gender: 'nobody' })).chosen).toBe(chosen);
    const change = await app.call('mobility/get-comparison', {
      name: 'level-before-after',
      transition: 'first-job:elected',
    });
    expect(change.tests[0].p).toBeLessThan(1e-6);
    expect(change.sentences[0].text).toMatch(/^A difference is shown .*: V = \S+, p < 0\.001, /);
    await expect(
      app.call('mobility/get-comparison', {
        name: 'outcome-by-group',
        transition: 'first-job:elected',
        attribute: 'nothing',
      }),
    ).rejects.toMatchObject(
      telling('analysis.too-few-groups', {
        groups: 0,
        known: ['birthYear', 'discipline', 'doctorateYear', 'firstJobYear', 'gender'],
      }),
    );
  });

  it('exports: tables name the codebook, the pseudonymised copy nobody, a second demo changes nothing', async () => {
    const folder = join(temporaryFolder(), 'out');
    const { jobId } = await app.call('mobility/export', {
      grant: app.grants.add(folder),
      formats: ['csv', 'xlsx', 'json', 'spss', 'r', 'pseudonymised'],
    });
    const { files, notes } = await finish<{ files: string[]; notes: Message[] }>(app, jobId);
    for (const name of files) expect(existsSync(join(folder, name)), name).toBe(true);
    const careers = readFileSync(join(folder, 'careers.csv'), 'utf8');
    expect(careers).toContain('Fictional Scholar 001');
    expect(careers.split('\r\n')[0]).toContain('codebook_version');
    expect(readFileSync(join(folder, 'tests.csv'), 'utf8')).toContain('outcome-by-group,');
    for (const name of ['careers.csv', 'moves.csv']) {
      const text = readFileSync(join(folder, 'pseudonymised', name), 'utf8');
      expect(text, name).not.toMatch(/Fictional Scholar|\bF\d{3}\b/);
    }
    expect(readFileSync(join(folder, 'pseudonymised', 'careers.csv'), 'utf8')).toMatch(/\b199\d-199\d\b/);
    // People without names or counts without small ones, in an export of its own: together they tell it all.
    expect(existsSync(join(folder, 'pseudonymised', 'summary.csv'))).toBe(false);
    const counts = join(temporaryFolder(), 'counts');
    const asked = (formats: ('pseudonymised' | 'suppressed-tables')[]) =>
      app.call('mobility/export', { grant: app.grants.add(counts), formats });
    await expect(asked(['pseudonymised', 'suppressed-tables'])).rejects.toMatchObject(
      telling('study-report.one-for-others'),
    );
    const tables = await finish<{ files: string[]; notes: Message[] }>(app, (await asked(['suppressed-tables'])).jobId);
    expect(tables.files.toSorted()).toEqual(
      ['codebook.json', 'datapackage.json', 'summary.csv'].map((name) => `suppressed-tables/${name}`),
    );
    expect(tables.notes).toEqual([saying('study-report.suppressed-tables', { below: 5 })]);
    const shown = readFileSync(join(counts, 'suppressed-tables', 'summary.csv'), 'utf8');
    expect(shown).toContain('<5');
    expect(shown).toContain('<withheld>');
    expect(readFileSync(join(folder, 'key-keep-apart', 'key.csv'), 'utf8')).toContain('Fictional Scholar 001');
    expect(texts(notes)).toMatch(/of 621 scholars have a path .* that nobody shares/);
    const spss = readFileSync(join(folder, 'spss-moves.csv'), 'utf8').trim().split('\r\n');
    expect(spss.length).toBe(1 + 3 * 621);
    // Into the same folder again: it gets one of its own, and the first stays as it is.
    writeFileSync(join(folder, 'careers.csv'), 'edited');
    const second = await app.call('mobility/export', { grant: app.grants.add(folder), formats: ['csv'] });
    const { folder: own } = await finish<{ folder: string }>(app, second.jobId);
    expect(dirname(own)).toBe(folder);
    expect(existsSync(join(own, 'careers.csv'))).toBe(true);
    expect(readFileSync(join(folder, 'careers.csv'), 'utf8')).toBe('edited');
    const again = await runMobilityDemo(app.study, folder, () => {});
    expect(again.summaries['doctorate:first-job'].upward.count).toBe(112);
  });
});
