import { isInstitution, type PlaceToken } from './place.ts';
import type { RoleToken } from './roles.ts';

/** Parts of a university that somebody may lead there, and that have no name of their own. */
const PART = /^(?:\p{Lu}\p{Ll}+ )?(?:Institute|Cent(?:er|re)|School|College|Laboratory) (?:of|for) /u;
const UNIVERSITY = /Universi|College|Institute of Technology|Politecnico|École|Hochschule/;
/** Between the university and the part: somebody has gone elsewhere. */
const GONE =
  /\n|\b(?:left|leaving|moved|joined|returned|went|to (?:become|be|direct|head|lead)|before|until|since then)\b/;
/** "professor, 1970-75; Director of the Institute of Example, 1976-80": a time that was over before. */
function isOverBefore(between: string, behind: string): boolean {
  const ended = /(?:19|20)\d\d ?(?:-|to) ?(?:(?:19|20)\d\d|\d\d)\b/.exec(between)?.[0];
  const next = /^[^.;\n]{0,40}?((?:19|20)\d\d)/.exec(behind)?.[1];
  if (ended === undefined || next === undefined) return false;
  return Number(next) >= Number(ended.slice(0, 2) + ended.slice(-2));
}

/** A town or a whole of its own behind the part. */
const ELSEWHERE = /^,? (?:in|at|of) (?:the )?\p{Lu}|^, (?!\d)\p{Lu}|^ ?\((?!\d)/u;
/** How far back the university stands. */
const REACH = 300;

/** "professor at X and Director of the Institute of Astronomy": what somebody leads where they work is a part. */
export function partsLed(text: string, places: readonly PlaceToken[], roles: readonly RoleToken[]): PlaceToken[] {
  return places.map((one, i) => {
    if (!isInstitution(one) || one.known !== null || !PART.test(one.name)) return one;
    const role = roles.findLast(({ to }) => to <= one.from);
    if (role?.kind !== 'administrative' || !/^ (?:of|for) (?:the |its )?$/.test(text.slice(role.to, one.from)))
      return one;
    if (/College/.test(one.name) && /rector|president|principal|provost/i.test(role.text)) return one;
    const whole = places.slice(0, i).findLast(isInstitution);
    if (!whole || !UNIVERSITY.test(whole.name) || one.from - whole.to > REACH) return one;
    // "Leiden Institute for Area Studies": called after the town of the university that it is a part of
    const town =
      /^(\p{Lu}\p{Ll}+) (?:Institute|Cent|School|Academy|College|Museum|Library|Observ|Labor|Hosp|Cons)/u.exec(
        one.name,
      );
    if (town && !`${whole.name} ${whole.normal}`.includes(town[1])) return one;
    if (isOverBefore(text.slice(whole.to, role.from), text.slice(one.to, one.to + 60))) return one;
    if (GONE.test(text.slice(whole.to, role.from)) || ELSEWHERE.test(text.slice(one.to, one.to + 20))) return one;
    return { ...one, sort: 'part' };
  });
}
