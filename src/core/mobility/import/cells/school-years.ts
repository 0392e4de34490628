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

/** Whether a column writes months behind a slash beyond doubt: 2006/08, and nothing in it that is no date. */
export function provesMonths(texts: readonly string[]): boolean {
  const filled = texts.map((text) => text.trim()).filter((text) => text !== '');
  const found = filled.flatMap((text) => twoDigits(text) ?? []);
  const isDated = filled.every((text) => !/^\d/.test(text) || /^(?:19|20)\d\d(?!\d)/.test(text));
  return isDated && found.every(isMonth) && found.some((one) => one.isSlash && !isNext(one));
}

/** 2000/01 as the two years that it may be; null for a text that is none such. */
export function asSchoolYear(text: string): { first: number; last: number } | null {
  const found = twoDigits(text);
  return found !== null && isNext(found) ? { first: found.year, last: found.year + 1 } : null;
}
