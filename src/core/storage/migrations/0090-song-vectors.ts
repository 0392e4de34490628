import type { WritableDb } from '../sqlite.ts';

export const version = 90;

/**
 * Numbers that describe a song, several sets side by side: little-endian float32, as many a song as the set is wide.
 * `encoder` names the network of ours that heard the clips; null for vectors from a file.
 */
export function up(db: WritableDb): void {
  db.exec(`
    CREATE TABLE vector_sets (
      id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, width INTEGER NOT NULL, encoder TEXT, source TEXT NOT NULL
    );
    CREATE TABLE song_vectors (
      id INTEGER PRIMARY KEY, set_id INTEGER NOT NULL REFERENCES vector_sets(id),
      song_id INTEGER NOT NULL REFERENCES songs(id), data BLOB NOT NULL, UNIQUE (set_id, song_id)
    );
  `);
}
