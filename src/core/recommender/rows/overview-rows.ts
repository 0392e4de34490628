import type { COVERAGE_PARTS, LibraryOverview } from '../../../shared/contract/recommender.ts';
import type { ReadableDb } from '../../storage/sqlite.ts';

/** Songs (`s`) or listeners (`l`) that have the part. */
const HAVING: Readonly<Record<(typeof COVERAGE_PARTS)[number], string>> = {
  titles: 'EXISTS (SELECT 1 FROM tracks t WHERE t.id = s.main_track_id AND t.title IS NOT NULL)',
  years: 'EXISTS (SELECT 1 FROM tracks t WHERE t.id = s.main_track_id AND t.year IS NOT NULL)',
  tags: 'EXISTS (SELECT 1 FROM tracks t JOIN track_tags g ON g.track_id = t.id WHERE t.song_id = s.id)',
  audio: 'EXISTS (SELECT 1 FROM clips c WHERE c.track_id = s.main_track_id)',
  vectors: 'EXISTS (SELECT 1 FROM song_vectors v WHERE v.song_id = s.id)',
  times: 'EXISTS (SELECT 1 FROM listens h WHERE h.listener_id = l.id)',
};

/** How much there is of everything, among the songs that were played (all of them where nothing was). */
export function libraryOverview(db: ReadableDb): LibraryOverview {
  const count = (sql: string) => db.get<{ n: number }>(`SELECT count(*) AS n FROM ${sql}`)?.n ?? 0;
  const songs = count('songs');
  const playedSongs = count('songs WHERE listeners > 0');
  const listeners = count('listeners WHERE songs > 0');
  const among = playedSongs > 0 ? 'songs s WHERE s.listeners > 0' : 'songs s WHERE 1';
  return {
    songs,
    playedSongs,
    listeners,
    plays: db.get<{ n: number }>('SELECT coalesce(sum(plays), 0) AS n FROM listeners')?.n ?? 0,
    coverage: (Object.keys(HAVING) as (keyof typeof HAVING)[]).map((part) =>
      part === 'times'
        ? { part, have: count(`listeners l WHERE l.songs > 0 AND ${HAVING.times}`), of: listeners }
        : { part, have: count(`${among} AND ${HAVING[part]}`), of: playedSongs > 0 ? playedSongs : songs },
    ),
  };
}
