import type { ReadableDb, WritableDb } from '../../storage/sqlite.ts';

/** Notes which of the scholars nobody has coded yet: these were drawn for double coding without regard to any code. */
export function addDraws(db: WritableDb, scholarIds: readonly number[], seed: number): void {
  db.run(
    `INSERT INTO double_draws SELECT s.scholar_key, (SELECT coalesce(max(tick), 0) FROM coding_events), ?
     FROM scholars s WHERE s.id IN (SELECT value FROM json_each(?))
       AND NOT EXISTS (SELECT 1 FROM codes c WHERE c.scholar_id = s.id) ON CONFLICT DO NOTHING`,
    seed,
    JSON.stringify(scholarIds),
  );
}

/** The ids of scholars who were drawn before anybody had coded them. */
export function drawnScholars(db: ReadableDb): Set<number> {
  const rows = db.all<{ id: number }>('SELECT s.id FROM double_draws d JOIN scholars s USING (scholar_key)');
  return new Set(rows.map(({ id }) => id));
}

export function addPilot(db: WritableDb, scholarIds: readonly number[], seed: number, at: string): void {
  db.run(
    `INSERT INTO pilot_scholars SELECT scholar_key, ?, ? FROM scholars
     WHERE id IN (SELECT value FROM json_each(?)) ON CONFLICT DO NOTHING`,
    seed,
    at,
    JSON.stringify(scholarIds),
  );
}

/** The ids of the scholars of pilot rounds. */
export function pilotScholars(db: ReadableDb): Set<number> {
  const rows = db.all<{ id: number }>('SELECT s.id FROM pilot_scholars p JOIN scholars s USING (scholar_key)');
  return new Set(rows.map(({ id }) => id));
}
