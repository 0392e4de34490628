import { isPost } from './career.ts';
import { place, type PlaceToken } from './place.ts';
import type { RoleToken } from './roles.ts';
import { clauseAt, type Segment } from './segments.ts';

const NAME = /^[A-Z][\w&.'-]*(?: (?:[A-Z][\w&.'-]*|of|and|&|de|for)){0,4}$/;
/** Fields, ways of working and places on the map, which stand where a name could. */
const NO_NAME = new RegExp(
  String.raw`Civil|Environment|Mechanic|Electric|Chemical|Computer|Applied|Biolog|Medic|Nurs|Social|Politic|` +
    'Public|Cultur|Communic|Journalis|Financ|Account|Manage|Market|Architect|Urban|Industr|Material|Nuclear|' +
    String.raw`Aerospace|Human|Health|Surgery|Music|Educat|ology|ics$|Studies|History|Theory|` +
    String.raw`\bArts?\b|Science|Engineering|Philosoph|` +
    'Literature|Language|[Tt]enure|[Tt]ime$|Hon|Composition|Piano|Voice|Psych|Chemistry|' +
    'Department|Faculty|School|Centre|Center|USA?$|UK$|^[A-Z]{2}$|Germany|China|Japan|France|' +
    'Canada|Australia|Award|English|French|German|Law\b|Geograph|Business|Econom|Drama|Dance|' +
    'Design|Distinction|Class|Summa|Magna|Perform|Grant|Research',
);

/**
 * A company that no list knows: in an entry with a year and no institution, a clause of capital words beside the role
 * ("analyst, Example Partners, 2003-04"); for a degree only a city that stands for its university ("MA, Leeds"). Null
 * where there is none.
 */
export function unknownPlace(
  text: string,
  segment: Segment,
  role: RoleToken,
  universityIn: (city: string) => string | null,
  shortNames: ReadonlyMap<string, PlaceToken>,
): PlaceToken | null {
  const { clauses, places, dates, roles, narrative } = segment;
  if (narrative || dates.length === 0 || places.some(({ sort, back }) => sort !== 'society' || back)) return null;
  if (segment.to - segment.from > 200) return null;
  const own = clauseAt(segment, role.from);
  for (const index of [own + 1, own - 1]) {
    if (index < 0 || index >= clauses.length) continue;
    const from = index === 0 ? segment.from : clauses[index - 1] + 1;
    const clause = text.slice(from, clauses[index]);
    const name = clause
      .trim()
      .replace(/[.·(].*$/, '')
      .trim();
    const start = from + clause.indexOf(name);
    const isTaken = [...dates, ...roles, ...places].some((one) => one.from < start + name.length && one.to > start);
    if (name.length <= 2 || isTaken || !NAME.test(name) || NO_NAME.test(name)) continue;
    const whole = shortNames.get(name);
    const university = whole ? (whole.normal ?? whole.name) : universityIn(name);
    if (whole || isPost(role.kind) || (role.kind !== 'administrative' && university !== null))
      return place(start, start + name.length, name, { normal: university, city: whole?.city ?? null });
  }
  return null;
}
