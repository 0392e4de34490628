import type { JobSummary } from '../../src/shared/contract/jobs.ts';
import { toErrorBody } from '../../src/shared/errors.ts';
import { exitReason } from '../../src/shared/exit-reason.ts';
import { fromStored, type Message } from '../../src/shared/messages/message.ts';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import type { JobContext, JobKind } from '../../src/core/jobs/kind.ts';
import { JobQueue } from '../../src/core/jobs/queue.ts';
import { TimeLeft } from '../../src/core/jobs/time-left.ts';
import { sharesOfRuns } from '../../src/core/recommender/evaluation/costs.ts';
import { JobStore } from '../../src/core/jobs/store.ts';
import { runInWorker } from '../../src/core/workers/worker-task.ts';
import { TrainerClient, type TrainerProcess } from '../../src/core/recommender/training/trainer-client.ts';
import { createLibrary, type Library } from '../../src/core/storage/library.ts';
import { onCleanup, temporaryFolder } from '../support/fixtures.ts';

/** A job that does what the test tells it to. */
function steered(kind: string, more: Partial<JobKind> = {}) {
  const runs: { context: JobContext; end: (result?: unknown) => void; fail: (error: Error) => void }[] = [];
  const definition: JobKind = {
    kind,
    lane: 'compute',
    resumable: true,
    run: (_spec, context) =>
      new Promise((resolve, reject) => {
        context.signal.addEventListener('abort', () => reject(new Error('stopped')));
        runs.push({ context, end: resolve, fail: reject });
      }),
    ...more,
  };
  const started = (n: number) => vi.waitFor(() => expect(runs.length).toBe(n));
  return { definition, runs, started };
}

async function openQueue(kinds: JobKind[], library?: Library, changed: (job: JobSummary) => void = () => {}) {
  const opened = library ?? (await createLibrary(join(temporaryFolder(), 'library')));
  if (!library) onCleanup(() => opened.close());
  const disk = { problem: null as Error | null };
  const db = new Proxy(opened.db, {
    get: (target, name) => {
      const value = Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      return (...given: unknown[]) => {
        if (disk.problem) throw disk.problem;
        return value.apply(target, given);
      };
    },
  });
  const reports: string[] = [];
  const store = new JobStore(db, () => new Date());
  const queue = new JobQueue(store, kinds, opened.paths.work, changed, (what) => void reports.push(what));
  return { library: opened, queue, disk, reports };
}

/** Says `never` if a promise hangs, before the test's own limit strikes. */
function soon<T>(promise: Promise<T>): Promise<T | 'never'> {
  return Promise.race([promise, new Promise<'never'>((resolve) => setTimeout(resolve, 10_000, 'never').unref())]);
}

/** Removing fails as if another program held the folder, as often as this says. */
const scanner = vi.hoisted(() => ({ holds: 0 }));
vi.mock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>();
  return {
    ...fs,
    rmSync: (...given: Parameters<typeof fs.rmSync>) => {
      if (scanner.holds > 0 && /job-\d+$/.test(String(given[0]))) {
        scanner.holds--;
        throw Object.assign(new Error('EBUSY: resource busy or locked'), { code: 'EBUSY' });
      }
      fs.rmSync(...given);
    },
  };
});

describe('a job', () => {
  it('can be cancelled until it commits, and no longer then', async () => {
    const { definition, runs, started } = steered('a');
    const { queue } = await openQueue([definition]);
    const first = queue.start('a', fromStored('first'), {});
    await started(1);
    expect(queue.cancel(first.id).state).toBe('running');
    expect((await queue.wait(first.id)).state).toBe('cancelled');
    const second = queue.start('a', fromStored('second'), {});
    await started(2);
    expect(queue.get(second.id).cancellable).toBe(true);
    runs[1].context.commit();
    expect(queue.get(second.id).cancellable).toBe(false);
    expect(() => queue.cancel(second.id)).toThrow(expect.objectContaining({ code: 'conflict' }));
    runs[1].end('written');
    expect(await queue.wait(second.id)).toMatchObject({ state: 'done', result: 'written' });
  });

  it('interrupted by the end of the program, it can be resumed; a kind that cannot resume is cancelled', async () => {
    const [able, unable] = [steered('able'), steered('unable', { resumable: false, lane: 'library' })];
    const { queue } = await openQueue([able.definition, unable.definition]);
    const [first, second] = [able, unable].map(({ definition: { kind } }) => queue.start(kind, fromStored(kind), {}));
    await able.started(1);
    await unable.started(1);
    const checkpoint = join(able.runs[0].context.folder, 'checkpoint');
    writeFileSync(checkpoint, 'half');
    for (const { id } of [first, second]) queue.interrupt(id);
    expect(await queue.wait(first.id)).toMatchObject({ state: 'interrupted', resumable: true, error: null });
    expect(existsSync(checkpoint)).toBe(true);
    expect(await queue.wait(second.id)).toMatchObject({ state: 'cancelled', resumable: false });
    queue.resume(first.id);
    await able.started(2);
    able.runs[1].end('whole');
    expect(await queue.wait(first.id)).toMatchObject({ state: 'done', result: 'whole' });
  });

  it('waits for the one before it in its lane, not for other lanes; a waiting one is cancelled at once', async () => {
    const [one, other] = [steered('one'), steered('other', { lane: 'library' })];
    const { queue } = await openQueue([one.definition, other.definition]);
    const jobs = ['one', 'one', 'one', 'other'].map((kind) => queue.start(kind, fromStored(kind), {}));
    await other.started(1);
    await one.started(1);
    expect(jobs.map(({ id }) => queue.get(id).state)).toEqual(['running', 'queued', 'queued', 'running']);
    expect(queue.cancel(jobs[1].id).state).toBe('cancelled');
    one.runs[0].end();
    await one.started(2);
    expect(one.runs[1].context.id).toBe(jobs[2].id);
    one.runs[1].end();
    other.runs[0].end();
    expect((await queue.wait(jobs[2].id)).state).toBe('done');
  });

  it('keeps its folder when it fails and loses it when it is done; only a stopped one is resumed', async () => {
    const { definition, runs, started } = steered('a');
    const { queue, reports } = await openQueue([definition]);
    const { id } = queue.start('a', fromStored('a'), {});
    await started(1);
    const { folder } = runs[0].context;
    writeFileSync(join(folder, 'checkpoint'), 'half');
    runs[0].fail(new Error('broken'));
    expect(await queue.wait(id)).toMatchObject({ state: 'failed', resumable: true, error: { code: 'internal' } });
    // With the fault, whose stack is for the log.
    expect(reports).toMatchObject([expect.stringMatching(/broken/)]);
    expect(existsSync(join(folder, 'checkpoint'))).toBe(true);
    queue.resume(id);
    await started(2);
    expect(runs[1].context.folder).toBe(folder);
    runs[1].end(7);
    expect(await queue.wait(id)).toMatchObject({ state: 'done', result: 7, error: null, resumable: false });
    await vi.waitFor(() => expect(existsSync(folder)).toBe(false));
    expect(() => queue.resume(id)).toThrow(expect.objectContaining({ code: 'conflict' }));
  });

  it("has an empty folder when it is new, whatever lies there in a library's folder from elsewhere", async () => {
    const { definition, runs, started } = steered('a');
    const { queue, library } = await openQueue([definition]);
    const planted = join(library.paths.work, 'job-1');
    mkdirSync(planted);
    writeFileSync(join(planted, 'staged.json'), '{}');
    queue.start('a', fromStored('a'), {});
    await started(1);
    expect(runs[0].context.folder).toBe(planted);
    expect(readdirSync(planted)).toEqual([]);
    runs[0].end();
  });

  it('that was cut off is interrupted at the next start, and goes on by itself where it was writing', async () => {
    const [plain, writing] = [steered('plain'), steered('writing', { mustFinish: () => true, lane: 'library' })];
    const before = await openQueue([plain.definition, writing.definition]);
    const ids = ['plain', 'writing'].map((kind) => before.queue.start(kind, fromStored(kind), {}).id);
    await plain.started(1);
    await writing.started(1);
    const { queue } = await openQueue([plain.definition, writing.definition], before.library);
    expect(() => queue.recover()).not.toThrow();
    await writing.started(2);
    expect(ids.map((id) => queue.get(id).state)).toEqual(['interrupted', 'running']);
    writing.runs[1].end();
    expect((await queue.wait(ids[1])).state).toBe('done');
  });

  it('stops when the library closes, and is left to be resumed', async () => {
    const { definition, started } = steered('a');
    const { queue, library } = await openQueue([definition]);
    const { id } = queue.start('a', fromStored('a'), {});
    const waiting = queue.start('a', fromStored('b'), {});
    await started(1);
    await queue.close();
    const rows = library.db.all<{ id: number; state: string }>('SELECT id, state FROM jobs ORDER BY id');
    expect(rows).toEqual([
      { id, state: 'running' },
      { id: waiting.id, state: 'queued' },
    ]);
  });
});

describe('a job whose disk fails', () => {
  const full = Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' });
  const gone = Object.assign(new Error('disk I/O error'), { code: 'SQLITE_IOERR' });

  it.each([full, gone])('ends all the same, keeps its result, and lets the next one run: %s', async (problem) => {
    const { definition, runs, started } = steered('a');
    const { queue, library, disk, reports } = await openQueue([definition]);
    const [first, second] = ['first', 'second'].map((title) => queue.start('a', fromStored(title), {}));
    const waits = [first, second].map(({ id }) => soon(queue.wait(id)));
    await started(1);
    disk.problem = problem;
    runs[0].end({ imported: 7 });
    expect(await waits[0]).toMatchObject({ state: 'done', result: { imported: 7 }, error: null });
    expect(queue.get(first.id)).toMatchObject({ state: 'done', result: { imported: 7 } });
    expect(await soon(queue.wait(first.id))).toMatchObject({ state: 'done' });
    // The next one cannot even be marked as started.
    expect(await waits[1]).toMatchObject({ state: 'failed', error: { code: toErrorBody(problem).code } });
    expect(reports.filter((what) => /could not be stored yet/.test(what)).length).toBe(2);
    disk.problem = null;
    expect(queue.list(5).map(({ state }) => state)).toEqual(['failed', 'done']);
    await soon(queue.close());
    const rows = library.db.all<{ state: string; result: string }>('SELECT state, result FROM jobs ORDER BY id');
    expect(rows).toEqual([
      { state: 'done', result: '{"imported":7}' },
      { state: 'failed', result: null },
    ]);
  });

  it('is stored as soon as the disk is there again', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onCleanup(() => vi.useRealTimers());
    const { definition, runs } = steered('a');
    const { queue, library, disk } = await openQueue([definition]);
    const { id } = queue.start('a', fromStored('a'), {});
    disk.problem = full;
    runs[0].fail(full);
    expect(await queue.wait(id)).toMatchObject({ state: 'failed', error: { code: 'disk-full' } });
    const stored = () => library.db.get<{ state: string }>('SELECT state FROM jobs WHERE id = ?', id)?.state;
    await vi.advanceTimersByTimeAsync(5000);
    expect(stored()).toBe('running');
    disk.problem = null;
    await vi.advanceTimersByTimeAsync(2100);
    expect(stored()).toBe('failed');
  });

  it('does not keep the library from closing, and nobody waits for ever', async () => {
    const { definition, started } = steered('a');
    const { queue, disk } = await openQueue([definition]);
    const [running, waiting] = ['a', 'b'].map((title) => queue.start('a', fromStored(title), {}));
    await started(1);
    const waits = [running, waiting].map(({ id }) => soon(queue.wait(id)));
    disk.problem = gone;
    expect(await soon(queue.close())).toBeUndefined();
    expect(await waits[0]).toMatchObject({ id: running.id });
    expect(await waits[1]).toMatchObject({ id: waiting.id });
  });

  it('is not failed by whoever listens to it', async () => {
    const { definition, runs, started } = steered('a');
    const { queue, reports } = await openQueue([definition], undefined, () => {
      throw new Error('the page is gone');
    });
    const { id } = queue.start('a', fromStored('a'), {});
    await started(1);
    runs[0].context.commit();
    runs[0].end(1);
    expect(await soon(queue.wait(id))).toMatchObject({ state: 'done', result: 1 });
    expect(reports.length).toBeGreaterThan(1);
  });
});

describe('the folder of a job', () => {
  it('that another program holds is removed a little later, and the result stands', async () => {
    const { definition, runs, started } = steered('a');
    const { queue, library, reports } = await openQueue([definition]);
    const { id } = queue.start('a', fromStored('a'), {});
    await started(1);
    const { folder } = runs[0].context;
    writeFileSync(join(folder, 'scanned'), 'x');
    scanner.holds = 3;
    runs[0].end('the result');
    expect(await queue.wait(id)).toMatchObject({ state: 'done', result: 'the result' });
    await vi.waitFor(() => expect(existsSync(folder)).toBe(false));
    expect(reports).toEqual([]);

    // And one that stays held is removed at the next start.
    const other = queue.start('a', fromStored('b'), {});
    await started(2);
    scanner.holds = 1000;
    runs[1].end('too');
    expect(await queue.wait(other.id)).toMatchObject({ state: 'done', result: 'too' });
    await vi.waitFor(() => expect(reports).toEqual([expect.stringMatching(/job-\d+ could not be removed/)]), 5000);
    scanner.holds = 0;
    const again = await openQueue([definition], library);
    again.queue.recover();
    await again.queue.close();
    expect(readdirSync(library.paths.work)).toEqual([]);
  });

  it('goes when the job is cancelled; what resuming needs stays for thirty days', async () => {
    const [plain, parts] = [steered('plain'), steered('parts', { lane: 'library', keeps: () => true })];
    const { queue, library } = await openQueue([plain.definition, parts.definition]);
    const ids = ['plain', 'plain', 'parts'].map((kind) => queue.start(kind, fromStored(kind), {}).id);
    const left = () => readdirSync(library.paths.work).sort();
    await plain.started(1);
    await parts.started(1);
    writeFileSync(join(plain.runs[0].context.folder, 'scratch'), 'x');
    writeFileSync(join(parts.runs[0].context.folder, 'part'), 'x');
    queue.cancel(ids[0]);
    queue.cancel(ids[2]);
    await queue.wait(ids[0]);
    await plain.started(2);
    writeFileSync(join(plain.runs[1].context.folder, 'checkpoint'), 'x');
    plain.runs[1].fail(new Error('broken'));
    await queue.wait(ids[1]);
    await queue.wait(ids[2]);
    expect(left()).toEqual([`job-${ids[1]}`, `job-${ids[2]}`]);
    mkdirSync(join(library.paths.work, 'job-99', 'of a row that is not there'), { recursive: true });
    const inDays = async (days: number) => {
      const next = await openQueue([plain.definition, parts.definition], library);
      next.queue.recover(new Date(Date.now() + days * 86_400_000));
      await next.queue.close();
      return left();
    };
    expect(await inDays(29)).toEqual([`job-${ids[1]}`, `job-${ids[2]}`]);
    expect(await inDays(31)).toEqual([]);
  });
});

describe('a worker', () => {
  const worker = (code: string) => {
    const file = join(temporaryFolder(), 'worker.mjs');
    writeFileSync(file, code);
    const { result } = runInWorker(file, {}, () => {});
    const late = new Promise((resolve) => setTimeout(() => resolve('nothing was heard of it'), 20_000).unref());
    return Promise.race([result.catch((error: unknown) => error), late]);
  };

  it('that ends or breaks before it answers rejects its task', async () => {
    expect(await worker('process.exit(3);')).toMatchObject({ code: 'process-gone' });
    expect(await worker("throw new Error('broken');")).toMatchObject({ code: 'process-gone' });
  });

  it('that was cancelled is not listened to any more: a cancelled job throws at progress', async () => {
    const file = join(temporaryFolder(), 'worker.mjs');
    const tell = "parentPort.postMessage({ type: 'progress', progress: { phase: 'demo', fraction: 0.5 } });";
    const stop = "parentPort.postMessage({ type: 'done', result: 'stopped' });";
    const work = `while (Atomics.load(workerData.cancelFlag, 0) === 0) {} ${tell} ${stop}`;
    writeFileSync(file, `import { parentPort, workerData } from 'node:worker_threads'; ${work}`);
    const onProgress = vi.fn();
    const { result, cancel } = runInWorker(file, {}, onProgress);
    cancel();
    expect(await result).toBe('stopped');
    const stopping = new AbortController();
    const bySignal = runInWorker(file, {}, onProgress, stopping.signal).result;
    stopping.abort();
    expect(await bySignal).toBe('stopped');
    expect(await runInWorker(file, {}, onProgress, stopping.signal).result).toBe('stopped');
    expect(onProgress).not.toHaveBeenCalled();
  });

  it('that answers resolves it', async () => {
    const answer =
      "import { parentPort } from 'node:worker_threads'; parentPort.postMessage({ type: 'done', result: 5 });";
    expect(await worker(answer)).toBe(5);
  });
});

describe('the trainer', () => {
  /** A process that says only what it is told to, and dies when it is killed. */
  function silent() {
    const made: { process: TrainerProcess; killed: number; sent: { type: string }[]; exit(why: Message): void }[] = [];
    const spawn = (): TrainerProcess => {
      let onExit: (why: Message) => void = () => {};
      const own = { killed: 0, sent: [] as { type: string }[], exit: (why: Message) => onExit(why) };
      const process: TrainerProcess = {
        send: (message) => void own.sent.push(message),
        onMessage: () => {},
        onExit: (listener) => {
          onExit = listener;
        },
        kill: () => {
          own.killed++;
          onExit(exitReason(null, 'SIGKILL'));
        },
      };
      made.push({
        ...own,
        process,
        get killed() {
          return own.killed;
        },
      });
      return process;
    };
    return { made, spawn };
  }

  it('that does not hear a cancellation is killed after three seconds, and its task is rejected', async () => {
    vi.useFakeTimers();
    onCleanup(() => vi.useRealTimers());
    const { made, spawn } = silent();
    const abort = new AbortController();
    const client = new TrainerClient(spawn);
    let heard: unknown = null;
    client
      .run({ kind: 'engines' }, abort.signal, () => {})
      .catch((error: unknown) => {
        heard = error;
      });
    abort.abort();
    expect(made[0].sent.map(({ type }) => type)).toEqual(['start', 'cancel']);
    await vi.advanceTimersByTimeAsync(2900);
    expect(made[0].killed).toBe(0);
    await vi.advanceTimersByTimeAsync(200);
    expect(made[0].killed).toBe(1);
    expect(heard).toMatchObject({ code: 'process-gone' });
  });

  it('that dies owes nothing: every task is rejected, and the next one starts another', async () => {
    const { made, spawn } = silent();
    const client = new TrainerClient(spawn);
    onCleanup(() => client.close());
    const run = () =>
      client.run({ kind: 'engines' }, new AbortController().signal, () => {}).catch((error: unknown) => error);
    const answers = [run(), run()];
    expect(made.length).toBe(1);
    made[0].exit(exitReason(1));
    const late = new Promise((resolve) => setTimeout(() => resolve('nothing was heard'), 5000).unref());
    for (const answer of answers) expect(await Promise.race([answer, late])).toMatchObject({ code: 'process-gone' });
    void run();
    expect(made.length).toBe(2);
  });

  it('rests after ten seconds without work', async () => {
    vi.useFakeTimers();
    onCleanup(() => vi.useRealTimers());
    const listeners: ((message: never) => void)[] = [];
    let killed = 0;
    const client = new TrainerClient(() => ({
      send: () => {},
      onMessage: (listener) => void listeners.push(listener as never),
      onExit: () => {},
      kill: () => void killed++,
    }));
    const run = () => client.run({ kind: 'engines' }, new AbortController().signal, () => {});
    const answers = [run(), run()];
    listeners[0]({ type: 'done', id: 1, result: [] } as never);
    expect(await answers[0]).toEqual([]);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(killed).toBe(0);
    listeners[0]({ type: 'done', id: 2, result: [] } as never);
    expect(await answers[1]).toEqual([]);
    await vi.advanceTimersByTimeAsync(11_000);
    expect(killed).toBe(1);
  });
});

describe('the time that is left', () => {
  it('comes from what this run measured, not from what an earlier run or another phase did', () => {
    const left = new TimeLeft();
    // A training that is resumed at 80 % has done nothing yet.
    expect(left.after('training', 0.8, 10)).toBeNull();
    expect(left.after('training', 0.81, 11)).toBeNull();
    // 5 % in 5 s: the last 15 % take 15 s.
    expect(left.after('training', 0.85, 15)).toBeCloseTo(15, 6);
    // The next phase is measured anew.
    expect(left.after('evaluating', 0.9, 16)).toBeNull();
    expect(left.after('evaluating', 0.92, 26)).toBeCloseTo(40, 6);
    expect(left.after('evaluating', null, 27)).toBeNull();
  });

  it('grows when the work becomes slower, and does not promise what a fast start did', () => {
    const left = new TimeLeft();
    left.after('training', 0, 0);
    for (let second = 1; second <= 10; second++) left.after('training', second * 0.05, second);
    // From here on ten times as slow.
    let last: number | null = null;
    for (let second = 11; second <= 40; second++) last = left.after('training', 0.5 + (second - 10) * 0.005, second);
    expect(last).toBeCloseTo(0.35 / 0.005, 6);
  });

  it('is not said while the work is still getting going, and is the present pace once it is steady', () => {
    const left = new TimeLeft();
    left.after('training', 0, 0);
    // The first two epochs take 1.25 seconds each, the others a tenth.
    const told = Array.from({ length: 60 }, (_, i) => {
      const seconds = i < 2 ? (i + 1) * 1.25 : 2.4 + i / 10;
      return { said: left.after('training', (i + 1) / 60, seconds), real: 8.3 - seconds };
    });
    const first = told.findIndex(({ said }) => said !== null);
    expect(first).toBeLessThan(30);
    for (const { said, real } of told.slice(first)) expect(Math.abs((said ?? 99) - real)).toBeLessThan(2);
  });

  it('does not forget how fast it was in a long job', () => {
    const left = new TimeLeft();
    let last: number | null = null;
    for (let second = 0; second <= 5000; second++) last = left.after('training', second / 10_000, second);
    expect(last).toBeCloseTo(5000, 0);
  });

  it('of a comparison counts a network for what it takes, and later folds by what the first one took', () => {
    const runs = [
      { type: 'popularity', neural: false, stochastic: false },
      { type: 'als', neural: false, stochastic: true },
      { type: 'cnn', neural: true, stochastic: true },
    ];
    const [popularity, als, cnn] = sharesOfRuns(runs, {});
    expect([popularity.from, cnn.to]).toEqual([0, 1]);
    expect([als.from, cnn.from]).toEqual([popularity.to, als.to]);
    // Two of three models are done, and most of the time is still to come.
    expect(als.to).toBeLessThan(0.2);
    const measured = sharesOfRuns(runs, { popularity: 0, als: 9, cnn: 9 });
    expect(measured[2].to - measured[2].from).toBeCloseTo(0.487, 3);
    expect(measured[1].to - measured[1].from).toBeCloseTo(0.487, 3);
  });
});
