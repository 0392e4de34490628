import { isDegree } from './career.ts';
import type { DateToken } from './dates.ts';
import type { PlaceToken } from './place.ts';
import type { RoleToken } from './roles.ts';
import type { Segment } from './segments.ts';
import { listsOf, type Span } from './spans.ts';

const BETWEEN = /^(?:学位|年)?\s*(?:、|,|和|及|与|以及|,? and |, |,? & )(?:(?:an?|the) )?$/;
const IN_TURN = /分别|分別|依次|\brespectively\b/;
const ONE_AFTER_ANOTHER = /分别|分別|依次|先后|先後/;
/** So many signs is the longest that is told in one go. */
const FARTHEST = 300;
/** A segment is read role by role. */
const PLACES = new WeakMap<Segment, ReadonlyMap<RoleToken, PlaceToken>>();
/** What stands between a list of degrees or posts and that of their places. */
const JOINS = new RegExp(
  String.raw`^[^,;。\n\w]{0,14}$|^,? ?(?:(?:degrees?|respectively|successively|both|all)[ ,]+)*` +
    String.raw`(?:(?:from|at|by|of|as) )?(?:(?:an?|the) )?$`,
);
const HAN = /\p{Script=Han}/u;
/** Signs that end what is told in one go. */
const END = /[;。\n]/;

const lists = <T extends Span>(text: string, spans: readonly T[]) =>
  listsOf(text, spans, BETWEEN).filter(({ length }) => length > 1);

/** From the first token of two lists to the last. */
function around(one: readonly Span[], other: readonly Span[]): Span & { gap: [number, number] } {
  const [first, second] = one[0].from < other[0].from ? [one, other] : [other, one];
  return { from: first[0].from, to: second[second.length - 1].to, gap: [first[first.length - 1].to, second[0].from] };
}

/**
 * "在A、B获学士、博士学位", "a BA and a PhD from A and B", 在A、B任讲师、教授: a place for each degree and each Chinese rank;
 * for each other post only where the text says 分别 or "respectively".
 */
export function placesInTurn(text: string, segment: Segment): ReadonlyMap<RoleToken, PlaceToken> {
  const known = PLACES.get(segment);
  if (known) return known;
  const result = new Map<RoleToken, PlaceToken>();
  const places = segment.places.filter(({ sort, back }) => sort === 'main' && !back);
  const told = segment.roles.filter(({ kind }) => kind !== 'none' && kind !== 'enter' && kind !== 'finish');
  for (const group of lists(text, told))
    for (const run of lists(text, places)) {
      const { from, to, gap } = around(group, run);
      if (to - from > FARTHEST || !JOINS.test(text.slice(...gap))) continue;
      const isOther = (token: Span) =>
        token.from >= from && token.to <= to && ![...group, ...run].some((one) => one === token);
      if (run.length !== group.length || [...places, ...told].some(isOther) || END.test(text.slice(from, to))) continue;
      const saysSo = IN_TURN.test(text.slice(Math.max(segment.from, from - 12), Math.min(segment.to, to + 40)));
      const ranks =
        group.every(({ kind, text: role }) => kind === 'job' && HAN.test(role)) && run[0].from < group[0].from;
      if (saysSo || ranks || group.every(({ kind }) => isDegree(kind)))
        group.forEach((role, i) => result.set(role, run[i]));
    }
  PLACES.set(segment, result);
  return result;
}

/**
 * "1990-1995年、1998-2003年分别在A、B任教", "at A and B in 1999 and 2004": the years of each of the places of one role.
 */
export function datesInTurn(
  text: string,
  segment: Segment,
  places: readonly PlaceToken[],
): ReadonlyMap<PlaceToken, DateToken> {
  const strong = segment.dates.filter(({ weak, edge }) => !weak && edge === null);
  const run = lists(text, strong).find((dates) => {
    if (dates.length !== places.length) return false;
    const between = text.slice(dates[dates.length - 1].to, places[0].from);
    if (dates[0].from < places[0].from)
      return (
        ONE_AFTER_ANOTHER.test(text.slice(Math.max(segment.from, dates[0].from - 4), dates[0].from) + between) &&
        !END.test(between)
      );
    return /^,? (?:in )?$/.test(text.slice(places[places.length - 1].to, dates[0].from));
  });
  return new Map(run?.map((date, i) => [places[i], date]));
}
