import { AppError, toErrorBody } from '../shared/errors.ts';
import { say } from '../shared/messages/say.ts';
import type { FromTrainer, ToTrainer } from '../shared/trainer-protocol.ts';
import { parentPortOf, receiveInTurns } from '../shared/parent-port.ts';
import { runTask } from './run-task.ts';

const PROGRESS_EVERY_MS = 100;
/** For the last message to leave the process. */
const LAST_WORDS_MS = 100;

/**
 * The training process: one task at a time, over whichever channel started it. It reads the files it is given and
 * never opens the database.
 */
const parentPort = parentPortOf<ToTrainer, FromTrainer>();
const send = (message: FromTrainer) => (parentPort ? parentPort.postMessage(message) : void process.send?.(message));
const cancelled = new Set<number>();
const started = new Set<number>();

function receive(message: ToTrainer): void {
  if (message.type === 'cancel') cancelled.add(message.id);
  else void start(message);
}

async function start({ id, task }: Extract<ToTrainer, { type: 'start' }>): Promise<void> {
  let reportedAt = 0;
  const progress = (fraction: number, live: Record<string, unknown> = {}) => {
    if (cancelled.has(id)) throw new AppError('cancelled', say('app.cancelled'));
    const now = performance.now();
    if (now - reportedAt < PROGRESS_EVERY_MS) return;
    reportedAt = now;
    send({ type: 'progress', id, fraction, live });
  };
  started.add(id);
  try {
    send({ type: 'done', id, result: await runTask(task, progress) });
  } catch (error) {
    send({ type: 'failed', id, error: toErrorBody(error) });
  } finally {
    started.delete(id);
  }
}

/** An error that nobody handled ends the process; whoever waits for a task learns why. */
function die(error: unknown): void {
  for (const id of started) send({ type: 'failed', id, error: toErrorBody(error) });
  started.clear();
  setTimeout(() => process.exit(1), LAST_WORDS_MS);
}

process.on('uncaughtException', die);
process.on('unhandledRejection', die);
if (parentPort) receiveInTurns(parentPort, receive);
else {
  process.on('message', (message) => receive(message as ToTrainer));
  // Ctrl+C in a terminal reaches the whole process group: the parent decides, and cancels the task.
  process.on('SIGINT', () => {});
  // The parent is gone: the result is no longer needed.
  process.on('disconnect', () => process.exit(0));
}
