import type { CodeValue } from '../../../shared/mobility/coding.ts';
import { allAdjudications, allCodes } from '../rows/scholar-rows.ts';
import { differingFields } from '../study/final-code.ts';
import type { Study } from '../study/study.ts';

export interface DoubleCoded {
  scholarId: number;
  stage: string;
  values: { coder: string; value: CodeValue }[];
}

/**
 * Every scholar and stage judged by two or more coders; skipping does not count. Values are as coded, before
 * any adjudication.
 */
export function doubleCoded(study: Study): DoubleCoded[] {
  const groups = new Map<string, DoubleCoded>();
  for (const { scholarId, stage, coder, value } of allCodes(study.db)) {
    if (value.state === 'skipped') continue;
    const key = `${scholarId} ${stage}`;
    const group = groups.get(key) ?? { scholarId, stage, values: [] };
    groups.set(key, group);
    group.values.push({ coder, value });
  }
  return [...groups.values()].filter(({ values }) => values.length > 1);
}

/** Only those that differ; settled ones only on request. */
export function disagreements(study: Study, settled: 'open' | 'all' = 'open'): DoubleCoded[] {
  const done = new Set(
    settled === 'open' ? allAdjudications(study.db).map(({ scholarId, stage }) => `${scholarId} ${stage}`) : [],
  );
  const { institutionOf } = study.placer();
  const differ = (values: DoubleCoded['values']) =>
    differingFields(
      values.map(({ value }) => value),
      institutionOf,
    ).length > 0;
  return doubleCoded(study).filter(
    ({ scholarId, stage, values }) => !done.has(`${scholarId} ${stage}`) && differ(values),
  );
}
