import type { WritableDb } from '../sqlite.ts';

export const version = 140;

/**
 * What was looked at: tests of a study on a state of its codes, test sets of recommenders, and families of tests that
 * were named beforehand. The same look at the same state is one row, of its first time.
 */
export function up(db: WritableDb): void {
  db.exec(`
    CREATE TABLE ledger (
      id INTEGER PRIMARY KEY, at TEXT NOT NULL, kind TEXT NOT NULL CHECK (kind IN ('family', 'test', 'test-set')), \
subject TEXT NOT NULL, state TEXT NOT NULL, spec TEXT NOT NULL, details TEXT NOT NULL, UNIQUE (kind, state, spec)
    );
  `);
}
