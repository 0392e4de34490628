import type { Message } from '../shared/messages/message.ts';
import { Worker } from 'node:worker_threads';
import type { ShardTask } from '../core/recommender/networks/gradient.ts';
import { SHARD_ROWS } from '../core/recommender/networks/train.ts';
import { entryFile } from '../core/workers/entry.ts';
import { AppError, toErrorBody } from '../shared/errors.ts';
import { say } from '../shared/messages/say.ts';
import type { OpenEngine } from './engine.ts';

export type WasmRequest = { id: number; kind: 'gradient' | 'predict'; weights: Float32Array; rows: Uint32Array };
export type WasmAnswer = { id: number; loss: number; values: Float32Array } | { id: number; problem: string };

/**
 * Several WASM instances, one a thread: the threaded build of tfjs-backend-wasm does not start under Node. A batch is
 * cut into shards of fixed size,
 * whose gradients are summed in order: the result is the same whatever the number of threads.
 */
export async function openWasm(task: ShardTask, threads: number): Promise<OpenEngine> {
  const file = entryFile('trainer/wasm-worker', 'wasm-worker');
  const workers = Array.from({ length: threads }, () => new PoolWorker(new Worker(file, { workerData: task })));
  const onShards = async (kind: WasmRequest['kind'], weights: Float32Array, rows: Uint32Array) => {
    const shards: Uint32Array[] = [];
    for (let from = 0; from < rows.length; from += SHARD_ROWS) shards.push(rows.slice(from, from + SHARD_ROWS));
    return Promise.all(shards.map((shard, i) => workers[i % workers.length].run(kind, weights, shard)));
  };
  return {
    label: `wasm (${threads} thread${threads === 1 ? '' : 's'})`,
    async gradient(weights, rows) {
      const answers = await onShards('gradient', weights, rows);
      const gradient = answers[0].values;
      let { loss } = answers[0];
      for (const answer of answers.slice(1)) {
        loss += answer.loss;
        for (let i = 0; i < gradient.length; i++) gradient[i] += answer.values[i];
      }
      return { loss, gradient };
    },
    async predict(weights, rows) {
      const answers = await onShards('predict', weights, rows);
      const out = new Float32Array(answers.reduce((sum, { values }) => sum + values.length, 0));
      let at = 0;
      for (const { values } of answers) {
        out.set(values, at);
        at += values.length;
      }
      return out;
    },
    close: async () => void (await Promise.all(workers.map((worker) => worker.close()))),
  };
}

/** One worker and its pending results, which are rejected when it dies. */
class PoolWorker {
  readonly #worker: Worker;
  readonly #owed = new Map<
    number,
    { resolve(answer: { loss: number; values: Float32Array }): void; reject(error: unknown): void }
  >();
  #next = 0;
  #dead: AppError | null = null;

  constructor(worker: Worker) {
    this.#worker = worker;
    worker.on('message', (answer: WasmAnswer) => {
      const owed = this.#owed.get(answer.id);
      this.#owed.delete(answer.id);
      if ('problem' in answer)
        owed?.reject(new AppError('internal', say('engine.wasm-failed', { reason: answer.problem })));
      else owed?.resolve(answer);
    });
    worker.on('error', (error) => this.#die(toErrorBody(error).message));
    worker.on('exit', () => this.#die(say('process.it-ended')));
  }

  run(
    kind: WasmRequest['kind'],
    weights: Float32Array,
    rows: Uint32Array,
  ): Promise<{ loss: number; values: Float32Array }> {
    if (this.#dead) return Promise.reject(this.#dead);
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      this.#owed.set(id, { resolve, reject });
      this.#worker.postMessage({ id, kind, weights, rows } satisfies WasmRequest);
    });
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }

  #die(reason: Message): void {
    this.#dead = new AppError('process-gone', say('engine.wasm-worker-stopped', { reason }));
    for (const { reject } of this.#owed.values()) reject(this.#dead);
    this.#owed.clear();
  }
}
