import { z } from 'zod';
import type { CodeValue, CodingEvent } from '../../../shared/mobility/coding.ts';
import type { ReadableDb, WritableDb } from '../../storage/sqlite.ts';

/** What an event says, the same in every copy of a library. */
export interface EventRow {
  uid: string;
  /** Microseconds; orders events of all copies. Of two with one tick, the later uid is the later event. */
  tick: number;
  kind: CodingEvent['kind'];
  author: string;
  /** Key of the scholar: copies number scholars differently. */
  scholar: string;
  stage: string;
  before: CodeValue | null;
  after: CodeValue | null;
  suggestions: 'shown' | 'hidden';
  accepted: boolean;
  codebookVersion: number;
  refersTo: string | null;
  reason: string;
  /** Of a settlement: uids of the codes that it was made over. */
  basis: string[] | null;
  at: string;
}

type RawEvent = Omit<EventRow, 'before' | 'after' | 'accepted' | 'basis'> & {
  before: string | null;
  after: string | null;
  accepted: number;
  basis: string | null;
};

const EVENTS =
  'SELECT event_uid AS uid, tick, kind, author, scholar_key AS scholar, stage, before, after, suggestions, accepted, ' +
  'codebook_version AS codebookVersion, refers_to AS refersTo, reason, basis, at FROM coding_events';
const parsed = <T>(text: string | null): T | null => (text === null ? null : JSON.parse(text));
const json = (value: unknown) => (value === null ? null : JSON.stringify(value));

function eventRow({ before, after, accepted, basis, ...row }: RawEvent): EventRow {
  return { ...row, before: parsed(before), after: parsed(after), accepted: accepted === 1, basis: parsed(basis) };
}

export function eventsByAuthor(db: ReadableDb, author: string): EventRow[] {
  return db.all<RawEvent>(`${EVENTS} WHERE author = ? ORDER BY tick, event_uid`, author).map(eventRow);
}

export function eventByUid(db: ReadableDb, uid: string): EventRow | null {
  const row = db.get<RawEvent>(`${EVENTS} WHERE event_uid = ?`, uid);
  return row ? eventRow(row) : null;
}

export function addEvent(db: WritableDb, event: EventRow, madeHere: boolean): void {
  db.run(
    'INSERT INTO coding_events (event_uid, tick, kind, author, scholar_key, stage, before, after, suggestions, ' +
      'accepted, codebook_version, refers_to, reason, basis, at, made_here, state) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ' +
      "?, ?, ?, ?, ?, ?, ?, ?, 'live')",
    event.uid,
    event.tick,
    event.kind,
    event.author,
    event.scholar,
    event.stage,
    json(event.before),
    json(event.after),
    event.suggestions,
    event.accepted ? 1 : 0,
    event.codebookVersion,
    event.refersTo,
    event.reason,
    json(event.basis),
    event.at,
    madeHere ? 1 : 0,
  );
}

export function replaceEvent(db: WritableDb, event: EventRow): void {
  db.run('DELETE FROM coding_events WHERE event_uid = ?', event.uid);
  addEvent(db, event, false);
}

/** Microseconds since 1970, after everything that this library knows, even if the clock was set back. */
export function nextTick(db: ReadableDb, at: string): number {
  const last = db.get<{ tick: number | null }>('SELECT max(tick) AS tick FROM coding_events')?.tick ?? 0;
  return Math.max(tickOf(at), last + 1);
}

export function tickOf(at: string): number {
  return 1000 * Date.parse(at);
}

/** Ticks that a file may have: up to the year 2200. A later one would push every event to come to the end of time. */
export const tickShape = z
  .number()
  .int()
  .min(0)
  .max(Date.UTC(2200, 0) * 1000);
