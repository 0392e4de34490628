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
  const closed = study.closed();
  const isBlind = study.placer().book.stages.some((stage) => isClosed(closed, scholarId, stage.key));
  return { flagged, memo: isBlind ? '' : memo };
}

/** By the keys of scholars; memos on scholars who are coded blind are left out. */
export function notesToExport(study: Study): Map<string, { flagged: boolean; memo: string }> {
  const closed = study.closed();
  const { stages } = study.placer().book;
  const ids = new Map(study.scholars().map(({ key, id }) => [key, id]));
  return new Map(
    [...scholarNotes(study.db)].flatMap(([key, { flagged, memo }]) => {
      const id = ids.get(key);
      if (id === undefined) return [];
      const isBlind = stages.some((stage) => isClosed(closed, id, stage.key));
      return [[key, { flagged, memo: isBlind ? '' : memo }]];
    }),
  );
}
