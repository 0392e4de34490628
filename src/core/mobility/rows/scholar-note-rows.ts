import type { ReadableDb, WritableDb } from '../../storage/sqlite.ts';

export interface ScholarNote {
  flagged: boolean;
  memo: string;
}

const NONE: ScholarNote = { flagged: false, memo: '' };

/** Flags and memos by the keys of scholars. */
export function scholarNotes(db: ReadableDb): Map<string, ScholarNote> {
  const rows = db.all<{ key: string; flagged: number; memo: string }>(
    'SELECT scholar_key AS key, flagged, memo FROM scholar_notes',
  );
  return new Map(rows.map(({ key, flagged, memo }) => [key, { flagged: flagged === 1, memo }]));
}

export function scholarNote(db: ReadableDb, key: string): ScholarNote {
  const row = db.get<{ flagged: number; memo: string }>(
    'SELECT flagged, memo FROM scholar_notes WHERE scholar_key = ?',
    key,
  );
  return row ? { flagged: row.flagged === 1, memo: row.memo } : NONE;
}

export function putScholarNote(
  db: WritableDb,
  key: string,
  change: Partial<ScholarNote>,
  author: string,
  at: string,
): void {
  const { flagged, memo } = { ...scholarNote(db, key), ...change };
  db.run('INSERT OR REPLACE INTO scholar_notes VALUES (?, ?, ?, ?, ?)', key, flagged ? 1 : 0, memo.trim(), author, at);
}
