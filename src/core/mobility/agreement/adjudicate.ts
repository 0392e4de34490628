import { randomUUID } from 'node:crypto';
import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import type { CodeValue } from '../../../shared/mobility/coding.ts';
import { addEvent } from '../coding/record.ts';
import type { Study } from '../study/study.ts';

/** Settles a disagreement with a third record of who decided and why. The coders' codes are not changed. */
export function adjudicate(
  study: Study,
  {
    scholarId,
    stage,
    value,
    author,
    reason,
  }: { scholarId: number; stage: string; value: CodeValue; author: string; reason: string },
): void {
  if (author.trim() === '') throw new AppError('bad-request', say('agreement.judge-missing'));
  const { db } = study;
  const at = study.now();
  db.transaction(() => {
    const before = db.get<{ value: string }>(
      'SELECT value FROM adjudications WHERE scholar_id = ? AND stage = ?',
      scholarId,
      stage,
    );
    const uid = randomUUID();
    db.run(
      `INSERT INTO adjudications VALUES (?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (scholar_id, stage) DO UPDATE SET value = excluded.value, author = excluded.author, reason =
       excluded.reason, event_uid = excluded.event_uid, decided_at = excluded.decided_at`,
      scholarId,
      stage,
      JSON.stringify(value),
      author,
      reason,
      uid,
      at,
    );
    addEvent(db, {
      uid,
      kind: 'adjudicate',
      author,
      scholarId,
      stage,
      before: before ? JSON.parse(before.value) : null,
      after: value,
      suggestions: 'hidden',
      accepted: false,
      version: study.book.version,
      refersTo: null,
      state: 'live',
      at,
    });
  });
}
