import type { WritableDb } from '../sqlite.ts';

export const version = 20;

/**
 * A name of the library's own, to recognise a model trained on another one; and when each song was first heard
 * by a listener: packed like plays (packed-plays.ts), with seconds since 1970 in place of counts. Only listeners whose
 * history has times.
 */
export function up(db: WritableDb): void {
  db.exec(`CREATE TABLE play_times (listener_id INTEGER PRIMARY KEY REFERENCES listeners(id), data BLOB NOT NULL);
    INSERT INTO facts VALUES ('library-id', lower(hex(randomblob(16))))`);
}
