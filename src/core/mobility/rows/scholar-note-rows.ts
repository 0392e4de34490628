import type { ReadableDb, WritableDb } from '../../storage/sqlite.ts';

export interface ScholarNote {
  flagged: boolean;
  memo: string;
  /** Who wrote it last. */
  author: string;
}

const NONE: ScholarNote = { flagged: false, memo: '', author: '' };

/** Flags and memos by the keys of scholars. */
export function scholarNotes(db: ReadableDb): Map<string, ScholarNote> {
  const rows = db.all<{ key: string; flagged: number; memo: string; author: string }>(
    'SELECT scholar_key AS key, flagged, memo, author FROM scholar_notes',
  );
  return new Map(rows.map(({ key, flagged, ...note }) => [key, { ...note, flagged: flagged === 1 }]));
}

export function scholarNote(db: ReadableDb, key: string): ScholarNote {
  const row = db.get<{ flagged: number; memo: string; author: string }>(
    'SELECT flagged, memo, author FROM scholar_notes WHERE scholar_key = ?',
    key,
  );
  return row ? { ...row, flagged: row.flagged === 1 } : NONE;
}

export function putScholarNote(
  db: WritableDb,
  key: string,
  change: Partial<Pick<ScholarNote, 'flagged' | 'memo'>>,
  author: string,
  at: string,
): void {
  const { flagged, memo } = { ...scholarNote(db, key), ...change };
  // A flag alone does not make the memo somebody else's.
  const writer = change.memo === undefined && memo !== '' ? scholarNote(db, key).author : author;
  db.run('INSERT OR REPLACE INTO scholar_notes VALUES (?, ?, ?, ?, ?)', key, flagged ? 1 : 0, memo.trim(), writer, at);
}
