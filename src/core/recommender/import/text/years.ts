const EARLIEST_YEAR = 1000;
const LATEST_YEAR = 2100;

/** Months in the languages of exports, whole and shortened: "before 1900" and "remastered 2009" are no years. */
const MONTHS =
  'jan(?:uary|uar|vier|eiro)?|enero|ene|gen(?:naio)?|feb(?:ruary|ruar|rero|braio|ruari)?|fev(?:ereiro)?|fév(?:rier)?|' +
  'mar(?:ch|s|zo|ço)?|märz|maart|apr(?:il|ile)?|abr(?:il)?|avr(?:il)?|may|mai|mei|mayo|maggio|maio|' +
  'june?|juni|juin|junio|junho|giugno|july?|juli|juillet|julio|julho|luglio|aug(?:ust|ustus)?|ago(?:sto)?|août|' +
  'sept?(?:ember|embre|tiembre)?|set(?:embro|tembre)?|oct(?:ober|obre|ubre)?|okt(?:ober)?|out(?:ubro)?|ott(?:obre)?|' +
  'nov(?:ember|embre|iembre|embro)?|dec(?:ember)?|dez(?:ember|embro)?|déc(?:embre)?|dic(?:iembre|embre)?';
/** `16 June 1997`, `Jun 16, 1997`, `16.06.1997`, `04/01/1967` (which number is the day does not matter). */
const YEAR_LAST = new RegExp(
  '^(?:\\d{1,2}[./-]\\d{1,2}[./-]|' +
    `(?:\\d{1,2}\\.? (?:de )?)?(?:${MONTHS})\\.? (?:de )?(?:\\d{1,2}(?:st|nd|rd|th)?,? )?)(\\d{4})$`,
  'iu',
);

/** What a field that names a year says. */
export interface ReadYear {
  /** Null if it says nothing, or nothing that can be a year. */
  year: number | null;
  /** Something stands there that is no year. */
  isUnread: boolean;
}

/**
 * The year of a song: four digits, as a number or at either end of a date. Nothing, 0 and −1 mean that it is not
 * known, as in the Million Song Dataset.
 */
export function readYear(given: unknown): ReadYear {
  const text = String(given ?? '').trim();
  const found = (/^(\d{4})(?:\.0+)?(?:[-/.年].*)?$/.exec(text) ?? YEAR_LAST.exec(text))?.[1];
  const year = found === undefined ? null : Number(found);
  if (year !== null && year >= EARLIEST_YEAR && year <= LATEST_YEAR) return { year, isUnread: false };
  return { year: null, isUnread: !/^(-?\d|-?\d\.0+|0000|nan|null|none|n\/a|unknown)?$/i.test(text) };
}

/** Reads the years of a file, and counts what was none. */
export class YearReader {
  #unread = 0;
  #example = '';

  year(given: unknown): number | null {
    const { year, isUnread } = readYear(given);
    if (isUnread && this.#unread++ === 0) this.#example = String(given).slice(0, 40);
    return year;
  }

  /** The message's values, or null if all could be read. */
  get unread(): { years: number; example: string } | null {
    return this.#unread > 0 ? { years: this.#unread, example: this.#example } : null;
  }
}
