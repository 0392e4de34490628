import type { Phase } from '../../shared/phases.ts';
import { parentPort, workerData } from 'node:worker_threads';
import { AppError, toThreadError } from '../../shared/errors.ts';
import { say } from '../../shared/messages/say.ts';
import type { WorkerMessage } from './worker-task.ts';

const REPORT_EVERY_MS = 100;

/** Reports progress at most ten times a second and throws once the task was cancelled. */
export type Checkpoint = (fraction: number, phase: Phase) => void;

/** The worker's half of `runInWorker`: runs `work` once and answers with its result or error. */
export function serveTask<Data, Result>(work: (data: Data, checkpoint: Checkpoint) => Promise<Result>): void {
  const port = parentPort;
  if (!port) throw new Error('this file runs as a worker thread only');
  const send = (message: WorkerMessage) => port.postMessage(message);
  const { cancelFlag } = workerData as { cancelFlag: Int32Array };
  let reportedAt = 0;
  const checkpoint: Checkpoint = (fraction, phase) => {
    if (Atomics.load(cancelFlag, 0) !== 0) throw new AppError('cancelled', say('app.cancelled'));
    const now = performance.now();
    if (now - reportedAt < REPORT_EVERY_MS) return;
    reportedAt = now;
    send({ type: 'progress', progress: { phase, fraction: Math.min(1, Math.max(0, fraction)) } });
  };
  work(workerData as Data, checkpoint).then(
    (result) => send({ type: 'done', result }),
    (error) => send({ type: 'failed', error: toThreadError(error) }),
  );
}
