import { unitKey } from '../coding/blind.ts';
import { eventByUid } from '../rows/event-rows.ts';
import { type AdjudicationRow, adjudicationsOf, type CodeRow } from '../rows/scholar-rows.ts';
import { type InstitutionOf, sameJudgement } from '../study/final-code.ts';
import type { ReadableDb } from '../../storage/sqlite.ts';

export interface Settlement extends AdjudicationRow {
  /** A coder has corrected the code since, so the decision is about something that nobody says any more. */
  reopened: boolean;
}

/**
 * All settlements that were not withdrawn. One is reopened when a coder's judgement is neither the one that it was
 * made over nor the one that it decided on.
 */
export function settlementsOf(
  db: ReadableDb,
  codes: ReadonlyMap<string, readonly CodeRow[]>,
  institutionOf: InstitutionOf,
  scholarId: number | null = null,
): Map<string, Settlement> {
  return new Map(
    adjudicationsOf(db, scholarId).map((row) => {
      const unit = unitKey(row.scholarId, row.stage);
      return [unit, { ...row, reopened: isReopened(db, row, codes.get(unit) ?? [], institutionOf) }];
    }),
  );
}

function isReopened(
  db: ReadableDb,
  { eventUid, value }: AdjudicationRow,
  codes: readonly CodeRow[],
  institutionOf: InstitutionOf,
): boolean {
  const judged = codes.filter((code) => code.value.state !== 'skipped');
  if (judged.length === 0) return false;
  const basis = eventByUid(db, eventUid)?.basis ?? [];
  return judged.some((code) => {
    if (basis.includes(code.eventUid) || sameJudgement(code.value, value, institutionOf)) return false;
    const seen = basis.map((uid) => eventByUid(db, uid)).find((event) => event?.author === code.coder)?.after;
    return !seen || !sameJudgement(code.value, seen, institutionOf);
  });
}
