import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/say.ts';
import { type CodeValue, EMPTY_CODE } from '../../../shared/mobility/coding.ts';
import { codeOf, evidenceOf, scholarById } from '../rows/scholar-rows.ts';
import { suggest } from '../stages/suggest.ts';
import { sameJudgement } from '../study/final-code.ts';
import type { Study } from '../study/study.ts';
import { suggestionsFor } from './assign.ts';
import { setCode } from './record.ts';

/**
 * Writes one code: the fields given, over the suggestion that is accepted or over what was there. Says how many undone
 * decisions can no longer be redone.
 */
export function codeStage(
  study: Study,
  coder: string,
  scholarId: number,
  stageKey: string,
  value: Partial<CodeValue>,
  accept: boolean,
): number {
  const { db } = study;
  const { codebook, version } = study.book;
  const scholar = scholarById(db, scholarId);
  const stage = codebook.stages.find(({ key }) => key === stageKey);
  if (!stage)
    throw new AppError(
      'bad-request',
      say`The codebook has no stage ${JSON.stringify(stageKey)}; it has ${codebook.stages.map(({ key }) => key).join(', ')}.`,
    );
  const suggestions = suggestionsFor(db, coder, scholarId);
  if (accept && suggestions === 'hidden')
    throw new AppError(
      'conflict',
      say`Suggestions are hidden from ${coder} for ${scholar.name}, since two coders judge this scholar apart.`,
    );
  const suggested = suggestions === 'hidden' ? null : suggest(stage, study.positions(scholarId), codebook).value;
  if (accept && !suggested)
    throw new AppError(
      'conflict',
      say`The rule has no suggestion for the stage ${stageKey} of ${scholar.name}. Code it by hand.`,
    );
  const before = codeOf(db, scholarId, stageKey, coder)?.value;
  const next: CodeValue = {
    ...(accept ? { ...(suggested as CodeValue), note: before?.note ?? '' } : (before ?? EMPTY_CODE)),
    ...value,
  };
  if (next.institution !== null && !study.placer().institution(next.institution)) {
    throw new AppError(
      'not-found',
      say`There is no institution ${JSON.stringify(next.institution)} in this library. Give the key of one, or add it on the Institutions page.`,
    );
  }
  if (
    next.evidence &&
    !evidenceOf(db, scholarId).some(({ file, line }) => file === next.evidence?.file && line === next.evidence?.line)
  ) {
    throw new AppError(
      'bad-request',
      say`${scholar.name} has no résumé line ${next.evidence.file}:${next.evidence.line}.`,
    );
  }
  const accepted = suggested !== null && sameJudgement(next, suggested);
  return setCode(db, {
    coder,
    scholarId,
    stage: stageKey,
    value: next,
    suggestions,
    accepted,
    codebookVersion: version,
    at: study.now(),
  }).abandoned;
}
