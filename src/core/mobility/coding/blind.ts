import { randomUUID } from 'node:crypto';
import { addReveal, revealsOf } from '../rows/reveal-rows.ts';
import type { OpenDb, ReadableDb } from '../../storage/sqlite.ts';

/**
 * Codes that nobody is shown yet, because a coder who judges the same scholar blind has not finished. Each coder sees
 * his or her own.
 */
export interface Closed {
  /** Scholars of a blind double coding under way. */
  scholars: ReadonlySet<number>;
  /** Scholar and stage: of those whom the viewer took up without an assignment, what he or she has not coded. */
  units: ReadonlySet<string>;
  viewer: string | null;
}

export const unitKey = (scholarId: number, stage: string) => `${scholarId} ${stage}`;

export function isClosed({ scholars, units }: Closed, scholarId: number, stage: string): boolean {
  return scholars.has(scholarId) || units.has(unitKey(scholarId, stage));
}

/** A stage is done when it is judged, also as missing; skipping is no judgement. */
const DONE = `(SELECT count(*) FROM codes c INDEXED BY codes_by_coder WHERE c.coder = a.coder AND c.scholar_id =
  a.scholar_id AND c.state <> 'skipped' AND c.stage IN (SELECT value FROM json_each(?)))`;
const OPENED = `EXISTS (SELECT 1 FROM reveals r, json_each(r.coders) j WHERE r.scholar_key = s.scholar_key AND
  j.value = a.coder)`;

/**
 * Scholars assigned blind to a coder who has neither finished nor been opened, and who is not the only one on the
 * scholar.
 */
export function blindScholars(db: ReadableDb, stages: readonly string[]): Set<number> {
  const rows = db.all<{ id: number }>(
    `SELECT DISTINCT a.scholar_id AS id FROM assignments a JOIN scholars s ON s.id = a.scholar_id
     WHERE a.suggestions = 'hidden' AND ${DONE} < ?
       AND (EXISTS (SELECT 1 FROM assignments b WHERE b.scholar_id = a.scholar_id AND b.coder <> a.coder)
         OR EXISTS (SELECT 1 FROM codes d WHERE d.scholar_id = a.scholar_id AND d.coder <> a.coder))
       AND NOT ${OPENED}`,
    JSON.stringify(stages),
    stages.length,
  );
  return new Set(rows.map(({ id }) => id));
}

/** What the viewer has not coded of a scholar whom others coded, unless somebody opened the scholar. */
export function uncodedUnits(db: ReadableDb, viewer: string, scholarIds: Iterable<number>): Set<string> {
  const rows = db.all<{ id: number; stage: string }>(
    `SELECT DISTINCT c.scholar_id AS id, c.stage FROM codes c JOIN scholars s ON s.id = c.scholar_id
     WHERE c.scholar_id IN (SELECT value FROM json_each(?)) AND c.coder <> ?
       AND NOT EXISTS (SELECT 1 FROM codes o WHERE o.scholar_id = c.scholar_id AND o.stage = c.stage AND o.coder = ?
         AND o.state <> 'skipped')
       AND NOT EXISTS (SELECT 1 FROM reveals r, json_each(r.coders) j WHERE r.scholar_key = s.scholar_key AND
         (r.author <> '' OR j.value = ?))`,
    JSON.stringify([...scholarIds]),
    viewer,
    viewer,
    viewer,
  );
  return new Set(rows.map(({ id, stage }) => unitKey(id, stage)));
}

/**
 * Notes for scholars whom several coders finished that from now on they can see each other's codes. What they
 * change later counts, but no longer as an independent judgement.
 */
export function revealFinished(db: OpenDb, stages: readonly string[], closed: ReadonlySet<number>, at: string): void {
  const finished = db.all<{ id: number; scholar: string; coders: string }>(
    `SELECT s.id, s.scholar_key AS scholar, json_group_array(f.coder) AS coders FROM (
       SELECT scholar_id, coder FROM codes WHERE state <> 'skipped' AND stage IN (SELECT value FROM json_each(?))
       GROUP BY scholar_id, coder HAVING count(*) >= ?
     ) f JOIN scholars s ON s.id = f.scholar_id GROUP BY s.id HAVING count(*) > 1`,
    JSON.stringify(stages),
    Math.max(1, stages.length),
  );
  const revealed = revealedCoders(db);
  const fresh = finished.flatMap(({ id, scholar, coders }) => {
    if (closed.has(id)) return [];
    const added = (JSON.parse(coders) as string[]).filter((coder) => !revealed.get(scholar)?.has(coder));
    return added.length === 0 ? [] : [{ scholar, coders: added }];
  });
  reveal(db, fresh, '', at);
}

/** By the keys of scholars. */
function revealedCoders(db: ReadableDb): Map<string, Set<string>> {
  const byScholar = Map.groupBy(revealsOf(db), ({ scholar }) => scholar);
  return new Map([...byScholar].map(([scholar, rows]) => [scholar, new Set(rows.flatMap(({ coders }) => coders))]));
}

/** The lead opens scholars although not everybody has finished. */
export function openScholars(db: OpenDb, scholarIds: readonly number[], author: string, at: string): void {
  const rows = scholarIds.flatMap((id) =>
    db.all<{ scholar: string; coders: string }>(
      `SELECT s.scholar_key AS scholar, (SELECT json_group_array(coder) FROM (
         SELECT coder FROM assignments WHERE scholar_id = s.id UNION SELECT coder FROM codes WHERE scholar_id = s.id
       )) AS coders FROM scholars s WHERE s.id = ?`,
      id,
    ),
  );
  reveal(
    db,
    rows
      .map(({ scholar, coders }) => ({ scholar, coders: JSON.parse(coders) as string[] }))
      // Of whom nobody codes there is nothing to open, and no coder's file that would tell other copies.
      .filter(({ coders }) => coders.length > 0),
    author,
    at,
  );
}

function reveal(db: OpenDb, rows: readonly { scholar: string; coders: string[] }[], author: string, at: string): void {
  if (rows.length === 0) return;
  db.transaction(() => {
    // Everything known up to now was decided blind; the next event gets a later tick.
    const tick = db.get<{ tick: number | null }>('SELECT max(tick) AS tick FROM coding_events')?.tick ?? 0;
    for (const { scholar, coders } of rows) addReveal(db, { uid: randomUUID(), scholar, coders, tick, author, at });
  });
}
