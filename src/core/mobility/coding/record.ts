import { randomUUID } from 'node:crypto';
import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import type { CodeValue } from '../../../shared/mobility/coding.ts';
import { addEvent, nextTick } from '../rows/event-rows.ts';
import { codeOf, ensureCoder, putCode, scholarById } from '../rows/scholar-rows.ts';
import type { OpenDb, ReadableDb } from '../../storage/sqlite.ts';
import { refold } from './fold.ts';

export interface Change {
  coder: string;
  scholarId: number;
  stage: string;
  value: CodeValue;
  suggestions: 'shown' | 'hidden';
  /** The value is the rule's suggestion, accepted unchanged. */
  accepted: boolean;
  codebookVersion: number;
  at: string;
}

/**
 * Writes a decision and the code that it leads to, in one transaction that is on disk when this returns. What had been
 * undone can no longer be redone.
 */
export function setCode(db: OpenDb, change: Change): { uid: string; abandoned: number } {
  const { coder, scholarId, stage, value, at } = change;
  return db.transaction(() => {
    ensureCoder(db, coder, at);
    const before = codeOf(db, scholarId, stage, coder);
    const abandoned = db.run(
      "UPDATE coding_events SET state = 'abandoned' WHERE author = ? AND state = 'undone'",
      coder,
    ).changes;
    const uid = randomUUID();
    // The latest of all events, so the fold would say the same.
    putCode(db, { scholarId, stage, coder, value, eventUid: uid }, at);
    addEvent(
      db,
      {
        uid,
        tick: nextTick(db, at),
        kind: 'set',
        author: coder,
        scholar: scholarById(db, scholarId).key,
        stage,
        before: before?.value ?? null,
        after: value,
        suggestions: change.suggestions,
        accepted: change.accepted,
        codebookVersion: change.codebookVersion,
        refersTo: null,
        reason: '',
        basis: null,
        at,
      },
      true,
    );
    return { uid, abandoned };
  });
}

interface Undoable {
  uid: string;
  scholarId: number;
  stage: string;
  version: number;
  suggestions: 'shown' | 'hidden';
}

const UNDOABLE =
  'SELECT e.event_uid AS uid, s.id AS scholarId, e.stage, e.codebook_version AS version, e.suggestions ' +
  'FROM coding_events e JOIN scholars s ON s.scholar_key = e.scholar_key';

/** The coder's last decision of this copy that is still the code. What came by a merge is not undone here. */
export function nextUndo(db: ReadableDb, coder: string): Undoable | undefined {
  return db.get<Undoable>(
    `${UNDOABLE} JOIN codes c ON c.scholar_id = s.id AND c.stage = e.stage AND c.coder = e.author
     WHERE e.author = ? AND e.made_here = 1 AND e.kind = 'set' AND e.state = 'live' AND c.event_uid = e.event_uid
     ORDER BY e.tick DESC, e.event_uid DESC LIMIT 1`,
    coder,
  );
}

/** The decision that was undone last in this copy. */
export function nextRedo(db: ReadableDb, coder: string): Undoable | undefined {
  return db.get<Undoable>(
    `${UNDOABLE} JOIN coding_events u ON u.refers_to = e.event_uid AND u.author = e.author
     WHERE e.author = ? AND e.state = 'undone' AND u.kind = 'undo' AND u.made_here = 1
     ORDER BY u.tick DESC, u.event_uid DESC LIMIT 1`,
    coder,
  );
}

/**
 * Undoes the coder's last decision, or redoes the last undone one. Works across restarts: both are events about an
 * event, and the code is what the remaining ones amount to.
 */
export function step(
  db: OpenDb,
  coder: string,
  direction: 'undo' | 'redo',
  at: string,
): { scholarId: number; stage: string } {
  const event = direction === 'undo' ? nextUndo(db, coder) : nextRedo(db, coder);
  if (!event)
    throw new AppError(
      'conflict',
      direction === 'undo' ? say('coding.nothing-to-undo', { coder }) : say('coding.nothing-to-redo', { coder }),
    );
  const { scholarId, stage } = event;
  db.transaction(() => {
    const before = codeOf(db, scholarId, stage, coder);
    db.run(
      'UPDATE coding_events SET state = ? WHERE event_uid = ?',
      direction === 'undo' ? 'undone' : 'live',
      event.uid,
    );
    refold(db, coder, scholarId, stage);
    addEvent(
      db,
      {
        uid: randomUUID(),
        tick: nextTick(db, at),
        kind: direction,
        author: coder,
        scholar: scholarById(db, scholarId).key,
        stage,
        before: before?.value ?? null,
        after: codeOf(db, scholarId, stage, coder)?.value ?? null,
        suggestions: event.suggestions,
        accepted: false,
        codebookVersion: event.version,
        refersTo: event.uid,
        reason: '',
        basis: null,
        at,
      },
      true,
    );
  });
  return { scholarId, stage };
}
