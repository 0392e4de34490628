import { say } from '../../../shared/messages/say.ts';
import type { Codebook } from '../../../shared/mobility/codebook.ts';
import type { Position } from '../../../shared/mobility/coding.ts';
import { countedJobs, lineOf, noneFound, oneOf } from './candidates.ts';
import type { Found, StageKind } from './stage-kind.ts';

export const AWARD: StageKind = {
  rule: 'award',
  summary: say('stage-rule.award'),
  role: 'award',
  dated: 'start',
  isCurrent: false,
  headerWords: [],
  columnWords: ['入选', '入选时', '当选', '当选时', 'election', 'award'],
  endsTraining: false,
  find: award,
};

function award(positions: readonly Position[], book: Codebook): Found {
  const awards = positions.filter(({ role }) => role === 'award');
  if (awards.length === 0) return noneFound();
  const first = awards.reduce((a, b) => ((b.startYear ?? 9999) < (a.startYear ?? 9999) ? b : a));
  if (first.mention !== '') return { position: first, reasons: [{ code: 'award-line', detail: lineOf(first) }] };
  const year = first.startYear;
  if (year === null) return noneFound();
  const held = countedJobs(positions, book).filter(
    ({ startYear, endYear, isCurrent }) =>
      startYear !== null && startYear <= year && (isCurrent || endYear === null || endYear >= year),
  );
  return held.length === 0 ? noneFound() : oneOf(held, book, [{ code: 'held-in-award-year', detail: String(year) }]);
}
