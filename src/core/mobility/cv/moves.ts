import { isDegree, isPost } from './career.ts';
import type { RoleToken } from './roles.ts';
import type { Segment } from './segments.ts';
import { MOVES } from './verbs.ts';
import type { When } from './when.ts';

/** "went to X for six months": nobody moved. */
const FOR_A_WHILE = /^[^.;]{0,80} (?:for (?:\w+ ){0,3}(?:weeks?|months?|year|semester|term)|on (?:leave|sabbatical))\b/;

/** Whether a move is a post of its own: with a year and a place, and no post, office or studies of that year there. */
export function isMove(
  text: string,
  segment: Segment,
  role: RoleToken,
  named: boolean,
  when: ReadonlyMap<RoleToken, When>,
): boolean {
  const date = when.get(role)?.date;
  if (!named || date === undefined || date.start === null) return false;
  if (FOR_A_WHILE.test(text.slice(role.to, segment.to))) return false;
  const next = segment.roles.find(({ from, kind }) => from > role.from && kind !== 'none');
  return !segment.roles.some((one) => {
    if (one === role || MOVES.test(one.text)) return false;
    const isOther = isPost(one.kind) || one.kind === 'administrative' || isDegree(one.kind) || one.kind === 'enter';
    // "joined X in 1999 and was head there from 2001": what somebody was is told.
    if (isOther && one.from > role.from && /^\w/.test(role.text)) return true;
    return (
      isOther && one.from > role.from && (when.get(one)?.date ?? date) === date && (one === next || !segment.narrative)
    );
  });
}
