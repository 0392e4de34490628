import type { WritableDb } from '../sqlite.ts';

export const version = 50;

interface OldEvent {
  id: number;
  kind: string;
  at: string;
  author: string;
  scholar: string;
  stage: string;
  uid: string;
  refersTo: string | null;
}

/**
 * Events become the truth that `codes` is computed from: they have a place in time that copies of a library agree on,
 * name scholars by key, and say whether they were made in this copy. The codes are computed anew from them.
 */
export function up(db: WritableDb): void {
  db.exec(`
    DROP INDEX coding_events_by_author;
    DROP INDEX coding_events_by_scholar;
    ALTER TABLE coding_events RENAME TO coding_events_30;
    -- tick: microseconds of a clock that never runs back in a library and never behind what was merged into it.
    -- basis: of a settlement, the events that the judge saw. made_here and state are of this copy and do not travel.
    CREATE TABLE coding_events (
      id INTEGER PRIMARY KEY, event_uid TEXT NOT NULL UNIQUE, tick INTEGER NOT NULL, kind TEXT NOT NULL, \
author TEXT NOT NULL, scholar_key TEXT NOT NULL, stage TEXT NOT NULL,
      before TEXT, after TEXT, suggestions TEXT NOT NULL, accepted INTEGER NOT NULL, codebook_version INTEGER \
NOT NULL, refers_to TEXT, reason TEXT NOT NULL, basis TEXT, at TEXT NOT NULL,
      made_here INTEGER NOT NULL, state TEXT NOT NULL
    );
    CREATE INDEX coding_events_by_author ON coding_events(author, made_here, tick);
    CREATE INDEX coding_events_by_scholar ON coding_events(scholar_key, stage, author);
    CREATE INDEX coding_events_by_tick ON coding_events(tick);
    CREATE INDEX coding_events_by_kind ON coding_events(kind, author);
    CREATE INDEX coding_events_undone ON coding_events(author) WHERE state = 'undone';
    CREATE INDEX coding_events_by_target ON coding_events(refers_to) WHERE refers_to IS NOT NULL;
    -- Whom the rule's suggestions were ever shown to, before any code or without one.
    CREATE TABLE suggestions_shown (coder TEXT NOT NULL, scholar_key TEXT NOT NULL, PRIMARY KEY (coder, \
scholar_key)) WITHOUT ROWID;
    -- From when on the codes of these coders could be seen by each other.
    CREATE TABLE reveals (reveal_uid TEXT PRIMARY KEY, scholar_key TEXT NOT NULL, coders TEXT NOT NULL, tick \
INTEGER NOT NULL, author TEXT NOT NULL, at TEXT NOT NULL) WITHOUT ROWID;
    CREATE INDEX reveals_by_scholar ON reveals(scholar_key);
    -- Which scholars were drawn at random to be coded twice, and when.
    CREATE TABLE double_draws (scholar_key TEXT PRIMARY KEY, tick INTEGER NOT NULL, seed INTEGER NOT NULL) \
WITHOUT ROWID;
  `);
  copyEvents(db);
  db.exec('DROP TABLE coding_events_30');
  fold(db);
  settlements(db);
}

function copyEvents(db: WritableDb): void {
  db.exec(`
    INSERT INTO coding_events
    SELECT e.id, e.event_uid, e.id, e.kind, e.author, s.scholar_key, e.stage, e.before, e.after, e.suggestions,
      e.accepted, e.codebook_version, e.refers_to, coalesce(a.reason, ''), NULL, e.at, e.kind <> 'merge', 'live'
    FROM coding_events_30 e JOIN scholars s ON s.id = e.scholar_id
    LEFT JOIN adjudications a ON a.event_uid = e.event_uid
  `);
  let last = 0;
  for (const { id, at } of db.all<{ id: number; at: string }>('SELECT id, at FROM coding_events ORDER BY id')) {
    last = Math.max(last + 1, 1000 * (Date.parse(at) || 0));
    db.run('UPDATE coding_events SET tick = ? WHERE id = ?', last, id);
  }
}

/** Undone events, and the codes: of each coder, scholar and stage the last event that is not undone. */
function fold(db: WritableDb): void {
  db.exec(`
    WITH undone AS (
      SELECT refers_to AS uid, author, kind, tick,
        row_number() OVER (PARTITION BY refers_to, author ORDER BY tick DESC, event_uid DESC) AS n
      FROM coding_events WHERE kind IN ('undo', 'redo') AND refers_to IS NOT NULL
    ), decided AS (SELECT author, max(tick) AS tick FROM coding_events WHERE kind = 'set' GROUP BY author)
    UPDATE coding_events SET state = CASE WHEN (SELECT tick FROM decided d WHERE d.author = coding_events.author) >
      undone.tick THEN 'abandoned' ELSE 'undone' END
    FROM undone WHERE undone.n = 1 AND undone.kind = 'undo' AND undone.uid = coding_events.event_uid AND
      undone.author = coding_events.author;
    DELETE FROM codes;
    INSERT OR IGNORE INTO coders SELECT author, min(at) FROM coding_events WHERE kind IN ('set', 'merge') GROUP BY
      author;
    INSERT INTO codes
    SELECT id, stage, author, after, json_extract(after, '$.state'), json_extract(after, '$.uncertain'), event_uid, at
    FROM (
      SELECT s.id, e.stage, e.author, e.after, e.event_uid, e.at,
        row_number() OVER (PARTITION BY e.author, e.scholar_key, e.stage ORDER BY e.tick DESC, e.event_uid DESC) AS n
      FROM coding_events e JOIN scholars s ON s.scholar_key = e.scholar_key
      WHERE e.kind IN ('set', 'merge') AND e.state = 'live' AND e.after IS NOT NULL
    ) WHERE n = 1;
  `);
}

/** What each judge had before him: the codes of that moment, by the events up to then. */
function settlements(db: WritableDb): void {
  const events = db.all<OldEvent>(
    'SELECT id, event_uid AS uid, kind, at, author, scholar_key AS scholar, stage, refers_to AS refersTo FROM ' +
      'coding_events ORDER BY tick',
  );
  const undone = new Set<string>();
  const made = new Map<string, Map<string, string[]>>();
  for (const { id, uid, kind, author, scholar, stage, refersTo } of events) {
    const unit = JSON.stringify([scholar, stage]);
    if (kind === 'undo' && refersTo !== null) undone.add(refersTo);
    if (kind === 'redo' && refersTo !== null) undone.delete(refersTo);
    if (kind === 'set' || kind === 'merge') {
      const coders = made.get(unit) ?? new Map<string, string[]>();
      made.set(unit, coders);
      coders.set(author, [...(coders.get(author) ?? []), uid]);
    }
    if (kind !== 'adjudicate') continue;
    const seen = [...(made.get(unit) ?? [])].flatMap(([, uids]) => uids.findLast((one) => !undone.has(one)) ?? []);
    db.run('UPDATE coding_events SET basis = ? WHERE id = ?', JSON.stringify(seen.sort()), id);
  }
}
