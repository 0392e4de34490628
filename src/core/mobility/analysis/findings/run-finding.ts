import type { Finding } from '../../../../shared/mobility/findings.ts';
import { entryFile } from '../../../workers/entry.ts';
import { runInWorker, type WorkerTask } from '../../../workers/worker-task.ts';
import type { FindingInput } from './finding.ts';
import { findingByName } from './registry.ts';

/** Runs one analysis at a time, in a thread of its own; a new one ends the one before. */
export class FindingRunner {
  #running: WorkerTask<Finding> | null = null;

  async run(input: FindingInput): Promise<Finding> {
    findingByName(input.options.name);
    this.cancel();
    const task = runInWorker<Finding>(
      entryFile('core/mobility/analysis/findings/findings-worker', 'findings-worker'),
      { input },
      () => undefined,
    );
    this.#running = task;
    try {
      return await task.result;
    } finally {
      if (this.#running === task) this.#running = null;
    }
  }

  /** Whether there was one to cancel. */
  cancel(): boolean {
    const was = this.#running !== null;
    this.#running?.cancel();
    this.#running = null;
    return was;
  }
}
