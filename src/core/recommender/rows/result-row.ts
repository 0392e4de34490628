import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import type { WritableDb } from '../../storage/sqlite.ts';

/** A row of `results`, whatever computed it. */
export interface NewResult<Result extends { engine: string | null }> {
  title: string;
  hash: string;
  result: Result;
  versions: Record<string, string>;
  createdAt: string;
}

/** The same as it is stored. */
export interface StoredResult {
  id: number;
  title: string;
  hash: string;
  spec: string;
  result: string;
  engine: string | null;
  versions: string;
  created_at: string;
}

/**
 * @param row with `createdAt` from `firstEndOf`: a job that was killed once it had stored its result finds it here
 * @returns the id of its row
 */
export function insertResult<Result extends { engine: string | null }>(
  db: WritableDb,
  kind: 'evaluation' | 'experiment',
  spec: unknown,
  { title, hash, result, versions, createdAt }: NewResult<Result>,
): number {
  return db.transaction(() => {
    const same = 'SELECT id FROM results WHERE kind = ? AND hash = ? AND created_at = ?';
    const before = db.get<{ id: number }>(same, kind, hash, createdAt);
    if (before) return before.id;
    return db.run(
      'INSERT INTO results (kind, title, hash, spec, result, engine, versions, created_at) VALUES ' +
        '(?, ?, ?, ?, ?, ?, ?, ?)',
      kind,
      title,
      hash,
      JSON.stringify(spec),
      JSON.stringify(result),
      result.engine,
      JSON.stringify(versions),
      createdAt,
    ).lastInsertRowid;
  });
}

/** The person's own name for a result. What it was computed from and its hash stay as they are. */
export function renameResult(db: WritableDb, id: number, title: string): void {
  const { changes } = db.transaction(() => db.run('UPDATE results SET title = ? WHERE id = ?', title, id));
  if (changes === 0) throw new AppError('not-found', say('experiment.no-such-experiment', { id }));
}
