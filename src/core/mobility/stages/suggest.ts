import type { Codebook, Stage } from '../../../shared/mobility/codebook.ts';
import { type CodeValue, EMPTY_CODE, type Position, type Suggestion } from '../../../shared/mobility/coding.ts';
import { lineOf, oneOf } from './candidates.ts';
import { stageKindOf } from './registry.ts';
import type { Found } from './stage-kind.ts';

/** What the codebook's rules suggest for one stage of a career; pure, and always with a reason. */
export function suggest(stage: Stage, positions: readonly Position[], book: Codebook): Suggestion {
  const found = find(stage, positions, book);
  if ('question' in found) return { value: null, reasons: [], question: found.question };
  const { position, reasons } = found;
  const value = codeFrom(position, stage);
  if (position.institution === null)
    return { value: null, reasons, question: { code: 'not-reconciled', detail: position.mention } };
  return { value, reasons, question: null };
}

/** The code that a position gives: the year that the stage ends for a degree, begins for a job. */
export function codeFrom(position: Position, stage: Stage): CodeValue {
  const { evidence, startYear, endYear } = position;
  return {
    ...EMPTY_CODE,
    institution: position.institution,
    city: position.city,
    country: position.country,
    year: stageKindOf(stage.rule).dated === 'end' ? (endYear ?? startYear) : (startYear ?? endYear),
    role: position.role,
    evidence: { file: evidence.file, line: evidence.line, snippet: evidence.text },
  };
}

/** A position that names the stage takes precedence over any rule. */
function find(stage: Stage, positions: readonly Position[], book: Codebook): Found {
  const explicit = positions.filter((position) => position.stage === stage.key);
  if (explicit.length === 1)
    return { position: explicit[0], reasons: [{ code: 'explicit-stage', detail: lineOf(explicit[0]) }] };
  if (explicit.length > 1) return oneOf(explicit, book, [{ code: 'explicit-stage', detail: '' }]);
  return stageKindOf(stage.rule).find(positions, book);
}
