import type { WritableDb } from '../sqlite.ts';

export const version = 100;

/** Flags and memos on scholars; scholars that were deleted, with every row about them, until they are put back. */
export function up(db: WritableDb): void {
  db.exec(`
    -- By key, so that a note survives deleting and putting back, and importing again.
    CREATE TABLE scholar_notes (scholar_key TEXT PRIMARY KEY, flagged INTEGER NOT NULL, memo TEXT NOT NULL, author \
TEXT NOT NULL, at TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE deletions (id INTEGER PRIMARY KEY, at TEXT NOT NULL, author TEXT NOT NULL, scholars INTEGER NOT NULL, \
names TEXT NOT NULL);
    -- position: rows are put back in this order, so that what they refer to is there.
    CREATE TABLE deleted_rows (deletion_id INTEGER NOT NULL REFERENCES deletions(id), position INTEGER NOT NULL, \
table_name TEXT NOT NULL, row TEXT NOT NULL, PRIMARY KEY (deletion_id, position)) WITHOUT ROWID;
  `);
}
