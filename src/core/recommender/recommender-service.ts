import { Worker } from 'node:worker_threads';
import { AppError, fromErrorBody } from '../../shared/errors.ts';
import { entryFile } from '../workers/entry.ts';
import type { RecommendAnswer, RecommendRequest } from './recommend-worker.ts';

type Found = Exclude<RecommendAnswer, { error: unknown }>;

/** Scores songs in a worker of its own, started at the first request and again after a crash. */
export class RecommenderService {
  #worker: Worker | null = null;
  #next = 0;
  readonly #owed = new Map<number, { resolve(answer: Found): void; reject(error: unknown): void }>();

  recommend(request: Omit<RecommendRequest, 'id'>): Promise<Found> {
    const worker = this.#start();
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      this.#owed.set(id, { resolve, reject });
      worker.postMessage({ id, ...request } satisfies RecommendRequest);
    });
  }

  async close(): Promise<void> {
    await this.#worker?.terminate();
  }

  #start(): Worker {
    if (this.#worker) return this.#worker;
    const worker = new Worker(entryFile('core/recommender/recommend-worker', 'recommend-worker'));
    worker.on('message', (answer: RecommendAnswer) => {
      const owed = this.#owed.get(answer.id);
      this.#owed.delete(answer.id);
      if ('error' in answer) owed?.reject(fromErrorBody(answer.error));
      else owed?.resolve(answer);
    });
    const gone = (reason: string) => {
      this.#worker = null;
      for (const { reject } of this.#owed.values()) reject(new AppError('process-gone', `The scoring worker stopped (${reason}). Try again.`));
      this.#owed.clear();
    };
    worker.on('error', (error) => gone(error.message));
    worker.on('exit', () => gone('it ended'));
    this.#worker = worker;
    return worker;
  }
}
