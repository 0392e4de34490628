import { ensureCoder } from '../rows/scholar-rows.ts';
import type { OpenDb, ReadableDb } from '../../storage/sqlite.ts';

/**
 * Assigns scholars to a coder. Suggestions are hidden for independent double coding. Without an assignment, a coder
 * works on all scholars with suggestions shown. What is assigned blind stays blind, however it is assigned again:
 * otherwise dividing all anew would end a double coding without a word. @returns how many stay so although
 * `suggestions` are to be shown
 */
export function assign(
  db: OpenDb,
  coder: string,
  scholarIds: readonly number[],
  suggestions: 'shown' | 'hidden',
  at: string,
): number {
  return db.transaction(() => {
    ensureCoder(db, coder, at);
    const kept = suggestions === 'shown' ? blindAmong(db, coder, scholarIds) : 0;
    for (const id of scholarIds) {
      db.run(
        'INSERT INTO assignments VALUES (?, ?, ?) ON CONFLICT (coder, scholar_id) DO UPDATE ' +
          "SET suggestions = 'hidden' WHERE excluded.suggestions = 'hidden'",
        coder,
        id,
        suggestions,
      );
    }
    return kept;
  });
}

/** How many of the scholars the coder has been assigned blind. */
export function blindAmong(db: ReadableDb, coder: string, scholarIds: readonly number[]): number {
  const sql =
    "SELECT count(*) AS n FROM assignments WHERE coder = ? AND suggestions = 'hidden' AND scholar_id IN " +
    '(SELECT value FROM json_each(?))';
  return db.get<{ n: number }>(sql, coder, JSON.stringify(scholarIds))?.n ?? 0;
}

/**
 * How a coder sees a scholar: blind if so assigned, or if the study says that scholars already coded by another coder
 * are coded blind.
 */
export function suggestionsFor(db: ReadableDb, coder: string, scholarId: number): 'shown' | 'hidden' {
  const own = db.get<{ suggestions: 'shown' | 'hidden' }>(
    'SELECT suggestions FROM assignments WHERE coder = ? AND scholar_id = ?',
    coder,
    scholarId,
  );
  if (own) return own.suggestions;
  return db.get('SELECT 1 FROM codes WHERE scholar_id = ? AND coder <> ? LIMIT 1', scholarId, coder)
    ? 'hidden'
    : 'shown';
}

export function isAssigned(db: ReadableDb, coder: string, scholarId: number): boolean {
  return db.get('SELECT 1 FROM assignments WHERE coder = ? AND scholar_id = ?', coder, scholarId) !== undefined;
}
