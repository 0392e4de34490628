import { type Found, isDegree, isPost } from './career.ts';
import { datesInTurn, placesInTurn } from './in-turn.ts';
import { isInstitution, type PlaceToken } from './place.ts';
import type { RoleToken } from './roles.ts';
import type { Segment } from './segments.ts';
import { THEN, type When } from './when.ts';

/** Ranks that follow each other. */
const LADDERS = [/助教|讲师|教授$/, /研究员|研究实习员/, /医师/, /(?<!总)工程师|技术员/, /科学家/];

const ONE_AFTER_ANOTHER = /历任|先后(?:担|出|升|晋)?任|依次/;
/** 历任讲师、副教授、教授: when the list began is when the first did, when it ended is when the last did. */
export function inSuccession(
  text: string,
  role: RoleToken,
  segment: Segment,
  when: ReadonlyMap<RoleToken, When>,
): { begins: boolean; ends: boolean } {
  const at = segment.roles.indexOf(role);
  const follows = (next: number) => {
    const [one, other] = [segment.roles[next - 1], segment.roles[next]];
    if (!one || !other || when.get(one)?.date !== when.get(other)?.date) return false;
    const between = text.slice(one.to, other.from);
    if (THEN.test(between)) return true;
    if (/^(?:、|,|和|及)$/.test(between) && LADDERS.some((ladder) => ladder.test(one.text) && ladder.test(other.text)))
      return true;
    const last = segment.dates.findLast(({ to }) => to <= one.from);
    return !/[;。\n]/.test(between) && ONE_AFTER_ANOTHER.test(text.slice(last?.to ?? segment.from, one.from));
  };
  return { begins: !follows(at), ends: !follows(at + 1) };
}

/** What stands between a place and its own year: ", Example Town (", ", in the summer of ". */
const BEFORE_ITS_YEAR = new RegExp(
  String.raw`^(?:, [A-Z][a-z]+(?: [A-Z][a-z]+)?)?` +
    String.raw`(?:,?\s?\(?(?:(?:in|the|early|late|spring|summer|autumn|fall|winter) ){0,2}|` +
    String.raw`,? in (?:the (?:spring|summer|autumn|fall|winter) of )?)$`,
);

/** What stands between two places of one post: "(1995) and at", "in 2008 and at". */
const ALSO_AT = new RegExp(
  String.raw`^(?:, [A-Z]\w+)?(?: \([^()]*\))?,? (?:and|,)? ?` +
    String.raw`(?:(?:then|later|afterwards|thereafter|subsequently|since then) )?(?:at |the )+$` +
    String.raw`|^(?:, [A-Z]\w+(?: [A-Z]\w+)?){0,2} \([^()]*\)(?:,? and|[,;]) (?:at )?(?:the )?$` +
    String.raw`|^(?:,? in [A-Z]\w+|, [A-Z]\w+)?,? in \d{4}, (?:and )?at (?:the )?$` +
    String.raw`|^(?:, [A-Z]\w+(?: [A-Z]\w+)?,)?,? (?:in|from|between) ` +
    String.raw`(?:(?:the )?(?:early |late )?(?:spring|summer|autumn|fall|winter|[A-Z][a-z]+)(?: of)? )?\d{4}` +
    String.raw`(?:(?: ?- ?| to | until | and )\d{2,4})?,? and (?:(?:then|` +
    String.raw`later) )?(?:at|in) (?:the )?$|` +
    String.raw`^ and (?:the )?(?:spring|summer|autumn|fall|winter|academic year)(?: of)? ` +
    String.raw`\d{4}(?:-\d{2,4})? at (?:the )?$|` +
    String.raw`^ ?\([^()\n]*\)(?:[、,和及与]|以及)[在于赴]?$`,
);

const LATER = /\b(?:then|later|afterwards|thereafter|subsequently|since then) (?:at|in)\b/;
const LISTED = /^, (?:and )?(?:the )?$|^ and (?:the )?$/;
/** "and University B hired her" begins another sentence. */
const LIST_ENDS = /^(?:$|[.,;:()\n]| (?:in|from|between|during|for|before|after|and|where|as)\b)/;
const UNIVERSITY = /\b(?:Universit|College\b|Institute of Technology\b)/;

/** "visiting faculty at A, B, and C": as many places as stand in one list of universities. */
function listedWith(text: string, { places, roles }: Segment, at: number, found: Found): number {
  if ((found.kind !== 'visiting' && found.kind !== 'postdoc') || !UNIVERSITY.test(places[at].name)) return at;
  let last = at;
  for (let i = at + 1; i < places.length; i++) {
    const between = text.slice(places[i - 1].to, places[i].from);
    if (places[i].sort !== 'main' || !UNIVERSITY.test(places[i].name) || !LISTED.test(between)) break;
    if (roles.some(({ from }) => from >= places[i].to && from - places[i].to < 2)) break;
    if (between.includes('and ') && LIST_ENDS.test(text.slice(places[i].to))) last = i;
  }
  return last;
}

/** "(2006, 2009 and 2012)": a visit in each year. */
function visitsAgain(text: string, segment: Segment, visit: Found): Found[] {
  const more: Found[] = [];
  let { dateAt } = visit;
  for (const date of visit.kind === 'visiting' && dateAt !== null ? segment.dates : []) {
    if (dateAt === null || date.from < dateAt[1]) continue;
    if (date.weak || date.edge !== null || !/^(?:, ?|、|,? and | & |和)$/.test(text.slice(dateAt[1], date.from))) break;
    if (!/^[^()\n]*\)/.test(text.slice(date.to, date.to + 60))) break;
    dateAt = [date.from, date.to];
    more.push({ ...visit, start: date.start, end: date.end, dateAt, to: Math.max(visit.to, date.to) });
  }
  return more;
}

/** "took her to A as a visiting scientist (2001) and to B (2009)" */
function visitsElsewhere(text: string, { places, dates }: Segment, role: RoleToken, visit: Found): Found[] {
  const next = visit.kind === 'visiting' ? places.find(({ from }) => from >= role.to) : undefined;
  if (next?.sort !== 'main' || !/^ ?\([^()]*\),? and (?:to|at) (?:the )?$/.test(text.slice(role.to, next.from)))
    return [];
  const date = dates.find(({ from }) => from > next.to && BEFORE_ITS_YEAR.test(text.slice(next.to, from)));
  if (date === undefined) return [];
  const { start, end, from, to } = date;
  return [{ ...visit, place: next, start, end, dateAt: [from, to], from: next.from, to }];
}

/** "兼任 A、B 教授", "at A (1995) and at B (2000, 2003)": one position each; `found` has the years of its own place. */
export function alsoAt(text: string, segment: Segment, role: RoleToken, place: PlaceToken, found: Found): Found[] {
  const more: Found[] = visitsAgain(text, segment, found);
  const at = segment.places.indexOf(place);
  if (at < 0 || placesInTurn(text, segment).has(role)) return more;
  if (place.to <= role.from && /[A-Za-z]/.test(role.text))
    return [...more, ...visitsElsewhere(text, segment, role, found)];
  if (place.to <= role.from) {
    for (let i = at - 1; i >= 0; i--) {
      const [one, next] = [segment.places[i], segment.places[i + 1]];
      const between = text.slice(one.to, next.from);
      if (segment.roles.some((other) => other.from >= one.to && other.to <= next.from)) break;
      if (one.sort !== 'main' || one.back || !/^[^,;。()]{0,10}(?:\([^()\n]*\))?(?:、|和|与|及)$/.test(between)) break;
      const own = segment.dates.find(({ from, to }) => from > one.to && to < next.from);
      const years = own && { start: own.start, end: own.end, dateAt: [own.from, own.to] as const };
      more.unshift({ ...found, ...years, place: one, from: Math.min(found.from, one.from) });
    }
    return dateInTurn(text, segment, [...more, found]).slice(0, -1);
  }
  const listed = listedWith(text, segment, at, found);
  for (let i = at + 1; i < segment.places.length; i++) {
    const [before, one] = [segment.places[i - 1], segment.places[i]];
    const between = text.slice(before.to, one.from);
    if (one.sort !== 'main' || (i > listed && !ALSO_AT.test(between))) break;
    if (segment.roles.some((other) => other.from > before.to && other.to < one.from)) break;
    const date =
      segment.dates.find((two) => two.from > one.to && BEFORE_ITS_YEAR.test(text.slice(one.to, two.from))) ??
      segment.dates.find(
        (two) =>
          two.from > before.to &&
          / at (?:the )?$/.test(text.slice(two.to, one.from)) &&
          !(LATER.test(between) && text[two.to] === ')'),
      );
    const later = !date && LATER.test(between);
    const also: Found = {
      ...found,
      place: one,
      dateAt: date ? [date.from, date.to] : later ? null : found.dateAt,
      start: date ? date.start : later ? (typeof found.end === 'number' ? found.end : null) : found.start,
      end: date ? date.end : later ? null : found.end,
      to: date?.to ?? one.to,
    };
    more.push(also, ...visitsAgain(text, segment, also));
  }
  return dateInTurn(text, segment, [found, ...more]).slice(1);
}

/** Gives posts in the order of their places the years of a list of as many. */
function dateInTurn(text: string, segment: Segment, posts: Found[]): Found[] {
  const places = posts.flatMap(({ place }) => place ?? []);
  const inTurn = posts.length > 1 ? datesInTurn(text, segment, places) : null;
  for (const post of posts) {
    const own = post.place && inTurn?.get(post.place);
    if (own) Object.assign(post, { start: own.start, end: own.end, dateAt: [own.from, own.to] });
  }
  return posts;
}

/** "1994年至1997年攻读博士学位，毕业后留校任讲师": the post began when the studies ended. */
export function followsStudies(segment: Segment, role: RoleToken, when: ReadonlyMap<RoleToken, When>): boolean {
  const own = when.get(role);
  if (!own || own.own || !own.date.range || own.date.to > role.from) return false;
  return segment.roles.some((one) => isDegree(one.kind) && one.to <= role.from && when.get(one)?.date === own.date);
}

/** "高校: 1997-2000 某大学 讲师; 2009起 副教授": a line of posts stays where its post before was. */
export function goesOnAfter(text: string, { from, narrative }: Segment, { to }: PlaceToken): boolean {
  return !narrative && to <= from && !text.slice(to, from).includes('\n');
}

/** The title that a list of places stands behind: "Visiting Professor: A, 1983; B, 1990-91". */
export function listTitle(text: string, { roles }: Segment): { role: RoleToken; to: number } | null {
  const role = roles.at(-1);
  if (role === undefined || !isPost(role.kind) || text[role.to] !== ':') return null;
  const end = text.indexOf('\n', role.to);
  return { role, to: end < 0 ? text.length : end };
}

/** A place with its year in such a list, behind the first. */
export function underTitle(title: { role: RoleToken; to: number } | null, segment: Segment): Found | null {
  const place = segment.places.find(isInstitution);
  const date = segment.dates.find(({ weak, edge }) => !weak && edge === null);
  if (title === null || segment.from >= title.to || segment.roles.length > 0 || !place || !date) return null;
  const { from, to, start, end } = date;
  const { kind, text: role } = title.role;
  const at = { dateAt: [from, to] as const, roleAt: [title.role.from, title.role.to] as const };
  return {
    kind: kind as Found['kind'],
    place,
    role,
    start,
    end,
    ...at,
    from: Math.min(from, place.from),
    to: Math.max(to, place.to),
  };
}

/** What stands between a place of a list and its year: ", Example Town (". */
const WITH_TOWN = /^(?:, \p{Lu}[\p{L}.-]+(?: \p{Lu}[\p{L}.-]+)?){0,2}(?:,? \(?|\()$/u;

/** "Visiting professorships: A (2003), B (2006)": behind the first place of a list the others, each with its years. */
export function placesOfList(text: string, { places, dates }: Segment, first: Found): Found[] {
  return places.slice(places.indexOf(first.place as PlaceToken) + 1).flatMap((place) => {
    const date = dates.find(({ from }) => from > place.to && WITH_TOWN.test(text.slice(place.to, from)));
    if (place.sort !== 'main' || date === undefined) return [];
    const { start, end, from, to } = date;
    return [{ ...first, place, start, end, dateAt: [from, to] as const, from: place.from, to }];
  });
}
