import { z } from 'zod';
import type { CodingEvent } from '../../../shared/mobility/coding.ts';
import type { ReadableDb, WritableDb } from '../../storage/sqlite.ts';
import { scholarById } from './scholar-rows.ts';

/** What an event says, the same in every copy of a library: what was undone since is told by other events. */
export interface EventRow extends Omit<CodingEvent, 'state'> {
  /** Microseconds; orders events of all copies. Of two with one tick, the later uid is the later event. */
  tick: number;
  reason: string;
  /** Of a settlement: uids of the codes that it was made over. */
  basis: string[] | null;
}

interface RawValues {
  before: string | null;
  after: string | null;
  accepted: number;
}
type Raw<Event extends CodingEvent | EventRow> = Omit<Event, keyof RawValues | 'basis'> & RawValues;
type RawEvent = Raw<EventRow> & { basis: string | null };

const EVENTS =
  'SELECT event_uid AS uid, tick, kind, author, scholar_key AS scholar, stage, before, after, suggestions, accepted, ' +
  'codebook_version AS codebookVersion, refers_to AS refersTo, reason, basis, at FROM coding_events';
const parsed = <T>(text: string | null): T | null => (text === null ? null : JSON.parse(text));
const json = (value: unknown) => (value === null ? null : JSON.stringify(value));

function valuesOf({ before, after, accepted }: RawValues): Pick<CodingEvent, keyof RawValues> {
  return { before: parsed(before), after: parsed(after), accepted: accepted === 1 };
}

function eventRow(row: RawEvent): EventRow {
  return { ...row, ...valuesOf(row), basis: parsed(row.basis) };
}

/** The audit trail, newest first; for one scholar or all, without what is closed to the viewer. */
export function eventsOf(
  db: ReadableDb,
  scholarId: number | null,
  limit: number,
  hidden: (scholarId: number, stage: string, author: string) => boolean,
): CodingEvent[] {
  const sql = `SELECT e.event_uid AS uid, e.kind, e.author, e.scholar_key AS scholar, e.stage, e.before, e.after,
    e.suggestions, e.accepted, e.codebook_version AS codebookVersion, e.refers_to AS refersTo, e.state, e.at,
    s.id AS scholarId FROM coding_events e LEFT JOIN scholars s ON s.scholar_key = e.scholar_key`;
  const order = 'ORDER BY e.tick DESC, e.event_uid DESC';
  type Row = Raw<CodingEvent> & { scholarId: number | null };
  const rows =
    scholarId === null
      ? db.iterate<Row>(`${sql} ${order}`)
      : db.iterate<Row>(`${sql} WHERE e.scholar_key = ? ${order}`, scholarById(db, scholarId).key);
  const events: CodingEvent[] = [];
  for (const { scholarId: id, ...row } of rows) {
    if (id !== null && hidden(id, row.stage, row.author)) continue;
    events.push({ ...row, ...valuesOf(row) });
    if (events.length === limit) break;
  }
  return events;
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
