import type { ScholarFilter, ScholarSummary, StageSign } from '../../../shared/mobility/scholars.ts';
import { isClosed } from '../coding/blind.ts';
import { scholarNotes } from '../rows/scholar-note-rows.ts';
import type { Study } from '../study/study.ts';
import { matching } from './filter.ts';
import { signOf, stateOf } from './signs.ts';

/** All scholars, or those that a number counts, in the order of import. */
export function listScholarSummaries(study: Study, filter: ScholarFilter): ScholarSummary[] {
  const { book } = study.placer();
  const final = study.finalCodes();
  const closed = study.closed();
  const coders = codersByScholar(study);
  const lines = linesByScholar(study);
  const notes = scholarNotes(study.db);
  const chosen = matching(study, filter);
  const summaries = study.scholars().flatMap((scholar): ScholarSummary[] => {
    const { id, key } = scholar;
    if (chosen && !chosen.has(id)) return [];
    const codes = final.get(id);
    const stages = book.stages.map(
      (stage): StageSign => (isClosed(closed, id, stage.key) ? 'blind' : signOf(codes?.get(stage.key))),
    );
    const note = notes.get(key);
    return [
      {
        ...scholar,
        lines: lines.get(id) ?? 0,
        stages,
        state: stateOf(stages, book),
        coders: coders.get(id) ?? [],
        flagged: note?.flagged ?? false,
        // What one coder noted is not shown before the other has finished.
        memo: stages.includes('blind') ? '' : (note?.memo ?? ''),
      },
    ];
  });
  return summaries.filter(({ state, stages, flagged }) => {
    if (filter.state && state !== filter.state) return false;
    if (filter.work === 'flagged' && !flagged) return false;
    if (!filter.sign) return true;
    if (!filter.stage) return stages.includes(filter.sign);
    return stages[book.stages.findIndex(({ key }) => key === filter.stage)] === filter.sign;
  });
}

function codersByScholar({ db }: Study): Map<number, string[]> {
  const rows = db.all<{ id: number; coder: string }>(
    'SELECT scholar_id AS id, coder FROM assignments UNION SELECT scholar_id, coder FROM codes ORDER BY 1, 2',
  );
  const coders = new Map<number, string[]>();
  for (const { id, coder } of rows) {
    const own = coders.get(id);
    if (own) own.push(coder);
    else coders.set(id, [coder]);
  }
  return coders;
}

function linesByScholar({ db }: Study): Map<number, number> {
  const rows = db.all<{ id: number; n: number }>(
    'SELECT scholar_id AS id, count(*) AS n FROM evidence GROUP BY scholar_id',
  );
  return new Map(rows.map(({ id, n }) => [id, n]));
}
