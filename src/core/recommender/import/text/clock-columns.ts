import { fits, isKnownName, isOtherTime } from './columns.ts';

/** A date, of numbers or with the name of a month, and behind it a time of day. */
const DATE_AND_CLOCK = /(\d{1,4}[-/.年]\s?\d{1,2}[-/.月]|\d\s*\p{L}{3}|\p{L}{3}\s*\d).*\d{1,2}:\d{2}/u;

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
