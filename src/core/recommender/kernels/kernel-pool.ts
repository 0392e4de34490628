import { Worker } from 'node:worker_threads';
import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import { entryFile } from '../../workers/entry.ts';
import { giveWay, heldLong } from '../numeric/yielding.ts';
import { instantiate } from '../../workers/instantiate.ts';

/** How often it is asked whether a batch on other threads is still wanted. */
const ASKED_EVERY_MS = 100;

export interface KernelCall {
  name: string;
  args: number[];
}

export interface KernelTask {
  wasmBase64: string;
  memory: WebAssembly.Memory;
}

export interface KernelBatch {
  calls: KernelCall[];
  /** Counts the calls taken so far: any free thread takes the next. */
  next: Int32Array;
}

type Functions = Record<string, (...args: number[]) => void>;

/**
 * Runs calls of one kernel over one shared memory on several threads. Calls of a batch must not depend on one another,
 * so their results do not depend on which thread ran which.
 * With one thread there is no worker: the calls run here, and other events between them.
 */
export class KernelPool {
  readonly #workers: Worker[];
  readonly #here: Functions | null;
  readonly #goOn: () => void;
  #dead: Error | null = null;

  /** @param goOn throws when the work is no longer wanted; asked during every batch */
  constructor(task: KernelTask, threads: number, goOn: () => void) {
    this.#goOn = goOn;
    this.#here = threads <= 1 ? instantiate<Functions>(task.wasmBase64, task.memory) : null;
    this.#workers = this.#here
      ? []
      : Array.from(
          { length: threads },
          () => new Worker(entryFile('core/recommender/kernels/kernel-worker', 'kernel-worker'), { workerData: task }),
        );
    for (const worker of this.#workers) {
      worker.setMaxListeners(0);
      worker.on('error', (error) => {
        this.#dead = error;
      });
    }
  }

  async run(calls: KernelCall[]): Promise<void> {
    if (this.#here) {
      for (const { name, args } of calls) {
        this.#here[name](...args);
        if (heldLong()) await giveWay({ progress: this.#goOn }, 0);
      }
      return;
    }
    if (this.#dead)
      throw new AppError('process-gone', say('recommender.worker-stopped', { message: this.#dead.message }));
    const batch: KernelBatch = { calls, next: new Int32Array(new SharedArrayBuffer(4)) };
    const done = Promise.all(this.#workers.map((worker) => this.#finish(worker, batch)));
    let timer: NodeJS.Timeout | undefined;
    const unwanted = new Promise<never>((_, reject) => {
      timer = setInterval(() => {
        try {
          this.#goOn();
        } catch (error) {
          reject(error);
        }
      }, ASKED_EVERY_MS);
    });
    try {
      await Promise.race([done, unwanted]);
    } finally {
      clearInterval(timer);
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }

  #finish(worker: Worker, batch: KernelBatch): Promise<void> {
    return new Promise((resolve, reject) => {
      const gone = () => reject(new AppError('process-gone', say('recommender.worker-stopped-computing')));
      worker.once('exit', gone);
      worker.once('message', () => {
        worker.off('exit', gone);
        resolve();
      });
      worker.postMessage(batch);
    });
  }
}

/** `n` rows in pieces of at most `size`: [from, to). */
export function pieces(n: number, size: number): [number, number][] {
  return Array.from({ length: Math.ceil(n / size) }, (_, i) => [i * size, Math.min(n, (i + 1) * size)]);
}
