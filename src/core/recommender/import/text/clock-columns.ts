import { candidates, columnWords, fits, isKnownName, isOtherTime } from './columns.ts';

/** A date, of numbers or with the name of a month, and behind it a time of day. */
const DATE_AND_CLOCK = /(\d{1,4}[-/.年]\s?\d{1,2}[-/.月]|\d\s*\p{L}{3}|\p{L}{3}\s*\d).*\d{1,2}:\d{2}/u;

/** The column that tells when a song was heard, and whether its name says so. */
interface Heard {
  column: number;
  isSure: boolean;
}

/** Seconds or thousandths since 1970, from 2001 on. */
export const SINCE_1970 = /^1\d{9}(\d{3})?(\.\d+)?$/;
/** `playback_utc_date`, `Date played`, `listened_at`: when a song was heard, whatever else a row tells of it. */
const HEARD = /\b(played|playback|play|listened|listening|listen|heard|scrobbled?|streamed)\b/;
const WHEN = /\b(at|on|date|datetime|time|timestamp|uts|utc|when)\b/;
/** The last or first of many, and how long. */
const NOT_WHEN = /\b(last|first|total|duration|seconds|ms|count|counts|plays)\b/;

/** Lists of tags, as a history has beside its songs; who gives tags one by one has a `tag` a row. */
const TAGS = /^tags$/;

/**
 * The column of a table of songs and their tags that tells when each was heard, so that the table is a history: by its
 * name it is sure; where nobody is named who gave the tags and every row has a time of day, it is to be asked.
 */
export function heardBesideTags([header, ...rows]: readonly (readonly string[])[]): Heard | null {
  if (rows.length === 0 || !fits(['artist', 'title'], header)) return null;
  const areTimes = (column: number) => {
    const values = rows.map((fields) => fields[column] ?? '').filter((value) => value !== '');
    return values.length > 0 && values.every((value) => DATE_AND_CLOCK.test(value) || SINCE_1970.test(value));
  };
  const words = header.map(columnWords);
  const named = words.findIndex(
    (name, column) => HEARD.test(name) && WHEN.test(name) && !NOT_WHEN.test(name) && areTimes(column),
  );
  if (named >= 0) return { column: named, isSure: true };
  if (candidates('listener', header).length > 0 || !words.some((name) => TAGS.test(name))) return null;
  const column = candidates('time', header, rows).find((one) => areTimes(one));
  return column === undefined ? null : { column, isSure: false };
}

/**
 * Columns whose names say nothing to us and whose values are all times with a clock: of songs beside artist and title
 * they are times of hearing them, or of adding them to a list. A list tells how long the songs are and of what year.
 */
export function unnamedTimes([header, ...rows]: readonly (readonly string[])[]): number[] {
  if (fits(['duration', 'year'], header)) return [];
  return header.flatMap((name, column) => {
    const isOpen = name.trim() !== '' && !isKnownName(name) && !isOtherTime(name);
    return isOpen && rows.length > 0 && rows.every((fields) => DATE_AND_CLOCK.test(fields[column] ?? ''))
      ? [column]
      : [];
  });
}
