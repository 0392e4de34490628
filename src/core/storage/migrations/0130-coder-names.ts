import type { WritableDb } from '../sqlite.ts';

export const version = 130;

/** Names that a coder had before, so that work which comes back under one of them is still that coder's. */
export function up(db: WritableDb): void {
  db.exec(
    'CREATE TABLE coder_names (name_key TEXT PRIMARY KEY, former TEXT NOT NULL, name TEXT NOT NULL) WITHOUT ROWID',
  );
}
