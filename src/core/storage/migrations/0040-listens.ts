import type { WritableDb } from '../sqlite.ts';

export const version = 40;

/**
 * Every listen with its time, one row a listener: see packed-listens.ts. Earlier versions kept only the first time of
 * each pair (`play_times`): of their histories the listens are not known.
 */
export function up(db: WritableDb): void {
  db.exec('CREATE TABLE listens (listener_id INTEGER PRIMARY KEY REFERENCES listeners(id), data BLOB NOT NULL)');
}
