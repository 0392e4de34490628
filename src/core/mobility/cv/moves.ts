import { isDegree, isPost } from './career.ts';
import type { RoleToken } from './roles.ts';
import type { Segment } from './segments.ts';
import type { When } from './when.ts';

/** 调入, 分配到, 加盟, 返聘于: who moves somewhere works there, whether or not a title is told. */
export const MOVES =
  /^(?:调[入至到往]|加盟|入职|分配?[到至在]|进入|返聘[于到至在]|[Jj]oined|(?:[Mm]oved|came|went) to|for)$/;

/** What somebody did, where a title in the sentence says better what they were. */
export const VERB = new RegExp(
  '^(?:调|加盟|入职|分|进入)|^留校$|^[Ww]ork|任教|执教|任职|供职|就职|工作|教职|教书|taught|^teach|lectur(?:ed|ing)|' +
    '^[Jj]oined|^[Oo]n the',
);

/** Whether a move is a post of its own: with a year and a place, and no post, office or studies of that year there. */
export function isMove(segment: Segment, role: RoleToken, named: boolean, when: ReadonlyMap<RoleToken, When>): boolean {
  const date = when.get(role)?.date;
  if (!named || date === undefined || date.start === null) return false;
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
