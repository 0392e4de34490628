import type { ScholarView } from '../../../shared/mobility/coding.ts';
import { isClosed } from '../coding/blind.ts';
import { scholarNote, scholarNotes } from '../rows/scholar-note-rows.ts';
import type { Study } from '../study/study.ts';

/** Flag and memo as a coder sees them: what another one noted is not shown before both have finished. */
export function noteFor(
  study: Study,
  coder: string,
  scholarId: number,
  key: string,
): Pick<ScholarView, 'flagged' | 'memo'> {
  const { flagged, memo, author } = scholarNote(study.db, key);
  if (memo === '' || author === coder) return { flagged, memo };
  return { flagged, memo: blindIn(study)(scholarId) ? '' : memo };
}

/** By the keys of scholars; memos on scholars who are coded blind are left out. */
export function notesToExport(study: Study): Map<string, { flagged: boolean; memo: string }> {
  const isBlind = blindIn(study);
  const ids = new Map(study.scholars().map(({ key, id }) => [key, id]));
  return new Map(
    [...scholarNotes(study.db)].flatMap(([key, { flagged, memo }]) => {
      const id = ids.get(key);
      if (id === undefined) return [];
      return [[key, { flagged, memo: isBlind(id) ? '' : memo }]];
    }),
  );
}

/** Whether a stage of a scholar is closed. */
function blindIn(study: Study): (scholarId: number) => boolean {
  const closed = study.closed();
  const { stages } = study.placer().book;
  return (scholarId) => stages.some(({ key }) => isClosed(closed, scholarId, key));
}
