import type { ScholarFilter } from '../../../shared/mobility/scholars.ts';
import type { Study } from '../study/study.ts';
import { disagreements, doubleCoded, isOpen } from './compare.ts';
import { unitsOfField } from './measure.ts';

/** The scholars behind a number of the report on agreement: of all units, or of one field in one group. */
export function byAgreement(study: Study, { twice, field, group = 'all' }: ScholarFilter): number[] | null {
  if (twice === undefined) return null;
  if (field !== undefined)
    return unitsOfField(study, field, group).flatMap(({ scholarId, became }) => {
      const isPart = twice === 'compared' ? became !== 'excluded' : became === twice;
      return isPart ? [scholarId] : [];
    });
  const units =
    twice === 'differ'
      ? disagreements(study, 'all')
      : twice === 'settled'
        ? disagreements(study, 'all').filter((unit) => !isOpen(unit))
        : doubleCoded(study);
  return units.map(({ scholarId }) => scholarId);
}
