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
  columnWords: [
    ...[
      '初职',
      '首职',
      '首任',
      '首次就职',
      '首次任职',
      '首次入职',
      '首次工作',
      '初次就职',
      '初次任职',
      '首次就业',
      '初次就业',
      '首次就业单位',
      '首个工作',
      '首个任职',
    ],
    ...['第一份工作', '首份工作', 'first job', 'first post', 'first hire', 'first position'],
    ...['first appointment', 'first employment', 'first employer', 'first placement', 'initial placement'],
  ],
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
  // Who held a post before the degree and went on in it after took the degree in service: the next is not the first.
  const through = spellsOf(jobs).filter(
    ({ startYear, endYear, isCurrent }) =>
      (startYear as number) < degree && (isCurrent || (endYear !== null && endYear > degree)),
  );
  if (through.length > 0)
    return oneOf(earliest(through), book, [{ code: 'held-through-degree', detail: String(degree) }]);
  const after = jobs.filter(({ startYear }) => (startYear as number) >= degree);
  if (after.length === 0) return noneFound();
  const first = earliest(after);
  const reasons: Suggestion['reasons'] = [{ code: 'first-after-degree', detail: String(degree) }];
  if (first.some(({ role }) => role === 'postdoc')) reasons.push({ code: 'postdoc-counts', detail: '' });
  return oneOf(first, book, reasons);
}

/** Posts with each promotion at the same institution joined on: lecturer to 2000, professor from 2000 is one spell. */
function spellsOf(jobs: readonly Position[]): Position[] {
  const spells: Position[] = [];
  for (const job of [...jobs].sort((a, b) => (a.startYear as number) - (b.startYear as number))) {
    const before = spells.findLast((one) => one.role === 'job' && job.role === 'job' && samePlace(one, job));
    const joined = before?.endYear != null && !before.isCurrent && (job.startYear as number) <= before.endYear + 1;
    if (!before || !joined) spells.push({ ...job });
    else Object.assign(before, laterEnd(before, job));
  }
  return spells;
}

function samePlace(a: Position, b: Position): boolean {
  return (a.institution ?? a.mentionKey) === (b.institution ?? b.mentionKey);
}

function laterEnd(a: Position, b: Position): Pick<Position, 'endYear' | 'isCurrent'> {
  const endYear = b.endYear === null ? a.endYear : Math.max(a.endYear as number, b.endYear);
  return { endYear, isCurrent: a.isCurrent || b.isCurrent };
}

function earliest(jobs: readonly Position[]): Position[] {
  const year = Math.min(...jobs.map(({ startYear }) => startYear ?? Number.POSITIVE_INFINITY));
  return jobs.filter(({ startYear }) => startYear === year);
}
