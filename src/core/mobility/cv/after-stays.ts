import type { DateToken } from './dates.ts';
import type { RoleToken } from './roles.ts';
import type { Segment } from './segments.ts';

/** Where the stay was: no word of what came after it stands in it. */
const STAY =
  String.raw`[A-Z](?:(?! (?:he|she|they|I|Dr|was|were|became|joined|taught|moved|returned|held)\b)[^,.;()\n]){1,60}` +
  String.raw`(?:, [A-Z][a-z]+)?`;
/** "After two years at X (": what follows tells when somebody was there, before what the sentence tells. */
const AFTER_A_STAY = new RegExp(
  String.raw`\b(?:[Aa]fter|[Ff]ollowing) (?!that |this |which )(?:[a-z]+ ){1,3}` +
    String.raw`(?:years?|months?|semesters?|terms?|spells?|periods?|stints?|time|stays?)(?: abroad)?` +
    String.raw`(?:(?: \(|,? from )|,? (?:at|in|with) (?:the )?${STAY}(?: \(|,? from |, ))$`,
);

/** "Prior to joining X in 2010, he was": what follows was before. */
const BEFORE_A_MOVE =
  /\b(?:Before|Prior to) (?:joining|moving to|coming to|(?:his|her) (?:move|arrival))[^,;.\n]{0,80} in $/;

/** "Prior to joining X in 2010 as Reader": the year of the move is that of the post. */
const AS_WHAT = new RegExp(
  String.raw`^,? as (?:an? |the |its )?(?:[\w-]+ ){0,3}(?:[Pp]rofessor|[Ll]ecturer|[Rr]eader|[Ff]ellow|[Cc]hair|` +
    String.raw`[Hh]ead|[Dd]irector|[Dd]ean|[Ii]nstructor|[Tt]eacher|[Tt]utor|[Rr]esearcher|[Ss]cientist|[Aa]ssociate|` +
    String.raw`[Ee]ngineer|[Cc]urator|[Cc]onductor|[Pp]rincipal|[Pp]resident|[Aa]ssistant|[Pp]ostdoc\w*|[Mm]anager|` +
    String.raw`[Aa]nalyst)\b[^.;\n]{0,60},`,
);

/**
 * Of years that a stay took only the last says when what came after it began; the year of a move tells nothing of the
 * time before.
 */
export function afterStays(dates: readonly DateToken[], text: string): DateToken[] {
  const told = dates.filter(
    ({ from, to }) => !BEFORE_A_MOVE.test(text.slice(Math.max(0, from - 140), from)) || AS_WHAT.test(text.slice(to)),
  );
  return told.map((date) => {
    if (date.end === 'present') return untilLeft(date, text);
    if (!date.range || typeof date.end !== 'number') return date;
    // "from" belongs to the range.
    const before = text.slice(Math.max(0, date.from - 140), date.from);
    const own = /^from /i.test(text.slice(date.from, date.to)) ? `${before}from ` : before;
    const isOwn = /^\) as (?:an? |the )/.test(text.slice(date.to, date.to + 9));
    return AFTER_A_STAY.test(own) && !isOwn ? { ...date, start: date.end, end: null, range: false } : date;
  });
}

/** "where she had been a lecturer since 1990": who had been something is it no more. */
const HAD_BEEN = /\b(?:had|having) (?:been|taught|worked|served|lectured|held)\b[^.;\n]{0,60}$/;
/** ", to become Reader at X in 1996": when that ended. */
const LEFT_FOR = new RegExp(
  String.raw`^(?:,? to (?:become|be|take|join|move|accept|head|lead|work|teach|serve)|` +
    String.raw`, for (?!which|whom|whose)(?:an? |the )?)\b` +
    String.raw`[^.;\n]{0,120}? in ((?:19|20)\d\d)\b`,
);

function untilLeft(date: DateToken, text: string): DateToken {
  const isSince = /^(?:ever )?since/i.test(text.slice(date.from, date.to));
  if (!isSince || !HAD_BEEN.test(text.slice(Math.max(0, date.from - 100), date.from))) return date;
  const year = LEFT_FOR.exec(text.slice(date.to, date.to + 160))?.[1];
  return year ? { ...date, end: Number(year) } : { ...date, end: null, range: false, edge: 'since' };
}

/**
 * "After two years as a lecturer at X (1997-1999) she returned to Y as Reader": what follows the range of such a
 * beginning began when that ended. Null where the sentence does not begin so.
 */
export function beganAfter(text: string, segment: Segment, role: RoleToken, date: DateToken): DateToken | null {
  if (!date.range || typeof date.end !== 'number' || role.from < date.to) return null;
  // "After two years as a postdoc at X she returned": such a date stands before all that it tells of.
  if (
    /^After /.test(text.slice(date.from, date.to)) &&
    /[a-z\d,)] (?:he|she|they|I) [a-z]/.test(text.slice(date.to, role.from))
  )
    return { ...date, start: date.end, end: null, range: false };
  // "After moving to X (1990-1995)": the range is that of what follows.
  if (
    !/^\W*(?:After|Following)\b(?! (?:(?:his|her|their|a) )?(?:moving|joining|move|return|arriv|appoint))/.test(
      text.slice(segment.from, date.from),
    )
  )
    return null;
  const goesOn = /^\)?,? (?:he|she|they|I|Dr|Prof|\p{Lu}[\p{L}'-]+)\b/u.test(text.slice(date.to, role.from));
  return goesOn ? { ...date, start: date.end, end: null, range: false } : null;
}
