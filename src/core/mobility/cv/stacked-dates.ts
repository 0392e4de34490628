import { isPost } from './career.ts';
import type { DateToken } from './dates.ts';
import { isInstitution, type PlaceToken } from './place.ts';
import type { RoleToken } from './roles.ts';
import { within } from './spans.ts';

interface Tokens {
  dates: readonly DateToken[];
  places: readonly PlaceToken[];
  roles: readonly RoleToken[];
}

interface Stretch {
  from: number;
  to: number;
}

/** A month and its year, or a day: "Sep 2017", "07/2018". */
const MONTH = /\p{L}{3}|^\d{1,2}[./]/u;

/** The month that a line begins with, if it names no other time. */
function monthOf(text: string, { from, to }: Stretch, { dates }: Tokens): DateToken | null {
  const own = within(dates, from, to);
  const [first] = own;
  if (own.length !== 1 || first.range || first.start === null || first.edge !== null) return null;
  return text.slice(from, first.from).trim() === '' && MONTH.test(text.slice(first.from, first.to)) ? first : null;
}

/**
 * "Sep 2017  Assistant Professor" over "July 2018  University of X": a column of dates that has the begin of a post
 * over its end, beside the post over its place. The time of both, or null where the lines are no such entry.
 */
export function stackedDates(text: string, above: Stretch, below: Stretch, tokens: Tokens): DateToken | null {
  const roles = within(tokens.roles, above.from, above.to);
  const isPostAlone =
    roles.some(({ kind }) => isPost(kind)) && !within(tokens.places, above.from, above.to).some(isInstitution);
  const names = within(tokens.places, below.from, below.to).some(isInstitution);
  if (!isPostAlone || !names || within(tokens.roles, below.from, below.to).length > 0) return null;
  const [begin, end] = [monthOf(text, above, tokens), monthOf(text, below, tokens)];
  if (begin === null || end === null) return null;
  const years = [begin.start as number, end.start as number].sort((a, b) => a - b);
  return { ...begin, start: years[0], end: years[1], range: true };
}
