import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { App } from '../../src/core/app/app.ts';
import { NewestAnswer } from '../../src/core/mobility/reading/newest-answer.ts';
import { inOneState } from '../../src/core/mobility/reading/one-state.ts';
import { OPERATIONS, type OperationName } from '../../src/core/mobility/reading/operations.ts';
import { StudyThread } from '../../src/core/mobility/reading/study-thread.ts';
import { exportJob } from '../../src/core/mobility/report/export-job.ts';
import type { MobilityExportSpec } from '../../src/core/mobility/report/write-export.ts';
import { DEFAULT_CODEBOOK, OWN_MOVES } from '../../src/shared/mobility/codebook.ts';
import { findingOptions } from '../../src/shared/mobility/findings.ts';
import { type OpenDb, openReader } from '../../src/core/storage/sqlite.ts';
import { temporaryFolder } from '../support/fixtures.ts';
import { saying, telling } from '../support/messages.ts';
import { fileOf, idOf, importStudyFile, resumes, smallStudy } from '../support/mobility.ts';

const transition = 'doctorate:first-job';
const QUESTIONS: [OperationName, unknown][] = [
  ['moves', { transition, kinds: null }],
  ['plane', { transition, kinds: null }],
  ['sample', { transition: null }],
  ['agreement', null],
  ['disagreements', 'all'],
  ['questions', { judge: 'Judge', settled: 'all', id: 'a study' }],
  ['sensitivity', { transition }],
  ['flows', { unit: 'institution', most: 10 }],
  ['timeline', {}],
  ['network', { kind: 'institutions', edgeKinds: null, coLocation: false, most: 9 }],
  ['networkFile', { kind: 'institutions', edgeKinds: null, coLocation: false, format: 'gexf' }],
  ['cityMap', { transition }],
  ['ledger', null],
  ['institutionNames', null],
  ['clearMatches', null],
  ['statistic', { name: 'wilson', data: { count: 3, total: 9 } }],
  ['todo', null],
  ['codebook', { ...DEFAULT_CODEBOOK, identity: { ...DEFAULT_CODEBOOK.identity, mergers: false } }],
  ['comparison', { name: 'outcome-by-group', transition, attribute: 'gender', covariates: [], references: {} }],
];
const threads: StudyThread[] = [];

afterEach(async () => {
  for (const thread of threads.splice(0)) await thread.close();
});

async function codedStudy(scholars = 12): Promise<{ app: App; thread: StudyThread }> {
  const app = await smallStudy();
  const rows = Array.from({ length: scholars }, (_, i) =>
    [`s${i},s${i},${i % 2 ? 'man' : 'woman'},doctorate,Alpha University,,1990,1995,`].join(),
  );
  await importStudyFile(app, fileOf('resumes.csv', resumes(...rows)));
  for (let i = 0; i < 12; i++) {
    await code(app, i, 'doctorate', i % 3 ? 'a' : 'b');
    await code(app, i, 'first-job', i % 4 ? 'b' : 'a');
  }
  const thread = new StudyThread(app.study);
  threads.push(thread);
  return { app, thread };
}

async function code(app: App, i: number, stage: string, institution: string, coder = 'Ana'): Promise<void> {
  const value = { state: 'coded' as const, institution, year: 2004 };
  await app.call('mobility/code', { coder, scholarId: await idOf(app, `s${i}`), stage, value });
}

const spec = (folder: string): MobilityExportSpec => ({
  folder,
  formats: ['csv'],
  language: 'en',
  bandYears: false,
  suppressBelow: 5,
});
const here = (app: App, name: OperationName, asked: unknown) =>
  (OPERATIONS[name] as (...all: unknown[]) => unknown)(app.study, asked, () => undefined);
const plain = (value: unknown) => JSON.parse(JSON.stringify(value));

describe('a study read in another thread', () => {
  it('answers what it answers here, also after somebody coded and with levels from its own moves', async () => {
    const { app, thread } = await codedStudy();
    const all = async () => {
      const answers: unknown[] = [];
      for (const [name, asked] of QUESTIONS) {
        const answer = plain(await thread.ask(name, asked as never));
        expect(answer, name).toEqual(plain(here(app, name, asked)));
        answers.push(answer);
      }
      return answers;
    };
    const [before] = await all();
    await code(app, 3, 'first-job', 'con');
    const [coded] = await all();
    expect(coded).not.toEqual(before);
    const reputation = { ...DEFAULT_CODEBOOK.reputation, table: OWN_MOVES };
    await app.call('mobility/apply-codebook', { codebook: { ...DEFAULT_CODEBOOK, reputation }, note: '', author: 'A' });
    const [own] = (await all()) as { summary: { notes: unknown[] } }[];
    expect(own.summary.notes).toContainEqual(saying('analysis.own-moves'));
  });

  it('shows nobody what is closed to the one who looks, and writes nothing', async () => {
    const { app, thread } = await codedStudy();
    const mine = await idOf(app, 's5');
    app.study.seenBy('Ben', mine);
    const asked = { transition, kinds: null };
    const { moves } = await thread.ask('moves', asked);
    expect(moves.find(({ scholarId }) => scholarId === mine)).toMatchObject({ outcome: 'missing' });
    expect(plain(moves)).toEqual(plain((here(app, 'moves', asked) as { moves: unknown }).moves));
    // Two coders who have finished are revealed by the connection that writes, before the thread reads.
    for (const stage of DEFAULT_CODEBOOK.stages)
      for (const who of ['Ana', 'Ben']) await code(app, 1, stage.key, 'a', who);
    await thread.ask('moves', asked);
    expect(app.library.db.get('SELECT count(*) AS n FROM reveals')).toEqual({ n: 1 });
  });

  it('refuses in the same words; an analysis that is ended is, and the next one starts anew', async () => {
    const { thread } = await codedStudy();
    const wrong = { name: 'outcome-by-group', transition, attribute: 'none', covariates: [], references: {} };
    await expect(thread.ask('comparison', wrong)).rejects.toMatchObject(telling('analysis.too-few-groups'));
    const ended = expect(thread.ask('sensitivity', { transition })).rejects.toMatchObject({ code: 'cancelled' });
    expect(thread.cancel()).toBe(true);
    await ended;
    expect(thread.cancel()).toBe(false);
    const options = findingOptions.parse({ name: 'staying', transition });
    expect((await thread.ask('finding', options)).finding.name).toBe('staying');
  });

  it('is about one state of the study, whoever codes between the question and its answer', async () => {
    const { app, thread } = await codedStudy();
    const asked = { transition, kinds: null };
    await thread.ask('moves', asked);
    const change = (year: number) =>
      app.library.db.transaction(() =>
        app.library.db.run("UPDATE codes SET value = json_set(value, '$.year', ?) WHERE stage = 'first-job'", year),
      );
    const years = ({ moves }: Awaited<ReturnType<typeof thread.ask<'moves'>>>) => [
      ...new Set(moves.map(({ to }) => to.year)),
    ];
    // The thread has the first question, and has not begun to read.
    const [first, second] = [thread.ask('moves', asked), thread.ask('moves', asked)];
    change(2011);
    expect(years(await first)).toEqual([2011]);
    change(2012);
    expect(years(await second)).toEqual([2012]);
  });

  it('reads one state of the library, whatever is written meanwhile', async () => {
    const { app } = await codedStudy();
    const { db } = app.library;
    const reader = openReader(db.file) as OpenDb;
    const codes = () => reader.get<{ n: number }>('SELECT count(*) AS n FROM codes')?.n;
    try {
      const before = codes();
      const during = await inOneState(reader, async () => {
        const first = codes();
        await code(app, 1, 'first-job', 'a', 'Ben');
        return [first, codes()];
      });
      expect(during).toEqual([before, before]);
      expect(codes()).toBe((before ?? 0) + 1);
      // Also after a fault.
      await expect(inOneState(reader, () => Promise.reject(new Error('a fault')))).rejects.toThrow('a fault');
      expect(await inOneState(reader, codes)).toBe((before ?? 0) + 1);
    } finally {
      reader.close();
    }
  });

  it('a fault in a thread is in the log with the place where it happened', async () => {
    const { app, thread } = await codedStudy();
    const fault = await thread.ask('statistic', null as never).catch((error) => error);
    expect(fault).toMatchObject({ code: 'internal', stack: expect.stringContaining('operations.ts') });
    const asked = { name: 'wilson', data: 'null' };
    await expect(app.call('mobility/compute-statistic', asked)).rejects.toMatchObject({ code: 'bad-input' });
  });

  it('what the plane shows of moves says what they are, each place once', async () => {
    const { app } = await codedStudy();
    const asked = { transition, kinds: null };
    const { moves, ...rest } = await app.call('mobility/get-moves', asked);
    const plane = await app.call('mobility/get-plane', asked);
    expect(plane).toMatchObject(plain(rest));
    expect(plane.moves.map(({ from, to }) => [plane.places[from], plane.places[to]])).toMatchObject(
      moves.map(({ from, to }) => [from, to].map(({ institution, level, tier }) => ({ institution, level, tier }))),
    );
    for (const [i, { from: _from, to: _to, ...shown }] of plane.moves.entries()) expect(moves[i]).toMatchObject(shown);
    expect(plane.places.length).toBeLessThan(5);
  });

  it('who asks how far coders agree while it is computed gets the newer answer', async () => {
    const { thread } = await codedStudy();
    const newest = new NewestAnswer(thread, 'sensitivity');
    vi.spyOn(thread, 'read').mockImplementation((name, asked) => thread.ask(name, asked));
    const [first, second] = [newest.ask({ transition }), newest.ask({ transition })];
    expect(await first).toBe(await second);
    const third = newest.ask({ transition });
    newest.cancel();
    await expect(third).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('what another window waits for goes on when one has left', async () => {
    const { app, thread } = await codedStudy(60); // more than are answered at once
    const [left, waits] = ['one', 'other'].map((asker) => app.call('mobility/get-agreement', { asker }));
    await app.call('mobility/cancel-agreement', { asker: 'one' });
    await expect(waits).resolves.toMatchObject({ doubleCodedUnits: 0 });
    await expect(left).resolves.toBe(await waits);
    // Whether its question is the one that is computed or one behind it.
    for (const asker of ['first', 'second']) {
      const answers = ['first', 'second'].map((by) => thread.ask('sensitivity', { transition }, undefined, by));
      const outcomes = Promise.allSettled(answers);
      expect(thread.cancel('nobody')).toBe(false);
      expect(thread.cancel(asker)).toBe(true);
      const [ended, answered] = asker === 'first' ? ['rejected', 'fulfilled'] : ['fulfilled', 'rejected'];
      expect((await outcomes).map(({ status }) => status)).toEqual([ended, answered]);
    }
    const [mine, theirs] = ['one', 'other'].map((asker) =>
      app.call('mobility/get-finding', { name: 'staying', transition, asker }),
    );
    const isEnded = expect(mine).rejects.toMatchObject({ code: 'cancelled' });
    expect(await app.call('mobility/cancel-finding', { asker: 'one' })).toEqual({ cancelled: true });
    await isEnded;
    expect((await theirs).name).toBe('staying');
  });

  it('agreement that nobody waits for is not computed to its end, and is when it is asked for again', async () => {
    const { app } = await codedStudy(60); // more than are answered at once
    const left = app.call('mobility/get-agreement', {});
    const isCancelled = expect(left).rejects.toMatchObject({ code: 'cancelled' });
    await app.call('mobility/cancel-agreement', {});
    await isCancelled;
    expect(await app.call('mobility/get-agreement', {})).toMatchObject({ doubleCodedUnits: 0 });
  });

  it('keeps its thread when another analysis is asked for, and an ended export waits for its own', async () => {
    const { app } = await codedStudy();
    const threads: Worker[] = [];
    const heard = (message: unknown) => threads.push((message as { worker: Worker }).worker);
    subscribe('worker_threads', heard);
    try {
      const finding = { name: 'staying', transition };
      for (const _ of [1, 2]) await app.call('mobility/get-finding', finding);
      expect(threads).toHaveLength(1);
      const abort = new AbortController();
      const folder = temporaryFolder();
      // Once the thread has begun.
      const progress = (_: string, fraction: number | null) => void ((fraction ?? 0) > 0.1 && abort.abort());
      const context = { id: 1, folder, signal: abort.signal, commit: () => {}, progress };
      await expect(
        exportJob({ study: app.study, print: async () => true }).run(spec(folder), context),
      ).rejects.toThrow();
      expect(threads.slice(1).map(({ threadId }) => threadId)).toEqual([-1]);
    } finally {
      unsubscribe('worker_threads', heard);
    }
  });

  it('an export that is ended while it prints places nothing', async () => {
    const { app } = await codedStudy();
    const abort = new AbortController();
    const folder = temporaryFolder();
    const context = { id: 1, folder: temporaryFolder(), signal: abort.signal, commit: () => {}, progress: () => {} };
    const print = async () => {
      abort.abort();
      return true;
    };
    const ended = exportJob({ study: app.study, print }).run({ ...spec(folder), formats: ['report'] }, context);
    await expect(ended).rejects.toThrow();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('has ended when the library is closed, which leaves nothing to be put in order at the next start', async () => {
    const { app } = await codedStudy();
    const { database } = app.library.paths;
    await app.call('mobility/get-finding', { name: 'staying', transition });
    await app.close();
    expect(existsSync(`${database}-wal`) ? statSync(`${database}-wal`).size : 0).toBe(0);
  });

  it('an export holds the same files, whoever computes it', async () => {
    const { app } = await codedStudy();
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'chosen'));
    const formats = ['csv', 'json', 'r', 'spss'] as const;
    const rest = { formats: [...formats], language: 'en' as const, bandYears: false, suppressBelow: 5 };
    const grant = app.grants.add(join(folder, 'chosen'));
    const { jobId } = await app.call('mobility/export', { grant, ...rest });
    let job = await app.call('jobs/get', { id: jobId });
    while (job.state === 'queued' || job.state === 'running') {
      await new Promise((resolve) => setTimeout(resolve, 20));
      job = await app.call('jobs/get', { id: jobId });
    }
    const { folder: made, files } = job.result as { folder: string; files: string[] };
    expect(readdirSync(made).sort()).toEqual(files);
    const direct = join(folder, 'direct');
    await here(app, 'export', { spec: { folder, ...rest }, folder: direct });
    for (const file of files)
      expect(readFileSync(join(made, file), 'utf8'), file).toBe(readFileSync(join(direct, file), 'utf8'));
  });
});
