import type { WritableDb } from '../sqlite.ts';

export const version = 10;

/** Tracks, listeners with their packed plays, tags, clips, models, results, jobs and settings. */
export function up(db: WritableDb): void {
  db.exec(`
    CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

    CREATE TABLE songs (
      id INTEGER PRIMARY KEY,
      song_key TEXT NOT NULL UNIQUE,
      main_track_id INTEGER REFERENCES tracks(id),
      listeners INTEGER NOT NULL DEFAULT 0,
      plays INTEGER NOT NULL DEFAULT 0
    );
    CREATE INDEX songs_by_listeners ON songs(listeners);
    CREATE INDEX songs_by_plays ON songs(plays);

    CREATE TABLE tracks (
      id INTEGER PRIMARY KEY,
      track_key TEXT NOT NULL UNIQUE,
      song_id INTEGER NOT NULL REFERENCES songs(id),
      title TEXT, artist TEXT, artist_key TEXT, release TEXT,
      duration_seconds REAL, year INTEGER, familiarity REAL, hotttnesss REAL
    );
    CREATE INDEX tracks_by_song ON tracks(song_id);

    CREATE TABLE listeners (
      id INTEGER PRIMARY KEY,
      listener_key TEXT NOT NULL UNIQUE,
      songs INTEGER NOT NULL DEFAULT 0,
      plays INTEGER NOT NULL DEFAULT 0
    );
    CREATE INDEX listeners_by_songs ON listeners(songs);

    -- One row a listener: see packed-plays.ts.
    CREATE TABLE plays (listener_id INTEGER PRIMARY KEY REFERENCES listeners(id), data BLOB NOT NULL);

    CREATE TABLE tags (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
    CREATE TABLE track_tags (
      track_id INTEGER NOT NULL REFERENCES tracks(id),
      tag_id INTEGER NOT NULL REFERENCES tags(id),
      weight REAL NOT NULL,
      PRIMARY KEY (track_id, tag_id)
    ) WITHOUT ROWID;

    CREATE TABLE mismatches (song_key TEXT NOT NULL, track_key TEXT NOT NULL, PRIMARY KEY (song_key, \
track_key)) WITHOUT ROWID;

    CREATE TABLE clips (
      id INTEGER PRIMARY KEY,
      track_id INTEGER NOT NULL UNIQUE REFERENCES tracks(id),
      file TEXT NOT NULL,
      sample_rate INTEGER NOT NULL,
      channels INTEGER NOT NULL,
      duration_seconds REAL NOT NULL,
      warning TEXT
    );

    CREATE TABLE imports (
      id INTEGER PRIMARY KEY,
      kind TEXT NOT NULL, format TEXT NOT NULL, file TEXT NOT NULL, result TEXT NOT NULL, finished_at TEXT NOT NULL
    );

    CREATE TABLE models (
      id INTEGER PRIMARY KEY,
      name TEXT NOT NULL UNIQUE,
      type TEXT NOT NULL, seed INTEGER NOT NULL, options TEXT NOT NULL, conversion TEXT NOT NULL,
      engine TEXT, facts TEXT NOT NULL, file TEXT NOT NULL, seconds REAL NOT NULL, created_at TEXT NOT NULL
    );

    CREATE TABLE results (
      id INTEGER PRIMARY KEY,
      kind TEXT NOT NULL, title TEXT NOT NULL, hash TEXT NOT NULL, spec TEXT NOT NULL, result TEXT NOT NULL,
      engine TEXT, versions TEXT NOT NULL, created_at TEXT NOT NULL
    );

    CREATE TABLE jobs (
      id INTEGER PRIMARY KEY,
      kind TEXT NOT NULL, title TEXT NOT NULL, spec TEXT NOT NULL, state TEXT NOT NULL,
      progress TEXT, result TEXT, error TEXT,
      created_at TEXT NOT NULL, started_at TEXT, finished_at TEXT
    );
  `);
}
