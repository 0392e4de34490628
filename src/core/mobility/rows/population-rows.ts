import type { Member, MissingCvReason } from '../../../shared/mobility/population.ts';
import type { ReadableDb, WritableDb } from '../../storage/sqlite.ts';

export type MemberRow = Pick<Member, 'key' | 'name' | 'attributes' | 'reason' | 'note'>;

export function listMembers(db: ReadableDb): MemberRow[] {
  return db
    .all<Omit<MemberRow, 'attributes'> & { attributes: string }>(
      'SELECT member_key AS key, name, attributes, reason, note FROM population ORDER BY member_key',
    )
    .map(({ attributes, ...row }) => ({ ...row, attributes: JSON.parse(attributes) as Record<string, string> }));
}

export function putMember(db: WritableDb, { key, name, attributes, reason, note }: MemberRow): void {
  db.run(
    'INSERT OR REPLACE INTO population VALUES (?, ?, ?, ?, ?)',
    key,
    name,
    JSON.stringify(attributes),
    reason,
    note,
  );
}

export function removeMembers(db: WritableDb): void {
  db.run('DELETE FROM population');
}

/** @returns whether there is such a member */
export function setReason(db: WritableDb, key: string, reason: MissingCvReason, note: string | undefined): boolean {
  const sql = 'UPDATE population SET reason = ?, note = coalesce(?, note) WHERE member_key = ?';
  return db.run(sql, reason, note ?? null, key).changes > 0;
}
