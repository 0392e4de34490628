/** What the bare numbers of a column of times are. */
export type NumberForm =
  /** Counted from 1970, or from a beginning of their own: seconds, milli-, micro- or nanoseconds by their size. */
  | 'counted'
  /** Days since 30 December 1899, as spreadsheets count them. */
  | 'days'
  /** `20230105`, `202301051429` or `20230105142911`. */
  | 'dates'
  /** Beside written dates: as they are in `dates` if they can be, else counted. */
  | 'single';

/** Days since 30 December 1899 from 1990 to 2119, and that of 1 January 1970. */
const SHEET_DAYS = { first: 32_874, last: 80_000, of1970: 25_569 };
const SECONDS_A_DAY = 86_400;
/** A time of day as a share of it: half past six in the evening may be written with a digit or two. */
const TIME_OF_DAY = /\.\d*[1-9]/;
const NUMBER = /^\d+(\.\d+)?$/;
const DATE_DIGITS = /^(\d{4})(\d{2})(\d{2})(?:([01]\d|2[0-3])([0-5]\d)([0-5]\d)?)?$/;
/** 1990: nobody's listening was logged before, so such numbers count days, or from another beginning. */
export const EARLIEST_USUAL_SECONDS = 631_152_000;
export const LARGEST_SECONDS = 2 ** 32 - 1;
const EARLIEST_YEAR = 1970;
const LATEST_YEAR = 2105;

/**
 * Settled once for a column: one value such as 20000105 may be 5 January 2000 as well as the seconds of a beginning of
 * their own, as in Yambda, whose values only seldom look like dates.
 *
 * @param sample of the column
 */
export function numberFormOf(sample: readonly string[]): NumberForm {
  const numbers = sample.map((text) => text.trim()).filter((text) => NUMBER.test(text) && Number(text) > 0);
  if (numbers.length === 0) return sample.length > 0 ? 'single' : 'counted';
  // Whole numbers of this size may as well count seconds.
  if (numbers.every(isSheetDay) && numbers.some((text) => TIME_OF_DAY.test(text))) return 'days';
  const dates = numbers.filter(isDateOfDigits).length;
  return dates > numbers.length / 2 ? 'dates' : 'counted';
}

export function isBareNumber(text: string): boolean {
  return NUMBER.test(text);
}

/** A number that as seconds since 1970 would be a day of that year, and as a sheet's day is of our time. */
export function isSheetDay(text: string): boolean {
  return /^\d{5}(\.\d+)?$/.test(text) && Number(text) >= SHEET_DAYS.first && Number(text) <= SHEET_DAYS.last;
}

/** Seconds since 1970 of a sheet's day. */
export function secondsOfSheetDay(text: string): number {
  return Math.round((Number(text) - SHEET_DAYS.of1970) * SECONDS_A_DAY);
}

/** Counts from other beginnings than 1970; of this size, none from 1970 would be of a time at which people listened. */
const OTHER_BEGINNINGS = [
  { year: '1', perSecond: 1e7, before1970: 62_135_596_800 }, // .NET's ticks
  { year: '1601', perSecond: 1e7, before1970: 11_644_473_600 }, // file times of Windows
  { year: '1601', perSecond: 1e6, before1970: 11_644_473_600 }, // Chrome
] as const;

/** Seconds since 1970, between 1990 and 2106, of a count from another beginning. */
export function sinceOtherBeginning(value: number): { seconds: number; year: string } | null {
  for (const { year, perSecond, before1970 } of OTHER_BEGINNINGS) {
    const seconds = value / perSecond - before1970;
    if (seconds >= EARLIEST_USUAL_SECONDS && seconds <= LARGEST_SECONDS) return { seconds, year };
  }
  return null;
}

/** `2023-01-05 14:29:11` of `20230105142911`; null if it is no date that there is, since 1970. */
export function dateOfDigits(text: string): string | null {
  const found = DATE_DIGITS.exec(text);
  if (!found) return null;
  const [, year, month, day, hour = '00', minute = '00', second = '00'] = found;
  const days = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  const isDate = Number(month) >= 1 && Number(month) <= 12 && Number(day) >= 1 && Number(day) <= days;
  const isOurs = Number(year) >= EARLIEST_YEAR && Number(year) <= LATEST_YEAR;
  return isDate && isOurs ? `${year}-${month}-${day} ${hour}:${minute}:${second}` : null;
}

function isDateOfDigits(text: string): boolean {
  return dateOfDigits(text) !== null;
}
