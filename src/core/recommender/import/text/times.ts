import type { Message } from '../../../../shared/messages/message.ts';
import { say } from '../../../../shared/messages/say.ts';
import type { ImportContext } from '../importer.ts';
import { type DateOrder, ordersOf, slashedDate } from './date-order.ts';
import { monthOf } from './months.ts';
import {
  dateOfDigits,
  EARLIEST_USUAL_SECONDS,
  isBareNumber,
  isSheetDay,
  LARGEST_SECONDS,
  type NumberForm,
  numberFormOf,
  secondsOfSheetDay,
  sinceOtherBeginning,
} from './number-times.ts';
import { isKnownZone, NAMED_ZONE, offsetMinutesOf, type Zone, zonesOf } from './zones.ts';

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
/** As Java writes it, behind an offset, which says all, or alone. */
const ZONE_IN_BRACKETS = /(?:(z|[+-]\d{2}:?\d{2})\[[^\]]*|\[([^\]]+))\]$/i;
const COMPACT = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})(?=\D|$)/;
const CHINESE_DATE = /^(\d{4})年(\d{1,2})月(\d{1,2})日\s*/;
/** As `date`, Twitter and C's `ctime` write it: the zone, if any, and then the year at the end. */
const YEAR_LAST = /^([a-z]{3} +[a-z]{3} +\d{1,2}) (\d{2}:\d{2}:\d{2})( (?:[A-Z]{2,5}|[+-]\d{4}))? (\d{4})$/i;
const KOREAN_DATE = /^(\d{4})\. ?(\d{1,2})\. ?(\d{1,2})\.?(?=\s|$)/;
/** The half of the day before the clock, as in China, Japan and Korea. */
const HALF_FIRST = /(上午|午前|오전|下午|午後|오후)\s*(\d{1,2})(?=:\d{2})/;
const AFTERNOONS = ['下午', '午後', '오후'];
/** `October 24, 2017 at 10:11PM`, as logs of IFTTT have it. */
const AT = / at (?=\d)/i;
const WEEKDAY = /^(mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\s+/i;

const FIRST: Readonly<Record<DateOrder, Message>> = {
  'day-first': say('ask.day-first'),
  'month-first': say('ask.month-first'),
  'year-first': say('ask.year-first'),
};

const FIRST_PART = { 'day-first': 'day', 'month-first': 'month', 'year-first': 'year' } as const;

/**
 * Reads the times of one file into whole seconds since 1970, the same on every machine: seconds, milli- or
 * microseconds since 1970 by their size, ISO 8601, and dates as players and exporters write them. A time without a
 * zone is taken as UTC, which a note says. Dates such as 03/04/2021 are read by a row that settles their order, or
 * asked about.
 */
export class TimeReader {
  #order: DateOrder | null = null;
  /** A date of the file's beginning that settles what stands first in all of them. */
  #settledBy = '';
  #zoneless = 0;
  #early = { times: 0, example: '' };
  /** What was answered of abbreviations with several meanings. */
  readonly #zones = new Map<string, string>();
  readonly #named = new Set<string>();
  /** Of each column. */
  readonly #forms: readonly NumberForm[];
  #days = { times: 0, example: '' };
  #dates = { times: 0, example: '' };
  #otherBeginning = { times: 0, example: '', year: '' };

  /**
   * @param sample times of the file's beginning, by column: they settle what bare numbers are, column by column, and
   *   the order of day and month
   */
  constructor(context: ImportContext, sample: readonly (readonly string[])[]) {
    const columns = sample.map((texts) => texts.map((text) => text.trim()).filter((text) => text !== ''));
    this.#forms = columns.map(numberFormOf);
    for (const text of columns.flat()) this.#askZone(context, text);
    const orders = ordersOf(columns.flat());
    if (orders.length === 1) {
      this.#order = orders[0];
      const dates = columns.flat().filter((text) => ordersOf([text]).length > 0);
      this.#settledBy = dates.find((text) => ordersOf([text]).length === 1) ?? dates[0];
    } else if (orders.length > 1) {
      const choices = orders.map((order) => ({ id: order, label: FIRST[order] }));
      const question = orders.includes('year-first') ? say('ask.day-month-or-year') : say('ask.day-or-month');
      this.#order = context.questions.ask(question, choices) as DateOrder | null;
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
   * @param column of the sample
   */
  seconds(text: string, beside: Zone | null = null, column = 0): number {
    const trimmed = text.trim();
    const seconds = isBareNumber(trimmed) ? this.#ofNumber(trimmed, beside, column) : this.#written(trimmed, beside);
    if (!(seconds >= 1 && seconds <= LARGEST_SECONDS)) return 0;
    if (seconds < EARLIEST_USUAL_SECONDS && this.#early.times++ === 0) this.#early.example = trimmed;
    return Math.floor(seconds);
  }

  /** Adds notes if times without a zone, or from before anybody's listening was logged, were met. */
  note({ report }: ImportContext): void {
    if (this.#zoneless > 0) report.notes.push(say('import.times-as-utc', { times: this.#zoneless }));
    if (this.#settledBy !== '' && this.#order !== null)
      report.notes.push(say('import.date-order', { order: FIRST_PART[this.#order], example: this.#settledBy }));
    if (this.#named.size > 0) report.notes.push(say('import.named-zones', { zones: [...this.#named] }));
    if (this.#dates.times > 0) report.notes.push(say('import.times-as-dates', this.#dates));
    if (this.#days.times > 0) report.notes.push(say('import.times-as-days', this.#days));
    if (this.#otherBeginning.times > 0) report.notes.push(say('import.times-since', this.#otherBeginning));
    if (this.#early.times > 0) report.notes.push(say('import.early-times', this.#early));
  }

  #ofNumber(text: string, beside: Zone | null, column: number): number {
    const form = this.#forms[column] ?? 'counted';
    const date = form === 'dates' || form === 'single' ? dateOfDigits(text) : null;
    if (date !== null) {
      if (this.#dates.times++ === 0) this.#dates.example = text;
      return this.#written(date, beside);
    }
    if (form === 'dates') return 0;
    if (form !== 'days') return this.#counted(text);
    if (!isSheetDay(text)) return 0;
    if (this.#days.times++ === 0) this.#days.example = text;
    return secondsOfSheetDay(text);
  }

  #counted(text: string): number {
    const other = sinceOtherBeginning(Number(text));
    if (!other) return epochSeconds(Number(text));
    if (this.#otherBeginning.times++ === 0) Object.assign(this.#otherBeginning, { example: text, year: other.year });
    return other.seconds;
  }

  #written(given: string, beside: Zone | null): number {
    const iso = ISO_UTC.exec(given);
    if (iso) {
      const parts = inRange(+iso[1], +iso[2], +iso[3], +iso[4], +iso[5], +iso[6]);
      return parts ? Date.UTC(...parts) / 1000 : 0;
    }
    const text = plainZone(given)
      .replace(COMPACT, '$1-$2-$3 $4:$5:$6')
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

/** Whether a text is a time that says no zone: seconds since 1970 need none. */
export function isLocalTime(given: string): boolean {
  const text = plainZone(given.trim());
  const isCounted = isBareNumber(text) && dateOfDigits(text) === null;
  return text !== '' && !isCounted && !ISO_UTC.test(text) && !ZONE.test(text) && !NAMED_ZONE.test(text);
}

function plainZone(text: string): string {
  return text.replace(ZONE_NAME, '').replace(ZONE_IN_BRACKETS, '$1 $2').replace(YEAR_LAST, '$1 $4 $2$3').trim();
}

/** Milli- and microseconds are told by their size: as seconds they would lie after the year 5138. */
function epochSeconds(value: number): number {
  if (value >= 1e17) return value / 1e9;
  if (value >= 1e14) return value / 1e6;
  return value >= 1e11 ? value / 1e3 : value;
}

type Parts = [year: number, month: number, day: number, hour: number, minute: number, second: number];

function partsOf(text: string, order: DateOrder | null): Parts | null {
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

function dateOf(text: string, order: DateOrder | null): [number, number, number] | null {
  const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(text);
  if (iso) return [Number(iso[1]), Number(iso[2]), Number(iso[3])];
  const written = /^(\d{1,2})\.?\s+(?:de\s+)?(\p{L}+)\.?\s+(?:de\s+)?(\d{4})$/iu.exec(text);
  if (written) return [Number(written[3]), monthOf(written[2]), Number(written[1])];
  const american = /^(\p{L}+)\.?\s+(\d{1,2}),?\s+(\d{4})$/iu.exec(text);
  if (american) return [Number(american[3]), monthOf(american[1]), Number(american[2])];
  return order === null ? null : slashedDate(text, order);
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
