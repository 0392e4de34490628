import { EMPTY_CODE } from '../../../shared/mobility/coding.ts';
import { suggestionsFor } from '../coding/assign.ts';
import { setCode } from '../coding/record.ts';
import { wasShown } from '../coding/seen.ts';
import { codesOfScholar, scholarById } from '../rows/scholar-rows.ts';
import type { Study } from '../study/study.ts';

/**
 * Marks stages that the coder has not coded as missing, of several scholars at once. @returns the number of codes
 */
export function markMissing(study: Study, coder: string, ids: readonly number[], stage: string | null): number {
  const { db } = study;
  const { codebook, version } = study.book;
  const stages = codebook.stages.map(({ key }) => key).filter((key) => stage === null || key === stage);
  return db.transaction(() => {
    let marked = 0;
    for (const scholarId of ids) {
      const { key: scholar } = scholarById(db, scholarId);
      const own = new Set(
        codesOfScholar(db, scholarId).flatMap((code) =>
          code.coder === coder && code.value.state !== 'skipped' ? [code.stage] : [],
        ),
      );
      const suggestions = suggestionsFor(db, coder, scholarId);
      for (const key of stages) {
        if (own.has(key)) continue;
        setCode(db, {
          coder,
          scholarId,
          stage: key,
          value: { ...EMPTY_CODE, state: 'missing' },
          suggestions: suggestions === 'shown' || wasShown(db, coder, scholar, key) ? 'shown' : 'hidden',
          accepted: false,
          codebookVersion: version,
          at: study.now(),
        });
        marked++;
      }
    }
    return marked;
  });
}
