import type { Phase } from '../../shared/phases.ts';
import { Worker } from 'node:worker_threads';
import { AppError, fromThreadError, type ThreadError } from '../../shared/errors.ts';
import { say } from '../../shared/messages/say.ts';

export interface WorkerProgress {
  phase: Phase;
  fraction: number;
}

export type WorkerMessage =
  | { type: 'progress'; progress: WorkerProgress }
  | { type: 'done'; result: unknown }
  | { type: 'failed'; error: ThreadError };

export interface WorkerTask<Result> {
  result: Promise<Result>;
  /** Asks the worker to stop at its next checkpoint. */
  cancel(): void;
}

/**
 * Runs one task in a worker thread of its own. If the worker dies, the result is rejected, so nothing waits forever.
 *
 * @param signal cancels it too
 */
export function runInWorker<Result>(
  file: string,
  data: object,
  onProgress: (progress: WorkerProgress) => void,
  signal?: AbortSignal,
): WorkerTask<Result> {
  const cancelFlag = new Int32Array(new SharedArrayBuffer(4));
  const cancel = () => void Atomics.store(cancelFlag, 0, 1);
  if (signal?.aborted) cancel();
  signal?.addEventListener('abort', cancel, { once: true });
  const worker = new Worker(file, { workerData: { ...data, cancelFlag } });
  const result = new Promise<Result>((resolve, reject) => {
    worker.on('message', (message: WorkerMessage) => {
      if (message.type === 'progress') {
        // Until the worker stops it goes on telling; who has cancelled may throw at that, which would end the process.
        if (Atomics.load(cancelFlag, 0) === 0) onProgress(message.progress);
      } else if (message.type === 'done') resolve(message.result as Result);
      else reject(fromThreadError(message.error));
    });
    worker.on('error', (error) =>
      reject(new AppError('process-gone', say('process.worker-stopped', { message: error.message }))),
    );
    worker.on('exit', (code) => reject(new AppError('process-gone', say('process.worker-ended-early', { code }))));
  }).finally(() => void worker.terminate());
  return { result, cancel };
}
