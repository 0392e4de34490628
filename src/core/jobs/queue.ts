import { dirname, isAbsolute, join } from 'node:path';
import { existsSync, readdirSync } from 'node:fs';
import type { JobProgress, JobSummary } from '../../shared/contract/jobs.ts';
import { AppError, toErrorBody } from '../../shared/errors.ts';
import { say } from '../../shared/messages/say.ts';
import type { JobContext, JobKind } from './kind.ts';
import type { JobRecord, JobStore } from './store.ts';
import { TimeLeft } from './time-left.ts';
import type { Message } from '../../shared/messages/message.ts';
import { makeFolder } from '../storage/durable.ts';
import { removeFolder, removeFolderLater } from '../storage/moves.ts';
import { removeUnfinished } from '../storage/placing.ts';

const JOBS_LOOKED_THROUGH = 200;
const PROGRESS_EVERY_MS = 100;
const WRITE_AGAIN_MS = 2000;
const FOLDER_KEPT_MS = 30 * 86_400_000;
const FOLDER_NAME = /^job-(\d+)$/;

interface Running {
  job: JobRecord;
  abort: AbortController;
  progress: JobProgress | null;
  committed: boolean;
  /** Stopped by the end of the program, not by a wish to end the job. */
  interrupted: boolean;
  emittedAt: number;
}

interface Outcome {
  state: 'done' | 'failed' | 'cancelled';
  result: unknown;
  error: JobSummary['error'];
}

/** Something went wrong beside a job, whose outcome stands: for the log. */
export type Report = (what: string, error: unknown) => void;

/**
 * Runs jobs: one at a time in each lane, with progress and cancellation. A job always reaches an end, and everybody who
 * waits for it hears of it, even if its disk is full or gone; the end is stored as soon as it can be.
 */
export class JobQueue {
  readonly #store: JobStore;
  readonly #kinds: Map<string, JobKind>;
  readonly #workFolder: string;
  readonly #changed: (job: JobSummary) => void;
  readonly #report: Report;
  readonly #waiting = new Map<string, JobRecord[]>();
  readonly #running = new Map<number, Running>();
  readonly #busyLanes = new Set<string>();
  readonly #done = new Map<number, { promise: Promise<JobSummary>; resolve(job: JobSummary): void }>();
  readonly #removing = new Set<Promise<void>>();
  #closing = false;
  #writingAgain: NodeJS.Timeout | undefined;

  constructor(
    store: JobStore,
    kinds: readonly JobKind[],
    workFolder: string,
    changed: (job: JobSummary) => void,
    report: Report = () => {},
  ) {
    this.#store = store;
    this.#kinds = new Map(kinds.map((kind) => [kind.kind, kind]));
    this.#workFolder = workFolder;
    this.#changed = changed;
    this.#report = report;
  }

  /**
   * After a start: jobs that were cut off show as interrupted; those that were writing to the library resume at once,
   * even if they had failed, for example on a full disk.
   */
  recover(now = new Date()): void {
    const interrupted = this.#store.markInterrupted();
    for (const { id, own } of interrupted) if (own) removeUnfinished(this.#folder(id));
    for (const job of [
      ...interrupted,
      ...this.#store.list(JOBS_LOOKED_THROUGH).filter(({ state }) => state === 'failed'),
    ]) {
      if (job.own && this.#kinds.get(job.kind)?.mustFinish?.(this.#folder(job.id))) this.resume(job.id);
    }
    this.#removeOldFolders(now);
  }

  /** Folders that could not be removed when their job ended, or that nobody came back to. */
  #removeOldFolders(now: Date): void {
    if (!existsSync(this.#workFolder)) return;
    for (const name of readdirSync(this.#workFolder)) {
      const id = Number(FOLDER_NAME.exec(name)?.[1] ?? Number.NaN);
      if (Number.isInteger(id) && !this.#folderIsNeeded(id, now)) this.#remove(this.#folder(id));
    }
  }

  #folderIsNeeded(id: number, now: Date): boolean {
    const job = this.#store.find(id);
    const kind = job && this.#kinds.get(job.kind);
    if (!job || !kind || job.state === 'done') return false;
    const folder = this.#folder(id);
    if (job.state === 'queued' || job.state === 'running' || kind.mustFinish?.(folder)) return true;
    if (now.getTime() - Date.parse(job.finishedAt ?? job.startedAt ?? job.createdAt) > FOLDER_KEPT_MS) return false;
    return job.state === 'interrupted' ? kind.resumable : this.#keepsFolder(job, job.state);
  }

  start(kind: string, title: Message, spec: unknown): JobSummary {
    const job = this.#store.add(kind, title, spec);
    this.#enqueue(job);
    return this.summary(job);
  }

  resume(id: number): JobSummary {
    const job = this.#store.get(id);
    if (job.state !== 'interrupted' && job.state !== 'failed' && job.state !== 'cancelled')
      throw new AppError('conflict', say('job.not-resumable', { id, state: job.state }));
    assertOwn(job);
    this.#store.requeue(id);
    this.#enqueue(this.#store.get(id));
    return this.summary(this.#store.get(id));
  }

  /** The newest stopped job of a kind whose spec matches, or null. */
  findStopped(kind: string, matches: (spec: unknown) => boolean): number | null {
    const stopped = this.#store
      .list(JOBS_LOOKED_THROUGH)
      .find((job) => job.kind === kind && this.summary(job).resumable && matches(job.spec));
    return stopped?.id ?? null;
  }

  cancel(id: number): JobSummary {
    const running = this.#running.get(id);
    const job = running?.job ?? this.#store.get(id);
    if (running) {
      if (running.committed) throw new AppError('conflict', say('job.past-cancelling'));
      running.abort.abort();
    } else if (job.state === 'queued') {
      for (const [lane, jobs] of this.#waiting)
        this.#waiting.set(
          lane,
          jobs.filter((waiting) => waiting.id !== id),
        );
      this.#finish(job, 'cancelled', null, undefined, null);
    }
    return this.get(id);
  }

  /** Like `cancel`, for the end of the program: a job that can be resumed is stored as interrupted, with its folder. */
  interrupt(id: number): JobSummary {
    const running = this.#running.get(id);
    if (running && this.#kinds.get(running.job.kind)?.resumable) running.interrupted = true;
    return this.cancel(id);
  }

  get(id: number): JobSummary {
    return this.summary(this.#running.get(id)?.job ?? this.#store.get(id));
  }

  /** What a job was asked to do, to ask it again. @throws bad-request if it is of another kind, conflict if not own */
  specOf<T>(id: number, kind: string): T {
    const job = this.#store.get(id);
    if (job.kind !== kind) throw new AppError('bad-request', say('job.other-kind', { id, kind }));
    assertOwn(job);
    return job.spec as T;
  }

  /** What a job wrote for the person: a folder, or the folder of a file. @throws not-found, conflict if not own */
  folderOf(id: number): string {
    const job = this.#store.get(id);
    const { folder, file } = (job.result ?? {}) as { folder?: unknown; file?: unknown };
    const written = typeof folder === 'string' ? folder : typeof file === 'string' ? dirname(file) : '';
    if (!isAbsolute(written)) throw new AppError('not-found', say('job.wrote-no-folder', { id }));
    assertOwn(job);
    return written;
  }

  list(limit: number): JobSummary[] {
    return this.#store.list(limit).map((job) => this.summary(job));
  }

  /** What is running, or waits to, the longest first. */
  unfinished(): JobSummary[] {
    const waiting = [...this.#waiting.values()].flat();
    return [...[...this.#running.values()].map(({ job }) => job), ...waiting].map((job) => this.summary(job));
  }

  /** Resolves when the job has reached a terminal state. */
  wait(id: number): Promise<JobSummary> {
    const job = this.#running.get(id)?.job ?? this.#store.get(id);
    if (job.state !== 'queued' && job.state !== 'running') return Promise.resolve(this.summary(job));
    return this.#waiter(id).promise;
  }

  /** Stops running jobs; they stay `running` in the library and show as interrupted at the next start. */
  async close(): Promise<void> {
    this.#closing = true;
    clearTimeout(this.#writingAgain);
    const waits = [...this.#running.keys()].map((id) => this.#waiter(id).promise);
    for (const running of this.#running.values()) if (!running.committed) running.abort.abort();
    await Promise.all(waits);
    // Whoever waits for a job that never began hears of it too.
    for (const job of [...this.#waiting.values()].flat()) this.#release(job);
    await Promise.all(this.#removing);
    if (!this.#store.writeUnwritten()) this.#report('the end of a job could not be stored', null);
  }

  summary(job: JobRecord): JobSummary {
    const { spec: _spec, own, ...rest } = job;
    const kind = this.#kinds.get(job.kind);
    const running = this.#running.get(job.id);
    const stopped = job.state === 'interrupted' || job.state === 'failed' || job.state === 'cancelled';
    const refused = stopped && !own && kind?.resumable === true;
    return {
      ...rest,
      error: job.error ?? (refused ? { code: 'conflict', message: say('job.of-another-user', { id: job.id }) } : null),
      progress: running?.progress ?? job.progress,
      resumable: stopped && own && kind?.resumable === true,
      cancellable: job.state === 'queued' || (job.state === 'running' && running !== undefined && !running.committed),
    };
  }

  #waiter(id: number) {
    let waiter = this.#done.get(id);
    if (!waiter) {
      waiter = Promise.withResolvers<JobSummary>();
      this.#done.set(id, waiter);
    }
    return waiter;
  }

  #folder(id: number): string {
    return join(this.#workFolder, `job-${id}`);
  }

  #enqueue(job: JobRecord): void {
    const lane = this.#kinds.get(job.kind)?.lane ?? 'compute';
    const waiting = this.#waiting.get(lane) ?? [];
    waiting.push(job);
    this.#waiting.set(lane, waiting);
    this.#tell(job);
    void this.#drain(lane);
  }

  async #drain(lane: string): Promise<void> {
    if (this.#busyLanes.has(lane)) return;
    this.#busyLanes.add(lane);
    try {
      for (let job = this.#next(lane); job; job = this.#next(lane)) await this.#run(job);
    } finally {
      this.#busyLanes.delete(lane);
    }
  }

  #next(lane: string): JobRecord | undefined {
    return this.#closing ? undefined : this.#waiting.get(lane)?.shift();
  }

  /** Never rejects: that would end the process and leave its lane waiting for ever. */
  async #run(job: JobRecord): Promise<void> {
    const running: Running = {
      job,
      abort: new AbortController(),
      progress: null,
      committed: false,
      interrupted: false,
      emittedAt: 0,
    };
    this.#running.set(job.id, running);
    const { state, result, error } = await this.#outcomeOf(running);
    if (this.#closing && state === 'cancelled') this.#release(running.job);
    else if (running.interrupted && state === 'cancelled')
      this.#finish(running.job, 'interrupted', running.progress, undefined, null);
    else this.#finish(running.job, state, running.progress, result, error);
    await Promise.all(this.#removing); // A job that is resumed finds its folder whole or gone.
  }

  async #outcomeOf(running: Running): Promise<Outcome> {
    const { job } = running;
    const folder = this.#folder(job.id);
    const kind = this.#kinds.get(job.kind);
    try {
      running.job = this.#store.start(job.id);
      makeFolder(this.#workFolder);
      if (job.startedAt === null) removeFolder(folder); // a library's folder from elsewhere may hold anything there
      makeFolder(folder);
      this.#emit(running, true);
      if (!kind) throw new AppError('unavailable', say('job.no-such-kind', { kind: job.kind }));
      const result = await kind.run(job.spec as never, this.#context(running, folder));
      return { state: 'done', result, error: null };
    } catch (error) {
      const body = running.abort.signal.aborted
        ? { code: 'cancelled' as const, message: say('app.cancelled') }
        : toErrorBody(error);
      if (body.code === 'internal') this.#report(`job ${job.id}: ${body.message.text}`, error);
      return { state: body.code === 'cancelled' ? 'cancelled' : 'failed', result: undefined, error: body };
    }
  }

  #context(running: Running, folder: string): JobContext {
    const startedAt = performance.now();
    const timeLeft = new TimeLeft();
    return {
      id: running.job.id,
      signal: running.abort.signal,
      folder,
      progress: (phase, fraction, more = {}) => {
        if (running.abort.signal.aborted) throw new AppError('cancelled', say('app.cancelled'));
        const secondsLeft = timeLeft.after(phase, fraction, (performance.now() - startedAt) / 1000);
        running.progress = {
          phase,
          fraction,
          done: more.done ?? null,
          total: more.total ?? null,
          unit: more.unit ?? '',
          secondsLeft,
          ...(more.live ? { live: more.live } : {}),
        };
        this.#emit(running, false);
      },
      commit: () => {
        running.committed = true;
        this.#emit(running, true);
      },
    };
  }

  #emit(running: Running, always: boolean): void {
    const now = performance.now();
    if (!always && now - running.emittedAt < PROGRESS_EVERY_MS) return;
    running.emittedAt = now;
    this.#tell(running.job);
  }

  /** A listener's failure is not the job's. */
  #tell(job: JobRecord): void {
    try {
      this.#changed(this.summary(job));
    } catch (error) {
      this.#report(`job ${job.id}: its change could not be passed on`, error);
    }
  }

  #finish(
    job: JobRecord,
    state: Outcome['state'] | 'interrupted',
    progress: JobProgress | null,
    result: unknown,
    error: JobSummary['error'],
  ): void {
    const { ended, trouble } = this.#store.finish(job, state, progress, result, error);
    if (trouble) {
      this.#report(`job ${job.id}: its end could not be stored yet`, trouble);
      this.#writeLater();
    }
    if (state === 'done' || (state !== 'interrupted' && !this.#keepsFolder(job, state)))
      this.#remove(this.#folder(job.id));
    this.#release(ended);
    this.#tell(ended);
  }

  #keepsFolder({ id, kind: name }: JobRecord, state: 'failed' | 'cancelled'): boolean {
    const kind = this.#kinds.get(name);
    const folder = this.#folder(id);
    if (!kind?.resumable || !existsSync(folder) || readdirSync(folder).length === 0) return false;
    return kind.mustFinish?.(folder) || (kind.keeps?.(folder, state) ?? state === 'failed');
  }

  #release(job: JobRecord): void {
    this.#running.delete(job.id);
    this.#done.get(job.id)?.resolve(this.summary(job));
    this.#done.delete(job.id);
  }

  /** A full disk gets room again, and a drive comes back. */
  #writeLater(): void {
    clearTimeout(this.#writingAgain);
    if (this.#closing) return;
    this.#writingAgain = setTimeout(() => this.#store.writeUnwritten() || this.#writeLater(), WRITE_AGAIN_MS);
    this.#writingAgain.unref();
  }

  /** What cannot be removed now is removed at a later start: it changes nothing about the job. */
  #remove(folder: string): void {
    const removing = removeFolderLater(folder)
      .catch((error) => this.#report(`${folder} could not be removed`, error))
      .finally(() => this.#removing.delete(removing));
    this.#removing.add(removing);
  }
}

/** A job names files of the machine where it was asked for: nobody else acts on them. */
function assertOwn({ id, own }: JobRecord): void {
  if (!own) throw new AppError('conflict', say('job.of-another-user', { id }));
}
