/** Which part of a date such as 03/04/2021, 3/13/21 or 21/03/04 comes first. */
export type DateOrder = 'day-first' | 'month-first' | 'year-first';

const ORDERS: readonly DateOrder[] = ['day-first', 'month-first', 'year-first'];

export type DateParts = [year: number, month: number, day: number];

const SLASHED = /^(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?![\d/.-])/;
/** As it is written in East Asia and in names of files. */
const YEAR_FIRST = /^\d{2}[/-]/;
const DAYS_A_MONTH = 31;
const MONTHS = 12;
/** No time of two digits lies before. */
const EARLIEST_YEAR = 1970;

interface Slashed {
  text: string;
  places: [number, number, number];
  isShort: boolean;
}

function slashed(text: string): Slashed | null {
  const found = SLASHED.exec(text);
  if (!found) return null;
  const [whole, first, , second, third] = found;
  return { text: whole, places: [Number(first), Number(second), Number(third)], isShort: third.length === 2 };
}

/** Year, month (from 1) and day of a date in one order; null if the text is no such date. */
export function slashedDate(text: string, order: DateOrder): DateParts | null {
  const date = slashed(text);
  return date?.text === text ? partsIn(date, order) : null;
}

function partsIn({ places: [first, second, third], isShort }: Slashed, order: DateOrder): DateParts | null {
  if (order === 'year-first') return isShort ? [fullYear(first), second, third] : null;
  const year = isShort ? fullYear(third) : third;
  return order === 'day-first' ? [year, second, first] : [year, first, second];
}

/** Of two digits: of this century up to this year, else of the last. */
function fullYear(short: number): number {
  return short <= new Date().getUTCFullYear() - 2000 ? 2000 + short : 1900 + short;
}

/**
 * The orders that the dates of a sample allow: none if it has no such dates, one if they settle it. Where two digits
 * at either end may be the year, those at the end are if fewer values are met there: the listens of a week are of
 * seven days and of one year. Fewer at the beginning settle nothing: the listens of one day in every month are so, too.
 * Dates that contradict each other settle nothing; 00/00/0000 is none.
 */
export function ordersOf(sample: Iterable<string>): DateOrder[] {
  const dates = [...sample]
    .map(slashed)
    .filter((date) => date !== null)
    .filter((date) => ORDERS.some((order) => isDate(date, order)));
  if (dates.length === 0) return [];
  const orders = ORDERS.filter((order) => dates.every((date) => isDate(date, order)));
  if (orders.length === 0) return ['day-first', 'month-first'];
  if (orders.length < 2 || !orders.includes('year-first')) return orders;
  const [first, , third] = [0, 1, 2].map((place) => new Set(dates.map(({ places }) => places[place])).size);
  return first > third ? orders.filter((order) => order !== 'year-first') : orders;
}

function isDate(date: Slashed, order: DateOrder): boolean {
  const [year, month, day] = partsIn(date, order) ?? [0, 0, 0];
  const isYear = !date.isShort || year >= EARLIEST_YEAR;
  const isOurs = isYear && (order !== 'year-first' || YEAR_FIRST.test(date.text));
  return month >= 1 && month <= MONTHS && day >= 1 && day <= DAYS_A_MONTH && isOurs;
}
