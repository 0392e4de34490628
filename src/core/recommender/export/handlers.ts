import type { exportsContract } from '../../../shared/contract/exports.ts';
import { AppError } from '../../../shared/errors.ts';
import type { FileGrants } from '../../../shared/grants.ts';
import { say } from '../../../shared/messages/say.ts';
import type { Handlers } from '../../../shared/rpc/server.ts';
import type { JobQueue } from '../../jobs/queue.ts';
import type { Library } from '../../storage/library.ts';
import type { ExportDataSpec } from './export-data-job.ts';
import { filledTables } from './library-tables.ts';

export function exportHandlers({
  library: { db },
  jobs,
  grants,
}: {
  library: Library;
  jobs: JobQueue;
  grants: FileGrants;
}): Pick<Handlers, keyof typeof exportsContract> {
  return {
    'library/list-data-tables': () => filledTables(db),
    'library/export-data': ({ grant, format, tables }) => {
      const filled = filledTables(db);
      const missing = (tables ?? []).filter((name) => !filled.includes(name));
      if (filled.length === 0) throw new AppError('bad-input', say('export.library-empty'));
      if (missing.length > 0)
        throw new AppError('bad-request', say('export.tables-empty', { tables: missing, filled }));
      const job: ExportDataSpec = { folder: grants.resolve(grant), format, tables: tables ?? filled };
      return { jobId: jobs.start('export-data', say('job.export-data'), job).id };
    },
  };
}
