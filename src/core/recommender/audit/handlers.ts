import type { AuditedSplitFolder, auditContract, LibraryAudit } from '../../../shared/contract/audit.ts';
import type { FileGrants } from '../../../shared/grants.ts';
import type { Handlers } from '../../../shared/rpc/server.ts';
import type { Library } from '../../storage/library.ts';
import { entryFile } from '../../workers/entry.ts';
import { runInWorker } from '../../workers/worker-task.ts';
import { libraryPrint } from '../data/gather.ts';
import type { AuditTask } from './audit-worker.ts';
import type { SplitAuditTask } from './split-audit-worker.ts';

export function auditHandlers({
  library: { db, paths },
  grants,
}: {
  library: Library;
  grants: FileGrants;
}): Pick<Handlers, keyof typeof auditContract> {
  let ofSplit = new AbortController();
  let last: { print: string; audit: Promise<LibraryAudit> } | null = null;
  return {
    'split/get-audit': ({ grant, answers }) => {
      const task: SplitAuditTask = { folder: grants.resolve(grant), answers };
      const file = entryFile('core/recommender/audit/split-audit-worker', 'split-audit-worker');
      // Another audit ends the one before, which nobody looks at any more.
      ofSplit.abort();
      ofSplit = new AbortController();
      return runInWorker<AuditedSplitFolder>(file, task, () => {}, ofSplit.signal).result;
    },
    'library/get-audit': () => {
      const print = libraryPrint(db, paths.mel);
      if (last?.print !== print) {
        const task: AuditTask = { libraryFile: paths.database, melFolder: paths.mel };
        const file = entryFile('core/recommender/audit/audit-worker', 'audit-worker');
        const audit = runInWorker<LibraryAudit>(file, task, () => {}, new AbortController().signal).result;
        last = { print, audit };
        audit.catch(() => {
          last = null;
        });
      }
      return last.audit;
    },
  };
}
