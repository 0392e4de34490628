import { randomUUID } from 'node:crypto';
import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import type { CodeValue, CodingEvent } from '../../../shared/mobility/coding.ts';
import { codeOf, dropCode, ensureCoder, putCode } from '../rows/scholar-rows.ts';
import type { OpenDb, ReadableDb } from '../../storage/sqlite.ts';

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
 * Writes a code and its event in one transaction that is on disk when this returns. What had been undone can no longer
 * be redone.
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
    putCode(db, { scholarId, stage, coder, value, eventUid: uid }, at);
    addEvent(db, {
      uid,
      kind: 'set',
      author: coder,
      scholarId,
      stage,
      before: before?.value ?? null,
      after: value,
      suggestions: change.suggestions,
      accepted: change.accepted,
      version: change.codebookVersion,
      refersTo: null,
      state: 'live',
      at,
    });
    return { uid, abandoned };
  });
}

interface NewEvent {
  uid: string;
  kind: CodingEvent['kind'];
  author: string;
  scholarId: number;
  stage: string;
  before: CodeValue | null;
  after: CodeValue | null;
  suggestions: 'shown' | 'hidden';
  accepted: boolean;
  version: number;
  refersTo: string | null;
  state: CodingEvent['state'];
  at: string;
}

export function addEvent(db: OpenDb, event: NewEvent): void {
  db.run(
    'INSERT INTO coding_events (event_uid, kind, author, scholar_id, stage, before, after, suggestions, ' +
      'accepted, codebook_version, refers_to, state, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
    event.uid,
    event.kind,
    event.author,
    event.scholarId,
    event.stage,
    json(event.before),
    json(event.after),
    event.suggestions,
    event.accepted ? 1 : 0,
    event.version,
    event.refersTo,
    event.state,
    event.at,
  );
}

const json = (value: unknown) => (value === null ? null : JSON.stringify(value));

interface Undoable {
  uid: string;
  scholarId: number;
  stage: string;
  before: string | null;
  after: string | null;
  version: number;
  suggestions: 'shown' | 'hidden';
}

const UNDOABLE =
  'SELECT event_uid AS uid, scholar_id AS scholarId, stage, before, after, codebook_version AS version, ' +
  "suggestions FROM coding_events WHERE author = ? AND kind = 'set'";

export function nextUndo(db: ReadableDb, coder: string): Undoable | undefined {
  return db.get<Undoable>(`${UNDOABLE} AND state = 'live' ORDER BY id DESC LIMIT 1`, coder);
}

export function nextRedo(db: ReadableDb, coder: string): Undoable | undefined {
  return db.get<Undoable>(`${UNDOABLE} AND state = 'undone' ORDER BY id LIMIT 1`, coder);
}

/**
 * Undoes the coder's last decision, or redoes the last undone one. Works across restarts: the stack is the
 * table of events.
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
  const value = direction === 'undo' ? event.before : event.after;
  db.transaction(() => {
    const now = codeOf(db, scholarId, stage, coder);
    const uid = randomUUID();
    if (value === null) dropCode(db, scholarId, stage, coder);
    else putCode(db, { scholarId, stage, coder, value: JSON.parse(value), eventUid: uid }, at);
    db.run(
      'UPDATE coding_events SET state = ? WHERE event_uid = ?',
      direction === 'undo' ? 'undone' : 'live',
      event.uid,
    );
    addEvent(db, {
      uid,
      kind: direction,
      author: coder,
      scholarId,
      stage,
      before: now?.value ?? null,
      after: value === null ? null : JSON.parse(value),
      suggestions: event.suggestions,
      accepted: false,
      version: event.version,
      refersTo: event.uid,
      state: 'live',
      at,
    });
  });
  return { scholarId, stage };
}

/** The audit trail, newest first; for one scholar or all. */
export function eventsOf(db: ReadableDb, scholarId: number | null, limit: number): CodingEvent[] {
  const sql = `SELECT e.event_uid AS uid, e.kind, e.author, s.scholar_key AS scholar, e.stage, e.before,
  e.after, e.suggestions, e.accepted, e.codebook_version AS codebookVersion,
    e.refers_to AS refersTo, e.state, e.at FROM coding_events e JOIN scholars s ON s.id = e.scholar_id`;
  const rows =
    scholarId === null
      ? db.all<RawEvent>(`${sql} ORDER BY e.id DESC LIMIT ?`, limit)
      : db.all<RawEvent>(`${sql} WHERE e.scholar_id = ? ORDER BY e.id DESC LIMIT ?`, scholarId, limit);
  return rows.map(({ before, after, accepted, ...row }) => ({
    ...row,
    before: parse(before),
    after: parse(after),
    accepted: accepted === 1,
  }));
}

type RawEvent = Omit<CodingEvent, 'before' | 'after' | 'accepted'> & {
  before: string | null;
  after: string | null;
  accepted: number;
};
const parse = (text: string | null): CodeValue | null => (text === null ? null : JSON.parse(text));
