import { type Found, isDegree } from './career.ts';
import { isInstitution } from './place.ts';
import type { RoleToken } from './roles.ts';
import type { Segment } from './segments.ts';
import { listsOf } from './spans.ts';

const DOUBLE_BEFORE = /双(?:学位)?$|\b(?:[Dd]ouble|[Dd]ual)[ -]$/;
const BETWEEN = /^(?:、|和|与|及|以及|,? and (?:the )?)$/;

/** 获 A、B 双博士学位, "a double PhD from A and B": the degrees of the other universities. */
export function doubleDegrees(text: string, { places, roles }: Segment, role: RoleToken, found: Found): Found[] {
  const { place } = found;
  const { from, to } = role;
  if (place === null || !DOUBLE_BEFORE.test(text.slice(Math.max(0, from - 8), from))) return [];
  // 双博士学位点; "a dual BA and MBA degree": one of each.
  if (/^(?:学位)?(?:点|授[予权])/.test(text.slice(to, to + 4))) return [];
  if (roles.some((one) => isDegree(one.kind) && /^,? and (?:an? )?$/.test(text.slice(to, one.from)))) return [];
  const named = places.filter(isInstitution);
  const list = listsOf(text, named, BETWEEN).find((places) => places.includes(place)) ?? [];
  return list
    .filter((one) => one !== place)
    .map((one) => ({ ...found, place: one, from: Math.min(found.from, one.from), to: Math.max(found.to, one.to) }));
}
