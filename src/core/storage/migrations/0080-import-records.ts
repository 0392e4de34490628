import type { WritableDb } from '../sqlite.ts';

export const version = 80;

/**
 * What each import changed, so that it can be undone: for each table its largest rowid before and after (new rows), and
 * the rows of before that were changed or removed (null: inserted below that rowid).
 */
export function up(db: WritableDb): void {
  db.exec(`
    CREATE TABLE import_records (id INTEGER PRIMARY KEY, kind TEXT NOT NULL, file TEXT NOT NULL, imported INTEGER \
NOT NULL, at TEXT NOT NULL, tables TEXT NOT NULL);
    CREATE TABLE import_before (record_id INTEGER NOT NULL REFERENCES import_records(id), table_name TEXT NOT NULL, \
row_key TEXT NOT NULL, before TEXT, PRIMARY KEY (record_id, table_name, row_key)) WITHOUT ROWID;
  `);
}
