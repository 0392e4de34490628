import { DERIVED_YEARS } from '../../../shared/mobility/focus.ts';
import type { ScholarRow } from '../rows/scholar-rows.ts';
import type { Study } from '../study/study.ts';

/**
 * Everybody with the attributes that were read, and the years of stages as they are coded now. One that was read under
 * the same name stays as it was read.
 */
export function describedScholars(study: Study): ScholarRow[] {
  return study.cached('scholars with years', () => {
    const codes = study.finalCodes();
    return study.scholars().map((scholar) => {
      const stages = codes.get(scholar.id);
      const years = Object.entries(DERIVED_YEARS).flatMap(([name, stage]) => {
        const year = stages?.get(stage)?.value?.year ?? null;
        return year === null ? [] : [[name, String(year)] as const];
      });
      return { ...scholar, attributes: { ...Object.fromEntries(years), ...scholar.attributes } };
    });
  });
}
