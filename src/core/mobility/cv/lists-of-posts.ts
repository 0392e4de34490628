import type { Found } from './career.ts';
import type { PlaceToken } from './place.ts';
import type { RoleToken } from './roles.ts';
import type { Segment } from './segments.ts';
import type { When } from './when.ts';

/** Ranks that follow each other. */
const LADDERS = [/助教|讲师|教授$/, /研究员|研究实习员/, /医师/, /工程师|技术员/];

/** 历任讲师、副教授、教授: the year is that of the first. */
export function goesUp(text: string, role: RoleToken, segment: Segment, when: ReadonlyMap<RoleToken, When>): boolean {
  const before = segment.roles[segment.roles.indexOf(role) - 1];
  if (!before || when.get(before)?.date !== when.get(role)?.date) return false;
  const isList = /^(?:、|,|和|及)$/.test(text.slice(before.to, role.from));
  return isList && LADDERS.some((ladder) => ladder.test(before.text) && ladder.test(role.text));
}

/** "兼任 A、B 教授", "at A (1995) and at B (2000)": one position each. */
export function alsoAt(text: string, segment: Segment, role: RoleToken, place: PlaceToken, found: Found): Found[] {
  const more: Found[] = [];
  const at = segment.places.indexOf(place);
  if (at < 0) return more;
  if (place.to <= role.from) {
    for (let i = at - 1; i >= 0; i--) {
      const [one, next] = [segment.places[i], segment.places[i + 1]];
      const between = text.slice(one.to, next.from);
      if (one.sort !== 'main' || one.back || !/^[^,;。]{0,10}(?:、|和|与|及)$/.test(between)) break;
      more.unshift({ ...found, place: one, from: Math.min(found.from, one.from) });
    }
    return more;
  }
  for (let i = at + 1; i < segment.places.length; i++) {
    const [before, one] = [segment.places[i - 1], segment.places[i]];
    const between = text.slice(before.to, one.from);
    if (
      one.sort !== 'main' ||
      !/^(?:, [A-Z]\w+)?(?: \([^()]*\))?,? (?:and|,)? ?(?:at |the )+$|^(?: \([^()]*\)),? and $/.test(between)
    )
      break;
    if (segment.roles.some((other) => other.from > before.to && other.to < one.from)) break;
    const date = segment.dates.find((two) => two.from > one.to && two.from - one.to < 4);
    more.push({
      ...found,
      place: one,
      start: date ? date.start : found.start,
      end: date ? date.end : found.end,
      to: date?.to ?? one.to,
    });
  }
  return more;
}
