import type { OpenDb, ReadableDb, WritableDb } from '../../storage/sqlite.ts';
import type { EventRow } from '../rows/event-rows.ts';
import { ensureCoder } from '../rows/scholar-rows.ts';

/** What the fold needs of an event. */
export type Foldable = Pick<EventRow, 'uid' | 'tick' | 'kind' | 'author' | 'scholar' | 'stage' | 'refersTo'>;

export interface Folded {
  /** Undone events; all others are live. `abandoned`: a later decision took away the redo. */
  undone: Map<string, 'undone' | 'abandoned'>;
  /** Coder, scholar and stage → the event whose value is the code. */
  codes: Map<string, Foldable>;
}

export const codeKey = ({ author, scholar, stage }: Pick<Foldable, 'author' | 'scholar' | 'stage'>) =>
  JSON.stringify([author, scholar, stage]);

export function earlier(a: Pick<Foldable, 'tick' | 'uid'>, b: Pick<Foldable, 'tick' | 'uid'>): number {
  return a.tick - b.tick || (a.uid < b.uid ? -1 : a.uid > b.uid ? 1 : 0);
}

/**
 * The codes that events amount to: of each coder, scholar and stage the last decision that is not undone. Depends on
 * the set of events only, not on the order in which they came, so that copies with the same events have the same
 * codes. An undo or redo is about one event of the same coder; the last of several counts.
 */
export function fold(events: readonly Foldable[]): Folded {
  const ordered = events.toSorted(earlier);
  const authors = new Map(ordered.map(({ uid, author }) => [uid, author]));
  const undoneBy = new Map<string, Foldable>();
  const lastSet = new Map<string, Foldable>();
  for (const event of ordered) {
    const { kind, author, refersTo } = event;
    if (kind === 'set') lastSet.set(author, event);
    if ((kind !== 'undo' && kind !== 'redo') || refersTo === null || authors.get(refersTo) !== author) continue;
    if (kind === 'undo') undoneBy.set(refersTo, event);
    else undoneBy.delete(refersTo);
  }
  const undone: Folded['undone'] = new Map();
  for (const [uid, undo] of undoneBy) {
    const decision = lastSet.get(undo.author);
    undone.set(uid, decision && earlier(undo, decision) < 0 ? 'abandoned' : 'undone');
  }
  const codes = new Map<string, Foldable>();
  for (const event of ordered)
    if ((event.kind === 'set' || event.kind === 'merge') && !undone.has(event.uid)) codes.set(codeKey(event), event);
  return { undone, codes };
}

const FOLDABLE =
  'SELECT event_uid AS uid, tick, kind, author, scholar_key AS scholar, stage, refers_to AS refersTo FROM ' +
  'coding_events';

function foldableOf(db: ReadableDb, author: string): Foldable[] {
  return db.all<Foldable>(`${FOLDABLE} WHERE author = ? AND kind IN ('set', 'merge', 'undo', 'redo')`, author);
}

/** Computes a coder's codes, and which events are undone, anew from the events. */
export function rebuildCodes(db: OpenDb, coder: string, at: string): void {
  const { undone, codes } = fold(foldableOf(db, coder));
  db.transaction(() => {
    if (codes.size > 0) ensureCoder(db, coder, at);
    db.run("UPDATE coding_events SET state = 'live' WHERE author = ? AND state <> 'live'", coder);
    for (const [uid, state] of undone) db.run('UPDATE coding_events SET state = ? WHERE event_uid = ?', state, uid);
    db.run('DELETE FROM codes WHERE coder = ?', coder);
    for (const { uid } of codes.values()) putCodeOfEvent(db, uid);
  });
}

/** Every coder's codes and all settlements, from nothing but the events. */
export function rebuildAll(db: OpenDb, at: string): void {
  db.transaction(() => {
    db.run('DELETE FROM codes');
    for (const { author } of db.all<{ author: string }>('SELECT DISTINCT author FROM coding_events'))
      rebuildCodes(db, author, at);
    rebuildSettlements(db);
  });
}

/** A code for a scholar that this library does not have waits in its event. */
function putCodeOfEvent(db: WritableDb, uid: string): void {
  db.run(
    `INSERT INTO codes SELECT s.id, e.stage, e.author, e.after, json_extract(e.after, '$.state'),
     json_extract(e.after, '$.uncertain'), e.event_uid, e.at
     FROM coding_events e JOIN scholars s ON s.scholar_key = e.scholar_key
     WHERE e.event_uid = ? AND e.after IS NOT NULL
     ON CONFLICT (scholar_id, stage, coder) DO UPDATE SET value = excluded.value, state = excluded.state,
     uncertain = excluded.uncertain, event_uid = excluded.event_uid, updated_at = excluded.updated_at`,
    uid,
  );
}

/** Computes one code anew, after one of its events was undone or redone. */
export function refold(db: WritableDb, coder: string, scholarId: number, stage: string): void {
  const last = db.get<{ uid: string }>(
    `SELECT e.event_uid AS uid FROM coding_events e JOIN scholars s ON s.scholar_key = e.scholar_key
     WHERE s.id = ? AND e.stage = ? AND e.author = ? AND e.kind IN ('set', 'merge') AND e.state = 'live'
     ORDER BY e.tick DESC, e.event_uid DESC LIMIT 1`,
    scholarId,
    stage,
    coder,
  );
  if (last) putCodeOfEvent(db, last.uid);
  else db.run('DELETE FROM codes WHERE scholar_id = ? AND stage = ? AND coder = ?', scholarId, stage, coder);
}

/** The codes of a scholar who was added after a merge had brought them. */
export function codeWaiting(db: WritableDb, scholar: string, scholarId: number): void {
  if (refoldScholar(db, scholar, scholarId)) rebuildSettlements(db);
}

/** Computes all codes of one scholar anew. @returns whether there are events about the scholar */
export function refoldScholar(db: WritableDb, scholar: string, scholarId: number): boolean {
  const waiting = db.all<{ author: string; stage: string }>(
    "SELECT DISTINCT author, stage FROM coding_events WHERE scholar_key = ? AND kind IN ('set', 'merge')",
    scholar,
  );
  for (const { author, stage } of waiting) refold(db, author, scholarId, stage);
  return waiting.length > 0;
}

const LAST_SETTLEMENT = `INSERT INTO adjudications SELECT id, stage, after, author, reason, event_uid, at FROM (
    SELECT s.id, e.stage, e.kind, e.after, e.author, e.reason, e.event_uid, e.at,
      row_number() OVER (PARTITION BY e.scholar_key, e.stage ORDER BY e.tick DESC, e.event_uid DESC) AS n
    FROM coding_events e JOIN scholars s ON s.scholar_key = e.scholar_key
    WHERE e.kind IN ('adjudicate', 'withdraw')`;
const UNLESS_WITHDRAWN = "WHERE n = 1 AND kind = 'adjudicate' AND after IS NOT NULL";

/** Of each scholar and stage the last settlement, unless it was withdrawn. */
export function rebuildSettlements(db: WritableDb): void {
  db.run('DELETE FROM adjudications');
  db.run(`${LAST_SETTLEMENT}) ${UNLESS_WITHDRAWN}`);
}

export function rebuildSettlement(db: WritableDb, scholarId: number, stage: string): void {
  db.run('DELETE FROM adjudications WHERE scholar_id = ? AND stage = ?', scholarId, stage);
  db.run(`${LAST_SETTLEMENT} AND s.id = ? AND e.stage = ?) ${UNLESS_WITHDRAWN}`, scholarId, stage);
}
