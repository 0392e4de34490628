/** A year and two digits: the year after it (1999/00, 2000-01) or a month (2000/01, 2001-09). */
const YEAR_AND_TWO_DIGITS = /^((?:19|20)\d\d)\s*([-–—−~/])\s*(\d\d)$/;

interface TwoDigits {
  year: number;
  digits: number;
  isSlash: boolean;
}

function twoDigits(text: string): TwoDigits | null {
  const [, year, sign, digits] = YEAR_AND_TWO_DIGITS.exec(text.normalize('NFKC').trim()) ?? [];
  return year === undefined ? null : { year: Number(year), digits: Number(digits), isSlash: sign === '/' };
}

const isNext = ({ year, digits }: TwoDigits) => (year + 1) % 100 === digits;
const isMonth = ({ digits }: TwoDigits) => digits >= 1 && digits <= 12;

/**
 * What two digits behind a year are in a column: the next year where they are so in all its cells and one of them is no
 * month, months where one is not the next year. Open where each could be both and a slash stands between; with a dash
 * they are months, as calendars write them.
 */
export function secondNumbers(texts: readonly string[]): 'school-years' | 'months' | 'open' {
  const found = texts.flatMap((text) => twoDigits(text) ?? []);
  if (found.length === 0 || !found.every(isNext)) return 'months';
  if (!found.every(isMonth)) return 'school-years';
  return found.some(({ isSlash }) => isSlash) ? 'open' : 'months';
}

/** 2000/01 as the two years that it may be; null for a text that is none such. */
export function asSchoolYear(text: string): { first: number; last: number } | null {
  const found = twoDigits(text);
  return found !== null && isNext(found) ? { first: found.year, last: found.year + 1 } : null;
}
