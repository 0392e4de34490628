import type { LibraryAudit } from '../../../shared/contract/audit.ts';
import { openReader, type ReadableDb } from '../../storage/sqlite.ts';
import { serveTask } from '../../workers/worker-side.ts';
import { gatherDataset } from '../data/gather.ts';
import { auditLibrary } from './library-audit.ts';

export interface AuditTask {
  libraryFile: string;
  melFolder: string;
}

serveTask<AuditTask, LibraryAudit>(async ({ libraryFile, melFolder }, checkpoint) => {
  const db = openReader(libraryFile);
  try {
    return auditLibrary(gatherDataset(db, melFolder, false, checkpoint), doublesOf(db));
  } finally {
    db.close();
  }
});

/** Played songs that share artist and title, in lower case, with another. */
function doublesOf(db: ReadableDb): number {
  return (
    db.get<{ n: number | null }>(
      'SELECT sum(n) AS n FROM (SELECT count(*) AS n FROM songs s JOIN tracks t ON t.id = s.main_track_id ' +
        "WHERE s.listeners > 0 AND trim(coalesce(t.artist, '')) <> '' AND trim(coalesce(t.title, '')) <> '' " +
        'GROUP BY lower(trim(t.artist)), lower(trim(t.title)) HAVING count(*) > 1)',
    )?.n ?? 0
  );
}
