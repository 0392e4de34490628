import { say } from '../shared/messages/say.ts';
import type { App } from '../core/app/app.ts';
import { Log, logUncaught } from '../core/app/log.ts';
import { spawnTrainer } from './spawn-trainer.ts';
import { openLibrary } from '../core/storage/library.ts';
import type { JobSummary } from '../shared/contract/jobs.ts';
import { phaseMessage } from '../shared/phases.ts';
import { AppError, fromErrorBody } from '../shared/errors.ts';
import { callerPath, type CommandInput, commandError, required } from './command.ts';

/** Opens the library that `--library` names for the length of one command. */
export async function withLibrary<T>(input: CommandInput, work: (app: App) => Promise<T>): Promise<T> {
  const library = await openLibrary(callerPath(required(input, 'library')));
  const stopLogging = logUncaught(new Log(library.paths.logs));
  const { createApp } = await import('../core/app/create-app.ts');
  const app = createApp({ library, spawnTrainer });
  try {
    return await work(app);
  } finally {
    stopLogging();
    await app.close();
  }
}

/**
 * Waits for a job, showing its progress. Ctrl+C interrupts it, so that it can be resumed if its kind allows that.
 * Returns its result or throws its error.
 */
export async function finishJob<T>(app: App, input: CommandInput, jobId: number): Promise<T> {
  const stop = app.events.subscribe((event, payload) => {
    const job = payload as JobSummary;
    if (event === 'jobs/changed' && job.id === jobId && job.progress) input.progress(describe(job));
  });
  const cancel = () => {
    const { cancellable } = app.jobs.get(jobId);
    if (cancellable) app.jobs.interrupt(jobId);
  };
  input.signal.addEventListener('abort', cancel, { once: true });
  if (input.signal.aborted) cancel();
  try {
    const job = await app.jobs.wait(jobId);
    if (job.error) throw fromErrorBody(job.error);
    if (job.state === 'interrupted') throw commandError('cancelled', `Interrupted. ${howToResume(app, job)}`);
    if (job.state !== 'done') throw new AppError('cancelled', say('app.cancelled'));
    return job.result as T;
  } finally {
    input.signal.removeEventListener('abort', cancel);
    stop();
  }
}

function howToResume(app: App, { id, title }: JobSummary): string {
  const { folder } = app.library.paths;
  const library = /[^\w./:\\-]/.test(folder) ? JSON.stringify(folder) : folder;
  return `To go on with "${title.text}" where it stopped: quadrille resume ${id} --library ${library}`;
}

export function describe(job: JobSummary): string {
  const { progress } = job;
  if (!progress) return job.title.text;
  const percent = progress.fraction === null ? '' : ` ${Math.round(progress.fraction * 100)} %`;
  const left = progress.secondsLeft === null ? '' : `, ${clock(progress.secondsLeft)} left`;
  const live = progress.live ?? {};
  const model = typeof live.model === 'string' ? ` ${live.model}` : '';
  const losses = Array.isArray(live.loss) ? (live.loss as number[]) : [];
  const loss = losses.length > 0 ? `, epoch ${losses.length}, loss ${losses[losses.length - 1].toFixed(4)}` : '';
  return `${job.title.text}: ${phaseMessage(progress.phase).text}${model}${percent}${loss}${left}`;
}

export function clock(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}
