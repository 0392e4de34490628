import { Worker } from 'node:worker_threads';
import { AppError, fromThreadError, toErrorBody } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import { entryFile } from '../../workers/entry.ts';
import type { Kind, Questions, ScoringAnswer, ScoringRequest } from './scoring-worker.ts';
import type { Message } from '../../../shared/messages/message.ts';

/** Queries fitted models in a separate worker, started on the first request and again after a crash. */
export class ScoringService {
  readonly #libraryId: string;
  #worker: Worker | null = null;
  #next = 0;
  readonly #owed = new Map<number, { resolve(answer: never): void; reject(error: unknown): void }>();

  constructor(libraryId: string) {
    this.#libraryId = libraryId;
  }

  ask<K extends Kind>(kind: K, modelFile: string, question: Questions[K]['question']): Promise<Questions[K]['answer']> {
    const worker = this.#start();
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      this.#owed.set(id, { resolve, reject });
      worker.postMessage({ id, kind, modelFile, libraryId: this.#libraryId, ...question } as ScoringRequest);
    });
  }

  async close(): Promise<void> {
    await this.#worker?.terminate();
  }

  #start(): Worker {
    if (this.#worker) return this.#worker;
    const worker = new Worker(entryFile('core/recommender/scoring/scoring-worker', 'scoring-worker'));
    worker.on('message', (message: ScoringAnswer) => {
      const owed = this.#owed.get(message.id);
      this.#owed.delete(message.id);
      if ('error' in message) owed?.reject(fromThreadError(message.error));
      else owed?.resolve(message.answer as never);
    });
    const gone = (reason: Message) => {
      this.#worker = null;
      for (const { reject } of this.#owed.values())
        reject(new AppError('process-gone', say('scoring.worker-stopped', { reason })));
      this.#owed.clear();
    };
    worker.on('error', (error) => gone(toErrorBody(error).message));
    worker.on('exit', () => gone(say('process.it-ended')));
    this.#worker = worker;
    return worker;
  }
}
