import { ensureCoder } from '../rows/scholar-rows.ts';
import type { OpenDb, ReadableDb } from '../../storage/sqlite.ts';

/**
 * Assigns scholars to a coder. Suggestions are hidden for independent double coding. Without an assignment, a coder
 * works on all scholars with suggestions shown.
 */
export function assign(
  db: OpenDb,
  coder: string,
  scholarIds: readonly number[],
  suggestions: 'shown' | 'hidden',
  at: string,
): void {
  db.transaction(() => {
    ensureCoder(db, coder, at);
    for (const id of scholarIds) {
      db.run(
        'INSERT INTO assignments VALUES (?, ?, ?) ON CONFLICT (coder, scholar_id) DO UPDATE SET suggestions = ' +
          'excluded.suggestions',
        coder,
        id,
        suggestions,
      );
    }
  });
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
