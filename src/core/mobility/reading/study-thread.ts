import { Worker } from 'node:worker_threads';
import { AppError, type ErrorBody, fromErrorBody } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import { entryFile } from '../../workers/entry.ts';
import { countScholars } from '../rows/scholar-rows.ts';
import type { Study, Viewer } from '../study/study.ts';
import { type Answer, type Asked, type Heard, OPERATIONS, type OperationName } from './operations.ts';

export interface Question {
  id: number;
  name: OperationName;
  asked: unknown;
  now: string;
  /** Another one where the study may have changed. */
  state: string;
  viewer: Viewer | null;
}

export type Reply = { id: number } & ({ answer: unknown } | { error: ErrorBody } | { fraction: number });

interface Waiting {
  resolve(answer: unknown): void;
  reject(error: unknown): void;
  heard: Heard;
}

/** A study of so many scholars answers before a thread has started, and holds nobody up. */
const MOST_AT_ONCE = 500;

/**
 * Computes what a study says in a thread of its own, which opens the library for reading and remembers what it read
 * until somebody codes. Questions are answered in turn.
 */
export class StudyThread {
  readonly #study: Study;
  #worker: Worker | null = null;
  #asked = 0;
  readonly #waiting = new Map<number, Waiting>();
  readonly #ending = new Set<Promise<unknown>>();
  #isClosed = false;

  constructor(study: Study) {
    this.#study = study;
  }

  ask<N extends OperationName>(name: N, asked: Asked<N>, heard: Heard = () => undefined): Promise<Answer<N>> {
    if (this.#isClosed) return Promise.reject(new AppError('cancelled', say('app.cancelled')));
    const study = this.#study;
    // Who finished coding blind is noted by the one connection that writes.
    study.closed();
    const question: Question = {
      id: ++this.#asked,
      ...{ name, asked, now: study.now(), state: study.state(), viewer: study.viewer },
    };
    const worker = (this.#worker ??= this.#start());
    return new Promise((resolve, reject) => {
      this.#waiting.set(question.id, { resolve: resolve as Waiting['resolve'], reject, heard });
      worker.ref();
      worker.postMessage(question);
    });
  }

  /** A small study answers here and now. */
  async read<N extends OperationName>(name: N, asked: Asked<N>): Promise<Answer<N>> {
    if (countScholars(this.#study.db) > MOST_AT_ONCE) return this.ask(name, asked);
    const run = OPERATIONS[name] as (study: Study, asked: Asked<N>, heard: Heard) => Answer<N>;
    return run(this.#study, asked, () => undefined);
  }

  /** Ends what is computed; @returns whether anything was. A thread that computes nothing keeps what it read. */
  cancel(): boolean {
    const was = this.#waiting.size > 0;
    if (was) this.#end(new AppError('cancelled', say('app.cancelled')));
    return was;
  }

  /** For good. Resolves when nothing here has the library open: whoever closes it last tidies its files. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#end(new AppError('cancelled', say('app.cancelled')));
    await Promise.all(this.#ending);
  }

  #start(): Worker {
    const file = entryFile('core/mobility/reading/study-worker', 'study-worker');
    const worker = new Worker(file, { workerData: { file: this.#study.db.file } });
    worker.on('message', (reply: Reply) => this.#heard(reply));
    const failed = (error: AppError) => {
      if (this.#worker === worker) this.#end(error);
    };
    worker.on('error', ({ message }) =>
      failed(new AppError('process-gone', say('process.worker-stopped', { message }))),
    );
    worker.on('exit', (code) => failed(new AppError('process-gone', say('process.worker-ended-early', { code }))));
    return worker;
  }

  #heard(reply: Reply): void {
    const waiting = this.#waiting.get(reply.id);
    if (!waiting) return;
    if ('fraction' in reply) return waiting.heard(reply.fraction);
    this.#waiting.delete(reply.id);
    // A thread that waits for questions keeps no process alive.
    if (this.#waiting.size === 0) this.#worker?.unref();
    if ('error' in reply) waiting.reject(fromErrorBody(reply.error));
    else waiting.resolve(reply.answer);
  }

  #end(error: AppError): void {
    const worker = this.#worker;
    this.#worker = null;
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const one of waiting) one.reject(error);
    if (!worker) return;
    const gone: Promise<unknown> = worker.terminate().finally(() => this.#ending.delete(gone));
    this.#ending.add(gone);
  }
}
