import type { LibraryAudit } from '../../../shared/contract/audit.ts';
import { openReader } from '../../storage/sqlite.ts';
import { serveTask } from '../../workers/worker-side.ts';
import { gatherDataset } from '../data/gather.ts';
import { doublesAmong } from './doubles.ts';
import { auditLibrary } from './library-audit.ts';

export interface AuditTask {
  libraryFile: string;
  melFolder: string;
}

serveTask<AuditTask, LibraryAudit>(async ({ libraryFile, melFolder }, checkpoint) => {
  const db = openReader(libraryFile);
  try {
    const data = gatherDataset(db, melFolder, false, checkpoint);
    return auditLibrary(data, doublesAmong(db, data.songIds));
  } finally {
    db.close();
  }
});
