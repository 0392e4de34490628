import type { DateToken } from './dates.ts';
import type { RoleToken } from './roles.ts';
import type { Segment } from './segments.ts';
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
export function gradeBehind(text: string, role: RoleToken, grades: DateToken[]): number | null {
  const at = grades.findIndex(({ from }) => from > role.to && /^ ?\($/.test(text.slice(role.to, from)));
  return at < 0 ? null : (grades.splice(at, 1)[0].start ?? null);
}
