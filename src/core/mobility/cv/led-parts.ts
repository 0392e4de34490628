import { isInstitution, type PlaceToken } from './place.ts';
import type { RoleToken } from './roles.ts';

/** Parts of a university that somebody may lead there, and that have no name of their own. */
const PART = new RegExp(
  String.raw`^(?:\p{Lu}\p{Ll}+ )?(?:Institute|Cent(?:er|re)|School|College|Conservator(?:y|ium)|Conservatoire|` +
    String.raw`Observatory|Museum|Library|Laboratory|Hospital|Academy) (?:of|for) `,
  'u',
);
const UNIVERSITY = /Universi|College|Institute of Technology|Politecnico|École|Hochschule/;
/** Between the university and the part: somebody has gone elsewhere. */
const GONE =
  /\n|\b(?:left|leaving|moved|joined|returned|went|to (?:become|be|direct|head|lead)|before|until|since then)\b/;
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
    const whole = places.slice(0, i).findLast(isInstitution);
    if (!whole || !UNIVERSITY.test(whole.name) || one.from - whole.to > REACH) return one;
    // "Leiden Institute for Area Studies": called after the town of the university that it is a part of
    const town =
      /^(\p{Lu}\p{Ll}+) (?:Institute|Cent|School|Academy|College|Museum|Library|Observ|Labor|Hosp|Cons)/u.exec(
        one.name,
      );
    if (town && !`${whole.name} ${whole.normal}`.includes(town[1])) return one;
    if (GONE.test(text.slice(whole.to, role.from)) || ELSEWHERE.test(text.slice(one.to, one.to + 20))) return one;
    return { ...one, sort: 'part' };
  });
}
