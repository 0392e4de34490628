import type { WritableDb } from '../sqlite.ts';

export const version = 70;

/** Lines of résumés that their file no longer has, kept because a code or a decision refers to them. */
export function up(db: WritableDb): void {
  db.exec('CREATE TABLE withdrawn_evidence (evidence_id INTEGER PRIMARY KEY REFERENCES evidence(id))');
}
