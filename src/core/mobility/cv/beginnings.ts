import { isDegree } from './career.ts';
import type { DateToken } from './dates.ts';
import type { RoleToken } from './roles.ts';
import { clauseAt, clauseStart, type Segment } from './segments.ts';
import { BEGINS_NEXT } from './study-words.ts';
import type { When } from './when.ts';
import type { Whereabouts } from './where.ts';

/** "1996-2000, …, doctorate (2000)": the range that ends with the degree says when studies began. */
export function begunBefore(segment: Segment, role: RoleToken, { start, from }: DateToken): number | null {
  const range = segment.dates.findLast((one) => one.range && !one.season && one.to <= role.from && one.to <= from);
  if (!range || start === null || range.end !== start) return null;
  const others = segment.roles.some(
    (one) =>
      one !== role && one.from > range.from && one.from < role.from && one.kind !== 'finish' && one.kind !== 'none',
  );
  return others ? null : range.start;
}

/** Before any institution of its own and without a year: a headline names a part, and the CV the whole below. */
export function isHeadline({ dates }: Segment, { last }: Whereabouts): boolean {
  return dates.length === 0 && last === null;
}

/** 硕士(2002级): when the studies for this degree began, which is taken from the years that say so. */
export function gradeBehind(text: string, segment: Segment, role: RoleToken, grades: DateToken[]): number | null {
  // "2008 学士,某大学,2004级软件工程": the only grade of an entry of one degree is that degree's.
  const isOnly =
    !segment.narrative &&
    grades.length === 1 &&
    /年?(?:\t|,| )/.test(text.slice(segment.from, role.from)) &&
    segment.roles.filter(({ kind }) => kind !== 'none' && kind !== 'finish').length === 1;
  const behind = ({ from, to }: DateToken) =>
    from > role.to &&
    (/^ ?\($/.test(text.slice(role.to, from)) ||
      // "博士,某大学(2000级硕博连读生)"
      (role.kind === 'doctorate' && /^(?:硕博连读|直博|本硕博)/.test(text.slice(to, to + 4))));
  const at = isOnly ? 0 : grades.findIndex(behind);
  return at < 0 ? null : (grades.splice(at, 1)[0].start ?? null);
}

/** The clause of a degree from where another degree of it ends: "本科毕业并免试攻读硕士" tells of two. */
export function sinceDegreeBefore(text: string, segment: Segment, role: RoleToken): string {
  const index = clauseAt(segment, role.from);
  const before = segment.roles.findLast(
    (one) =>
      (isDegree(one.kind) || one.kind === 'finish') && one.to <= role.from && clauseAt(segment, one.from) === index,
  );
  const behind = before ? text.slice(before.to, role.to) : '';
  return BEGINS_NEXT.test(behind) ? behind : text.slice(clauseStart(segment, index), segment.clauses[index]);
}

/** "in 1959 appointed lecturer (subsequently Reader) at X": the year is that of the first post alone. */
export function dateOfItsOwn(text: string, role: RoleToken, when: When | null): When | null {
  const before = text.slice(Math.max(0, role.from - 40), role.from);
  const isLater = /\((?:subsequently|later|afterwards|then) (?:an? |the )?$/.test(before);
  const isAhead = when !== null && when.date.to <= role.from && !before.slice(before.lastIndexOf('(')).match(/\d{4}/);
  return isLater && isAhead ? null : when;
}
