import type { ImportContext } from '../importer.ts';

/** Track fields from a file; null or omitted if missing. */
export interface StagedTrack {
  key: string;
  song: string;
  title?: string | null;
  artist?: string | null;
  artistKey?: string | null;
  release?: string | null;
  durationSeconds?: number | null;
  year?: number | null;
  /** Measures of the Million Song Dataset, 0 to 1. */
  familiarity?: number | null;
  hotttnesss?: number | null;
}

/** The staging database's table of tracks, which publication joins with the library's. */
export function createTrackStaging({ staging }: Pick<ImportContext, 'staging'>): void {
  staging.exec(`CREATE TABLE tracks (
    id INTEGER PRIMARY KEY, track_key TEXT NOT NULL, song_key TEXT NOT NULL, title TEXT, artist TEXT, artist_key TEXT,
    release TEXT, duration_seconds REAL, year INTEGER, familiarity REAL, hotttnesss REAL)`);
}

export function stageTrack({ staging }: Pick<ImportContext, 'staging'>, track: StagedTrack): void {
  staging.run(
    `INSERT INTO tracks (track_key, song_key, title, artist, artist_key, release, duration_seconds, year, familiarity,
      hotttnesss) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    track.key,
    track.song,
    track.title ?? null,
    track.artist ?? null,
    track.artistKey ?? null,
    track.release ?? null,
    track.durationSeconds ?? null,
    track.year ?? null,
    track.familiarity ?? null,
    track.hotttnesss ?? null,
  );
}
