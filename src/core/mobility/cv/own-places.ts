import type { Found } from './career.ts';
import { isInstitution } from './place.ts';
import type { RoleToken } from './roles.ts';
import { clauseAt, type Segment } from './segments.ts';
import type { When } from './when.ts';
import type { Where } from './where.ts';

/** "1990年留校任助教": who stays does so where the studies ended in that year, whatever was told since. */
export function stayedAt(
  text: string,
  segment: Segment,
  role: RoleToken,
  when: When | null,
  studies: readonly Found[],
): Where | null {
  const year = when?.date.start ?? null;
  if (year === null || !/留[校系所](?:任|担任|做|当)?$/.test(text.slice(segment.from, role.from))) return null;
  if (segment.places.some(({ back, to }) => !back && to <= role.from)) return null;
  const ended = studies.findLast(({ end, place }) => end === year && place !== null);
  return ended?.place ? { place: ended.place, named: true } : null;
}

/** 任四川大学教授,其后在北京大学工作: a verb with a place of its own tells of a post of its own. */
export function isElsewhere(segment: Segment, role: RoleToken, other: RoleToken): boolean {
  const [clause, others] = [clauseAt(segment, role.from), clauseAt(segment, other.from)];
  if (!/^(?:工作|任教|执教|任职|供职|就职)$/.test(role.text) || others === clause) return false;
  const places = segment.places.filter(isInstitution);
  return [clause, others].every((index) => places.some(({ from }) => clauseAt(segment, from) === index));
}
