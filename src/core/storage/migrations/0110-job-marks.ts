import type { WritableDb } from '../sqlite.ts';

export const version = 110;

/** Who asked for a job: its kind and spec signed with a key that stays with the user (core/jobs/marks.ts). */
export function up(db: WritableDb): void {
  db.exec('ALTER TABLE jobs ADD COLUMN mark TEXT');
}
