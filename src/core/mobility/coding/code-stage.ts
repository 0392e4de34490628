import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import type { Stage } from '../../../shared/mobility/codebook.ts';
import { type CodeValue, EMPTY_CODE, type Mark, type Position } from '../../../shared/mobility/coding.ts';
import { stageLabel } from '../../../shared/mobility/words.ts';
import { codeOf, evidenceOf, scholarById } from '../rows/scholar-rows.ts';
import { comparableCountry } from '../names/country.ts';
import { locationOf } from '../quadrant/location.ts';
import { stageKindOf } from '../stages/registry.ts';
import { codeFrom, suggest } from '../stages/suggest.ts';
import { type InstitutionOf, sameJudgement } from '../study/final-code.ts';
import type { Study } from '../study/study.ts';
import { suggestionsFor } from './assign.ts';
import { asPosition, proposalsFor, remarked } from './proposals.ts';
import { setCode } from './record.ts';
import { wasShown } from './seen.ts';

export interface Given {
  value: Partial<CodeValue>;
  /** Takes the rule's suggestion. */
  accept: boolean;
  /** The id of a line of the evidence: what it says of a position is taken whole. */
  line: number | null;
  /** Where a coder found the years, institution and role of a proposal otherwise than the reader of CVs. */
  marks?: Mark[] | undefined;
}

/**
 * Writes one code: the given fields on top of the accepted suggestion, the given line or the existing code. Returns
 * how many undone decisions can no longer be redone.
 */
export function codeStage(
  study: Study,
  coder: string,
  scholarId: number,
  stageKey: string,
  { value, accept, line, marks }: Given,
): number {
  const { db } = study;
  const { codebook, version } = study.book;
  const scholar = scholarById(db, scholarId);
  const stage = codebook.stages.find(({ key }) => key === stageKey);
  if (!stage)
    throw new AppError(
      'bad-request',
      say('coding.no-such-stage', { stage: stageKey, stages: codebook.stages.map(({ key }) => key) }),
    );
  const suggestions = suggestionsFor(db, coder, scholarId);
  if (accept && suggestions === 'hidden')
    throw new AppError('conflict', say('coding.suggestions-hidden', { coder, scholar: scholar.name }));
  // What a coder once saw cannot be taken for a blind judgement, even if it is hidden by now.
  const seen = suggestions === 'shown' || wasShown(db, coder, scholar.key, stageKey);
  const suggested = seen ? suggest(stage, study.positions(scholarId), codebook).value : null;
  if (accept && !suggested)
    throw new AppError('conflict', say('coding.no-suggestion', { stage: stageKey, scholar: scholar.name }));
  const before = codeOf(db, scholarId, stageKey, coder)?.value;
  const { institutionOf } = study.placer();
  const taken = accept
    ? suggested
    : line === null
      ? null
      : lineTaken(saidBy(study, scholarId, line, suggestions, marks), stage);
  const base = taken ? { ...taken, note: before?.note ?? '' } : (before ?? EMPTY_CODE);
  const next = placed(base, value, institutionOf);
  if (next.institution !== null && !institutionOf(next.institution)) {
    throw new AppError('not-found', say('coding.no-such-institution', { institution: next.institution }));
  }
  if (
    next.evidence &&
    !evidenceOf(db, scholarId).some(({ file, line }) => file === next.evidence?.file && line === next.evidence?.line)
  ) {
    throw new AppError(
      'bad-request',
      say('coding.no-such-line', { scholar: scholar.name, file: next.evidence.file, line: next.evidence.line }),
    );
  }
  if (next.state === 'coded' && next.institution === null && next.city === null)
    throw new AppError('bad-request', say('coding.empty', { stage: stageLabel(codebook, stageKey) }));
  const accepted = suggested !== null && sameJudgement(next, suggested, institutionOf);
  return setCode(db, {
    coder,
    scholarId,
    stage: stageKey,
    value: next,
    suggestions: seen ? 'shown' : 'hidden',
    accepted,
    codebookVersion: version,
    at: study.now(),
  }).abandoned;
}

/**
 * The code with what was changed. Another institution takes its city and country along; another city, a country that
 * its name contradicts is not kept.
 */
function placed(base: CodeValue, change: Partial<CodeValue>, institutionOf: InstitutionOf): CodeValue {
  const next = { ...base, ...change };
  if (change.country) next.country = comparableCountry(change.country.trim());
  const moved = change.institution && change.institution !== base.institution;
  if (moved && change.city === undefined) next.city = institutionOf(change.institution as string)?.city ?? null;
  if (change.country !== undefined) return next;
  if (moved)
    next.country = change.city === undefined ? (institutionOf(next.institution as string)?.country ?? null) : null;
  else if (change.city && change.city !== base.city) {
    const told = locationOf({ city: change.city, country: null }, { city: null, country: base.country }).country;
    if (told !== null && base.country !== null && told !== comparableCountry(base.country)) next.country = null;
  }
  return next;
}

/** Positions of a line: of a table, or proposed by the reader of CVs to a coder who sees proposals. */
function saidBy(
  study: Study,
  scholarId: number,
  line: number,
  suggestions: 'shown' | 'hidden',
  marks: readonly Mark[] | undefined,
): Position[] {
  const positions = study.positions(scholarId);
  const told = positions.filter(({ evidence }) => evidence.id === line);
  const lines = evidenceOf(study.db, scholarId);
  const evidence = lines.find(({ id }) => id === line);
  if (told.length > 0 || !evidence || suggestions === 'hidden') return told;
  const proposed = proposalsFor(study, scholarId, positions).filter(
    (one) => one.line === line || one.marks.some((mark) => mark.line === line),
  );
  const first =
    proposed.find((one) => one.marks.some((mark) => marks?.some((other) => same(mark, other)))) ?? proposed[0];
  if (marks && first) return [asPosition(remarked(study, first, marks, lines), evidence)];
  return proposed.map((one) => asPosition(one, evidence));
}

function same(a: Mark, b: Mark): boolean {
  return a.what === b.what && a.line === b.line && a.from === b.from && a.to === b.to;
}

/** What a line says of a position; of several on one line, the one that names the stage or has its role. */
function lineTaken(there: readonly Position[], stage: Stage): CodeValue {
  const { role } = stageKindOf(stage.rule);
  const position = there.find((one) => one.stage === stage.key) ?? there.find((one) => one.role === role) ?? there[0];
  if (!position) throw new AppError('conflict', say('coding.line-says-nothing'));
  if (position.institution === null)
    throw new AppError('conflict', say('coding.line-not-settled', { mention: position.mention }));
  return codeFrom(position, stage);
}
