import { dateOfDigits, isSheetDay } from './number-times.ts';

/** Minutes and seconds, perhaps behind hours, without a date. */
const LENGTH = /^\d{1,3}:\d{2}(:\d{2})?$/;
const NUMBER = /^\d+([.,]\d+)?$/;
const WHOLE = /^\d+$/;
/** More seconds than a song has, fewer than count from any beginning. */
const LONGEST_LENGTH = 100_000;
/** Seconds since 1970 in the year 2001. */
const FEWEST_SECONDS = 1e9;
/** Names of times that as well say how long a song is: `Zeit` in lists of iTunes. */
const TIME = /^time$/;
/** Names of times that as well say whether or how often. */
const HEARD = /^(played|listened|scrobbled)$/;
/** A rating in French; in English a remark, and in German a mark of which the lowest is the best. */
const NOTE = /^note$/;
const FRENCH = /utilisat(eur|rice)|auditeur|auditrice|chanson|morceau|titre|artiste|interpr[èe]te|identifiant/i;
const HIGHEST_NOTE = 20;

/**
 * Whether the values of a column speak against what its name may mean.
 *
 * @param words of its name, in English
 * @param values of the first rows; where there are none, the name alone counts
 * @param header all names
 */
export function isDeniedByValues(
  role: string,
  words: string,
  values: readonly string[],
  header: readonly string[],
): boolean {
  const known = values.map((value) => value.trim()).filter((value) => value !== '');
  if (role === 'rating' && NOTE.test(words)) return known.length === 0 || !known.every(isNote) || !isFrench(header);
  if (role === 'count' && HEARD.test(words)) return known.length === 0 || !known.every(isCount);
  if (role !== 'time' || known.length === 0) return false;
  if (HEARD.test(words)) return !known.some(isTime);
  return TIME.test(words) && known.every(isLength);
}

/** Whole numbers, as row numbers and counts are. */
export function areWholeNumbers(values: readonly string[]): boolean {
  const known = values.filter((value) => value.trim() !== '');
  return known.length > 0 && known.every((value) => WHOLE.test(value.trim()));
}

function isFrench(header: readonly string[]): boolean {
  return header.some((name) => FRENCH.test(name.normalize('NFC')));
}

function isNote(text: string): boolean {
  return NUMBER.test(text) && Number(text.replace(',', '.')) <= HIGHEST_NOTE;
}

function isCount(text: string): boolean {
  return WHOLE.test(text) && !isTime(text);
}

function isTime(text: string): boolean {
  if (NUMBER.test(text)) return Number(text.replace(',', '.')) >= FEWEST_SECONDS || dateOfDigits(text) !== null;
  return /\d/.test(text) && !LENGTH.test(text);
}

function isLength(text: string): boolean {
  if (LENGTH.test(text)) return true;
  return NUMBER.test(text) && Number(text.replace(',', '.')) < LONGEST_LENGTH && !isSheetDay(text);
}
