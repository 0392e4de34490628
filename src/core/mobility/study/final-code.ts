import type { CodeValue } from '../../../shared/mobility/coding.ts';
import type { MissingReason } from '../../../shared/mobility/results.ts';
import type { CodeRow } from '../rows/scholar-rows.ts';

export interface FinalCode {
  value: CodeValue | null;
  why: MissingReason;
}

/** The fields in which two coders can disagree; evidence, notes and uncertainty marks are excluded. */
export const JUDGED_FIELDS = ['state', 'institution', 'city', 'year', 'role'] as const;

export function sameJudgement(a: CodeValue, b: CodeValue): boolean {
  if (a.state !== b.state) return false;
  return a.state !== 'coded' || JUDGED_FIELDS.every((field) => a[field] === b[field]);
}

/**
 * The adjudicated code, otherwise the one all coders agree on; an unsettled disagreement is no code. Skipping
 * does not count as a judgement.
 */
export function finalCode(adjudicated: CodeValue | undefined, rows: readonly CodeRow[]): FinalCode {
  if (adjudicated) return { value: adjudicated, why: 'not-coded' };
  const judged = rows.filter(({ value }) => value.state !== 'skipped');
  if (judged.length === 0) return { value: rows[0]?.value ?? null, why: 'not-coded' };
  if (judged.some(({ value }) => !sameJudgement(value, judged[0].value))) return { value: null, why: 'disagreement' };
  return { value: { ...judged[0].value, uncertain: judged.some(({ value }) => value.uncertain) }, why: 'not-coded' };
}
