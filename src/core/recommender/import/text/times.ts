import { say } from '../../../../shared/messages/say.ts';
import type { ImportContext } from '../importer.ts';
import { monthOf } from './months.ts';
import { isKnownZone, NAMED_ZONE, offsetMinutesOf, type Zone, zonesOf } from './zones.ts';

const LARGEST_SECONDS = 2 ** 32 - 1;
/** 1990: nobody's listening was logged before, so the numbers count days, or from another beginning. */
const EARLIEST_USUAL_SECONDS = 631_152_000;
/** Days since 30 December 1899, as spreadsheets count them, from 1990 to 2119. */
const SHEET_DAYS = { first: 32_874, last: 80_000, of1970: 25_569 };
const SECONDS_A_DAY = 86_400;
/** A time of day as a share of it. */
const TIME_OF_DAY = /\.\d{4,}$/;
const CLOCK = /^(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?(?:\s*([ap])\.?m\.?)?$/i;
/** The form of large histories, tried first: the others take several times as long. */
const ISO_UTC = /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2}):(\d{2})(?:\.\d+)?Z$/;
const DATES = [
  String.raw`\p{L}{3,12}\.?\s+\d{1,2},?\s+\d{4}`,
  String.raw`\d{1,2}\.?\s+(?:de\s+)?\p{L}{3,12}\.?\s+(?:de\s+)?\d{4}`,
  String.raw`[^\s,]+`,
];
const DATE_AND_CLOCK = new RegExp(String.raw`^(${DATES.join('|')})(?:[\s,]+(.+))?$`, 'iu');
const ZONE = /(?<=:\d{2}[\d:.,]*)\s*(z|utc|gmt|(?:gmt|utc)?[+-]\d{2}(?::?\d{2})?)$/i;
/** A zone's name behind its offset, as JavaScript writes it. */
const ZONE_NAME = /\s*\([^)]*\)$/;
const COMPACT = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})(?=\D|$)/;
const CHINESE_DATE = /^(\d{4})年(\d{1,2})月(\d{1,2})日\s*/;
/** As `date`, Twitter and C's `ctime` write it: the zone, if any, and then the year at the end. */
const YEAR_LAST = /^([a-z]{3} +[a-z]{3} +\d{1,2}) (\d{2}:\d{2}:\d{2})( (?:[A-Z]{2,5}|[+-]\d{4}))? (\d{4})$/i;
/** `20230105142911`: as a number of seconds or milliseconds it would lie before 1977. */
const DIGITS_ONLY = /^((?:19|20)\d{2})(0[1-9]|1[0-2])([0-2]\d|3[01])(?:([01]\d|2[0-3])([0-5]\d)([0-5]\d)?)?$/;
const KOREAN_DATE = /^(\d{4})\. ?(\d{1,2})\. ?(\d{1,2})\.?(?=\s|$)/;
/** The half of the day before the clock, as in China, Japan and Korea. */
const HALF_FIRST = /(上午|午前|오전|下午|午後|오후)\s*(\d{1,2})(?=:\d{2})/;
const AFTERNOONS = ['下午', '午後', '오후'];
/** `October 24, 2017 at 10:11PM`, as logs of IFTTT have it. */
const AT = / at (?=\d)/i;
const WEEKDAY = /^(mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\s+/i;

type DayOrder = 'day-first' | 'month-first';

/**
 * Reads the times of one file into whole seconds since 1970, the same on every machine: seconds, milli- or
 * microseconds since 1970 by their size, ISO 8601, and dates as players and exporters write them. A time without a
 * zone is taken as UTC, which a note says. Dates such as 03/04/2021 are read by a row that settles their order, or
 * asked about.
 */
export class TimeReader {
  #order: DayOrder | null = null;
  #zoneless = 0;
  #early = { times: 0, example: '' };
  /** What was answered of abbreviations with several meanings. */
  readonly #zones = new Map<string, string>();
  readonly #named = new Set<string>();
  readonly #isInDays: boolean;
  #days = { times: 0, example: '' };

  /** @param sample times of the file's beginning, which settle the order of day and month */
  constructor(context: ImportContext, sample: Iterable<string>) {
    const all = [...sample].map((text) => text.trim()).filter((text) => text !== '');
    // Whole numbers of this size may as well count seconds from a beginning of their own, as in Yambda.
    this.#isInDays = all.every(isSheetDay) && all.some((text) => TIME_OF_DAY.test(text));
    let [dayFirst, monthFirst, undecided] = [false, false, false];
    for (const text of all) {
      this.#askZone(context, text);
      const slashed = /^\s*(\d{1,2})[/.-](\d{1,2})[/.-]\d{4}\b/.exec(text);
      if (!slashed) continue;
      if (Number(slashed[1]) > 12) dayFirst = true;
      else if (Number(slashed[2]) > 12) monthFirst = true;
      else undecided = true;
    }
    if (dayFirst !== monthFirst) this.#order = dayFirst ? 'day-first' : 'month-first';
    else if (dayFirst || undecided) {
      this.#order = context.questions.ask(say('ask.day-or-month'), [
        { id: 'day-first', label: say('ask.day-first') },
        { id: 'month-first', label: say('ask.month-first') },
      ]) as DayOrder | null;
    }
  }

  #askZone({ questions }: ImportContext, text: string): void {
    const name = NAMED_ZONE.exec(plainZone(text.trim()))?.[1] ?? '';
    if (name === '' || this.#zones.has(name) || ZONE.test(text.trim()) || isKnownZone(name)) return;
    const zones = zonesOf(name);
    const choices = [
      ...zones.map((zone) => ({ id: zone, label: say('ask.zone', { zone }) })),
      { id: 'UTC', label: say('ask.zone', { zone: 'UTC' }) },
      { id: 'none', label: say('ask.no-zone') },
    ];
    this.#zones.set(name, questions.ask(say('ask.which-zone', { name }), choices, null, name) ?? 'none');
  }

  /**
   * Seconds since 1970, above 0 and below 2³²; 0 if the text is no such time.
   *
   * @param beside the zone of a time that is written without one
   */
  seconds(text: string, beside: Zone | null = null): number {
    const trimmed = text.trim();
    const seconds = isNumber(trimmed) ? this.#counted(trimmed) : this.#written(trimmed, beside);
    if (!(seconds >= 1 && seconds <= LARGEST_SECONDS)) return 0;
    if (seconds < EARLIEST_USUAL_SECONDS && this.#early.times++ === 0) this.#early.example = trimmed;
    return Math.floor(seconds);
  }

  /** Adds notes if times without a zone, or from before anybody's listening was logged, were met. */
  note({ report }: ImportContext): void {
    if (this.#zoneless > 0) report.notes.push(say('import.times-as-utc', { times: this.#zoneless }));
    if (this.#named.size > 0) report.notes.push(say('import.named-zones', { zones: [...this.#named] }));
    if (this.#days.times > 0) report.notes.push(say('import.times-as-days', this.#days));
    if (this.#early.times > 0) report.notes.push(say('import.early-times', this.#early));
  }

  #counted(text: string): number {
    if (!this.#isInDays) return epochSeconds(Number(text));
    if (!isSheetDay(text)) return 0;
    if (this.#days.times++ === 0) this.#days.example = text;
    return Math.round((Number(text) - SHEET_DAYS.of1970) * SECONDS_A_DAY);
  }

  #written(given: string, beside: Zone | null): number {
    const iso = ISO_UTC.exec(given);
    if (iso) {
      const parts = inRange(+iso[1], +iso[2], +iso[3], +iso[4], +iso[5], +iso[6]);
      return parts ? Date.UTC(...parts) / 1000 : 0;
    }
    const text = plainZone(given)
      .replace(COMPACT, '$1-$2-$3 $4:$5:$6')
      .replace(DIGITS_ONLY, (_, year, month, day, hour = '00', minute = '00', second = '00') => {
        return `${year}-${month}-${day} ${hour}:${minute}:${second}`;
      })
      .replace(CHINESE_DATE, '$1-$2-$3 ')
      .replace(KOREAN_DATE, '$1-$2-$3')
      .replace(HALF_FIRST, (_, half, hour) => String((Number(hour) % 12) + (AFTERNOONS.includes(half) ? 12 : 0)))
      .replace(AT, ' ')
      .trim();
    const zone = ZONE.exec(text);
    const name = zone ? null : NAMED_ZONE.exec(text);
    if (name) return this.#inZone(text.slice(0, name.index), this.#zones.get(name[1]) ?? name[1]);
    if (!zone && beside !== null) return this.#inZone(text, beside);
    const parts = partsOf(zone ? text.slice(0, zone.index) : text, this.#order);
    if (!parts) return 0;
    if (!zone) this.#zoneless++;
    return (Date.UTC(...parts) - (zone ? offsetMinutes(zone[1]) * 60_000 : 0)) / 1000;
  }

  #inZone(text: string, zone: Zone): number {
    const parts = partsOf(text, this.#order);
    const local = parts ? Date.UTC(...parts) : 0;
    const minutes = typeof zone === 'number' ? zone : zone === 'UTC' ? 0 : offsetMinutesOf(zone, local);
    if (!parts || minutes === null) return 0;
    if (typeof zone === 'string') this.#named.add(zone);
    return (local - minutes * 60_000) / 1000;
  }
}

function isNumber(text: string): boolean {
  return /^\d+(\.\d+)?$/.test(text) && !DIGITS_ONLY.test(text);
}

/** Whether a text is a time that says no zone: seconds since 1970 need none. */
export function isLocalTime(given: string): boolean {
  const text = plainZone(given.trim());
  return text !== '' && !isNumber(text) && !ISO_UTC.test(text) && !ZONE.test(text) && !NAMED_ZONE.test(text);
}

function plainZone(text: string): string {
  return text.replace(ZONE_NAME, '').replace(YEAR_LAST, '$1 $4 $2$3');
}

/** Milli- and microseconds are told by their size: as seconds they would lie after the year 5138. */
function epochSeconds(value: number): number {
  if (value >= 1e17) return value / 1e9;
  if (value >= 1e14) return value / 1e6;
  return value >= 1e11 ? value / 1e3 : value;
}

/** A number that as seconds since 1970 would be a day of that year, and as a sheet's day is of our time. */
function isSheetDay(text: string): boolean {
  return /^\d{5}(\.\d+)?$/.test(text) && Number(text) >= SHEET_DAYS.first && Number(text) <= SHEET_DAYS.last;
}

type Parts = [year: number, month: number, day: number, hour: number, minute: number, second: number];

function partsOf(text: string, order: DayOrder | null): Parts | null {
  const plain = text.trim().replace(WEEKDAY, '');
  const split = DATE_AND_CLOCK.exec(plain.replace(/^(\d{4}-\d{2}-\d{2})T/, '$1 '));
  const date = split && dateOf(split[1], order);
  const clock = split?.[2] === undefined ? [0, 0, 0] : clockOf(split[2].trim());
  if (!date || !clock) return null;
  return inRange(date[0], date[1], date[2], clock[0], clock[1], clock[2]);
}

/** Null for a date or time of day that does not exist, such as 30 February. */
function inRange(...[year, month, day, hour, minute, second]: Parts): Parts | null {
  const days = new Date(Date.UTC(year, month, 0)).getUTCDate();
  if (month < 1 || month > 12 || day < 1 || day > days) return null;
  return hour < 24 && minute < 60 && second < 61 ? [year, month - 1, day, hour, minute, second] : null;
}

function dateOf(text: string, order: DayOrder | null): [number, number, number] | null {
  const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(text);
  if (iso) return [Number(iso[1]), Number(iso[2]), Number(iso[3])];
  const written = /^(\d{1,2})\.?\s+(?:de\s+)?(\p{L}+)\.?\s+(?:de\s+)?(\d{4})$/iu.exec(text);
  if (written) return [Number(written[3]), monthOf(written[2]), Number(written[1])];
  const american = /^(\p{L}+)\.?\s+(\d{1,2}),?\s+(\d{4})$/iu.exec(text);
  if (american) return [Number(american[3]), monthOf(american[1]), Number(american[2])];
  const slashed = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(text);
  if (!slashed || order === null) return null;
  const [first, second] = [Number(slashed[1]), Number(slashed[2])];
  return order === 'day-first' ? [Number(slashed[3]), second, first] : [Number(slashed[3]), first, second];
}

function clockOf(text: string): [number, number, number] | null {
  const match = CLOCK.exec(text);
  if (!match) return null;
  let hour = Number(match[1]);
  const half = match[4]?.toLowerCase();
  if (half !== undefined && (hour < 1 || hour > 12)) return null;
  if (half === 'p' && hour < 12) hour += 12;
  if (half === 'a' && hour === 12) hour = 0;
  const [minute, second] = [Number(match[2]), Number(match[3] ?? 0)];
  return [hour, minute, second];
}

function offsetMinutes(zone: string): number {
  const match = /([+-])(\d{2}):?(\d{2})?$/.exec(zone);
  return match ? (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3] ?? 0)) : 0;
}
