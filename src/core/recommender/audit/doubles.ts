import type { ReadableDb } from '../../storage/sqlite.ts';

/** Of these songs, those that share artist and title, whatever their case, with another of them. */
export function doublesAmong(db: ReadableDb, songIds: Uint32Array): number {
  const among = new Set(songIds);
  const counts = new Map<string, number>();
  const rows = db.all<{ id: number; artist: string; title: string }>(
    'SELECT s.id, t.artist, t.title FROM songs s JOIN tracks t ON t.id = s.main_track_id ' +
      'WHERE t.artist IS NOT NULL AND t.title IS NOT NULL',
  );
  for (const { id, artist, title } of rows) {
    const name = [artist, title].map(folded);
    if (!among.has(id) || name.includes('')) continue;
    const key = name.join('\n');
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts.values()].filter((n) => n > 1).reduce((sum, n) => sum + n, 0);
}

/** SQLite's own `lower` knows no letters but those of English. */
function folded(text: string): string {
  return text.normalize('NFC').trim().toLowerCase();
}
