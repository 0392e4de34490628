import type { ScholarView } from '../../../shared/mobility/coding.ts';
import { codesOfScholar, evidenceOf, scholarById } from '../rows/scholar-rows.ts';
import { movesBetween } from '../quadrant/move.ts';
import type { Study } from '../study/study.ts';
import { settledCodes } from '../agreement/questions.ts';
import { cityDoubt } from './city-doubt.ts';
import { isAssigned, suggestionsFor } from './assign.ts';
import { progressOf, queueOf } from './queue.ts';
import { proposalsFor } from './proposals.ts';
import { nextRedo, nextUndo } from './record.ts';
import { markShown } from './seen.ts';
import { noteFor } from '../scholars/notes.ts';
import { undecidedCurrent } from '../stages/candidates.ts';
import { suggest } from '../stages/suggest.ts';

/** Everything the coding page shows one coder about one scholar; moves come from this coder's codes only. */
export function scholarView(
  study: Study,
  coder: string,
  scholarId: number,
  state = queueOf(study, coder),
): ScholarView {
  const { db } = study;
  const scholar = scholarById(db, scholarId);
  const placer = study.placer();
  const { book } = placer;
  const positions = study.positions(scholarId);
  const suggestions = suggestionsFor(db, coder, scholarId);
  if (suggestions === 'shown') markShown(db, coder, scholar.key);
  study.seenBy(coder, suggestions === 'hidden' && !isAssigned(db, coder, scholarId) ? scholarId : null);
  const own = new Map(
    codesOfScholar(db, scholarId).flatMap((row) => (row.coder === coder ? [[row.stage, row.value] as const] : [])),
  );
  const evidence = evidenceOf(db, scholarId);
  const settled = settledCodes(study, coder, scholarId);
  const stages = book.stages.map((stage) => {
    const code = own.get(stage.key) ?? null;
    const suggestion = suggestions === 'hidden' ? null : suggest(stage, positions, book);
    return {
      key: stage.key,
      code,
      place: code ? placer.place(stage.key, code, scholarId) : null,
      cityDoubt: code ? cityDoubt(db, code, placer.institutionOf(code.institution ?? '')) : null,
      suggestion,
      evidenceWithdrawn: evidence.some(
        (line) =>
          line.withdrawn &&
          line.file === code?.evidence?.file &&
          line.line === code.evidence.line &&
          line.text.includes(code.evidence.snippet),
      ),
      suggestedPlace: suggestion?.value ? placer.place(stage.key, suggestion.value, scholarId) : null,
      settled: settled.get(stage.key) ?? null,
    };
  });
  const undo = nextUndo(db, coder);
  return {
    ...scholar,
    evidence,
    positions,
    proposals: suggestions === 'hidden' ? [] : proposalsFor(study, scholarId, positions),
    stages,
    moves: movesBetween(scholar, stages, placer),
    suggestions,
    position: state.list.indexOf(scholarId) + 1,
    progress: progressOf(db, coder, state, study.clock()),
    undo: { possible: undo !== undefined, redo: nextRedo(db, coder) !== undefined, next: undo?.stage ?? null },
    ...noteFor(study, coder, scholarId, scholar.key),
    notesOfScholar: undecidedCurrent(positions).map(({ mention }) => mention),
  };
}
