import type { Member } from '../../../shared/mobility/population.ts';
import type { Study } from '../study/study.ts';
import { membersOf } from './members.ts';

/** Scholars of the study who are on no list; none where there is no list. */
export function scholarsOutside(study: Study, members: readonly Member[] = membersOf(study)): number[] {
  if (members.length === 0) return [];
  const inside = new Set(members.map(({ scholarId }) => scholarId));
  return study.scholars().flatMap(({ id }) => (inside.has(id) ? [] : [id]));
}
