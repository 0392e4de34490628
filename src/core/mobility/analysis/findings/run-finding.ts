import type { Comparison } from '../../../../shared/mobility/analysis.ts';
import type { Finding } from '../../../../shared/mobility/findings.ts';
import { entryFile } from '../../../workers/entry.ts';
import { runInWorker, type WorkerTask } from '../../../workers/worker-task.ts';
import type { ComparisonInput } from '../comparisons/comparison.ts';
import { compare } from '../comparisons/registry.ts';
import type { FindingInput } from './finding.ts';
import { findingByName } from './registry.ts';

const worker = () => entryFile('core/mobility/analysis/findings/findings-worker', 'findings-worker');

/** A comparison of so many is computed before a thread has started. */
const MOST_AT_ONCE = 2000;

/** Large ones in a thread of their own: a regression of 10,000 scholars takes a good second. */
export async function runComparison(name: string, input: ComparisonInput): Promise<Comparison> {
  if (input.cases.length <= MOST_AT_ONCE) return compare(name, input);
  return runInWorker<Comparison>(worker(), { comparison: name, cases: input }, () => undefined).result;
}

/** Runs one analysis at a time, in a thread of its own; a new one ends the one before. */
export class FindingRunner {
  #running: WorkerTask<Finding> | null = null;

  async run(input: FindingInput): Promise<Finding> {
    findingByName(input.options.name);
    this.cancel();
    const task = runInWorker<Finding>(worker(), { input }, () => undefined);
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
