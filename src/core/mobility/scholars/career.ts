import type { CodeValue } from '../../../shared/mobility/coding.ts';
import type { Career } from '../../../shared/mobility/scholars.ts';
import { settlementsOf } from '../agreement/settlements.ts';
import { isClosed, unitKey } from '../coding/blind.ts';
import { movesBetween } from '../quadrant/move.ts';
import { eventsOf } from '../rows/event-rows.ts';
import { scholarNote } from '../rows/scholar-note-rows.ts';
import { evidenceOf, scholarById } from '../rows/scholar-rows.ts';
import type { Study } from '../study/study.ts';
import { signOf } from './signs.ts';

const EVENTS_SHOWN = 200;

/**
 * A career to read: its lines, what was coded and decided. Nobody is asked who reads, so what is closed stays closed.
 */
export function careerOf(study: Study, scholarId: number): Career {
  const { db } = study;
  const placer = study.placer();
  const scholar = scholarById(db, scholarId);
  const closed = study.closed();
  const final = study.finalCodes().get(scholarId);
  const codes = study.codesByUnit(scholarId);
  const decisions = settlementsOf(db, codes, placer.institutionOf, scholarId);
  const nameOf = ({ institution }: Pick<CodeValue, 'institution'>) =>
    institution === null ? null : (placer.institution(institution)?.name ?? institution);
  const stages = placer.book.stages.map(({ key }): Career['stages'][number] => {
    if (isClosed(closed, scholarId, key))
      return { key, sign: 'blind', final: null, place: null, institutionName: null, codes: [], decision: null };
    const code = final?.get(key);
    const row = decisions.get(unitKey(scholarId, key));
    const value = code?.value ?? null;
    return {
      key,
      sign: signOf(code),
      final: value,
      place: value ? placer.placeFinal(key, code, scholarId) : null,
      institutionName: value ? nameOf(value) : null,
      codes: (codes.get(unitKey(scholarId, key)) ?? []).map((one) => ({
        coder: one.coder,
        value: one.value,
        institutionName: nameOf(one.value),
      })),
      decision: row ? { value: row.value, author: row.author, reason: row.reason, decidedAt: row.decidedAt } : null,
    };
  });
  const note = scholarNote(db, scholar.key);
  const isBlind = stages.some(({ sign }) => sign === 'blind');
  return {
    ...scholar,
    evidence: evidenceOf(db, scholarId),
    positions: study.positions(scholarId).map((position) => ({ ...position, institutionName: nameOf(position) })),
    stages,
    moves: movesBetween(scholar, stages, placer),
    coders: codersOf(study, scholarId),
    events: eventsOf(db, scholarId, EVENTS_SHOWN, (id, stage) => isClosed(closed, id, stage)),
    flagged: note.flagged,
    memo: isBlind ? '' : note.memo,
  };
}

function codersOf({ db }: Study, scholarId: number): Career['coders'] {
  return db.all(
    `SELECT name, max(suggestions) AS suggestions FROM (
       SELECT coder AS name, suggestions FROM assignments WHERE scholar_id = :scholarId
       UNION ALL SELECT coder, NULL FROM codes WHERE scholar_id = :scholarId
     ) GROUP BY name ORDER BY name`,
    { scholarId },
  );
}
