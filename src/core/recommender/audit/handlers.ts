import { basename } from 'node:path';
import type { auditContract, LibraryAudit } from '../../../shared/contract/audit.ts';
import type { FileGrants } from '../../../shared/grants.ts';
import type { Handlers } from '../../../shared/rpc/server.ts';
import { say } from '../../../shared/messages/say.ts';
import type { JobQueue } from '../../jobs/queue.ts';
import type { Library } from '../../storage/library.ts';
import { entryFile } from '../../workers/entry.ts';
import { runInWorker } from '../../workers/worker-task.ts';
import { libraryPrint } from '../data/gather.ts';
import type { AuditTask } from './audit-worker.ts';
import type { SplitAuditTask } from './split-audit-worker.ts';

export function auditHandlers({
  library: { db, paths },
  jobs,
  grants,
}: {
  library: Library;
  jobs: JobQueue;
  grants: FileGrants;
}): Pick<Handlers, keyof typeof auditContract> {
  const audit = (spec: SplitAuditTask) => ({
    jobId: jobs.start('audit-split', say('job.audit-split', { name: basename(spec.folder) }), spec).id,
  });
  let last: { print: string; audit: Promise<LibraryAudit> } | null = null;
  return {
    'split/start-audit': ({ grant }) => audit({ folder: grants.resolve(grant), answers: {} }),
    'split/answer-audit': ({ jobId, answers }) => {
      const spec = jobs.specOf<SplitAuditTask>(jobId, 'audit-split');
      return audit({ ...spec, answers: { ...spec.answers, ...answers } });
    },
    'library/get-audit': () => {
      const print = libraryPrint(db, paths.mel);
      if (last?.print !== print) {
        const task: AuditTask = { libraryFile: paths.database, melFolder: paths.mel };
        const file = entryFile('core/recommender/audit/audit-worker', 'audit-worker');
        const told = runInWorker<LibraryAudit>(file, task, () => {}, new AbortController().signal).result;
        last = { print, audit: told };
        told.catch(() => {
          last = null;
        });
      }
      return last.audit;
    },
  };
}
