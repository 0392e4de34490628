import type { RoleToken } from './roles.ts';
import { clauseAt, clauseStart, type Segment } from './segments.ts';

const BEFOREHAND = /(?:^|[,;。])\s*(?:他|她|我|本人)?(?:在?此之?前|之前|先前),?[^,;。]*$/;

/** 2015年加入某校,此前任职于另一校: a year that was told is no year of what was before. */
export function isBeforehand(text: string, segment: Segment, { from }: RoleToken): boolean {
  const clause = clauseAt(segment, from);
  return BEFOREHAND.test(text.slice(clauseStart(segment, Math.max(0, clause - 1)), from));
}

/** 1986年至1990年任所长,曾任某委员会主任: a time that has ended says nothing of what 曾任 tells next. */
export function isOnceBehind(text: string, segment: Segment, { from }: RoleToken): boolean {
  const last = segment.dates.findLast((date) => !date.weak && date.to <= from);
  if (!last?.range || typeof last.end !== 'number') return false;
  return /[,;](?:[还也并亦]|此外,?)?曾(?:先后)?(?:兼|担)?任[^。\n]*$/.test(text.slice(last.to, from));
}
