import { say } from '../../../shared/messages/say.ts';
import type { Codebook } from '../../../shared/mobility/codebook.ts';
import type { Position, Suggestion } from '../../../shared/mobility/coding.ts';
import { countedJobs, noneFound, oneOf } from './candidates.ts';
import type { Found, StageKind } from './stage-kind.ts';

export const FIRST_JOB: StageKind = {
  rule: 'first-job',
  summary: say('stage-rule.first-job'),
  role: null,
  dated: 'start',
  isCurrent: false,
  headerWords: [],
  columnWords: ['初职', '首职', '首任', 'first job', 'first post'],
  endsTraining: false,
  find: firstJob,
};

function firstJob(positions: readonly Position[], book: Codebook): Found {
  const jobs = countedJobs(positions, book).filter(({ startYear }) => startYear !== null);
  if (jobs.length === 0) return noneFound();
  const degree = positions
    .filter(({ role }) => role === 'doctorate')
    .reduce<number | null>(
      (year, position) => Math.max(year ?? 0, position.endYear ?? position.startYear ?? 0) || year,
      null,
    );
  if (degree === null) return oneOf(earliest(jobs), book, [{ code: 'no-degree-first-job', detail: '' }]);
  const after = jobs.filter(({ startYear }) => (startYear as number) >= degree);
  const through = jobs.filter(
    ({ startYear, endYear, isCurrent }) =>
      (startYear as number) < degree && (isCurrent || (endYear !== null && endYear > degree)),
  );
  if (after.length === 0)
    return through.length === 0
      ? noneFound()
      : oneOf(earliest(through), book, [{ code: 'held-through-degree', detail: String(degree) }]);
  const first = earliest(after);
  const reasons: Suggestion['reasons'] = [{ code: 'first-after-degree', detail: String(degree) }];
  if (first.some(({ role }) => role === 'postdoc')) reasons.push({ code: 'postdoc-counts', detail: '' });
  return oneOf(first, book, reasons);
}

function earliest(jobs: readonly Position[]): Position[] {
  const year = Math.min(...jobs.map(({ startYear }) => startYear ?? Number.POSITIVE_INFINITY));
  return jobs.filter(({ startYear }) => startYear === year);
}
