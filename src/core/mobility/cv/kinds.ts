import { isVisit } from './allowed.ts';
import type { PositionKind } from './career.ts';
import type { PlaceToken } from './place.ts';
import type { RoleToken } from './roles.ts';
import { clauseAt, clauseStart, type Segment } from './segments.ts';

/** A professor beside a main post elsewhere is a visiting one. */
export function kindOf(text: string, segment: Segment, role: RoleToken, place: PlaceToken | null): PositionKind {
  if (segment.section === 'honours')
    return isVisit(role) && !/\bAcademy of\b/.test(place?.name ?? '') ? 'visiting' : 'award';
  const isScholar = role.kind === 'award' && /(?:Scholar|Fellow|学者)$/.test(role.text);
  if (segment.visiting && (role.kind === 'job' || (isScholar && place !== null))) return 'visiting';
  if (role.kind === 'administrative' && place?.firm) return 'job';
  const isUniversity = /Universit|College/.test(place?.name ?? '');
  if (/^[Rr]egistrar$/.test(role.text) && isUniversity && segment.narrative) return 'administrative';
  if (role.kind !== 'job') return role.kind as PositionKind;
  const before = text.slice(clauseStart(segment, clauseAt(segment, role.from)), role.from);
  if (
    (/兼任|兼职|兼聘|受聘兼|客座|adjunct|part-time/i.test(before) || isBesides(text, segment, role, place)) &&
    /教授|讲师|研究员|教师|[Pp]rofessor|[Ll]ecturer/.test(role.text)
  )
    return 'visiting';
  const line = text.slice(text.lastIndexOf('\n', role.from) + 1, role.from);
  if (/^[^,;。]{0,6}(?:兼任|兼职)(?:职务|情况)?:/.test(line) && /教授|讲师|研究员|教师/.test(role.text))
    return 'visiting';
  const isExtraordinary = /[Ee]xtraordinary $/.test(text.slice(Math.max(0, role.from - 14), role.from));
  if (
    /^ ?\(part-time\b/i.test(text.slice(role.to, role.to + 12)) &&
    (/[Pp]rofessor/.test(role.text) || isExtraordinary)
  )
    return 'visiting';
  if (/^ ?\(兼(?:职|任|聘)?\)/.test(text.slice(role.to, role.to + 5)) && /教授|讲师|研究员/.test(role.text))
    return 'visiting';
  return 'job';
}

/** 同时任: a visit only where a post elsewhere is told before, and this one names its own place. */
function isBesides(text: string, segment: Segment, role: RoleToken, place: PlaceToken | null): boolean {
  const before = text.slice(segment.from, role.from);
  const said = [...before.matchAll(/同时(?:担任|任|受聘)/g)].at(-1);
  if (said === undefined || place === null) return false;
  const at = segment.from + said.index;
  if (place.from < at || /[;。]/.test(text.slice(at, role.from))) return false;
  const isElsewhere = (one: PlaceToken) => one.to <= at && one.sort === 'main' && one.name !== place.name;
  return segment.places.some(isElsewhere) && segment.roles.some(({ kind, to }) => kind === 'job' && to <= at);
}

/** "(设岗单位:浙江大学)" */
export function tiedPlace(text: string, segment: Segment, role: RoleToken): PlaceToken | null {
  const place = segment.places.find(({ from, sort }) => from >= role.to && sort === 'main');
  return place &&
    /^[^,;。]{0,4}\((?:[\p{Script=Han}]{0,6}(?:单位|学校|依托)[:：]?)?$|^[^;]{0,40}(?: at | \(|, )(?:the )?$/u.test(
      text.slice(role.to, place.from),
    )
    ? place
    : null;
}
