import type { Phase } from '../../shared/phases.ts';
import { join } from 'node:path';
import { mkdirSync } from 'node:fs';
import type { JobProgress, JobSummary } from '../../shared/contract/jobs.ts';
import { AppError, toErrorBody } from '../../shared/errors.ts';
import { say } from '../../shared/messages/say.ts';
import type { JobRecord, JobStore } from './store.ts';
import type { Message } from '../../shared/messages/message.ts';
import { removeFolder } from '../storage/moves.ts';

const JOBS_LOOKED_THROUGH = 200;
const PROGRESS_EVERY_MS = 100;

export interface JobContext {
  id: number;
  signal: AbortSignal;
  /**
   * The job's folder. It survives a crash, so checkpoints go here; it is deleted when the job ends or is cancelled.
   */
  folder: string;
  /** Reports progress; throttled to ten times a second. */
  progress(
    phase: Phase,
    fraction: number | null,
    more?: { done?: number; total?: number; unit?: string; live?: Record<string, unknown> },
  ): void;
  /** From here on the job cannot be cancelled: it is writing to the library. */
  commit(): void;
}

export interface JobKind<Spec = never> {
  kind: string;
  /** Jobs of one lane run one after another. */
  lane: 'library' | 'compute' | 'demo';
  resumable: boolean;
  /** True when an interrupted job must resume automatically at the next start: it was writing to the library. */
  mustFinish?(folder: string): boolean;
  run(spec: Spec, context: JobContext): Promise<unknown>;
}

interface Running {
  abort: AbortController;
  progress: JobProgress | null;
  committed: boolean;
  emittedAt: number;
}

/** Runs jobs: one at a time in each lane, with progress and cancellation; a terminal state is always stored. */
export class JobQueue {
  readonly #store: JobStore;
  readonly #kinds: Map<string, JobKind>;
  readonly #workFolder: string;
  readonly #changed: (job: JobSummary) => void;
  readonly #waiting = new Map<string, number[]>();
  readonly #running = new Map<number, Running>();
  readonly #busyLanes = new Set<string>();
  readonly #done = new Map<number, { promise: Promise<JobSummary>; resolve(job: JobSummary): void }>();
  #closing = false;

  constructor(store: JobStore, kinds: readonly JobKind[], workFolder: string, changed: (job: JobSummary) => void) {
    this.#store = store;
    this.#kinds = new Map(kinds.map((kind) => [kind.kind, kind]));
    this.#workFolder = workFolder;
    this.#changed = changed;
  }

  /**
   * After a start: jobs that were cut off show as interrupted; those that were writing to the library resume at once,
   * even if they had failed, for example on a full disk.
   */
  recover(): void {
    for (const job of [
      ...this.#store.markInterrupted(),
      ...this.#store.list(JOBS_LOOKED_THROUGH).filter(({ state }) => state === 'failed'),
    ]) {
      if (this.#kinds.get(job.kind)?.mustFinish?.(this.#folder(job.id))) this.resume(job.id);
    }
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
    const job = this.#store.get(id);
    if (running) {
      if (running.committed) throw new AppError('conflict', say('job.past-cancelling'));
      running.abort.abort();
    } else if (job.state === 'queued') {
      for (const lane of this.#waiting.values()) if (lane.includes(id)) lane.splice(lane.indexOf(id), 1);
      this.#finish(id, 'cancelled', null, undefined, null);
    }
    return this.summary(this.#store.get(id));
  }

  get(id: number): JobSummary {
    return this.summary(this.#store.get(id));
  }

  list(limit: number): JobSummary[] {
    return this.#store.list(limit).map((job) => this.summary(job));
  }

  /** Resolves when the job has reached a terminal state. */
  wait(id: number): Promise<JobSummary> {
    const job = this.#store.get(id);
    if (job.state !== 'queued' && job.state !== 'running') return Promise.resolve(this.summary(job));
    return this.#waiter(id).promise;
  }

  /** Stops running jobs; they stay `running` in the library and show as interrupted at the next start. */
  async close(): Promise<void> {
    this.#closing = true;
    const waits = [...this.#running.keys()].map((id) => this.#waiter(id).promise);
    for (const running of this.#running.values()) if (!running.committed) running.abort.abort();
    await Promise.all(waits);
  }

  summary(job: JobRecord): JobSummary {
    const { spec: _spec, ...rest } = job;
    const kind = this.#kinds.get(job.kind);
    const running = this.#running.get(job.id);
    const stopped = job.state === 'interrupted' || job.state === 'failed' || job.state === 'cancelled';
    return {
      ...rest,
      progress: running?.progress ?? job.progress,
      resumable: stopped && kind?.resumable === true,
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
    waiting.push(job.id);
    this.#waiting.set(lane, waiting);
    this.#changed(this.summary(job));
    void this.#drain(lane);
  }

  async #drain(lane: string): Promise<void> {
    if (this.#busyLanes.has(lane)) return;
    this.#busyLanes.add(lane);
    try {
      for (
        let id = this.#waiting.get(lane)?.shift();
        id !== undefined && !this.#closing;
        id = this.#waiting.get(lane)?.shift()
      )
        await this.#run(id);
    } finally {
      this.#busyLanes.delete(lane);
    }
  }

  async #run(id: number): Promise<void> {
    const job = this.#store.get(id);
    const kind = this.#kinds.get(job.kind);
    const running: Running = { abort: new AbortController(), progress: null, committed: false, emittedAt: 0 };
    this.#running.set(id, running);
    const folder = this.#folder(id);
    try {
      this.#store.start(id);
      mkdirSync(folder, { recursive: true });
      this.#emit(id, running, true);
      if (!kind) throw new AppError('unavailable', say('job.no-such-kind', { kind: job.kind }));
      const result = await kind.run(job.spec as never, this.#context(id, running, folder));
      this.#finish(id, 'done', running, result, null);
      removeFolder(folder);
    } catch (error) {
      const body = running.abort.signal.aborted
        ? { code: 'cancelled' as const, message: say('app.cancelled') }
        : toErrorBody(error);
      if (this.#closing && body.code === 'cancelled') this.#release(id);
      else this.#finish(id, body.code === 'cancelled' ? 'cancelled' : 'failed', running, undefined, body);
    }
  }

  #context(id: number, running: Running, folder: string): JobContext {
    const startedAt = performance.now();
    return {
      id,
      signal: running.abort.signal,
      folder,
      progress: (phase, fraction, more = {}) => {
        if (running.abort.signal.aborted) throw new AppError('cancelled', say('app.cancelled'));
        const elapsed = (performance.now() - startedAt) / 1000;
        const secondsLeft = fraction !== null && fraction > 0.01 ? (elapsed * (1 - fraction)) / fraction : null;
        running.progress = {
          phase,
          fraction,
          done: more.done ?? null,
          total: more.total ?? null,
          unit: more.unit ?? '',
          secondsLeft,
          ...(more.live ? { live: more.live } : {}),
        };
        this.#emit(id, running, false);
      },
      commit: () => {
        running.committed = true;
        this.#emit(id, running, true);
      },
    };
  }

  #emit(id: number, running: Running, always: boolean): void {
    const now = performance.now();
    if (!always && now - running.emittedAt < PROGRESS_EVERY_MS) return;
    running.emittedAt = now;
    this.#changed(this.summary(this.#store.get(id)));
  }

  #finish(
    id: number,
    state: 'done' | 'failed' | 'cancelled',
    running: Running | null,
    result: unknown,
    error: JobSummary['error'],
  ): void {
    this.#store.finish(id, state, running?.progress ?? null, result, error);
    this.#release(id);
    this.#changed(this.summary(this.#store.get(id)));
  }

  #release(id: number): void {
    this.#running.delete(id);
    this.#done.get(id)?.resolve(this.summary(this.#store.get(id)));
    this.#done.delete(id);
  }
}
