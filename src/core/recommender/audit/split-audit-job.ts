import type { AuditedSplitFolder } from '../../../shared/contract/audit.ts';
import type { JobKind } from '../../jobs/kind.ts';
import { entryFile } from '../../workers/entry.ts';
import { runInWorker } from '../../workers/worker-task.ts';
import type { JobServices } from '../training/job-services.ts';
import type { SplitAuditTask } from './split-audit-worker.ts';

/** Audits a split that lies in a folder, in a worker. Nothing of the library is read or changed. */
export function splitAuditJob(_services: JobServices): JobKind<SplitAuditTask> {
  return {
    kind: 'audit-split',
    lane: 'library',
    resumable: true,
    run: (task, context) =>
      runInWorker<AuditedSplitFolder>(
        entryFile('core/recommender/audit/split-audit-worker', 'split-audit-worker'),
        task,
        ({ phase, fraction }) => context.progress(phase, fraction),
        context.signal,
      ).result,
  };
}
