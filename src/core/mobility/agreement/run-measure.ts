import type { AgreementReport } from '../../../shared/mobility/agreement.ts';
import { entryFile } from '../../workers/entry.ts';
import { runInWorker, type WorkerTask } from '../../workers/worker-task.ts';
import { type AgreementInput, withGroups } from './measure.ts';
import { type Groups, measureGroups } from './measure-field.ts';

const worker = () => entryFile('core/mobility/agreement/measure-worker', 'measure-worker');

/** The agreement on so many units is computed before a thread has started. */
const MOST_AT_ONCE = 500;

/**
 * Agreement on many units in a thread of its own, one at a time: a new question ends the one before, whose asker gets
 * the new answer, which is about the codes as they are now.
 */
export class AgreementRunner {
  #newest: { task: WorkerTask<Groups> | null; report: Promise<AgreementReport> } | null = null;

  run({ told, fields }: AgreementInput): Promise<AgreementReport> {
    this.cancel();
    const isSmall = told.doubleCodedUnits <= MOST_AT_ONCE;
    const task = isSmall ? null : runInWorker<Groups>(worker(), { fields }, () => undefined);
    const report = task ? this.#answer(task, told) : Promise.resolve(withGroups(told, measureGroups(fields)));
    this.#newest = { task, report };
    return report;
  }

  async #answer(task: WorkerTask<Groups>, told: AgreementInput['told']): Promise<AgreementReport> {
    try {
      return withGroups(told, await task.result);
    } catch (error) {
      if (this.#newest && this.#newest.task !== task) return this.#newest.report;
      throw error;
    }
  }

  /** Ends what is computed, if anything is. */
  cancel(): void {
    this.#newest?.task?.cancel();
    this.#newest = null;
  }
}
