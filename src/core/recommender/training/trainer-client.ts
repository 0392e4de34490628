import type { Message } from '../../../shared/messages/message.ts';
import { AppError, fromErrorBody } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import type { FromTrainer, ToTrainer, TrainerResults, TrainerTask } from '../../../shared/trainer-protocol.ts';

/** A running training process, however it was started. */
export interface TrainerProcess {
  send(message: ToTrainer): void;
  onMessage(listener: (message: FromTrainer) => void): void;
  onExit(listener: (why: Message) => void): void;
  kill(): void;
}

export type SpawnTrainer = () => TrainerProcess;

const CANCEL_GRACE_MS = 3000;
/** TensorFlow holds about a hundred megabytes even when idle. */
const IDLE_MS = 10_000;

/**
 * Sends tasks to the training process, which is started on the first task and kept while there is work. When it dies,
 * its pending tasks are rejected with `process-gone`; the next task starts
 * a new one. If a task does not react to cancellation within three seconds, the process is killed.
 */
export class TrainerClient {
  readonly #spawn: SpawnTrainer;
  #process: TrainerProcess | null = null;
  #next = 1;
  #idle: NodeJS.Timeout | undefined;
  readonly #owed = new Map<
    number,
    {
      resolve(result: never): void;
      reject(error: unknown): void;
      progress(fraction: number, live: Record<string, unknown>): void;
    }
  >();

  constructor(spawn: SpawnTrainer) {
    this.#spawn = spawn;
  }

  run<T extends TrainerTask>(
    task: T,
    signal: AbortSignal,
    progress: (fraction: number, live: Record<string, unknown>) => void,
  ): Promise<TrainerResults[T['kind']]> {
    const trainer = this.#start();
    const id = this.#next++;
    const promise = new Promise<TrainerResults[T['kind']]>((resolve, reject) => {
      this.#owed.set(id, { resolve, reject, progress });
    });
    const cancel = () => {
      trainer.send({ type: 'cancel', id });
      const timer = setTimeout(() => trainer.kill(), CANCEL_GRACE_MS);
      promise.finally(() => clearTimeout(timer)).catch(() => {});
    };
    if (signal.aborted) cancel();
    signal.addEventListener('abort', cancel, { once: true });
    clearTimeout(this.#idle);
    trainer.send({ type: 'start', id, task });
    return promise.finally(() => {
      signal.removeEventListener('abort', cancel);
      this.#restSoon();
    });
  }

  #restSoon(): void {
    clearTimeout(this.#idle);
    if (this.#owed.size > 0) return;
    this.#idle = setTimeout(() => {
      this.#process?.kill();
      this.#process = null; // a task that arrives before it has exited starts another
    }, IDLE_MS);
    this.#idle.unref();
  }

  close(): void {
    clearTimeout(this.#idle);
    this.#process?.kill();
  }

  #start(): TrainerProcess {
    if (this.#process) return this.#process;
    const trainer = this.#spawn();
    trainer.onMessage((message) => {
      const owed = this.#owed.get(message.id);
      if (!owed) return;
      if (message.type === 'progress') {
        try {
          owed.progress(message.fraction, message.live);
        } catch {
          // Cancelled between two messages: the abort signal has already reached the trainer.
        }
        return;
      }
      this.#owed.delete(message.id);
      if (message.type === 'done') owed.resolve(message.result as never);
      else owed.reject(fromErrorBody(message.error));
    });
    trainer.onExit((why) => {
      if (this.#process !== null && this.#process !== trainer) return; // it was idle, and another has been started
      this.#process = null;
      for (const { reject } of this.#owed.values())
        reject(new AppError('process-gone', say('recommender.trainer-stopped', { why })));
      this.#owed.clear();
    });
    this.#process = trainer;
    return trainer;
  }
}

/** Several parallel training processes: the app's, and more that end with the pool. */
export class TrainerPool {
  readonly #first: TrainerClient;
  readonly #spawn: SpawnTrainer;
  readonly #more = new Map<number, TrainerClient>();

  constructor(first: TrainerClient, spawn: SpawnTrainer) {
    this.#first = first;
    this.#spawn = spawn;
  }

  client(number: number): TrainerClient {
    if (number === 0) return this.#first;
    const known = this.#more.get(number) ?? new TrainerClient(this.#spawn);
    this.#more.set(number, known);
    return known;
  }

  close(): void {
    for (const client of this.#more.values()) client.close();
  }
}
