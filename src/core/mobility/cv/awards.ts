import type { Found } from './career.ts';
import { tiedPlace } from './kinds.ts';
import type { PlaceToken } from './place.ts';
import type { RoleToken } from './roles.ts';
import { clauseAt, type Segment } from './segments.ts';
import { isPostNominal, type When } from './when.ts';

/** "fellowships from A (2003), B (2008)": who gives them, each with its year. */
export const FROM_SEVERAL = /^[Ff]ellowships?$/;

/** The award that a word tells of, and those that the rest of its list does. */
export function awardsOf(
  text: string,
  segment: Segment,
  role: RoleToken,
  found: Found,
  { place, named, when }: { place: PlaceToken | null; named: boolean; when: When | null },
): Found[] {
  const society = segment.places.find(({ to, sort }) => sort === 'society' && to === role.from);
  const beside =
    place !== null && (!segment.narrative || clauseAt(segment, place.from) === clauseAt(segment, role.from));
  const own = isPostNominal(text, role) ? null : named && beside ? place : tiedPlace(text, segment, role);
  const isHeld = /[Ff]ellow(?:ship)?\b/.test(role.text) && when?.date.range === true;
  const end = typeof found.end === 'number' && !isHeld ? null : found.end;
  const award: Found = { ...found, end, place: society ?? own };
  return FROM_SEVERAL.test(role.text) ? oneForEachYear(text, segment, role, award) : [award];
}

function oneForEachYear(text: string, segment: Segment, role: RoleToken, award: Found): Found[] {
  const next = segment.roles.find(({ from }) => from >= role.to)?.from ?? segment.to;
  return segment.dates
    .filter(
      ({ from, to, weak }) => !weak && from > role.to && to <= next && /\( ?$| in $/.test(text.slice(from - 4, from)),
    )
    .map(({ from, to, start }) => ({
      ...award,
      place: null,
      start,
      dateAt: [from, to] as const,
      to: Math.max(award.to, to),
    }));
}
