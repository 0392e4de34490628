import type { Study } from '../study/study.ts';

/**
 * Institutions that a study's results can depend on: those that a line of a résumé means, and those that a final code
 * names, since in CVs in free text no line means one.
 */
export function usedInstitutions(study: Study): ReadonlySet<string> {
  return study.cached('institutions in use', () => {
    const lines = [...study.allPositions().values()].flat();
    const codes = [...study.finalCodes().values()].flatMap((stages) => [...stages.values()]);
    return new Set([
      ...lines.flatMap(({ institution }) => institution ?? []),
      ...codes.flatMap(({ value }) => value?.institution ?? []),
    ]);
  });
}
