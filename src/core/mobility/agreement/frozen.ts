import type { CodeRow } from '../rows/scholar-rows.ts';
import { allCodes } from '../rows/scholar-rows.ts';
import { eventsByAuthor } from '../rows/event-rows.ts';
import { codeKey, fold } from '../coding/fold.ts';
import type { ReadableDb } from '../../storage/sqlite.ts';

interface Late {
  scholarId: number;
  scholar: string;
  stage: string;
  coder: string;
  tick: number;
}

/** Codes that were changed after their coder could see the other's, with the moment of the first reveal. */
function changedSince(db: ReadableDb): Late[] {
  return db.all<Late>(
    `WITH first AS (
       SELECT r.scholar_key AS scholar, j.value AS coder, min(r.tick) AS tick FROM reveals r, json_each(r.coders) j
       GROUP BY r.scholar_key, j.value
     )
     SELECT DISTINCT s.id AS scholarId, f.scholar, e.stage, f.coder, f.tick FROM first f
     JOIN coding_events e ON e.scholar_key = f.scholar AND e.author = f.coder
     JOIN scholars s ON s.scholar_key = f.scholar
     WHERE e.tick > f.tick AND e.kind IN ('set', 'merge', 'undo', 'redo')`,
  );
}

/** All codes as they were when their coders could first see each other's: agreement is about independent judgements. */
export function independentCodes(db: ReadableDb): CodeRow[] {
  const rows = allCodes(db);
  const late = changedSince(db);
  if (late.length === 0) return rows;
  const key = ({ scholarId, stage, coder }: Pick<Late, 'scholarId' | 'stage' | 'coder'>) =>
    JSON.stringify([scholarId, stage, coder]);
  const changed = new Set(late.map(key));
  const frozen: CodeRow[] = [];
  for (const [coder, units] of Map.groupBy(late, (unit) => unit.coder)) {
    const events = eventsByAuthor(db, coder);
    const byUnit = Map.groupBy(events, codeKey);
    for (const { scholarId, scholar, stage, tick } of units) {
      const before = (byUnit.get(codeKey({ author: coder, scholar, stage })) ?? []).filter((one) => one.tick <= tick);
      const [uid] = [...fold(before).codes.values()].map((one) => one.uid);
      const value = before.find((one) => one.uid === uid)?.after;
      if (value) frozen.push({ scholarId, stage, coder, value, eventUid: uid });
    }
  }
  return [...rows.filter((row) => !changed.has(key(row))), ...frozen].sort(
    (a, b) =>
      a.scholarId - b.scholarId || (a.stage < b.stage ? -1 : a.stage > b.stage ? 1 : a.coder < b.coder ? -1 : 1),
  );
}
