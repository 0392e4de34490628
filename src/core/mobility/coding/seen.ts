import type { AgreementReport } from '../../../shared/mobility/agreement.ts';
import type { OpenDb, ReadableDb } from '../../storage/sqlite.ts';

const EVER_SHOWN = `(EXISTS (SELECT 1 FROM coding_events e WHERE e.scholar_key = s.scholar_key AND e.stage = c.stage AND
    e.author = c.coder AND e.suggestions = 'shown')
  OR EXISTS (SELECT 1 FROM suggestions_shown p WHERE p.coder = c.coder AND p.scholar_key = s.scholar_key))`;

/** Codes whose coder was ever shown the rule's suggestion, as scholar, stage and coder: what was seen stays seen. */
export function shownUnits(db: ReadableDb): Set<string> {
  const rows = db.all<{ key: string }>(
    `SELECT c.scholar_id || ' ' || c.stage || ' ' || c.coder AS key FROM codes c JOIN scholars s ON
     s.id = c.scholar_id WHERE ${EVER_SHOWN}`,
  );
  return new Set(rows.map(({ key }) => key));
}

/** How many of the codes that a coder was shown a suggestion for are that suggestion. */
export function acceptance(db: ReadableDb): AgreementReport['coders'] {
  return db
    .all<{ name: string; codes: number; shown: number; accepted: number }>(
      `SELECT c.coder AS name, count(*) AS codes, sum(${EVER_SHOWN}) AS shown, sum(d.accepted) AS accepted
       FROM codes c JOIN scholars s ON s.id = c.scholar_id JOIN coding_events d ON d.event_uid = c.event_uid
       GROUP BY c.coder ORDER BY c.coder`,
    )
    .map((row) => ({ ...row, acceptanceRate: row.shown === 0 ? null : row.accepted / row.shown }));
}

/** Whether the coder was ever shown a suggestion for this stage of the scholar. */
export function wasShown(db: ReadableDb, coder: string, scholar: string, stage: string): boolean {
  return (
    db.get(
      `SELECT 1 FROM coding_events WHERE scholar_key = ? AND stage = ? AND author = ? AND suggestions = 'shown'
       UNION ALL SELECT 1 FROM suggestions_shown WHERE coder = ? AND scholar_key = ? LIMIT 1`,
      scholar,
      stage,
      coder,
      coder,
      scholar,
    ) !== undefined
  );
}

/** Not worth waiting for the disk: the next code takes it along. */
export function markShown(db: OpenDb, coder: string, scholar: string): void {
  if (db.get('SELECT 1 FROM suggestions_shown WHERE coder = ? AND scholar_key = ?', coder, scholar)) return;
  db.unsyncedTransaction(() => db.run('INSERT INTO suggestions_shown VALUES (?, ?)', coder, scholar));
}
