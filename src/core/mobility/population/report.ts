import { MISSING_CV_REASONS, type PopulationReport } from '../../../shared/mobility/population.ts';
import { listScholarSummaries } from '../scholars/list.ts';
import { share } from '../quadrant/summary.ts';
import type { Study } from '../study/study.ts';
import { coverageOf } from './coverage.ts';
import { membersOf } from './members.ts';
import { scholarsOutside } from './outside.ts';

/** Whom the study is about, whose résumé was found, who is missing and why, and whether the found stand for all. */
export function populationReport(study: Study): PopulationReport {
  const members = membersOf(study);
  const found = members.filter(({ state }) => state === 'found');
  const missing = members.filter(({ state }) => state === 'missing');
  // The overview shows this report for every study: without anybody found, scholars need not be listed.
  const done = new Set(found.length === 0 ? [] : listScholarSummaries(study, { state: 'done' }).map(({ id }) => id));
  return {
    members: members.length,
    found: share(found.length, members.length),
    missing: missing.length,
    unclear: members.filter(({ state }) => state === 'unclear').length,
    coded: found.filter(({ scholarId }) => scholarId !== null && done.has(scholarId)).length,
    outside: scholarsOutside(study, members).length,
    reasons: ([...MISSING_CV_REASONS, ''] as const)
      .map((reason) => ({ reason, count: missing.filter((member) => member.reason === reason).length }))
      .filter(({ count }) => count > 0),
    coverage: coverageOf(members),
  };
}
