import type { ReadableDb } from '../../storage/sqlite.ts';

/** Of these songs, those that share artist and title, in lower case, with another of them. */
export function doublesAmong(db: ReadableDb, songIds: Uint32Array): number {
  const among = new Set(songIds);
  const counts = new Map<string, number>();
  const rows = db.all<{ id: number; name: string }>(
    'SELECT s.id, lower(trim(t.artist)) || char(10) || lower(trim(t.title)) AS name FROM songs s ' +
      "JOIN tracks t ON t.id = s.main_track_id WHERE trim(coalesce(t.artist, '')) <> '' " +
      "AND trim(coalesce(t.title, '')) <> ''",
  );
  for (const { id, name } of rows) if (among.has(id)) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts.values()].filter((n) => n > 1).reduce((sum, n) => sum + n, 0);
}
