import type { WritableDb } from '../sqlite.ts';

export const version = 120;

/** Whom a study is about, also those of whom no résumé was found; the scholars of a pilot round. */
export function up(db: WritableDb): void {
  db.exec(`
    -- reason: why no résumé was found; empty where nobody said.
    CREATE TABLE population (member_key TEXT PRIMARY KEY, name TEXT NOT NULL, attributes TEXT NOT NULL, reason TEXT \
NOT NULL, note TEXT NOT NULL) WITHOUT ROWID;
    -- By key, as double_draws: a note that survives deleting and importing again.
    CREATE TABLE pilot_scholars (scholar_key TEXT PRIMARY KEY, seed INTEGER NOT NULL, at TEXT NOT NULL) WITHOUT ROWID;
  `);
}
