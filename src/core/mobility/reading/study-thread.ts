import { Worker } from 'node:worker_threads';
import { AppError, fromThreadError, type ThreadError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import { entryFile } from '../../workers/entry.ts';
import { countScholars } from '../rows/scholar-rows.ts';
import type { Study, Viewer } from '../study/study.ts';
import { type Answer, type Asked, type Heard, OPERATIONS, type OperationName } from './operations.ts';

export interface Question {
  name: OperationName;
  asked: unknown;
  /** Another one where the study may have changed. */
  state: string;
  viewer: Viewer | null;
}

/** `begun`: from here on all is read as it stands in the library now. */
export type Reply = { answer: unknown } | { error: ThreadError } | { fraction: number } | { begun: true };

interface Waiting {
  name: OperationName;
  asked: unknown;
  resolve(answer: unknown): void;
  reject(error: unknown): void;
  heard: Heard;
  asker: string;
}

/** A study of so many scholars answers before a thread has started, and holds nobody up. */
const MOST_AT_ONCE = 500;

/**
 * Computes what a study says in a thread of its own, which opens the library for reading and remembers what it read
 * until somebody codes. Questions are asked one after another, each about the study as it then is.
 */
export class StudyThread {
  readonly #study: Study;
  #worker: Worker | null = null;
  #waiting: Waiting[] = [];
  /** What the thread was told of the first of those who wait, and whether somebody coded before it began to read. */
  #sent: { state: string; isStale: boolean } | null = null;
  readonly #ending = new Set<Promise<unknown>>();
  #isClosed = false;

  constructor(study: Study) {
    this.#study = study;
  }

  /** @param asker whose question it is, for ending it */
  ask<N extends OperationName>(
    name: N,
    asked: Asked<N>,
    heard: Heard = () => undefined,
    asker = '',
  ): Promise<Answer<N>> {
    if (this.#isClosed) return Promise.reject(new AppError('cancelled', say('app.cancelled')));
    return new Promise((resolve, reject) => {
      this.#waiting.push({ name, asked, resolve: resolve as Waiting['resolve'], reject, heard, asker });
      if (this.#sent === null) this.#send();
    });
  }

  /** A small study answers here and now. @param most scholars of a small one */
  async read<N extends OperationName>(name: N, asked: Asked<N>, most = MOST_AT_ONCE): Promise<Answer<N>> {
    if (countScholars(this.#study.db) > most) return this.ask(name, asked);
    const run = OPERATIONS[name] as (study: Study, asked: Asked<N>, heard: Heard) => Answer<N>;
    return run(this.#study, asked, () => undefined);
  }

  /**
   * Ends what is computed; a thread that computes nothing keeps what it read.
   *
   * @param asker ends only what this one asked: the others are answered
   * @returns whether anything was ended
   */
  cancel(asker?: string): boolean {
    const others = this.#waiting.filter((one) => asker !== undefined && one.asker !== asker);
    if (others.length === this.#waiting.length) return false;
    const goesOn = others[0] === this.#waiting[0];
    const left = this.#waiting.filter((one) => !others.includes(one));
    const error = new AppError('cancelled', say('app.cancelled'));
    if (goesOn) {
      this.#waiting = others;
      for (const one of left) one.reject(error);
      return true;
    }
    this.#waiting = left;
    this.#end(error);
    this.#waiting = others;
    this.#send();
    return true;
  }

  /** For good. Resolves when nothing here has the library open: whoever closes it last tidies its files. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#end(new AppError('cancelled', say('app.cancelled')));
    await Promise.all(this.#ending);
  }

  /** The first of those who wait, or nobody: then a thread keeps no process alive. */
  #send(): void {
    this.#sent = null;
    const [first] = this.#waiting;
    if (!first) return this.#worker?.unref();
    try {
      const { name, asked } = first;
      // Who finished coding blind is noted by the one connection that writes.
      if (name !== 'statistic') this.#study.closed();
      const question: Question = { name, asked, state: this.#study.state(), viewer: this.#study.viewer };
      this.#worker ??= this.#start();
      this.#sent = { state: question.state, isStale: false };
      this.#worker.ref();
      this.#worker.postMessage(question);
    } catch (error) {
      this.#waiting.shift();
      first.reject(error);
      this.#send();
    }
  }

  #start(): Worker {
    const file = entryFile('core/mobility/reading/study-worker', 'study-worker');
    const worker = new Worker(file, { workerData: { file: this.#study.db.file } });
    const ifCurrent =
      <T>(then: (what: T) => void) =>
      (what: T) => {
        if (this.#worker === worker) then(what);
      };
    worker.on(
      'message',
      ifCurrent((reply: Reply) => this.#heard(reply)),
    );
    const failed = ifCurrent((error: AppError) => this.#end(error));
    worker.on('error', ({ message }) =>
      failed(new AppError('process-gone', say('process.worker-stopped', { message }))),
    );
    worker.on('exit', (code) => failed(new AppError('process-gone', say('process.worker-ended-early', { code }))));
    return worker;
  }

  #heard(reply: Reply): void {
    const [first] = this.#waiting;
    const sent = this.#sent;
    if (!first || !sent) return;
    if ('fraction' in reply) return first.heard(reply.fraction);
    if ('begun' in reply) {
      sent.isStale = sent.state !== this.#study.state();
      return;
    }
    if (!sent.isStale) {
      this.#waiting.shift();
      if ('error' in reply) first.reject(fromThreadError(reply.error));
      else first.resolve(reply.answer);
    }
    this.#send();
  }

  #end(error: AppError): void {
    const worker = this.#worker;
    const waiting = this.#waiting;
    this.#worker = null;
    this.#waiting = [];
    this.#sent = null;
    for (const one of waiting) one.reject(error);
    if (!worker) return;
    const gone: Promise<unknown> = worker.terminate().finally(() => this.#ending.delete(gone));
    this.#ending.add(gone);
  }
}
