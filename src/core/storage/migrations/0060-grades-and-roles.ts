import type { WritableDb } from '../sqlite.ts';

export const version = 60;

/**
 * Reputation tables of grades beside those of ranks; the cell that a position's role was read from, so that better
 * rules read it again, and what people decided about such cells.
 */
export function up(db: WritableDb): void {
  db.exec(`
    ALTER TABLE rankings ADD COLUMN grade TEXT;
    ALTER TABLE positions ADD COLUMN role_text TEXT;
    CREATE TABLE role_words (text TEXT PRIMARY KEY, role TEXT NOT NULL) WITHOUT ROWID;
  `);
}
